"""A comparison as a Word file with tracked changes: accept all for the new text, reject all for the old.

The file is set as the plain Word file is. Footnotes are footnotes: a call that came or went is tracked with the
words of its note, a note that stayed has its edits inside it. Tables are tables with their rows tracked, one that has
another frame is taken out and put in whole. Paragraphs that moved are tracked as moved, a change of style or look as a
change of format; so is the masthead, field by field (ECMA-376, part 1, 17.13.5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from maslahat.text.compare import Edit, compare_blocks
from maslahat.text.document import Block, BlockKind, Document
from maslahat.text.docx.frame import frame
from maslahat.text.docx.lines import NOTE_STYLE, Line, docx_lines
from maslahat.text.docx.ooxml import pack
from maslahat.text.docx.parts import document_part, footnotes_part, settings_part
from maslahat.text.docx.spans import Span, Spanner
from maslahat.text.docx.styles import styles_part
from maslahat.text.docx.tracked_line import Alphabet, Ink, Letters, edits_of
from maslahat.text.docx.tracked_table import (
    Grid,
    edited_table,
    grid_of,
    in_order,
    same_frame,
    spans_of,
    whole_table,
)
from maslahat.text.docx.writer import paragraph, properties_of
from maslahat.text.layout import laid_out
from maslahat.text.masthead import masthead
from maslahat.text.table_grid import columns_of

_CALL = re.compile(r'(<w:footnoteReference(?: w:customMarkFollows="1")? w:id=")(\d+)"')


def write_tracked(old: Document, new: Document, author: str = "Maslahat") -> bytes:
    """Return a .docx file of `new` with every difference from `old` tracked. Same input, same bytes."""
    ink = Ink(author)
    content, footnotes = _in_turn(
        "".join(_Pages(ink, *_both(laid_out(old), laid_out(new))).body()), ink.footnotes
    )
    around = frame(new if masthead(new) or not masthead(old) else old, _field(ink, old, new))
    parts = {
        "document": document_part(content, tuple(around), new.language),
        "styles": styles_part(new.language),
        "settings": settings_part(tuple(around)),
        "footnotes": footnotes_part(footnotes),
        **around,
    }
    return pack(parts, tuple(ink.links))


def _in_turn(content: str, footnotes: Sequence[str]) -> tuple[str, list[str]]:
    """Return the text and its notes numbered in the order of their calls, those of paragraphs that moved too.

    LibreOffice gives every call the next note of the file, whatever its number.
    """
    order: list[int] = []

    def renumbered(found: re.Match[str]) -> str:
        order.append(int(found[2]))
        return f'{found[1]}{len(order)}"'

    made = _CALL.sub(renumbered, content)
    return made, [
        footnotes[was - 1].replace(f'<w:footnote w:id="{was}"', f'<w:footnote w:id="{now}"', 1)
        for now, was in enumerate(order, 1)
    ]


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph or a table of one side."""

    line: Line
    letters: Letters
    grid: Grid | None = None

    def block(self) -> Block:
        """Return what is compared; a table as one block of all its words."""
        if self.grid is not None:
            return Block(BlockKind.TABLE, self.grid.words())
        lead = self.line.lead
        return Block(BlockKind.PARAGRAPH, self.letters.text[lead:], self.letters.text[:lead].strip())


def _both(old: Document, new: Document) -> tuple[list[_Item], list[_Item]]:
    """Return both texts as they stand in the file, their notes known to one another."""
    sides = [_spanned(old), _spanned(new)]
    alphabet = Alphabet(*([span.call for span in _spans(side) if span.call] for side in sides))
    first, second = ([_item(line, spans, alphabet) for line, spans in side] for side in sides)
    return first, second


def _spanned(doc: Document) -> list[tuple[Line, list[list[tuple[Span, ...]]]]]:
    """Return every line with its spans, one row of one cell for a paragraph."""
    spanner = Spanner(doc.notes)
    found = [
        (
            line,
            [[spanner.spans(line.text, line.marks)]] if line.table is None else spans_of(line.table, spanner),
        )
        for line in docx_lines(doc)
        if line.table is None or columns_of(line.table)
    ]
    note = Line("", style=NOTE_STYLE)
    return [*found, *((note, [[spans]]) for spans in spanner.uncalled())]


def _spans(side: list[tuple[Line, list[list[tuple[Span, ...]]]]]) -> Iterator[Span]:
    for _, rows in side:
        yield from (span for row in rows for cell in row for span in cell)


def _item(line: Line, rows: list[list[tuple[Span, ...]]], alphabet: Alphabet) -> _Item:
    if line.table is None:
        return _Item(line, alphabet.set(rows[0][0]))
    return _Item(line, Letters("", ()), grid_of(line, rows, alphabet))


