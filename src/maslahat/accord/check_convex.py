"""Check solutions over a polyhedron in fractions: part of `check`, standard library alone (DESIGN §7).

Every proof is one of the same sort: prices of the constraints that bound a weighted sum of gains from above,
multiplied out here in exact arithmetic, beside an outcome that reaches the bound.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

Vector = list[Fraction]

FEASIBLE = Fraction(1, 10**6)
EQUAL = Fraction(1, 10**9)
GAP = Fraction(1, 10**8)
NOTHING = Fraction(1, 10**6)
WEIGHT = Fraction(1, 10**8)
DIGITS = 40


def convex_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `convex`."""
    problem = _Problem(document["problem"], len(document["parties"]))
    if not document["solutions"]:
        return ["no solution is stated"]
    wrong = []
    for stated in document["solutions"]:
        wrong += [f"{stated['rule']}: {fault}" for fault in _Stated(problem, stated).faults()]
    return wrong


def _vector(numbers: list[Any]) -> Vector:
    return [Fraction(number) for number in numbers]


class _Sparse:
    """A matrix row by row."""

    def __init__(self, stated: dict[str, Any], rows: int, columns: int) -> None:
        start, index, value = stated["start"], stated["index"], stated["value"]
        if len(start) != rows + 1 or start[0] != 0 or start[-1] != len(index) or len(index) != len(value):
            raise ValueError("a matrix whose parts do not fit")
        if start != sorted(start) or any(not 0 <= j < columns for j in index):
            raise ValueError("a matrix with an entry outside it")
        self.rows = [
            [(int(index[k]), Fraction(value[k])) for k in range(start[r], start[r + 1])] for r in range(rows)
        ]

    def times(self, vector: Vector) -> list[tuple[Fraction, Fraction]]:
        """Return for each row the product and the size of what was added up."""
        found = []
        for row in self.rows:
            parts = [value * vector[j] for j, value in row if vector[j]]
            found.append((sum(parts, Fraction(0)), sum(map(abs, parts), Fraction(0))))
        return found


class _Problem:
    """The polyhedron, what the parties have from an outcome, and what they have without."""

    def __init__(self, stated: dict[str, Any], n: int) -> None:
        self.n, self.columns = n, len(stated["col_lower"])
        self.matrix = _Sparse(stated["matrix"], len(stated["row_lower"]), self.columns)
        self.utility = _Sparse(stated["utility"], n, self.columns)
        self.constant, self.disagreement = _vector(stated["constant"]), _vector(stated["disagreement"])
        self.row = [_ends(a, b) for a, b in zip(stated["row_lower"], stated["row_upper"], strict=True)]
        self.column = [_ends(a, b) for a, b in zip(stated["col_lower"], stated["col_upper"], strict=True)]
        if len(self.constant) != n or len(self.disagreement) != n:
            raise ValueError("constants that do not fit the parties")

    def outcome_faults(self, outcome: Vector) -> list[str]:
        """Return the constraints that an outcome misses."""
        if len(outcome) != self.columns:
            return ["the outcome has the wrong length"]
        wrong = [
            f"column {j} is outside its bounds"
            for j, (x, ends) in enumerate(zip(outcome, self.column, strict=True))
            if _outside(x, ends, abs(x))
        ]
        for r, (activity, size) in enumerate(self.matrix.times(outcome)):
            if _outside(activity, self.row[r], size):
                wrong.append(f"constraint {r} does not hold")
        return wrong

    def utilities(self, outcome: Vector) -> list[tuple[Fraction, Fraction]]:
        """Return what each party has, and the size of what was added up."""
        return [
            (value + c, size + abs(c))
            for (value, size), c in zip(self.utility.times(outcome), self.constant, strict=True)
        ]

    def bound(self, weights: Vector, dual: Vector, reach: Fraction) -> Fraction:
        """Return what the prices prove: no outcome within reach has a larger weighted sum of gains."""
        rest = [Fraction(0)] * self.columns
        for weight, row in zip(weights, self.utility.rows, strict=True):
            for j, value in row if weight else ():
                rest[j] += weight * value
        total = sum(
            (w * (c - d) for w, c, d in zip(weights, self.constant, self.disagreement, strict=True)),
            Fraction(0),
        )
        for price, row, ends in zip(dual, self.matrix.rows, self.row, strict=True):
            if price:
                total += price * _end(ends, price, None)
                for j, value in row:
                    rest[j] -= price * value
        return total + sum((z * _end(self.column[j], z, reach) for j, z in enumerate(rest) if z), Fraction(0))


Ends = tuple[Fraction | None, Fraction | None]


def _ends(lower: Any, upper: Any) -> Ends:
    return (None if lower is None else Fraction(lower)), (None if upper is None else Fraction(upper))


