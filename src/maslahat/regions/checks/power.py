"""Plants whose capacity, head and flow belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from maslahat.core import Fault
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]

MISMATCH = 0.25
MW_PER_M3S_M = 9.81e-3
HOURS_PER_YEAR = 8_766


def plants(tables: Tables) -> Iterator[Fault]:
    """A plant without a head, or whose head and flow make another power than its capacity."""
    reservoirs = {row.node: row for row in tables["reservoirs"].rows}
    unsure = {key for (key,) in tables["reservoirs"].keys("node")} - set(reservoirs)
    table = tables["plants"]
    for line, row in table:
        if row.node in unsure:
            continue
        reservoir = reservoirs.get(row.node)
        fault = _head_fault(row, reservoir) or _power_fault(row, reservoir) or _energy_fault(row)
        if fault is not None:
            column, found, expected = fault
            yield Fault(table.where(line, column), found, expected)


def _head_fault(row: Any, reservoir: Any) -> tuple[str, str, str] | None:
    if (row.head_m is None) == (row.tailwater_m is None):
        found = "two empty cells" if row.head_m is None else f"{row.head_m:g} beside tailwater_m"
        return "head_m", found, "either a fixed head_m or a tailwater_m"
    if row.tailwater_m is None:
        return None
    if reservoir is None:
        return "tailwater_m", f"{row.tailwater_m:g} at {row.node!r}", "a head_m: only a reservoir has a level"
    if row.tailwater_m >= reservoir.dead_level_m:
        level = f"less than the dead level of {row.node!r}, {reservoir.dead_level_m:g} m"
        return "tailwater_m", f"{row.tailwater_m:g} m", level
    return None


def _power_fault(row: Any, reservoir: Any) -> tuple[str, str, str] | None:
    heads = _heads(row, reservoir)
    low, high = (MW_PER_M3S_M * row.efficiency * row.turbine_m3s * head for head in heads)
    if low * (1 - MISMATCH) <= row.capacity_mw <= high * (1 + MISMATCH):
        return None
    shown = f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"
    expected = f"about {shown} MW, from head, turbine flow and efficiency"
    return "capacity_mw", f"{row.capacity_mw:g} MW", expected


def _heads(row: Any, reservoir: Any) -> tuple[float, float]:
    if row.head_m is not None:
        return row.head_m, row.head_m
    return reservoir.dead_level_m - row.tailwater_m, reservoir.full_level_m - row.tailwater_m


def _energy_fault(row: Any) -> tuple[str, str, str] | None:
    most = row.capacity_mw * HOURS_PER_YEAR / 1e3
    if row.published_gwh is None or row.published_gwh <= most:
        return None
    return (
        "published_gwh",
        f"{row.published_gwh:g} GWh",
        f"at most {most:.0f} GWh, all hours at full capacity",
    )
