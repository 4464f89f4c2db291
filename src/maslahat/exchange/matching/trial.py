"""Private matching of two lists on one machine, both roles and all limits, to see what partners would see
(§12)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange.matching import normalise, psi
from maslahat.exchange.matching.limits import Limits, enumeration, refusals
from maslahat.exchange.reasons import said

NORMAL: dict[str, Callable[[str], str]] = {
    "document": normalise.document,
    "phone": normalise.phone,
    "plate": normalise.plate,
    "consignment": normalise.consignment,
    "vin": normalise.document,
    "account": normalise.document,
}


@dataclass(frozen=True, slots=True)
class Trial:
    """Lines for a person, figures for a file, and whether the limits refused it."""

    lines: tuple[str, ...]
    refused: bool
    figures: dict[str, Any] = field(default_factory=dict)


def play(mine: Path, theirs: Path, kind: str, quota: int) -> Trial:
    """Play both sides on two lists, a value a line; the values are normalised as in records of that kind."""
    if kind not in NORMAL:
        raise InputError(Fault("--kind", repr(kind), f"one of {', '.join(NORMAL)}"))
    asked, held = _keys(mine, kind), _keys(theirs, kind)
    limits = replace(Limits(), elements=quota)
    guessing = enumeration(limits, asked)
    faults = refusals(limits, [], len(asked), len(held), 0)
    if guessing or faults:
        said = [f"asking side: {fault}" for fault in guessing] + [
            f"answering side: {fault}" for fault in faults
        ]
        text = "Refused. Both sides have an alarm; nothing was computed."
        return Trial((*said, text), True, {"refused": said, "alarms": {"asking": 1, "answering": 1}})
    return _run(asked, held)


def _run(asked: list[str], held: list[str]) -> Trial:
    prepared = psi.prepare(held)
    start = time.perf_counter()
    question = psi.query(asked, reveal=False)
    response = psi.answer(prepared.key, question.request, reveal=False)
    size = psi.size(question.key, prepared.setup, response)
    seconds = time.perf_counter() - start
    again = psi.query(asked, reveal=True, key=question.key)
    places = psi.hits(question.key, prepared.setup, psi.answer(prepared.key, again.request, reveal=True))
    wire = len(prepared.setup) + len(question.request) + len(response)
    each = wire / (len(asked) + len(held))
    lines = (
        f"{len(asked)} values asked about, {len(held)} held: {size} in common.",
        f"On the wire {wire} bytes, {each:.1f} an element; {seconds:.2f} s against the prepared set.",
        *(f"  hit  {asked[place]}" for place in places),
    )
    found = [asked[place] for place in places]
    counts = {"asked": len(asked), "held": len(held), "size": size}
    figures = {**counts, "hits": found, "bytes an element": round(each, 1)}
    return Trial(lines, False, figures)


def _keys(path: Path, kind: str) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Fault(str(path), said(error), "a text file, a value a line")) from None
    return sorted({f"{kind}:{value}" for line in lines if (value := NORMAL[kind](line))})
