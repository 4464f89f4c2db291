"""Word files into the model: text, footnotes, tables, italics and automatic numbers (DESIGN §10)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from maslahat.core import Fault, InputError
from maslahat.text.document import Block, Cell, Document, Dropped, Mark, MarkKind, Note, Table
from maslahat.text.docx_numbers import Numbering
from maslahat.text.inline import Line
from maslahat.text.labels import LABEL
from maslahat.text.ooxml import WQ, open_part
from maslahat.text.plain_lines import FURNITURE, RULE, Raw
from maslahat.text.plain_reader import read_blocks
from maslahat.text.superscript import RAISED_CALL, lowered, raised
from maslahat.text.words import SYMBOL

_HEADING_STYLE = re.compile(r"(?:Title)?H(?:Ch|CH|1|23|2/3|4|56)?$|Heading\d$|HCh$")
_SKIPPED = {
    "del",
    "moveFrom",
    "pPr",
    "sectPr",
    "instrText",
    "drawing",
    "pict",
    "object",
    "delText",
    "bookmarkStart",
}


def read_docx(data: bytes, where: str = "the Word file") -> Document:
    """Read a .docx file with all tracked changes accepted. Raises InputError where it is no Word file."""
    root = open_part(data, "word/document.xml", where)
    body = root.find(f"{WQ}body") if root is not None else None
    if body is None:
        raise InputError(Fault(where, "no text part in the file", "a Word file (.docx)"))
    walker = _Walker(Numbering(open_part(data, "word/numbering.xml", where)))
    walker.styles(open_part(data, "word/styles.xml", where))
    walker.footnotes(open_part(data, "word/footnotes.xml", where))
    walker.body(body)
    if not walker.raws:
        raise InputError(Fault(where, "no words in the file", "the text of an official document"))
    symbol = _symbol(data, where)
    if symbol and not any(SYMBOL.match(raw.text) for raw in walker.raws[:6]):
        walker.raws.insert(0, Raw(symbol, 0))
    doc = read_blocks(walker.raws, walker.notes)
    return replace(_styled(doc, walker), dropped=(*doc.dropped, *walker.dropped))


def _symbol(data: bytes, where: str) -> str:
    """Return the document symbol from a header, where the UN puts it."""
    for n in range(1, 7):
        header = open_part(data, f"word/header{n}.xml", where)
        for p in header.iter(f"{WQ}p") if header is not None else ():
            text = " ".join("".join(t.text or "" for t in p.iter(f"{WQ}t")).split())
            if SYMBOL.match(text):
                return text
    return ""


@dataclass(slots=True)
class _Walker:
    numbering: Numbering
    raws: list[Raw] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    marks: dict[str, tuple[Mark, ...]] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    texts: dict[str, Line] = field(default_factory=dict)
    numbered_styles: dict[str, _Element] = field(default_factory=dict)

    def styles(self, root: _Element | None) -> None:
        for style in root.iterfind(f"{WQ}style") if root is not None else ():
            found = style.find(f"{WQ}pPr/{WQ}numPr")
            if found is not None:
                self.numbered_styles[style.get(f"{WQ}styleId", "")] = found

    def footnotes(self, root: _Element | None) -> None:
        for note in root.iterfind(f"{WQ}footnote") if root is not None else ():
            line = Line()
            for n, p in enumerate(note.iter(f"{WQ}p")):
                if n:
                    line.add(" ")
                self.runs(p, line)
            self.texts[note.get(f"{WQ}id", "")] = line

    def body(self, body: _Element) -> None:
        for element in body.iterchildren():
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if name == "p":
                self.paragraph(element)
            elif name == "tbl":
                self.table(element)
            elif name in {"sdt", "ins", "moveTo", "customXml", "sdtContent"}:
                self.body(element)

    def paragraph(self, p: _Element) -> None:
        for line in self.lines(p):
            text = line.text()
            if not text:
                continue
            if FURNITURE.match(text) or RULE.match(text):
                self.dropped.append(Dropped(text, "page furniture"))
                continue
            self.raws.append(Raw(text, len(self.raws) + 1, hint=self.hint(p)))
            self.keep_marks(text, tuple(line.marks))

    def hint(self, p: _Element) -> str:
        """Return what the style of a paragraph says it is."""
        style = p.find(f"{WQ}pPr/{WQ}pStyle")
        name = "" if style is None else style.get(f"{WQ}val", "").replace("_", "").replace(" ", "")
        if _HEADING_STYLE.match(name):
            return "heading"
        return "paragraph" if name == "SingleTxt" else ""

    def keep_marks(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Remember the italics and links of a paragraph under its words without label and calls."""
        if not marks:
            return
        label = LABEL.match(text)
        start = label.end() + 1 if label else 0
        calls = [found.span() for found in RAISED_CALL.finditer(text)]

        def moved(at: int) -> int:
            return max(
                0, at - start - sum(min(end, at) - begin for begin, end in calls if start <= begin < at)
            )

        shifted = [replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in marks]
        self.marks[RAISED_CALL.sub("", text[start:]).strip()] = tuple(
            mark for mark in shifted if mark.end > mark.start
        )

    def lines(self, p: _Element) -> list[Line]:
        """Return the lines of a paragraph: one, or several where it is broken by line breaks."""
        found = [Line()]
        properties = p.find(f"{WQ}pPr/{WQ}numPr")
        if properties is None:
            style = p.find(f"{WQ}pPr/{WQ}pStyle")
            properties = self.numbered_styles.get(style.get(f"{WQ}val", "")) if style is not None else None
        if properties is not None:
            label, _ = self.numbering.label(properties)
            found[0].add(f"{label} " if label else "")
        self.runs(p, found[0], found)
        return found

    def runs(self, element: _Element, line: Line, lines: list[Line] | None = None) -> Line:
        for child in element:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name in _SKIPPED:
                continue
            if name == "r":
                line = self.run(child, line, lines)
            elif name:
                line = self.runs(child, line, lines)
        return line

    def run(self, run: _Element, line: Line, lines: list[Line] | None) -> Line:
        start = line.open()
        for child in run:
            name = child.tag.rpartition("}")[2]
            if name == "t":
                line.add(child.text)
            elif name in {"tab", "ptab"}:
                line.add("\t")
            elif name == "noBreakHyphen":
                line.add("‑")
            elif name in {"br", "cr"} and lines is not None:
                line = Line()
                lines.append(line)
                start = 0
            elif name == "footnoteReference":
                line.add(raised(self.call(child.get(f"{WQ}id", ""))))
        for tag, kind in (("i", MarkKind.ITALIC), ("b", MarkKind.BOLD)):
            flag = run.find(f"{WQ}rPr/{WQ}{tag}")
            if (
                flag is not None
                and flag.get(f"{WQ}val", "1") not in {"0", "false", "off"}
                and line.length > start
            ):
                line.close(start, kind)
        return line

    def call(self, identifier: str) -> str:
        marker = str(len(self.notes) + 1)
        line = self.texts.get(identifier, Line())
        self.notes.append(Note(marker, line.text(), tuple(line.marks)))
        return marker

    def table(self, element: _Element) -> None:
        for tr in element.iter(f"{WQ}tr"):
            cells = []
            for tc in tr.iterfind(f"{WQ}tc"):
                words = [line.text() for p in tc.iter(f"{WQ}p") for line in self.lines(p)]
                cells.append(" ".join(word for word in words if word))
            if any(cells):
                self.raws.append(Raw(" | ".join(cells), len(self.raws) + 1, tuple(cells)))


