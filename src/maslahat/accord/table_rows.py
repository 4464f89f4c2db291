"""Rows of a bargaining table, each knowing where it stands: read from CSV, XLSX or YAML."""

from __future__ import annotations

import csv
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
    """Read comma, semicolon or tab separated text in UTF-8; with semicolons a decimal comma is understood."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(str(path), f"a byte that is not UTF-8 at position {error.start}", "text in UTF-8")
        raise InputError(fault) from None
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    lines = list(csv.reader(text.splitlines(), delimiter=separator))
    comma = separator == ";"
    grid = [[_decimal(value.strip(), comma) for value in line] for line in lines]
    return _sheet(
        path, grid, lambda row, column, name: f"{path}, line {row + 1}, column {name or column + 1}"
    )


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
