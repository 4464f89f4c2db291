"""The front of a large block of linked issues, walked issue by issue (DESIGN §7).

After each issue the partial outcomes are grouped by what the rest of the block still needs to know of them:
the options of issues that a later table or rule looks at, and which boxes are still to be met. Within a group
a beaten partial outcome stays beaten (non-serial dynamic programming, Bertelè & Brioschi 1972).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.finite import FiniteProblem
from maslahat.accord.finite_front import Front, snapped
from maslahat.accord.finite_grid import Grid
from maslahat.accord.frontier import Ints, Rows, distinct_rows, nondominated
from maslahat.core import Fault, InputError

STATES = 4_000_000  # partial outcomes held at once


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What happens at each issue of the walk: `last[k]` is the place in the order where item k is
    complete.
    """

    order: tuple[int, ...]
    tables: dict[int, list[tuple[tuple[int, ...], Ints]]]
    rules: dict[int, list[tuple[tuple[int, ...], NDArray[np.bool_]]]]
    boxes: dict[int, list[tuple[int, Ints]]]
    sides: dict[int, list[tuple[int, tuple[int, ...]]]]
    opened: dict[int, list[int]]
    closed: dict[int, list[int]]


@dataclass(slots=True, eq=False)
class _Frontline:
    front: Front
    options: dict[int, NDArray[np.intp]]
    alive: dict[int, NDArray[np.bool_]]


def walked(problem: FiniteProblem, grid: Grid, block: tuple[int, ...], width: Ints) -> Front:
    """Return the front of the block. Raises InputError where it holds more states than can be walked."""
    plan = _plan(problem, grid, block)
    parties = len(grid.scale)
    start = Front((), np.zeros((1, parties), np.int64), np.ones(1, object), np.zeros(1, np.intp))
    start.cells = np.zeros((1, 0), np.intp)
    line = _Frontline(start, {}, {})
    for issue in plan.order:
        size = len(problem.issues[issue].options)
        if len(line.front.points) * size > STATES:
            raise InputError(_too_large(problem, block))
        line = _step(line, plan, issue, size, width)
    return line.front


def _too_large(problem: FiniteProblem, block: tuple[int, ...]) -> Fault:
    names = ", ".join(problem.issues[issue].name for issue in block)
    return Fault(
        f"the block of linked issues {names}",
        f"more than {STATES:,} partial outcomes to keep apart",
        "interactions and rules that leave fewer",
        "Split the block, or drop an interaction between issues far apart.",
    )


def _step(line: _Frontline, plan: _Plan, issue: int, size: int, width: Ints) -> _Frontline:
    count = len(line.front.points)
    left, right = np.repeat(np.arange(count), size), np.tile(np.arange(size), count)
    options = {key: column[left] for key, column in line.options.items()}
    options[issue] = right
    alive = {key: column[left] for key, column in line.alive.items()}
    for box in plan.opened.get(issue, []):
        alive[box] = np.ones(len(left), bool)
    for box, side in plan.sides.get(issue, []):
        alive[box] &= np.isin(np.arange(size), side)[right]
    allowed = np.ones(len(left), bool)
    for issues, table in plan.rules.get(issue, []):
        allowed &= table[tuple(options[key] for key in issues)]
    points = line.front.points[left]
    for issues, scores in plan.tables.get(issue, []):
        points += scores[tuple(options[key] for key in issues)]
    for box, worth in plan.boxes.get(issue, []):
        points += alive.pop(box)[:, None] * worth
    for key in plan.closed.get(issue, []):
        options.pop(key)
    return _thinned(line.front, issue, size, width, (left, right, points, allowed), options, alive)


def _thinned(
    before: Front,
    issue: int,
    size: int,
    width: Ints,
    arrays: tuple[Rows, Rows, Ints, NDArray[np.bool_]],
    options: dict[int, NDArray[np.intp]],
    alive: dict[int, NDArray[np.bool_]],
) -> _Frontline:
    left, right, points, allowed = arrays
    links = np.flatnonzero(allowed)
    states = _states(options, alive, len(left))[links]
    points = snapped(points[links], width)
    kept = best_by_state(states, points)
    links, states, points = links[kept], states[kept], points[kept]
    classes, firsts = distinct_rows(np.column_stack([states, points]))
    order = np.argsort(classes, kind="stable")
    links, owner = links[order], classes[order]
    ways = before.counts[left[links]]
    starts = np.searchsorted(owner, np.arange(len(firsts)))
    counts = np.add.reduceat(ways, starts) if len(firsts) else ways[:0]
    raw = np.zeros((size, points.shape[1]), np.int64)
    choice = Front((issue,), raw, np.ones(size, object), np.arange(size), cells=np.arange(size)[:, None])
    front = Front(
        (*before.issues, issue),
        points[firsts],
        counts,
        owner,
        left=before,
        right=choice,
        left_rows=left[links],
        right_rows=right[links],
    )
    lead = links[np.searchsorted(owner, np.arange(len(firsts)))]
    return _Frontline(
        front,
        {key: column[lead] for key, column in options.items()},
        {key: column[lead] for key, column in alive.items()},
    )


