"""Energy of plants whose head follows the level, made linear about a path of storages (DESIGN §6.3).

Energy is head(storage) times flow: bilinear. About the path of a conduct it is a plane; taking planes anew
at each answer is a successive linear program.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy import sparse

from maslahat.basin.conduct import Conduct, mean_storage_mm3
from maslahat.basin.hydropower import gwh_per_mm3, gwh_slope
from maslahat.basin.network import Array
from maslahat.basin.program import Program


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
    matrix = program.matrix.copy()
    for p, r in _level_plants(program):
        turbine, storage = program.columns[f"turbine:{p}"], program.columns[f"storage:{r}"]
        half = heads.gamma[p] / 2
        for t, row in enumerate(program.rows[f"head:{p}"]):
            cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
            index, data = matrix.indices[cells], matrix.data[cells]
            data[index == turbine[t]] = -heads.kappa[p][t]
            data[index == storage[t]] = -half[t]
            if t:
                data[index == storage[t - 1]] = -half[t]
    return matrix


def _level_plants(program: Program) -> list[tuple[int, int]]:
    """Return each plant whose head follows the level of its reservoir, with the reservoir."""
    return [
        (p, r)
        for p, plant in enumerate(program.network.plants)
        if f"head:{p}" in program.rows and (r := program.network.reservoir_at(plant.node)) is not None
    ]
