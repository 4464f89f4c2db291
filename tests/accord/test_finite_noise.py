"""Decimals with noise in them: ties at 1e-12, an inexact grid, and certificates that hold all the same."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
from accord_finite_cases import every_outcome

from maslahat.accord.check_finite import check_finite
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import solve

WEIGHTS = (0.1, 0.2, 0.1 + 0.2, 0.3, 1 / 3, 0.7 - 0.4)


def noisy(rng):
    """Return a problem of weights with float noise times thirds and quarters."""
    parties, count = int(rng.integers(2, 5)), int(rng.integers(2, 6))
    issues, tables = [], []
    for place in range(count):
        size = int(rng.integers(2, 5))
        table = np.empty((size, parties), object)
        for party in range(parties):
            weight = WEIGHTS[rng.integers(6)] if rng.random() < 0.6 else float(rng.random())
            values = rng.integers(1, 5, size)
            for option in range(size):
                table[option, party] = Fraction(repr(weight)) * int(values[option]) / int(values.max())
        issues.append(Issue(f"i{place}", tuple(map(str, range(size)))))
        tables.append(Scores((place,), table))
    names = tuple(map(str, range(parties)))
    return FiniteProblem("noisy", names, tuple(issues), tuple(tables), status_quo=(0,) * count)


def test_ties_within_a_millionth_of_a_millionth():
    inexact = 0
    for seed in range(40):
        problem = noisy(np.random.default_rng(seed))
        answer = solve(problem)
        inexact += not answer.grid.exact
        assert check_finite(json.loads(json.dumps(certify(answer)))) == [], seed
        _holds(problem, answer)
    assert inexact > 1


def _holds(problem, answer):
    """Every outcome is either beaten by more than a tie, or within a tie of a point of the frontier."""
    worths = np.array([[float(v) for v in worth] for worth in every_outcome(problem)])
    rows = range(len(answer.frontier))
    points = np.array([[float(v) for v in answer.frontier.agreement(problem, row).utilities] for row in rows])
    for worth in worths:
        beaten = ((worths >= worth - 1e-12).all(axis=1) & (worths > worth + 1e-12).any(axis=1)).any()
        near = (np.abs(points - worth) <= 3e-12).all(axis=1).any()
        assert beaten != near


def test_whole_numbers_beside_tiny_fractions_keep_to_the_grid():
    tiny = np.array([[Fraction(1, 10**20), Fraction(0)], [Fraction(0), Fraction(1, 3 * 10**20)]], object)
    issues = (Issue("i", ("a", "b")), Issue("j", ("c", "d")))
    tables = (Scores((0,), tiny), Scores((1,), np.zeros((2, 2), np.int64)))
    answer = solve(FiniteProblem("tiny", ("A", "B"), issues, tables, status_quo=(0, 0)))
    assert len(answer.frontier) == 2
    assert check_finite(certify(answer)) == []


def test_scores_below_zero_on_a_grid_that_had_to_round() -> None:
    big, third = 10**30, Fraction(1, 3)
    tables = [[[123 * 10**27, Fraction(1, 10**20)], [third, 2 * big]], [[0, 0], [big, -big]]]
    scores = []
    for place, rows in enumerate(tables):
        table = np.empty((2, 2), object)
        table[:] = [[Fraction(value) for value in row] for row in rows]
        scores.append(Scores((place,), table))
    issues = (Issue("release", ("x", "y")), Issue("payment", ("a", "b")))
    problem = FiniteProblem("wide", ("A", "B"), issues, tuple(scores), reserved=(Fraction(0),) * 2)
    answer = solve(problem)
    assert not answer.grid.exact
    assert {tuple(map(int, row)) for row in answer.frontier.outcomes} == {(0, 1), (1, 1), (1, 0)}
    assert check_finite(certify(answer)) == []
