"""A problem of many parts that nothing links but the parties' gains, solved part by part (§7).

A river over 200 possible years is 200 programs side by side: no constraint reaches from one year into another,
only what the parties have from all of them together counts. A rule is applied to the mixtures of those
outcomes of the parts that were seen so far; each hyperplane it gives is put to every part, and what a part
can do better is added (Dantzig & Wolfe 1960). The parts' dual vectors side by side are a dual vector of the
whole, so that the proof is the same as without the parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components

from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import FEASIBLE, SOUND, Support, model_of, no_optimum, reach_of, support
from maslahat.accord.solution import Solution
from maslahat.core import Fault, InputError

Places = NDArray[np.intp]
Rule = Callable[[LinearProblem], Solution]

LARGE = 20_000  # columns from which on parts are looked for
MANY = 8  # parts from which on they pay
SMALL = 64  # columns of a part that is taken over as it stands
SETTLED = 1e-10  # of what is weighed: what all parts together could still add
MOST_ROUNDS = 100
KEPT = 3  # rounds for which an outcome that is not used is remembered
STEEP = 1000.0
TIGHT = 1e-10  # HiGHS takes nothing tighter


@dataclass(frozen=True, eq=False)
class Part:
    """The rows and columns of a problem that belong together."""

    rows: Places
    columns: Places


def parts_of(problem: LinearProblem) -> tuple[list[Part], Part]:
    """Return the parts that share no constraint, the larger ones one by one and all small ones together."""
    m = problem.matrix.shape[0]
    links = block_array([[None, problem.matrix], [problem.matrix.T, None]])
    count, label = connected_components(links, directed=False)
    rows, columns = _grouped(label[:m], count), _grouped(label[m:], count)
    parts = [Part(r, c) for r, c in zip(rows, columns, strict=True)]
    rest = [part for part in parts if len(part.columns) <= SMALL]
    none = np.zeros(0, np.intp)
    return [part for part in parts if len(part.columns) > SMALL], Part(
        np.sort(np.concatenate([none, *(part.rows for part in rest)])),
        np.sort(np.concatenate([none, *(part.columns for part in rest)])),
    )


def falls_apart(problem: LinearProblem) -> bool:
    """Return whether the problem is large and has many parts."""
    return problem.columns >= LARGE and len(parts_of(problem)[0]) >= MANY


class Blocks:
    """A problem in parts, and what was seen of each."""

    def __init__(self, problem: LinearProblem) -> None:
        """Hand every part to a solver of its own and ask for the largest sum of gains."""
        self.problem = problem
        parts, self._rest = parts_of(problem)
        self._handed = _restricted(problem, self._rest)
        self._parts = [_Asked(problem, part) for part in parts]
        self._seen: list[_Seen] = []
        self.rounds = self.questions = 0
        self.ask(
            Support(np.ones(problem.n), np.zeros(len(self._rest.rows)), 0.0, 0.0),
            np.full(len(parts), -np.inf),
            0.0,
        )

    def master(self) -> LinearProblem:
        """Return the problem of all mixtures of what was seen."""
        rest, problem = self._handed, self.problem
        count, k = len(self._parts), len(self._seen)
        part = np.array([seen.part for seen in self._seen])
        mixed = csr_array((np.ones(k), (part, np.arange(k))), shape=(count, k))
        matrix = block_array([[rest.matrix, None], [None, mixed]]) if rest.columns else mixed
        utility = csr_array(np.array([seen.gains for seen in self._seen]).T)
        one = np.ones(count)
        return LinearProblem(
            matrix,
            np.concatenate([rest.row_lower, one]),
            np.concatenate([rest.row_upper, one]),
            np.concatenate([rest.col_lower, np.zeros(k)]),
            np.concatenate([rest.col_upper, np.full(k, np.inf)]),
            hstack([rest.utility, utility]),
            problem.disagreement,
            problem.constant,
            problem.parties,
        )

    def ask(self, held: Support, prices: Floats, weighed: float) -> tuple[Floats, bool]:
        """Ask every part at the weights of a hyperplane of the master.

        Returns the dual vector of the whole and whether the parts know of something better than `prices`.
        """
        self.questions += 1
        replies = [part.best(held.weights) for part in self._parts]
        excess = np.array([reply.worth for reply in replies]) - prices
        better = bool(np.maximum(excess, 0).sum() > SETTLED * weighed)
        for k, reply in enumerate(replies):
            if better and excess[k] > SETTLED * weighed / len(replies):
                self._seen.append(_Seen(k, reply.gains, reply.outcome, self.rounds))
        dual = np.zeros(self.problem.matrix.shape[0])
        dual[self._rest.rows] = held.dual[: len(self._rest.rows)]
        for part, reply in zip(self._parts, replies, strict=True):
            sharp = not better and weighed > 0
            room = SETTLED * weighed / len(replies)
            dual[part.rows] = part.sharpened(held.weights, reply, room) if sharp else reply.dual
        return dual, better

    def outcome(self, mixture: Floats) -> Floats:
        """Return an outcome of the master as one of the problem."""
        rest = self._handed.columns
        found = np.zeros(self.problem.columns)
        found[self._rest.columns] = mixture[:rest]
        for share, seen in zip(mixture[rest:], self._seen, strict=False):
            if share > 0:
                found[self._parts[seen.part].columns] += share * seen.outcome
        return np.clip(found, self.problem.col_lower, self.problem.col_upper)

    def prices(self, held: Support) -> Floats:
        """Return what the master's dual gives for the outcome of each part."""
        return held.dual[len(self._rest.rows) :]

    def forget(self, mixtures: list[Floats]) -> None:
        """Drop outcomes that no mixture uses and that were not found lately."""
        self.rounds += 1
        rest = self._handed.columns
        used = np.sum([mixture[rest:] for mixture in mixtures], axis=0) > 0
        used = np.concatenate([used, np.ones(len(self._seen) - len(used), bool)])
        self._seen = [
            seen
            for seen, needed in zip(self._seen, used, strict=True)
            if needed or seen.round >= self.rounds - KEPT
        ]


