"""A coalition game: what every group of parties can secure for itself (DESIGN §7, problem (c))."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.rational import Number, exact, scaled
from maslahat.core import Fault, InputError

MOST_PLAYERS = 12
Share = TypeVar("Share", int, Fraction)


@dataclass(frozen=True, eq=False)
class Game:
    """Values of all coalitions of `n` parties, `n` at most 12.

    `worth` holds `2**n` numbers (int, float, Fraction or text such as "7/2"), first that of nobody, which is
    0; bit `i` of the position says that party `i` is in. `parties` names them (A, B, C … where left out).
    Raises InputError with every fault found: a wrong length, a value that is no finite number, v(nobody) not
    0, names that are missing or doubled.
    """

    worth: Sequence[Number]
    parties: tuple[str, ...] = ()
    values: NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check the values and the names; keep the values as an array besides."""
        worth = tuple(self.worth)
        players = _players_of(len(worth))
        names = tuple(self.parties) or tuple(_letters(players))
        faults = _faults(worth, players, names)
        if faults:
            raise InputError(faults)
        object.__setattr__(self, "worth", worth)
        object.__setattr__(self, "parties", names)
        object.__setattr__(self, "values", np.array([float(exact(value)) for value in worth]))

    @classmethod
    def from_masks(cls, v_by_mask: Sequence[Number], parties: Sequence[str] = ()) -> Game:
        """Return the game of `2**n - 1` values v(1), v(2), v(12), v(3) …, nobody left out."""
        return cls((0, *v_by_mask), tuple(parties))

    @property
    def n(self) -> int:
        """Return how many parties there are."""
        return len(self.parties)

    @cached_property
    def exact_values(self) -> tuple[Fraction, ...]:
        """Return the values as fractions; a float is read as the shortest decimal that names it."""
        return tuple(exact(value) for value in self.worth)

    @cached_property
    def scaled_values(self) -> tuple[list[int], int]:
        """Return whole numbers and the one denominator under all of them."""
        return scaled(self.exact_values)

    def of(self, *names: str) -> Fraction:
        """Return the exact value of the coalition of the parties named."""
        return self.exact_values[sum(1 << self.parties.index(name) for name in set(names))]

    def members(self, mask: int) -> tuple[str, ...]:
        """Return the names of the parties in the coalition `mask`."""
        return tuple(name for i, name in enumerate(self.parties) if mask >> i & 1)

    def excesses(self, payoff: Sequence[Number]) -> tuple[Fraction, ...]:
        """Return v(S) - x(S) for every coalition, exactly; what the coalition has to complain about."""
        shares = sums_of_coalitions([exact(share) for share in payoff])
        return tuple(value - share for value, share in zip(self.exact_values, shares, strict=True))


def sums_of_coalitions(shares: Sequence[Share]) -> list[Share]:
    """Return x(S) for all `2**n` coalitions, by doubling."""
    sums: list[Share] = [shares[0] - shares[0]]
    for share in shares:
        sums += [total + share for total in sums]
    return sums


def membership(n: int) -> NDArray[np.float64]:
    """Return a (2**n, n) array of 0 and 1: who is in which coalition."""
    masks = np.arange(1 << n)
    return (masks[:, None] >> np.arange(n) & 1).astype(np.float64)


def _players_of(count: int) -> int:
    players = max(count.bit_length() - 1, 0)
    if players < 1 or count != 1 << players or players > MOST_PLAYERS:
        raise InputError(
            Fault(
                "game",
                f"{count} values (with that of nobody)",
                f"2^n values for n from 1 to {MOST_PLAYERS}: 2, 4, 8, 16 …",
                "Give one value for every coalition, in the order 1, 2, 12, 3, 13, 23, 123 …",
            )
        )
    return players


def _letters(players: int) -> list[str]:
    return [chr(ord("A") + i) for i in range(players)]


def _faults(worth: tuple[Number, ...], players: int, names: tuple[str, ...]) -> list[Fault]:
    faults = []
    if len(names) != players:
        faults.append(Fault("game, names of the parties", f"{len(names)}", f"{players}"))
    if len(set(names)) != len(names):
        faults.append(Fault("game, names of the parties", ", ".join(names), "no name twice"))
    for mask, value in enumerate(worth):
        if not _is_number(value):
            who = "".join(str(i + 1) for i in range(players) if mask >> i & 1) or "nobody"
            faults.append(Fault(f"game, value of coalition {who}", repr(value), "a finite number"))
    if not faults and exact(worth[0]) != 0:
        faults.append(Fault("game, value of nobody", str(worth[0]), "0"))
    return faults


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    try:
        return math.isfinite(float(exact(value)))  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return False