def _end(ends: Ends, price: Fraction, reach: Fraction | None) -> Fraction:
    lower, upper = ends
    end = upper if price > 0 else lower
    if reach is None:
        if end is None:
            raise ValueError("a price on a bound that is not there")
        return end
    far = reach if price > 0 else -reach
    return far if end is None else end


def _outside(value: Fraction, ends: Ends, size: Fraction) -> bool:
    room = FEASIBLE * max(Fraction(1), size)
    return (ends[0] is not None and value < ends[0] - room) or (
        ends[1] is not None and value > ends[1] + room
    )


class _Stated:
    """One solution as it is stated, with what is computed from it."""

    def __init__(self, problem: _Problem, stated: dict[str, Any]) -> None:
        self.problem, self.stated = problem, stated
        self.outcome = _vector(stated["outcome"])
        found = problem.utilities(self.outcome)
        self.gains = [value - d for (value, _), d in zip(found, problem.disagreement, strict=True)]
        self.sizes = [size + abs(d) for (_, size), d in zip(found, problem.disagreement, strict=True)]
        self.weights = _vector(stated["weights"])
        self.silent = set(stated["silent"])

    def faults(self) -> list[str]:
        """Return everything that does not hold."""
        wrong = self.problem.outcome_faults(self.outcome)
        wrong += self._same(
            "utilities", [u + d for u, d in zip(self.gains, self.problem.disagreement, strict=True)]
        )
        wrong += self._same("gains", self.gains)
        if len(self.weights) != self.problem.n or min(self.weights) <= 0:
            return [*wrong, "the weights are not one positive number a party"]
        judges = {
            "nash": self._nash,
            "utilitarian": self._utilitarian,
            "leximin": self._leximin,
            "kalai_smorodinsky": self._kalai_smorodinsky,
        }
        if not 0 <= Fraction(self.stated["gap"]) <= GAP * max(Fraction(1), *self.sizes):
            wrong.append("the gap stated is too wide to prove anything")
        return wrong + judges[self.stated["rule"]]()

    def _same(self, name: str, found: Vector) -> list[str]:
        near = len(self.stated[name]) == len(found) and all(
            abs(Fraction(a) - b) <= EQUAL * max(abs(b), size)
            for a, b, size in zip(self.stated[name], found, self.sizes, strict=True)
        )
        return [] if near else [f"the {name} are not those of the outcome"]

    def _support(
        self, stated: dict[str, Any], outcome: Vector | None = None
    ) -> tuple[Vector, Fraction, list[str]]:
        """Return weights, the bound they prove, and what is wrong with how it is stated."""
        weights, dual = _vector(stated["weights"]), _vector(stated["dual"])
        reach = Fraction(stated["reach"])
        wrong = [] if min(weights) >= 0 else ["a weight of the hyperplane is negative"]
        ends = self.problem.column
        loose = [x for x, e in zip(outcome or self.outcome, ends, strict=True) if None in e]
        if reach <= 0 or any(abs(x) * 2 > reach for x in loose):
            wrong.append("the outcome is not well inside the reach of the proof")
        bound = self.problem.bound(weights, dual, reach)
        if abs(bound - Fraction(stated["bound"])) > GAP * self._scale(weights):
            wrong.append("the prices do not prove the bound stated")
        return weights, bound, wrong

    def _scale(self, weights: Vector) -> Fraction:
        return sum((w * size for w, size in zip(weights, self.sizes, strict=True)), Fraction(0))

    def _gap(self, weights: Vector, bound: Fraction, gains: Vector) -> Fraction:
        return bound - sum((w * g for w, g in zip(weights, gains, strict=True)), Fraction(0))

    def _loses(self, gains: Vector) -> list[str]:
        lost = any(g < -NOTHING * max(Fraction(1), size) for g, size in zip(gains, self.sizes, strict=True))
        return ["a party is worse off than without agreement"] if lost else []

    def _utilitarian(self) -> list[str]:
        weights, bound, wrong = self._support(self.stated["support"])
        scale = self._scale(weights)
        if any(w < own - EQUAL * own for w, own in zip(weights, self.weights, strict=True)):
            wrong.append("the hyperplane weighs a party less than the rule does")
        raised = any(w > own + EQUAL * own for w, own in zip(weights, self.weights, strict=True))
        wrong += self._loses(self.gains) if raised else []
        if self._gap(self.weights if raised else weights, bound, self.gains) > GAP * scale:
            wrong.append("the outcome does not reach the bound")
        return wrong

    def _nash(self) -> list[str]:
        weights, bound, wrong = self._support(self.stated["support"])
        wrong += self._loses(self.gains) + self._silent_faults()
        active = [i for i in range(self.problem.n) if i not in self.silent]
        if not active or bound <= 0 or any(self.gains[i] <= 0 or weights[i] <= 0 for i in active):
            return [*wrong, "a party that can gain does not, or has no weight"]
        with localcontext() as context:
            context.prec = DIGITS
            total = sum(self.weights[i] for i in active)
            gap = sum(
                (
                    _decimal(self.weights[i])
                    * _decimal(self.weights[i] * bound / (total * weights[i] * self.gains[i])).ln()
                    for i in active
                ),
                Decimal(0),
            )
            room = _decimal(Fraction(self.stated["gap"]) + EQUAL)
        if gap > room:
            wrong.append(f"the product of gains can be {gap:.2e} larger, which is more than is stated")
        return wrong

    def _silent_faults(self) -> list[str]:
        """Return what does not hold of the parties said to be unable to gain."""
        ideals = self.stated["ideals"]
        if len(ideals) != len(self.silent):
            return ["a party is called unable to gain without proof"]
        wrong = []
        for party, ideal in zip(sorted(self.silent), ideals, strict=True):
            value, faults = self._ideal(party, ideal)
            wrong += faults
            if value > NOTHING * max(Fraction(1), *self.sizes):
                wrong.append("a party is called unable to gain, and could")
        return wrong

    def _ideal(self, party: int, ideal: dict[str, Any]) -> tuple[Fraction, list[str]]:
        """Return the ideal gain of a party and what is wrong with its proof."""
        outcome, value = _vector(ideal["outcome"]), Fraction(ideal["value"])
        weights, bound, wrong = self._support(ideal["support"], outcome)
        wrong += [f"ideal of party {party}: {fault}" for fault in self.problem.outcome_faults(outcome)]
        found = self.problem.utilities(outcome)
        gains = [u - d for (u, _), d in zip(found, self.problem.disagreement, strict=True)]
        wrong += self._loses(gains)
        size = found[party][1] + abs(self.problem.disagreement[party])
        if abs(max(gains[party], Fraction(0)) - value) > NOTHING * max(Fraction(1), size):
            wrong.append(f"ideal of party {party}: the outcome does not give it")
        if weights[party] < 1 - EQUAL or bound / weights[party] > value + NOTHING * max(Fraction(1), size):
            wrong.append(f"ideal of party {party}: more may be possible")
        return value, wrong

    def _kalai_smorodinsky(self) -> list[str]:
        ideals = self.stated["ideals"]
        if len(ideals) != self.problem.n:
            return ["an ideal gain is missing"]
        wrong = []
        for party, ideal in enumerate(ideals):
            value, faults = self._ideal(party, ideal)
            wrong += faults
            if party in self.silent:
                if value > NOTHING * max(Fraction(1), *self.sizes):
                    wrong.append("a party is called unable to gain, and could")
            elif self.weights[party] != value:
                wrong.append("gains are not measured by the ideal ones")
        return wrong + self._leximin()

    def _leximin(self) -> list[str]:
        """Return what does not hold of the stages: each settles parties who cannot all have more."""
        settled: set[int] = set(self.silent)
        last = self.stated["stages"][-1]["support"]
        wrong = [] if self.stated["support"] == last else ["the hyperplane is not that of the last stage"]
        before = None
        for number, stage in enumerate(self.stated["stages"], start=1):
            parties, level = set(stage["parties"]), Fraction(stage["level"])
            weights, bound, faults = self._support(stage["support"])
            scale = self._scale(weights)
            if not parties or parties & settled or not parties <= set(range(self.problem.n)):
                faults.append("it settles nobody new")
            if any(weights[i] * self.weights[i] < WEIGHT for i in parties):
                faults.append("a party settled has no weight")
            loose = set(range(self.problem.n)) - parties - settled
            if any(weights[i] * self.sizes[i] > GAP * scale for i in loose):
                faults.append("a party still to rise has weight")
            if self._gap(weights, bound, self.gains) > GAP * scale:
                faults.append("the parties settled could have more")
            faults += self._level_faults(level, parties, loose)
            if before is not None and level < before - NOTHING * max(Fraction(1), abs(before)):
                faults.append("its level is below the one before")
            wrong += [f"stage {number}: {fault}" for fault in faults]
            settled |= parties
            before = level
        return (
            wrong if settled == set(range(self.problem.n)) else [*wrong, "the stages do not settle everybody"]
        )

    def _level_faults(self, level: Fraction, parties: set[int], loose: set[int]) -> list[str]:
        room = {i: NOTHING * max(Fraction(1), self.sizes[i]) for i in parties | loose}
        wrong = []
        if any(abs(self.gains[i] - level * self.weights[i]) > room[i] for i in parties):
            wrong.append("a party settled does not have the level of the stage")
        if any(self.gains[i] < level * self.weights[i] - room[i] for i in loose):
            wrong.append("a party still to rise is below the level of the stage")
        return wrong


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
