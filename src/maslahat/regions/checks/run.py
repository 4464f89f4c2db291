"""Runs the checks in the order in which a person would mend their findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from maslahat.core import Fault
from maslahat.regions.checks import assumed, complete, names, network, power, reservoirs, scales, values
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]
Check = Callable[[Tables], Iterator[Fault]]

CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (names.duplicates, ()),
    (names.unknown_sources, ("sources",)),
    (names.unknown_parties, ("parties",)),
    (names.unknown_rivers, ("rivers",)),
    (names.owners, ("rivers", "parties")),
    (names.unknown_nodes, ("nodes",)),
    (network.terminals, ("rivers", "nodes")),
    (network.directions, ("nodes", "reaches")),
    (network.cycles, ()),
    (network.unreachable, ("nodes", "reaches")),
    (complete.months, ()),
    (complete.partners, ("nodes",)),
    (complete.power_systems, ("rivers",)),
    (complete.seasons, ("rivers",)),
    (complete.starts, ("rivers",)),
    (reservoirs.bounds, ("reservoirs",)),
    (reservoirs.volumes, ("reservoirs",)),
    (reservoirs.rules, ("reservoirs", "storage_rules")),
    (reservoirs.level_tables, ("reservoir_tables",)),
    (reservoirs.observed, ("reservoirs", "observations")),
    (power.plants, ("plants", "reservoirs", "nodes")),
    (values.magnitudes, ()),
    (scales.months_in_step, ()),
    (scales.beyond_the_river, ("inflows",)),
    (scales.limits, ()),
    (scales.prices, ()),
    (scales.lines, ()),
    (values.gauges, ("gauge_rules",)),
    (values.benefits, ("demand_values",)),
    (assumed.targets_read, ("assumptions",)),
    (assumed.bands, ("assumptions",)),
    (assumed.covered, ("assumptions",)),
    (assumed.explained, ()),
)


def check_tables(tables: Tables) -> list[Fault]:
    """Return every fault of the tables taken together, but for checks that need a table that is no table."""
    unread = {name for name, table in tables.items() if not table.readable}
    faults: list[Fault] = []
    for check, needs in CHECKS:
        if not unread & set(needs):
            faults += check(tables)
    return faults
