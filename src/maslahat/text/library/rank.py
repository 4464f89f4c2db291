"""Ranking what a search found: rare words and words in their order weigh most; paragraphs renewed year by year are
ranked one by one and form groups that name them all (DESIGN §10)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

ALIKE = 0.8  # share of the words that two paragraphs have in common where they say nearly the same
READ = 6000  # characters of a paragraph that are read word by word
FEWEST_IN_ORDER = 2
MOST_OF_A_TITLE = 0.8
TITLE = "title"
_WORD = re.compile(r"[^\W_]+")
_PARAGRAPHS = 1e5  # a library of usual size, for the weight of a word by how many paragraphs hold it


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found: where it stands, what it says, how well it fits (greater is better).

    `place` is the number of the block in its document. Paragraphs that say nearly the same share a `group`, counted
    from 1 in the order of the best of each, and name one another in `also`; `twin` is a number that they share where
    they differ in figures and sessions alone.
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
    group: int = 0

    @property
    def name(self) -> str:
        """The document and the paragraph: “A/RES/76/81, 3.”."""
        return f"{self.symbol}, {self.paragraph or self.kind}".strip(", ")


def ranked(hits: Sequence[Hit], terms: Sequence[tuple[str, int]], words: str) -> list[Hit]:
    """Return the hits, the best first, each with its group and the others of it.

    `terms` are the words sought, each with the number of paragraphs that hold it; `words` is the query as typed.
    Between paragraphs that hold the words alike, the one of whose text they are the greater part comes first, then
    the newer.
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
        words_fit = _covered(hit, weighed, frozenset(held)) + _in_order(asked, held)
        words_fit += _titled(hit, frozenset(asked))
        named = bool(hit.symbol) and re.search(rf"(?<!\S){re.escape(hit.symbol)}(?!\S)", words) is not None
        exact = round(words_fit + 10 * named, 2)
        read.append((exact, replace(hit, score=round(exact + hit.score / top, 6)), frozenset(held)))
    read.sort(key=lambda item: (-item[1].score, len(item[2]), -item[1].year, item[1].symbol, item[1].place))
    return _in_turn(read)


def in_turn(weighed: Sequence[tuple[float, Hit]]) -> list[Hit]:
    """Return hits that are weighed already, as `ranked` does: of those of one weight one of each group in turn."""
    return _in_turn(
        [(weight, hit, frozenset(_WORD.findall(hit.text[:READ].lower()))) for weight, hit in weighed]
    )


def _in_turn(read: list[tuple[float, Hit, frozenset[str]]]) -> list[Hit]:
    """Order hits by how well the words fit; where they fit alike, one of each group in turn, then the next of each.

    Renewals that hold the same words cannot be told apart, so the first hits rather show each text once.
    """
    groups = _groups([item[1:] for item in read])
    seen: Counter[tuple[float, int]] = Counter()
    turns = []
    for n, ((exact, hit, _), group) in enumerate(zip(read, groups, strict=True)):
        seen[exact, group] += 1
        turns.append((-exact, seen[exact, group], -hit.score, n))
    number: dict[int, int] = {}
    members: dict[int, list[Hit]] = {}
    order = [n for *_, n in sorted(turns)]
    for n in order:
        number.setdefault(groups[n], len(number) + 1)
        members.setdefault(groups[n], []).append(read[n][1])
    out = []
    for n in order:
        hit = read[n][1]
        also = tuple(one for one in members[groups[n]] if one is not hit)
        out.append(replace(hit, group=number[groups[n]], also=also))
    return out


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
            got += rare if hit.kind == TITLE else 0.7 * rare
    return 3 * got / (weight or 1.0)


def _titled(hit: Hit, asked: frozenset[str]) -> float:
    """Return how much of a title is asked for, where most of it is: who asks for a title wants the document."""
    if hit.kind != TITLE:
        return 0.0
    parts = [frozenset(_WORD.findall(part.lower())) for part in (hit.text, hit.text.rpartition(": ")[2])]
    share = max(len(part & asked) / max(len(part), 1) for part in parts)
    return share if share >= MOST_OF_A_TITLE else 0.0


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


def _groups(read: Sequence[tuple[Hit, frozenset[str]]]) -> list[int]:
    """Return for each hit the number of the group of paragraphs that say nearly the same."""
    firsts: list[tuple[Hit, frozenset[str]]] = []
    numbers: list[int] = []
    for hit, words in read:
        number = next((n for n, first in enumerate(firsts) if _alike(hit, words, *first)), len(firsts))
        if number == len(firsts):
            firsts.append((hit, words))
        numbers.append(number)
    return numbers


def _alike(hit: Hit, words: frozenset[str], first: Hit, other: frozenset[str]) -> bool:
    """Tell whether a hit says nearly the same as the first of a group."""
    if first.twin == hit.twin and first.kind == hit.kind:
        return True
    near = len(words) <= len(other) / ALIKE and len(other) <= len(words) / ALIKE
    return near and len(words & other) >= ALIKE * len(words | other)
