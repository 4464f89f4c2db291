"""Ties: utilities closer than 1e-12 of a party's range count as equal (DESIGN §7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.frontier import Ints

Rows = NDArray[np.intp]


def settled(points: Ints, tie: Ints) -> Rows:
    """Return the rows left of distinct nondominated points, the largest first (first party, then second,
    ...).

    A row goes if another is worse nowhere by more than `tie` and better somewhere by more than it; of rows
    within `tie` of each other everywhere the first stays.
    """
    order = np.lexsort(tuple(-column for column in points.T[::-1]))
    near = _near(points, tie)
    if not near.any():
        return order
    gone = np.zeros(len(points), bool)
    for row in order[near[order]]:
        above = (points >= points[row] - tie).all(axis=1)
        gone[row] = bool((above & (points > points[row] + tie).any(axis=1)).any())
    kept: list[int] = []
    for row in order[~gone[order]]:
        twins = [one for one in kept if near[one]] if near[row] else []
        if not any((np.abs(points[one] - points[row]) <= tie).all() for one in twins):
            kept.append(int(row))
    return np.array(kept, np.intp)


def _near(points: Ints, tie: Ints) -> NDArray[np.bool_]:
    """Say which rows have, for some party, a value close to another row's but not equal to it."""
    near = np.zeros(len(points), bool)
    for column, own in zip(points.T, tie, strict=True):
        if own <= 0:
            continue
        order = np.argsort(column, kind="stable")
        gaps = np.diff(column[order])
        close = (gaps > 0) & (gaps <= own)
        if close.any():
            values = np.concatenate([column[order][:-1][close], column[order][1:][close]])
            near |= np.isin(column, values)
    return near
