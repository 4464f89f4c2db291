"""The mandates that a text extends: whose, until when, and which resolutions it names for them (DESIGN §10).

A mandate runs from one extension to the next, so that the text before is told by the text itself: it extends the
mandate of the same body, and its end lies near the day on which the next one was adopted.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from maslahat.text.dates import MONTH, read_date
from maslahat.text.document import BlockKind, Document

BEFORE, AFTER = (
    timedelta(days=15),
    timedelta(days=75),
)  # a panel ends some weeks after the measures it watches
_DECIDES = re.compile(
    r"\b(?:(?:[Dd]ecid(?:es|ed|ing)|[Rr]equests?|[Aa]uthori[sz]es|[Aa]pproves)\b[^;]{0,400}?\b"
    r"(?P<verb>extend|renew|prolong|establish(?!ed)|shall have the following mandate)\w*"
    r"|(?P<finite>[Ee]xtend|[Rr]enew|[Pp]rolong|[Ee]stablish)s\b)"
)
FAR = 100  # characters between "extend" and "the mandate of"
_EXTENDS = re.compile(r"\b(?:extend|renew|prolong)(?:s|ed|ing)?\b", re.I)
_PASSIVE = re.compile(
    r"\b(?:be|is|are) (?:\w+ )?(?:extended|renewed|prolonged)\b|\bshall have the following\b"
)
_LEFT_ASIDE = re.compile(
    r"^(?:Recall\w*|Welcom\w*|Recommend\w*|Looks? forward|Not(?:es|ing) the (?:request|recommend))\b"
)
_WHOSE = re.compile(
    r"\b(?:mandates?,? of|deployment of|presence of|authori[sz]ations? (?:of|for)) (?:the |a |an )?(?:(?:current|present"
    r"|independent|said|expert) )*(?P<of>[^;]{3,220})"
    r"|\b(?P<own>[A-Z]{3,}[A-Za-z-]*)(?:[’']s?)? (?:current |present |shall have the following )?"
    r"(?P<what>mandate(?: modification)?s?)\b"
    r"|\b(?:its|their|the|the present|the current|this) (?P<bare>mandate)\b(?! of)"
)
_FOUNDED = re.compile(r"^\w*,?[^;]{0,120}?\b(?:a|an|the) (?P<of>[A-Z][^;]{3,160})")
_END = re.compile(
    r" (?:until|for (?:a|an|another)|through|(?:as|already|originally|previously|initially|first) (?:set|defined|laid"
    r"|contained|outlined|appointed|determined|mandated|established|authori[sz]ed|described|specified)"
    r"|(?:re-?)?established|(?:re-?)?appointed|set|to (?:include|investigate|undertake|\d+)|and (?:to|of)|at its|by a"
    r"|shall|will|should|under|pursuant|referred|which|in order)\b| ?[,;(]"
)
_SHORT = re.compile(r"\b[A-Z]{3,}[A-Za-z-]*\b")
_BRACKETED = re.compile(r" \((?:the )?[“\"]?([A-Z]{3,}[\w-]*)")
_LONG = re.compile(
    r"(?P<long>(?:United Nations|UN|African Union|International|Multinational|European Union|Special|Joint|Counter"
    r"|Organization)(?:[ -](?:[A-Z][\w’'-]*|of|the|in|for|and|to|on|d[’']\w+))+) \((?:the )?[“\"]?(?P<short>[A-Z]{3,}"
    r"[A-Za-z-]*)[”\"]?\)"
)
_SC = re.compile(r"\b(\d{4}) ?\(((?:19|20)\d\d)\)")
_BARE_SC = re.compile(r"\bresolutions? ((?:\d{4}(?:, and |, | and )?)+)(?! ?\()")
_UNTIL = re.compile(
    r"\b(?:until|ending(?: on)?|terminating on|to|through|expir\w+ on|up to|no later than)(?: and including)?"
    rf" (?P<day>\d{{1,2}} {MONTH} \d{{4}}|{MONTH} \d{{1,2}},? \d{{4}})",
    re.I,
)
_TERM = re.compile(
    r"\b(?:for |of |by |another |additional |further )(?:up to )?(?:[a-z]+ )*?(?P<many>\d{1,2}|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|eighteen|twenty-four)[ -](?P<unit>month|year|week|day)s?\b"
    rf"(?:[^;.]{{0,40}}?(?:from|starting|beginning|as of|as from)(?: on)? (?P<day>\d{{1,2}} {MONTH} \d{{4}}))?",
    re.I,
)
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen"
)
_NUMBER = {name: n for n, name in enumerate(_NUMBERS.split())} | {"twenty-four": 24}
_AMERICAN = re.compile(rf"({MONTH}) (\d{{1,2}}),? (\d{{4}})", re.I)
_GENERIC = re.compile(
    r"\b(?:panel|group|team|commission|committee|office|expert|mechanism|force|mission|operation)s?\b"
)
_LEFT_OUT_WORDS = "the of and to in for on a an at by its with from united nations un"
_LEFT_OUT = frozenset(_LEFT_OUT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mandate:
    """One mandate as a text extends it (or founds it): the body, its end, the resolutions named, the paragraph.

    `body` is a short name (UNAMA) or, where the text gives none, the words of the long one; `named` tells that it can
    be nothing else, as a mission's name, where a panel of experts may be that of another matter.
    """

    body: str
    until: date | None
    resolutions: frozenset[str]
    paragraph: str = ""
    founded: bool = False

    @property
    def named(self) -> bool:
        """Tell whether the body has a name of its own."""
        return bool(_SHORT.match(self.body))

    def follows(self, other: Mandate, number: str, recalled: bool, kin: bool) -> bool:
        """Tell whether `other`, of the resolution `number`, is the same mandate before.

        A group that has no name of its own, as a panel of experts, is the same where a resolution is named for both, or
        `number` for this one, or the earlier text is `recalled`, or, where one names none, the
        two texts recall much the same (`kin`).
        """
        if self.named:
            return self.body == other.body
        mine, theirs = set(self.body.split()), set(other.body.split())
        if not (mine and theirs) or not (mine <= theirs or theirs <= mine):
            return False
        if recalled or number in self.resolutions or self.resolutions & other.resolutions:
            return True
        return kin and not (self.resolutions and other.resolutions)

    def near(self, day: date | None) -> bool:
        """Tell whether this mandate ends about when the text adopted on `day` would have to extend it."""
        return bool(self.until and day) and day - BEFORE <= self.until <= day + AFTER  # type: ignore[operator]


def mandates(doc: Document) -> tuple[Mandate, ...]:
    """Return the mandates that the operative part extends or founds, in its order, each body once."""
    day = doc.adoption.date or doc.cover.issued
    found: dict[str, Mandate] = {}
    for block in doc.operative:
        if block.kind is BlockKind.PARAGRAPH and not _LEFT_ASIDE.match(block.text):
            for one in _of_paragraph(block.text, day):
                known = one.body or _most_named(doc)
                if known and (known not in found or found[known].founded):
                    found[known] = replace(one, body=known, paragraph=block.number)
    return tuple(found.values())


def _of_paragraph(text: str, day: date | None) -> list[Mandate]:
    """Return the mandates a paragraph extends; an empty body is one that the paragraph does not name."""
    verb = _DECIDES.search(text)
    if verb is None:
        return []
    founded = (verb["verb"] or verb["finite"] or "").lower().startswith("establish")
    clause_end = text.find(";", verb.end())
    clause = text[verb.start() : clause_end if clause_end >= 0 else len(text)]
    if founded:
        name = _FOUNDED.search(text[verb.end() :])
        body = _key(name["of"]) if name else ""
        known = [body] if _SHORT.match(body) else []
    else:
        known = _bodies(clause, text)
    cited = _cited(clause)
    return [Mandate(body, _until(clause, day), cited, founded=founded) for body in known]


def _bodies(clause: str, text: str) -> list[str]:
    """Return the body whose mandate the verb of a clause extends: the mandate stands near behind it, or is extended."""
    for match in _WHOSE.finditer(clause):
        verbs = [verb.end() for verb in _EXTENDS.finditer(clause, 0, match.start())]
        active = verbs and match.start() - verbs[-1] <= (FAR if match["bare"] is None else 30)
        if not active and not _PASSIVE.search(clause, match.start(), match.start() + 4 * FAR):
            continue
        if match["own"]:
            return [match["own"] + (" modification" if "modification" in match["what"] else "")]
        if match["of"]:
            key = _key(match["of"])
            return [key] if key else []
        short = _SHORT.findall(text[: text.find(match[0])])
        return [short[-1] if short else ""]
    return []


def _key(words: str) -> str:
    """Return a body's short name, else the words of its long one, nothing where the words name no body."""
    end = _END.search(words)
    name = words[: end.start()] if end else words
    short = _SHORT.search(name) or _BRACKETED.match(words, len(name))
    if short and name[:1].isupper():
        return short[short.lastindex or 0]
    return _words(name) if name[:1].isupper() or _GENERIC.search(name.lower()) else ""


