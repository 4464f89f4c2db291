"""The nucleolus: the split whose largest complaint is smallest, then the next largest, and so on.

(Schmeidler 1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from maslahat.accord.game import Game
from maslahat.accord.levels import Level, descend
from maslahat.accord.pivots import hints_of
from maslahat.core import Fault, InputError

PLAYERS_WITHOUT_HINTS = 4


@dataclass(frozen=True)
class Nucleolus:
    """The payoff of each party, and the levels that prove it (Kohlberg 1971)."""

    kind: str
    game: Game
    payoff: tuple[Fraction, ...]
    levels: tuple[Level, ...]


def nucleolus(game: Game) -> Nucleolus:
    """Return the nucleolus: no party below its own value, complaints lowered one after another, exactly.

    Raises InputError where the parties' own values add up to more than there is to split.
    """
    alone = sum(game.exact_values[1 << i] for i in range(game.n))
    if alone > game.exact_values[-1]:
        raise InputError(
            Fault(
                "game, nucleolus",
                f"own values that add up to {float(alone):g}, with {float(game.exact_values[-1]):g} to split",
                "at least as much together as all have alone",
                "The prenucleolus is defined for this game.",
            )
        )
    return _levelled(game, "nucleolus", per_capita=False, rational=True)


def prenucleolus(game: Game) -> Nucleolus:
    """Return the prenucleolus: as the nucleolus, but a party may get less than it has alone."""
    return _levelled(game, "prenucleolus", per_capita=False, rational=False)


def per_capita_nucleolus(game: Game) -> Nucleolus:
    """Return the per-capita prenucleolus: the complaint of a coalition counts by head (Grotte 1970)."""
    return _levelled(game, "per_capita_nucleolus", per_capita=True, rational=False)


def _levelled(game: Game, kind: str, *, per_capita: bool, rational: bool) -> Nucleolus:
    hints = None
    if game.n > PLAYERS_WITHOUT_HINTS:
        hints = hints_of(game.values, per_capita=per_capita, rational=rational)
    state = descend(game, per_capita=per_capita, rational=rational, hints=hints)
    return Nucleolus(kind, game, tuple(state.payoff), tuple(state.levels))
