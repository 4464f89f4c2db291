"""Who stands on the Syr Darya, and the river with a state's assets taken away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

STATES = ("KGZ", "UZB", "TJK", "KAZ")


def region_without(region, party):
    """Return the region without a state's works, users, canals, rules and power system; its places stay."""
    mine = {row.node for row in region.nodes if row.owner == party}
    used = {row.node for row in region.demand_uses} & mine
    placed = (
        "reservoirs",
        "demand_uses",
        "demands",
        "demand_values",
        "gauge_rules",
        "storage_rules",
        "plants",
    )
    tables = {
        name: tuple(r for r in rows if r.node not in mine) for name, rows in region.tables() if name in placed
    }
    tables["loads"] = tuple(row for row in region.loads if row.party != party)
    tables["reaches"] = tuple(row for row in region.reaches if row.to_node not in used or row.order == 1)
    return region.with_tables(tables)


def network_at_rest(network, party):
    """Return the network with everything a state owns held still: dams pass what comes, nothing is taken or made."""
    mine = {n for n, node in enumerate(network.nodes) if node.owner == party}
    nothing, all_of_it = np.zeros(network.months), np.full(network.months, np.inf)

    def held(r):
        still = np.full(network.months, r.initial_mm3)
        return replace(
            r, min_mm3=still, max_mm3=still, max_release_mm3=all_of_it, evaporation_m=nothing, scheduled=False
        )

    def off(p):
        tiers = np.zeros_like(p.tier_capacity_gwh)
        unused = dict.fromkeys(("load_gwh", "other_gwh", "import_gwh", "export_gwh"), nothing)
        return replace(p, tier_capacity_gwh=tiers, **unused)

    def cut(line):
        return replace(line, capacity_gwh=nothing) if party in (line.from_party, line.to_party) else line

    return replace(
        network,
        reservoirs=tuple(held(r) if r.node in mine else r for r in network.reservoirs),
        sides=tuple(replace(s, capacity_mm3=nothing) if s.owner == party else s for s in network.sides),
        plants=tuple(replace(p, turbine_mm3=nothing) if p.owner == party else p for p in network.plants),
        demands=tuple(replace(d, request_mm3=nothing) if d.node in mine else d for d in network.demands),
        gauges=tuple(g for g in network.gauges if g.node not in mine),
        power=tuple(off(p) if p.party == party else p for p in network.power),
        lines=tuple(cut(line) for line in network.lines),
    )
