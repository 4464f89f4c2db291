"""Check discount factors, escrows and splits: part of `check`, standard library alone (DESIGN §7)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import Any

Vector = list[Fraction]
EQUAL = Fraction(1, 10**9)
NEAR = Fraction(1, 10**7)
DECIMAL = Fraction(1, 10**11)
GRID = 10**12
KINDS = ("cooperate", "deviate_now", "punish")
LONGEST = 60  # weeks of a year and some; roots are counted in a time that grows with the fourth power


def keeping_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `keeping`."""
    if not document["parties"]:
        return ["no party is named"]
    if any(not _is_season(entry[kind]) for entry in document["parties"] for kind in KINDS):
        return [f"a season that is no list of 1 to {LONGEST} numbers"]
    return [
        f"{entry['party']}: {fault}" for entry in document["parties"] for fault in _Promise(entry).faults()
    ]


def split_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `split`: shares in proportion to weights."""
    if any(not isinstance(document[part], list) for part in ("weights", "payoff", "decimal")):
        return ["no lists of weights and shares"]
    total = Fraction(document["total"])
    weights = [Fraction(weight) for weight in document["weights"]]
    payoff = [Fraction(share) for share in document["payoff"]]
    wrong = []
    if min(weights) < 0 or not any(weights):
        wrong.append("the weights are not positive")
    if sum(payoff) != total:
        wrong.append("the shares do not add up to what there is")
    if payoff != [total * weight / sum(weights) for weight in weights]:
        wrong.append("the shares are not in proportion to the weights")
    decimal = [Fraction(share) for share in document["decimal"]]
    if any(abs(a - b) > DECIMAL * abs(a) for a, b in zip(payoff, decimal, strict=True)):
        wrong.append("the decimal figures are not the exact ones")
    return wrong


def _is_season(values: Any) -> bool:
    return (
        isinstance(values, list)
        and 1 <= len(values) <= LONGEST
        and all(type(x) in (int, float) for x in values)
    )


class _Promise:
    """What one party has from keeping, from breaking, and after."""

    def __init__(self, stated: dict[str, Any]) -> None:
        self.stated = stated
        keep = [Fraction(x) for x in stated["cooperate"]]
        self.length = len(keep)
        self.years = int(stated["periods_per_year"])
        self.tempted = [Fraction(x) - k for x, k in zip(stated["deviate_now"], keep, strict=True)]
        self.stake = [k - Fraction(x) for x, k in zip(stated["punish"], keep, strict=True)]
        self.size = max(map(abs, [*self.tempted, *self.stake, Fraction(1, 10**9)]))

    def faults(self) -> list[str]:
        """Return everything that does not hold."""
        stated = self.stated
        if self.years < 1 or self.years != stated["periods_per_year"] or not 0 <= stated["discount"] < 1:
            return ["the length of the year or the discount factor makes no sense"]
        return self._critical_faults() + self._escrow_faults()

    def polynomial(self, period: int) -> Vector:
        """Return c_0 … c_T: at the discount factor b of a period it is ≥ 0 where keeping pays."""
        found = [Fraction(0), *(self.stake[(period + s) % self.length] for s in range(1, self.length + 1))]
        found[0] -= self.tempted[period]
        found[-1] += self.tempted[period]
        return found

    def _critical_faults(self) -> list[str]:
        stated, tightest = self.stated, self.stated["tightest"]
        if not 0 <= tightest < self.length:
            return ["the tightest period is none of the season"]
        if stated["critical_discount"] is None:
            return [] if self._never(tightest) else ["patience would be enough"]
        step = Fraction(round(float(stated["critical_discount"]) ** (1 / self.years) * GRID), GRID)
        wrong = []
        for period in range(self.length):
            if not self._kept_from(period, step + NEAR):
                wrong.append(f"in period {period} the promise is not kept at every larger discount factor")
        if step > 0 and self._kept_from(tightest, max(step - NEAR, Fraction(0))):
            wrong.append("in the tightest period less patience would do")
        if not 0 <= step < 1:
            wrong.append("the critical discount factor is not between 0 and 1")
        return wrong

    def _never(self, period: int) -> bool:
        room = EQUAL * self.size * self.length
        return sum(self.stake) <= room and (
            self.tempted[period] > 0 or min(self.stake) < 0 or sum(self.stake) < 0
        )

    def _kept_from(self, period: int, step: Fraction) -> bool:
        """Return whether the polynomial has no root, and is not below 0, from `step` up to 1."""
        found = _whole(self.polynomial(period))
        if not found or step >= 1:
            return True
        return _value(found, (step + 1) / 2) >= 0 and _roots(found, step, 1 - NEAR) == 0

    def _escrow_faults(self) -> list[str]:
        stated = self.stated
        step = Fraction(round(float(stated["discount"]) ** (1 / self.years) * GRID), GRID)
        powers = [step**s for s in range(1, self.length + 1)]
        tail = 1 - powers[-1]
        short = [
            self.tempted[t]
            - sum(p * self.stake[(t + s) % self.length] for s, p in enumerate(powers, start=1)) / tail
            for t in range(self.length)
        ]
        size = max(map(abs, [*short, self.size]))
        period, escrow = stated["escrow_period"], Fraction(stated["escrow"])
        wrong = []
        if not 0 <= period < self.length or abs(max(short) - short[period]) > EQUAL * size:
            wrong.append("the period that decides the escrow is another")
        if abs(max(*short, Fraction(0)) - escrow) > EQUAL * size:
            wrong.append("the escrow is not the smallest that is enough")
        return wrong


def _value(polynomial: list[int], at: Fraction) -> int:
    """Return the value at p/q times q^degree, a whole number of the same sign."""
    total, power = 0, 1
    for coefficient in reversed(polynomial):
        total = total * at.numerator + coefficient * power
        power *= at.denominator
    return total


def _whole(polynomial: Vector) -> list[int]:
    """Return the polynomial times a positive number: whole numbers without a common factor."""
    under = lcm(*(c.denominator for c in polynomial))
    return _trim([c.numerator * (under // c.denominator) for c in polynomial])


def _roots(polynomial: list[int], low: Fraction, high: Fraction) -> int:
    """Return how many different roots lie in (low, high], by Sturm's theorem."""
    chain = [polynomial, _trim([i * c for i, c in enumerate(polynomial)][1:])]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append([-c for c in rest])
    return _changes(chain, low) - _changes(chain, high)


def _trim(polynomial: list[int]) -> list[int]:
    end = len(polynomial)
    while end and polynomial[end - 1] == 0:
        end -= 1
    common = gcd(*polynomial[:end]) or 1
    return [c // common for c in polynomial[:end]]


def _remainder(top: list[int], below: list[int]) -> list[int]:
    """Return the remainder of the division times a positive number."""
    rest, head = list(top), abs(below[-1])
    sign = 1 if below[-1] > 0 else -1
    while len(rest) >= len(below):
        factor, shift = sign * rest[-1], len(rest) - len(below)
        taken = [0] * shift + [factor * c for c in below]
        rest = [c * head - t for c, t in zip(rest, taken, strict=True)]
        rest = _trim(rest[:-1])
    return rest


def _changes(chain: list[list[int]], at: Fraction) -> int:
    signs = [value > 0 for part in chain if (value := _value(part, at))]
    return sum(a != b for a, b in pairwise(signs))
