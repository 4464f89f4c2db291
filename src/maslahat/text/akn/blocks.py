"""The blocks of a document as the preamble and the main body of an AKN4UN file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maslahat.text.akn.heads import HEADING_STYLES, NOTE_STYLE
from maslahat.text.akn.inline import Inline, escaped, quoted
from maslahat.text.document import Block, BlockKind, Cell, MarkKind, Note, Table

_HEADING_CLASSES = ("H1", "H23", "H4")
_UNSOUND = re.compile(r"[^A-Za-z0-9]+")
_ITALIC = (MarkKind.ITALIC, MarkKind.OPENING)
_IN_PREAMBLE = (BlockKind.FORMULA, BlockKind.PREAMBLE)
_POINTS = {"", "point", "item"}
_NO_CLASS = {"", "p", "point", "item", "num", "block", "subheading", "heading", "crossHeading"}


class Blocks:
    """Writes blocks; keeps the running number of identifiers."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        """Take the notes of the document, each of which is written at its first call."""
        self.inline = Inline(notes)
        self.number = 0

    def next(self) -> int:
        """Return the next number."""
        self.number += 1
        return self.number

    def line(self, block: Block) -> str:
        """Return the words of a block with their marks."""
        return self.inline.line(block.text, block.marks)

    def preamble(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield the blocks of a preamble."""
        at = 0
        while at < len(blocks):
            block = blocks[at]
            items = _followers(blocks, at)
            at += 1
            if block.kind is BlockKind.PREAMBLE and block.number and block.style in {"", "item"}:
                yield self._preamble_list(block, "", (block, *items))
                at += len(items)
                continue
            line = self.line(block)
            if block.kind is BlockKind.FORMULA:
                yield f'<formula name="enactingFormula" eId="formula_{self.next()}">{p(line)}</formula>'
            elif block.kind is BlockKind.HEADING:
                yield f'<block name="subheading">{_label(block)}{line}</block>'
                self.next()
            elif block.style == "p" and not block.number:
                yield p(line)
            elif items and not block.number:
                yield self._preamble_list(block, line, items)
                at += len(items)
            else:
                yield self._container(block, line)

    def _container(self, block: Block, line: str) -> str:
        of = ' refersTo="#preamble"' if block.style == "crossHeading" else ""
        head = f'<container name="{_opening(block)}" eId="container_{self.next()}"{of}>'
        return f"{head}{p(_label(block) + line)}</container>"

    def _preamble_list(self, block: Block, line: str, items: Sequence[Block]) -> str:
        found = "".join(f"<item>{_num(item)}{p(self.line(item))}</item>" for item in items)
        head = f'<container name="{_opening(block)}" eId="container_{self.next()}"><blockList>'
        intro = f"<listIntroduction>{line}</listIntroduction>" if line else ""
        return f"{head}{intro}{found}</blockList></container>"

    def body(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield the blocks of a main body: a paragraph with the points below it, anything else by itself."""
        at = 0
        while at < len(blocks):
            block = blocks[at]
            at += 1
            stop = _quoted_until(blocks, at, block.quote)
            if stop > at:
                yield self._quoting(block, blocks[at:stop])
                at = stop
            elif block.kind is BlockKind.PARAGRAPH:
                stop = _points_until(blocks, at, block)
                yield self.paragraph(block, blocks[at:stop])
                at = stop
            else:
                yield self.other(block)

    def _quoting(self, block: Block, inside: Sequence[Block]) -> str:
        """Return a block that quotes a whole text, which stands inside its line."""
        if block.kind is not BlockKind.PARAGRAPH:
            return self.other(block) + "".join(self.body(inside))
        n = self.next()
        line = self.line(block)
        inner = "".join(self.body(inside))
        return (
            f'<paragraph eId="para_{n}"{_class(block)}>{_num(block)}<content eId="para_{n}__content">'
            f"{p(f'{line}<embeddedStructure>{inner}</embeddedStructure>')}</content></paragraph>"
        )

    def other(self, block: Block) -> str:
        """Return a heading, a table, a preambular paragraph of a section, or an opening sentence."""
        n = self.next()
        if block.kind is BlockKind.TABLE:
            return self._captioned(block, n)
        line = self.line(block)
        if block.kind is BlockKind.FORMULA:
            return f'<container name="formula" eId="container_{n}">{p(line)}</container>'
        if block.kind is BlockKind.PREAMBLE:
            return self._container(block, line)
        if block.kind is BlockKind.INTRO and block.style in _NO_CLASS:
            return f'<alinea eId="alinea_{n}"><content eId="alinea_{n}__content">{p(line)}</content></alinea>'
        return self._heading(block, line, n)

    def _captioned(self, block: Block, n: int) -> str:
        caption = f"<caption>{self.line(block)}</caption>" if block.text else ""
        table = self.table(block.table or Table(()), caption)
        return f'<container eId="container_{n}" name="table">{table}</container>'

    @staticmethod
    def _heading(block: Block, line: str, n: int) -> str:
        """Return a heading, as a paragraph set like one where the source has it so."""
        if block.style not in HEADING_STYLES and block.style not in _NO_CLASS:
            inner = f'<content eId="para_{n}__content">{p(line)}</content>'
            return f'<paragraph eId="para_{n}"{_class(block)}>{_num(block)}{inner}</paragraph>'
        known = HEADING_STYLES.get(block.style) == block.level
        style = block.style if known else _HEADING_CLASSES[min(block.level, 2)]
        return f'<paragraph eId="para_{n}" class="{style}">{_num(block)}<subheading>{line}</subheading></paragraph>'

    def paragraph(self, block: Block, below: Sequence[Block]) -> str:
        """Return a paragraph with the points of its list."""
        if block.style == "p" and not below and not block.number:
            return p(self.line(block))
        eid = f"para_{self.next()}"
        line = self.line(block)
        head = f'<paragraph eId="{eid}"{_class(block)}>{_num(block)}'
        if not below:
            return f'{head}<content eId="{eid}__content">{p(line)}</content></paragraph>'
        intro = f'<intro eId="{eid}_list_intro">{p(line)}</intro>' if block.text else ""
        return f'{head}<list eId="{eid}_list">{intro}{self.points(below, f"{eid}_list")}</list></paragraph>'

    def points(self, blocks: Sequence[Block], eid: str) -> str:
        """Return the points of a list, those below each in a sublist beside it, as the UN sets them."""
        out: list[str] = []
        at, used = 0, set[str]()
        level = min(block.level for block in blocks)
        while at < len(blocks):
            block = blocks[at]
            name = f"{eid}_point_{_UNSOUND.sub('', block.number) or at + 1}"
            while name in used:
                name += "_"
            used.add(name)
            stop = at + 1
            if block.level > level:
                while stop < len(blocks) and blocks[stop].level > level:
                    stop += 1
                inner = self.points(blocks[at:stop], f"{name}_sublist")
                out.append(f'<sublist eId="{name}_sublist">{inner}</sublist>')
                at = stop
                continue
            content = f'<content eId="{name}_content">{p(self.line(block))}</content>'
            out.append(f'<point eId="{name}">{_num(block)}{content}</point>')
            at += 1
        return "".join(out)

    def table(self, table: Table, caption: str = "") -> str:
        """Return a table; a row without cells is left out, for the schema has none."""
        rows = ["<tr>" + "".join(self.cell(cell) for cell in row) + "</tr>" for row in table.rows if row]
        return f"<table>{caption}{''.join(rows) or '<tr><td><p/></td></tr>'}</table>"

    def cell(self, cell: Cell) -> str:
        """Return a cell; where its line is broken a new paragraph begins."""
        tag = "th" if cell.head else "td"
        spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
            f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        )
        line = self.inline.line(cell.text, cell.marks)
        return f"<{tag}{spans}><p>{line}</p></{tag}>"

    def uncalled(self) -> str:
        """Return the notes nothing calls, each as a paragraph of its own, so that none is lost."""
        return "".join(
            f'<paragraph eId="para_{self.next()}" class="{NOTE_STYLE}"><num>{escaped(note.marker)}</num>'
            f"<content>{p(self.inline.line(note.text, note.marks))}</content></paragraph>"
            for note in self.inline.uncalled()
        )


def p(line: str) -> str:
    """Return a paragraph whose white space counts."""
    return f'<p xml:space="preserve">{line}</p>'


def preamble_ends(blocks: Sequence[Block]) -> int:
    """Return where the preamble ends; the headings inside it belong to it."""
    end = 0
    for n, block in enumerate(blocks):
        if block.kind in _IN_PREAMBLE or (end and _is_item(block)):
            end = n + 1
        elif block.kind is not BlockKind.HEADING or block.style != "block":
            break
    return end


def _class(block: Block) -> str:
    if block.style == "none":
        return ""
    return f' class="{quoted("SingleTxt" if block.style in _NO_CLASS else block.style)}"'


def _num(block: Block) -> str:
    return f"<num>{escaped(block.number)}</num>" if block.number else ""


def _label(block: Block) -> str:
    return f"{escaped(block.number)} " if block.number else ""


def _opening(block: Block) -> str:
    """Return the words a preambular paragraph opens with, which the UN gives as its name."""
    if block.style.startswith("name=") and len(block.style) > len("name="):
        return quoted(block.style.removeprefix("name="))
    first = next((m for m in block.marks if m.start == 0 and m.kind in _ITALIC), None)
    words = block.text[: first.end] if first else " ".join(block.text.split(" ")[:1])
    return quoted(words.strip(" ,")) or "recital"


def _followers(blocks: Sequence[Block], at: int) -> Sequence[Block]:
    stop = at + 1
    while stop < len(blocks) and _is_item(blocks[stop]):
        stop += 1
    return blocks[at + 1 : stop] if blocks[at].kind is BlockKind.PREAMBLE else ()


def _is_item(block: Block) -> bool:
    """Tell whether a block is an item of a list in the preamble, where the UN sets whole decisions too."""
    return block.style == "item" or (block.kind is BlockKind.PREAMBLE and bool(block.number))


def _quoted_until(blocks: Sequence[Block], at: int, quote: int) -> int:
    while at < len(blocks) and blocks[at].quote > quote:
        at += 1
    return at


def _points_until(blocks: Sequence[Block], at: int, head: Block) -> int:
    """Return where the points below a paragraph end: those the source has as points, else those set deeper."""
    while at < len(blocks):
        block = blocks[at]
        deeper = block.level > head.level and block.style in _POINTS
        if block.kind is not BlockKind.PARAGRAPH or block.quote != head.quote:
            break
        if not (deeper or block.style == "point"):
            break
        at += 1
    return at
