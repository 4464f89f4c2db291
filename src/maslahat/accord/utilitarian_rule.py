"""The utilitarian rule: the largest (weighted) sum of gains; with free payments, what there is to split."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from maslahat.accord.block_rounds import by_parts, solve_in_parts
from maslahat.accord.blocks import Blocks
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import GainProgram
from maslahat.accord.solution import Solution
from maslahat.core import Fault, InputError


def utilitarian(
    problem: LinearProblem, weights: ArrayLike | None = None, *, rational: bool = False
) -> Solution:
    """Return the outcome with the largest weighted sum of gains; `rational` asks that nobody loses by it.

    Raises InputError where no outcome is feasible, where none leaves everybody as well off (with `rational`),
    or where the sum has no bound.
    """
    share = positive_weights(problem, weights)

    def whole(piece: LinearProblem) -> Solution:
        return _whole(piece, share, rational=rational)

    def apart(blocks: Blocks) -> Solution:
        blocks.ask(share, 0.0)
        found = solve_in_parts(blocks, whole)
        return replace(found, gap=max(found.support.bound - float(share @ found.gains), 0.0))

    return whole(problem) if rational else by_parts(problem, apart, whole)


def _whole(problem: LinearProblem, share: Floats, *, rational: bool) -> Solution:
    program = GainProgram(problem)
    if rational:
        program.floor(0.0)
    answer = program.maximise(share)
    gap = answer.support.bound - float(answer.support.weights @ answer.gains)
    return Solution(
        "utilitarian",
        problem,
        answer.outcome,
        problem.utilities(answer.outcome),
        answer.gains,
        share,
        answer.support,
        max(gap, 0.0),
        solves=program.solves,
    )


def positive_weights(problem: LinearProblem, weights: ArrayLike | None) -> Floats:
    """Return the weights as an array, all 1 where left out. Raises InputError where one is not positive."""
    share = np.ones(problem.n) if weights is None else np.asarray(weights, dtype=float)
    if share.shape != (problem.n,) or not np.isfinite(share).all() or share.min() <= 0:
        raise InputError(Fault("weights", str(share.tolist()), f"{problem.n} positive numbers"))
    return share
