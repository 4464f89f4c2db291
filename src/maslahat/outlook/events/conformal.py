"""Intervals that hold what they promise where something happens: conformal, by bin of the forecast
(DESIGN §9).

The challenge's central interval is of the whole distribution, most of it zeros; on cells with deaths it
covers
less than it says. So the forecast given any death is calibrated apart: on earlier windows its probability
integral transforms are collected by bin of the expected count, and the band is as wide as the nine tenths of
them that lie nearest the middle need (split conformal, Mondrian by bin: Vovk et al., 2005; Romano et al.,
2019).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.outlook.events.grid import SUPPORT, mean_of
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

MEAN_CUTS = np.array([0.5, 5.0, 50.0])
EARLIER_WINDOWS = 10
FEWEST = 30


@dataclass(frozen=True, slots=True)
class Band:
    """By bin of the expected count: how far from the middle of the forecast given any death the band reaches.

    `reach[b]` in (0, 1]; 0.9 would be the uncalibrated band of 90 %. `cells[b]` says how many cells it
    rests on.
    """

    reach: Floats
    cells: NDArray[np.int64]

    def interval(self, cdf: Floats) -> tuple[Floats, Floats]:
        """Return the lowest and highest count (rows) of the band of each cumulative row."""
        reach = self.reach[np.digitize(mean_of(cdf), MEAN_CUTS)]
        zero = cdf[:, :1]
        given = (cdf - zero) / np.maximum(1.0 - zero, 1e-12)
        low = np.maximum((given < (0.5 - reach / 2)[:, None] + 1e-12).sum(axis=1), 1)
        high = (given < (0.5 + reach / 2)[:, None] - 1e-12).sum(axis=1)
        top = len(SUPPORT) - 1
        return SUPPORT[np.minimum(low, top)], SUPPORT[np.minimum(np.maximum(high, low), top)]


def calibrated_band(
    panel: Panel,
    leads: tuple[int, ...],
    forecast: Callable[[Panel, tuple[int, ...]], Floats],
    level: float = 0.9,
    windows: int = EARLIER_WINDOWS,
) -> Band:
    """Return the band calibrated on yearly cut-offs before the panel's end, whose outcomes it already
    holds.
    """
    distances, bins = [], []
    for back in range(max(leads), max(leads) + 12 * windows, 12):
        if panel.months - back < 60:
            break
        cdf, outcome = _earlier(panel, leads, forecast, back)
        distances.append(_distance(cdf, outcome))
        bins.append(np.digitize(mean_of(cdf), MEAN_CUTS))
    if not distances:
        return Band(np.full(len(MEAN_CUTS) + 1, 0.99), np.zeros(len(MEAN_CUTS) + 1, dtype=np.int64))
    return _band(np.concatenate(distances), np.concatenate(bins), level)


def _earlier(
    panel: Panel, leads: tuple[int, ...], forecast: Callable[[Panel, tuple[int, ...]], Floats], back: int
) -> tuple[Floats, Floats]:
    """Return forecasts and outcomes of the cells with deaths, made `back` months before the panel's end."""
    cutoff = panel.end.plus(-back)
    cdf = forecast(panel.until(cutoff), leads)
    outcome = np.stack([panel.observed(cutoff.plus(lead), 1)[:, 0] for lead in leads], axis=1)
    some = np.nan_to_num(outcome) > 0
    return cdf[some], outcome[some]


def _distance(cdf: Floats, outcome: Floats) -> Floats:
    """Return |2u − 1| of the transform u of the outcome given any death, in the middle of its step."""
    place = np.minimum(np.searchsorted(SUPPORT, outcome), len(SUPPORT) - 1)
    row = np.arange(len(outcome))
    zero = cdf[:, 0]
    middle = (cdf[row, place] + cdf[row, np.maximum(place - 1, 0)]) / 2
    u = (middle - zero) / np.maximum(1.0 - zero, 1e-12)
    return np.asarray(np.abs(2.0 * np.clip(u, 0.0, 1.0) - 1.0))


def _band(distance: Floats, bins: NDArray[np.int64], level: float) -> Band:
    """Return the conformal quantile of the distances in each bin; a thin bin takes that of all."""
    count = len(MEAN_CUTS) + 1
    cells = np.bincount(bins, minlength=count)
    reach = [_quantile(distance[bins == b] if cells[b] >= FEWEST else distance, level) for b in range(count)]
    return Band(np.array(reach), cells)


def _quantile(values: Floats, level: float) -> float:
    """Return the split-conformal quantile: the ⌈(n + 1) · level⌉-th smallest."""
    if not len(values):
        return 0.99
    rank = min(int(np.ceil((len(values) + 1) * level)), len(values))
    return float(np.sort(values)[rank - 1])
