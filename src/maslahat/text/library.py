"""The memory: a library searched by words, actor, verb, subject, year and resolution cited (DESIGN §10).

One SQLite file with an FTS5 table of paragraphs. English words are stemmed by SQLite's Porter stemmer;
Russian words are matched by their beginning, case endings left off.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.text.document import Block, BlockKind, Document
from maslahat.text.library_rank import Hit, ranked
from maslahat.text.verbs import strength

_SCHEMA = """
DROP TABLE IF EXISTS documents; DROP TABLE IF EXISTS paragraphs; DROP TABLE IF EXISTS words;
CREATE TABLE documents(id INTEGER PRIMARY KEY, path TEXT, symbol TEXT, title TEXT, year INTEGER, date TEXT,
  organ TEXT, language TEXT);
CREATE TABLE paragraphs(id INTEGER PRIMARY KEY, document INTEGER, place INTEGER, number TEXT, kind TEXT,
  verb TEXT,  cited TEXT);
CREATE VIRTUAL TABLE words USING fts5(text, title, tokenize='porter unicode61 remove_diacritics 2');
"""
_RESOLUTION = re.compile(r"\b(\d{2,3}/\d{1,3})\b|\b(\d{3,4} \((?:19|20)\d\d\))")
_TERM = re.compile(r'"([^"]+)"|([^\W_][\w’\'-]*)')
_RUSSIAN = re.compile(r"[а-яё]", re.I)
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "with",
        "within",
        "which",
        "as",
        "its",
    ]
)
PLACE = "MASLAHAT_LIBRARY"
POOL = 25  # how many the index gives for ranking
FEWEST_IN_PHRASE = 3
_SYMBOL = re.compile(r"\b[ASE]/(?:RES|PRST|DEC)/[\w./-]+(?: \(\d{4}\)| [A-Z](?=\s|$))?")


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought; empty fields ask for nothing."""

    words: str = ""
    actor: str = ""
    verb: str = ""
    subject: str = ""
    year: int = 0
    cites: str = ""
    limit: int = 20


def default_place() -> Path:
    """Return where the library is kept: `$MASLAHAT_LIBRARY`, or a file in the user's data folder."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "maslahat" / "library.db"


def build(documents: Iterable[tuple[Path, Document]], place: Path) -> tuple[int, int]:
    """Write a library of `documents` whole or not at all; return how many documents and paragraphs."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.part")
    aside.unlink(missing_ok=True)
    count = paragraphs = 0
    with closing(sqlite3.connect(aside)) as base:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        for path, doc in documents:
            count += 1
            rows = list(_rows(doc, count, paragraphs))
            base.execute("INSERT INTO documents VALUES(?,?,?,?,?,?,?,?)", _document_row(count, path, doc))
            base.executemany("INSERT INTO paragraphs VALUES(?,?,?,?,?,?,?)", [row[:7] for row in rows])
            base.executemany(
                "INSERT INTO words(rowid,text,title) VALUES(?,?,?)", [(r[0], r[7], doc.title) for r in rows]
            )
            paragraphs += len(rows)
        base.execute("INSERT INTO words(words) VALUES('optimize')")
        base.execute("CREATE INDEX cited ON paragraphs(cited)")
        base.commit()
    aside.replace(place)
    return count, paragraphs


def _document_row(identifier: int, path: Path, doc: Document) -> tuple[object, ...]:
    day = doc.adoption.date or doc.cover.issued
    symbol = doc.cover.symbol or doc.number
    return (
        identifier,
        str(path),
        symbol,
        doc.title,
        day.year if day else 0,
        str(day or ""),
        str(doc.organ),
        doc.language,
    )


def _rows(
    doc: Document, document: int, before: int
) -> Iterator[tuple[int, int, int, str, str, str, str, str]]:
    labels: list[str] = []
    number = before
    for place, block in enumerate(doc.all_blocks()):
        text = _words_of(block)
        if not text:
            continue
        number += 1
        labels = [*labels[: block.level], block.number]
        found = strength(text) if block.kind is BlockKind.PARAGRAPH else None
        cited = " ".join(f"|{a or b}|" for a, b in dict.fromkeys(_RESOLUTION.findall(text)))
        label = " ".join(part for part in labels if part)
        yield number, document, place, label, str(block.kind), found.verb if found else "", cited, text


