"""A small river whose answers can be worked out by hand: a dam and a plant above, fields below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maslahat.basin.conduct import idle, requested
from maslahat.basin.hydropower import linear_area_table
from maslahat.basin.network import (
    UNBOUNDED,
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
    Traces,
)
from maslahat.basin.program import EndValue
from maslahat.basin.response import follow
from maslahat.basin.statement import joint
from maslahat.core import Period, months_from

UP, DOWN = "UPP", "LOW"


def node(key, kind, owner, entries=(), terminal=False, months=4):
    return NodeSpec(key, key.title(), kind, owner, tuple(entries), np.full(months, UNBOUNDED), terminal)


def power(party, load, tiers=(), unserved=100.0, months=4, imports=0.0, price=50.0):
    return PowerSpec(
        party=party,
        load_gwh=np.broadcast_to(np.asarray(load, float), (months,)).copy(),
        other_gwh=np.zeros(months),
        tier_names=tuple(f"t{i}" for i in range(len(tiers))),
        tier_capacity_gwh=np.array([[cap] * months for cap, _ in tiers], float).reshape(len(tiers), months),
        tier_cost_usd_per_mwh=tuple(cost for _, cost in tiers),
        import_usd_per_mwh=np.full(months, price),
        import_gwh=np.full(months, imports),
        export_usd_per_mwh=np.zeros(months),
        export_gwh=np.zeros(months),
        unserved_usd_per_mwh=unserved,
    )


def river(
    *,
    months=4,
    initial=500.0,
    head_m=100.0,
    request=(300.0, 300.0, 0.0, 0.0),
    load=(0.0, 0.0, 80.0, 80.0),
    water_value=0.05,
    evaporation=0.0,
    line_mw=0.0,
    scheduled=True,
):
    """Two states: UPP stores and generates in winter, LOW irrigates in summer."""
    nodes = (
        node("spring", "inflow", UP, months=months),
        node("dam", "reservoir", UP, [Entry(0, False, 1.0)], months=months),
        node("fields", "demand", DOWN, [Entry(1, False, 1.0)], months=months),
        node("sea", "terminal", DOWN, [Entry(2, False, 1.0)], terminal=True, months=months),
    )
    table = linear_area_table(100.0, 1000.0, 0.0, 30.0, 20.0, 40.0)
    reservoir = ReservoirSpec(
        node=1,
        dead_mm3=100.0,
        full_mm3=1000.0,
        initial_mm3=initial,
        min_mm3=np.full(months, 100.0),
        max_mm3=np.full(months, 1000.0),
        max_release_mm3=np.full(months, 2000.0),
        evaporation_m=np.full(months, evaporation),
        table=table,
        scheduled=scheduled,
    )
    plant = PlantSpec(
        key="plant",
        name="Plant",
        node=1,
        owner=UP,
        turbine_mm3=np.full(months, 800.0),
        capacity_gwh=np.full(months, 400.0),
        head_m=head_m,
        tailwater_m=-80.0,
        efficiency=0.9,
        published_gwh=None,
    )
    demand = DemandSpec(
        node=2,
        owner=DOWN,
        request_mm3=np.array(request, float),
        step_shares=(0.5, 0.5),
        step_values_usd_per_m3=(1.5 * water_value, 0.5 * water_value),
        return_share=0.0,
        return_to=None,
        limit_mm3=np.full(months, UNBOUNDED),
    )
    lines = (LineSpec(UP, DOWN, np.full(months, line_mw * 0.72), 0.95),) if line_mw else ()
    return Network(
        river="toy",
        periods=months_from(Period(2026, 4), months),
        nodes=nodes,
        sides=(),
        reservoirs=(reservoir,),
        plants=(plant,),
        demands=(demand,),
        gauges=(),
        power=(
            power(UP, load, tiers=[(40.0, 60.0)], months=months),
            power(DOWN, 50.0, tiers=[(60.0, 30.0)], months=months),
        ),
        lines=lines,
    )


def traces(flows=((200.0, 200.0, 50.0, 50.0),), classes=None, weights=None, nodes=4):
    """Return traces with all inflow at the spring."""
    flow = np.array(flows, float)
    inflow = np.zeros((*flow.shape, nodes))
    inflow[:, :, 0] = flow
    count = len(flow)
    return Traces(
        inflow,
        np.full(count, 1 / count) if weights is None else np.array(weights, float),
        np.zeros(count, dtype=np.intp) if classes is None else np.array(classes, dtype=np.intp),
        ("dry", "normal", "wet"),
    )


def end(initial=500.0, price=0.01):
    """Return a flat price on stored water."""
    return (EndValue(np.array([1000.0]), np.array([price])),)


def both(network, ends=None, weights=(1.0, 1.0)):
    """Return the program of the two states together."""
    return joint(network, (UP, DOWN), weights, ends or nothing(network))


def nothing(network):
    """Return end values under which stored water is worth nothing."""
    return tuple(EndValue(np.array([spec.full_mm3]), np.array([0.0])) for spec in network.reservoirs)


def settled(program, inflows, passes=3, **how):
    """Return the response after heads have been taken anew a few times."""
    answer = follow(program, inflows, requested(program.network, inflows.count), **how)
    for _ in range(passes - 1):
        answer = follow(program, inflows, answer.conduct, **how)
    return answer


def wide_river(**changes):
    """Return a river with everything: losses, a side canal, a depression, returns, a gauge, a bed, a line.

    spring -> dam (UPP) -> split (LOW, gauge) -> fields (LOW) -> sea; from the split a canal (LOW decides at
    its end) and a spillway into a sink; the fields return to the sea; a brook joins below.
    """
    base = river(line_mw=50.0, head_m=None, evaporation=0.05, **changes)
    months = base.months
    dam, fields = base.reservoirs[0], base.demands[0]
    nodes = (
        node("spring", "inflow", UP, months=months),
        node("dam", "reservoir", UP, [Entry(0, False, 0.98)], months=months),
        replace(
            node("split", "gauge", DOWN, [Entry(1, False, 0.95)], months=months),
            capacity_mm3=np.full(months, 900.0),
        ),
        node("canal", "demand", DOWN, [Entry(0, True, 0.9)], months=months),
        node("sink", "terminal", DOWN, [Entry(1, True, 1.0)], terminal=True, months=months),
        node("fields", "demand", DOWN, [Entry(2, False, 0.97)], months=months),
        node("sea", "terminal", DOWN, [Entry(5, False, 0.9)], terminal=True, months=months),
    )
    sides = (
        SideSpec(2, 3, 3, DOWN, np.full(months, 120.0), 0.0),
        SideSpec(2, 4, 2, DOWN, np.full(months, 200.0), 0.002),
    )
    demands = (
        replace(fields, node=5, return_share=0.2, return_to=6),
        replace(fields, node=3, request_mm3=np.full(months, 60.0)),
    )
    gauge = GaugeSpec(2, np.full(months, 40.0), np.full(months, 700.0))
    run_of_river = PlantSpec(
        key="weir",
        name="Weir",
        node=2,
        owner=DOWN,
        turbine_mm3=np.full(months, 300.0),
        capacity_gwh=np.full(months, 20.0),
        head_m=40.0,
        tailwater_m=0.0,
        efficiency=0.8,
        published_gwh=None,
    )
    return replace(
        base,
        nodes=nodes,
        sides=sides,
        reservoirs=(dam,),
        demands=demands,
        gauges=(gauge,),
        plants=(*base.plants, run_of_river),
    )


def idle_at(network, storage, turbine):
    """Return the conduct of nobody doing anything but storing and turning as told (K, T)."""
    conduct = idle(network, len(storage))
    return replace(
        conduct, storage_mm3=storage[:, :, None].astype(float), turbine_mm3=turbine[:, :, None].astype(float)
    )
