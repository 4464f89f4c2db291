"""The model as a Word file in the layout of the United Nations, with real footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maslahat.text.akn_inline import escaped, quoted
from maslahat.text.document import Annex, Block, BlockKind, Cell, Document, Mark, MarkKind, Note, Table
from maslahat.text.docx_frame import frame
from maslahat.text.docx_parts import (
    CITED_STYLE,
    MARGIN,
    OPENING_STYLE,
    STEP,
    document_part,
    footnotes_part,
    styles_part,
)
from maslahat.text.layout import LOST_NOTE, laid_out
from maslahat.text.ooxml import pack
from maslahat.text.table_grid import columns_of, widths

_RUN = {  # in the order the schema of Word asks for
    MarkKind.BOLD: "<w:b/><w:bCs/>",
    MarkKind.ITALIC: "<w:i/><w:iCs/>",
    MarkKind.SMALL: "<w:smallCaps/>",
    MarkKind.STRIKE: "<w:strike/>",
    MarkKind.UNDERLINE: '<w:u w:val="single"/>',
    MarkKind.SUPERSCRIPT: '<w:vertAlign w:val="superscript"/>',
}
_INDENTED = {"SingleTxt", "Preamble"}
_LINKS = (MarkKind.LINK, MarkKind.CITED)
_PAGE_WIDTH, _MOST_NARROW = 9840, 5  # twentieths of a point; a table of more columns takes the whole page


def write_docx(doc: Document) -> bytes:
    """Return the document as a .docx file. The same document gives the same bytes."""
    doc = laid_out(doc)
    body = Body(doc.notes)
    content = "".join(paragraphs(doc, body)) + body.uncalled()
    around = frame(doc)
    parts = {
        "document": document_part(content, tuple(around), doc.language),
        "styles": styles_part(doc.language),
        "footnotes": footnotes_part(body.footnotes),
        **around,
    }
    return pack(parts, tuple(body.links))


def paragraphs(doc: Document, body: Body) -> Iterator[str]:
    """Yield the paragraphs of the whole document."""
    yield from cover_lines(doc, body)
    on_cover = doc.number.startswith("Resolution ")
    yield body.title("" if on_cover else doc.number, doc.title, doc.title_marks)
    yield from body.blocks(doc.blocks)
    yield from _adopted(doc, body)
    for part in doc.parts:
        yield body.title(part.number, part.title, part.marks)
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
    """Yield the lines of the cover that stand under the masthead."""
    cover = doc.cover
    lines = [("Session", cover.session), *(("Agenda", line) for line in cover.agenda_text)]
    if doc.number.startswith("Resolution "):
        lines.append(("HCh", doc.number))
    lines += [("HCh", cover.status_line), ("Proponent", cover.proponent)]
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
        self.in_note = False
        self.numbered = 0  # the notes Word numbers itself

    def title(self, number: str, title: str, marks: tuple[Mark, ...]) -> str:
        """Return the title, its number in the margin."""
        if not number:
            return self.line(title, marks, "H1")
        shift = len(number) + 2
        return self.line(f"\t{number}\t{title}", tuple(_shifted(mark, shift) for mark in marks), "TitleH1")

    def line(
        self,
        text: str,
        marks: tuple[Mark, ...],
        style: str,
        page_break: bool = False,
        level: int = 0,
        labelled: bool = True,
    ) -> str:
        """Return one paragraph; nothing for empty text."""
        if not text:
            return ""
        return paragraph(self.runs(text, marks), style, page_break, level, labelled=labelled)

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield the paragraphs of blocks."""
        for block in blocks:
            if block.kind is BlockKind.TABLE:
                yield self.line(block.text, block.marks, "Caption")
                yield self.table(block.table or Table(()))
            elif block.kind is BlockKind.ARTICLE and block.text:
                yield self.line(block.number, (), "H1")
                yield self.line(block.text, block.marks, "H1")
            else:
                text, marks, style, level = set_line(block)
                yield self.line(text, marks, style, level=level, labelled=bool(block.number))

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
        linked = next((m for m in marks if m.kind in _LINKS and m.value.startswith("http")), None)
        if linked is None:
            opening = any(mark.kind is MarkKind.OPENING for mark in marks)
            return run(text, f'<w:rStyle w:val="{OPENING_STYLE}"/>{properties}' if opening else properties)
        link = linked.value
        properties = (
            f'<w:rStyle w:val="{CITED_STYLE if linked.kind is MarkKind.CITED else "Hyperlink"}"/>{properties}'
        )
        if self.in_note:  # a note has no part of relations to put its links into; a field needs none
            return f'<w:fldSimple w:instr=" HYPERLINK &quot;{quoted(link)}&quot; ">{run(text, properties)}</w:fldSimple>'
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
        counted = marker == str(self.numbered + 1)
        self.numbered += counted
        own = "" if counted else f'<w:t xml:space="preserve">{escaped(marker)}</w:t>'
        head = f"{reference}{own or '<w:footnoteRef/>'}</w:r>"
        content = f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{self.note_line(head, note)}</w:p>'
        self.footnotes.append(f'<w:footnote w:id="{number}">{content}</w:footnote>')
        custom = ' w:customMarkFollows="1"' if own else ""
        return f'{reference}<w:footnoteReference{custom} w:id="{number}"/>{own}</w:r>'

    def note_line(self, head: str, note: Note) -> str:
        """Return the runs of a footnote, its mark before a tab."""
        self.in_note = True
        words = self.runs(note.text or LOST_NOTE, note.marks)
        self.in_note = False
        return f"{run(chr(9))}{head}{run(chr(9))}{words}"

    def uncalled(self) -> str:
        """Return the notes nothing calls as paragraphs at the end, so that none is lost."""
        left = [note for notes in self.waiting.values() for note in notes]
        return "".join(
            f'<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{self.note_line(run(note.marker), note)}</w:p>'
            for note in left
        )

    def table(self, table: Table) -> str:
        """Return a table with thin rules, inside the margins of the text where its columns are few."""
        columns = columns_of(table)
        if not columns:
            return ""
        wide = columns > _MOST_NARROW
        width, indent = (_PAGE_WIDTH, 0) if wide else (_PAGE_WIDTH - 2 * MARGIN, MARGIN)
        sizes = widths(table, width)
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in sizes)
        below: dict[int, tuple[int, int]] = {}
        rows = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{_repeated(row)}</w:trPr>{''.join(self.row(row, below, sizes))}</w:tr>"
            for row in table.rows
            if row
        )
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
            f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
        )

    def row(
        self, row: Sequence[Cell], below: dict[int, tuple[int, int]], sizes: Sequence[int]
    ) -> Iterator[str]:
        """Yield the cells of a row; `below` holds what still covers it from above: rows left and columns."""
        at = 0
        for cell in (*row, None):
            while below.get(at, (0, 0))[0] > 0:
                left, columns = below[at]
                yield _going_on(sum(sizes[at : at + columns]), columns)
                below[at] = (left - 1, columns)
                at += columns
            if cell is not None:
                below[at] = (cell.rows - 1, cell.columns)
                yield self.cell(cell, sum(sizes[at : at + cell.columns]))
                at += cell.columns

    def cell(self, cell: Cell, width: int) -> str:
        """Return a cell of a table."""
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merged = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        content = self.line(cell.text, cell.marks, "CellHead" if cell.head else "Cell") or "<w:p/>"
        size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        return f"<w:tc><w:tcPr>{size}{span}{merged}</w:tcPr>{content}</w:tc>"


