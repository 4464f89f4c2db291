"""Opening a table as a person gave it: CSV, XLSX or Parquet, and saying plainly when it is none
(DESIGN §13).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from maslahat.core import Fault, InputError

PARQUET_MARK = b"PAR1"
HTML_MARKS = (b"<!doctype", b"<html", b"<head", b"<?xml", b"<body")


def open_table(path: Path) -> pl.DataFrame:
    """Return the table in `path` (CSV all as text; Parquet and XLSX typed).

    Raises InputError for a missing or empty file, a web page, half a file, or rows of unequal length.
    """
    if not path.is_file():
        raise InputError(Fault(str(path), "no such file", "a CSV, XLSX or Parquet table"))
    head = path.read_bytes()[:4096]
    _refuse_not_a_table(path, head)
    if path.suffix.lower() == ".parquet" or head.startswith(PARQUET_MARK):
        return _open_parquet(path)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _open_workbook(path)
    return _open_csv(path)


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


def _open_parquet(path: Path) -> pl.DataFrame:
    """Read Parquet; half a file has no closing mark."""
    content = path.read_bytes()
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
        return pl.read_parquet(path)
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


def _open_csv(path: Path) -> pl.DataFrame:
    """Read CSV as text; a last line that breaks off is half a file, unequal rows are named."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Fault(
                f"{path}, byte {error.start}", "bytes that are not UTF-8", "UTF-8 text", "Save it as UTF-8."
            )
        ) from error
    try:
        return pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise InputError(_ragged(path, text, str(error))) from error


def _ragged(path: Path, text: str, reason: str) -> Fault:
    """Return the fault of a CSV with rows of unequal length, by its first such row."""
    import csv  # noqa: PLC0415

    rows = list(csv.reader(text.splitlines()))
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(rows[0]):
            return Fault(f"{path}, line {number}", f"{len(row)} values", f"{len(rows[0])} as in the header")
    return Fault(str(path), f"a table that does not parse ({reason[:80]})", "CSV with a header")


def cut_short(path: Path, table: pl.DataFrame) -> Fault | None:
    """Return a fault where the last row of a CSV has fewer values than its header: the file broke off.

    Polars fills a short row with nulls, so the text itself is looked at.
    """
    if path.suffix.lower() in {".parquet", ".xlsx", ".xlsm"} or not table.height:
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1_000_000))
        last = file.read().decode("utf-8", errors="replace").rstrip("\r\n").rsplit("\n", 1)[-1]
    import csv  # noqa: PLC0415

    values = len(next(csv.reader([last]), []))
    if values == table.width:
        return None
    return Fault(
        f"{path}, last line",
        f"{values} values of {table.width}: half a file",
        "a whole last row",
        "Fetch the file again.",
    )
