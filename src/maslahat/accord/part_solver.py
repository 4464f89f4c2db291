"""One part of a problem inside a solver that starts every question from the basis of a known answer (§7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from maslahat.accord.parts import SideBySide
from maslahat.accord.problem import Floats
from maslahat.accord.program import ENDLESS, FEASIBLE, no_optimum
from maslahat.core import InputError

TIGHT = 1e-10  # HiGHS takes nothing tighter
STEEP = 1000.0  # the objective is scaled up to this: its tolerance is absolute
NOTHING = 1e-9
DUAL, PRIMAL = 1, 4  # numbers of HiGHS for the two simplex methods
DEVEX = 1  # exact edge weights of a basis that is handed over would cost more than the question


class Endless(InputError):
    """A part on its own has no optimum at the weights asked; the whole may have one all the same."""


@dataclass(frozen=True, eq=False)
class Vertex:
    """An optimal vertex of a part: its outcome, what everybody has from it, its basis.

    `prices` (rows, n) gives the dual vector of the basis at any weights: prices @ weights.
    """

    part: int
    gains: Floats
    outcome: Floats
    prices: Floats
    basis: Any
    round: int = 0


class PartSolver:
    """One part inside HiGHS."""

    def __init__(self, parts: SideBySide, k: int) -> None:
        """Hand part k over; nothing is solved yet."""
        self.part = k
        columns, rows = slice(*parts.col_at[k : k + 2]), slice(*parts.row_at[k : k + 2])
        self._utility = np.ascontiguousarray(parts.utility[:, columns])
        self._counts = np.flatnonzero(self._utility.any(axis=0)).astype(np.int32)
        self._last: Vertex | None = None
        self._height = int(parts.row_at[k + 1] - parts.row_at[k])
        self._highs: Any = highspy._Highs()  # type: ignore[attr-defined]
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),  # a basis at hand is worth more than a smaller program
            ("simplex_scale_strategy", 0),
            ("simplex_dual_edge_weight_strategy", DEVEX),
            ("primal_feasibility_tolerance", TIGHT),
            ("dual_feasibility_tolerance", TIGHT),
        ):
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_model(parts, k, columns, rows))

    def best(self, weights: Floats, start: Vertex | None = None, turn: int = 0) -> Vertex:
        """Return the outcome with the largest weighted sum. InputError where there is none.

        It is looked for from the basis of `start`: a vertex of this part, or the best one of a part like it.
        """
        unit = max(float(weights.max()), NOTHING) / STEEP
        self._highs.changeColsCost(
            len(self._counts), self._counts, weights / unit @ self._utility[:, self._counts]
        )
        if start is not None and start is not self._last:
            self._highs.setBasis(start.basis)
        own = start is not None and start.part == self.part
        self._highs.setOptionValue("simplex_strategy", PRIMAL if own else DUAL)
        if not self._solved():
            self._afresh()
        outcome = np.array(self._highs.getSolution().col_value)
        self._last = Vertex(
            self.part, self._utility @ outcome, outcome, self._prices(), self._highs.getBasis(), turn
        )
        return self._last

    def _solved(self) -> bool:
        self._highs.run()
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _afresh(self) -> None:
        """Look again from the start: a basis from another question can lead nowhere."""
        self._highs.clearSolver()
        self._highs.setOptionValue("presolve", "on")
        self._highs.setOptionValue("simplex_scale_strategy", 2)
        solved = self._solved()
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("simplex_scale_strategy", 0)
        if not solved:
            status = self._highs.getModelStatus()
            kind = Endless if status in ENDLESS else InputError
            raise kind(no_optimum(status, self._highs.modelStatusToString(status), FEASIBLE))

    def _prices(self) -> Floats:
        """Return the dual vectors of the basis for the gain of each party alone."""
        basic = np.asarray(self._highs.getBasicVariables()[1])
        columns = basic >= 0
        right = np.zeros((len(self._utility), self._height))
        right[:, columns] = self._utility[:, basic[columns]]
        return np.array([self._highs.getBasisTransposeSolve(each)[1] for each in right]).T


def _model(parts: SideBySide, k: int, columns: slice, rows: slice) -> highspy.HighsLp:
    start, index, value = parts.block(k)
    height, width = len(start) - 1, columns.stop - columns.start
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = int(width), height
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(width)
    lp.col_lower_, lp.col_upper_ = parts.col_lower[columns], parts.col_upper[columns]
    lp.row_lower_, lp.row_upper_ = parts.row_lower[rows], parts.row_upper[rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = int(width), height
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    return lp
