"""What the layout of the United Nations adds to a text that says nothing of it: italic openings and links.

A text out of a plain file has no emphasis and no links. In the printed document the enacting formula and the opening
words of every paragraph are italic, and the UN links the resolutions and documents that are cited. Both are set here
by rule, for the form that is being written only: they bear kinds of marks of their own, by which a reader knows them
and leaves them out, so that a document is the same after a form and back (DESIGN §10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from maslahat.text.cited import cited
from maslahat.text.document import Block, BlockKind, Document, Mark, MarkKind
from maslahat.text.openings import opening

LOST_NOTE = "(the note is missing)"
_OWN = {MarkKind.ITALIC, MarkKind.BOLD}
_OPENED = {BlockKind.FORMULA, BlockKind.PREAMBLE, BlockKind.PARAGRAPH}


def laid_out(doc: Document) -> Document:
    """Return `doc` with italic openings where it has no emphasis of its own, and links where it has none."""
    blocks = tuple(doc.all_blocks())
    kinds = {mark.kind for block in blocks for mark in block.marks}
    resolution = any(block.kind is BlockKind.FORMULA for block in blocks)
    if resolution and not kinds & _OWN:
        doc = _each(doc, lambda block: _marked(block, _opening(block, doc.language)), annexes=False)
    if MarkKind.LINK in kinds or any(mark.kind is MarkKind.LINK for note in doc.notes for mark in note.marks):
        return doc
    notes = tuple(
        replace(note, marks=_sorted(note.marks, cited(note.text, doc.organ, doc.language)))
        for note in doc.notes
    )
    doc = _each(doc, lambda block: _marked(block, cited(block.text, doc.organ, doc.language)), annexes=True)
    return replace(doc, notes=notes)


def _opening(block: Block, language: str) -> tuple[Mark, ...]:
    if block.kind not in _OPENED or block.level or block.quote:
        return ()
    end = opening(block.kind, block.text, language)
    return (Mark(0, end, MarkKind.OPENING),) if end else ()


def _marked(block: Block, marks: tuple[Mark, ...]) -> Block:
    return replace(block, marks=_sorted(block.marks, marks)) if marks else block


def _sorted(own: tuple[Mark, ...], added: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(sorted((*own, *added), key=lambda mark: (mark.start, -mark.end))) if added else own


def _each(doc: Document, change: Callable[[Block], Block], annexes: bool) -> Document:
    """Return `doc` with every block of its main text and parts changed, and of its annexes if asked."""

    def changed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(change, blocks))

    parts = tuple(replace(part, blocks=changed(part.blocks)) for part in doc.parts)
    doc = replace(doc, blocks=changed(doc.blocks), parts=parts)
    if not annexes:
        return doc
    return replace(doc, annexes=tuple(replace(one, blocks=changed(one.blocks)) for one in doc.annexes))
