"""How tables are set in a Word file: rules above, under the heads and below, figures to the right (DESIGN §10).

The United Nations sets tables open: a thin rule above, a thick one under the heads and at the end, none between the
columns; heads small and italic; figures under one another at the right of their column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maslahat.text.document import Cell, Table
from maslahat.text.docx.lines import SIGN_STYLE, Line
from maslahat.text.docx.parts import MARGIN
from maslahat.text.table_grid import columns_of, figures, fits, heads, placed, widths

_PAGE_WIDTH = (
    9840  # twentieths of a point; a table that does not fit between the margins takes the whole page
)
_TEXT_WIDTH = _PAGE_WIDTH - 2 * MARGIN
_THIN, _THICK = 4, 12  # eighths of a point


@dataclass(frozen=True, slots=True)
class Frame:
    """A table before its words: rows that have cells, the style of every cell, widths of columns."""

    rows: tuple[tuple[Cell, ...], ...]
    styles: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]
    signing: bool = False


def frame_of(line: Line) -> Frame:
    """Return how the table of a line is set."""
    table, signing = line.table or Table(()), line.style == SIGN_STYLE
    rows = tuple(row for row in table.rows if row)
    if signing:
        count = columns_of(table)
        styles = tuple(tuple(SIGN_STYLE if cell.text else "Cell" for cell in row) for row in rows)
        return Frame(rows, styles, (_TEXT_WIDTH // count,) * count if count else (), signing)
    width = _TEXT_WIDTH if fits(table, _TEXT_WIDTH) else _PAGE_WIDTH
    return Frame(rows, tuple(_styles(table)), tuple(widths(table, width)))


def _styles(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the styles of the cells of every row that has cells; figures and their heads stand at the right."""
    right = figures(table)
    for row in filter(None, placed(table)):
        yield tuple(
            ("CellHead" if cell.head else "Cell") + ("Figure" if (at, cell.columns) in right else "")
            for at, cell in row
        )


def places_of(
    row: Sequence[Cell], below: dict[int, tuple[int, int]], sizes: Sequence[int]
) -> Iterator[tuple[Cell | None, int, int]]:
    """Yield each cell of a row with its width and columns; None for one that goes on from above."""
    at = 0
    for cell in (*row, None):
        while below.get(at, (0, 0))[0] > 0:
            left, columns = below[at]
            yield None, sum(sizes[at : at + columns]), columns
            below[at] = (left - 1, columns)
            at += columns
        if cell is not None:
            below[at] = (cell.rows - 1, cell.columns)
            yield cell, sum(sizes[at : at + cell.columns]), cell.columns
            at += cell.columns


def around_rows(frame: Frame, rows: str) -> str:
    """Return a table around its rows, inside the margins of the text where it fits."""
    wide = sum(frame.sizes) > _TEXT_WIDTH
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in frame.sizes)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
        for side, size in (("top", _THIN), ("bottom", _THICK))
    )
    ruled = "" if frame.signing else f"<w:tblBorders>{borders}</w:tblBorders>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(frame.sizes)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{0 if wide else MARGIN}" w:type="dxa"/>{ruled}<w:tblLayout w:type="fixed"/>{_SIDES}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


_SIDES = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'


def row_of(row: Sequence[Cell], cells: str, mark: str = "") -> str:
    """Return a row around its cells, `mark` tracking it; a row of heads stands again on every page."""
    repeated = "<w:tblHeader/>" if heads(row) else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}{mark}</w:trPr>{cells}</w:tr>"


def cell_properties(row: Sequence[Cell], cell: Cell | None, width: int, columns: int) -> str:
    """Return the properties of a cell of a row; None for the cell stands for one that goes on from above.

    Heads have a rule under them: a thick one over the body, a thin one where they are heads of several columns.
    """
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merged = "<w:vMerge/>" if cell is None else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    rule, low = "", ""
    if heads(row) and any(one.text for one in row):
        size = _THIN if any(one.columns > 1 for one in row) and len(row) > 1 else _THICK
        rule = (
            f'<w:tcBorders><w:bottom w:val="single" w:sz="{size}" w:space="0" w:color="auto"/></w:tcBorders>'
        )
        low = '<w:vAlign w:val="bottom"/>'
    return f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{rule}{low}'


def cell_of(content: str, properties: str) -> str:
    """Return a cell around its paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