def solve_in_parts(problem: LinearProblem, rule: Rule, first: Rule | None = None) -> Solution:
    """Return what a rule picks, found part by part.

    `first` is a rule that is defined even where some party loses; it is followed until nobody does. The gap of
    the solution is that of the master: whoever calls computes it anew from the supports. Raises what the rule
    raises.
    """
    blocks = Blocks(problem)
    if first is not None:
        _until_nobody_loses(blocks, first)
    for _ in range(MOST_ROUNDS):
        found = rule(blocks.master())
        every = [found.support, *(s.support for s in found.stages), *(i.support for i in found.ideals)]
        duals, better = _asked_all(blocks, found, every)
        if not better:
            return _lifted(blocks, found, duals)
        blocks.forget([found.outcome, *(ideal.outcome for ideal in found.ideals)])
    raise InputError(Fault("problem", f"no optimum in {MOST_ROUNDS} rounds", "one", "Scale the numbers."))


def _until_nobody_loses(blocks: Blocks, first: Rule) -> None:
    """Look for outcomes from which everybody gains; the parts are asked at the worst-off party's prices."""
    for _ in range(MOST_ROUNDS):
        found = first(blocks.master())
        if found.gains.min() > 0 or not _asked_all(blocks, found, [found.stages[0].support])[1]:
            return
        blocks.forget([found.outcome])


def _asked_all(blocks: Blocks, found: Solution, supports: list[Support]) -> tuple[dict[int, Floats], bool]:
    """Put hyperplanes of a solution to the parts; return the duals by the support they belong to."""
    duals, any_better = {}, False
    for held in {id(each): each for each in supports}.values():
        weighed = float(held.weights @ np.abs(found.gains))
        duals[id(held)], better = blocks.ask(held, blocks.prices(held), weighed)
        any_better = any_better or better
    return duals, any_better


