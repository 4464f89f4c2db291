"""The probability of any death next month in states that are nearly event-less, rolled through time
(DESIGN §9).

Two views are pooled: a logistic regression over all units of the world (recency, share of months with deaths,
level; a ridge holds the slopes), fitted anew each January on what was known then; and each state's own
rate with
five years' half-life, drawn towards that of the group. The pool is then scaled by how often the group's
earlier
probabilities came true (a ratio of odds, drawn towards one). Never 0 and never 1. What was chosen on
which years
is said in `docs/outlook-events.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from maslahat.core import Fault, InputError, Period
from maslahat.outlook.events.features import Past, past_of
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

CENTRAL_ASIA = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")
FIRST_LESSON = 24
LESSON_HALF_LIFE = 120.0
RATE_HALF_LIFE = 60.0
GROUP_MONTHS = 12.0
REGRESSION_SHARE = 0.7
EVENTS_BEFORE_TRUST = 20.0
REGRESSORS = 11
MOST_STEPS = 40
SMALLEST_STEP = 1e-4
SETTLED = 1e-9


@dataclass(frozen=True)
class Hindcast:
    """Probabilities (states × months) made one month ahead from `first` on, and what came (NaN: not known
    yet).

    The last month may lie one beyond the data: that is the forecast. `views` are the two members'
    probabilities
    before they were pooled; `rate` is each state's plain share of months with deaths until then.
    """

    states: tuple[str, ...]
    first: Period
    probability: Floats
    came: Floats
    views: dict[str, Floats]
    rate: Floats

    @property
    def months(self) -> tuple[Period, ...]:
        """The months forecast."""
        return tuple(self.first.plus(k) for k in range(self.probability.shape[1]))

    def known(self) -> tuple[Floats, Floats]:
        """Return probability and outcome of the state-months whose outcome is known, flat."""
        seen = ~np.isnan(self.came)
        return self.probability[seen], self.came[seen]


def rolling_any_death(
    panel: Panel,
    states: tuple[str, ...] = CENTRAL_ASIA,
    first: Period | None = None,
    tick: Callable[[int], None] | None = None,
) -> Hindcast:
    """Return one-month-ahead probabilities from `first` (January 2000) to the month after the panel's end.

    Raises InputError where the panel lacks one of the states or starts less than five years before `first`.
    """
    first = first or Period(2000, 1)
    rows = np.array(panel.rows(states))
    begin = panel.index_of(first)
    _check(panel, states, begin)
    past = past_of(panel)
    event = panel.known > 0
    regression = np.empty((len(rows), panel.months + 1 - begin))
    slopes = np.zeros(REGRESSORS)
    for origin in range(begin, panel.months + 1):
        if origin == begin or panel.start.plus(origin).month == 1:
            slopes = _fit(panel, past, event, origin, slopes)
            if tick:
                tick(panel.start.plus(origin).year)
        at = np.full(len(rows), origin)
        regression[:, origin - begin] = expit(_design(panel, past, rows, at) @ slopes)
    rate = _rates(panel, rows, begin, RATE_HALF_LIFE, GROUP_MONTHS)
    came = np.full_like(regression, np.nan)
    came[:, :-1] = np.where(np.isnan(panel.counts[rows, begin:]), np.nan, event[rows, begin:])
    pooled = REGRESSION_SHARE * regression + (1 - REGRESSION_SHARE) * rate
    return Hindcast(
        states=states,
        first=first,
        probability=_scaled(pooled, came),
        came=came,
        views={"regression": regression, "own rate": rate},
        rate=_rates(panel, rows, begin, 1e9, 0.0),
    )


def _check(panel: Panel, states: tuple[str, ...], begin: int) -> None:
    """Raise for states that the panel lacks and for a start with too little before it."""
    faults = [
        Fault(panel.release or "history", f"no column {state}", "all of " + ", ".join(states))
        for state in states
        if state not in panel.units
    ]
    if begin < 60 or begin > panel.months:
        faults.append(
            Fault(
                panel.release or "history",
                f"months {panel.start} to {panel.end}",
                "five years before the first",
            )
        )
    if faults:
        raise InputError(faults)


def _design(panel: Panel, past: Past, unit: NDArray[np.int64], origin: NDArray[np.int64]) -> Floats:
    """Return the regressors of moments: shares of months with deaths, levels, recency, the long rate."""
    since = past.since[unit, origin]
    observed = np.maximum(origin - np.minimum(panel.first_observed[unit], panel.months), 0)
    events = past.event_count[unit, origin]
    columns = [np.ones(len(unit))]
    columns += [past.busy[w][unit, origin] for w in (12, 36, 120)]
    columns += [np.log1p(np.minimum(since, 240.0)) / 5.0]
    columns += [past.log_means[w][unit, origin] / 3.0 for w in (120, 12)]
    columns += [np.log((events + 0.05) / (observed + 5.0)) / 3.0]
    columns += [np.exp(-since / months) for months in (3.0, 12.0, 48.0)]
    return np.stack(columns, axis=1)


def _fit(panel: Panel, past: Past, event: NDArray[np.bool_], origin: int, start: Floats) -> Floats:
    """Return ridge-logistic slopes learnt from every unit's months before `origin`, searched from `start`."""
    unit, month = (
        axis.ravel() for axis in np.meshgrid(np.arange(len(panel.units)), np.arange(FIRST_LESSON, origin))
    )
    keep = ~np.isnan(panel.counts[unit, month]) & (panel.first_observed[unit] < month)
    unit, month = unit[keep], month[keep]
    design = _design(panel, past, unit, month)
    happened = event[unit, month].astype(float)
    weight = 0.5 ** ((origin - month) / LESSON_HALF_LIFE)
    penalty = np.r_[1e-3, np.ones(design.shape[1] - 1)]
    return _newton(design, happened, weight, penalty, start)


