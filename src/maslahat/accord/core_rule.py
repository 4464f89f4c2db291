"""The core: splits that no coalition can better by itself; the least core where there is none.

(Shapley 1967).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from maslahat.accord.game import Game
from maslahat.accord.nucleolus_rule import prenucleolus


@dataclass(frozen=True)
class Core:
    """Whether the core is empty, with the proof either way.

    `epsilon` is the least-core value: the smallest complaint that the worst-off coalition must be left with
    (0 or less: the core is not empty). `point` is the split that lies deepest in the core, or in the least
    core. `balanced` are weights of coalitions that add up to one for every party; where `epsilon` is
    positive, what these coalitions can secure, weighted so, is more than there is to split: that is why the
    core is empty.
    """

    game: Game
    epsilon: Fraction
    point: tuple[Fraction, ...]
    balanced: dict[int, Fraction]

    @property
    def empty(self) -> bool:
        """Return whether some coalition can always do better by itself."""
        return self.epsilon > 0

    @cached_property
    def claim(self) -> Fraction:
        """Return what the balanced coalitions can secure, weighted.

        More than v(N) exactly if the core is empty.
        """
        worth = self.game.exact_values
        return sum((weight * worth[mask] for mask, weight in self.balanced.items()), Fraction(0))


@dataclass(frozen=True)
class Slack:
    """How far a given split is from the core: the largest complaint and who has it."""

    complaint: Fraction
    coalition: int

    @property
    def inside(self) -> bool:
        """Return whether no coalition complains."""
        return self.complaint <= 0


def core(game: Game) -> Core:
    """Return whether the core of the game is empty, a split deepest in it, and the proof, exactly."""
    return least_core(game)


def least_core(game: Game) -> Core:
    """Return the least core: its value, a split in it (the prenucleolus) and the balanced coalitions."""
    if game.n == 1:
        return Core(game, Fraction(0), game.exact_values[1:], {1: Fraction(1)})
    solution = prenucleolus(game)
    first = solution.levels[0]
    whole = -first.settled[(1 << game.n) - 1]
    balanced = {mask: weight / whole for mask, weight in first.coalitions.items()}
    return Core(game, first.epsilon, solution.payoff, balanced)


def core_slack(game: Game, payoff: tuple[Fraction, ...]) -> Slack:
    """Return the largest complaint of any proper coalition at `payoff`. One party alone has none: 0."""
    excesses = game.excesses(payoff)
    worst = max(range(1, len(excesses) - 1), key=excesses.__getitem__, default=0)
    return Slack(excesses[worst], worst)
