"""Who is asked: the words between a verb that asks and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADVERBS = r"(?:also|further|again|once again|once more|strongly|anew|in this regard|urgently|in particular)"
_ASKING = re.compile(
    rf"(?:^|(?<=[,;.] )|(?<= and )|(?<= also )|(?<= further )|(?<= strongly )|(?<= therefore )|(?"
    rf"<=It )|(?<=Council )|(?<= regard ))"
    rf"[“\"]?(?:{_ADVERBS} )*"
    r"(?P<verb>requests|invites|encourages|urges|strongly urging|calls|appeals|demands|directs|"
    r"recommends|asks|exhorts|instructs)"
    rf"(?:,? {_ADVERBS},?)*(?: (?P<how>upon|on|to|for))?(?:,? {_ADVERBS},?)* (?P<rest>.+)",
    re.I,
)
_REPEATED = re.compile(
    r"\b(?:repeats|renews|reiterates) its (?:request|call|appeal)(?: (?:to|on|"
    r"upon)| that)? (?P<rest>.+)",
    re.I,
)
_SELF = re.compile(
    rf"^[“\"]?(?:{_ADVERBS} )*(?:decides|resolves)(?:,? {_ADVERBS},?)*(?:, [^,]+,)? to \w+|, and "
    rf"(?:also |further )*decides(?: also)? to \w+",
    re.I,
)
_TO_ACT = re.compile(
    r",? to (?!the\b|an?\b|its\b|this\b|these\b|that\b|their\b|all\b|which\b|date\b"
    r"|[A-Z\d])(?:\w+ly )?[a-z]+"
)
_THAT_ACT = re.compile(
    r" (?:should|shall|must|not|immediately|take|keep|formulate|provide|consult|"
    r"submit|report|continue|cease|ensure|make|be)\b"
)
_ASIDE = re.compile(
    r",? (?:\(|in (?:accordance|cooperation|consultation|collaboration|coordination|light|the "
    r"context|particular|close|view|this)\b"
    r"|as appropriate|with(?:in|out)? |consistent|including|mindful|where|through|namely|taking|"
    r"bearing|who\b|which\b|that (?!are\b)"
    r"|upon|on a voluntary|at (?:its|the)|when\b|for (?:their|its)|not yet|parties to the (?=Treaty|"
    r"Convention|Protocol)|by \w+ing|subject|acting|pursuant|if\b)"
)
_AND = re.compile(
    r",? and,? (?:also |upon |on |invites |in particular )*(?=(?:the|all|other|its|relevant|"
    r"multilateral|bilateral|civil|private|observers|airlines|entities|organizations|armed)\b|[A-Z])"
    r"|, (?:as well as )?(?=(?:the|all|other|relevant|entities|organizations|civil|private|"
    r"multilateral)\b|[A-Z])|,? as well as "
)
_AND_THE = re.compile(
    r",? and,? (?:also |upon |on |invites |in particular )*(?=(?:the|all|other|its|relevant|"
    r"multilateral|bilateral|civil|private"
    r"|observers|airlines|entities|organizations|armed|Turkish)\b)|, (?:as well as )?(?=(?:the|all|"
    r"other|relevant|entities"
    r"|organizations|civil|private|multilateral)\b|United Nations)|,? as well as "
)
_LEAD = re.compile(
    r"^(?:(?:the|all|both|its|upon|on|to|each|every|relevant|once again|also|any|"
    r"those|actively)\s+)+",
    re.I,
)
_PRONOUN = re.compile(r"^(?:them|him|her|it|both)$", re.I)
_BEFORE = re.compile(
    r"\b(?:by|between|of) (?P<who>(?:the )?[A-Z][^,;.]{2,90}?)(?= towards| to | in "
    r"|,|;| and its| as )"
)
SELF = "self"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked in one clause, the verb, and the words of what is asked."""

    actors: tuple[str, ...]
    verb: str
    measure: str
    sure: float


def read_asked(text: str) -> list[Asked]:
    """Return the clauses of a paragraph that ask somebody to act; the organ itself is `self`."""
    found = []
    own = _SELF.search(text)
    if own:
        found.append(Asked((SELF,), "decides", text[own.end() :].strip(" ,"), 0.95))
    at = 0
    while at < len(text):
        match = _ASKING.search(text, at)
        if not match:
            break
        if (match["how"] or "").lower() != "for":
            found += _asked(match["verb"].lower(), match["rest"], text[: match.start()])
        at = match.start("rest")
    repeated = _REPEATED.search(text)
    if repeated:
        found += _asked("requests", repeated["rest"], "")
    return found


def _clause(rest: str) -> str:
    """Return the words up to the next verb that asks."""
    following = re.search(
        r"(?:,| and|;|\.) (?:and |also |further |It |it |in this regard "
        r")*(?:requests|invites|encourages|urges|calls|appeals|demands|decides|stresses|reiterates|"
        r"reaffirms|welcomes|recalls|emphasizes|repeats|takes note)\b",
        rest,
    )
    return rest[: following.start()] if following else rest


def _asked(verb: str, rest: str, before: str) -> Iterator[Asked]:
    clause = _clause(rest)
    that = clause.lower().startswith("that ")
    body = clause[5:] if that else clause
    act = (_THAT_ACT if that else _TO_ACT).search(body)
    shared = len(clause) < 120 and clause != rest and not act
    phrase = body[: act.start()] if act else _possessor(body) or (body if shared else "")
    if not phrase:
        return
    actors = tuple(_names(phrase, before))
    if actors:
        measure = body[act.start() :].strip(" ,") if act else body
        yield Asked(actors, verb, measure, 0.9 if act and len(phrase) < 90 else 0.6)


def _possessor(body: str) -> str:
    """Return who is asked where no infinitive follows: `UNAMI` in “encourages UNAMI’s continued work”."""
    found = re.match(r"(?:the )?([A-Z][\w -]+?)[’']s?\b", body)
    return found[1] if found else ""


def _names(phrase: str, before: str) -> Iterator[str]:
    aside = _ASIDE.search(phrase)
    phrase = phrase[: aside.start()] if aside and aside.start() > 3 else phrase
    split = _AND if not re.match(r"(?i:the) ", phrase) else _AND_THE
    for part in split.split(phrase):
        name = _LEAD.sub("", part.strip(" ,“”")).strip()
        if _PRONOUN.match(name):
            found = _BEFORE.search(before)
            yield from _names(found["who"], "") if found else ()
        elif (name and not name[0].isdigit()) or re.match(r"\d{4} Committee", name):
            yield name
