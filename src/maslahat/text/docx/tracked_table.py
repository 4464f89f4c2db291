"""A table that changed: rows put in and taken out, the words of its cells edited (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maslahat.text.compare import compare_blocks
from maslahat.text.document import Block, BlockKind, Cell, Table
from maslahat.text.docx.lines import Line
from maslahat.text.docx.spans import Span, Spanner
from maslahat.text.docx.table import (
    Frame,
    around_rows,
    cell_of,
    cell_properties,
    frame_of,
    places_of,
    row_of,
)
from maslahat.text.docx.tracked_line import Alphabet, Ink, Letters
from maslahat.text.docx.writer import paragraph, styled

Row = tuple[Cell, ...]
Below = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are set as characters, row by row."""

    frame: Frame
    letters: tuple[tuple[Letters, ...], ...]

    def words(self) -> str:
        """Return all words, for finding the table it came from."""
        return " | ".join(letters.text for row in self.letters for letters in row)

    def row(self, n: int) -> tuple[Row, tuple[str, ...]]:
        """Return a row and the styles of its cells."""
        return self.frame.rows[n], self.frame.styles[n]


def spans_of(table: Table, spanner: Spanner) -> list[list[tuple[Span, ...]]]:
    """Return the spans of every cell of every row that has cells."""
    return [[spanner.spans(cell.text, cell.marks) for cell in row] for row in table.rows if row]


def grid_of(line: Line, spans: Sequence[Sequence[tuple[Span, ...]]], alphabet: Alphabet) -> Grid:
    """Return the table of a line with its cells set as characters."""
    return Grid(frame_of(line), tuple(tuple(alphabet.set(cell) for cell in row) for row in spans))


def same_frame(old: Grid, new: Grid) -> bool:
    """Tell whether one table can hold both texts: equal columns, and equal rows as far as cells reach over rows."""
    first, second = old.frame, new.frame
    if len(first.sizes) != len(second.sizes) or first.signing is not second.signing:
        return False
    tied = _tied(first.rows)
    return tied == _tied(second.rows) and [_shape(row) for row in first.rows[:tied]] == [
        _shape(row) for row in second.rows[:tied]
    ]


def _tied(rows: Sequence[Row]) -> int:
    """Return how many rows from the first on cells that reach over rows tie together: most often the heads alone."""
    reach = (n + cell.rows for n, row in enumerate(rows) for cell in row if cell.rows > 1)
    return min(max(reach, default=0), len(rows))


def whole_table(ink: Ink, grid: Grid, kind: str) -> str:
    """Return a table that is put in or taken out whole, with the empty paragraph behind it."""
    below: Below = {}
    rows = "".join(_whole_row(ink, grid, n, kind, below, grid.frame) for n in range(len(grid.letters)))
    return around_rows(grid.frame, rows) + paragraph("", "", ink.mark(kind))


def edited_table(ink: Ink, old: Grid, new: Grid) -> str:
    """Return a table that stays, with rows and words tracked."""
    below: Below = {}
    rows = []
    for i, j in _row_steps(old, new):
        if i is None and j is not None:
            rows.append(_whole_row(ink, new, j, "ins", below, new.frame))
        elif i is not None and j is None:
            rows.append(_whole_row(ink, old, i, "del", below, new.frame))
        elif i is not None and j is not None:
            rows.append(_edited_row(ink, (old, i), (new, j), below))
    return around_rows(new.frame, "".join(rows)) + "<w:p/>"


def _shape(row: Row) -> tuple[tuple[int, int, bool], ...]:
    return tuple((cell.columns, cell.rows, cell.head) for cell in row)


def _row_steps(old: Grid, new: Grid) -> Iterator[tuple[int | None, int | None]]:
    """Yield the rows in the order of the file: of the old table, of the new one, or of both where one stays."""
    tied = _tied(new.frame.rows)
    yield from ((n, n) for n in range(tied))
    before_rows, after_rows = old.frame.rows[tied:], new.frame.rows[tied:]
    before, after = ([_row_block(row) for row in grid.letters[tied:]] for grid in (old, new))
    still = {
        change.old[0]: change.new[0]
        for change in compare_blocks(before, after).changes
        if len(change.old) == len(change.new) == 1 and not change.moved
    }
    still = {i: j for i, j in still.items() if _shape(before_rows[i]) == _shape(after_rows[j])}
    for i, j in in_order(len(before), len(after), still):
        yield (None if i is None else i + tied), (None if j is None else j + tied)


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


def _whole_row(ink: Ink, grid: Grid, n: int, kind: str, below: Below, frame: Frame) -> str:
    """Return a row that is put in or taken out whole, in the columns of `frame`."""
    row, styles = grid.row(n)
    marks = [ink.mark(kind) for _ in row]
    made = [
        paragraph(ink.whole(letters, kind), styled(style), mark)
        for letters, style, mark in zip(grid.letters[n], styles, marks, strict=True)
    ]
    return _row(ink, row, made, below, frame, kind)


def _edited_row(ink: Ink, before: tuple[Grid, int], after: tuple[Grid, int], below: Below) -> str:
    """Return a row that stays, with the words of its cells tracked, and their style where it changed."""
    (old, i), (new, j) = before, after
    made = []
    letters = zip(old.letters[i], new.letters[j], strict=True)
    styles = zip(old.frame.styles[i], new.frame.styles[j], strict=True)
    for (was, now), (left, right) in zip(styles, letters, strict=True):
        change = (
            f"<w:pPrChange {ink.stamp()}><w:pPr>{styled(was)}</w:pPr></w:pPrChange>" if was != now else ""
        )
        made.append(paragraph(ink.edited(left, right), styled(now), was=change))
    return _row(ink, new.frame.rows[j], made, below, new.frame)


def _row(ink: Ink, row: Row, paragraphs: Sequence[str], below: Below, frame: Frame, kind: str = "") -> str:
    cells, own = [], iter(paragraphs)
    for cell, width, columns in places_of(row, below, frame.sizes):
        properties = cell_properties(row, cell, width, columns)
        if cell is not None:
            cells.append(cell_of(next(own), properties))
        else:
            cells.append(cell_of(paragraph("", "", ink.mark(kind) if kind else ""), properties))
    return row_of(row, "".join(cells), ink.mark(kind) if kind else "")
