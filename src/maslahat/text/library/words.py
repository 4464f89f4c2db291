"""The words of a search made into terms of SQLite's full-text index: stems, phrases, spelling (DESIGN §10).

English words are stemmed by the index itself (Porter). Russian words are cut to their stem and matched by their
beginning. A word that no document holds is read as the nearest word that one does.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

_STOP = (
    "a an and at by for from in is it of on or that the to with within which as its be are was were has have this these "
    "their и в на с по о об от для из к при за что как а также её ее его их не de la le les des du et en à au aux un une "
    "dans pour par sur que qui"
)
STOP = frozenset(_STOP.split())
SYMBOL = re.compile(r"\b[ASE]/(?:RES|PRST|DEC)/[\w./-]+(?: ?\(\d{4}\)| [A-Z](?=\s|$))?")
_TERM = re.compile(
    r'"([^"]+)"|([^\W_]+(?:/[^\W_]+)+(?:\.\d+)?)|([^\W_]+(?:[’\'][^\W_]+)*)'
)  # A/72/7 is a phrase
_RUSSIAN = re.compile(r"[а-яё]", re.I)
_RUSSIAN_END = re.compile(
    r"(?:ениями|ованию|ования|ование|ениях|ением|остями|ость|остью|ости|ами|ями|ого|его|ому|ему|ыми|ими"
    r"|ая|яя|ое|ее|ые|ие|ой|ей|ый|ий"
    r"|ых|их|ую|юю|ом|ем|ым|им|ах|ях|ов|ев|ия|ию|ии|ает|яет|уют|ют|ет|ит|ат|ят|ла|ло|ли|ть|ти|ешь|а|я|о|е"
    r"|у|ю|ы|и|ь|й)$",
    re.I,
)
WORD = re.compile(r"[^\W_]+")
MOST_MENDED = 8  # words of one query; whoever types more unknown ones does not ask this library
SHORTEST_MENDED = 4  # letters; shorter words have too many neighbours
_NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase sought: as typed, as the index takes it, and the part of documents that hold it."""

    word: str
    match: str
    held: int = 0


def russian_stem(word: str) -> str:
    """Return a Russian word without its ending, at least three letters of it."""
    stem = _RUSSIAN_END.sub("", word)
    return stem if len(stem) >= len("вод") else word[:4]


def counted_words(texts: Iterable[str]) -> Counter[str]:
    """Return how many texts hold each word, as printed in lower case."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(WORD.findall(text.lower())))
    return found


@dataclass(slots=True)
class Vocabulary:
    """The words that a library holds; `mended` gathers the words that were read as others."""

    base: sqlite3.Connection
    mended: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def terms(self, words: str, whole: bool = True) -> list[Term]:
        """Return the terms of a query, common words and symbols left out where others remain.

        A word that no document holds is replaced by the nearest one that is held, and told in `mended`.
        """
        bare = SYMBOL.sub(" ", words) if whole else words
        found = [
            self._phrase(phrase or symbol) if phrase or symbol else self._term(word.lower())
            for phrase, symbol, word in _TERM.findall(bare)
        ]
        kept = [term for term in found if term.word not in STOP]
        return list(dict.fromkeys(kept or found))

    def _phrase(self, phrase: str) -> Term:
        return Term(phrase.lower(), '"' + " ".join(WORD.findall(phrase)) + '"', 1)

    def _term(self, word: str) -> Term:
        held = self.held(word)
        unknown = (
            not held and not word.isdigit() and len(word) >= SHORTEST_MENDED and self.asked < MOST_MENDED
        )
        if unknown and not self._stem_held(word):
            self.asked += 1
            near = self.nearest(word)
            if near:
                self.mended[word], word = near, near
                held = self.held(near)
        if _RUSSIAN.search(word):
            return Term(word, f'"{russian_stem(word)}"*', held)
        return Term(word, f'"{word}"', held)

    def held(self, word: str) -> int:
        """Return how many paragraphs hold a word in this very form."""
        row = self.base.execute("SELECT held FROM vocabulary WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def _stem_held(self, word: str) -> bool:
        stem = f'"{russian_stem(word)}"*' if _RUSSIAN.search(word) else f'"{word}"'
        return (
            self.base.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (stem,)).fetchone()
            is not None
        )

    def nearest(self, word: str) -> str:
        """Return the held word fewest steps away (letters added, left out, changed, swapped); the commoner of two."""
        for where, values in (("word LIKE ?", (f"{word[0]}%",)), ("1", ())):
            rows = self.base.execute(
                f"SELECT word, held FROM vocabulary WHERE {where} AND length(word) BETWEEN ? AND ?",
                (*values, len(word) - 2, len(word) + 2),
            ).fetchall()
            held = {row[0]: row[1] for row in rows if not row[0].isdigit()}
            near = process.extract(
                word, list(held), scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=8
            )
            if near:
                return str(min(near, key=lambda item: (OSA.distance(word, item[0]), -held[item[0]]))[0])
        return ""
