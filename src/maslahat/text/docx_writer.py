"""The model as a Word file in the layout of the United Nations, with real footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from maslahat.text.akn_inline import escaped, quoted
from maslahat.text.document import Annex, Block, BlockKind, Cell, Document, Mark, MarkKind, Note, Table
from maslahat.text.docx_parts import FOOTNOTES_HEAD, STYLES, document_part, footnotes_part
from maslahat.text.ooxml import pack

_RUN = {
    MarkKind.ITALIC: "<w:i/>",
    MarkKind.BOLD: "<w:b/>",
    MarkKind.SUPERSCRIPT: '<w:vertAlign w:val="superscript"/>',
}
_INDENT = 634  # twentieths of a point, the step of the UN's layout


class Piece(NamedTuple):
    """A stretch of a line: kept (` `), inserted (`+`) or deleted (`-`)."""

    text: str
    sign: str = " "


def write_docx(doc: Document) -> bytes:
    """Return the document as a .docx file. The same document gives the same bytes."""
    body = Body(doc.notes)
    return body.package("".join(paragraphs(doc, body)), doc.cover.symbol)


def paragraphs(doc: Document, body: Body) -> Iterator[str]:
    """Yield the paragraphs of the whole document."""
    yield from cover_lines(doc, body)
    title = f"{doc.number}\t{doc.title}" if doc.number else doc.title
    shift = len(doc.number) + 1 if doc.number else 0
    marks = tuple(_shifted(mark, shift) for mark in doc.title_marks)
    yield body.line(title, marks, "TitleH1")
    yield from body.blocks(doc.blocks)
    yield from _adopted(doc, body)
    for part in doc.parts:
        yield body.line(f"{part.number}\t{part.title}", (), "TitleH1")
        yield from body.blocks(part.blocks)
        for line in (part.adoption.meeting, part.adoption.date_text):
            yield body.line(line, (), "Adoption")
    yield from (body.line(line, (), "SingleTxt") for line in doc.closing)
    for signature in doc.signatures:
        who = ", ".join(word for word in (signature.name, signature.office) if word) or "_" * 15
        yield body.line(f"For {signature.party}: {who}", (), "SingleTxt")
    for annex in doc.annexes:
        yield from annex_lines(annex, body)


def _shifted(mark: Mark, by: int) -> Mark:
    return Mark(mark.start + by, mark.end + by, mark.kind, mark.value)


def _adopted(doc: Document, body: Body) -> Iterator[str]:
    if (
        "adopted by the security council at" in doc.cover.status_line.lower()
        or doc.kind == "presidential-statement"
    ):
        return
    for line in (doc.adoption.meeting, doc.adoption.date_text):
        yield body.line(line, (), "Adoption")


def cover_lines(doc: Document, body: Body) -> Iterator[str]:
    """Yield the lines of the cover."""
    cover = doc.cover
    if not (cover.symbol or cover.authority or cover.session):
        return
    lines = [("Masthead", "United Nations"), ("Symbol", cover.symbol), ("Masthead", cover.authority)]
    lines += [
        ("Small", f"Distr.: {cover.distribution}" if cover.distribution else ""),
        ("Small", cover.issued_text),
    ]
    lines += [("Session", cover.session), *(("Session", line) for line in cover.agenda_text)]
    if doc.number.startswith("Resolution "):
        lines.append(("HCh", doc.number))
    lines += [("HCh", cover.status_line), ("H4", cover.proponent)]
    yield from (body.line(text, (), style) for style, text in lines if text)


def annex_lines(annex: Annex, body: Body) -> Iterator[str]:
    """Yield an annex, on a page of its own."""
    yield body.line(annex.label, (), "HCh", page_break=True)
    yield body.line(annex.title, (), "H1")
    yield from body.blocks(annex.blocks)


class Body:
    """Writes paragraphs; collects the footnotes and links they call."""

    def __init__(self, notes: Sequence[Note]) -> None:
        """Take the notes in order."""
        self.waiting: dict[str, list[Note]] = {}
        for note in notes:
            self.waiting.setdefault(note.marker, []).append(note)
        self.footnotes: list[str] = []
        self.links: list[str] = []

    def package(self, content: str, symbol: str) -> bytes:
        """Return the whole file around the paragraphs written."""
        parts = {
            "document": document_part(content, bool(symbol)),
            "styles": STYLES,
            "footnotes": footnotes_part(self.footnotes),
        }
        if symbol:
            parts["header1"] = (
                f"{FOOTNOTES_HEAD % 'hdr'}<w:p><w:pPr><w:jc "
                f'w:val="right"/></w:pPr>{run(symbol)}</w:p></w:hdr>'
            )
        return pack(parts, tuple(self.links))

    def line(
        self, text: str, marks: tuple[Mark, ...], style: str, page_break: bool = False, level: int = 0
    ) -> str:
        """Return one paragraph; nothing for empty text."""
        if not text:
            return ""
        return paragraph(self.runs(text, marks), style, page_break, level)

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield the paragraphs of blocks."""
        for block in blocks:
            if block.kind is BlockKind.TABLE:
                yield self.line(block.text, block.marks, "H4")
                yield self.table(block.table or Table(()))
            else:
                text, marks, style, level = set_line(block)
                yield self.line(text, marks, style, level=level)

    def runs(self, text: str, marks: tuple[Mark, ...]) -> str:
        """Return the runs of a line, cut wherever a mark begins or ends."""
        cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
        calls: dict[int, list[str]] = {}
        for mark in marks:
            if mark.kind is MarkKind.NOTE:
                calls.setdefault(mark.start, []).append(self.call(mark.value))
            elif mark.kind is MarkKind.BREAK:
                calls.setdefault(mark.start, []).append("<w:r><w:br/></w:r>")
        out = []
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            out += calls.get(start, [])
            if end > start:
                out.append(
                    self.stretch(text[start:end], [m for m in marks if m.start <= start and m.end >= end])
                )
        return "".join(out)

    def stretch(self, text: str, marks: list[Mark]) -> str:
        """Return one run with the properties of its marks, inside a link where there is one."""
        properties = "".join(_RUN[kind] for kind in _RUN if any(mark.kind is kind for mark in marks))
        link = next(
            (mark.value for mark in marks if mark.kind is MarkKind.LINK and mark.value.startswith("http")), ""
        )
        if not link:
            return run(text, properties)
        self.links.append(quoted(link))
        return f'<w:hyperlink r:id="rIdL{len(self.links) - 1}">{run(text, properties)}</w:hyperlink>'

    def call(self, marker: str) -> str:
        """Return a footnote call and keep the note; a superscript where the note was called before."""
        waiting = self.waiting.get(marker)
        if not waiting:
            return run(marker, _RUN[MarkKind.SUPERSCRIPT])
        note = waiting.pop(0)
        number = len(self.footnotes) + 1
        reference = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        content = (
            f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{reference}<w:footnoteRef/>'
            f"</w:r>{run(' ' + note.text)}</w:p>"
        )
        self.footnotes.append(f'<w:footnote w:id="{number}">{content}</w:footnote>')
        return f'{reference}<w:footnoteReference w:id="{number}"/></w:r>'

    def table(self, table: Table) -> str:
        """Return a table with thin rules."""
        columns = max((sum(cell.columns for cell in row) for row in table.rows), default=0)
        if not columns:
            return ""
        grid = "<w:gridCol/>" * columns
        rows = "".join(
            f"<w:tr>{''.join(self.cell(cell) for cell in row)}</w:tr>" for row in table.rows if row
        )
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        return (
            f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}"
            f"</w:tblGrid>{rows}</w:tbl><w:p/>"
        )

    def cell(self, cell: Cell) -> str:
        """Return a cell of a table."""
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        content = self.line(cell.text, cell.marks, "Cell") or "<w:p/>"
        return f"<w:tc><w:tcPr>{span}</w:tcPr>{content}</w:tc>"


