"""A document as Markdown: headings, labels kept as printed, footnotes as `[^1]`, tables as pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maslahat.text.document import Block, BlockKind, Cell, Document, Mark, MarkKind, Table
from maslahat.text.masthead import distributed

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_AROUND = {MarkKind.ITALIC: "*", MarkKind.BOLD: "**"}


def write_markdown(doc: Document) -> str:
    """Return the document as Markdown (CommonMark with tables and footnotes)."""
    chunks = [chunk for chunk in _chunks(doc) if chunk]
    return "\n\n".join(chunks) + "\n"


def _chunks(doc: Document) -> Iterator[str]:
    cover = doc.cover
    lines = (
        cover.symbol,
        cover.authority,
        distributed(cover),
        cover.issued_text,
        cover.original,
        cover.session,
        *cover.agenda_text,
        cover.status_line,
        cover.proponent,
    )
    yield "  \n".join(_escaped(line) for line in lines if line)
    yield (
        f"# {_escaped(doc.number)} {_line(doc.title, doc.title_marks)}".rstrip()
        if doc.title or doc.number
        else ""
    )
    yield from _blocks(doc.blocks)
    yield "  \n".join(
        f"*{_escaped(line)}*" for line in (doc.adoption.meeting, doc.adoption.date_text) if line
    )
    for part in doc.parts:
        yield f"## {_escaped(part.number)} {_line(part.title, part.marks)}"
        yield from _blocks(part.blocks)
    yield from (_escaped(line) for line in doc.closing)
    yield from (f"For {_escaped(sign.party)}: {_escaped(sign.name)}" for sign in doc.signatures)
    for annex in doc.annexes:
        yield f"## {_escaped(annex.label)}"
        yield f"### {_escaped(annex.title)}" if annex.title else ""
        yield from _blocks(annex.blocks)
    yield "\n".join(f"[^{note.marker}]: {_line(note.text, note.marks)}" for note in doc.notes if note.text)


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        text = _line(block.text, block.marks)
        if block.kind is BlockKind.TABLE:
            yield text
            yield _table(block.table or Table(()))
        elif block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
            yield f"{'#' * min(block.level + 2, 6)} {_escaped(block.number)} {text}".replace(
                "  ", " "
            ).rstrip()
        else:
            label = block.number.replace(".", r"\.") + " " if block.number else ""
            yield "> " * block.level + label + text


def _table(table: Table) -> str:
    width = max((sum(cell.columns for cell in row) for row in table.rows), default=0)
    rows = [[shown for cell in row for shown in _spread(cell)] for row in table.rows]
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([*lines[:1], "|" + " --- |" * width, *lines[1:]])


def _spread(cell: Cell) -> list[str]:
    """Return a cell and the empty ones it spans, which Markdown has no way to join."""
    return [_line(cell.text, cell.marks).replace("\n", " "), *[""] * (cell.columns - 1)]


def _line(text: str, marks: tuple[Mark, ...]) -> str:
    """Return text with emphasis, links and footnote calls; marks that cross another are left out."""
    at: dict[int, list[str]] = {}
    last = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind is MarkKind.NOTE:
            at.setdefault(mark.start, []).append(f"[^{mark.value}]")
        elif mark.kind in _AROUND and mark.start >= last:
            at.setdefault(mark.start, []).append(_AROUND[mark.kind])
            at.setdefault(mark.end, []).insert(0, _AROUND[mark.kind])
            last = mark.end
        elif mark.kind is MarkKind.LINK and mark.value.startswith("http") and mark.start >= last:
            at.setdefault(mark.start, []).append("[")
            at.setdefault(mark.end, []).insert(0, f"]({mark.value.replace(' ', '%20').replace(')', '%29')})")
            last = mark.end
    out, begin = [], 0
    for place in sorted(at):
        out += [_escaped(text[begin:place]), *at[place]]
        begin = place
    return "".join(out) + _escaped(text[begin:])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
