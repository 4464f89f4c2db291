"""The rows of a workbook as they stand, bounded, and cells as text (§12)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from maslahat.core import Fault, InputError
from maslahat.exchange.reasons import said

LARGEST_BYTES, LARGEST_UNPACKED = 64 * 2**20, 1024 * 2**20
MOST_CELLS = 16 * 2**20


def sheet_rows(path: Path) -> list[tuple[Any, ...]]:
    """Return the rows of the first sheet as they stand; the first must have a value."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if path.stat().st_size > LARGEST_BYTES or unpacked > LARGEST_UNPACKED:
            raise InputError(Fault(path.name, f"{unpacked} bytes unpacked", f"at most {LARGEST_UNPACKED}"))
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            rows = _bounded(path, book.worksheets[0].iter_rows(values_only=True))
        finally:
            book.close()
    except InputError:
        raise
    except OSError as error:
        raise InputError(Fault(str(path), said(error), "a file that can be read")) from None
    except (
        Exception
    ) as error:  # openpyxl raises what its parts raise: KeyError, ValueError, BadZipFile, ParseError …
        raise InputError(Fault(str(path), f"{type(error).__name__}: {error}", "an XLSX workbook")) from None
    if not rows or not any(rows[0]):
        raise InputError(Fault(path.name, "an empty sheet", "names of columns in the first row"))
    return rows


def _bounded(path: Path, lines: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the rows. One value in the last cell of a sheet makes 17,000 million: they are counted as they
    come."""
    rows, cells = [], 0
    for line in lines:
        cells += len(line)
        if cells > MOST_CELLS:
            mend = "Is there a stray value far down or far right?"
            raise InputError(Fault(path.name, f"more than {MOST_CELLS} cells", f"at most {MOST_CELLS}", mend))
        rows.append(tuple(line))
    return rows


def cell_text(value: Any) -> str:
    """Return the text of a cell: a day as 2016-11-16, a whole number without its point."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())
