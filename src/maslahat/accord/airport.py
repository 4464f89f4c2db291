"""A facility that each user needs up to its own size: who pays for what (Littlechild and Owen 1973)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from maslahat.accord.game import Game
from maslahat.accord.rational import Number, exact
from maslahat.core import Fault, InputError

Shares = tuple[Fraction, ...]


def airport_game(costs: Sequence[Number]) -> Game:
    """Return the cost game: a coalition's cost is that of its largest member (as a positive number)."""
    asked = _read(costs)
    worth = [Fraction(0)]
    for cost in asked:
        worth += [max(before, cost) for before in worth]
    return Game(worth)


def airport_shapley(costs: Sequence[Number]) -> Shares:
    """Return the Shapley value of any number of users: each section is shared alike by all who need it."""
    asked = _read(costs)
    order = sorted(range(len(asked)), key=asked.__getitem__)
    shares, paid, below = [Fraction(0)] * len(asked), Fraction(0), Fraction(0)
    for place, i in enumerate(order):
        paid += (asked[i] - below) / (len(order) - place)
        shares[i], below = paid, asked[i]
    return tuple(shares)


def airport_nucleolus(costs: Sequence[Number]) -> Shares:
    """Return the nucleolus of any number of users (Littlechild 1974).

    The smallest users pay alike what is smallest among the mean of each section with one more to share it;
    the section they close is taken off, and so on. The largest pays the rest.
    """
    asked = _read(costs)
    order = sorted(range(len(asked)), key=asked.__getitem__)
    shares, start, paid = [Fraction(0)] * len(order), 0, Fraction(0)
    last = len(order) - 1
    while start < last:
        means = [(asked[order[k]] - paid) / (k - start + 2) for k in range(start, last)]
        least = min(means)
        end = start + max(k for k, mean in enumerate(means) if mean == least) + 1
        for k in range(start, end):
            shares[order[k]] = least
            paid += least
        start = end
    shares[order[last]] = asked[order[last]] - paid
    return tuple(shares)


def _read(costs: Sequence[Number]) -> list[Fraction]:
    asked = [exact(cost) for cost in costs]
    if not asked or min(asked) < 0:
        raise InputError(Fault("costs", str([str(cost) for cost in asked]), "one or more, none below 0"))
    return asked
