"""A region as one .xlsx workbook, a sheet a table, for people who work in a spreadsheet."""

from __future__ import annotations

import datetime
import os
import tempfile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from maslahat.core import Fault, InputError
from maslahat.regions.describe import choices, column_order, column_words, table_words
from maslahat.regions.package import REFERENCES
from maslahat.regions.region import Region
from maslahat.regions.rows import TABLES
from maslahat.regions.tables import MAY_BE_MISSING, Cells, expectation, known_tables

GUIDE = "read me"
LAST_ROW = 5_000  # validation reaches to here
HEADER = PatternFill("solid", fgColor="DCE6F1")
GUIDE_LINES = (
    "A region: the figures of a river and of the power systems of its states.",
    "Each sheet is a table. Keep the names of the sheets and the first row; a heading explains itself.",
    "Units stand in the headings: _mm3 million m³, _m3s m³/s, _gwh GWh, _mw MW, _km2 km².",
    "Every row has a source (a key of the sheet sources) and a confidence:",
    "A official or primary, B press or secondary, C assumption or derived.",
    "A figure of confidence C says in its note how it was arrived at, and an assumption gives its band.",
    "A sheet of your own begins with _ and is not read.",
    "The rows are made up: overwrite them. Then run: maslahat region check THIS-FILE.xlsx",
)


def read_workbook(path: Path) -> dict[str, Cells | Fault]:
    """Return the cells of every sheet that is named as a table; a sheet without rows is an empty table."""
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise InputError(Fault(str(path), f"no workbook ({error})", "an .xlsx file")) from error
    found: dict[str, Cells | Fault] = {}
    for name in TABLES:
        file = f"{path.name}, sheet {name}"
        if name not in book.sheetnames:
            if name not in MAY_BE_MISSING:
                found[name] = Fault(file, "no such sheet", f"the table {name}", "See `maslahat region new`.")
            continue
        found[name] = _cells(name, file, [[_text(cell) for cell in row] for row in book[name].values])
    for name in book.sheetnames:
        if name not in TABLES and name != GUIDE and not name.startswith("_"):
            where = f"{path.name}, sheet {name}"
            mend = "A sheet of your own begins with _."
            found[name] = Fault(where, "a sheet that is no table", known_tables(name), mend)
    return found


def _cells(name: str, file: str, grid: list[list[str]]) -> Cells | Fault:
    filled = [(line, row) for line, row in enumerate(grid, start=1) if any(row)]
    if not filled:
        return Fault(file, "an empty sheet", "a header and rows")
    header = filled[0][1]
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    body = [(line, _fitted(row, width)) for line, row in filled[1:]]
    return Cells(name, file, tuple(header), tuple(row for _, row in body), tuple(line for line, _ in body))


def _fitted(row: list[str], width: int) -> tuple[str, ...]:
    """Fill up or cut empty cells; a cell with content beyond the header stays and is a fault later."""
    while len(row) > width and not row[-1]:
        row = row[:-1]
    return tuple(row + [""] * (width - len(row)))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def write_workbook(region: Region, path: Path) -> None:
    """Write a region as a workbook: a guide, then a sheet a table, its headings explained, lists to pick."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    guide = book.create_sheet(GUIDE)
    for line, text in enumerate(GUIDE_LINES, start=1):
        guide.cell(line, 1, text)
    guide.column_dimensions["A"].width = 120
    for offset, (name, rows) in enumerate(region.tables()):
        line = len(GUIDE_LINES) + 2 + offset
        guide.cell(line, 1, f"{name}: {table_words(name)}")
        _fill_sheet(book.create_sheet(name), name, rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".xlsx")
    os.close(handle)
    book.save(beside)
    Path(beside).chmod(0o644)
    Path(beside).replace(path)


def _fill_sheet(sheet: Any, name: str, rows: tuple[Any, ...]) -> None:
    columns = column_order(name)
    for index, column in enumerate(columns, start=1):
        head = sheet.cell(1, index, column)
        head.font, head.fill = Font(bold=True), HEADER
        head.alignment = Alignment(vertical="top")
        words = f"{column_words(name, column)}. A cell holds {expectation(TABLES[name], column)}."
        head.comment = Comment(words, "maslahat", width=320, height=110)
        sheet.column_dimensions[get_column_letter(index)].width = max(12, len(column) + 2)
        rule = _validation(name, column)
        if rule is not None:
            sheet.add_data_validation(rule)
            letter = get_column_letter(index)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
    for line, row in enumerate(rows, start=2):
        for index, column in enumerate(columns, start=1):
            sheet.cell(line, index, getattr(row, column))
    sheet.freeze_panes = "A2"


def _validation(name: str, column: str) -> DataValidation | None:
    """A list to pick from: the words of a column, or the keys of the table that it speaks of."""
    formula = ""
    if choices(name, column):
        formula = '"' + ",".join(choices(name, column)) + '"'
    elif column in REFERENCES and REFERENCES[column][0] != name:
        table, key = REFERENCES[column]
        letter = get_column_letter(column_order(table).index(key) + 1)
        formula = f"{table}!${letter}$2:${letter}${LAST_ROW}"
    if not formula:
        return None
    return DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning")
