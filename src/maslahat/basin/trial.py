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
        self.col_upper = program.col_upper.copy()
        for name, columns in program.columns.items():
            if name.startswith(("up:", "down:")):  # nobody holds it to a schedule any more
                self.col_upper[columns] = 0.0
        for rows in program.scheduled.values():
            self.lower[:, rows], self.upper[:, rows] = -UNBOUNDED, UNBOUNDED
        self.rows = np.array(list(program.rows.values()), dtype=np.intp).reshape(-1, program.network.months)
        self.columns = np.array(list(program.columns.values()), dtype=np.intp)

    def best_from_each_month(self) -> Array:
        """Return the block's best weighted value from each month on (K, T), million USD."""
        program, months = self.program, self.program.network.months
        best = np.zeros((self.traces.count, months))
        bounds = program.col_lower, self.col_upper
        engine = Engine(self.matrices[0], program.objective, *bounds, self.lower[0], self.upper[0])
        for k in range(self.traces.count):
            engine.coefficients(self.matrices[k])
            for t in range(months):
                self._cut(engine, k, t)
                best[k, t] = engine.run().objective
        return best

    def _cut(self, engine: Engine, k: int, t: int) -> None:
        """Leave everything before month t out of the problem, and hold the storage it begins with."""
        program = self.program
        objective = program.objective.copy()
        lower, upper = self.lower[k].copy(), self.upper[k].copy()
        col_lower, col_upper = program.col_lower.copy(), self.col_upper.copy()
        gone = self.rows[:, :t]
        lower[gone], upper[gone] = -UNBOUNDED, UNBOUNDED
        before = self.columns[:, :t]
        objective[before] = col_upper[before] = 0.0
        for r in range(len(program.network.reservoirs)) if t else ():
            storage = program.columns.get(f"storage:{r}")
            if storage is not None:
                held = self.given.storage_mm3[k, t - 1, r]
                col_lower[storage[t - 1]] = col_upper[storage[t - 1]] = held
        engine.objective(objective)
        engine.columns(col_lower, col_upper)
        engine.rows(lower, upper)
