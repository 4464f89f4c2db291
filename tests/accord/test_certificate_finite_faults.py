"""Each false statement of a finite certificate is told by its own sentence (DESIGN §7)."""

from __future__ import annotations

import copy
import json
from fractions import Fraction as F

import numpy as np
import pytest

from maslahat.accord.check_finite import check_finite, digest_of, settled
from maslahat.accord.check_finite_front import Finite
from maslahat.accord.check_finite_rules import best_rows, positive, rule_value
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_rules import leximin, nash, utilitarian
from maslahat.accord.finite_solve import solve
from maslahat.accord.table import read_table

TABLE = (
    "what,issue,option,A,B\n,W,x,1,4\n,W,y,3,3\n,W,z,2,2\n,G,u,1,0\n,G,v,2,2.5\n"
    "together,W | G,x | u,1,0\nnever with,W | G,x | v,,\nstatus quo,W,z,,\nstatus quo,G,u,,\n"
    "reserved,,,1,\npower,,,1,2\n"
)


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    path = tmp_path_factory.mktemp("finite") / "t.csv"
    path.write_text(TABLE)
    return json.loads(json.dumps(certify(solve(read_table(path)))))


def change(document, path, value):
    changed = copy.deepcopy(document)
    spot = changed
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    changed["digest"] = digest_of(changed)
    return check_finite(changed)


def test_the_honest_one_holds_and_says_what_the_table_says(honest):
    assert check_finite(honest) == []
    assert honest["outcomes"] == 6
    assert honest["scale"] == [1, 2]
    assert honest["disagreement"] == {**honest["disagreement"], "worth": ["1", "2"], "units": [1, 4]}
    assert honest["frontier"]["units"] == [[5, 11]]  # (y, v) beats x with u: (3, 4), the only x there is
    assert honest["ideal"]["worth"] == ["5", "11/2"]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("tie",), "1/7", "tie 1/7: expected 1/1000000000000"),
        (("outcomes",), 7, "outcomes 7: the issues have 6"),
        (("scale", 0), 2, "scale of party 0: found 2, the common denominator is 1"),
        (("power",), [1, 0], "power: expected a positive whole number for each party"),
        (("power",), [1, 2, 3], "power: expected a positive whole number for each party"),
        (("power",), [1.0, 2], "power: expected a positive whole number for each party"),
        (("power_total",), 4, "power_total 4: the powers sum to 3"),
        (("solutions", 0, "power"), [1, 1], "nash: its powers are not those of the problem"),
        (("reserved", 0), "2", "disagreement of party 0: found 1, declared 2"),
        (("reserved", 1), "0", "disagreement of party 1: found 2, declared 0"),
        (("status_quo", "outcome"), [3, 0], "status quo [3, 0] is not an outcome"),
        (("status_quo", "outcome"), [2], "status quo [2] is not an outcome"),
        (("status_quo", "units"), [3, 5], "status quo: worth ['3', '2'], units [3, 5]; found ['3', '2']"),
        (("rules", 0, "allowed"), [], "its joint options are not told apart once each"),
        (("frontier", "outcomes", 0), [0, 1], "frontier point 0: [0, 1] breaks a rule"),
        (("frontier", "outcomes", 0), [0, 2], "frontier point 0: [0, 2] is not an outcome"),
        (("frontier", "outcomes", 0), [0, 0], "frontier point 0: units [5, 11], but the outcome is worth"),
        (("frontier", "size"), 2, "frontier of 2 points, 1 listed; found 1"),
        (("frontier", "ways"), [2], "ways: not the numbers of outcomes that reach the points"),
        (("ideal", "units"), [6, 11], "ideal point [6, 11]: found [5, 11]"),
        (("ideal", "worth"), ["5", "6"], "ideal: worth ['5', '6'] is not its units over the scale"),
        (("solutions", 0, "value"), "50", "nash: value 50, but the outcome reaches 49"),
        (("solutions", 0, "worth", 0), ["5", "6"], "nash: worth ['5', '6'] is not its units over the scale"),
        (("solutions", 0, "outcomes", 0), [0, 1], "nash: [0, 1] breaks a rule"),
        (("solutions", 0, "rule"), "utilitarian", "solutions: expected ["),
        (("boxes", 0, "names"), ["G", "W"], "are not ['G', 'W']"),
        (("scores", 0, "names"), ["G"], "are not ['G']"),
    ],
)
def test_a_false_statement_is_told(honest, path, value, sentence):
    assert any(sentence in fault for fault in change(honest, path, value))


