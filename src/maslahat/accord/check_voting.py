"""Check indices of power in a voting body: part of `check`, standard library alone (DESIGN §7).

The solver counts the coalitions of the others for each member. Here all coalitions are counted once by size and
weights, and each member is then taken out again.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

from maslahat.accord.check_game import decimal_faults, vector

Tally = tuple[int, ...]
MOST_TALLIES = 2_000_000


def voting_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `voting`."""
    members, rules, quotas = document["parties"], document["weights"], document["quotas"]
    n = len(members)
    wrong = _shape_faults(n, members, rules, quotas)
    if wrong:
        return wrong
    swings = _swings(n, [list(rule) for rule in rules], list(quotas))
    found = {
        "shapley_shubik": [
            Fraction(
                sum(times * factorial(size) * factorial(n - 1 - size) for size, times in own.items()),
                factorial(n),
            )
            for own in swings
        ],
        "banzhaf": [Fraction(sum(own.values()), 1 << (n - 1)) for own in swings],
    }
    total = sum(found["banzhaf"], Fraction(0))
    found["banzhaf_index"] = [power / total for power in found["banzhaf"]]
    stated = {solution["rule"]: solution for solution in document["solutions"]}
    if set(stated) != set(found) or len(stated) != len(document["solutions"]):
        return [f"the indices stated are not {', '.join(found)}"]
    for rule, solution in stated.items():
        wrong += [f"{rule}: {fault}" for fault in decimal_faults(solution)]
        if vector(solution["payoff"]) != found[rule]:
            wrong.append(f"{rule}: the index is not what counting the swings gives")
    return wrong


def _shape_faults(n: int, members: list[Any], rules: list[Any], quotas: list[Any]) -> list[str]:
    whole = all(type(number) is int for rule in [*rules, quotas] for number in rule)
    if not n or len(set(members)) != n or not rules or len(quotas) != len(rules) or not whole:
        return ["no members with one whole weight in each rule"]
    if any(len(rule) != n or min(rule) < 0 for rule in rules):
        return ["a rule without a weight of zero or more for each member"]
    if any(quota > sum(rule) for rule, quota in zip(rules, quotas, strict=True)) or max(quotas) <= 0:
        return ["quotas that nobody meets, or that are met by nobody at all"]
    return []


def _swings(n: int, rules: list[list[int]], quotas: list[int]) -> list[dict[int, int]]:
    """Return for each member how many coalitions of each size it turns from losing into winning."""
    steps = [(1, *(rule[i] for rule in rules)) for i in range(n)]
    everybody: dict[Tally, int] = {(0,) * (1 + len(rules)): 1}
    for step in steps:
        grown = dict(everybody)
        for tally, times in everybody.items():
            larger = _moved(tally, step)
            grown[larger] = grown.get(larger, 0) + times
        everybody = grown
        if len(everybody) > MOST_TALLIES:
            raise ValueError(f"more than {MOST_TALLIES:,} different sums of weights")
    return [_member_swings(_without(everybody, step), step, quotas) for step in steps]


def _without(everybody: dict[Tally, int], step: Tally) -> dict[Tally, int]:
    """Return the counts of coalitions without one member: the count with it is that of the rest, moved by it."""
    left: dict[Tally, int] = {}
    for tally in sorted(everybody):
        times = everybody[tally] - left.get(tuple(a - b for a, b in zip(tally, step, strict=True)), 0)
        if times:
            left[tally] = times
    return left


def _member_swings(rest: dict[Tally, int], step: Tally, quotas: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for tally, times in rest.items():
        if _wins(_moved(tally, step), quotas) and not _wins(tally, quotas):
            found[tally[0]] = found.get(tally[0], 0) + times
    return found


def _moved(tally: Tally, step: Tally) -> Tally:
    return tuple(a + b for a, b in zip(tally, step, strict=True))


def _wins(tally: Tally, quotas: list[int]) -> bool:
    return all(have >= quota for have, quota in zip(tally[1:], quotas, strict=True))
