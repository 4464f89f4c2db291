"""Ranking what a search found: rare words and words in their order weigh most; paragraphs renewed year by year
stand in one place that names them all (DESIGN §10)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

ALIKE = 0.8  # share of the words that two paragraphs have in common where they say nearly the same
READ = 6000  # characters of a paragraph that are read word by word
FEWEST_IN_ORDER = 2
_WORD = re.compile(r"[^\W_]+")
_PARAGRAPHS = 1e5  # a library of usual size, for the weight of a word by how many paragraphs hold it


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found: where it stands, what it says, how well it fits (greater is better).

    `also` holds the paragraphs that say nearly the same: `twin` is a number that they share where they differ
    in figures and sessions alone.
    """

    symbol: str
    title: str
    paragraph: str
    kind: str
    place: int
    text: str
    year: int
    path: str
    score: float
    also: tuple[Hit, ...] = ()
    twin: int = 0

    @property
    def name(self) -> str:
        """The document and the paragraph: “A/RES/76/81, 3.”."""
        return f"{self.symbol}, {self.paragraph or self.kind}".strip(", ")


def ranked(hits: Sequence[Hit], terms: Sequence[tuple[str, int]], words: str, limit: int) -> list[Hit]:
    """Return the hits, the best first, those that say nearly the same under the best of them.

    `terms` are the words sought, each with the number of paragraphs that hold it; `words` is the query as typed.
    """
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    asked = _WORD.findall(words.lower())
    weighed = [
        (_WORD.findall(word), math.log(_PARAGRAPHS / (1 + min(count, _PARAGRAPHS / 2))))
        for word, count in terms
    ]
    read = []
    for hit in hits:
        held = _WORD.findall(hit.text[:READ].lower())
        worth = _covered(hit, weighed, frozenset(held)) + _in_order(asked, held) + hit.score / top
        named = bool(hit.symbol) and re.search(rf"(?<!\S){re.escape(hit.symbol)}(?!\S)", words) is not None
        read.append((replace(hit, score=round(worth + 10 * named, 6)), frozenset(held)))
    read.sort(key=lambda item: (-item[0].score, -item[0].year, item[0].symbol, item[0].place))
    return _gathered(read)[:limit]


def _covered(hit: Hit, weighed: list[tuple[list[str], float]], held: frozenset[str]) -> float:
    """Return the share of the words sought that a hit holds in this very form, by how rare they are, times three."""
    about = frozenset(_WORD.findall(f"{hit.title} {hit.symbol} {hit.year}".lower()))
    rest = hit.text[READ:].lower()
    weight = got = 0.0
    for parts, rare in weighed:
        weight += rare
        if held.issuperset(parts) or (rest and all(part in rest for part in parts)):
            got += rare
        elif about.issuperset(parts):
            got += 0.7 * rare
    return 3 * got / (weight or 1.0)


def _in_order(asked: list[str], held: list[str]) -> float:
    """Return the share of the words that stand one after another as asked, times two; two in a row say nothing."""
    padded = f" {' '.join(held)} "
    best, start = 0, 0
    while start + best < len(asked):
        if f" {' '.join(asked[start : start + best + 1])} " in padded:
            best += 1
        else:
            start += 1
    return 2 * best / len(asked) if best > FEWEST_IN_ORDER else 0.0


def _gathered(read: Sequence[tuple[Hit, frozenset[str]]]) -> list[Hit]:
    """Put under the first of several paragraphs that say nearly the same the others."""
    firsts: list[tuple[Hit, frozenset[str], list[Hit]]] = []
    for hit, words in read:
        for first, other, also in firsts:
            same = first.twin == hit.twin and first.kind == hit.kind
            near = len(words) <= len(other) / ALIKE and len(other) <= len(words) / ALIKE
            if same or (near and len(words & other) >= ALIKE * len(words | other)):
                also.append(hit)
                break
        else:
            firsts.append((hit, words, []))
    return [replace(hit, also=tuple(also)) for hit, _, also in firsts]
