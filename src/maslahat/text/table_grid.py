"""Where the cells of a table stand, spans counted, and how wide its columns are set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maslahat.text.document import Cell, Table

SHORTEST_CELL, WRAPPED_CELL, LONGEST_CELL = 6, 16, 36  # characters
CHARACTER, PADDING = 100, 240  # twentieths of a point: a wide letter at nine points, the sides of a cell
_FIGURE = re.compile(r"[-–—−+(~≈ ]*(?:\d[\d\s.,/:]*(?:\s?%)?\)?[a-z*]?|[-–—−.…]+)$")


def columns_of(table: Table) -> int:
    """Return how many columns a table has."""
    return max((at + cell.columns for row in placed(table) for at, cell in row), default=0)


def placed(table: Table) -> list[list[tuple[int, Cell]]]:
    """Return for every row its cells, each with the column it begins in; cells from above cover columns."""
    below: dict[int, int] = {}  # rows that still cover a column
    rows = []
    for row in table.rows:
        found, at = [], 0
        for cell in row:
            while below.get(at, 0) > 0:
                at += 1
            found.append((at, cell))
            at += cell.columns
        below = {column: left - 1 for column, left in below.items() if left > 1}
        for start, cell in found:
            if cell.rows > 1:
                below |= dict.fromkeys(range(start, start + cell.columns), cell.rows - 1)
        rows.append(found)
    return rows


def figures(table: Table) -> set[tuple[int, int]]:
    """Return the places, first column and columns spanned, at which all words outside heads are figures."""
    shown: dict[tuple[int, int], list[str]] = {}
    for at, cell in (one for row in placed(table) for one in row):
        if cell.text and not cell.head:
            shown.setdefault((at, cell.columns), []).append(cell.text)
    return {place for place, texts in shown.items() if all(map(_FIGURE.match, texts))}


def heads(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds heads and nothing else."""
    return bool(row) and all(cell.head for cell in row)


def fits(table: Table, width: int) -> bool:
    """Tell whether the columns have room side by side in `width`, in twentieths of a point.

    Each asks for its longest word, and for a longer cell as much as lets it wrap well.
    """
    longest, least = _asked(table)
    wrapped = (CHARACTER * min(one, WRAPPED_CELL) + PADDING for one in longest)
    return sum(map(max, least, wrapped)) <= width


def widths(table: Table, width: int) -> list[int]:
    """Return the width of every column in twentieths of a point, `width` in all.

    A column gets room for its longest word, the rest is shared after the longest cells; where the words do not fit
    side by side, all is shared after them.
    """
    longest, least = _asked(table)
    left = width - sum(least)
    if left < 0:
        return [width * one // sum(least) for one in least]
    return [one + left * length // sum(longest) for one, length in zip(least, longest, strict=True)]


def _asked(table: Table) -> tuple[list[int], list[int]]:
    """Return for every column the characters of its longest cell and the room of its longest word."""
    longest, least = [SHORTEST_CELL] * columns_of(table), [0] * columns_of(table)
    for row in placed(table):
        for at, cell in row:
            if cell.columns == 1:
                longest[at] = max(longest[at], min(len(cell.text), LONGEST_CELL))
                least[at] = max(least[at], CHARACTER * max(map(len, cell.text.split()), default=0) + PADDING)
    return longest, least
