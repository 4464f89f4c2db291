"""The model as a Word file in the layout of the United Nations, with real footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maslahat.text.akn.inline import escaped, quoted
from maslahat.text.document import Cell, Document, Mark, Note
from maslahat.text.docx.frame import frame
from maslahat.text.docx.lines import NOTE_STYLE, Line, docx_lines
from maslahat.text.docx.ooxml import pack
from maslahat.text.docx.parts import MARGIN, STEP, document_part, footnotes_part, settings_part
from maslahat.text.docx.spans import BREAK, Call, Span, Spanner
from maslahat.text.docx.styles import styles_part
from maslahat.text.docx.table import (
    Frame,
    around_rows,
    cell_of,
    cell_properties,
    frame_of,
    places_of,
    row_of,
)
from maslahat.text.layout import laid_out

_INDENTED = {"SingleTxt", "Preamble"}
CALL_LOOK = '<w:rStyle w:val="FootnoteReference"/>'


def write_docx(doc: Document) -> bytes:
    """Return the document as a .docx file. The same document gives the same bytes."""
    doc = laid_out(doc)
    body = Body(doc.notes)
    content = "".join(map(body.line, docx_lines(doc))) + body.uncalled()
    around = frame(doc)
    parts = {
        "document": document_part(content, tuple(around), doc.language),
        "styles": styles_part(doc.language),
        "settings": settings_part(tuple(around)),
        "footnotes": footnotes_part(body.footnotes),
        **around,
    }
    return pack(parts, tuple(body.links))


class Body:
    """Writes paragraphs; collects the footnotes and links they call."""

    def __init__(self, notes: Sequence[Note]) -> None:
        """Take the notes in order."""
        self.spanner = Spanner(notes)
        self.footnotes: list[str] = []
        self.links: list[str] = []

    def line(self, line: Line) -> str:
        """Return one paragraph or table."""
        if line.table is not None:
            return self.table(line)
        return paragraph(self.runs(line.text, line.marks), properties_of(line))

    def runs(self, text: str, marks: tuple[Mark, ...]) -> str:
        """Return the runs of a line."""
        return "".join(map(self.span, self.spanner.spans(text, marks)))

    def span(self, span: Span) -> str:
        """Return one run, inside a link where there is one."""
        if span.call is not None:
            return self.call(span.call)
        inner = run(span.text, span.look)
        return linked(inner, span.link, self.links) if span.link else inner

    def call(self, call: Call) -> str:
        """Return a footnote call and keep the note."""
        number = len(self.footnotes) + 1
        self.footnotes.append(footnote(number, call.own, "".join(map(note_span, call.words))))
        return reference(number, call.own)

    def uncalled(self) -> str:
        """Return the notes nothing calls as paragraphs at the end."""
        return "".join(
            paragraph("".join(map(note_span, spans)), properties_of(Line("", style=NOTE_STYLE)))
            for spans in self.spanner.uncalled()
        )

    def table(self, line: Line) -> str:
        """Return a table, or the lines to sign on side by side."""
        frame = frame_of(line)
        if not frame.sizes:
            return ""
        below: dict[int, tuple[int, int]] = {}
        rows = "".join(
            row_of(row, "".join(self.row(row, styles, below, frame)))
            for row, styles in zip(frame.rows, frame.styles, strict=True)
        )
        return around_rows(frame, rows) + "<w:p/>"

    def row(
        self, row: Sequence[Cell], styles: Sequence[str], below: dict[int, tuple[int, int]], frame: Frame
    ) -> Iterator[str]:
        """Yield the cells of a row; `below` holds what still covers it from above: rows left and columns."""
        own = iter(styles)
        for cell, width, columns in places_of(row, below, frame.sizes):
            properties = cell_properties(row, cell, width, columns)
            if cell is None:
                yield cell_of("<w:p/>", properties)
                continue
            content = paragraph(self.runs(cell.text, cell.marks), styled(next(own)))
            yield cell_of(content if cell.text else "<w:p/>", properties)


def footnote(number: int, own: str, words: str) -> str:
    """Return a footnote around the runs of its words, its mark before a tab."""
    mark = f'<w:t xml:space="preserve">{escaped(own)}</w:t>' if own else "<w:footnoteRef/>"
    head = f"{run(chr(9))}<w:r><w:rPr>{CALL_LOOK}</w:rPr>{mark}</w:r>{run(chr(9))}"
    return f'<w:footnote w:id="{number}">{paragraph(head + words, styled(NOTE_STYLE))}</w:footnote>'


def reference(number: int, own: str, tag: str = "t") -> str:
    """Return the call of a footnote."""
    custom = ' w:customMarkFollows="1"' if own else ""
    mark = f'<w:{tag} xml:space="preserve">{escaped(own)}</w:{tag}>' if own else ""
    return f'<w:r><w:rPr>{CALL_LOOK}</w:rPr><w:footnoteReference{custom} w:id="{number}"/>{mark}</w:r>'


def note_span(span: Span) -> str:
    """Return a run in a note, which has no part of relations to put its links into; a field needs none."""
    inner = run(span.text, span.look)
    return field(inner, span.link) if span.link else inner


def field(inner: str, link: str) -> str:
    """Return runs inside a link that is a field."""
    return f'<w:fldSimple w:instr=" HYPERLINK &quot;{quoted(link)}&quot; ">{inner}</w:fldSimple>'


def linked(inner: str, link: str, links: list[str]) -> str:
    """Return runs inside a link, which is put among `links`."""
    links.append(quoted(link))
    return f'<w:hyperlink r:id="rIdL{len(links) - 1}">{inner}</w:hyperlink>'


def run(text: str, properties: str = "", tag: str = "t") -> str:
    """Return a run of text; tabs become tab stops, the separator of lines a line break."""
    inner = "".join(
        _CODES.get(part) or f'<w:{tag} xml:space="preserve">{escaped(part)}</w:{tag}>'
        for part in re.split(r"([\t\u2028])", text)
        if part
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


_CODES = {"\t": "<w:tab/>", BREAK: "<w:br/>"}


def styled(style: str) -> str:
    """Return the properties of a paragraph that has a style and nothing else."""
    return f'<w:pStyle w:val="{style}"/>'


def properties_of(line: Line) -> str:
    """Return the properties of the paragraph of a line."""
    before = "<w:pageBreakBefore/>" if line.page_break else ""
    steps = line.level - 1 if line.labelled else line.level
    indent = f'<w:ind w:left="{MARGIN + STEP * steps}"/>' if steps > 0 and line.style in _INDENTED else ""
    apart = '<w:spacing w:before="240"/>' if line.style == NOTE_STYLE else ""  # a note nothing calls
    return f"{styled(line.style)}{before}{apart}{indent}"


def paragraph(runs: str, properties: str, mark: str = "", was: str = "") -> str:
    """Return a paragraph around runs; `mark` tracks the paragraph itself, `was` a change of its properties."""
    tracked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{properties}{tracked}{was}</w:pPr>{runs}</w:p>"
