"""The simple models: zero, last value, the last twelve months, and a mixture of windows (DESIGN §9).

Each takes a panel that ends at the cut-off and the leads, and gives cumulative probabilities on the shared
support, units × leads × SIZE. They are baselines beside every forecast; the mixture is also a member of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from maslahat.outlook.events.grid import DRAWS, SIZE, SUPPORT, cdf_of
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

BOOTSTRAP_MONTHS = 240
LEVELS = (np.arange(DRAWS) + 0.5) / DRAWS
MIXTURE = {1: 0.15, 3: 0.20, 6: 0.20, 12: 0.25, 24: 0.20}


def zero(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return no deaths, for certain."""
    return np.ones((len(panel.units), len(leads), SIZE))


def last_value(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return the last known month's count, for certain."""
    return _for_all(leads, cdf_of(panel.known[:, -1:]))


def last_year(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return the empirical distribution of the last twelve months (the challenge calls it conflictology)."""
    return _for_all(leads, cdf_of(panel.known[:, -12:]))


def plain_draws(panel: Panel, name: str) -> Floats | None:
    """Return a baseline's draws (units × 12 or 1) as they are, without the shared support; None for
    others.
    """
    if name == "zero":
        return np.zeros((len(panel.units), 1))
    if name == "views-bootstrap":
        return np.broadcast_to(
            np.quantile(_world(panel), LEVELS, method="inverted_cdf"), (len(panel.units), DRAWS)
        )
    if name == "views-last-poisson":
        return np.asarray(poisson.ppf(LEVELS, panel.known[:, -1:]))
    months = {"last-value": 1, "last-12-months": 12}.get(name)
    return None if months is None else panel.known[:, -months:]


def views_bootstrap(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return one distribution for all units: the last twenty years of the whole world (the challenge's bootstrap
    benchmark, remade from the history).
    """
    return _for_all(leads, np.repeat(cdf_of(_world(panel)[None]), len(panel.units), axis=0))


def views_last_poisson(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return a Poisson around the last known month (the challenge's second benchmark, remade from the history)."""
    cdf = poisson.cdf(SUPPORT, panel.known[:, -1:])
    cdf[:, -1] = 1.0
    return _for_all(leads, np.asarray(cdf))


def _world(panel: Panel) -> Floats:
    """Return the counts of all units in the last twenty years, zero where not observed."""
    return panel.known[:, -BOOTSTRAP_MONTHS:].ravel()


def window_mixture(panel: Panel, leads: tuple[int, ...]) -> Floats:
    """Return a mixture of the empirical distributions of the last 1, 3, 6, 12 and 24 months."""
    longest = min(max(MIXTURE), panel.months)
    weights = np.zeros(longest)
    for window, weight in MIXTURE.items():
        weights[: min(window, longest)] += weight / min(window, longest)
    newest_first = panel.known[:, ::-1][:, :longest]
    return _for_all(leads, cdf_of(newest_first, weights[None, :]))


def _for_all(leads: tuple[int, ...], cdf: Floats) -> Floats:
    """Return the same distribution at every lead."""
    return np.repeat(cdf[:, None], len(leads), axis=1)
