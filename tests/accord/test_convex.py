"""Rules for convex problems against answers known in closed form (§7)."""

from __future__ import annotations

import numpy as np
import pytest

from maslahat.accord import LinearProblem, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.program import GainProgram, support
from maslahat.core import InputError

INF = np.inf


def below(
    matrix: list[list[float]], right: list[float], utility: list[list[float]], **kw: object
) -> LinearProblem:
    """Return the problem of x ≥ 0 with matrix x ≤ right."""
    k = len(matrix[0])
    return LinearProblem(
        np.array(matrix),
        np.full(len(right), -INF),
        np.array(right),
        np.zeros(k),
        np.full(k, INF),
        np.array(utility),
        **kw,  # type: ignore[arg-type]
    )


TRIANGLE = below([[2, 1]], [2], [[1, 0], [0, 1]])
CHAIN = below([[1, 1, 1], [1, 0, 0]], [9, 2], [[1, 0, 0], [0, 1, 0], [0, 0, 1]])


def test_nash_of_a_triangle_halves_both_ideals() -> None:
    solution = nash(TRIANGLE)
    assert solution.gains == pytest.approx([0.5, 1], abs=1e-8)
    assert solution.gap <= 1e-9
    assert solution.solves <= 12


def test_a_bound_beyond_the_reach_of_an_open_column_stands() -> None:
    # x is bounded far beyond where y, which has no bound of its own, ends.
    far = LinearProblem(
        np.array([[0.0, 1.0]]),
        np.array([-INF]),
        np.array([1.0]),
        np.zeros(2),
        np.array([1000.0, INF]),
        np.eye(2),
    )
    solution = nash(far)
    assert solution.gains == pytest.approx([1000, 1])
    assert solution.gap <= 1e-9
    assert float(solution.multipliers @ solution.gains) == pytest.approx(solution.support.bound)


def test_nash_with_weights_splits_by_the_weights() -> None:
    pie = below([[1, 1, 1]], [10], np.eye(3).tolist())
    solution = nash(pie, [1, 2, 2])
    assert solution.gains == pytest.approx([2, 4, 4], abs=1e-8)


def test_the_hyperplane_of_nash_touches_at_the_solution() -> None:
    solution = nash(TRIANGLE)
    reached = solution.multipliers @ solution.gains
    assert reached == pytest.approx(solution.support.bound, rel=1e-9)
    assert solution.multipliers * solution.gains == pytest.approx([1, 1], rel=1e-9)


def test_kalai_smorodinsky_gives_equal_shares_of_the_ideals() -> None:
    solution = kalai_smorodinsky(TRIANGLE)
    assert [ideal.value for ideal in solution.ideals] == pytest.approx([1, 2])
    assert solution.gains == pytest.approx([0.5, 1])


def test_leximin_raises_the_smallest_and_then_the_next() -> None:
    solution = leximin(CHAIN)
    assert solution.gains == pytest.approx([2, 3.5, 3.5])
    assert [stage.parties for stage in solution.stages] == [(0,), (1, 2)]
    assert [stage.level for stage in solution.stages] == pytest.approx([2, 3.5])
    assert leximin(TRIANGLE).gains == pytest.approx([2 / 3, 2 / 3])


def test_leximin_by_a_scale() -> None:
    assert leximin(TRIANGLE, [1, 4]).gains == pytest.approx([1 / 3, 4 / 3])


def test_utilitarian_takes_the_largest_sum_and_says_what_water_is_worth() -> None:
    solution = utilitarian(TRIANGLE)
    assert solution.gains == pytest.approx([0, 2])
    assert solution.support.bound == pytest.approx(2)
    assert solution.dual == pytest.approx([1])
    assert utilitarian(TRIANGLE, [3, 1]).gains == pytest.approx([1, 0])


def test_utilitarian_lets_nobody_lose_when_asked() -> None:
    problem = below([[2, 1]], [2], [[1, 0], [0, 1]], disagreement=[0.25, 0])
    assert utilitarian(problem).gains == pytest.approx([-0.25, 2])
    assert utilitarian(problem, rational=True).gains == pytest.approx([0, 1.5])
    assert not utilitarian(problem).individually_rational()
    assert utilitarian(problem, rational=True).individually_rational()


