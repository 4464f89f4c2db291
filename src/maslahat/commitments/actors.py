"""Who is asked: the words between a verb that asks and what it asks for (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maslahat.commitments.names import antecedent, is_actor, names

_ADVERBS = (
    r"(?:also|further|again|in this respect|in that respect|in this connection|to this effect|once again"
    r"|once more|strongly|anew|in this regard|in this context|urgently|in"
    r" particular"
    r"|therefore|accordingly|to this end|in that regard|reiterat\w+ its call and|as well|likewise|similarly)"
)
_ASKS = (
    r"requests|invites|encourages|urges|calls|appeals|demands|directs|recommends|asks|exhorts|instructs|requires"
    r"|proposes|suggests|counsels"
    r"|strongly urging"
)
_PARTICIPLES = "calling|inviting|encouraging|urging|requesting|appealing"
_ASKING = re.compile(
    rf"(?:^|(?<=[,;.] )|(?<= and )|(?<= also )|(?<= further )|(?<= strongly )|(?<= therefore )|(?<=It )"
    rf"|(?<=Council )"
    rf"|(?<= regard )|(?<= respect )|(?<= connection )|(?<= context )|(?<= again )|(?<= end ))"
    rf"[“\"]?(?:{_ADVERBS} )*(?P<verb>{_ASKS}|continues to (?:encourage|request|urge|invite|call))"
    rf"(?:,? {_ADVERBS},?)*(?: (?P<how>upon|on|to|for))?(?:,? {_ADVERBS},?)* (?P<rest>.+)",
    re.I | re.S,
)
_ASIDE_ASKING = re.compile(
    rf"(?P<lead>\bby|\bwhile(?: also)?(?: strongly)?|,|,? and) (?P<verb>{_PARTICIPLES})(?: "
    rf"(?P<how>upon|on|to|for))? (?P<rest>.+)",
    re.S,
)
_REPEATED = re.compile(
    r"\b(?:repeats|renews|reiterates|reaffirms) (?:strongly )?(?:its|the) (?:strong |urgent |previous |earlier "
    r"|repeated )*(?P<verb>request|call|appeal|demand|"
    r"invitation|encouragement|recommendation)s?(?! (?:for|in|as|made|contained)\b)(?:, [^,]{3,120},(?="
    r" that))?(?: (?:to|on|upon"
    r"|for)(?=[ ]))?"
    r"(?P<that>,? that)? (?P<rest>.+)",
    re.I | re.S,
)
_SELF = re.compile(
    rf"^[“\"]?(?:{_ADVERBS} )*(?:decides|resolves|agrees|undertakes)(?! that\b)(?:,? {_ADVERBS},?)*(?:, [^,]+,| in"
    rf" [^,;]{{4,90}}?| in [^;]{{4,140}},)? to (?!the\b|an?\b)\w+"
    rf"|(?:, and|; and|,|;| and) (?:also |further |in this regard )*(?:decides|resolves)(?: also|"
    rf" further)? to \w+|(?:^|[.:] )[“ ]*(?:The )?(?:Security )?Council (?:also |further )?decides to \w+",
    re.I,
)
_GOVERNS = (
    "regard|respect|relation|attention|access|support|assistance|approach|approaches|contribution"
    "|contributions|response"
    "|responses|commitment|commitments|due|according|related|relating|relevant|prior|up|next|threat|threats"
    "|barriers|obstacles|well as|contrary|thanks|subject|adherence|solution|solutions|able|position"
    "|wishing|willing|ready"
    "|yet|right|invited|required|pursuant|mandated|designed|intended|aimed|necessary|applicable|from"
)
_TO_ACT = re.compile(
    r"(?P<before>[\w’'‑-]*)[,:]? [Tt]o (?!the\b|an?\b|its\b|this\b|these\b|that\b|their\b|all\b|which\b|date\b"
    r"|do so\b"
    r"|other\b|each\b|[A-Z\d])(?:\w+ly )?(?:not )?[a-z]+"
)
_THAT_ACT = re.compile(
    r",? (?:[a-z]+ly )?(?:should|shall|must|not|immediately|take|keep|formulate|provide|consult|"
    r"submit|report|continue|cease|ensure|make|be|respect|comply|cooperate|facilitate|allow|refrain"
    r"|release|stop|end"
    r"|implement|withdraw|adopt|include|consider|give|develop|publish|strengthen|enhance|promote|support"
    r"|establish|undertake|prepare|present"
    r"|defer|convene|hold|extend|deploy|carry|conduct|proceed|work|use|apply|review|inform|update|appoint|designate|participate"
    r"|contribute|play|seek|put|pay|assist|act|complete|explore|address|adhere|abide|engage|begin|start"
    r"|resume|renew|fulfil)\b(?! of)"
)
_NAMED_ACT = re.compile(
    r"\b[A-Z][\w-]+(?: \([A-Z][\w-]*\))? (?!(?:and|or|of|for|on|in|to|with|as|at|by|from|the|which|who|that|also|system"
    r"|under|including|concerned|against|established|created|appointed|mandated|referred|mentioned|set|deployed|signed|based"
    r"|involved|located|contained|pursuant|should|shall|regularly)\b)(?P<verb>[a-z]+)\b"
)
_PASSIVE = re.compile(r" be (?:\w+ly )?(?:brought|held|given|taken|made|[a-z]+ed)\b")
_NEXT = re.compile(
    r"(?:,| and|;|\.) (?:and |also |further |strongly |It |it |The Council |in this regard |therefore )*"
    r"(?:requests|invites|encourages|urges|calls|appeals|demands|decides|stresses|reiterates|"
    r"reaffirms|welcomes|recalls|emphasizes|repeats|takes note|notes|expresses|underlines|recognizes)\b"
)
_PRONOUN = re.compile(r"^(?:them|him|her|it|both)(?: (?:once|again|all|also|further|both|in)\b.*)?$", re.I)
_OF_WHOM = re.compile(
    r"(?:the )?(?:[a-z-]+,? (?:and )?){0,3}(?:(?:reporting|action|efforts?|[a-z]+tion) (?:of [^,;]{3,60} )?by|cooperation of)"
    r" (?:the )?([A-Z][\w-]+(?: (?:of the|of|and|[A-Z][\w-]+))*)"
)
_SUBJUNCTIVE = re.compile(
    r"(?P<who>(?:the |all )?[A-Z][\w-]+(?: [A-Z][\w-]+| of the| of| for| and)*) (?:to )?(?:submit|provide"
    r"|report|undertake|deploy|ensure|continue|include"
    r"|convene|keep|conduct|prepare|consider)s? "
)
_CALLED_FOR = re.compile(r"((?:the |all )?[^,;]{3,80}?) for (?!the benefit)")
_FOR_EFFORTS = re.compile(r" for (?:their|his|her|its) [^,;]*\b(?:efforts|work|contributions?|support)$")
SELF = "self"
_LONG = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked in one clause, the verb, the words of what is asked, and how sure the reading is."""

    actors: tuple[str, ...]
    verb: str
    measure: str
    sure: float


