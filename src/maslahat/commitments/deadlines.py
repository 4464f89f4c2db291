"""Deadlines in the words of a paragraph, as sessions, dates and periods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.commitments.commitment import Deadline
from maslahat.text.dates import MONTH, read_date

_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth"
)
_ORDINALS = {word: n for n, word in enumerate(_ONES.split(), start=1)}
_ORDINALS |= {"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS |= {re.sub("y$", "ieth", word): n for word, n in _TENS.items()} | {"hundredth": 100}
_ORDINALS |= {f"{ten}-{one}": n + _ORDINALS[one] for ten, n in _TENS.items() for one in _ONES.split()[:9]}
_COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_COUNT = {word: n for n, word in enumerate(_COUNTS, start=1)} | {"a": 1, "an": 1}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_COUNT)})"
_UNIT = r"(?:day|week|month|year)s?"
_ISO = {"d": "D", "w": "W", "m": "M", "y": "Y"}
_DATE = rf"\d{{1,2}} {MONTH} \d{{4}}"
_ORDINAL = r"(?P<ordinal>[a-z]+(?:-[a-z]+)?|\d{4})"

SESSION = re.compile(
    rf"\b(?:at|during|for|of|to) its {_ORDINAL}(?: \(resumed\)| resumed| regular| "
    rf"and [a-z-]+)? sessions?\b",
    re.I,
)
_RULES = (
    (
        "by",
        re.compile(
            rf"\b(?:by|before|(?:no|not) later than|prior to)(?: the end of)? (?P<date>"
            rf"{_DATE})",
            re.I,
        ),
    ),
    (
        "by",
        re.compile(
            r"\b(?:by|before the end of|by the end of|no later than) (?P<year>"
            r"20\d\d)\b(?! session)",
            re.I,
        ),
    ),
    (
        "until",
        re.compile(
            rf"\b(?:until|till|ending(?: on)?|expiring on|through|up to) (?P<date>"
            rf"{_DATE})",
            re.I,
        ),
    ),
    (
        "within",
        re.compile(
            rf"\bwithin (?:a period of )?(?P<count>{_NUMBER})(?: \(\d+\))?[- ](?P"
            rf"<unit>{_UNIT})\b",
            re.I,
        ),
    ),
    (
        "within",
        re.compile(
            rf"\b(?P<count>{_NUMBER}) (?P<unit>{_UNIT}) (?:from|after) the (?:adoption"
            rf"|date)\b",
            re.I,
        ),
    ),
    (
        "for",
        re.compile(
            rf"\bfor (?:a|an)(?: further| additional| new| initial| final)*(?: "
            rf"consecutive)? period of (?P<count>{_NUMBER})[- ](?P<unit>{_UNIT})\b",
            re.I,
        ),
    ),
    (
        "for",
        re.compile(
            rf"\bfor an? (?:further |additional )?(?P<count>{_NUMBER})-(?P<unit>year|"
            rf"month|week|day) (?:term|period)\b",
            re.I,
        ),
    ),
    ("every", re.compile(rf"\bevery (?P<count>{_NUMBER}) (?P<unit>{_UNIT})\b", re.I)),
    (
        "on",
        re.compile(
            rf"\b(?:held|convened|begin|commence|take place|meet) on (?:\w+, )?(?P<date>"
            rf"{_DATE})",
            re.I,
        ),
    ),
)
_RHYTHMS = (
    (
        "P1Y",
        re.compile(
            r"\b(?:annually|annual (?:report|basis|programme|update|briefing)s?|every "
            r"year|(?<!\d )(?:each|per) year|yearly)\b",
            re.I,
        ),
    ),
    ("P6M", re.compile(r"\b(?:every six months|semi-?annual(?:ly)?|biannual(?:ly)?|twice a year)\b", re.I)),
    ("P2Y", re.compile(r"\b(?:biennial(?:ly)?|every two years|every second year)\b", re.I)),
    ("P3M", re.compile(r"\b(?:quarterly|every three months)\b", re.I)),
    ("P2M", re.compile(r"\b(?:bi-?monthly)\b", re.I)),
    ("P1M", re.compile(r"(?<!-)\bmonthly\b|\bevery month\b", re.I)),
)
_REGULAR = re.compile(
    r"\bregularly\b|\b(?:on a )?regular(?: and \w+)? (?:basis|intervals|reports?|updates?|"
    r"briefings?)\b|\bperiodic(?:ally| reports?)\b"
    r"|\bat regular intervals\b|\breview frequently\b",
    re.I,
)
_OBSERVED = re.compile(rf"\d{{1,2}} {MONTH}(?: of)? (?:each|every) year|(?:each|every) year as\b", re.I)


def read_deadlines(text: str, session: int = 0) -> tuple[Deadline, ...]:
    """Return the deadlines of a paragraph; sessions before `session` are past and left out."""
    found = [*_sessions(text, session), *_timed(text), *_rhythms(text)]
    seen: dict[str, Deadline] = {}
    for deadline in found:
        seen.setdefault(str(deadline), deadline)
    return tuple(seen.values())


def ordinal(word: str) -> int | None:
    """Return 77 for `seventy-seventh`, a year for itself, None for a word that is no number."""
    return int(word) if word.isdigit() else _ORDINALS.get(word.lower())


def _sessions(text: str, session: int) -> Iterator[Deadline]:
    for match in SESSION.finditer(text):
        number = ordinal(match["ordinal"])
        if number and (not session or number >= session or number > 1000):
            yield Deadline("session", str(number), match[0])


def _timed(text: str) -> Iterator[Deadline]:
    for kind, rule in _RULES:
        for match in rule.finditer(text):
            groups = match.groupdict()
            if groups.get("date"):
                day = read_date(groups["date"] or "")
                value = day.isoformat() if day else ""
            elif groups.get("year"):
                value = groups["year"] or ""
            else:
                value = period(groups["count"] or "", groups["unit"] or "")
            if value:
                yield Deadline(kind, value, match[0])


def period(count: str, unit: str) -> str:
    """Return an ISO 8601 period: `P90D` for 90 days, `P6M` for six months."""
    number = int(count) if count.isdigit() else _COUNT[count.lower()]
    return f"P{number}{_ISO[unit[0].lower()]}"


def _rhythms(text: str) -> Iterator[Deadline]:
    bare = _OBSERVED.sub("", text)
    for value, rule in _RHYTHMS:
        match = rule.search(bare)
        if match:
            yield Deadline("every", value, match[0])
    match = _REGULAR.search(bare)
    if match:
        yield Deadline("regular", "", match[0])
