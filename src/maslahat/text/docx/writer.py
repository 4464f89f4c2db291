"""The model as a Word file in the layout of the United Nations, with real footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maslahat.text.akn.inline import escaped, quoted
from maslahat.text.document import Cell, Document, Mark, Note, Table
from maslahat.text.docx.frame import frame
from maslahat.text.docx.lines import NOTE_STYLE, Line, docx_lines
from maslahat.text.docx.ooxml import pack
from maslahat.text.docx.parts import MARGIN, STEP, document_part, footnotes_part, styles_part
from maslahat.text.docx.spans import BREAK, Call, Span, Spanner
from maslahat.text.layout import laid_out
from maslahat.text.table_grid import columns_of, widths

_INDENTED = {"SingleTxt", "Preamble"}
_PAGE_WIDTH, _MOST_NARROW = 9840, 5  # twentieths of a point; a table of more columns takes the whole page
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
            return self.table(line.table)
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
            paragraph("".join(map(note_span, spans)), styled(NOTE_STYLE)) for spans in self.spanner.uncalled()
        )

    def table(self, table: Table) -> str:
        """Return a table with thin rules, inside the margins of the text where its columns are few."""
        if not columns_of(table):
            return ""
        sizes = column_sizes(table)
        below: dict[int, tuple[int, int]] = {}
        rows = "".join(row_of(row, "".join(self.row(row, below, sizes))) for row in table.rows if row)
        return around_rows(sizes, rows) + "<w:p/>"

    def row(
        self, row: Sequence[Cell], below: dict[int, tuple[int, int]], sizes: Sequence[int]
    ) -> Iterator[str]:
        """Yield the cells of a row; `below` holds what still covers it from above: rows left and columns."""
        for cell, width, columns in places_of(row, below, sizes):
            if cell is None:
                yield cell_of("<w:p/>", width, columns, "<w:vMerge/>")
            else:
                content = paragraph(self.runs(cell.text, cell.marks), styled(cell_style(cell)))
                merged = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                yield cell_of(content if cell.text else "<w:p/>", width, columns, merged)


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


def column_sizes(table: Table) -> list[int]:
    """Return the widths of the columns in twentieths of a point."""
    wide = columns_of(table) > _MOST_NARROW
    return widths(table, _PAGE_WIDTH if wide else _PAGE_WIDTH - 2 * MARGIN)


def around_rows(sizes: Sequence[int], rows: str) -> str:
    """Return a table around its rows."""
    wide = len(sizes) > _MOST_NARROW
    width, indent = (_PAGE_WIDTH, 0) if wide else (_PAGE_WIDTH - 2 * MARGIN, MARGIN)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in sizes)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def row_of(row: Sequence[Cell], cells: str, mark: str = "") -> str:
    """Return a row around its cells, `mark` tracking it; a row of heads stands again on every page."""
    repeated = "<w:tblHeader/>" if row and all(cell.head for cell in row) else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}{mark}</w:trPr>{cells}</w:tr>"


def cell_of(content: str, width: int, columns: int, merged: str = "") -> str:
    """Return a cell around its paragraph."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}</w:tcPr>{content}</w:tc>'


def cell_style(cell: Cell) -> str:
    """Return the style of the words of a cell."""
    return "CellHead" if cell.head else "Cell"


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
    return f"{styled(line.style)}{before}{indent}"


def paragraph(runs: str, properties: str, mark: str = "", was: str = "") -> str:
    """Return a paragraph around runs; `mark` tracks the paragraph itself, `was` a change of its properties."""
    tracked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{properties}{tracked}{was}</w:pPr>{runs}</w:p>"
