"""Ranking what a search found: words in their order first; paragraphs renewed year by year named together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

ALIKE = 0.8  # share of the words that two paragraphs have in common where they say nearly the same
ALIKE_AMONG = 20
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found: where it stands, what it says, how well it fits (greater is better).

    `also` names the paragraphs further down the list that say nearly the same (“A/RES/76/81, 3.”).
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
    also: tuple[str, ...] = ()


def ranked(hits: Sequence[Hit], words: str, limit: int) -> list[Hit]:
    """Return the hits with the longest run of the words asked for first, each naming those alike after it."""
    asked = _WORD.findall(words.lower())
    order = sorted(hits, key=lambda hit: (-_named(hit, words), -_longest_run(asked, hit.text), -hit.score))
    return _with_likes(order[: max(limit, ALIKE_AMONG)])[:limit]


def _named(hit: Hit, words: str) -> bool:
    """Tell whether the words name the document by its symbol."""
    return bool(hit.symbol) and re.search(rf"(?<!\S){re.escape(hit.symbol)}(?!\S)", words) is not None


def _longest_run(asked: list[str], text: str) -> int:
    """Return how many of the words stand in the text one after another as asked; one alone says nothing."""
    padded = f" {' '.join(_WORD.findall(text.lower()))} "
    best, start = 1, 0
    while start + best < len(asked):
        if f" {' '.join(asked[start : start + best + 1])} " in padded:
            best += 1
        else:
            start += 1
    return best


def _with_likes(hits: Sequence[Hit]) -> list[Hit]:
    """Name on the first of several paragraphs that say nearly the same the others; all stay in the list."""
    firsts: list[tuple[int, frozenset[str], list[str]]] = []
    for n, hit in enumerate(hits):
        words = frozenset(_WORD.findall(hit.text.lower()))
        for _, other, also in firsts:
            if len(words & other) >= ALIKE * len(words | other):
                also.append(f"{hit.symbol}, {hit.paragraph}".rstrip(", "))
                break
        else:
            firsts.append((n, words, []))
    found = {n: tuple(also) for n, _, also in firsts}
    return [replace(hit, also=found.get(n, ())) for n, hit in enumerate(hits)]
