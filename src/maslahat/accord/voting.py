"""Power in a body that votes with weights: Shapley-Shubik and Banzhaf indices, exactly, by counting.

Coalitions are not listed but counted by their weight, so a body of fifteen or of fifty members is as easy as
one of three (Mann and Shapley 1962). Several rules may have to be met at once, as in the Security Council.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from maslahat.accord.game import MOST_PLAYERS, Game
from maslahat.accord.nucleolus_rule import nucleolus
from maslahat.core import Fault, InputError

Tally = tuple[int, ...]


@dataclass(frozen=True)
class VotingBody:
    """Members with whole-number weights in one or more rules, all of which a winning coalition must meet.

    `weights[r][i]` is the weight of member i in rule r, `quotas[r]` what rule r asks for. Raises InputError
    with every fault: lengths that differ, a negative weight, a quota no coalition or even nobody meets.
    """

    weights: tuple[tuple[int, ...], ...]
    quotas: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse what is no voting body."""
        faults = []
        if (
            not self.weights
            or len(self.quotas) != len(self.weights)
            or len({len(w) for w in self.weights}) != 1
        ):
            raise InputError(
                Fault("voting body", "rules of different length", "one weight a member in each rule")
            )
        for r, (weights, quota) in enumerate(zip(self.weights, self.quotas, strict=True), start=1):
            if min(weights, default=-1) < 0:
                faults.append(Fault(f"voting body, rule {r}", f"weights {list(weights)}", "none below 0"))
            elif quota > sum(weights):
                faults.append(
                    Fault(f"voting body, rule {r}", f"a quota of {quota}", f"at most {sum(weights)}")
                )
        if all(quota <= 0 for quota in self.quotas):
            faults.append(Fault("voting body", "quotas that nobody at all already meets", "a quota above 0"))
        if faults:
            raise InputError(faults)

    @property
    def n(self) -> int:
        """Return how many members there are."""
        return len(self.weights[0])

    def wins(self, tally: Tally) -> bool:
        """Return whether these weights meet every quota."""
        return all(have >= quota for have, quota in zip(tally, self.quotas, strict=True))

    def game(self) -> Game:
        """Return the simple game, 1 for winning coalitions. Raises InputError beyond 12 members."""
        if self.n > MOST_PLAYERS:
            raise InputError(
                Fault("voting body", f"{self.n} members", f"at most {MOST_PLAYERS} for a whole game")
            )
        worth = []
        for mask in range(1 << self.n):
            tally = tuple(sum(w for i, w in enumerate(rule) if mask >> i & 1) for rule in self.weights)
            worth.append(int(self.wins(tally)))
        return Game(worth)


def weighted(quota: int, weights: Sequence[int]) -> VotingBody:
    """Return the body of one rule: [quota; w1, w2, …]."""
    return VotingBody((tuple(weights),), (quota,))


def security_council() -> VotingBody:
    """Return the Security Council since 1966: nine of fifteen votes, all five permanent ones among them."""
    return VotingBody(((1,) * 15, (1,) * 5 + (0,) * 10), (9, 5))


def shapley_shubik(body: VotingBody) -> tuple[Fraction, ...]:
    """Return the share of all orders in which each member turns a losing coalition into a winning one."""
    n = body.n
    total = math.factorial(n)
    return tuple(
        Fraction(
            sum(
                times * math.factorial(size) * math.factorial(n - 1 - size)
                for size, times in _swings(body, i).items()
            ),
            total,
        )
        for i in range(n)
    )


def banzhaf_index(body: VotingBody) -> tuple[Fraction, ...]:
    """Return each member's share of all swings (the normalised Banzhaf index)."""
    swings = [sum(_swings(body, i).values()) for i in range(body.n)]
    return tuple(Fraction(count, sum(swings)) for count in swings)


def banzhaf_power(body: VotingBody) -> tuple[Fraction, ...]:
    """Return the chance that a member's vote decides where all others vote by the toss of a coin."""
    return tuple(Fraction(sum(_swings(body, i).values()), 1 << (body.n - 1)) for i in range(body.n))


def voting_nucleolus(body: VotingBody) -> tuple[Fraction, ...]:
    """Return the nucleolus of the simple game.

    Members with a veto share everything alike where there are any; otherwise the game itself is solved, which
    is possible up to 12 members.
    """
    vetoes = [i for i in range(body.n) if not body.wins(_without(body, i))]
    if vetoes:
        return tuple(Fraction(int(i in vetoes), len(vetoes)) for i in range(body.n))
    return nucleolus(body.game()).payoff


def _without(body: VotingBody, i: int) -> Tally:
    return tuple(sum(rule) - rule[i] for rule in body.weights)


def _swings(body: VotingBody, i: int) -> Counter[int]:
    """Return how many losing coalitions of each size win with member i in."""
    found: Counter[int] = Counter()
    own = tuple(rule[i] for rule in body.weights)
    for (size, *tally), times in _counts(body, i).items():
        joined = tuple(a + b for a, b in zip(tally, own, strict=True))
        if body.wins(joined) and not body.wins(tuple(tally)):
            found[size] += times
    return found


def _counts(body: VotingBody, i: int) -> Counter[Tally]:
    """Return how many coalitions without member i there are of each size and weight."""
    counts: Counter[Tally] = Counter({(0,) * (1 + len(body.weights)): 1})
    for j in range(body.n):
        if j != i:
            step = (1, *(rule[j] for rule in body.weights))
            with_it = {
                tuple(a + b for a, b in zip(key, step, strict=True)): times for key, times in counts.items()
            }
            counts.update(with_it)
    return counts
