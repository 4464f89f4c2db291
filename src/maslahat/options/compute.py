"""From a region and a question to the whole answer (DESIGN §2, §8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from maslahat import __version__
from maslahat.basin import END_OF_HORIZON, Array, Audit, audit
from maslahat.core import Provenance
from maslahat.options import outcome
from maslahat.options.certificates import barter_certificate, coalition_certificate
from maslahat.options.coalitions import Coalitions, coalition_values, partitions, played
from maslahat.options.deal import Deal, write_up
from maslahat.options.dossier import Dossier, expected, open_dossier
from maslahat.options.in_kind import payment_cap_usd_m
from maslahat.options.keeping import SENTENCE, values_alone
from maslahat.options.packages import OWN_WAYS, SLOW, Basis, for_all, four_plays, own_way, surplus_usd_m
from maslahat.options.play import Play
from maslahat.options.request import Request
from maslahat.options.result import (
    Accuracy,
    Keeping,
    OptionsResult,
    PartyInfo,
    PartyOutcome,
    Sensitivity,
    Settings,
    Zone,
)
from maslahat.options.season import season
from maslahat.options.sensitivity import sensitivity
from maslahat.options.sharing import EQUAL, rule_views, shares
from maslahat.options.spread import spread
from maslahat.options.workers import in_parallel
from maslahat.options.zone import closes_at, zone_points
from maslahat.regions import Region

Progress = Callable[[str, float], None]
Work = list[Callable[[], Any]]
FromMonth = dict[str, Array]


def compute(region: Region, request: Request, progress: Progress | None = None) -> OptionsResult:
    """Return the answer to a request; the same region and request give the same answer.

    `progress` hears a sentence on what is being done and the share of the work that is behind. InputError with every
    fault of the request.
    """
    say = progress or (lambda _sentence, _share: None)
    say("Drawing possible years and valuing what is stored at the end", 0.0)
    dossier = open_dossier(region, request)
    say("Running the river without an agreement, for the good of all, and for every group of states", 0.08)
    ground = _groundwork(dossier, lambda s: say("What each group of states can reach", 0.08 + 0.32 * s))
    return _answer(dossier, ground, say)


@dataclass(frozen=True, eq=False, slots=True)
class _Ground:
    """No agreement and the joint plan, what the joint plan brings each signatory on every trace, and the coalitions."""

    basis: Basis
    surplus_usd_m: Array
    found: Coalitions


def _groundwork(dossier: Dossier, tick: Callable[[float], None]) -> _Ground:
    sides: Work = [partial(four_plays, dossier, side) for side in (dossier.apart, dossier.together)]
    groups: Work = [partial(played, dossier, partition) for partition in partitions(dossier)]
    apart, together, *outcomes = in_parallel([*sides, *groups], tick)
    basis = Basis.of(apart, together)
    surplus = surplus_usd_m(dossier, basis.together, basis.apart)
    gain = float((dossier.all.weights @ surplus).sum())
    return _Ground(basis, surplus, coalition_values(dossier, outcomes, gain))


def _answer(dossier: Dossier, ground: _Ground, say: Progress) -> OptionsResult:
    weights, basis, surplus, found = dossier.all.weights, ground.basis, ground.surplus_usd_m, ground.found
    split = shares(found.apart, _use(dossier))
    say("Working out the packages", 0.4)
    deals = for_all(dossier, basis, split)
    ways, from_joint = _ways(dossier, basis, lambda s: say("Working out the packages", 0.4 + 0.25 * s))
    optimum = joint_optimum_usd_m(dossier, basis)
    packages = tuple(
        write_up(dossier, deal, basis.apart, optimum, from_month)
        for deal, from_month in (*ways, *((deal, from_joint) for deal in deals))
    )
    say("The zone between what is asked and what is offered; certificates", 0.66)
    zone, closes, proofs = _zone_and_proofs(dossier, ground, [deal for deal, _ in ways])
    rows: tuple[Sensitivity, ...] = ()
    if dossier.request.sensitivity:
        equal = next(deal for deal in deals if deal.key == EQUAL)
        rows = sensitivity(
            dossier,
            basis,
            basis.together.schedules,
            equal.payments_usd_m,
            lambda s: say("What if an assumption is wrong", 0.75 + 0.24 * s),
        )
    views = rule_views(dossier, found.apart, split, surplus, weights)
    figures, assumed = _count_figures(dossier.region, dossier.request.river)
    return OptionsResult(
        settings=settings(dossier),
        provenance=provenance(dossier),
        river_name=dossier.river_name,
        parties=parties(dossier),
        season=season(dossier),
        alone=alone_outcomes(dossier, basis),
        alone_value_usd_m={
            party: spread(basis.apart.value_usd_m[:, dossier.party_index(party)], weights)
            for party in dossier.signatories
        },
        alone_schedules=outcome.schedules(dossier, basis.apart),
        coalitions=found.values,
        packages=packages,
        rules=views,
        zone=zone,
        zone_closes_usd_per_m3=closes,
        sensitivity=rows,
        water_worth=outcome.water_worth(dossier, basis.together),
        keeping=Keeping(dossier.request.discount, SENTENCE),
        accuracy=accuracy(dossier, basis, [*(deal for deal, _ in ways), *deals]),
        figures=figures,
        assumed_figures=assumed,
        certificates=proofs,
    )


def _ways(
    dossier: Dossier, basis: Basis, tick: Callable[[float], None]
) -> tuple[list[tuple[Deal, FromMonth]], FromMonth]:
    """Return the packages with a way of running the river of their own, and what breaking away from each would bring;
    then what breaking away from the joint plan would.
    """
    whole = dossier.request.sensitivity
    keys = [key for key in reversed(OWN_WAYS) if whole or key not in SLOW]  # the longest first
    works: Work = [partial(_way, dossier, basis, key) for key in keys]
    works.append(partial(values_alone, dossier, basis.together_mean))
    *ways, joint = in_parallel(works, tick)
    return [way for way in reversed(ways) if way is not None], joint


def _way(dossier: Dossier, basis: Basis, key: str) -> tuple[Deal, FromMonth] | None:
    deal = own_way(dossier, basis, key)
    return None if deal is None else (deal, values_alone(dossier, deal.on_mean))


def _zone_and_proofs(
    dossier: Dossier, ground: _Ground, deals: Sequence[Deal]
) -> tuple[tuple[Zone, ...], float | None, tuple[dict[str, Any], ...]]:
    by_key = {deal.key: deal for deal in deals}
    irrigation = by_key["irrigation-first"].on_all.schedules
    points: Work = []
    if dossier.request.sensitivity:
        points += zone_points(dossier, irrigation, ground.basis.apart_mean)
    caps = {0.0: ("nash-in-kind", "kalai-smorodinsky"), payment_cap_usd_m(dossier): ("nash-capped",)}
    barters: Work = [
        partial(
            barter_certificate,
            dossier,
            ground.basis,
            cap,
            [solution for key in keys if key in by_key and (solution := by_key[key].solution) is not None],
        )
        for cap, keys in caps.items()
        if any(key in by_key for key in keys)
    ]
    games: Work = [partial(coalition_certificate, game) for game in (ground.found.apart, ground.found.united)]
    found = in_parallel([*barters, *points, *games])
    zones = found[len(barters) : len(barters) + len(points)]
    return tuple(zones), closes_at(zones), (*found[: len(barters)], *found[-len(games) :])


def joint_optimum_usd_m(dossier: Dossier, basis: Basis) -> float:
    """Return the most that all can gain together over no agreement, by the dual bound of the joint plan."""
    group = next(g for g in basis.together.bounds if set(g) == set(dossier.signatories))
    places = [dossier.party_index(party) for party in dossier.signatories]
    alone = float((dossier.all.weights @ basis.apart.value_usd_m)[places].sum())
    return basis.together.bounds[group] - alone


def _use(dossier: Dossier) -> list[float]:
    return [
        float(sum(d.request_mm3.sum() for d in dossier.network.demands if d.owner == party))
        for party in dossier.signatories
    ]


def settings(dossier: Dossier) -> Settings:
    """Return what was asked, with what was left out filled in from the region."""
    request = dossier.request
    return Settings(
        river=request.river,
        start=str(request.start),
        months=request.months,
        traces=request.traces,
        plan_traces=dossier.plan.count,
        seed=request.seed,
        water_value_usd_per_m3=dossier.water_value_usd_per_m3,
        price_year=dossier.price_year,
        storage_mm3=dict(sorted(request.storage.items())),
        forecast_percent=dict(sorted(request.forecast.items())),
        assumptions=dict(sorted(request.assumptions.items())),
        plan_per_class=request.plan_per_class,
        works=request.works,
        discount=request.discount,
        sensitivity=request.sensitivity,
        rounds=request.rounds,
    )


def provenance(dossier: Dossier) -> Provenance:
    """Return the digests of the region at hand and as it was stated, the assumptions, the seed and the version."""
    used = {
        row.assumption: row.value
        for row in dossier.region.assumptions
        if row.river in ("all", dossier.request.river)
    }
    return Provenance(
        inputs={"region": dossier.region_digest, "region_as_stated": dossier.region.digest},
        assumptions={**used, **dossier.request.assumptions, "water-value": dossier.water_value_usd_per_m3},
        seed=dossier.request.seed,
        version=__version__,
    )


def parties(dossier: Dossier) -> tuple[PartyInfo, ...]:
    """Return the signatories as they are shown."""
    rows = [dossier.region.party(party) for party in dossier.signatories]
    return tuple(PartyInfo(row.party, row.name, row.colour) for row in rows)


def alone_outcomes(dossier: Dossier, basis: Basis) -> tuple[PartyOutcome, ...]:
    """Return what each signatory has without an agreement: gains are zero, shortages are what matters."""
    return tuple(_alone(dossier, basis, i) for i in range(len(dossier.signatories)))


def _alone(dossier: Dossier, basis: Basis, i: int) -> PartyOutcome:
    party = dossier.signatories[i]
    nothing = spread(np.zeros(dossier.all.count), dossier.all.weights)
    kinds = len(dossier.all.class_names)
    return PartyOutcome(
        party=party,
        gain_usd_m=nothing,
        gain_by_class_usd_m=tuple([0.0] * kinds),
        payment_usd_m=tuple([0.0] * kinds),
        regret_share=0.0,
        irrigation_short=outcome.irrigation_shortage(dossier, basis.apart.conduct, party),
        power_short=outcome.power_shortage(dossier, basis.apart.conduct, party),
        tightest_month="",
        temptation_usd_m=0.0,
        critical_discount=0.0,
        escrow_usd_m=0.0,
    )


def accuracy(dossier: Dossier, basis: Basis, deals: Sequence[Deal]) -> Accuracy:
    """Return the errors that the method makes, measured on this run; balances are those of every package too."""
    gain = float((dossier.all.weights @ surplus_usd_m(dossier, basis.together, basis.apart)).sum())
    checks = [
        audit(dossier.network, dossier.all.inflow_mm3, dossier.all.weights, play.conduct)
        for play in (basis.apart, basis.together)
    ]
    states = dossier.signatories
    planned = float(
        (
            expected(basis.together_planned, dossier.plan.weights, states)
            - expected(basis.apart_planned, dossier.plan.weights, states)
        ).sum()
    )
    return Accuracy(
        energy_error_percent=max(check.energy_error_percent for check in checks),
        planning_error_usd_m=abs(planned - gain),
        balance_residual=max(
            max(c.water_residual, c.energy_residual, c.bound_residual)
            for c in (*checks, *(_audited(dossier, deal.on_all) for deal in deals))
        ),
        sweeps=basis.apart.sweeps,
        residual_mm3=basis.apart.residual_mm3,
        end_of_horizon=END_OF_HORIZON,
        slack=tuple(
            f"{when}: {s}" for when, c in zip(("Alone", "Together"), checks, strict=True) for s in c.gave_way
        ),
    )


def _audited(dossier: Dossier, play: Play) -> Audit:
    """Return the audit of a package; where power passes by agreement its lines are not decided trace by trace."""
    network = dossier.network
    if play.conduct.line_gwh.shape[2] != len(network.lines):
        network = replace(network, lines=())
    return audit(network, dossier.all.inflow_mm3, dossier.all.weights, play.conduct)


def _count_figures(region: Region, river: str) -> tuple[int, int]:
    """Return how many rows of figures the answer rests on, and how many of them are assumptions."""
    whole = assumed = 0
    for name, table in region.only(river).tables():
        if name in ("sources", "assumptions", "limits", "exchange_terms"):
            continue
        for row in table:
            whole += 1
            assumed += row.confidence == "C"
    return whole, assumed
