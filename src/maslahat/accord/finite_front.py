"""Fronts: nondominated points with a way back to the outcomes that reach them (DESIGN §7).

A front over some issues is either listed (each link is a row of `cells`) or the sum of two fronts over other
issues (each link is a row of the left front and a row of the right). Several links may lead to one point:
ties are kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.frontier import Ints, Rows, distinct_rows, nondominated

Counts = NDArray[np.object_] | NDArray[np.int64]

CHUNK = 1_000_000  # numbers held at once while fronts are summed
COUNTABLE = 2**62


@dataclass(slots=True, eq=False)
class Front:
    """Distinct points, how many outcomes reach each, and the links that lead there.

    `points` (points, parties); `state` one number a point (what it fixes for issues still open; zero where
    nothing is open); `owner` the point of each link, ascending; `first` the first link of each point.
    """

    issues: tuple[int, ...]
    points: Ints
    counts: Counts
    owner: Rows
    cells: NDArray[np.intp] | None = None
    left: Front | None = None
    right: Front | None = None
    left_rows: Rows | None = None
    right_rows: Rows | None = None
    first: Rows = field(init=False)

    def __post_init__(self) -> None:
        """Find the first link of each point."""
        self.first = np.searchsorted(self.owner, np.arange(len(self.points)))

    def fill(self, rows: Rows, outcomes: NDArray[np.intp]) -> None:
        """Write the options of this front's issues for the given points into `outcomes` (points, all
        issues).
        """
        links = self.first[rows]
        if self.cells is not None:
            outcomes[:, list(self.issues)] = self.cells[links]
        if self.left is not None and self.left_rows is not None:
            self.left.fill(self.left_rows[links], outcomes)
        if self.right is not None and self.right_rows is not None:
            self.right.fill(self.right_rows[links], outcomes)

    def every(self, row: int) -> Iterator[dict[int, int]]:
        """Yield every outcome that reaches a point, as issue -> option."""
        start = self.first[row]
        stop = np.searchsorted(self.owner, row, side="right")
        for link in range(start, stop):
            if self.cells is not None:
                yield dict(zip(self.issues, self.cells[link].tolist(), strict=True))
            elif self.left and self.right and self.left_rows is not None and self.right_rows is not None:
                sides = (self.left.every(self.left_rows[link]), list(self.right.every(self.right_rows[link])))
                yield from (one | other for one, other in itertools.product(*sides))


def listed(issues: tuple[int, ...], points: Ints, cells: NDArray[np.intp], width: Ints) -> Front:
    """Return the front of outcomes given one by one: `points` (outcomes, parties), `cells` (outcomes,
    issues).
    """
    points = snapped(points, width)
    links = nondominated(points)
    chosen, owner, order = _merged(points[links])
    counts = np.bincount(owner, minlength=len(chosen)).astype(np.int64)
    return Front(issues, chosen, counts, owner, cells=cells[links[order]])


def nothing(parties: int) -> Front:
    """Return the front over no issue: one point, zero."""
    cells = np.zeros((1, 0), np.intp)
    return Front(
        (), np.zeros((1, parties), np.int64), np.ones(1, np.int64), np.zeros(1, np.intp), cells=cells
    )


def total(left: Front, right: Front, width: Ints, keep: Keep | None = None) -> Front:
    """Return the front of the sums of two fronts (their issues do not interact)."""
    links = _pairs_kept(left.points, right.points, width, keep)
    lefts, rights = np.divmod(links, len(right.points))
    points = snapped(left.points[lefts] + right.points[rights], width)
    chosen, owner, order = _merged(points)
    lefts, rights = lefts[order], rights[order]
    ways = _ways(left.counts, right.counts, lefts, rights)
    starts = np.searchsorted(owner, np.arange(len(chosen)))
    counts = np.add.reduceat(ways, starts) if len(chosen) else ways[:0]
    issues = left.issues + right.issues
    return Front(issues, chosen, counts, owner, left=left, right=right, left_rows=lefts, right_rows=rights)


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """What a partial sum must still be able to reach, given the best the rest can add.

    `floor` (parties): least worth of the whole; `rest` (parties): most that the issues still to come can add.
    `weights` (cuts, parties), `least` (cuts), `rest_weighted` (cuts): the same for weighted sums, in floats
    with `least` already lowered by more than the arithmetic can be off.
    """

    floor: Ints
    rest: Ints
    weights: NDArray[np.float64]
    least: NDArray[np.float64]
    rest_weighted: NDArray[np.float64]

    def of(self, points: Ints) -> NDArray[np.bool_]:
        """Say which points may still reach it."""
        enough = np.asarray((points >= self.floor - self.rest).all(axis=1))
        for weights, least, rest in zip(self.weights, self.least, self.rest_weighted, strict=True):
            enough &= points @ weights >= least - rest
        return np.asarray(enough, bool)


def _pairs_kept(left: Ints, right: Ints, width: Ints, keep: Keep | None) -> Rows:
    """Return the pairs (row of left * rows of right + row of right) whose sums nothing dominates,
    ascending.
    """
    step = max(1, CHUNK // max(1, right.size))
    kept = np.zeros(0, np.intp)
    points = np.zeros((0, left.shape[1]), np.int64)
    for start in range(0, len(left), step):
        block = (left[start : start + step, None] + right[None]).reshape(-1, left.shape[1])
        pairs = np.arange(len(block)) + start * len(right)
        if keep is not None:
            enough = keep.of(block)
            block, pairs = block[enough], pairs[enough]
        if len(kept) and start:
            pairs, points = np.concatenate([kept, pairs]), np.concatenate([points, block])
        else:
            points = block
        chosen = nondominated(snapped(points, width))
        kept, points = pairs[chosen], points[chosen]
    return kept


def snapped(points: Ints, width: Ints) -> Ints:
    """Return the points with values of a party that lie within `width` of the next made equal (the larger
    one).

    Only a grid that had to round has a width above zero: it undoes the rounding, which is far below it.
    """
    if not width.any() or not len(points):
        return points
    columns = []
    for column, own in zip(points.T, width, strict=True):
        values, places = np.unique(column, return_inverse=True)
        last = np.append(np.diff(values) > own, True)  # of each run of close values, ascending
        group = np.cumsum(last) - last
        columns.append(values[last][group][places])
    return np.stack(columns, axis=1)


def _merged(points: Ints) -> tuple[Ints, Rows, Rows]:
    """Return the distinct points, the owner of each link in ascending order, and the order of the links."""
    classes, firsts = distinct_rows(points)
    order = np.argsort(classes, kind="stable")
    return points[firsts], classes[order], order


def _ways(left: Counts, right: Counts, lefts: Rows, rights: Rows) -> Counts:
    most = int(left.sum()) * int(right.sum()) if len(left) and len(right) else 0
    if most < COUNTABLE and object not in (left.dtype, right.dtype):
        product: Counts = left[lefts] * right[rights]
        return product
    exact: Counts = left.astype(object)[lefts] * right.astype(object)[rights]
    return exact
