"""What the layout of the United Nations adds to a text that says nothing of it: italic openings and links.

A text out of a plain file has no emphasis and no links. In the printed document the enacting formula and the opening
words of every paragraph are italic, and the UN links the resolutions and documents that are cited. Both are set here
by rule, for the form that is being written only: they bear kinds of marks of their own, by which a reader knows them
and leaves them out, so that a document is the same after a form and back (DESIGN §10).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from maslahat.text.cited import cited
from maslahat.text.dates import MONTH
from maslahat.text.document import Block, BlockKind, Document, DocumentKind, Mark, MarkKind, Note
from maslahat.text.openings import opening

LOST_NOTE = "(the note is missing)"
_DAY = re.compile(rf"(?:\b\w\w )?\b\d{{1,2}} (?i:{MONTH})\b")
_OWN = {MarkKind.ITALIC, MarkKind.BOLD}
_OPENED = {BlockKind.FORMULA, BlockKind.PREAMBLE, BlockKind.PARAGRAPH}


def laid_out(doc: Document) -> Document:
    """Return `doc` with italic openings where it has no emphasis of its own, and links where it has none."""
    blocks = tuple(doc.all_blocks())
    kinds = {mark.kind for block in blocks for mark in block.marks}
    opens = not kinds & _OWN and any(block.kind is BlockKind.FORMULA for block in blocks)
    linked = MarkKind.LINK in kinds or any(
        mark.kind is MarkKind.LINK for note in doc.notes for mark in note.marks
    )
    if not opens and linked:
        return doc

    def added(block: Block, inside: bool) -> Block:
        marks = _opening(block, doc.language) if opens and inside else ()
        return _marked(block, marks if linked else (*marks, *cited(block.text, doc.organ, doc.language)))

    notes = doc.notes if linked else tuple(_noted(note, doc) for note in doc.notes)
    return replace(_each(doc, added), notes=notes)


def adopted_at(doc: Document) -> tuple[str, ...]:
    """Return meeting and day under the text; none where the cover or a statement's first sentence tells them."""
    told = "adopted by the security council at" in doc.cover.status_line.lower()
    if told or doc.kind is DocumentKind.STATEMENT:
        return ()
    return tuple(line for line in (doc.adoption.meeting, doc.adoption.date_text) if line)


def bound_day(line: str) -> str:
    """Return a line whose day stays with its month and the short word before it, as the UN binds them."""
    return _DAY.sub(lambda found: found[0].replace(" ", "\u00a0"), line)


def put_forward(doc: Document) -> tuple[bool, tuple[Mark, ...]]:
    """Return whether the line of the proponent names sponsors, set in bold, and its marks.

    A committee stands in italics within upright brackets; the symbols cited are links.
    """
    text = doc.cover.proponent
    links = cited(text, doc.organ, doc.language)
    if not text.startswith("["):
        return True, links
    return False, (Mark(1, len(text) - text.endswith("]"), MarkKind.ITALIC), *links)


def _noted(note: Note, doc: Document) -> Note:
    marks = cited(note.text, doc.organ, doc.language)
    return replace(note, marks=_sorted(note.marks, marks)) if marks else note


def _opening(block: Block, language: str) -> tuple[Mark, ...]:
    if block.kind not in _OPENED or block.level or block.quote:
        return ()
    end = opening(block.kind, block.text, language)
    return (Mark(0, end, MarkKind.OPENING),) if end else ()


def _marked(block: Block, marks: tuple[Mark, ...]) -> Block:
    return block.with_words(block.text, _sorted(block.marks, marks)) if marks else block


def _sorted(own: tuple[Mark, ...], added: tuple[Mark, ...]) -> tuple[Mark, ...]:
    if not own and len(added) == 1:
        return added
    return tuple(sorted((*own, *added), key=lambda mark: (mark.start, -mark.end)))


def _each(doc: Document, change: Callable[[Block, bool], Block]) -> Document:
    """Return `doc` with every block changed; `change` is told whether it stands in the text and not in an annex."""

    def changed(blocks: tuple[Block, ...], inside: bool) -> tuple[Block, ...]:
        return tuple([change(block, inside) for block in blocks])

    parts = tuple(replace(part, blocks=changed(part.blocks, inside=True)) for part in doc.parts)
    annexes = tuple(replace(one, blocks=changed(one.blocks, inside=False)) for one in doc.annexes)
    return replace(doc, blocks=changed(doc.blocks, inside=True), parts=parts, annexes=annexes)
