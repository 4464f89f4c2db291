"""A document as PDF in the layout of the United Nations, set by Typst."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from maslahat.text.document import Block, BlockKind, Document, Mark, MarkKind, Note, Table
from maslahat.text.docx.frame import HOUSE, RIGHT_TO_LEFT_LETTER, distributed, shortened
from maslahat.text.docx.parts import RIGHT_TO_LEFT
from maslahat.text.layout import LOST_NOTE, laid_out
from maslahat.text.table_grid import columns_of, placed, widths

_LANGUAGES = {"eng": "en", "rus": "ru", "fra": "fr", "spa": "es", "ara": "ar", "zho": "zh"}
_LINKS = (MarkKind.LINK, MarkKind.CITED)
_WRAP = {
    MarkKind.ITALIC: "emph",
    MarkKind.OPENING: "emph",
    MarkKind.BOLD: "strong",
    MarkKind.SUPERSCRIPT: "super",
    MarkKind.UNDERLINE: "underline",
    MarkKind.STRIKE: "strike",
    MarkKind.SMALL: "smallcaps",
}
_LONGEST_HEAD = 90  # characters that fit beside the symbol
_TEXT_WIDTH = 8950  # twentieths of a point between the margins
_WHITE = re.compile(r"\s+")
_PAGE = """#set page(paper: "us-letter", margin: (x: 2.9cm, y: 3cm), numbering: "1/1", \
header: context if counter(page).get().first() > 1 \
[#text(9pt)[#strong({symbol}) #h(1fr) #emph({title})] #line(length: 100%, stroke: .5pt)])
#set text(font: ("Libertinus Serif", "Noto Naskh Arabic", "Noto Serif CJK SC", "New Computer Modern"), \
size: 10.5pt, lang: {language}, region: none, hyphenate: false)
#show link: set text(fill: rgb("#00008b"))
#set par(justify: true, leading: .6em, spacing: .95em)
#show heading: set text(11.5pt)
#show heading: set par(justify: false)
#show heading: set block(above: 1.4em, below: 1em)
"""


def write_pdf(doc: Document) -> bytes:
    """Return the document as PDF. The same document gives the same bytes."""
    import typst  # noqa: PLC0415  slow to import

    return bytes(typst.compile(typst_source(doc).encode(), format="pdf", timestamp=0))


def typst_source(doc: Document) -> str:
    """Return the Typst source; every word stands in a string, so none is read as markup."""
    doc = laid_out(doc)
    page = _PAGE
    fields = {
        "symbol": doc.cover.symbol,
        "title": shortened(doc.title, _LONGEST_HEAD),
        "language": _LANGUAGES.get(doc.language, "en"),
    }
    for name, value in fields.items():
        page = page.replace("{" + name + "}", _string(value))
    setter = _Setter(doc.notes)
    lines = [page, *_cover(doc)]
    if doc.title or doc.number:
        lines.append(_headed(1, doc.number, setter.line(doc.title, doc.title_marks)))
    lines += setter.blocks(doc.blocks)
    closing = [line for line in (doc.adoption.meeting, doc.adoption.date_text) if line]
    lines.append(
        "#align(end)[#emph[" + "#linebreak()".join(f"#{_string(line)}" for line in closing) + "]]"
        if closing
        else ""
    )
    for part in doc.parts:
        lines.append(_headed(1, part.number, setter.line(part.title, part.marks)))
        lines += setter.blocks(part.blocks)
    lines += [f"#par[#{_string(line)}]" for line in doc.closing]
    lines += [
        f"#v(2em)#par[#{_string('For ' + sign.party + ': ' + (sign.name or '_' * 20))}]"
        for sign in doc.signatures
    ]
    for annex in doc.annexes:
        lines.append(f"#pagebreak(weak: true)\n#heading(level: 1)[#{_string(annex.label)}]")
        lines.append(f"#heading(level: 2)[#{_string(annex.title)}]" if annex.title else "")
        lines += setter.blocks(annex.blocks)
    lines += setter.uncalled()
    return "\n".join(line for line in lines if line) + "\n"


def _headed(level: int, number: str, title: str) -> str:
    """Return a heading, its number hanging before it."""
    if not number:
        return f"#heading(level: {level}, outlined: false)[{title}]"
    cells = f"#grid(columns: (auto, 1fr), column-gutter: 1em, [#{_string(number)}], [{title}])"
    return f"#heading(level: {level}, outlined: false)[{cells}]"


def _cover(doc: Document) -> list[str]:
    cover = doc.cover
    if not (cover.symbol or cover.authority or cover.session):
        return []
    house = HOUSE.get(doc.language, "United Nations")
    head = f"#text(14pt)[#{_string(house)} #h(1fr) #strong({_string(cover.symbol)})]"
    lines = [head, "#line(length: 100%)"]
    lines.append(f'#text(18pt, weight: "bold", {_string(cover.authority or str(doc.organ))})')
    small = (distributed(cover), cover.issued_text, cover.original)
    side = "left" if doc.language in RIGHT_TO_LEFT else "right"
    lines += [f"#align({side}, text(dir: {_direction(line)}, {_string(line)}))" for line in small if line]
    lines.append("#line(length: 100%, stroke: 1.5pt)")
    lines += [f"#strong({_string(line)})" for line in (cover.session, *cover.agenda_text) if line]
    lines += [f'#text(13pt, weight: "bold", {_string(cover.status_line)})' if cover.status_line else ""]
    lines += [f"#emph({_string(cover.proponent)})" if cover.proponent else ""]
    return [f"{line}\n" for line in lines if line]


class _Setter:
    """Sets lines and blocks; gives every note to its first call."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self.waiting: dict[str, list[Note]] = {}
        for note in notes:
            self.waiting.setdefault(note.marker, []).append(note)

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        out = []
        for block in blocks:
            line = self.line(block.text, block.marks)
            label = f"#{_string(block.number)}#h(.8em)" if block.number else ""
            if block.kind is BlockKind.TABLE:
                out += [
                    f"#block(sticky: true)[#strong[{line}]]" if block.text else "",
                    self.table(block.table or Table(())),
                ]
            elif block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
                out.append(f"#heading(level: {min(block.level + 2, 5)})[{label}{line}]")
            else:
                out.append(_padded(block.level, label + line))
        return out

    def table(self, table: Table) -> str:
        """Return a table with every cell at its place; a span is cut where another cell stands."""
        columns = columns_of(table)
        if not columns:
            return ""
        cells, taken = [], set[tuple[int, int]]()
        rows = placed(table)
        for y, row in enumerate(rows):
            for x, cell in row:
                wide = next((n for n in range(1, cell.columns) if (x + n, y) in taken), cell.columns)
                high = min(cell.rows, len(rows) - y)
                taken |= {(x + n, y + m) for n in range(wide) for m in range(high)}
                body = self.line(cell.text, cell.marks)
                shown = f"#strong[{body}]" if cell.head else body
                cells.append(f"table.cell(x: {x}, y: {y}, colspan: {wide}, rowspan: {high})[{shown}]")
        shares = ", ".join(f"{share}fr" for share in widths(table, _TEXT_WIDTH))
        look = "#set par(justify: false);#set text(9pt, hyphenate: true);"
        return f"#[{look} #table(columns: ({shares},), stroke: .4pt, {', '.join(cells)})]"

    def line(self, text: str, marks: tuple[Mark, ...]) -> str:
        cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
        calls: dict[int, list[str]] = {}
        for mark in marks:
            if mark.kind is MarkKind.NOTE:
                calls.setdefault(mark.start, []).append(self.call(mark.value))
        out = []
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            out += calls.get(start, [])
            if end > start:
                piece = _string(text[start:end])
                for kind, function in _WRAP.items():
                    if any(m.kind is kind and m.start <= start and m.end >= end for m in marks):
                        piece = f"{function}({piece})"
                links = [m.value for m in marks if m.kind in _LINKS and m.start <= start and m.end >= end]
                if links and links[0].startswith("http"):
                    piece = f"link({_string(links[0])}, {piece})"
                out.append(f"#{piece}")
        return "".join(out)

    def call(self, marker: str) -> str:
        waiting = self.waiting.get(marker)
        if not waiting:
            return f"#super({_string(marker)})"
        note = waiting.pop(0)
        words = self.line(note.text, note.marks) or "#" + _string(LOST_NOTE)
        return f"#footnote(numbering: _ => {_string(marker)})[#h(.3em){words}]"

    def uncalled(self) -> list[str]:
        """Return the notes nothing calls, so that none is lost."""
        left = [note for notes in self.waiting.values() for note in notes]
        return [
            f"#text(9pt)[#super({_string(note.marker)}) {self.line(note.text, note.marks)}]" for note in left
        ]


def _direction(text: str) -> str:
    """Return which way a line of figures and words runs: that of its letters, not of the page."""
    return "rtl" if RIGHT_TO_LEFT_LETTER.search(text) else "ltr"


def _string(text: str) -> str:
    """Return a Typst string: JSON's escapes for quotes and backslashes are Typst's."""
    return json.dumps(_WHITE.sub(" ", text), ensure_ascii=False)


def _padded(level: int, line: str) -> str:
    """Return a paragraph moved in by its level."""
    return f"#pad(left: {1.6 * level:.1f}em)[#par(first-line-indent: (amount: 1.6em, all: true))[{line}]]"
