"""The exact Pareto frontier of a finite problem, issue by issue, without listing its outcomes (DESIGN §7).

Issues that no table, box or rule links are summed front by front: a partial outcome that another beats stays
beaten whatever is added. Linked issues form a block. A small block is listed; a large one is walked issue by
issue, one front for each state (the options of issues that something later still looks at, and the boxes
still to be met).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.finite import FiniteProblem
from maslahat.accord.finite_front import Front, Keep, listed, nothing, total
from maslahat.accord.finite_grid import Grid
from maslahat.accord.finite_walk import walked
from maslahat.accord.frontier import Ints

LISTED = 60_000  # joint options of a block up to which it is listed


class TooManyPoints(Exception):
    """A front grew past the limit that was set."""


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """What an outcome must reach to be of interest: a floor for each party and least weighted sums, in grid
    units.
    """

    floor: Ints
    weights: NDArray[np.float64]
    least: NDArray[np.float64]


def blocks_of(problem: FiniteProblem) -> list[tuple[int, ...]]:
    """Return the issues grouped into blocks that do not touch each other, each ascending, in order of first
    issue.
    """
    home = list(range(len(problem.issues)))

    def root(issue: int) -> int:
        while home[issue] != issue:
            issue = home[issue]
        return issue

    linked = [s.issues for s in problem.scores] + [r.issues for r in problem.rules]
    linked += [tuple(issue for issue, _ in box.sides) for box in problem.boxes]
    for group in linked:
        for issue in group[1:]:
            one, other = sorted((root(group[0]), root(issue)))
            home[other] = one
    groups: dict[int, list[int]] = {}
    for issue in range(len(home)):
        groups.setdefault(root(issue), []).append(issue)
    return [tuple(group) for group in groups.values()]


def block_fronts(problem: FiniteProblem, grid: Grid) -> list[Front]:
    """Return the front of every block, the smaller fronts first."""
    width = snap_width(grid, len(problem.issues))
    fronts = [_block_front(problem, grid, block, width) for block in blocks_of(problem)]
    return sorted(fronts, key=lambda front: (len(front.points), front.issues))


def summed(fronts: list[Front], grid: Grid, cuts: Cuts | None = None, limit: int | None = None) -> Front:
    """Return the front of the sum of all blocks; with `cuts`, of the outcomes that reach them.

    Raises TooManyPoints where a front passes `limit` points.
    """
    parties = len(grid.scale)
    width = snap_width(grid, sum(len(front.issues) for front in fronts))
    rests = _rests(fronts, cuts) if cuts is not None else []
    answer = nothing(parties)
    for place, front in enumerate(fronts):
        keep = _keep(cuts, rests[place + 1]) if cuts is not None else None
        answer = total(answer, front, width, keep)
        if limit is not None and len(answer.points) > limit:
            raise TooManyPoints
    return answer


def snap_width(grid: Grid, steps: int) -> Ints:
    """Return the width within which rounded values are equal: zero on an exact grid, else a share of a
    tie.
    """
    if grid.exact:
        return np.zeros(len(grid.scale), np.int64)
    return np.asarray(grid.tie // (64 * (steps + 1)), np.int64)


def _keep(cuts: Cuts, rest: tuple[Ints, NDArray[np.float64]]) -> Keep:
    return Keep(cuts.floor, rest[0], cuts.weights, cuts.least, rest[1])


def _rests(fronts: list[Front], cuts: Cuts) -> list[tuple[Ints, NDArray[np.float64]]]:
    """Return, for each place in the order, the most that the fronts from there on can add."""
    parties = cuts.weights.shape[1]
    rest = np.zeros(parties, np.int64)
    weighted = np.zeros(len(cuts.weights))
    rests = [(rest, weighted)]
    for front in reversed(fronts):
        rest = rest + front.points.max(axis=0)
        weighted = weighted + (front.points @ cuts.weights.T).max(axis=0)
        rests.append((rest, weighted))
    return rests[::-1]


def _block_front(problem: FiniteProblem, grid: Grid, block: tuple[int, ...], width: Ints) -> Front:
    sizes = [len(problem.issues[issue].options) for issue in block]
    if math.prod(sizes) <= LISTED or len(block) == 1:
        return _listed_block(problem, grid, block, sizes, width)
    return walked(problem, grid, block, width)


def _listed_block(
    problem: FiniteProblem, grid: Grid, block: tuple[int, ...], sizes: list[int], width: Ints
) -> Front:
    plain = _plain_table(problem, grid, block)
    if plain is not None:
        return listed(block, plain, np.arange(len(plain))[:, None], width)
    parties = len(grid.scale)
    points = np.zeros((*sizes, parties), np.int64)
    place = {issue: axis for axis, issue in enumerate(block)}
    for issues, table in grid.tables:
        if issues and issues[0] in place:
            points += _spread(table, [place[issue] for issue in issues], len(block), tail=1)
    for sides, worth in grid.boxes:
        if sides and sides[0][0] in place:
            met = np.ones([1] * len(block), bool)
            for issue, options in sides:
                met = met & _spread(
                    np.isin(np.arange(sizes[place[issue]]), options), [place[issue]], len(block)
                )
            points += met[..., None] * worth
    allowed = np.ones(sizes, bool)
    for rule in problem.rules:
        if rule.issues[0] in place:
            allowed &= _spread(rule.allowed, [place[issue] for issue in rule.issues], len(block))
    cells = np.argwhere(allowed)
    return listed(block, points[allowed], cells, width)


def _plain_table(problem: FiniteProblem, grid: Grid, block: tuple[int, ...]) -> Ints | None:
    """Return the table of a block that is one issue with one table and nothing else: no copy is needed."""
    if len(block) > 1:
        return None
    tables = [table for issues, table in grid.tables if issues == block]
    others = [rule.issues[0] for rule in problem.rules] + [sides[0][0] for sides, _ in grid.boxes if sides]
    return tables[0] if len(tables) == 1 and block[0] not in others else None


def _spread(table: NDArray[Any], axes: list[int], count: int, tail: int = 0) -> NDArray[Any]:
    """Return the table with its axes moved to `axes` of `count`, the others of length one, `tail` axes kept
    last.
    """
    order = np.argsort(axes)
    moved = table.transpose(*order, *range(len(axes), len(axes) + tail))
    shape = [1] * count
    for axis, size in zip(sorted(axes), moved.shape, strict=False):
        shape[axis] = size
    return moved.reshape(*shape, *moved.shape[len(axes) :])
