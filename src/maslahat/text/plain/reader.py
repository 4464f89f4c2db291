"""Plain text, clean or damaged, into the model (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from maslahat.core import Fault, InputError
from maslahat.text.akn.cover import stated_adoption
from maslahat.text.dates import read_date
from maslahat.text.document import (
    Adoption,
    Annex,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    Dropped,
    Note,
    Organ,
    Part,
    Repair,
)
from maslahat.text.labels import LABEL
from maslahat.text.plain.body import BodyReader
from maslahat.text.plain.cover import CoverReader
from maslahat.text.plain.lines import Raw, raw_blocks
from maslahat.text.plain.masthead import named_organ
from maslahat.text.plain.notes import mark_calls, take_notes
from maslahat.text.plain.quoted import unquoted
from maslahat.text.plain.shapes import AGREED, ARTICLE
from maslahat.text.repairs import offered_repairs
from maslahat.text.words import ANNEX, FORMULA, INTRO, MEETING, PREAMBULAR, PRESIDENT, SPOKEN, STATUS

MOST_CHARACTERS = 20_000_000
MOST_COVER_LINES = 20
LONGEST_KIND, LONGEST_TITLE_LINE = 60, 160
_BETWEEN = ("between ", "among ", "on ", "of ", "concerning ", "amending ", "между ", "entre ")
_KINDS = (
    ("joint statement", DocumentKind.JOINT_STATEMENT),
    ("joint communiqu", DocumentKind.JOINT_STATEMENT),
    ("совместное заявление", DocumentKind.JOINT_STATEMENT),
    ("совместное коммюнике", DocumentKind.JOINT_STATEMENT),
    ("déclaration commune", DocumentKind.JOINT_STATEMENT),
    ("protocol", DocumentKind.PROTOCOL),
    ("протокол", DocumentKind.PROTOCOL),
    ("agreement", DocumentKind.AGREEMENT),
    ("соглашение", DocumentKind.AGREEMENT),
    ("договор", DocumentKind.AGREEMENT),
    ("конвенция", DocumentKind.AGREEMENT),
    ("accord ", DocumentKind.AGREEMENT),
    ("traité", DocumentKind.AGREEMENT),
    ("convention", DocumentKind.AGREEMENT),
    ("treaty", DocumentKind.AGREEMENT),
    ("memorandum", DocumentKind.AGREEMENT),
    ("declaration", DocumentKind.DECLARATION),
    ("декларация", DocumentKind.DECLARATION),
    ("déclaration", DocumentKind.DECLARATION),
    ("decision", DocumentKind.DECISION),
)


def read_text(text: str, where: str = "the text", repairs: bool = True) -> Document:
    """Read a plain text, one block a line or wrapped at any width, also with page furniture or glued tokens.

    Every character of the input is in the document or in `dropped` with a reason; what looks broken is
    offered in `repairs` and left as it is. Raises InputError where there is no text, or far too much.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            Fault(where, f"{len(text):,} characters", f"at most {MOST_CHARACTERS:,}", "Split the file.")
        )
    raws, dropped = raw_blocks(text.lstrip("\ufeff"))
    if not raws:
        raise InputError(Fault(where, "no text", "the text of an official document"))
    raws, notes = take_notes(raws)
    doc = _read(raws, notes)
    doc = replace(doc, dropped=(*dropped, *doc.dropped))
    return replace(doc, repairs=(*doc.repairs, *offered_repairs(doc))) if repairs else doc


def read_blocks(raws: list[Raw], notes: list[Note]) -> Document:
    """Read blocks whose notes are known, as they come out of a file with structure of its own."""
    doc = _read(raws, notes)
    return replace(doc, repairs=(*doc.repairs, *offered_repairs(doc)))


