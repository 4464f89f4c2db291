"""Each false statement of a certificate of forms, ranks, shares and promises has its own sentence (DESIGN §7)."""

from __future__ import annotations

import copy
import json
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from maslahat.accord.adjusted import Points, adjusted_winner
from maslahat.accord.adjusted_report import adjusted_json
from maslahat.accord.certificate import keeping_certificate, split_certificate
from maslahat.accord.check import check, digest_of
from maslahat.accord.form_file import Form
from maslahat.accord.game_file import read_games
from maslahat.accord.keeping import Promise, keeping
from maslahat.accord.ranking import Rankings, rank_answer
from maslahat.accord.ranking_report import ranking_json

ENTRIES = {
    "voting": {"weights": [4, 4, 4, 2, 2, 1], "quota": 12},
    "claims": {"estate": 200, "claims": [100, 200, 300]},
    "airport": {"costs": [10, 20, 30]},
    "interval": {"n": 2, "bounds_by_mask": [[0, 1], [0, 2], [4, 6]]},
}
SHARES = ((F(6, 10), F(3, 10), F(1, 10)), (F(2, 10), F(5, 10), F(3, 10)))
LATE = Promise([4.0, 4.0], [6.0, 7.0], [1.0, 1.0], 2)
LOST = Promise([1.0], [6.0], [2.0], 1)


