"""Storages that can be: between dead and full, and as large as their levels and areas make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from maslahat.core import Fault
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]

VOLUME_RATIO = 1.5  # how far the printed volume may be from mean area x depth
UNITS = ((1e-3, "km3"), (1e6, "m3"), (1e3, "thousand m3"))


def bounds(tables: Tables) -> Iterator[Fault]:
    """Dead below full, in storage, level and area; the initial and critical storage between them."""
    table = tables["reservoirs"]
    for line, row in table:
        for low, high, unit in (
            ("dead_mm3", "full_mm3", "million m3"),
            ("dead_level_m", "full_level_m", "m"),
            ("dead_area_km2", "full_area_km2", "km2"),
        ):
            if getattr(row, low) >= getattr(row, high):
                shown = f"{getattr(row, low):g} {unit}"
                yield Fault(table.where(line, low), shown, f"less than {high}, {getattr(row, high):g} {unit}")
        for column in ("initial_mm3", "critical_mm3"):
            value = getattr(row, column)
            if value is not None and not row.dead_mm3 <= value <= row.full_mm3:
                yield Fault(table.where(line, column), f"{value:g} million m3", _between(row))


def volumes(tables: Tables) -> Iterator[Fault]:
    """A storage that its area and depth cannot hold, most often one in another unit."""
    table = tables["reservoirs"]
    for line, row in table:
        depth = row.full_level_m - row.dead_level_m
        volume = depth * (row.dead_area_km2 + row.full_area_km2) / 2
        active = row.full_mm3 - row.dead_mm3
        if depth <= 0 or active <= 0 or 1 / VOLUME_RATIO <= active / volume <= VOLUME_RATIO:
            continue
        expected = f"about {row.dead_mm3 + volume:.0f} million m3, from areas and levels"
        yield Fault(table.where(line, "full_mm3"), f"{row.full_mm3:g}", expected, _unit_hint(active / volume))


def rules(tables: Tables) -> Iterator[Fault]:
    """A rule that asks for more than the reservoir holds, or for less than nothing."""
    known = {row.node: row for row in tables["reservoirs"].rows}
    table = tables["storage_rules"]
    for line, row in table:
        reservoir = known.get(row.node)
        for column in ("min_mm3", "max_mm3"):
            value = getattr(row, column)
            if reservoir and value is not None and not reservoir.dead_mm3 <= value <= reservoir.full_mm3:
                yield Fault(table.where(line, column), f"{value:g} million m3", _between(reservoir))
        yield from _crossed(table, line, row, "min_mm3", "max_mm3")


def level_tables(tables: Tables) -> Iterator[Fault]:
    """A level-volume-area table whose levels or areas fall while the volume grows."""
    table = tables["reservoir_tables"]
    nodes: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for line, row in table:
        nodes[row.node].append((line, row))
    for entries in nodes.values():
        entries.sort(key=lambda entry: entry[1].storage_mm3)
        for (_, before), (line, row) in pairwise(entries):
            for column in ("level_m", "area_km2"):
                low = getattr(before, column)
                if getattr(row, column) < low:
                    shown = f"{getattr(row, column):g}"
                    expected = f"at least {low:g}, the value at {before.storage_mm3:g} million m3"
                    yield Fault(table.where(line, column), shown, expected)


def observed(tables: Tables) -> Iterator[Fault]:
    """An observed storage that the reservoir cannot have had."""
    known = {row.node: row for row in tables["reservoirs"].rows}
    table = tables["observations"]
    for line, row in table:
        reservoir = known.get(row.node)
        if reservoir is None or row.storage_mm3 is None:
            continue
        shown = f"{row.storage_mm3:g} million m3"
        where = table.where(line, "storage_mm3")
        if row.storage_mm3 > 1.05 * reservoir.full_mm3:
            yield Fault(where, shown, f"at most {reservoir.full_mm3:g} million m3 (full)")
        if row.storage_mm3 < 0.5 * reservoir.dead_mm3:
            expected = f"about {reservoir.dead_mm3:g} million m3 (dead) or more"
            yield Fault(where, shown, expected, "Is it in km3? 1 km3 is 1000.")


def _crossed(table: Table, line: int, row: Any, low: str, high: str) -> Iterator[Fault]:
    least, most = getattr(row, low), getattr(row, high)
    if least is not None and most is not None and least > most:
        yield Fault(table.where(line, low), f"{least:g}", f"at most {high}, {most:g}")
    if least is None and most is None:
        yield Fault(table.where(line, low), "two empty cells", f"a value in {low} or {high}")


def _between(row: Any) -> str:
    return f"{row.dead_mm3:g} (dead) to {row.full_mm3:g} million m3 (full)"


def _unit_hint(ratio: float) -> str:
    for factor, unit in UNITS:
        if 0.2 * factor < ratio < 5 * factor:
            return f"It looks like {unit}; storages are in million m3 (1 km3 is 1000)."
    return "Look at the storage, the two levels and the two areas."