def test_constant_and_disagreement_move_the_origin() -> None:
    problem = below([[2, 1]], [2], [[1, 0], [0, 1]], disagreement=[5, 1], constant=[5, 1])
    solution = nash(problem)
    assert solution.gains == pytest.approx([0.5, 1], abs=1e-8)
    assert solution.utilities == pytest.approx([5.5, 2], abs=1e-8)


def test_a_party_that_cannot_gain_is_silent() -> None:
    problem = below([[1, 1, 1]], [3], [[1, 0, 0], [0, 2, 0], [0, 0, 0]])
    for solution in (nash(problem), kalai_smorodinsky(problem)):
        assert solution.silent == (2,)
        assert solution.gains == pytest.approx([1.5, 3, 0], abs=1e-8)


def test_small_gains_beside_large_ones_are_found() -> None:
    problem = below([[1e6, 1]], [1], [[1, 0], [0, 1]])
    solution = nash(problem)
    assert solution.silent == ()
    assert solution.gains == pytest.approx([5e-7, 0.5], rel=1e-9)


@pytest.mark.parametrize("rule", [nash, kalai_smorodinsky])
def test_no_outcome_that_leaves_everybody_as_well_off(rule: object) -> None:
    problem = below([[1, 1]], [3], [[1, 0], [0, 1]], disagreement=[2, 2])
    with pytest.raises(InputError, match="at least as well off"):
        rule(problem)  # type: ignore[operator]


@pytest.mark.parametrize("rule", [nash, kalai_smorodinsky, leximin, utilitarian])
def test_infeasible_and_unbounded_are_sentences(rule: object) -> None:
    with pytest.raises(InputError, match="no outcome that meets all constraints"):
        rule(below([[1, 1]], [-1], [[1, 0], [0, 1]]))  # type: ignore[operator]
    with pytest.raises(InputError, match="gains without end"):
        rule(below([[1, -1]], [1], [[1, 0], [0, 1]]))  # type: ignore[operator]


@pytest.mark.parametrize("rule", [nash, kalai_smorodinsky])
def test_nothing_to_gain_is_a_sentence(rule: object) -> None:
    with pytest.raises(InputError, match="no party that can gain"):
        rule(below([[1, 1]], [2], [[0, 0], [0, 0]]))  # type: ignore[operator]


def test_weights_must_be_positive() -> None:
    for rule in (nash, utilitarian, leximin):
        with pytest.raises(InputError, match="2 positive numbers"):
            rule(TRIANGLE, [1, 0])


def test_support_holds_for_any_dual_vector() -> None:
    weights = np.array([1.0, 1.0])
    for price in (0.0, 0.5, 1.0, 3.0):
        proof = support(TRIANGLE, weights, np.array([price]), reach=100.0)
        assert proof.bound >= 2 - 1e-12
    assert support(TRIANGLE, weights, np.array([1.0]), reach=100.0).bound == pytest.approx(2)


def test_program_floors_hold_and_are_priced() -> None:
    program = GainProgram(TRIANGLE)
    program.floor(np.array([0.5, -INF]))
    answer = program.maximise([0, 1])
    assert answer.gains == pytest.approx([0.5, 1])
    assert answer.support.weights == pytest.approx([2, 1])


def test_faults_of_a_problem_come_all_at_once() -> None:
    with pytest.raises(InputError) as error:
        LinearProblem(np.eye(2), [0], [1, 1], [0, 0], [1], np.eye(2), parties=("K",))
    for word in ("row_lower", "col_upper", "parties"):
        assert word in str(error.value)
    with pytest.raises(InputError) as error:
        LinearProblem([[np.nan, 1]], [2], [1], [0, 0], [1, -1], np.eye(2))
    for word in ("matrix", "row 0: found bounds 2 to 1", "column 1"):
        assert word in str(error.value)
