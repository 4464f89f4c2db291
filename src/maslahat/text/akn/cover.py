"""The cover page and the metadata of an AKN4UN file."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree
from lxml.etree import _Element

from maslahat.text.akn.names import Q, local
from maslahat.text.dates import read_date, read_iso
from maslahat.text.document import (
    Adoption,
    AgendaItem,
    Block,
    BlockKind,
    Cover,
    Document,
    DocumentKind,
    Signature,
    Vote,
)
from maslahat.text.numerals import numeral
from maslahat.text.sponsors import listed_sponsors

CARRIED_META = "akn:meta"
_STATED = re.compile(
    r"(?P<meeting>\d{1,4}(?:st|nd|rd|th)) meeting.*? on (?P<date>\d{1,2} [A-Z][a-z]+ \d{4})", re.S
)
AGENDA_NUMBER = re.compile(r"\d+(?: \([a-z]+\))*")


def read_meta(main: _Element, where: str) -> Document:
    """Return a document with what its metadata says: dates, votes, sponsors, job number, language."""
    del where
    meta = main.find(f"{Q}meta")
    if meta is None:
        return Document()
    docket = next(meta.iter(f"{Q}docketNumber"), None)
    language = next(meta.iter(f"{Q}FRBRlanguage"), None)
    adopted = next((e for e in meta.iter(f"{Q}FRBRdate") if e.get("name") == "adoption"), None)
    return Document(
        kind=DocumentKind.RESOLUTION,
        language=(language.get("language") if language is not None else None) or "eng",
        cover=Cover(job_number=_text(docket)),
        adoption=Adoption(date=read_iso(adopted.get("date")) if adopted is not None else None),
        vote=_vote(meta),
        sponsors=_sponsors(meta),
        carried=((CARRIED_META, etree.tostring(meta, encoding="unicode", with_tail=False)),),
    )


def _text(element: _Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _vote(meta: _Element) -> Vote | None:
    names: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, int] = {}
    for count in meta.iter(f"{Q}count"):
        side = count.get("refersTo", "").lstrip("#")
        names[side] = tuple(_text(voter) for voter in count.iter(f"{Q}organization"))
        numbers[side] = numeral(count.get("value"), otherwise=len(names[side]))
    if not names:
        return None
    sides = ("inFavour", "against", "abstaining")
    counts = tuple(numbers.get(side, 0) for side in sides)
    favour, against, abstaining = (names.get(side, ()) for side in sides)
    return Vote(favour, against, abstaining, counts=(counts[0], counts[1], counts[2]))


def _sponsors(meta: _Element) -> tuple[str, ...]:
    for step in meta.iter(f"{Q}step"):
        if step.get("outcome") == "draftResolution" and step.get("by"):
            return listed_sponsors(step.get("by", ""))
    return ()


def read_cover(page: _Element | None) -> Cover:
    """Return the cover data as printed."""
    if page is None:
        return Cover()
    found: dict[str, str] = {}
    for element in page.iter():
        key = _field(element)
        if key:
            if key == "agenda item name" and found.get(key):
                found[key] += f" {_text(element)}"
            found.setdefault(key, _text(element))
    agenda = tuple(found[key] for key in ("agenda item", "agenda item name") if found.get(key))
    issued = found.get("#dateOfIssuance", "")
    return Cover(
        authority=found.get("#issuingBody", ""),
        symbol=found.get("#symbol", ""),
        distribution=found.get("docStatus", "").removeprefix("Distr.:").strip(),
        issued=_attribute_date(page, "#dateOfIssuance") or read_date(issued),
        issued_text=issued,
        original=found.get("original language", ""),
        session=found.get("session", ""),
        agenda=_items(found.get("agenda item", ""), found.get("agenda item name", "")),
        agenda_text=agenda,
        status_line=found.get("docTitle", ""),
        proponent=found.get("docProponent", ""),
        origin=found.get("originating document", ""),
    )


def _field(element: _Element) -> str:
    """Return under which name an element of the cover is kept."""
    name = local(element.tag)
    if name in {"docNumber", "docAuthority", "docDate"}:
        return element.get("refersTo", "")
    if name == "docTitle" and element.get("refersTo") == "#resolutionNumber":
        return "number"
    if name in {"docStatus", "session", "docTitle", "docProponent"}:
        return name
    return element.get("name", "") if name == "inline" else ""


def _attribute_date(page: _Element, reference: str) -> date | None:
    found = next((e for e in page.iter(f"{Q}docDate") if e.get("refersTo") == reference), None)
    return None if found is None else read_iso(found.get("date"))


def _items(number: str, name: str) -> tuple[AgendaItem, ...]:
    numbers = AGENDA_NUMBER.findall(number)
    return tuple(AgendaItem(item, name) for item in numbers)


def read_adoption(statement: _Element, known: Adoption) -> Adoption:
    """Return meeting and date from the conclusions, or from the cover of the Security Council."""
    place = statement.find(f"{Q}conclusions")
    if place is None or not _text(place):
        place = statement.find(f"{Q}coverPage")
    if place is None:
        return known
    meeting = next((e for e in place.iter(f"{Q}inline") if e.get("name") == "adoptionMeeting"), None)
    day = next((e for e in place.iter(f"{Q}docDate") if e.get("refersTo") != "#dateOfIssuance"), None)
    printed = _text(day)
    stated = read_iso(day.get("date")) if day is not None else None
    when = read_date(printed) or stated or known.date  # what is printed holds; the attribute may be mistyped
    if meeting is None:
        meeting = next(iter(place.iter(f"{Q}location")), None)
    return Adoption(_text(meeting), when, printed)


def read_closing(statement: _Element) -> tuple[tuple[str, ...], tuple[Signature, ...]]:
    """Return the closing words and the lines to sign on of an agreement, which stand in its conclusions."""
    closing: list[str] = []
    signatures: list[Signature] = []
    for p in statement.iterfind(f"{Q}conclusions/{Q}p"):
        signed = p.find(f"{Q}signature")
        if signed is not None:
            party, name, office = (
                _text(signed.find(f"{Q}{tag}")) for tag in ("organization", "person", "role")
            )
            signatures.append(Signature(party or _text(signed), name, office))
        elif _text(p) and not any(True for _ in p.iter(f"{Q}inline", f"{Q}docDate", f"{Q}location")):
            closing.append(_text(p))
    return tuple(closing), tuple(signatures)


def stated_adoption(blocks: tuple[Block, ...], known: Adoption) -> Adoption:
    """Return meeting and date of a presidential statement, which stand in its opening sentence."""
    intro = next((block.text for block in blocks[:3] if block.kind is BlockKind.INTRO), "")
    found = _STATED.search(intro)
    if not found or known.meeting:
        return known
    return Adoption(f"{found['meeting']} meeting", read_date(found["date"]) or known.date, found["date"])
