"""The named packages of a river (DESIGN §8): each stated once, worked out on all traces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from maslahat.basin import Array
from maslahat.core import InputError
from maslahat.options.deal import CAPPED, FREE, IN_KIND, Deal
from maslahat.options.dossier import Dossier, nearest
from maslahat.options.draft import work_out
from maslahat.options.in_kind import agreed_deliveries, barter, frontier, keep_to, payment_cap_usd_m
from maslahat.options.play import Partition, Play
from maslahat.options.practice import as_in_1998, status_quo
from maslahat.options.regret import least_regret_payments
from maslahat.options.sharing import EQUAL, NUCLEOLUS, SHAPLEY, TITLES, payments
from maslahat.options.workers import in_parallel

PRIORITY = 20.0  # how many times more (or less) irrigation counts where it comes first (or last)
BARTERS = {  # rule, title, payments
    "nash-in-kind": ("nash", "Nash, in kind", IN_KIND),
    "kalai-smorodinsky": ("kalai-smorodinsky", "Kalai-Smorodinsky, in kind", IN_KIND),
    "nash-capped": ("nash", "Nash, payments capped", CAPPED),
}
SLOW = ("kalai-smorodinsky", "nash-capped")  # left out of an answer that is to come at once
OWN_WAYS = ("status-quo", "as-in-1998", "energy-first", "irrigation-first", *BARTERS)
SUMMARIES = {
    EQUAL: "The river is run for the good of all together, and payments give every state the same gain.",
    SHAPLEY: "The river is run for the good of all together, and payments give every state what it adds on average.",
    NUCLEOLUS: "The river is run for the good of all together, and payments leave no group much to complain of.",
    "least-regret": (
        "The river is run for the good of all together, and payments leave as little as can be to regret."
    ),
    "energy-first": "Reservoirs are run for power first, irrigation takes what that leaves; gains are shared equally.",
    "irrigation-first": "Reservoirs are run for irrigation first, power takes what that leaves; gains are shared equally.",
    "nash-capped": (
        "Water, power and at most a fixed sum of money pass, so that the product of all gains is largest."
    ),
    "nash-in-kind": "No money passes: water and power are exchanged so that the product of all gains is largest.",
    "kalai-smorodinsky": "No money passes: each state gets, in water and power, the same part of the most it could gain.",
}


@dataclass(frozen=True, eq=False, slots=True)
class Basis:
    """What all packages stand on: no agreement and the joint plan, planned, on all, on the mean, on the few traces."""

    apart_planned: Play
    together_planned: Play
    apart: Play
    together: Play
    apart_mean: Play
    together_mean: Play
    apart_few: Play
    together_few: Play

    @classmethod
    def of(cls, apart: Sequence[Play], together: Sequence[Play]) -> Basis:
        """Return the basis of what `three_plays` gave for no agreement and for all together."""
        return cls(*(play for pair in zip(apart, together, strict=True) for play in pair))


def work_out_basis(dossier: Dossier) -> Basis:
    """Play no agreement and the joint plan on all sets of traces."""
    sides = [partial(four_plays, dossier, side) for side in (dossier.apart, dossier.together)]
    return Basis.of(*in_parallel(sides))


def four_plays(dossier: Dossier, partition: Partition) -> tuple[Play, Play, Play, Play]:
    """Play a partition on the planned, on all, on the mean and on the few traces."""
    planned = dossier.table(dossier.plan).play(partition, sweeps=dossier.request.rounds)
    on_all = dossier.on_all(planned, certify=partition == dossier.together)
    return planned, on_all, _on_mean(dossier, planned), _on_few(dossier, planned)


def own_way(dossier: Dossier, basis: Basis, key: str) -> Deal | None:
    """Return a package under which the river is run in a way of its own, one of `OWN_WAYS`; None where a river has
    none.
    """
    if key == "status-quo":
        return work_out(dossier, status_quo(dossier), basis.apart_planned)
    if key == "as-in-1998":
        draft = as_in_1998(dossier)
        return None if draft is None else work_out(dossier, draft, basis.apart_planned)
    if key in BARTERS:
        return _bartered(dossier, basis, key)
    return _priority(dossier, basis, key)


def for_all(dossier: Dossier, basis: Basis, shares: dict[str, tuple[float, ...]]) -> tuple[Deal, ...]:
    """Return the packages that run the river for the good of all and differ only in who pays whom."""
    joint = [_joint(dossier, basis, rule, shares[rule]) for rule in (EQUAL, SHAPLEY, NUCLEOLUS)]
    return (*joint, _least_regret(dossier, basis))


def surplus_usd_m(dossier: Dossier, play: Play, apart: Play) -> Array:
    """Return what each signatory has more than without an agreement, before payments (K, n)."""
    places = [dossier.party_index(party) for party in dossier.signatories]
    return (play.value_usd_m - apart.value_usd_m)[:, places]


def _joint(dossier: Dossier, basis: Basis, rule: str, share: tuple[float, ...]) -> Deal:
    surplus = surplus_usd_m(dossier, basis.together, basis.apart)
    traces = dossier.all
    paid = payments(share, surplus, traces.weights, traces.classes, len(traces.class_names))
    return Deal(rule, TITLES[rule], SUMMARIES[rule], FREE, basis.together, basis.together_mean, paid)


def _least_regret(dossier: Dossier, basis: Basis) -> Deal:
    surplus = surplus_usd_m(dossier, basis.together, basis.apart)
    traces = dossier.all
    paid = least_regret_payments(surplus, traces.weights, traces.classes, len(traces.class_names))
    key = "least-regret"
    return Deal(key, "Least regret", SUMMARIES[key], FREE, basis.together, basis.together_mean, paid)


def _priority(dossier: Dossier, basis: Basis, key: str) -> Deal:
    """Plan with irrigation worth much more (or less) than it is, and judge by what it is worth."""
    factor = PRIORITY if key == "irrigation-first" else 1 / PRIORITY
    planned = (
        weighed(dossier, factor)
        .table(dossier.plan)
        .play(dossier.together, start=basis.together_planned.conduct)
    )
    on_all = dossier.on_all(planned)
    surplus = surplus_usd_m(dossier, on_all, basis.apart)
    traces = dossier.all
    share = tuple([1 / len(dossier.signatories)] * len(dossier.signatories))
    paid = payments(share, surplus, traces.weights, traces.classes, len(traces.class_names))
    title = "Irrigation first" if key == "irrigation-first" else "Energy first"
    return Deal(key, title, SUMMARIES[key], FREE, _light(on_all), _light(_on_mean(dossier, planned)), paid)


def weighed(dossier: Dossier, factor: float) -> Dossier:
    """Return the dossier with irrigation worth `factor` times what it is."""
    demands = tuple(
        replace(d, step_values_usd_per_m3=tuple(v * factor for v in d.step_values_usd_per_m3))
        for d in dossier.network.demands
    )
    return dossier.with_network(replace(dossier.network, demands=demands))


def _bartered(dossier: Dossier, basis: Basis, key: str) -> Deal:
    rule, title, kind_of_payment = BARTERS[key]
    cap = payment_cap_usd_m(dossier) if kind_of_payment == CAPPED else 0.0
    problem = frontier(dossier, basis.apart_few, basis.together_few, cap)
    none = np.zeros((len(dossier.all.class_names), len(dossier.signatories)))
    try:
        picked = barter(dossier, problem, rule)
    except InputError as error:
        why = f"On this river no exchange of this kind was found: {error.faults[0].found}."
        apart = _light(basis.apart), _light(basis.apart_mean)
        return Deal(key, title, SUMMARIES[key], kind_of_payment, *apart, none, why_not=why)
    together = basis.together_planned.conduct
    on_all = keep_to(dossier, picked, dossier.all, together.rows(dossier.near))
    on_mean = keep_to(dossier, picked, dossier.mean, basis.together_mean.conduct)
    return Deal(
        key,
        title,
        SUMMARIES[key],
        kind_of_payment,
        _light(on_all),
        _light(on_mean),
        none + picked.money_usd_m,
        deliveries=agreed_deliveries(dossier, picked),
        solution=picked.solution,
    )


def _on_mean(dossier: Dossier, planned: Play) -> Play:
    start = planned.conduct.rows(np.array([dossier.plan.of_class(int(c))[0] for c in dossier.mean.classes]))
    return dossier.table(dossier.mean).play(planned.partition, planned.schedules, start, sweeps=4)


def _on_few(dossier: Dossier, planned: Play) -> Play:
    if dossier.few is dossier.plan:
        return planned
    start = planned.conduct.rows(nearest(dossier.few, dossier.plan))
    table = dossier.table(dossier.few)
    return table.play(planned.partition, planned.schedules, start, sweeps=3, passes=2)


def _light(play: Play) -> Play:
    """Return a play without the problems it came from, to be sent between processes."""
    return replace(play, duals={})
