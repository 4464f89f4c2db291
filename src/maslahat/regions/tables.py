"""Reads one table of a region: cells as text -> checked rows, or every fault by file, row and column."""

from __future__ import annotations

import csv
import difflib
import io
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from maslahat.core import Fault
from maslahat.regions.rows import TABLES, Row

ENCODING = "utf-8"
MAY_BE_MISSING = frozenset(
    {
        "inflow_series",
        "reservoir_tables",
        "storage_rules",
        "gauge_rules",
        "limits",
        "exchange_terms",
        "observations",
    }
)


@dataclass(frozen=True)
class Cells:
    """A table as text: `lines` are the numbers a person sees in the file, the header being line 1."""

    name: str
    file: str
    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Rows that could be read, with their line numbers, and what was wrong with the others.

    `broken` holds the cells of the rows that could not be read: their names still count as known. A table
    that is not `readable` has no rows at all.
    """

    name: str
    file: str
    rows: tuple[Any, ...] = ()
    lines: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    broken: tuple[Mapping[str, str], ...] = ()
    readable: bool = True

    def keys(self, *columns: str) -> set[tuple[str, ...]]:
        """Return the cells of these columns in all rows, those that could not be read too."""
        read = {tuple(str(getattr(row, column)) for column in columns) for row in self.rows}
        return read | {tuple(cells.get(column, "") for column in columns) for cells in self.broken}

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        """Go through line numbers and rows."""
        return iter(zip(self.lines, self.rows, strict=True))

    def where(self, line: int, column: str) -> str:
        """Say which cell."""
        return f"{self.file}, row {line}, column {column}"


def read_csv(name: str, file: str, content: bytes) -> Cells | Fault:
    """Split the bytes of a CSV file (UTF-8, commas, a byte-order mark is fine) into cells."""
    try:
        text = content.decode(ENCODING + "-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        return Fault(
            f"{file}, row {line}", f"the byte 0x{byte:02X}", "text in UTF-8", "Save the file as CSV UTF-8."
        )
    if "\x00" in text:
        return Fault(file, "a binary file", "a CSV file in UTF-8", "Save the sheet as CSV UTF-8.")
    return _split(name, file, text)


def parse_rows(cells: Cells, model: type[Row]) -> Table:
    """Check the header and every record against the model of the table; nothing is guessed."""
    faults = list(_header_faults(cells, model))
    if faults:
        return Table(cells.name, cells.file, faults=tuple(faults), readable=False)
    rows: list[Row] = []
    lines: list[int] = []
    broken: list[Mapping[str, str]] = []
    for line, record in zip(cells.lines, cells.records, strict=True):
        wrong = _ragged(cells, line, record)
        row = None if wrong else _row(cells, model, line, record, faults)
        if wrong:
            faults.append(wrong)
        elif row is not None:
            rows.append(row)
            lines.append(line)
        if row is None:
            broken.append(dict(zip(cells.header, record, strict=False)))
    return Table(cells.name, cells.file, tuple(rows), tuple(lines), tuple(faults), tuple(broken))


def known_tables(name: str) -> str:
    """Say which tables there are, the one that a misspelt name is nearest to first."""
    near = difflib.get_close_matches(name, TABLES, n=1)
    return f"perhaps {near[0]}" if near else "one of: " + ", ".join(TABLES)


def expectation(model: type[Row], column: str) -> str:
    """Say in words what a cell of a column may hold."""
    info = model.model_fields[column]
    words = _kind_words(info.annotation) + _bound_words(info)
    return words if info.is_required() else f"{words}, or empty"


def _split(name: str, file: str, text: str) -> Cells | Fault:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[str, ...]] = []
    lines: list[int] = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append(tuple(cell.strip() for cell in record))
                lines.append(reader.line_num)
    except csv.Error as error:
        return Fault(f"{file}, row {reader.line_num}", f"a broken line ({error})", "comma-separated values")
    if not records:
        return Fault(file, "an empty file", "a header and rows")
    return Cells(name, file, records[0], tuple(records[1:]), tuple(lines[1:]))


def _header_faults(cells: Cells, model: type[Row]) -> Iterator[Fault]:
    known = list(model.model_fields)
    for mark in (";", "\t", "|"):
        if len(cells.header) == 1 and mark in cells.header[0]:
            shown = {"\t": "tabs"}.get(mark, repr(mark))
            yield Fault(f"{cells.file}, row 1", f"columns parted by {shown}", "columns parted by commas")
            return
    where = f"{cells.file}, row 1, column "
    for column in sorted({name for name in cells.header if cells.header.count(name) > 1}):
        yield Fault(where + (column or "(no name)"), "the column twice", "each column once")
    for column in cells.header:
        if column not in known:
            yield Fault(where + (column or "(no name)"), "an unknown column", "one of: " + ", ".join(known))
    for column, info in model.model_fields.items():
        if info.is_required() and column not in cells.header:
            yield Fault(where + column, "no such column", expectation(model, column))


def _ragged(cells: Cells, line: int, record: Sequence[str]) -> Fault | None:
    if len(record) == len(cells.header):
        return None
    mend = "A cell with a comma needs quotation marks around it." if len(record) > len(cells.header) else ""
    return Fault(f"{cells.file}, row {line}", f"{len(record)} cells", f"{len(cells.header)} cells", mend)


def _row(cells: Cells, model: type[Row], line: int, record: Sequence[str], faults: list[Fault]) -> Row | None:
    values = {column: cell for column, cell in zip(cells.header, record, strict=True) if cell != ""}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for item in error.errors():
            column = str(item["loc"][0])
            found = repr(values[column]) if column in values else "an empty cell"
            faults.append(
                Fault(f"{cells.file}, row {line}, column {column}", found, expectation(model, column))
            )
        return None


def _kind_words(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Literal:
        return "one of: " + ", ".join(str(value) for value in get_args(annotation))
    if origin in (Union, types.UnionType):
        return _kind_words(next(item for item in get_args(annotation) if item is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _kind_words(get_args(annotation)[0]) + _metadata_words(annotation.__metadata__)
    return {int: "a whole number", float: "a number", date: "a date as 2026-04-01"}.get(annotation, "text")


def _bound_words(info: FieldInfo) -> str:
    return _metadata_words(info.metadata)


def _metadata_words(metadata: Sequence[Any]) -> str:
    words = ""
    for item in metadata:
        for inner in getattr(item, "metadata", None) or [item]:
            words += _one_bound(inner)
    return words


def _one_bound(item: Any) -> str:
    signs = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    for name, sign in signs.items():
        value = getattr(item, name, None)
        if value is not None:
            return f", {sign} {value}"
    pattern = getattr(item, "pattern", None)
    if pattern is not None:
        return f", {PATTERNS.get(pattern, f'of the form {pattern}')}"
    return ""


PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "a key of small letters, digits and hyphens",
    r"^[A-Z]{3}$": "a country code of three capitals such as KGZ",
    r"^#[0-9a-fA-F]{6}$": "a colour such as #0072B2",
}
