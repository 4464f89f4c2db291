"""Opening a table as a person gave it: CSV, XLSX or Parquet, and saying plainly when it is none
(DESIGN §13).
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import polars as pl

from maslahat.core import Fault, InputError

PARQUET_MARK = b"PAR1"
ZIP_MARK = b"PK\x03\x04"
GZIP_MARK = b"\x1f\x8b"
WORKBOOKS = {".xlsx", ".xlsm"}
SEPARATORS = (",", ";", "\t")
HEAD = 1_000_000
HTML_MARKS = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<body")


def open_table(path: Path) -> pl.DataFrame:
    """Return the table in `path` (CSV all as text, Parquet and XLSX typed; a CSV may be zipped).

    Raises InputError for a missing or empty file, a web page, half a file, rows of unequal length, or two
    columns of one name.
    """
    return collected(path, scan_table(path))


def scan_table(path: Path) -> pl.LazyFrame:
    """Return the table in `path` unread, for files of millions of rows; faults as `open_table`, those of rows
    when it is `collected`.
    """
    head = head_of(path)
    _refuse_not_a_table(path, head[:4096])
    if path.suffix.lower() == ".parquet" or head.startswith(PARQUET_MARK):
        return _open_parquet(path, path.read_bytes()).lazy()
    if path.suffix.lower() in WORKBOOKS:
        return _open_workbook(path).lazy()
    _check_header(path, head)
    source = path if not is_packed(head_of(path, unpacked=False)) else io.BytesIO(content_of(path))
    return pl.scan_csv(source, infer_schema=False, separator=separator_of(_text(head)))


def collected(path: Path, table: pl.LazyFrame) -> pl.DataFrame:
    """Return the rows of a scanned table; raises InputError with the first row that is broken."""
    try:
        return table.collect(engine="streaming")
    except pl.exceptions.PolarsError as error:
        raise InputError(_broken_text(path, str(error))) from error


def head_of(path: Path, unpacked: bool = True) -> bytes:
    """Return the first megabyte of a file (of what is in it, where it is packed); raises InputError where there
    is none.
    """
    if path.is_dir():
        raise InputError(Fault(str(path), "a folder", "a file"))
    if not path.is_file():
        raise InputError(Fault(str(path), "no such file", "a CSV, XLSX or Parquet table"))
    with path.open("rb") as file:
        head = file.read(HEAD)
    return (
        content_of(path)[:HEAD]
        if unpacked and is_packed(head) and path.suffix.lower() not in WORKBOOKS
        else head
    )


def is_packed(head: bytes) -> bool:
    """Return whether a file begins as ZIP or gzip do."""
    return head.startswith((GZIP_MARK, ZIP_MARK))


def content_of(path: Path) -> bytes:
    """Return a file's bytes, taken out of a ZIP of one member or out of gzip."""
    content = path.read_bytes()
    if content.startswith(GZIP_MARK):
        try:
            return gzip.decompress(content)
        except (OSError, EOFError) as error:
            raise InputError(
                Fault(str(path), "half a gzip file", "a whole file", "Fetch it again.")
            ) from error
    return _unzipped(path, content) if content.startswith(ZIP_MARK) else content


