"""Inflow at the heads of a river: the values (DESIGN §9).

Scores of flow are jointly normal: each month has its own Pearson III distribution (`inflow_marginal`),
months hang together by `inflow_memory`, heads of one group by a common factor. A forecast is an uncertain
observation of the growing-season volume: it moves the mean to what it says and takes away the spread that
such a forecast has been able to explain (normal conditioning), in the growing season most and ever less
thereafter.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from maslahat.core import Period
from maslahat.outlook.inflow_marginal import Floats
from maslahat.outlook.inflow_memory import Memory

MONTH_DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
MM3_PER_M3S_DAY = 0.0864


@dataclass(frozen=True, slots=True)
class InflowModel:
    """How one head flows: tuples run January to December.

    `loading` is the correlation with the common factor of `group`: two heads of a group correlate by the
    product. `history` holds flows of the last months, where they are known: the coming months depend on
    them.
    """

    node: str
    mean_m3s: tuple[float, ...]
    cv: tuple[float, ...]
    skew_ratio: tuple[float, ...]  # Cs / Cv
    memory: Memory
    annual_cv: float  # that the model gives, linearised
    group: str = "own"
    loading: float = 0.0
    history: tuple[tuple[Period, float], ...] = ()

    def month_sd_mm3(self) -> Floats:
        """Standard deviation of the volume of each calendar month, million m³."""
        return np.asarray(np.array(self.mean_m3s) * np.array(self.cv) * MONTH_DAYS * MM3_PER_M3S_DAY)

    def annual_mean_mm3(self) -> float:
        """Mean volume of a year, million m³."""
        return float(np.array(self.mean_m3s) @ MONTH_DAYS * MM3_PER_M3S_DAY)


@dataclass(frozen=True, slots=True)
class InflowModels:
    """The heads of one river, and which calendar months are its growing season."""

    river: str
    growing_months: tuple[int, ...]
    heads: tuple[InflowModel, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Keys of the heads, in the order of the region."""
        return tuple(head.node for head in self.heads)


@dataclass(frozen=True, slots=True)
class ForecastNote:
    """What a seasonal forecast was taken to mean: volumes of the growing season, in percent of the norm."""

    node: str
    percent: float
    explained: float  # share of the variance of the growing-season volume that such a forecast explains
    error_percent: float  # standard error that is left
    error_without_percent: float  # standard deviation where nothing is known


@dataclass(frozen=True, slots=True)
class InflowTraces:
    """An ensemble of monthly inflows, m³/s: `flow_m3s[trace, month, node]`; `weights` of the traces sum to
    one.

    `norm_m3s[month, node]` is the long-term mean. `growing` marks the months of the growing season.
    """

    river: str
    nodes: tuple[str, ...]
    periods: tuple[Period, ...]
    growing: tuple[bool, ...]
    flow_m3s: Floats
    weights: Floats
    norm_m3s: Floats
    forecasts: tuple[ForecastNote, ...] = field(default=())

    def __len__(self) -> int:
        """Return the number of traces."""
        return len(self.weights)

    def volume_mm3(self) -> Floats:
        """Return volumes, million m³, in the shape of `flow_m3s`."""
        return np.asarray(self.flow_m3s * self._seconds()[:, None] / 1e6)

    def norm_mm3(self) -> Floats:
        """Return the long-term mean volumes, million m³: month x node."""
        return np.asarray(self.norm_m3s * self._seconds()[:, None] / 1e6)

    def season_mm3(self) -> Floats:
        """Return the volume of the growing season in sight, million m³: trace x node (all months where
        there is none).
        """
        months = np.array(growing_run(self.growing))
        return np.asarray(self.volume_mm3()[:, months, :].sum(axis=1))

    def _seconds(self) -> Floats:
        return np.array([period.seconds for period in self.periods], dtype=float)


def growing_run(growing: tuple[bool, ...]) -> tuple[bool, ...]:
    """Mark the first unbroken run of growing-season months; every month where there is none."""
    if True not in growing:
        return tuple(True for _ in growing)
    first = growing.index(True)
    last = next((k for k in range(first, len(growing)) if not growing[k]), len(growing))
    return tuple(first <= k < last for k in range(len(growing)))