def _read(raws: list[Raw], notes: list[Note]) -> Document:
    first = next((n for n, raw in enumerate(raws) if len(raw.text) < 90 and FORMULA.match(raw.text)), None)
    stated = next((n for n, raw in enumerate(raws[:first]) if PRESIDENT.match(raw.text)), None)
    if first is not None and stated is None:
        raws, aside = unquoted(raws, first)
        doc = _enacted(raws, first, notes)
        return replace(doc, dropped=(*doc.dropped, *aside)) if aside else doc
    if stated is not None:
        return _statement(raws, stated, notes)
    spoken = next((n for n, raw in enumerate(raws) if SPOKEN.match(raw.text)), None)
    if spoken is not None:
        return _statement(raws, spoken - 1, notes)
    entitled = next((n for n, raw in enumerate(raws[:MOST_COVER_LINES]) if STATUS.match(raw.text)), None)
    if entitled is not None:
        return _enacted(raws, _body_start(raws, entitled), notes)
    return _treaty(raws, notes)


def _body_start(raws: list[Raw], cover: int) -> int:
    """Return where the text of a resolution starts whose enacting formula is missing."""
    for n in range(cover + 1, len(raws)):
        text = raws[n].text
        if PREAMBULAR.match(text) or re.match(r"1\. ?[A-Z]", text):
            return n
    return cover + 1


def _enacted(raws: list[Raw], first: int, notes: list[Note]) -> Document:
    """Read a resolution, or several under one number."""
    starts = [first, *_later_starts(raws, first)]
    cover = CoverReader()
    cover.read(raws[:first], len(starts) > 1)
    doc = cover.document()
    if doc.organ is Organ.OTHER:
        doc = replace(doc, organ=named_organ(raws[first].text))
    readers: list[tuple[list[str], BodyReader]] = []
    for n, start in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else len(raws)
        stop, title = _title_before(raws, start, stop) if stop < len(raws) else (stop, [])
        reader = BodyReader()
        reader.read(raws[start:stop])
        readers.append((title, reader))
    titles = [cover.part, *(title for title, _ in readers[:-1])]
    return _assembled(doc, titles, [reader for _, reader in readers], notes)


def _later_starts(raws: list[Raw], first: int) -> list[int]:
    """Return where further texts begin: a formula after the closing lines of the text before it."""
    found: list[int] = []
    closed = False
    for n in range(first + 1, len(raws)):
        text = raws[n].text
        if len(text) > 90:
            continue
        if ANNEX.match(text):
            return found
        if MEETING.match(text):
            closed = True
        elif closed and FORMULA.match(text):
            found.append(n)
            closed = False
    return found


def _title_before(raws: list[Raw], start: int, stop: int) -> tuple[int, list[str]]:
    """Return where the text before a later formula ends, and the title lines between."""
    at = stop
    while at - 1 > start and not MEETING.match(raws[at - 1].text):
        if len(raws[at - 1].text) < 40 and read_date(raws[at - 1].text):
            break
        at -= 1
    return at, [raw.text for raw in raws[at:stop]]


def _assembled(
    doc: Document, titles: list[list[str]], readers: list[BodyReader], notes: list[Note]
) -> Document:
    """Mark the footnote calls over the whole text, then put it together."""
    pool: list[Block] = [Block(BlockKind.HEADING, doc.title)]
    for title, reader in zip(titles, readers, strict=True):
        pool.append(Block(BlockKind.HEADING, " ".join(title)))
        pool += reader.main
        for _, blocks in reader.annexes:
            pool += blocks
    pool, notes, lost = mark_calls(pool, notes)
    stream = iter(pool)
    head = next(stream)
    parts: list[Part] = []
    for title, reader in zip(titles, readers, strict=True):
        part_title = next(stream)
        body = tuple(next(stream) for _ in reader.main)
        reader.annexes = [(label, [next(stream) for _ in found]) for label, found in reader.annexes]
        number, _, words = part_title.text.partition(" ") if title else ("", "", "")
        shift = len(number) + 1
        marks = tuple(replace(m, start=m.start - shift, end=m.end - shift) for m in part_title.marks)
        parts.append(Part(number, words, body, marks, reader.adoption or doc.adoption))
    return _whole(replace(doc, title=head.text, title_marks=head.marks), parts, readers, notes, lost)


