"""Worth in whole units: what a unit is, when the grid is exact, and how wide a tie is (DESIGN §7)."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest

from maslahat.accord.finite import Box, FiniteProblem, Issue, Rule, Scores
from maslahat.accord.finite_grid import grid_of, widths
from maslahat.accord.finite_solve import solve

ISSUES = (Issue("W", ("x", "y", "z")), Issue("G", ("u", "v")))


def problem(*tables, boxes=(), **more):
    return FiniteProblem("t", ("A", "B"), ISSUES, tables, boxes, **more)


def fractions(rows):
    table = np.empty((len(rows), len(rows[0])), object)
    table[:] = rows
    return table


def test_units_are_the_common_denominator_of_tables_and_boxes():
    own = problem(
        Scores((0,), fractions([[F(1, 2), F(3)], [F(1, 3), F(0)], [F(0), F(-2)]])),
        boxes=(Box(((0, (0, 1)), (1, (1,))), (F(1, 5), F(-4))),),
    )
    grid = grid_of(own)
    assert grid.exact
    assert grid.scale == (30, 1)
    assert grid.tables[0][1].tolist() == [[15, 3], [10, 0], [0, -2]]
    assert grid.boxes[0][1].tolist() == [6, -4]
    assert grid.units((F(1, 2), F(7))) == (15, 7)
    assert widths(grid).tolist() == [15 + 6, 5 + 4]
    assert grid.tie.tolist() == [0, 0]


def test_a_table_over_two_issues_reaches_from_its_least_cell_to_its_largest():
    joint = np.array([[[1, 9], [2, 0]], [[7, 3], [4, 4]], [[5, 5], [6, 8]]])
    grid = grid_of(problem(Scores((0, 1), joint)))
    assert widths(grid).tolist() == [6, 9]
    assert grid.tables[0][0] == (0, 1)
    assert np.array_equal(grid.tables[0][1], joint)
    assert problem(Scores((0, 1), joint)).utilities((2, 1)) == (6, 8)


@pytest.mark.parametrize(("largest", "kept"), [(2**61 - 1, True), (2**61, False)])
def test_sums_of_more_than_61_bits_are_rounded_and_said_to_be(largest, kept):
    grid = grid_of(problem(Scores((0,), fractions([[F(largest), F(1)], [F(0), F(0)], [F(1), F(0)]]))))
    assert grid.exact == kept
    assert (grid.scale[0] == 1) == kept


def test_rounded_units_are_a_millionth_of_a_tie_and_nearest():
    third = F(1, 3) + F(1, 10**30)
    grid = grid_of(problem(Scores((0,), fractions([[third, F(1)], [F(2, 3), F(0)], [F(-1), F(0)]]))))
    assert not grid.exact
    units = grid.tables[0][1][:, 0].tolist()
    for found, worth in zip(units, (third, F(2, 3), F(-1)), strict=True):
        assert abs(found - worth * grid.scale[0]) <= F(1, 2)
    span = max(units) - min(units)
    assert 2**57 < span < 2**61
    assert grid.tie[0] == pytest.approx(span / 1e12, abs=2)
    assert grid.tie[0] > 100_000


def test_floats_are_the_decimals_they_are_written_as():
    grid = grid_of(problem(Scores((0,), np.array([[0.1, 0.25], [0.2, 0.5], [0.7, 1.0]]))))
    assert grid.exact
    assert grid.scale == (10, 4)
    assert grid.tables[0][1].tolist() == [[1, 1], [2, 2], [7, 4]]


def test_what_is_left_open_is_said():
    scores = Scores((0,), fractions([[F(1), F(2)], [F(2), F(3)], [F(0), F(1)]]))
    rule = Rule((1,), np.array([True, False]), "never v")
    assert problem(scores).assumed == ("No reserved value is declared for A, B: 0 is taken.",)
    quo = problem(scores, reserved=(F(0), None), status_quo=(2, 1), rules=(rule,))
    assert quo.disagreement == (0, 1)
    assert quo.assumed == (
        "No reserved value is declared for B: the worth of the status quo is taken.",
        "The status quo breaks “never v”: no amendments of it are sought.",
    )
    assert quo.with_draft((0, 0)).assumed == quo.assumed[:1]
    assert problem(scores, reserved=(F(0), F(0))).assumed == ()
    assert quo.outcomes == 6
    assert quo.named((1, 0)) == {"W": "y", "G": "u"}


def test_a_step_from_the_draft_is_told_for_each_number_of_changes_that_brings_more():
    one = Scores((0,), fractions([[F(0), F(0)], [F(2), F(1)], [F(1), F(2)]]))
    two = Scores((1,), fractions([[F(0), F(0)], [F(3), F(3)]]))
    answer = solve(problem(one, two, draft=(0, 0), reserved=(F(0), F(0))))
    assert [(step.changes, step.agreement.outcome[1]) for step in answer.amendments] == [(1, 1), (2, 1)]
    assert [min(step.gains) for step in answer.amendments] == [3, 4]
    best = solve(problem(one, two, draft=(1, 1), reserved=(F(0), F(0))))
    assert best.amendments == ()
    harm = Scores((0,), fractions([[F(0), F(9)], [F(2), F(1)], [F(9), F(-1)]]))
    kept = solve(problem(harm, two, draft=(1, 0), reserved=(F(0), F(0)))).amendments
    assert [(step.changes, step.agreement.outcome, step.gains) for step in kept] == [(1, (1, 1), (3, 3))]
