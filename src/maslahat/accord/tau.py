"""The tau value: a compromise between what a party can hope for and what it can insist on (Tijs 1981)."""

from __future__ import annotations

from fractions import Fraction

from maslahat.accord.game import Game, sums_of_coalitions
from maslahat.core import Fault, InputError


def tau_value(game: Game) -> tuple[Fraction, ...]:
    """Return the efficient point between minimal rights and utopia, exactly.

    Raises InputError where the game is not quasi-balanced: minimal rights above utopia, or what there is to
    split outside what they add up to.
    """
    hope, least = utopia(game), minimal_rights(game)
    low, high, worth = sum(least), sum(hope), game.exact_values[-1]
    if not low <= worth <= high or any(a > b for a, b in zip(least, hope, strict=True)):
        found = f"minimal rights of {float(low):g}, utopia of {float(high):g}, {float(worth):g} to split"
        raise InputError(
            Fault("game, tau value", found, "a quasi-balanced game: rights ≤ utopia around v(N)")
        )
    part = (worth - low) / (high - low) if high > low else Fraction(0)
    return tuple(a + part * (b - a) for a, b in zip(least, hope, strict=True))


def utopia(game: Game) -> tuple[Fraction, ...]:
    """Return what each party adds to all the others: the most it can hope for."""
    whole = (1 << game.n) - 1
    return tuple(game.exact_values[whole] - game.exact_values[whole ^ 1 << i] for i in range(game.n))


def minimal_rights(game: Game) -> tuple[Fraction, ...]:
    """Return the most each party keeps in any coalition that gives the others all they can hope for."""
    sums = sums_of_coalitions(utopia(game))
    worth = game.exact_values
    return tuple(
        max(worth[mask] - sums[mask ^ 1 << i] for mask in range(1 << game.n) if mask >> i & 1)
        for i in range(game.n)
    )
