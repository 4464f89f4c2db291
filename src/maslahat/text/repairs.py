"""Repairs offered on a text as it was read: glued and split words, each with its evidence (DESIGN §10)."""

from __future__ import annotations

import re

from maslahat.text.dates import MONTH
from maslahat.text.document import Document, Repair

_GLUED_DATE = re.compile(rf"\b(on|of|to|from|until|by)(\d{{1,2}} {MONTH})\b", re.I)
_GLUED_WORDS = re.compile(r"\b[a-z]{2,}[.,;](?=[A-Z][a-z]{2})|\b[a-z]{3,}(?=\()")
_PAIR = re.compile(r"\b(?=([A-Za-z][a-z]{2,}) ([a-z]{4,})\b)")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_FIRST, _LEAST_SECOND = 3, 4  # letters of the parts of a split word
_SMALL, _CAPITAL = b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Bytes of UTF-8 as the sort of character they are, and as small letters with a space for any other sign; both are
# quicker by far over a whole text than a pattern. What is not ASCII stays as it is.
_SORTS = bytes.maketrans(_SMALL + _CAPITAL + b"0123456789,;", b"a" * 26 + b"A" * 26 + b"1" * 10 + b"..")
_GLUED_SORTS = (b"a1", b"A1", b"a.A", b"a(")  # what every glued word has, and few texts have
_WORDS_ONLY = bytes(
    sign if sign > 127 or sign in _SMALL else sign + 32 if sign in _CAPITAL else 32 for sign in range(256)
)


def offered_repairs(doc: Document) -> list[Repair]:
    """Return the repairs to offer on the words of `doc`. Nothing is changed."""
    texts = _texts(doc)
    whole = " ".join(text for _, text in texts).encode(errors="replace")
    glued = [repair for where, text in texts for repair in _glued(where, text)] if _suspect(whole) else []
    return glued + _split(texts, _splits(whole))


def _texts(doc: Document) -> list[tuple[str, str]]:
    texts = [("the title", doc.title), ("the cover", doc.cover.status_line)]
    texts += [("the cover", line) for line in doc.cover.agenda_text]
    texts += [
        (f"{block.kind} {block.number or n}", block.text) for n, block in enumerate(doc.all_blocks(), start=1)
    ]
    return texts


def _glued(where: str, text: str) -> list[Repair]:
    if not _suspect(text.encode(errors="replace")):
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


def _suspect(text: bytes) -> bool:
    """Tell whether a text has anything that glued words have."""
    sorts = text.translate(_SORTS)
    return any(glued in sorts for glued in _GLUED_SORTS)


def _splits(text: bytes) -> set[str]:
    """Return the words that stand in the text and, it seems, in two parts elsewhere in it.

    Each different word is looked at once.
    """
    spaced = text.translate(_WORDS_ONLY).decode()
    words = set(spaced.split())
    words.update(
        _LETTERS.findall(" ".join(word for word in words if not word.isascii()).lower())
    )  # “States’”
    return {
        word
        for word in words
        if len(word) >= _LEAST_FIRST + _LEAST_SECOND
        for cut in range(_LEAST_FIRST, len(word) - _LEAST_SECOND + 1)
        if word[cut:] in words and word[:cut] in words and f"{word[:cut]} {word[cut:]}" in spaced
    }


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
