"""Values of coalitions: how they are read, and what is refused (§7)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from maslahat.accord.game import Game, membership, sums_of_coalitions
from maslahat.core import InputError


def test_masks_name_coalitions_in_the_order_1_2_12_3() -> None:
    game = Game.from_masks([1, 2, 3, 4, 5, 6, 7])
    assert game.parties == ("A", "B", "C")
    assert game.of("A") == 1
    assert game.of("A", "B") == 3
    assert game.of("C", "A") == 5
    assert game.of("A", "B", "C") == 7
    assert game.members(6) == ("B", "C")


def test_a_decimal_is_the_decimal_that_was_written() -> None:
    game = Game([0, 0.1, "1/3", Fraction(7, 2)])
    assert game.exact_values == (0, Fraction(1, 10), Fraction(1, 3), Fraction(7, 2))
    assert game.scaled_values == ([0, 3, 10, 105], 30)
    assert game.values.tolist() == [0, 0.1, 1 / 3, 3.5]


def test_excess_is_what_a_coalition_still_has_to_complain_about() -> None:
    game = Game([0, 1, 2, 6])
    assert game.excesses([2, 4]) == (0, -1, -2, 0)


@pytest.mark.parametrize(
    ("worth", "names", "words"),
    [
        ([0, 1, 2], (), ["3 values", "2^n values"]),
        ([0], (), ["1 values"]),
        ([0] * (1 << 13), (), ["8192 values"]),
        ([0, 1, 2, float("nan")], (), ["coalition 12", "nan"]),
        ([0, 1, "x", None], (), ["coalition 2", "'x'", "coalition 12", "None"]),
        ([0, 1, True, 2], (), ["coalition 2", "True"]),
        ([3, 1, 2, 4], (), ["value of nobody", "found 3"]),
        ([0, 1, 2, 4], ("K",), ["names of the parties", "found 1; expected 2"]),
        ([0, 1, 2, 4], ("K", "K"), ["no name twice"]),
    ],
)
def test_every_fault_is_a_sentence(worth: list[object], names: tuple[str, ...], words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        Game(worth, names)  # type: ignore[arg-type]
    for word in words:
        assert word in str(error.value)


def test_membership_and_sums_agree() -> None:
    shares = [3, 5, 7, 11]
    assert sums_of_coalitions(shares) == [int(total) for total in membership(4) @ shares]
