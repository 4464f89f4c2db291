"""The layout of UNODC individual drug seizures (IDS), as CSV or workbook (§12)."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from maslahat.core import Fault, InputError
from maslahat.exchange.duplicates import crowded, propose
from maslahat.exchange.formats.readings import DayReader, amount
from maslahat.exchange.formats.result import Import, Left, Origin
from maslahat.exchange.formats.table import Table, at_most, column_name, read_table
from maslahat.exchange.matching.places import country_code, resolve
from maslahat.exchange.records import Record, forbidden, new_record

COLUMNS = {
    "COUNTRY": "country",
    "ADMINISTRATIVE_DIVISION": "division",
    "PLACE": "place",
    "SEIZURE_DATE": "date",
    "DRUG_NAME": "drug",
    "AMOUNT": "quantity",
    "DRUG_UNIT": "unit",
    "HIDING_PLACE": "hiding",
    "INSTALLATION": "installation",
    "TRANSPORT": "transport",
    "PRODUCING_COUNTRY": "producing_country",
    "DEPARTURE_COUNTRY": "departure_country",
    "DESTINATION_COUNTRY": "destination_country",
    "ROUTING": "route",
}
# Headings under which the same columns are met.
_ALSO = {
    "DATE": "SEIZURE_DATE", "DATE_OF_SEIZURE": "SEIZURE_DATE", "DRUG": "DRUG_NAME", "SUBSTANCE": "DRUG_NAME",
    "QUANTITY": "AMOUNT", "UNIT": "DRUG_UNIT", "PLACE_OF_SEIZURE": "PLACE", "COUNTRY_NAME": "COUNTRY",
    "ADMIN_DIVISION": "ADMINISTRATIVE_DIVISION", "MODE_OF_TRANSPORT": "TRANSPORT", "TRANSPORTATION": "TRANSPORT",
    "MEANS_OF_TRANSPORT": "TRANSPORT", "CONCEALMENT": "HIDING_PLACE", "ROUTE": "ROUTING",
    "DEPARTURE": "DEPARTURE_COUNTRY", "DESTINATION": "DESTINATION_COUNTRY", "ORIGIN_COUNTRY": "PRODUCING_COUNTRY",
}  # fmt: skip
NEEDED = ("COUNTRY", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT", "DRUG_UNIT")
_NAMESPACE = uuid.UUID(
    "6f1d5c0e-52a4-5a8e-9a2b-0c8f6f3d7a11"
)  # of record names made from rows: the same row, the same name
_BLANK = {"", "unknown", "n/a", "-", "null"}
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by the names of its columns, and where it stands."""

    number: int
    where: str
    cells: dict[str, str]


def read_ids(
    path: Path,
    origin: Origin,
    *,
    leave_bad: bool = False,
    day_first: bool | None = None,
    progress: Progress = lambda *_: None,
) -> Import:
    """Read a table of seizures. Spellings of divisions are resolved to ISO 3166-2 or named; duplicates are
    proposed.

    `day_first` says how 3/4/2016 is read where the file itself does not tell. A bad row is a fault, all of them
    raised at once; with `leave_bad` it is left out and named instead.
    """
    progress("Reading", 0.0)
    table = read_table(path, {*COLUMNS, *_ALSO})
    names = [_ALSO.get(column_name(head), column_name(head)) for head in table.names]
    left = _check_columns(path, table, names)
    rows = [_row(path, names, number, cells) for number, cells in table.rows]
    days = DayReader((row.cells["SEIZURE_DATE"] for row in rows), day_first=day_first)
    records: list[Record] = []
    stands: dict[str, int] = {}
    faults: list[Fault] = []
    spellings: Counter[tuple[str, str]] = Counter()
    for done, row in enumerate(rows):
        wrong = _row_faults(row, days, len(table.names))
        faults += wrong
        if not wrong:
            records.append(_record(row, days, origin))
            stands[records[-1].record_id] = row.number
            left += [
                Left(row.where, name, "blank") for name in ("AMOUNT", "DRUG_UNIT") if not row.cells[name]
            ]
            if row.cells.get("ADMINISTRATIVE_DIVISION"):
                spellings[row.cells["COUNTRY"], row.cells["ADMINISTRATIVE_DIVISION"]] += 1
        if done % 1000 == 0:
            progress(f"Row {row.number}", 0.1 + 0.6 * done / len(rows))
    if faults and not leave_bad:
        raise InputError(at_most(faults, path.name))
    left += [Left(fault.where, f"the row: {fault.found}", f"expected {fault.expected}") for fault in faults]
    progress("Looking for duplicates", 0.7)
    summary = {
        "rows in the file": len(rows),
        "read as": table.how,
        **_summary(stands, records, spellings),
        "identical rows": _identical(rows),
    }
    return Import("ids", tuple(records), tuple(left), summary)


