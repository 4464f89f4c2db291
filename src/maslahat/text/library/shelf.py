"""The shelf: what is kept of each text of a library to weigh which one renews which (DESIGN §10).

Words count by how few texts of the library hold them, so that “reaffirming” ties no two texts together.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from maslahat.text.document import BlockKind, Document, DocumentKind
from maslahat.text.mandates import Mandate, aliases, mandates, resolved
from maslahat.text.symbols import symbol_of

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_GA = re.compile(
    r"(?<![0-9A-Za-z/-])(\d{2,3}/\d{1,3})(?![0-9/])(?: ([A-Z])\b)?"
)  # Chinese sets no spaces around figures
_SC = re.compile(r"\b(\d{3,4}) \(((?:19|20)\d\d)\)")
_STATEMENT = re.compile(r"\bS/PRST/\d{4}/\d{1,3}\b")
_ITEM = re.compile(r"entitled [“‘\"](.+?)[”’\"]")
_ORGANS = {
    "General Assembly": "A/RES/",
    "Economic and Social Council": "E/RES/",
    "Security Council": "S/RES/",
}
_NUMBER = re.compile(r"^[ASE]/(?:RES|PRST)/(?P<first>\d+)(?:/(?P<second>\d+)(?: (?P<part>[A-Z]))?| ?\()")
# What changes from one renewal's title to the next: “twenty-first session”, “for 2022”.
_YEARLY = re.compile(r"\b(?:[a-z]+-)?(?:first|second|third|[a-z]+th)(?= (?:regular |special )?session\b)|\d+")
_YEAR = re.compile(r" \((\d{4})\)$")
_COMMON_WORDS = "the of and to in for on a an at by its with from united nations"
FEWEST = 50  # texts, for the weight of a word by how few hold it
Number = tuple[int, int, str]
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """What a library keeps of a document for chains: its words, what it cites, the mandates that it extends."""

    symbol: str
    title: str
    date: datetime.date | None
    organ: str
    title_words: Counter[str]
    body_words: Counter[str]
    cited: tuple[str, ...]
    mandates: tuple[Mandate, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    path: str = ""

    @property
    def day(self) -> datetime.date | None:
        """Return the day of adoption, unless the symbol gives another year: then the file has a wrong day."""
        year = _YEAR.search(self.symbol)
        return None if year and self.date and int(year[1]) != self.date.year else self.date

    @property
    def extended(self) -> tuple[Mandate, ...]:
        """Return the mandates that the text extends, those that it founds left out."""
        return tuple(one for one in self.mandates if not one.founded)

    @property
    def number(self) -> Number | None:
        """Return the numbers of the symbol, as they follow one another: (2145, 0, ""), (77, 273, "")."""
        return _number(self.symbol)

    @property
    def latest_cited(self) -> Number | None:
        """Return the number of the latest text of its own kind that it recalls."""
        kind = "PRST" if self.organ.endswith("statement") else "RES"
        numbers = [_number(symbol) for symbol in self.cited if f"/{kind}/" in symbol]
        return max((number for number in numbers if number), default=None)

    def beside(self, other: Entry) -> bool:
        """Tell whether both are of one session, under numbers of their own."""
        mine, theirs = self.number, other.number
        if not (mine and theirs) or "/PRST/" in self.symbol or "/" not in self.symbol.rpartition("RES/")[2]:
            return False
        return mine[0] == theirs[0] and mine[1] != theirs[1]

    def before(self, other: Entry) -> bool:
        """Tell whether this came first: by the numbers of the two where both have one, else by their days.

        A draft that has neither is younger than the latest text it recalls, and than none after that.
        """
        if self.number and other.number:
            return self.number < other.number
        if other.date is None and self.number and other.latest_cited:
            return self.number <= other.latest_cited
        return self.date is not None and (other.date is None or self.date < other.date)


@cache
def _number(symbol: str) -> Number | None:
    found = _NUMBER.search(symbol)
    return (int(found["first"]), int(found["second"] or 0), found["part"] or "") if found else None


def entry(doc: Document, path: str = "") -> Entry:
    """Return a document's entry; `path` names the file it was read from."""
    texts = [block.text for block in doc.blocks if block.kind in {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}]
    statement = doc.kind is DocumentKind.STATEMENT
    return Entry(
        symbol=symbol_of(doc),
        title=doc.title,
        date=doc.adoption.date or doc.cover.issued,
        organ=f"{doc.organ}{' statement' if statement else ''}",
        title_words=_counted(_YEARLY.sub(" ", _subject(doc).lower())),
        body_words=_counted(" ".join(texts)),
        cited=cited(doc),
        mandates=mandates(doc),
        aliases=tuple(aliases(doc).items()),
        path=path,
    )


