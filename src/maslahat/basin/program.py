"""What some owners on a river decide, stated as a linear program for one trace (DESIGN §6.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from maslahat.basin.network import Array, Network

# What giving way costs, USD per m³: far above any benefit of water, so that the model gives way only where
# it must.
LOW_STORAGE_PRICE = 1.0
GAUGE_PRICE = 0.5
DEVIATION_PRICE = 0.5
FLOOD_PRICE = 0.02

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Block:
    """Owners who decide together, at some of the nodes.

    `active` (nodes,) marks the places where they decide; elsewhere the given conduct holds. Power is
    decided for all `parties`. `weights` weigh each party's value in the objective.
    """

    parties: tuple[str, ...]
    active: NDArray[np.bool_]
    weights: tuple[float, ...]


@dataclass(frozen=True, eq=False, slots=True)
class EndValue:
    """What stored water is worth to its owner when the season ends: pieces from empty upwards, dearest
    first.
    """

    width_mm3: Array
    usd_per_m3: Array


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """A block's problem for one trace: maximise `objective @ x`, `row_lower <= matrix @ x <= row_upper` (+
    shifts).

    `value` (parties, columns) gives each party's value; `columns` and `rows` find a quantity's place by
    name, each an array over months (T,).
    """

    network: Network
    block: Block
    matrix: sparse.csr_matrix
    col_lower: Array
    col_upper: Array
    row_lower: Array
    row_upper: Array
    value: Array
    objective: Array
    columns: dict[str, Index]
    rows: dict[str, Index]
    row_shifts: tuple[tuple[Index, str, int, float], ...]  # rows (T,), `into`/`out`, node, sign
    names: tuple[str, ...] = field(repr=False)
    head_cells: dict[int, tuple[Index, Index, Index]] = field(default_factory=dict, init=False, repr=False)

    @property
    def scheduled(self) -> dict[int, Index]:
        """Reservoirs whose releases are scheduled and in the block's hands, with the rows of their
        schedules.
        """
        return {
            r: self.rows[f"schedule:{r}"]
            for r in range(len(self.network.reservoirs))
            if f"schedule:{r}" in self.rows
        }
