"""One window of a year: every model's draws and scores at one cut-off (DESIGN §9)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Period
from maslahat.outlook.events.binary import brier
from maslahat.outlook.events.combination import (
    COMBINATION,
    MEMBERS,
    WEIGHTS,
    Forecast,
    Model,
    available,
    combined,
    pool,
)
from maslahat.outlook.events.conformal import Band, calibrated_band
from maslahat.outlook.events.grid import DRAWS, draws_of
from maslahat.outlook.events.panel import Panel
from maslahat.outlook.events.scores import (
    METRICS,
    CellScores,
    PairedDifference,
    inside,
    paired_bootstrap,
    score_cells,
)
from maslahat.outlook.events.windows import plain_draws

Floats = NDArray[np.float64]

CUTOFF_MONTH = 10
FEWEST_MONTHS = 60
MONTHS_AHEAD = tuple(range(3, 15))


@dataclass(frozen=True)
class ModelWindow:
    """One model in one window: its cells' scores, the share of cells with deaths its intervals hold.

    `covered` is of the challenge's central 90 % interval, `covered_conformal` of the calibrated band (None
    for models without one); `brier` is of its probability of any death.
    """

    model: str
    scores: CellScores
    covered: float
    covered_conformal: float | None = None
    brier: float = float("nan")

    @property
    def holds(self) -> float:
        """Share of cells with deaths inside the 90 % interval that the model states: calibrated where it has one."""
        return self.covered if self.covered_conformal is None else self.covered_conformal


@dataclass(frozen=True)
class Window:
    """A year that was forecast: cut-off, the cells scored (units, outcomes), every model, every comparison.

    `any_death` is our probability of a death a cell; `against[metric][b]` is the paired difference in
    crps, ign or mis of our combination and model `b`.
    """

    year: int
    cutoff: Period
    unit: NDArray[np.int64]
    outcome: Floats
    models: tuple[ModelWindow, ...]
    against: dict[str, dict[str, PairedDifference]]
    forecast: Forecast
    any_death: Floats

    def model(self, name: str) -> ModelWindow:
        """Return one model's window by name; KeyError where it was not scored."""
        found = {item.model: item for item in self.models}
        return found[name]


def score_window(
    panel: Panel,
    year: int,
    actual: Floats,
    extra: dict[str, Floats] | None = None,
    models: tuple[str, ...] | None = None,
    seed: int = 0,
) -> Window:
    """Score all models on a year, known to October before it, against `actual` (units × 12, NaN unscored).

    `extra` holds other people's draws (units × 12 × samples) under their names; `models` picks own models
    besides the combination (all by default). The panel beyond the cut-off is never looked at.
    """
    past = panel.until(Period(year - 1, CUTOFF_MONTH))
    scored = ~np.isnan(actual) & ~np.isnan(past.counts[:, -1:])
    forecast = combined(past, MONTHS_AHEAD)
    band = calibrated_band(past, MONTHS_AHEAD, _pooled)
    items = [_own(forecast.cdf[scored], actual[scored], COMBINATION, band)]
    for name, model in available().items():
        if models is None or name in models:
            items.append(_scored(name, model, past, forecast, actual, scored))
    for name, draws in (extra or {}).items():
        items.append(_theirs(draws[scored], actual[scored], name))
    unit = np.nonzero(scored)[0]
    rng = np.random.default_rng([seed, year])
    against = {
        metric: {
            item.model: paired_bootstrap(
                getattr(items[0].scores, metric), getattr(item.scores, metric), unit, rng
            )
            for item in items[1:]
        }
        for metric in METRICS
    }
    return Window(
        year, past.end, unit, actual[scored], tuple(items), against, forecast, forecast.any_death()[scored]
    )


def _scored(
    name: str, model: Model, past: Panel, forecast: Forecast, actual: Floats, scored: NDArray[np.bool_]
) -> ModelWindow:
    """Score one model beside the combination; a plain baseline by its own draws."""
    plain = plain_draws(past, name)
    if plain is not None:
        return _theirs(_spread(plain)[np.nonzero(scored)[0]], actual[scored], name)
    cdf = forecast.members.get(name)
    cdf = model(past, MONTHS_AHEAD) if cdf is None else cdf
    return _own(cdf[scored], actual[scored], name)


def _pooled(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return the combination's distribution alone."""
    return pool({name: MEMBERS[name](panel, leads) for name in WEIGHTS}, WEIGHTS)


def _own(cdf: Floats, outcome: Floats, name: str, band: Band | None = None) -> ModelWindow:
    """Score a distribution on the shared support."""
    covered = None
    some = outcome > 0
    if band is not None and some.any():
        low, high = band.interval(cdf[some])
        covered = float(np.mean((low <= outcome[some]) & (outcome[some] <= high)))
    theirs = _theirs(draws_of(cdf), outcome, name)
    return replace(theirs, covered_conformal=covered, brier=brier(1.0 - cdf[:, 0], some.astype(float)))


def _spread(draws: Floats) -> Floats:
    """Return 1000 draws a row at even levels of a few equally likely ones."""
    levels = ((np.arange(DRAWS) + 0.5) / DRAWS * draws.shape[1]).astype(int)
    return np.asarray(np.sort(draws, axis=1)[:, levels])


def _theirs(draws: Floats, outcome: Floats, name: str) -> ModelWindow:
    """Score draws as they are."""
    some = outcome > 0
    covered = float(inside(draws, outcome)[some].mean()) if some.any() else float("nan")
    said = (draws > 0).mean(axis=1)
    return ModelWindow(name, score_cells(draws, outcome), covered, brier=brier(said, some.astype(float)))
