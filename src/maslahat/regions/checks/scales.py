"""Figures that do not fit those beside them: a month in another unit, a request beyond the river."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from maslahat.core import Fault
from maslahat.regions.checks.values import GREATEST
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]

# table, columns of the series, column of the figure, how far a month may be from the median of its series
SERIES = (
    ("inflows", ("node",), "mean_m3s", 300),
    ("demands", ("node",), "request_m3s", 300),
    ("evaporation", ("node",), "depth_mm", 300),
    ("loads", ("party",), "load_gwh", 20),
    ("outside_prices", ("party",), "import_usd_per_mwh", 50),
)
BEYOND = 3  # times all inflows of the river together
DEAREST_WATER = 5  # USD per m3
SMALLEST_LIMIT_MM3 = 10


def months_in_step(tables: Tables) -> Iterator[Fault]:
    """A month that is hundreds of times its neighbours, or a small part of them."""
    for name, columns, figure, factor in SERIES:
        most = next(entry[2] for entry in GREATEST if entry[:2] == (name, figure))
        series: dict[tuple[Any, ...], list[tuple[int, float]]] = defaultdict(list)
        for line, row in tables[name]:
            key = tuple(getattr(row, column) for column in columns)
            series[key].append((line, getattr(row, figure)))
        for entries in series.values():
            middle = median(value for _, value in entries)
            for line, value in entries:
                if value > most or not (middle > 0 and value > 0):
                    continue
                if not middle / factor <= value <= middle * factor:
                    where = tables[name].where(line, figure)
                    expected = f"a figure near the other months, whose median is {middle:g}"
                    yield Fault(where, f"{value:g}", expected, "Is it in another unit?")


def beyond_the_river(tables: Tables) -> Iterator[Fault]:
    """A request or a least flow greater than all inflows of the river can be."""
    carried: dict[tuple[str, int], float] = defaultdict(float)
    for row in tables["inflows"].rows:
        carried[row.river, row.month] += row.mean_m3s
    for name, column in (("demands", "request_m3s"), ("gauge_rules", "min_m3s")):
        for line, row in tables[name]:
            value, river = getattr(row, column), carried.get((row.river, row.month), 0.0)
            if value is not None and river > 0 and value > BEYOND * river:
                where = tables[name].where(line, column)
                expected = (
                    f"less than the river carries: its inflows are {river:.0f} m3/s in month {row.month}"
                )
                yield Fault(where, f"{value:g} m3/s", expected, "Is it in l/s?")


def limits(tables: Tables) -> Iterator[Fault]:
    """A limit in another unit than it says."""
    table = tables["limits"]
    for line, row in table:
        where = table.where(line, "value")
        if row.unit == "percent" and row.value > 100:
            yield Fault(where, f"{row.value:g} percent", "at most 100 percent")
        if row.unit == "mm3" and 0 < row.value < SMALLEST_LIMIT_MM3:
            expected = f"at least {SMALLEST_LIMIT_MM3} million m3"
            yield Fault(where, f"{row.value:g} million m3", expected, "Is it in km3? 1 km3 is 1000.")


def prices(tables: Tables) -> Iterator[Fault]:
    """Prices at which a state would earn without end, and a price of water per thousand cubic metres."""
    table = tables["outside_prices"]
    for line, row in table:
        if row.export_usd_per_mwh > row.import_usd_per_mwh and row.import_mw > 0 and row.export_mw > 0:
            where = table.where(line, "export_usd_per_mwh")
            expected = f"at most import_usd_per_mwh, {row.import_usd_per_mwh:g}"
            mend = "Else buying and selling again would earn money."
            yield Fault(where, f"{row.export_usd_per_mwh:g}", expected, mend)
    table = tables["assumptions"]
    for line, row in table:
        if row.assumption == "water-value" and row.high > DEAREST_WATER:
            where = table.where(line, "high")
            yield Fault(where, f"{row.high:g}", f"at most {DEAREST_WATER} USD per m3", "Is it per 1000 m3?")


def lines(tables: Tables) -> Iterator[Fault]:
    """A line from a state to itself, the same line twice, a line as thin as none."""
    table = tables["lines"]
    seen: dict[frozenset[str], int] = {}
    for line, row in table:
        ends = frozenset((row.from_party, row.to_party))
        where = table.where(line, "to_party")
        if len(ends) == 1:
            yield Fault(where, f"{row.to_party!r} at both ends", "two states")
        elif ends in seen and (row.from_party, row.to_party) not in _directions(table, seen[ends]):
            found = f"{row.from_party}-{row.to_party}, the line of row {seen[ends]} the other way"
            yield Fault(where, found, "each line once: it carries power either way")
        seen.setdefault(ends, line)
        if 0 < row.capacity_mw < 5:
            expected = "at least 5 MW, or 0"
            yield Fault(table.where(line, "capacity_mw"), f"{row.capacity_mw:g} MW", expected, "Is it in GW?")


def _directions(table: Table, wanted: int) -> set[tuple[str, str]]:
    return {(row.from_party, row.to_party) for line, row in table if line == wanted}
