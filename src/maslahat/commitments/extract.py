"""Commitments out of the operative paragraphs of a document (DESIGN §11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from maslahat.commitments import asides
from maslahat.commitments.actors import SELF, Asked, read_asked
from maslahat.commitments.commitment import Commitment
from maslahat.commitments.deadlines import read_deadlines
from maslahat.commitments.foreign import language_of, read_foreign
from maslahat.commitments.numbers import ordinal
from maslahat.commitments.passages import passages
from maslahat.commitments.pledges import PLEDGING, read_pledges
from maslahat.commitments.reporting import read_reporting
from maslahat.text import Block, BlockKind, Document, Organ
from maslahat.text.dates import MONTH, read_date
from maslahat.text.verbs import Strength, strength

_GA = re.compile(
    r"\bresolutions? (\d{2,3}/\d{1,3}(?: [A-Z])?)\b|(?<=, )(\d{2}/\d{1,3})(?= of \d)|(?"
    r"<=and )(\d{2}/\d{1,3})(?= of \d)"
)
_SC = re.compile(r"\b(\d{3,4}) \(((?:19|20)\d\d)\)")
_SYMBOL = re.compile(r"\b((?:A|S|E)/(?:RES/|PRST/|HRC/|C\.\d/|CN\.\d+/)?\d{1,4}(?:/[\w.]+)*)\b")
_DATED_WORK = re.compile(
    r"(?<![/\w])(?:(?P<ga>\d{2,3}/\d{1,3}(?: [A-Z]\b)?)|(?P<sc>\d{3,4}) \((?:19|20)\d\d\))(?: of| du| от|"
    r" on)? "
    rf"(?P<date>\d{{1,2}}(?:er)? {MONTH} \d{{4}})",
    re.I,
)
_PILLARS = (
    (
        1,
        re.compile(
            r"conditions conducive|root causes|prevent\w* (?:of )?violent extremism|dialogue|"
            r"radicalization",
            re.I,
        ),
    ),
    (4, re.compile(r"human rights|rule of law|victims of terrorism|due process", re.I)),
    (3, re.compile(r"capacit|technical assistance|role of the United Nations|training", re.I)),
    (2, re.compile(r"prevent|combat|counter|financ|border|suppress|prosecut|deny|safe haven", re.I)),
)
_TERROR = re.compile(r"terroris", re.I)
LEAST_RANK = 4
BINDING = 8  # what parties agree to do binds as what an organ decides
_ITEM = re.compile(r"(?:[Tt]o|[Bb]y) [a-z]+")
_FULL = {"calls": "calls upon", "calling": "calls upon", "urging": "urges", "inviting": "invites"}
_FULL |= {"encouraging": "encourages", "requesting": "requests", "appealing": "appeals"}
_TOLD = {
    "takes note",
    "notes",
    "welcomes",
    "endorses",
    "approves",
    "takes into account",
    "supports",
    "looks forward",
    "note",
    "prend note",
    "se félicite",
    "salue",
    "appuie",
    "fait sien",
    "fait siennes",
    "отмечает",
    "принимает к сведению",
    "приветствует",
    "поддерживает",
    "одобряет",
}
_DECIDES = re.compile(r"(?:,? and|;|,) (?:also |further )?decides (?:that|to)\b")
_DECIDED = re.compile(r"(?:,? and|;|,) (?:also |further )?(?:decides|agrees|approves|endorses)\b")
_INTENDS = re.compile(
    r"\b(?:expresses|reiterates|affirms|reaffirms|recalls|confirms) (?:its|the) (?:\w+ )?(?:intention"
    r"|intent|readiness|expectation)\b"
    r"|\b(?:intends|expects|anticipates)\b|\blooks? forward to\b"
    r"|\b(?:confirms|affirms|reaffirms|reiterates its (?:decision|call)) (?:that|for) [^;]*\b(?:will|shall|review)\b"
    r"|\b(?:stresses|emphasizes|underlines|underscores)\b[^;]*\b(?:need for [^;]* to|should|must|shall)\b",
    re.I,
)


def extract(doc: Document) -> tuple[Commitment, ...]:
    """Return the commitments of a document, in the order of its paragraphs.

    A paragraph gives a record where it asks somebody to act, or the organ decides something. Sub-paragraphs
    are read with the words that open them.
    """
    session = _session(doc)
    adopted = doc.adoption.date or doc.cover.issued
    if doc.kind in PLEDGING:
        return tuple(_promised(doc, session, adopted))
    found: list[Commitment] = []
    for number, text, own in _paragraphs(doc):
        record = read_paragraph(text, doc.cover.symbol or doc.number, number, session, adopted)
        if (
            record and own != text and own.rstrip(" ;.,")[:40] in record.measure
        ):  # what tells one sub-paragraph from the next
            record = replace(record, measure=re.sub(r",? (?:and|or)$", "", own.strip().rstrip(" ;.,")))
        if record:
            found.append(record)
    return tuple(found)


def _promised(doc: Document, session: int, adopted: date | None) -> Iterator[Commitment]:
    """Yield what the parties of an agreement or those who met bind themselves to, or ask of others."""
    source = doc.cover.symbol or doc.number or doc.title
    for number, pledge in read_pledges(passages(doc)):
        read = pledge.asking or f"Decides that {pledge.words.replace(pledge.binds, 'shall', 1)}"
        record = read_paragraph(read, source, number, session, adopted)
        if record is None:
            continue
        if pledge.asking:
            asked = [name for one in record.obligors for name in (pledge.actors if one == SELF else (one,))]
            yield replace(record, words=pledge.words, obligors=tuple(dict.fromkeys(asked)))
            continue
        yield replace(
            record,
            words=pledge.words,
            obligors=pledge.actors,
            action=pledge.binds,
            strength=float(BINDING),
            measure=pledge.measure,
            beneficiary=pledge.beneficiary or record.beneficiary,
            confidence=pledge.sure,
        )


def _session(doc: Document) -> int:
    """Return the session of the organ: by its name on the cover, else by the symbol; 0 where neither says."""
    named = re.match(r"(.+?) session$|(.+?) (?:сессия|période)", doc.cover.session)
    found = ordinal(named[1] or named[2]) if named else None
    symbol = re.match(r"(?:A/RES/)?(\d+)/\d", doc.cover.symbol or doc.number)
    return found or (int(symbol[1]) if symbol and doc.organ is Organ.GENERAL_ASSEMBLY else 0)


def _paragraphs(doc: Document) -> Iterator[tuple[str, str, str]]:
    """Yield number, words with the opening words of those above, and own words of the operative paragraphs."""
    blocks = [*doc.blocks, *(block for part in doc.parts for block in part.blocks)]
    above: list[Block] = []
    lead: list[Block] = []
    for n, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        item = bool(lead) and block.level == 0 and _ITEM.match(block.text) is not None
        above = lead if item else above[: block.level]
        following = blocks[n + 1] if n + 1 < len(blocks) else None
        opens = following is not None and (
            following.level > block.level or _ITEM.match(following.text) is not None
        )
        if not (opens and block.text.endswith(":")):
            yield (
                " ".join(b.number for b in (*above, block)).strip(),
                " ".join(b.text for b in (*above, block)),
                block.text,
            )
        above = [*above, block]
        if block.level == 0 and not item:  # “with these tasks:”, whose items may stand on the same level
            lead = [block] if block.text.endswith(":") else []


def read_paragraph(
    text: str, source: str = "", number: str = "", session: int = 0, adopted: date | None = None
) -> Commitment | None:
    """Return the commitment of one operative paragraph, or None where it asks nobody and decides nothing."""
    language = language_of(text)
    asked = read_asked(text) if language == "eng" else read_foreign(text, language)
    opening = strength(text)
    deadlines = read_deadlines(text, session, adopted)
    noted = opening is None or opening.verb in _TOLD or _DECIDED.search(text) or _INTENDS.search(text)
    duty = read_reporting(text, asked, [str(d) for d in deadlines if d.kind in {"every", "regular"}])
    binds = opening is not None and opening.rank >= LEAST_RANK
    if not (asked or duty or (deadlines and noted) or binds or _DECIDES.search(text)):
        return None
    first = asked[0] if asked else Asked((), opening.verb if opening else "", text, 0.5)
    leading = _leading(opening, asked)
    place = _asked_words(text, asked)
    named = {
        actor.replace("-", " ").lower(): actor
        for clause in reversed(asked)
        for actor in reversed(clause.actors)
    }
    obligors = tuple(reversed(named.values()))  # each once, however its hyphens are set
    return Commitment(
        source=source,
        paragraph=number,
        obligors=obligors,
        action=leading.words if leading else first.verb,
        strength=leading.rank if leading else 6.0,
        measure=first.measure.rstrip(" ;."),
        beneficiary=asides.beneficiary(place),
        deadlines=deadlines,
        reporting=duty,
        review=asides.review(text),
        resources=asides.resources(place),
        condition=asides.condition(place),
        references=references(text),
        works=works(text),
        pillar=next((n for n, rule in _PILLARS if rule.search(text)), 2) if _TERROR.search(text) else 0,
        words=text,
        confidence=min(clause.sure for clause in asked) if asked else 0.5,
    )


def _asked_words(text: str, asked: list[Asked]) -> str:
    """Return the paragraph from its first request on, where one asks; else the whole."""
    starts = [text.find(clause.measure[:40]) for clause in asked if clause.measure]
    verb = re.search(r"\b(?:requests?|invites|encourages|urges|calls?|demands?|decides)\b", text, re.I)
    found = [at for at in starts if at >= 0] + ([verb.start()] if verb and asked else [])
    return text[min(found) :] if found else text


def _leading(opening: Strength | None, asked: list[Asked]) -> Strength | None:
    """Return the verb that acts: the one that asks, where the paragraph but notes something before it."""
    verbs = [
        verb for verb in (strength(f"{_FULL.get(clause.verb, clause.verb)} ") for clause in asked) if verb
    ]
    strongest = max(verbs, key=lambda verb: verb.rank, default=None)
    again = opening is not None and opening.verb in {
        "renews",
        "reaffirms",
        "reiterates",
    }  # its request, not a mandate
    if opening is None or (strongest and (opening.rank < LEAST_RANK or again)):
        return strongest or opening
    return opening


def obligors(text: str) -> tuple[str, ...]:
    """Return those whom a paragraph asks to act, the organ itself left out."""
    language = language_of(text)
    asked = read_asked(text) if language == "eng" else read_foreign(text, language)
    return tuple(dict.fromkeys(name for clause in asked for name in clause.actors if name != SELF))


def references(text: str) -> tuple[str, ...]:
    """Return the addresses of the resolutions and documents a text cites, in the order of their kinds."""
    base = "https://undocs.org/en/"
    found = [f"{base}A/RES/{next(filter(None, match))}" for match in _GA.findall(text)]
    found += [f"{base}S/RES/{number}({year})" for number, year in _SC.findall(text)]
    found += [base + symbol for symbol in _SYMBOL.findall(text)]
    return tuple(dict.fromkeys(found))


def works(text: str) -> tuple[str, ...]:
    """Return the UN's names in Akoma Ntoso of the resolutions whose day the text gives beside the number.

    `resolution 60/288 of 8 September 2006` is `/akn/un/statement/deliberation/unga/2006-09-08/60-288/`.
    """
    found = []
    for match in _DATED_WORK.finditer(text):
        day = read_date(match["date"])
        if day:
            body, number = ("unga", match["ga"]) if match["ga"] else ("unsc", match["sc"])
            name = re.sub(r"[/ ]", "-", number)
            found.append(f"/akn/un/statement/deliberation/{body}/{day.isoformat()}/{name}/")
    return tuple(dict.fromkeys(found))
