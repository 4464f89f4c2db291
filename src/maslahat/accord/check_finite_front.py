"""The frontier of a certificate composed again, in whole numbers of any size, standard library alone (DESIGN
§7).
"""

from __future__ import annotations

import itertools
import math
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Point = tuple[int, ...]
Counted = dict[Point, int]  # point -> outcomes that reach it

BLOCK = 1024


class TooLong(Exception):
    """The check was given a time and needs more."""


Tick = Callable[[], None]


def clock(until: float | None) -> Tick:
    """Return a function that raises TooLong once `time.monotonic()` has passed `until`."""

    def tick() -> None:
        if until is not None and time.monotonic() > until:
            raise TooLong

    return tick


@dataclass(frozen=True)
class Limits:
    """Which outcomes are of interest: at least `floor` for each party, and a weighted sum over `base` of
    `least`.
    """

    floor: list[Fraction] | None = None
    weights: list[Fraction] | None = None
    least: Fraction = Fraction(0)
    base: list[Fraction] | None = None


class Finite:
    """The problem of a certificate in whole units."""

    def __init__(self, c: dict[str, Any], tick: Tick = clock(None)) -> None:  # noqa: B008 - it keeps no state
        """Read the problem; worth, units and scale have been held against each other before."""
        self.tick = tick
        self.sizes = [len(issue["options"]) for issue in c["issues"]]
        self.scale: list[int] = list(c["scale"])
        self.tables = [(tuple(t["issues"]), self._table(t["issues"], t["units"])) for t in c["scores"]]
        self.boxes = [
            ({side[0]: set(side[1]) for side in box["sides"]}, tuple(box["units"])) for box in c["boxes"]
        ]
        self.rules = [(tuple(r["issues"]), self._cells(r["issues"], r["forbidden"])) for r in c["rules"]]
        self.power: list[int] = list(c["power"])
        self.span = [max(1, width) for width in self._widths(c)]
        self.tie = [Fraction(width, 10**12) for width in self._widths(c)]

    def _widths(self, c: dict[str, Any]) -> list[int]:
        rows = [t["units"] for t in c["scores"]] + [
            [box["units"], [0] * len(self.scale)] for box in c["boxes"]
        ]
        return [
            sum(max(row[p] for row in t) - min(row[p] for row in t) for t in rows)
            for p in range(len(self.scale))
        ]

    def _table(self, issues: list[int], units: list[list[int]]) -> dict[Point, Point]:
        cells = itertools.product(*(range(self.sizes[issue]) for issue in issues))
        return dict(zip(cells, map(tuple, units), strict=True))

    def _cells(self, issues: list[int], numbers: list[int]) -> set[Point]:
        cells = list(itertools.product(*(range(self.sizes[issue]) for issue in issues)))
        return {cells[number] for number in numbers}

    def is_outcome(self, outcome: list[int]) -> bool:
        """Say whether the list names one option of each issue."""
        return len(outcome) == len(self.sizes) and all(
            type(chosen) is int and 0 <= chosen < size
            for chosen, size in zip(outcome, self.sizes, strict=True)
        )

    def units(self, outcome: list[int]) -> Point:
        """Return what an outcome is worth."""
        parts = [table[tuple(outcome[issue] for issue in issues)] for issues, table in self.tables]
        parts += [w for sides, w in self.boxes if all(outcome[i] in inside for i, inside in sides.items())]
        return tuple(map(sum, zip(*parts, strict=True))) if parts else (0,) * len(self.scale)

    def allows(self, outcome: list[int]) -> bool:
        """Say whether an outcome obeys every rule."""
        return all(tuple(outcome[i] for i in issues) not in forbidden for issues, forbidden in self.rules)

    def with_unchanged(self, draft: list[int]) -> Finite:
        """Return the problem with one more party, to whom each issue left as in the draft is worth one."""
        wide = object.__new__(Finite)
        wide.tick = self.tick
        wide.sizes, wide.rules, wide.power = self.sizes, self.rules, [*self.power, 1]
        wide.scale, wide.span = [*self.scale, 1], [*self.span, len(draft)]
        wide.tables = [(issues, {cell: (*row, 0) for cell, row in t.items()}) for issues, t in self.tables]
        zero = (0,) * len(self.scale)
        for issue, size in enumerate(self.sizes):
            wide.tables.append(((issue,), {(k,): (*zero, int(k == draft[issue])) for k in range(size)}))
        wide.boxes = [(sides, (*worth, 0)) for sides, worth in self.boxes]
        wide.tie = [*self.tie, Fraction(0)]
        return wide