class _Pages:
    """Pairs the items of both sides and writes them in one order."""

    def __init__(self, ink: Ink, old: list[_Item], new: list[_Item]) -> None:
        self.ink, self.old, self.new = ink, old, new
        changes = compare_blocks([item.block() for item in old], [item.block() for item in new]).changes
        alone = [(c.old[0], c.new[0], c.moved) for c in changes if len(c.old) == len(c.new) == 1]
        alike = [(i, j, moved) for i, j, moved in alone if _alike(old[i], new[j])]
        self.still = {i: j for i, j, moved in alike if not moved}
        pairs = [(i, j) for i, j, moved in alike if moved and old[i].grid is None]
        runs = {pair: ink.moved(old[pair[0]].letters, new[pair[1]].letters) for pair in pairs}
        self.left = {i: (n, runs[i, j][0]) for n, (i, j) in enumerate(pairs, 1)}
        self.came = {j: (n, runs[i, j][1]) for n, (i, j) in enumerate(pairs, 1)}

    def body(self) -> Iterator[str]:
        """Yield the content of the main text."""
        steps = list(in_order(len(self.old), len(self.new), self.still))
        for (i, j), after in zip(steps, [*steps[1:], None], strict=True):
            if i is None and j is not None:
                yield self.arrived(j)
            elif i is not None and j is None:
                yield self.gone(i)
            elif i is not None and j is not None:
                yield self.stays(self.old[i], self.new[j], after)

    def gone(self, i: int) -> str:
        """Return an item of the old text that stands here no more."""
        item = self.old[i]
        return self.moving(item, "moveFrom", *self.left[i]) if i in self.left else self.whole(item, "del")

    def arrived(self, j: int) -> str:
        """Return an item of the new text that did not stand here."""
        item = self.new[j]
        return self.moving(item, "moveTo", *self.came[j]) if j in self.came else self.whole(item, "ins")

    def whole(self, item: _Item, kind: str) -> str:
        """Return an item that is put in or taken out whole, the mark of its paragraph with it."""
        if item.grid is not None:
            return whole_table(self.ink, item.grid, kind)
        runs = self.ink.whole(item.letters, kind)
        return paragraph(runs, properties_of(item.line), self.ink.mark(kind))

    def moving(self, item: _Item, kind: str, number: int, runs: str) -> str:
        """Return one of the two places of a paragraph that moved, between the marks that tie it to the other."""
        stamp = self.ink.stamp()
        identifier = stamp.split(" ", 1)[0]
        inside = paragraph(runs, properties_of(item.line), self.ink.mark(kind))
        return f'<w:{kind}RangeStart {stamp} w:name="move{number}"/>{inside}<w:{kind}RangeEnd {identifier}/>'

    def stays(self, old: _Item, new: _Item, after: tuple[int | None, int | None] | None) -> str:
        """Return an item that stays where it is, with its edits."""
        if old.grid is not None and new.grid is not None:
            return edited_table(self.ink, old.grid, new.grid)
        edits = edits_of(old.letters, new.letters)
        if _runs_into(edits, after):
            return self.whole(old, "del") + self.whole(new, "ins")
        before, now = properties_of(old.line), properties_of(new.line)
        was = (
            f"<w:pPrChange {self.ink.stamp()}><w:pPr>{before}</w:pPr></w:pPrChange>" if before != now else ""
        )
        return paragraph(self.ink.edited(old.letters, new.letters, edits=edits), now, was=was)


def _alike(old: _Item, new: _Item) -> bool:
    """Tell whether two items can be one in the file."""
    if old.grid is None or new.grid is None:
        return old.grid is new.grid
    return same_frame(old.grid, new.grid)


def _runs_into(edits: Sequence[Edit], after: tuple[int | None, int | None] | None) -> bool:
    """Tell whether a change at the end of a paragraph meets a whole paragraph of its kind.

    LibreOffice takes the two for one stretch and loses the end of the paragraph between them.
    """
    if after is None or not edits or edits[-1].kind == "equal":
        return False
    old, new = after
    return old is None if edits[-1].new else new is None


def _field(ink: Ink, old: Document, new: Document) -> Callable[[Callable[[Document], str], str], str]:
    """Return the writer of a field of the masthead: what it was taken out, what it is put in."""
    nowhere = Alphabet((), ())

    def say(field: Callable[[Document], str], properties: str) -> str:
        before, now = (nowhere.set((Span(text, properties),)) for text in (field(old), field(new)))
        if before.text == now.text:
            return ink.edited(before, now) if now.text else ""
        return ink.whole(before, "del") + ink.whole(now, "ins")

    return say