def set_line(block: Block) -> tuple[str, tuple[Mark, ...], str, int]:
    """Return text with its label, marks moved along, the style and the level of a block."""
    if block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
        style, gap = ("HCh", "H1", "H23")[min(block.level, 2)], " "
    else:
        style, gap = "SingleTxt", "\t"
    prefix = f"{block.number}{gap}" if block.number else ""
    if block.kind is BlockKind.ARTICLE and block.text and not block.number.endswith((".", ":")):
        prefix = f"{block.number}. "
    marks = tuple(_shifted(mark, len(prefix)) for mark in block.marks)
    return (
        (prefix + block.text).rstrip() if not block.text else prefix + block.text,
        marks,
        style,
        block.level,
    )


def run(text: str, properties: str = "", deleted: bool = False) -> str:
    """Return a run of text; tabs become tab stops."""
    tag = "delText" if deleted else "t"
    inner = "".join(
        "<w:tab/>" if part == "\t" else f'<w:{tag} xml:space="preserve">{escaped(part)}</w:{tag}>'
        for part in re.split(r"(\t)", text)
        if part
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def paragraph(runs: str, style: str, page_break: bool = False, level: int = 0, mark: str = "") -> str:
    """Return a paragraph around runs; `mark` tracks the paragraph itself as inserted or deleted."""
    before = "<w:pageBreakBefore/>" if page_break else ""
    indent = f'<w:ind w:left="{_INDENT * (level + 2)}"/>' if level else ""
    tracked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{indent}{tracked}</w:pPr>{runs}</w:p>'
