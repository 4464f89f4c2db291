"""Where cells stand and how wide columns are set (§10)."""

from __future__ import annotations

from maslahat import text as t
from maslahat.text.convert import written
from maslahat.text.document import Block, BlockKind, Cell, Document, Table
from maslahat.text.pdf_writer import typst_source
from maslahat.text.table_grid import columns_of, placed, widths

OVER = Table(
    ((Cell("a", rows=2), Cell("b", columns=2)), (Cell("c"), Cell("d")), (Cell("e"), Cell("f"), Cell("g")))
)


def test_cells_under_one_that_spans_rows_stand_beside_it() -> None:
    assert [[at for at, _ in row] for row in placed(OVER)] == [[0, 1], [1, 2], [0, 1, 2]]
    assert columns_of(OVER) == 3


def test_a_column_has_room_for_its_longest_word() -> None:
    table = Table(((Cell("x " * 40), Cell("Continuation")), (Cell("y"), Cell("1"))))
    assert widths(table, 9000)[1] > 1300
    assert sum(widths(table, 9000)) <= 9000
    crowded = Table((tuple(Cell("Continuation") for _ in range(12)),))
    assert sum(widths(crowded, 9000)) <= 9000


def test_a_pdf_puts_every_cell_at_its_place_whatever_the_spans_say() -> None:
    source = typst_source(Document(blocks=(Block(BlockKind.TABLE, table=OVER),)))
    assert 'table.cell(x: 1, y: 1, colspan: 1, rowspan: 1)[#"c"]' in source
    clash = Table(((Cell("a"), Cell("b", rows=9)), (Cell("wide", columns=2),), ()))
    doc = Document(title="T", blocks=(t.paragraph("It is so.", "1."), Block(BlockKind.TABLE, table=clash)))
    assert written(doc, "pdf").startswith(b"%PDF")
