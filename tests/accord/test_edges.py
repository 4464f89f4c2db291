"""What lies at the edges: how far an outcome misses its bounds, and what each false certificate is told."""

from __future__ import annotations

import copy
from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest

from maslahat.accord import LinearProblem, core, nucleolus, shapley, utilitarian
from maslahat.accord.certificate import game_certificate, sealed
from maslahat.accord.check import check, digest_of
from maslahat.accord.finite import exact
from maslahat.accord.finite_ties import settled
from maslahat.accord.game import Game
from maslahat.accord.nucleolus_rule import prenucleolus
from maslahat.accord.rational import inverse, solve
from maslahat.accord.seal import new_key, open_sealed, seal_table
from maslahat.accord.shapley_rule import banzhaf
from maslahat.accord.tau import tau_value
from maslahat.core import InputError

GAME = Game([0, 0, 0, 4, 0, 3, 2, 8])


def box() -> LinearProblem:
    return LinearProblem([[1.0, 2.0]], [1.0], [6.0], [0.5, -1], [4, 3], np.eye(2))


@pytest.mark.parametrize(
    ("outcome", "missed"),
    [
        ([1, 1], -0.5),
        ([0.5, -1], 2.5),
        ([4, 2], 2.0),
        ([0.25, 1], 0.25),
        ([1, -3], 6.0),
        ([5, 0], 1.0),
        ([0.5, 3.125], 0.75),
    ],
)
def test_violation_is_the_largest_miss_of_rows_and_columns(outcome: list[float], missed: float) -> None:
    assert box().violation(np.array(outcome, dtype=float)) == pytest.approx(missed)


def test_widest_gains_are_how_far_the_columns_reach_or_the_start_already_is() -> None:
    problem = LinearProblem(
        [[1.0, 1.0]], [0.0], [9.0], [-1, 0], [2, 5], [[2.0, -1.0], [0.0, 0.5]], [3.0, 30.0], [1.0, 10.0]
    )
    assert problem.widest_gains() == pytest.approx([11, 20])
    assert (problem.n, problem.columns) == (2, 2)
    assert problem.gains(np.array([1.0, 2.0])) == pytest.approx([-2, -19])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"row_lower": [1, 2]}, "problem, row_lower: found 2 numbers; expected 1"),
        ({"disagreement": [1, 2, 3]}, "problem, disagreement: found 3 numbers; expected 2"),
        ({"utility": np.ones((2, 3))}, "problem, utility: found 3 columns; expected 2"),
        ({"parties": ("K",)}, "problem, parties: found 1 names; expected 2"),
        ({"constant": [np.inf, 0]}, "problem, constant: found a number that is not finite"),
        ({"col_lower": [0, 4]}, "problem, column 1: found bounds 4 to 3; expected lower ≤ upper"),
    ],
)
def test_one_fault_of_a_problem_is_one_sentence(change: dict[str, Any], sentence: str) -> None:
    parts: dict[str, Any] = {
        "matrix": [[1.0, 2.0]],
        "row_lower": [1.0],
        "row_upper": [6.0],
        "col_lower": [0, 0],
        "col_upper": [4, 3],
        "utility": np.eye(2),
    }
    with pytest.raises(InputError) as caught:
        LinearProblem(**{**parts, **change})
    assert len(caught.value.faults) == 1
    assert sentence in str(caught.value)


def test_a_loss_of_a_ten_millionth_of_the_largest_gain_is_none() -> None:
    found = utilitarian(LinearProblem([[1.0, 1.0]], [0.0], [6.0], [0, 0], [4, 3], np.eye(2), [1.0, 1.0]))
    assert found.individually_rational() == bool(found.gains.min() >= 0)
    assert not utilitarian(
        LinearProblem([[1.0, 1.0]], [0.0], [1.0], [0, 0], [1, 1], np.eye(2), [5.0, 0.0])
    ).individually_rational()


def certified() -> dict[str, Any]:
    document: dict[str, Any] = game_certificate(
        GAME,
        points={"shapley": shapley(GAME), "banzhaf": banzhaf(GAME), "tau": tau_value(GAME)},
        nucleoli=(nucleolus(GAME), prenucleolus(GAME)),
        core=core(GAME),
    )
    return document


def after(change: Any) -> list[str]:
    document = copy.deepcopy(certified())
    change({solution["rule"]: solution for solution in document["solutions"]})
    document["digest"] = digest_of(document)
    return check(document)


def paid(solution: dict[str, Any], payoff: list[Any]) -> None:
    solution["payoff"] = [str(share) for share in payoff]
    solution["decimal"] = [float(share) for share in payoff]


def test_the_certificate_of_the_game_holds() -> None:
    assert check(certified()) == []


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("shapley", "shapley: the payoff is not the mean of what each party adds"),
        ("banzhaf", "banzhaf: the index is not the mean of what a party adds"),
        ("tau", "tau: the payoff is not between minimal rights and utopia as it should be"),
    ],
)
def test_another_payoff_of_the_same_sum_is_told(rule: str, sentence: str) -> None:
    def change(solutions: dict[str, Any]) -> None:
        old = [F(share) for share in solutions[rule]["payoff"]]
        paid(solutions[rule], [old[0] + 1, old[1] - 1, old[2]])

    assert after(change) == [sentence]


