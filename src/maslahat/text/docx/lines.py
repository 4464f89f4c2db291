"""A document as the paragraphs and tables of a Word file in the UN's layout, before they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maslahat.text.document import (
    Annex,
    Block,
    BlockKind,
    Cell,
    Document,
    Mark,
    MarkKind,
    Signature,
    Table,
)
from maslahat.text.layout import adopted_at, bound_day, put_forward
from maslahat.text.words import ANNEX

NOTE_STYLE, SIGN_STYLE = "FootnoteText", "Signature"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or a table where `table` is given; with the style `SIGN_STYLE` it holds the lines to sign on.

    The first `lead` characters are its number and tabs. `level` and whether it is `labelled` say how far it is moved in.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    style: str = "SingleTxt"
    page_break: bool = False
    level: int = 0
    labelled: bool = True
    lead: int = 0
    table: Table | None = None


def docx_lines(doc: Document) -> Iterator[Line]:
    """Yield what stands in the body of the file, in order; what has no words is left out."""
    return (line for line in _all(doc) if line.text or line.table)


def _all(doc: Document) -> Iterator[Line]:
    yield from _cover(doc)
    on_cover = doc.number.startswith("Resolution ")
    yield _title("" if on_cover else doc.number, doc.title, doc.title_marks)
    yield from _blocks(doc.blocks)
    yield from (Line(text, style="Adoption") for text in adopted_at(doc))
    for part in doc.parts:
        yield _title(part.number, part.title, part.marks)
        yield from _blocks(part.blocks)
        for text in (part.adoption.meeting, part.adoption.date_text):
            yield Line(text, style="Adoption")
    yield from (Line(text) for text in doc.closing)
    if doc.signatures:
        yield Line("", style=SIGN_STYLE, table=_signing(doc.signatures))
    for annex in doc.annexes:
        yield from _annex(annex)


def _cover(doc: Document) -> Iterator[Line]:
    """Yield the lines of the cover that stand under the masthead."""
    cover = doc.cover
    yield Line(cover.session, style="Session")
    yield from (Line(text, style="Agenda") for text in cover.agenda_text)
    numbered = doc.number.startswith("Resolution ")
    if numbered:
        yield Line(doc.number, style="TitleHCH")
    yield Line(bound_day(cover.status_line), style="H1" if numbered else "TitleHCH")
    yield _proponent(doc)


def _proponent(doc: Document) -> Line:
    """Return who put the text forward."""
    sponsors, marks = put_forward(doc)
    return Line(doc.cover.proponent, marks, "Sponsors" if sponsors else "Proponent")


def _signing(signatures: Sequence[Signature]) -> Table:
    """Return the lines to sign on, two side by side: the party, under it who signs."""
    cells = []
    for one in signatures:
        party = f"For {one.party}:"
        who = ", ".join(word for word in (one.name, one.office) if word)
        breaks = (Mark(len(party) + 1, len(party) + 1, MarkKind.BREAK),) if who else ()
        cells.append(Cell(f"{party} {who}" if who else party, marks=breaks))
    cells += [Cell("")] * (len(cells) % 2)
    return Table(tuple(tuple(cells[n : n + 2]) for n in range(0, len(cells), 2)))


def _title(number: str, title: str, marks: tuple[Mark, ...]) -> Line:
    """Return the title, its number in the margin."""
    if not number:
        return Line(title, marks, "H1")
    lead = f"\t{number}\t"
    return Line(lead + title, shifted(marks, len(lead)), "TitleH1", lead=len(lead))


def _annex(annex: Annex) -> Iterator[Line]:
    """Yield an annex, on a page of its own; so is each of several that stand in one without a label."""
    yield from (
        line if n and not (line.style == "HCh" and ANNEX.match(line.text)) else replace(line, page_break=True)
        for n, line in enumerate(line for line in _annex_lines(annex) if line.text or line.table)
    )


def _annex_lines(annex: Annex) -> Iterator[Line]:
    yield Line(annex.label, style="HCh")
    yield Line(annex.title, style="H1")
    yield from _blocks(annex.blocks)


def _blocks(blocks: Sequence[Block]) -> Iterator[Line]:
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            yield Line(block.text, block.marks, "Caption")
            yield Line("", table=block.table or Table(()))
        elif block.kind is BlockKind.ARTICLE and block.text:
            yield Line(block.number, style="H1")
            yield Line(block.text, block.marks, "H1")
        else:
            yield block_line(block)


def block_line(block: Block) -> Line:
    """Return the line of a block that is no table: its label, tabs and marks."""
    if block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
        style, lead = ("HCh", "H1", "H23")[min(block.level, 2)], f"{block.number} " if block.number else ""
        if block.kind is BlockKind.ARTICLE and block.text and not block.number.endswith((".", ":")):
            lead = f"{block.number}. "
    else:
        style = "Preamble" if block.kind in {BlockKind.PREAMBLE, BlockKind.FORMULA} else "SingleTxt"
        lead = f"\t{block.number}\t" if block.number else "\t"
    text = lead + block.text if block.text else lead.rstrip()
    return Line(
        text,
        shifted(block.marks, len(lead)),
        style,
        level=block.level,
        labelled=bool(block.number),
        lead=min(len(lead), len(text)),
    )


def shifted(marks: Sequence[Mark], by: int) -> tuple[Mark, ...]:
    """Return marks moved along by so many characters."""
    return tuple(replace(mark, start=mark.start + by, end=mark.end + by) for mark in marks)
