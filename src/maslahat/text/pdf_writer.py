"""A document as PDF in the layout of the United Nations, set by Typst."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from maslahat.text.document import Block, BlockKind, Document, Mark, MarkKind, Note, Table
from maslahat.text.language import RIGHT_TO_LEFT
from maslahat.text.layout import LOST_NOTE, adopted_at, bound_day, laid_out, put_forward
from maslahat.text.masthead import masthead
from maslahat.text.pdf_page import head_of, masthead_of, string
from maslahat.text.table_grid import columns_of, figures, fits, heads, placed, widths

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
_TEXT_WIDTH = 7306  # twentieths of a point between the margins


def write_pdf(doc: Document) -> bytes:
    """Return the document as PDF. The same document gives the same bytes."""
    import typst  # noqa: PLC0415  slow to import

    return bytes(typst.compile(typst_source(doc).encode(), format="pdf", timestamp=0))


def typst_source(doc: Document) -> str:
    """Return the Typst source; every word stands in a string, so none is read as markup."""
    doc = laid_out(doc)
    setter = _Setter(doc.notes, "right" if doc.language in RIGHT_TO_LEFT else "left")
    lines = [head_of(doc), *masthead_of(doc), *_cover(doc, setter)]
    on_cover = doc.number.startswith("Resolution ")
    if doc.title or (doc.number and not on_cover):
        number = "" if on_cover else doc.number
        lines.append(setter.headed(number, setter.line(doc.title, doc.title_marks)))
    lines += _closed(setter.blocks(doc.blocks), adopted_at(doc))
    for part in doc.parts:
        lines.append(setter.headed(part.number, setter.line(part.title, part.marks)))
        lines += _closed(setter.blocks(part.blocks), (part.adoption.meeting, part.adoption.date_text))
    lines += [f"#par[#{string(line)}]" for line in doc.closing]
    lines.append(_signing(doc))
    for annex in doc.annexes:
        lines.append("#pagebreak(weak: true)")
        lines.append(f"#heading(level: 1)[#text(14pt)[#{string(annex.label)}]]" if annex.label else "")
        lines.append(f"#heading(level: 3)[#{string(annex.title)}]" if annex.title else "")
        lines += setter.blocks(annex.blocks)
    lines += setter.uncalled()
    if masthead(doc):
        lines.append("#v(1cm)#align(center, line(length: 2.54cm, stroke: .25pt))")
    return "\n".join(line for line in lines if line) + "\n"


def _cover(doc: Document, setter: _Setter) -> list[str]:
    """Return what stands over the title: number of a resolution of the Council, how it was adopted, by whom put forward."""
    cover, large = doc.cover, 14
    lines = []
    if doc.number.startswith("Resolution "):
        lines.append(_over(large, string(doc.number)))
        large = 12
    if cover.status_line:
        lines.append(_over(large, string(bound_day(cover.status_line))))
    if cover.proponent:
        sponsors, marks = put_forward(doc)
        line = setter.line(cover.proponent, marks)
        lines.append(f"#block(above: 1.2em, below: 1.2em)[{f'#strong[{line}]' if sponsors else line}]")
    return lines


def _over(size: int, line: str) -> str:
    return f'#block(above: 1.2em, below: 1.2em)[#set par(justify: false);#text({size}pt, weight: "bold", {line})]'


def _closed(blocks: list[str], lines: Sequence[str]) -> list[str]:
    """Return a text with meeting and day under it, which never stand on a page without its last lines."""
    said = "#linebreak()".join(f"#{string(line)}" for line in lines if line)
    if not said or not blocks:
        return blocks
    under = f"#block(above: 2em, width: 100%, sticky: true, align(end)[#emph[{said}]])"
    return [*blocks[:-1], f"#block(sticky: true)[{blocks[-1]}]", under]


def _signing(doc: Document) -> str:
    """Return the lines to sign on, two side by side."""
    cells = []
    for sign in doc.signatures:
        who = ", ".join(word for word in (sign.name, sign.office) if word)
        under = f"#linebreak()#{string(who)}" if who else ""
        cells.append(
            "block(breakable: false)[#v(1.3cm)#line(length: 100%, stroke: .5pt)"
            f"#v(-.4em)#{string(f'For {sign.party}:')}{under}]"
        )
    return f"#grid(columns: (1fr, 1fr), column-gutter: .8cm, {', '.join(cells)})" if cells else ""


class _Setter:
    """Sets lines and blocks; gives every note to its first call."""

    def __init__(self, notes: Sequence[Note], side: str) -> None:
        self.side = side  # where lines begin
        self.waiting: dict[str, list[Note]] = {}
        for note in notes:
            self.waiting.setdefault(note.marker, []).append(note)

    def headed(self, number: str, title: str) -> str:
        """Return a title, its number in the margin before it."""
        if not number:
            return f"#heading(level: 1)[{title}]"
        cells = f"columns: (1.803cm, 1fr), column-gutter: .432cm, align(end)[#{string(number)}], [{title}]"
        return f"#heading(level: 1)[#pad({self.side}: -margin, grid({cells}))]"

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """Return the blocks."""
        out = []
        for block in blocks:
            line = self.line(block.text, block.marks)
            gap = "#linebreak()" if block.kind is BlockKind.ARTICLE and block.text else "#h(.8em)"
            label = f"#{string(block.number)}{gap}" if block.number else ""
            if block.kind is BlockKind.TABLE:
                out += [
                    f"#block(sticky: true)[#strong[{line}]]" if block.text else "",
                    self.table(block.table or Table(())),
                ]
            elif block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
                out.append(f"#heading(level: {min(block.level + 2, 5)})[{label}{line}]")
            else:
                out.append(self.paragraph(block, line))
        return out

    def paragraph(self, block: Block, line: str) -> str:
        """Return a paragraph: its number at the first tab, moved in by its level as in the UN's Word files."""
        steps = block.level - 1 if block.number else block.level
        label = f"#label[#{string(block.number)}]" if block.number else ""
        body = f"#par(first-line-indent: (amount: tab, all: true))[{label}{line}]"
        return f"#pad({self.side}: {steps} * tab)[{body}]" if steps > 0 else body

    def table(self, table: Table) -> str:
        """Return a table set open, with every cell at its place; a span is cut where another cell stands."""
        if not columns_of(table):
            return ""
        shares = ", ".join(f"{share}fr" for share in widths(table, _TEXT_WIDTH))
        top = self.heads_of(table)
        cells = self.cells(table)
        repeated = ", ".join(code for y, code in cells if y < top)
        body = ", ".join(code for y, code in cells if y >= top)
        inner = [f"table.header({repeated})"] if repeated else []
        inner += ["table.hline(y: 0, stroke: .5pt)", *([body] if body else [])]
        inner.append(f"table.hline(y: {len(table.rows)}, stroke: 1.25pt)")
        look = "#set par(justify: false, leading: .45em);#set text(8.5pt, hyphenate: true);"
        made = f"table(columns: ({shares},), stroke: none, inset: (x: .1cm, y: .09cm), {', '.join(inner)})"
        return f"#[{look} #{made}]" if fits(table, _TEXT_WIDTH) else f"#[{look} #pad(x: -margin, {made})]"

    def heads_of(self, table: Table) -> int:
        """Return how many rows of heads stand over the body, none where one reaches into it."""
        top = [*takewhile(heads, table.rows)]
        whole = all(n + cell.rows <= len(top) for n, row in enumerate(top) for cell in row)
        return len(top) if whole and len(top) < len(table.rows) else 0

    def cells(self, table: Table) -> list[tuple[int, str]]:
        """Return every cell with the row it stands in."""
        cells, taken, right = [], set[tuple[int, int]](), figures(table)
        rows = placed(table)
        for y, row in enumerate(rows):
            headed = heads(table.rows[y]) and any(cell.text for _, cell in row)
            for x, cell in row:
                wide = next((n for n in range(1, cell.columns) if (x + n, y) in taken), cell.columns)
                high = min(cell.rows, len(rows) - y)
                taken |= {(x + n, y + m) for n in range(wide) for m in range(high)}
                body = self.line(cell.text, cell.marks)
                shown = f"#text(7pt)[#emph[{body}]]" if cell.head else body
                look = ", align: end" if (x, cell.columns) in right else ""
                look = f"{look} + bottom" if look and cell.head else ", align: bottom" if cell.head else look
                if headed:
                    thin = any(one.columns > 1 for _, one in row) and len(row) > 1
                    look += f", stroke: (bottom: {'.5' if thin else '1.25'}pt)"
                at = f"x: {x}, y: {y}, colspan: {wide}, rowspan: {high}"
                cells.append((y, f"table.cell({at}{look})[{shown}]"))
        return cells

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
                piece = string(text[start:end])
                for kind, function in _WRAP.items():
                    if any(m.kind is kind and m.start <= start and m.end >= end for m in marks):
                        piece = f"{function}({piece})"
                links = [m.value for m in marks if m.kind in _LINKS and m.start <= start and m.end >= end]
                if links and links[0].startswith("http"):
                    piece = f"link({string(links[0])}, {piece})"
                out.append(f"#{piece}")
        return "".join(out)

    def call(self, marker: str) -> str:
        waiting = self.waiting.get(marker)
        if not waiting:
            return f"#super({string(marker)})"
        note = waiting.pop(0)
        words = self.line(note.text, note.marks) or "#" + string(LOST_NOTE)
        return f"#footnote(numbering: _ => {string(marker)})[#h(.3em){words}]"

    def uncalled(self) -> list[str]:
        """Return the notes nothing calls, so that none is lost."""
        left = [note for notes in self.waiting.values() for note in notes]
        return [
            f"#text(9pt)[#super({string(note.marker)}) {self.line(note.text, note.marks)}]" for note in left
        ]
