"""Sessions that a paragraph names as a time: by number, by year, or “next” (DESIGN §10).

The grammar: a preposition, a part of the session (“the main part of”), whose session it is, one or several
ordinals or years, kinds of session, the word itself. The year in which a numbered session is held is no second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from maslahat.commitments.commitment import Deadline
from maslahat.commitments.numbers import ordinal

_TENS = r"(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)"
_ONE = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
_TEEN = (
    r"(?:tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)"
)
_SMALL = rf"(?:{_TENS}(?:y[-‑ ]{_ONE}|ieth)|{_TEEN}|{_ONE})"
_ORDINAL = (
    rf"(?:(?:one[- ])?hundred(?:[- ]and[- ]{_SMALL}|th)|{_SMALL}|\d{{1,3}}(?:st|nd|rd|th)|(?:19|20)\d\d)"
)
_RELATIVE = r"(?:next|forthcoming|upcoming|following|current|present|ongoing)"
_SORT = (
    r"(?:regular|annual|ordinary|substantive|plenary|organizational|formal|main|resumed|\(resumed\)|high-level|joint"
    r"|extraordinary|special|emergency|intersessional|full|working|ministerial)"
)
_PART = (
    r"(?:the |its |their |a )?(?:[\w-]+ ){0,3}?(?:part|half|end|start|opening|beginning|conclusion|close|closing|segment|week"
    r"|margins|course|debate|meetings?|days?|discussion|agenda|stages?) (?:of|for|at|during) "
)
_HOW = (
    r"at|during|for|of|to|in|by|before|until|from|than|than at|prior to|beginning with|beginning at|starting with|starting at"
    r"|starting from|as from|throughout|after|through|between|over|both|on the agenda of|agenda of|as of|with|within"
    r"|(?<=, in \d\d\d\d, )and(?: at)?"
)
_LINK = r"(?:,? and(?: (?:at )?(?:the|its|their))?|,? or(?: its)?|,(?: its| the)?| to(?: the| its)?| through(?: the)?)"
_ENGLISH = re.compile(
    rf"(?<!theme )(?<!themes )\b(?P<how>{_HOW}) (?P<part>(?:{_PART})*)(?:each of |both )?"
    rf"(?:its|the|their|his|her)(?: and their)? "
    rf"(?:(?P<relative>{_RELATIVE}) )?(?:(?:{_SORT}),? )*"
    rf"(?:(?P<list>{_ORDINAL}(?:{_LINK} {_ORDINAL})*)(?: and (?:subsequent|future))?"
    rf" )?(?:(?P<sort>{_SORT}),? (?:and [a-z]+ )?)*"
    rf"sessions?\b(?:,? (?:to be )?(?:held |convened )?(?:(?:of|in|for)(?: (?:both|the years?))?"
    rf" (?P<year>20\d\d)(?:(?P<to>,| and|–| to| or) (?P<year2>20\d\d))?(?! (?:session|Agenda))))?",
    re.I,
)
_WORD = r"[^\W\d]+(?:[-‑][^\W\d]+)*"
_FRENCH = re.compile(
    rf"\b(?:à|de|lors de|pendant|durant|d’ici à|avant|au cours de|pour|pendant)(?: la (?:partie principale"
    rf"|reprise|première partie|deuxième partie) de)? "
    rf"(?:sa|la|leur|ses|leurs|les) (?:(?P<relative>prochaine|présente) )?"
    rf"(?:(?P<list>(?:\d{{4}}|{_WORD})(?: et(?: à sa)? (?:\d{{4}}|{_WORD}))?) )?sessions?\b(?:"
    rf" (?:ordinaire|annuelle|de fond)s?)*(?: (?:de|en) (?P<year>20\d\d))?",
    re.I,
)
_RUSSIAN = re.compile(
    rf"\b(?:(?:на|в ходе|для|в|к|до|во время|после) )?(?P<whose>(?:основной части |возобновленной части"
    rf" )?(?:своей|своих|ее|её|его|их))? ?"
    rf"(?:(?P<relative>следующей|очередной|предстоящей) )?(?P<list>(?:{_WORD} )?{_WORD}(?: и (?:{_WORD}"
    rf" )?{_WORD})?)? ?(?:возобновленной |основной |очередной )?"
    rf"сесси(?:и|ю|ях|ей|ям|ями)\b(?: (?:в )?(?P<year>20\d\d) год)?",
    re.I,
)
_TO_HOLD = re.compile(
    r"\b(?:agenda|advance|conclusion|end|parts?|opening|beginning|start|margins|close|course|ahead"
    r"|duration|sessions?) $"
)  # “of” a session: a time where it is one of these
_NOTED = re.compile(
    r"^[“ ]*(?:(?:Also|Further|It|The Council|The Security Council) )*(?:Notes|Takes note|Recalls|Welcomes"
    r"|Acknowledges|Commends|Expresses)\b"
    r"(?!.*\b(?:will|to be|shall|requests|invites|encourages|decides|urges|calls|looks forward|intention|to hold|scheduled)\b)",
    re.I | re.S,
)
_HELD_BEFORE = re.compile(
    r"\b(?:adopted|held|decided|agreed|made|taken|established|considered|expressed|reached|endorsed|launched|requested"
    r"|concluded|convened|took place|submitted|presented|proclaimed|provided|discussed|approved|welcomed"
    r"|opened|finalized|issued)\b"
    r"(?<!be \w{4})(?<!be \w{5})(?<!be \w{6})(?<!be \w{7})(?<!be \w{8})(?<!be \w{9})(?<!be \w{10})[^,;]*$"
    r"|\b(?:takes note of|recalls?|recalling|welcomes|notes|with) (?:with \w+ )?(?:the|its) (?:decisions?"
    r"|resolutions?|outcomes?|declaration|deliberations|discussions?"
    r"|conclusions|recommendations|reports?|adoption)\b[^,;]*$|\bforward $",
    re.I,
)
_HELD_AFTER = re.compile(r",? (?:which was |that was )?(?:held|convened|adopted|in which it|took place)\b")
_ASSEMBLY = re.compile(r"(?:General )?Assembly\b(?! of)|Assemblée(?: générale)?|Ассамбле\w+")
_BODY = re.compile(
    r"\b(?:Commission|Committee|Council|Conference|Forum|Board|Congress|Panel|Meeting|Group|(?:General )?Assembly|Parties"
    r"|Assemblée|Ассамбле\w+|Комисси\w+|Комитет\w*|Совет\w*|Conseil|Comité|Conférence|Commission)\b(?!’)"
)
_FIRST_YEAR = 1900
_LONGEST = 12


def sessions(text: str, session: int = 0, adopted: date | None = None) -> Iterator[tuple[int, Deadline]]:
    """Yield the sessions named as a time, each with the place where its words begin.

    `session` is the session of the organ that adopted the text (or a year); 0 where it is not known.
    """
    for rule in (_ENGLISH, _FRENCH, _RUSSIAN):
        if rule is not _ENGLISH and not re.search("сесси" if rule is _RUSSIAN else "session", text):
            continue
        for match in rule.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            for number in _numbers(match, before, after, session):
                past = isinstance(number, int) and _past(before, after, number, session, adopted)
                if number and not past:
                    yield match.start(), Deadline("session", str(number), match[0])


def _numbers(match: re.Match[str], before: str, after: str, session: int) -> list[int | str]:
    """Return the numbers or years of the sessions in one match; `next` where only that is said."""
    got = match.groupdict()
    if got.get("how", "").lower() == "of" and not _TO_HOLD.search(before):
        return []
    if (got.get("sort") or "").lower() in {"special", "emergency"} or re.search(
        r"special|emergency", match[0]
    ):
        return []
    found = _listed(got["list"] or "")
    if found:
        return list(found)
    if got["year"]:
        second = [int(got["year2"])] if got.get("year2") else []
        return [int(got["year"]), *second]
    if got["relative"]:
        return _relative(got["relative"].lower(), f"{before}{match[0]}", after, session)
    return []


def _listed(words: str) -> list[int]:
    """Return the numbers of `seventy-ninth and eightieth`; `seventieth to seventy-fifth` holds all between."""
    found: list[int] = []
    for joint, word in re.findall(
        r"(?:^|(,|\bto\b|\bthrough\b|\band\b|\bor\b|\bet\b|\bи\b)(?: and)?(?: at| à)?(?: the| its| their|"
        r" sa)? )?((?:(?! to | and | or | et | и | through |,).)+)",
        words,
    ):
        number = ordinal(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word.strip(" ,")))
        if not number:
            continue
        if joint in {"to", "through"} and found and 0 < number - found[-1] <= _LONGEST:
            found += range(found[-1] + 1, number)
        found.append(number)
    return found


def _relative(word: str, before: str, after: str, session: int) -> list[int | str]:
    """Return the number of “its next session” where it is the organ's own, else `next`."""
    here = word in {"current", "present", "ongoing", "présente"}
    if re.match(
        r",? (?:from|on|in) (?:\w+, )?\d", after
    ):  # “its next session from 21 February”: the day tells it
        return []
    own = re.match(r"(?: regular| annual)? of the (?:General )?Assembly", after)
    bodies = _BODY.findall(before)
    if session and (
        own
        or not bodies
        or _ASSEMBLY.fullmatch(bodies[-1])
        or (session > _FIRST_YEAR and "Council" in bodies[-1])
    ):
        return [session if here else session + 1]
    return [] if here else ["next"]


def _past(before: str, after: str, number: int, session: int, adopted: date | None) -> bool:
    """Tell whether a session lies before the text: by its number, if the body it belongs to counts alike."""
    if _HELD_BEFORE.search(before[-120:]) or _HELD_AFTER.match(after):
        return True
    if number > _FIRST_YEAR:
        return bool(adopted and number < adopted.year) or bool(session > _FIRST_YEAR and number < session)
    if not session or session > _FIRST_YEAR or number >= session:
        return False
    if re.match(r" of (?:the )?(?!General Assembly|Assembly\b)[A-Z]", after):
        return False
    bodies = _BODY.findall(before)
    if bodies and not _ASSEMBLY.fullmatch(bodies[-1]) and _NOTED.match(before.rsplit(". ", 1)[-1]):
        return True
    return not bodies or bool(_ASSEMBLY.fullmatch(bodies[-1]))
