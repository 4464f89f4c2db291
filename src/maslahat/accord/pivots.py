"""The same descent in floating point, for many games of one size at once.

Every game keeps a basis of n+1 rows and its inverse; a pivot is done in all games together. The ratio test is
made free of ties by a small fixed shift of the right side, so that no game goes round in circles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.game import membership

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHIFT = 1e-7
TIGHT = 1e-9
WEIGHT = 1e-6
MOST_PIVOTS = 400


@dataclass(slots=True)
class Pivots:
    """Bases of `B` games: rows (B, m, m) with m = n + 1, their inverses, values (B, m), which are settled.

    Candidates are the 2**n - 2 proper coalitions, then (where `rational`) the n parties at their own value.
    `which` is the candidate a row stands for (-1 for the grand coalition).
    """

    rows: Floats
    inverse: Floats
    value: Floats
    free: NDArray[np.bool_]
    which: Ints
    right: Floats


@dataclass(frozen=True, slots=True)
class Candidates:
    """Every row that may enter: vectors (C, m), the coalition of each, its complement as a candidate."""

    vectors: Floats
    masks: Ints
    n: int

    @classmethod
    def of(cls, n: int, *, per_capita: bool, rational: bool) -> Candidates:
        """Return the candidates of games of n players."""
        inside = membership(n)[1:-1]
        weight = inside.sum(axis=1) if per_capita else np.ones(len(inside))
        vectors = np.column_stack([inside, weight])
        masks = np.arange(1, (1 << n) - 1)
        if rational:
            vectors = np.vstack([vectors, np.eye(n, n + 1)])
            masks = np.concatenate([masks, 1 << np.arange(n)])
        return cls(vectors, masks, n)


def nucleoli(
    values: Floats, *, per_capita: bool = False, rational: bool = True
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return payoffs (B, n) of the games `values` (B, 2**n), and whether each descent came to its end."""
    payoff, done, _ = _run(values, per_capita=per_capita, rational=rational, record=False)
    return payoff, done


def hints_of(values: Floats, *, per_capita: bool, rational: bool) -> list[list[tuple[int, bool]]]:
    """Return for one game the rows not yet settled in the last basis of each level: (coalition.

    Own value).
    """
    return _run(values[None, :], per_capita=per_capita, rational=rational, record=True)[2]


def _run(
    values: Floats, *, per_capita: bool, rational: bool, record: bool
) -> tuple[Floats, NDArray[np.bool_], list[list[tuple[int, bool]]]]:
    n = int(values.shape[1]).bit_length() - 1
    among = Candidates.of(n, per_capita=per_capita, rational=rational)
    scale = np.maximum(np.abs(values).max(axis=1), 1e-300)
    worth = values[:, among.masks] / scale[:, None]
    grand = values[:, -1] / scale
    payoff = np.full((len(values), n), np.nan)
    done = np.zeros(len(values), bool)
    hints: list[list[tuple[int, bool]]] = []
    state, games = _first_bases(grand, worth, among), np.arange(len(values))
    while len(games):
        good = _optimise(state, worth[games], among)
        state, games = _pick(state, good), games[good]
        if record and len(games):
            hints.append(_open_rows(state, among))
        _settle(state, worth[games], among)
        over = state.free.sum(axis=1) >= n
        payoff[games[over]] = _payoffs(_pick(state, over), n) * scale[games[over], None]
        done[games[over]] = True
        state, games = _pick(state, ~over), games[~over]
    return payoff, done, hints


def _first_bases(grand: Floats, worth: Floats, among: Candidates) -> Pivots:
    """Return the bases of the grand coalition and the parties one by one, which balance it."""
    count, n = len(worth), among.n
    singles = (1 << np.arange(n)) - 1
    rows = np.zeros((count, n + 1, n + 1))
    rows[:, 0, :n] = 1
    rows[:, 1:] = among.vectors[singles]
    value = np.column_stack([grand, worth[:, singles]])
    free = np.zeros((count, n + 1), bool)
    free[:, 0] = True
    which = np.tile(np.concatenate([[-1], singles]), (count, 1))
    state = Pivots(rows, rows, value, free, which, rows[:, 0])
    _refresh(state)
    return state


def _refresh(state: Pivots) -> None:
    """Invert the bases anew and shift the right side so that no open row has weight zero."""
    size = state.rows.shape[1]
    state.inverse = np.asarray(np.linalg.inv(state.rows), dtype=np.float64)
    shift = SHIFT * (1 + (np.arange(1, size + 1) * 0.6180339887498949) % 1)
    state.right = np.einsum("bj,bjk->bk", np.where(state.free, 0, shift), state.rows)
    state.right[:, -1] += 1


