"""Gradient-boosted quantiles of how far a count will lie from the unit's level (DESIGN §9).

LightGBM (Ke et al., 2017) with the pinball loss at seven levels, one model a level for all units and leads.
Needs the extra `events`. Two threads and a fixed seed: the same numbers on every run.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Fault, InputError
from maslahat.outlook.events.analogs import quiet_units
from maslahat.outlook.events.features import Past, past_of
from maslahat.outlook.events.grid import SUPPORT
from maslahat.outlook.events.lessons import lessons_of, spaced
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

LEVELS = np.array([0.05, 0.15, 0.30, 0.50, 0.70, 0.85, 0.95])
STEP = 6
TREES = 60
HALF_LIFE_MONTHS = 120.0
SETTINGS = {
    "objective": "quantile",
    "num_leaves": 6,
    "learning_rate": 0.1,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}


def boosted_quantiles(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return cumulative probabilities (units × leads × SIZE); quiet units as in `analogs`."""
    past = past_of(panel)
    lessons = lessons_of(panel, leads, step=STEP)
    result = quiet_units(panel, past, lessons, leads)
    active = np.flatnonzero(past.log_means[60][:, panel.months] > 0)
    busy = lessons.where(past.log_means[60][lessons.unit, lessons.origin] > 0)
    if not len(active) or len(busy.unit) < 500:
        return result
    known = _features(past, busy.unit, busy.origin, busy.lead)
    target = np.log1p(busy.outcome) - past.level[busy.unit, busy.origin]
    learnt = spaced(leads)
    asked = np.concatenate(
        [_features(past, active, np.full(len(active), panel.months), np.full(len(active), h)) for h in learnt]
    )
    moves = _boost(known, target, 0.5 ** (busy.age / HALF_LIFE_MONTHS), asked)
    logs = moves.reshape(len(learnt), len(active), -1) + past.level[active, panel.months][None, :, None]
    for place, unit in enumerate(active):
        for k, lead in enumerate(leads):
            row = [np.interp(lead, learnt, logs[:, place, q]) for q in range(len(LEVELS))]
            result[unit, k] = _cdf(np.array(row))
    return result


def _boost(known: Floats, target: Floats, weight: Floats, asked: Floats) -> Floats:
    """Return the quantiles (asked × levels), in order, of one boosted model a level."""
    try:
        import lightgbm  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise InputError(
            Fault("model boosted", "no lightgbm", "the extra `events`", "pip install 'maslahat[events]'")
        ) from error
    columns = [
        lightgbm.train(
            SETTINGS | {"alpha": level}, lightgbm.Dataset(known, target, weight=weight), TREES
        ).predict(asked)
        for level in LEVELS
    ]
    return np.sort(np.stack(columns, axis=1), axis=1)


def _features(
    past: Past, unit: NDArray[np.int64], origin: NDArray[np.int64], lead: NDArray[np.int64]
) -> Floats:
    """Return what a model may look at, a row a moment and lead."""
    tables = [*past.log_means.values(), *past.busy.values(), past.spread, past.level, past.trend]
    columns = [table[unit, origin] for table in tables]
    return np.stack([*columns, np.log1p(past.since[unit, origin]), lead.astype(float)], axis=1)


def _cdf(logs: Floats) -> Floats:
    """Return the distribution on the support through quantiles of log(1 + count), tails carried on."""
    low = max(0.0, 2 * logs[0] - logs[1])
    high = logs[-1] + 1.3 * (logs[-1] - logs[-2]) + 1e-6
    knots = np.maximum.accumulate(np.r_[low, np.maximum(logs, 0.0), high] + 1e-9 * np.arange(len(logs) + 2))
    levels = np.r_[0.0, LEVELS, 1.0]
    row: Floats = np.interp(np.log1p(SUPPORT + 0.5), knots, levels)
    row[-1] = 1.0
    return row
