"""Rules on the cover of a draft: agenda item, session, symbol, number, meeting and day agree (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.check.finding import Finding
from maslahat.text.dates import read_date
from maslahat.text.document import Document, DocumentKind, Organ

_FIRST_SESSION = 1945
_SESSION_WORD = re.compile(
    r"^(?:Resumed )?(?P<name>[A-Z][a-z]+(?:-[a-z]+)?)(?: emergency| special)*"
    r" session$"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_SYMBOL = re.compile(r"^[ASE]/RES/(?P<number>(?:S-|ES-)?\d+(?:/\d+)?)")
_NUMBER = re.compile(r"(?P<number>(?:S-|ES-)?\d+(?:/\d+)?)")
_MEETING = re.compile(r"(?P<number>\d+)(?P<end>st|nd|rd|th)\b")
_TENS = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"]


def check_cover(doc: Document) -> Iterator[Finding]:
    """The cover names the agenda item; session, symbol and day of adoption agree."""
    cover = doc.cover
    year = re.match(r"E/RES/(?P<year>\d{4})/", cover.symbol)
    if year and cover.session and not cover.session.startswith(year["year"]):
        yield Finding("cover.session", "cover", cover.session, f"The symbol says {year['year']} session.")
    if doc.kind is not DocumentKind.RESOLUTION or doc.organ is not Organ.GENERAL_ASSEMBLY:
        return
    printed = cover.session or cover.status_line
    if printed and not cover.agenda and not cover.agenda_text:
        yield Finding("cover.agenda", "cover", "no agenda item", "Name the agenda item: “Agenda item 58”.")
    symbol = re.match(r"(?:A/(?:RES/|C\.\d/)?)?(?P<session>\d{2,3})/", cover.symbol or doc.number)
    number = re.match(r"(?P<session>\d{2,3})/", doc.number)
    session = int(symbol["session"]) if symbol else int(number["session"]) if number else 0
    named = session_number(cover.session)
    if named and session and named != session:
        mend = f"The symbol says session {session}."
        yield Finding("cover.session", "cover", cover.session, mend)
    day = doc.adoption.date
    if session and day and not 0 <= (day.year - _FIRST_SESSION) - session <= 1:
        years = f"{_FIRST_SESSION + session} or {_FIRST_SESSION + session + 1}"
        mend = f"Session {session} sat in {years}."
        yield Finding("cover.date", "cover", day.isoformat(), mend)


def check_adoption(doc: Document) -> Iterator[Finding]:
    """Number and symbol are one; an adopted text names its meeting and its day, and the same day everywhere."""
    if doc.kind is not DocumentKind.RESOLUTION:
        return
    cover, adoption = doc.cover, doc.adoption
    symbol = _SYMBOL.search(cover.symbol)
    number = _NUMBER.search(doc.number)
    if symbol and number and symbol["number"] != number["number"]:
        yield Finding("cover.number", "title", doc.number, f"The symbol is {cover.symbol}.")
    if symbol and adoption.date and not adoption.meeting and not doc.parts and doc.language in {"eng", ""}:
        mend = "Say at which meeting it was adopted: “55th plenary meeting”."
        yield Finding("cover.meeting", "end", "no meeting", mend)
    meeting = _MEETING.match(adoption.meeting)
    if meeting and meeting["end"] != _ordinal_end(int(meeting["number"])):
        mend = f"{meeting['number']}{_ordinal_end(int(meeting['number']))}"
        yield Finding("cover.meeting", "end", adoption.meeting, mend)
    stated = read_date(cover.status_line)
    if stated and adoption.date and stated != adoption.date:
        mend = f"The text says at its end {adoption.date.isoformat()}."
        yield Finding("cover.date", "cover", cover.status_line, mend)


def _ordinal_end(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def session_number(name: str) -> int:
    """Return 72 for `Seventy-second session`, 0 where it is no plain ordinal."""
    found = _SESSION_WORD.match(name)
    if not found or "special" in name:
        return 0
    ten, _, one = found["name"].lower().partition("-")
    tens = next((10 * n for n, stem in enumerate(_TENS, start=2) if ten in {f"{stem}ieth", f"{stem}y"}), 0)
    units = _ORDINALS.index(one or ten) + 1 if (one or ten) in _ORDINALS else 0
    return tens + units if tens or units else 0
