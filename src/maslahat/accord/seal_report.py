"""What one party may see of an answer: the agreements and its own worth, nothing of the others (DESIGN §7).

The frontier is left out as well: which outcomes are Pareto optimal tells what the others want.
"""

from __future__ import annotations

import re
from pathlib import Path

from maslahat.accord.finite_answer import Answer, Solution
from maslahat.accord.finite_json import Json, dumps
from maslahat.accord.finite_text_parts import MEANING, TITLES, number
from maslahat.core.canonical import write_text


def write_reports(answer: Answer, folder: Path) -> list[Path]:
    """Write a text and a JSON report for each party and return their paths."""
    written = []
    for place, party in enumerate(answer.problem.parties):
        stem = re.sub(r"[^\w-]+", "-", party).strip("-") or f"party-{place + 1}"
        for ending, text in (
            (".txt", report_text(answer, place)),
            (".json", dumps(report_json(answer, place))),
        ):
            path = folder / f"{stem}{ending}"
            if path in written:
                path = folder / f"{stem}-{place + 1}{ending}"
            write_text(path, text)
            written.append(path)
    return written


def report_json(answer: Answer, place: int) -> Json:
    """Return the report of one party: each rule's agreement and what it is worth to this party."""
    problem = answer.problem
    return {
        "format": "maslahat-party-report-1",
        "party": problem.parties[place],
        "parties": list(problem.parties),
        "disagreement": float(problem.disagreement[place]),
        "solutions": {solution.rule: _own(answer, solution, place) for solution in answer.solutions},
    }


def report_text(answer: Answer, place: int) -> str:
    """Return the report of one party as plain text."""
    problem = answer.problem
    lines = [
        f"For {problem.parties[place]} alone",
        "",
        f"Parties: {', '.join(problem.parties)}. With no agreement you have "
        f"{number(float(problem.disagreement[place]))} of your points.",
        "",
    ]
    if not answer.solutions:
        lines.append("No outcome gives every party what it has with no agreement.")
    for solution in answer.solutions:
        own = _own(answer, solution, place)
        lines.append(f"{TITLES[solution.rule]} ({MEANING[solution.rule]})")
        lines += [f"  {issue}: {option}" for issue, option in own["outcome"].items()]
        lines += [f"  worth to you: {number(own['worth'])} (gain {number(own['gain'])})", ""]
    lines.append("What the agreements are worth to the others is known to the mediator alone.")
    return "\n".join(lines) + "\n"


def _own(answer: Answer, solution: Solution, place: int) -> Json:
    one = solution.chosen[0]
    worth = one.utilities[place]
    return {
        "outcome": answer.problem.named(one.outcome),
        "worth": float(worth),
        "exact_worth": str(worth),
        "gain": float(worth - answer.problem.disagreement[place]),
    }
