"""Assumptions: each has a band, aims at something, and none of the figures of confidence C is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from maslahat.core import Fault
from maslahat.regions.tables import Table
from maslahat.regions.vary import Target, targets

Tables = Mapping[str, Table]

MODEL_TABLES = (
    "inflows",
    "inflow_models",
    "reservoirs",
    "evaporation",
    "plants",
    "demands",
    "demand_uses",
    "demand_values",
    "loads",
    "other_generation",
    "thermal_tiers",
    "lines",
    "outside_prices",
    "unserved",
    "reaches",
    "gauge_rules",
)
GROUP_COLUMNS = ("node", "plant", "from_node", "party", "from_party")


def targets_read(tables: Tables) -> Iterator[Fault]:
    """A target that cannot be read or that no row meets."""
    table = tables["assumptions"]
    for line, row in table:
        where = table.where(line, "target")
        try:
            aims = targets(row.target)
        except ValueError as error:
            expected = "table.column or table[key=value].column"
            yield Fault(where, f"{row.target!r} ({error})", expected)
            continue
        for aim in aims:
            aimed = tables[aim.table]
            if not aimed.faults and not any(aim.meets(other, row.river) for other in aimed.rows):
                yield Fault(where, f"{row.target!r}, which no row of {aim.table} meets", "a target with rows")


def bands(tables: Tables) -> Iterator[Fault]:
    """A value outside its band, or a factor that does not start from one."""
    table = tables["assumptions"]
    for line, row in table:
        if not row.low <= row.value <= row.high:
            shown = f"{row.value:g}"
            yield Fault(table.where(line, "value"), shown, f"between low {row.low:g} and high {row.high:g}")
        if row.target and row.value != 1:
            expected = "1: with a target, low, value and high are factors"
            yield Fault(table.where(line, "value"), f"{row.value:g}", expected)
        if row.target and row.low < 0:
            yield Fault(table.where(line, "low"), f"{row.low:g}", "a factor of at least 0")


def covered(tables: Tables) -> Iterator[Fault]:
    """Figures of confidence C that no assumption varies: one fault a table and place."""
    aims = _aims(tables)
    for name in MODEL_TABLES:
        left: dict[str, list[int]] = defaultdict(list)
        for line, row in tables[name]:
            if row.confidence == "C" and not any(aim.meets(row, river) for aim, river in aims[name]):
                left[_group(row)].append(line)
        for group, lines in left.items():
            shown = (
                f"C on {len(lines)} row{'s' if len(lines) > 1 else ''} of {group} that no assumption varies"
            )
            where = tables[name].where(lines[0], "confidence")
            yield Fault(where, shown, f"an assumption with a target in {name}")


def explained(tables: Tables) -> Iterator[Fault]:
    """A figure of confidence C that does not say how it was arrived at."""
    for name in MODEL_TABLES:
        table = tables[name]
        for line, row in table:
            if row.confidence == "C" and not row.note:
                expected = "how a figure of confidence C was arrived at"
                yield Fault(table.where(line, "note"), "an empty cell", expected)


def _aims(tables: Tables) -> dict[str, list[tuple[Target, str]]]:
    aims: dict[str, list[tuple[Target, str]]] = defaultdict(list)
    for text, river in tables["assumptions"].keys("target", "river"):
        try:
            for aim in targets(text):
                aims[aim.table].append((aim, river))
        except ValueError:
            continue
    return aims


def _group(row: Any) -> str:
    return next(str(getattr(row, column)) for column in GROUP_COLUMNS if hasattr(row, column))
