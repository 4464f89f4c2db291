"""Check solutions of coalition games in fractions: part of `check`, standard library alone (DESIGN §7)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

Vector = list[Fraction]
DECIMAL = Fraction(1, 10**11)
MOST_PLAYERS = 12


def game_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `game`."""
    n = len(document["parties"])
    worth = [Fraction(0), *(Fraction(str(value)) for value in document["v_by_mask"])]
    if len(set(document["parties"])) != n or not 1 <= n <= MOST_PLAYERS or len(worth) != 1 << n:
        return [f"{len(worth) - 1} values for {n} parties"]
    rules = [solution["rule"] for solution in document["solutions"]]
    if not rules or len(set(rules)) != len(rules):
        return ["no solution is stated" if not rules else "a rule is stated twice"]
    wrong = []
    for solution in document["solutions"]:
        rule = solution["rule"]
        judge = JUDGES.get(rule)
        faults = decimal_faults(solution) + (judge(worth, n, solution) if judge else ["an unknown rule"])
        wrong += [f"{rule}: {fault}" for fault in faults]
    return wrong


def decimal_faults(solution: dict[str, Any]) -> list[str]:
    """Say where the decimals beside a payoff are not its nearest ones."""
    exact, decimal = vector(solution["payoff"]), [Fraction(x) for x in solution["decimal"]]
    near = len(exact) == len(decimal) and all(
        abs(a - b) <= DECIMAL * abs(a) for a, b in zip(exact, decimal, strict=True)
    )
    return [] if near else ["the decimal figures are not the exact ones"]


def vector(numbers: list[Any]) -> Vector:
    """Return numbers written as numbers or as text, exactly."""
    return [Fraction(str(number)) for number in numbers]


def sums_of(shares: Vector) -> Vector:
    """Return the sum of every coalition's shares, by bitmask."""
    sums = [Fraction(0)]
    for share in shares:
        sums += [total + share for total in sums]
    return sums


def _mean_marginals(worth: Vector, n: int, weight: Callable[[int], Fraction]) -> Vector:
    """Return for each party the weighted sum of what it adds to every coalition of the others."""
    return [
        sum(
            (
                weight(mask.bit_count()) * (worth[mask | 1 << i] - worth[mask])
                for mask in range(1 << n)
                if not mask >> i & 1
            ),
            Fraction(0),
        )
        for i in range(n)
    ]


def _shapley_faults(worth: Vector, n: int, solution: dict[str, Any]) -> list[str]:
    payoff = vector(solution["payoff"])
    orders = [Fraction(factorial(s) * factorial(n - 1 - s), factorial(n)) for s in range(n)]
    found = _mean_marginals(worth, n, lambda size: orders[size])
    wrong = [] if payoff == found else ["the payoff is not the mean of what each party adds"]
    return wrong + _efficiency(worth, payoff)


def _banzhaf_faults(worth: Vector, n: int, solution: dict[str, Any]) -> list[str]:
    share = Fraction(1, 1 << (n - 1))
    found = _mean_marginals(worth, n, lambda _: share)
    return [] if vector(solution["payoff"]) == found else ["the index is not the mean of what a party adds"]


def _owen_faults(worth: Vector, n: int, solution: dict[str, Any]) -> list[str]:
    """Share what each coalition adds by itself among the unions that meet it, and within each of those."""
    unions = [sum(1 << i for i in union) for union in solution["unions"]]
    if sorted(i for union in solution["unions"] for i in union) != list(range(n)):
        return ["the unions are no partition of the parties"]
    found = [Fraction(0)] * n
    for mask, dividend in enumerate(_dividends(worth, n)):
        inside = [union & mask for union in unions if union & mask] if dividend else []
        for part in inside:
            for i in range(n):
                if part >> i & 1:
                    found[i] += dividend / (len(inside) * part.bit_count())
    payoff = vector(solution["payoff"])
    wrong = (
        [] if payoff == found else ["the payoff is not the mean over orders in which unions arrive together"]
    )
    return wrong + _efficiency(worth, payoff)


def _dividends(worth: Vector, n: int) -> Vector:
    found = list(worth)
    for i in range(n):
        for mask in range(1 << n):
            if mask >> i & 1:
                found[mask] -= found[mask ^ 1 << i]
    return found


