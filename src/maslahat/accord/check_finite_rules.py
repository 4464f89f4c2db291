"""The rules of a certificate applied again in fractions, standard library alone (DESIGN §7)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from maslahat.accord.check_finite_front import Finite

TIE = Fraction(1, 10**12)
LONGEST_PRODUCT = 13_000  # binary digits: some 3,900 decimal ones, which Python still reads


def positive(spans: Sequence[int]) -> list[int]:
    """Return the spans, zero replaced by one: a party that cannot gain has nothing to divide."""
    return [span if span > 0 else 1 for span in spans]


def best_rows(
    rule: str,
    points: Sequence[Sequence[int | Fraction]],
    problem: Finite,
    base: Sequence[int],
    ideal: Sequence[int],
) -> list[int]:
    """Return the rows of the points a rule chooses; more than one where they tie."""
    if rule == "leximin":
        return _leximin([[Fraction(v) for v in row] for row in points])
    gains = [[Fraction(v - b) / s for v, b, s in zip(p, base, problem.scale, strict=True)] for p in points]
    spans = [Fraction(top - low, s) for top, low, s in zip(ideal, base, problem.scale, strict=True)]
    reach = max(spans) if max(spans) > 0 else Fraction(1)
    if rule == "kalai_smorodinsky":
        shares = [[g / s for g, s in zip(row, spans, strict=True) if s > 0] for row in gains]
        return _leximin(shares)
    scaled = [[g / reach for g in row] for row in gains]
    if rule == "egalitarian":
        return _leximin(scaled)
    if rule == "utilitarian":
        sums = [sum((g * p for g, p in zip(row, problem.power, strict=True)), Fraction(0)) for row in scaled]
        return _top(list(range(len(points))), sums, max(Fraction(1), abs(max(sums))))
    return _nash(scaled, problem.power)


def _nash(gains: list[list[Fraction]], power: list[int]) -> list[int]:
    """Return the best rows of each largest set of parties that gain together."""
    sets = [tuple(gain > TIE for gain in row) for row in gains]
    most = max(sum(who) for who in sets)
    groups: dict[tuple[bool, ...], list[int]] = {}
    for row, who in enumerate(sets):
        if sum(who) == most:
            groups.setdefault(who, []).append(row)
    return sorted(row for rows in groups.values() for row in _largest_products(rows, gains, power))


def _largest_products(rows: list[int], gains: list[list[Fraction]], power: list[int]) -> list[int]:
    products = [
        math.prod((g**p for g, p in zip(gains[k], power, strict=True) if g > TIE), start=Fraction(1))
        for k in rows
    ]
    top = max(products)
    size = max(1.0, abs(math.log(top.numerator) - math.log(top.denominator)))
    return [
        k for k, product in zip(rows, products, strict=True) if product >= top * (1 - TIE * Fraction(size))
    ]


def _leximin(shares: list[list[Fraction]]) -> list[int]:
    rows = list(range(len(shares)))
    ordered = [sorted(row) for row in shares]
    for level in range(len(ordered[0]) if ordered else 0):
        values = [ordered[k][level] for k in rows]
        rows = _top(rows, values, max(Fraction(1), abs(max(values))))
    return rows


def _top(rows: list[int], values: list[Fraction], size: Fraction) -> list[int]:
    top = max(values)
    return [k for k, value in zip(rows, values, strict=True) if value >= top - TIE * size]


def rule_value(
    rule: str, point: Sequence[int], problem: Finite, base: Sequence[int], ideal: Sequence[int]
) -> Fraction:
    """Return what a rule maximises, at a point."""
    gains = [Fraction(v - b, s) for v, b, s in zip(point, base, problem.scale, strict=True)]
    if rule == "nash":
        if product_bits(gains, problem.power) > LONGEST_PRODUCT:
            raise ValueError(f"powers {problem.power}: the product has thousands of digits")
        return math.prod(
            (g**p for g, p in zip(gains, problem.power, strict=True) if g > 0), start=Fraction(1)
        )
    if rule == "kalai_smorodinsky":
        spans = [Fraction(top - low, s) for top, low, s in zip(ideal, base, problem.scale, strict=True)]
        return min((g / s for g, s in zip(gains, spans, strict=True) if s > 0), default=Fraction(0))
    if rule == "egalitarian":
        return min(gains)
    return sum((g * p for g, p in zip(gains, problem.power, strict=True)), Fraction(0))


def product_bits(gains: Sequence[Fraction], power: Sequence[int]) -> int:
    """Return how many binary digits the product of gains to these powers may have, without forming it."""
    sizes = (max(g.numerator.bit_length(), g.denominator.bit_length()) for g in gains)
    return sum(own * size for own, size in zip(power, sizes, strict=True))


def ladder_faults(
    steps: list[dict[str, Any]],
    points: list[tuple[int, ...]],
    start: list[int],
    draft: list[int],
    problem: Finite,
) -> list[str]:
    """Say where a ladder of amendments is not the one found on the points (last column: issues unchanged)."""
    wrong = []
    count = len(draft)
    gained = [[Fraction(v - s, k) for v, s, k in zip(p, start, problem.scale, strict=False)] for p in points]
    reach = max((abs(gain) for row in gained for gain in row), default=Fraction(0)) or Fraction(1)
    ladder: list[tuple[int, list[Fraction]]] = []
    for changes in range(1, count + 1):
        within = [k for k, p in enumerate(points) if count - p[-1] <= changes]
        shares = [[gain / reach for gain in gained[k]] for k in within]
        best = best_rows("leximin", shares, problem, start, start)
        fewest = min((within[row] for row in best), key=lambda k: count - points[k][-1], default=None)
        if fewest is not None and count - points[fewest][-1] == changes:
            ladder.append((changes, sorted(gained[fewest])))
    if [changes for changes, _ in ladder] != [step["changes"] for step in steps]:
        return [
            f"amendments with {[s['changes'] for s in steps]} changes claimed; found {[n for n, _ in ladder]}"
        ]
    for step, (changes, mine) in zip(steps, ladder, strict=True):
        touched = sum(1 for a, b in zip(step["outcome"], draft, strict=True) if a != b)
        gains = [str(Fraction(v - s, k)) for v, s, k in zip(step["units"], start, problem.scale, strict=True)]
        if touched != changes or gains != step["gains"]:
            wrong.append(f"amendment of {changes} changes: touches {touched}, gains {gains}")
        theirs = sorted(Fraction(g) for g in gains)
        if any(abs(a - b) > TIE * max(reach, Fraction(1)) for a, b in zip(mine, theirs, strict=True)):
            wrong.append(f"amendment of {changes} changes: gains {gains}, but {mine} can be had")
    return wrong
