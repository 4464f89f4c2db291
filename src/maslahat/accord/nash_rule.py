"""The Nash bargaining solution over a polyhedron: tangents of the logarithm, laid ever closer (Nash 1950.

Kelley 1960).

The product of gains is bounded from above by tangents of each party's logarithm, on a geometric grid first,
then on ever finer grids about the answer. The optimum of each linear program is an outcome, and its dual a
supporting hyperplane; among all gains under that hyperplane the largest product is known in closed form, so
every round gives a certified gap.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from maslahat.accord.block_rounds import by_parts, solve_in_parts
from maslahat.accord.blocks import Blocks
from maslahat.accord.hull import best_mixture
from maslahat.accord.ideal import ideal_of
from maslahat.accord.leximin_rule import climbed
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import NOBODY_LOSES, Answer, GainProgram, Support, maximise_rational
from maslahat.accord.solution import Solution
from maslahat.accord.utilitarian_rule import positive_weights
from maslahat.core import Fault, InputError

GAP = 1e-9
FIRST_RATIO = 1.6
FIRST_DECADES = 7
TANGENTS = 32
COARSE = 1e-5
MOST_ROUNDS = 8
SMALL = 2000
MOST_TOUCHES = 24
NOTHING = 1e-9
STEEP = 100.0


def nash(problem: LinearProblem, weights: ArrayLike | None = None, *, gap: float = GAP) -> Solution:
    """Return the outcome with the largest product of gains, each to the power of its weight.

    (1 where left out).

    `gap` is the relative distance of the product from its bound that is certified. A party that cannot gain
    is `silent`: it is held at no loss and left out of the product. Raises InputError where no outcome leaves
    everybody as well off, where nobody can gain, where gains have no bound, or where the gap is not reached.
    """
    share = positive_weights(problem, weights)
    found = by_parts(
        problem,
        lambda blocks: _in_parts(blocks, share, gap),
        lambda problem: _whole(problem, share, gap),
    )
    if found.gap > gap:
        told = f"a certified gap of {found.gap:.1e} after {found.solves} programs"
        raise InputError(Fault("problem, Nash product", told, f"{gap:.1e}", "Scale the numbers nearer to 1."))
    return found


def _in_parts(blocks: Blocks, share: Floats, gap: float) -> Solution:
    ones = np.ones(len(share))
    found = solve_in_parts(
        blocks, lambda part: _whole(part, share, gap / 2), lambda part: climbed(part, ones)
    )
    active = np.where(np.isin(np.arange(len(share)), found.silent), 0.0, share)
    reached = log_bound(active, found.support) - log_product(active, found.gains)
    return replace(found, gap=max(reached, 0.0))


def _whole(problem: LinearProblem, share: Floats, gap: float) -> Solution:
    program = GainProgram(problem, extra=problem.n)
    search = _begun(program, share)
    small = problem.columns <= SMALL
    while search.gap > (COARSE if small else gap) and search.rounds < MOST_ROUNDS:
        search.tangents()
    finest = gap / 1000 if small else gap
    while search.gap > finest and search.touches < MOST_TOUCHES:
        search.touch()
    silent = tuple(int(i) for i in np.flatnonzero(search.share == 0))
    return Solution(
        "nash",
        problem,
        search.outcome,
        problem.utilities(search.outcome),
        problem.gains(search.outcome),
        share,
        scaled_to(search.support, float(search.share.sum()), problem.gains(search.outcome)),
        max(search.gap, 0.0),
        silent=silent,
        ideals=tuple(ideal_of(program, i) for i in silent),
        solves=program.solves,
    )


@dataclass(eq=False)
class Search:
    """The outcomes seen so far, the best mixture of them, and the best supporting hyperplane."""

    program: GainProgram
    share: Floats
    seen: list[Answer]
    outcome: Floats
    support: Support
    gap: float = math.inf
    rounds: int = 0
    touches: int = 0

    def tangents(self) -> None:
        """Lay tangents closely about the best gains and solve again."""
        self.rounds += 1
        _lay(self.program, self.share, _closer(self.share, self._gains, self.gap))
        self.take(self.program.maximise(np.zeros(self.program.problem.n), self.share))

    def touch(self) -> None:
        """Ask for the most under the hyperplane that touches the product at the best gains."""
        self.touches += 1
        self.program.drop_cuts()
        slope = np.where(self.share > 0, self.share / np.where(self.share > 0, self._gains, 1), 0)
        steep = slope * (STEEP / slope.max())  # the solver's tolerance is absolute
        self.take(self.program.maximise(steep, np.zeros(self.program.problem.n)))

    def take(self, answer: Answer) -> None:
        """Keep the outcome, mix anew, and keep the hyperplane where it is the better one."""
        self.seen.append(answer)
        mixture = best_mixture(self.share, np.array([each.gains for each in self.seen]))
        used = [(part, each) for part, each in zip(mixture, self.seen, strict=True) if part]
        self.seen = [each for _, each in used]
        self.outcome = np.sum([part * each.outcome for part, each in used], axis=0)
        if log_bound(self.share, answer.support) < log_bound(self.share, self.support):
            self.support = answer.support
        self.gap = log_bound(self.share, self.support) - log_product(self.share, self._gains)

    @property
    def _gains(self) -> Floats:
        return self.program.problem.gains(self.outcome)


def _begun(program: GainProgram, share: Floats) -> Search:
    """Return the search after its coarse grid, with those silent who cannot gain."""
    program.floor(program.no_loss)
    most = program.problem.widest_gains()
    if not np.isfinite(most).all():
        most = np.where(np.isfinite(most), most, _total(program))
    answer = _first(program, np.where(most > NOTHING, share, 0), most)
    ideal = _most(program, most, answer.gains)
    active = ideal > NOTHING * max(1.0, float(answer.gains.max()))
    if not active.any():
        raise InputError(Fault("problem", "no party that can gain", "at least one gain to share"))
    if (ideal < most).any():
        program.drop_cuts()
        answer = _first(program, np.where(active, share, 0), ideal)
    search = Search(program, np.where(active, share, 0.0), [], answer.outcome, answer.support)
    search.take(answer)
    return search


def _total(program: GainProgram) -> float:
    """Return the largest sum of gains, which no gain exceeds; 1 where there is none to have."""
    total = float(maximise_rational(program, np.ones(program.problem.n)).gains.sum())
    return total if total > NOTHING else 1.0


def scaled_to(support: Support, total: float, gains: Floats) -> Support:
    """Return the support with its weights scaled so that they weigh the gains at `total`."""
    factor = total / float(support.weights @ gains)
    return Support(support.weights * factor, support.dual * factor, support.bound * factor, support.reach)


def log_bound(share: Floats, support: Support) -> float:
    """Return the largest Σ w log g under the hyperplane λ·g ≤ β: at g_i = w_i β / (W λ_i).

    Inf where it has none.
    """
    on = share > 0
    weights = support.weights[on]
    if support.bound <= 0 or (weights <= 0).any():
        return math.inf
    return float(share[on] @ np.log(share[on] * support.bound / (share.sum() * weights)))


def log_product(share: Floats, gains: Floats) -> float:
    """Return Σ w log g over the parties with weight; -inf where one of them gains nothing."""
    on = share > 0
    return float(share[on] @ np.log(gains[on])) if (gains[on] > 0).all() else -math.inf


def _first(program: GainProgram, share: Floats, most: Floats) -> Answer:
    """Return the optimum on the coarse grid, from the most each party can hope for downwards."""
    steps = np.arange(math.ceil(FIRST_DECADES * math.log(10) / math.log(FIRST_RATIO)) + 1)
    _lay(program, share, np.maximum(most, NOTHING)[:, None] * FIRST_RATIO ** -steps[None, :])
    return program.maximise(np.zeros(program.problem.n), share, lacking=NOBODY_LOSES)


def _most(program: GainProgram, most: Floats, gains: Floats) -> Floats:
    """Return the bounds with those of parties near the bottom of the grid replaced by their ideal gain."""
    n = program.problem.n
    low = most * 10.0 ** (1 - FIRST_DECADES)
    ideal = [
        float(program.maximise(np.eye(n)[i], np.zeros(n)).gains[i]) if gains[i] < low[i] else most[i]
        for i in range(n)
    ]
    return np.maximum(ideal, 0.0)


def _closer(share: Floats, gains: Floats, gap: float) -> Floats:
    """Return a grid about the gains as wide as the gap allows.

    Σ w δ²/2 ≤ gap for log-distances δ from the optimum.
    """
    with np.errstate(divide="ignore"):
        width = np.minimum(1.2 * np.sqrt(2 * gap / share), 2 * math.log(FIRST_RATIO))
    return np.asarray(gains[:, None] * np.exp(width[:, None] * np.linspace(-1, 1, TANGENTS)))


def _lay(program: GainProgram, share: Floats, grid: Floats) -> None:
    """Add the tangents t_i ≤ log p + (g_i - p) / p at the points p of the grid, for parties with weight."""
    n = program.problem.n
    on = np.flatnonzero(share > 0)
    points = grid[on].ravel()
    party = np.repeat(on, grid.shape[1])
    rows = np.zeros((len(points), 2 * n))
    rows[np.arange(len(points)), party] = -1 / points
    rows[np.arange(len(points)), n + party] = 1
    program.add_cuts(rows[:, :n], rows[:, n:], np.full(len(points), -np.inf), np.log(points) - 1)
