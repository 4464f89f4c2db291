"""Games whose values are known only within bounds: what is certain, what possible (Branzei et al. 2003)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from maslahat.accord.core_rule import core
from maslahat.accord.game import Game
from maslahat.accord.rational import Number
from maslahat.accord.shapley_rule import shapley_weights
from maslahat.core import Fault, InputError

Band = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class IntervalGame:
    """A game with v(S) between `low` and `high` for every coalition.

    Raises InputError where low exceeds high, or the parties are not the same.
    """

    low: Game
    high: Game

    def __post_init__(self) -> None:
        """Refuse bounds the wrong way round."""
        if self.low.parties != self.high.parties:
            raise InputError(
                Fault("interval game", "two lists of parties", "the same parties in both bounds")
            )
        pairs = zip(self.low.exact_values, self.high.exact_values, strict=True)
        faults = [
            Fault(f"interval of {'+'.join(self.low.members(mask))}", f"{a} to {b}", "the lower bound first")
            for mask, (a, b) in enumerate(pairs)
            if a > b
        ]
        if faults:
            raise InputError(faults)

    @classmethod
    def of(cls, bounds: Sequence[tuple[Number, Number]], parties: tuple[str, ...] = ()) -> IntervalGame:
        """Return the game of pairs (low, high) by bitmask, nobody's (0, 0) first."""
        low, high = [pair[0] for pair in bounds], [pair[1] for pair in bounds]
        return cls(Game(low, parties), Game(high, parties))

    def shapley_bands(self) -> tuple[Band, ...]:
        """Return for each party the smallest and largest Shapley value of any game within the bounds."""
        weights = shapley_weights(self.low.n)
        return tuple(_band(row, self.low.exact_values, self.high.exact_values) for row in weights)

    def core_surely_empty(self) -> bool:
        """Return whether no game within the bounds has a core: even the kindest one is empty."""
        return core(_with_grand(self.low, self.high.exact_values[-1])).empty

    def core_surely_nonempty(self) -> bool:
        """Return whether every game within the bounds has a core: even the harshest one has."""
        return not core(_with_grand(self.high, self.low.exact_values[-1])).empty


def _band(weights: Sequence[Fraction], low: Sequence[Fraction], high: Sequence[Fraction]) -> Band:
    least = most = Fraction(0)
    for weight, a, b in zip(weights, low, high, strict=True):
        least += weight * (a if weight > 0 else b)
        most += weight * (b if weight > 0 else a)
    return least, most


def _with_grand(game: Game, value: Fraction) -> Game:
    return Game([*game.exact_values[:-1], value], game.parties)
