"""The chain of renewals: which earlier text a resolution renews, as 77/273 renews 75/272 and that 72/7.

The predecessor is the earlier document of the library that the text cites and whose title and body are most
like its own; where it cites none that is alike, the most alike earlier document of the same organ. The first
resolution recalled leads on where the library has no copy of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maslahat.text.document import BlockKind, Document

LEAST_ALIKE = 0.45
_WORD = re.compile(r"\w+")
_GA = re.compile(r"\b(\d{2,3}/\d{1,3})(?: ([A-Z])\b)?")
_SC = re.compile(r"\b(\d{3,4}) \(((?:19|20)\d\d)\)")
_ORGANS = {
    "General Assembly": "A/RES/",
    "Economic and Social Council": "E/RES/",
    "Security Council": "S/RES/",
}
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "for",
        "on",
        "a",
        "an",
        "at",
        "by",
        "its",
        "with",
        "from",
        "united",
        "nations",
    ]
)


@dataclass(frozen=True, slots=True)
class Link:
    """A text of a chain: its symbol, title, date, likeness to the one after it, and whether it was read."""

    symbol: str
    title: str = ""
    date: str = ""
    alike: float = 0.0
    read: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What a library keeps of a document for chains: words of title and body, and what its preamble cites."""

    symbol: str
    title: str
    date: date | None
    organ: str
    title_words: Counter[str]
    body_words: Counter[str]
    cited: tuple[str, ...]


def entry(doc: Document) -> Entry:
    """Return a document's entry."""
    text = " ".join(
        block.text for block in doc.blocks if block.kind in {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}
    )
    body = Counter(word for word in _WORD.findall(text.lower()) if word not in _COMMON)
    title = doc.title or next((item.name for item in doc.cover.agenda), "")
    words = Counter(word for word in _WORD.findall(title.lower()) if word not in _COMMON)
    symbol = " ".join((doc.cover.symbol or doc.number).split())
    return Entry(
        symbol, doc.title, doc.adoption.date or doc.cover.issued, str(doc.organ), words, body, cited(doc)
    )


def cited(doc: Document) -> tuple[str, ...]:
    """Return the symbols of the organ's own resolutions that the preamble cites, in their order."""
    prefix = _ORGANS.get(str(doc.organ), "")
    found: list[str] = []
    for block in doc.preamble:
        if prefix == "S/RES/":
            found += [f"{prefix}{number} ({year})" for number, year in _SC.findall(block.text)]
        elif prefix:
            found += [
                f"{prefix}{number}{f' {part}' if part else ''}" for number, part in _GA.findall(block.text)
            ]
    return tuple(dict.fromkeys(found))


def predecessors(one: Entry, library: Sequence[Entry]) -> list[tuple[float, Entry]]:
    """Return the earlier documents that `one` may renew, the most likely first, each with its likeness."""
    ranked = []
    for other in library:
        if other.symbol == one.symbol or other.organ != one.organ or not _earlier(other, one):
            continue
        title = dice(one.title_words, other.title_words)
        is_cited = other.symbol in one.cited
        if not is_cited and title < 0.5 and (one.title_words or other.title_words):
            continue
        body = dice(one.body_words, other.body_words)
        alike = 0.55 * title + 0.45 * body if one.title_words else body
        ranked.append((round(alike + (0.1 if is_cited else 0.0), 4), other))
    best = max((score for score, _ in ranked), default=0.0)
    return sorted(ranked, key=lambda item: (-_stepped(item[0], best), -_day(item[1]), item[1].symbol))


def _day(one: Entry) -> int:
    return (one.date or date.min).toordinal()


def _stepped(score: float, best: float) -> float:
    """Return the score; those near the best count as it, and of such the latest is the predecessor."""
    return best if score >= best - 0.12 else score


def _earlier(other: Entry, one: Entry) -> bool:
    return other.date is not None and (one.date is None or other.date < one.date)


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Return the Dice coefficient of two bags of words."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def chain(doc: Document, library: Sequence[Entry]) -> list[Link]:
    """Return the chain that leads to `doc`, the oldest first, `doc` last."""
    one = entry(doc)
    links = [Link(one.symbol, one.title, str(one.date or ""), 1.0)]
    seen = {one.symbol}
    while True:
        found = [(score, other) for score, other in predecessors(one, library) if other.symbol not in seen]
        if not found or found[0][0] < LEAST_ALIKE:
            break
        score, one = found[0]
        seen.add(one.symbol)
        links.append(Link(one.symbol, one.title, str(one.date or ""), min(score, 1.0)))
    known = {other.symbol for other in library}
    before = [symbol for symbol in one.cited if symbol not in known and symbol not in seen]
    if before and before[0] == one.cited[0]:
        links.append(Link(before[0], read=False))
    return links[::-1]
