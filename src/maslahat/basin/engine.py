"""HiGHS, held directly: one linear program kept warm while its bounds and prices move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs
from scipy import sparse

from maslahat.basin.network import Array

TOLERANCE = 1e-9
SOLVED = (  # nothing to decide is decided
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
)


class NotOptimal(RuntimeError):
    """The solver did not end at an optimum; `status` is its own word."""

    def __init__(self, status: str) -> None:
        """Keep the solver's word."""
        super().__init__(f"the linear program ended as '{status}'")
        self.status = status


@dataclass(frozen=True, eq=False, slots=True)
class Optimum:
    """A solution with its proof: `row_dual` prices the rows, `col_dual` is what they leave of each column's
    price.
    """

    x: Array
    row_dual: Array
    col_dual: Array
    objective: float
    iterations: int


class Engine:
    """Maximise `objective @ x` over `row_lower <= matrix @ x <= row_upper` and column bounds."""

    def __init__(
        self,
        matrix: sparse.csr_matrix,
        objective: Array,
        col_lower: Array,
        col_upper: Array,
        row_lower: Array,
        row_upper: Array,
    ) -> None:
        """Hand the program to the solver; nothing is solved yet."""
        # The bare solver: the class above it announces itself on standard output before it can be told not.
        self._highs = _Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("primal_feasibility_tolerance", TOLERANCE),
            ("dual_feasibility_tolerance", TOLERANCE),
        ):
            self._highs.setOptionValue(option, value)
        self._rows = np.arange(matrix.shape[0], dtype=np.int32)
        self._cols = np.arange(matrix.shape[1], dtype=np.int32)
        self._matrix = matrix
        self._highs.passModel(_model(matrix, objective, col_lower, col_upper, row_lower, row_upper))

    def fits(self, matrix: sparse.csr_matrix) -> bool:
        """Does the matrix hold numbers at the same places as the one that the solver has."""
        mine = self._matrix
        return bool(
            mine.shape == matrix.shape
            and mine.nnz == matrix.nnz
            and np.array_equal(mine.indptr, matrix.indptr)
            and np.array_equal(mine.indices, matrix.indices)
        )

    def coefficients(self, matrix: sparse.csr_matrix) -> None:
        """Move the numbers inside the matrix; the places that hold any stay the same."""
        moved = np.flatnonzero(matrix.data != self._matrix.data)
        rows = np.searchsorted(matrix.indptr, moved, side="right") - 1
        for row, column, value in zip(
            rows.tolist(), matrix.indices[moved].tolist(), matrix.data[moved].tolist(), strict=True
        ):
            self._highs.changeCoeff(row, column, value)
        self._matrix = matrix

    def rows(self, lower: Array, upper: Array) -> None:
        """Move the bounds of all rows."""
        move: Any = self._highs  # the stub of the solver omits this call
        move.changeRowsBounds(len(self._rows), self._rows, lower, upper)

    def columns(self, lower: Array, upper: Array) -> None:
        """Move the bounds of all columns."""
        self._highs.changeColsBounds(len(self._cols), self._cols, lower, upper)

    def objective(self, objective: Array) -> None:
        """Change the price of every column."""
        self._highs.changeColsCost(len(self._cols), self._cols, objective)

    def run(self) -> Optimum:
        """Solve from the basis of the last run; raise NotOptimal otherwise."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in SOLVED:
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
            if status not in SOLVED:
                raise NotOptimal(self._highs.modelStatusToString(status))
        solution = self._highs.getSolution()
        info = self._highs.getInfo()
        return Optimum(
            x=np.array(solution.col_value),
            row_dual=np.array(solution.row_dual),
            col_dual=np.array(solution.col_dual),
            objective=float(info.objective_function_value),
            iterations=int(info.simplex_iteration_count),
        )


def _model(
    matrix: sparse.csr_matrix,
    objective: Array,
    col_lower: Array,
    col_upper: Array,
    row_lower: Array,
    row_upper: Array,
) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = objective
    lp.col_lower_, lp.col_upper_ = col_lower, col_upper
    lp.row_lower_, lp.row_upper_ = row_lower, row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    lp.a_matrix_.num_row_, lp.a_matrix_.num_col_ = matrix.shape
    return lp
