"""Rivers drawn at random: a trunk with brooks, dams, users, canals, returns, gauges, beds, plants and lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from maslahat.basin import EndValue, Network, Traces
from maslahat.basin.hydropower import linear_area_table
from maslahat.basin.network import (
    UNBOUNDED,
    DemandSpec,
    Entry,
    GaugeSpec,
    LineSpec,
    NodeSpec,
    PlantSpec,
    PowerSpec,
    ReservoirSpec,
    SideSpec,
)
from maslahat.core import Period, months_from

STATES = ("AAA", "BBB", "CCC")
KINDS = ("dry", "normal", "wet")


def random_river(rng, months=4, *, gentle=False):
    """Return a river of 6 to 11 places whose trunk passes through up to three states.

    `gentle`: nothing stands in the way of more water (no bed, no greatest flow), so that it cannot do harm.
    """
    count = int(rng.integers(5, 10))
    owners = [STATES[int(o)] for o in np.sort(rng.integers(0, 3, count))]
    kinds = ["inflow", *rng.choice(["reservoir", "demand", "junction", "gauge"], count - 1)]
    nodes, sides, demands, reservoirs, gauges, plants = [], [], [], [], [], []
    previous = None
    for place in range(count):
        n = len(nodes)
        kept = float(rng.uniform(0.9, 1.0))
        entries = () if previous is None else (Entry(previous, False, kept),)
        bed = UNBOUNDED if gentle or rng.random() < 0.7 else float(rng.uniform(300, 900))
        nodes.append(_node(f"n{place}", kinds[place], owners[place], entries, bed, months))
        if kinds[place] == "reservoir":
            reservoirs.append(_reservoir(rng, n, months, gentle))
        if kinds[place] == "demand":
            demands.append(_demand(rng, n, owners[place], months))
        if kinds[place] == "gauge":
            most = UNBOUNDED if gentle or rng.random() < 0.5 else float(rng.uniform(200, 500))
            gauges.append(GaugeSpec(n, rng.uniform(0, 60, months), np.full(months, most)))
        if rng.random() < 0.4 and place:
            plants.append(_plant(rng, f"p{place}", n, owners[place], kinds[place] == "reservoir", months))
        previous = n
        if kinds[place] in ("gauge", "junction") and rng.random() < 0.5:
            _canal(rng, nodes, sides, demands, n, owners[int(rng.integers(place, count))], months)
    sea = len(nodes)
    nodes.append(_node("sea", "terminal", owners[-1], (Entry(previous, False, 0.95),), UNBOUNDED, months))
    nodes[sea] = replace(nodes[sea], terminal=True)
    trunk = [n for n, one in enumerate(nodes) if not one.key.startswith("c")]
    demands = [_returning(rng, demand, [n for n in trunk if n > demand.node]) for demand in demands]
    present = [state for state in STATES if state in owners]
    lines = tuple(LineSpec(one, other, rng.uniform(0, 20, months), 0.95) for one, other in pairwise(present))
    return Network(
        river="random",
        periods=months_from(Period(2026, 4), months),
        nodes=tuple(nodes),
        sides=tuple(sides),
        reservoirs=tuple(reservoirs),
        plants=tuple(plants),
        demands=tuple(demands),
        gauges=tuple(gauges),
        power=tuple(_power(rng, state, months) for state in present),
        lines=lines,
    )


def random_years(rng, network, count=3):
    """Return years with water at every third place or so, each of another kind."""
    shape = (count, network.months, len(network.nodes))
    wet = rng.random(len(network.nodes)) < 0.35
    wet[0] = True
    scale = rng.choice([20.0, 150.0, 500.0])
    inflow = rng.uniform(0, scale, shape) * wet
    weights = rng.uniform(0.2, 1.0, count)
    return Traces(inflow, weights / weights.sum(), np.arange(count) % 3, KINDS)


def random_ends(rng, network):
    """Return falling prices of stored water."""
    return tuple(
        EndValue(
            np.array([r.full_mm3 / 2, r.full_mm3 / 2]), np.sort(rng.uniform(0, 0.05, 2))[::-1].astype(float)
        )
        for r in network.reservoirs
    )


def _node(key, kind, owner, entries, bed, months):
    return NodeSpec(key, key, str(kind), owner, entries, np.full(months, bed), False)


def _reservoir(rng, n, months, gentle):
    dead, full = float(rng.uniform(20, 100)), float(rng.uniform(300, 1200))
    return ReservoirSpec(
        node=n,
        dead_mm3=dead,
        full_mm3=full,
        initial_mm3=float(rng.uniform(dead, full)),
        min_mm3=np.full(months, dead),
        max_mm3=np.full(months, full) * rng.choice([1.0, 0.8]) + dead * 0.2,
        max_release_mm3=np.full(months, 1e5 if gentle else float(rng.uniform(100, 800))),
        evaporation_m=np.zeros(months) if gentle else rng.uniform(0, 0.2, months),
        table=linear_area_table(dead, full, 0.0, 40.0, 5.0, 30.0),
        scheduled=bool(rng.random() < 0.5),
    )


def _demand(rng, n, owner, months):
    first = float(rng.uniform(0.2, 0.8))
    value = float(rng.uniform(0.02, 0.1))
    return DemandSpec(
        node=n,
        owner=owner,
        request_mm3=rng.uniform(0, 200, months),
        step_shares=(first, 1 - first),
        step_values_usd_per_m3=(1.4 * value, 0.5 * value),
        return_share=0.0,
        return_to=None,
        limit_mm3=np.full(months, UNBOUNDED if rng.random() < 0.7 else 90.0),
    )


def _returning(rng, demand, below):
    if rng.random() < 0.3:
        return demand
    return replace(demand, return_share=float(rng.uniform(0.1, 0.9)), return_to=int(rng.choice(below)))


def _canal(rng, nodes, sides, demands, n, owner, months):
    nodes.append(_node(f"c{n}", "demand", owner, (Entry(len(sides), True, 0.9),), UNBOUNDED, months))
    nodes[-1] = replace(nodes[-1], terminal=True)
    cost = float(rng.choice([0.0, 0.002]))
    sides.append(SideSpec(n, len(nodes) - 1, len(nodes) - 1, owner, np.full(months, 120.0), cost))
    demands.append(_demand(rng, len(nodes) - 1, owner, months))


def _plant(rng, key, n, owner, at_dam, months):
    level = at_dam and rng.random() < 0.5
    return PlantSpec(
        key=key,
        name=key,
        node=n,
        owner=owner,
        turbine_mm3=np.full(months, float(rng.uniform(50, 400))),
        capacity_gwh=np.full(months, float(rng.uniform(10, 200))),
        head_m=None if level else float(rng.uniform(10, 120)),
        tailwater_m=-60.0,
        efficiency=0.88,
        published_gwh=None,
    )


def _power(rng, party, months):
    tiers = int(rng.integers(0, 3))
    return PowerSpec(
        party=party,
        load_gwh=rng.uniform(0, 120, months),
        other_gwh=rng.uniform(0, 10, months),
        tier_names=tuple(f"t{i}" for i in range(tiers)),
        tier_capacity_gwh=rng.uniform(5, 50, (tiers, months)),
        tier_cost_usd_per_mwh=tuple(sorted(rng.uniform(10, 80, tiers).tolist())),
        import_usd_per_mwh=rng.uniform(40, 90, months),
        import_gwh=rng.uniform(0, 20, months),
        export_usd_per_mwh=rng.uniform(5, 30, months),
        export_gwh=rng.uniform(0, 20, months),
        unserved_usd_per_mwh=200.0,
    )