def _most_named(doc: Document) -> str:
    """Return the short name that the text uses most, for “the present mandate” of nobody named."""
    named = Counter(
        name
        for block in doc.blocks
        for name in _SHORT.findall(block.text)
        if name.startswith(("UN", "MIN", "ON"))
    )
    return next((name for name, many in named.most_common(1) if many > 1), "")


def _cited(text: str) -> frozenset[str]:
    """Return the numbers of the Council's resolutions that a text cites, with or without their years."""
    numbers = {number for number, _ in _SC.findall(text)}
    for run in _BARE_SC.findall(text):
        numbers |= set(re.findall(r"\d{4}", run))
    return frozenset(numbers)


def _until(clause: str, day: date | None) -> date | None:
    """Return the day a mandate ends: as written, or so many months after a day named, else after adoption."""
    found = _UNTIL.search(clause)
    if found:
        american = _AMERICAN.fullmatch(found["day"])
        return read_date(f"{american[2]} {american[1]} {american[3]}" if american else found["day"])
    term = _TERM.search(clause)
    start = (read_date(term["day"]) if term["day"] else day) if term else None
    if term is None or start is None:
        return None
    many = _NUMBER.get(term["many"].lower()) or int(term["many"])
    unit = term["unit"].lower()
    if unit in {"week", "day"}:
        return start + timedelta(days=many * (7 if unit == "week" else 1))
    return _months_on(start, many * (12 if unit == "year" else 1))


def _months_on(start: date, many: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + many, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def aliases(doc: Document) -> dict[str, str]:
    """Return the short names that a text gives to long ones: their words, then the short name."""
    return {
        _words(match["long"]): match["short"] for block in doc.blocks for match in _LONG.finditer(block.text)
    }


def _words(name: str) -> str:
    return " ".join(word for word in re.findall(r"[^\W_]+", name.lower()) if word not in _LEFT_OUT)


def resolved(found: tuple[Mandate, ...], known: Mapping[str, str]) -> tuple[Mandate, ...]:
    """Return the mandates with the short names that other texts give to their bodies."""
    return tuple(replace(one, body=known[one.body]) if one.body in known else one for one in found)
