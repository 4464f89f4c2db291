"""A region: every table of figures as a tuple of rows, and the ways to cut it (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError, digest
from maslahat.regions import rows

Table = tuple[Any, ...]

RIVER_TABLES = tuple(name for name, model in rows.TABLES.items() if "river" in model.model_fields)
PARTY_TABLES = ("loads", "other_generation", "thermal_tiers", "outside_prices", "unserved")
NODE_TABLES = ("reservoirs", "reservoir_tables", "storage_rules", "evaporation", "plants")


@dataclass(frozen=True)
class Region:
    """Parties, rivers, power systems and agreements; one attribute a table of `rows.TABLES`.

    `path` is where it was read from and is no part of its `digest`.
    """

    path: Path = field(compare=False)
    sources: tuple[rows.Source, ...] = ()
    parties: tuple[rows.Party, ...] = ()
    rivers: tuple[rows.River, ...] = ()
    nodes: tuple[rows.Node, ...] = ()
    reaches: tuple[rows.Reach, ...] = ()
    inflows: tuple[rows.Inflow, ...] = ()
    inflow_models: tuple[rows.InflowModel, ...] = ()
    inflow_series: tuple[rows.InflowSeries, ...] = ()
    reservoirs: tuple[rows.Reservoir, ...] = ()
    reservoir_tables: tuple[rows.ReservoirTable, ...] = ()
    storage_rules: tuple[rows.StorageRule, ...] = ()
    evaporation: tuple[rows.Evaporation, ...] = ()
    plants: tuple[rows.Plant, ...] = ()
    demands: tuple[rows.Demand, ...] = ()
    demand_uses: tuple[rows.DemandUse, ...] = ()
    demand_values: tuple[rows.DemandValue, ...] = ()
    gauge_rules: tuple[rows.GaugeRule, ...] = ()
    limits: tuple[rows.Limit, ...] = ()
    loads: tuple[rows.Load, ...] = ()
    other_generation: tuple[rows.OtherGeneration, ...] = ()
    thermal_tiers: tuple[rows.ThermalTier, ...] = ()
    lines: tuple[rows.Line, ...] = ()
    outside_prices: tuple[rows.OutsidePrice, ...] = ()
    unserved: tuple[rows.Unserved, ...] = ()
    assumptions: tuple[rows.Assumption, ...] = ()
    exchange_terms: tuple[rows.ExchangeTerm, ...] = ()
    observations: tuple[rows.Observation, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content of all tables, `sha256:…`; row order counts, the folder does not."""
        return digest({name: [row.model_dump(mode="json") for row in table] for name, table in self.tables()})

    def tables(self) -> tuple[tuple[str, Table], ...]:
        """Return the name and the rows of every table, in the order of `rows.TABLES`."""
        return tuple((item.name, getattr(self, item.name)) for item in fields(self) if item.name != "path")

    def with_tables(self, tables: Mapping[str, Iterable[Any]]) -> Region:
        """Return the region with the tables named replaced."""
        changed: dict[str, Any] = {name: tuple(table) for name, table in tables.items()}
        return replace(self, **changed)

    def river(self, key: str) -> rows.River:
        """Return the river with that key; InputError names the rivers there are."""
        for row in self.rivers:
            if row.river == key:
                return row
        known = ", ".join(row.river for row in self.rivers) or "none"
        raise InputError(Fault("river", repr(key), f"one of: {known}", "See `maslahat region show`."))

    def source(self, key: str) -> rows.Source:
        """Return the source with that key; KeyError where the region has none."""
        for row in self.sources:
            if row.source == key:
                return row
        raise KeyError(key)

    def party(self, key: str) -> rows.Party:
        """Return the party with that code; KeyError where the region has none."""
        for row in self.parties:
            if row.party == key:
                return row
        raise KeyError(key)

    def signatories(self, river: str) -> tuple[str, ...]:
        """Return the codes of the states that bargain over a river, upstream first."""
        return split_list(self.river(river).signatories)

    def only(self, river: str, options: Iterable[str] = ()) -> Region:
        """Return what concerns one river: its rows, and the parties and power systems of its states.

        Works that are not built (status `option`) are left out unless named in `options` (node or plant key).
        Generation that stands for the plants of this river goes, since they are modelled.
        """
        row = self.river(river)
        members = set(split_list(row.signatories)) | set(split_list(row.riparians))
        bargaining = set(split_list(row.signatories))
        kept: dict[str, Table] = {
            name: tuple(item for item in getattr(self, name) if item.river in (river, "all"))
            for name in RIVER_TABLES
        }
        for name in PARTY_TABLES:
            kept[name] = tuple(item for item in getattr(self, name) if item.party in bargaining)
        kept["other_generation"] = tuple(
            item for item in kept["other_generation"] if item.stands_for != river
        )
        kept["parties"] = tuple(item for item in self.parties if item.party in members)
        kept["lines"] = tuple(
            item for item in self.lines if item.from_party in bargaining and item.to_party in bargaining
        )
        return self.with_tables(kept).with_options(options)

    def with_options(self, options: Iterable[str] = ()) -> Region:
        """Return the region with the works named in `options` built and every other option left out.

        An option reservoir that is not built is a junction; an option plant that is not built is gone.
        """
        wanted = tuple(options)
        known = {row.node for row in self.nodes} | {row.plant for row in self.plants}
        missing = [key for key in wanted if key not in known]
        if missing:
            raise InputError(
                Fault("option", repr(key), "the key of a node or plant of the region") for key in missing
            )
        idle = {row.node for row in self.nodes if row.status == "option" and row.node not in wanted}
        tables: dict[str, Table] = {
            name: tuple(row for row in getattr(self, name) if row.node not in idle) for name in NODE_TABLES
        }
        tables["plants"] = tuple(
            _built(row)
            for row in tables["plants"]
            if row.status == "existing" or row.plant in wanted or row.node in wanted
        )
        tables["nodes"] = tuple(_as_built(row, idle) for row in self.nodes)
        tables["assumptions"] = tuple(row for row in self.assumptions if not _only_about(row.target, idle))
        return self.with_tables(tables)


def split_list(text: str) -> tuple[str, ...]:
    """Split a `;` list of a cell into its parts."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _built(plant: rows.Plant) -> rows.Plant:
    return plant if plant.status == "existing" else plant.model_copy(update={"status": "existing"})


def _as_built(node: rows.Node, idle: set[str]) -> rows.Node:
    if node.status == "existing":
        return node
    if node.node in idle:
        return node.model_copy(update={"status": "existing", "kind": "junction"})
    return node.model_copy(update={"status": "existing"})


def _only_about(target: str, idle: set[str]) -> bool:
    """Whether an assumption speaks of nothing but works that are left out."""
    _, _, condition = target.partition("[node=")
    nodes = set(condition.partition("]")[0].split("|")) if condition else set()
    return bool(nodes) and nodes <= idle
