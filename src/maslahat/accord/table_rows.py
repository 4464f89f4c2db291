"""Rows of a bargaining table, each knowing where it stands: read from CSV, XLSX or YAML."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError

KINDS = (
    "score",
    "weight",
    "together",
    "only with",
    "never with",
    "reserved",
    "status quo",
    "draft",
    "power",
)
HEAD = ("what", "issue", "option")
LONGEST = 60
ALONE = ("outcome", "item")  # headings that stand for the option of a single issue


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell and where it is, as a person finds it: `plan.xlsx, cell D7`."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says, about which issue and option, and a value for each party that has one.

    `where` is where the option stands; `spots` says where everything else does, or would.
    """

    where: str
    what: str
    issue: str
    option: str
    values: dict[str, Cell]
    spots: dict[str, str] = field(default_factory=dict)

    def place(self, column: str) -> str:
        """Return where a party's value, the issue or the kind stands, or would stand."""
        return self.spots.get(column, self.where)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parties, in order, and the rows of a table."""

    name: str
    source: str
    parties: tuple[str, ...]
    rows: tuple[Row, ...]


def read_csv(path: Path) -> Sheet:
    """Read comma, semicolon or tab separated text in UTF-8 (or in UTF-16 that says so by its first bytes).

    With semicolons or tabs a decimal comma is understood.
    """
    text = _decoded(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    numbers, lines = _records(path, text, separator)
    comma = separator != ","
    grid = [[_decimal(value.strip(), comma) for value in line] for line in lines]
    return _sheet(
        path, grid, lambda row, column, name: f"{path}, line {numbers[row]}, column {name or column + 1}"
    )


def short(text: str) -> str:
    """Return a text in quotation marks as a sentence can hold it."""
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        where = f"{path}, line {line}"
        found = f"a byte that is not {coding.removesuffix('-sig').upper()} (0x{data[error.start]:02x})"
        mend = "In a spreadsheet: save as “CSV UTF-8”, or as .xlsx."
        raise InputError(Fault(where, found, "text in UTF-8", mend)) from None


def _records(path: Path, text: str, separator: str) -> tuple[list[int], list[list[str]]]:
    """Return the first line of each record, and the records: a cell in quotation marks may hold line ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    numbers, lines, start = [], [], 1
    try:
        for line in reader:
            numbers.append(start)
            lines.append(line)
            start = reader.line_num + 1
    except csv.Error as error:
        expected = "cells whose quotation marks close, none longer than 131,072 characters"
        raise InputError(Fault(f"{path}, line {start}", f"what is no CSV ({error})", expected)) from None
    return numbers, lines


def read_xlsx(path: Path) -> Sheet:
    """Read the first sheet of a workbook; formulas count by the values that were saved with them."""
    import openpyxl  # noqa: PLC0415 - slow to import, needed here alone
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise InputError(Fault(str(path), f"no workbook ({error})", "an .xlsx file")) from None
    sheet = book.worksheets[0]
    grid = [[_text(value) for value in line] for line in sheet.iter_rows(values_only=True)]
    book.close()

    def where(row: int, column: int, _name: str) -> str:
        return f"{path}, cell {get_column_letter(column + 1)}{row + 1}"

    return _sheet(path, grid, where)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def _decimal(text: str, comma: bool) -> str:
    plain = text.replace("\u00a0", "").replace(" ", "")
    swapped = plain.replace(",", ".", 1)
    return swapped if comma and "," in plain and swapped.replace(".", "", 1).lstrip("+-").isdigit() else text


def _sheet(path: Path, grid: list[list[str]], where: Any) -> Sheet:
    top = next((k for k, line in enumerate(grid) if any(line)), None)
    if top is None:
        raise InputError(Fault(str(path), "an empty table", "a row of headings and rows of scores"))
    _refuse_controls(grid, where)
    heads = [head.strip() for head in grid[top]]
    while heads and not heads[-1]:
        heads.pop()
    lower = [head.lower() for head in heads]
    places = {name: lower.index(name) for name in HEAD if name in lower}
    alone = next((name for name in ALONE if name in lower), None)
    if alone is not None and "option" not in places and "issue" not in places:
        places["option"] = lower.index(alone)
    if "option" not in places:
        expected = (
            "the columns what, issue, option and one for each party (or outcome and one for each party)"
        )
        raise InputError(Fault(where(top, 0, ""), f"the headings {', '.join(heads)}", expected))
    columns = [k for k, head in enumerate(heads) if head and k not in places.values()]
    parties = tuple(heads[k] for k in columns)
    rows = [
        _row(line, k, places, dict(zip(parties, columns, strict=True)), where)
        for k, line in enumerate(grid[top + 1 :], top + 1)
        if any(line)
    ]
    return Sheet(path.stem, str(path), parties, tuple(rows))


def _refuse_controls(grid: list[list[str]], where: Any) -> None:
    faults = [
        Fault(where(row, column, ""), f"a control character in {short(text)}", "text")
        for row, line in enumerate(grid)
        for column, text in enumerate(line)
        if has_controls(text)
    ]
    if faults:
        raise InputError(faults)


def has_controls(text: str) -> bool:
    """Say whether a text holds what moves a terminal's cursor or breaks a workbook."""
    return any((sign < " " and sign not in "\n\t\r") or sign == "\x7f" for sign in text)


def _row(line: list[str], place: int, places: dict[str, int], columns: dict[str, int], where: Any) -> Row:
    def at(column: int) -> str:
        return line[column] if column < len(line) else ""

    what = at(places["what"]).lower() if "what" in places else ""
    issue = at(places["issue"]) if "issue" in places else "outcome"
    values = {
        party: Cell(where(place, column, party), at(column))
        for party, column in columns.items()
        if at(column)
    }
    spots = {name: where(place, column, name) for name, column in (columns | places).items()}
    option = at(places["option"])
    lead = where(place, places["option"], "option")
    return Row(lead, what or "score", issue, option, values, spots)
