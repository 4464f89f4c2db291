"""The most one party could hope for: its largest gain among outcomes by which nobody loses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maslahat.accord.problem import Floats
from maslahat.accord.program import GainProgram, Support, maximise_rational


@dataclass(frozen=True, eq=False)
class Ideal:
    """The most one party can gain while nobody loses: reached at `outcome`, and no more by `support`."""

    value: float
    outcome: Floats
    support: Support


def ideal_of(program: GainProgram, party: int) -> Ideal:
    """Return the ideal gain of a party, with its proof. Raises InputError where somebody must lose."""
    answer = maximise_rational(program, np.eye(program.problem.n)[party])
    return Ideal(max(float(answer.gains[party]), 0.0), answer.outcome, answer.support)
