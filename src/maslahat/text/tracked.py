"""A comparison as a Word file with tracked changes: accept all for the new text, reject all for the old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maslahat.text.akn_inline import quoted
from maslahat.text.compare import Edit, comparable, compare_blocks, word_edits
from maslahat.text.document import Block, BlockKind, Document
from maslahat.text.docx_parts import document_part, footnotes_part, styles_part
from maslahat.text.docx_writer import paragraph, run, set_line
from maslahat.text.ooxml import pack
from maslahat.text.plain_writer import called
from maslahat.text.superscript import raised

UNKNOWN_TIME = "2000-01-01T00:00:00Z"


def write_tracked(old: Document, new: Document, author: str = "Maslahat") -> bytes:
    """Return a .docx file of `new` with every difference from `old` tracked. Same input, same bytes."""
    tracker = _Tracker(author)
    content = "".join(tracker.paragraphs(lines(old), lines(new)))
    return pack(
        {
            "document": document_part(content, (), new.language),
            "styles": styles_part(new.language),
            "footnotes": footnotes_part(()),
        }
    )


def lines(doc: Document) -> list[Block]:
    """Return the whole document as blocks of one line each: cover, title, text, closing lines and notes."""
    cover = doc.cover
    head = [cover.symbol, cover.session, *cover.agenda_text, cover.status_line, cover.proponent]
    found = [Block(BlockKind.HEADING, " ".join(text.split()), style="cover") for text in head if text]
    title = called(doc.title, doc.title_marks)
    found.append(Block(BlockKind.HEADING, f"{doc.number} {title}".strip(), style="title"))
    found += comparable(doc)
    closing = [doc.adoption.meeting, doc.adoption.date_text, *doc.closing]
    found += [Block(BlockKind.PARAGRAPH, line) for line in closing if line]
    found += [Block(BlockKind.PARAGRAPH, f"{raised(note.marker)} {note.text}") for note in doc.notes]
    return [block for block in found if block.text or block.number]


@dataclass(slots=True)
class _Tracker:
    author: str
    number: int = 0

    def paragraphs(self, old: list[Block], new: list[Block]) -> Iterator[str]:
        """Yield the paragraphs of both texts in one order: what moved is taken out there and put in here."""
        steps = list(_steps(old, new))
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            before, now = step
            if before is None or now is None:
                yield self.whole(now or before or Block(BlockKind.PARAGRAPH), "del" if now is None else "ins")
                continue
            edits = _edits(before, now)
            if _runs_into(edits, after):
                yield self.whole(before, "del")
                yield self.whole(now, "ins")
            else:
                yield self.edited(edits, now)

    def whole(self, block: Block, kind: str) -> str:
        """Return a paragraph that is put in or taken out whole, its mark with it."""
        text, _, style, level = set_line(block)
        return paragraph(self.tracked(text, kind), style, level=level, mark=f"<w:{kind} {self.stamp()}/>")

    def edited(self, edits: Sequence[Edit], new: Block) -> str:
        """Return a paragraph that stays, the words that changed tracked."""
        _, _, style, level = set_line(new)
        runs = []
        for edit in edits:
            if edit.kind == "equal":
                runs.append(run(edit.old))
                continue
            runs.append(self.tracked(edit.old, "del") if edit.old else "")
            runs.append(self.tracked(edit.new, "ins") if edit.new else "")
        return paragraph("".join(runs), style, level=level)

    def tracked(self, text: str, kind: str) -> str:
        return f"<w:{kind} {self.stamp()}>{run(text, deleted=kind == 'del')}</w:{kind}>"

    def stamp(self) -> str:
        self.number += 1
        return f'w:id="{self.number}" w:author="{quoted(self.author)}" w:date="{UNKNOWN_TIME}"'


def _steps(old: list[Block], new: list[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield what stands in the file in order: a block of the old text, of the new one, or both where it stays."""
    comparison = compare_blocks(old, new)
    still = {
        change.old[0]: change.new[0]
        for change in comparison.changes
        if len(change.old) == len(change.new) == 1 and not change.moved
    }
    at = 0
    for i, block in enumerate(old):
        if i not in still:
            yield block, None
            continue
        yield from ((None, one) for one in new[at : still[i]])
        yield block, new[still[i]]
        at = still[i] + 1
    yield from ((None, one) for one in new[at:])


def _edits(old: Block, new: Block) -> Sequence[Edit]:
    before, after = set_line(old)[0], set_line(new)[0]
    return (Edit("equal", before, after),) if before == after else word_edits(before, after)


def _runs_into(edits: Sequence[Edit], after: tuple[Block | None, Block | None] | None) -> bool:
    """Tell whether a change at the end of a paragraph meets a whole paragraph of its kind.

    LibreOffice takes the two for one stretch and loses the end of the paragraph between them.
    """
    if after is None or not edits or edits[-1].kind == "equal":
        return False
    old, new = after
    return old is None if edits[-1].new else new is None
