"""What a rule gives for a convex problem, with the supports that prove it."""

from __future__ import annotations

from dataclasses import dataclass

from maslahat.accord.ideal import Ideal
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.program import Support


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of the lexicographic rule: these parties cannot all have more than `level` times their scale.

    `parties` are the positions whose gain is settled at this stage; `support` gives weight to them, and
    otherwise only to parties settled before.
    """

    level: float
    parties: tuple[int, ...]
    support: Support


@dataclass(frozen=True, eq=False)
class Solution:
    """The outcome a rule picks: what each party has and gains, and why.

    `weights` are the rule's own (bargaining power, or the scale gains are measured in); `multipliers` the
    weights of the supporting hyperplane: at them no outcome has a larger weighted sum of gains than
    `support.bound`. `gap` is the certified distance from the rule's optimum: of the Nash product relative to
    itself, of the others in the unit of the gains. `silent` are parties who cannot gain at all. `solves`
    counts linear programs.
    """

    rule: str
    problem: LinearProblem
    outcome: Floats
    utilities: Floats
    gains: Floats
    weights: Floats
    support: Support
    gap: float
    stages: tuple[Stage, ...] = ()
    ideals: tuple[Ideal, ...] = ()
    silent: tuple[int, ...] = ()
    solves: int = 0

    @property
    def multipliers(self) -> Floats:
        """Return the weights of the supporting hyperplane."""
        return self.support.weights

    @property
    def dual(self) -> Floats:
        """Return the dual vector behind the support.

        What a unit of each constraint is worth at these weights.
        """
        return self.support.dual

    def individually_rational(self, tolerance: float = 1e-7) -> bool:
        """Return whether no party loses more than `tolerance` of the largest gain."""
        return bool(self.gains.min() >= -tolerance * max(1.0, float(abs(self.gains).max())))
