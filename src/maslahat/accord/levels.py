"""The levels of the nucleolus, exactly: one small linear program after another in whole numbers.

At each level the largest complaint that can still be lowered is lowered as far as it goes; the coalitions
that carry positive weight in the dual are then settled. The dual of a level has only n+1 rows, so it is
solved by a revised simplex on an (n+1)-square matrix of whole numbers (Maschler, Peleg, Shapley 1979;
Kohlberg 1971 for the proof that comes out of it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from maslahat.accord.game import Game, sums_of_coalitions
from maslahat.accord.rational import Matrix, inverse, scaled

PIVOTS_BEFORE_BLAND = 200


@dataclass(frozen=True, slots=True)
class Level:
    """One level: the complaint `epsilon`, the coalitions that prove it, and what they are weighed against.

    The weighted sum of `coalitions`, of the parties held at their own value (`held`) and of what was settled
    before (`settled`, any sign; the grand coalition is among it) is the empty vector, and the weights of
    `coalitions`, counted by their denominators, sum to one.
    """

    epsilon: Fraction
    coalitions: dict[int, Fraction]
    held: dict[int, Fraction]
    settled: dict[int, Fraction]


@dataclass(slots=True)
class Row:
    """One row of the basis: a coalition at the running complaint, a party at its own value.

    Or a settled one.
    """

    mask: int
    weight: int
    value: Fraction
    free: bool = False

    @property
    def key(self) -> tuple[int, bool]:
        """Return what tells two rows of one level apart."""
        return self.mask, self.weight == 0


Hint = list[list[tuple[int, bool]]]


@dataclass(slots=True)
class Descent:
    """The state of the descent over one game."""

    game: Game
    per_capita: bool
    rational: bool
    payoff: list[Fraction] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)

    def weight(self, mask: int) -> int:
        """Return what divides the complaint of a coalition: its size per capita, otherwise one."""
        return mask.bit_count() if self.per_capita else 1

    def row(self, mask: int) -> Row:
        """Return the row of a coalition at the running complaint."""
        return Row(mask, self.weight(mask), self.game.exact_values[mask])

    def own(self, mask: int) -> Row:
        """Return the row that holds one party at its own value at least."""
        return Row(mask, 0, self.game.exact_values[mask])


def descend(
    game: Game, *, per_capita: bool = False, rational: bool = True, hints: Hint | None = None
) -> Descent:
    """Return payoff and levels of the (pre)nucleolus; `rational` keeps every party at its own value at least.

    `hints` are bases found elsewhere (in floating point), one a level: only the number of pivots depends on
    them.
    """
    state = Descent(game, per_capita, rational)
    n = game.n
    grand = Row((1 << n) - 1, 0, game.exact_values[-1], free=True)
    basis = [grand, *(state.row(1 << i) for i in range(n))] if n > 1 else [grand]
    for level in count():
        if sum(row.free for row in basis) == n:
            break
        basis = _next_basis(state, _optimum(state, _hinted(state, basis, hints, level)))
    adjugate, determinant = inverse([_bits(row.mask, n) for row in basis])
    state.payoff = _times(adjugate, determinant, [row.value for row in basis])
    return state


def _hinted(state: Descent, basis: list[Row], hints: Hint | None, level: int) -> list[Row]:
    """Return the hinted basis where it is a feasible one for what is settled so far, otherwise `basis`."""
    free = [row for row in basis if row.free]
    if hints is None or level >= len(hints):
        return basis
    rows = [state.own(mask) if own else state.row(mask) for mask, own in hints[level]]
    if len(rows) + len(free) != state.game.n + 1:
        return basis
    candidate = [*free, *rows]
    try:
        weights = _weights(*_inverse(state, candidate))
    except ZeroDivisionError:
        return basis
    feasible = all(row.free or weight >= 0 for row, weight in zip(candidate, weights, strict=True))
    return candidate if feasible else basis


def _optimum(state: Descent, basis: list[Row]) -> list[Row]:
    """Return the basis at which no coalition complains more than the level says."""
    settled = _Settled([row.mask for row in basis if row.free], state.game.n)
    for pivots in count():
        adjugate, determinant = _inverse(state, basis)
        point = _times(adjugate, determinant, [row.value for row in basis])
        entering = _entering(state, point, settled, bland=pivots > PIVOTS_BEFORE_BLAND)
        if entering is None:
            return basis
        basis[_leaving(state, basis, entering, adjugate, determinant)] = entering
    raise AssertionError


def _inverse(state: Descent, basis: list[Row]) -> tuple[Matrix, int]:
    return inverse([[*_bits(row.mask, state.game.n), 0 if row.free else row.weight] for row in basis])


def _times(adjugate: Matrix, determinant: int, values: Sequence[Fraction]) -> list[Fraction]:
    whole, under = scaled(values)
    under *= determinant
    return [Fraction(sum(a * b for a, b in zip(row, whole, strict=True)), under) for row in adjugate]


def _weights(adjugate: Matrix, determinant: int) -> list[Fraction]:
    """Return the dual weights of the rows: the last row of the inverse."""
    return [Fraction(entry, determinant) for entry in adjugate[-1]]


def _entering(state: Descent, point: list[Fraction], settled: _Settled, *, bland: bool) -> Row | None:
    """Return the row most violated at the point (the first one by Bland's rule), or None."""
    whole, under = scaled(point)
    values, below = state.game.scaled_values
    epsilon = whole.pop() * below
    worst, row = 0, None
    for mask, share in enumerate(sums_of_coalitions(whole)[:-1]):
        missing = values[mask] * under - share * below
        own = missing if state.rational and mask.bit_count() == 1 else 0
        complaint = missing - epsilon * state.weight(mask)
        if max(own, complaint) > worst and mask not in settled:
            row = state.own(mask) if own > complaint or (bland and own > 0) else state.row(mask)
            worst = max(own, complaint)
            if bland:
                break
    return row


def _leaving(state: Descent, basis: list[Row], entering: Row, adjugate: Matrix, determinant: int) -> int:
    """Return the position of the row that gives way: the smallest ratio, the smallest coalition on a tie."""
    column = [*_bits(entering.mask, state.game.n), entering.weight]
    steps = []
    for j, row in enumerate(basis):
        alpha = Fraction(sum(c * line[j] for c, line in zip(column, adjugate, strict=True)), determinant)
        if not row.free and alpha > 0:
            steps.append((Fraction(adjugate[-1][j], determinant) / alpha, row.mask, row.weight, j))
    return min(steps)[-1]


def _next_basis(state: Descent, basis: list[Row]) -> list[Row]:
    """Settle what carries weight at this level and return a feasible basis of the next one."""
    adjugate, determinant = _inverse(state, basis)
    weights = _weights(adjugate, determinant)
    epsilon = _times(adjugate, determinant, [row.value for row in basis])[-1]
    state.levels.append(_level(basis, weights, epsilon))
    settled = [row for row in basis if row.free]
    tight = [row for row, weight in zip(basis, weights, strict=True) if not row.free and weight > 0]
    loose = [row for row, weight in zip(basis, weights, strict=True) if not row.free and weight == 0]
    now = [Row(row.mask, 0, row.value - row.weight * epsilon, free=True) for row in tight]
    return [*settled, *now[1:], *_pair(state, loose)]


def _level(basis: list[Row], weights: list[Fraction], epsilon: Fraction) -> Level:
    pairs = [(row, weight) for row, weight in zip(basis, weights, strict=True) if weight]
    return Level(
        epsilon,
        {row.mask: weight for row, weight in pairs if not row.free and row.weight},
        {row.mask: weight for row, weight in pairs if not row.free and not row.weight},
        {row.mask: weight for row, weight in pairs if row.free},
    )


def _pair(state: Descent, loose: list[Row]) -> list[Row]:
    """Return the loose rows with a coalition and its complement in front, which balance each other."""
    if not loose:
        return []
    first = loose[0].mask
    rest = (1 << state.game.n) - 1 ^ first
    return [state.row(first), state.row(rest), *loose[1:]]


class _Settled:
    """Tells whether x(S) already follows from what is settled: whether S lies in the span, exactly."""

    def __init__(self, masks: list[int], n: int) -> None:
        across = null_space([_bits(mask, n) for mask in masks], n)
        self._sums = [sums_of_coalitions(vector) for vector in across]

    def __contains__(self, mask: int) -> bool:
        return all(sums[mask] == 0 for sums in self._sums)


def null_space(rows: Matrix, n: int) -> Iterator[list[int]]:
    """Yield whole-number vectors that span everything at right angles to `rows`."""
    reduced = [[Fraction(entry) for entry in row] for row in rows]
    pivots: list[int] = []
    for column in range(n):
        k = len(pivots)
        best = next((i for i in range(k, len(reduced)) if reduced[i][column]), None)
        if best is None:
            continue
        reduced[k], reduced[best] = reduced[best], reduced[k]
        head = reduced[k][column]
        reduced[k] = [entry / head for entry in reduced[k]]
        for i, row in enumerate(reduced):
            if i != k and row[column]:
                factor = row[column]
                reduced[i] = [a - factor * b for a, b in zip(row, reduced[k], strict=True)]
        pivots.append(column)
    for column in sorted(set(range(n)) - set(pivots)):
        vector = [Fraction(int(j == column)) for j in range(n)]
        for i, pivot in enumerate(pivots):
            vector[pivot] = -reduced[i][column]
        yield scaled(vector)[0]


def _bits(mask: int, n: int) -> list[int]:
    return [mask >> i & 1 for i in range(n)]
