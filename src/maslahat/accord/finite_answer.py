"""What `solve` gives back: the frontier of a finite problem, the solutions side by side, amendments of the
draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.finite import FiniteProblem, Outcome, Utilities
from maslahat.accord.finite_front import Front
from maslahat.accord.finite_grid import Grid
from maslahat.accord.frontier import Ints


@dataclass(frozen=True, slots=True)
class Agreement:
    """One outcome, its exact worth to each party, and how many outcomes are worth the same to all of them."""

    outcome: Outcome
    utilities: Utilities
    ways: int


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """All Pareto optimal points, the best for the first party first, with one outcome each.

    `points` (points, parties) in grid units, `outcomes` (points, issues) option numbers, `ways` the number of
    outcomes at each point. `front` leads to all of them.
    """

    points: Ints
    outcomes: NDArray[np.intp]
    ways: tuple[int, ...]
    front: Front
    rows: NDArray[np.intp]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.points)

    def agreement(self, problem: FiniteProblem, row: int) -> Agreement:
        """Return one point with its exact worth."""
        outcome = tuple(self.outcomes[row].tolist())
        return Agreement(outcome, problem.utilities(outcome), self.ways[row])


@dataclass(frozen=True, slots=True)
class Solution:
    """What one rule chooses: `chosen` holds more than one agreement where they tie. `value` is what it
    maximises.
    """

    rule: str
    chosen: tuple[Agreement, ...]
    value: Fraction
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Weights of sums that any outcome better than the one found would have to reach: the proof without a
    frontier.

    `ideal` holds one vector a party, `rules` one a rule; whole numbers that sum to a million.
    """

    ideal: tuple[tuple[int, ...], ...]
    rules: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the draft that hurts nobody: the best one within `changes` changed issues."""

    changes: int
    agreement: Agreement
    gains: Utilities


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A finite problem solved. `frontier` is None where it was too large to list; `cuts` then prove the
    solutions.

    `ideal` is the most each party can have while every other keeps its disagreement value. `solutions` is
    empty where no outcome gives every party that much. `amendments` is None where there is no draft to amend.
    """

    problem: FiniteProblem
    grid: Grid
    frontier: Frontier | None
    ideal: Utilities
    solutions: tuple[Solution, ...]
    amendments: tuple[Amendment, ...] | None = None
    cuts: Cuts | None = None
    notes: tuple[str, ...] = ()

    def solution(self, rule: str) -> Solution:
        """Return the solution of a rule: nash, kalai_smorodinsky, egalitarian or utilitarian."""
        for solution in self.solutions:
            if solution.rule == rule:
                return solution
        raise KeyError(rule)
