"""The notes of an answer to a finite problem, found again from its certificate, standard library alone.

What an answer has to say beside its numbers follows from them: whose reserved value was taken and not
declared, which rules the draft breaks, why a rule was applied to some parties only. A note that is left out is
missed here as a number is. Notes on the source (`notes` of the certificate) stand first, as they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

NOTHING = "No outcome gives every party at least its disagreement value: there is nothing to agree on."
TOO_LARGE = "The frontier is too large to list; each solution is proved by weights instead."
NOT_ALL_GAIN = "Not every party can gain at once; the product is over those that do."
NO_SHARE = "A party that cannot gain at all is left out of the shares."
ROOM = 2**61


def notes_of(proof: dict[str, Any]) -> list[str]:
    """Return every note that belongs beside a certificate, in their order."""
    notes = [*proof["notes"], *_taken(proof), *_broken(proof)]
    if proof["frontier"] is None:
        notes.append(TOO_LARGE)
    elif not proof["solutions"]:
        notes.append(NOTHING)
    return [*notes, *(note for claim in proof["solutions"] for note in _special(proof, claim))]


def is_exact(proof: dict[str, Any]) -> bool:
    """Return whether the search could work on the scores as they are, without rounding.

    Where the frontier is listed this is the same as knowing in how many ways each point is reached; elsewhere
    every sum in whole units has to fit into 61 bits.
    """
    if proof["frontier"] is not None:
        return proof["frontier"]["ways"] is not None
    parts = [table["units"] for table in proof["scores"]] + [[box["units"]] for box in proof["boxes"]]
    sizes = [sum(max(abs(row[p]) for row in rows) for rows in parts) for p in range(len(proof["parties"]))]
    return bool(max(sizes) < ROOM)


def taken_note(silent: Sequence[str], has_status_quo: bool) -> list[str]:
    """Return what is said where parties declare no reserved value."""
    what = "the worth of the status quo" if has_status_quo else "0"
    return [f"No reserved value is declared for {', '.join(silent)}: {what} is taken."] if silent else []


def broken_note(what: str, texts: Iterable[str]) -> list[str]:
    """Return what is said where the draft, or the status quo in its place, breaks rules."""
    named = ", ".join(f"“{text}”" for text in texts)
    return [f"The {what} breaks {named}: no amendments of it are sought."] if named else []


def _taken(proof: dict[str, Any]) -> list[str]:
    pairs = zip(proof["parties"], proof["reserved"], strict=True)
    return taken_note([party for party, own in pairs if own is None], proof["status_quo"] is not None)


def _broken(proof: dict[str, Any]) -> list[str]:
    start = proof["draft"]
    if start is None and proof["status_quo"] is not None:
        start = proof["status_quo"]["outcome"]
    if start is None:
        return []
    sizes = [len(issue["options"]) for issue in proof["issues"]]
    texts = [
        rule["text"] for rule in proof["rules"] if _cell(rule["issues"], start, sizes) in rule["forbidden"]
    ]
    return broken_note("draft" if proof["draft"] is not None else "status quo", texts)


def _cell(issues: list[int], outcome: list[int], sizes: list[int]) -> int:
    cell = 0
    for issue in issues:
        cell = cell * sizes[issue] + outcome[issue]
    return cell


def _special(proof: dict[str, Any], claim: dict[str, Any]) -> list[str]:
    base = [Fraction(value) for value in proof["disagreement"]["worth"]]
    if claim["rule"] == "nash":
        gains = (Fraction(v) > low for v, low in zip(claim["worth"][0], base, strict=True))
        return [] if all(gains) else [f"nash: {NOT_ALL_GAIN}"]
    if claim["rule"] == "kalai_smorodinsky":
        spans = (Fraction(v) > low for v, low in zip(proof["ideal"]["worth"], base, strict=True))
        return [] if all(spans) else [f"kalai_smorodinsky: {NO_SHARE}"]
    return []
