"""The Pareto filter and the composed frontier against brute force (DESIGN §7)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from accord_finite_cases import brute_frontier, random_problem

from maslahat.accord import frontier
from maslahat.accord.finite import Box, FiniteProblem, Issue, Scores
from maslahat.accord.finite_grid import grid_of
from maslahat.accord.finite_solve import solve
from maslahat.accord.frontier import distinct_rows, nondominated
from maslahat.core import InputError


def plain(points):
    better = [not ((points >= row).all(axis=1) & (points > row).any(axis=1)).any() for row in points]
    return np.flatnonzero(better)


@pytest.mark.parametrize("parties", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(("count", "high"), [(0, 2), (1, 2), (60, 4), (400, 12), (700, 10**18), (2600, 40)])
def test_the_filter_keeps_what_nothing_dominates(parties, count, high):
    points = np.random.default_rng(count).integers(-high, high, (count, parties))
    assert np.array_equal(nondominated(points), plain(points))


@pytest.mark.parametrize("parties", [3, 5])
@pytest.mark.parametrize("high", [6, 40, 10**15])
def test_a_long_list_is_screened_piece_by_piece_and_nothing_is_lost(monkeypatch, parties, high):
    monkeypatch.setattr(frontier, "PIECE", 300)
    points = np.random.default_rng(high).integers(0, high, (2500, parties))
    points[-1] = points.max(axis=0) - 1  # what beats most is in the last piece
    points[700] = points[-1]
    assert np.array_equal(nondominated(points), plain(points))


def test_a_list_of_whole_numbers_is_not_copied_and_keeps_its_units():
    worth = np.random.default_rng(3).integers(-50, 50, (400, 3))
    issue = Issue("text", tuple(f"draft {k}" for k in range(len(worth))))
    problem = FiniteProblem("one list", ("A", "B", "C"), (issue,), (Scores((0,), worth),))
    grid = grid_of(problem)
    assert grid.tables[0][1] is worth
    halved = replace(problem, boxes=(Box(((0, (1,)),), (Fraction(1, 2),) * 3),))
    assert np.array_equal(grid_of(halved).tables[0][1], 2 * worth)
    found = solve(problem).frontier
    assert found.outcomes[:, 0].tolist() == sorted(plain(worth).tolist(), key=lambda k: tuple(-worth[k]))


def test_the_filter_is_exact_where_floats_are_not():
    big = 2**60
    points = np.array([[big, big, 0], [big + 1, big, 0], [big, big + 1, 0], [big, big, 0]])
    assert nondominated(points).tolist() == [1, 2]


@pytest.mark.parametrize("high", [1, 3, 30, 10**6])
def test_classes_of_equal_rows_are_numbered_from_the_largest(high):
    points = np.random.default_rng(high).integers(-high, high, (500, 3))
    inverse, firsts = distinct_rows(points)
    expected = sorted({tuple(row) for row in points.tolist()}, reverse=True)
    assert [tuple(row) for row in points[firsts].tolist()] == expected
    assert np.array_equal(points[firsts][inverse], points)
    assert all(firsts[inverse[k]] <= k for k in range(len(points)))


def test_equal_rows_are_all_kept():
    points = np.array([[1, 2, 3], [1, 2, 3], [0, 2, 3]])
    assert nondominated(points).tolist() == [0, 1]


def test_the_frontier_of_hundreds_of_small_problems_is_that_of_brute_force():
    for seed in range(200):
        problem = random_problem(np.random.default_rng(seed))
        expected = brute_frontier(problem)
        try:
            answer = solve(problem)
        except InputError:
            assert not expected
            continue
        frontier = answer.frontier
        found = {
            frontier.agreement(problem, row).utilities: frontier.ways[row] for row in range(len(frontier))
        }
        assert found == {worth: len(outcomes) for worth, outcomes in expected.items()}, seed
        row = int(frontier.rows[0])
        every = {tuple(cell[k] for k in range(len(problem.issues))) for cell in frontier.front.every(row)}
        assert every == set(expected[frontier.agreement(problem, 0).utilities]), seed
