"""Rules on dates: days that exist, resolutions dated in the session that their number names, one year a number (§10)."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from maslahat.text.check.cover import session_number
from maslahat.text.check.finding import Finding, placed
from maslahat.text.document import BlockKind, Document, Organ

_MONTHS = list(calendar.month_name)[1:]
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})\b")
_DATED = re.compile(
    rf"\b(?P<session>\d{{2}})/(?P<number>\d{{1,3}})(?: [A-Z])?,? of (?P<day>\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})\b"
)
_COUNCIL = re.compile(r"(?<![\w/])(?P<number>\d{3,4}) \((?P<year>(?:19[4-9]|20)\d{1,2})\)")
_SYMBOL = re.compile(r"(?:A/(?:RES/|C\.\d/)?)?(?P<session>\d{2,3})/")
_ASKED_AT = re.compile(
    r"\b[Rr]equests\b[^;.]{1,600}? to (?:report|submit|present|provide)\b[^;.]{0,120}?\bto the (?:General )?Assembly,?"
    r" (?:at|during) its (?P<session>(?:[a-z]+-)?[a-z]+) session\b"
)
_FIRST_SESSION, _OPENING = 1945, 9  # a session is closed and the next one opened in the middle of September
_ANOTHER = re.compile(r"Commission|Economic and Social|Programme|Health|Conference|Human Rights|Board")
_OWN = re.compile(r"General Assembly resolutions? [^;a-z]{0,10}$")
_NUMBERED_SO = 31  # the first session whose resolutions are numbered 31/1
_SLIP = 6  # years


def check_dates(doc: Document) -> Iterator[Finding]:
    """A day is in the calendar; a resolution of the Assembly is dated in its session; one number has one year."""
    texts = [(place, block.text) for place, block in placed(doc)]
    texts += [(f"footnote {note.marker}", note.text) for note in doc.notes]
    years: dict[str, Counter[str]] = {}
    for _, text in texts:
        for found in _COUNCIL.finditer(text):
            years.setdefault(found["number"], Counter())[found["year"]] += 1
    yield from _past_sessions(doc)
    for place, text in texts:
        yield from _days(place, text)
        yield from _sessions(place, text, doc.adoption.date.year if doc.adoption.date else date.max.year)
        for found in _COUNCIL.finditer(text):
            usual, many = years[found["number"]].most_common(1)[0]
            if found["year"] != usual and many > years[found["number"]][found["year"]]:
                yield Finding(
                    "references.date",
                    place,
                    found[0],
                    f"{found['number']} ({usual}), as elsewhere in the text",
                )


def _days(place: str, text: str) -> Iterator[Finding]:
    for found in _DAY.finditer(text):
        year, month = int(found["year"]), _MONTHS.index(found["month"]) + 1
        if year and not 1 <= int(found["day"]) <= calendar.monthrange(year, month)[1]:
            yield Finding(
                "dates.calendar", place, found[0], f"{found['month']} {year} has no day {found['day']}."
            )


def _sessions(place: str, text: str, adopted: int) -> Iterator[Finding]:
    """The Assembly's nth session opened in September of 1945 + n and was closed a year later.

    Other bodies number their resolutions alike, but decades apart: only a year that is near, or yet to come, is a slip.
    """
    for found in _DATED.finditer(text):
        session, month, year = int(found["session"]), _MONTHS.index(found["month"]) + 1, int(found["year"])
        gap = year - _FIRST_SESSION - session
        fits = (gap == 0 and month >= _OPENING) or (gap == 1 and month <= _OPENING)
        before = text[max(0, found.start() - 200) : found.start()]
        other = _ANOTHER.search(before) and not _OWN.search(before)
        if not fits and not other and session >= _NUMBERED_SO and (abs(gap) <= _SLIP or year > adopted):
            years = f"{_FIRST_SESSION + session}–{_FIRST_SESSION + session + 1}"
            mend = f"Session {session} sat from September to September {years}."
            yield Finding("references.date", place, found[0], mend)


def _past_sessions(doc: Document) -> Iterator[Finding]:
    """What the Assembly asks for at a session of its own has to be to come."""
    now = _SYMBOL.match(doc.cover.symbol or doc.number)
    for place, block in placed(doc) if now and doc.organ is Organ.GENERAL_ASSEMBLY else ():
        for found in (
            _ASKED_AT.finditer(block.text) if block.kind is BlockKind.PARAGRAPH and not block.quote else ()
        ):
            session = session_number(f"{found['session'].capitalize()} session")
            if session and now and session < int(now["session"]):
                mend = f"Name a session to come: this is session {now['session']}."
                yield Finding("references.session", place, found[0][-60:], mend)
