"""Spreadsheets (XLSX) in and out, with a mapping of columns to fields (§12)."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from maslahat.core import Fault, InputError
from maslahat.exchange.formats.result import Import, Left, Origin
from maslahat.exchange.records import KINDS, Record, forbidden, new_record

LARGEST_BYTES, LARGEST_UNPACKED = 64 * 2**20, 1024 * 2**20
MOST_CELLS = 16 * 2**20
_NAMESPACE = uuid.UUID("0d7f4a52-0a55-5c39-8d43-7be1d6a1f0c4")


def read_sheet(path: Path, origin: Origin, kind: str, mapping: Mapping[str, str] | None = None) -> Import:
    """Read the first sheet of a workbook into records of one kind.

    `mapping` says which column becomes which field; without it a column becomes the field of its name. A
    column
    that no field takes is left out and named. A mapping to nationality, religion or ethnicity is a fault.
    """
    rows = _rows(path)
    heads = [_cell(value) for value in rows[0]]
    fields = _fields(path, heads, kind, mapping)
    left = [
        Left(path.name, f"column {head}", _why(head))
        for head, field in zip(heads, fields, strict=True)
        if head and not field
    ]
    records, faults = [], []
    for number, row in enumerate(rows[1:], start=2):
        values = {field: _cell(value) for field, value in zip(fields, row, strict=False) if field}
        if any(values.values()):
            records.append(_record(path, number, values, origin, kind))
    if not records:
        faults.append(Fault(path.name, "no row with a value", f"at least one {kind}"))
    if faults:
        raise InputError(faults)
    return Import(
        "xlsx",
        tuple(records),
        tuple(left),
        {"rows": len(records), "mapping": dict(zip(heads, fields, strict=True))},
    )


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
        sheet.append([*_ABOUT, *names])
        for record in of_kind:
            sheet.append(
                [*(_text(value) for value in _about(record)), *(_text(record.value(name)) for name in names)]
            )
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"
    if not book.worksheets:
        book.create_sheet("records").append(list(_ABOUT))
    book.save(path)


_ABOUT = ("record_id", "originator", "grading", "handling", "tlp", "pap", "purposes", "legal_basis")


def _about(record: Record) -> list[str]:
    codes = [record.grading, record.handling, f"TLP:{record.tlp.upper()}", f"PAP:{record.pap.upper()}"]
    return [
        record.record_id,
        record.originator,
        *map(str, codes),
        ", ".join(sorted(record.purposes)),
        record.legal_basis,
    ]


def _text(value: str) -> str:
    return "".join(c for c in value if c >= " " or c in "\n\t")


def _rows(path: Path) -> list[tuple[Any, ...]]:
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


def _fields(path: Path, heads: list[str], kind: str, mapping: Mapping[str, str] | None) -> list[str]:
    if kind not in KINDS:
        raise InputError(Fault("kind", repr(kind), f"one of {', '.join(KINDS)}"))
    known = KINDS[kind]
    chosen = {head: mapping.get(head, "") for head in heads} if mapping else _by_name(heads, known)
    faults = [
        Fault(f"{path.name} column {head}", f"mapped to {field}", "no nationality, religion or ethnicity")
        for head, field in chosen.items()
        if field and (forbidden(field) or forbidden(head))
    ]
    faults += [
        Fault(f"{path.name} column {head}", f"mapped to {field!r}", f"one of {', '.join(known)}")
        for head, field in chosen.items()
        if field and field not in known and not forbidden(field)
    ]
    for head in mapping or {}:
        if head not in heads:
            faults.append(
                Fault(f"mapping of {head}", "no such column", f"one of {', '.join(filter(None, heads))}")
            )
    if not any(chosen.values()):
        faults.append(
            Fault(
                path.name, "no column that a field takes", f"columns named {', '.join(known)}, or a mapping"
            )
        )
    if faults:
        raise InputError(faults)
    return [chosen[head] for head in heads]


def _by_name(heads: list[str], known: tuple[str, ...]) -> dict[str, str]:
    plain = {head: head.strip().casefold().replace(" ", "_") for head in heads}
    return {head: name if name in known else "" for head, name in plain.items()}


def _why(head: str) -> str:
    return "nationality, religion and ethnicity are not fields" if forbidden(head) else "no field takes it"


def _record(path: Path, number: int, values: dict[str, str], origin: Origin, kind: str) -> Record:
    name = str(uuid.uuid5(_NAMESPACE, f"{origin.originator} {kind} {number} {sorted(values.items())}"))
    try:
        return new_record(
            name, kind, origin.originator, values, origin.now,
            purposes=frozenset({origin.purpose}), legal_basis=origin.legal_basis,
        )  # fmt: skip
    except InputError as error:
        raise InputError(Fault(f"{path.name} row {number}", str(error), "a record")) from None


def _cell(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())
