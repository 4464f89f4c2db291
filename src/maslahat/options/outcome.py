"""What a way of running the river means to each state: shortages, schedules, worth of water."""

from __future__ import annotations

import numpy as np

from maslahat.basin import Array, Conduct, flows
from maslahat.options.dossier import Dossier
from maslahat.options.play import Play
from maslahat.options.result import Delivery, Schedule, Shortage, WaterWorth
from maslahat.options.spread import by_class, share, spread

SHORT_SHARE = 0.01  # short by less than this share of the need is not called short
MOST_OF_IT = 0.6  # the months named hold this share of the mean shortage
KEPT_MM3 = 1.0  # a schedule is kept where the release is within this of it


def irrigation_shortage(dossier: Dossier, conduct: Conduct, party: str) -> Shortage:
    """Return how short of irrigation water a state runs on all traces, against what its users ask for."""
    need = np.zeros(dossier.network.months)
    short = np.zeros(conduct.withdrawal_mm3.shape[:2])
    for d, demand in enumerate(dossier.network.demands):
        if demand.owner == party:
            need = need + demand.request_mm3
            short = short + demand.request_mm3 - conduct.withdrawal_mm3[:, :, d]
    return _shortage(dossier, "irrigation", "mm3", short, need)


def power_shortage(dossier: Dossier, conduct: Conduct, party: str) -> Shortage:
    """Return the load of a state that is not served on all traces."""
    for i, spec in enumerate(dossier.network.power):
        if spec.party == party:
            return _shortage(dossier, "power", "GWh", conduct.unserved_gwh[:, :, i], spec.load_gwh)
    nothing = np.zeros(conduct.withdrawal_mm3.shape[:2])
    return _shortage(dossier, "power", "GWh", nothing, nothing[0])


def _shortage(dossier: Dossier, kind: str, unit: str, short: Array, need: Array) -> Shortage:
    short = np.where(short > 1e-6 * max(float(need.max(initial=0.0)), 1.0), short, 0.0)
    weights = dossier.all.weights
    total, asked = short.sum(axis=1), float(need.sum())
    mean = weights @ short
    return Shortage(
        kind=kind,
        unit=unit,
        probability=share(total > SHORT_SHARE * asked, weights) if asked else 0.0,
        size=spread(total, weights),
        share_of_need=float(weights @ total) / asked if asked else 0.0,
        months=_main_months(dossier, mean),
        monthly=tuple(spread(short[:, t], weights) for t in range(dossier.network.months)),
        need_monthly=tuple(float(value) for value in need),
    )


def _main_months(dossier: Dossier, mean: Array) -> tuple[str, ...]:
    """Return the labels of the fewest months that hold most of a shortage, in the order of the season."""
    if mean.sum() <= 1e-3:
        return ()
    order = np.argsort(-mean, kind="stable")
    needed = int(np.searchsorted(np.cumsum(mean[order]), MOST_OF_IT * mean.sum())) + 1
    return tuple(dossier.network.periods[t].label for t in sorted(order[:needed].tolist()))


def schedules(dossier: Dossier, play: Play) -> tuple[Schedule, ...]:
    """Return releases and storages of every reservoir by kind of year and month."""
    traces, network = dossier.all, dossier.network
    kinds = len(traces.class_names)
    out = flows(network, traces.inflow_mm3, play.conduct).out_mm3
    seconds = np.array([period.seconds for period in network.periods])
    found = []
    for r, spec in enumerate(network.reservoirs):
        node = network.nodes[spec.node]
        planned = play.schedules.get(r)
        expected = by_class(out[:, :, spec.node], traces.weights, traces.classes, kinds)
        release = expected if planned is None else planned
        left = np.abs(play.conduct.deviation_mm3[:, :, r]) + play.conduct.flood_mm3[:, :, r] > KEPT_MM3
        months = (
            [network.periods[t].label for t in np.flatnonzero(left.any(axis=0))]
            if planned is not None
            else []
        )
        found.append(
            Schedule(
                node=node.key,
                name=node.name,
                owner=node.owner,
                release_mm3=_rows(release),
                release_m3s=_rows(release * 1e6 / seconds),
                storage_mm3=_rows(
                    by_class(play.conduct.storage_mm3[:, :, r], traces.weights, traces.classes, kinds)
                ),
                scheduled=planned is not None,
                deviation_share=share(left.any(axis=1), traces.weights) if planned is not None else 0.0,
                deviation_months=tuple(months),
            )
        )
    return tuple(found)


def deliveries(dossier: Dossier, play: Play) -> tuple[Delivery, ...]:
    """Return what passes over the lines between the states under a package, each way, by kind of year and month."""
    traces, found = dossier.all, []
    for k, line in enumerate(dossier.network.lines):
        passing = by_class(
            play.conduct.line_gwh[:, :, k], traces.weights, traces.classes, len(traces.class_names)
        )
        net = passing[:, :, 0] - passing[:, :, 1]
        for one, other, amount in (
            (line.from_party, line.to_party, np.maximum(net, 0.0)),
            (line.to_party, line.from_party, np.maximum(-net, 0.0)),
        ):
            if amount.sum() > 1.0:
                found.append(Delivery(one, other, "electricity", _rows(amount)))
    return tuple(found)


def water_worth(dossier: Dossier, play: Play) -> tuple[WaterWorth, ...]:
    """Return what one more m³ is worth to all at every reservoir and place of use, by month (duals)."""
    group = max(play.duals, key=len)
    program, dual = play.duals[group]
    weights = dossier.all.weights if len(dual) == dossier.all.count else dossier.plan.weights
    found = []
    for r, spec in enumerate(dossier.network.reservoirs):
        if f"balance:{r}" in program.rows:
            price = weights @ dual[:, program.rows[f"balance:{r}"]]
            node = dossier.network.nodes[spec.node]
            found.append(WaterWorth(node.key, node.name, tuple(float(value) for value in price)))
    for n, node in enumerate(dossier.network.nodes):
        if f"flow:{n}" in program.rows and node.kind != "demand":
            price = -(weights @ dual[:, program.rows[f"flow:{n}"]])
            found.append(WaterWorth(node.key, node.name, tuple(float(value) for value in price)))
    return tuple(found)


def _rows(values: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(v) for v in row) for row in values)
