"""What parties promise: commitments out of agreements, protocols, declarations and joint statements (DESIGN §11).

A resolution asks others to act; an agreement says what its parties shall do, and a joint statement what those who met
agreed to do or asked of others. Each sentence is read by itself, so that one paragraph can bind several parties:

    Kyrgyzstan shall release 3,250 million m³ in the vegetation period, and Uzbekistan shall supply 2,200 GWh by 1 October.
    We instruct the ministers of water to meet every six months.
    Стороны обеспечивают обмен данными ежемесячно.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from maslahat.commitments.actors import SELF
from maslahat.commitments.names import is_actor, names
from maslahat.commitments.passages import Passage, rows
from maslahat.text import DocumentKind
from maslahat.text.verbs import RANKS, strength

LEAST_BINDING = 4  # rank of a verb below which it only notes, recognizes or welcomes
TABLED = 0.8  # how sure a row is whose columns name who gives and who gets
PLEDGING = frozenset(
    [DocumentKind.AGREEMENT, DocumentKind.PROTOCOL, DocumentKind.DECLARATION, DocumentKind.JOINT_STATEMENT]
)
_BINDS = (
    r"shall|undertakes? to|undertook to|(?:commits?|committed)(?: themselves| itself| ourselves)? to|pledged? to|pledges to"
    r"|agrees? to|agreed to|(?:is|are|be) (?:obliged|required|bound) to|must|will"
)
_BOUND = re.compile(rf"\b(?P<binds>{_BINDS})\b(?P<act>:? (?!have\b).+)", re.S)
_CLAUSE = re.compile(
    rf"(?:; (?:and )?|, (?:and|while|whereas) | and )(?=(?:the |each |both )?[\w ’-]{{3,70}}? (?:{_BINDS})\b)"
)
_SENTENCE = re.compile(r"(?<=[a-zа-яё)\d”»][.;]) (?=[“«]?[A-ZА-ЯЁÀ-Þ])")
_STATE = re.compile(
    r"^(?:the )?(?:\w+stan\b|China\b|India\b|Iran\b|Mongolia\b|Russian Federation\b|[A-Z][\w-]+ (?:Side|Party|Republic)\b"
    r"|(?:Side|Party) [A-Z\d]\b|(?:any |both |all )?(?:two |three )?(?:Contracting |Signatory )?(?:Parties|States)\b"
    r"|[A-Z]{3,}\b|(?:[\w-]+ ){1,4}[A-Z]{3,}$)"
)
_PASSIVE = re.compile(
    r"^:? ?(?:not )?be \w+(?:ed|en|ne|ld|nt|de|id|ut|wn|pt|lt|set|met|read)\b(?P<rest>.*)$", re.S
)
_BY = re.compile(r"\bby (?P<who>(?:the )?[^,;.]+?)(?= in | at | from | on | to | by | under |[,;.]|$)")
_LED_UP = re.compile(
    r"(?:In|At|By|For|During|Under|Upon|From|On|If|When|Within|Where|After|Before|To|Until|Should|Unless|Every|As|Subject to)\b"
)
_IRREGULAR = frozenset(
    ["reconnaissent", "conviennent", "сознают", "исходят", "стремятся", "имеют", "могут", "peuvent"]
)
_OWN = frozenset(["agrees", "undertakes", "decides", "resolves"])
_PRONOUN = frozenset(["they", "both", "each", "all"])
_ANY_PARTY = re.compile(
    r"(?:[Aa]n?|[Aa]ny|[Ee]very|[Ee]ach) (?:other |two )?(?:Contracting )?(?:Part(?:y|ies)|State|Side)"
    r"(?= (?:that|which|whose|in|to|under|between)\b|,|$)"
)
_ONE = re.compile(r"(?:(?:A|An|Any|Every|Each) )?(?:(?!Parties\b|States\b)[\w-]+ ?){1,6}$(?<!s)(?<!self)")
_DEFINES = re.compile(r"be (?:held to|deemed|considered|understood|interpreted|(?:an?|no|the) )")
_POINT = re.compile(r": (?P<who>[^:;]{3,90}):")
_SERVICES = re.compile(
    r"(?:the |each |both )?(?:[\w-]+ ){0,3}(?:services?|operators?|dispatch(?:ers)?|ministr(?:y|ies)|enterprises?|directorate)\b"
)
_GIVEN = re.compile(
    r"\b(?:suppl(?:y|ied)|transfer(?:red)?|deliver(?:ed)?|provided?|pa(?:y|id)|release[d]?|compensated?|allocated?|returned?)\b"
    r"[^.;]{0,300}? to (?P<who>(?:the )?[A-Z][\w’ -]{2,80}?)(?=,| in | by | from | for | under | at | during |[.;]|$)"
)
_SAYERS = (
    r"We|They|The (?:Heads of (?:State|Government)(?: and Government)?|Presidents|Parties|Sides|Ministers|Participants|States"
    r"|Leaders|Contracting Parties|sides|parties|participants|ministers|leaders|heads of state)"
)
_FOREIGN = re.compile(
    r"^(?:(?P<ru>(?:Договаривающиеся |Каждая (?:из )?)?Сторон(?:ы|а)?|[А-ЯЁ][а-яё]+ая Сторона)(?:,[^,]*,)?"
    r"|(?P<fr>(?:Les|Chaque|La|Chacune des) (?:Hautes )?(?:Parties|Partie)(?: contractantes?| [a-zà-ÿ]+)?))"
    r" (?P<act>(?:не |se |s[’']|ne )?(?P<verb>\w+(?:ют|ут|ят|ат|ет|ит)(?:ся)?\b|\w+(?:ent|e|ont|ient)\b).*)$",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Pledge:
    """One promise: who makes it, the word that binds, what is to be done, for whom, and how sure the reading is.

    `asking` is the sentence in the words of a resolution, where somebody is asked and nobody binds himself.
    """

    actors: tuple[str, ...]
    binds: str
    measure: str
    beneficiary: str
    words: str
    sure: float
    asking: str = ""


def read_pledges(passages: Iterable[Passage]) -> Iterator[tuple[str, Pledge]]:
    """Yield the promises of passages with their place, sentence by sentence, and row by row where a table follows.

    A pronoun stands for the party that the sentence before it began with, else for those who speak.
    """
    party: tuple[str, ...] = (SELF,)
    article = ""
    for passage in passages:
        if passage.article != article:  # “it” does not reach back over the head of an article
            party = tuple(name for name in party if not _ONE.match(name)) or (SELF,)
            article = passage.article
        for sentence in _SENTENCE.split(passage.text):
            for clause in _clauses(sentence.strip(" []")):
                found = (
                    _foreign(clause)
                    or _said(clause, party)
                    or _bound(clause, party)
                    or _said(clause, party, binds=True)
                )
                if found and passage.table is not None and clause.endswith(":"):
                    yield from _tabled(found, passage)
                elif found:
                    yield passage.place, found
                party = _speaker(clause) or (found.actors if found else ()) or party


def _tabled(pledge: Pledge, passage: Passage) -> Iterator[tuple[str, Pledge]]:
    """Yield one promise a row: “The following shall be delivered: | From | To | dry, GWh |”."""
    for row in rows(passage.table) if passage.table is not None else ():
        actors = (row.giver,) if row.giver else pledge.actors
        place = f"{passage.place} {row.label}".strip()
        measure = f"{pledge.measure.rstrip(':')}: {row.words}"
        sure = pledge.sure if pledge.actors else TABLED
        yield (
            place,
            replace(
                pledge, actors=actors, beneficiary=row.taker or pledge.beneficiary, measure=measure, sure=sure
            ),
        )


def _speaker(clause: str) -> tuple[str, ...]:
    """Return who a sentence of a statement begins with: “The Presidents noted …”."""
    found = _SPEAKER.match(clause)
    return tuple(names(found[0])) if found else ()


def _clauses(sentence: str) -> list[str]:
    """Part a sentence where a second party binds itself: “…, and Uzbekistan shall …”."""
    parts, at = [], 0
    for joint in _CLAUSE.finditer(sentence):
        subject = sentence[joint.end() :].split(" shall", 1)[0]
        if _BOUND.search(sentence[at : joint.start()]) and _is_party(subject):
            parts.append(sentence[at : joint.start()])
            at = joint.end()
    return [*parts, sentence[at:]]


def _bound(clause: str, before: tuple[str, ...]) -> Pledge | None:
    """Read “the Parties shall exchange data”; what is only to be done, by nobody named, binds the parties unnamed."""
    found = _BOUND.search(clause)
    if not found:
        return None
    actors = _subject(clause[: found.start()], before)
    act = found["act"].strip(" :")
    measure = act.rstrip(" .;]")
    if not actors:  # “Compensation shall be made (by the Parties)”
        passive = _PASSIVE.match(f" {act}")
        if found["binds"] != "shall" or not passive:
            return None
        if _DEFINES.match(act):
            return None
        by = _BY.search(passive["rest"]) or _POINT.search(passive["rest"])
        who = by["who"] if by and _is_party(by["who"]) else ""
        any_party = _ANY_PARTY.match(who)
        actors = (any_party[0],) if any_party else tuple(names(who)) if who else ()
        measure = clause.rstrip(" .;]")
    given = _GIVEN.search(act)
    return Pledge(
        actors, found["binds"], measure, given["who"].strip() if given else "", clause, 0.9 if actors else 0.5
    )


def _subject(words: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parties that the words before a verb name, what leads up to them left out."""
    words = words.strip(" ,“[")
    if any_party := _ANY_PARTY.match(words):  # “A Party that sees that it cannot …”
        return (any_party[0],)
    words = words.rsplit(" that ", 1)[-1]
    starts = [0, *(found.end() for found in re.finditer(", ", words))]
    if _LED_UP.match(words):  # “In the vegetation period the Kyrgyz Republic”
        starts += [found.start() for found in re.finditer(r"(?<= )(?:the |each |both )?[A-Z]", words)]
    for start in sorted(starts):
        phrase = words[start:].strip()
        if _LED_UP.match(phrase):
            continue
        if phrase in {"We", "It", "it"} or phrase.lower() in _PRONOUN:
            one = phrase in {"It", "it"}
            return (
                (SELF,) if phrase == "We" else before if not one or _ONE.match(" and ".join(before)) else ()
            )
        if _is_party(phrase):
            return tuple(names(phrase)) or (phrase,)
    return ()


