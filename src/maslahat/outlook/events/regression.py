"""A negative binomial regression of counts with partial pooling of units (DESIGN §9).

log μ = x·β + u_unit with a normal prior on β and u (ridge, a unit with little to say stays near the rest),
variance μ + μ²/k with k by group of level. Fitted by iteratively reweighted least squares (Hilbe, 2011,
"Negative Binomial Regression"; the penalty as in Gelman and Hill, 2007, ch. 12).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from maslahat.outlook.events.features import Past, past_of
from maslahat.outlook.events.grid import SUPPORT
from maslahat.outlook.events.lessons import Lessons, lessons_of
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

STEP = 6
ROUNDS = 12
PRIOR_UNIT = 4.0
PRIOR_SLOPE = 1.0
HALF_LIFE_MONTHS = 180.0
LEVEL_CUTS = np.array([0.02, 0.3, 1.5, 3.0, 5.0])
SIZE_RANGE = (0.01, 20.0)


def count_regression(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return cumulative probabilities (units × leads × SIZE) of the fitted negative binomial."""
    past = past_of(panel)
    lessons = lessons_of(panel, leads, step=STEP)
    slopes, effects, cap = _fit(past, lessons, len(panel.units))
    fitted = _mean(
        _design(past, lessons.unit, lessons.origin, lessons.lead), slopes, effects[lessons.unit], cap
    )
    size = _sizes(past.level[lessons.unit, lessons.origin], lessons.outcome, fitted)
    units = np.arange(len(panel.units))
    now = np.full(len(units), panel.months)
    group = np.digitize(past.level[units, now], LEVEL_CUTS)
    layers = []
    for lead in leads:
        mean = _mean(_design(past, units, now, np.full(len(units), lead)), slopes, effects, cap)
        shape = size[group]
        layers.append(nbinom.cdf(SUPPORT[None], shape[:, None], (shape / (shape + mean))[:, None]))
    result = np.stack(layers, axis=1)
    result[..., -1] = 1.0
    return result


def _design(
    past: Past, unit: NDArray[np.int64], origin: NDArray[np.int64], lead: NDArray[np.int64]
) -> Floats:
    """Return the regressors: one, levels over windows, share of busy months, recency, lead."""
    columns = [np.ones(len(unit)), past.level[unit, origin]]
    columns += [past.log_means[w][unit, origin] for w in (1, 6, 24, 120)]
    columns += [past.busy[w][unit, origin] for w in (12, 120)]
    columns += [np.log1p(past.since[unit, origin]) / 5.0, past.spread[unit, origin], np.log(lead) / 3.0]
    return np.stack(columns, axis=1)


def _fit(past: Past, lessons: Lessons, units: int) -> tuple[Floats, Floats, float]:
    """Return slopes, effects of units and the largest log mean allowed, by penalised reweighting."""
    design = _design(past, lessons.unit, lessons.origin, lessons.lead)
    age = 0.5 ** (lessons.age / HALF_LIFE_MONTHS)
    cap = float(np.log(lessons.outcome.max() + 1.0))
    width = design.shape[1]
    penalty = np.r_[np.full(width, PRIOR_SLOPE), np.full(units, PRIOR_UNIT)]
    penalty[0] = 1e-6
    slopes, effects = np.zeros(width), np.zeros(units)
    slopes[0], slopes[1] = -4.0, 1.0
    for _ in range(ROUNDS):
        log_mean = np.minimum(design @ slopes + effects[lessons.unit], cap)
        mean = np.exp(log_mean)
        weight = age * mean / (1.0 + mean)
        response = log_mean + np.clip((lessons.outcome - mean) / mean, -1.0, 20.0)
        slopes, effects = _solve(design, lessons.unit, weight, response, penalty, units)
    return slopes, effects, cap


def _solve(
    design: Floats, unit: NDArray[np.int64], weight: Floats, response: Floats, penalty: Floats, units: int
) -> tuple[Floats, Floats]:
    """Solve one weighted ridge step; the effects of units are a diagonal block and are eliminated."""
    width = design.shape[1]
    weighted = design * weight[:, None]
    cross = np.stack([np.bincount(unit, weighted[:, k], units) for k in range(width)], axis=1)
    diagonal = np.bincount(unit, weight, units) + penalty[width:]
    right = np.bincount(unit, weight * response, units)
    schur = design.T @ weighted + np.diag(penalty[:width]) - cross.T @ (cross / diagonal[:, None])
    slopes = np.asarray(np.linalg.solve(schur, weighted.T @ response - cross.T @ (right / diagonal)), float)
    return slopes, (right - cross @ slopes) / diagonal


def _mean(design: Floats, slopes: Floats, effects: Floats, cap: float) -> Floats:
    """Return the expected count, never beyond the largest ever seen."""
    return np.asarray(np.exp(np.minimum(design @ slopes + effects, cap)))


def _sizes(level: Floats, outcome: Floats, mean: Floats) -> Floats:
    """Return the size k of the negative binomial by group of level: most likely over a grid."""
    group = np.digitize(level, LEVEL_CUTS)
    grid = np.geomspace(*SIZE_RANGE, 40)
    sizes = np.full(len(LEVEL_CUTS) + 1, 0.1)
    for g in range(len(sizes)):
        mine = np.flatnonzero(group == g)[:4000]
        if len(mine):
            m, y = mean[mine], outcome[mine]
            fit = [nbinom.logpmf(y, k, k / (k + m)).sum() for k in grid]
            sizes[g] = grid[int(np.argmax(fit))]
    return sizes
