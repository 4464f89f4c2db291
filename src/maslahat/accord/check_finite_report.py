"""Hold the readable part of an answer to a finite problem against its certificate, standard library alone.

What a person reads (names of options, decimals) has to be what the certificate proves: outcomes by name,
worth as the fraction and as the double nearest to it, gains as differences. The certificate itself is checked
on its own.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from maslahat.accord.check_finite_notes import is_exact, notes_of

Json = dict[str, Any]


def report_faults(report: Json) -> list[str]:
    """Return what the report says otherwise than its certificate."""
    proof: Json = report["certificate"]
    base = [Fraction(value) for value in proof["disagreement"]["worth"]]
    expected = {
        "name": proof["name"],
        "parties": proof["parties"],
        "issues": proof["issues"],
        "outcomes": proof["outcomes"],
        "disagreement": _worth(base),
        "ideal": _worth([Fraction(value) for value in proof["ideal"]["worth"]]),
        "frontier": _frontier(proof),
        "solutions": _solutions(proof, base),
        "amendments": _amendments(proof, base),
        "exact_grid": is_exact(proof),
        "notes": notes_of(proof),
    }
    wrong = [
        f"{key}: not what the certificate proves" for key, value in expected.items() if report[key] != value
    ]
    numbers = {"source", "certificate", "kind", "digest"}
    strange = sorted(set(report) - set(expected) - numbers)
    return wrong + [f"{key}: nothing in the certificate proves it" for key in strange]


def nearest(value: Fraction) -> float | None:
    """Return the double nearest to a number, or None where it is beyond all doubles (powers of products)."""
    try:
        return float(value)
    except OverflowError:
        return None


def _worth(values: list[Fraction]) -> Json:
    return {"utilities": [float(value) for value in values], "exact": [str(value) for value in values]}


def _named(proof: Json, outcome: list[int]) -> dict[str, str]:
    return {issue["name"]: issue["options"][own] for issue, own in zip(proof["issues"], outcome, strict=True)}


def _values(proof: Json, units: list[int]) -> list[Fraction]:
    return [Fraction(value, scale) for value, scale in zip(units, proof["scale"], strict=True)]


def _frontier(proof: Json) -> Json:
    claim = proof["frontier"]
    if claim is None:
        return {"complete": False, "size": None, "points": []}
    ways = claim["ways"] or [None] * len(claim["units"])
    points = [
        {"outcome": _named(proof, outcome), **_worth(_values(proof, units)), "ways": count}
        for outcome, units, count in zip(claim["outcomes"], claim["units"], ways, strict=True)
    ]
    return {"complete": True, "size": claim["size"], "points": points}


def _agreement(proof: Json, base: list[Fraction], outcome: list[int], units: list[int]) -> Json:
    values = _values(proof, units)
    gains = [float(value - low) for value, low in zip(values, base, strict=True)]
    return {"outcome": _named(proof, outcome), **_worth(values), "gains": gains}


def _solutions(proof: Json, base: list[Fraction]) -> Json:
    found = {}
    for claim in proof["solutions"]:
        pairs = zip(claim["outcomes"], claim["units"], strict=True)
        first, *ties = [_agreement(proof, base, outcome, units) for outcome, units in pairs]
        found[claim["rule"]] = {
            **first,
            "value": nearest(Fraction(claim["value"])),
            "exact_value": claim["value"],
            "ties": ties,
            "proof": "weights" if proof["frontier"] is None else "frontier",
        }
    return found


def _amendments(proof: Json, base: list[Fraction]) -> list[Json] | None:
    claim = proof["amendments"]
    if claim is None:
        return None
    return [
        {
            **_agreement(proof, base, step["outcome"], step["units"]),
            "changes": step["changes"],
            "gains_over_draft": [float(Fraction(gain)) for gain in step["gains"]],
        }
        for step in claim["steps"]
    ]
