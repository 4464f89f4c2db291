"""Will it be kept? The patience and the deposit that make keeping one's word the better choice (DESIGN §7).

An agreement runs for a season of T periods that repeats for ever. In period t a party that keeps it has
`cooperate[t]`; if it breaks it there it has `deviate_now[t]` in that period and from the next one on what
`punish` gives, for ever (grim trigger; Friedman 1971). It keeps its word in period t where

    deviate_now[t] - cooperate[t]  ≤  Σ_{s ≥ 1} b^s (cooperate[t+s] - punish[t+s])

with b = δ^(1/periods_per_year) and δ the yearly discount factor. Both sides times 1 - b^T are a polynomial in
b, whose largest root below 1 is where keeping begins to pay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maslahat.accord.problem import Floats
from maslahat.core import Fault, InputError

JUST = 1e-12


@dataclass(frozen=True, eq=False)
class Promise:
    """What one party has by period of the season: keeping, breaking it now, and after it is broken.

    All three are (T,), in one unit (million USD, say); `periods_per_year` turns the yearly discount factor
    into that of a period. Raises InputError where the lengths differ or a number is not finite.
    """

    cooperate: Floats
    deviate_now: Floats
    punish: Floats
    periods_per_year: int = 12

    def __post_init__(self) -> None:
        """Bring the three into arrays of one length."""
        names = ("cooperate", "deviate_now", "punish")
        for name in names:
            object.__setattr__(self, name, np.atleast_1d(np.asarray(getattr(self, name), dtype=float)))
        length = len(self.cooperate)
        faults = [
            Fault(f"promise, {name}", f"{len(getattr(self, name))} numbers", f"{length} finite numbers")
            for name in names
            if getattr(self, name).shape != (length,) or not np.isfinite(getattr(self, name)).all()
        ]
        if self.periods_per_year < 1:
            faults.append(Fault("promise, periods_per_year", str(self.periods_per_year), "1 or more"))
        if faults:
            raise InputError(faults)

    @property
    def temptation(self) -> Floats:
        """Return what breaking the promise brings at once, by period."""
        return self.deviate_now - self.cooperate

    @property
    def stake(self) -> Floats:
        """Return what keeping it is worth in each later period."""
        return self.cooperate - self.punish


@dataclass(frozen=True)
class Keeping:
    """When a party keeps its word.

    `critical_discount` is the smallest yearly discount factor from which on it keeps it in every period: 0
    where it is never tempted, None where no patience is enough. `tightest` is the period (0 … T-1) that
    decides.
    `escrow` is the smallest deposit, lost on breaking the promise, that makes it keep it at `discount`.
    """

    promise: Promise
    critical_discount: float | None
    tightest: int
    discount: float
    escrow: float
    escrow_period: int


def keeping(promise: Promise, discount: float = 0.9) -> Keeping:
    """Return the critical discount factor with its tightest period, and the smallest escrow at `discount`."""
    if not 0 <= discount < 1:
        raise InputError(Fault("discount factor", f"{discount:g}", "from 0 up to, not including, 1"))
    roots = [_critical(promise, t) for t in range(len(promise.cooperate))]
    tightest = max(range(len(roots)), key=lambda t: (roots[t], promise.temptation[t]))
    beyond = roots[tightest] >= 1
    short = shortfall(promise, discount)
    period = int(short.argmax())
    return Keeping(
        promise,
        None if beyond else roots[tightest] ** promise.periods_per_year,
        tightest,
        discount,
        max(float(short[period]), 0.0),
        period,
    )


def shortfall(promise: Promise, discount: float) -> Floats:
    """Return by period what breaking the promise brings beyond what it costs later (discount by the year)."""
    step = discount ** (1 / promise.periods_per_year)
    length = len(promise.stake)
    ahead = np.array([promise.stake[(t + 1 + np.arange(length)) % length] for t in range(length)])
    later = ahead @ step ** np.arange(1, length + 1) / (1 - step**length)
    return np.asarray(promise.temptation - later)


def grim_trigger(temptation: float, reward: float, punishment: float) -> float:
    """Return δ* = (T - R) / (T - P) of the repeated dilemma. Raises InputError unless T > R > P."""
    if not temptation > reward > punishment:
        found = f"T = {temptation:g}, R = {reward:g}, P = {punishment:g}"
        raise InputError(Fault("grim trigger", found, "T > R > P"))
    return (temptation - reward) / (temptation - punishment)


def polynomial(promise: Promise, period: int) -> Floats:
    """Return the coefficients c_0 … c_T of the polynomial in b that is ≥ 0 where keeping pays in `period`."""
    length = len(promise.stake)
    coefficients = np.zeros(length + 1)
    coefficients[1:] = promise.stake[(period + 1 + np.arange(length)) % length]
    coefficients[0] -= promise.temptation[period]
    coefficients[length] += promise.temptation[period]
    return coefficients


def _critical(promise: Promise, period: int) -> float:
    """Return the b from which on the promise is kept in the period; 1 where there is none."""
    coefficients = polynomial(promise, period)
    size = float(np.abs(coefficients).max())
    if size == 0:
        return 0.0
    if coefficients.sum() <= JUST * size:
        return 0.0 if promise.temptation[period] <= 0 and (promise.stake >= 0).all() else 1.0
    roots = np.roots(np.trim_zeros(coefficients[::-1], "f"))
    real = roots.real[np.abs(roots.imag) < 1e-7]
    inside = sorted((float(root) for root in real if 0 < root < 1), reverse=True)
    for root in inside:
        below = max((other for other in inside if other < root - 1e-9), default=0.0)
        if np.polyval(coefficients[::-1], (root + below) / 2) < 0:
            return _polished(coefficients, root)
    return 0.0


def _polished(coefficients: Floats, root: float) -> float:
    """Return the root after a few Newton steps."""
    slope = np.polyder(coefficients[::-1])
    for _ in range(4):
        steep = float(np.polyval(slope, root))
        root -= float(np.polyval(coefficients[::-1], root)) / steep if steep else 0.0
    return float(np.clip(root, 0.0, 1.0))
