"""Answers that textbooks give: bankruptcy, airport, voting, rivers, partition form, promises (§7)."""

from __future__ import annotations

import math
from fractions import Fraction as F

import numpy as np
import pytest

from maslahat.accord.airport import airport_game, airport_nucleolus, airport_shapley
from maslahat.accord.bankruptcy import (
    RULES,
    bankruptcy_game,
    equal_awards,
    equal_losses,
    proportional,
    random_arrival,
    talmud,
)
from maslahat.accord.batch import solve_scenarios
from maslahat.accord.core_rule import core_slack, least_core
from maslahat.accord.game import Game
from maslahat.accord.interval import IntervalGame
from maslahat.accord.keeping import Promise, grim_trigger, keeping, polynomial, shortfall
from maslahat.accord.nucleolus_rule import nucleolus
from maslahat.accord.partition import PartitionGame
from maslahat.accord.shapley_rule import shapley
from maslahat.accord.tau import minimal_rights, tau_value, utopia
from maslahat.accord.voting import (
    VotingBody,
    banzhaf_index,
    banzhaf_power,
    security_council,
    shapley_shubik,
    voting_nucleolus,
    weighted,
)
from maslahat.core import InputError

WIVES = [100, 200, 300]


@pytest.mark.parametrize(
    ("estate", "shares"),
    [
        (100, (F(100, 3),) * 3),
        (200, (50, 75, 75)),
        (300, (50, 100, 150)),
        (500, (F(200, 3), F(500, 3), F(800, 3))),
    ],
)
def test_talmud_is_the_nucleolus_of_the_bankruptcy_game(estate: int, shares: tuple[F, ...]) -> None:
    assert talmud(estate, WIVES) == shares
    assert nucleolus(bankruptcy_game(estate, WIVES)).payoff == shares


def test_the_other_bankruptcy_rules() -> None:
    assert proportional(300, WIVES) == (50, 100, 150)
    assert equal_awards(300, WIVES) == (100, 100, 100)
    assert equal_awards(400, WIVES) == (100, 150, 150)
    assert equal_losses(300, WIVES) == (0, 100, 200)
    assert random_arrival(200, WIVES) == (F(100, 3), F(250, 3), F(250, 3))
    assert proportional(0, [0, 0]) == (0, 0)
    assert all(sum(rule("250.5", [100, 50.25, 200])) == F(501, 2) for rule in RULES.values())


def test_bankruptcy_refuses_what_makes_no_sense() -> None:
    with pytest.raises(InputError, match="from 0 to the sum of the claims, 600"):
        talmud(601, WIVES)
    with pytest.raises(InputError, match="claim 2: found -1"):
        proportional(1, [3, -1])
    with pytest.raises(InputError, match="at least one"):
        equal_awards(0, [])


def test_airport_closed_forms_are_those_of_the_game() -> None:
    costs = [7, 1, 10, 3, 3]
    game = airport_game(costs)
    assert airport_shapley(costs) == shapley(game)
    saving = Game([-value for value in game.exact_values])
    assert airport_nucleolus(costs) == tuple(-x for x in nucleolus(saving).payoff)
    with pytest.raises(InputError, match="none below 0"):
        airport_shapley([1, -1])


def test_security_council() -> None:
    body = security_council()
    # Shapley and Shubik (1954) for the Council of 1966 on: 421/2145 each permanent member, 4/2145 each other
    assert shapley_shubik(body) == (F(421, 2145),) * 5 + (F(4, 2145),) * 10
    # swings: 848 for each permanent member, 84 for each other, of 5 × 848 + 10 × 84 = 5080
    assert banzhaf_index(body) == (F(848, 5080),) * 5 + (F(84, 5080),) * 10
    assert banzhaf_power(body)[0] == F(848, 1 << 14)
    assert voting_nucleolus(body) == (F(1, 5),) * 5 + (0,) * 10


def test_eec_of_1958() -> None:
    body = weighted(12, [4, 4, 4, 2, 2, 1])
    assert shapley_shubik(body) == (F(14, 60),) * 3 + (F(9, 60),) * 2 + (0,)
    assert banzhaf_index(body) == (F(5, 21),) * 3 + (F(3, 21),) * 2 + (0,)
    assert shapley_shubik(body) == shapley(body.game())
    assert voting_nucleolus(body) == nucleolus(body.game()).payoff


