"""Names that have to be known, and rows that may stand only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maslahat.core import Fault
from maslahat.regions.region import split_list
from maslahat.regions.tables import Table

Tables = Mapping[str, Table]

ROW_KEYS = {
    "sources": ("source",),
    "parties": ("party",),
    "rivers": ("river",),
    "nodes": ("node",),
    "reaches": ("from_node", "to_node"),
    "inflows": ("node", "month"),
    "inflow_models": ("node",),
    "inflow_series": ("node", "year", "month"),
    "reservoirs": ("node",),
    "reservoir_tables": ("node", "storage_mm3"),
    "storage_rules": ("node", "month", "applies"),
    "evaporation": ("node", "month"),
    "plants": ("plant",),
    "demands": ("node", "month"),
    "demand_uses": ("node",),
    "demand_values": ("node", "step"),
    "gauge_rules": ("node", "month"),
    "loads": ("party", "month"),
    "other_generation": ("party", "kind", "month"),
    "thermal_tiers": ("party", "tier"),
    "lines": ("from_party", "to_party"),
    "outside_prices": ("party", "month"),
    "unserved": ("party",),
    "assumptions": ("assumption",),
    "observations": ("node", "date"),
}
PARTY_COLUMNS = {
    "nodes": ("owner",),
    "plants": ("owner",),
    "loads": ("party",),
    "other_generation": ("party",),
    "thermal_tiers": ("party",),
    "lines": ("from_party", "to_party"),
    "outside_prices": ("party",),
    "unserved": ("party",),
}
INFLOW, RESERVOIR, DEMAND = ("inflow",), ("reservoir",), ("demand",)
WORKS = ("reservoir", "junction", "gauge")
ANYWHERE = ("inflow", "reservoir", "demand", "junction", "gauge", "terminal")
NODE_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "rivers": {"head": RESERVOIR, "head_inflow": INFLOW, "terminal": ("terminal",)},
    "reaches": {"from_node": ANYWHERE, "to_node": ANYWHERE},
    "inflows": {"node": INFLOW},
    "inflow_models": {"node": INFLOW},
    "inflow_series": {"node": INFLOW},
    "reservoirs": {"node": RESERVOIR},
    "reservoir_tables": {"node": RESERVOIR},
    "storage_rules": {"node": RESERVOIR},
    "evaporation": {"node": RESERVOIR},
    "plants": {"node": WORKS},
    "demands": {"node": DEMAND},
    "demand_uses": {"node": DEMAND, "return_to": (*WORKS, "terminal")},
    "demand_values": {"node": DEMAND},
    "gauge_rules": {"node": ("gauge", "junction")},
    "observations": {"node": ANYWHERE},
}
FREE_RIVER = {"assumptions": ("all",)}


def duplicates(tables: Tables) -> Iterator[Fault]:
    """Two rows that say the same thing twice."""
    for name, columns in ROW_KEYS.items():
        seen: dict[tuple[object, ...], int] = {}
        for line, row in tables[name]:
            key = tuple(getattr(row, column) for column in columns)
            if key in seen:
                shown = ", ".join(str(part) for part in key)
                where = tables[name].where(line, columns[-1])
                yield Fault(where, f"a second row for {shown}", f"one row (the first is row {seen[key]})")
            seen.setdefault(key, line)


def unknown_sources(tables: Tables) -> Iterator[Fault]:
    """A source that the list of sources does not have."""
    known = {key for (key,) in tables["sources"].keys("source")}
    for name, table in tables.items():
        if name == "sources":
            continue
        for line, row in table:
            if row.source not in known:
                yield Fault(
                    table.where(line, "source"),
                    repr(row.source),
                    "a key of the table sources",
                    "Add the source: author, title, year, where.",
                )


def unknown_parties(tables: Tables) -> Iterator[Fault]:
    """A state that the list of parties does not have."""
    known = {key for (key,) in tables["parties"].keys("party")}
    expected = "one of: " + ", ".join(sorted(known))
    for name, columns in PARTY_COLUMNS.items():
        for line, row in tables[name]:
            for column in columns:
                if getattr(row, column) not in known:
                    yield Fault(tables[name].where(line, column), repr(getattr(row, column)), expected)
    for line, row in tables["rivers"]:
        for column in ("signatories", "riparians"):
            for party in split_list(getattr(row, column)):
                if party not in known:
                    yield Fault(tables["rivers"].where(line, column), repr(party), expected)


def unknown_rivers(tables: Tables) -> Iterator[Fault]:
    """A river that the list of rivers does not have."""
    known = {key for (key,) in tables["rivers"].keys("river")}
    for name, table in tables.items():
        allowed = sorted(known | set(FREE_RIVER.get(name, ())))
        for line, row in table:
            for column in ("river", "stands_for"):
                value = getattr(row, column, None)
                if name != "rivers" and value is not None and value not in allowed:
                    yield Fault(table.where(line, column), repr(value), "one of: " + ", ".join(allowed))


def owners(tables: Tables) -> Iterator[Fault]:
    """Works on a river that belong to a state that has no part in it."""
    rivers = {
        row.river: split_list(row.signatories) + split_list(row.riparians) for row in tables["rivers"].rows
    }
    known = {key for (key,) in tables["parties"].keys("party")}
    for name in ("nodes", "plants"):
        for line, row in tables[name]:
            states = rivers.get(row.river, ())
            if states and row.owner in known and row.owner not in states:
                expected = f"a state on the {row.river}: " + ", ".join(states)
                yield Fault(tables[name].where(line, "owner"), repr(row.owner), expected)


def unknown_nodes(tables: Tables) -> Iterator[Fault]:
    """A place that the river does not have, or one of another kind than the table speaks of."""
    kinds = {(river, node): kind for river, node, kind in tables["nodes"].keys("river", "node", "kind")}
    unsure = {cells.get("node") for cells in tables["nodes"].broken}
    for name, columns in NODE_COLUMNS.items():
        for line, row in tables[name]:
            for column, wanted in columns.items():
                fault = _node_fault(kinds, row.river, getattr(row, column), wanted)
                if fault is not None and getattr(row, column) not in unsure:
                    yield Fault(tables[name].where(line, column), *fault)


def _node_fault(
    kinds: Mapping[tuple[str, str], str], river: str, node: str | None, wanted: tuple[str, ...]
) -> tuple[str, str] | None:
    if node is None:
        return None
    expected = (
        f"a node of {river}" if wanted == ANYWHERE else f"a node of {river} of kind {' or '.join(wanted)}"
    )
    kind = kinds.get((river, node))
    if kind is None:
        return repr(node), expected
    return None if kind in wanted else (f"{node!r}, of kind {kind}", expected)