def _whole(
    doc: Document, parts: list[Part], readers: list[BodyReader], notes: list[Note], lost: list[Repair]
) -> Document:
    several = len(parts) > 1
    adoption = parts[0].adoption
    if doc.adoption.date and not adoption.date:
        adoption = Adoption(adoption.meeting, doc.adoption.date, adoption.date_text)
    return replace(
        doc,
        blocks=() if several else parts[0].blocks,
        parts=tuple(parts) if several else (),
        annexes=tuple(annex for reader in readers for annex in _annexes(reader)),
        notes=tuple(notes),
        adoption=adoption,
        closing=tuple(line for reader in readers for line in reader.closing),
        signatures=tuple(signature for reader in readers for signature in reader.signatures),
        dropped=(*doc.dropped, *(dropped for reader in readers for dropped in reader.dropped)),
        repairs=(*(repair for reader in readers for repair in reader.repairs), *lost),
    )


def _annexes(reader: BodyReader) -> tuple[Annex, ...]:
    """Return the annexes, a heading right after the label being the title unless it calls a note."""
    found = []
    for label, blocks in reader.annexes:
        rest, title = list(blocks), ""
        if rest and rest[0].kind is BlockKind.HEADING and not rest[0].number and not rest[0].marks:
            title = rest.pop(0).text
        found.append(Annex(label, title, tuple(rest)))
    return tuple(found)


def _statement(raws: list[Raw], stated: int, notes: list[Note]) -> Document:
    """Read a statement by the President of the Security Council."""
    cover = CoverReader()
    cover.read(raws[: stated + 1], several=False)
    reader = BodyReader(state="start")
    rest = raws[stated + 1 :]
    while (
        rest and not INTRO.match(rest[0].text) and len(rest[0].text) < 60 and not rest[0].text.endswith(":")
    ):
        cover.dropped.append(
            Dropped(rest[0].text, "between the title and the opening sentence", rest[0].line)
        )
        rest = rest[1:]
    reader.read(rest)
    doc = _assembled(cover.document(), [[]], [reader], notes)
    adoption = stated_adoption(doc.blocks, doc.adoption)
    if adoption != doc.adoption:
        return replace(doc, adoption=adoption, dropped=(*doc.dropped, *reader.adopted))
    return doc


def _treaty(raws: list[Raw], notes: list[Note]) -> Document:
    """Read a text without an enacting formula: an agreement, a declaration, or any other document."""
    first = next((n for n, raw in enumerate(raws) if ARTICLE.match(raw.text)), None)
    at = _title_end(raws, len(raws) if first is None else first)
    title = " ".join(raw.text for raw in raws[:at])
    low = title.lower()
    kind = next((kind for word, kind in _KINDS if word in low), DocumentKind.OTHER)
    opened = first is not None or any(AGREED.search(raw.text) for raw in _before_numbers(raws[at:]))
    reader = BodyReader(formula=False, state="preamble" if opened else "article")
    reader.read(raws[at:])
    return _assembled(Document(kind=kind, title=title), [[]], [reader], notes)


def _title_end(raws: list[Raw], limit: int) -> int:
    """Return how many blocks make up the title: short lines, and the parties and subject of an “AGREEMENT / between …”."""
    at = 1
    while at < min(limit, 4):
        text = raws[at].text
        named = at == 1 and len(raws[0].text) < LONGEST_KIND and text.startswith(_BETWEEN)
        if text[0].isdigit() or (
            (len(text) >= LONGEST_TITLE_LINE or text.endswith((",", ".", ";", ":"))) and not named
        ):
            break
        at += 1
    return at


def _before_numbers(raws: list[Raw]) -> Iterator[Raw]:
    """Yield the blocks before the first label: the preamble of a text that has one."""
    for raw in raws:
        if LABEL.match(raw.text):
            return
        yield raw
