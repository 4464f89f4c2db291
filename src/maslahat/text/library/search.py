"""Looking for paragraphs in the library (DESIGN §10): those with all the words, else with the rarest of them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.text.library.named import Name, read_name
from maslahat.text.library.rank import Hit, in_turn, ranked
from maslahat.text.library.words import SYMBOL, WORD, Term, Vocabulary

VERSION = 2  # of the tables; a library of another version is made anew
POOL = 40  # how many the index gives for ranking
FEWEST_IN_PHRASE = 3
LONGEST_PHRASE = 24
WEIGHTS = "bm25(1.0, 0.5, 0.5, 0.3)"  # text, title, place, actor
WITH_TWINS, MOST_TWINS = 5, 200
_FIELDS = "SELECT d.symbol, d.title, p.number, p.kind, p.place, words.text, d.year, d.path, {score}, p.twin"
_JOINS = (
    "CROSS JOIN words ON words.rowid = b.rowid CROSS JOIN paragraphs p ON p.id = b.rowid "
    "CROSS JOIN documents d ON d.id = p.document"
)
_ALL = (  # the documents first: most conditions are theirs
    "documents d CROSS JOIN paragraphs p ON p.document = d.id CROSS JOIN words ON words.rowid = p.id"
)
_CITING = "paragraphs p CROSS JOIN documents d ON d.id = p.document CROSS JOIN words ON words.rowid = p.id"
_PREFIX = re.compile(r"^[ASE]/(?:RES/|PRST/|DEC/)?")


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


@dataclass(frozen=True, slots=True)
class Answer:
    """The paragraphs found, the best first, and the words that were read as others: (typed, read)."""

    hits: tuple[Hit, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()


def search(query: Query, place: Path) -> list[Hit]:
    """Return the hits of `answer`."""
    return list(answer(query, place).hits)


def answer(query: Query, place: Path) -> Answer:
    """Return the best paragraphs, those that say nearly the same gathered under the best of them.

    Raises InputError where there is no library, or nothing is asked.
    """
    if not place.is_file():
        mend = "Make one with maslahat text index FOLDER."
        raise InputError(Fault(str(place), "no library", "a library of documents", mend))
    if not any((WORD.search(query.words + query.actor + query.subject), query.verb, query.year, query.cites)):
        raise InputError(
            Fault("the query", "nothing", "words, or one of --actor --verb --subject --year --cites")
        )
    try:
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as base:
            _check_version(base, place)
            return _Search(base, query).run()
    except sqlite3.OperationalError as error:
        raise InputError(
            Fault("the query", f"{query.words!r} ({error})", "plain words, or phrases in quotes")
        ) from error
    except sqlite3.DatabaseError as error:
        raise InputError(_unfit(place, str(error))) from error


def _check_version(base: sqlite3.Connection, place: Path) -> None:
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        raise InputError(_unfit(place, f"tables of version {version}"))


def _unfit(place: Path, found: str) -> Fault:
    mend = "Make it anew with maslahat text index FOLDER."
    return Fault(str(place), found, f"a library of version {VERSION}", mend)


@dataclass(slots=True)
class _Search:
    base: sqlite3.Connection
    query: Query
    where: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def run(self) -> Answer:
        query, vocabulary = self.query, Vocabulary(self.base)
        name = read_name(query.words)
        if name:
            return Answer(tuple(in_turn(self.called(name))[: query.limit]))
        terms = vocabulary.terms(query.words)
        asides = self.asides(vocabulary)
        self.filter()
        hits = self.named(terms)
        symbol = SYMBOL.search(query.words)
        if terms or asides or not symbol:
            hits += self.worded(terms, asides)
        elif not hits:  # no such document: those that cite it
            hits = self.found('"' + " ".join(WORD.findall(_PREFIX.sub("", symbol[0]))) + '"')
        if len(hits) >= self.many:  # fewer are all there are, those with the whole phrase among them
            hits += self.phrased(asides)
        if not hits and query.actor:  # nobody of that name is asked: then whoever is named
            named = [f"text : {term.match}" for term in vocabulary.terms(query.actor, whole=False)]
            hits = self.worded(terms, named + asides[len(named) :])
        best = list({(hit.path, hit.place): hit for hit in reversed(hits)}.values())[::-1]
        mended = tuple(vocabulary.mended.items())
        if not terms:
            return Answer(tuple(best[: query.limit]), mended)
        words = [(term.word, term.held) for term in terms]
        first = [hit for hit in ranked(best, words, query.words) if hit.group <= WITH_TWINS]
        found = ranked([*best, *self.twins(first, best)], words, query.words)
        return Answer(tuple(found[: query.limit]), mended)

    def called(self, name: Name) -> list[tuple[float, Hit]]:
        """Return the text of a name, its title first, then who cites it, the latest first, then its other paragraphs.

        With an actor, a verb or a subject asked beside the name its own paragraphs come before those that cite it.
        """
        asides = " AND ".join(self.asides(Vocabulary(self.base)))
        self.filter()
        documents = name.documents(self.base)
        marks = ",".join("?" * len(documents))
        kept = [*self.where], [*self.values]
        self.where, self.values = [*kept[0], f"d.id IN ({marks})"], [*kept[1], *documents]
        own = self.found(asides) if documents else []
        self.where.append("p.place < 0")
        own += self.found(asides) if documents else []
        self.where, self.values = [*kept[0], f"d.id NOT IN ({marks})"], [*kept[1], *documents]
        self.cites(*name.cited)
        others = sorted(self.found(asides), key=lambda hit: (-hit.year, hit.symbol, hit.place))
        order = {path: n for n, path in enumerate(documents.values())}
        own = sorted(
            {(hit.path, hit.place): hit for hit in own}.values(),
            key=lambda hit: (hit.place >= 0, order[hit.path], hit.place),
        )
        ahead = sum(hit.place < 0 for hit in own) if not (asides or self.query.verb) else len(own)
        weighed = [(4.0 if hit.place < 0 else 3.0, hit) for hit in own[:ahead]]
        weighed += [(2.0, hit) for hit in others] + [(1.0, hit) for hit in own[ahead:]]
        return [(weight, replace(hit, score=weight)) for weight, hit in weighed]

    def asides(self, vocabulary: Vocabulary) -> list[str]:
        """Return what the index is asked for an actor and a subject."""
        asides = [f"actor : {term.match}" for term in vocabulary.terms(self.query.actor, whole=False)]
        return asides + [
            f"title : {term.match}" for term in vocabulary.terms(self.query.subject, whole=False)
        ]

    @property
    def many(self) -> int:
        """How many the index is asked for."""
        return max(POOL, self.query.limit)

    def named(self, terms: list[Term]) -> list[Hit]:
        """Return the paragraphs of the document whose symbol stands in the query, with the words beside it."""
        symbol = SYMBOL.search(self.query.words)
        if not symbol:
            return []
        one = re.sub(r"(?<=[^\s(])\(", " (", symbol[0]).rstrip(".")
        kept = self.where, self.values
        self.where, self.values = [*kept[0], "d.symbol = ?"], [*kept[1], one]
        hits = self.found(" OR ".join(term.match for term in terms))
        self.where, self.values = kept
        return hits

    def filter(self) -> None:
        """Put down the conditions beside the words."""
        query = self.query
        if query.verb:
            self.where.append("p.verb LIKE ?")
            self.values.append(f"{query.verb.lower().strip().rstrip('s')}%")
        if query.cites:
            bare = _PREFIX.sub("", " ".join(query.cites.split()))
            name = read_name(f"resolution {bare}")
            self.cites(*name.cited if name else (bare, False))
        if query.year:
            self.where.append("d.year = ?")
            self.values.append(query.year)

    def cites(self, symbol: str, begins: bool) -> None:
        """Put down that a paragraph cites a resolution, or one whose number begins so where the year is not told."""
        self.where.append(f"p.id IN (SELECT paragraph FROM cited WHERE symbol {'GLOB' if begins else '='} ?)")
        self.values.append(f"{symbol}*" if begins else symbol)

    def phrased(self, asides: list[str]) -> list[Hit]:
        """Return the paragraphs that hold all the words as they stand, common ones too."""
        words = WORD.findall(SYMBOL.sub(" ", self.query.words))
        if not FEWEST_IN_PHRASE <= len(words) <= LONGEST_PHRASE or '"' in self.query.words:
            return []
        return self.found(" AND ".join([f'text : "{" ".join(words)}"', *asides]))

    def worded(self, terms: list[Term], asides: list[str]) -> list[Hit]:
        """Return the paragraphs with all the words, or else with fewer and fewer, the rarest kept."""
        rarest = sorted(terms, key=lambda term: term.held)
        for kept in dict.fromkeys((len(terms), len(terms) * 3 // 4, len(terms) // 2)):
            if kept or not terms:
                hits = self.found(" AND ".join([*(term.match for term in rarest[:kept]), *asides]))
                if hits or not terms:
                    return hits
        some = " OR ".join(term.match for term in rarest[:3])
        return self.found(" AND ".join([f"({some})", *asides]))

    def found(self, match: str) -> list[Hit]:
        """Return the paragraphs that the index matches, the best by bm25 first, within the conditions."""
        many = self.many
        if match and not self.where:  # sorted inside the index, the rest read last
            best = (
                f"SELECT rowid, rank AS r FROM words WHERE words MATCH ? AND rank MATCH '{WEIGHTS}'"
                f" ORDER BY rank LIMIT ?"
            )
            rows = self.base.execute(
                f"{_FIELDS.format(score='-b.r')} FROM ({best}) b {_JOINS} ORDER BY b.r", (match, many)
            )
        elif match:
            where = " AND ".join(["words MATCH ?", f"words.rank MATCH '{WEIGHTS}'", *self.where])
            joins = "JOIN paragraphs p ON p.id = words.rowid JOIN documents d ON d.id = p.document"
            fields = _FIELDS.format(score="-words.rank")
            sql = f"{fields} FROM words {joins} WHERE {where} ORDER BY words.rank LIMIT ?"
            rows = self.base.execute(sql, [match, *self.values, many])
        else:
            where = " AND ".join(self.where) or "1"
            tables = _CITING if "FROM cited" in where else _ALL
            sql = f"{_FIELDS.format(score='0.0')} FROM {tables} WHERE {where} ORDER BY d.date DESC, p.place LIMIT ?"
            rows = self.base.execute(sql, [*self.values, many])
        return [_hit(row) for row in rows]

    def twins(self, first: list[Hit], known: list[Hit]) -> list[Hit]:
        """Return the paragraphs of the library that differ from the first ones in figures alone, and are not known.

        As far as the index can tell they fit as well as those whose words they share.
        """
        fields = _FIELDS.format(score="0.0")
        sql = f"{fields} FROM (SELECT id AS rowid FROM paragraphs WHERE twin = ? LIMIT ?) b {_JOINS}"
        places = {(hit.path, hit.place) for hit in known}
        score = {hit.twin: hit.score for hit in known}
        found: list[Hit] = []
        for twin in dict.fromkeys(hit.twin for hit in first):
            rows = (_hit(row) for row in self.base.execute(sql, (twin, MOST_TWINS)))
            found += [replace(row, score=score[twin]) for row in rows if (row.path, row.place) not in places]
        return found


def _hit(row: tuple[Any, ...]) -> Hit:
    symbol, title, number, kind, place, text, year, path, score, twin = row
    return Hit(symbol, title, number, kind, place, text, year, path, round(float(score), 6), twin=twin)
