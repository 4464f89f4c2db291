"""Means, intervals and shares over weighted traces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maslahat.basin import Array
from maslahat.options.result import Spread

LOW, HIGH = 0.1, 0.9


def spread(values: Array, weights: Array) -> Spread:
    """Return mean, the middle 80 %, worst and best of values (K,) with weights that sum to one."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    return Spread(
        mean=float(weights @ values),
        low=float(np.interp(LOW, reached, values[order])),
        high=float(np.interp(HIGH, reached, values[order])),
        worst=float(values.min()),
        best=float(values.max()),
    )


def by_class(values: Array, weights: Array, classes: NDArray[np.intp], count: int) -> Array:
    """Return the mean of values (K, ...) in each kind of year (count, ...); a kind without a trace has 0."""
    means = np.zeros((count, *values.shape[1:]))
    for c in range(count):
        inside = classes == c
        if inside.any():
            means[c] = np.average(values[inside], axis=0, weights=weights[inside])
    return means


def share(hit: NDArray[np.bool_] | np.bool_, weights: Array) -> float:
    """Return the weight of the traces that are hit, between 0 and 1."""
    return float(weights[np.asarray(hit)].sum() / weights.sum())
