"""Energy of plants whose head follows the level, made linear about a path of storages (DESIGN §6.3).

Energy is head(storage) times flow: bilinear. About the path of a conduct it is a plane; taking planes anew
at each answer is a successive linear program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from maslahat.basin.conduct import Conduct, mean_storage_mm3
from maslahat.basin.hydropower import gwh_per_mm3, gwh_slope
from maslahat.basin.network import Array
from maslahat.basin.program import Index, Program


@dataclass(frozen=True, eq=False, slots=True)
class Heads:
    """Energy of plants whose head follows the level, linear about a path: e <= q·kappa + gamma·storage +
    rest.
    """

    kappa: dict[int, Array]  # plant -> (T,)
    gamma: dict[int, Array]
    rest: dict[int, Array]  # plant -> (K, T)


def heads_about(program: Program, given: Conduct, weights: Array) -> Heads:
    """Return the linear energy laws about the given storages and turbine flows."""
    network = program.network
    mean = mean_storage_mm3(network, given.storage_mm3)
    share = (weights / weights.sum())[:, None]
    kappa, gamma, rest = {}, {}, {}
    for p, r in _level_plants(program):
        plant, reservoir = network.plants[p], network.reservoirs[r]
        storage, turbine = mean[:, :, r], given.turbine_mm3[:, :, p]
        each = gwh_per_mm3(plant, reservoir, storage)
        slope = gwh_slope(plant, reservoir, storage) * turbine
        kappa[p], gamma[p] = (share * each).sum(axis=0), (share * slope).sum(axis=0)
        rest[p] = (each - kappa[p]) * turbine - gamma[p] * storage
        rest[p][:, 0] += gamma[p][0] * reservoir.initial_mm3 / 2
    return Heads(kappa, gamma, rest)


def with_heads(program: Program, heads: Heads) -> sparse.csr_matrix:
    """Return the matrix with the energy laws written in."""
    data = program.matrix.data.copy()
    for p, r in _level_plants(program):
        turbine, storage, before = _cells(program, p, r)
        half = heads.gamma[p] / 2
        data[turbine], data[storage], data[before] = -heads.kappa[p], -half, -half[1:]
    return sparse.csr_matrix((data, program.matrix.indices, program.matrix.indptr), program.matrix.shape)


def _cells(program: Program, p: int, r: int) -> tuple[Index, Index, Index]:
    """Return where a plant's energy law stands in the matrix: by turbine flow (T,), by the storage at the end of the
    month (T,) and at its beginning (T - 1,). Found once for each program and kept.
    """
    if p not in program.head_cells:
        turbine, storage = program.columns[f"turbine:{p}"], program.columns[f"storage:{r}"]
        rows = program.rows[f"head:{p}"]
        program.head_cells[p] = (
            _places(program, rows, turbine),
            _places(program, rows, storage),
            _places(program, rows[1:], storage[:-1]),
        )
    return program.head_cells[p]


def _places(program: Program, rows: Index, columns: Index) -> Index:
    matrix, found = program.matrix, []
    for row, column in zip(rows, columns, strict=True):
        begin, end = matrix.indptr[row], matrix.indptr[row + 1]
        found.append(begin + int(np.flatnonzero(matrix.indices[begin:end] == column)[0]))
    return np.array(found, dtype=np.intp)


def _level_plants(program: Program) -> list[tuple[int, int]]:
    """Return each plant whose head follows the level of its reservoir, with the reservoir."""
    return [
        (p, r)
        for p, plant in enumerate(program.network.plants)
        if f"head:{p}" in program.rows and (r := program.network.reservoir_at(plant.node)) is not None
    ]
