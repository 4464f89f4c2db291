"""The certificate of a solved finite problem, as `check_finite` reads it (DESIGN §7).

It holds the whole problem twice (worth as fractions, and whole units with the scale between them), the
complete frontier, the ideal point, every solution with what it maximises, and the amendments of the draft.
The checker finds all of it again; the digest over the document only binds the parts together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from maslahat.accord.check_finite import KIND, digest_of
from maslahat.accord.check_finite_rules import TIE
from maslahat.accord.finite import FiniteProblem, Outcome, Utilities, exact
from maslahat.accord.finite_answer import Answer, Solution

Json = dict[str, Any]


def certify(answer: Answer) -> Json:
    """Return the certificate of an answer as a JSON value."""
    problem = answer.problem
    body = _Body(problem)
    certificate: Json = {
        "kind": KIND,
        "name": problem.name,
        "parties": list(problem.parties),
        "issues": [{"name": issue.name, "options": list(issue.options)} for issue in problem.issues],
        "outcomes": problem.outcomes,
        "tie": str(TIE),
        "scale": body.scale,
        "scores": body.scores,
        "boxes": body.boxes,
        "rules": _rules(problem),
        "notes": list(problem.notes),
        "power": body.power,
        "power_total": sum(body.power),
        "reserved": [
            None if own is None else str(own) for own in problem.reserved or (None,) * len(body.scale)
        ],
        "status_quo": body.placed(problem.status_quo),
        "draft": None if problem.draft is None else list(problem.draft),
        "disagreement": body.worth_and_units(problem.disagreement),
        "frontier": body.frontier(answer),
        "ideal": body.worth_and_units(answer.ideal),
        "solutions": [body.solution(solution) for solution in answer.solutions],
        "amendments": body.amendments(answer),
    }
    if answer.cuts is not None:
        certificate["cuts"] = {
            "ideal": [list(own) for own in answer.cuts.ideal],
            **{rule: list(weights) for rule, weights in answer.cuts.rules},
        }
    certificate["digest"] = digest_of(certificate)
    return certificate


class _Body:
    """The problem in fractions and in whole units, once for all claims."""

    def __init__(self, problem: FiniteProblem) -> None:
        self.problem = problem
        count = len(problem.parties)
        rows = [[exact(v) for v in row] for s in problem.scores for row in s.table.reshape(-1, count)]
        worth = [*rows, *(list(box.worth) for box in problem.boxes), list(problem.disagreement)]
        self.scale = [math.lcm(*(row[p].denominator for row in worth)) for p in range(count)]
        self.power = list(problem.power) or [1] * count
        self.scores, start = [], 0
        self._units: list[list[list[int]]] = []
        for scores in problem.scores:
            own = rows[start : start + scores.table.size // count]
            start += len(own)
            self._units.append([self.units(row) for row in own])
            worths = [[str(value) for value in row] for row in own]
            names = [problem.issues[issue].name for issue in scores.issues]
            place = {"issues": list(scores.issues), "names": names}
            self.scores.append({**place, "worth": worths, "units": self._units[-1]})
        self.boxes = [self._box(box.sides, box.worth) for box in problem.boxes]

    def _box(self, sides: tuple[tuple[int, tuple[int, ...]], ...], worth: Utilities) -> Json:
        told_apart = []
        for issue, inside in sides:
            outside = [k for k in range(len(self.problem.issues[issue].options)) if k not in inside]
            told_apart.append([issue, list(inside), outside])
        names = [self.problem.issues[issue].name for issue, _ in sides]
        return {"sides": told_apart, "names": names, **self.worth_and_units(worth)}

    def units(self, worth: Iterable[Fraction]) -> list[int]:
        """Return worth in whole units."""
        return [int(value * own) for value, own in zip(worth, self.scale, strict=True)]

    def worth_and_units(self, worth: Utilities) -> Json:
        """Return worth both ways."""
        return {"worth": [str(value) for value in worth], "units": self.units(worth)}

    def placed(self, outcome: Outcome | None) -> Json | None:
        """Return an outcome with its worth."""
        if outcome is None:
            return None
        return {"outcome": list(outcome), **self.worth_and_units(self.problem.utilities(outcome))}

    def outcome_units(self, outcome: list[int]) -> list[int]:
        """Return what an outcome is worth in whole units, from the tables already converted."""
        total = [0] * len(self.scale)
        for scores, units in zip(self.problem.scores, self._units, strict=True):
            cell = 0
            for issue in scores.issues:
                cell = cell * len(self.problem.issues[issue].options) + outcome[issue]
            total = [have + more for have, more in zip(total, units[cell], strict=True)]
        for box, own in zip(self.problem.boxes, self.boxes, strict=True):
            if box.holds(tuple(outcome)):
                total = [have + more for have, more in zip(total, own["units"], strict=True)]
        return total

    def frontier(self, answer: Answer) -> Json | None:
        """Return every point of the frontier, the largest first."""
        if answer.frontier is None:
            return None
        outcomes = answer.frontier.outcomes.tolist()
        if answer.grid.exact and all(own.denominator == 1 for own in answer.grid.scale):
            factors = [full // own.numerator for full, own in zip(self.scale, answer.grid.scale, strict=True)]
            points = [
                [v * f for v, f in zip(row, factors, strict=True)] for row in answer.frontier.points.tolist()
            ]
            ways = list(answer.frontier.ways)
            return {"size": len(points), "outcomes": outcomes, "units": points, "ways": ways}
        pairs = sorted(((self.outcome_units(row), row) for row in outcomes), reverse=True)
        return {
            "size": len(pairs),
            "outcomes": [outcome for _, outcome in pairs],
            "units": [units for units, _ in pairs],
            "ways": None,  # on a rounded grid, outcomes within a tie are not told apart
        }

    def solution(self, solution: Solution) -> Json:
        """Return a solution with all agreements that tie."""
        return {
            "rule": solution.rule,
            "power": self.power,
            "outcomes": [list(one.outcome) for one in solution.chosen],
            "worth": [[str(value) for value in one.utilities] for one in solution.chosen],
            "units": [self.units(one.utilities) for one in solution.chosen],
            "value": str(solution.value),
        }

    def amendments(self, answer: Answer) -> Json | None:
        """Return the draft and the ladder of changes, or None where there is no draft or it was too large to
        climb.
        """
        draft = self.problem.draft if self.problem.draft is not None else self.problem.status_quo
        if draft is None or answer.amendments is None:
            return None
        steps = [
            {
                "changes": step.changes,
                "outcome": list(step.agreement.outcome),
                "units": self.units(step.agreement.utilities),
                "gains": [str(gain) for gain in step.gains],
            }
            for step in answer.amendments
        ]
        return {"draft": list(draft), "units": self.units(self.problem.utilities(draft)), "steps": steps}


def _rules(problem: FiniteProblem) -> list[Json]:
    found = []
    for rule in problem.rules:
        allowed = np.flatnonzero(rule.allowed.ravel()).tolist()
        forbidden = np.flatnonzero(~rule.allowed.ravel()).tolist()
        place = {"issues": list(rule.issues), "names": [problem.issues[issue].name for issue in rule.issues]}
        found.append({**place, "text": rule.text, "allowed": allowed, "forbidden": forbidden})
    return found
