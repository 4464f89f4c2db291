"""The distribution of the flow of one calendar month: Pearson type III, the gamma family shifted (DESIGN
§9).

It is the standard of hydrology in the region (there written with the ratio Cs/Cv). With Cs = 2 Cv it is the
plain gamma distribution; with a greater ratio its lower end lies above zero, so a flow is never negative.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

LEAST_SKEW_RATIO = 2.0
SCORE_LIMIT = 4.0  # of a flow outside of what the distribution can give, in standard deviations
LEAST_CV = 1e-6  # less is a constant flow
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(31)


def flow_of_score(score: Any, mean_m3s: Any, cv: Any, skew_ratio: Any) -> Floats:
    """Return the flow (m³/s) whose probability of not being exceeded is that of the standard normal `score`.

    All arguments broadcast. A month with `cv` 0 flows at its mean.
    """
    mean, spread, ratio, z = np.broadcast_arrays(
        np.asarray(mean_m3s, float),
        np.asarray(cv, float),
        np.asarray(skew_ratio, float),
        np.asarray(score, float),
    )
    safe = np.where(spread > LEAST_CV, spread, 1.0)
    shape = 4.0 / (ratio * safe) ** 2
    gamma = np.empty(z.shape)  # each tail from its own end keeps it exact
    above = z > 0
    gamma[~above] = special.gammaincinv(shape[~above], special.ndtr(z[~above]))
    gamma[above] = special.gammainccinv(shape[above], special.ndtr(-z[above]))
    return np.asarray(mean * np.where(spread > LEAST_CV, 1 + safe * (gamma - shape) / np.sqrt(shape), 1.0))


def score_of_flow(flow_m3s: Any, mean_m3s: Any, cv: Any, skew_ratio: Any) -> Floats:
    """Return the standard normal score of a flow: inverse of `flow_of_score`, cut at ±4; nan stays nan."""
    mean, spread, ratio, flow = np.broadcast_arrays(
        np.asarray(mean_m3s, float),
        np.asarray(cv, float),
        np.asarray(skew_ratio, float),
        np.asarray(flow_m3s, float),
    )
    safe = np.where((spread > LEAST_CV) & (mean > 0), spread, 1.0)
    shape = 4.0 / (ratio * safe) ** 2
    gamma = shape + np.sqrt(shape) * (flow / np.where(mean > 0, mean, 1.0) - 1) / safe
    gamma = np.where(np.isnan(gamma), np.nan, np.maximum(gamma, 0.0))
    below, above = special.gammainc(shape, gamma), special.gammaincc(shape, gamma)
    with np.errstate(divide="ignore"):
        score = np.where(below < 0.5, special.ndtri(below), -special.ndtri(above))
    score = np.clip(score, -SCORE_LIMIT, SCORE_LIMIT)
    return np.asarray(
        np.where((spread > LEAST_CV) & (mean > 0), score, np.where(np.isnan(flow), np.nan, 0.0))
    )


def expected_flow(score_mean: Any, score_sd: Any, mean_m3s: Any, cv: Any, skew_ratio: Any) -> Floats:
    """Return the mean flow (m³/s) where the score is normal with that mean and standard deviation (31-point
    quadrature).
    """
    scores = np.asarray(score_mean, float)[..., None] + np.asarray(score_sd, float)[..., None] * _NODES
    flows = flow_of_score(
        scores,
        np.asarray(mean_m3s, float)[..., None],
        np.asarray(cv, float)[..., None],
        np.asarray(skew_ratio, float)[..., None],
    )
    return np.asarray(flows @ (_WEIGHTS / _WEIGHTS.sum()))
