"""Votes, claims, costs, bounds, partitions and promises from files, with figures known from the literature (§7)."""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from maslahat.accord.schemas import schema_of

EEC = {"weights": [4, 4, 4, 2, 2, 1], "quota": 12, "parties": ["DE", "FR", "IT", "NL", "BE", "LU"]}
COUNCIL = {"weights": [[1] * 15, [1] * 5 + [0] * 10], "quotas": [9, 5]}
CLAIMS = [{"estate": estate, "claims": [100, 200, 300]} for estate in (100, 200, "300")]
AIRPORT = {"costs": [10, 20, 30, "61/2"]}
BOUNDS = {"n": 2, "bounds_by_mask": [[0, 1], [0, 2], [4, 6]]}
PARTITION = {
    "n": 3,
    "partitions": [
        {"parts": [[1], [2], [3]], "worth": [0, 0, 0]},
        {"parts": [[1, 2], [3]], "worth": [2, 0]},
        {"parts": [[1, 3], [2]], "worth": [3, -1]},
        {"parts": [[2, 3], [1]], "worth": [3, 1]},
        {"parts": [[1, 2, 3]], "worth": [8]},
    ],
}
PROMISES = {
    "promises": {
        "dilemma": {"cooperate": [3], "deviate_now": [5], "punish": [1], "periods_per_year": 1},
        "hasty": {
            "cooperate": [3],
            "deviate_now": [9],
            "punish": [1],
            "periods_per_year": 1,
            "discount": 0.5,
        },
    }
}
OWEN = {"n": 3, "v_by_mask": [0, 0, 1, 0, 1, 1, 1], "unions": [[1, 2], [3]]}
ALL = [EEC, COUNCIL, *CLAIMS, AIRPORT, BOUNDS, PARTITION, PROMISES, OWEN]


@pytest.fixture
def solved(run, tmp_path: Path):
    def call(content: Any) -> dict[str, Any]:
        file, out = tmp_path / "in.json", tmp_path / "out.json"
        file.write_text(json.dumps(content))
        assert run("game", file, "--json", out, "-q")[0] == 0
        assert run("check", out)[0] == 0
        document = json.loads(out.read_text())
        jsonschema.Draft202012Validator(schema_of("game")).validate(document)
        return document

    return call


def payoffs(document: dict[str, Any], place: int = 0) -> dict[str, list[F]]:
    found = document["forms"][place]["certificate"]["solutions"]
    return {solution["rule"]: [F(share) for share in solution["payoff"]] for solution in found}


def test_the_council_of_1958_and_the_security_council(solved) -> None:
    council = payoffs(solved(EEC))
    assert council["shapley_shubik"] == [F(14, 60)] * 3 + [F(9, 60)] * 2 + [0]
    assert council["banzhaf_index"] == [F(5, 21)] * 3 + [F(3, 21)] * 2 + [0]
    security = payoffs(solved(COUNCIL))
    assert security["shapley_shubik"] == [F(421, 2145)] * 5 + [F(4, 2145)] * 10
    assert security["banzhaf"][0] == F(848, 2**14)


def test_the_three_estates_of_the_talmud(solved) -> None:
    document = solved(CLAIMS)
    shares = [payoffs(document, place)["talmud"] for place in range(3)]
    assert shares == [[F(100, 3)] * 3, [50, 75, 75], [50, 100, 150]]
    assert payoffs(document, 1)["equal_awards"] == [F(200, 3)] * 3
    assert payoffs(document, 1)["equal_losses"] == [0, 50, 150]


def test_costs_bounds_and_partitions(solved) -> None:
    document = solved([AIRPORT, BOUNDS, PARTITION])
    assert payoffs(document)["shapley"] == [F(5, 2), F(35, 6), F(65, 6), F(34, 3)]
    bounds = document["forms"][1]["certificate"]
    assert bounds["core_surely_nonempty"] is True
    assert bounds["shapley_bands"][0]["payoff"] == ["1", "7/2"]
    partition = document["forms"][2]["certificate"]["conventions"]
    assert partition["split_up"]["v_by_mask"][0] == "0"
    assert partition["united"]["v_by_mask"][0] == "1"
    assert partition["worst"]["v_by_mask"][1] == "-1"
    assert partition["best"]["v_by_mask"][0] == "1"


def test_a_promise_by_its_closed_form_and_a_union(solved) -> None:
    document = solved([PROMISES, OWEN])
    dilemma, hasty = document["forms"][0]["certificate"]["parties"]
    assert dilemma["critical_discount"] == pytest.approx((5 - 3) / (5 - 1), abs=1e-12)
    assert dilemma["escrow"] == 0
    assert hasty["escrow"] == pytest.approx(6 - 2 * 0.5 / (1 - 0.5), abs=1e-12)
    assert document["games"][0]["solutions"]["owen"] == [0.5, 0.5, 0]


