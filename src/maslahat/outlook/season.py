"""The season in a few figures: what is expected at each head, how surely, and how full the reservoir is
(DESIGN §9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from maslahat.core import Fault, InputError, Period
from maslahat.outlook.inflow import ForecastNote, InflowTraces, growing_run
from maslahat.outlook.inflow_marginal import Floats
from maslahat.regions import rows

EIGHT_IN_TEN = (0.1, 0.9)
NEAR_DAYS = 15


@dataclass(frozen=True, slots=True)
class HeadOutlook:
    """Inflow at one head (`all` for the river) over the growing season in sight, million m³.

    Eight years in ten lie between `low_mm3` and `high_mm3`.
    """

    node: str
    expected_mm3: float
    low_mm3: float
    high_mm3: float
    norm_mm3: float

    @property
    def percent(self) -> float:
        """Expected inflow in percent of the norm."""
        return 100 * self.expected_mm3 / self.norm_mm3 if self.norm_mm3 else 100.0


@dataclass(frozen=True, slots=True)
class SeasonStatement:
    """What is expected from `first` to `last` month: head by head, and the river as a whole."""

    first: Period
    last: Period
    heads: tuple[HeadOutlook, ...]
    river: HeadOutlook
    forecasts: tuple[ForecastNote, ...]


@dataclass(frozen=True, slots=True)
class StorageRank:
    """Where a storage stands among those observed at about the same date: `rank` 1 is the lowest.

    The storage itself counts: of `len(observed) + 1` volumes it is number `rank`.
    """

    storage_mm3: float
    rank: int
    observed: tuple[tuple[int, float], ...]  # year, million m³


def season_statement(traces: InflowTraces) -> SeasonStatement:
    """Return the statement of the growing season in sight (of all months where none is)."""
    run = growing_run(traces.growing)
    months = [period for period, inside in zip(traces.periods, run, strict=True) if inside]
    volume = traces.season_mm3()
    norm = traces.norm_mm3()[np.array(run)].sum(axis=0)
    heads = tuple(
        _outlook(node, volume[:, k], traces.weights, float(norm[k])) for k, node in enumerate(traces.nodes)
    )
    river = _outlook("all", volume.sum(axis=1), traces.weights, float(norm.sum()))
    return SeasonStatement(months[0], months[-1], heads, river, traces.forecasts)


def storage_rank(
    observations: Iterable[rows.Observation], node: str, start: Period, storage_mm3: float
) -> StorageRank:
    """Return the rank of a storage among those observed within 15 days of the first day of `start`'s month.

    One volume a year counts, the one nearest to that day; the year of `start` itself does not.
    InputError where no volume was observed.
    """
    nearest: dict[int, tuple[int, float]] = {}
    for row in observations:
        if row.node != node or row.storage_mm3 is None:
            continue
        year, away = _season_of(row.date, start.month)
        if away <= NEAR_DAYS and year != start.year and (year not in nearest or away < nearest[year][0]):
            nearest[year] = (away, row.storage_mm3)
    if not nearest:
        raise InputError(
            Fault(
                f"observations of {node}",
                f"no storage within {NEAR_DAYS} days of 1 {start.label}",
                "at least one earlier year",
                "Add rows to `observations`.",
            )
        )
    observed = tuple((year, nearest[year][1]) for year in sorted(nearest))
    return StorageRank(storage_mm3, 1 + sum(volume < storage_mm3 for _, volume in observed), observed)


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """Return the value below which `share` of the weight lies, linear between the middles of the steps.

    With equal weights it is the quantile of Hazen, (k - 0.5) / n.
    """
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    return float(np.interp(share * weights.sum(), middle, values[order]))


def _outlook(node: str, volume: Floats, weights: Floats, norm: float) -> HeadOutlook:
    low, high = (weighted_quantile(volume, weights, share) for share in EIGHT_IN_TEN)
    return HeadOutlook(node, float(weights @ volume), low, high, norm)


def _season_of(day: date, month: int) -> tuple[int, int]:
    """Return the year whose first of `month` is nearest to `day`, and how many days away it is."""
    away = {year: abs((day - date(year, month, 1)).days) for year in (day.year - 1, day.year, day.year + 1)}
    year = min(away, key=lambda key: away[key])
    return year, away[year]
