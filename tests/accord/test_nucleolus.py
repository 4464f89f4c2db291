"""Nucleolus and core of textbook games, exactly (§7; Schmeidler 1969, Aumann and Maschler 1985)."""

from __future__ import annotations

import json
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from maslahat.accord.core_rule import core, core_slack, least_core
from maslahat.accord.game import Game
from maslahat.accord.levels import descend, null_space
from maslahat.accord.nucleolus_rule import nucleolus, per_capita_nucleolus, prenucleolus
from maslahat.accord.pivots import hints_of, nucleoli
from maslahat.core import InputError

GLOVE = Game([0, 0, 0, 0, 0, 1, 1, 1])
MAJORITY = Game([0, 0, 0, 1, 0, 1, 1, 1])


def bankruptcy(estate: int, claims: list[int]) -> Game:
    n = len(claims)
    owed = [sum(c for i, c in enumerate(claims) if not mask >> i & 1) for mask in range(1 << n)]
    return Game([max(estate - other, 0) for other in owed])


@pytest.mark.parametrize(
    ("estate", "payoff"),
    [
        (100, (F(100, 3), F(100, 3), F(100, 3))),
        (200, (50, 75, 75)),
        (300, (50, 100, 150)),
    ],
)
def test_the_three_estates_of_the_talmud(estate: int, payoff: tuple[F, ...]) -> None:
    assert nucleolus(bankruptcy(estate, [100, 200, 300])).payoff == payoff


def test_the_rare_glove_gets_everything() -> None:
    solution = nucleolus(GLOVE)
    assert solution.payoff == (0, 0, 1)
    assert solution.levels[0].epsilon == 0


def test_majority_of_three_shares_alike_outside_an_empty_core() -> None:
    assert nucleolus(MAJORITY).payoff == (F(1, 3), F(1, 3), F(1, 3))
    found = core(MAJORITY)
    assert found.empty
    assert found.epsilon == F(1, 3)
    assert found.balanced == {3: F(1, 2), 5: F(1, 2), 6: F(1, 2)}
    assert found.claim == F(3, 2)


def test_core_of_the_glove_game_is_one_point() -> None:
    found = least_core(GLOVE)
    assert not found.empty
    assert found.epsilon == 0
    assert found.point == (0, 0, 1)
    assert found.claim == 1
    for party in range(3):
        assert sum(w for mask, w in found.balanced.items() if mask >> party & 1) == 1


def test_slack_names_the_coalition_that_complains_most() -> None:
    slack = core_slack(GLOVE, (F(1, 2), F(0), F(1, 2)))
    assert (slack.complaint, slack.coalition, slack.inside) == (F(1, 2), 6, False)
    assert core_slack(GLOVE, (F(0), F(0), F(1))).inside


def test_airport_of_littlechild_and_owen_by_the_game_itself() -> None:
    costs = [1, 3, 7, 10]
    game = Game([-max((c for i, c in enumerate(costs) if mask >> i & 1), default=0) for mask in range(16)])
    # Littlechild (1974): each runway section by the smallest mean over the aircraft that may share it
    assert nucleolus(game).payoff == (F(-1, 2), F(-5, 4), F(-21, 8), F(-45, 8))


def test_one_and_two_parties() -> None:
    assert nucleolus(Game([0, 5])).payoff == (5,)
    assert nucleolus(Game([0, 1, 3, 10])).payoff == (4, 6)
    assert least_core(Game([0, 5])).epsilon == 0


def test_nobody_goes_below_its_own_value_but_in_the_prenucleolus() -> None:
    game = Game([0, 0, 0, 9, 4, 4, 4, 8])
    assert nucleolus(game).payoff == (2, 2, 4)
    below = prenucleolus(game).payoff
    assert below[2] < 4
    assert sum(below) == 8


def test_own_values_beyond_what_there_is_leave_no_nucleolus() -> None:
    with pytest.raises(InputError, match="add up to 7, with 5 to split"):
        nucleolus(Game([0, 3, 4, 5]))
    assert prenucleolus(Game([0, 3, 4, 5])).payoff == (2, 3)


def test_per_capita_counts_a_complaint_by_head() -> None:
    game = Game([0, 0, 0, 6, 0, 0, 0, 12])
    assert prenucleolus(game).payoff == (F(9, 2), F(9, 2), 3)
    # pair: (6 - x)/2 against the third party alone: -(12 - x): equal at x = 10
    assert per_capita_nucleolus(game).payoff == (5, 5, 2)


def test_every_level_is_balanced_and_settles_something_new() -> None:
    game = Game([0, *[(7 * k * k) % 31 for k in range(1, 31)], 60])
    solution = prenucleolus(game)
    excess = game.excesses(solution.payoff)
    before = {31}
    for level in solution.levels:
        total = [F(0)] * 5
        for mask, weight in [*level.coalitions.items(), *level.held.items(), *level.settled.items()]:
            for i in range(5):
                total[i] += weight if mask >> i & 1 else 0
        assert total == [0] * 5
        assert sum(level.coalitions.values()) == 1
        assert all(excess[mask] == level.epsilon for mask in level.coalitions)
        assert set(level.settled) <= before
        assert not set(level.coalitions) & before
        before |= set(level.coalitions)


def test_hints_change_the_work_and_not_the_answer() -> None:
    rng = np.random.default_rng(5)
    values = np.concatenate([[0], rng.integers(0, 40, 62), [150]]).tolist()
    game = Game(values)
    hints = hints_of(game.values, per_capita=False, rational=True)
    with_hints, without = descend(game, hints=hints), descend(game)
    assert with_hints.payoff == without.payoff
    wrong = [[(1, False)] * 6] * 5
    assert descend(game, hints=wrong).payoff == without.payoff


def test_many_games_at_once_agree_with_one_by_one() -> None:
    rng = np.random.default_rng(11)
    values = rng.integers(0, 50, (60, 32)).astype(float)
    values[:, 0] = 0
    values[:, -1] = 260
    for rational in (True, False):
        payoff, done = nucleoli(values, rational=rational)
        assert done.all()
        for row, game in zip(payoff, values, strict=True):
            solve = nucleolus if rational else prenucleolus
            assert np.abs(row - [float(x) for x in solve(Game(game.tolist())).payoff]).max() < 1e-10


def test_null_space_is_at_right_angles() -> None:
    rows = [[1, 1, 1, 1], [1, 0, 1, 0]]
    across = list(null_space(rows, 4))
    assert len(across) == 2
    assert all(sum(a * b for a, b in zip(row, vector, strict=True)) == 0 for row in rows for vector in across)


@pytest.mark.data
def test_stored_games_agree_with_the_published_nucleoli(shared_data: Path) -> None:
    games = json.loads((shared_data / "negotiation" / "nucleolus_games.json").read_text())
    assert len(games) >= 38
    for entry in games:
        payoff = nucleolus(Game.from_masks(entry["v_by_mask"])).payoff
        worst = max(abs(float(a) - b) for a, b in zip(payoff, entry["published_nucleolus"], strict=True))
        assert worst < 1e-9, entry["seed"]


def test_a_game_without_imputation_among_many_is_told_apart() -> None:
    payoff, done = nucleoli(np.array([[0.0, 3, 4, 5], [0.0, 3, 4, 9]]))
    assert done.tolist() == [False, True]
    assert np.isnan(payoff[0]).all()
    assert payoff[1] == pytest.approx([4, 5])
