"""A table that changed: rows put in and taken out, the words of its cells edited (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maslahat.text.compare import compare_blocks
from maslahat.text.document import Block, BlockKind, Cell, Table
from maslahat.text.docx.spans import Span, Spanner
from maslahat.text.docx.tracked_line import Alphabet, Ink, Letters
from maslahat.text.docx.writer import (
    around_rows,
    cell_of,
    cell_style,
    column_sizes,
    paragraph,
    places_of,
    row_of,
    styled,
)
from maslahat.text.table_grid import columns_of

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are set as characters, row by row."""

    table: Table
    rows: tuple[Row, ...]
    letters: tuple[tuple[Letters, ...], ...]

    def words(self) -> str:
        """Return all words, for finding the table it came from."""
        return " | ".join(letters.text for row in self.letters for letters in row)


def spans_of(table: Table, spanner: Spanner) -> list[list[tuple[Span, ...]]]:
    """Return the spans of every cell of every row that has cells."""
    return [[spanner.spans(cell.text, cell.marks) for cell in row] for row in table.rows if row]


def grid_of(table: Table, spans: Sequence[Sequence[tuple[Span, ...]]], alphabet: Alphabet) -> Grid:
    """Return a table with its cells set as characters."""
    rows = tuple(row for row in table.rows if row)
    return Grid(table, rows, tuple(tuple(alphabet.set(cell) for cell in row) for row in spans))


def same_frame(old: Grid, new: Grid) -> bool:
    """Tell whether one table can hold both texts: equal columns, and where cells reach over rows, equal rows."""
    if columns_of(old.table) != columns_of(new.table):
        return False
    tall = any(cell.rows > 1 for grid in (old, new) for row in grid.rows for cell in row)
    return not tall or [_shape(row) for row in old.rows] == [_shape(row) for row in new.rows]


def whole_table(ink: Ink, grid: Grid, kind: str) -> str:
    """Return a table that is put in or taken out whole, with the empty paragraph behind it."""
    sizes, below = column_sizes(grid.table), dict[int, tuple[int, int]]()
    rows = "".join(
        _row(ink, row, _whole_row(ink, letters, kind), below, sizes, kind)
        for row, letters in zip(grid.rows, grid.letters, strict=True)
    )
    return around_rows(sizes, rows) + paragraph("", "", ink.mark(kind))


def edited_table(ink: Ink, old: Grid, new: Grid) -> str:
    """Return a table that stays, with rows and words tracked."""
    sizes, below = column_sizes(new.table), dict[int, tuple[int, int]]()
    rows = []
    for i, j in _row_steps(old, new):
        if i is None and j is not None:
            runs, row, kind = _whole_row(ink, new.letters[j], "ins"), new.rows[j], "ins"
        elif i is not None and j is None:
            runs, row, kind = _whole_row(ink, old.letters[i], "del"), old.rows[i], "del"
        else:
            pairs = zip(old.letters[i or 0], new.letters[j or 0], strict=True)
            runs, row, kind = [ink.edited(*pair) for pair in pairs], new.rows[j or 0], ""
        rows.append(_row(ink, row, runs, below, sizes, kind))
    return around_rows(sizes, "".join(rows)) + "<w:p/>"


def _shape(row: Row) -> tuple[tuple[int, int, bool], ...]:
    return tuple((cell.columns, cell.rows, cell.head) for cell in row)


def _row_steps(old: Grid, new: Grid) -> Iterator[tuple[int | None, int | None]]:
    """Yield the rows in the order of the file: of the old table, of the new one, or of both where one stays."""
    if any(cell.rows > 1 for row in new.rows for cell in row):
        yield from ((n, n) for n in range(len(new.rows)))
        return
    before, after = ([_row_block(row) for row in grid.letters] for grid in (old, new))
    still = {
        change.old[0]: change.new[0]
        for change in compare_blocks(before, after).changes
        if len(change.old) == len(change.new) == 1 and not change.moved
    }
    still = {i: j for i, j in still.items() if _shape(old.rows[i]) == _shape(new.rows[j])}
    yield from in_order(len(before), len(after), still)


def in_order(old: int, new: int, still: dict[int, int]) -> Iterator[tuple[int | None, int | None]]:
    """Yield places of either side in one order; `still` says which are the same, rising on both sides."""
    at = 0
    for i in range(old):
        if i not in still:
            yield i, None
            continue
        yield from ((None, j) for j in range(at, still[i]))
        yield i, still[i]
        at = still[i] + 1
    yield from ((None, j) for j in range(at, new))


def _row_block(row: Sequence[Letters]) -> Block:
    return Block(BlockKind.TABLE, " | ".join(letters.text for letters in row))


def _whole_row(ink: Ink, row: Sequence[Letters], kind: str) -> list[str]:
    return [ink.whole(letters, kind) for letters in row]


def _row(
    ink: Ink,
    row: Row,
    runs: Sequence[str],
    below: dict[int, tuple[int, int]],
    sizes: Sequence[int],
    kind: str,
) -> str:
    cells, at = [], 0
    for cell, width, columns in places_of(row, below, sizes):
        mark = ink.mark(kind) if kind else ""
        if cell is None:
            cells.append(cell_of(paragraph("", "", mark), width, columns, "<w:vMerge/>"))
            continue
        merged = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        cells.append(cell_of(paragraph(runs[at], styled(cell_style(cell)), mark), width, columns, merged))
        at += 1
    return row_of(row, "".join(cells), ink.mark(kind) if kind else "")
