"""What has to be there: twelve months, a row for every node of a kind, a power system for every state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from maslahat.core import Fault
from maslahat.regions.region import split_list
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]

YEAR = range(1, 13)
MONTHS = {str(month) for month in YEAR}
MONTHLY = {
    "inflows": ("node",),
    "evaporation": ("node",),
    "demands": ("node",),
    "loads": ("party",),
    "other_generation": ("party", "kind"),
    "outside_prices": ("party",),
}
PARTNERS = {
    "inflow": ("inflows", "inflow_models"),
    "reservoir": ("reservoirs",),
    "demand": ("demands", "demand_uses", "demand_values"),
}
POWER = ("loads", "outside_prices", "unserved")


def months(tables: Tables) -> Iterator[Fault]:
    """A series of twelve months with one missing."""
    for name, columns in MONTHLY.items():
        table = tables[name]
        present: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for cells in table.keys(*columns, "month"):
            present[cells[:-1]].add(cells[-1])
        first: dict[tuple[str, ...], int] = {}
        for line, row in table:
            first.setdefault(tuple(getattr(row, column) for column in columns), line)
        for key, line in first.items():
            missing = [str(month) for month in YEAR if str(month) not in present[key]]
            if missing and present[key] <= MONTHS:
                shown = f"{', '.join(key)} without month {', '.join(missing)}"
                yield Fault(table.where(line, "month"), shown, "the months 1 to 12, once each")


def partners(tables: Tables) -> Iterator[Fault]:
    """A node that lacks the rows that its kind needs."""
    nodes = tables["nodes"]
    for line, row in nodes:
        for name in PARTNERS.get(row.kind, ()):
            if tables[name].readable and (row.node,) not in tables[name].keys("node"):
                shown = f"{row.kind} {row.node!r} without a row in {name}"
                yield Fault(nodes.where(line, "kind"), shown, f"rows for {row.node!r} in the table {name}")


def power_systems(tables: Tables) -> Iterator[Fault]:
    """A state that bargains and whose power system is not there."""
    table = tables["rivers"]
    for line, row in table:
        for party in split_list(row.signatories):
            for name in POWER:
                if tables[name].readable and (party,) not in tables[name].keys("party"):
                    shown = f"{party} without a row in {name}"
                    where = table.where(line, "signatories")
                    yield Fault(where, shown, f"rows for {party} in the table {name}")


def seasons(tables: Tables) -> Iterator[Fault]:
    """A growing season that is no list of months, a river without states."""
    table = tables["rivers"]
    for line, row in table:
        for part in split_list(row.growing_season):
            if not (part.isdigit() and int(part) in YEAR):
                expected = "months from 1 to 12 with ; between, as 4;5;6;7;8;9"
                yield Fault(table.where(line, "growing_season"), repr(part), expected)
        if not split_list(row.signatories):
            expected = "states with ; between, upstream first"
            yield Fault(table.where(line, "signatories"), "no state", expected)


def starts(tables: Tables) -> Iterator[Fault]:
    """An initial storage of another day than the first of the season."""
    month = {row.river: row.season_start for row in tables["rivers"].rows}
    table = tables["reservoirs"]
    for line, row in table:
        first = month.get(row.river, row.initial_date.month)
        if (row.initial_date.month, row.initial_date.day) != (first, 1):
            expected = f"the first day of the season, {row.initial_date.year}-{first:02d}-01"
            yield Fault(table.where(line, "initial_date"), row.initial_date.isoformat(), expected)
