"""A finding of the check, the part of the UN Editorial Manual its rule stands in, and names for places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maslahat.text.document import Block, BlockKind, Document

_MANUAL = {
    "order": "Resolutions: parts of a resolution",
    "cover": "Resolutions: headings and titles",
    "punctuation": "Resolutions: preambular and operative paragraphs, punctuation",
    "verbs": "Resolutions: preambular and operative paragraphs, opening words",
    "numbering": "Resolutions: numbering of paragraphs and subparagraphs",
    "headings": "Headings and subdivisions of texts",
    "references": "References to resolutions, paragraphs and documents; document symbols",
    "footnotes": "Footnotes and other references",
    "brackets": "Punctuation: square brackets and parentheses",
    "words": "Punctuation and proofreading",
    "terms": "Abbreviations and defined terms",
}
_CALL_END = re.compile(r"[\s\u200e\u200f*]+$")
TOP = re.compile(r"\d+(?: ?(?:bis|ter|quater|quinquies))?\.$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the form asks for and the text does not do."""

    rule: str
    place: str
    found: str
    mend: str

    @property
    def manual(self) -> str:
        """The part of the UN Editorial Manual that the rule stands in."""
        return manual(self.rule)


def manual(rule: str) -> str:
    """Return the part of the UN Editorial Manual that a rule stands in."""
    return f"UN Editorial Manual, {_MANUAL[rule.split('.', maxsplit=1)[0]]}"


def bare(block: Block) -> str:
    """Return the words of a block without marks of layout at the end."""
    return _CALL_END.sub("", block.text).rstrip("]")  # brackets of drafts are told by a rule of their own


def is_top(block: Block) -> bool:
    """Tell whether a block is an operative paragraph of its own: `3.`, `3 bis.`, `[3.` of a draft."""
    return (
        block.kind is BlockKind.PARAGRAPH
        and TOP.match(block.number.strip("[]")) is not None
        and not block.quote
        and not block.level
    )


def placed(doc: Document) -> Iterator[tuple[str, Block]]:
    """Yield every block with the name of its place: `recital 2`, `paragraph 3. (a)`."""
    recital = 0
    above: list[str] = []
    for block in doc.all_blocks():
        recital += block.kind is BlockKind.PREAMBLE
        if block.kind is BlockKind.PARAGRAPH:
            above = [*above[: block.level], block.number]
            yield " ".join(["paragraph", *(part for part in above if part)]), block
        else:
            name = f"recital {recital}" if block.kind is BlockKind.PREAMBLE else f"{block.kind}"
            f" {block.number}"
            yield name.strip(), block
