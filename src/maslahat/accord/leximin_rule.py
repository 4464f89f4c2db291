"""The egalitarian rule, taken to the end: raise the smallest gain, then the next smallest, and so on.

(Imai 1983).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from maslahat.accord.block_rounds import by_parts, solve_in_parts
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import Answer, GainProgram, Support
from maslahat.accord.solution import Solution, Stage
from maslahat.accord.utilitarian_rule import positive_weights

WEIGHT = 1e-7
STEEP = 100.0


def leximin(problem: LinearProblem, scale: ArrayLike | None = None) -> Solution:
    """Return the outcome whose gains, each divided by its `scale` (1 where left out).

    Are lexicographically largest.

    The smallest gain is raised as far as it goes; the parties who cannot have more are settled; then the
    next. Raises InputError where no outcome is feasible or gains have no bound. A negative smallest gain is
    possible: then no outcome leaves everybody as well off as without agreement, and the solution says so.
    """
    measure = positive_weights(problem, scale)

    def climb(part: LinearProblem) -> Solution:
        return climbed(part, measure)

    return by_parts(problem, lambda blocks: with_stage_gaps(solve_in_parts(blocks, climb, climb)), climb)


def climbed(problem: LinearProblem, measure: Floats) -> Solution:
    """Return the outcome whose gains by `measure` are lexicographically largest, the problem in one piece."""
    program = GainProgram(problem, extra=1)
    climb = climb_from(program, measure, range(problem.n))
    return solution_of("leximin", program, measure, climb)


@dataclass(frozen=True, eq=False)
class Climb:
    """The stages of the lexicographic rule and the last optimum."""

    stages: tuple[Stage, ...]
    last: Answer


def climb_from(program: GainProgram, measure: Floats, parties: range | list[int]) -> Climb:
    """Raise the gains of `parties` stage by stage inside a program that has one extra column, the level."""
    n = program.problem.n
    stages: list[Stage] = []
    rising = list(parties)
    cuts = program.add_cuts(np.eye(n)[rising], -measure[rising, None], np.zeros(len(rising)), np.inf)
    row = dict(zip(rising, cuts, strict=True))
    while True:
        steep = STEEP * float(
            measure.max()
        )  # the solver's tolerance is absolute, and weights are 1 / measure
        answer = program.maximise(np.zeros(n), [steep])
        answer = replace(answer, support=_divided(answer.support, steep))
        level = float(answer.extra[0])
        weights = answer.support.weights
        held = [i for i in rising if weights[i] * measure[i] > WEIGHT]
        stages.append(Stage(level, tuple(held), answer.support))
        rising = [i for i in rising if i not in held]
        if not rising:
            return Climb(tuple(stages), answer)
        for i in held:
            program.settle_cut(row[i], level * measure[i])


def _divided(support: Support, by: float) -> Support:
    return Support(support.weights / by, support.dual / by, support.bound / by, support.reach)


def solution_of(rule: str, program: GainProgram, measure: Floats, climb: Climb) -> Solution:
    """Return the solution of the climb, with the largest gap of any stage."""
    problem, answer = program.problem, climb.last
    return Solution(
        rule,
        problem,
        answer.outcome,
        problem.utilities(answer.outcome),
        answer.gains,
        measure,
        answer.support,
        max(stage_gap(stage, measure, answer.gains) for stage in climb.stages),
        stages=climb.stages,
        solves=program.solves,
    )


def with_stage_gaps(solution: Solution) -> Solution:
    """Return the solution with its gap computed anew from its stages."""
    gaps = [stage_gap(stage, solution.weights, solution.gains) for stage in solution.stages]
    return replace(solution, gap=max(gaps))


def stage_gap(stage: Stage, measure: Floats, gains: Floats) -> float:
    """Return by how much the parties of a stage could still gain, in the unit of the gains."""
    weights = stage.support.weights
    slack = stage.support.bound - float(weights @ gains)
    heaviest = float(weights[list(stage.parties)].max(initial=0.0))
    return max(slack, 0.0) / max(heaviest, WEIGHT / float(measure.max()))
