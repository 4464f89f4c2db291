"""The simple models: zero, last value, the last twelve months, and a mixture of windows (DESIGN §9).

Each takes a panel that ends at the cut-off and the leads, and gives cumulative probabilities on the shared
support, units × leads × SIZE. They are baselines beside every forecast; the mixture is also a member of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maslahat.outlook.events.grid import SIZE, cdf_of
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]

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
    months = {"last-value": 1, "last-12-months": 12}.get(name)
    return None if months is None else panel.known[:, -months:]


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
