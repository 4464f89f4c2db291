"""Which characters of a plain text a document holds or lists as dropped, each once (DESIGN §10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maslahat.text.document import Block, Cover, Document, Mark, MarkKind
from maslahat.text.superscript import lowered


def unaccounted(text: str, doc: Document) -> tuple[Counter[str], Counter[str]]:
    """Return the characters of `text` that are neither in `doc` nor dropped, and those of `doc` not in `text`.

    White space is not counted, the bars between the cells of a table neither; a raised figure is a figure. Where
    meeting or date stand on the cover too, a line of their own that says the same may or may not be there.
    """
    there = _characters([text.replace("\ufeff", "")])
    held = _characters([*_held(doc), *(dropped.text for dropped in doc.dropped)])
    lost, invented = there - held, held - there
    elsewhere = _elsewhere(doc)
    for adoption in (doc.adoption, *(part.adoption for part in doc.parts)):
        for said in (adoption.date_text, adoption.meeting + adoption.date_text):
            if (adoption.meeting or adoption.date_text) in elsewhere and lost == _characters([said]):
                return Counter(), invented
    return lost, invented


def _characters(texts: list[str]) -> Counter[str]:
    return Counter(lowered("".join("".join(texts).split())).replace("|", ""))


def _held(doc: Document) -> Iterator[str]:
    yield from _cover(doc.cover)
    yield doc.number
    yield _called(doc.title, doc.title_marks)
    yield from _blocks(doc.blocks)
    adoptions = [doc.adoption] if not doc.parts else [part.adoption for part in doc.parts]
    elsewhere = _elsewhere(doc)
    for adoption in adoptions:
        if (adoption.meeting or adoption.date_text) not in elsewhere:
            yield from (adoption.meeting, adoption.date_text)
    for part in doc.parts:
        yield part.number
        yield _called(part.title, part.marks)
        yield from _blocks(part.blocks)
    yield from doc.closing
    for signature in doc.signatures:
        yield from (signature.party, signature.name, signature.office)
    for annex in doc.annexes:
        yield from (annex.label, annex.title)
        yield from _blocks(annex.blocks)
    for note in doc.notes:
        if note.text:
            yield from (note.marker, note.text)


def _elsewhere(doc: Document) -> str:
    """Return the words that may say when and where a text was adopted, its closing lines apart."""
    opening = [block.text for block in doc.blocks[:4]]
    return " ".join([doc.cover.status_line, *opening, *(dropped.text for dropped in doc.dropped)])


def _cover(cover: Cover) -> Iterator[str]:
    yield from (cover.symbol, cover.authority, cover.distribution, cover.issued_text, cover.session)
    yield from cover.agenda_text
    yield from (cover.status_line, cover.proponent)


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield block.number
        yield _called(block.text, block.marks)
        for row in block.table.rows if block.table else ():
            for cell in row:
                yield _called(cell.text, cell.marks)


def _called(text: str, marks: tuple[Mark, ...]) -> str:
    return text + "".join(mark.value for mark in marks if mark.kind is MarkKind.NOTE)
