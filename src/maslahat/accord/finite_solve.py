"""Solve a finite bargaining problem exactly (DESIGN §7): frontier, rules side by side, amendments of the
draft.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.check_finite_notes import NOTHING, TOO_LARGE
from maslahat.accord.finite import FiniteProblem, Utilities
from maslahat.accord.finite_amend import amendments
from maslahat.accord.finite_answer import Answer, Cuts, Solution
from maslahat.accord.finite_choose import RULES, choose, frontier_of, ideal_of, rational_rows
from maslahat.accord.finite_compose import TooManyPoints, block_fronts, summed
from maslahat.accord.finite_front import Front
from maslahat.accord.finite_grid import Grid, grid_of, widths
from maslahat.accord.finite_search import Aim, Found, least_share, one_party, product, search, weighted_sum
from maslahat.core import Fault, InputError

LIMITS = (400_000, 60_000)  # points of a front for two parties, and for more
SEARCHED = (400_000, 150_000)  # the same on the way to a solution that is proved by weights


def solve(problem: FiniteProblem, limit: int | None = None, searched: int | None = None) -> Answer:
    """Return the exact frontier and the solutions of the problem.

    Where the frontier passes `limit` points on the way (default: `LIMITS`), the solutions alone are found and
    proved by weights, in fronts of up to `searched` points (default: `SEARCHED`).

    Raises InputError where the rules leave no outcome, where a block of linked issues is too large to walk,
    or where even the solutions cannot be proved within `searched` points.
    """
    grid = grid_of(problem)
    fronts = _fronts(problem, grid)
    many = len(problem.parties) > 2
    most = limit if limit is not None else LIMITS[many]
    try:
        frontier = frontier_of(summed(fronts, grid, limit=most), grid, len(problem.issues))
    except TooManyPoints:
        return _Large(problem, grid, fronts, searched if searched is not None else SEARCHED[many]).answer()
    rational = rational_rows(problem, grid, frontier)
    changes = amendments(problem)
    if not len(rational):
        return Answer(
            problem, grid, frontier, problem.disagreement, (), changes, None, (*problem.assumed, NOTHING)
        )
    ideal = ideal_of(problem, frontier, rational)
    solutions = tuple(choose(problem, grid, frontier, rational, rule, ideal) for rule in RULES)
    return Answer(problem, grid, frontier, ideal, solutions, changes, None, problem.assumed)


def _fronts(problem: FiniteProblem, grid: Grid) -> list[Front]:
    fronts = block_fronts(problem, grid)
    empty = [front for front in fronts if not len(front.points)]
    if empty:
        raise InputError([_nothing_left(problem, front) for front in empty])
    return fronts


def _nothing_left(problem: FiniteProblem, front: Front) -> Fault:
    names = ", ".join(problem.issues[issue].name for issue in sorted(front.issues))
    texts = [f"“{rule.text}”" for rule in problem.rules if rule.issues[0] in front.issues]
    return Fault(
        f"{problem.name}, constraints on {names}",
        f"no outcome that obeys {', '.join(texts)} together",
        "at least one outcome left",
        "Drop or loosen one of them.",
    )


class _Large:
    """A problem whose frontier is too large to list: each rule is solved and proved by weights."""

    def __init__(self, problem: FiniteProblem, grid: Grid, fronts: list[Front], limit: int) -> None:
        self.problem, self.grid, self.fronts, self.limit = problem, grid, fronts, limit
        self.scale = np.array([float(own) for own in grid.scale])
        self.base = np.array([float(value) for value in grid.units(problem.disagreement)])

    def answer(self) -> Answer:
        """Return the solutions with the weights that prove them."""
        try:
            return self._answer()
        except TooManyPoints:
            raise InputError(self._too_large()) from None

    def _answer(self) -> Answer:
        problem, parties = self.problem, len(self.problem.parties)
        unit = np.maximum(widths(self.grid), 1).astype(np.float64)
        tops = [self._search(one_party(party), unit) for party in range(parties)]
        ideal = tuple(self._most(found, party) for party, found in enumerate(tops))
        spans = np.array([float(top - low) for top, low in zip(ideal, problem.disagreement, strict=True)])
        if not (spans > 0).all():
            raise TooManyPoints
        power = np.array([float(own) for own in problem.power or (1,) * parties])
        aims: dict[str, tuple[Aim, NDArray[np.float64]]] = {
            "nash": (product(power), self.scale),
            "kalai_smorodinsky": (least_share(parties), self.scale * spans),
            "egalitarian": (least_share(parties), self.scale),
            "utilitarian": (weighted_sum(power), self.scale),
        }
        solutions, proofs = [], []
        for rule in RULES:
            found = self._search(*aims[rule])
            solutions.append(self._chosen(found, rule, ideal))
            proofs.append((rule, found.weights))
        cuts = Cuts(tuple(found.weights for found in tops), tuple(proofs))
        changes = amendments(problem)
        return Answer(
            problem, self.grid, None, ideal, tuple(solutions), changes, cuts, (*problem.assumed, TOO_LARGE)
        )

    def _search(self, aim: Aim, unit: NDArray[np.float64]) -> Found:
        found = search(self.fronts, self.grid, aim, self.base, unit, self.limit)
        if found is None or not len(found.front.points):
            raise TooManyPoints
        return found

    def _most(self, found: Found, party: int) -> Fraction:
        frontier = frontier_of(found.front, self.grid, len(self.problem.issues))
        row = int(frontier.points[:, party].argmax())
        return frontier.agreement(self.problem, row).utilities[party]

    def _chosen(self, found: Found, rule: str, ideal: Utilities) -> Solution:
        frontier = frontier_of(found.front, self.grid, len(self.problem.issues))
        rational = rational_rows(self.problem, self.grid, frontier)
        return choose(self.problem, self.grid, frontier, rational, rule, ideal)

    def _too_large(self) -> Fault:
        return Fault(
            self.problem.name,
            f"{len(self.problem.parties)} parties over {len(self.problem.issues)} issues with more "
            f"Pareto optimal points than {self.limit:,}, and no agreement proved to be best within that",
            "fewer issues, options or parties, or reserved values nearer to what can be reached",
            "Settle some issues first, or join parties that want the same.",
        )
