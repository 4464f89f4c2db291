"""Rhythms: how often something is to be done, by adverbs, adjectives and counts (DESIGN §10).

An adjective makes a rhythm only of an act (“an annual report”, “regular consultations”), and not where it names
what there is (“the annual report of the Agency”, “the regular budget”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.commitments.commitment import Deadline
from maslahat.commitments.points import MONTHS

_ACTS = (
    r"(?:reports?|reporting|updates?|briefings?|reviews?|assessments?|evaluations?|meetings?"
    r"|consultations?|exchanges?|dialogues?|discussions?"
    r"|interactions?|contacts?|visits?|follow-up|monitoring|basis|intervals?|debates?|surveys?"
    r"|inspections?|audits?|information|communication"
    r"|summary|summaries|statements?|presentations?|встреч\w*|доклад\w*|отчет\w*|консультаци\w*"
    r"|заседани\w*|обзор\w*|брифинг\w*|retreats?|stocktaking|workshops|trainings?|patrols|coordination"
    r"|cooperation|analysis|analyses|programme of work|work programme)"
)
_LIKE = (
    r"(?:(?:and|,|or) )?(?:[\w-]+(?:ive|ful|al|ic|ed|ent|ant|ough|ly)|joint|open|oral|written|in-depth"
    r"|timely|frequent|direct|close|full|further"
    r"|public|progress|factual|inter-agency|country|high-level|strategic|security|media|political|mutual|close|working)"
)
_OF_ITS = (
    r"(?<!\bthe )(?<!\bthis )(?<!\bthese )(?<!\bthose )(?<!’s )(?<!’ )(?<!th )(?<!first"
    r" )(?<!second )(?<!third )(?<!multi-)(?<!multi‑)(?<!\d )"
)
_ADJECTIVES = {
    "P1Y": "annual|yearly|annuels?|annuelles?|ежегодн(?:ый|ого|ому|ом|ые|ых|ую|ой)",
    "P6M": "semi-?annual|biannual|six-monthly|half-yearly|semestriels?|semestrielles?|полугодов(?:ой|ые|ых)",
    "P2Y": "biennial|two-yearly|biennaux|biennale?s?",
    "P3Y": "triennial|triennaux",
    "P4Y": "quadrennial",
    "P5Y": "quinquennial",
    "P3M": "quarterly|three-monthly|trimestriels?|trimestrielles?|ежеквартальн(?:ый|ого|ые|ых|ую|ой)",
    "P4M": "four-monthly",
    "P2M": "bi-?monthly|two-monthly",
    "P1M": "monthly|mensuels?|mensuelles?|ежемесячн(?:ый|ого|ые|ых|ую|ой)",
    "P2W": "bi-?weekly|fortnightly",
    "P1W": "weekly|hebdomadaires?|еженедельн(?:ый|ые|ых)",
}
_ADVERBS = {
    "P1Y": r"annually|yearly|(?:every|each) (?:calendar )?year|(?:once|one time) (?:a|per|each|every) year"
    r"|per annum(?= report)|ensure that (?:the|his|her|its|their) annual reports?"
    r"|chaque année|tous les ans|annuellement|une fois par an"
    r"|ежегодно|каждый год|раз в год",
    "P6M": r"semi-?annually|bi-?annually|twice (?:a|per|each|every) year|twice (?:yearly|annually)"
    r"|(?:every|each) half[- ]year|deux fois par an|tous les semestres"
    r"|дважды в год|раз в полгода|раз в шесть месяцев|два раза в год",
    "P2Y": r"biennially|every (?:second|other) year|une fois tous les deux ans|раз в два года",
    "P3Y": r"triennially|every third year|раз в три года",
    "P4Y": r"quadrennially|every fourth year",
    "P5Y": r"quinquennially|every fifth year",
    "P4M": r"three times (?:a|per|each) year|thrice yearly|trois fois par an",
    "P3M": r"quarterly|(?:every|each) quarter|four times (?:a|per|each) year|chaque trimestre|tous les"
    r" trimestres|trimestriellement|ежеквартально|раз в квартал|раз в три месяца",
    "P2M": r"every second month|every other month|bi-?monthly",
    "P1M": r"monthly|(?:every|each) month|once a month|chaque mois|tous les mois|mensuellement|ежемесячно|раз в месяц",
    "P2W": r"bi-?weekly|fortnightly|every other week",
    "P1W": r"weekly|(?:every|each) week|chaque semaine|еженедельно",
}
_RULES = tuple(
    (
        value,
        re.compile(
            rf"(?<![\w-])(?:{_ADVERBS.get(value, '$^')})\b(?! (?:held|observed|recurring|celebrated|convened))"
            r"(?=[^ ]|$| (?:[^a-z ]|[a-z]+ly\b|(?:to|on|and|or|the|in|about|thereafter|thereon|for|with|at|by|until|from|as"
            r"|its|his|their|an?|of|through|beginning|starting|during|before|after|ahead|whether|that|all|any|basis|reports?"
            r"|briefings?|updates?|meetings?|review\w*|over|when|where|how|if|upon|within|under"
            r"|include|contain|continue)\b))"
            rf"|{_OF_ITS}(?<![\w-])(?:{words}) (?:{_LIKE},? ){{0,3}}{_ACTS}\b|\b(?:rapports?|exposés?"
            rf"|bilans?|réunions?) (?:{words})\b",
            re.I,
        ),
    )
    for value, words in _ADJECTIVES.items()
)
_REGULAR = re.compile(
    rf"\b(?:regularly|periodically|at regular intervals|at appropriate intervals|on a (?:more )?regular(?:"
    rf" and [\w-]+)? basis|on a periodic basis|in an? (?:more )?regular(?:,? (?:and )?[\w-]+){{0,4}} manner"
    rf"|review frequently)\b(?! scheduled| review and update)"
    r"|[’']s (?:regular|periodic) (?:reports|reporting|briefings|updates)\b"
    rf"|{_OF_ITS}(?<!\bmore )\b(?:regular|periodic)(?:,? and [\w-]+|, [\w-]+(?:,? and [\w-]+)?)? (?:{_LIKE},?"
    rf" ){{0,2}}{_ACTS}\b(?! of (?:the|its|their) governing)"
    rf"|\brégulièrement\b|\bpériodiquement\b|\bà intervalles réguliers\b|\bde façon régulière\b"
    rf"|\bрегулярно\b|\bна регулярной основе\b|\bпериодически\b|\bна периодической основе\b"
    r"|\bрегулярн(?:ые|ых|ый|ого) (?:[а-я]+(?:ые|ых|ый|ого) )?(?:консультаци|доклад|брифинг|обзор|встреч|заседани)\w+"
    r"|(?<!\bde )\b(?:rapports|exposés|consultations|réunions|bilans) (?:réguliers|régulières|périodiques)\b",
    re.I,
)
_ANY = re.compile(
    r"annual|yearly|\byears?\b|month|week|\bhalf|quarter|ennial|\bregular|periodic|interval|frequently"
    r"|fortnight|\bans\b|année|annuel"
    r"|semestr|trimestr|mensuel|\bmois\b|hebdo|semaine|bienn|régulièr|périodiq|ежегод|\bгод|полугод"
    r"|ежеквар|квартал|ежемес|месяц|еженед"
    r"|регуляр|периодич",
    re.I,
)
_OBSERVED = re.compile(
    rf"\d{{1,2}} {MONTHS}(?: of|,)? (?:each|every) year|(?:each|every) year as\b|(?:each|every) year,?"
    rf" (?:beginning|starting|on \d)|(?:annually|every year) on \d|(?:celebrated|observed|marked|commemorated)"
    rf" (?:annually|every year|each year)|{MONTHS} (?:of )?(?:each|every) year",
    re.I,
)
_NOT_SET = re.compile(
    r"\b(?:the|those|these|this|performance|next|at(?: the| its| their)?|during(?: the| its| their)?) $"
    r"|\b(?:universal|between|congratulates|commends|welcomes the|observance|held|attend\w*|amount\w*|costs?|billion"
    r"|million|per cent|dollars|deaths|die|lost|aggregate)(?: \w+){0,2} $",
    re.I,
)
_OWN = re.compile(r"\b(?:its|his|her|their) $", re.I)
_GOES_ON = re.compile(
    r"\b(?:continue|hold|resume|maintain|conduct|convene)(?: to hold)? (?:its|his|her|their) $", re.I
)
_TOLD = re.compile(
    r"report|brief|update|review|information|statement", re.I
)  # what belongs to one and is yet to be made
_ROSTER = re.compile(r" (?:updated|held|scheduled)\b")


_TIMES = re.compile(
    r"\b(?P<many>one|two|three|four|once|twice)(?P<what>(?: [a-z-]+){0,3}) (?:a|per|each|every)"
    r" (?P<unit>year|month|week|quarter)\b",
    re.I,
)  # “at least one visiting mission a year”
_MEASURED = re.compile(r"\b(?:weeks?|days?|hours?|months?|dollars|million|billion|cent|tons?|people)\b")
_OFTEN = {
    "year": {"one": "P1Y", "two": "P6M", "three": "P4M", "four": "P3M"},
    "month": {"one": "P1M", "two": "P2W"},
}
_OFTEN |= {"week": {"one": "P1W"}, "quarter": {"one": "P3M"}}


def _counted(text: str) -> Iterator[tuple[int, Deadline]]:
    """Yield the rhythm of so many acts a year: two a year are one in six months."""
    for match in _TIMES.finditer(text):
        many = {"once": "one", "twice": "two"}.get(match["many"].lower(), match["many"].lower())
        value = _OFTEN[match["unit"].lower()].get(many, "")
        if value and not _MEASURED.search(match["what"]):
            yield match.start(), Deadline("every", value, match[0])


def rhythms(text: str) -> Iterator[tuple[int, Deadline]]:
    """Yield the rhythms that a text sets, each with the place where its words begin; each rhythm once."""
    if not _ANY.search(text):  # most paragraphs hold no such word
        return
    bare = _OBSERVED.sub(lambda match: " " * len(match[0]), text)
    yield from _counted(bare)
    for kind, value, rule in (*(("every", *one) for one in _RULES), ("regular", "", _REGULAR)):
        for match in rule.finditer(bare):
            if _is_set(bare[: match.start()][-30:], match[0], bare[match.end() :]):
                yield match.start(), Deadline(kind, value, match[0])
                break


def _is_set(before: str, words: str, after: str) -> bool:
    """Tell whether a rhythm is asked for, and not only the name of what there is."""
    if _NOT_SET.search(before) or (_ROSTER.match(after) and not before.endswith("be ")):
        return False
    return (
        not _OWN.search(before)
        or _GOES_ON.search(before) is not None
        or words.endswith("ly")
        or _TOLD.search(words) is not None
    )
