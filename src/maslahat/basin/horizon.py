"""What stored water is worth when the season ends (OPTIONS "End of horizon").

A reservoir with carry-over from year to year (one whose releases are scheduled) is valued by a stationary
run of its owner alone: season after season with the mean inflow of each kind of year, until the worth of
one more million m³ no longer changes. Seasonal reservoirs are to end the season as full as they began it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from maslahat.basin.assembly import revalued
from maslahat.basin.conduct import requested
from maslahat.basin.network import Array, Network, Traces
from maslahat.basin.program import EndValue, Program
from maslahat.basin.response import Engines, follow
from maslahat.basin.statement import joint

REFILL_PRICE = 0.3  # USD per m³ missing at the end from a seasonal reservoir: above any benefit of water
GRID = 7
SEASONS = 7
DISCOUNT = 0.95  # a year
SENTENCE = (
    "Stored water is valued at the end of the season by a stationary run of its owner alone "
    "(mean inflow of each kind of year, 5 % a year discount) at reservoirs with carry-over; "
    "seasonal reservoirs are to end the season as full as they began it."
)


def end_values(network: Network, traces: Traces) -> tuple[EndValue, ...]:
    """Return the value of water stored at the end, for each reservoir of the network."""
    means = class_means(traces)
    return tuple(
        _stationary(network, r, means) if spec.scheduled else _refill(spec.initial_mm3, spec.full_mm3)
        for r, spec in enumerate(network.reservoirs)
    )


def class_means(traces: Traces) -> Traces:
    """Return one trace for each kind of year: the weighted mean of its traces."""
    present = [c for c in range(len(traces.class_names)) if len(traces.of_class(c))]
    inflow, weights = [], []
    for c in present:
        members = traces.of_class(c)
        weight = traces.weights[members]
        inflow.append(np.einsum("k,ktn->tn", weight / weight.sum(), traces.inflow_mm3[members]))
        weights.append(weight.sum())
    return Traces(np.array(inflow), np.array(weights), np.array(present), traces.class_names)


def _refill(initial_mm3: float, full_mm3: float) -> EndValue:
    return EndValue(np.array([initial_mm3, full_mm3 - initial_mm3]), np.array([REFILL_PRICE, 0.0]))


def _stationary(network: Network, r: int, means: Traces) -> EndValue:
    """Iterate the owner's value of storage, season by season, on a grid of storages."""
    spec = network.reservoirs[r]
    grid = np.linspace(spec.dead_mm3, spec.full_mm3, GRID)
    slopes = np.zeros(GRID - 1)
    others = [_refill(other.initial_mm3, other.full_mm3) for other in network.reservoirs]
    seasons = [_Season(network, r, float(start), means) for start in grid]
    for _ in range(SEASONS):
        ends = [*others]
        ends[r] = _pieces(spec.dead_mm3, grid, slopes * DISCOUNT)
        values = np.array([season.value_usd_m(ends) for season in seasons])
        slopes = np.minimum.accumulate(np.maximum(np.diff(values) / np.diff(grid), 0.0))
    return _pieces(spec.dead_mm3, grid, slopes * DISCOUNT)


class _Season:
    """One season of a reservoir's owner alone, begun at one storage; asked again and again with other end values."""

    def __init__(self, network: Network, r: int, start_mm3: float, means: Traces) -> None:
        reservoirs = list(network.reservoirs)
        reservoirs[r] = replace(reservoirs[r], initial_mm3=start_mm3)
        self.network, self.means = replace(network, reservoirs=tuple(reservoirs)), means
        self.owner = network.nodes[network.reservoirs[r].node].owner
        self.seen = requested(self.network, means.count)
        self.program: Program | None = None
        self.engines: Engines = {}

    def value_usd_m(self, ends: Sequence[EndValue]) -> float:
        """Return the owner's expected value; heads are those seen when it was last asked."""
        stated = self.program or joint(self.network, (self.owner,), (1.0,), ends)
        self.program = revalued(stated, ends)
        answer = follow(self.program, self.means, self.seen, engines=self.engines)
        self.seen = answer.conduct
        return float(self.means.weights @ answer.value_usd_m[:, 0])


def _pieces(dead_mm3: float, grid: Array, slopes: Array) -> EndValue:
    """Turn slopes between grid points into pieces from empty upwards; dead storage is worth what lies above
    it.
    """
    return EndValue(np.concatenate([[dead_mm3], np.diff(grid)]), np.concatenate([slopes[:1], slopes]))
