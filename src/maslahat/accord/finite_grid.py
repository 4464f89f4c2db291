"""A finite problem on an integer grid: every worth a whole number of units, so that sums and comparisons are
exact.

Where a common denominator of a party's scores fits into 61 bits the grid is exact. Elsewhere scores are
rounded to 2**-60 of the party's range, a million times finer than the tie (1e-12 of the range), and `exact`
says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.finite import FiniteProblem, Scores, Utilities, exact

Ints = NDArray[np.int64]

TIE = Fraction(1, 10**12)  # of a party's range: closer than this is equal
ROOM = 2**61
LARGE = 20_000  # entries of a float table above which its binary values are taken as they stand


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Integer tables and boxes, the units of each party, and the width of a tie in units."""

    tables: tuple[tuple[tuple[int, ...], Ints], ...]
    boxes: tuple[tuple[tuple[tuple[int, tuple[int, ...]], ...], Ints], ...]
    scale: tuple[Fraction, ...]
    tie: Ints
    exact: bool

    def units(self, utilities: Utilities) -> tuple[Fraction, ...]:
        """Return utilities in grid units, not rounded."""
        return tuple(value * scale for value, scale in zip(utilities, self.scale, strict=True))


def grid_of(problem: FiniteProblem) -> Grid:
    """Put the problem on its grid."""
    parties = range(len(problem.parties))
    tables = [_entries(scores) for scores in problem.scores]
    worths = [[exact(value) for value in box.worth] for box in problem.boxes]
    grids = [_party_grid([t[..., p] for t in tables], [w[p] for w in worths]) for p in parties]
    stacked = tuple(
        (scores.issues, _together(tables[k], [own.tables[k] for own in grids]))
        for k, scores in enumerate(problem.scores)
    )
    boxes = tuple(
        (box.sides, np.array([grids[p].bonuses[k] for p in parties], np.int64))
        for k, box in enumerate(problem.boxes)
    )
    tie = np.array([own.tie for own in grids], np.int64)
    return Grid(stacked, boxes, tuple(own.scale for own in grids), tie, all(own.exact for own in grids))


def _together(table: NDArray[Any], columns: list[Ints]) -> Ints:
    """Return the columns of all parties as one table, a party in one run; the table itself where it is that.

    A list of a million outcomes is not copied.
    """
    if table.dtype == np.int64 and all(np.may_share_memory(table, column) for column in columns):
        return table
    return np.moveaxis(np.stack(columns), 0, -1)


def widths(grid: Grid) -> Ints:
    """Return, for each party, how far its worth can reach from least to most, in grid units (rules left
    aside).
    """
    total = np.zeros(len(grid.scale), np.int64)
    for _, table in grid.tables:
        rows = table.reshape(-1, table.shape[-1])
        total += rows.max(axis=0) - rows.min(axis=0)
    for _, worth in grid.boxes:
        total += np.abs(worth)
    return total


@dataclass(frozen=True, slots=True, eq=False)
class _PartyGrid:
    tables: list[Ints]
    bonuses: list[int]
    scale: Fraction
    tie: int
    exact: bool


def _entries(scores: Scores) -> NDArray[Any]:
    table = scores.table
    if table.dtype.kind in "iu" or (table.dtype.kind == "f" and table.size > LARGE):
        return table
    flat = np.empty(table.size, object)
    flat[:] = [exact(value) for value in table.ravel()]
    return flat.reshape(table.shape)


def _party_grid(tables: list[NDArray[Any]], bonuses: list[Fraction]) -> _PartyGrid:
    zero = Fraction(0)
    spans = [(_number(t.min()), _number(t.max())) for t in tables]
    spans += [(min(b, zero), max(b, zero)) for b in bonuses]
    reach = sum((max(abs(low), abs(high)) for low, high in spans), zero)
    width = sum((high - low for low, high in spans), zero)
    scale = _common_denominator(tables, bonuses, reach)
    fits = scale is not None
    if scale is None:
        scale = Fraction(2) ** (60 - max(math.frexp(float(reach))[1], -900))
    whole = [_on_grid(table, scale) for table in tables]
    fits = fits and all(done for _, done in whole)
    bonus = [round(value * scale) for value in bonuses]
    return _PartyGrid([table for table, _ in whole], bonus, scale, int(width * scale * TIE), fits)


def _common_denominator(
    tables: list[NDArray[Any]], bonuses: list[Fraction], reach: Fraction
) -> Fraction | None:
    """Return the least common denominator if every sum in those units stays within 61 bits."""
    if any(table.dtype.kind == "f" for table in tables):
        bits = 60 - max(math.frexp(float(reach))[1], -900)
        return Fraction(2) ** bits if not bonuses else None
    denominators = {v.denominator for t in tables if t.dtype.kind == "O" for v in t.ravel()}
    common = math.lcm(*denominators, *(b.denominator for b in bonuses))
    return Fraction(common) if common * reach < ROOM else None


def _on_grid(table: NDArray[Any], scale: Fraction) -> tuple[Ints, bool]:
    """Return the table in grid units and whether nothing was rounded."""
    if table.dtype.kind in "iu" and scale.denominator == 1 and scale < ROOM:
        whole = table.astype(np.int64, copy=False)
        return (whole if scale == 1 else whole * int(scale)), True
    if table.dtype.kind == "f":
        scaled = table * float(scale)
        whole = np.rint(scaled)
        return whole.astype(np.int64), bool(np.array_equal(whole, scaled))
    factor, denominator = scale.numerator, scale.denominator
    values = [exact(value) for value in table.ravel()]
    units = [value.numerator * factor for value in values]
    parts = [value.denominator * denominator for value in values]
    rounded = [(2 * unit + part) // (2 * part) for unit, part in zip(units, parts, strict=True)]
    done = all(unit % part == 0 for unit, part in zip(units, parts, strict=True))
    return np.array(rounded, np.int64).reshape(table.shape), done


def _number(value: Any) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value.item())