def _repeated(row: Sequence[Cell]) -> str:
    """Return the mark of a row of heads, which stands again on every page; Word takes it at the top of a table only."""
    return "<w:tblHeader/>" if row and all(cell.head for cell in row) else ""


def _going_on(width: int, columns: int) -> str:
    """Return the cell under one that covers several rows."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vMerge/></w:tcPr><w:p/></w:tc>'


def set_line(block: Block) -> tuple[str, tuple[Mark, ...], str, int]:
    """Return text with its label and tabs, marks moved along, the style and the level of a block."""
    if block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
        style, prefix = ("HCh", "H1", "H23")[min(block.level, 2)], f"{block.number} " if block.number else ""
        if block.kind is BlockKind.ARTICLE and block.text and not block.number.endswith((".", ":")):
            prefix = f"{block.number}. "
    else:
        style = "Preamble" if block.kind in {BlockKind.PREAMBLE, BlockKind.FORMULA} else "SingleTxt"
        prefix = f"\t{block.number}\t" if block.number else "\t"
    marks = tuple(_shifted(mark, len(prefix)) for mark in block.marks)
    return (prefix + block.text if block.text else prefix.rstrip()), marks, style, block.level


def run(text: str, properties: str = "", deleted: bool = False) -> str:
    """Return a run of text; tabs become tab stops."""
    tag = "delText" if deleted else "t"
    inner = "".join(
        "<w:tab/>" if part == "\t" else f'<w:{tag} xml:space="preserve">{escaped(part)}</w:{tag}>'
        for part in re.split(r"(\t)", text)
        if part
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def paragraph(
    runs: str, style: str, page_break: bool = False, level: int = 0, mark: str = "", labelled: bool = True
) -> str:
    """Return a paragraph around runs; `mark` tracks the paragraph itself as inserted or deleted."""
    before = "<w:pageBreakBefore/>" if page_break else ""
    steps = level - 1 if labelled else level
    indent = f'<w:ind w:left="{MARGIN + STEP * steps}"/>' if steps > 0 and style in _INDENTED else ""
    tracked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{indent}{tracked}</w:pPr>{runs}</w:p>'