def _tau_faults(worth: Vector, n: int, solution: dict[str, Any]) -> list[str]:
    hope, least = _hope_and_least(worth, n)
    total = sum(hope, Fraction(0)) - sum(least, Fraction(0))
    part = (worth[-1] - sum(least, Fraction(0))) / total if total else Fraction(0)
    found = [low + part * (high - low) for low, high in zip(least, hope, strict=True)]
    payoff = vector(solution["payoff"])
    wrong = [] if payoff == found else ["the payoff is not between minimal rights and utopia as it should be"]
    if not tau_defined(worth, n):
        wrong.append("the game is not quasi-balanced, so the rule is not defined")
    return wrong + _efficiency(worth, payoff)


def tau_defined(worth: Vector, n: int) -> bool:
    """Return whether minimal rights are at most utopia, and what there is to split lies between their sums."""
    hope, least = _hope_and_least(worth, n)
    between = sum(least, Fraction(0)) <= worth[-1] <= sum(hope, Fraction(0))
    return between and all(low <= high for low, high in zip(least, hope, strict=True))


def _hope_and_least(worth: Vector, n: int) -> tuple[Vector, Vector]:
    whole = (1 << n) - 1
    hope = [worth[whole] - worth[whole ^ 1 << i] for i in range(n)]
    sums = sums_of(hope)
    return hope, [
        max(worth[mask] - sums[mask ^ 1 << i] for mask in range(1 << n) if mask >> i & 1) for i in range(n)
    ]


def _efficiency(worth: Vector, payoff: Vector) -> list[str]:
    total = sum(payoff, Fraction(0))
    return [] if total == worth[-1] else [f"the payoff adds up to {total}, not to {worth[-1]}"]


def _core_faults(worth: Vector, n: int, solution: dict[str, Any]) -> list[str]:
    payoff, epsilon = vector(solution["payoff"]), Fraction(solution["epsilon"])
    wrong = _efficiency(worth, payoff)
    excesses = [v - x for v, x in zip(worth, sums_of(payoff), strict=True)][1:-1]
    if vector(solution["excesses"]) != excesses:
        wrong.append("the complaints listed are not those of the payoff")
    if any(excess > epsilon for excess in excesses):
        wrong.append("a coalition complains of more than the least-core value")
    weights = {int(mask): Fraction(weight) for mask, weight in solution["balanced"]}
    wrong += _balance_faults(weights, n)
    claim = sum((weight * worth[mask] for mask, weight in weights.items()), Fraction(0))
    least = (claim - worth[-1]) / sum(weights.values(), Fraction(0))
    if least != epsilon:
        wrong.append(f"the balanced coalitions prove a least-core value of {least}, not {epsilon}")
    if solution["empty"] is not (least > 0):
        wrong.append("what is said of the core being empty does not follow")
    return wrong


def _balance_faults(weights: dict[int, Fraction], n: int) -> list[str]:
    whole = (1 << n) - 1
    proper = all(0 < mask < whole or n == 1 for mask in weights)
    even = all(sum((w for mask, w in weights.items() if mask >> i & 1), Fraction(0)) == 1 for i in range(n))
    positive = all(weight > 0 for weight in weights.values())
    return [] if proper and even and positive else ["the coalitions are not balanced"]


def _nucleolus_faults(
    worth: Vector, n: int, solution: dict[str, Any], *, rational: bool = False, per_capita: bool = False
) -> list[str]:
    """Return what does not hold of a chain of levels that proves a nucleolus (Kohlberg 1971)."""
    payoff = vector(solution["payoff"])
    chain = _Chain(worth, n, payoff, per_capita)
    wrong = _efficiency(worth, payoff)
    if rational and any(payoff[i] < worth[1 << i] for i in range(n)):
        wrong.append("a party has less than by itself")
    for number, level in enumerate(solution["levels"], start=1):
        held = _masks(level["held"])
        if held and not rational:
            wrong.append(f"level {number}: parties are held at their own value, which this rule does not ask")
        wrong += [f"level {number}: {fault}" for fault in chain.level_faults(level, held)]
    if chain.rank < n:
        wrong.append("the levels do not settle every party's payoff")
    return wrong


def _masks(pairs: list[list[Any]]) -> dict[int, Fraction]:
    found = {int(mask): Fraction(str(weight)) for mask, weight in pairs}
    if len(found) != len(pairs):
        raise ValueError("a coalition is listed twice")
    return found


