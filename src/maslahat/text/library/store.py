"""The memory: a library searched by words, actor, verb, subject, year and resolution cited (DESIGN §10).

One SQLite file with an FTS5 table of paragraphs; beside each paragraph stand the title, symbol and year of its
document and those whom it asks. The title of a document is a paragraph of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from maslahat.text.dates import MONTH
from maslahat.text.document import Block, BlockKind, Document
from maslahat.text.library.rank import Hit
from maslahat.text.library.search import VERSION, Answer, Query, answer, search
from maslahat.text.library.words import WORD, counted_words
from maslahat.text.symbols import symbol_of
from maslahat.text.verbs import strength

__all__ = ["Answer", "Hit", "Query", "answer", "build", "default_place", "search"]

_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE documents(id INTEGER PRIMARY KEY, path TEXT, symbol TEXT, title TEXT, year INTEGER, date TEXT,
  organ TEXT, language TEXT);
CREATE TABLE paragraphs(id INTEGER PRIMARY KEY, document INTEGER, place INTEGER, number TEXT, kind TEXT,
  verb TEXT, twin INTEGER);
CREATE TABLE cited(symbol TEXT, paragraph INTEGER);
CREATE TABLE vocabulary(word TEXT PRIMARY KEY, held INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(text, title, place, actor, tokenize='porter unicode61 remove_diacritics 2');
"""
_INDEXES = """
CREATE INDEX twins ON paragraphs(twin);
CREATE INDEX cited_symbols ON cited(symbol);
CREATE INDEX in_document ON paragraphs(document);
INSERT INTO words(words) VALUES('optimize');
"""
_RESOLUTION = re.compile(  # Chinese sets no spaces around figures
    r"(?:(?<![0-9A-Za-z/-])|(?<=/RES/)|(?<=/PRST/))"
    r"((?:\d{2,3}|(?:19[7-9]|20[0-4])\d|(?:ES|S)-\d{1,2})/\d{1,3}(?: [A-Z]\b)?)(?![0-9A-Za-z/])"
    r"|(?<![0-9A-Za-z])(\d{3,4} \((?:19|20)\d\d\))"
)
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_CHANGING = re.compile(
    rf"\d+|\b(?:(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:ieth|y[-‑](?:{_UNITS}))|{_UNITS}|tenth|eleventh"
    rf"|twelfth|[a-z]+teenth|{MONTH})\b"
)
_ITEM = re.compile(r"entitled [“‘\"](.+?)[”’\"](?!\w)")
PLACE = "MASLAHAT_LIBRARY"
TITLE = -1  # the place of a document's title among its blocks
Actors = Callable[[str], Iterable[str]]


class Row(NamedTuple):
    """A paragraph as it is stored."""

    place: int
    number: str
    kind: str
    verb: str
    cited: tuple[str, ...]
    text: str
    twin: int
    actor: str


class Entry(NamedTuple):
    """A document as it is stored: what it is, its paragraphs, and in how many of them each word stands."""

    known: tuple[object, ...]
    subject: str
    rows: list[Row]
    words: Counter[str]


def default_place() -> Path:
    """Return where the library is kept: `$MASLAHAT_LIBRARY`, or a file in the user's data folder."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "maslahat" / "library.db"


def build(
    documents: Iterable[tuple[Path, Document]], place: Path, actors: Actors | None = None
) -> tuple[int, int]:
    """Write a library of `documents`; `actors` tells whom a paragraph asks. Returns what `store` does."""
    return store((shelved(path, doc, actors) for path, doc in documents), place)


def shelved(path: Path, doc: Document, actors: Actors | None = None) -> Entry:
    """Return a document as it is stored."""
    rows = list(_rows(doc, actors or (lambda _: ())))
    return Entry(_about(path, doc), _subject(doc), rows, Counter(counted_words([row.text for row in rows])))


def store(entries: Iterable[Entry], place: Path) -> tuple[int, int]:
    """Write a library of `entries` whole or not at all; return how many documents and paragraphs.

    Two that build at once do not meet: each writes a file of its own, and the last to end stays.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    os.close(handle)
    aside = Path(name)
    try:
        with closing(sqlite3.connect(aside)) as base:
            base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
            counted = _fill(base, entries)
            base.commit()
        aside.chmod(0o644)
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)
    return counted


def _fill(base: sqlite3.Connection, entries: Iterable[Entry]) -> tuple[int, int]:
    count = paragraphs = 0
    vocabulary: Counter[str] = Counter()
    for count, entry in enumerate(entries, start=1):
        base.execute("INSERT INTO documents VALUES(?,?,?,?,?,?,?,?)", (count, *entry.known))
        _insert(base, count, paragraphs, entry)
        vocabulary.update(entry.words)
        paragraphs += len(entry.rows)
    base.executemany("INSERT INTO vocabulary VALUES(?,?)", sorted(vocabulary.items()))
    base.executescript(_INDEXES)
    return count, paragraphs - count


def _insert(base: sqlite3.Connection, document: int, before: int, entry: Entry) -> None:
    numbered = list(enumerate(entry.rows, start=before + 1))
    about = f"{entry.known[1]} {entry.known[3]} {entry.known[5]}"
    base.executemany(
        "INSERT INTO paragraphs VALUES(?,?,?,?,?,?,?)",
        [(n, document, r.place, r.number, r.kind, r.verb, r.twin) for n, r in numbered],
    )
    base.executemany(
        "INSERT INTO cited VALUES(?,?)", [(symbol, n) for n, r in numbered for symbol in r.cited]
    )
    base.executemany(
        "INSERT INTO words(rowid,text,title,place,actor) VALUES(?,?,?,?,?)",
        [(n, r.text, "" if r.place == TITLE else entry.subject, about, r.actor) for n, r in numbered],
    )


def twin(text: str) -> int:
    """Return a number that paragraphs share which differ only in figures and in the session named."""
    words = WORD.findall(_CHANGING.sub(" ", text.lower()))
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _about(path: Path, doc: Document) -> tuple[object, ...]:
    day = doc.adoption.date or doc.cover.issued
    symbol = symbol_of(doc)
    year = day.year if day else 0
    return (str(path), symbol, doc.title, year, str(day or ""), str(doc.organ), doc.language)


def _rows(doc: Document, actors: Actors) -> Iterator[Row]:
    title = _subject(doc) or " ".join((doc.number or doc.cover.symbol).split())
    yield Row(TITLE, "", "title", "", (), title, twin(title), "")
    labels: list[str] = []
    for place, block in enumerate(doc.all_blocks()):
        text = _words_of(block)
        if not text:
            continue
        labels = [*labels[: block.level], block.number]
        paragraph = block.kind is BlockKind.PARAGRAPH
        found = strength(text) if paragraph else None
        cited = tuple(dict.fromkeys(a or b for a, b in _RESOLUTION.findall(text)))
        label = " ".join(part for part in labels if part)
        asked = "; ".join(actors(text)) if paragraph else ""
        verb = found.verb if found else ""
        yield Row(place, label, str(block.kind), verb, cited, text, twin(text), asked)


def _subject(doc: Document) -> str:
    """Return the title; that of a statement says too little without the item that it was made under."""
    item = next((_ITEM.search(block.text) for block in doc.blocks if block.kind is BlockKind.INTRO), None)
    return f"{doc.title}: {item[1]}" if item else doc.title


def _words_of(block: Block) -> str:
    if block.table:
        return "\n".join(" ".join(cell.text for cell in row) for row in block.table.rows)
    return block.text