def _styled(doc: Document, walker: _Walker) -> Document:
    """Return `doc` with the italics of the Word file put back on its blocks, calls in table cells marked."""

    def dressed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_dress(block, walker.marks) for block in blocks)

    parts = tuple(replace(part, blocks=dressed(part.blocks)) for part in doc.parts)
    annexes = tuple(replace(annex, blocks=dressed(annex.blocks)) for annex in doc.annexes)
    return replace(doc, blocks=dressed(doc.blocks), parts=parts, annexes=annexes)


def _dress(block: Block, known: dict[str, tuple[Mark, ...]]) -> Block:
    if block.table:
        rows = tuple(tuple(_called_cell(cell) for cell in row) for row in block.table.rows)
        return replace(block, table=Table(rows))
    marks = known.get(block.text)
    return (
        replace(block, marks=tuple(sorted((*marks, *block.marks), key=lambda m: (m.start, -m.end))))
        if marks
        else block
    )


def _called_cell(cell: Cell) -> Cell:
    found = RAISED_CALL.search(cell.text)
    if not found:
        return cell
    mark = Mark(found.start(), found.start(), MarkKind.NOTE, lowered(found[0]))
    return replace(
        cell, text=cell.text[: found.start()] + cell.text[found.end() :], marks=(*cell.marks, mark)
    )
