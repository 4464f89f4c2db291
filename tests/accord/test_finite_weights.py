"""Rules proved by weights, where the frontier is not listed, against the whole frontier (DESIGN §7)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from maslahat.accord.check_finite import check_finite
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import solve

OPTIONS, ISSUES = 5, 4


def tabled(tables: list[NDArray[np.float64]]) -> FiniteProblem:
    parties = tables[0].shape[1]
    issues = tuple(Issue(f"issue {k}", tuple("abcde")) for k in range(len(tables)))
    scores = tuple(Scores((k,), table) for k, table in enumerate(tables))
    names = tuple("ABCDE"[:parties])
    return FiniteProblem("table", names, issues, scores, reserved=(Fraction(0),) * parties)


def near_opposed(seed: int, parties: int, noise: float) -> FiniteProblem:
    """Return a table where what one gains the others lose, but for a little noise."""
    rng = np.random.default_rng(seed)
    return tabled(
        [
            rng.dirichlet([1] * parties, OPTIONS) * 10 + noise * rng.random((OPTIONS, parties))
            for _ in range(ISSUES)
        ]
    )


def unlike(seed: int) -> FiniteProblem:
    """Return a table where one party counts in tens of thousands and another in hundredths."""
    rng = np.random.default_rng(seed)
    scale = np.array([1e4, 1e-2, 1.0])
    return tabled([np.round(rng.random((OPTIONS, 3)), 3) * scale for _ in range(ISSUES)])


def worst_off(problem: FiniteProblem) -> Fraction:
    """Return the largest least gain by listing every outcome in fractions."""
    return max(min(problem.utilities(one)) for one in product(range(OPTIONS), repeat=len(problem.issues)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "make",
    [
        lambda seed: near_opposed(seed, 3, 0.0),
        lambda seed: near_opposed(seed, 3, 0.3),
        lambda seed: near_opposed(seed, 4, 0.01),
        unlike,
    ],
    ids=["constant sums", "near-opposed", "four", "unlike scales"],
)
def test_same_solutions_as_from_the_listed_frontier(make, seed: int) -> None:  # type: ignore[no-untyped-def]
    problem = make(seed)
    whole, by_weights = solve(problem), solve(problem, limit=5)
    assert whole.frontier is not None
    assert by_weights.frontier is None
    assert by_weights.ideal == whole.ideal
    for solution in whole.solutions:
        other = by_weights.solution(solution.rule)
        assert other.value == solution.value
        assert {one.utilities for one in other.chosen} == {one.utilities for one in solution.chosen}
    assert check_finite(certify(by_weights)) == []


@pytest.mark.parametrize("seed", range(2))
def test_the_least_gain_is_that_of_a_listing_in_fractions(seed: int) -> None:
    problem = unlike(seed)
    value = solve(problem, limit=5).solution("egalitarian").value
    assert float(value) == pytest.approx(
        float(worst_off(problem)), abs=4e-8
    )  # a tie: 1e-12 of the largest range
