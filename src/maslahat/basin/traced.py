"""A block's problem put to given traces: the given flows on the right-hand side, the heads in the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from maslahat.basin.conduct import Conduct, flows
from maslahat.basin.heads import heads_about, with_heads
from maslahat.basin.network import Array, Traces
from maslahat.basin.program import Index, Program
from maslahat.basin.stacked import Stacked, stack


class Traced:
    """A program on traces; `lower` and `upper` (K, rows) bound its rows, everybody else's conduct counted
    in.
    """

    def __init__(self, program: Program, traces: Traces, given: Conduct) -> None:
        """Take a block's program, the traces and everybody's conduct."""
        self.program, self.traces, self.given = program, traces, given
        moved = _moved(program, traces, given)
        self.lower, self.upper = program.row_lower + moved, program.row_upper + moved

    def matrix(self, members: Index) -> sparse.csr_matrix:
        """Return the matrix of some traces, heads at their storages; ask once for each trace.

        What of the heads differs from trace to trace moves their rows' upper bounds.
        """
        heads = heads_about(self.program, self.given.rows(members), self.traces.weights[members])
        for p, rest in heads.rest.items():
            self.upper[np.ix_(members, self.program.rows[f"head:{p}"])] += rest
        return with_heads(self.program, heads)

    def matrices(self) -> list[sparse.csr_matrix]:
        """Return each trace's matrix, with heads at its own storages."""
        return [self.matrix(np.array([k])) for k in range(self.traces.count)]


def heads_prepared(
    program: Program, traces: Traces, given: Conduct, groups: Sequence[Index] | None = None
) -> list[Stacked]:
    """Return the problem of each group of traces with planned releases of its own, heads at the storages of `given`.

    Without `groups` every trace has its own. Nobody is outside to have been seen taking water that is not there, so
    that nothing makes up for such water.
    """
    traced = Traced(program, traces, given)
    exact = replace(program, col_upper=program.col_upper.copy())
    for name, columns in program.columns.items():
        if name.startswith("dry:"):
            exact.col_upper[columns] = 0.0
    found = []
    for members in groups or [np.array([k]) for k in range(traces.count)]:
        matrix = traced.matrix(members)
        weights = np.ones(len(members))
        found.append(stack(exact, matrix, weights, traced.lower[members], traced.upper[members]))
    return found


def _moved(program: Program, traces: Traces, given: Conduct) -> Array:
    """Return by how much the given flows and power move each row's bounds (K, rows)."""
    constant = flows(program.network, traces.inflow_mm3, given, program.block.active)
    moved = np.zeros((traces.count, len(program.row_lower)))
    for rows, what, node, sign in program.row_shifts:
        flow = constant.into_mm3 if what == "into" else constant.out_mm3
        moved[:, rows] += sign * flow[:, :, node]
    for i, spec in enumerate(program.network.power):
        if f"power:{i}" in program.rows:
            received = _given_energy(program, given, spec.party) + given.delivered_gwh[:, :, i]
            moved[:, program.rows[f"power:{i}"]] -= received
    return moved


def _given_energy(program: Program, given: Conduct, party: str) -> Array:
    """Return what the party's plants make at places where the block does not decide (K, T)."""
    made = np.zeros(given.energy_gwh.shape[:2])
    for p, plant in enumerate(program.network.plants):
        if plant.owner == party and not program.block.active[plant.node]:
            made += given.energy_gwh[:, :, p]
    return made