def front(problem: Finite, limits: Limits) -> Counted:
    """Return the distinct nondominated points of all outcomes within the limits, and how many outcomes
    reach each.
    """
    fronts = sorted((_block(problem, block) for block in _blocks(problem)), key=len)
    rests = _rests(fronts, limits, len(problem.scale))
    total: Counted = {(0,) * len(problem.scale): 1}
    for place, own in enumerate(fronts):
        sums: Counted = {}
        for a, ways in total.items():
            problem.tick()
            for b, more in own.items():
                point = tuple(map(int.__add__, a, b))
                sums[point] = sums.get(point, 0) + ways * more
        kept = _within(set(sums), limits, *rests[place + 1])
        total = {point: sums[point] for point in best(kept, problem.tick)}
    return total


def _rests(fronts: list[Counted], limits: Limits, parties: int) -> list[tuple[list[int], Fraction]]:
    """Return, for each place in the order, the most that the blocks from there on add: by party and
    weighted.
    """
    rests: list[tuple[list[int], Fraction]] = [([0] * parties, Fraction(0))]
    for own in reversed(fronts):
        by_party = [a + max(p[k] for p in own) for k, a in enumerate(rests[-1][0])]
        weighted = rests[-1][1]
        if limits.weights is not None:
            weighted += max(
                sum((w * v for w, v in zip(limits.weights, p, strict=True)), Fraction(0)) for p in own
            )
        rests.append((by_party, weighted))
    return rests[::-1]


def _within(points: set[Point], limits: Limits, rest: list[int], weighted: Fraction) -> set[Point]:
    kept = points
    if limits.floor is not None:
        low = [math.ceil(f - r) for f, r in zip(limits.floor, rest, strict=True)]
        kept = {p for p in kept if all(v >= bound for v, bound in zip(p, low, strict=True))}
    if limits.weights is not None and limits.base is not None:
        common = math.lcm(*(w.denominator for w in limits.weights))
        whole = [int(w * common) for w in limits.weights]
        offset = sum((w * b for w, b in zip(limits.weights, limits.base, strict=True)), Fraction(0))
        least = math.ceil((limits.least + offset - weighted) * common)
        kept = {p for p in kept if sum(w * v for w, v in zip(whole, p, strict=True)) >= least}
    return kept


def best(points: Iterable[Point], tick: Tick = clock(None)) -> list[Point]:  # noqa: B008
    """Return the distinct points that nothing dominates."""
    ordered = sorted(set(points), reverse=True)
    if not ordered or len(ordered[0]) == 1:
        return ordered[:1]
    if len(ordered[0]) == 2:
        kept: list[Point] = []
        for point in ordered:
            if not kept or point[1] > kept[-1][1]:
                kept.append(point)
        return kept
    return _best_of_many(ordered, tick)


def _best_of_many(points: list[Point], tick: Tick) -> list[Point]:
    """Compare by bit sets: for each party the members at least as good, combined by AND."""
    points = sorted(points, key=sum, reverse=True)
    indices: list[_Index] = []
    for start in range(0, len(points), BLOCK):
        tick()
        block = [p for p in points[start : start + BLOCK] if not any(index.covers(p) for index in indices)]
        own = _Index(block)
        block = [p for k, p in enumerate(block) if own.covers(p) == 1 << k]
        if block:
            indices.append(_Index(block))
    return [point for index in indices for point in index.points]


class _Index:
    """For each party, the members with at least a value, as the bits of a whole number."""

    def __init__(self, points: list[Point]) -> None:
        self.points = points
        self.values: list[list[int]] = []
        self.sets: list[list[int]] = []
        for party in range(len(points[0]) if points else 0):
            order = sorted(range(len(points)), key=lambda k, party=party: points[k][party])  # type: ignore[misc]
            sets = [0] * (len(order) + 1)
            for place in range(len(order) - 1, -1, -1):
                sets[place] = sets[place + 1] | 1 << order[place]
            self.values.append([points[k][party] for k in order])
            self.sets.append(sets)

    def covers(self, point: Point) -> int:
        """Return the members that are at least as good as the point for everyone."""
        common = -1
        for value, values, sets in zip(point, self.values, self.sets, strict=False):
            common &= sets[bisect_left(values, value)]
            if not common:
                return 0
        return common if self.points else 0


