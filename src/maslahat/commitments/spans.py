"""Spans of time: a count and a unit, with what tells whether it is a limit, a length or a rhythm (DESIGN §10).

The grammar: `within 90 days of the adoption`, `no later than six months after`, `thirty days before its expiry`,
`for a further period of 12 months`, `every 60 days`. Lengths of meetings, ages, and spans that have gone by are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.commitments.commitment import Deadline
from maslahat.commitments.numbers import count

_COUNT = (
    r"(?P<count>\d{1,3}|one hundred(?: and [a-z-]+)?|[^\W\d]+(?:[-‑][^\W\d]+){0,2}|(?:twenty|thirty|forty|fifty|sixty|ninety)"
    r" [a-z]+)(?: ?\((?:\d+|[a-z -]+)\))?"
)  # any word: that it counts is told by its value
_UNITS = {
    "H": "hours hour heures часов часа",
    "D": "days day jours jour дней дня день суток",
    "W": "weeks week semaines semaine недель недели неделю",
    "M": "months month mois месяцев месяца месяц",
    "Y": "years year ans an années année лет года год",
    "10Y": "decades decade décennie décennies десятилетие десятилетия",
}
_ISO = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNIT = rf"(?P<unit>{'|'.join(sorted(_ISO, key=len, reverse=True))})\b(?![-‑]old)"
_NEXT = (
    r"(?:the )?(?:(?:next|following|coming|first|subsequent|initial|prochaines?|prochains?|premiers?"
    r"|следующих|ближайших|первых) )?"
)
_ADDED = r"(?:further |more |consecutive |additional |calendar |working |business |full |full-time )?"
_SPAN = rf"{_NEXT}{_COUNT}[-‑ ]{_ADDED}{_UNIT}"
_QUALIFIED = (
    r"(?:further planned|further|planned|additional|new|final|initial|last|another|interim|limited|transitional|second"
    r"|third|renewable|fixed|maximum|single|one)"
)
_LATER = r"(?:from|after|following|of|starting from|counting from|as of|as from)"
_ANCHOR = (
    r"(?:the |its |their |his |this |that |such |each |any |all |an? )?(?:[\w-]+ ){0,2}?(?:adoption|dates?"
    r"|issuance|receipt|present|entry|establishment"
    r"|appointment|passage|expir\w+|completion|conclusion|end|start|beginning|deployment|submission"
    r"|resolution|signature|request|notification"
    r"|publication|closure|opening|transfer|independence|formation|designation|listing|meeting|election"
    r"|arrival|first|commencement|approval|day)\b"
)
_RULES = (
    ("every", rf"(?:at least )?(?:once |twice )?(?:every|each) {_COUNT}[-‑ ]{_ADDED}{_UNIT}"),
    (
        "every",
        rf"(?:tous|toutes) les {_SPAN}|кажд(?:ые|ый|ую) {_COUNT.replace('count', 'count2')} {_UNIT.replace('unit', 'unit2')}",
    ),
    (
        "for",
        r"(?:на|сроком на)(?: \w+)? (?P<count>одно|двух|трех|трёх|четырех|пяти|шести|восьми|девяти|десяти|двенадцати|\d{1,2}-)"
        r"(?P<unit>месячн|недельн|дневн|летн)\w+ (?:период|срок)",
    ),
    (
        "every",
        rf"(?:at|in|on an?|regular|his|its|their|periodic) (?:regular )?{_COUNT}[-‑ ](?P<unit>days?|weeks?"
        rf"|months?|years?|monthly|weekly|daily|yearly)(?: \w+)? (?:intervals?|basis|cycles?|reports?|reporting|updates?)\b",
    ),
    (
        "within",
        rf"(?:within|в течение|dans un délai(?: maximum)? de|dans les|sous|не позднее чем через|через|не"
        rf" позднее)(?: a (?:maximum )?(?:period|time frame|timeframe)"
        rf" of| no more than| less than| the next| a further| an additional| another| a)? {_SPAN}|after a period of"
        rf" {_SPAN.replace('count', 'count2').replace('unit', 'unit2')}",
    ),
    ("within", rf"(?:no|not) (?:later|more) than {_SPAN} (?:from|after|following|of|upon)\b"),
    (
        "within",
        rf"(?<!of )(?<!for )(?<!for an )(?<!for a )(?<!for an additional )(?<!for a further )(?<!for"
        rf" another )(?<!for up to ){_COUNT}[- ]{_ADDED}{_UNIT} {_LATER} {_ANCHOR}",
    ),
    (
        "within",
        rf"{_COUNT} {_UNIT},? and(?= {_COUNT.replace('count', 'count2')} {_UNIT.replace('unit', 'unit2')} {_LATER} )",
    ),
    (
        "before",
        rf"(?<!period of ){_COUNT}[- ]{_ADDED}{_UNIT} (?:before|prior to|in advance(?: of)?|ahead of|preceding|avant"
        rf"|до)\b",
    ),
    (
        "within",
        rf"(?:in|after|due in|at) {_COUNT} (?P<unit>days?|weeks?|months?)\b(?:[’'] time| time)?(?!"
        rf" (?:of(?! the progress| progress)|ago|old)\b)",
    ),
    ("within", rf"(?:in|after) {_COUNT} (?P<unit>years?)[’']? time\b"),
    ("within", rf"{_COUNT} {_UNIT} (?:from now|hence|later)\b"),
    ("within", rf"au plus tard {_SPAN} après"),
    (
        "for",
        rf"(?:for|by|over|of|during) (?:a|an|one|another|such|its)(?: {_QUALIFIED})*(?: consecutive)?"
        rf" (?:period|term|extension|duration) of (?:up to |no more than |not more than )?{_SPAN}",
    ),
    (
        "for",
        rf"(?<!duration )(?<!age )(?:for|up to|by) (?:a |an |another |up to |an? maximum of |at least"
        rf" )?(?:{_QUALIFIED} |up to )*{_SPAN}(?! (?:of age|in advance|before|after|prior|ago|past|old"
        rf"|reports?|updates?|briefings?|review))(?: terms?"
        rf"| periods?)?",
    ),
    (
        "for",
        rf"(?:{_QUALIFIED} |a )period of (?:up to )?{_SPAN}|(?:subsequent|successive|further|renewable"
        rf"|for|fixed) (?:periods|terms) of {_SPAN.replace('count', 'count2').replace('unit', 'unit2')}",
    ),
    (
        "within",
        rf"(?<!of )(?<!for )(?<!for a )(?<!past )(?<!than ){_COUNT} (?P<unit>days|weeks|months)"
        rf" (?:after|following) (?:the|its|their|this|such|any|each|receiving) [A-Za-z]",
    ),
    (
        "for",
        rf"(?:not exceed(?:ing)?|no longer than|not (?:to exceed|longer than)|of (?:up to|no more than)) {_SPAN}",
    ),
    (
        "for",
        rf"(?:over|during|in|throughout) the (?:next|following|coming) {_COUNT} {_UNIT}(?! (?:report"
        rf"|update|briefing|review))",
    ),
    (
        "for",
        r"(?:pour|pendant|d’)(?: une| un)?(?: nouvelle| autre)?(?:(?: période| durée| mandat| délai)?(?:"
        r" supplémentaire| additionnelle| initiale| finale)?(?: de| d’)?)?"
        rf" ?{_SPAN}",
    ),
    (
        "for",
        rf"(?:на|сроком на)(?: (?:дополнительный|новый|очередной|последний|первоначальный|следующий"
        rf"|еще))*(?: (?:срок|период))?(?: (?:до|в|продолжительностью))*(?: еще)? {_SPAN}",
    ),
)
_TIMED = tuple((kind, re.compile(rf"(?<![\w’])(?:{words})", re.I)) for kind, words in _RULES)
_ANY = re.compile(rf"\b(?:{'|'.join(_ISO)}|monthly|weekly|daily|yearly)\b|месячн|недельн|дневн|летн", re.I)
_PAST = re.compile(
    r"(?:\b(?:past|last|more than|longer than|previous|preceding|au moins|over|nearly|almost|under|aged?"
    r"|less than|the first time in) |\bat least )$"
    r"|\b(?:has|have|had) (?:been|lasted|served)[^,;]{0,50}$|\bduration of[^,;]{0,20}$",
    re.I,
)
_EXTENDED = re.compile(r"\b(?:exten|prolong|renew|postpon|defer|shorten)\w*\b[^,;]{0,90}$", re.I)
_MEETS = re.compile(
    r"\b(?:hold|held|conven\w+|meet|meets|meetings?|sessions?|conference|consultations|workshop|seminar|course)\b[^;]{0,70}$",
    re.I,
)
_MULTIPLE = {
    "месячн": "months",
    "недельн": "weeks",
    "дневн": "days",
    "летн": "years",
    "monthly": "months",
    "weekly": "weeks",
    "daily": "days",
    "yearly": "years",
}


def spans(text: str) -> Iterator[tuple[int, Deadline]]:
    """Yield the spans that a text sets, each with the place where its words begin."""
    if not _ANY.search(text):  # most paragraphs hold no unit of time
        return
    taken: list[tuple[int, int]] = []
    for kind, rule in _TIMED:
        for match in rule.finditer(text):
            groups = match.groupdict()
            number = groups.get("count") or groups.get("count2") or ""
            unit = groups.get("unit") or groups.get("unit2") or ""
            value = period(number, _MULTIPLE.get(unit.lower(), unit))
            before = text[: match.start()]
            gone = kind not in {"before", "every"} and _PAST.search(before)
            overlap = any(start < match.end() and match.start() < end for start, end in taken)
            if not value or gone or overlap or (kind == "for" and _no_length(match[0], before, value)):
                continue
            taken.append(match.span())
            yield match.start(), Deadline(kind, value, match[0])


def _no_length(words: str, before: str, value: str) -> bool:
    """Tell whether a span is how long a meeting lasts, which sets no time, or follows “by” where nothing is extended."""
    if words.lower().startswith("by ") and not _EXTENDED.search(before):
        return True
    return value[-1] in "DWH" and _MEETS.search(before) is not None


def period(number: str, unit: str) -> str:
    """Return an ISO 8601 period: `P90D` for 90 days, `PT48H` for 48 hours; empty where it is none."""
    value = 1 if number == "одно" else count(number.rstrip("-"))
    code = _ISO.get(unit.lower(), "")
    if not value or not code:
        return ""
    if code == "H":
        return f"PT{value}H"
    return f"P{value * 10}Y" if code == "10Y" else f"P{value}{code}"
