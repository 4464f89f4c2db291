"""A text quoted whole, as a press release gives a resolution: a quotation mark before every paragraph (DESIGN §10).

    “The Security Council,
    “Recalling its resolution 2679 (2023),
    “1. Requests the Secretary-General …;
    “2. Decides to remain seized of the matter.”

English puts a mark before each paragraph and closes the last one alone; what stands after it is no part of the text.
"""

from __future__ import annotations

from dataclasses import replace

from maslahat.text.document import Dropped
from maslahat.text.plain.raw import Raw

_CLOSERS = {"“": "”", "«": "»", "„": "“", '"': '"'}
FEWEST_QUOTED, SHARE_QUOTED = 3, 0.8


def unquoted(raws: list[Raw], first: int) -> tuple[list[Raw], list[Dropped]]:
    """Return the blocks without the marks of a quotation that begins at block `first`, and what was set aside.

    Where the blocks after `first` are not quoted one by one, they are returned as they are.
    """
    mark = raws[first].text[:1]
    closer = _CLOSERS.get(mark)
    if closer is None:
        return raws, []
    end = _end(raws, first, mark, closer)
    quoted = [n for n in range(first, end + 1) if raws[n].text.startswith(mark) and not raws[n].cells]
    if len(quoted) < FEWEST_QUOTED or len(quoted) < SHARE_QUOTED * (end + 1 - first):
        return raws, []
    inside = [_bare(raw, mark) if n in set(quoted) else raw for n, raw in enumerate(raws[: end + 1])]
    marks = mark * len(quoted)
    if inside[end].text.endswith(closer) and inside[end].text.count(mark) < inside[end].text.count(closer) + (
        mark == closer
    ):
        inside[end] = replace(inside[end], text=inside[end].text[:-1].rstrip())
        marks += closer
    dropped = [Dropped(marks, "quotation marks around each paragraph", raws[first].line)]
    dropped += [Dropped(raw.text, "text after the document", raw.line) for raw in raws[end + 1 :]]
    return [raw for raw in inside if raw.text], dropped


def _bare(raw: Raw, mark: str) -> Raw:
    return replace(raw, text=raw.text.removeprefix(mark).lstrip())


def _end(raws: list[Raw], first: int, mark: str, closer: str) -> int:
    """Return the block that closes the quotation: the first whose marks come out even; else the last quoted one."""
    last = first
    for n in range(first, len(raws)):
        text = raws[n].text
        if not text.startswith(mark):
            continue
        last = n
        even = text.count(mark) % 2 == 0 if mark == closer else text.count(mark) == text.count(closer)
        if even and text.rstrip("0123456789").endswith(closer):
            return n
    return last
