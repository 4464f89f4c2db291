"""Kalai-Smorodinsky: every party gets the same share of the most it could hope for (1975.

Imai 1983 beyond two).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maslahat.accord.blocks import falls_apart, solve_in_parts
from maslahat.accord.ideal import Ideal, ideal_of
from maslahat.accord.leximin_rule import climb_from, climbed, solution_of, with_stage_gaps
from maslahat.accord.problem import LinearProblem
from maslahat.accord.program import GainProgram, maximise_rational
from maslahat.accord.solution import Solution
from maslahat.core import Fault, InputError

NOTHING = 1e-9


def kalai_smorodinsky(problem: LinearProblem) -> Solution:
    """Return the outcome at which the smallest share of a party's ideal gain is largest.

    Then the next smallest.

    Where the proportional outcome wastes nothing, all shares are equal. A party whose ideal gain is 0 is
    `silent`: it is asked only not to lose. Raises InputError where no outcome leaves everybody as well off as
    without agreement, or where gains have no bound.
    """
    if falls_apart(problem):
        found = solve_in_parts(problem, _whole, lambda part: climbed(part, np.ones(problem.n)))
        return with_stage_gaps(found)
    return _whole(problem)


def _whole(problem: LinearProblem) -> Solution:
    program = GainProgram(problem, extra=1)
    maximise_rational(program, np.ones(problem.n))  # a basis from which every ideal is near
    ideals = ideals_of(program)
    program.forget()  # the climb starts quicker from nothing than from the last ideal
    ideal = np.array([each.value for each in ideals])
    silent = tuple(int(i) for i in np.flatnonzero(ideal <= NOTHING * max(1.0, ideal.max())))
    measure = np.where(ideal > NOTHING * max(1.0, ideal.max()), ideal, 1.0)
    program.floor(np.where(np.isin(np.arange(problem.n), silent), program.no_loss, -np.inf))
    rising = [i for i in range(problem.n) if i not in silent]
    if not rising:
        raise InputError(Fault("problem", "no party that can gain", "at least one gain to share"))
    climb = climb_from(program, measure, rising)
    solution = solution_of("kalai_smorodinsky", program, measure, climb)
    return replace(solution, ideals=ideals, silent=silent)


def ideals_of(program: GainProgram) -> tuple[Ideal, ...]:
    """Return the most each party can gain while nobody loses, each with its proof."""
    return tuple(ideal_of(program, i) for i in range(program.problem.n))
