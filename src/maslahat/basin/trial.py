"""What an owner could still reach from a month on, everything before it being as it was."""

from __future__ import annotations

import numpy as np

from maslahat.basin.conduct import Conduct
from maslahat.basin.engine import Engine
from maslahat.basin.network import UNBOUNDED, Array, Traces
from maslahat.basin.program import Program
from maslahat.basin.traced import Traced


class Trial:
    """A block's problem, cut off at the beginning of each month in turn.

    Storages up to the cut are those of `given`; so is everybody else's conduct throughout, but for power
    that passed between the block and others, which it no longer gets.
    """

    def __init__(self, program: Program, traces: Traces, given: Conduct) -> None:
        """Take a block's program, the traces and everybody's conduct."""
        self.program, self.traces, self.given = program, traces, given
        traced = Traced(program, traces, given)
        self.matrices, self.lower, self.upper = traced.matrices(), traced.lower, traced.upper

    def best_from_each_month(self) -> Array:
        """Return the block's best weighted value from each month on (K, T), million USD."""
        months = self.program.network.months
        best = np.zeros((self.traces.count, months))
        for k in range(self.traces.count):
            engine = Engine(
                self.matrices[k],
                self.program.objective,
                self.program.col_lower,
                self.program.col_upper,
                self.lower[k],
                self.upper[k],
            )
            for t in range(months):
                self._cut(engine, k, t)
                best[k, t] = engine.run().objective
        return best

    def _cut(self, engine: Engine, k: int, t: int) -> None:
        """Leave everything before month t out of the problem, and hold the storage it begins with."""
        program = self.program
        objective = program.objective.copy()
        lower, upper = self.lower[k].copy(), self.upper[k].copy()
        col_lower, col_upper = program.col_lower.copy(), program.col_upper.copy()
        for rows in program.rows.values():
            lower[rows[:t]], upper[rows[:t]] = -UNBOUNDED, UNBOUNDED
        for name, columns in program.columns.items():
            before = columns[:t]
            objective[before] = 0.0
            col_upper[before] = 0.0
            if t and name.startswith("storage:"):
                held = self.given.storage_mm3[k, t - 1, int(name.partition(":")[2])]
                col_lower[columns[t - 1]] = col_upper[columns[t - 1]] = held
            if name.startswith(("up:", "down:")):
                col_upper[columns] = 0.0
        for name, rows in program.rows.items():
            if name.startswith("schedule:"):
                lower[rows], upper[rows] = -UNBOUNDED, UNBOUNDED
        engine.objective(objective)
        engine.columns(col_lower, col_upper)
        engine.rows(lower, upper)