def _form(tmp_path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    path = tmp_path / "f.json"
    path.write_text(json.dumps(entry))
    (form,) = read_games([path])
    assert isinstance(form, Form)
    return form.certificate


@pytest.fixture
def honest(tmp_path: Path) -> dict[str, dict[str, Any]]:
    ranks = ((1, 2, 3), (3, 2, 1))
    found = {
        **{kind: _form(tmp_path, entry) for kind, entry in ENTRIES.items()},
        "ranking": ranking_json(rank_answer(Rankings(("x", "y", "z"), ("A", "B"), ranks, (2, 2)))),
        "division": adjusted_json(adjusted_winner(Points(("x", "y", "z"), ("A", "B"), SHARES))),
        "keeping": keeping_certificate({"up": keeping(LATE, 0.5), "never": keeping(LOST, 0.5)}),
        "split": split_certificate(F(8), [F(1), F(3)], [F(2), F(6)]),
    }
    return json.loads(json.dumps(found))


def set_at(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    spot: Any = changed
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    changed["digest"] = digest_of(changed)
    return changed


def test_the_honest_ones_hold(honest: dict[str, dict[str, Any]]) -> None:
    assert {kind: check(document) for kind, document in honest.items()} == {kind: [] for kind in honest}


@pytest.mark.parametrize(
    ("kind", "path", "value", "sentence"),
    [
        ("voting", ("parties",), ["a"] * 6, "no members with one whole weight in each rule"),
        ("voting", ("quotas",), [12, 3], "no members with one whole weight in each rule"),
        ("voting", ("weights", 0, 1), 4.0, "no members with one whole weight in each rule"),
        (
            "voting",
            ("weights", 0),
            [4, 4, 4, 2, 2],
            "a rule without a weight of zero or more for each member",
        ),
        ("voting", ("weights", 0, 5), -1, "a rule without a weight of zero or more for each member"),
        ("voting", ("quotas", 0), 18, "quotas that nobody meets, or that are met by nobody at all"),
        ("voting", ("quotas", 0), 0, "quotas that nobody meets, or that are met by nobody at all"),
        ("voting", ("quotas", 0), 17, "the index is not what counting the swings gives"),
        ("claims", ("parties",), ["a", "a", "b"], "no claim for each party"),
        ("claims", ("estate",), "601", "claims below zero, or an estate that is none or pays them all"),
        ("claims", ("estate",), "-1", "claims below zero, or an estate that is none or pays them all"),
        ("claims", ("estate",), "199", "the shares do not add up to the estate"),
        (
            "claims",
            ("solutions", 0, "payoff"),
            ["101", "99", "0"],
            "a share is below nothing or above its claim",
        ),
        (
            "claims",
            ("solutions", 0, "payoff"),
            ["-1", "101", "100"],
            "a share is below nothing or above its claim",
        ),
        ("airport", ("costs", 0), "-1", "no cost of zero or more for each party"),
        ("airport", ("solutions", 0, "payoff", 0), "4", "the shares are not those of the rule"),
        ("airport", ("solutions", 0, "payoff", 0), "4", "the shares do not add up to the largest cost"),
        ("interval", ("bounds_by_mask", 0), ["2", "1"], "bounds the wrong way round"),
        ("interval", ("bounds_by_mask", 2, 1), "7", "the kindest game is not the one within the bounds"),
        ("interval", ("bounds_by_mask", 2, 0), "3", "the harshest game is not the one within the bounds"),
        ("interval", ("core_surely_empty",), True, "core_surely_empty does not follow from the kindest game"),
        (
            "interval",
            ("core_surely_nonempty",),
            False,
            "core_surely_nonempty does not follow from the harshest",
        ),
        ("interval", ("shapley_bands",), [], "no band of the Shapley value for each party"),
        ("ranking", ("options", 0), "y", "no options, one named twice, or fewer than two parties"),
        ("ranking", ("ranks", "A", 0), 4, "ranks that are no whole numbers from 1 to 3, one for each option"),
        ("ranking", ("ranks", "A", 0), 0, "ranks that are no whole numbers from 1 to 3, one for each option"),
        ("ranking", ("accepts", "A"), 0, "limits that are no ranks"),
        ("ranking", ("approval", "counts", "x"), 2, "the approvals are not the ranks that are accepted"),
        ("ranking", ("approval", "winners"), ["x"], "the options most approved are others"),
        ("ranking", ("borda", "x"), 3, "the Borda counts are others"),
        ("ranking", ("fallback", "majority", "quorum"), 1, "majority: the quorum is not 2"),
        ("ranking", ("fallback", "unanimity", "depth"), 1, "unanimity: the depth at which enough agree"),
        (
            "ranking",
            ("fallback", "unanimity", "winners"),
            ["x"],
            "unanimity: the depth at which enough agree",
        ),
        (
            "ranking",
            ("fallback", "unanimity", "support_by_depth", 0, 0),
            2,
            "the support by depth is another",
        ),
        ("division", ("parties",), ["A"], "no two parties, no items, or an item named twice"),
        ("division", ("items", 0, "item"), "y", "no two parties, no items, or an item named twice"),
        ("division", ("items", 0, "exact_parts"), ["1"], "an item without the points and the part of each"),
        (
            "division",
            ("items", 0, "exact_points", 0),
            "61",
            "points below zero, or that do not add up to 100",
        ),
        (
            "division",
            ("items", 0, "exact_parts", 0),
            "1/2",
            "the parts of an item do not make the whole of it",
        ),
        (
            "division",
            ("items", 2, "exact_parts"),
            ["1", "0"],
            "one receives more of its points than the other",
        ),
        ("division", ("exact_totals", 0), "1", "the points received are not what the parts add up to"),
        ("division", ("divided",), "z", "another item is cut than is said, or more than one"),
        ("division", ("items", 0, "points", 0), 60.1, "a decimal figure is not the exact one"),
        (
            "division",
            ("moved",),
            ["x", "y", "z"],
            "the items that passed over are others, or in another order",
        ),
        ("keeping", ("parties",), [], "no party is named"),
        ("keeping", ("parties", 0, "discount"), 1, "the length of the year or the discount factor makes no"),
        ("keeping", ("parties", 0, "periods_per_year"), 0, "the length of the year or the discount factor"),
        ("keeping", ("parties", 0, "periods_per_year"), 2.5, "the length of the year or the discount factor"),
        ("keeping", ("parties", 0, "tightest"), 2, "up: the tightest period is none of the season"),
        ("keeping", ("parties", 0, "tightest"), -1, "up: the tightest period is none of the season"),
        ("keeping", ("parties", 0, "tightest"), 0, "up: in the tightest period less patience would do"),
        ("keeping", ("parties", 0, "critical_discount"), None, "up: patience would be enough"),
        ("keeping", ("parties", 0, "critical_discount"), 0.1, "up: in period 1 the promise is not kept"),
        (
            "keeping",
            ("parties", 0, "critical_discount"),
            0.9,
            "up: in the tightest period less patience would",
        ),
        (
            "keeping",
            ("parties", 0, "critical_discount"),
            1.0,
            "the critical discount factor is not between 0",
        ),
        ("keeping", ("parties", 1, "critical_discount"), 0.99, "never: in period 0 the promise is not kept"),
        (
            "keeping",
            ("parties", 1, "escrow_period"),
            1,
            "never: the period that decides the escrow is another",
        ),
        ("keeping", ("parties", 1, "escrow"), 7.0, "never: the escrow is not the smallest that is enough"),
        ("keeping", ("parties", 1, "cooperate"), [], "a season that is no list of 1 to 60 numbers"),
        ("split", ("weights",), "13", "no lists of weights and shares"),
        ("split", ("weights",), ["0", "0"], "ZeroDivisionError"),
        ("split", ("payoff", 0), "3", "the shares do not add up to what there is"),
        ("split", ("payoff",), ["3", "5"], "the shares are not in proportion to the weights"),
        ("split", ("decimal", 0), "2.1", "the decimal figures are not the exact ones"),
    ],
)
def test_a_lie_with_its_digest_put_right_has_its_sentence(
    honest: dict[str, dict[str, Any]], kind: str, path: tuple[Any, ...], value: Any, sentence: str
) -> None:
    faults = check(set_at(honest[kind], path, value))
    assert any(sentence in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("rule", "payoff", "sentence"),
    [
        ("proportional", ["100", "50", "50"], "the shares are not in proportion to the claims"),
        ("equal_awards", ["50", "75", "75"], "somebody has less than the most though its claim is not met"),
        (
            "equal_losses",
            ["50", "50", "100"],
            "somebody loses less than the most though it has something left",
        ),
        ("talmud", ["40", "80", "80"], "do not divide what they hold as the contested garment"),
        ("random_arrival", ["40", "80", "80"], "the shares are not the mean over all orders of arrival"),
    ],
)
def test_each_rule_of_claims_has_its_sentence(
    honest: dict[str, dict[str, Any]], rule: str, payoff: list[str], sentence: str
) -> None:
    document = honest["claims"]
    place = [solution["rule"] for solution in document["solutions"]].index(rule)
    faults = check(set_at(document, ("solutions", place, "payoff"), payoff))
    assert any(fault.startswith(f"{rule}: ") and sentence in fault for fault in faults), faults
