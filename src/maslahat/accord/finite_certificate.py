"""The certificate of a solved finite problem, as `check_finite` reads it (DESIGN §7).

It holds the whole problem twice (worth as fractions, and whole units with the scale between them), the
complete frontier, the ideal point, every solution with what it maximises, and the amendments of the draft.
The checker finds all of it again; the digest over the document only binds the parts together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.check_finite import KIND, digest_of
from maslahat.accord.check_finite_rules import TIE
from maslahat.accord.finite import FiniteProblem, Outcome, Utilities, exact
from maslahat.accord.finite_answer import Answer, Solution

Json = dict[str, Any]

WORD = 2**62


def certify(answer: Answer) -> Json:
    """Return the certificate of an answer as a JSON value."""
    problem = _ascending(answer.problem)
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


def _ascending(problem: FiniteProblem) -> FiniteProblem:
    """Return the problem with the issues of each table and rule in ascending order, as certificates hold them."""
    scores = []
    for own in problem.scores:
        order = np.argsort(own.issues, kind="stable")
        table = own.table.transpose(*order, len(order))
        scores.append(replace(own, issues=tuple(sorted(own.issues)), table=table))
    rules = []
    for rule in problem.rules:
        allowed = rule.allowed.transpose(*np.argsort(rule.issues, kind="stable"))
        rules.append(replace(rule, issues=tuple(sorted(rule.issues)), allowed=allowed))
    return replace(problem, scores=tuple(scores), rules=tuple(rules))


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

    def outcome_units(self, outcomes: NDArray[np.intp]) -> NDArray[Any]:
        """Return what outcomes (rows: one option an issue) are worth in whole units, (outcomes, parties).

        From the tables already converted; in machine words where no sum can leave them, else in whole
        numbers of any size.
        """
        most = sum(max((abs(v) for row in units for v in row), default=0) for units in self._units)
        most += sum(max((abs(v) for v in own["units"]), default=0) for own in self.boxes)
        kind: Any = np.int64 if most < WORD else object
        total = np.zeros((len(outcomes), len(self.scale)), kind)
        for scores, units in zip(self.problem.scores, self._units, strict=True):
            cells = np.zeros(len(outcomes), np.intp)
            for issue in scores.issues:
                cells = cells * len(self.problem.issues[issue].options) + outcomes[:, issue]
            total += np.array(units, kind)[cells]
        for box, own in zip(self.problem.boxes, self.boxes, strict=True):
            met = np.ones(len(outcomes), bool)
            for issue, inside in box.sides:
                met &= np.isin(outcomes[:, issue], inside)
            total[met] += np.array(own["units"], kind)
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
        units = self.outcome_units(answer.frontier.outcomes)
        columns = [*units.T, *answer.frontier.outcomes.T]
        order = np.lexsort(columns[::-1])[::-1]
        return {
            "size": len(outcomes),
            "outcomes": answer.frontier.outcomes[order].tolist(),
            "units": units[order].tolist(),
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
