"""The rules over a region with a smooth rim: tangents where the last answer left the region (Kelley 1960)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import root
from scipy.sparse import csr_array, vstack

from maslahat.accord.kalai_smorodinsky_rule import kalai_smorodinsky
from maslahat.accord.nash_rule import log_bound, log_product, nash
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import support
from maslahat.accord.solution import Solution
from maslahat.core import Fault, InputError

Rim = Callable[[Floats], tuple[float, Floats]]
MOST_CUTS = 400
HALVINGS = 200


@dataclass(frozen=True, eq=False)
class SmoothRegion:
    """Utilities u with disagreement ≤ u ≤ upper and rim(u) ≤ 0, the rim a convex function.

    `rim` gives value and gradient (n,) at a point. `disagreement` and `upper` are (n,). Raises InputError
    where the disagreement point is not inside, so that there is nothing to gain.
    """

    rim: Rim
    disagreement: Floats
    upper: Floats

    def __post_init__(self) -> None:
        """Refuse a disagreement point on the rim or outside."""
        for name in ("disagreement", "upper"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=float))
        if not self.rim(self.disagreement)[0] < 0 or (self.disagreement >= self.upper).any():
            raise InputError(
                Fault("region", "a disagreement point that is not inside", "rim(d) < 0 and d < upper")
            )

    def on_rim(self, point: Floats) -> Floats:
        """Return where the way from the disagreement point to a point outside crosses the rim."""
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            outside = self.rim(self.disagreement + middle * (point - self.disagreement))[0] > 0
            low, high = (low, middle) if outside else (middle, high)
            if high - low < 1e-16:
                break
        return np.asarray(self.disagreement + low * (point - self.disagreement))


def nash_concave(region: SmoothRegion, *, tolerance: float = 1e-10) -> Solution:
    """Return the Nash solution over the region; its hyperplane is a certificate for the region too.

    The answer over tangents is sharpened by the conditions of optimality, gain times slope alike for all,
    where these have a solution near it.
    """
    solution = _over(region, nash, tolerance)
    point = region.on_rim(_sharpened(region, solution.outcome))
    gains = point - region.disagreement
    if (
        (point > region.upper).any()
        or gains.min() <= 0
        or np.prod(gains) < np.prod(solution.gains) * (1 - 1e-9)
    ):
        return solution
    slope = region.rim(point)[1]
    problem = solution.problem
    tangents = replace(
        problem,
        matrix=vstack([problem.matrix, csr_array(slope[None, :])]),
        row_lower=np.append(problem.row_lower, -np.inf),
        row_upper=np.append(problem.row_upper, float(slope @ point)),
    )
    price = np.append(np.zeros(len(problem.row_upper)), len(gains) / float(slope @ gains))
    proof = support(tangents, slope * price[-1], price, solution.support.reach)
    gap = log_bound(solution.weights, proof) - log_product(solution.weights, gains)
    return replace(
        solution,
        problem=tangents,
        outcome=point,
        utilities=point,
        gains=gains,
        support=proof,
        gap=max(gap, 0.0),
    )


def kalai_smorodinsky_concave(region: SmoothRegion, *, tolerance: float = 1e-10) -> Solution:
    """Return the Kalai-Smorodinsky solution over the region."""
    return _over(region, kalai_smorodinsky, tolerance)


def _sharpened(region: SmoothRegion, start: Floats) -> Floats:
    """Return the point at which gain times slope is alike for all on the rim, or `start` if none is found."""

    def conditions(point: Floats) -> Floats:
        value, slope = region.rim(point)
        product = slope * (point - region.disagreement)
        return np.append(product[1:] - product[:-1], value)

    found = root(conditions, start, tol=1e-15)
    return np.asarray(found.x) if np.abs(conditions(found.x)).max() < 1e-9 else start


def _over(region: SmoothRegion, rule: Callable[[LinearProblem], Solution], tolerance: float) -> Solution:
    """Solve over tangents of the rim, and lay a new one where the answer, or an ideal, is outside by more."""
    n = len(region.upper)
    rows, rights = [np.zeros(n)], [0.0]
    while len(rows) < MOST_CUTS:
        problem = LinearProblem(
            np.array(rows),
            np.full(len(rows), -np.inf),
            np.array(rights),
            region.disagreement,
            region.upper,
            np.eye(n),
            region.disagreement,
        )
        solution = rule(problem)
        points = [solution.outcome, *(ideal.outcome for ideal in solution.ideals)]
        outside = [point for point in points if region.rim(point)[0] > tolerance]
        if not outside:
            return solution
        for point in outside:
            touch = region.on_rim(point)
            value, slope = region.rim(touch)
            rows.append(slope)
            rights.append(float(slope @ touch) - value)
    found = f"a point outside by more than {tolerance:.0e} after {MOST_CUTS} tangents"
    raise InputError(Fault("region", found, "a smooth convex rim", "Scale the utilities nearer to 1."))
