"""Word files into the model: text, footnotes, tables, italics and automatic numbers (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from maslahat.core import Fault, InputError
from maslahat.text.document import Block, BlockKind, Cell, Document, Dropped, Mark, MarkKind, Table
from maslahat.text.docx.numbers import Numbering
from maslahat.text.docx.ooxml import WQ, open_part
from maslahat.text.docx.walker import OWN_STYLE, Walker
from maslahat.text.plain.lines import Raw
from maslahat.text.plain.reader import read_blocks
from maslahat.text.superscript import RAISED_CALL, lowered
from maslahat.text.words import SYMBOL

_JOB = re.compile(r"\d{2}-\d{5}(?: \([A-Z]\))?")
_MOST_PARTS = 7
_OWN_KINDS = {OWN_STYLE: BlockKind.PREAMBLE, "SingleTxt": BlockKind.PARAGRAPH}
_TURNED = {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}


def read_docx(data: bytes, where: str = "the Word file") -> Document:
    """Read a .docx file with all tracked changes accepted. Raises InputError where it is no Word file."""
    breaks: list[str] = []
    root = open_part(data, "word/document.xml", where, breaks)
    body = root.find(f"{WQ}body") if root is not None else None
    if body is None:
        raise InputError(Fault(where, "no text part in the file", "a Word file (.docx)"))
    walker = Walker(Numbering(open_part(data, "word/numbering.xml", where)), _links(data, "document", where))
    walker.styles(open_part(data, "word/styles.xml", where))
    walker.footnotes(open_part(data, "word/footnotes.xml", where, breaks), _links(data, "footnotes", where))
    walker.body(body)
    if not walker.raws:
        raise InputError(Fault(where, "no words in the file", "the text of an official document"))
    masthead = _masthead(data, where)
    if not any(SYMBOL.match(raw.text) for raw in walker.raws[:6]):
        walker.raws[:0] = [Raw(line, 0) for line in masthead]
    doc = _dressed(read_blocks(walker.raws, walker.notes), walker)
    lost = tuple(Dropped("", f"not well formed: {text}") for text in breaks)
    cover = replace(doc.cover, job_number=doc.cover.job_number or _job(data, where))
    return replace(doc, cover=cover, dropped=(*lost, *doc.dropped, *walker.dropped))


def _links(data: bytes, part: str, where: str) -> dict[str, str]:
    """Return the addresses a part links to, by the name of the relation; each part has names of its own."""
    root = open_part(data, f"word/_rels/{part}.xml.rels", where)
    found = root.iter() if root is not None else ()
    return {one.get("Id", ""): one.get("Target", "") for one in found if one.get("TargetMode") == "External"}


def _side_lines(data: bytes, kind: str, where: str) -> Iterator[list[str]]:
    """Yield the lines of every header or footer."""
    for n in range(1, _MOST_PARTS):
        part = open_part(data, f"word/{kind}{n}.xml", where)
        if part is not None:
            texts = ("".join(t.text or "" for t in p.iter(f"{WQ}t")) for p in part.iter(f"{WQ}p"))
            yield [line for line in (" ".join(text.split()) for text in texts) if line]


def _masthead(data: bytes, where: str) -> list[str]:
    """Return the lines of the masthead, which the UN puts into the header of the first page; else the symbol."""
    headers = list(_side_lines(data, "header", where))
    symbols = [line for lines in headers for line in lines if SYMBOL.match(line)]
    full = next((lines for lines in headers if any(line.startswith("Distr") for line in lines)), None)
    if full is None:
        full = max((lines for lines in headers if any(map(SYMBOL.match, lines))), key=_first_page, default=[])
    if _first_page(full) < 0 and not any(line.startswith("Distr") for line in full):
        return symbols[:1]
    return full


def _first_page(lines: list[str]) -> int:
    """Tell how much a header looks like that of a first page: it has a house and an organ besides the symbol."""
    return len(lines) - 3


def _job(data: bytes, where: str) -> str:
    """Return the number of the job from a footer, the fuller form where there are several."""
    found = [
        m[0] for lines in _side_lines(data, "footer", where) for line in lines if (m := _JOB.match(line))
    ]
    return max(found, key=len, default="")


def _dressed(doc: Document, walker: Walker) -> Document:
    """Return `doc` with what the Word file says of its lines: italics and links, kinds, spans of cells."""

    def dressed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_captioned([_dress(block, walker) for block in blocks], walker))

    main = dressed(doc.blocks)  # in the order of the file: some lines stand in it more than once
    parts = tuple(replace(part, blocks=dressed(part.blocks)) for part in doc.parts)
    annexes = tuple(replace(annex, blocks=dressed(annex.blocks)) for annex in doc.annexes)
    marks = tuple(
        sorted((*walker.marks.get(doc.title, ()), *doc.title_marks), key=lambda m: (m.start, -m.end))
    )
    return replace(doc, title_marks=marks, blocks=main, parts=parts, annexes=annexes)


def _dress(block: Block, walker: Walker) -> Block:
    if block.table:
        return replace(block, table=Table(tuple(_row(row, walker) for row in block.table.rows)))
    kind = _OWN_KINDS.get(walker.style_of(block.text)) if walker.own else None
    if kind and block.kind in _TURNED:
        level = block.level if block.number else walker.levels.get(block.text, 0)
        block = replace(block, kind=kind, level=level)
    marks = walker.marks.get(block.text)
    if not marks:
        return block
    return replace(block, marks=tuple(sorted((*marks, *block.marks), key=lambda m: (m.start, -m.end))))


def _row(row: tuple[Cell, ...], walker: Walker) -> tuple[Cell, ...]:
    """Return a row whose cells have their spans and calls."""
    known = walker.rows.get(tuple(cell.text for cell in row))
    spanned = known.pop(0) if known else row
    return tuple(_called_cell(cell) for cell in spanned)


def _captioned(blocks: list[Block], walker: Walker) -> Iterator[Block]:
    """Yield the blocks, the caption over a table put into it."""
    last: Block | None = None
    for block in blocks:
        captioned = last is not None and block.table and "Caption" in walker.styled.get(last.text, ())
        if last is not None and not captioned:
            yield last
        last = replace(block, text=last.text, marks=last.marks) if last is not None and captioned else block
    if last is not None:
        yield last


def _called_cell(cell: Cell) -> Cell:
    found = RAISED_CALL.search(cell.text)
    if not found:
        return cell
    mark = Mark(found.start(), found.start(), MarkKind.NOTE, lowered(found[0]))
    return replace(
        cell, text=cell.text[: found.start()] + cell.text[found.end() :], marks=(*cell.marks, mark)
    )
