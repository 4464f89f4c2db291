"""What the solutions of finite problems promise, on generated problems (DESIGN §7).

Kalai–Smorodinsky is monotone on finite sets only in a weak form: where a set grows and the ideal point stays,
the least share of what each could gain at most never falls. (A single party may lose, as sets are not
convex.)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maslahat.accord.check_finite import check_finite
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import RULES, solve

few = settings(deadline=None, max_examples=40)
worths = st.integers(0, 9).map(Fraction)


TWO_OR_THREE = st.integers(2, 3)


@st.composite
def problems(draw, parties=TWO_OR_THREE):
    count, people = draw(st.integers(1, 4)), draw(parties)
    issues, scores = [], []
    for k in range(count):
        size = draw(st.integers(1, 4))
        rows = draw(
            st.lists(st.lists(worths, min_size=people, max_size=people), min_size=size, max_size=size)
        )
        issues.append(Issue(f"i{k}", tuple(f"o{j}" for j in range(size))))
        scores.append(Scores((k,), table_of(rows)))
    reserved = tuple(draw(st.lists(st.integers(0, 3).map(Fraction), min_size=people, max_size=people)))
    names = tuple(f"p{k}" for k in range(people))
    return FiniteProblem("p", names, tuple(issues), tuple(scores), reserved=reserved)


def table_of(rows):
    table = np.empty((len(rows), len(rows[0])), object)
    table[:] = rows
    return table


def chosen(answer):
    return (
        {rule: {one.utilities for one in answer.solution(rule).chosen} for rule in RULES}
        if answer.solutions
        else {}
    )


def points(answer):
    return {answer.frontier.agreement(answer.problem, row).utilities for row in range(len(answer.frontier))}


@few
@given(problems())
def test_certificates_check(problem):
    assert check_finite(certify(solve(problem))) == []


@few
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_parties_does_not_matter(problem, random):
    order = list(range(len(problem.parties)))
    random.shuffle(order)
    turned = replace(
        problem,
        parties=tuple(problem.parties[k] for k in order),
        scores=tuple(Scores(s.issues, s.table[..., order]) for s in problem.scores),
        reserved=tuple(problem.reserved[k] for k in order),
    )
    one, other = solve(problem), solve(turned)
    assert {tuple(u[k] for k in order) for u in points(one)} == points(other)
    for rule, worth in chosen(one).items():
        assert {tuple(u[k] for k in order) for u in worth} == chosen(other)[rule]


@few
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_issues_and_options_does_not_matter(problem, random):
    order = list(range(len(problem.issues)))
    random.shuffle(order)
    scores = []
    for place, k in enumerate(order):
        scores.append(Scores((place,), problem.scores[k].table[::-1]))
    turned = replace(problem, issues=tuple(problem.issues[k] for k in order), scores=tuple(scores))
    one, other = solve(problem), solve(turned)
    assert points(one) == points(other)
    assert chosen(one) == chosen(other)


@few
@given(problems(), st.integers(1, 7), st.integers(-5, 5), st.integers(1, 6))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_scales(problem, factor, shift, divisor):
    scale = Fraction(factor, divisor)
    tables = [s.table.copy() for s in problem.scores]
    for k, table in enumerate(tables):
        table[:, 0] = table[:, 0] * scale + (shift if k == 0 else 0)
    moved = replace(
        problem,
        scores=tuple(Scores(s.issues, t) for s, t in zip(problem.scores, tables, strict=True)),
        reserved=(problem.reserved[0] * scale + shift, *problem.reserved[1:]),
    )
    one, other = chosen(solve(problem)), chosen(solve(moved))
    assert bool(one) == bool(other)
    for rule in ("nash", "kalai_smorodinsky") if one else ():
        assert {(u[0] * scale + shift, *u[1:]) for u in one[rule]} == other[rule]


@few
@given(problems(parties=st.just(2)))
def test_in_a_symmetric_problem_the_solutions_are_symmetric(problem):
    size = [len(issue.options) for issue in problem.issues]
    mirrored = tuple(Scores(s.issues, np.concatenate([s.table, s.table[:, ::-1]])) for s in problem.scores)
    issues = tuple(Issue(i.name, (*i.options, *(f"{o}*" for o in i.options))) for i in problem.issues)
    both = replace(problem, issues=issues, scores=mirrored, reserved=(problem.reserved[0],) * 2)
    assert all(len(issue.options) == 2 * n for issue, n in zip(both.issues, size, strict=True))
    for worth in chosen(solve(both)).values():
        assert worth == {u[::-1] for u in worth}


@st.composite
def plain(draw):
    rows = draw(st.lists(st.tuples(worths, worths), min_size=2, max_size=12, unique=True))
    return [tuple(row) for row in rows]


def over(rows):
    issues = (Issue("outcome", tuple(f"o{k}" for k in range(len(rows)))),)
    scores = (Scores((0,), table_of([list(row) for row in rows])),)
    return FiniteProblem("t", ("A", "B"), issues, scores, reserved=(Fraction(0), Fraction(0)))


@few
@given(plain(), st.data())
def test_nash_does_not_depend_on_irrelevant_alternatives(rows, data):
    winners = chosen(solve(over(rows)))["nash"]
    left = [row for row in rows if row in winners or data.draw(st.booleans())]
    assert chosen(solve(over(left)))["nash"] == winners


@few
@given(plain(), st.tuples(worths, worths))
def test_kalai_smorodinsky_shares_never_fall_where_the_set_grows_and_the_ideal_stays(rows, more):
    small, large = solve(over(rows)), solve(over([*rows, more]))
    assume(small.ideal == large.ideal)
    assert large.solution("kalai_smorodinsky").value >= small.solution("kalai_smorodinsky").value


@few
@given(problems())
def test_every_solution_is_rational_and_on_the_frontier(problem):
    answer = solve(problem)
    front = points(answer)
    for worth in chosen(answer).values():
        assert worth <= front
        assert all(v >= low for one in worth for v, low in zip(one, problem.disagreement, strict=True))
