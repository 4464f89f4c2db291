"""Check a certificate of a finite bargaining problem with the standard library alone (DESIGN §7).

Nothing of the rest of the package is imported, and nothing the certificate says is believed: worth is read as
fractions and put on whole units again, the frontier is composed again issue by issue in exact arithmetic,
every solution and amendment is found again on it, and each number of the certificate has to be the number
found. `check_finite` gives back sentences on what does not hold; an empty list means that everything does.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from fractions import Fraction
from typing import Any

from maslahat.accord.check_finite_front import Finite, Limits, clock, front
from maslahat.accord.check_finite_problem import draft_faults, problem_faults, quo_faults
from maslahat.accord.check_finite_report import report_faults
from maslahat.accord.check_finite_rules import TIE, best_rows, ladder_faults, positive, rule_value

KIND = "finite"
WEIGHT_SUM = 1_000_000
RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def check_finite(certificate: dict[str, Any], until: float | None = None) -> list[str]:
    """Return what does not hold, as sentences; an empty list for a certificate that holds.

    Raises TooLong where `time.monotonic()` passes `until` before everything is found again.
    """
    try:
        return _checked(certificate, until)
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError, AttributeError) as error:
        return [f"the certificate cannot be read: {type(error).__name__}: {error}"]


def digest_of(certificate: dict[str, Any]) -> str:
    """Return the SHA-256 over the certificate without its `digest`, keys sorted."""
    body = {key: value for key, value in certificate.items() if key != "digest"}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _checked(certificate: dict[str, Any], until: float | None) -> list[str]:
    wrong: list[str] = []
    if certificate["kind"] != KIND:
        return [f"kind {certificate['kind']!r}: expected {KIND!r}"]
    if certificate["digest"] != digest_of(certificate):
        wrong.append("the digest is not that of the document")
    if "certificate" in certificate:  # a report around a certificate, which is checked on its own
        return wrong + report_faults(certificate)
    wrong += problem_faults(certificate)
    if len(wrong) > bool(wrong and "digest" in wrong[0]):
        return wrong  # what is built on a problem that contradicts itself cannot be judged
    problem = Finite(certificate, clock(until))
    wrong += quo_faults(certificate, problem) + draft_faults(certificate, problem)
    claims = _Claims(certificate, problem)
    if certificate["frontier"] is None:
        points: list[tuple[int, ...]] | None = None
    else:
        counted = front(problem, Limits())
        points = settled(list(counted), problem.tie)
        wrong += claims.frontier(points, counted)
    wrong += claims.solutions(points)
    wrong += claims.amendments()
    return wrong


def settled(points: list[tuple[int, ...]], tie: list[Fraction]) -> list[tuple[int, ...]]:
    """Return distinct nondominated points with ties settled, the largest first."""
    ordered = sorted(points, reverse=True)
    near = _near(ordered, tie)
    if not near:
        return ordered
    gone = {one for one in near if any(_beats(other, one, tie) for other in ordered)}
    kept: list[tuple[int, ...]] = []
    for one in ordered:
        twin = one in near and any(
            all(abs(a - b) <= t for a, b, t in zip(one, other, tie, strict=True))
            for other in kept
            if other in near
        )
        if one not in gone and not twin:
            kept.append(one)
    return kept


def _near(points: list[tuple[int, ...]], tie: list[Fraction]) -> set[tuple[int, ...]]:
    close: set[tuple[int, ...]] = set()
    for party, own in enumerate(tie):
        if own < 1:
            continue
        ranked = sorted(points, key=lambda point, party=party: point[party])  # type: ignore[misc]
        for low, high in itertools.pairwise(ranked):
            if 0 < high[party] - low[party] <= own:
                close |= {point for point in points if point[party] in (low[party], high[party])}
    return close


def _beats(other: tuple[int, ...], one: tuple[int, ...], tie: list[Fraction]) -> bool:
    gaps = [a - b for a, b in zip(other, one, strict=True)]
    return all(gap >= -t for gap, t in zip(gaps, tie, strict=True)) and any(
        gap > t for gap, t in zip(gaps, tie, strict=True)
    )


class _Claims:
    """The claims of a certificate held against what is found again."""

    def __init__(self, certificate: dict[str, Any], problem: Finite) -> None:
        self.c = certificate
        self.problem = problem
        self.base: list[int] = certificate["disagreement"]["units"]

    def _outcome(self, where: str, outcome: list[int], units: list[int]) -> list[str]:
        """Check that an outcome is one, obeys the rules and is worth what is said."""
        if not self.problem.is_outcome(outcome):
            return [f"{where}: {outcome} is not an outcome"]
        if not self.problem.allows(outcome):
            return [f"{where}: {outcome} breaks a rule"]
        if list(self.problem.units(outcome)) != units:
            return [f"{where}: units {units}, but the outcome is worth {list(self.problem.units(outcome))}"]
        return []

    def _same(self, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        return all(abs(a - b) <= t for a, b, t in zip(one, other, self.problem.tie, strict=True))

    def frontier(self, points: list[tuple[int, ...]], counted: dict[tuple[int, ...], int]) -> list[str]:
        """Hold the claimed frontier against the one found."""
        claim = self.c["frontier"]
        wrong = []
        for place, (outcome, units) in enumerate(zip(claim["outcomes"], claim["units"], strict=True)):
            wrong += self._outcome(f"frontier point {place}", outcome, units)
        if claim["size"] != len(points) or len(claim["units"]) != len(points):
            wrong.append(
                f"frontier of {claim['size']} points, {len(claim['units'])} listed; found {len(points)}"
            )
        claimed = [tuple(units) for units in claim["units"]]
        if claim["ways"] is not None and claim["ways"] != [counted.get(point) for point in claimed]:
            wrong.append("ways: not the numbers of outcomes that reach the points")
        if claimed != points:
            wrong += self._differences(claimed, points)
        return wrong

    def _differences(self, claimed: list[tuple[int, ...]], points: list[tuple[int, ...]]) -> list[str]:
        """Points that have no twin on the other side (they may differ by less than a tie)."""
        here, there = set(claimed), set(points)
        extra = [one for one in here - there if not any(self._same(one, other) for other in points)]
        missing = [one for one in there - here if not any(self._same(one, other) for other in claimed)]
        wrong = [f"{list(one)} is claimed Pareto optimal and is not" for one in sorted(extra)]
        wrong += [f"{list(one)} is Pareto optimal and missing" for one in sorted(missing)]
        if len(here) != len(claimed):
            wrong.append("a point of the frontier is listed twice")
        if not wrong and sorted(claimed, reverse=True) != claimed:
            wrong.append("the frontier is not in order")
        return wrong

    def solutions(self, points: list[tuple[int, ...]] | None) -> list[str]:
        """Find every solution again and hold the claim against it."""
        floor = [low - t for low, t in zip(self.base, self.problem.tie, strict=True)]
        ideal_claim = self.c["ideal"]["units"]
        if points is not None:
            rational = [p for p in points if all(v >= f for v, f in zip(p, floor, strict=True))]
            ideal = [max(column) for column in zip(*rational, strict=True)] or list(self.base)
        else:
            rational, ideal = None, self._ideal_by_cuts(floor)
        wrong = [] if list(ideal_claim) == ideal else self._ideal_fault(tuple(ideal_claim), tuple(ideal))
        worth = [str(Fraction(v, s)) for v, s in zip(ideal_claim, self.problem.scale, strict=True)]
        if self.c["ideal"]["worth"] != worth:
            wrong.append(f"ideal: worth {self.c['ideal']['worth']} is not its units over the scale")
        expected = [] if rational == [] else list(RULES)
        if [solution["rule"] for solution in self.c["solutions"]] != expected:
            return [*wrong, f"solutions: expected {expected}"]
        for solution in self.c["solutions"]:
            wrong += self._solution(solution, rational, ideal, floor)
        return wrong

    def _ideal_fault(self, claimed: tuple[int, ...], found: tuple[int, ...]) -> list[str]:
        if len(claimed) == len(found) and self._same(claimed, found):
            return []
        return [f"ideal point {list(claimed)}: found {list(found)}"]

    def _solution(
        self,
        claim: dict[str, Any],
        points: list[tuple[int, ...]] | None,
        ideal: list[int],
        floor: list[Fraction],
    ) -> list[str]:
        rule = claim["rule"]
        wrong = []
        for outcome, units, worth in zip(claim["outcomes"], claim["units"], claim["worth"], strict=True):
            wrong += self._outcome(rule, outcome, units)
            if [Fraction(w) * s for w, s in zip(worth, self.problem.scale, strict=True)] != units:
                wrong.append(f"{rule}: worth {worth} is not its units over the scale")
        if wrong:
            return wrong
        value = rule_value(rule, tuple(claim["units"][0]), self.problem, self.base, self.c["ideal"]["units"])
        if str(value) != claim["value"]:
            wrong.append(f"{rule}: value {claim['value']}, but the outcome reaches {value}")
        if points is None:
            points = self._reachable(claim, ideal, floor)
        best = [points[row] for row in best_rows(rule, points, self.problem, self.base, ideal)]
        claimed = [tuple(units) for units in claim["units"]]
        if len(best) != len(claimed) or not all(map(self._same, sorted(best), sorted(claimed))):
            wrong.append(f"{rule}: claimed {claimed}; found {best}")
        return wrong

    def _weights(self, where: str, weights: list[int]) -> list[int]:
        if sum(weights) != WEIGHT_SUM or any(type(w) is not int or w < 1 for w in weights):
            raise ValueError(
                f"{where}: weights {weights} are not positive whole numbers that sum to {WEIGHT_SUM}"
            )
        return weights

    def _ideal_by_cuts(self, floor: list[Fraction]) -> list[int]:
        """Find the most each party can have among outcomes that reach the claimed value in a weighted sum."""
        found = []
        for party, weights in enumerate(self.c["cuts"]["ideal"]):
            own = self._weights("ideal", weights)
            target = [self.base[k] for k in range(len(own))]
            target[party] = self.c["ideal"]["units"][party]
            span = self.problem.span
            least = sum(
                (Fraction(w * (t - f), s) for w, t, f, s in zip(own, target, floor, span, strict=True)),
                Fraction(0),
            )
            reach = list(front(self.problem, Limits(floor, _per_span(own, span), least, floor)))
            found.append(max((point[party] for point in reach), default=self.base[party]))
        return found

    def _reachable(
        self, claim: dict[str, Any], ideal: list[int], floor: list[Fraction]
    ) -> list[tuple[int, ...]]:
        """Return the Pareto optimal points among all outcomes that could be at least as good as the claimed
        ones.
        """
        rule = claim["rule"]
        own = self._weights(rule, self.c["cuts"][rule])
        spans = positive([top - low for top, low in zip(ideal, self.base, strict=True)])
        if rule == "kalai_smorodinsky":
            weights = [Fraction(w, s) for w, s in zip(own, spans, strict=True)]
            least = WEIGHT_SUM * Fraction(claim["value"])
        elif rule == "egalitarian":
            weights = [Fraction(w, s) for w, s in zip(own, self.problem.scale, strict=True)]
            least = WEIGHT_SUM * Fraction(claim["value"])
        elif rule == "utilitarian":
            weights = [Fraction(p, s) for p, s in zip(self.c["power"], self.problem.scale, strict=True)]
            least = Fraction(claim["value"])
        else:
            weights = [Fraction(w, s) for w, s in zip(own, self.problem.scale, strict=True)]
            least = _least_mean(own, self.c["power"], Fraction(claim["value"]))
        slack = 1 - 4 * TIE  # outcomes that tie with the claimed one have to be looked at as well
        if rule in ("kalai_smorodinsky", "egalitarian"):  # then every party has at least the least share
            share = Fraction(claim["value"]) * slack
            units = spans if rule == "kalai_smorodinsky" else self.problem.scale
            floor = [max(f, f + share * unit) for f, unit in zip(floor, units, strict=True)]
        return list(
            front(self.problem, Limits(floor, weights, least * slack, [Fraction(b) for b in self.base]))
        )

    def amendments(self) -> list[str]:
        """Find the ladder of amendments again."""
        claim = self.c["amendments"]
        if claim is None:
            return []
        draft = claim["draft"]
        wrong = self._outcome("draft", draft, claim["units"])
        for step in claim["steps"]:
            wrong += self._outcome("amendment", step["outcome"], step["units"])
        if wrong:
            return wrong
        start = claim["units"]
        wide = self.problem.with_unchanged(draft)
        floor = [Fraction(v) for v in start] + [Fraction(0)]
        points = list(front(wide, Limits(floor)))
        return ladder_faults(claim["steps"], points, start, draft, self.problem)


def _per_span(weights: list[int], span: list[int]) -> list[Fraction]:
    return [Fraction(w, s) for w, s in zip(weights, span, strict=True)]


def _least_mean(weights: list[int], power: list[int], product: Fraction) -> Fraction:
    """Return a number just below the least Σ w·g of gains with Π g^p at least the product (weighted means).

    By the inequality of weighted means Σ w g >= P (Π (w g / p)^p)^(1/P), P the sum of the powers.
    """
    total = sum(power)
    inner = product * math.prod(
        (Fraction(w, p) ** p for w, p in zip(weights, power, strict=True)), start=Fraction(1)
    )
    scaled = inner * 10 ** (18 * total)
    return total * Fraction(_root(scaled.numerator // scaled.denominator, total), 10**18)


def _root(number: int, degree: int) -> int:
    """Return the whole part of the root."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= number:
            low = middle
        else:
            high = middle - 1
    return low
