"""The solutions on small problems against definitions applied to every outcome (DESIGN §7)."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from accord_finite_cases import every_outcome, random_problem

from maslahat.accord.finite import FiniteProblem, Issue, Rule, Scores
from maslahat.accord.finite_solve import solve
from maslahat.core import InputError


def gains(worth, problem):
    return [value - low for value, low in zip(worth, problem.disagreement, strict=True)]


def test_every_solution_is_what_its_definition_says_on_hundreds_of_problems():
    agreed = 0
    for seed in range(200):
        problem = random_problem(np.random.default_rng(seed + 5000))
        outcomes = every_outcome(problem)
        if not outcomes:
            continue
        answer = solve(problem)
        rational = [gains(worth, problem) for worth in outcomes if min(gains(worth, problem)) >= 0]
        if not rational:
            assert answer.solutions == ()
            continue
        agreed += 1
        _holds(answer, problem, rational)
    assert agreed > 60


def _holds(answer, problem, rational):
    power = problem.power or (1,) * len(problem.parties)
    ideal = [max(column) for column in zip(*rational, strict=True)]
    assert gains(answer.ideal, problem) == ideal
    positive = [row for row in rational if min(row) > 0]
    if positive:
        best = max(math.prod(g**p for g, p in zip(row, power, strict=True)) for row in positive)
        assert answer.solution("nash").value == best
    egalitarian = answer.solution("egalitarian").chosen[0].utilities
    assert sorted(gains(egalitarian, problem)) == max(sorted(row) for row in rational)
    sums = [sum(g * p for g, p in zip(row, power, strict=True)) for row in rational]
    assert answer.solution("utilitarian").value == max(sums)
    shares = [sorted(g / top for g, top in zip(row, ideal, strict=True) if top) for row in rational]
    chosen = gains(answer.solution("kalai_smorodinsky").chosen[0].utilities, problem)
    assert sorted(g / top for g, top in zip(chosen, ideal, strict=True) if top) == max(shares)


def plain(tables, **more):
    issues = tuple(
        Issue(f"i{k}", tuple(f"o{j}" for j in range(len(table)))) for k, table in enumerate(tables)
    )
    scores = tuple(Scores((k,), np.array(table)) for k, table in enumerate(tables))
    return FiniteProblem("p", tuple("ABCD"[: len(tables[0][0])]), issues, scores, **more)


def test_where_not_everyone_can_gain_the_product_is_over_those_who_do():
    answer = solve(plain([[[5, 0], [0, 5], [2, 0]]], reserved=(Fraction(0), Fraction(0))))
    nash = answer.solution("nash")
    assert [one.utilities for one in nash.chosen] == [(5, 0), (0, 5)]
    assert "Not every party" in nash.note


def test_ties_are_all_shown():
    nash = solve(plain([[[2, 1], [1, 2], [0, 0]]])).solution("nash")
    assert [one.outcome for one in nash.chosen] == [(0,), (1,)]


def test_no_agreement_where_the_reserved_values_are_out_of_reach():
    answer = solve(plain([[[2, 1], [1, 2]]], reserved=(Fraction(3), Fraction(0))))
    assert answer.solutions == ()
    assert "nothing to agree on" in answer.notes[-1]


def test_rules_that_leave_nothing_are_named():
    rules = (Rule((0, 1), np.zeros((2, 2), bool), "a never with b"),)
    with pytest.raises(InputError, match="a never with b"):
        solve(plain([[[1, 2], [2, 1]], [[1, 2], [2, 1]]], rules=rules))


def test_the_reserved_value_comes_before_the_status_quo_and_zero_is_said():
    tables = [[[1, 2], [2, 1]]]
    assert plain(tables, reserved=(Fraction(1), None), status_quo=(0,)).disagreement == (1, 2)
    assert "0 is taken" in plain(tables).assumed[0]


def test_amendments_hurt_nobody_and_climb():
    problem = plain([[[0, 0], [3, 1]], [[0, 0], [1, 4]], [[5, 0], [0, 5]]], status_quo=(0, 0, 0))
    steps = solve(problem).amendments
    assert [(step.changes, step.gains) for step in steps] == [(1, (1, 4)), (2, (4, 5))]


def test_a_draft_on_the_frontier_has_no_amendment():
    problem = plain([[[0, 0], [3, 1]], [[5, 0], [0, 5]]], draft=(1, 0))
    assert solve(problem).amendments == ()


def test_decimals_that_tie_on_paper_tie_here():
    tenth, third = Fraction(1, 10), Fraction(1, 3)
    table = np.array([[tenth, third], [2 * tenth, 2 * third], [3 * tenth, Fraction(0)]], object)
    problem = FiniteProblem(
        "d",
        ("A", "B"),
        tuple(Issue(name, ("x", "y", "z")) for name in "ab"),
        (Scores((0,), table), Scores((1,), table)),
    )
    frontier = solve(problem).frontier
    assert [frontier.agreement(problem, k).utilities for k in range(len(frontier))] == [
        (Fraction(6, 10), 0),
        (Fraction(5, 10), Fraction(2, 3)),
        (Fraction(4, 10), Fraction(4, 3)),
    ]
    assert frontier.ways == (1, 2, 1)


def test_noise_far_below_the_tie_makes_no_point():
    noisy = np.array([[0.1 + 0.2, 1.0], [0.3, 1.0], [0.2, 1.5]])
    problem = FiniteProblem("n", ("A", "B"), (Issue("i", ("a", "b", "c")),), (Scores((0,), noisy),))
    assert len(solve(problem).frontier) == 2
