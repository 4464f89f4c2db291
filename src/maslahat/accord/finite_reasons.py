"""Why the rules differ: each agreement measured by what every rule looks at (DESIGN §7).

A rule is best by its own measure and by no other has to be; beside one another the measures show what one
agreement gives up for what the other looks at, and whose gain is the least.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from maslahat.accord.finite_answer import Agreement, Answer
from maslahat.accord.finite_text_parts import TITLES, number

CAPTION = "Why they differ: each agreement by what every rule looks at (* the best by that)"
MEASURES = {
    "nash": "product of gains",
    "kalai_smorodinsky": "least share of what each could gain at most",
    "egalitarian": "least gain",
    "utilitarian": "sum of gains",
}


def groups_of(answer: Answer) -> dict[tuple[int, ...], list[str]]:
    """Return the rules by the agreement they choose first, each agreement once."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for solution in answer.solutions:
        groups.setdefault(solution.chosen[0].outcome, []).append(solution.rule)
    return groups


def together(rules: Sequence[str]) -> str:
    """Return the names of rules that choose the same."""
    return ", ".join(TITLES[rule] for rule in rules)


def reasons(answer: Answer) -> list[list[str]]:
    """Return a head and a row for each measure, a column for each agreement; empty where all rules agree."""
    groups = groups_of(answer)
    if len(groups) < 2:
        return []
    firsts = {solution.chosen[0].outcome: solution.chosen[0] for solution in answer.solutions}
    rows = [["measure", *(together(rules) for rules in groups.values())]]
    for rule, measure in MEASURES.items():
        found = [_measured(answer, rule, firsts[outcome]) for outcome in groups]
        best = {one.utilities for one in answer.solution(rule).chosen}
        weighted = (
            " (to each party's power)" if answer.problem.power and rule in ("nash", "utilitarian") else ""
        )
        rows.append(
            [
                measure + weighted,
                *(
                    text + " *" * (firsts[outcome].utilities in best)
                    for text, outcome in zip(found, groups, strict=True)
                ),
            ]
        )
    return rows


def _measured(answer: Answer, rule: str, one: Agreement) -> str:
    problem = answer.problem
    base = problem.disagreement
    gains = [value - low for value, low in zip(one.utilities, base, strict=True)]
    power = problem.power or (1,) * len(gains)
    if rule == "nash":
        return _product(gains, power)
    if rule == "utilitarian":
        return number(float(sum(gain * own for gain, own in zip(gains, power, strict=True))))
    spans = [top - low for top, low in zip(answer.ideal, base, strict=True)]
    if rule == "egalitarian":
        least, who = min((gain, k) for k, gain in enumerate(gains))
        return f"{number(float(least))} ({problem.parties[who]})"
    shares = [(gain / span, k) for k, (gain, span) in enumerate(zip(gains, spans, strict=True)) if span > 0]
    if not shares:
        return "none can gain"
    least, who = min(shares)
    return f"{number(round(100 * float(least), 1))} % ({problem.parties[who]})"


def _product(gains: Sequence[Fraction], power: Sequence[int]) -> str:
    """Return the product, as a power of ten where it is beyond all doubles."""
    if min(gains) <= 0:
        return "0 (not all gain)"
    logs = (
        own * (math.log10(g.numerator) - math.log10(g.denominator))
        for g, own in zip(gains, power, strict=True)
    )
    size = sum(logs)
    if abs(size) > 300:
        return f"10^{size:.1f}"
    return number(float(math.prod((g**own for g, own in zip(gains, power, strict=True)), start=Fraction(1))))