class _Chain:
    """The levels checked so far: which coalitions are settled, and what is at right angles to all of them."""

    def __init__(self, worth: Vector, n: int, payoff: Vector, per_capita: bool) -> None:
        shares = sums_of(payoff)
        self.n = n
        self.settled = {(1 << n) - 1}
        self.own = {1 << i for i in range(n) if payoff[i] == worth[1 << i]}
        self.excess = [
            (v - x) / (max(mask.bit_count(), 1) if per_capita else 1)
            for mask, (v, x) in enumerate(zip(worth, shares, strict=True))
        ]
        self.count = [mask.bit_count() if per_capita else 1 for mask in range(1 << n)]
        self.across = _null_space([_bits((1 << n) - 1, n)], n)

    @property
    def rank(self) -> int:
        """Return how many payoffs the settled coalitions fix."""
        return self.n - len(self.across)

    def level_faults(self, level: dict[str, Any], held: dict[int, Fraction]) -> list[str]:
        """Return what does not hold of one level, and settle its coalitions."""
        epsilon = Fraction(level["epsilon"])
        tight, settled = _masks(level["coalitions"]), _masks(level["settled"])
        wrong = []
        if not tight or any(weight <= 0 for weight in [*tight.values(), *held.values()]):
            wrong.append("a weight is not positive")
        if any(self.excess[mask] != epsilon for mask in tight) or (1 << self.n) - 1 in tight:
            wrong.append("a coalition listed does not have the complaint of the level")
        if not set(held) <= self.own:
            wrong.append("a party said to be held at its own value is not")
        if not set(settled) <= self.settled or any(weight == 0 for weight in settled.values()):
            wrong.append("a coalition is used as settled before it is")
        if sum((self.count[mask] * w for mask, w in tight.items()), Fraction(0)) != 1:
            wrong.append("the weights do not add up to one")
        if any(self._load(i, tight, held, settled) for i in range(self.n)):
            wrong.append("the coalitions do not balance")
        if any(self.excess[m] > epsilon and not self._fixed(m) for m in range(1, (1 << self.n) - 1)):
            wrong.append("a coalition not yet settled complains of more")
        self.settled |= set(tight) | set(held)
        self.across = _null_space([_bits(mask, self.n) for mask in sorted(self.settled)], self.n)
        return wrong

    def _load(self, i: int, *groups: dict[int, Fraction]) -> Fraction:
        return sum((w for group in groups for mask, w in group.items() if mask >> i & 1), Fraction(0))

    def _fixed(self, mask: int) -> bool:
        return all(sum(v for i, v in enumerate(vector) if mask >> i & 1) == 0 for vector in self.across)


def _bits(mask: int, n: int) -> Vector:
    return [Fraction(mask >> i & 1) for i in range(n)]


def _null_space(rows: list[Vector], n: int) -> list[Vector]:
    """Return vectors that span everything at right angles to the rows, by elimination."""
    work = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(n):
        k = len(pivots)
        best = next((i for i in range(k, len(work)) if work[i][column]), None)
        if best is None:
            continue
        work[k], work[best] = work[best], work[k]
        head = work[k][column]
        work[k] = [entry / head for entry in work[k]]
        for i, row in enumerate(work):
            if i != k and row[column]:
                factor = row[column]
                work[i] = [a - factor * b for a, b in zip(row, work[k], strict=True)]
        pivots.append(column)
    found = []
    for column in sorted(set(range(n)) - set(pivots)):
        vector = [Fraction(int(j == column)) for j in range(n)]
        for i, pivot in enumerate(pivots):
            vector[pivot] = -work[i][column]
        found.append(vector)
    return found


JUDGES: dict[str, Callable[[Vector, int, dict[str, Any]], list[str]]] = {
    "shapley": _shapley_faults,
    "banzhaf": _banzhaf_faults,
    "owen": _owen_faults,
    "tau": _tau_faults,
    "core": _core_faults,
    "nucleolus": lambda worth, n, solution: _nucleolus_faults(worth, n, solution, rational=True),
    "prenucleolus": _nucleolus_faults,
    "per_capita_nucleolus": lambda worth, n, s: _nucleolus_faults(worth, n, s, per_capita=True),
}
