"""Commitments as rows: for JSON and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from maslahat.commitments.commitment import Commitment

COLUMNS = (
    "source",
    "paragraph",
    "obligors",
    "action",
    "strength",
    "measure",
    "beneficiary",
    "deadlines",
    "reporting",
    "reporting_to",
    "reporting_rhythm",
    "review",
    "resources",
    "condition",
    "references",
    "pillar",
    "status",
    "confidence",
    "words",
)
_UNSAFE = ("=", "+", "-", "@")


def to_rows(commitments: Iterable[Commitment]) -> list[dict[str, Any]]:
    """Return one flat row a commitment, with the columns of `COLUMNS`."""
    rows = []
    for item in commitments:
        duty = item.reporting
        row = {name: getattr(item, name) for name in COLUMNS if not name.startswith("reporting")}
        row |= {
            "obligors": list(item.obligors),
            "references": list(item.references),
            "status": int(item.status),
        }
        row["deadlines"] = [
            {"when": str(d), "kind": d.kind, "value": d.value, "words": d.words} for d in item.deadlines
        ]
        row |= {"reporting": duty.words if duty else "", "reporting_to": duty.to if duty else ""}
        row["reporting_rhythm"] = duty.rhythm if duty else ""
        rows.append({name: row[name] for name in COLUMNS})
    return rows


def write_xlsx(commitments: Iterable[Commitment], path: Path) -> None:
    """Write the rows as a spreadsheet with one header line; nothing in it is taken for a formula."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import

    book = Workbook(write_only=True)
    sheet = book.create_sheet("commitments")
    sheet.append(list(COLUMNS))
    for row in to_rows(commitments):
        sheet.append([_cell(row[name]) for name in COLUMNS])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(item["when"] if isinstance(item, dict) else str(item) for item in value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_UNSAFE) else value
