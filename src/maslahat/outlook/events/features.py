"""What the past of a unit looked like at every month: levels, share of months with deaths, spread (DESIGN
§9).

Everything is computed for all months at once; column `t` knows months 0 … t−1 only, so that an origin in the
past can be used for learning without seeing its own future.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

WINDOWS = (1, 2, 3, 6, 12, 24, 60, 120)
QUIET_MONTHS = 120
LEVEL_WEIGHTS = {1: 0.20, 3: 0.30, 6: 0.25, 12: 0.20, 24: 0.05}


@dataclass(frozen=True)
class Past:
    """Features by unit and origin (units × months + 1); origin `t` is after `t` months.

    `log_means[w]` is log(1 + mean deaths a month over the last w months), `busy[w]` the share of those months
    with deaths, `spread` the standard deviation of log(1 + deaths) over twelve months, `level` the weighted
    log mean that future counts are compared with, `since` the months since the last death, `event_count`
    the months with deaths so far.
    """

    log_means: dict[int, Floats]
    busy: dict[int, Floats]
    spread: Floats
    level: Floats
    since: Floats
    event_count: Floats

    @property
    def ever(self) -> NDArray[np.bool_]:
        """Whether there was a month with deaths at all."""
        return np.asarray(self.event_count > 0)

    @property
    def trend(self) -> Floats:
        """Log mean of two months less that of twelve."""
        return self.log_means[2] - self.log_means[12]

    @property
    def quiet(self) -> NDArray[np.bool_]:
        """Whether nothing was recorded in the last ten years."""
        return np.asarray(self.log_means[QUIET_MONTHS] == 0.0)


def past_of(panel: Panel) -> Past:
    """Return the features of every unit at every origin of the panel."""
    deaths = panel.known
    log_means = {w: np.log1p(_trailing_mean(deaths, w)) for w in WINDOWS}
    busy = {w: _trailing_mean(deaths > 0, w) for w in (6, 12, 36, 120)}
    logs = np.log1p(deaths)
    variance = _trailing_mean(logs**2, 12) - _trailing_mean(logs, 12) ** 2
    level = np.zeros_like(log_means[1])
    for window, weight in LEVEL_WEIGHTS.items():
        level += weight * log_means[window]
    return Past(
        log_means=log_means,
        busy=busy,
        spread=np.sqrt(np.maximum(variance, 0.0)),
        level=level,
        since=_months_since(deaths > 0),
        event_count=np.concatenate([np.zeros((len(deaths), 1)), np.cumsum(deaths > 0, axis=1)], axis=1),
    )


def _trailing_mean(values: Floats | NDArray[np.bool_], window: int) -> Floats:
    """Return the mean over the last `window` months at every origin; over what there is at the start."""
    units, months = values.shape
    total = np.concatenate([np.zeros((units, 1)), np.cumsum(values, axis=1, dtype=float)], axis=1)
    origins = np.arange(months + 1)
    begin = np.maximum(origins - window, 0)
    spans: Floats = (total[:, origins] - total[:, begin]) / np.maximum(origins - begin, 1)
    return spans


def _months_since(event: NDArray[np.bool_]) -> Floats:
    """Return the months since the last event at every origin, counted from ten years before the start."""
    units, months = event.shape
    last = np.where(event, np.arange(months), -QUIET_MONTHS)
    last = np.maximum.accumulate(last, axis=1)
    last = np.concatenate([np.full((units, 1), -QUIET_MONTHS), last], axis=1)
    return np.asarray(np.arange(months + 1) - 1.0 - last)
