"""The forecast: a linear pool of members, each a full distribution (DESIGN §9).

The weights were chosen on the windows 2002–2017 and never on a later one; `docs/outlook-events.md` says
how and
`benchmarks/outlook/choices.py` does it again. Linear pools: Stone (1961); Gneiting and Ranjan (2013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Period
from maslahat.outlook.events import windows
from maslahat.outlook.events.analogs import analogs
from maslahat.outlook.events.boosting import boosted_quantiles
from maslahat.outlook.events.panel import Panel
from maslahat.outlook.events.regression import count_regression

Floats = NDArray[np.float64]
Model = Callable[[Panel, tuple[int, ...]], Floats]

BASELINES: dict[str, Model] = {
    "zero": windows.zero,
    "last-value": windows.last_value,
    "last-12-months": windows.last_year,
    "views-bootstrap": windows.views_bootstrap,
    "views-last-poisson": windows.views_last_poisson,
    "window-mix": windows.window_mixture,
}
MEMBERS: dict[str, Model] = {
    "window-mix": windows.window_mixture,
    "analogs": analogs,
    "regression": count_regression,
    "boosted": boosted_quantiles,
}
NEEDS_EXTRA = {"boosted": "lightgbm"}
WEIGHTS = {"analogs": 0.7, "window-mix": 0.3}
COMBINATION = "maslahat"


def available() -> dict[str, Model]:
    """Return baselines and members by name, without those whose library is not installed."""
    models = BASELINES | MEMBERS
    return {
        name: model
        for name, model in models.items()
        if name not in NEEDS_EXTRA or find_spec(NEEDS_EXTRA[name]) is not None
    }


@dataclass(frozen=True)
class Forecast:
    """Cumulative probabilities (units × months × support) of one model after the month `cutoff`.

    `members` holds the distributions that were pooled, under their names with `weights`, so that their
    disagreement can be shown.
    """

    model: str
    units: tuple[str, ...]
    cutoff: Period
    months: tuple[Period, ...]
    cdf: Floats
    weights: dict[str, float]
    members: dict[str, Floats]

    def any_death(self) -> Floats:
        """Return the probability of at least one death, units × months."""
        return np.asarray(1.0 - self.cdf[..., 0])


def combined(panel: Panel, leads: tuple[int, ...], weights: dict[str, float] | None = None) -> Forecast:
    """Return the pooled forecast for the months `leads` after the panel's last one."""
    weights = weights or WEIGHTS
    members = {name: MEMBERS[name](panel, leads) for name in weights}
    return Forecast(
        model=COMBINATION,
        units=panel.units,
        cutoff=panel.end,
        months=tuple(panel.end.plus(lead) for lead in leads),
        cdf=pool(members, weights),
        weights=dict(weights),
        members=members,
    )


def pool(members: dict[str, Floats], weights: dict[str, float]) -> Floats:
    """Return the weighted mean of the members' cumulative probabilities; weights are scaled to one."""
    total = sum(weights.values())
    first = next(iter(weights))
    result = np.zeros_like(members[first])
    for name, weight in weights.items():
        result += weight / total * members[name]
    return result
