"""Scores of a predictive distribution, to the definitions of the VIEWS 2023/24 prediction challenge
(DESIGN §9).

Takes draws (cells × samples) and what was observed (cells); gives one score a cell, so that any mean, per
country or per window, and any paired comparison can be taken afterwards. Definitions: Hegre et al. (2025),
"The 2023/24 VIEWS Prediction Challenge", Journal of Peace Research; CRPS after Gneiting and Raftery (2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

IGNORANCE_EDGES = np.array([0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
INTERVAL_LEVEL = 0.90
METRICS = ("crps", "ign", "mis")


@dataclass(frozen=True, slots=True)
class CellScores:
    """One value a cell for each of the challenge's three scores; lower is better for all."""

    crps: Floats
    ign: Floats
    mis: Floats

    def means(self) -> tuple[float, float, float]:
        """Return the mean CRPS, IGN and MIS."""
        return float(self.crps.mean()), float(self.ign.mean()), float(self.mis.mean())


def score_cells(draws: Floats, observed: Floats) -> CellScores:
    """Return CRPS (deaths), IGN (bits) and MIS (deaths) of every cell; `draws` is cells × samples."""
    return CellScores(
        crps=crps(draws, observed), ign=ignorance(draws, observed), mis=interval_score(draws, observed)
    )


def crps(draws: Floats, observed: Floats) -> Floats:
    """Return the ensemble CRPS, E|X − y| − ½ E|X − X′|, of every cell in the unit of the draws."""
    ordered = np.sort(np.asarray(draws, dtype=float), axis=1)
    samples = ordered.shape[1]
    rank_weights = 2.0 * np.arange(1, samples + 1) - samples - 1.0
    distance = np.abs(ordered - np.asarray(observed, dtype=float)[:, None]).mean(axis=1)
    spread: Floats = (ordered @ rank_weights) / samples**2
    return np.asarray(distance - spread)


def ignorance(draws: Floats, observed: Floats) -> Floats:
    """Return −log₂ of the probability of the observed bin, one draw added to each of the eleven bins."""
    hits = np.digitize(draws, IGNORANCE_EDGES) == np.digitize(observed, IGNORANCE_EDGES)[:, None]
    bins = len(IGNORANCE_EDGES)
    return np.asarray(-np.log2((hits.sum(axis=1) + 1.0) / (draws.shape[1] + bins)))


def interval_score(draws: Floats, observed: Floats, level: float = INTERVAL_LEVEL) -> Floats:
    """Return the interval score of the central interval at `level`: width, plus 2/α for each unit outside."""
    alpha = 1.0 - level
    low, high = np.quantile(draws, [alpha / 2, 1 - alpha / 2], axis=1)
    outside = np.maximum(low - observed, 0.0) + np.maximum(observed - high, 0.0)
    return np.asarray(high - low + 2.0 / alpha * outside)


def inside(draws: Floats, observed: Floats, level: float = INTERVAL_LEVEL) -> NDArray[np.bool_]:
    """Return for every cell whether the central interval at `level` holds what was observed."""
    alpha = 1.0 - level
    low, high = np.quantile(draws, [alpha / 2, 1 - alpha / 2], axis=1)
    return np.asarray((low <= observed) & (observed <= high))


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Mean score of ours minus theirs (negative: ours is better) with the bootstrap interval of 90 %."""

    mean: float
    low: float
    high: float
    share_better: float


def paired_bootstrap(
    ours: Floats,
    theirs: Floats,
    groups: NDArray[np.int64],
    rng: np.random.Generator,
    resamples: int = 1000,
) -> PairedDifference:
    """Return the difference of two mean scores, resampling whole groups (countries): cells within one are
    alike.

    `ours`, `theirs` and `groups` are one value a cell. `share_better` is the share of resamples in which ours
    is lower.
    """
    _, index = np.unique(groups, return_inverse=True)
    sums = np.bincount(index, weights=ours - theirs)
    sizes = np.bincount(index).astype(float)
    picks = rng.integers(0, len(sums), size=(resamples, len(sums)))
    means = sums[picks].sum(axis=1) / sizes[picks].sum(axis=1)
    low, high = np.quantile(means, [0.05, 0.95])
    return PairedDifference(
        float(np.mean(ours - theirs)), float(low), float(high), float(np.mean(means < 0.0))
    )