def _is_party(phrase: str) -> bool:
    phrase = phrase.strip(" ,")
    if _STATE.match(phrase) or _SERVICES.match(phrase[:1].lower() + phrase[1:]):
        return True
    return is_actor(phrase) and not phrase.startswith(("This ", "The present "))


def _said(clause: str, before: tuple[str, ...], binds: bool = False) -> Pledge | None:
    """Read “We call upon the Governments to …” in the words of a resolution; with `binds` also “… agreed that …”."""
    found = _SAYS.match(clause)
    verb = _THIRD[found["verb"].lower()] if found else ""
    if not found or (verb in _OWN and not binds):
        return None
    who = found["who"]
    actors = (SELF,) if who == "We" else before if who == "They" else tuple(names(who))
    asking = f"{verb[:1].upper()}{verb[1:]}{found['rest']}"
    return Pledge(actors, found["verb"], found["rest"].strip(" .;"), "", clause, 0.8, asking)


def _foreign(clause: str) -> Pledge | None:
    """Read Russian and French treaties, whose parties act in the present tense: “Стороны обеспечивают …”."""
    found = _FOREIGN.match(clause)
    if not found or _only_says(found["verb"], bool(found["ru"])):
        return None
    return Pledge((found["ru"] or found["fr"],), found["verb"], found["act"].rstrip(" .;"), "", clause, 0.8)


