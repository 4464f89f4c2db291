"""Kalai-Smorodinsky: every party gets the same share of the most it could hope for (1975.

Imai 1983 beyond two).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from maslahat.accord.block_rounds import by_parts, solve_in_parts
from maslahat.accord.blocks import Blocks
from maslahat.accord.ideal import Ideal, ideal_of
from maslahat.accord.leximin_rule import climb_from, climbed, solution_of, with_stage_gaps
from maslahat.accord.problem import Floats, LinearProblem
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
    return by_parts(problem, _in_parts, _whole)


def _in_parts(blocks: Blocks) -> Solution:
    ones = np.ones(blocks.problem.n)
    ideals = []
    for party in range(blocks.problem.n):
        hoped = solve_in_parts(blocks, partial(_hoped, party=party), lambda part: climbed(part, ones))
        ideals.append(Ideal(max(float(hoped.gains[party]), 0.0), hoped.outcome, hoped.support))
    measured = _measured(tuple(ideals))
    found = solve_in_parts(
        blocks, lambda part: _shared(GainProgram(part, extra=1), measured), lambda part: climbed(part, ones)
    )
    return with_stage_gaps(replace(found, ideals=measured.ideals))


def _hoped(problem: LinearProblem, party: int) -> Solution:
    """Return the outcome that gives a party its ideal gain."""
    ideal = ideal_of(GainProgram(problem), party)
    outcome = ideal.outcome
    return Solution(
        "ideal",
        problem,
        outcome,
        problem.utilities(outcome),
        problem.gains(outcome),
        np.ones(problem.n),
        ideal.support,
        0.0,
    )


def _whole(problem: LinearProblem) -> Solution:
    program = GainProgram(problem, extra=1)
    maximise_rational(program, np.ones(problem.n))  # a basis from which every ideal is near
    measured = _measured(ideals_of(program))
    program.forget()  # the climb starts quicker from nothing than from the last ideal
    return replace(_shared(program, measured), ideals=measured.ideals)


@dataclass(frozen=True, eq=False)
class _Measured:
    """The ideal gains, what each gain is measured by, and who cannot gain."""

    ideals: tuple[Ideal, ...]
    measure: Floats
    silent: tuple[int, ...]


def _measured(ideals: tuple[Ideal, ...]) -> _Measured:
    ideal = np.array([each.value for each in ideals])
    able = ideal > NOTHING * max(1.0, ideal.max())
    silent = tuple(int(i) for i in np.flatnonzero(~able))
    return _Measured(ideals, np.where(able, ideal, 1.0), silent)


def _shared(program: GainProgram, measured: _Measured) -> Solution:
    """Return the outcome at which the smallest share of the ideal gains is largest, then the next smallest."""
    n, silent = program.problem.n, measured.silent
    program.floor(np.where(np.isin(np.arange(n), silent), program.no_loss, -np.inf))
    rising = [i for i in range(n) if i not in silent]
    if not rising:
        raise InputError(Fault("problem", "no party that can gain", "at least one gain to share"))
    climb = climb_from(program, measured.measure, rising)
    return replace(solution_of("kalai_smorodinsky", program, measured.measure, climb), silent=silent)


def ideals_of(program: GainProgram) -> tuple[Ideal, ...]:
    """Return the most each party can gain while nobody loses, each with its proof."""
    return tuple(ideal_of(program, i) for i in range(program.problem.n))
