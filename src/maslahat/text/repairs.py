"""Repairs offered on a text as it was read: glued and split words, each with its evidence (DESIGN §10)."""

from __future__ import annotations

import re

from maslahat.text.dates import MONTH
from maslahat.text.document import Document, Repair

_GLUED_DATE = re.compile(rf"\b(on|of|to|from|until|by)(\d{{1,2}} {MONTH})\b", re.I)
_GLUED_WORDS = re.compile(r"\b[a-z]{2,}[.,;](?=[A-Z][a-z]{2})|\b[a-z]{3,}(?=\()")
_PAIR = re.compile(r"\b(?=([A-Za-z][a-z]{2,}) ([a-z]{4,})\b)")
_WORD = re.compile(r"[^\W\d_]{6,}")


def offered_repairs(doc: Document) -> list[Repair]:
    """Return the repairs to offer on the words of `doc`. Nothing is changed."""
    texts = _texts(doc)
    found = [repair for where, text in texts for repair in _glued(where, text)]
    return found + _split(texts)


def _texts(doc: Document) -> list[tuple[str, str]]:
    texts = [("the title", doc.title), ("the cover", doc.cover.status_line)]
    texts += [("the cover", line) for line in doc.cover.agenda_text]
    texts += [
        (f"{block.kind} {block.number or n}", block.text) for n, block in enumerate(doc.all_blocks(), start=1)
    ]
    return texts


def _glued(where: str, text: str) -> list[Repair]:
    repairs = [
        Repair(
            where, found[0], f"{found[1]} {found[2]}", "a preposition stands glued to a date", "glued words"
        )
        for found in _GLUED_DATE.finditer(text)
    ]
    for found in _GLUED_WORDS.finditer(text):
        whole = text[found.start() : found.end() + 6].split(" ", maxsplit=1)[0]
        mended = text[found.start() : found.end()] + " " + whole[found.end() - found.start() :]
        repairs.append(
            Repair(where, whole, mended, "no space after a mark or before a bracket", "glued words")
        )
    return repairs


def _split(texts: list[tuple[str, str]]) -> list[Repair]:
    """Offer to join two words that stand as one word elsewhere in the same text."""
    words = {word.lower() for _, text in texts for word in _WORD.findall(text)}
    repairs = []
    for where, text in texts:
        for found in _PAIR.finditer(text):
            whole = (found[1] + found[2]).lower()
            if whole in words:
                evidence = f"“{whole}” stands as one word elsewhere in the text"
                repairs.append(
                    Repair(where, f"{found[1]} {found[2]}", found[1] + found[2], evidence, "split word")
                )
    return repairs
