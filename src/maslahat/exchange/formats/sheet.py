"""Spreadsheets (XLSX) in and out, with a mapping of columns to fields, and an empty one to fill in (§12)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from maslahat.core import Fault, InputError
from maslahat.exchange.formats.readings import DayReader, amount
from maslahat.exchange.formats.result import Import, Left, Origin
from maslahat.exchange.formats.table import at_most, column_name, read_lines
from maslahat.exchange.formats.workbook import cell_text, sheet_rows
from maslahat.exchange.reasons import said
from maslahat.exchange.records import DAY, KINDS, Record, forbidden, new_record
from maslahat.exchange.scales import HANDLING, PAP, TLP, Grading, Handling, Pap, Tlp

_NAMESPACE = uuid.UUID("0d7f4a52-0a55-5c39-8d43-7be1d6a1f0c4")
_DAYS = frozenset({"birth_date", "date", "expires"})
_DEGREES = {"latitude": 90.0, "longitude": 180.0}
# Columns about the record, not about the thing; a column of a field of that name goes before.
ABOUT = {
    "grading": "source and information, as `B2 admiralty`, `A1 4x4`, `1B 3x5x2`",
    "handling": "; ".join(f"{code}: {text}" for code, text in HANDLING.items()),
    "tlp": "; ".join(f"{code}: {text}" for code, text in TLP.items()),
    "pap": "; ".join(f"{code}: {text}" for code, text in PAP.items()),
    "legal_basis": "the law or agreement it is held under",
    "purposes": "what it is held for; several with commas",
    "review_date": "day on which keeping it is looked at again",
    "keep_until": "day on which it is deleted",
}


def read_sheet(path: Path, origin: Origin, kind: str, mapping: Mapping[str, str] | None = None) -> Import:
    """Read the first sheet of a workbook, or a CSV file, into records of one kind.

    `mapping` says which column becomes which field; without it a column becomes the field of its name. A
    column that no field takes is left out and named. A mapping to nationality, religion or ethnicity is a fault.
    All bad cells are raised at once.
    """
    rows = _rows(path, kind, mapping)
    heads = [cell_text(value) for value in rows[0]]
    fields = _fields(path, heads, kind, mapping)
    left = [
        Left(path.name, f"column {head}", _why(head))
        for head, field in zip(heads, fields, strict=True)
        if head and not field
    ]
    texts = [[cell_text(value) for value in row] for row in rows[1:]]
    readers = {
        k: _reader(name, [row[k] for row in texts if k < len(row)]) for k, name in enumerate(fields) if name
    }
    records, faults = [], []
    for number, row in enumerate(texts, start=2):
        cells = {k: row[k] for k in readers if k < len(row) and row[k]}
        wrong = [
            Fault(f"{path.name} row {number} column {heads[k]}", repr(text[:40]), readers[k][1])
            for k, text in cells.items()
            if readers[k][0](text) is None
        ]
        faults += wrong
        if cells and not wrong:
            values = {fields[k]: str(readers[k][0](text)) for k, text in cells.items()}
            try:
                records.append(_record(number, values, origin, kind))
            except InputError as error:
                faults += [
                    Fault(f"{path.name} row {number}, {one.where}", one.found, one.expected)
                    for one in error.faults
                ]
    if not records and not faults:
        faults.append(Fault(path.name, "no row with a value", f"at least one {kind}"))
    if faults:
        raise InputError(at_most(faults, path.name))
    taken = {head: field for head, field in zip(heads, fields, strict=True) if head}
    return Import("xlsx", tuple(records), tuple(left), {"rows": len(records), "mapping": taken})


def write_sheet(path: Path, records: Sequence[Record]) -> None:
    """Write records, a sheet for each kind; a value that a spreadsheet would take for a formula is written
    as text."""
    book = openpyxl.Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    for kind in dict.fromkeys(record.kind for record in records):
        of_kind = [record for record in records if record.kind == kind]
        names = list(dict.fromkeys(name for record in of_kind for name, _ in record.fields))
        sheet = book.create_sheet(kind)
        sheet.append(["record_id", "originator", *ABOUT, *names])
        for record in of_kind:
            sheet.append([_text(value) for value in (*_about(record), *map(record.value, names))])
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"
    if not book.worksheets:
        book.create_sheet("records").append(["record_id", "originator", *ABOUT])
    book.save(path)


def write_template(path: Path, kind: str) -> None:
    """Write a workbook to be filled in: the columns of a kind on the first sheet, what they mean on the
    second."""
    if kind not in KINDS:
        raise InputError(Fault("kind", repr(kind), f"one of {', '.join(KINDS)}"))
    book = openpyxl.Workbook()
    sheet, notes = book.worksheets[0], book.create_sheet("what goes where")
    sheet.title = kind
    sheet.append([*KINDS[kind], *ABOUT])
    sheet.freeze_panes = "A2"
    notes.append(["column", "what goes there"])
    for name in KINDS[kind]:
        notes.append([name, _reader(name, [])[1]])
    for name, text in ABOUT.items():
        notes.append([name, f"{text} (may be left empty)"])
    notes.append(["", "Nationality, religion and ethnicity are not fields, under whatever name."])
    book.save(path)


def _about(record: Record) -> list[str]:
    return [
        record.record_id,
        record.originator,
        str(record.grading),
        str(record.handling),
        str(record.tlp),
        str(record.pap),
        record.legal_basis,
        ", ".join(sorted(record.purposes)),
        *(datetime.fromtimestamp(at, UTC).date().isoformat() for at in (record.review, record.expires)),
    ]


def _text(value: str) -> str:
    return "".join(c for c in value if c >= " " or c in "\n\t")


def _rows(path: Path, kind: str, mapping: Mapping[str, str] | None) -> Sequence[Sequence[Any]]:
    """Return the rows of a workbook with their values, those of any other file as a table of text."""
    if path.suffix.lower() in (".xlsx", ".xlsm") or _packed(path):
        return sheet_rows(path)
    names = [*(mapping or {}), *KINDS.get(kind, ()), *ABOUT]
    rows, _ = read_lines(path, {column_name(name) for name in names})
    if not rows or not any(rows[0]):
        raise InputError(Fault(path.name, "an empty file", "names of columns in the first row"))
    return rows


def _packed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError(Fault(str(path), said(error), "a file that can be read")) from None


def _fields(path: Path, heads: list[str], kind: str, mapping: Mapping[str, str] | None) -> list[str]:
    if kind not in KINDS:
        raise InputError(Fault("kind", repr(kind), f"one of {', '.join(KINDS)}"))
    known = (*KINDS[kind], *(name for name in ABOUT if name not in KINDS[kind]))
    chosen = (
        [mapping.get(head, "") for head in heads] if mapping else [_by_name(head, known) for head in heads]
    )
    pairs = list(zip(heads, chosen, strict=True))
    faults = [
        Fault(f"{path.name} column {head}", f"mapped to {field}", "no nationality, religion or ethnicity")
        for head, field in pairs
        if field and (forbidden(field) or forbidden(head))
    ]
    faults += [
        Fault(f"{path.name} column {head}", f"mapped to {field!r}", f"one of {', '.join(known)}")
        for head, field in pairs
        if field and field not in known and not forbidden(field)
    ]
    faults += [
        Fault(
            f"{path.name}, field {field}", f"{chosen.count(field)} columns for it", "one", "Map one of them."
        )
        for field in dict.fromkeys(filter(None, chosen))
        if chosen.count(field) > 1
    ]
    faults += [
        Fault(f"mapping of {head}", "no such column", f"one of {', '.join(filter(None, heads))}")
        for head in mapping or {}
        if head not in heads
    ]
    if not any(field in KINDS[kind] for field in chosen):
        mend = "Map them with --map COLUMN=FIELD, or fill in the sheet that --template writes."
        faults.append(
            Fault(path.name, "no column that a field takes", f"columns named {', '.join(KINDS[kind])}", mend)
        )
    if faults:
        raise InputError(at_most(faults, path.name))
    return chosen


def _by_name(head: str, known: tuple[str, ...]) -> str:
    name = re.sub(r"[\s-]+", "_", head.strip().casefold())
    return name if name in known else ""


def _why(head: str) -> str:
    return "nationality, religion and ethnicity are not fields" if forbidden(head) else "no field takes it"


Reader = Callable[[str], str | None]


def _reader(name: str, column: list[str]) -> tuple[Reader, str]:
    """Return what reads a cell of a field (None: it cannot be read), and what is expected there."""
    if name in _DAYS or name in ("review_date", "keep_until"):
        days = DayReader(column)
        return lambda text: _str(days.read(text)), "a date with one reading, as 2016-11-16 or 16.11.2016"
    if name == "quantity":
        return amount, "a number with one reading, 0 or more, as 1234.5"
    if name in _DEGREES:
        most = _DEGREES[name]
        return lambda text: _degrees(text, most), f"degrees from -{most:g} to {most:g}, as 40.51"
    if name == "cas":
        return _cas, "a CAS number with its check digit, as 108-24-7"
    if name in _CODES:
        return _CODES[name]
    return str, "text"


def _str(value: object) -> str | None:
    return None if value is None else str(value)


def _degrees(text: str, most: float) -> str | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return f"{value:.10g}" if -most <= value <= most else None


def _cas(text: str) -> str | None:
    match = re.fullmatch(r"(\d{2,7})-(\d\d)-(\d)", text.strip())
    if match is None:
        return None
    digits = (match[1] + match[2])[::-1]
    return match[0] if sum(k * int(d) for k, d in enumerate(digits, start=1)) % 10 == int(match[3]) else None


def _grading(text: str) -> str | None:
    try:
        return str(Grading.parse(text))
    except InputError:
        return None


def _code(codes: type[Handling | Tlp | Pap], mark: str) -> Reader:
    def read(text: str) -> str | None:
        word = text.strip().casefold().removeprefix(mark)
        word = "clear" if mark and word == "white" else word  # its name before TLP 2.0
        return next((str(one) for one in codes if one.casefold() == word), None)

    return read


_CODES: dict[str, tuple[Reader, str]] = {
    "grading": (_grading, "a grade as `B2 admiralty`, `A1 4x4` or `1B 3x5x2`"),
    "handling": (_code(Handling, ""), f"one of {', '.join(Handling)}"),
    "tlp": (_code(Tlp, "tlp:"), f"one of {', '.join(Tlp)}"),
    "pap": (_code(Pap, "pap:"), f"one of {', '.join(Pap)}"),
}


def _record(number: int, values: dict[str, str], origin: Origin, kind: str) -> Record:
    name = str(uuid.uuid5(_NAMESPACE, f"{origin.originator} {kind} {number} {sorted(values.items())}"))
    about = {key: values.pop(key) for key in ABOUT if key in values and key not in KINDS[kind]}
    purposes = frozenset(
        one.strip() for one in about.get("purposes", origin.purpose).split(",") if one.strip()
    )
    rest: dict[str, Any] = {"purposes": purposes, "legal_basis": about.get("legal_basis", origin.legal_basis)}
    for key, read in (("grading", Grading.parse), ("handling", Handling), ("tlp", Tlp), ("pap", Pap)):
        if key in about:
            rest[key] = read(about[key])
    for key, member in (("review_date", "review"), ("keep_until", "expires")):
        if key in about:
            # The whole day counts.
            rest[member] = int(datetime.fromisoformat(about[key]).replace(tzinfo=UTC).timestamp()) + DAY - 1
    if "expires" in rest and "review" not in rest:
        made = new_record(
            name, kind, origin.originator, values, origin.now, purposes=purposes, legal_basis="-"
        )
        rest["review"] = min(made.review, rest["expires"])
    return new_record(name, kind, origin.originator, values, origin.now, **rest)