def read_asked(text: str) -> list[Asked]:
    """Return the clauses of an English paragraph that ask somebody to act; the organ itself is `self`."""
    found = []
    own = _SELF.search(text)
    if own:
        found.append(Asked((SELF,), "decides", text[own.end() - len(own[0].split()[-1]) :].strip(" ,"), 0.95))
    at = 0
    while at < len(text):
        match = _ASKING.search(text, at)
        if not match:
            break
        named = found and match["rest"].startswith(
            "both to "
        )  # “calls upon both to …”: they are named already
        if not named and ((match["how"] or "").lower() != "for" or _for_somebody(match["rest"])):
            found += _asked(_plain(match["verb"]), match["rest"], text[: match.start()])
        at = match.start("rest")
    repeated = _REPEATED.search(text)
    if repeated:
        rest = f"that {repeated['rest']}" if repeated["that"] else repeated["rest"]
        found += _asked(f"{repeated['verb'].lower()}s", rest, "")
    return found + _asides(text, bool(found))


def _plain(verb: str) -> str:
    """Return `encourages` for “continues to encourage”."""
    last = verb.lower().split(" ")[-1]
    return last if last.endswith("s") else f"{last}s"


def _for_somebody(rest: str) -> bool:
    """Tell whether “calls for” names who is to act: “calls for all parties to cease …”, not “for support to …”."""
    act = _TO_ACT.search(rest)
    phrase = rest[: act.end("before")] if act else ""
    return bool(phrase) and not re.search(r"\b(?:of|by|between|for|in)\b", phrase) and is_actor(phrase)