def _blocks(problem: Finite) -> list[list[int]]:
    """Return the issues grouped by what links them."""
    groups = [{issue} for issue in range(len(problem.sizes))]
    links = (
        [t[0] for t in problem.tables] + [r[0] for r in problem.rules] + [tuple(b[0]) for b in problem.boxes]
    )
    for link in links:
        touched = [group for group in groups if not group.isdisjoint(link)]
        groups = [group for group in groups if group.isdisjoint(link)] + [set().union(*touched)]
    return [sorted(group) for group in sorted(groups, key=min) if group]


def _block(problem: Finite, block: list[int]) -> Counted:
    """Walk a block issue by issue; partial outcomes with the same state compete."""
    inside = set(block)
    tables = [t for t in problem.tables if inside.issuperset(t[0])]
    rules = [r for r in problem.rules if inside.issuperset(r[0])]
    boxes = [b for b in problem.boxes if inside.issuperset(b[0])]
    order = _order(
        problem, block, [t[0] for t in tables] + [r[0] for r in rules], [tuple(b[0]) for b in boxes]
    )
    zero = (0,) * len(problem.scale)
    states: dict[tuple[Any, ...], Counted] = {((), ()): {zero: 1}}
    for place, issue in enumerate(order):
        states = _step(problem, order, place, issue, states, (tables, rules, boxes))
    return states.get(((), ()), {})


def _step(
    problem: Finite,
    order: list[int],
    place: int,
    issue: int,
    states: dict[tuple[Any, ...], Counted],
    parts: tuple[list[Any], list[Any], list[Any]],
) -> dict[tuple[Any, ...], Counted]:
    tables, rules, boxes = parts
    seen, later = set(order[: place + 1]), set(order[place + 1 :])
    ends = [t for t in tables if issue in t[0] and seen.issuperset(t[0])]
    binds = [r for r in rules if issue in r[0] and seen.issuperset(r[0])]
    needed = {i for scope, _ in [*tables, *rules] if not later.isdisjoint(scope) for i in scope if i in seen}
    grown: dict[tuple[Any, ...], Counted] = {}
    for (options, dead), points in states.items():
        problem.tick()
        chosen = dict(options)
        for option in range(problem.sizes[issue]):
            chosen[issue] = option
            if any(tuple(chosen[i] for i in scope) in forbidden for scope, forbidden in binds):
                continue
            gone = set(dead) | {
                k for k, (sides, _) in enumerate(boxes) if issue in sides and option not in sides[issue]
            }
            adds = [table[tuple(chosen[i] for i in scope)] for scope, table in ends]
            done = [k for k, (sides, _) in enumerate(boxes) if issue in sides and later.isdisjoint(sides)]
            adds += [boxes[k][1] for k in done if k not in gone]
            open_dead = tuple(sorted(k for k in gone if not later.isdisjoint(boxes[k][0])))
            key = (tuple(sorted((i, o) for i, o in chosen.items() if i in needed)), open_dead)
            step = tuple(map(sum, zip(*adds, strict=True))) if adds else None
            target = grown.setdefault(key, {})
            for point, ways in points.items():
                reached = point if step is None else tuple(map(int.__add__, point, step))
                target[reached] = target.get(reached, 0) + ways
    return {
        key: {point: points[point] for point in best(points, problem.tick)} for key, points in grown.items()
    }


def _order(problem: Finite, block: list[int], scopes: list[Point], boxes: list[Point]) -> list[int]:
    """Return an order that keeps few things open; any order is right, this one is quick."""
    done: list[int] = []
    while len(done) < len(block):
        left = [issue for issue in block if issue not in done]

        def cost(issue: int) -> tuple[float, int]:
            now = {*done, issue}
            still = {i for scope in scopes if not now.issuperset(scope) for i in scope if i in now}
            halves = sum(1 for box in boxes if not now.isdisjoint(box) and not now.issuperset(box))
            return math.log2(math.prod(problem.sizes[i] for i in still)) + 0.5 * halves, issue

        done.append(min(left, key=cost))
    return done
