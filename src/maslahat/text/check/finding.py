"""A finding of the check, the part of the UN Editorial Manual its rule stands in, and names for places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maslahat.text.document import Block, BlockKind, Document

_RESOLUTIONS = "Resolutions and other formal decisions of United Nations organs"
_DRAFTING = f"{_RESOLUTIONS}, II. Drafting and editing"
# The sections as the Manual is published (un.org/dgacm/en/content/editorial-manual); a rule that stands in no section of its
# own is mere proofreading, and names the Manual alone. A whole rule goes before its kind.
_MANUAL = {
    "order": f"{_DRAFTING}, C. Order of elements",
    "order.title": f"{_DRAFTING}, B. Titles",
    "cover": "Mastheads and cover pages",
    "cover.number": f"{_RESOLUTIONS}, I. System of identification",
    "cover.date": f"{_DRAFTING}, C. Order of elements",
    "cover.meeting": f"{_DRAFTING}, C. Order of elements",
    "punctuation": f"{_DRAFTING}, H. Punctuation",
    "verbs": f"{_DRAFTING}, C. Order of elements",
    "numbering": f"{_DRAFTING}, D. Numbering and arrangement of paragraphs",
    "headings": "Headings and subheadings",
    "references": f"{_DRAFTING}, J. References to other resolutions and decisions",
    "references.cross": f"{_DRAFTING}, E. References to paragraphs",
    "footnotes": "Footnotes and other references, IX. Footnote indicators",
    "numbering.added": "Paragraphs and subparagraphs",
    "brackets": "Paragraphs and subparagraphs",
    "terms.abbreviation": f"{_DRAFTING}, I. Abbreviations",
}
_WITHOUT = {"brackets.round", "references.annex", "references.session"}
# A call repeated in a Word file is a mere figure behind the mark, where the UN sets its calls.
_CALL_END = re.compile(r"(?:[\s\u200e\u200f*]|(?<=[,;:.])\d{1,2}(?=[\s*]*$))+$")
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
    section = "" if rule in _WITHOUT else _MANUAL.get(rule) or _MANUAL.get(rule.split(".", maxsplit=1)[0], "")
    return f"UN Editorial Manual, {section}" if section else "UN Editorial Manual"


def bare(block: Block) -> str:
    """Return the words of a block without marks of layout at the end."""
    return _CALL_END.sub("", block.text).rstrip("]")  # brackets of drafts are told by a rule of their own


def ended(rule: str, place: str, block: Block, mark: str) -> Finding:
    """Return the finding that a block ends with another mark than `mark`."""
    text = bare(block)
    kept = text if text[-1:].isalnum() or text.endswith((")", "”", "’")) else text[:-1]
    return Finding(rule, place, f"…{text[-25:]}", f"…{kept[-25:]}{mark}")


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
