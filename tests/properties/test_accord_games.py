"""Laws that solutions of coalition games keep, on games nobody chose (§7)."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maslahat.accord.airport import airport_game, airport_nucleolus, airport_shapley
from maslahat.accord.bankruptcy import RULES, bankruptcy_game, talmud
from maslahat.accord.certificate import game_certificate
from maslahat.accord.check import check
from maslahat.accord.core_rule import core, core_slack
from maslahat.accord.game import Game
from maslahat.accord.nucleolus_rule import nucleolus, per_capita_nucleolus, prenucleolus
from maslahat.accord.shapley_rule import banzhaf, owen, shapley
from maslahat.accord.tau import tau_value
from maslahat.accord.voting import shapley_shubik, weighted
from maslahat.core import InputError

WORTH = st.integers(-30, 60)


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> Game:
    n = draw(st.integers(2, most))
    values = draw(st.lists(WORTH, min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    return Game([0, *values])


def moved(mask: int, order: tuple[int, ...]) -> int:
    return sum(1 << order[i] for i in range(len(order)) if mask >> i & 1)


def relabelled(game: Game, order: tuple[int, ...]) -> Game:
    worth = [F(0)] * (1 << game.n)
    for mask, value in enumerate(game.exact_values):
        worth[moved(mask, order)] = value
    return Game(worth)


RULES_FOR_ALL = [
    shapley,
    lambda game: prenucleolus(game).payoff,
    lambda game: per_capita_nucleolus(game).payoff,
]


@settings(max_examples=40, deadline=None)
@given(games(), st.data())
def test_efficient_and_blind_to_names_scale_and_what_each_has_alone(game: Game, data: st.DataObject) -> None:
    order = tuple(data.draw(st.permutations(range(game.n))))
    gift = data.draw(st.lists(st.integers(-9, 9), min_size=game.n, max_size=game.n))
    shifted = Game(
        [
            3 * value + sum(g for i, g in enumerate(gift) if mask >> i & 1)
            for mask, value in enumerate(game.exact_values)
        ]
    )
    other = relabelled(game, order)
    for rule in RULES_FOR_ALL:
        payoff = rule(game)
        assert sum(payoff) == game.exact_values[-1]
        assert all(rule(other)[order[i]] == payoff[i] for i in range(game.n))
        assert rule(shifted) == tuple(3 * x + g for x, g in zip(payoff, gift, strict=True))


@settings(max_examples=60, deadline=None)
@given(games())
def test_nucleolus_lies_in_the_core_where_there_is_one(game: Game) -> None:
    found = core(game)
    assert core_slack(game, found.point).complaint == found.epsilon
    if not found.empty:
        assert core_slack(game, nucleolus(game).payoff).inside
    else:
        assert found.claim > game.exact_values[-1]


@settings(max_examples=40, deadline=None)
@given(games())
def test_every_certificate_holds(game: Game) -> None:
    nucleoli = [prenucleolus(game), per_capita_nucleolus(game)]
    points = {"shapley": shapley(game), "banzhaf": banzhaf(game)}
    try:
        nucleoli.append(nucleolus(game))
        points["tau"] = tau_value(game)
    except InputError:
        pass
    assert check(game_certificate(game, points=points, nucleoli=nucleoli, core=core(game))) == []


@settings(max_examples=30, deadline=None)
@given(games(4), st.integers(-9, 9))
def test_a_dummy_gets_what_it_brings(game: Game, own: int) -> None:
    wide = Game([*game.exact_values, *(value + own for value in game.exact_values)])
    for rule in RULES_FOR_ALL[:2]:
        assert rule(wide) == (*rule(game), own)
    assert owen(wide, [[i] for i in range(wide.n)]) == shapley(wide)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.data())
def test_talmud_is_the_nucleolus_and_all_rules_keep_to_claims(claims: list[int], data: st.DataObject) -> None:
    estate = data.draw(st.integers(0, sum(claims)))
    assert talmud(estate, claims) == nucleolus(bankruptcy_game(estate, claims)).payoff
    for rule in RULES.values():
        shares = rule(estate, claims)
        assert sum(shares) == estate
        assert all(0 <= share <= claim for share, claim in zip(shares, claims, strict=True))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_airport_in_closed_form(costs: list[int]) -> None:
    game = airport_game(costs)
    assert airport_shapley(costs) == shapley(game)
    saving = nucleolus(Game([-value for value in game.exact_values])).payoff
    assert airport_nucleolus(costs) == tuple(-x for x in saving)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any), st.data())
def test_counting_votes_is_the_game(weights: list[int], data: st.DataObject) -> None:
    body = weighted(data.draw(st.integers(1, sum(weights))), weights)
    assert shapley_shubik(body) == shapley(body.game())


@settings(max_examples=50, deadline=None)
@given(games())
def test_against_coopgame(game: Game) -> None:
    """The same values as coopgame-py, an oracle for tests only."""
    oracle = pytest.importorskip("coopgame")
    theirs = oracle.Game([float(value) for value in game.exact_values[1:]])
    unions = [[0], list(range(1, game.n))]
    found = {
        "shapley": (shapley(game), oracle.shapley(theirs)),
        "banzhaf": (banzhaf(game), oracle.banzhaf(theirs)),
        "owen": (owen(game, unions), oracle.owen(theirs, unions)),
        "prenucleolus": (prenucleolus(game).payoff, oracle.prenucleolus(theirs)["allocation"]),
    }
    if sum(game.exact_values[1 << i] for i in range(game.n)) <= game.exact_values[-1]:
        found["nucleolus"] = nucleolus(game).payoff, oracle.nucleolus(theirs)["allocation"]
    for name, (ours, other) in found.items():
        assert [float(x) for x in ours] == pytest.approx(list(other), abs=1e-6), name