def _unzipped(path: Path, content: bytes) -> bytes:
    """Return the one member of a ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            if len(members) == 1:
                return archive.read(members[0])
    except (zipfile.BadZipFile, EOFError) as error:
        raise InputError(Fault(str(path), "half a ZIP file", "a whole file", "Fetch it again.")) from error
    raise InputError(
        Fault(str(path), f"a ZIP of {len(members)} files", "one file in it", "Unpack it and name one.")
    )


def _refuse_not_a_table(path: Path, head: bytes) -> None:
    """Raise for an empty file and for HTML under the name of a table."""
    if not head.strip():
        raise InputError(Fault(str(path), "an empty file", "a table with a header", "Fetch it again."))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(HTML_MARKS):
        raise InputError(
            Fault(
                str(path),
                "a web page (HTML), not a table",
                "CSV, XLSX or Parquet",
                "The server sent a page, often a login or an error: open it in a browser and fetch again.",
            )
        )


def _open_parquet(path: Path, content: bytes) -> pl.DataFrame:
    """Read Parquet; half a file has no closing mark."""
    if content[-4:] != PARQUET_MARK:
        raise InputError(
            Fault(
                str(path),
                f"half a Parquet file ({len(content):,} bytes, no closing mark)",
                "a whole file",
                "Fetch it again.",
            )
        )
    try:
        return pl.read_parquet(io.BytesIO(content))
    except pl.exceptions.PolarsError as error:
        raise InputError(
            Fault(str(path), f"damaged Parquet ({str(error)[:80]})", "a readable file", "Fetch it again.")
        ) from error


def _open_workbook(path: Path) -> pl.DataFrame:
    """Read the first sheet of a workbook, its first row as header."""
    import openpyxl  # noqa: PLC0415 (slow to import)

    try:
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except Exception as error:
        raise InputError(
            Fault(str(path), f"a workbook that does not open ({type(error).__name__})", "a whole XLSX file")
        ) from error
    rows = list(sheet.iter_rows(values_only=True))
    if not rows:
        raise InputError(Fault(str(path), "an empty sheet", "a table with a header"))
    names = [str(value) if value is not None else "" for value in rows[0]]
    columns = {
        name: [None if v is None else str(v) for v in column]
        for name, *column in zip(names, *rows[1:], strict=False)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _check_header(path: Path, head: bytes) -> None:
    """Raise for bytes that are not UTF-8 and for two columns of one name."""
    text = _text(head)
    bad = text.find("\ufffd")
    if bad >= 0:
        raise InputError(
            Fault(f"{path}, character {bad}", "bytes that are not UTF-8", "UTF-8 text", "Save it as UTF-8.")
        )
    header = next(csv.reader([text.split("\n", 1)[0].rstrip("\r")], delimiter=separator_of(text)), [])
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise InputError(
            Fault(f"{path}, header", f"more than one column {', '.join(repeated[:6])}", "each column once")
        )


def _text(head: bytes) -> str:
    """Return the head as text; a last character that was cut in two is dropped."""
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    return whole.decode("utf-8-sig", errors="replace")


def _broken_text(path: Path, reason: str) -> Fault:
    """Return the fault of a CSV that does not parse: bytes that are no text, or its first row of another length."""
    try:
        text = content_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Fault(
            f"{path}, byte {error.start}", "bytes that are not UTF-8", "UTF-8 text", "Save it as UTF-8."
        )
    return _ragged(path, text, separator_of(text[:HEAD]), reason)


def separator_of(text: str) -> str:
    """Return what separates the values of a CSV's first line: the most frequent of comma, semicolon, tab."""
    return max(SEPARATORS, key=text[: text.find("\n")].count)


def _ragged(path: Path, text: str, separator: str, reason: str) -> Fault:
    """Return the fault of a CSV with rows of unequal length, by its first such row."""
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(rows[0]):
            return Fault(f"{path}, line {number}", f"{len(row)} values", f"{len(rows[0])} as in the header")
    return Fault(str(path), f"a table that does not parse ({reason[:80]})", "CSV with a header")


def cut_short(path: Path, table: pl.DataFrame, columns: int | None = None) -> Fault | None:
    """Return a fault where the last row of a CSV has fewer values than its header: the file broke off.

    Polars fills a short row with nulls, so the text itself is looked at: its last line, and where that is the end
    of a quoted cell of several lines, all of it. `columns` is
    how many the file has, where `table` holds only some of them.
    """
    width = columns or table.width
    if path.suffix.lower() in {".parquet", *WORKBOOKS} or not table.height:
        return None
    head = head_of(path)
    if head.startswith(PARQUET_MARK):
        return None
    separator = separator_of(_text(head))
    last = _tail(path).rstrip(b"\r\n").rsplit(b"\n", 1)[-1].decode("utf-8", errors="replace")
    values = len(next(csv.reader([last], delimiter=separator), []))
    if values == width or (b'"' in head and (values := _values_of_last_row(path, separator)) == width):
        return None
    return Fault(
        f"{path}, last line",
        f"{values} values of {width}: half a file",
        "a whole last row",
        "Fetch the file again.",
    )


def _tail(path: Path) -> bytes:
    """Return the last megabyte of a file, of what is in it where it is packed."""
    with path.open("rb") as file:
        if is_packed(file.read(4)):
            return content_of(path)[-HEAD:]
        file.seek(max(0, path.stat().st_size - HEAD))
        return file.read()


def _values_of_last_row(path: Path, separator: str) -> int:
    """Return how many values the last row has, where cells may run over several lines; 0 for an open quote."""
    text = content_of(path).decode("utf-8", errors="replace")
    if text.count('"') % 2:
        return 0
    values = 0
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        values = len(row) or values
    return values