def test_the_faults_of_a_core_are_told_one_by_one() -> None:
    def told(**parts: Any) -> list[str]:
        return after(lambda solutions: solutions["core"].update(parts))

    stated = {s["rule"]: s for s in certified()["solutions"]}["core"]
    assert told(excesses=[*stated["excesses"][:-1], "77"]) == [
        "core: the complaints listed are not those of the payoff"
    ]
    assert told(empty=True) == ["core: what is said of the core being empty does not follow"]
    lower = told(epsilon=str(F(stated["epsilon"]) - 1))
    assert "core: a coalition complains of more than the least-core value" in lower
    assert any("prove a least-core value of" in fault for fault in lower)
    doubled = [[mask, str(2 * F(weight))] for mask, weight in stated["balanced"]]
    assert "core: the coalitions are not balanced" in told(balanced=doubled)
    assert "core: the coalitions are not balanced" in told(balanced=[[7, "1"]])
    assert "core: the coalitions are not balanced" in told(balanced=[[1, "1"], [2, "1"], [4, "1"], [3, "0"]])


def test_the_faults_of_a_nucleolus_are_told_one_by_one() -> None:
    def level(rule: str, **parts: Any) -> list[str]:
        return after(lambda solutions: solutions[rule]["levels"][0].update(parts))

    first = {s["rule"]: s for s in certified()["solutions"]}["nucleolus"]["levels"][0]
    masks = first["coalitions"]
    told = "nucleolus: level 1: "
    assert told + "a weight is not positive" in level("nucleolus", coalitions=[])
    assert told + "the weights do not add up to one" in level(
        "nucleolus", coalitions=[[mask, str(2 * F(str(weight)))] for mask, weight in masks]
    )
    assert told + "the coalitions do not balance" in level("nucleolus", settled=[[7, "1"]])
    assert told + "a coalition is used as settled before it is" in level("nucleolus", settled=[[3, "1"]])
    assert told + "a coalition is used as settled before it is" in level("nucleolus", settled=[[7, "0"]])
    assert told + "a coalition listed does not have the complaint of the level" in level(
        "nucleolus", epsilon=str(F(first["epsilon"]) - 1)
    )
    assert told + "a coalition not yet settled complains of more" in level(
        "nucleolus", epsilon=str(F(first["epsilon"]) - 1)
    )
    assert told + "a party said to be held at its own value is not" in level("nucleolus", held=[[1, "1"]])
    held = level("prenucleolus", held=[[1, "1"]])
    assert "prenucleolus: level 1: parties are held at their own value, which this rule does not ask" in held
    assert after(lambda solutions: solutions["nucleolus"].update(levels=[])) == [
        "nucleolus: the levels do not settle every party's payoff"
    ]


def test_shares_out_of_proportion_are_told() -> None:
    def of(**parts: Any) -> list[str]:
        body = {"total": "6", "weights": ["1", "2"], "payoff": ["2", "4"], "decimal": [2.0, 4.0]}
        return check(sealed("split", {**body, **parts}))

    assert of() == []
    assert of(payoff=["3", "3"], decimal=[3.0, 3.0]) == ["the shares are not in proportion to the weights"]
    assert "the shares do not add up to what there is" in of(total="7")
    assert of(decimal=[2.0, 4.000001]) == ["the decimal figures are not the exact ones"]
    assert "the weights are not positive" in of(weights=["-1", "-2"], payoff=["2", "4"])
    assert of(weights=["0", "2"], payoff=["0", "6"], decimal=[0.0, 6.0]) == []


def test_fractions_of_a_system_and_what_a_number_is() -> None:
    rows = [[0, 2, 1], [3, 0, -1], [1, 1, 1]]
    adjugate, determinant = inverse(rows)
    product = np.array(rows, object) @ np.array(adjugate, object)
    assert product.tolist() == (determinant * np.eye(3, dtype=int)).tolist()
    right = [F(4), F(1, 2), F(3)]
    found = solve(rows, right)
    assert [sum(a * x for a, x in zip(row, found, strict=True)) for row in rows] == right
    with pytest.raises(ZeroDivisionError):
        inverse([[1, 2], [2, 4]])
    assert (exact(0.1), exact(np.float64(2.5)), exact(np.int64(3))) == (F(1, 10), F(5, 2), 3)


def test_points_closer_than_a_tie_are_one_and_farther_ones_stand() -> None:
    points = np.array([[0, 100], [50, 51], [51, 50], [52, 48], [100, 0]])
    tie = np.array([1, 1])
    assert settled(points, np.array([0, 0])).tolist() == [4, 3, 2, 1, 0]
    # 51/50 and 50/51 are a tie and the first stays; 52/48 goes: 51/50 is worse by a tie and better by more
    assert settled(points, tie).tolist() == [4, 2, 0]
    assert settled(np.array([[10, 0], [9, 5]]), tie).tolist() == [1]


def test_one_party_alone_needs_no_name_and_others_do(tmp_path: Any) -> None:
    pytest.importorskip("pyrage")
    key = tmp_path / "k"
    public = new_key(key)
    names = []
    for name in "AB":
        table = tmp_path / f"{name}.csv"
        table.write_text(f"what,issue,option,{name}\n,W,x,1\n,W,y,2\nreserved,,,1\n")
        assert seal_table(table, None, public, tmp_path / name) == name
        names.append(tmp_path / name)
    joined = open_sealed(names, key)
    assert joined.parties == ("A", "B")
    assert joined.utilities((1,)) == (2, 2)
    table = tmp_path / "both.csv"
    table.write_text("issue,option,A,B\nW,x,1,2\n")
    for party, found in ((None, "no party named"), ("C", "the party 'C'")):
        with pytest.raises(InputError, match=f"found {found}; expected --party with one of A, B"):
            seal_table(table, party, public, tmp_path / "o")