def _subject(doc: Document) -> str:
    """Return what a text is about: its title, or the item that it was made under."""
    if doc.kind is DocumentKind.STATEMENT:
        found = next(
            (_ITEM.search(block.text) for block in doc.blocks if block.kind is BlockKind.INTRO), None
        )
        return found[1] if found else ""
    return doc.title or next((item.name for item in doc.cover.agenda), "")


def _counted(text: str) -> Counter[str]:
    """Count the words; Chinese, which sets no spaces, by every two characters."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        if _HAN.search(word):
            found.update("".join(pair) for pair in pairwise(word))
        elif word not in _COMMON:
            found[word] += 1
    return found


def cited(doc: Document) -> tuple[str, ...]:
    """Return the symbols of the organ's own resolutions (and statements) that the preamble cites, in their order."""
    prefix = _ORGANS.get(str(doc.organ), "")
    statement = doc.kind is DocumentKind.STATEMENT
    found: list[str] = []
    for block in doc.operative if statement else doc.preamble:
        if prefix == "S/RES/":
            found += _STATEMENT.findall(block.text) if statement else []
            found += [f"{prefix}{number} ({year})" for number, year in _SC.findall(block.text)]
        elif prefix:
            found += [
                f"{prefix}{number}{f' {part}' if part else ''}" for number, part in _GA.findall(block.text)
            ]
    return tuple(dict.fromkeys(found))


@dataclass(slots=True)
class Shelf:
    """The entries of a library, weighed once: words by how few of its texts hold them, long names by their short ones."""

    entries: Sequence[Entry]
    index: dict[str, int] = field(default_factory=dict)
    weight: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    matrix: csr_matrix = field(default_factory=lambda: csr_matrix((0, 0)))
    names: dict[str, str] = field(default_factory=dict)
    memory: dict[tuple[str, str], list[Any]] = field(default_factory=dict)  # what was found of a text once

    def __post_init__(self) -> None:
        """Weigh the words, and call every body by its short name."""
        for one in self.entries:
            self.names.update(one.aliases)
            for word in one.body_words:
                self.index.setdefault(word, len(self.index))
        self.entries = [self.known(one) for one in self.entries]
        held = np.zeros(len(self.index))
        for one in self.entries:
            held[[self.index[word] for word in one.body_words]] += 1
        size = max(
            len(self.entries), FEWEST
        )  # in a small library a word that all texts hold still tells something
        self.weight = np.log((1 + size) / (0.5 + held)) if len(held) else held
        rows = [self.vector(one) for one in self.entries]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([c for c, _ in rows]) if rows else np.zeros(0, dtype=int)
        values = np.concatenate([v for _, v in rows]) if rows else np.zeros(0)
        self.matrix = csr_matrix((values, columns, starts), shape=(len(rows), max(len(self.index), 1)))

    def known(self, one: Entry) -> Entry:
        """Return a text with the bodies of its mandates called by the short names that the library gives them."""
        return replace(one, mandates=resolved(one.mandates, self.names | dict(one.aliases)))

    def vector(self, one: Entry) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the known words of a text as columns and values of length one together."""
        known = [(self.index[word], many) for word, many in one.body_words.items() if word in self.index]
        columns = np.array([column for column, _ in known], dtype=np.int64)
        values = (1 + np.log(np.array([many for _, many in known], dtype=float))) * self.weight[columns]
        return columns, values / (np.linalg.norm(values) or 1.0)

    def alike(self, one: Entry) -> NDArray[np.float64]:
        """Return for each entry the cosine of its words and those of `one`."""
        columns, values = self.vector(one)
        column = np.zeros(self.matrix.shape[1])
        column[columns] = values
        return np.asarray(self.matrix @ column)