def _states(
    options: dict[int, NDArray[np.intp]], alive: dict[int, NDArray[np.bool_]], count: int
) -> NDArray[np.int64]:
    """Return one number for each partial outcome: equal where the rest of the block cannot tell them
    apart.
    """
    columns: list[NDArray[np.int64]] = [np.asarray(column, np.int64) for column in options.values()]
    flags = list(alive.values())
    for start in range(0, len(flags), 62):
        word = np.zeros(count, np.int64)
        for bit, flag in enumerate(flags[start : start + 62]):
            word |= flag.astype(np.int64) << bit
        columns.append(word)
    if not columns:
        return np.zeros(count, np.int64)
    return distinct_rows(np.column_stack(columns))[0].astype(np.int64)


def best_by_state(states: NDArray[np.int64], points: Ints) -> Rows:
    """Return the rows that no row of the same state dominates, ascending (ties kept)."""
    if not len(points):
        return np.zeros(0, np.intp)
    if points.shape[1] == 2:
        return _sweep_by_state(states, points)
    order = np.argsort(states, kind="stable")
    edges = np.flatnonzero(np.diff(states[order])) + 1
    groups = np.split(order, edges)
    return np.sort(np.concatenate([group[nondominated(points[group])] for group in groups]))


def _sweep_by_state(states: NDArray[np.int64], points: Ints) -> Rows:
    order = np.lexsort((-points[:, 1], -points[:, 0], states))
    state, x, y = states[order], points[order, 0], points[order, 1]
    _, height = np.unique(y, return_inverse=True)
    level = state * (int(height.max()) + 1) + height  # rises past every earlier state
    ahead = np.maximum.accumulate(level)
    first = np.ones(len(level), bool)
    np.greater(level[1:], ahead[:-1], out=first[1:])
    owner = np.maximum.accumulate(np.where(first, np.arange(len(level)), 0))
    same = (x == x[owner]) & (level == level[owner])
    return np.sort(order[same])


def _plan(problem: FiniteProblem, grid: Grid, block: tuple[int, ...]) -> _Plan:
    inside = set(block)
    tables = [(issues, table) for issues, table in grid.tables if issues[0] in inside]
    rules = [(rule.issues, rule.allowed) for rule in problem.rules if rule.issues[0] in inside]
    boxes = [(sides, worth) for sides, worth in grid.boxes if sides[0][0] in inside]
    scopes = [issues for issues, _ in tables] + [issues for issues, _ in rules]
    order = _order(problem, block, scopes, [tuple(i for i, _ in sides) for sides, _ in boxes])
    place = {issue: k for k, issue in enumerate(order)}

    def last(issues: tuple[int, ...]) -> int:
        return max(issues, key=place.__getitem__)

    plan = _Plan(order, {}, {}, {}, {}, {}, {})
    for issues, table in tables:
        plan.tables.setdefault(last(issues), []).append((issues, table))
    for issues, allowed in rules:
        plan.rules.setdefault(last(issues), []).append((issues, allowed))
    for box, (sides, worth) in enumerate(boxes):
        scope = tuple(issue for issue, _ in sides)
        plan.opened.setdefault(min(scope, key=place.__getitem__), []).append(box)
        plan.boxes.setdefault(last(scope), []).append((box, worth))
        for issue, options in sides:
            plan.sides.setdefault(issue, []).append((box, options))
    for issue in block:
        ends = [last(scope) for scope in scopes if issue in scope]
        plan.closed.setdefault(max(ends, key=place.__getitem__, default=issue), []).append(issue)
    for issue, ended in plan.closed.items():
        ended.sort(key=lambda k: (place[k] > place[issue], k))
    return plan


def _order(
    problem: FiniteProblem,
    block: tuple[int, ...],
    scopes: list[tuple[int, ...]],
    boxes: list[tuple[int, ...]],
) -> tuple[int, ...]:
    """Return an order that keeps few things open at once (greedy: the next issue leaves the fewest
    states).
    """
    done: list[int] = []
    while len(done) < len(block):
        left = [issue for issue in block if issue not in done]
        done.append(
            min(left, key=lambda issue: (_states_after(problem, {*done, issue}, scopes, boxes), issue))
        )
    return tuple(done)


def _states_after(
    problem: FiniteProblem, done: set[int], scopes: list[tuple[int, ...]], boxes: list[tuple[int, ...]]
) -> float:
    still = {issue for scope in scopes if not done.issuperset(scope) for issue in scope if issue in done}
    halves = sum(1 for box in boxes if not done.isdisjoint(box) and not done.issuperset(box))
    return float(np.log2([len(problem.issues[issue].options) for issue in still]).sum()) + 0.5 * halves
