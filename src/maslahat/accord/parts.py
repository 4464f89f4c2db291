"""The parts of a problem that nothing links but the parties' gains, side by side in one order (DESIGN §7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from maslahat.accord.problem import Floats, LinearProblem

Places = NDArray[np.intp]

LARGE = 20_000  # columns from which on parts are looked for
MANY = 8  # parts from which on they pay
SMALL = 64  # columns of a part that is taken over as it stands


@dataclass(frozen=True, eq=False)
class Part:
    """The rows and columns of a problem that belong together."""

    rows: Places
    columns: Places


def parts_of(problem: LinearProblem) -> tuple[list[Part], Part]:
    """Return the parts that share no constraint, the larger ones one by one and all small ones together."""
    m, k = problem.matrix.shape
    where = np.zeros(m + k + 1, dtype=problem.matrix.indptr.dtype)  # rows point to their columns: enough
    where[: m + 1], where[m + 1 :] = problem.matrix.indptr, problem.matrix.indptr[-1]
    there = np.ones(len(problem.matrix.indices), dtype=np.int8)
    links = csr_array((there, problem.matrix.indices + m, where), shape=(m + k, m + k))
    count, label = connected_components(links, directed=False)
    rows, columns = _grouped(label[:m], count), _grouped(label[m:], count)
    parts = [Part(r, c) for r, c in zip(rows, columns, strict=True)]
    rest = [part for part in parts if len(part.columns) <= SMALL]
    none = np.zeros(0, np.intp)
    return [part for part in parts if len(part.columns) > SMALL], Part(
        np.sort(np.concatenate([none, *(part.rows for part in rest)])),
        np.sort(np.concatenate([none, *(part.columns for part in rest)])),
    )


def restricted(problem: LinearProblem, part: Part) -> LinearProblem:
    """Return the rows and columns of one part as a problem."""
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


class SideBySide:
    """All parts in one order of rows and columns, so that one product looks at all of them.

    Part k has the rows `row_at[k]` to `row_at[k + 1]` and the columns `col_at[k]` to `col_at[k + 1]` of
    `matrix` (csr) and of the dense `utility` (n, columns).
    """

    def __init__(self, problem: LinearProblem, parts: list[Part]) -> None:
        """Put rows and columns into the order of their parts."""
        self.rows = np.concatenate([part.rows for part in parts])
        self.columns = np.concatenate([part.columns for part in parts])
        self.row_at = np.cumsum([0, *(len(part.rows) for part in parts)])
        self.col_at = np.cumsum([0, *(len(part.columns) for part in parts)])
        self.matrix = _ordered(problem.matrix, self.rows, self.columns)
        self.utility = problem.utility[:, self.columns].toarray()
        self.row_lower, self.row_upper = problem.row_lower[self.rows], problem.row_upper[self.rows]
        self.col_lower, self.col_upper = problem.col_lower[self.columns], problem.col_upper[self.columns]

    @property
    def count(self) -> int:
        """Return how many parts there are."""
        return len(self.row_at) - 1

    def pattern(self, k: int) -> tuple[int, bytes]:
        """Return what two parts share whose bases fit each other: where their matrices have entries."""
        start, index, _ = self.block(k)
        return int(self.col_at[k + 1] - self.col_at[k]), start.tobytes() + index.tobytes()

    def block(self, k: int) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """Return the matrix of a part row by row: starts, columns, values."""
        whole, first = self.matrix.indptr, self.row_at[k]
        a, b = whole[first], whole[self.row_at[k + 1]]
        starts = whole[first : self.row_at[k + 1] + 1] - a
        return (
            starts.astype(np.int32),
            (self.matrix.indices[a:b] - self.col_at[k]).astype(np.int32),
            self.matrix.data[a:b],
        )

    def slack(
        self, weights: Floats, dual: Floats, outcome: Floats, reach: float, room: float
    ) -> tuple[Floats, Places]:
        """Return for each part how much more than its outcome has is not ruled out.

        And by how many columns that leave out more than `room`.

        That is the bound which the dual vector proves (`program.support`) less what the outcome is worth, summed
        product by product: x may still move where its rest is not 0 and it is not at the end that the rest
        points to.
        """
        dual = np.where((dual > 0) & np.isinf(self.row_upper), 0, dual)
        dual = np.where((dual < 0) & np.isinf(self.row_lower), 0, dual)
        rest = weights @ self.utility - self._across @ dual
        rows = _most(dual, self.row_lower, self.row_upper) - dual * (self.matrix @ outcome)
        columns = _most(rest, *self._within(reach)) - rest * outcome
        return _sums(rows, self.row_at) + _sums(columns, self.col_at), _sums(columns > room, self.col_at)

    def _within(self, reach: float) -> tuple[Floats, Floats]:
        lower = np.where(np.isinf(self.col_lower), -reach, self.col_lower)
        return lower, np.where(np.isinf(self.col_upper), reach, self.col_upper)

    @cached_property
    def _across(self) -> Any:
        return self.matrix.T.tocsr()

    @cached_property
    def nearest(self) -> tuple[list[int], Places]:
        """Return an order of the parts and for each the nearest one before it; -1 where it has none.

        Near is what differs least in bounds, each measured by how much it differs at all; parts whose
        matrices have another pattern are no neighbours. A tree of least length (Prim 1957).
        """
        order: list[int] = []
        before = np.full(self.count, -1, np.intp)
        for members in _alike([self.pattern(k) for k in range(self.count)]):
            place = self._places(members)
            open_, gap = np.ones(len(members), bool), np.full(len(members), np.inf)
            j = 0
            for _ in members:
                open_[j] = False
                order.append(int(members[j]))
                far = ((place - place[j]) ** 2).sum(axis=1)
                closer = open_ & (far < gap)
                gap[closer], before[members[closer]] = far[closer], members[j]
                j = int(np.where(open_, gap, np.inf).argmin())
        return order, before

    def _places(self, members: Places) -> Floats:
        found = []
        for k in members:
            r, c = slice(*self.row_at[k : k + 2]), slice(*self.col_at[k : k + 2])
            found.append(
                np.concatenate(
                    [
                        self.row_lower[r],
                        self.row_upper[r],
                        self.col_lower[c],
                        self.col_upper[c],
                        self.block(int(k))[2],
                    ]
                )
            )
        place = np.nan_to_num(np.array(found), posinf=0.0, neginf=0.0)
        spread = place.std(axis=0)
        telling = spread > 1e-9 * np.abs(place).max(axis=0, initial=0.0)
        return np.asarray(place[:, telling] / spread[telling])


def _alike(patterns: list[tuple[int, bytes]]) -> list[Places]:
    groups: dict[tuple[int, bytes], list[int]] = {}
    for k, pattern in enumerate(patterns):
        groups.setdefault(pattern, []).append(k)
    return [np.array(members, np.intp) for members in groups.values()]


def _ordered(matrix: Any, rows: Places, columns: Places) -> Any:
    """Return the matrix with only these rows and columns, in this order; no row reaches outside them."""
    picked = matrix[rows]
    place = np.zeros(matrix.shape[1], matrix.indices.dtype)
    place[columns] = np.arange(len(columns))
    return csr_array((picked.data, place[picked.indices], picked.indptr), shape=(len(rows), len(columns)))


def _most(factor: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return the most that each product can be within bounds; a factor of 0 gives 0."""
    end = np.where(factor > 0, upper, lower)
    return np.asarray(factor * np.where(factor == 0, 0.0, end))


def _sums(values: NDArray[Any], at: Places) -> NDArray[Any]:
    padded = np.append(values, 0)
    return np.where(at[1:] > at[:-1], np.add.reduceat(padded, at[:-1], dtype=float), 0.0)


def _grouped(label: NDArray[np.int32], count: int) -> list[Places]:
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