def _words_of(block: Block) -> str:
    if block.table:
        return "\n".join(" ".join(cell.text for cell in row) for row in block.table.rows)
    return block.text


def search(query: Query, place: Path) -> list[Hit]:
    """Return the best paragraphs: those with all words, or with some where none has all.

    Raises InputError where there is no library, or nothing is asked.
    """
    if not place.is_file():
        mend = "Make one with maslahat text index FOLDER."
        raise InputError(Fault(str(place), "no library", "a library of documents", mend))
    terms = _terms(f"{query.words} {query.actor}")
    titles = [f"title:{term}" for term in _terms(query.subject)]
    if not (terms or titles or query.verb or query.year or query.cites):
        raise InputError(
            Fault("the query", "nothing", "words, or one of --actor --verb --subject --year --cites")
        )
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as base:
        hits = _phrased(base, titles, query)
        hits += _found(base, " AND ".join([*terms, *titles]), query)
        if not hits and len(terms) > 1:
            hits = _found(base, " OR ".join([*terms, *titles]), query)
    if not terms:
        return hits[: query.limit]
    apart = {(hit.path, hit.place): hit for hit in reversed(hits)}
    return ranked(list(apart.values()), query.words, query.limit)


def _phrased(base: sqlite3.Connection, titles: list[str], query: Query) -> list[Hit]:
    """Return the paragraphs that hold all the words as they stand, common ones too."""
    words = re.findall(r"[^\W_]+", _SYMBOL.sub(" ", query.words))
    if len(words) < FEWEST_IN_PHRASE or '"' in query.words:
        return []
    phrase = f'text:"{" ".join(words)}"'
    return _found(base, " AND ".join([phrase, *titles]), query)


def _terms(words: str) -> list[str]:
    """Return FTS5 terms: phrases in quotes, words of which the common ones and symbols are left out."""
    terms = []
    bare = _SYMBOL.sub(" ", words)
    for phrase, word in _TERM.findall(bare if bare.strip() else words):
        if phrase:
            terms.append(f'"{phrase}"')
        elif word.lower() not in STOP:
            stem = word[: max(4, len(word) - 2)] if _RUSSIAN.search(word) and len(word) > 4 else ""
            terms.append(f'"{stem}"*' if stem else f'"{word}"')
    return terms


def _found(base: sqlite3.Connection, match: str, query: Query) -> list[Hit]:
    where, values = [], []
    if match:
        where.append("words MATCH ?")
        values.append(match)
    for clause, value in (
        ("p.verb LIKE ?", f"{query.verb.lower().rstrip('s')}%" if query.verb else ""),
        (
            "p.cited LIKE ?",
            f"%|{query.cites.removeprefix('A/RES/').removeprefix('S/RES/')}|%" if query.cites else "",
        ),
        ("d.year = ?", query.year),
    ):
        if value:
            where.append(clause)
            values.append(str(value))
    named = _SYMBOL.search(query.words)
    preferred = "d.symbol = ? DESC, " if named and match else ""
    values += [named[0]] if preferred and named else []
    if match:
        where.append("words.rank MATCH 'bm25(1.0, 0.6)'")  # sorted inside the index, texts read last
    order = f"{preferred}rank" if match else "d.date DESC, p.place"
    score = "words.rank" if match else "0.0"
    sql = (
        f"SELECT d.symbol, d.title, p.number, p.kind, p.place, words.text, d.year, d.path, -{score} "
        f"FROM words "
        "JOIN paragraphs p ON p.id = words.rowid JOIN documents d ON d.id = p.document "
        f"WHERE {' AND '.join(where)} ORDER BY {order} LIMIT ?"
    )
    try:
        rows = base.execute(sql, [*values, max(POOL, query.limit)]).fetchall()
    except sqlite3.OperationalError as error:
        raise InputError(
            Fault("the query", f"{match!r} ({error})", "plain words, or phrases in quotes")
        ) from error
    return [_hit(row) for row in rows]


def _hit(row: tuple[Any, ...]) -> Hit:
    symbol, title, number, kind, place, text, year, path, score = row
    return Hit(symbol, title, number, kind, place, text, year, path, round(float(score), 6))
