"""One shared support for all predictive distributions of counts: exact to 60, then in steps of 3 %
(DESIGN §9).

A distribution is its cumulative probability at the points of `SUPPORT`. On one support, mixing distributions
is averaging rows, and the draws that a score wants are read off by inversion, the same every time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EXACT_TO = 60
STEP = 1.03
LARGEST = 60_000
DRAWS = 1000


def _points() -> Floats:
    """Return 0, 1, …, 60 and then whole numbers growing by 3 %."""
    points = list(range(EXACT_TO + 1))
    while points[-1] < LARGEST:
        points.append(int(np.ceil(points[-1] * STEP)))
    return np.array(points, dtype=float)


SUPPORT = _points()
SIZE = len(SUPPORT)


def cdf_of(samples: Floats, weights: Floats | None = None) -> Floats:
    """Return the cumulative probabilities (rows × SIZE) of weighted samples (rows × n), each row its own.

    A sample between two points of the support is shared between them so that the mean is kept; one beyond
    the last point is put there.
    """
    samples = np.minimum(np.asarray(samples, dtype=float), SUPPORT[-1])
    weight = np.broadcast_to(1.0 if weights is None else weights, samples.shape)
    masses = np.stack([point_masses(row, w[:, None])[:, 0] for row, w in zip(samples, weight, strict=True)])
    return normalised(masses)


def point_masses(samples: Floats, weights: Floats) -> Floats:
    """Return masses on the support (SIZE × k) of samples (n) under k columns of weights (n × k)."""
    upper = np.searchsorted(SUPPORT, samples, side="left")
    lower = np.maximum(upper - 1, 0)
    gap = np.where(upper > 0, SUPPORT[upper] - SUPPORT[lower], 1.0)
    share = np.where(upper > 0, (samples - SUPPORT[lower]) / gap, 1.0)
    columns = [
        np.bincount(upper, w * share, SIZE) + np.bincount(lower, w * (1.0 - share), SIZE) for w in weights.T
    ]
    return np.stack(columns, axis=1)


def normalised(masses: Floats) -> Floats:
    """Return cumulative probabilities along the last axis of non-negative masses with a positive sum."""
    total = masses.cumsum(axis=-1)
    return np.asarray(total / total[..., -1:])


def draws_of(cdf: Floats, count: int = DRAWS) -> Floats:
    """Return `count` draws a row (rows × count) at the levels (i − ½)/count: no randomness, whole numbers."""
    levels = (np.arange(count) + 0.5) / count
    return np.stack([_inverse(row, levels) for row in cdf])


def quantiles_of(cdf: Floats, levels: Floats) -> Floats:
    """Return the quantiles (rows × levels) of cumulative rows, whole numbers."""
    return np.stack([_inverse(row, np.asarray(levels, dtype=float)) for row in cdf])


def mean_of(cdf: Floats) -> Floats:
    """Return the mean of each distribution along the last axis."""
    masses = np.diff(cdf, axis=-1, prepend=0.0)
    return np.asarray(masses @ SUPPORT)


def _inverse(row: Floats, levels: Floats) -> Floats:
    """Return the points where one cumulative row reaches the levels; straight lines above the exact part."""
    index = np.minimum(np.searchsorted(row, levels - 1e-12), SIZE - 1)
    values = SUPPORT[index].copy()
    coarse = index > EXACT_TO
    at = index[coarse]
    below, above = row[at - 1], row[at]
    along = (levels[coarse] - below) / np.maximum(above - below, 1e-300)
    values[coarse] = np.round(SUPPORT[at - 1] + along * (SUPPORT[at] - SUPPORT[at - 1]))
    return values