def test_a_worse_outcome_is_not_the_solution(honest):
    for place, solution in enumerate(honest["solutions"]):
        worse = {**solution, "outcomes": [[2, 1]], "units": [[4, 9]], "worth": [["4", "9/2"]]}
        values = {"nash": "75/4", "kalai_smorodinsky": "5/7", "egalitarian": "5/2", "utilitarian": "8"}
        told = change(honest, ("solutions", place), {**worse, "value": values[solution["rule"]]})
        assert len(told) == 1
        assert told[0].startswith(f"{solution['rule']}: claimed [(4, 9)]; found [(5, 11)]")


def numbers(power=(1, 1), scale=(1, 1)):
    found = Finite.__new__(Finite)
    found.power, found.scale = list(power), list(scale)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_checker_and_the_solver_choose_the_same_rows(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 7, (30, 3)).tolist()
    power = rng.integers(1, 4, 3).tolist()
    gains = np.array(points, float) - 1
    ahead = [place for place, row in enumerate(gains.tolist()) if min(row) >= 0]
    own, kept = gains[ahead], [points[place] for place in ahead]
    ideal = [max(column) for column in zip(*kept, strict=True)]
    found = numbers(power, (1, 1, 1))

    def rows(rule):
        return best_rows(rule, kept, found, [1, 1, 1], ideal)

    reach = own.max()
    assert rows("nash") == nash(own / reach, np.array(power, float)).tolist()
    assert rows("egalitarian") == leximin(own / reach).tolist()
    assert rows("utilitarian") == utilitarian(own / reach, np.array(power, float)).tolist()
    assert rows("kalai_smorodinsky") == leximin(own / own.max(axis=0)).tolist()


def test_what_each_rule_maximises_written_out():
    found = numbers((1, 2), (1, 2))
    values = {
        rule: rule_value(rule, (4, 7), found, [1, 1], [7, 9])
        for rule in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
    }
    assert values == {"nash": 27, "kalai_smorodinsky": F(1, 2), "egalitarian": 3, "utilitarian": 9}
    # a party that cannot gain, or does not, is left out of the product and of the shares
    assert rule_value("nash", (4, 1), found, [1, 1], [7, 1]) == 3
    assert rule_value("kalai_smorodinsky", (4, 1), found, [1, 1], [7, 1]) == F(1, 2)
    assert positive([2, 0, -1, 1]) == [2, 1, 1, 1]


def test_most_parties_gaining_come_first_and_their_products_are_by_power():
    found = numbers((1, 2))
    assert best_rows("nash", [(9, 0), (2, 2), (4, 1)], found, [0, 0], [9, 2]) == [1]
    assert best_rows("nash", [(9, 0), (2, 0), (0, 3)], found, [0, 0], [9, 3]) == [0, 2]
    assert best_rows("nash", [(8, 1), (2, 2)], found, [0, 0], [8, 2]) == [0, 1]
    assert best_rows("utilitarian", [(8, 1), (2, 4), (0, 5)], found, [0, 0], [8, 5]) == [0, 1, 2]
    assert best_rows("leximin", [(1, 5), (5, 1), (1, 4)], found, [0, 0], [5, 5]) == [0, 1]


def test_ties_are_settled_as_the_solver_does():
    points = [(0, 100), (50, 51), (51, 50), (52, 48), (100, 0)]
    assert settled(points, [F(0), F(0)]) == sorted(points, reverse=True)
    assert settled(points, [F(1), F(1)]) == [(100, 0), (51, 50), (0, 100)]
    assert settled([(10, 0), (9, 5)], [F(1), F(1)]) == [(9, 5)]
