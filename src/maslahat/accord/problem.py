"""A convex bargaining problem: outcomes in a polyhedron, what each party has from them.

What it has without (§7a).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from maslahat.core import Fault, InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LinearProblem:
    """Outcomes x with row_lower ≤ A x ≤ row_upper and col_lower ≤ x ≤ col_upper; party i has U_i x + u0_i.

    `matrix` is (m, k), sparse or dense; `utility` is (n, k), sparse or dense; `constant` (n,) is u0 and
    `disagreement` (n,) is d, both 0 where left out. A bound that is not there is ±inf. All in one unit of
    money or score. Concave piecewise-linear utilities are modelled inside the polyhedron. Raises InputError
    with every fault: sizes that do not fit, numbers that are not finite, a lower bound above its upper bound.
    """

    matrix: Any
    row_lower: Floats
    row_upper: Floats
    col_lower: Floats
    col_upper: Floats
    utility: Any
    disagreement: Floats = field(default_factory=lambda: np.zeros(0))
    constant: Floats = field(default_factory=lambda: np.zeros(0))
    parties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Bring everything into one shape and refuse what does not fit."""
        keep = {"matrix": _csr(self.matrix), "utility": _csr(self.utility)}
        n = keep["utility"].shape[0]
        for name in ("row_lower", "row_upper", "col_lower", "col_upper"):
            keep[name] = np.atleast_1d(np.asarray(getattr(self, name), dtype=float))
        for name in ("disagreement", "constant"):
            given = np.atleast_1d(np.asarray(getattr(self, name), dtype=float))
            keep[name] = given if given.size else np.zeros(n)
        keep["parties"] = tuple(self.parties) or tuple(chr(ord("A") + i) for i in range(n))
        for name, value in keep.items():
            object.__setattr__(self, name, value)
        faults = _faults(self)
        if faults:
            raise InputError(faults)

    @property
    def n(self) -> int:
        """Return how many parties there are."""
        return int(self.utility.shape[0])

    @property
    def columns(self) -> int:
        """Return how many numbers an outcome has."""
        return int(self.utility.shape[1])

    def utilities(self, outcome: Floats) -> Floats:
        """Return what each party has from the outcome."""
        return np.asarray(self.utility @ outcome + self.constant)

    def gains(self, outcome: Floats) -> Floats:
        """Return what each party has from the outcome beyond what it has without agreement."""
        return np.asarray(self.utilities(outcome) - self.disagreement)

    def widest_gains(self) -> Floats:
        """Return how far each gain can move within the bounds of the columns; inf where one is missing."""
        move = np.abs(self.utility)
        move.eliminate_zeros()
        width = self.col_upper - self.col_lower
        spans = pairwise(move.indptr)
        reach = np.array([float(move.data[a:b] @ width[move.indices[a:b]]) for a, b in spans])
        return np.asarray(np.maximum(reach, np.abs(self.constant - self.disagreement)), dtype=np.float64)

    def violation(self, outcome: Floats) -> float:
        """Return by how much the outcome misses its constraints at most."""
        activity = self.matrix @ outcome
        parts = (
            self.row_lower - activity,
            activity - self.row_upper,
            self.col_lower - outcome,
            outcome - self.col_upper,
        )
        return max((float(part.max()) for part in parts if part.size), default=0.0)


def _csr(matrix: Any) -> Any:
    array = csr_array(matrix, dtype=float)
    array.sum_duplicates()
    return array


def _faults(problem: LinearProblem) -> list[Fault]:
    m, k = problem.matrix.shape
    n = problem.n
    sizes = {"row_lower": m, "row_upper": m, "col_lower": k, "col_upper": k, "disagreement": n, "constant": n}
    faults = [
        Fault(f"problem, {name}", f"{np.shape(getattr(problem, name))[0]} numbers", f"{size}")
        for name, size in sizes.items()
        if np.shape(getattr(problem, name)) != (size,)
    ]
    if problem.utility.shape[1] != k:
        faults.append(Fault("problem, utility", f"{problem.utility.shape[1]} columns", f"{k}"))
    if len(problem.parties) != n:
        faults.append(Fault("problem, parties", f"{len(problem.parties)} names", f"{n}"))
    return faults or [*_number_faults(problem), *_bound_faults(problem)]


def _number_faults(problem: LinearProblem) -> list[Fault]:
    finite = {
        "matrix": problem.matrix.data,
        "utility": problem.utility.data,
        "disagreement": problem.disagreement,
        "constant": problem.constant,
    }
    return [
        Fault(f"problem, {name}", "a number that is not finite", "finite numbers")
        for name, data in finite.items()
        if not np.isfinite(data).all()
    ]


def _bound_faults(problem: LinearProblem) -> list[Fault]:
    faults = []
    for name, lower, upper in (
        ("row", problem.row_lower, problem.row_upper),
        ("column", problem.col_lower, problem.col_upper),
    ):
        for i in np.flatnonzero(~(lower <= upper)):
            faults.append(
                Fault(f"problem, {name} {i}", f"bounds {lower[i]:g} to {upper[i]:g}", "lower ≤ upper")
            )
    return faults
