"""Another region that differs in one assumption, or in what a user states (§8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.regions.region import Region
from maslahat.regions.rows import TABLES, Assumption

TARGET = re.compile(r"^(?P<table>[a-z_]+)(\[(?P<where>[^\]]+)\])?\.(?P<column>[a-z0-9_]+)$")
AT_MOST_ONE = frozenset({"return_share", "loss_share", "availability", "efficiency"}) | {
    "lag1_month",
    "group_correlation",
}


@dataclass(frozen=True)
class Target:
    """One part of an assumption's target: the cells of `column` in the rows of `table` that meet `where`."""

    table: str
    column: str
    where: tuple[tuple[str, frozenset[str]], ...]

    def meets(self, row: Any, river: str) -> bool:
        """Whether the figures of a row are meant, for an assumption of that river."""
        if river != "all" and getattr(row, "river", river) != river:
            return False
        return all(str(getattr(row, key)) in values for key, values in self.where)


def targets(text: str) -> tuple[Target, ...]:
    """Read the target of an assumption; ValueError says what is wrong with it."""
    return tuple(_target(part.strip()) for part in text.split(" + ")) if text else ()


def assumption(region: Region, key: str) -> Assumption:
    """Return the assumption with that key; InputError names those there are."""
    for row in region.assumptions:
        if row.assumption == key:
            return row
    known = ", ".join(row.assumption for row in region.assumptions)
    raise InputError(Fault("assumption", repr(key), f"one of: {known}"))


def vary(region: Region, key: str, value: float) -> Region:
    """Return the region with an assumption set to `value`.

    Where it has a target, every cell of the target is multiplied by `value` (shares stop at one, storages
    at the dead and full level); else `value` becomes the figure itself.
    """
    row = assumption(region, key)
    tables: dict[str, Any] = {}
    for target in targets(row.target):
        present = tables.get(target.table, getattr(region, target.table))
        tables[target.table] = tuple(
            _scaled(item, target.column, value) if target.meets(item, row.river) else item for item in present
        )
    changed = row.model_copy(update={"value": value})
    present = tables.get("assumptions", region.assumptions)
    tables["assumptions"] = tuple(changed if item.assumption == key else item for item in present)
    return region.with_tables(tables)


def override(region: Region, storage: Mapping[str, float] | None = None) -> Region:
    """Return the region with the initial storage (million m³) of the reservoirs named, `{node: mm3}`.

    InputError for a node that is no reservoir and a storage outside dead and full, all at once.
    """
    wanted = dict(storage or {})
    known = {row.node: row for row in region.reservoirs}
    faults = [
        fault for node, mm3 in wanted.items() if (fault := _storage_fault(node, mm3, known)) is not None
    ]
    if faults:
        raise InputError(faults)
    return region.with_tables(
        {
            "reservoirs": (
                row.model_copy(update={"initial_mm3": float(wanted[row.node])}) if row.node in wanted else row
                for row in region.reservoirs
            )
        }
    )


def _target(text: str) -> Target:
    match = TARGET.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not of the form table.column or table[key=value].column")
    table, column = match["table"], match["column"]
    if table not in TABLES:
        raise ValueError(f"there is no table {table!r}")
    conditions = tuple(_condition(table, part) for part in (match["where"] or "").split(",") if part)
    if column not in TABLES[table].model_fields:
        raise ValueError(f"the table {table} has no column {column!r}")
    return Target(table, column, conditions)


def _condition(table: str, text: str) -> tuple[str, frozenset[str]]:
    key, sign, values = (part.strip() for part in text.partition("="))
    if not (sign and values and key in TABLES[table].model_fields):
        raise ValueError(f"{text!r} is no condition on a column of {table}")
    return key, frozenset(values.split("|"))


def _scaled(row: Any, column: str, factor: float) -> Any:
    present = getattr(row, column)
    if present is None:
        return row
    value = present * factor
    if column in AT_MOST_ONE:
        value = min(value, 1.0)
    if column == "initial_mm3":
        value = min(max(value, row.dead_mm3), row.full_mm3)
    return row.model_copy(update={column: value})


def _storage_fault(node: str, mm3: float, known: Mapping[str, Any]) -> Fault | None:
    if node not in known:
        return Fault(f"storage of {node}", f"no reservoir {node!r}", "one of: " + ", ".join(known))
    row = known[node]
    if row.dead_mm3 <= mm3 <= row.full_mm3:
        return None
    return Fault(
        f"storage of {node}",
        f"{mm3:g} million m3",
        f"{row.dead_mm3:g} (dead) to {row.full_mm3:g} million m3 (full)",
        "Storages are in million m3: 6.8 km3 is 6800.",
    )
