"""The problems of several traces side by side, and the bound that prices prove."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from maslahat.basin.engine import Optimum
from maslahat.basin.network import UNBOUNDED, Array
from maslahat.basin.program import Program


@dataclass(frozen=True, eq=False, slots=True)
class Stacked:
    """The problems of several traces side by side, with the planned releases as common columns at the end."""

    matrix: sparse.csr_matrix
    objective: Array
    col_lower: Array
    col_upper: Array
    row_lower: Array
    row_upper: Array

    @property
    def parts(self) -> tuple[Array, Array, Array, Array, Array]:
        """Objective, then bounds of columns and of rows: what goes to the solver besides the matrix."""
        return self.objective, self.col_lower, self.col_upper, self.row_lower, self.row_upper

    def bound(self, optimum: Optimum) -> float:
        """Return the bound that the optimum's prices prove."""
        return dual_bound(
            sparse.csr_matrix(self.matrix.T),
            self.objective,
            self.col_lower,
            self.col_upper,
            self.row_lower,
            self.row_upper,
            optimum.row_dual,
        )


def stack(
    program: Program,
    matrix: sparse.csr_matrix,
    weights: Array,
    lower: Array,
    upper: Array,
    pins: dict[int, Array] | None = None,
) -> Stacked:
    """Put the problems of several traces side by side; `weights` (k,) weigh their objectives.

    `lower` and `upper` (k, rows) bound the rows of each. `pins` fixes the planned releases of some
    reservoirs (T,), nan leaving a month free.
    """
    count = len(weights)
    row_lower, row_upper = lower.copy(), upper.copy()
    for rows in program.scheduled.values():
        row_lower[:, rows] = row_upper[:, rows] = 0.0
    least, most = _planned_bounds(program, pins or {})
    blocks = sparse.block_diag([matrix] * count, format="csr")
    links = sparse.vstack([_links(program)] * count)
    return Stacked(
        matrix=sparse.hstack([blocks, links], format="csr"),
        objective=np.concatenate([(weights[:, None] * program.objective).ravel(), np.zeros(len(least))]),
        col_lower=np.concatenate([np.tile(program.col_lower, count), least]),
        col_upper=np.concatenate([np.tile(program.col_upper, count), most]),
        row_lower=row_lower.ravel(),
        row_upper=row_upper.ravel(),
    )


def _links(program: Program) -> sparse.csr_matrix:
    """Return what the planned releases do in the rows of one trace."""
    months, scheduled = program.network.months, program.scheduled
    links = sparse.lil_matrix((program.matrix.shape[0], months * len(scheduled)))
    for position, rows in enumerate(scheduled.values()):
        for t, row in enumerate(rows):
            links[row, position * months + t] = -1.0
    return links.tocsr()


def _planned_bounds(program: Program, pins: dict[int, Array]) -> tuple[Array, Array]:
    """Return the least and the most of each planned release, reservoir after reservoir."""
    free = np.full(program.network.months, np.nan)
    reservoirs = program.network.reservoirs
    most = np.concatenate([np.zeros(0), *(reservoirs[r].max_release_mm3 for r in program.scheduled)])
    fixed = np.concatenate([np.zeros(0), *(pins.get(r, free) for r in program.scheduled)])
    return np.where(np.isnan(fixed), 0.0, fixed), np.where(np.isnan(fixed), most, fixed)


def dual_bound(
    turned: sparse.csr_matrix,
    objective: Array,
    col_lower: Array,
    col_upper: Array,
    row_lower: Array,
    row_upper: Array,
    row_dual: Array,
) -> float:
    """Return an upper bound of the maximum that the row prices prove by themselves, whoever found them.

    `turned` is the transposed matrix (columns, rows).

    For any y with the signs that the rows allow, max c'x <= sum of y times the binding side of each row +
    the best of what is left of each column's price over its box. A column without an upper bound whose
    price is left positive (by rounding) is cut at zero price if it is below 1e-7; otherwise the bound is
    infinite.
    """
    y = np.where((row_dual > 0) & ~np.isfinite(row_upper), 0.0, row_dual)
    y = np.where((y < 0) & ~np.isfinite(row_lower), 0.0, y)
    rows = np.where(y > 0, np.where(np.isfinite(row_upper), row_upper, 0.0), np.where(y < 0, row_lower, 0.0))
    left = objective - turned @ y
    unbounded = ~np.isfinite(col_upper)
    if np.any(left[unbounded] > 1e-7):
        return UNBOUNDED
    best = np.where(left > 0, np.where(unbounded, 0.0, col_upper), col_lower)
    return float(np.where(y == 0, 0.0, rows * y).sum() + (left * best).sum())
