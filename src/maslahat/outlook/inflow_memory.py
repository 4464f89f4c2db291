"""How the months of a river hang together: the correlation of standard normal scores of flow (DESIGN §9).

Two forms. `TwoScale`, for a head of which only a few figures are known: a quick part (recession of a flood)
and a slow part (ground water, the wet or dry year). `PeriodicMemory`, fitted on a series: a periodic
autoregression, PAR(p), with coefficients of its own for every calendar month (Salas et al., Applied
Modeling of Hydrologic Time Series, 1980).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from maslahat.outlook.inflow_marginal import Floats

STATE_MONTHS = 12  # of history that the coming months are taken to depend on
SLOW_DECAY = (
    0.92  # per month: the slow part halves in eight months, so that little of it is left after two years
)
_WARM_UP_YEARS = 25


@dataclass(frozen=True, slots=True)
class TwoScale:
    """Correlation `slow_share * SLOW_DECAY**k + (1 - slow_share) * quick_decay**k` of months k apart."""

    slow_share: float
    quick_decay: float

    def correlation(self, first_month: int, count: int) -> Floats:  # noqa: ARG002  (the same all year round)
        """Return the count x count correlation of consecutive months; the first month makes no difference."""
        lag = np.abs(np.subtract.outer(np.arange(count), np.arange(count))).astype(float)
        quick = np.where(lag == 0, 1.0, float(self.quick_decay) ** lag)
        return np.asarray(self.slow_share * SLOW_DECAY**lag + (1 - self.slow_share) * quick)


@dataclass(frozen=True, slots=True)
class PeriodicMemory:
    """PAR(p): for each calendar month the weights of the p months before it and the variance of what is
    new.
    """

    weights: tuple[tuple[float, ...], ...]  # 12 tuples, last month first
    innovation: tuple[float, ...]  # 12 variances

    def correlation(self, first_month: int, count: int) -> Floats:
        """Return the count x count correlation of consecutive months, the first being calendar month
        `first_month`.
        """
        warm_up = 12 * _WARM_UP_YEARS
        total = warm_up + count
        covariance = np.zeros((total, total))
        longest = max(len(row) for row in self.weights)
        covariance[:longest, :longest] = np.eye(longest)
        for t in range(longest, total):
            month = (first_month - 1 + t - warm_up) % 12
            weights = np.array(self.weights[month])
            past = slice(t - len(weights), t)
            row = weights[::-1] @ covariance[past, :t]
            covariance[t, :t] = covariance[:t, t] = row
            covariance[t, t] = weights[::-1] @ row[past] + self.innovation[month]
        covariance = covariance[warm_up:, warm_up:]
        scale = np.sqrt(np.diag(covariance))
        return np.asarray(covariance / np.outer(scale, scale))


Memory = TwoScale | PeriodicMemory


def two_scale_for(
    lag1: float, annual_cv: float, month_sd: Floats, annual_mean: float
) -> tuple[TwoScale, float]:
    """Return the memory with persistence `lag1` from month to month that gives `annual_cv`, and the CV it
    reaches.

    `month_sd` and `annual_mean` are volumes (any one unit) of the 12 calendar months and of the year. Where
    no slow part gives the CV, the persistence itself is moved: variability of annual volume counts for more
    than of months.
    """

    def memory(slow: float) -> TwoScale:
        slow_part = slow * SLOW_DECAY
        return TwoScale(slow, float(np.clip((lag1 - slow_part) / max(1 - slow, 1e-9), -0.99, 0.999)))

    def pure(decay: float) -> TwoScale:
        return TwoScale(0.0, decay)

    def reached(candidate: TwoScale) -> float:
        return annual_cv_of(candidate, month_sd, annual_mean)

    most = min(max(lag1, 0.0) / SLOW_DECAY, 1.0)
    if reached(memory(0.0)) > annual_cv:
        found = pure(_root(lambda decay: reached(pure(decay)) - annual_cv, -0.99, min(lag1, 0.999)))
    elif reached(memory(most)) < annual_cv:
        found = pure(_root(lambda decay: reached(pure(decay)) - annual_cv, max(lag1, 0.0), 0.9999))
    else:
        found = memory(_root(lambda slow: reached(memory(slow)) - annual_cv, 0.0, most))
    return found, reached(found)


def annual_cv_of(memory: Memory, month_sd: Floats, annual_mean: float) -> float:
    """Return the coefficient of variation of the volume of a calendar year."""
    return (
        float(np.sqrt(month_sd @ memory.correlation(1, 12) @ month_sd) / annual_mean) if annual_mean else 0.0
    )


def _root(gap: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising `gap` is nought between `low` and `high`, or the nearer end (bisection, 50
    halvings).
    """
    if gap(low) >= 0:
        return low
    if gap(high) <= 0:
        return high
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return (low + high) / 2
