"""Worth of many outcomes at once in a certificate, against each outcome alone in fractions (DESIGN §7)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from maslahat.accord.check_finite import check_finite
from maslahat.accord.finite import Box, FiniteProblem, Issue, Scores
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import solve


def drawn(seed: int, finest: float) -> FiniteProblem:
    """Return a table of decimals down to `finest`, one table over two issues and a bonus over two others."""
    rng = np.random.default_rng(seed)
    issues = tuple(Issue(f"issue {k}", tuple("abcd")) for k in range(5))
    tables = [Scores((k,), rng.random((4, 2)) * [1.0, finest]) for k in range(4)]
    joint = Scores((4, 1), rng.random((4, 4, 2)) * [finest, 1.0])
    bonus = Box(((0, (1, 2)), (2, (3,))), (Fraction(1, 3), Fraction(1, 7)))
    return FiniteProblem("drawn", ("A", "B"), issues, (*tables, joint), (bonus,), reserved=(Fraction(0),) * 2)


@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.parametrize("finest", [1.0, 1e-2, 1e-30])  # the last needs whole numbers beyond a machine word
def test_units_are_the_worth_of_each_outcome(seed: int, finest: float) -> None:
    problem = drawn(seed, finest)
    answer = solve(problem)
    assert not answer.grid.exact
    certificate = certify(answer)
    frontier = certificate["frontier"]
    rows = list(zip(frontier["units"], frontier["outcomes"], strict=True))
    assert rows
    assert rows == sorted(rows, reverse=True)
    for units, outcome in rows:
        worth = problem.utilities(tuple(outcome))
        assert units == [v * s for v, s in zip(worth, certificate["scale"], strict=True)]
    assert check_finite(certificate) == []