def _optimise(state: Pivots, worth: Floats, among: Candidates) -> NDArray[np.bool_]:
    """Pivot until no candidate is violated; return which games came there.

    (a game without imputation does not).
    """
    ignored = _in_span(state, among)
    running = np.arange(len(worth))
    good = np.zeros(len(worth), bool)
    for _ in range(MOST_PIVOTS):
        point = np.einsum("bij,bj->bi", state.inverse[running], state.value[running])
        missing = np.where(ignored[running], -np.inf, worth[running] - point @ among.vectors.T)
        entering = missing.argmax(axis=1)
        violated = missing[np.arange(len(running)), entering] > TIGHT
        good[running[~violated]] = True
        running, entering = running[violated], entering[violated]
        if not len(running):
            break
        running = running[_pivot(state, running, entering, worth, among)]
    return good


def _pivot(state: Pivots, games: Ints, entering: Ints, worth: Floats, among: Candidates) -> NDArray[np.bool_]:
    """Let each game's entering row take the place of the one with the smallest ratio.

    Return where there is one.
    """
    inverse = state.inverse[games]
    column = among.vectors[entering]
    alpha = np.einsum("bk,bkj->bj", column, inverse)
    weight = np.maximum(np.einsum("bk,bkj->bj", state.right[games], inverse), 0)
    able = ~state.free[games] & (alpha > 1e-9)
    ratio = np.where(able, weight / np.where(able, alpha, 1), np.inf)
    out = ratio.argmin(axis=1)
    each = np.arange(len(games))
    pivot_column = inverse[each, :, out] / alpha[each, out][:, None]
    alpha[each, out] -= 1
    state.inverse[games] = inverse - pivot_column[:, :, None] * alpha[:, None, :]
    state.rows[games, out] = column
    state.value[games, out] = worth[games, entering]
    state.which[games, out] = entering
    return np.asarray(able.any(axis=1), dtype=np.bool_)


def _in_span(state: Pivots, among: Candidates) -> NDArray[np.bool_]:
    """Return (B, C): whether x(S) of the candidate follows from what is settled."""
    n = among.n
    spread = np.einsum("ck,bkj->bcj", among.vectors[:, :n], state.inverse[:, :n])
    return np.asarray(np.where(state.free[:, None, :], 0, np.abs(spread)).max(axis=2) < 1e-7, dtype=np.bool_)


def _settle(state: Pivots, worth: Floats, among: Candidates) -> None:
    """Settle the open rows that carry weight, and build a feasible basis of the next level."""
    inverse = np.linalg.inv(state.rows)
    epsilon = np.einsum("bj,bj->b", inverse[:, -1], state.value)
    tight = ~state.free & (inverse[:, -1] > WEIGHT)
    state.value -= np.where(tight, state.rows[:, :, -1] * epsilon[:, None], 0)
    state.rows[:, :, -1] = np.where(tight, 0, state.rows[:, :, -1])
    loose = ~state.free & ~tight
    state.free |= tight
    dropped = np.where(tight, inverse[:, -1], 0).argmax(axis=1)
    each = np.arange(len(epsilon))
    state.free[each, dropped] = False
    last = np.asarray(~loose.any(axis=1), dtype=np.bool_)
    first = loose.argmax(axis=1)
    mask = among.masks[state.which[each, first]]
    other = (1 << among.n) - 1 - mask
    for slot, coalition in ((first, mask), (dropped, other)):
        go = each[~last]
        candidate = coalition[go] - 1
        state.rows[go, slot[go]] = among.vectors[candidate]
        state.value[go, slot[go]] = worth[go, candidate]
        state.which[go, slot[go]] = candidate
    if not last.all():
        keep = each[~last]
        part = _pick(state, ~last)
        _refresh(part)
        state.inverse[keep], state.right[keep] = part.inverse, part.right


def _payoffs(state: Pivots, n: int) -> Floats:
    """Return the one point at which all n settled rows hold."""
    order = np.argsort(~state.free, axis=1, kind="stable")[:, :n]
    each = np.arange(len(order))[:, None]
    point = np.linalg.solve(state.rows[each, order][:, :, :n], state.value[each, order][..., None])
    return np.asarray(point[..., 0], dtype=np.float64)


def _open_rows(state: Pivots, among: Candidates) -> list[tuple[int, bool]]:
    coalitions = (1 << among.n) - 2
    return [
        (int(among.masks[which]), bool(which >= coalitions))
        for which, free in zip(state.which[0], state.free[0], strict=True)
        if not free
    ]


def _pick(state: Pivots, chosen: NDArray[np.bool_]) -> Pivots:
    return Pivots(
        state.rows[chosen],
        state.inverse[chosen],
        state.value[chosen],
        state.free[chosen],
        state.which[chosen],
        state.right[chosen],
    )
