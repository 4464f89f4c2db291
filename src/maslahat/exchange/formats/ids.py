"""The layout of UNODC individual drug seizures (IDS), as CSV (§12)."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from maslahat.core import Fault, InputError
from maslahat.exchange.duplicates import propose
from maslahat.exchange.formats.result import Import, Left, Origin
from maslahat.exchange.matching.places import COUNTRIES, resolve
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
NEEDED = ("COUNTRY", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT", "DRUG_UNIT")
LARGEST_BYTES = 512 * 2**20
MOST_FAULTS = 100
_NAMESPACE = uuid.UUID(
    "6f1d5c0e-52a4-5a8e-9a2b-0c8f6f3d7a11"
)  # of record names made from rows: the same row, the same name
_BLANK = {"", "unknown", "n/a", "-", "null"}


def read_ids(path: Path, origin: Origin) -> Import:
    """Read a CSV of seizures. Spellings of divisions are resolved to ISO 3166-2 or named; duplicates are
    proposed."""
    rows = list(_rows(path))
    faults: list[Fault] = []
    records: list[Record] = []
    spellings: Counter[tuple[str, str]] = Counter()
    left: list[Left] = []
    for number, row in rows:
        where = f"{path.name} row {number}"
        wrong = _row_faults(where, row)
        faults += wrong
        if wrong:
            continue
        if row.get("ADMINISTRATIVE_DIVISION"):
            spellings[row["COUNTRY"], row["ADMINISTRATIVE_DIVISION"]] += 1
        left += [Left(where, name, "blank") for name in ("AMOUNT", "DRUG_UNIT") if not row.get(name)]
        records.append(_record(number, row, origin))
    if faults:
        raise InputError(faults[:MOST_FAULTS])
    return Import("ids", tuple(records), tuple(left), _summary(records, spellings))


def _summary(records: list[Record], spellings: Counter[tuple[str, str]]) -> dict[str, object]:
    resolved, unresolved, outside = [], [], []
    for (country, spelling), count in sorted(spellings.items()):
        division = resolve(spelling, country)
        entry = {"country": country, "spelling": spelling, "rows": count}
        if division is not None:
            resolved.append({**entry, "code": division.code, "name": division.name, "how": division.how})
        elif country in COUNTRIES:
            unresolved.append(entry)
        else:
            outside.append(entry)
    duplicates = propose(records)
    return {
        "rows": len(records),
        "divisions resolved": resolved,
        "divisions unresolved": unresolved,
        "divisions outside the table": outside,
        "duplicates proposed": [
            {"one": p.one, "other": p.other, "score": p.score, "reason": p.reason} for p in duplicates
        ],
    }


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(_text(path)), strict=False)
    try:
        names = [name or "" for name in reader.fieldnames or []]
        _check_columns(path, names)
        for row in reader:
            number = reader.line_num
            if None in row:
                raise InputError(
                    Fault(f"{path.name} row {number}", "more cells than columns", f"{len(names)} cells")
                )
            yield number, {name: _cell(value) for name, value in row.items()}
    except csv.Error as error:
        raise InputError(Fault(path.name, str(error), "a CSV file")) from None


def _check_columns(path: Path, names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    faults = [
        Fault(path.name, f"no column {name}", "the columns of the UNODC IDS layout") for name in missing
    ]
    faults += [
        Fault(
            f"{path.name} column {name}",
            "a forbidden field",
            "no nationality, religion or ethnicity",
            "Remove it.",
        )
        for name in names
        if forbidden(name)
    ]
    if faults:
        raise InputError(faults)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(Fault(path.name, f"{path.stat().st_size} bytes", f"at most {LARGEST_BYTES}"))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(Fault(str(path), str(error), "a file that can be read")) from None
    except UnicodeDecodeError as error:
        raise InputError(Fault(path.name, f"byte {error.start} that is not UTF-8", "UTF-8 text")) from None


def _row_faults(where: str, row: dict[str, str]) -> list[Fault]:
    faults = []
    try:
        date.fromisoformat(row["SEIZURE_DATE"])
    except ValueError:
        faults.append(
            Fault(f"{where} column SEIZURE_DATE", repr(row["SEIZURE_DATE"][:40]), "a date as 2016-11-16")
        )
    if row["AMOUNT"] and not re.fullmatch(
        r"[0-9]{1,15}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?", row["AMOUNT"]
    ):
        faults.append(Fault(f"{where} column AMOUNT", repr(row["AMOUNT"][:40]), "a number, 0 or more"))
    faults += [
        Fault(f"{where} column {name}", "nothing", "a value")
        for name in ("COUNTRY", "DRUG_NAME")
        if not row[name]
    ]
    return faults


def _record(number: int, row: dict[str, str], origin: Origin) -> Record:
    fields = {field: row[column] for column, field in COLUMNS.items() if row.get(column)}
    fields = {name: value for name, value in fields.items() if value.casefold() not in _BLANK}
    division = resolve(fields.get("division", ""), row["COUNTRY"])
    if division is not None:
        fields["division_code"] = division.code
    name = str(uuid.uuid5(_NAMESPACE, f"{origin.originator} {number} {sorted(row.items())}"))
    return new_record(
        name, "seizure", origin.originator, fields, origin.now,
        purposes=frozenset({origin.purpose}), legal_basis=origin.legal_basis,
    )  # fmt: skip


def _cell(value: str | None) -> str:
    return " ".join((value or "").split())
