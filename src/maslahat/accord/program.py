"""One linear program kept inside HiGHS, whose objective and cuts change and whose basis stays warm (§7)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import block_array, csr_array, eye_array

from maslahat.accord.problem import Floats, LinearProblem
from maslahat.core import Fault, InputError

TOLERANCE = 1e-9
SOUND = 1e-9
INFINITY = highspy.kHighsInf
ENDLESS = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
FEASIBLE = "meets all constraints"
NOBODY_LOSES = "leaves every party at least as well off as without agreement"


@dataclass(frozen=True, eq=False)
class Support:
    """A proof that no outcome has a weighted sum of gains above `bound`: weights (n,) and a dual vector (m,).

    It speaks of outcomes whose numbers stay within ±`reach` where the problem itself sets no bound.
    """

    weights: Floats
    dual: Floats
    bound: float
    reach: float


@dataclass(frozen=True, eq=False)
class Answer:
    """The optimum of one program: outcome, gains, further columns, objective, and the support behind it."""

    outcome: Floats
    gains: Floats
    extra: Floats
    objective: float
    support: Support
    cut_duals: Floats


class GainProgram:
    """The polyhedron of a problem with one more column per party, its gain, on which all objectives stand.

    Columns: outcome x (k), gains g (n), then `extra` columns without bounds. Rows: those of the problem, then
    `U_i x - g_i = d_i - u0_i`, then the cuts that are added.
    """

    def __init__(self, problem: LinearProblem, extra: int = 0) -> None:
        """Hand the problem to HiGHS; nothing is solved yet."""
        self.problem = problem
        self.extra = extra
        self.cuts = 0
        self.solves = 0
        self.iterations = 0
        self._highs: Any = highspy._Highs()  # type: ignore[attr-defined]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("presolve", "off")  # a warm basis is worth more than a smaller program
        self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        self._highs.passModel(_model(problem, extra))

    def add_cuts(self, gains: Floats, extra: Floats, lower: Floats, upper: Floats | float) -> range:
        """Add rows `lower ≤ gains·g + extra·e ≤ upper`, one a line; return their numbers among the cuts."""
        block = np.hstack([np.atleast_2d(gains), np.atleast_2d(extra)[:, : self.extra]])
        rows = csr_array(block)
        columns = (self.problem.columns + rows.indices).astype(np.int32)
        self._highs.addRows(
            len(block),
            np.asarray(lower, float),
            np.broadcast_to(np.asarray(upper, float), len(block)).copy(),
            rows.nnz,
            rows.indptr[:-1].astype(np.int32),
            columns,
            rows.data,
        )
        self.cuts += len(block)
        return range(self.cuts - len(block), self.cuts)

    @property
    def no_loss(self) -> float:
        """Return the gain that counts as no loss: 0, less what the solver cannot tell from it."""
        return -TOLERANCE * max(1.0, float(np.abs(self.problem.disagreement).max()))

    def floor(self, gains: float | Floats) -> None:
        """Ask for at least these gains of the parties (-inf: none asked)."""
        k, n = self.problem.columns, self.problem.n
        lower = np.broadcast_to(np.asarray(gains, float), (n,)).copy()
        self._highs.changeColsBounds(n, np.arange(k, k + n, dtype=np.int32), lower, np.full(n, INFINITY))

    def settle_cut(self, cut: int, lower: float) -> None:
        """Take the first extra column out of a cut and ask for at least `lower`; the basis stays warm."""
        row = self._highs.getNumRow() - self.cuts + cut
        self._highs.changeCoeff(row, self.problem.columns + self.problem.n, 0.0)
        self._highs.changeRowBounds(row, lower, INFINITY)

    def forget(self) -> None:
        """Drop the basis: the next optimum is looked for from the start."""
        self._highs.clearSolver()

    def drop_cuts(self) -> None:
        """Take all cuts away again."""
        if self.cuts:
            first = self._highs.getNumRow() - self.cuts
            self._highs.deleteRows(self.cuts, np.arange(first, first + self.cuts, dtype=np.int32))
        self.cuts = 0

    def maximise(
        self, gains: Sequence[float] | Floats, extra: Sequence[float] | Floats = (), lacking: str = FEASIBLE
    ) -> Answer:
        """Return the optimum of `gains·g + extra·e`.

        Raises InputError where there is none; `lacking` names the outcome that is missing if none is
        feasible.
        """
        k, n = self.problem.columns, self.problem.n
        cost = np.concatenate([np.asarray(gains, float), np.asarray(extra, float)])
        self._highs.changeColsCost(n + self.extra, np.arange(k, k + n + self.extra, dtype=np.int32), cost)
        answer = self._answer() if self._solved() else None
        if answer is None or self._slack(answer) > SOUND:
            self._highs.clearSolver()
            self._highs.setOptionValue("presolve", "on")
            solved = self._solved()
            self._highs.setOptionValue("presolve", "off")
            if not solved:
                status = self._highs.getModelStatus()
                raise InputError(no_optimum(status, self._highs.modelStatusToString(status), lacking))
            again = self._answer()
            answer = again if answer is None or self._slack(again) < self._slack(answer) else answer
        return answer

    def _solved(self) -> bool:
        self._highs.run()
        self.solves += 1
        self.iterations += max(self._highs.getInfo().simplex_iteration_count, 0)
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _answer(self) -> Answer:
        k, n, rows = self.problem.columns, self.problem.n, self.problem.matrix.shape[0]
        solution = self._highs.getSolution()
        values = np.array(solution.col_value)
        duals = np.array(solution.row_dual)
        outcome = np.clip(values[:k], self.problem.col_lower, self.problem.col_upper)
        weights = np.maximum(-duals[rows : rows + n], 0)
        return Answer(
            outcome,
            self.problem.gains(outcome),
            values[k + n :],
            self._highs.getInfo().objective_function_value,
            support(self.problem, weights, duals[:rows], reach_of(self.problem, outcome)),
            duals[rows + n :],
        )

    def _slack(self, answer: Answer) -> float:
        """Return how far the outcome is from its own hyperplane, relative to what is weighed."""
        weights = answer.support.weights
        weighed = float(weights @ (np.abs(answer.gains) + np.abs(self.problem.disagreement)))
        return (answer.support.bound - float(weights @ answer.gains)) / max(weighed, 1e-12)


def maximise_rational(program: GainProgram, gains: Floats) -> Answer:
    """Return the optimum among outcomes by which nobody loses.

    Raises InputError that says so if there is none.
    """
    program.floor(program.no_loss)
    try:
        return program.maximise(gains, np.zeros(program.extra))
    except InputError:
        program.floor(-np.inf)
        program.maximise(np.zeros(program.problem.n), np.zeros(program.extra))
        program.floor(program.no_loss)
        program.maximise(np.zeros(program.problem.n), np.zeros(program.extra), lacking=NOBODY_LOSES)
        raise


def support(problem: LinearProblem, weights: Floats, dual: Floats, reach: float) -> Support:
    """Return the bound that a dual vector proves for a weighted sum of gains, whatever the vector is.

    For every outcome, weights·g(x) = const + y·(A x) + z·x with z = Uᵀweights - Aᵀy, and each product is at
    most what its bounds allow. A column without a bound counts as bounded by ±`reach`.
    """
    dual = np.where((dual > 0) & np.isinf(problem.row_upper), 0, dual)
    dual = np.where((dual < 0) & np.isinf(problem.row_lower), 0, dual)
    rest = problem.utility.T @ weights - problem.matrix.T @ dual
    constant = float(weights @ (problem.constant - problem.disagreement))
    lower = np.where(np.isinf(problem.col_lower), -reach, problem.col_lower)
    upper = np.where(np.isinf(problem.col_upper), reach, problem.col_upper)
    bound = constant + _at_most(dual, problem.row_lower, problem.row_upper) + _at_most(rest, lower, upper)
    return Support(weights, dual, bound, reach)


def _at_most(factor: Floats, lower: Floats, upper: Floats) -> float:
    up, down = factor > 0, factor < 0
    return float(factor[up] @ upper[up] + factor[down] @ lower[down])


def reach_of(problem: LinearProblem, outcome: Floats) -> float:
    """Return ten times the largest figure without a bound: an optimum well inside is one everywhere."""
    open_ended = np.isinf(problem.col_lower) | np.isinf(problem.col_upper)
    largest = float(np.abs(outcome[open_ended]).max(initial=1.0))
    return float(10.0 ** math.ceil(1 + math.log10(largest)))


def _model(problem: LinearProblem, extra: int) -> highspy.HighsLp:
    m, k = problem.matrix.shape
    n = problem.n
    whole = csr_array(block_array([[problem.matrix, None], [problem.utility, -eye_array(n)]]))
    right = problem.disagreement - problem.constant
    free = np.full(n + extra, INFINITY)
    return _lp(
        whole,
        (k + n + extra, m + n),
        (np.concatenate([problem.col_lower, -free]), np.concatenate([problem.col_upper, free])),
        (np.concatenate([problem.row_lower, right]), np.concatenate([problem.row_upper, right])),
    )


def _lp(
    matrix: Any, size: tuple[int, int], columns: tuple[Floats, Floats], rows: tuple[Floats, Floats]
) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(size[0])
    lp.col_lower_, lp.col_upper_ = columns
    lp.row_lower_, lp.row_upper_ = rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = size
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    return lp


def no_optimum(status: highspy.HighsModelStatus, name: str, lacking: str) -> Fault:
    """Return the sentence for a program without an optimum; `name` is what the solver calls its end."""
    kinds = highspy.HighsModelStatus
    if status == kinds.kInfeasible:
        return Fault("problem", f"no outcome that {lacking}", "at least one", "Loosen a constraint.")
    if status in ENDLESS:
        return Fault("problem", "gains without end", "a bound on what can be gained", "Bound the columns.")
    return Fault("problem", f"the solver ended with '{name}'", "an optimum", "Scale the numbers nearer to 1.")