def _asides(text: str, asked: bool) -> list[Asked]:
    """Return what participles ask: “while urging X to …”; where a verb asked before, its actor may be meant."""
    found: list[Asked] = []
    at = 0
    while match := _ASIDE_ASKING.search(text, at):
        if (match["how"] or "") != "for" and (not asked or match["lead"].startswith("while")):
            found += _asked(match["verb"], match["rest"], text[: match.start()])
        at = match.start("rest")
    return found


def _asked(verb: str, rest: str, before: str) -> Iterator[Asked]:
    following = _NEXT.search(rest)
    clause = rest[: following.start()] if following else rest
    that = clause.lower().startswith("that ")
    body = clause[5:] if that else clause
    start = _that_act(body) if that else _to_act(body)
    bare = _SUBJUNCTIVE.match(body) if not that else None
    if bare:  # “requests the Secretary-General submit”
        start = bare.end("who")
    called = _CALLED_FOR.match(body) if verb in {"calls", "appeals"} and start is None else None
    if called and is_actor(called[1]):  # “calls on the Government for further action”
        start = called.end(1)
    if verb == "encourages" and start is not None and _FOR_EFFORTS.search(body[:start]):  # praised, not asked
        return
    shared = len(clause) < _LONG and clause != rest and start is None
    phrase = body[:start] if start is not None else _possessor(body) or (body if shared else "")
    if not phrase:
        return
    actors = tuple(_who(phrase, before))
    if actors:
        measure = body[start:].strip(" ,") if start is not None else body
        yield Asked(actors, verb, measure, 0.9 if start is not None and len(phrase) < 90 else 0.6)


def _that_act(body: str) -> int | None:
    """Return where the verb begins in “that the Secretary-General deploy”; a passive one asks nobody."""
    act = _THAT_ACT.search(body)
    start = act.start() if act else len(body)
    for named in _NAMED_ACT.finditer(body, 0, start):
        if not is_actor(named["verb"]):
            start = named.start("verb") - 1
            break
    if start == len(body) or _PASSIVE.match(body, start):
        return None
    return start


def _to_act(body: str) -> int | None:
    """Return where the infinitive begins that says what is asked; “with regard to children” is none."""
    first = None
    for act in _TO_ACT.finditer(body):
        start = act.end("before")
        if first is None:
            first = start
        before = body[: act.end("before")].rsplit(" ", 2)
        if not re.search(rf"(?:^|\s)(?:{_GOVERNS})$", " ".join(before[-2:])):
            return start
    if first is None and (same := re.search(r",? to do so\b", body)):
        return same.start()
    return (
        first
        if first is not None and not re.search(r"\b(?:regard|respect|relation)$", body[:first])
        else None
    )


def _possessor(body: str) -> str:
    """Return who is asked where no infinitive follows: `UNAMI` in “encourages UNAMI’s continued work”."""
    found = re.match(r"(?:the )?([A-Z][\w -]+?)[’']s?\b", body) or _OF_WHOM.match(body)
    return found[1] if found else ""


def _who(phrase: str, before: str) -> Iterator[str]:
    if _PRONOUN.match(phrase.strip()):
        yield from names(antecedent(before, phrase.split(maxsplit=1)[0].lower()))
    else:
        yield from names(phrase)
