"""Games in which a coalition's worth depends on how the others are organised (Thrall and Lucas 1963; §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from maslahat.accord.game import MOST_PLAYERS, Game
from maslahat.accord.rational import Number, exact
from maslahat.core import Fault, InputError

Partition = frozenset[int]
Outsiders = Callable[[int], Partition]
Choice = Callable[[list[Fraction]], Fraction]


@dataclass(frozen=True)
class PartitionGame:
    """Worth of a coalition within a partition of all parties.

    `worth[(mask, partition)]` gives the value of the coalition `mask` where the parties stand as `partition`,
    a frozenset of masks that holds `mask`. Only the partitions that a convention asks for need be given.
    """

    parties: tuple[str, ...]
    worth: Mapping[tuple[int, Partition], Number]

    def __post_init__(self) -> None:
        """Refuse coalitions that do not stand in their partition, and partitions that are none."""
        faults = [
            Fault(
                f"worth of coalition {mask}", str(sorted(partition)), "a partition of all parties with it in"
            )
            for mask, partition in self.worth
            if mask not in partition or not _parts(partition, len(self.parties))
        ]
        if not 1 <= len(self.parties) <= MOST_PLAYERS:
            faults.append(Fault("partition game", f"{len(self.parties)} parties", f"1 to {MOST_PLAYERS}"))
        if faults:
            raise InputError(faults)

    @property
    def n(self) -> int:
        """Return how many parties there are."""
        return len(self.parties)

    def gamma(self) -> Game:
        """Return the game in which outsiders split up, each for itself (γ; Chander and Tulkens 1997)."""
        return self._game("split up", lambda rest: frozenset(_singles(rest)))

    def delta(self) -> Game:
        """Return the game in which outsiders act as one (δ)."""
        return self._game("united", lambda rest: frozenset([rest] if rest else []))

    def pessimistic(self) -> Game:
        """Return the game in which outsiders stand as is worst for the coalition, among what is given."""
        return self._extreme(min)

    def optimistic(self) -> Game:
        """Return the game in which outsiders stand as is best for the coalition, among what is given."""
        return self._extreme(max)

    def _game(self, name: str, outsiders: Outsiders) -> Game:
        whole = (1 << self.n) - 1
        keys = [(mask, frozenset([mask]) | outsiders(whole ^ mask)) for mask in range(1, whole + 1)]
        missing = [mask for mask, partition in keys if (mask, partition) not in self.worth]
        if missing:
            raise InputError(
                Fault(f"worth of coalition {mask}, outsiders {name}", "nothing", "a number")
                for mask in missing
            )
        return Game([0, *(exact(self.worth[key]) for key in keys)], self.parties)

    def _extreme(self, choose: Choice) -> Game:
        values: dict[int, list[Fraction]] = {mask: [] for mask in range(1, 1 << self.n)}
        for (mask, _), value in self.worth.items():
            values[mask].append(exact(value))
        missing = [mask for mask, found in values.items() if not found]
        if missing:
            raise InputError(Fault(f"worth of coalition {mask}", "nothing", "a number") for mask in missing)
        return Game([0, *(choose(found) for found in values.values())], self.parties)


def _parts(partition: Partition, n: int) -> bool:
    total = 0
    for block in partition:
        if block <= 0 or total & block:
            return False
        total |= block
    return total == (1 << n) - 1


def _singles(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1
