"""Tables of an AKN4UN file."""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element

from maslahat.text.akn.names import Q, local
from maslahat.text.document import Block, BlockKind, Cell, MarkKind, Table
from maslahat.text.inline import Line
from maslahat.text.numerals import span

Lay = Callable[[_Element, Line], object]


def read_table(element: _Element, lay: Lay) -> Block:
    """Return a table with its caption; `lay` lays the words of an element down in a line."""
    rows = tuple(
        tuple(_cell(cell, lay) for cell in tr if local(cell.tag) in {"td", "th"})
        for tr in element.iter(f"{Q}tr")
    )
    caption, line = element.find(f"{Q}caption"), Line()
    if caption is not None:
        lay(caption, line)
    return Block(BlockKind.TABLE, line.text(), marks=line.sorted_marks(), table=Table(rows))


def _cell(element: _Element, lay: Lay) -> Cell:
    line = Line()
    for number, child in enumerate(element):
        if number:
            line.point(MarkKind.BREAK)
            line.add(" ")
        lay(child, line)
    head = local(element.tag) == "th"
    spans = (span(element.get("colspan")), span(element.get("rowspan")))
    return Cell(line.text(), head, *spans, marks=line.sorted_marks())
