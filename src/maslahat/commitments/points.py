"""Points of the calendar in a text: days, months, years, parts and ranges of them (DESIGN §10).

The grammar: a day (`5 July 2022`, `July 5, 2022`, `5 July`), a month (`July 2022`, `July`), a year (`2022`), a
season; a range (`28 November to 2 December 2022`, `2022–2024`) stands for its first day and keeps its last; what
lacks a year takes it from the point it is joined to, else it is the next one after adoption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

_NAMES = (
    "January janvier января январе январь январю",
    "February février февраля феврале февраль февралю",
    "March mars марта марте март марту",
    "April avril апреля апреле апрель апрелю",
    "May mai мая мае май маю",
    "June juin июня июне июнь июню",
    "July juillet июля июле июль июлю",
    "August août августа августе август августу",
    "September Sept. septembre сентября сентябре сентябрь сентябрю",
    "October octobre октября октябре октябрь октябрю",
    "November novembre ноября ноябре ноябрь ноябрю",
    "December décembre декабря декабре декабрь декабрю",
)
_MONTHS = {name: n for n, names in enumerate(_NAMES, start=1) for name in names.split()}
MONTHS = "(?:" + "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True)) + ")"
_ENGLISH = "(?:" + "|".join(names.split()[0] for names in _NAMES) + ")"
WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)"
)
_RANGE = r"(?:to|until|through|up to|au|à|jusqu’au|по|до|[-–‑/])"
_JOINT = rf"(?:{_RANGE}|and|or|et|ou|и|или|,)"
_YEAR = r"(?:19|20)\d\d"
_RUSSIAN_YEAR = r"(?: (?:года|году|годов|годах|годы|год|г\.|гг\.))?"
_POINT = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?(?P<days>(?: ?(?:{_JOINT}) ?\d{{1,2}}(?:st|nd|rd|th)?)*)(?: of| de)?"
    rf" (?P<month>{MONTHS})(?:,? (?:de )?(?P<year>{_YEAR})\b{_RUSSIAN_YEAR})?"
    rf"|\b(?P<month2>{_ENGLISH}),? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!/)(?:, ?(?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<month3>{MONTHS})(?: of|,| de)? (?P<year3>{_YEAR})\b{_RUSSIAN_YEAR}"
    rf"|\b(?P<month4>{_ENGLISH})\b(?! Plan| Agreement)"
    r"|(?:(?<=\bmid-)|(?<=\bmid‑)|(?<![\w/(.‑-]))(?P<year5>20\d\d)(?:(?P<dash>[-–‑/])(?P<year6>20\d\d"
    r"|\d\d))?\b(?![)\w/–]|[-‑]\w|,\d{3})"
    rf"{_RUSSIAN_YEAR}"
)
_NAMED = re.compile(
    r"(?:[-–‑]\d|[’']s\b| (?:Agenda|World|[Hh]igh-level|[Rr]eview|session|edition|programme budget|elections?"
    r"|electoral|presidential|legislative|Conference|Congress|Summit|Platform|Strategy|Framework|Outcome|Programme|Plan"
    r"|Forum|Declaration|Agreement|Accord|Protocol|Convention|Steering|Global|Comprehensive|and 20\d\d sessions"
    r"|resolution|сесси))"
)  # what follows a year that only names something: “the 2016 elections”
_AGENDA = re.compile(
    r"(?:\b(?:Agenda|Vision|Goals?|Union|Convention|Protocol|Forum|budget|Recommendation|Framework|Strategy|Cup"
    r"|[Rr]esolutions?|decisions?|Expo|paragraphs?|rule|article|horizon|post|pre|l’horizon)[ -]?| No\. |\$|/)$"
)
_DETERMINED = re.compile(
    r"\b(?:the|his|her|its|their|our|this|that|an?|any|last|previous|past|’s|’) (?:early |late |mid-)?$", re.I
)
_GOES_ON = re.compile(
    r"[ ,]*(?:$|[.,;:)(”“–-]|(?:and|or|to|on|in|at|by|of|for|with|from|until|through|as|under|unless|if|when|which|that|the|a"
    r"|an|is|are|was|were|will|shall|should|has|have|subject|pursuant|including|et|и|inclusive|following|after|before"
    r"|between|during|without|within|under|but|so|whereas|thereafter|taking|based|containing|with|would|may|be"
    r"|pending)\b)"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the calendar at `start` to `end` of a text; `day`, `month` and `year` are 0 where not said.

    `joint` is the word that joins it to the point before: of a range, of a list, or none. `last` is the end of
    the range that the point begins, where the text gives one.
    """

    start: int
    end: int
    year: int
    month: int = 0
    day: int = 0
    joint: str = ""
    last: str = ""
    named: bool = False

    @property
    def value(self) -> str:
        """Return an ISO date, month or year; empty for a day that no calendar has."""
        if not self.year or (self.day and not self.month):
            return ""
        if not self.day:
            return f"{self.year}-{self.month:02d}" if self.month else str(self.year)
        try:
            return date(self.year, self.month, self.day).isoformat()
        except ValueError:
            return ""


