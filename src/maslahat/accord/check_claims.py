"""Check divisions of an estate and of a shared cost: part of `check`, standard library alone (DESIGN §7).

A division is held against what makes its rule the only one of its kind, not against another run of the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial
from typing import Any

from maslahat.accord.check_game import decimal_faults, sums_of, vector

Vector = list[Fraction]
MOST_ORDERS = 12


def claims_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `claims`."""
    estate, claims = Fraction(document["estate"]), vector(document["claims"])
    parties = document["parties"]
    if not claims or len(parties) != len(claims) or len(set(parties)) != len(parties):
        return ["no claim for each party"]
    if min(claims) < 0 or not 0 <= estate <= sum(claims):
        return ["claims below zero, or an estate that is none or pays them all"]
    wrong = []
    stated = {solution["rule"]: solution for solution in document["solutions"]}
    expected = {rule for rule in CLAIMS if rule != "random_arrival" or len(claims) <= MOST_ORDERS}
    if set(stated) != expected or len(stated) != len(document["solutions"]):
        wrong.append(f"the rules stated are not {', '.join(sorted(expected))}")
    for rule, solution in stated.items():
        shares = vector(solution["payoff"])
        faults = decimal_faults(solution)
        if len(shares) != len(claims) or sum(shares) != estate:
            faults.append("the shares do not add up to the estate")
        elif any(not 0 <= share <= claim for share, claim in zip(shares, claims, strict=True)):
            faults.append("a share is below nothing or above its claim")
        else:
            faults += CLAIMS[rule](estate, claims, shares)
        wrong += [f"{rule}: {fault}" for fault in faults]
    return wrong


def airport_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `airport`."""
    costs, parties = vector(document["costs"]), document["parties"]
    if not costs or min(costs) < 0 or len(parties) != len(costs) or len(set(parties)) != len(parties):
        return ["no cost of zero or more for each party"]
    found = {"shapley": _sections(costs), "nucleolus": _airport_nucleolus(costs)}
    stated = {solution["rule"]: solution for solution in document["solutions"]}
    if set(stated) != set(found) or len(stated) != len(document["solutions"]):
        return [f"the rules stated are not {', '.join(found)}"]
    wrong = []
    for rule, solution in stated.items():
        wrong += [f"{rule}: {fault}" for fault in decimal_faults(solution)]
        if vector(solution["payoff"]) != found[rule]:
            wrong.append(f"{rule}: the shares are not those of the rule")
        if sum(vector(solution["payoff"])) != max(costs):
            wrong.append(f"{rule}: the shares do not add up to the largest cost")
    return wrong


def _proportional(estate: Fraction, claims: Vector, shares: Vector) -> list[str]:
    fine = all(share * sum(claims) == claim * estate for share, claim in zip(shares, claims, strict=True))
    return [] if fine else ["the shares are not in proportion to the claims"]


def _equal_awards(_: Fraction, claims: Vector, shares: Vector) -> list[str]:
    most = max(shares)
    fine = all(share == min(claim, most) for share, claim in zip(shares, claims, strict=True))
    return [] if fine else ["somebody has less than the most though its claim is not met"]


def _equal_losses(_: Fraction, claims: Vector, shares: Vector) -> list[str]:
    most = max(claim - share for share, claim in zip(shares, claims, strict=True))
    fine = all(share == max(claim - most, 0) for share, claim in zip(shares, claims, strict=True))
    return [] if fine else ["somebody loses less than the most though it has something left"]


def _talmud(_: Fraction, claims: Vector, shares: Vector) -> list[str]:
    """Each two divide what they hold as the contested garment; only one division does (Aumann, Maschler 1985)."""
    wrong = []
    for i, j in combinations(range(len(claims)), 2):
        both = shares[i] + shares[j]
        lone_i, lone_j = max(both - claims[j], Fraction(0)), max(both - claims[i], Fraction(0))
        if shares[i] != lone_i + (both - lone_i - lone_j) / 2:
            wrong.append(f"parties {i} and {j} do not divide what they hold as the contested garment")
    return wrong[:1]


def _random_arrival(estate: Fraction, claims: Vector, shares: Vector) -> list[str]:
    n = len(claims)
    owed = sums_of(claims)
    fine = all(
        share
        == sum(
            (
                Fraction(factorial(mask.bit_count()) * factorial(n - 1 - mask.bit_count()), factorial(n))
                * min(claims[i], max(estate - owed[mask], Fraction(0)))
                for mask in range(1 << n)
                if not mask >> i & 1
            ),
            Fraction(0),
        )
        for i, share in enumerate(shares)
    )
    return [] if fine else ["the shares are not the mean over all orders of arrival"]


def _sections(costs: Vector) -> Vector:
    """Return what each pays where every section is shared alike by all who need it."""
    ends = sorted({Fraction(0), *costs})
    return [
        sum(
            ((b - a) / sum(c >= b for c in costs) for a, b in pairwise(ends) if b <= cost),
            Fraction(0),
        )
        for cost in costs
    ]


def _airport_nucleolus(costs: Vector) -> Vector:
    """Return the nucleolus of the cost game, one user after another from the smallest (Soenmez 1994)."""
    order = sorted(range(len(costs)), key=costs.__getitem__)
    shares, paid = [Fraction(0)] * len(costs), Fraction(0)
    for place, i in enumerate(order):
        own = [(costs[order[k]] - paid) / (k - place + 2) for k in range(place, len(order) - 1)]
        shares[i] = min(own) if own else costs[i] - paid
        paid += shares[i]
    return shares


CLAIMS: dict[str, Callable[[Fraction, Vector, Vector], list[str]]] = {
    "proportional": _proportional,
    "equal_awards": _equal_awards,
    "equal_losses": _equal_losses,
    "talmud": _talmud,
    "random_arrival": _random_arrival,
}
