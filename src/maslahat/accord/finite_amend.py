"""Amendments of a draft: the change that hurts nobody and helps most (DESIGN §7), by how many issues it
touches.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maslahat.accord.finite import FiniteProblem, Outcome, Scores
from maslahat.accord.finite_answer import Agreement, Amendment
from maslahat.accord.finite_compose import Cuts, TooManyPoints, block_fronts, summed
from maslahat.accord.finite_front import Front
from maslahat.accord.finite_grid import Grid, grid_of
from maslahat.accord.finite_rules import leximin

LIMIT = 20_000  # points of the front of gains and unchanged issues


def amendments(problem: FiniteProblem) -> tuple[Amendment, ...] | None:
    """Return, for each number of changed issues that brings something new, the amendment of largest least
    gain.

    The draft is the problem's draft, or its status quo. Every amendment gives each party at least what the
    draft gives it; among those within the same number of changes the least gain is largest, then the second
    least, and so on. The last one is the best of all. Empty where nobody can gain without another losing;
    None where there is no draft that obeys the rules, or its improvements are too many to compare.
    """
    draft = problem.draft if problem.draft is not None else problem.status_quo
    if draft is None or not problem.allows(draft):
        return None
    wider = _with_unchanged_issues(problem, draft)
    wide_grid = grid_of(wider)
    base = problem.utilities(draft)
    floor = np.zeros(len(problem.parties) + 1, np.int64)
    floor[:-1] = [int(v) for v in _floors(problem, wide_grid, draft)]
    cuts = Cuts(floor, np.zeros((0, len(floor))), np.zeros(0))
    try:
        front = summed(block_fronts(wider, wide_grid), wide_grid, cuts, LIMIT)
    except TooManyPoints:
        return None
    return _ladder(problem, wide_grid, front, draft, base)


def _with_unchanged_issues(problem: FiniteProblem, draft: Outcome) -> FiniteProblem:
    """Return the problem with one more party, to whom each issue left as it is in the draft is worth one."""
    count = len(problem.parties)
    tables = [_one_more_party(scores) for scores in problem.scores]
    for place, issue in enumerate(problem.issues):
        table = np.zeros((len(issue.options), count + 1), np.int64)
        table[draft[place], count] = 1
        tables.append(Scores((place,), table))
    boxes = tuple(replace(box, worth=(*box.worth, 0 * box.worth[0])) for box in problem.boxes)
    return replace(
        problem,
        parties=(*problem.parties, "unchanged"),
        scores=tuple(tables),
        boxes=boxes,
        reserved=(),
        status_quo=None,
        draft=None,
        power=(),
    )


def _one_more_party(scores: Scores) -> Scores:
    zeros = np.zeros((*scores.table.shape[:-1], 1), np.int64).astype(scores.table.dtype)
    return Scores(scores.issues, np.concatenate([scores.table, zeros], axis=-1))


def _floors(problem: FiniteProblem, grid: Grid, draft: Outcome) -> list[int]:
    """Return what the draft is worth on the grid, lowered by a tie where the grid had to round."""
    parties = len(problem.parties)
    total = np.zeros(parties + 1, np.int64)
    for issues, table in grid.tables:
        total += table[tuple(draft[issue] for issue in issues)]
    for box, (_, worth) in zip(problem.boxes, grid.boxes, strict=True):
        if box.holds(draft):
            total += worth
    lowered = total - (0 if grid.exact else 1) * grid.tie
    return list(lowered[:parties])


def _ladder(
    problem: FiniteProblem, grid: Grid, front: Front, draft: Outcome, base: tuple[object, ...]
) -> tuple[Amendment, ...]:
    outcomes = np.zeros((len(front.points), len(draft)), np.intp)
    front.fill(np.arange(len(front.points)), outcomes)
    scale = np.array([float(own) for own in grid.scale[:-1]])
    start = np.array([float(value) for value in base])  # type: ignore[arg-type]
    gains = front.points[:, :-1] / scale - start
    reach = max(float(np.abs(gains).max()), 1e-300)
    changed = (outcomes != np.array(draft)).sum(axis=1)
    steps: list[Amendment] = []
    for count in range(1, len(draft) + 1):
        rows = np.flatnonzero(changed <= count)
        best = rows[leximin(gains[rows] / reach)]
        row = min(best.tolist(), key=lambda k: (changed[k], k))
        outcome = tuple(outcomes[row].tolist())
        if outcome == draft or (steps and steps[-1].agreement.outcome == outcome) or changed[row] < count:
            continue
        worth = problem.utilities(outcome)
        own = problem.utilities(draft)
        steps.append(
            Amendment(
                int(changed[row]),
                Agreement(outcome, worth, int(front.counts[row])),
                tuple(new - old for new, old in zip(worth, own, strict=True)),
            )
        )
    return tuple(steps)
