"""Repairs offered on a text as it was read: glued and split words, each with its evidence (DESIGN §10)."""

from __future__ import annotations

import re
from functools import lru_cache

from maslahat.text.dates import MONTH
from maslahat.text.document import Document, Repair

_GLUED_DATE = re.compile(rf"\b(on|of|to|from|until|by)(\d{{1,2}} {MONTH})\b", re.I)
_GLUED_WORDS = re.compile(r"\b[a-z]{2,}[.,;](?=[A-Z][a-z]{2})|\b[a-z]{3,}(?=\()")
_SUSPECT = re.compile(r"[A-Za-z]\d|[a-z][.,;][A-Z]|[a-z]\(")  # what every glued word has, and few texts have
_PAIR = re.compile(r"\b(?=([A-Za-z][a-z]{2,}) ([a-z]{4,})\b)")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_FIRST, _LEAST_SECOND = 3, 4  # letters of the parts of a split word


def offered_repairs(doc: Document) -> list[Repair]:
    """Return the repairs to offer on the words of `doc`. Nothing is changed."""
    texts = _texts(doc)
    whole = " ".join(text for _, text in texts)
    # Few texts have anything to mend: each different word is looked at once before any text is gone through.
    tokens = set(whole.split())
    plain = set(filter(str.isalpha, tokens))
    rest = " ".join(tokens - plain)
    glued = (
        [repair for where, text in texts for repair in _glued(where, text)] if _SUSPECT.search(rest) else []
    )
    words = {*map(str.lower, plain), *_LETTERS.findall(rest.lower())}
    return glued + _split(texts, _splits(words, whole.lower()))


def _texts(doc: Document) -> list[tuple[str, str]]:
    texts = [("the title", doc.title), ("the cover", doc.cover.status_line)]
    texts += [("the cover", line) for line in doc.cover.agenda_text]
    texts += [
        (f"{block.kind} {block.number or n}", block.text) for n, block in enumerate(doc.all_blocks(), start=1)
    ]
    return texts


def _glued(where: str, text: str) -> list[Repair]:
    if not _SUSPECT.search(text):
        return []
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


def _splits(words: set[str], whole: str) -> set[str]:
    """Return the words that stand in the text and, it seems, in two parts elsewhere in it."""
    found = set()
    for word in words:
        if len(word) >= _LEAST_FIRST + _LEAST_SECOND and not words.isdisjoint(ends := _ends(word)):
            for second in words.intersection(ends):
                first = word.removesuffix(second)
                if first in words and f"{first} {second}" in whole:
                    found.add(word)
    return found


@lru_cache(maxsize=2**14)  # the same words recur from text to text
def _ends(word: str) -> tuple[str, ...]:
    """Return what can be the second part of a split word."""
    return tuple(word[cut:] for cut in range(_LEAST_FIRST, len(word) - _LEAST_SECOND + 1))


def _split(texts: list[tuple[str, str]], words: set[str]) -> list[Repair]:
    """Offer to join two words that stand as one of `words` elsewhere in the same text."""
    if not words:
        return []
    repairs = []
    for where, text in texts:
        for first, second in _PAIR.findall(text):
            whole = first.lower() + second
            if whole in words:
                evidence = f"“{whole}” stands as one word elsewhere in the text"
                repairs.append(Repair(where, f"{first} {second}", first + second, evidence, "split word"))
    return repairs
