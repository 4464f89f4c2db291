"""The passages of an agreement that can bind: paragraphs with their article, points with the words over them, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maslahat.text import Block, BlockKind, Document
from maslahat.text.document import Table

_FROM = re.compile(r"(?:from|paid by|by|delivered by|party|state|от|кто)$", re.I)
_TO = re.compile(r"(?:to|paid to|for|delivered to|к|кому)$", re.I)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that can bind, with their place (`Article 2 1. (a)`) and the table that they lead to."""

    place: str
    text: str
    article: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of such a table: its label, who gives, who gets, and the rest as `column value`."""

    label: str
    giver: str
    taker: str
    words: str


def passages(doc: Document) -> Iterator[Passage]:
    """Yield the passages of the text and its annexes; a list is read point by point under the words that open it."""
    article, above = "", list[Block]()
    blocks = [*doc.blocks, *(block for annex in doc.annexes for block in annex.blocks)]
    for n, block in enumerate(blocks):
        if block.kind is BlockKind.ARTICLE:
            article, above = block.number.rstrip(".: "), []
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        above = above[: block.level]
        following = blocks[n + 1] if n + 1 < len(blocks) else None
        opens = following is not None and following.level > block.level
        if not (opens and block.text.endswith(":")):
            label = " ".join(one.number for one in (*above, block) if one.number)
            text = " ".join(one.text for one in (*above, block))
            table = following.table if following is not None and text.endswith(":") else None
            yield Passage(f"{article} {label}".strip(), text, article, table)
        above.append(block)


def rows(table: Table) -> Iterator[Row]:
    """Yield the rows under the head of a table; columns named as “From”, “Paid by”, “To” say who gives and who gets."""
    head, *body = [[cell.text for cell in row] for row in table.rows] or [[]]
    giver = next((n for n, name in enumerate(head) if _FROM.match(name.strip())), None)
    taker = next((n for n, name in enumerate(head) if _TO.match(name.strip())), None)
    for cells in body:
        named = list(zip(head, cells, strict=False))
        rest = [
            f"{name}: {value}" if name else value
            for n, (name, value) in enumerate(named)
            if value and n not in {giver, taker} and not (n == 0 and not name)
        ]
        label = cells[0] if cells and giver != 0 else ""
        yield Row(
            label,
            cells[giver] if giver is not None else "",
            cells[taker] if taker is not None else "",
            "; ".join(rest),
        )
