"""Deadlines in the words of a paragraph, as sessions, dates and periods (DESIGN §10).

A day counts as a time set where it lies after the day of adoption; without that day, where the words before it
say so. Sessions of the General Assembly before its own are past; sessions of other bodies keep their own count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from maslahat.commitments.commitment import Deadline
from maslahat.commitments.numbers import COUNTS, count, ordinal
from maslahat.text.dates import MONTH, read_date

__all__ = ["ordinal", "period", "read_deadlines"]

_WORDS = "|".join(
    sorted((word for word in COUNTS if len(word) > 2 or word in {"a", "an"}), key=len, reverse=True)
)
_COUNT = rf"(?P<count>\d{{1,3}}|{_WORDS})(?: ?\((?:\d+|[a-z-]+)\))?"
_UNITS = {
    "D": "days day jours jour дней дня день суток",
    "W": "weeks week semaines semaine недель недели неделю",
    "M": "months month mois месяцев месяца месяц",
    "Y": "years year ans an années année лет года год",
    "10Y": "decades decade décennie décennies десятилетие десятилетия",
}
_ISO = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNIT = rf"(?P<unit>{'|'.join(sorted(_ISO, key=len, reverse=True))})\b"
_OF_LATER = r"(?:the )?(?:next|following|coming|first|prochaines?|prochains?|следующих|ближайших)? ?"
_SPAN = rf"{_OF_LATER}{_COUNT}[- ](?:further |more |consecutive |additional |calendar |working )?{_UNIT}"

_DAY = rf"\d{{1,2}}(?:er)?(?:(?: to | and | or |[-–]| au | et )\d{{1,2}})? (?:de )?{MONTH}(?: (?:de )?(?P<y1>\d{{4}}))?"
_MONTH_YEAR = rf"(?P<month>{MONTH}) (?P<y2>\d{{4}})"
_WHEN = (
    rf"(?P<date>{_DAY})|{_MONTH_YEAR}|(?P<year>20\d\d)\b"
    r"(?![-–/]\d| session| Agenda|[- ](?:World|high-level|review|programme|edition)| год[а-я]* сесси)"
)
_PART_OF = (
    r"(?:(?:the |la |le )?(?:very )?(?:end|beginning|middle|first half|second half|first quarter|second"
    r" quarter|third "
    r"quarter|fourth quarter|fin|début|milieu) (?:of |de |d’)?|(?:early|late|mid)[- ]|конца |конец "
    r"|начал[уа] )?"
    r"(?:the year )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
)
_BEFORE = {
    "by": r"(?:by|before|(?:no|not) later than|prior to|d’ici(?: à| au)?|avant|au plus tard(?: le| en)?"
    r"|не позднее|к|до "
    r"истечения)(?: le| la)?",
    "until": r"(?:until|till|(?:end|terminat|conclud)ing(?: on)?|expir(?:ing|es?)(?: on)?|through|up to|jusqu’(?:au|en|à)|до)",
    "on": r"(?:at(?= the (?:end|beginning|start|close) of )"
    r"|(?<!ending )(?<!terminating )(?<!concluding )"
    r"(?<!expiring )(?<!expires )(?<!\bas )(?:on|in|during|from|starting|beginning|le|en|в|с|held))",
}
_DATED = {kind: re.compile(rf"(?<!\w){words} {_PART_OF}(?:{_WHEN})", re.I) for kind, words in _BEFORE.items()}
_ORDINAL = r"(?P<ordinal>\d{4}|[^\W\d]+(?:[-‑ ](?:et[- ])?[^\W\d]+){0,2}?)"
SESSION = re.compile(
    rf"\b(?P<how>at|during|for|of|to|in|by|before|until|from|than|prior to|beginning with|starting with)"
    r" (?:its|the|their) "
    rf"(?:resumed |next |forthcoming |upcoming |regular |main part of (?:its|the) )?{_ORDINAL}"
    r"(?: \(resumed\)| resumed| regular| annual"
    rf"|(?: and|,)(?: its| the)? (?P<second>[a-z-]+))? "
    rf"sessions?\b|(?:à|de|lors de|pendant|durant|d’ici à|avant) (?:sa|la|leur) {_ORDINAL.replace('ordinal', 'ordinal2')}"
    rf" session\b"
    rf"|(?:на|в ходе|для) (?:своей|ее|её|его|их)? ?{_ORDINAL.replace('ordinal', 'ordinal3')} сесси[ие]",
    re.I,
)
_SHORT_UNIT = r"(?P<unit>days?|weeks?|months?)\b"
_ENDS = (
    r"(?:expir\w+|end|conclusion|termination|start|beginning|opening|commencement|session|meeting|election|date"
    r"|deadline|mandate|consideration|review)\b"
)
_YEAR_END = re.compile(
    r"\b(?P<kind>by|before|until|no later than|not later than) (?:the )?end of (?:the|this|the current) (?:calendar )?year\b",
    re.I,
)
_SPANS = (
    (
        "within",
        rf"(?:within|в течение|dans(?: un délai de| les)?)(?: a (?:maximum )?period of| no more than| the"
        rf" first)? {_SPAN}",
    ),
    ("within", rf"(?:no|not) (?:later|more) than {_SPAN} (?:from|after|following|of)\b"),
    (
        "within",
        rf"(?<!period of )(?<!for )(?<!for an additional )(?<!for a further )"
        rf"{_COUNT} {_UNIT} (?:from|after|of|following) (?:the )?(?:adoption|date|issuance"
        rf"|receipt|present)\b",
    ),
    ("before", rf"{_COUNT} {_UNIT} (?:before|prior to|in advance of|ahead of) (?:the |its |their )?{_ENDS}"),
    ("within", rf"(?:in|after|due in) {_COUNT} {_SHORT_UNIT}(?:[’'] time| time)?(?! (?:of|ago)\b)"),
    ("within", rf"{_COUNT} {_UNIT} (?:from now|hence|later)\b"),
    (
        "for",
        r"for (?:a|an|one|another)(?: further| additional| new| initial| final| last| another)*(?:"
        r" consecutive)? period of (?:up "
        rf"to )?{_SPAN}",
    ),
    (
        "for",
        rf"for (?:a |an |another )?(?:further |additional |new |final |initial |up to )*{_SPAN}(?: terms?"
        rf"| periods?)?",
    ),
    ("for", rf"(?:over|during|in) the (?:next|following|coming) {_COUNT} {_UNIT}"),
    (
        "for",
        rf"(?:pour|pendant|на)(?: une| срок(?: до| в)?| период(?: в)?)?(?: nouvelle)?(?: période|"
        rf" durée)?(?: de)? {_SPAN}",
    ),
    ("every", rf"(?:once )?every {_COUNT} {_UNIT}"),
    (
        "every",
        rf"(?:tous|toutes) les {_COUNT} {_UNIT}|кажд(?:ые|ый) {_COUNT.replace('count', 'count2')}"
        rf" {_UNIT.replace('unit', 'unit2')}",
    ),
    ("every", rf"(?:at|on a) {_COUNT}[- ]{_UNIT} (?:intervals?|basis)"),
)
_TIMED = tuple((kind, re.compile(rf"(?<!\w)(?:{words})", re.I)) for kind, words in _SPANS)
_ANY_UNIT = re.compile(rf"[- ]{_UNIT}", re.I)  # stands in all of these, after a count or one of these words
_ADJECTIVES = ("further", "more", "consecutive", "additional", "calendar", "working")
_BEFORE_UNIT = (*COUNTS, *"0123456789)", *_ADJECTIVES)
_PAST_SPAN = re.compile(r"(?:\b(?:past|last|more than|than|previous|preceding|au moins) |\bat least )$", re.I)
_RHYTHMS = (
    (
        "P1Y",
        r"\b(?:annually|(?<!-)annual (?:report|basis|programme|update|briefing|review)s?|every year|(?<!\d"
        r" )(?:each|per) "
        r"year|yearly|once a year|chaque année|tous les ans|annuellement|(?:rapports?|base)"
        r" annuel(?:le)?s?|ежегодн\w+)\b",
    ),
    (
        "P6M",
        r"\b(?:every six months|semi-?annual(?:ly)?|biannual(?:ly)?|twice a year|twice yearly|every"
        r" half[- ]year|tous les "
        r"six mois|deux fois par an|каждые шесть месяцев|дважды в год)\b",
    ),
    (
        "P2Y",
        r"\b(?:biennial(?:ly)?(?! (?:meeting of states|programme|conference))|every two years|every"
        r" second year|every "
        r"other year|tous les deux ans|biennal\w*|раз в два года|каждые два года)\b",
    ),
    ("P3Y", r"\b(?:triennial(?:ly)?(?! review)|every third year)\b"),
    ("P4Y", r"\bquadrennial(?:ly)?\b(?! comprehensive)"),
    ("P5Y", r"\bquinquennial(?:ly)?\b"),
    (
        "P3M",
        r"\b(?:quarterly|every three months|trimestriel\w*|tous les trois mois|ежеквартальн\w+|каждые три"
        r" месяца)\b",
    ),
    ("P2M", r"\b(?:bi-?monthly|every two months)\b"),
    ("P1M", r"(?<!-)\bmonthly\b|\b(?:every|each) month\b|\bmensuel\w*\b|\bежемесячн\w+"),
)
_REGULAR = re.compile(
    r"\bregularly\b|\b(?:on a )?regular(?: and \w+)? (?:basis|intervals|reports?|reporting|updates?"
    r"|briefings?)\b|\bperiodically\b"
    r"|(?<!the )\bregular (?:meetings|consultations|exchanges|dialogues?)\b"
    r"|(?<!the )\bperiodic reports?\b|\bat regular intervals\b|\breview frequently\b"
    r"|\brégulièrement\b|\bà intervalles réguliers\b|\bрегулярно\b|\bна регулярной основе\b|\bпериодически\b"
    r"|\bрегулярн(?:ые|ых) (?:консультаци|доклад|брифинг|обзор|встреч)\w+",
    re.I,
)
_OBSERVED = re.compile(rf"\d{{1,2}} {MONTH}(?: of)? (?:each|every) year|(?:each|every) year as\b", re.I)
_TO_COME = re.compile(
    r"\b(?:to|will|shall|be|due|for the period|held|hold|convened?|begin|commence|take place|meet|должн\w+|будет|провести"
    r"|tenir|qui se "
    r"tiendra|organiser|authorized)\b",
    re.I,
)
_HELD = re.compile(
    r"\b(?:will|shall|hold|be held|convened?|take place|organi[sz]e|launch|conduct|begin|commence"
    r"|authorized|due|proclamation|review|submit|present|prepare|provide|report)\b(?!.*\b(?:elections?|culminate)\b)"
    r"|\btenir\b|\bпровести\b|\bсозвать\b"
)
_STILL = re.compile(r"\b(?:shall|will|to be|authorized)\b")
_PAST = re.compile(
    r"\b(?:adopted|(?<!be )held|concluded|signed|issued|approved for|which was|available dates are|took place|existed"
    r"|dated|occurred|expiry|expires?|with effect|into force|observance|celebrated?|observed?)\b[^,;]*$",
    re.I,
)

_ASSEMBLY = re.compile(
    r"\b(?:General Assembly|Assembly|Assemblée(?: générale)?|Генеральн\w+ Ассамбле\w+|Ассамбле\w+)\b"
)
_BODY = re.compile(
    r"\b(?:Commission|Committee|Council|Conference|Forum|Board|Congress|Panel|Meeting|Group|Assembly"
    r"|Assemblée|Ассамбле\w+"
    r"|Комисси\w+|Комитет\w*|Совет\w*|Conseil|Comité|Conférence)\b"
)
_MADE = re.compile(
    r"\b(?:records|results|outcomes?|reports?|decisions?|proceedings|conclusions|work) $"
)  # of a session
_FIRST_YEAR = 1000
_FIRST_DAY = re.compile(
    r"(?<=\d)(?: to | and | or |[-–]| au | et )\d{1,2}"
)  # what follows it: 10 to 13 December
_PERIOD_FROM = re.compile(
    r"\b(?:days?|weeks?|months?|years?|term)(?: (?:beginning|starting|commencing|effective))? $"
)  # “six months from 30 March” is one time


def read_deadlines(text: str, session: int = 0, adopted: date | None = None) -> tuple[Deadline, ...]:
    """Return the times that a paragraph sets.

    `session` is the session of the organ that adopted the text (or a year), `adopted` the day; both may be
    unknown. Each deadline carries the words it was read from.
    """
    found = [
        *_sessions(text, session),
        *_dated(text, adopted),
        *_this_year(text, adopted),
        *_timed(text),
        *_rhythms(text),
    ]
    seen: dict[str, Deadline] = {}
    for deadline in found:
        seen.setdefault(str(deadline), deadline)
    return tuple(seen.values())


def _sessions(text: str, session: int) -> Iterator[Deadline]:
    for match in SESSION.finditer(text):
        if match["how"] == "of" and _MADE.search(text[: match.start()]):
            continue
        named = match["ordinal"] or match["ordinal2"] or match["ordinal3"] or ""
        for word in (named, match["second"] or ""):
            number = ordinal(word)
            if number and not _past_session(text[: match.start()], number, session):
                yield Deadline("session", str(number), match[0])


def _past_session(before: str, number: int, session: int) -> bool:
    """Tell whether a session lies before the text: by its number, if the body it belongs to counts alike."""
    if _PAST.search(before[-120:]):
        return True
    if not session or number >= session:
        return False
    if session > _FIRST_YEAR or number > _FIRST_YEAR:
        return number > _FIRST_YEAR
    bodies = _BODY.findall(before)
    return not bodies or bool(_ASSEMBLY.search(bodies[-1]))


def _dated(text: str, adopted: date | None) -> Iterator[Deadline]:
    bare = _OBSERVED.sub("", text)
    for kind, rule in _DATED.items():
        for match in rule.finditer(bare):
            value = _value(match, adopted)
            before = bare[max(0, match.start() - 90) : match.start()]
            if kind == "on" and _PERIOD_FROM.search(before):
                continue
            told = match["y1"] is not None and match[0].lower().startswith("on ")
            if (
                value
                and (kind != "on" or told or _due(value, before))
                and _is_set(kind, value, before, adopted)
            ):
                yield Deadline(kind, value, match[0])


def _this_year(text: str, adopted: date | None) -> Iterator[Deadline]:
    """Yield the year of adoption where a paragraph says “before the end of the year”."""
    match = _YEAR_END.search(text)
    if match and adopted:
        yield Deadline("until" if match["kind"].lower() == "until" else "by", str(adopted.year), match[0])


def _value(match: re.Match[str], adopted: date | None) -> str:
    """Return the day, month or year that was matched; a day without year is the next one after adoption."""
    if match["year"]:
        return match["year"]
    if match["month"]:
        day = read_date(f"1 {match['month']} {match['y2']}")
        return day.isoformat()[:7] if day else ""
    if match["y1"]:
        day = read_date(_FIRST_DAY.sub("", match["date"]))
        return day.isoformat() if day else ""
    if adopted is None:
        return ""
    for year in (adopted.year, adopted.year + 1):
        day = read_date(f"{_FIRST_DAY.sub('', match['date'])} {year}")
        if day and day >= adopted:
            return day.isoformat()
    return ""


def _due(value: str, before: str) -> bool:
    """Tell whether the words before a time speak of something to come."""
    return (_TO_COME if len(value) > len("2000") else _HELD).search(before) is not None


def _is_set(kind: str, value: str, before: str, adopted: date | None) -> bool:
    """Tell whether a time lies ahead of the text; without the day of adoption, what the words before it say."""
    ahead = adopted is None or value > adopted.isoformat()[: len(value)]
    if kind != "on":
        return ahead or (adopted is not None and value == adopted.isoformat()[: len(value)])
    if _PAST.search(before):
        return False
    if adopted is None:
        return len(value) == len("2000-01-01") and _due(value, before)
    return ahead or (value == str(adopted.year) and _STILL.search(before) is not None)


def _timed(text: str) -> Iterator[Deadline]:
    # A quick look first, since the rules are slow to try.
    if not any(text[: m.start()].lower().endswith(_BEFORE_UNIT) for m in _ANY_UNIT.finditer(text)):
        return
    for kind, rule in _TIMED:
        for match in rule.finditer(text):
            groups = match.groupdict()
            number = groups.get("count") or groups.get("count2") or ""
            unit = groups.get("unit") or groups.get("unit2") or ""
            if kind != "before" and _PAST_SPAN.search(text[: match.start()]):
                continue
            value = period(number, unit)
            if value:
                yield Deadline(kind, value, match[0])


def period(number: str, unit: str) -> str:
    """Return an ISO 8601 period: `P90D` for 90 days, `P6M` for six months; empty where it is none."""
    value = count(number)
    code = _ISO.get(unit.lower(), "")
    if not value or not code:
        return ""
    return f"P{value * 10}Y" if code == "10Y" else f"P{value}{code}"


def _rhythms(text: str) -> Iterator[Deadline]:
    bare = _OBSERVED.sub("", text)
    for value, rule in _RHYTHMS:
        match = re.search(rule, bare, re.I)
        if match:
            yield Deadline("every", value, match[0])
    match = _REGULAR.search(bare)
    if match:
        yield Deadline("regular", "", match[0])
