"""A package that somebody wrote: releases, limits, power and fuel, payments (OPTIONS "score my draft")."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from maslahat.basin import Array, Conduct, Network, Schedules, Traces, explain_releases
from maslahat.options.deal import NONE, Deal
from maslahat.options.dossier import Dossier
from maslahat.options.play import Play
from maslahat.options.result import Delivery


@dataclass(frozen=True, slots=True)
class Handover:
    """Power (`electricity`) or `fuel` (GWh of heat) from one state to another, (kinds, T) GWh."""

    from_party: str
    to_party: str
    item: str
    gwh: tuple[tuple[float, ...], ...]
    giver_usd_per_mwh: float = 0.0  # what a MWh of fuel costs the giver
    taker_usd_per_mwh: float = 0.0  # and is worth to the taker


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a state's users may take in the growing season, or outside it, million m³."""

    party: str
    growing: bool
    most_mm3: float


@dataclass(frozen=True, slots=True)
class Payment:
    """What one state pays another in a year of each kind (kinds,), million USD."""

    from_party: str
    to_party: str
    usd_m: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A package as stated. `releases_mm3`: by reservoir, (kinds, T), nan where its owner is free."""

    key: str
    title: str
    summary: str
    releases_mm3: dict[str, tuple[tuple[float, ...], ...]]
    limits: tuple[Limit, ...] = ()
    handovers: tuple[Handover, ...] = ()
    payments: tuple[Payment, ...] = ()
    notes: tuple[str, ...] = ()


def work_out(dossier: Dossier, draft: Draft, alone: Play) -> Deal:
    """Return the deal that a draft makes: what it fixes is kept, all else every state decides for itself.

    `alone` is no agreement on the planned traces, from which heads and first guesses are taken.
    """
    changed = dossier.with_network(limited(dossier.network, draft.limits))
    pinned = _pinned(dossier, draft)
    planned = _play(changed, draft, dossier.plan, alone.conduct, None, pinned)
    on_all = _play(changed, draft, dossier.all, planned.conduct.rows(dossier.near), planned.schedules, None)
    by_kind = planned.conduct.rows(np.array([dossier.plan.of_class(int(c))[0] for c in dossier.mean.classes]))
    on_mean = _play(changed, draft, dossier.mean, by_kind, planned.schedules, None)
    return Deal(
        key=draft.key,
        title=draft.title,
        summary=draft.summary,
        payments=NONE if not draft.payments else "free",
        on_all=on_all,
        on_mean=on_mean,
        payments_usd_m=paid(dossier, draft),
        deliveries=tuple(Delivery(h.from_party, h.to_party, h.item, h.gwh) for h in draft.handovers),
        notes=(*draft.notes, *_clashes(dossier, draft, planned)),
    )


def limited(network: Network, limits: tuple[Limit, ...]) -> Network:
    """Return the network with each state's users held to its limits, spread like their requests."""
    growing = np.array([4 <= period.month <= 9 for period in network.periods])
    demands = []
    for demand in network.demands:
        most = demand.limit_mm3.copy()
        for limit in limits:
            if limit.party != demand.owner:
                continue
            months = growing == limit.growing
            asked = sum(float(d.request_mm3[months].sum()) for d in network.demands if d.owner == limit.party)
            if asked > 0:
                part = demand.request_mm3 * limit.most_mm3 / asked
                most = np.where(months, np.minimum(most, part), most)
        demands.append(replace(demand, limit_mm3=most))
    return replace(network, demands=tuple(demands))


def paid(dossier: Dossier, draft: Draft) -> Array:
    """Return what each signatory receives in money and in the worth of fuel, (kinds, n)."""
    kinds = len(dossier.all.class_names)
    money = np.zeros((kinds, len(dossier.signatories)))
    place = {party: i for i, party in enumerate(dossier.signatories)}
    for payment in draft.payments:
        money[:, place[payment.from_party]] -= payment.usd_m
        money[:, place[payment.to_party]] += payment.usd_m
    for handover in draft.handovers:
        if handover.item == "fuel":
            amount = np.asarray(handover.gwh).sum(axis=1) / 1e3
            money[:, place[handover.from_party]] -= amount * handover.giver_usd_per_mwh
            money[:, place[handover.to_party]] += amount * handover.taker_usd_per_mwh
    return money


def _pinned(dossier: Dossier, draft: Draft) -> Schedules:
    keys = {dossier.network.nodes[spec.node].key: r for r, spec in enumerate(dossier.network.reservoirs)}
    return {keys[node]: np.array(rows, dtype=float) for node, rows in draft.releases_mm3.items()}


def _play(
    dossier: Dossier,
    draft: Draft,
    traces: Traces,
    start: Conduct,
    schedules: Schedules | None,
    pinned: Schedules | None,
) -> Play:
    begin = replace(start, delivered_gwh=_delivered(dossier, draft, traces))
    return dossier.table(traces).play(dossier.apart, schedules, begin, sweeps=3, pinned=pinned, passes=2)


def _delivered(dossier: Dossier, draft: Draft, traces: Traces) -> Array:
    """Return power received less power given under the draft (K, T, parties), losses of the line taken off."""
    network = dossier.network
    place = {spec.party: i for i, spec in enumerate(network.power)}
    received = np.zeros((traces.count, network.months, len(network.power)))
    for handover in draft.handovers:
        if handover.item != "electricity":
            continue
        amount = np.asarray(handover.gwh)[traces.classes]
        kept = next(
            (
                line.kept_share
                for line in network.lines
                if {line.from_party, line.to_party} == {handover.from_party, handover.to_party}
            ),
            1.0,
        )
        received[:, :, place[handover.from_party]] -= amount
        received[:, :, place[handover.to_party]] += kept * amount
    return received


def _clashes(dossier: Dossier, draft: Draft, planned: Play) -> tuple[str, ...]:
    keys = {dossier.network.nodes[spec.node].key: r for r, spec in enumerate(dossier.network.reservoirs)}
    found: list[str] = []
    for node, rows in draft.releases_mm3.items():
        asked = np.array(rows, dtype=float)
        whole = np.where(np.isnan(asked), planned.schedules[keys[node]], asked)
        found += explain_releases(dossier.network, dossier.plan, planned.conduct, keys[node], whole)
    return tuple(found)
