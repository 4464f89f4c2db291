"""The structure of a document as a flat list, for comparing two readings of the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from maslahat.text.document import Block, BlockKind, Document, Mark, MarkKind

ARTICLE_HEAD = re.compile(r"((?:Article|ARTICLE|Статья) (?:\d{1,3}|[IVXL]+)[.:]?)(?: (.+))?$")


class Item(NamedTuple):
    """One item of the structure: its kind, label and level, its words, the markers of the notes it calls."""

    kind: str
    number: str
    level: int
    text: str
    calls: tuple[str, ...] = ()


def structure(doc: Document) -> list[Item]:
    """Return the items of the main text, further parts, annexes and notes, in order.

    The rank of a heading and the class of a paragraph in its source are no part of the structure; nor is
    white space. The label and the title of an annex count as headings, for some sources set them so.
    """
    items = [*_blocks(doc.blocks)]
    for part in doc.parts:
        if part.number or part.title:
            items.append(Item("part", part.number, 0, _plain(part.title), _calls(part.marks)))
        items += _blocks(part.blocks)
    for annex in doc.annexes:
        for words in (annex.label, annex.title):
            items += _headings(_plain(words)) if words else []
        items += _blocks(annex.blocks)
    items += [Item("note", note.marker, 0, _plain(note.text)) for note in doc.notes]
    return items


def _blocks(blocks: tuple[Block, ...]) -> Iterator[Item]:
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            for row in block.table.rows if block.table else ():
                if any(cell.text for cell in row):
                    yield Item("row", "", 0, _plain(" | ".join(cell.text for cell in row)))
        elif block.kind in {BlockKind.HEADING, BlockKind.ARTICLE}:
            yield from _headings(_plain(f"{block.number} {block.text}"), _calls(block.marks))
        else:
            yield Item(str(block.kind), block.number, block.level, _plain(block.text), _calls(block.marks))


def _headings(words: str, calls: tuple[str, ...] = ()) -> Iterator[Item]:
    """Yield a heading; the number of an article and its title are two."""
    article = ARTICLE_HEAD.match(words)
    if article and article[2]:
        yield Item("heading", "", 0, article[1])
        words = article[2]
    yield Item("heading", "", 0, words, calls)


def _calls(marks: tuple[Mark, ...]) -> tuple[str, ...]:
    return tuple(mark.value for mark in marks if mark.kind is MarkKind.NOTE)


def _plain(text: str) -> str:
    return " ".join(text.split())
