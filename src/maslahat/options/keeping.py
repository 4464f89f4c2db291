"""Will it hold: what each state could gain by breaking its word, month by month (DESIGN §7, self-enforcing).

A state that breaks its word in a month runs its own stretch for itself from then on, pays and receives nothing more,
and has no agreement in the years after. It keeps its word where what it would lose later weighs more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maslahat.basin import Array, Trial, monthly_value_usd_m
from maslahat.options.dossier import Dossier
from maslahat.options.play import Play

SENTENCE = (
    "A state that breaks its word in a month runs its own stretch for itself from then on, neither pays nor receives "
    "for the rest of the season, and has no agreement in the years after; payments fall due in equal parts each month."
)
NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Temptation:
    """What one state could gain at most by breaking its word, and in which month of which kind of year."""

    gain_usd_m: float
    month: str
    year_class: int

    def critical_discount(self, yearly_gain_usd_m: float) -> float | None:
        """Return the weight of the next year at which the state just keeps its word; None where none makes it.

        Grim trigger: it keeps its word where temptation <= delta / (1 - delta) times its yearly gain.
        """
        if self.gain_usd_m <= NOTHING:
            return 0.0
        if yearly_gain_usd_m <= NOTHING:
            return None
        return self.gain_usd_m / (self.gain_usd_m + yearly_gain_usd_m)

    def escrow_usd_m(self, yearly_gain_usd_m: float, discount: float) -> float:
        """Return the smallest deposit, lost by breaking one's word, that makes the state keep it at `discount`."""
        return max(0.0, self.gain_usd_m - discount / (1 - discount) * max(yearly_gain_usd_m, 0.0))


def temptations(
    dossier: Dossier, play: Play, payments_usd_m: Array, alone: dict[str, Array]
) -> dict[str, Temptation]:
    """Return each signatory's temptation under a package.

    `play` is the package on the mean trace of each kind of year; `payments_usd_m` (kinds, signatories) what each state
    receives in a year of each kind; `alone` what `values_alone` found for the play.
    """
    monthly = monthly_value_usd_m(
        dossier.network, dossier.mean.inflow_mm3, play.conduct, dossier.ends, dossier.signatories
    )
    return {
        party: _temptation(dossier, alone[party], monthly[:, :, i], payments_usd_m[:, i])
        for i, party in enumerate(dossier.signatories)
    }


def _temptation(dossier: Dossier, alone: Array, value: Array, payments: Array) -> Temptation:
    months = dossier.network.months
    # What is still to come when month t begins, if everybody keeps the agreement (kinds, T).
    to_come = np.cumsum(value[:, ::-1], axis=1)[:, ::-1]
    due = payments[dossier.mean.classes, None] * (months - np.arange(months)) / months
    gain = alone - to_come - due
    k, t = np.unravel_index(int(np.argmax(gain)), gain.shape)
    return Temptation(
        gain_usd_m=max(0.0, float(gain[k, t])),
        month=dossier.network.periods[int(t)].label,
        year_class=int(dossier.mean.classes[int(k)]),
    )


def values_alone(dossier: Dossier, play: Play) -> dict[str, Array]:
    """Return the best each signatory can do alone from each month on, the agreement kept until then (kinds, T)."""
    table = dossier.table(dossier.mean)
    found = {}
    for party in dossier.signatories:
        owned = np.array([node.owner == party for node in dossier.network.nodes])
        program = table.program((party,), (1.0,), owned)
        found[party] = Trial(program, dossier.mean, play.conduct).best_from_each_month()
    return found
