"""Which of many points no other point beats (DESIGN §7): the Pareto filter everything else stands on.

Takes an integer array of points, one row a point, one column a party, more being better for each; gives back
row numbers. All comparisons are between integers, so nothing is lost to rounding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rows = NDArray[np.intp]

BLOCK = 1024  # dominators looked at together, as 16 machine words of bits
WORD = 64
SLICE = 2048  # points compared with a block at a time: what fits into the cache
FEW = 1500  # below this the bit sets alone are quicker than a filter before them
PIECE = 1 << 14  # points screened at a time
STRONG = 12  # points that clear away most of a crowd, found on a
SAMPLE = 1024  # sample of this size, among this many
CANDIDATES = 128


def nondominated(points: Ints) -> Rows:
    """Return the rows no other row dominates, in ascending order; rows that are equal are all kept.

    `points` has shape (points, parties), int64. A row dominates another if it is at least as large everywhere
    and larger somewhere. Two parties: sort and sweep (Kung, Luccio & Preparata 1975). Three or more: a filter
    by the best points of a few directions, then bit sets of "at least as good for party i", combined by AND.
    """
    if len(points) == 0:
        return np.zeros(0, np.intp)
    parties = points.shape[1]
    if parties == 1:
        return np.flatnonzero(points[:, 0] == points[:, 0].max())
    if parties == 2:
        return _sweep(points)
    return _crowd(points)


def _sweep(points: Ints) -> Rows:
    order = _largest_first(points)
    x, y = points[order, 0], points[order, 1]
    ahead = np.maximum.accumulate(y)
    first = np.empty(len(y), bool)
    first[0] = True
    np.greater(y[1:], ahead[:-1], out=first[1:])
    owner = np.maximum.accumulate(np.where(first, np.arange(len(y)), 0))
    return np.sort(order[(x == x[owner]) & (y == y[owner])])


def _crowd(points: Ints) -> Rows:
    rows = _without_the_clearly_worse(points)
    inverse, distinct = distinct_rows(points[rows])
    kept = _by_bits(points[rows[distinct]])
    chosen = np.zeros(len(distinct), bool)
    chosen[kept] = True
    return rows[chosen[inverse]]


def distinct_rows(points: Ints) -> tuple[Rows, Rows]:
    """Return, for each row, the number of its class of equal rows, and for each class its first row.

    Classes are numbered from the largest row downwards, the first column counting most.
    """
    order = _largest_first(points)
    sorted_points = points[order]
    new = np.empty(len(points), bool)
    new[:1] = True
    new[1:] = (sorted_points[1:] != sorted_points[:-1]).any(axis=1)
    inverse = np.empty(len(points), np.intp)
    inverse[order] = np.cumsum(new) - 1
    return inverse, order[new]


def _largest_first(points: Ints) -> Rows:
    """Return the rows from the largest down; later columns are looked at only where the first ones tie."""
    order = np.argsort(-points[:, 0], kind="stable")
    same = np.diff(points[order, 0]) == 0
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rows = order[tied]
    order[tied] = rows[np.lexsort(tuple(-column for column in points[rows].T[::-1]))]
    return order


def _without_the_clearly_worse(points: Ints) -> Rows:
    """Drop what a few points dominate that dominate most of a sample, round after round while that pays."""
    rows, columns = _screened(points)
    while len(rows) > FEW:
        count = len(rows)
        for best in _strong(np.ascontiguousarray(columns[:, :: -(-count // SAMPLE)].T)):
            beaten = _below(columns, best)
            if np.count_nonzero(beaten) * 8 > len(rows):
                left = np.flatnonzero(~beaten)
                rows, columns = rows[left], columns.take(left, axis=1)
        if (count - len(rows)) * 5 < count:
            break
    return rows


def _screened(points: Ints) -> tuple[Rows, Ints]:
    """Return the rows and the columns of what a few points of a first sample leave.

    Piece by piece, so that nothing of the size of all points is copied and a piece stays in the cache.
    """
    if len(points) < 2 * PIECE:
        return np.arange(len(points)), np.ascontiguousarray(points.T)
    best = _strong(np.ascontiguousarray(points[:: -(-len(points) // SAMPLE)]))
    rows, columns = [], []
    for start in range(0, len(points), PIECE):
        piece = np.ascontiguousarray(points[start : start + PIECE].T)
        own = np.arange(start, start + piece.shape[1])
        for one in best:
            left = np.flatnonzero(~_below(piece, one))
            if len(left) * 8 < len(own) * 7:
                own, piece = own[left], piece.take(left, axis=1)
        rows.append(own)
        columns.append(piece)
    return np.concatenate(rows), np.concatenate(columns, axis=1)


def _strong(sample: Ints) -> Ints:
    """Return points of the sample that together dominate most of it, the one that dominates most first."""
    front = _front_of(sample)
    beats = np.ones((len(front), len(sample)), bool)
    for own, column in zip(front.T, sample.T, strict=True):
        beats &= own[:, None] > column[None]
    chosen: list[int] = []
    while len(chosen) < STRONG:
        worth = beats.sum(axis=1)
        best = int(worth.argmax())
        if worth[best] * 50 < len(sample):
            break
        chosen.append(best)
        beats &= ~beats[best]
    return front[chosen]


def _front_of(sample: Ints) -> Ints:
    distinct = sample[distinct_rows(sample)[1]]
    front = distinct[_by_bits(distinct)]
    order = np.argsort(-_ranks(front).min(axis=0), kind="stable")
    return front[order[:CANDIDATES]]


def _below(columns: Ints, best: Ints) -> NDArray[np.bool_]:
    """Say which points the best one exceeds for every party."""
    below: NDArray[np.bool_] = columns[0] < best[0]
    for column, value in zip(columns[1:], best[1:], strict=True):
        below &= column < value
    return below


def _by_bits(points: Ints) -> Rows:
    """Return the rows of distinct `points` that nothing dominates."""
    ranks = _ranks(points)
    order = np.argsort(-ranks.sum(axis=0), kind="stable")
    ranks = np.ascontiguousarray(ranks[:, order])
    alive = np.arange(len(order))
    done = 0
    while done < len(alive):
        block = alive[done : done + BLOCK]
        rest = alive[done + BLOCK :]
        block = block[~_covered(ranks, block, block, own=True)]
        rest = rest[~_covered(ranks, block, rest, own=False)]
        alive = np.concatenate([alive[:done], block, rest])
        done += len(block)
    return np.sort(order[alive])


def _ranks(points: Ints) -> Ints:
    """Return dense ranks by party, shape (parties, points): equal values have equal ranks."""
    ranks = np.empty((points.shape[1], len(points)), np.int64)
    for party, column in enumerate(points.T):
        order = np.argsort(column, kind="stable")
        steps = np.zeros(len(column), np.int64)
        steps[1:] = column[order[1:]] != column[order[:-1]]
        ranks[party, order] = np.cumsum(steps)
    return ranks


def _covered(ranks: Ints, block: Rows, targets: Rows, *, own: bool) -> NDArray[np.bool_]:
    """Say which targets a member of the block equals or exceeds for everyone (`own`: one other than
    itself).
    """
    covered = np.zeros(len(targets), bool)
    if not len(targets) or not len(block):
        return covered
    tables = [_at_least(rank, block) for rank in ranks]
    for start in range(0, len(targets), SLICE):
        part = targets[start : start + SLICE]
        common = np.take(tables[0][0], tables[0][1][ranks[0, part]], axis=0)
        for rank, (sets, better) in zip(ranks[1:], tables[1:], strict=True):
            common &= np.take(sets, better[rank[part]], axis=0)
        if own:
            places = np.arange(start, start + len(part))
            common[places - start, places // WORD] &= ~(np.uint64(1) << (places % WORD).astype(np.uint64))
        covered[start : start + SLICE] = common.any(axis=1)
    return covered


def _at_least(rank: Ints, block: Rows) -> tuple[NDArray[np.uint64], Rows]:
    """Return the sets of the k best members of the block, as bits, and for each rank how many are at
    least as good.
    """
    members = rank[block]
    order = np.argsort(-members, kind="stable")
    sets = np.zeros((len(block) + 1, -(-len(block) // WORD)), np.uint64)
    sets[np.arange(1, len(block) + 1), order // WORD] = np.uint64(1) << (order % WORD).astype(np.uint64)
    counts = np.bincount(members, minlength=int(rank.max()) + 1)
    better = np.cumsum(counts[::-1])[::-1]
    return np.bitwise_or.accumulate(sets, axis=0), better
