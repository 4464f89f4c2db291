"""The chain of renewals: which earlier text a resolution renews, as 77/273 renews 75/272 and that 72/7 (DESIGN §10).

Every earlier text of the same organ is weighed: how alike the words of the two are, rare words counting more; how
alike their titles; whether the later cites the earlier; whether both extend the mandate of the same body. Of those
that come near the best the latest is the predecessor, for a renewal renews the last of its line. The first resolution
recalled leads on where the library has no copy of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from maslahat.text.document import BlockKind, Document, DocumentKind

LEAST_ALIKE = 0.45
LEAST_LINE = 0.25  # for a short text that extends the same mandate and says little else
NEAR = 0.12  # scores this near the best count as it
CITED, SAME_BODY, OTHER_BODY = 0.1, 0.3, -0.3
LEAST_TITLE = 0.5  # of the words of the titles, for a text that is not cited
_WORD = re.compile(r"[^\W_]+")
_GA = re.compile(r"\b(\d{2,3}/\d{1,3})(?: ([A-Z])\b)?")
_SC = re.compile(r"\b(\d{3,4}) \(((?:19|20)\d\d)\)")
_STATEMENT = re.compile(r"\bS/PRST/\d{4}/\d{1,3}\b")
_ITEM = re.compile(r"entitled [“‘\"](.+?)[”’\"]")
_ORGANS = {
    "General Assembly": "A/RES/",
    "Economic and Social Council": "E/RES/",
    "Security Council": "S/RES/",
}
_EXTENDS = re.compile(
    r"\b(?:extend|renew|prolong)\w*(?: \w+){0,6}?(?: until [^,;]{4,40}?| for [^,;]{4,60}?)?,? (?:the |its"
    r" |their )?"
    r"(?:\w+ )?(?:mandates? of|mandates?,? as|deployment of|presence of|authori[sz]ation of"
    r"|authori[sz]ations? (?:set|as|granted))"
    r"(?: the)? (?P<body>[^;]{3,160})"
    r"|\bmandates? of (?:the )?(?P<passive>[^;,]{3,120}?),?(?: as [^,;]{3,60},)? (?:shall |should |will "
    r"|is |are )?(?:be )?"
    r"(?:extended|renewed|prolonged)\b"
    r"|\b(?:extend|renew)\w* (?P<own>[A-Z]{3,}\w*)[’']s? (?:current )?mandate",
)
_BODY_END = re.compile(
    r" (?:until|for a|for an|through|as (?:set|defined|laid|contained|outlined)"
    r"|established|and to|at its|by a)\b|[,;]"
)
_SHORT = re.compile(r"\b[A-Z]{3,}[A-Za-z-]*\b")
_NUMBER = re.compile(r"^[ASE]/(?:RES|PRST)/(?P<first>\d+)(?:/(?P<second>\d+)(?: (?P<part>[A-Z]))?| ?\()")
_COMMON_WORDS = "the of and to in for on a an at by its with from united nations"
_COMMON = frozenset(_COMMON_WORDS.split())


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
    """What a library keeps of a document for chains: its words, what it cites, the bodies whose mandate it extends."""

    symbol: str
    title: str
    date: date | None
    organ: str
    title_words: Counter[str]
    body_words: Counter[str]
    cited: tuple[str, ...]
    bodies: frozenset[str] = frozenset()


def entry(doc: Document) -> Entry:
    """Return a document's entry."""
    texts = [block.text for block in doc.blocks if block.kind in {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}]
    title = _subject(doc)
    symbol = " ".join((doc.cover.symbol or doc.number).split())
    statement = doc.kind is DocumentKind.STATEMENT
    return Entry(
        symbol=re.sub(r"(?<=\d)\(", " (", symbol),
        title=doc.title,
        date=doc.adoption.date or doc.cover.issued,
        organ=f"{doc.organ}{' statement' if statement else ''}",
        title_words=_counted(title),
        body_words=_counted(" ".join(texts)),
        cited=cited(doc),
        bodies=frozenset(name for text in texts for name in extended(text)),
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
    return Counter(word for word in _WORD.findall(text.lower()) if word not in _COMMON)


def extended(text: str) -> set[str]:
    """Return the bodies whose mandate a paragraph extends: by their short name, else by their words."""
    found = set()
    for match in _EXTENDS.finditer(text):
        words = match["own"] or match["passive"] or match["body"]
        end = _BODY_END.search(words)
        name = words[: end.start()] if end else words
        short = _SHORT.findall(name)
        found.add(short[0] if short else " ".join(_counted(name)))
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
    """The entries of a library, weighed once: words by how few of its texts hold them."""

    entries: Sequence[Entry]
    index: dict[str, int] = field(default_factory=dict)
    weight: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    matrix: csr_matrix = field(default_factory=lambda: csr_matrix((0, 0)))

    def __post_init__(self) -> None:
        """Weigh the words."""
        for one in self.entries:
            for word in one.body_words:
                self.index.setdefault(word, len(self.index))
        held = np.zeros(len(self.index))
        for one in self.entries:
            held[[self.index[word] for word in one.body_words]] += 1
        self.weight = np.log((1 + len(self.entries)) / (0.5 + held)) if len(held) else held
        rows = [self.vector(one) for one in self.entries]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([c for c, _ in rows]) if rows else np.zeros(0, dtype=int)
        values = np.concatenate([v for _, v in rows]) if rows else np.zeros(0)
        self.matrix = csr_matrix((values, columns, starts), shape=(len(rows), max(len(self.index), 1)))

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


def predecessors(one: Entry, library: Sequence[Entry] | Shelf) -> list[tuple[float, Entry]]:
    """Return the earlier documents that `one` may renew, the most likely first, each with its likeness."""
    shelf = library if isinstance(library, Shelf) else Shelf(library)
    body = shelf.alike(one)
    ranked = []
    for n, other in enumerate(shelf.entries):
        if other.symbol == one.symbol or other.organ != one.organ or not _earlier(other, one):
            continue
        is_cited = other.symbol in one.cited
        title = dice(one.title_words, other.title_words)
        if not is_cited and title < LEAST_TITLE and (one.title_words or other.title_words):
            continue
        alike = 0.55 * title + 0.45 * float(body[n]) if one.title_words else float(body[n])
        ranked.append((round(alike + CITED * is_cited + _bodies(one, other), 4), other))
    best = max((score for score, _ in ranked), default=0.0)
    return sorted(ranked, key=lambda item: (-_stepped(item[0], best, one, item[1]), *_latest(item[1])))


def _bodies(one: Entry, other: Entry) -> float:
    """Return what the bodies whose mandates are extended say for two texts, or against."""
    if not one.bodies or not other.bodies:
        return OTHER_BODY / 2 if one.bodies else 0.0
    return SAME_BODY if one.bodies & other.bodies else OTHER_BODY


def _latest(one: Entry) -> tuple[int, int, int, str]:
    """Return what sorts the latest text first: by number where there is one, else by day."""
    found = _NUMBER.search(one.symbol)
    first, second, _ = _counted_number(found) if found else (0, 0, "")
    return -first, -second, -(one.date or date.min).toordinal(), one.symbol


def _counted_number(found: re.Match[str]) -> tuple[int, int, str]:
    return int(found["first"]), int(found["second"] or 0), found["part"] or ""


def _stepped(score: float, best: float, one: Entry, other: Entry) -> float:
    """Return the score; those near the best count as it, and of such the latest is the predecessor.

    A mandate is renewed from where it was last extended, however short that text is.
    """
    named = any(_SHORT.fullmatch(body) for body in one.bodies & other.bodies)
    line = named and not one.title_words and score >= LEAST_LINE
    return best if line or score >= best - NEAR else score


def _earlier(other: Entry, one: Entry) -> bool:
    """Tell whether a text came before: by the numbers of the two where both have one, else by their days."""
    numbers = [_NUMBER.search(entry.symbol) for entry in (other, one)]
    if numbers[0] and numbers[1]:
        before, after = (_counted_number(found) for found in numbers if found)
        return before < after
    return other.date is not None and (one.date is None or other.date < one.date)


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Return the Dice coefficient of two bags of words."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def chain(doc: Document, library: Sequence[Entry] | Shelf) -> list[Link]:
    """Return the chain that leads to `doc`, the oldest first, `doc` last."""
    shelf = library if isinstance(library, Shelf) else Shelf(library)
    one = entry(doc)
    links = [Link(one.symbol, one.title, str(one.date or ""), 1.0)]
    seen = {one.symbol}
    while True:
        found = [(score, other) for score, other in predecessors(one, shelf) if other.symbol not in seen]
        if not found or found[0][0] < LEAST_ALIKE:
            break
        score, one = found[0]
        seen.add(one.symbol)
        links.append(Link(one.symbol, one.title, str(one.date or ""), min(score, 1.0)))
    known = {other.symbol for other in shelf.entries}
    before = [symbol for symbol in one.cited if symbol not in known and symbol not in seen]
    if before and before[0] == one.cited[0]:
        links.append(Link(before[0], read=False))
    return links[::-1]
