"""Apply the rules to the points of a frontier (DESIGN §7): the ideal point, and what each rule chooses."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.check_finite_notes import NO_SHARE, NOT_ALL_GAIN
from maslahat.accord.check_finite_rules import LONGEST_PRODUCT, product_bits
from maslahat.accord.finite import FiniteProblem, Utilities
from maslahat.accord.finite_answer import Agreement, Frontier, Solution
from maslahat.accord.finite_front import Front
from maslahat.accord.finite_grid import Grid
from maslahat.accord.finite_rules import Floats, leximin, nash, utilitarian
from maslahat.accord.finite_ties import settled
from maslahat.core import Fault, InputError

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def frontier_of(front: Front, grid: Grid, issues: int) -> Frontier:
    """Return the frontier of a whole front, ties settled, the best for the first party first."""
    rows = settled(front.points, grid.tie)
    outcomes = np.zeros((len(rows), issues), np.intp)
    front.fill(rows, outcomes)
    return Frontier(front.points[rows], outcomes, tuple(front.counts[rows].tolist()), front, rows)


def rational_rows(problem: FiniteProblem, grid: Grid, frontier: Frontier) -> NDArray[np.intp]:
    """Return the points that give every party its disagreement value (a tie below counts as giving it)."""
    floor = np.array([math.ceil(value) for value in grid.units(problem.disagreement)], object) - grid.tie
    return np.flatnonzero((frontier.points >= floor.astype(object)).all(axis=1))


def ideal_of(problem: FiniteProblem, frontier: Frontier, rational: NDArray[np.intp]) -> Utilities:
    """Return the most each party has among the given points of the frontier."""
    points = frontier.points[rational]
    tops = [int(rational[int(points[:, party].argmax())]) for party in range(points.shape[1])]
    return tuple(frontier.agreement(problem, row).utilities[party] for party, row in enumerate(tops))


def choose(
    problem: FiniteProblem,
    grid: Grid,
    frontier: Frontier,
    rational: NDArray[np.intp],
    rule: str,
    ideal: Utilities,
) -> Solution:
    """Return what a rule chooses among the given points of the frontier."""
    gains = _gains(frontier.points[rational], grid, problem.disagreement)
    rows = rational[_chosen(rule, gains, ideal, problem.disagreement, problem)]
    return _solution(problem, frontier, rule, rows, ideal)


def _gains(points: NDArray[np.int64], grid: Grid, base: Utilities) -> Floats:
    """Return gains over disagreement in each party's own units."""
    columns = []
    for column, scale, low in zip(points.T, grid.scale, base, strict=True):
        whole = math.floor(low * scale)
        rest = float(low * scale - whole)
        columns.append(((column - whole).astype(np.float64) - rest) / float(scale))
    return np.stack(columns, axis=1)


def _chosen(
    rule: str, gains: Floats, ideal: Utilities, base: Utilities, problem: FiniteProblem
) -> NDArray[np.intp]:
    power = np.array([float(p) for p in problem.power or (1,) * len(base)])
    spans = np.array([float(top - low) for top, low in zip(ideal, base, strict=True)])
    if rule == "kalai_smorodinsky":
        able = spans > 0
        return leximin(gains[:, able] / spans[able]) if able.any() else np.arange(len(gains))
    reach = max(float(spans.max()), 1e-300)
    if rule == "egalitarian":
        return leximin(gains / reach)
    if rule == "utilitarian":
        return utilitarian(gains / reach, power)
    return nash(gains / reach, power)


def _solution(
    problem: FiniteProblem, frontier: Frontier, rule: str, rows: NDArray[np.intp], ideal: Utilities
) -> Solution:
    chosen = tuple(frontier.agreement(problem, int(row)) for row in rows)
    value, note = rule_value(rule, chosen[0], problem.disagreement, ideal, problem.power)
    return Solution(rule, chosen, value, note)


def _writable(gains: list[Fraction], powers: tuple[int, ...]) -> None:
    """Refuse powers by which the product of gains has more digits than a certificate holds."""
    if product_bits(gains, powers) > LONGEST_PRODUCT:
        expected = "smaller whole numbers in the same ratio (60 and 40 are 3 and 2)"
        found = f"{', '.join(map(str, powers))}: the product of gains to these powers has thousands of digits"
        raise InputError(Fault("power", found, expected))


def rule_value(
    rule: str, agreement: Agreement, base: Utilities, ideal: Utilities, power: tuple[int, ...]
) -> tuple[Fraction, str]:
    """Return what the rule maximises at the agreement, exactly, and a note where the case is a special
    one.
    """
    gains = [value - low for value, low in zip(agreement.utilities, base, strict=True)]
    powers = power or (1,) * len(gains)
    if rule == "nash":
        _writable(gains, powers)
        able = [(gain, own) for gain, own in zip(gains, powers, strict=True) if gain > 0]
        note = "" if len(able) == len(gains) else NOT_ALL_GAIN
        return math.prod((gain**own for gain, own in able), start=Fraction(1)), note
    if rule == "kalai_smorodinsky":
        spans = [top - low for top, low in zip(ideal, base, strict=True)]
        shares = [gain / span for gain, span in zip(gains, spans, strict=True) if span > 0]
        note = "" if len(shares) == len(gains) else NO_SHARE
        return min(shares, default=Fraction(0)), note
    if rule == "egalitarian":
        return min(gains), ""
    return sum((gain * own for gain, own in zip(gains, powers, strict=True)), Fraction(0)), ""