def points(text: str, adopted: date | None = None) -> list[Point]:
    """Return the points of the calendar in a text, in their order, each with its year where it can be told."""
    found = [_point(text, match) for match in _POINT.finditer(text)]
    return list(reversed(list(_years(text, found, adopted))))


def is_range(joint: str) -> bool:
    """Tell whether a joint leads to the end of a range, not to another point of a list."""
    return re.fullmatch(_RANGE, joint) is not None


def _point(text: str, match: re.Match[str]) -> Point:
    got = match.groupdict()
    month = next((got[name] for name in ("month", "month2", "month3", "month4") if got[name]), "")
    year = next((got[name] for name in ("year", "year2", "year3", "year5") if got[name]), "0")
    day = got["day"] or got["day2"] or "0"
    start, end = match.span()
    last = ""
    if got["year6"]:
        last = got["year6"] if len(got["year6"]) > len("06") else year[:2] + got["year6"]
    elif got["days"]:
        last = re.findall(r"\d+", got["days"])[-1]
    return Point(
        start, end, int(year), _MONTHS.get(month, 0), int(day), last=last, named=_is_name(text, match)
    )


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a year or month only names something: “the 2030 Agenda”, “his October report”."""
    before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 30]
    if match["year5"] and (_NAMED.match(after) or _AGENDA.search(before)):
        return True
    return bool(_DETERMINED.search(before)) and not _GOES_ON.match(after)


def _years(text: str, found: list[Point], adopted: date | None) -> Iterator[Point]:
    """Yield the points from the last to the first: one without a year has that of the point it is joined to."""
    following: Point | None = None
    for n in range(len(found) - 1, -1, -1):
        point = found[n]
        if n:
            between = text[found[n - 1].end : point.start]
            joint = re.fullmatch(
                rf"(?: ?\([^)]{{1,40}}\))?(?P<joint>,)? ?(?P<word>{_JOINT})?(?: (?:again )?(?:on|in|by|from|le))?(?: the)?"
                rf"(?: (?:end|beginning|start|middle|first half|second half) of| early| late| mid-?)? ?(?:{WEEKDAY},? )?",
                between,
            )
            if joint and (joint["joint"] or joint["word"]):
                point = replace(point, joint=joint["word"] or ",")
        if not point.year:
            point = replace(point, year=_year(point, following, adopted))
        if point.last and point.day:
            point = replace(point, last=replace(point, day=int(point.last)).value)
        elif following and is_range(following.joint) and not point.last:
            point = replace(point, last=following.value)
        following = point
        yield point


def _year(point: Point, following: Point | None, adopted: date | None) -> int:
    if following and following.joint and following.year and not following.named:
        return following.year - (
            is_range(following.joint) and bool(following.month) and point.month > following.month
        )
    if adopted is None:
        return 0
    past = (point.month, point.day or 31) < (adopted.month, adopted.day)
    return adopted.year + past
