"""Figures that no river has: most often ones in another unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from maslahat.core import Fault
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]

SUM_TOLERANCE = 1e-6
# table, column, greatest value, its unit, what a larger one most often is
GREATEST = (
    ("inflows", "mean_m3s", 30_000, "m3/s", "Is it in l/s?"),
    ("inflows", "cv", 3, "as a share", "Is it in percent? 25 % is 0.25."),
    ("inflow_models", "annual_cv", 3, "as a share", "Is it in percent? 25 % is 0.25."),
    ("inflow_series", "flow_m3s", 300_000, "m3/s", "Is it in l/s?"),
    ("demands", "request_m3s", 10_000, "m3/s", "Is it in l/s?"),
    ("reaches", "capacity_m3s", 300_000, "m3/s", "Is it in l/s?"),
    ("reservoirs", "max_release_m3s", 300_000, "m3/s", "Is it in l/s?"),
    ("gauge_rules", "max_m3s", 300_000, "m3/s", "Is it in l/s?"),
    ("reaches", "spill_cost_usd_per_m3", 10, "USD per m3", "Is it per 1000 m3?"),
    ("evaporation", "depth_mm", 600, "mm in a month", "Is it the whole year?"),
    ("loads", "load_gwh", 300_000, "GWh in a month", "Is it in MWh?"),
    ("other_generation", "generation_gwh", 300_000, "GWh in a month", "Is it in MWh?"),
    ("thermal_tiers", "capacity_mw", 300_000, "MW", "Is it in kW?"),
    ("thermal_tiers", "fuel_usd_per_mwh_th", 1_000, "USD/MWh", "Is it in another currency?"),
    ("lines", "capacity_mw", 100_000, "MW", "Is it in kW?"),
    ("outside_prices", "import_usd_per_mwh", 2_000, "USD/MWh", "Is it in another currency?"),
    ("outside_prices", "export_usd_per_mwh", 2_000, "USD/MWh", "Is it in another currency?"),
)


def magnitudes(tables: Tables) -> Iterator[Fault]:
    """A value beyond what any river or power system has."""
    for name, column, most, unit, mend in GREATEST:
        for line, row in tables[name]:
            value = getattr(row, column)
            if value is not None and value > most:
                yield Fault(
                    tables[name].where(line, column), f"{value:g}", f"at most {most:,} ({unit})", mend
                )


def gauges(tables: Tables) -> Iterator[Fault]:
    """A gauge whose least flow is above its greatest."""
    table = tables["gauge_rules"]
    for line, row in table:
        if row.min_m3s is not None and row.max_m3s is not None and row.min_m3s > row.max_m3s:
            yield Fault(table.where(line, "min_m3s"), f"{row.min_m3s:g}", f"at most max_m3s, {row.max_m3s:g}")
        if row.min_m3s is None and row.max_m3s is None:
            yield Fault(table.where(line, "min_m3s"), "two empty cells", "a value in min_m3s or max_m3s")


def benefits(tables: Tables) -> Iterator[Fault]:
    """Steps of a benefit that do not add up to the request, or whose later water is worth more."""
    table = tables["demand_values"]
    unsure = {(cells.get("node", ""),) for cells in table.broken}
    nodes: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for line, row in table:
        nodes[row.node].append((line, row))
    for node, entries in nodes.items():
        entries.sort(key=lambda entry: entry[1].step)
        if (node,) not in unsure:
            yield from _shares(table, node, entries)
        for (_, before), (line, row) in pairwise(entries):
            if row.relative_value > before.relative_value:
                expected = f"at most {before.relative_value:g}, the value of step {before.step}"
                yield Fault(table.where(line, "relative_value"), f"{row.relative_value:g}", expected)


def _shares(table: Table, node: str, entries: list[tuple[int, Any]]) -> Iterator[Fault]:
    total = sum(row.share for _, row in entries)
    if abs(total - 1) > SUM_TOLERANCE:
        where = table.where(entries[0][0], "share")
        yield Fault(where, f"shares of {node!r} that add up to {total:g}", "shares that add up to 1")
