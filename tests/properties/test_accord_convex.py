"""Laws that bargaining rules keep over polyhedra nobody chose, and cvxpy as an oracle (§7)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maslahat.accord import LinearProblem, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.certificate import convex_certificate
from maslahat.accord.check import check

SEEDS = st.integers(0, 10**6)
CLOSE = 1e-6


def problem_of(seed: int, n: int = 3) -> LinearProblem:
    """Return a random bounded problem at whose origin nobody gains and everybody could."""
    rng = np.random.default_rng(seed)
    rows, columns = 4, 6
    return LinearProblem(
        rng.uniform(0.1, 1, (rows, columns)),
        np.full(rows, -np.inf),
        rng.uniform(2, 6, rows),
        np.zeros(columns),
        rng.uniform(1, 5, columns),
        rng.uniform(-0.2, 1, (n, columns)) + np.eye(n, columns),
    )


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_all_rules_are_proved_and_leave_nobody_worse_off(seed: int) -> None:
    problem = problem_of(seed)
    solutions = [rule(problem) for rule in (nash, kalai_smorodinsky, leximin)]
    assert check(convex_certificate(problem, [*solutions, utilitarian(problem)])) == []
    for solution in solutions:
        assert solution.individually_rational()
        assert problem.violation(solution.outcome) < 1e-7


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.lists(st.floats(0.1, 20), min_size=3, max_size=3), st.permutations(range(3)))
def test_nash_and_kalai_smorodinsky_are_blind_to_units_origin_and_names(
    seed: int, scale: list[float], order: list[int]
) -> None:
    problem = problem_of(seed)
    factor = np.array(scale)
    other = replace(
        problem,
        utility=(problem.utility.toarray() * factor[:, None])[order],
        constant=np.array([3.0, -2.0, 5.0]),
        disagreement=np.array([3.0, -2.0, 5.0]),
    )
    for rule in (nash, kalai_smorodinsky):
        expected = (rule(problem).gains * factor)[order]
        assert rule(other).gains == pytest.approx(expected, rel=2e-5, abs=CLOSE * factor.max())


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_nash_is_independent_of_irrelevant_alternatives(seed: int) -> None:
    problem = problem_of(seed)
    solution = nash(problem)
    away = replace(
        problem,
        matrix=np.vstack([problem.matrix.toarray(), problem.utility.toarray()[:1]]),
        row_lower=np.append(problem.row_lower, -np.inf),
        row_upper=np.append(problem.row_upper, solution.gains[0] * 1.1),
    )
    assert nash(away).gains == pytest.approx(solution.gains, rel=2e-5, abs=CLOSE)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(1.05, 2))
def test_kalai_smorodinsky_of_two_is_monotonic(seed: int, more: float) -> None:
    """More room with the same ideals leaves neither of two parties with less (Kalai and Smorodinsky 1975)."""
    rng = np.random.default_rng(seed)
    ideal = rng.uniform(1, 3, 2)
    slope = rng.uniform(0.55, 0.9)

    def region(room: float) -> LinearProblem:
        return LinearProblem(
            [1 / ideal],
            [-np.inf],
            [1 + min(room, 1.0)],
            np.zeros(2),
            ideal,
            np.eye(2),
        )

    small, large = kalai_smorodinsky(region(slope - 0.5)), kalai_smorodinsky(region((slope - 0.5) * more))
    assert [i.value for i in small.ideals] == pytest.approx(ideal)
    assert (large.gains >= small.gains - 1e-9).all()


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_leximin_is_not_beaten_at_its_smallest_gain(seed: int) -> None:
    problem = problem_of(seed)
    smallest = leximin(problem).gains.min()
    for rule in (nash, kalai_smorodinsky, utilitarian):
        assert rule(problem).gains.min() <= smallest + 1e-7


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_nash_against_cvxpy(seed: int) -> None:
    """The product is never below what cvxpy finds, and no more than its error above."""
    cvxpy = pytest.importorskip("cvxpy")
    problem = problem_of(seed)
    x = cvxpy.Variable(problem.columns)
    gains = problem.utility.toarray() @ x
    limits = [problem.matrix.toarray() @ x <= problem.row_upper, x >= 0, x <= problem.col_upper]
    cvxpy.Problem(cvxpy.Maximize(cvxpy.sum(cvxpy.log(gains))), limits).solve(solver="CLARABEL")
    theirs = float(np.log(problem.utility.toarray() @ x.value).sum())
    ours = float(np.log(nash(problem).gains).sum())
    assert ours >= theirs - 1e-7
    assert ours <= theirs + 1e-4
