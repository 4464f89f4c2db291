"""A problem of many parts that nothing links but the parties' gains, solved part by part (§7).

A river over 200 possible years is 200 programs side by side: no constraint reaches from one year into another,
only what the parties have from all of them together counts. A rule is applied to the mixtures of those
outcomes of the parts that were seen so far; each hyperplane it gives is put to every part, and what a part
can do better is added (Dantzig & Wolfe 1960). The parts' dual vectors side by side are a dual vector of the
whole, so that the proof is the same as without the parts.

Two things make that quick. An outcome is kept with the dual vectors of its basis, one for each party: whether
it is still the best at other weights is one product, and only parts of which it is not are asked. And what
weights the rule ends at is first found on a few of the parts (`block_sample`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import block_array, csr_array, hstack

from maslahat.accord.part_solver import PartSolver, Vertex
from maslahat.accord.parts import LARGE, MANY, Part, Places, SideBySide, parts_of, restricted
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import Support

KEPT = 3  # rounds for which an outcome that is not used is remembered
CROWDED = 12  # outcomes a part from which on they are forgotten
FAR = 20  # columns against a basis from which on a neighbour's is nearer


def blocks_if_many(problem: LinearProblem) -> Blocks | None:
    """Return the problem in parts if it is large and has many of them."""
    if problem.columns < LARGE:
        return None
    parts, rest = parts_of(problem)
    return Blocks(problem, parts, rest) if len(parts) >= MANY else None


class Blocks:
    """A problem in parts, and what was seen of each."""

    def __init__(self, problem: LinearProblem, parts: list[Part], rest: Part) -> None:
        """Hand every part to a solver of its own; nothing is asked yet."""
        self.problem = problem
        self.parts = SideBySide(problem, parts)
        self._parts, self._rest = parts, rest
        self._stack: tuple[Floats, Places] | None = None
        self._some: dict[tuple[int, ...], SideBySide] = {}
        self._handed = restricted(problem, rest)
        self._solvers = [PartSolver(self.parts, k) for k in range(len(parts))]
        self.seen: list[Vertex] = []
        self._open = bool(np.isinf(self.parts.col_lower).any() or np.isinf(self.parts.col_upper).any())
        self.at = np.ones(problem.n)  # the weights at which all were asked last
        self.origin = np.zeros((len(parts), problem.n))
        self.rounds = self.questions = 0

    @property
    def complete(self) -> bool:
        """Return whether an outcome of every part was seen."""
        return len(np.unique(self._stacked()[1])) == self.parts.count

    def master(
        self, among: Sequence[int] = (), factor: float = 1.0, shift: Floats | None = None
    ) -> LinearProblem:
        """Return the problem of all mixtures of what was seen.

        Of the parts `among` alone (all where left out), each counted `factor` times, `shift` added to the gains.
        What every outcome of a part brings is measured from one of them: shares that do not quite add up to one
        then weigh a difference and not the whole.
        """
        rest, problem = self._handed, self.problem
        seen = self.seen_of(among)
        place = {k: i for i, k in enumerate(among)} if among else range(self.parts.count)
        count, k = len(place), len(seen)
        part = np.array([place[vertex.part] for vertex in seen])
        mixed = csr_array((np.ones(k), (part, np.arange(k))), shape=(count, k))
        matrix = block_array([[rest.matrix, None], [None, mixed]]) if rest.columns else mixed
        self.origin = np.zeros((count, problem.n))
        self.origin[part[::-1]] = [vertex.gains for vertex in seen[::-1]]
        beyond = np.array([vertex.gains for vertex in seen]) - self.origin[part]
        utility = csr_array(factor * beyond.T)
        constant = problem.constant + factor * self.origin.sum(axis=0) + (0.0 if shift is None else shift)
        one = np.ones(count)
        return LinearProblem(
            matrix,
            np.concatenate([rest.row_lower, one]),
            np.concatenate([rest.row_upper, one]),
            np.concatenate([rest.col_lower, np.zeros(k)]),
            np.concatenate([rest.col_upper, np.full(k, np.inf)]),
            hstack([rest.utility, utility]),
            problem.disagreement,
            constant,
            problem.parties,
        )

    def seen_of(self, among: Sequence[int]) -> list[Vertex]:
        """Return what was seen of these parts; of all where none is named."""
        chosen = set(among)
        return [vertex for vertex in self.seen if vertex.part in chosen] if chosen else self.seen

    def ask(self, weights: Floats, room: float, among: Sequence[int] = ()) -> list[Vertex | None]:
        """Return the best outcome of each part at these weights, to within `room` a part; what is new is kept.

        Of the parts `among` alone, where some are named.
        """
        self.questions += 1
        chosen = sorted(among) if among else range(self.parts.count)
        best = self.best_seen(weights)
        self.at = self.at if among else weights
        asked, against = self._to_ask(weights, best, room, chosen)
        order, nearest = self.parts.nearest
        for k in (each for each in order if each in asked):
            best[k] = self._better(
                weights, k, best[k], best[nearest[k]] if nearest[k] >= 0 else None, against.get(k, 0)
            )
        return [best[k] for k in chosen]

    def _better(
        self, weights: Floats, k: int, own: Vertex | None, other: Vertex | None, against: float
    ) -> Vertex:
        """Ask part k, from its own best outcome or, where that is far off, from its neighbour's."""
        near = own is not None and (against <= FAR or other is None)
        start = own if near else other
        found = self._solvers[k].best(weights, start, self.rounds)
        if own is None or weights @ found.gains > weights @ own.gains:
            self.seen.append(found)
        return found

    def _to_ask(
        self, weights: Floats, best: list[Vertex | None], room: float, chosen: Sequence[int]
    ) -> tuple[set[int], dict[int, float]]:
        """Return which parts may have something better, and how many columns speak against the basis of each."""
        owns = [best[k] for k in chosen]
        known = [own for own in owns if own is not None]
        if len(known) < len(owns):
            return set(chosen), {}
        dual = np.concatenate([own.prices @ weights for own in known])
        outcome = np.concatenate([own.outcome for own in known])
        reach = 10.0 * float(np.abs(outcome).max(initial=1.0)) if self._open else 0.0
        loose, against = self._side_by_side(tuple(chosen)).slack(weights, dual, outcome, reach, room)
        return {k for k, own in zip(chosen, loose, strict=True) if own > room}, dict(
            zip(chosen, against.tolist(), strict=True)
        )

    def _stacked(self) -> tuple[Floats, Places]:
        """Return the gains (seen, n) and the parts (seen,) of all that was seen."""
        if self._stack is None or len(self._stack[1]) != len(self.seen):
            have = 0 if self._stack is None or len(self._stack[1]) > len(self.seen) else len(self._stack[1])
            gains = np.array([vertex.gains for vertex in self.seen[have:]]).reshape(-1, self.problem.n)
            part = np.array([vertex.part for vertex in self.seen[have:]], np.intp)
            if have and self._stack is not None:
                gains, part = np.vstack([self._stack[0], gains]), np.append(self._stack[1], part)
            self._stack = gains, part
        return self._stack

    def _side_by_side(self, chosen: tuple[int, ...]) -> SideBySide:
        if len(chosen) == self.parts.count:
            return self.parts
        if chosen not in self._some:
            self._some[chosen] = SideBySide(self.problem, [self._parts[k] for k in chosen])
        return self._some[chosen]

    def outcome(self, mixture: Floats) -> Floats:
        """Return an outcome of the master as one of the problem."""
        rest = self._handed.columns
        found = np.zeros(self.problem.columns)
        found[self._rest.columns] = mixture[:rest]
        at = self.parts.col_at
        grouped = np.zeros(len(self.parts.columns))
        used = [(float(s), v) for s, v in zip(mixture[rest:], self.seen, strict=False) if s > 0]
        total = np.zeros(self.parts.count)
        for share, vertex in used:
            total[vertex.part] += share
        for share, vertex in used:
            grouped[at[vertex.part] : at[vertex.part + 1]] += share / total[vertex.part] * vertex.outcome
        found[self.parts.columns] = grouped
        return np.clip(found, self.problem.col_lower, self.problem.col_upper)

    def dual(self, held: Support, best: list[Vertex | None]) -> Floats:
        """Return the dual vector of the whole: the master's for what is in no part, the parts' own."""
        dual = np.zeros(self.problem.matrix.shape[0])
        dual[self._rest.rows] = held.dual[: len(self._rest.rows)]
        dual[self.parts.rows] = _side_by_side([own.prices @ held.weights for own in best if own])
        return dual

    def excess(self, held: Support, best: list[Vertex | None], factor: float = 1.0) -> Floats:
        """Return by how much the best outcome of each part is above what the master's dual gives for it."""
        worth = (np.array([own.gains for own in best if own]) - self.origin) @ held.weights
        return factor * worth - held.dual[len(self._rest.rows) :]

    def forget(self, mixtures: list[Floats]) -> None:
        """Where it grows crowded, drop outcomes that no mixture uses and that were not found lately."""
        self.rounds += 1
        if len(self.seen) <= CROWDED * self.parts.count:
            return
        rest = self._handed.columns
        used = np.sum([mixture[rest:] for mixture in mixtures], axis=0) > 0
        used = np.concatenate([used, np.ones(len(self.seen) - len(used), bool)])
        self._stack = None
        self.seen = [
            vertex
            for vertex, needed in zip(self.seen, used, strict=True)
            if needed or vertex.round >= self.rounds - KEPT
        ]

    def best_seen(self, weights: Floats) -> list[Vertex | None]:
        """Return the best known outcome of each part at these weights."""
        best: list[Vertex | None] = [None] * self.parts.count
        if not self.seen:
            return best
        gains, part = self._stacked()
        worth = gains @ weights
        order = np.lexsort((worth, part))
        last = order[np.append(part[order][1:] != part[order][:-1], True)]
        for j in last:
            best[part[j]] = self.seen[j]
        return best


def _side_by_side(vectors: list[Floats]) -> Floats:
    return np.concatenate(vectors) if vectors else np.zeros(0)
