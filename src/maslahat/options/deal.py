"""A package as it is worked out: how the river is run under it on all traces, and who pays whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maslahat.accord import Solution
from maslahat.basin import Array
from maslahat.options import outcome
from maslahat.options.dossier import Dossier
from maslahat.options.keeping import Temptation, temptations
from maslahat.options.play import Play
from maslahat.options.result import Delivery, Package, PartyOutcome
from maslahat.options.spread import by_class, share, spread

FREE, CAPPED, IN_KIND, NONE = "free", "capped", "in kind", "none"
REGRET_USD_M = 1e-3
ROUNDING_USD_M = 1e-6


@dataclass(frozen=True, eq=False, slots=True)
class Deal:
    """One agreement, before it is written up.

    `on_all` is played on all traces, `on_mean` on the mean trace of each kind of year. `payments_usd_m` (kinds, n):
    what each signatory receives in a year of each kind.
    """

    key: str
    title: str
    summary: str
    payments: str
    on_all: Play
    on_mean: Play
    payments_usd_m: Array
    deliveries: tuple[Delivery, ...] = ()
    why_not: str = ""
    notes: tuple[str, ...] = ()
    solution: Solution | None = None  # where a rule picked it on the frontier


def gains_usd_m(dossier: Dossier, deal: Deal, alone: Play) -> Array:
    """Return each signatory's gain over no agreement on every trace (K, n), payments included."""
    places = [dossier.party_index(party) for party in dossier.signatories]
    surplus = (deal.on_all.value_usd_m - alone.value_usd_m)[:, places]
    return surplus + deal.payments_usd_m[dossier.all.classes]


def write_up(
    dossier: Dossier, deal: Deal, alone: Play, joint_optimum_usd_m: float, from_month: dict[str, Array]
) -> Package:
    """Return the package with everything that is printed for it (OPTIONS, "What is printed for a package").

    `alone` is no agreement on all traces; `from_month` what each state could do alone from each month on.
    """
    gains = gains_usd_m(dossier, deal, alone)
    weights = dossier.all.weights
    expected = weights @ gains
    least = int(np.argmin(expected))
    tempted = temptations(dossier, deal.on_mean, deal.payments_usd_m, from_month)
    name = {party: dossier.region.party(party).name for party in dossier.signatories}
    loses = expected[least] < -ROUNDING_USD_M
    why_not = deal.why_not
    if loses and not why_not:
        why_not = f"{name[dossier.signatories[least]]} would lose {-expected[least]:,.1f} million USD a year."
    return Package(
        key=deal.key,
        title=deal.title,
        summary=deal.summary,
        payments=deal.payments,
        offered=not why_not,
        why_not=why_not,
        joint_gain_usd_m=spread(gains.sum(axis=1), weights),
        joint_optimum_usd_m=joint_optimum_usd_m,
        least_margin_usd_m=float(expected[least]),
        least_margin_party=dossier.signatories[least],
        regret_any_share=share((gains < -REGRET_USD_M).any(axis=1), weights),
        outcomes=tuple(
            _outcome(dossier, deal, i, gains[:, i], tempted[party])
            for i, party in enumerate(dossier.signatories)
        ),
        schedules=outcome.schedules(dossier, deal.on_all),
        deliveries=deal.deliveries or outcome.deliveries(dossier, deal.on_all),
        notes=deal.notes,
    )


def _outcome(dossier: Dossier, deal: Deal, i: int, gain: Array, tempted: Temptation) -> PartyOutcome:
    party = dossier.signatories[i]
    weights = dossier.all.weights
    yearly = float(weights @ gain)
    kinds = len(dossier.all.class_names)
    return PartyOutcome(
        party=party,
        gain_usd_m=spread(gain, weights),
        gain_by_class_usd_m=tuple(by_class(gain, weights, dossier.all.classes, kinds).tolist()),
        payment_usd_m=tuple(deal.payments_usd_m[:, i].tolist()),
        regret_share=share(gain < -REGRET_USD_M, weights),
        irrigation_short=outcome.irrigation_shortage(dossier, deal.on_all.conduct, party),
        power_short=outcome.power_shortage(dossier, deal.on_all.conduct, party),
        tightest_month=f"{tempted.month} of a {dossier.all.class_names[tempted.year_class]} year",
        temptation_usd_m=tempted.gain_usd_m,
        critical_discount=tempted.critical_discount(yearly),
        escrow_usd_m=tempted.escrow_usd_m(yearly, dossier.request.discount),
    )
