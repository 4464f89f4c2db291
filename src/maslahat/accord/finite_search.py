"""Solutions with proof where the frontier is too large to list (DESIGN §7).

For each rule: weights from the dual of its convex relaxation, a good outcome found by swapping options, and
then the front of all outcomes whose weighted sum reaches what any better outcome would have to reach. The
best point of that front is the solution; the weights are the proof, as the checker can compose the same small
front again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.finite_compose import Cuts, summed
from maslahat.accord.finite_front import Front
from maslahat.accord.finite_grid import Grid

Floats = NDArray[np.float64]

WHOLE = 1_000_000  # what the weights of a proof sum to
STEPS = 400
SWAPS = 40
STARTS = 6
SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What to maximise over normalised gains, and the least weighted sum that any outcome as good reaches.

    `value` orders outcomes (ties broken); `reached` is what the rule itself maximises, from which `least`
    follows.
    """

    value: Callable[[Floats], Floats]
    reached: Callable[[Floats], float]
    least: Callable[[Floats, float], float]
    turn: Callable[[Floats, Floats, int], Floats]
    bound: Callable[[Floats, float], float]
    floor: Callable[[float], float] = lambda _: 0.0  # gain that every party of a better outcome has


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The front of everything that could be best, and the whole weights that prove it."""

    front: Front
    weights: tuple[int, ...]


def least_share(parties: int) -> Aim:
    """Aim at the largest least gain; weights by multiplicative updates."""

    def turn(weights: Floats, gains: Floats, step: int) -> Floats:
        reach = max(float(np.abs(gains).max()), 1e-12)
        return _normal(weights * np.exp(-2.0 / math.sqrt(step + 1) * gains / reach))

    return Aim(
        value=lambda gains: gains.min(axis=-1) + 1e-9 * gains.sum(axis=-1) / parties,
        reached=lambda gains: float(gains.min()),
        least=lambda _, value: value,
        turn=turn,
        bound=lambda _, most: most,
        floor=lambda reached: reached,
    )


def weighted_sum(power: Floats) -> Aim:
    """Aim at the largest weighted sum of gains, with nobody below zero."""

    def value(gains: Floats) -> Floats:
        lack = np.minimum(gains, 0).sum(axis=-1)
        return np.where(lack < -1e-12, -1e6 + lack, gains @ power)

    return Aim(
        value=value,
        reached=lambda gains: float(value(gains)),
        least=lambda weights, reached: reached * float((weights / power).min()),  # whole weights are rounded
        turn=lambda *_: _normal(power),
        bound=lambda weights, _: 0.0 if np.allclose(weights, _normal(power)) else math.inf,
    )


def product(power: Floats) -> Aim:
    """Aim at the largest product of gains, each to its power; weights from the running mean (Frank &
    Wolfe).
    """
    whole = float(power.sum())
    mean = np.zeros(len(power))

    def value(gains: Floats) -> Floats:
        inside = gains.min(axis=-1) > 0
        logs = np.log(np.maximum(gains, 1e-300)) @ power
        return np.where(inside, logs, -1e6 + np.minimum(gains, 0).sum(axis=-1))

    def turn(_: Floats, gains: Floats, step: int) -> Floats:
        mean[:] += (gains - mean) * (2.0 / (step + 2))
        return _normal(power / np.maximum(mean, 1e-6 * max(float(np.abs(mean).max()), 1e-300)))

    def least(weights: Floats, reached: float) -> float:
        inner = reached + float((power * np.log(weights / power)).sum())
        return whole * math.exp(inner / whole)

    def bound(weights: Floats, most: float) -> float:
        if most <= 0:
            return math.inf
        return whole * math.log(most / whole) - float((power * np.log(weights / power)).sum())

    return Aim(value, lambda gains: float(value(gains)), least, turn, bound)


def one_party(party: int) -> Aim:
    """Aim at the most for one party while nobody falls below zero; weights by projected subgradients."""

    def value(gains: Floats) -> Floats:
        lack = np.minimum(np.delete(gains, party, axis=-1), 0).sum(axis=-1)
        return np.where(lack < -1e-12, -1e6 + lack, gains[..., party])

    def turn(weights: Floats, gains: Floats, step: int) -> Floats:
        moved = weights / weights[party] - gains / max(float(np.abs(gains).max()), 1e-12) / math.sqrt(
            step + 1
        )
        moved = np.maximum(moved, 2e-6)
        moved[party] = 1.0
        return _normal(moved)

    return Aim(
        value=value,
        reached=lambda gains: float(value(gains)),
        least=lambda weights, reached: weights[party] * reached,
        turn=turn,
        bound=lambda weights, most: most / float(weights[party]),
    )


def search(fronts: list[Front], grid: Grid, aim: Aim, base: Floats, unit: Floats, limit: int) -> Found | None:
    """Return everything that could be best, or None where no outcome gives every party its base.

    `base` (parties) in grid units, `unit` grid units in one normalised gain. Raises TooManyPoints past
    `limit`.
    """
    tables = [front.points / unit for front in fronts]
    offset = base / unit
    weights, starts = _weights(tables, offset, aim)
    reached = max(aim.reached(_climbed(tables, offset, start, aim)) for start in starts)
    if reached < -1e5:
        return None
    whole = _whole(weights)
    normal = np.array(whole, np.float64) / WHOLE
    least = aim.least(normal, reached)
    per_unit = normal / unit
    lowered = least - SLACK * (abs(least) + 1.0) + float(per_unit @ base)
    gain = max(0.0, aim.floor(reached) - SLACK)
    floor = np.floor(base + gain * unit * (1 - SLACK)).astype(np.int64) - grid.tie
    cuts = Cuts(floor, per_unit[None], np.array([lowered]))
    return Found(summed(fronts, grid, cuts, limit), whole)


def _weights(tables: list[Floats], offset: Floats, aim: Aim) -> tuple[Floats, list[NDArray[np.intp]]]:
    """Return the weights with the lowest bound seen, and a few outcomes met on the way."""
    weights = best = np.full(len(offset), 1.0 / len(offset))
    lowest, met = math.inf, {}
    for step in range(STEPS):
        rows = np.array([int((table @ weights).argmax()) for table in tables])
        gains = _sum(tables, rows) - offset
        bound = aim.bound(weights, float(weights @ gains))
        if bound < lowest:
            lowest, best = bound, weights
        met[rows.tobytes()] = rows
        weights = aim.turn(weights, gains, step)
    ordered = sorted(met.values(), key=lambda rows: -float(aim.value(_sum(tables, rows) - offset)))
    return best, ordered[:STARTS]


def _climbed(tables: list[Floats], offset: Floats, rows: NDArray[np.intp], aim: Aim) -> Floats:
    """Return the gains after changing one or two blocks at a time for as long as that helps."""
    rows = rows.copy()
    reached = float(aim.value(_sum(tables, rows) - offset))
    for _ in range(SWAPS):
        gains = _sum(tables, rows) - offset
        moves = [(block, row) for block, table in enumerate(tables) for row in range(min(len(table), 200))]
        change = np.array([tables[block][row] - tables[block][rows[block]] for block, row in moves])
        pairs = gains + change[:, None] + change[None] if len(moves) <= 400 else (gains + change)[:, None]
        homes = np.array([block for block, _ in moves])
        values = aim.value(pairs)
        if values.shape[1] > 1:
            values = np.where(homes[:, None] == homes[None], -np.inf, values)
        place = np.unravel_index(int(values.argmax()), values.shape)
        if float(values[place]) <= reached + 1e-12:
            break
        reached = float(values[place])
        for one in place if values.shape[1] > 1 else place[:1]:
            rows[moves[one][0]] = moves[one][1]
    return _sum(tables, rows) - offset


def _sum(tables: list[Floats], rows: NDArray[np.intp]) -> Floats:
    total: Floats = np.sum([table[row] for table, row in zip(tables, rows, strict=True)], axis=0)
    return total


def _normal(weights: Floats) -> Floats:
    return np.asarray(weights / weights.sum())


def _whole(weights: Floats) -> tuple[int, ...]:
    """Return whole weights above zero that sum to `WHOLE`."""
    rounded = [max(1, round(float(weight) * WHOLE)) for weight in weights]
    rounded[int(np.argmax(rounded))] += WHOLE - sum(rounded)
    return tuple(rounded)
