"""Rules on lists: what leads into one, how its items end, that there is more than one (DESIGN §10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from maslahat.text.check.finding import Finding, bare, ended
from maslahat.text.document import Block, BlockKind, Document, DocumentKind

CAPTION = 5  # words at the most of an item that is but a caption, as “Protection of civilians”
_ENDS = (";", ",", ":", "; and", "; or", ", and", ", or")


@dataclass(slots=True)
class _List:
    """The items that stand in a row at one level under one paragraph."""

    over: Block | None
    items: list[Block] = field(default_factory=list)
    nested: set[int] = field(default_factory=set)  # the places of items that have a list of their own

    @property
    def place(self) -> str:
        return f"paragraph {self.over.number}".rstrip() if self.over is not None else "list"


def check_lists(doc: Document) -> Iterator[Finding]:
    """A list is led into by a colon, its items end alike, and the last but one says “and” where all others do not end."""
    if doc.kind is not DocumentKind.RESOLUTION or doc.language not in {"eng", ""}:
        return
    for one in _lists(doc.blocks):
        yield from _led(one)
        yield from _ends(one)


def _lists(blocks: tuple[Block, ...]) -> list[_List]:
    """Return the lists of lettered items, the outer before the inner ones."""
    found: list[_List] = []
    open_: dict[int, _List] = {}
    before: Block | None = None
    for block in blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.quote or not block.level:
            open_ = {}
        else:
            open_ = {level: one for level, one in open_.items() if level <= block.level}
            if block.level not in open_:
                open_[block.level] = _List(before)
                found.append(open_[block.level])
                outer = open_.get(block.level - 1)
                if outer is not None:
                    outer.nested.add(len(outer.items) - 1)
            open_[block.level].items.append(block)
        before = block
    return found


def _led(one: _List) -> Iterator[Finding]:
    """The words before (a) end with a colon."""
    over, first = one.over, one.items[0]
    if over is None or first.number != "(a)" or over.kind is not BlockKind.PARAGRAPH or len(one.items) < 2:
        return
    text = bare(over)
    if text.endswith(";") or (text[-1:].isalnum() and len(text.split()) > CAPTION):
        yield ended("punctuation.list", one.place, over, ":")


def _ends(one: _List) -> Iterator[Finding]:
    """An item ends as those beside it do, where all but a few end with a semicolon."""
    inner = [n for n in range(len(one.items) - 1) if n not in one.nested]
    marked = [n for n in inner if bare(one.items[n]).endswith(_ENDS)]
    if len(inner) < 2 or len(marked) < len(inner) - 1:
        return
    for n in inner:
        text = bare(one.items[n])
        if n not in marked and (text[-1:].isalnum() or text.endswith((".", ")", "”", "’"))):
            yield ended("punctuation.list", f"{one.place} {one.items[n].number}", one.items[n], ";")
