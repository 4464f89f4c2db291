"""Every kind of certificate there is: honest ones hold and keep the schema, lies with new digests do not (§7).

The full measure, 1,000 of each kind, is `benchmarks/accord_certificates.py`.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from accord_certificate_kinds import KINDS, honest, lies, sealed_again

from maslahat.accord.check import KINDS as CHECKED
from maslahat.accord.check import certificates_in, check
from maslahat.accord.schemas import schema_of

SCHEMAS = {
    "games": "game",
    "games with forms": "game",
    "bargain": "bargain",
    "ranking": "rank",
    "division": "split",
}


@pytest.mark.parametrize("kind", KINDS)
def test_honest_ones_hold_and_keep_the_published_schema(kind: str) -> None:
    validator = jsonschema.Draft202012Validator(schema_of(SCHEMAS.get(kind, "check")))
    for seed in range(6):
        document = honest(kind, seed)
        assert check(document) == []
        validator.validate(document)


@pytest.mark.parametrize("kind", KINDS)
def test_lies_are_told_though_every_digest_is_made_anew(kind: str) -> None:
    for document, place, how in lies(kind, 60):
        assert check(document), (place, how)


def test_no_kind_is_left_out_of_the_measure() -> None:
    measured = {part["kind"] for kind in KINDS for _, part in certificates_in(honest(kind, 1))}
    assert measured == {*CHECKED, "finite", "games"}


def told(document: dict[str, Any]) -> str:
    return " ".join(check(sealed_again(document)))


def test_a_report_says_of_no_rule_that_it_is_not_defined_where_it_is() -> None:
    document = copy.deepcopy(honest("games", 1))
    entry = document["games"][0]
    entry["undefined"] = {**entry["undefined"], "shapley": "no"}
    assert "the rules that are not defined are others" in told(document)
    document = copy.deepcopy(honest("games", 1))
    document["games"][0]["core_empty"] = not document["games"][0]["core_empty"]
    assert "what is said of the core" in told(document)
    document = copy.deepcopy(honest("games", 1))
    del document["games"][0]["solutions"]["banzhaf"]
    assert "the rules are not those of the certificate" in told(document)


def test_a_figure_without_end_is_refused_and_not_computed() -> None:
    document = honest("split", 0)
    document["total"] = "1e999999999"
    assert "no figure that can be multiplied out" in told(document)


def test_unions_that_are_no_partition_and_rules_stated_twice() -> None:
    document = copy.deepcopy(honest("games", 2))
    solutions = document["games"][0]["certificate"]["solutions"]
    next(solution for solution in solutions if solution["rule"] == "owen")["unions"] = [[0]]
    assert "the unions are no partition" in told(document)
    solutions.append(solutions[0])
    assert "a rule is stated twice" in told(document)


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("voting", {"quotas": [10**6]}, "quotas that nobody meets"),
        ("voting", {"weights": [[1.5]]}, "no members with one whole weight"),
        ("voting", {"solutions": []}, "the indices stated are not"),
        ("claims", {"estate": "100000"}, "an estate that is none or pays them all"),
        ("claims", {"claims": ["1"]}, "no claim for each party"),
        ("airport", {"costs": ["-1"]}, "no cost of zero or more"),
        ("airport", {"solutions": []}, "the rules stated are not"),
        ("partition", {"conventions": {}}, "the conventions whose values are all given are split_up"),
        ("partition", {"worth": [[1, [1, 2], "3"]]}, "no partition of all parties"),
        (
            "interval",
            {"bounds_by_mask": [["2", "1"]] * 3, "parties": ["A", "B"]},
            "bounds the wrong way round",
        ),
        ("interval", {"shapley_bands": []}, "no band of the Shapley value"),
        ("ranking", {"parties": ["A"]}, "no ranks and no limit for each party"),
        ("ranking", {"options": ["a", "a"]}, "no options, one named twice"),
        ("division", {"items": []}, "no two parties, no items"),
    ],
)
def test_what_is_no_such_case_is_told(kind: str, change: dict[str, Any], sentence: str) -> None:
    assert sentence in told({**copy.deepcopy(honest(kind, 3)), **change})


def test_another_division_that_is_fair_but_wasteful_is_no_adjusted_winner() -> None:
    document = copy.deepcopy(honest("division", 4))
    for item in document["items"]:
        item["parts"], item["exact_parts"] = [0.5, 0.5], ["1/2", "1/2"]
    document["totals"], document["exact_totals"] = [50.0, 50.0], ["50", "50"]
    assert "an exchange of items would give both more" in told(document)


RUBBISH: tuple[Any, ...] = (
    None,
    {},
    [],
    "x",
    10**6,
    -1,
    True,
    1.5,
    "1/0",
    float("nan"),
    [[1]],
    "9" * 4400,
    [None],
    "1e999999",
)


@pytest.mark.parametrize("kind", KINDS)
def test_rubbish_in_any_place_is_a_sentence_at_most(kind: str) -> None:
    rng = random.Random(kind)
    document = honest(kind, 2)
    every = list(places(document))
    for place in rng.sample(every, min(40, len(every))):
        changed = copy.deepcopy(document)
        spot: Any = changed
        for step in place[:-1]:
            spot = spot[step]
        spot[place[-1]] = copy.deepcopy(rng.choice(RUBBISH))
        assert all(isinstance(fault, str) for fault in check(sealed_again(changed)))


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*place, key)
        yield from places(part, (*place, key))


def test_a_season_too_long_to_be_checked_is_refused() -> None:
    document = honest("keeping", 1)
    for key in ("cooperate", "deviate_now", "punish"):
        document["parties"][0][key] *= 400
    assert "a season that is no list of 1 to 60 numbers" in told(document)
