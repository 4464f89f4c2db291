"""Scores of a probability of any event: Brier, AUC, reliability (DESIGN §9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Forecasts of like probability: how many, what they said on average, how often it came."""

    cells: int
    said: float
    came: float


def brier(probability: Floats, happened: Floats) -> float:
    """Return the mean squared difference of probability and outcome (0 or 1)."""
    return float(np.mean((np.asarray(probability) - np.asarray(happened)) ** 2))


def auc(probability: Floats, happened: Floats) -> float:
    """Return the chance that a cell with an event had the higher probability; ties count half.

    Raises ValueError where there is no event at all, or nothing else: the figure has no meaning then.
    """
    event = np.asarray(happened) > 0
    events, others = int(event.sum()), int((~event).sum())
    if events == 0 or others == 0:
        raise ValueError("AUC needs at least one cell with an event and one without")
    ranks = rankdata(probability)
    return float((ranks[event].sum() - events * (events + 1) / 2) / (events * others))


def reliability(probability: Floats, happened: Floats, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Return at most `bins` groups of like size in order of probability; equal probabilities stay
    together.
    """
    probability = np.asarray(probability, dtype=float)
    happened = np.asarray(happened, dtype=float)
    cuts = np.unique(np.quantile(probability, np.linspace(0, 1, bins + 1)[1:-1]))
    group = np.searchsorted(cuts, probability, side="left")
    return tuple(
        ReliabilityBin(
            int((group == g).sum()), float(probability[group == g].mean()), float(happened[group == g].mean())
        )
        for g in np.unique(group)
    )


def calibration_error(probability: Floats, happened: Floats, bins: int = 10) -> float:
    """Return the mean |said − came| over the reliability bins, weighted by their cells."""
    table = reliability(probability, happened, bins)
    return sum(row.cells * abs(row.said - row.came) for row in table) / sum(row.cells for row in table)