def _newton(design: Floats, happened: Floats, weight: Floats, penalty: Floats, slopes: Floats) -> Floats:
    """Return the slopes of the penalised likelihood's maximum, by Newton steps that are halved until they
    help.
    """

    def loss(at: Floats) -> float:
        log_odds = design @ at
        return float(
            (weight * (np.logaddexp(0.0, log_odds) - happened * log_odds)).sum() + (penalty * at**2).sum() / 2
        )

    value = loss(slopes)
    for _ in range(MOST_STEPS):
        said = expit(design @ slopes)
        gradient = design.T @ (weight * (said - happened)) + penalty * slopes
        curvature = (design * (weight * said * (1.0 - said))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        scale = 1.0
        while (tried := loss(slopes - scale * step)) > value and scale > SMALLEST_STEP:
            scale /= 2.0
        slopes = slopes - scale * step
        if value - tried < SETTLED * (1.0 + abs(value)):
            break
        value = tried
    return slopes


def _rates(
    panel: Panel, rows: NDArray[np.int64], begin: int, half_life: float, group_months: float
) -> Floats:
    """Return each state's share of months with deaths before each origin, aged, drawn towards the group's."""
    observed = (~np.isnan(panel.counts[rows])).astype(float)
    event = (panel.known[rows] > 0).astype(float)
    columns = []
    for origin in range(begin, panel.months + 1):
        weight = 0.5 ** (np.arange(origin)[::-1] / half_life)
        months = observed[:, :origin] @ weight
        events = event[:, :origin] @ weight
        group = (events.sum() + 0.5) / (months.sum() + 1.0)
        columns.append((events + group_months * group) / np.maximum(months + group_months, 1.0))
    return np.stack(columns, axis=1)


def _scaled(probability: Floats, came: Floats) -> Floats:
    """Scale the odds by the ratio of what came and what was said so far, drawn towards one."""
    said = np.cumsum(np.where(np.isnan(came), 0.0, probability).sum(axis=0))
    seen = np.cumsum(np.nan_to_num(came).sum(axis=0))
    ratio = (np.r_[0.0, seen[:-1]] + EVENTS_BEFORE_TRUST) / (np.r_[0.0, said[:-1]] + EVENTS_BEFORE_TRUST)
    inner = np.clip(probability, 1e-6, 1 - 1e-6)
    odds = inner / (1.0 - inner) * ratio
    return np.asarray(odds / (1.0 + odds))
