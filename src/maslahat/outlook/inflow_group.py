"""How heads vary together: the correlation of each with one common factor (DESIGN §9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from maslahat.core import Period
from maslahat.outlook.inflow import InflowModel
from maslahat.outlook.inflow_marginal import Floats, score_of_flow

LEAST_SHARED = 60  # months that two series must share before their correlation counts
MOST_LOADING = 0.99
_ROUNDS = 200


def common_loadings(
    models: Sequence[InflowModel], series: Mapping[str, Mapping[Period, float]]
) -> tuple[float, ...]:
    """Return each head's correlation with a common factor, nought where it shares too few months with any
    other.

    Principal factor analysis with one factor on the correlations of normal scores of the same months: the
    products of two loadings come as near as can be to the correlation of the two heads. Negative loadings
    are cut at nought.
    """
    scores = [_scores(model, series[model.node]) for model in models]
    if len(models) < 2:
        return (0.0,) * len(models)
    return tuple(_one_factor(_correlation(scores)).tolist())


def _scores(model: InflowModel, flows: Mapping[Period, float]) -> dict[Period, float]:
    months = [period.month - 1 for period in flows]
    found = score_of_flow(
        list(flows.values()),
        np.array(model.mean_m3s)[months],
        np.array(model.cv)[months],
        np.array(model.skew_ratio)[months],
    )
    return dict(zip(flows, found.tolist(), strict=True))


def _correlation(scores: Sequence[Mapping[Period, float]]) -> Floats:
    table = np.eye(len(scores))
    for i, one in enumerate(scores):
        for j, other in enumerate(scores[:i]):
            shared = [period for period in one if period in other]
            pair = np.array([[one[period], other[period]] for period in shared])
            if len(shared) >= LEAST_SHARED and (pair.std(axis=0) > 0).all():
                table[i, j] = table[j, i] = np.corrcoef(pair.T)[0, 1]
    return table


def _one_factor(correlation: Floats) -> Floats:
    """Return loadings: the leading eigenvector of the correlations with the communalities on the diagonal."""
    reduced = correlation.copy()
    np.fill_diagonal(reduced, np.abs(correlation - np.eye(len(correlation))).max(axis=1))
    loading = np.zeros(len(correlation))
    for _ in range(_ROUNDS):
        values, vectors = np.linalg.eigh(reduced)
        vector = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
        loading = np.clip(vector * np.sqrt(max(float(values[-1]), 0.0)), 0.0, MOST_LOADING)
        np.fill_diagonal(reduced, loading**2)
    return np.asarray(loading)
