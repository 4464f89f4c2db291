"""Deadlines in the words of a paragraph, as sessions, dates and periods (DESIGN §10).

Four grammars read one after another: sessions, the calendar, spans and rhythms. A day counts as a time set where
it lies after the day of adoption; without that day, where the words before it say so. Sessions of the General
Assembly before its own are past; sessions of other bodies keep their own count.
"""

from __future__ import annotations

import re
from datetime import date

from maslahat.commitments.commitment import Deadline
from maslahat.commitments.dated import dated
from maslahat.commitments.numbers import ordinal
from maslahat.commitments.rhythms import rhythms
from maslahat.commitments.sessions import sessions
from maslahat.commitments.spans import period, spans

__all__ = ["ordinal", "period", "read_deadlines"]

_TITLE = re.compile(
    r"\b(?:entitled|titled|theme|themes|item|sub-item|sub‑item|sub-items|known as|intitulée?s?"
    r"|озаглавленн\w+|под названием) [“«][^”»]{1,400}[”»]",
    re.I,
)
_MONTHS_OF_A_YEAR = 12
_YEAR_END = re.compile(
    r"\b(?P<kind>by|before|until|no later than|not later than|prior to)(?: the)?(?: very)?(?: end of|"
    r" middle of| close of)? (?:the|this|the current|the present) (?:calendar )?year\b(?:[’']s end)?"
    r"|\b(?:d’ici à|avant) la fin de l’année\b(?! 20)|\bдо конца (?:текущего |этого )?года\b"
    r"|\b(?:(?:at|towards) (?:the )?end of|later|in the course of|later in) (?:the|this) year\b",
    re.I,
)


def read_deadlines(text: str, session: int = 0, adopted: date | None = None) -> tuple[Deadline, ...]:
    """Return the times that a paragraph sets, in the order in which it names them, each once.

    `session` is the session of the organ that adopted the text (or a year), `adopted` the day; both may be
    unknown. Each deadline carries the words it was read from.
    """
    bare = _TITLE.sub(lambda match: re.sub(r"[\w]", "_", match[0]), text)
    held = list(sessions(bare, session, adopted))
    taken = [(start, start + len(one.words)) for start, one in held]  # “its session in 2025” is one time
    found = [
        *held,
        *(item for item in dated(bare, adopted) if not any(a <= item[0] < b for a, b in taken)),
        *_this_year(bare, adopted),
        *spans(bare),
        *rhythms(bare),
    ]
    seen: dict[str, Deadline] = {}
    for _, deadline in sorted(found, key=lambda item: item[0]):
        seen.setdefault(_same(deadline), deadline)
    return tuple(seen.values())


def _same(deadline: Deadline) -> str:
    """Return what two rhythms share that come equally often: every twelve months is every year."""
    months = re.fullmatch(r"P(\d+)M", deadline.value)
    if deadline.kind == "every" and months and int(months[1]) % _MONTHS_OF_A_YEAR == 0:
        return f"every:P{int(months[1]) // _MONTHS_OF_A_YEAR}Y"
    return str(deadline)


def _this_year(text: str, adopted: date | None) -> list[tuple[int, Deadline]]:
    """Return the year of adoption where a paragraph says “before the end of the year”."""
    match = _YEAR_END.search(text)
    if not match or not adopted:
        return []
    kind = (match["kind"] or "").lower()
    on = not kind and re.match(r"at|towards|later|in ", match[0], re.I)
    return [
        (
            match.start(),
            Deadline("until" if kind == "until" else "on" if on else "by", str(adopted.year), match[0]),
        )
    ]
