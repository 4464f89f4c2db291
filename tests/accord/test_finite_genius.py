"""Genius domains against a brute force in fractions over every outcome."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest

from maslahat.accord.check_finite import check_finite
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import solve
from maslahat.accord.finite_text_parts import basis
from maslahat.accord.genius import _triangle, read_genius
from maslahat.core import InputError

DOMAIN = """<negotiation_template><utility_space number_of_issues="1"><objective index="0" name="d">
<issue index="1" name="Fund"><item index="1" value="big"/><item index="2" value="small"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective index="0" name="d">
<issue index="1" name="Fund"><item index="1" value="big" evaluation="{}"/>
<item index="2" value="small" evaluation="{}"/></issue><weight index="1" value="0.7"/></objective>
<reservation value="0.25"/></utility_space>"""


def folder(tmp_path, *profiles):
    (tmp_path / "domain.xml").write_text(DOMAIN)
    for name, values in zip("ab", profiles, strict=True):
        (tmp_path / f"{name}.xml").write_text(PROFILE.format(*values))
    return tmp_path


def test_evaluations_as_written_or_by_the_largest(tmp_path):
    path = folder(tmp_path, (2, 3), (10, 5))
    assert read_genius(path).utilities((0,)) == (Fraction(14, 10), 7)
    assert read_genius(path, by_largest=True).utilities((0,)) == (Fraction(14, 30), Fraction(7, 10))
    assert read_genius(path).reserved == (Fraction(1, 4), Fraction(1, 4))


def test_faults_of_all_profiles_at_once(tmp_path):
    path = folder(tmp_path, ("two", 3), (10, 5))
    (path / "b.xml").write_text((path / "b.xml").read_text().replace('value="small"', 'value="tiny"'))
    with pytest.raises(InputError) as caught:
        read_genius(path)
    text = str(caught.value)
    assert "a.xml:2, issue Fund, item big: found 'two'" in text
    assert "no evaluation of 'small'" in text
    assert "unknown option 'tiny'" in text


def test_broken_xml_names_the_line(tmp_path):
    path = folder(tmp_path, (1, 2), (2, 1))
    (path / "a.xml").write_text("<utility_space>\n<objective></utility_space>")
    with pytest.raises(InputError, match=r"a\.xml:2: found broken XML"):
        read_genius(path)


@pytest.mark.data
def test_every_domain_has_the_frontier_of_brute_force(shared_data):
    folders = sorted({path.parent for path in (shared_data / "negotiation/genius").rglob("*.xml")})
    checked = 0
    for path in folders:
        problem = read_genius(path)
        if problem.boxes or problem.outcomes > 200_000:
            continue
        frontier = solve(problem).frontier
        found = {frontier.agreement(problem, row).utilities for row in range(len(frontier))}
        assert found == oracle(problem), path.name
        checked += 1
    assert checked > 75


def oracle(problem):
    """Return the frontier of all outcomes: sums in whole numbers of any size, no composition, no rounding."""
    scales = [
        int(
            np.lcm.reduce(
                [value.denominator for t in problem.scores for value in t.table[..., p].ravel()], dtype=object
            )
        )
        for p in range(2)
    ]
    columns = [np.zeros(1, object), np.zeros(1, object)]
    for table in problem.scores:
        for p, scale in enumerate(scales):
            own = np.array([int(value * scale) for value in table.table[:, p]], object)
            columns[p] = (columns[p][:, None] + own[None]).ravel()
    best: dict[int, int] = {}
    for x, y in zip(*columns, strict=True):
        if best.get(x, -1) < y:
            best[x] = y
    kept, top = set(), None
    for x in sorted(best, reverse=True):
        if top is None or best[x] > top:
            top = best[x]
            kept.add((Fraction(x, scales[0]), Fraction(top, scales[1])))
    return kept


@pytest.mark.data
def test_a_nonlinear_domain_of_ten_thousand_million_outcomes(shared_data):
    path = shared_data / "negotiation/genius/10issues"
    answer = solve(read_genius(path))
    assert answer.problem.outcomes == 10**10
    published = sorted(
        tuple(map(float, line.split(",")))
        for line in (path / "pareto.xml").read_text().splitlines()
        if line.strip()
    )
    found = sorted(
        tuple(map(float, answer.frontier.agreement(answer.problem, row).utilities))
        for row in range(len(answer.frontier))
    )
    assert np.allclose(found, published, atol=1e-6)
    assert check_finite(certify(answer)) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'name="Fund">',
            'name="Fund" type="real"><range lowerbound="0" upperbound="1"/>',
            "issue Fund: found a real interval",
        ),
        (
            'name="Fund">',
            'name="Fund" type="integer" lowerbound="one" upperbound="9">',
            "found bounds 'one' to '9'",
        ),
        (
            'name="Fund">',
            'name="Fund" type="integer" lowerbound="9" upperbound="1">',
            "found bounds '9' to '1'",
        ),
        (
            'name="Fund">',
            'name="Fund" type="integer" lowerbound="1" upperbound="99999999999">',
            "found 99,999,999,999 whole numbers; expected at most 100,000 options",
        ),
    ],
)
def test_an_issue_that_cannot_be_listed_is_told_once(tmp_path, old, new, sentence):
    path = folder(tmp_path, (1, 2), (2, 1))
    (path / "domain.xml").write_text(DOMAIN.replace(old, new))
    with pytest.raises(InputError) as caught:
        read_genius(path)
    assert len(caught.value.faults) == 1
    assert sentence in str(caught.value)


def test_one_profile_is_not_a_negotiation(tmp_path):
    path = folder(tmp_path, (1, 2), (2, 1))
    (path / "b.xml").unlink()
    with pytest.raises(InputError, match="found one profile; expected two or more"):
        read_genius(path)


def test_an_evaluator_of_numbers_needs_options_that_are_numbers(tmp_path):
    path = folder(tmp_path, (1, 2), (2, 1))
    text = PROFILE.format(1, 2)
    items = text[text.index("<item") : text.index("</issue>")]
    (path / "b.xml").write_text(text.replace(items, '<evaluator ftype="linear" slope="1"/>'))
    with pytest.raises(InputError, match="found the option 'big'; expected numbers"):
        read_genius(path)


def test_discount_factors_are_left_aside_aloud(tmp_path):
    path = folder(tmp_path, (1, 2), (2, 1))
    profile = (
        (path / "b.xml").read_text().replace("<reservation", '<discount_factor value="0.7"/><reservation')
    )
    (path / "b.xml").write_text(profile)
    assert "Discount factors are left aside (profiles b)." in read_genius(path).notes


def test_profiles_alone_are_a_domain_too(tmp_path):
    path = folder(tmp_path, (1, 2), (2, 1))
    (path / "domain.xml").unlink()
    problem = read_genius(path)
    assert problem.parties == ("a", "b")
    assert problem.issues[0].options == ("big", "small")
    assert problem.utilities((1,)) == (Fraction(14, 10), Fraction(7, 10))


def test_whole_numbers_between_bounds_with_an_evaluator(tmp_path):
    issue = '<issue index="1" name="price" type="integer"{}>{}</issue>'
    bounds = ' lowerbound="-1" upperbound="2"'
    (tmp_path / "domain.xml").write_text(
        f"<utility_space><objective>{issue.format(bounds, '')}</objective></utility_space>"
    )
    for name, slope in (("a", "0.5"), ("b", "-0.25")):
        evaluator = f'<evaluator ftype="linear" slope="{slope}" offset="1"/>'
        (tmp_path / f"{name}.xml").write_text(
            f"<utility_space><objective>{issue.format(bounds, evaluator)}"
            '<weight index="1" value="1"/></objective></utility_space>'
        )
    problem = read_genius(tmp_path)
    assert problem.issues[0].options == ("-1", "0", "1", "2")
    assert problem.utilities((3,)) == (2, Fraction(1, 2))
    assert problem.utilities((0,)) == (Fraction(1, 2), Fraction(5, 4))


def test_a_triangle_rises_to_its_top_and_falls_to_its_end():
    worth = [_triangle(Fraction(value), Fraction(0), Fraction(4), Fraction(1)) for value in range(-1, 6)]
    assert worth == [0, 0, 1, Fraction(2, 3), Fraction(1, 3), 0, 0]


def test_a_profile_without_a_reservation_declares_none(tmp_path):
    path = folder(tmp_path, (1, 2), (2, 1))
    text = (path / "b.xml").read_text()
    (path / "b.xml").write_text(re.sub(r"<reservation[^>]*>", "", text))
    problem = read_genius(path)
    assert problem.reserved[1] is None
    assert problem.disagreement[1] == 0
    assert "No reserved value is declared for b: 0 is taken." in problem.assumed
    (path / "a.xml").write_text(re.sub(r"<reservation[^>]*>", "", text))
    assert basis(read_genius(path)) == "none declared, 0 taken"
    assert basis(problem) == "declared, else 0 taken"
