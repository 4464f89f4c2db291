"""From the rows of a region to a network over a season (DESIGN §5, §6.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

import numpy as np

from maslahat.basin.hydropower import linear_area_table
from maslahat.basin.network import (
    UNBOUNDED,
    Array,
    DemandSpec,
    Entry,
    GaugeSpec,
    LineSpec,
    Network,
    NodeSpec,
    PlantSpec,
    PowerSpec,
    ReservoirSpec,
    SideSpec,
)
from maslahat.core import Period, months_from

if TYPE_CHECKING:
    from maslahat.regions import Region
    from maslahat.regions.rows import DemandUse, DemandValue, Node, Plant, Reach, Reservoir


def build_network(
    region: Region,
    river: str,
    start: Period,
    months: int,
    water_value_usd_per_m3: float,
    options: Sequence[str] = (),
) -> Network:
    """Return the network of a river over `months` months from `start`.

    Works planned but not built (`status` option) are left out unless their key stands in `options`: a
    reservoir that is left out lets everything through. `water_value_usd_per_m3` multiplies the relative
    values of the demands' steps.
    """
    periods = months_from(start, months)
    return _Maker(region.only(river, options), river, periods, water_value_usd_per_m3).network()


class _Maker:
    """Builds the parts of a network; positions of nodes are settled first."""

    def __init__(
        self,
        region: Region,
        river: str,
        periods: tuple[Period, ...],
        water_value: float,
    ) -> None:
        self.region, self.river, self.periods = region, river, periods
        self.water_value = water_value
        rows = {row.node: row for row in region.nodes if row.river == river}
        self.reaches = [row for row in region.reaches if row.river == river]
        returns = [
            (row.node, row.return_to)
            for row in self.of_river(region.demand_uses)
            if row.return_to is not None and row.return_share > 0
        ]
        ways = [(reach.from_node, reach.to_node) for reach in self.reaches]
        self.main = _main_ways(self.reaches)
        # What is drawn off at a place comes before what goes on from there.
        drawn = [
            (reach.to_node, self.main[reach.from_node].to_node)
            for reach in self.reaches
            if reach is not self.main[reach.from_node] and rows[reach.to_node].kind == "demand"
        ]
        self.order = _upstream_first(list(rows), ways + returns + drawn)
        self.rows = rows
        self.position = {key: n for n, key in enumerate(self.order)}
        self.side_rows = [row for row in self.reaches if row is not self.main[row.from_node]]

    def of_river(self, rows: Iterable[Any]) -> list[Any]:
        return [row for row in rows if row.river == self.river]

    def by_month(self, rows: Iterable[Any], column: str, empty: float) -> Array:
        """Return a figure of monthly rows over the periods; where a row or its figure is missing, `empty`."""
        found = {row.month: getattr(row, column) for row in rows}
        values = [found.get(period.month) for period in self.periods]
        return np.array([empty if value is None else float(value) for value in values])

    def total_by_month(self, rows: Iterable[Any], column: str) -> Array:
        """Return the sum of a figure of monthly rows, of which a month may have several, over the periods."""
        total: dict[int, float] = defaultdict(float)
        for row in rows:
            total[row.month] += getattr(row, column)
        return np.array([total[period.month] for period in self.periods])

    def volumes(self, flow_m3s: float | Array) -> Array:
        """Turn a flow into million m³ of each month."""
        seconds: Array = np.array([period.seconds for period in self.periods], dtype=float)
        return np.asarray(flow_m3s, dtype=float) * seconds / 1e6

    def energies(self, power_mw: float | Array) -> Array:
        """Turn a power into GWh of each month."""
        hours: Array = np.array([period.hours for period in self.periods], dtype=float)
        return np.asarray(power_mw, dtype=float) * hours / 1e3

    def network(self) -> Network:
        parties = {row.owner for row in self.rows.values()}
        power = tuple(self.power(party) for party in sorted(parties) if self.has_power(party))
        powered = {spec.party for spec in power}
        return Network(
            river=self.river,
            periods=self.periods,
            nodes=tuple(self.node(key) for key in self.order),
            sides=tuple(self.side(row) for row in self.side_rows),
            reservoirs=tuple(
                self.reservoir(row)
                for row in sorted(self.of_river(self.region.reservoirs), key=lambda r: self.position[r.node])
            ),
            plants=tuple(
                self.plant(row) for row in self.of_river(self.region.plants) if row.owner in powered
            ),
            demands=tuple(self.demand(row) for row in self.of_river(self.region.demand_uses)),
            gauges=self.gauges(),
            power=power,
            lines=tuple(
                LineSpec(row.from_party, row.to_party, self.energies(row.capacity_mw), 1 - row.loss_share)
                for row in self.region.lines
                if {row.from_party, row.to_party} <= powered
            ),
        )

    def node(self, key: str) -> NodeSpec:
        row: Node = self.rows[key]
        entries = [
            Entry(self.position[reach.from_node], False, 1 - reach.loss_share)
            for reach in self.main.values()
            if reach.to_node == key
        ]
        entries += [
            Entry(s, True, 1 - reach.loss_share)
            for s, reach in enumerate(self.side_rows)
            if reach.to_node == key
        ]
        way = self.main.get(key)
        capacity = UNBOUNDED if way is None or way.capacity_m3s is None else way.capacity_m3s
        return NodeSpec(
            key=key,
            name=row.name,
            kind=row.kind,
            owner=row.owner,
            entries=tuple(entries),
            capacity_mm3=self.volumes(capacity),
            terminal=way is None,
        )

    def side(self, row: Reach) -> SideSpec:
        capacity = UNBOUNDED if row.capacity_m3s is None else row.capacity_m3s
        control = row.to_node if self.rows[row.to_node].kind == "demand" else row.from_node
        return SideSpec(
            node=self.position[row.from_node],
            to_node=self.position[row.to_node],
            control=self.position[control],
            owner=self.rows[control].owner,
            capacity_mm3=self.volumes(capacity),
            cost_usd_per_m3=row.spill_cost_usd_per_m3,
        )

    def reservoir(self, row: Reservoir) -> ReservoirSpec:
        rules = [
            rule
            for rule in self.of_river(self.region.storage_rules)
            if rule.node == row.node and rule.applies == "always"
        ]
        least, most = (
            self.by_month(rules, "min_mm3", row.dead_mm3),
            self.by_month(rules, "max_mm3", row.full_mm3),
        )
        depth = [e for e in self.of_river(self.region.evaporation) if e.node == row.node]
        return ReservoirSpec(
            node=self.position[row.node],
            dead_mm3=row.dead_mm3,
            full_mm3=row.full_mm3,
            initial_mm3=row.initial_mm3,
            min_mm3=np.maximum(least, row.dead_mm3),
            max_mm3=np.minimum(most, row.full_mm3),
            max_release_mm3=self.volumes(row.max_release_m3s),
            evaporation_m=self.by_month(depth, "depth_mm", 0.0) / 1e3,
            table=self.level_table(row),
            scheduled=row.scheduled == "yes",
        )

    def level_table(self, row: Reservoir) -> Array:
        measured = sorted(
            (r.storage_mm3, r.level_m, r.area_km2)
            for r in self.of_river(self.region.reservoir_tables)
            if r.node == row.node
        )
        if len(measured) >= 2:
            return np.array(measured, dtype=float)
        return linear_area_table(
            row.dead_mm3,
            row.full_mm3,
            row.dead_level_m,
            row.full_level_m,
            row.dead_area_km2,
            row.full_area_km2,
        )

    def plant(self, row: Plant) -> PlantSpec:
        return PlantSpec(
            key=row.plant,
            name=row.name,
            node=self.position[row.node],
            owner=row.owner,
            turbine_mm3=self.volumes(row.turbine_m3s),
            capacity_gwh=self.energies(row.capacity_mw),
            head_m=row.head_m,
            tailwater_m=row.tailwater_m or 0.0,
            efficiency=row.efficiency,
            published_gwh=row.published_gwh,
        )

    def demand(self, row: DemandUse) -> DemandSpec:
        asked = [d for d in self.of_river(self.region.demands) if d.node == row.node]
        steps: list[DemandValue] = sorted(
            (v for v in self.of_river(self.region.demand_values) if v.node == row.node), key=lambda v: v.step
        )
        return DemandSpec(
            node=self.position[row.node],
            owner=self.rows[row.node].owner,
            request_mm3=self.volumes(self.by_month(asked, "request_m3s", 0.0)),
            step_shares=tuple(step.share for step in steps),
            step_values_usd_per_m3=tuple(step.relative_value * self.water_value for step in steps),
            return_share=row.return_share,
            return_to=None if row.return_to is None else self.position[row.return_to],
            limit_mm3=np.full(len(self.periods), UNBOUNDED),
        )

    def gauges(self) -> tuple[GaugeSpec, ...]:
        rules = defaultdict(list)
        for rule in self.of_river(self.region.gauge_rules):
            rules[rule.node].append(rule)
        return tuple(
            GaugeSpec(
                node=self.position[node],
                min_mm3=self.volumes(self.by_month(rows, "min_m3s", 0.0)),
                max_mm3=self.volumes(self.by_month(rows, "max_m3s", UNBOUNDED)),
            )
            for node, rows in rules.items()
        )

    def has_power(self, party: str) -> bool:
        return any(row.party == party for row in self.region.loads)

    def power(self, party: str) -> PowerSpec:
        def own(rows: Iterable[Any]) -> list[Any]:
            return [row for row in rows if row.party == party]

        tiers = sorted(own(self.region.thermal_tiers), key=_tier_cost)
        outside = own(self.region.outside_prices)
        return PowerSpec(
            party=party,
            load_gwh=self.by_month(own(self.region.loads), "load_gwh", 0.0),
            other_gwh=self.total_by_month(own(self.region.other_generation), "generation_gwh"),
            tier_names=tuple(tier.tier for tier in tiers),
            tier_capacity_gwh=np.array(
                [self.energies(t.capacity_mw * t.availability) for t in tiers]
            ).reshape(len(tiers), len(self.periods)),
            tier_cost_usd_per_mwh=tuple(_tier_cost(tier) for tier in tiers),
            import_usd_per_mwh=self.by_month(outside, "import_usd_per_mwh", 0.0),
            import_gwh=self.energies(self.by_month(outside, "import_mw", 0.0)),
            export_usd_per_mwh=self.by_month(outside, "export_usd_per_mwh", 0.0),
            export_gwh=self.energies(self.by_month(outside, "export_mw", 0.0)),
            unserved_usd_per_mwh=max((row.usd_per_mwh for row in own(self.region.unserved)), default=0.0),
        )


def _tier_cost(tier: Any) -> float:
    """Return the cost of a MWh of electricity from a block of thermal plant, USD."""
    return float(tier.fuel_usd_per_mwh_th / tier.efficiency + tier.other_usd_per_mwh)


def _main_ways(reaches: Sequence[Reach]) -> dict[str, Reach]:
    """Return the main way out of each node: its reach of the lowest order. A terminal has none."""
    ways: dict[str, Reach] = {}
    for reach in sorted(reaches, key=lambda row: row.order):
        ways.setdefault(reach.from_node, reach)
    return ways


def _upstream_first(keys: Sequence[str], ways: Iterable[tuple[str, str]]) -> list[str]:
    """Return the node keys in topological order of the ways water takes, ties in the order of the table."""
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(keys, ()))
    for origin, end in ways:
        sorter.add(end, origin)
    place = {key: n for n, key in enumerate(keys)}
    order: list[str] = []
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda key: place.get(key, len(place)))
        order.extend(ready)
        sorter.done(*ready)
    return order