def _summary(
    rows: dict[str, int], records: list[Record], spellings: Counter[tuple[str, str]]
) -> dict[str, object]:
    resolved, unresolved, outside = [], [], []
    for (country, spelling), count in sorted(spellings.items()):
        division = resolve(spelling, country)
        entry = {"country": country, "spelling": spelling, "rows": count}
        if division is not None:
            resolved.append({**entry, "code": division.code, "name": division.name, "how": division.how})
        elif country_code(country):
            unresolved.append(entry)
        else:
            outside.append(entry)
    return {
        "rows": len(records),
        "divisions resolved": resolved,
        "divisions unresolved": unresolved,
        "divisions outside the table": outside,
        "duplicates proposed": [
            {
                "one": p.one,
                "other": p.other,
                "rows": [rows[p.one], rows[p.other]],
                "score": p.score,
                "reason": p.reason,
            }
            for p in propose(records)
        ],
        "duplicates not looked for": [[key, count] for key, count in crowded(records)],
    }


def _identical(rows: list[_Row]) -> list[list[int]]:
    """Return the numbers of rows that are the same in every cell: entered twice, or two small seizures of one
    day."""
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in rows:
        same[tuple(row.cells.values())].append(row.number)
    return [numbers for numbers in same.values() if len(numbers) > 1]


def _row(path: Path, names: list[str], number: int, cells: tuple[str, ...]) -> _Row:
    # More cells than columns are kept under numbers, for the fault that names them.
    heads = [*names, *(f"cell {k + 1}" for k in range(len(names), len(cells)))]
    return _Row(number, f"{path.name} row {number}", dict(zip(heads, cells, strict=True)))


def _check_columns(path: Path, table: Table, names: list[str]) -> list[Left]:
    """Raise what is wrong with the head; return the columns that no field takes."""
    faults = [
        Fault(path.name, f"no column {name}", f"the columns of the UNODC IDS layout: {', '.join(NEEDED)}")
        for name in NEEDED
        if name not in names
    ]
    faults += [
        Fault(
            f"{path.name} column {name}",
            "a forbidden field",
            "no nationality, religion or ethnicity",
            "Remove it.",
        )
        for name in table.names
        if forbidden(name)
    ]
    twice = [name for name, count in Counter(names).items() if count > 1 and name in COLUMNS]
    faults += [Fault(path.name, f"{names.count(name)} columns for {name}", "one") for name in twice]
    if faults:
        raise InputError(at_most(faults, path.name))
    return [
        Left(path.name, f"column {head}", "no field takes it")
        for head, name in zip(table.names, names, strict=True)
        if head and name not in COLUMNS
    ]


def _row_faults(row: _Row, days: DayReader, columns: int) -> Iterable[Fault]:
    cells, faults = row.cells, []
    if len(cells) > columns:
        faults.append(Fault(row.where, f"{len(cells)} cells", f"{columns}, as many as there are columns"))
    if days.read(cells["SEIZURE_DATE"]) is None:
        expected = "a date with one reading, as 2016-11-16 or 16.11.2016"
        faults.append(Fault(f"{row.where} column SEIZURE_DATE", repr(cells["SEIZURE_DATE"][:40]), expected))
    if cells["AMOUNT"] and amount(cells["AMOUNT"]) is None:
        expected = "a number with one reading, 0 or more, as 1234.5"
        faults.append(Fault(f"{row.where} column AMOUNT", repr(cells["AMOUNT"][:40]), expected))
    faults += [
        Fault(f"{row.where} column {name}", "nothing", "a value")
        for name in ("COUNTRY", "DRUG_NAME")
        if not cells[name]
    ]
    return faults


def _record(row: _Row, days: DayReader, origin: Origin) -> Record:
    fields = {field: row.cells[column] for column, field in COLUMNS.items() if row.cells.get(column)}
    fields = {name: value for name, value in fields.items() if value.casefold() not in _BLANK}
    division = resolve(fields.get("division", ""), row.cells["COUNTRY"])
    if division is not None:
        fields["division_code"] = division.code
    fields["date"] = str(days.read(row.cells["SEIZURE_DATE"]))
    if fields.get("quantity"):
        fields["quantity"] = amount(fields["quantity"]) or fields["quantity"]
    name = str(uuid.uuid5(_NAMESPACE, f"{origin.originator} {row.number} {sorted(row.cells.items())}"))
    return new_record(
        name, "seizure", origin.originator, fields, origin.now,
        purposes=frozenset({origin.purpose}), legal_basis=origin.legal_basis,
    )  # fmt: skip
