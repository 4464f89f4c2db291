"""A rule on a problem in parts: rounds of the rule on what was seen and of questions to the parts (§7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from maslahat.accord.block_sample import Rule, approach
from maslahat.accord.blocks import Blocks, blocks_if_many
from maslahat.accord.part_solver import Endless
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import Support, reach_of, support
from maslahat.accord.solution import Solution
from maslahat.core import Fault, InputError

SETTLED = 1e-10  # of what is weighed: what all parts together could still add
SURE = 0.1  # of that, what is let pass without asking
MOST_ROUNDS = 100
STEP = 0.003  # of the weights: the farthest a round goes while that tells anything new


def by_parts(
    problem: LinearProblem, apart: Callable[[Blocks], Solution], whole: Callable[[LinearProblem], Solution]
) -> Solution:
    """Return what `apart` finds where the problem has many parts, else what `whole` finds.

    A part in which gains can be shifted without end between parties has no optimum of its own at unequal
    weights, though the rule has one: such a problem is solved in one piece. Raises what the two raise.
    """
    blocks = blocks_if_many(problem)
    if blocks is None:
        return whole(problem)
    try:
        return apart(blocks)
    except Endless:
        return whole(problem)


def solve_in_parts(blocks: Blocks, rule: Rule, first: Rule | None = None) -> Solution:
    """Return what a rule picks, found part by part.

    `first` is a rule that is defined even where some party loses; it is followed until nobody does. The gap of
    the solution is that of the master: whoever calls computes it anew from the supports. Raises what the rule
    raises.
    """
    if first is not None:
        approach(blocks, rule, first)
        _until_nobody_loses(blocks, first)
    for _ in range(MOST_ROUNDS):
        found = rule(blocks.master())
        every = [found.support, *(s.support for s in found.stages), *(i.support for i in found.ideals)]
        duals: dict[int, Floats] = {}
        better = True
        if len({id(held) for held in every}) > 1 or not _step(blocks, found):
            duals, better = _asked_all(blocks, found, every)
        if not better:
            return _lifted(blocks, found, duals)
        blocks.forget([found.outcome, *(ideal.outcome for ideal in found.ideals)])
    raise InputError(Fault("problem", f"no optimum in {MOST_ROUNDS} rounds", "one", "Scale the numbers."))


def _step(blocks: Blocks, found: Solution) -> bool:
    """Ask only a step towards weights that are far off, and return whether that told anything new.

    What was seen says little of weights far from where all were asked, and the rule runs too far.
    """
    to = found.support.weights / found.support.weights.max()
    if not (to > 0).all() or not (blocks.at > 0).all():
        return False
    way = np.log(to) - np.log(blocks.at / blocks.at.max())
    far = float(np.abs(way).max())
    if far <= STEP:
        return False
    before = len(blocks.seen)
    room = SURE * SETTLED * float(to @ np.abs(found.gains)) / blocks.parts.count
    blocks.ask(np.exp(np.log(blocks.at) + way * STEP / far), room)
    return len(blocks.seen) > before


def _until_nobody_loses(blocks: Blocks, first: Rule) -> None:
    """Look for outcomes from which everybody gains; the parts are asked at the worst-off party's prices."""
    for _ in range(MOST_ROUNDS):
        found = first(blocks.master())
        if found.gains.min() > 0 or not _asked_all(blocks, found, [found.stages[0].support])[1]:
            return
        blocks.forget([found.outcome])


def _asked_all(blocks: Blocks, found: Solution, supports: list[Support]) -> tuple[dict[int, Floats], bool]:
    """Put hyperplanes of a solution to the parts; return the duals by the support they belong to.

    And whether the parts know of something better than the master.
    """
    duals, any_better = {}, False
    for held in {id(each): each for each in supports}.values():
        weighed = SETTLED * float(held.weights @ np.abs(found.gains))
        known = len(blocks.seen)
        best = blocks.ask(held.weights, SURE * weighed / blocks.parts.count)
        duals[id(held)] = blocks.dual(held, best)
        more = float(np.maximum(blocks.excess(held, best), 0).sum())
        any_better |= len(blocks.seen) > known and more > weighed  # nothing new: the master's own tolerance
    return duals, any_better


def _lifted(blocks: Blocks, found: Solution, duals: dict[int, Floats]) -> Solution:
    """Return a solution of the master as one of the problem, every proof with the dual of the whole."""
    problem = blocks.problem
    outcome = blocks.outcome(found.outcome)
    ideals = tuple(replace(ideal, outcome=blocks.outcome(ideal.outcome)) for ideal in found.ideals)
    reach = max(reach_of(problem, each) for each in (outcome, *(ideal.outcome for ideal in ideals)))

    def whole(held: Support) -> Support:
        return support(problem, held.weights, duals[id(held)], reach)

    return replace(
        found,
        problem=problem,
        outcome=outcome,
        utilities=problem.utilities(outcome),
        gains=problem.gains(outcome),
        support=whole(found.support),
        stages=tuple(replace(stage, support=whole(stage.support)) for stage in found.stages),
        ideals=tuple(replace(ideal, support=whole(ideal.support)) for ideal in ideals),
        solves=blocks.questions,
    )