def _only_says(verb: str, russian: bool) -> bool:
    """Tell whether a verb but recognizes or notes: “признают”, “réaffirment”."""
    endings = (("ют", "ет"), ("ут", "ет"), ("ят", "ит"), ("ат", "ит")) if russian else (("ent", "e"),)
    one = next((verb.removesuffix(many) + single for many, single in endings if verb.endswith(many)), verb)
    known = strength(f"{one} ")
    return verb in _IRREGULAR or (known is not None and known.rank < LEAST_BINDING)


def _forms() -> dict[str, str]:
    """Return the verb of a resolution by its forms elsewhere: `agree` and `agreed` are `agrees`."""
    forms = {"undertook": "undertakes", "took note": "takes note", "take note": "takes note"}
    for verb in (verb for verbs in RANKS.values() for verb in verbs.split("|")):
        head, _, tail = verb.partition(" ")
        if not head.endswith("s") or head == "is":
            continue
        base = head[:-2] if head.endswith(("sses", "shes", "ches")) else head[:-1]
        for form in (base, f"{base}d" if base.endswith("e") else f"{base}ed"):
            forms[f"{form} {tail}".strip()] = verb
    return forms


_THIRD = _forms()
_SPEAKER = re.compile(rf"(?!We|They)(?:{_SAYERS})")
_SAYS = re.compile(
    rf"^[“\"]?(?P<who>{_SAYERS}) (?:(?:also|further|strongly|once again|have|hereby|jointly) )*"
    rf"(?P<verb>{'|'.join(sorted(map(re.escape, _THIRD), key=len, reverse=True))})\b(?P<rest>.*)$",
    re.S,
)
