"""The answer to a finite problem as JSON (schema: `finite_schema.json`), every number exact or a nearest
double.
"""

from __future__ import annotations

import json
from fractions import Fraction
from functools import lru_cache
from typing import Any

from maslahat.accord.check_finite import digest_of
from maslahat.accord.check_finite_notes import is_exact
from maslahat.accord.check_finite_report import nearest
from maslahat.accord.finite import FiniteProblem, Utilities
from maslahat.accord.finite_answer import Agreement, Amendment, Answer, Solution
from maslahat.accord.finite_certificate import certify
from maslahat.accord.schemas import schema_of

FORMAT = "maslahat-bargain-1"
Json = dict[str, Any]


def schema() -> Json:
    """Return the JSON schema of what `bargain_json` writes."""
    return schema_of("bargain")


def bargain_json(answers: list[tuple[str, Answer]]) -> Json:
    """Return several answers, each with the source it was read from, as one document."""
    return {"format": FORMAT, "results": [result_json(source, answer) for source, answer in answers]}


def dumps(document: Json) -> str:
    """Return the document as text, one line, keys as they come; doubles are written so that they read
    back the same.
    """
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def result_json(source: str, answer: Answer) -> Json:
    """Return one answer: its certificate, and around it what a person reads of it, held against it by the
    checker.
    """
    problem, certificate = answer.problem, certify(answer)
    result: Json = {
        "kind": certificate["kind"],
        "source": source,
        "name": problem.name,
        "parties": list(problem.parties),
        "issues": [{"name": issue.name, "options": list(issue.options)} for issue in problem.issues],
        "outcomes": problem.outcomes,
        "exact_grid": is_exact(certificate),
        "disagreement": _worth(problem.disagreement),
        "ideal": _worth(answer.ideal),
        "frontier": _frontier(problem, certificate),
        "solutions": {solution.rule: _solution(problem, solution, answer) for solution in answer.solutions},
        "amendments": None
        if answer.amendments is None
        else [_amendment(problem, step) for step in answer.amendments],
        "notes": [*answer.notes, *(f"{s.rule}: {s.note}" for s in answer.solutions if s.note)],
        "certificate": certificate,
    }
    return {**result, "digest": digest_of(result)}


def _worth(utilities: Utilities) -> Json:
    return {"utilities": [float(value) for value in utilities], "exact": [str(value) for value in utilities]}


def _frontier(problem: FiniteProblem, certificate: Json) -> Json:
    claim, scales = certificate["frontier"], certificate["scale"]
    if claim is None:
        return {"complete": False, "size": None, "points": []}
    ways = claim["ways"] or [None] * claim["size"]
    points = [
        {
            "outcome": problem.named(tuple(outcome)),
            "utilities": [value / scale for value, scale in zip(units, scales, strict=True)],
            "exact": list(map(_text, units, scales)),
            "ways": count,
        }
        for outcome, units, count in zip(claim["outcomes"], claim["units"], ways, strict=True)
    ]
    return {"complete": True, "size": len(points), "points": points}


@lru_cache(maxsize=1 << 16)
def _text(value: int, scale: int) -> str:
    """Return value / scale written out; a frontier repeats few values many times."""
    return str(Fraction(value, scale)) if scale > 1 else str(value)


def _agreement(problem: FiniteProblem, agreement: Agreement) -> Json:
    gains = tuple(v - low for v, low in zip(agreement.utilities, problem.disagreement, strict=True))
    return {
        "outcome": problem.named(agreement.outcome),
        **_worth(agreement.utilities),
        "gains": [float(gain) for gain in gains],
    }


def _solution(problem: FiniteProblem, solution: Solution, answer: Answer) -> Json:
    first, *ties = [_agreement(problem, one) for one in solution.chosen]
    return {
        **first,
        "value": nearest(solution.value),
        "exact_value": str(solution.value),
        "ties": ties,
        "proof": "frontier" if answer.frontier is not None else "weights",
    }


def _amendment(problem: FiniteProblem, step: Amendment) -> Json:
    gains = [float(gain) for gain in step.gains]
    return {**_agreement(problem, step.agreement), "changes": step.changes, "gains_over_draft": gains}
