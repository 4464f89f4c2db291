"""Many games of the same parties at once: one game a scenario (10,000 of five parties within a second)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from maslahat.accord.game import MOST_PLAYERS, Game, membership
from maslahat.accord.nucleolus_rule import nucleolus
from maslahat.accord.pivots import nucleoli
from maslahat.accord.shapley_rule import shapley_matrix
from maslahat.core import Fault, InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scenarios:
    """Solutions of B games of n parties.

    `shapley` and `nucleolus` are (B, n); nan in `nucleolus` where the parties' own values are more than there
    is to split. `core_slack` (B,) is how much the worst-off proper coalition has beyond its value at the
    nucleolus: 0 or more where that split is in the core; negative, or nan, where the core is empty.
    """

    shapley: Floats
    nucleolus: Floats
    core_slack: Floats


def solve_scenarios(values: ArrayLike) -> Scenarios:
    """Return the solutions of the games `values` (B, 2**n), v(nobody) = 0 first in each row.

    In double precision; a game whose descent does not come to its end there is solved in fractions.
    Raises InputError where the shape does not fit, a value is not finite or v(nobody) is not 0.
    """
    worth = np.asarray(values, dtype=float)
    players = worth.shape[1].bit_length() - 1 if worth.ndim == 2 else 0
    if players < 1 or worth.shape[1] != 1 << players or players > MOST_PLAYERS:
        raise InputError(
            Fault("scenarios", f"an array of shape {worth.shape}", "(scenarios, 2**n), n up to 12")
        )
    if not np.isfinite(worth).all() or worth[:, 0].any():
        raise InputError(
            Fault("scenarios", "a value that is not finite, or v(nobody) not 0", "finite, 0 first")
        )
    payoff = _nucleoli(worth, players)
    return Scenarios(worth @ shapley_matrix(players), payoff, _slack(worth, payoff, players))


def _nucleoli(worth: Floats, players: int) -> Floats:
    if players == 1:
        return worth[:, 1:].copy()
    own = worth[:, 1 << np.arange(players)].sum(axis=1)
    payoff, done = nucleoli(worth)
    for row in np.flatnonzero(~done & (own <= worth[:, -1])):
        payoff[row] = [float(share) for share in nucleolus(Game(worth[row].tolist())).payoff]
    return payoff


def _slack(worth: Floats, payoff: Floats, players: int) -> Floats:
    if players == 1:
        return np.zeros(len(worth))
    return np.asarray((payoff @ membership(players).T - worth)[:, 1:-1].min(axis=1), dtype=np.float64)