def test_every_form_is_shown_within_eighty_columns(run, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    file.write_text(json.dumps(ALL))
    jsonschema.Draft202012Validator(schema_of("game file")).validate(ALL)
    code, out, _ = run("game", file)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    for words in (
        "421/2145",
        "Talmud",
        "others split up (core not empty)",
        "others united",
        "Owen",
        "Shapley, least",
    ):
        assert words in out
    for line in ("dilemma", "hasty"):
        assert line in out
    assert "Whatever the values within the bounds, the core is not empty." in out


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"weights": [1, 2], "quota": 9}, "voting body, rule 1: found a quota of 9; expected at most 3"),
        ({"weights": [1, 2]}, "quota of rule 1: found null; expected a whole number"),
        (
            {"weights": [1, -2], "quota": 1},
            "weights of rule 1, member 2: found -2; expected a whole number from 0",
        ),
        ({"weights": "x", "quota": 1}, 'weights of rule 1: found "x"; expected a list of whole numbers'),
        ({"weights": [[1, 2], [1]], "quotas": [1, 1]}, "voting body: found rules of different length"),
        ({"weights": [1, 2], "quotas": 3}, "quotas: found 3; expected a list"),
        (
            {"weights": [1 << k for k in range(25)], "quota": 9},
            "expected no more than 1,000,000 sums of weights",
        ),
        (
            {"weights": [1, 2], "quota": 2, "parties": ["A", "A"]},
            'parties: found ["A", "A"]; expected 2 different',
        ),
        ({"estate": 10, "claims": [1, 2]}, "estate: found 10; expected from 0 to the sum of the claims, 3"),
        ({"estate": "x", "claims": [1, None]}, "claims, number 2: found null; expected a number"),
        ({"estate": 1, "claims": []}, "claims: found []; expected a list of 1 to 1000 numbers"),
        ({"costs": [1, -1]}, "costs: found ['1', '-1']; expected one or more, none below 0"),
        ({"n": 2, "bounds_by_mask": [[0, 1]]}, "bounds_by_mask: found 1; expected 3 pairs [least, most]"),
        ({"n": 1, "bounds_by_mask": [[2, 1]]}, "interval of A: found 2 to 1; expected the lower bound first"),
        ({"n": 1, "bounds_by_mask": [[2]]}, "bounds_by_mask, pair 1: found [2]"),
        ({"n": 13, "bounds_by_mask": []}, "n: found 13; expected a whole number from 1 to 12"),
        ({"n": 2, "partitions": [{"parts": [[1]], "worth": [0]}]}, "partitions, number 1: found"),
        ({"n": 2, "partitions": []}, "partitions: found []"),
        (
            {"n": 2, "partitions": [{"parts": [[1, 2]], "worth": [0]}]},
            "worth of coalition 1, outsiders split up",
        ),
        ({"promises": {}}, "promises: found {}"),
        ({"promises": {"A": {"cooperate": [1]}}}, "A: found"),
        (
            {"promises": {"A": {"cooperate": [1], "deviate_now": [2, 3], "punish": [0], "discount": 2}}},
            "A, discount: found 2; expected a number from 0",
        ),
        (
            {"promises": {"A": {"cooperate": [1], "deviate_now": [2, 3], "punish": [0]}}},
            "A, promise, deviate_now: found 2 numbers",
        ),
        (
            {"n": 2, "v_by_mask": [0, 0, 1], "unions": [[1]]},
            "unions: found [[1]]; expected every party from 1 to 2",
        ),
    ],
)
def test_a_fault_of_a_form_is_told_with_its_place(
    run, tmp_path: Path, entry: dict[str, Any], told: str
) -> None:
    file = tmp_path / "f.json"
    file.write_text(json.dumps([EEC, entry]))
    code, out, err = run("game", file, "--json", tmp_path / "o.json")
    assert (code, out) == (2, "")
    assert f"maslahat: {file}, game 2, " in err
    assert told in err
    assert not (tmp_path / "o.json").exists()


def test_a_quota_that_is_none_is_named_by_its_rule(tmp_path: Path, run) -> None:
    path = tmp_path / "v.json"
    path.write_text(json.dumps({"weights": [[1, 2], [2, 1]], "quotas": ["x", "y"]}))
    code, _, told = run("game", path)
    assert code == 2
    assert "quota of rule 1" in told
    assert "quota of rule 2" in told
    assert "quota of rule 3" not in told