@pytest.mark.parametrize(
    ("weights", "quotas", "words"),
    [
        (((1, 2), (1,)), (2, 1), "rules of different length"),
        (((1, -2),), (1,), "none below 0"),
        (((1, 2),), (4,), "at most 3"),
        (((1, 2),), (0,), "a quota above 0"),
    ],
)
def test_no_voting_body(weights: tuple[tuple[int, ...], ...], quotas: tuple[int, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        VotingBody(weights, quotas)


def test_a_large_body_has_no_whole_game() -> None:
    with pytest.raises(InputError, match="at most 12"):
        security_council().game()


def river() -> Game:
    """Return a river of three states (Ambec and Sprumont 2002): inflows 4, 1, 1; falling benefits of water.

    State i gains 6, 4, 2 from its first three units of water (0 beyond); a coalition moves water downstream
    within connected stretches only, so its worth is that of its connected parts.
    """
    inflow = [4, 1, 1]

    def stretch(first: int, last: int) -> int:
        """Return the best use along a stretch: water serves where it rises and anywhere below."""
        best = 0
        states = range(first, last + 1)
        for use in np.ndindex(*[4] * len(states)):
            have = 0
            fits = True
            for state, taken in zip(states, use, strict=True):
                have += inflow[state] - taken
                fits &= have >= 0
            if fits:
                best = max(best, sum(sum([6, 4, 2][:taken]) for taken in use))
        return best

    worth = []
    for mask in range(8):
        total, i = 0, 0
        while i < 3:
            if mask >> i & 1:
                j = i
                while j + 1 < 3 and mask >> (j + 1) & 1:
                    j += 1
                total += stretch(i, j)
                i = j + 1
            else:
                i += 1
        worth.append(total)
    return Game(worth, ("up", "middle", "down"))


def test_river_of_ambec_and_sprumont() -> None:
    game = river()
    assert [int(v) for v in game.exact_values] == [0, 12, 6, 22, 6, 18, 12, 30]
    downstream = (F(12), F(22 - 12), F(30 - 22))
    assert core_slack(game, downstream).inside
    # gains over being alone: 4 for up + middle, 6 for all, 0 otherwise; shared by hand
    assert shapley(game) == (F(44, 3), F(26, 3), F(20, 3))
    assert nucleolus(game).payoff == (F(29, 2), F(17, 2), 7)
    assert least_core(game).epsilon == -1
    assert sum(downstream) == game.exact_values[-1]


def test_tau_of_a_game_by_hand() -> None:
    game = Game([0, 0, 0, 2, 0, 4, 3, 6])
    # utopia (3, 2, 4); minimal rights: max of 0, v - others' utopia: A 0, B 0, C 1
    assert utopia(game) == (3, 2, 4)
    assert minimal_rights(game) == (0, 0, 1)
    assert tau_value(game) == (F(15, 8), F(10, 8), 1 + F(15, 8))
    with pytest.raises(InputError, match="quasi-balanced"):
        tau_value(Game([0, 0, 0, 1, 0, 1, 1, 1]))


def test_partition_form_in_both_conventions() -> None:
    split, united = frozenset([1, 2, 4]), {1: frozenset([1, 6]), 2: frozenset([2, 5]), 4: frozenset([4, 3])}
    worth = {(m, split): 3 for m in (1, 2, 4)}
    worth |= {(m, united[m]): m for m in (1, 2, 4)}
    worth |= {(7 ^ m, united[m]): 10 for m in (1, 2, 4)}
    worth[7, frozenset([7])] = 20
    game = PartitionGame(("a", "b", "c"), worth)
    assert game.gamma().exact_values == (0, 3, 3, 10, 3, 10, 10, 20)
    assert game.delta().exact_values == (0, 1, 2, 10, 4, 10, 10, 20)
    assert game.pessimistic().exact_values == (0, 1, 2, 10, 3, 10, 10, 20)
    assert game.optimistic().exact_values == (0, 3, 3, 10, 4, 10, 10, 20)


def test_partition_form_names_what_is_missing_or_no_partition() -> None:
    game = PartitionGame(("a", "b"), {(1, frozenset([1, 2])): 1})
    with pytest.raises(InputError, match="worth of coalition 2, outsiders split up"):
        game.gamma()
    with pytest.raises(InputError, match="worth of coalition 3"):
        game.optimistic()
    with pytest.raises(InputError, match="a partition of all parties"):
        PartitionGame(("a", "b"), {(1, frozenset([1])): 1})


def test_interval_values() -> None:
    game = IntervalGame.of([(0, 0), (1, 2), (0, 1), (4, 6)])
    # party A: (v(A) + v(AB) - v(B)) / 2
    assert game.shapley_bands() == ((F(1 + 4 - 1, 2), F(2 + 6, 2)), (F(4 - 2, 2), F(1 + 6 - 1, 2)))
    assert game.core_surely_nonempty()
    assert not game.core_surely_empty()
    doubtful = IntervalGame.of([(0, 0), (1, 3), (1, 3), (4, 5)])
    assert not doubtful.core_surely_nonempty()
    assert not doubtful.core_surely_empty()
    assert IntervalGame.of([(0, 0), (4, 5), (4, 5), (6, 7)]).core_surely_empty()
    with pytest.raises(InputError, match="interval of A: found 3 to 2"):
        IntervalGame.of([(0, 0), (3, 2), (0, 1), (4, 6)])


def test_scenarios_at_once() -> None:
    values = np.array([[0.0, 0, 0, 0, 0, 1, 1, 1], [0.0, 0, 0, 1, 0, 1, 1, 1], [0, 9, 9, 9, 9, 9, 9, 10]])
    found = solve_scenarios(values)
    assert found.shapley[0] == pytest.approx([1 / 6, 1 / 6, 2 / 3])
    assert found.nucleolus[:2] == pytest.approx(np.array([[0, 0, 1], [1 / 3, 1 / 3, 1 / 3]]))
    assert found.core_slack[:2] == pytest.approx([0, -1 / 3])
    assert np.isnan(found.nucleolus[2]).all()
    assert np.isnan(found.core_slack[2])
    assert solve_scenarios([[0.0, 5.0]]).core_slack.tolist() == [0]
    for wrong in ([[0.0, 1, 2]], [[0.0, np.nan]], [[1.0, 2.0]], [1.0, 2.0]):
        with pytest.raises(InputError):
            solve_scenarios(wrong)


def test_grim_trigger_in_closed_form_and_in_general() -> None:
    assert grim_trigger(5, 3, 1) == 0.5
    found = keeping(Promise([3.0], [5.0], [1.0], periods_per_year=1))
    assert found.critical_discount == pytest.approx(grim_trigger(5, 3, 1), abs=1e-12)
    # deposit at 0.4: temptation 2, stake 2 a period from the next one on: 2 - 2 × 0.4 / 0.6
    assert keeping(Promise([3.0], [5.0], [1.0], 1), discount=0.4).escrow == pytest.approx(2 - 0.8 / 0.6)
    assert keeping(Promise([3.0], [5.0], [1.0], 1), discount=0.6).escrow == 0
    with pytest.raises(InputError, match="T > R > P"):
        grim_trigger(3, 3, 1)


def test_twelve_equal_months_make_a_year() -> None:
    monthly = keeping(Promise([3.0] * 12, [5.0] * 12, [1.0] * 12))
    assert monthly.critical_discount == pytest.approx(0.5**12, rel=1e-9)


def test_the_tightest_month_is_the_one_before_the_long_wait() -> None:
    stake = np.zeros(12)
    stake[6] = 10.0
    promise = Promise(stake, stake + np.where(np.arange(12) == 6, 4.0, 0.5), np.zeros(12))
    found = keeping(promise)
    # in month 6 the reward is a whole year away: 4 = 10 δ / (1 - δ)
    assert found.tightest == 6
    assert found.critical_discount == pytest.approx(4 / 14)


def test_no_patience_is_enough_or_none_is_needed() -> None:
    assert keeping(Promise([1.0], [2.0], [1.5], 1)).critical_discount is None
    assert keeping(Promise([1.0], [2.0], [1.0], 1)).critical_discount is None
    assert keeping(Promise([2.0], [1.0], [1.0], 1)).critical_discount == 0
    assert keeping(Promise([0.0], [0.0], [0.0], 1)).critical_discount == 0


def test_escrow_covers_exactly_the_shortfall() -> None:
    rng = np.random.default_rng(4)
    promise = Promise(rng.uniform(2, 4, 12), rng.uniform(8, 30, 12), rng.uniform(0, 2, 12))
    found = keeping(promise, 0.3)
    assert found.escrow == pytest.approx(shortfall(promise, 0.3).max())
    assert found.escrow > 0
    longhand = max(
        promise.temptation[t] - sum(0.3 ** (s / 12) * promise.stake[(t + s) % 12] for s in range(1, 1200))
        for t in range(12)
    )
    assert found.escrow == pytest.approx(longhand)


def test_at_the_critical_factor_the_tightest_month_is_indifferent() -> None:
    rng = np.random.default_rng(9)
    for _ in range(20):
        promise = Promise(rng.uniform(2, 4, 12), rng.uniform(5, 20, 12), rng.uniform(0, 2, 12))
        found = keeping(promise)
        assert found.critical_discount is not None
        assert shortfall(promise, found.critical_discount).max() == pytest.approx(0, abs=1e-8)
        assert shortfall(promise, found.critical_discount)[found.tightest] == pytest.approx(0, abs=1e-8)
        step = found.critical_discount ** (1 / 12)
        assert math.isclose(np.polyval(polynomial(promise, found.tightest)[::-1], step), 0, abs_tol=1e-9)


def test_a_promise_must_be_of_one_length() -> None:
    with pytest.raises(InputError) as error:
        Promise([1.0, 2.0], [1.0], [np.nan, 1.0], periods_per_year=0)
    for word in ("deviate_now", "punish", "periods_per_year"):
        assert word in str(error.value)
    with pytest.raises(InputError, match="discount factor"):
        keeping(Promise([1.0], [1.0], [1.0]), 1.0)
