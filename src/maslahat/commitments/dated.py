"""Deadlines by the calendar: a preposition, parts of a time, then a point (“by the end of June 2004”, §10).

What stands left of a point tells its kind: a time by which, until which or at which. A list shares its
preposition; a range is its first day, or its last where something is extended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from maslahat.commitments.commitment import Deadline
from maslahat.commitments.points import WEEKDAY, Point, is_range, points

_MID = (
    rf"(?:the|very|end|close|beginning|start|of|first|second|third|fourth|last|middle|half|quarter|part|early|late|mid"
    rf"|course|month|week|year|years|calendar|fiscal|financial|summer|autumn|fall|spring|winter|period|both|either|again"
    rf"|about|around|or|approximately|noon|midnight|{WEEKDAY},?|{WEEKDAY}|latest|at the latest|each|every"
    rf"|no later than|then|date"
    rf"|la|le|l’année|l’an|les|années|fin|début|milieu|mi|de|du|d’|mois|premier|première|deuxième|second|troisième|quatrième"
    rf"|trimestre|semestre|moitié|plus tard|au plus tard"
    rf"|конца|конце|концу|начала|начале|середины|середине|середину|первой|второй|половины|половине|первого|первом|второго"
    rf"|втором|третьего|третьем|четвертого|четвертом|квартала|квартале|течение|месяца|этого|того)"
)
_PREPOSITIONS = {
    "by": r"by|(?:on or )?before|(?:no|not) later than(?: by| on| in| the)?|prior to|at the latest(?: by|"
    r" on| in)?|in advance of"
    r"|within|deadline of|target date of|as early as(?: in)?"
    r"|d’ici(?: à| au| aux)?|avant|au plus tard(?: le| en| à)?|pas plus tard que|не позднее|к|ко"
    r"|до истечения|до наступления",
    "until": r"until|till|up until|until and including|up to(?: and including)?|through(?: to)?|(?:end"
    r"|terminat|conclud)(?:ing|s|ed)(?: on| in)?"
    r"|expir(?:ing|es?|y)(?: on| in)?|jusqu’(?:au|en|à|aux)|prenant fin|expirant|до|по",
    "on": r"at|on|in|during|over|throughout|from|as from|as of|around|about|between|starting(?: on| in| from| as of)?"
    r"|(?:beginning|commencing|effective|due)(?: on| in| from| by| as of)?|with effect from|held|scheduled"
    r" (?:for|to be held in)"
    r"|(?:planned|envisaged|foreseen) for|for|since"
    r"|le|en|à|au|à partir (?:de|du)|à compter (?:de|du)|dès|du|pendant|au cours|lors|в|во|с|со|на|начиная с",
    "to": r"to",
}
_KINDS = {kind: re.compile(rf"(?:{words})", re.I) for kind, words in _PREPOSITIONS.items()}
_ALL = "|".join(_PREPOSITIONS.values())
_LEFT = re.compile(rf"(?<![\w’-])(?<!\bas )(?<!\bthe )(?P<prep>{_ALL})(?P<mid>(?:[ -]{_MID})*)[ -]?$", re.I)
_LOOK = 90
_QUARTERS = {"first": 3, "second": 6, "third": 9, "fourth": 12, "last": 12}
_EXTENDS = re.compile(
    r"\b(?:exten[ds]\w*|renew\w*|prolong\w*|continu\w+|maintain\w*|remain\w*|mandates?|term of office"
    r"|authoriz\w+|appoint\w*|prorog\w+)\b"
    r"|продл|назнач",
    re.I,
)
_RUSSIAN_UNTIL = re.compile(r"продл|истека|действ|сохран|остава|остат", re.I)
_PAST = re.compile(
    r"\b(?:adopted|(?<!be )held|concluded|signed|issued|approved for|which was|available dates are|took place|existed"
    r"|dated|occurred|since|with effect|(?<!shall enter )(?<!will enter )(?<!to enter )into force"
    r"|observance|celebrated?|observed?|as at|(?<!be )convened"
    r"|commemorat\w+"
    r"|(?:expiry|expiration) of (?:his|her|the|their) term|notwithstanding"
    r"|(?:elections?|referendum|polls|candidates?)\b(?![^,;]*\b(?:shall|will|to be|decides)\b)(?<!\bthat"
    r" the election)(?<!shall the election))\b[^,;]*$"
    r"|(?<!be )\b(?:presented|submitted|agreed|announced|released|reached|launched|opened|killed|attacked"
    r"|delivered|made)\b[^,;]{0,40}$",
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:to|will|shall|be|due|forthcoming|upcoming|next|for the (?:financial )?period|held|hold(?:ing)?"
    r"|conven\w+|begin|commence"
    r"|take place|meet|must|should|may|starting"
    r"|beginning|extend\w*|effective|launch|organi[sz]e\w*|scheduled|intention|должн\w+|будет|будут"
    r"|провести|созвать|представить|tenir"
    r"|qui se tiendra|se tiendra|se tiendront|organiser|convoquer|présenter|authorized)\b",
    re.I,
)
_SET = re.compile(
    r"\b(?:will|shall|hold(?:ing)?|be (?:held|hosted)|conven\w+|take place|organi[sz]e\w*|launch|conduct|begin"
    r"|commence|beginning|starting|meet|complete"
    r"|authorized|due|proclamation|proclaim|review|submi\w+|presented?|prepare|provide|report|deliver"
    r"|update|brief|consider|establish|undertake"
    r"|implement|carry out|finali[sz]e|adopt|continue"
    r"|elect|appoint|discuss|examine|appraise|evaluate|address)\b(?!.*\b(?:elections?|culminate|referendum|polls|made)\b)"
    r"|\b(?:at|during) (?:the|its|an?) [^,;]{0,60}(?:discussion|meeting|forum|conference|dialogue|summit|segment|assessment),?"
    r" (?:in|on|during)\b"
    r"|\b(?:tenir|présenter|organiser|soumettre|convoquer|se tiendra|tiendront|être tenue?)\b"
    r"|\b(?:провести|созвать|представить|проведения|созыва|будет|организовать)\b",
)
_STILL = re.compile(
    r"\b(?:shall|will|to be|authorized|intention to|(?<!decision )(?<!proposal )to (?:report|submit"
    r"|present|brief|hold|convene|meet"
    r"|conduct|undertake|update)\b[^,;]{0,60}$)"
)
_PERIOD_FROM = re.compile(
    r"\b(?:days?|weeks?|months?|years?|term|months?[’']? period)(?: (?:beginning|starting|commencing"
    r"|effective|running|counting))?(?: (?:on|in|with effect))? $"
)  # “six months from 30 March” is one time
_OBSERVED = re.compile(
    r"^(?:,? (?:of )?(?:each|every) year)|^ (?:as )?(?:the )?(?:International|World|United Nations) (?:Day|Year|Week)"
)
_FOR = re.compile(
    r"\b(?:report|reports|review|briefing|update|meeting|mission|period|periods|postpone\w*|scheduled|convene\w*)(?: [\w-]+)?$"
)


def dated(text: str, adopted: date | None = None) -> Iterator[tuple[int, Deadline]]:
    """Yield the times that a text sets by the calendar, each with the place where its words begin."""
    kind, first = "", 0
    eve: date | None = None  # the day on which the point before set something
    for point in points(text, adopted):
        match = _LEFT.search(text, max(0, point.start - _LOOK), point.start)
        begins, middle = point.start, ""
        if match and point.joint != "to":
            begins, middle = match.start(), match["mid"]
            kind, first = _kind(match["prep"], text[:begins], point), begins
            if re.search(r"no later than|latest|plus tard", middle):  # “commencing no later than 10 February”
                kind = "by"
        elif not point.joint or is_range(point.joint):
            kind = kind if point.joint else ""
            if point.named:
                yield from _in_report(point, text)
            continue
        if kind == "on" and re.match(r" (?:au plus tard|at the latest)\b", text[point.end :]):
            kind = "by"
        if kind and not point.named:
            before = text[max(0, first - _LOOK) : first]
            made = _deadline(kind, point, middle, before, text, begins, adopted)
            day = _day(made)
            if made and not (point.joint and eve and day == eve + timedelta(days=1)):
                yield begins, made  # the second day of a meeting is no second time
            eve = day


def _day(made: Deadline | None) -> date | None:
    """Return the day on which something is set, where it is set on one."""
    full = made is not None and made.kind == "on" and len(made.value) == len("2023-03-14")
    return date.fromisoformat(made.value) if made and full else None


def _in_report(point: Point, text: str) -> Iterator[tuple[int, Deadline]]:
    """Yield the month of a report to come: “in his December report”."""
    before = re.search(r"\b(?:in|through|with) (?:his|her|its|their) $", text[: point.start])
    after = re.match(r" (?:[\w-]+ )?(?:reports?|briefing|update)\b", text[point.end :])
    if before and after and point.month and not point.day and point.value:
        yield before.start(), Deadline("on", point.value, text[before.start() : point.end + after.end()])


def _kind(prep: str, before: str, point: Point) -> str:
    """Return the kind a preposition gives; `to` a day ends an extension, `for` a time is one of some acts alone."""
    word = prep.lower()
    if word == "since":
        return ""
    kind = next(kind for kind, rule in _KINDS.items() if rule.fullmatch(word))
    if word == "до":
        return "until" if _RUSSIAN_UNTIL.search(before[-_LOOK:]) else "by"
    if kind == "to":
        return "until" if _EXTENDS.search(before[-_LOOK:]) and point.day else ""
    if word == "within":
        return "by" if not point.day else ""
    if word == "for":
        return "on" if _FOR.search(before.rstrip()) and point.month else ""
    return kind


def _deadline(
    kind: str, point: Point, middle: str, before: str, text: str, begins: int, adopted: date | None
) -> Deadline | None:
    value = _part(point, middle) if kind in {"by", "until"} else point.value
    words = text[begins : point.end]
    if re.search(r"\b(?:each|every)\b", middle):  # “before the end of each May”
        return Deadline("every", "P1Y", words)
    if not value or (kind == "on" and _PERIOD_FROM.search(before)):
        return None
    if kind == "on" and point.last and point.day and _EXTENDS.search(before):
        kind, value = "until", point.last
    if kind == "on":
        return Deadline(kind, value, words) if _is_set(point, value, before, words, text, adopted) else None
    if re.search(r"\b(?:was|were|had been) (?:due |scheduled )?to $", before):
        return None
    ahead = adopted is None or value >= adopted.isoformat()[: len(value)]
    return Deadline(kind, value, words) if ahead else None


def _part(point: Point, middle: str) -> str:
    """Return the last month of a quarter or half of a year by which something is due, else the point itself."""
    if point.month:
        return point.value
    quarter = re.search(r"(first|second|third|fourth|last) quarter", middle)
    if quarter:
        return f"{point.year}-{_QUARTERS[quarter[1]]:02d}"
    if re.search(r"first half|middle|\bmid\b|-mid|mid-", middle):
        return f"{point.year}-06"
    return point.value


def _is_set(point: Point, value: str, before: str, words: str, text: str, adopted: date | None) -> bool:
    """Tell whether something is set for a time that lies ahead, by the words before it."""
    clause = f"{re.split(r'[;]', before)[-1]}{words}"
    if _PAST.search(clause[: -len(words)]) or _OBSERVED.match(text[point.end :]):
        return False
    whole = bool(point.day) and words.lower().startswith("on ") and re.search(r"\d{4}$", words) is not None
    said = str(point.year) in text[point.start :][:80] or not point.day  # a bare day may be one gone by
    opens = (
        re.search(r"(?:^|\bthat|[;.])[, ]*$", before) is not None
    )  # “that, as of 15 April, the ceiling shall decrease”
    acts = opens and re.match(r",? [^;,]{0,70}\b(?:shall|will|should|must)\b", text[point.end :]) is not None
    month_alone = bool(point.month) and not point.day and str(point.year) not in text[point.start : point.end]
    spoken = (not month_alone and _SET.search(clause)) or (point.month and said and _TO_COME.search(clause))
    due = whole or acts or bool(spoken)
    if adopted is None:
        return due and bool(point.day)
    begun = (
        point.month
        and not point.day
        and value == adopted.isoformat()[:7]
        and words.lower().startswith(("from ", "starting "))
    )
    ahead = bool(begun) or max(value, point.last if point.day else "") > adopted.isoformat()[: len(value)]
    return due and (
        ahead or (value == str(adopted.year) and _STILL.search(clause[: -len(words)]) is not None)
    )
