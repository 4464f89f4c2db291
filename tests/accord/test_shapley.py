"""Shapley value and its kin (§7; Shapley 1953, Owen 1977)."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest

from maslahat.accord.game import Game
from maslahat.accord.shapley_rule import banzhaf, dividends, owen, shapley, shapley_matrix, weighted_shapley
from maslahat.core import InputError

GLOVE = Game([0, 0, 0, 0, 0, 1, 1, 1])


def test_the_glove_game() -> None:
    assert shapley(GLOVE) == (F(1, 6), F(1, 6), F(2, 3))
    assert banzhaf(GLOVE) == (F(1, 4), F(1, 4), F(3, 4))


def test_the_runway_is_shared_section_by_section() -> None:
    costs = [1, 3, 7, 10]
    game = Game([max((c for i, c in enumerate(costs) if mask >> i & 1), default=0) for mask in range(16)])
    assert shapley(game) == (F(1, 4), F(1, 4) + F(2, 3), F(1, 4) + F(2, 3) + 2, F(1, 4) + F(2, 3) + 5)


def test_matrix_gives_the_same_as_fractions() -> None:
    values = [0, 3, 1, 7, 2, 2, 9, 14]
    assert np.allclose(
        np.array(values) @ shapley_matrix(3), [float(x) for x in shapley(Game(values))], atol=1e-14
    )


def test_owen_with_single_parties_or_one_union_is_shapley() -> None:
    game = Game([0, 3, 1, 7, 2, 2, 9, 14])
    assert owen(game, [[0], [1], [2]]) == shapley(game)
    assert owen(game, [[0, 1, 2]]) == shapley(game)


def test_owen_of_two_against_one_in_the_glove_game() -> None:
    # union {A, B} against C: half the worth each side; inside the union either glove serves alike
    assert owen(GLOVE, [[0, 1], [2]]) == (F(1, 4), F(1, 4), F(1, 2))
    # union {A, C}: B never adds; C adds alone half the time (with B there), else with A
    assert owen(GLOVE, [[0, 2], [1]]) == (F(1, 4), 0, F(3, 4))


def test_unions_must_part_the_parties() -> None:
    with pytest.raises(InputError, match="exactly one union"):
        owen(GLOVE, [[0, 1], [1, 2]])


def test_dividends_add_up_to_every_value() -> None:
    game = Game([0, 3, 1, 7, 2, 2, 9, 14])
    found = dividends(game)
    for mask, value in enumerate(game.exact_values):
        assert sum(d for part, d in enumerate(found) if part & mask == part) == value


def test_weights_share_each_dividend() -> None:
    game = Game([0, 0, 0, 12])
    assert weighted_shapley(game, [1, 3]) == (3, 9)
    assert weighted_shapley(GLOVE, [1, 1, 1]) == shapley(GLOVE)
    with pytest.raises(InputError, match="2 positive numbers"):
        weighted_shapley(game, [1, 0])