def _lifted(blocks: Blocks, found: Solution, duals: dict[int, Floats]) -> Solution:
    """Return a solution of the master as one of the problem, every proof with the dual of the whole."""
    problem = blocks.problem
    outcome = blocks.outcome(found.outcome)
    ideals = tuple(replace(ideal, outcome=blocks.outcome(ideal.outcome)) for ideal in found.ideals)
    reach = max(reach_of(problem, each) for each in (outcome, *(ideal.outcome for ideal in ideals)))

    def whole(held: Support) -> Support:
        return support(problem, held.weights, duals[id(held)], reach)

    return replace(
        found,
        problem=problem,
        outcome=outcome,
        utilities=problem.utilities(outcome),
        gains=problem.gains(outcome),
        support=whole(found.support),
        stages=tuple(replace(stage, support=whole(stage.support)) for stage in found.stages),
        ideals=tuple(replace(ideal, support=whole(ideal.support)) for ideal in ideals),
        solves=blocks.questions,
    )


@dataclass(frozen=True, eq=False)
class _Seen:
    """An outcome of one part, what everybody has from it, and the round in which it was found."""

    part: int
    gains: Floats
    outcome: Floats
    round: int


@dataclass(frozen=True, eq=False)
class _Reply:
    """The best outcome of a part at some weights: what it is worth, what everybody has from it, its duals."""

    worth: float
    gains: Floats
    outcome: Floats
    dual: Floats


class _Asked:
    """One part inside a solver that keeps its basis from question to question."""

    def __init__(self, problem: LinearProblem, part: Part) -> None:
        own = _restricted(problem, part)
        self.rows, self.columns = part.rows, part.columns
        self._own, self._utility = own, own.utility.toarray()
        self._every = np.arange(own.columns, dtype=np.int32)
        self._highs: Any = highspy._Highs()  # type: ignore[attr-defined]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("primal_feasibility_tolerance", TIGHT)
        self._highs.setOptionValue("dual_feasibility_tolerance", TIGHT)
        self._highs.passModel(model_of(own))

    def best(self, weights: Floats) -> _Reply:
        """Return the outcome with the largest weighted sum. InputError where there is none."""
        return self._solved(weights, max(float(weights.max()), SOUND))

    def sharpened(self, weights: Floats, reply: _Reply, room: float) -> Floats:
        """Return a dual vector that proves what the reply is worth to within `room`, or nearly so.

        Duals are good to a tolerance, and wide bounds multiply it: with a larger objective it is smaller.
        """
        loose = self._loose(weights, reply)
        if loose <= room:
            return reply.dual
        again = self._solved(weights, max(float(weights.max()), SOUND) / STEEP)
        return again.dual if self._loose(weights, again) < loose else reply.dual

    def _solved(self, weights: Floats, unit: float) -> _Reply:
        self._highs.changeColsCost(len(self._every), self._every, weights / unit @ self._utility)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()  # a basis from another question can lead nowhere
            self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise InputError(no_optimum(status, self._highs.modelStatusToString(status), FEASIBLE))
        solution = self._highs.getSolution()
        outcome = np.array(solution.col_value)
        gains = self._utility @ outcome
        return _Reply(float(weights @ gains), gains, outcome, unit * np.array(solution.row_dual))

    def _loose(self, weights: Floats, reply: _Reply) -> float:
        """Return by how much the bound that the dual vector proves is above what the outcome is worth."""
        own = self._own
        constant = float(weights @ (own.constant - own.disagreement))
        held = support(own, weights, reply.dual, reach_of(own, reply.outcome))
        return held.bound - constant - reply.worth


def _restricted(problem: LinearProblem, part: Part) -> LinearProblem:
    return LinearProblem(
        problem.matrix[part.rows][:, part.columns],
        problem.row_lower[part.rows],
        problem.row_upper[part.rows],
        problem.col_lower[part.columns],
        problem.col_upper[part.columns],
        problem.utility[:, part.columns],
        problem.disagreement,
        problem.constant,
        problem.parties,
    )


def _grouped(label: NDArray[np.int32], count: int) -> list[Places]:
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
