"""A document as plain text: one block a line, or wrapped to a width with hanging labels."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from maslahat.text.document import (
    Adoption,
    Annex,
    Block,
    BlockKind,
    Cell,
    Cover,
    Document,
    Mark,
    MarkKind,
    Table,
)
from maslahat.text.plain.setting import underline
from maslahat.text.superscript import raised
from maslahat.text.words import ANNEX

RULE = "_" * 15
INDENT = "    "
_TIED = (
    "\x1f"  # stands for a space at which no line may end; in a text it is white space, as the reader has it
)
_HANGING = re.compile(r"(?<=[^\W\d_][-‑/]) (?=\S)")


def write_text(doc: Document, width: int = 80) -> str:
    """Return the document as plain text.

    With a `width` over 0 paragraphs are wrapped to it and sub-paragraphs indented; with 0 every block is one
    line. Footnote calls are superscript characters, the notes stand at the end, headings are underlined and parts
    stand apart (`setting`), so that the text reads back into an equal structure.
    """
    chunks = list(_chunks(doc, width))  # a chunk that opens with a line break stands apart
    return "\n\n".join(chunk for chunk in chunks if chunk.strip()) + "\n"


def called(text: str, marks: tuple[Mark, ...]) -> str:
    """Return `text` with its footnote calls written in as superscripts."""
    calls = [mark for mark in marks if mark.kind in {MarkKind.NOTE, MarkKind.BREAK}]
    for mark in sorted(calls, key=lambda mark: mark.start, reverse=True):
        inserted = raised(mark.value) if mark.kind is MarkKind.NOTE else ""
        text = text[: mark.start] + inserted + text[mark.start :]
    return text


def _chunks(doc: Document, width: int) -> Iterator[str]:
    """Yield the paragraphs of the whole document."""
    yield from _cover(doc.cover)
    yield _wrapped(_title(doc.number, called(doc.title, doc.title_marks)), width)
    yield from _blocks(doc.blocks, width)
    yield from _adoption(doc.adoption)
    for part in doc.parts:
        yield _wrapped(_title(part.number, called(part.title, part.marks)), width)
        yield from _blocks(part.blocks, width)
        yield from _adoption(part.adoption)
    for line in doc.closing:
        yield _wrapped(line, width)
    for signature in doc.signatures:
        who = ", ".join(word for word in (signature.name, signature.office) if word)
        yield f"For {signature.party}: {who or RULE}"
    for annex in doc.annexes:
        yield from _annex(annex, width)
    if any(note.text for note in doc.notes):
        yield f"\n{RULE}"
    for note in doc.notes:
        if note.text:
            yield _wrapped(f"{raised(note.marker)} {note.text}", width)


def _title(number: str, title: str) -> str:
    return f"{number} {title}" if number and title else number or title


def _cover(cover: Cover) -> Iterator[str]:
    yield "United Nations" if cover.symbol or cover.authority else ""
    yield from (cover.symbol, cover.authority, f"Distr.: {cover.distribution}" if cover.distribution else "")
    yield from (
        cover.issued_text,
        cover.original,
        cover.session,
        *cover.agenda_text,
        cover.status_line,
        cover.proponent,
    )


def _adoption(adoption: Adoption) -> Iterator[str]:
    yield "\n".join(line for line in (adoption.meeting, adoption.date_text) if line)


def _annex(annex: Annex, width: int) -> Iterator[str]:
    yield "\n" + (annex.label if ANNEX.match(annex.label) else _underlined(annex.label))
    yield _underlined(_wrapped(annex.title, width))
    yield from _blocks(annex.blocks, width)


def _blocks(blocks: tuple[Block, ...], width: int) -> Iterator[str]:
    opening = _operative(blocks)
    for n, block in enumerate(blocks):
        text = called(block.text, block.marks)
        apart = "\n" if n in opening else ""
        if block.kind is BlockKind.TABLE:
            yield _wrapped(text, width)
            yield _table(block.table or Table(()))
        elif block.kind is BlockKind.ARTICLE:
            yield block.number
            yield _underlined(_wrapped(text, width))
        elif block.kind is BlockKind.PARAGRAPH:
            yield apart + _wrapped(f"{block.number} {text}".strip(), width, INDENT * block.level)
        elif block.kind is BlockKind.HEADING:
            yield apart + _underlined(_wrapped(f"{block.number} {text}".strip(), width))
        elif block.kind is BlockKind.FORMULA:
            yield f"\n{_wrapped(text, width)}"
        else:
            yield _wrapped(f"{block.number} {text}".strip(), width)


def _operative(blocks: tuple[Block, ...]) -> set[int]:
    """Return where operative parts open: the first paragraph behind a formula, or the headings right before it."""
    found: set[int] = set()
    awaited = False
    for n, block in enumerate(blocks):
        if block.kind is BlockKind.FORMULA:
            awaited = True
        elif block.kind is BlockKind.PARAGRAPH and awaited:
            at = n
            while blocks[at - 1].kind is BlockKind.HEADING:
                at -= 1
            if n + 1 == len(blocks) or blocks[n + 1].kind is not BlockKind.PREAMBLE:
                found.add(at)
            awaited = False
    return found


def _underlined(heading: str) -> str:
    return f"{heading}\n{underline(heading)}" if heading else ""


def _table(table: Table) -> str:
    """Return the rows as lines of cells between bars, the columns aligned."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    columns = max((len(row) for row in rows), default=0)
    widths = [max((len(row[k]) for row in rows if k < len(row)), default=0) for k in range(columns)]
    lines = ["| " + " | ".join(cell.ljust(widths[k]) for k, cell in enumerate(row)) + " |" for row in rows]
    return "\n".join(lines)


def _cell(cell: Cell) -> str:
    return " ".join(called(cell.text, cell.marks).split()).replace("|", "¦")


def _wrapped(text: str, width: int, indent: str = "") -> str:
    """Return `text` wrapped; words and hyphenated words stay whole.

    No line ends with a hyphen or a stroke that a space follows, for there the reader would join the words.
    """
    if width <= 0 or not text:
        return text
    return textwrap.fill(
        _HANGING.sub(_TIED, text),
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace(_TIED, " ")
