"""The panel: deaths by unit and month, where not observed is not zero (DESIGN §9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Fault, Period

Floats = NDArray[np.float64]

FIRST_VIEWS_YEAR = 1980


@dataclass(frozen=True)
class Panel:
    """Counts of deaths (units × months, NaN where not observed) from the month `start` on.

    `unit_ids` are VIEWS country ids where the source gives them, else 1, 2, …; `notes` say what was mended or
    left out on reading, each a sentence; `release` names the file or release the counts come from.
    """

    units: tuple[str, ...]
    start: Period
    counts: Floats
    unit_ids: tuple[int, ...] = ()
    notes: tuple[Fault, ...] = ()
    release: str = ""

    def __post_init__(self) -> None:
        """Refuse counts that do not fit the units."""
        if self.counts.ndim != 2 or self.counts.shape[0] != len(self.units):
            raise ValueError(f"counts of shape {self.counts.shape} do not fit {len(self.units)} units")
        if not self.unit_ids:
            object.__setattr__(self, "unit_ids", tuple(range(1, len(self.units) + 1)))

    @property
    def months(self) -> int:
        """Number of months."""
        return int(self.counts.shape[1])

    @property
    def end(self) -> Period:
        """Last month."""
        return self.start.plus(self.months - 1)

    @cached_property
    def known(self) -> Floats:
        """Counts with zero where not observed: for sums of the past only, never for scoring."""
        return np.nan_to_num(self.counts)

    @cached_property
    def first_observed(self) -> NDArray[np.int64]:
        """Index of each unit's first observed month; the number of months where there is none."""
        seen = ~np.isnan(self.counts)
        return np.where(seen.any(axis=1), seen.argmax(axis=1), self.months)

    def index_of(self, month: Period) -> int:
        """Return the column of a month; may lie outside the panel."""
        return (month.year - self.start.year) * 12 + month.month - self.start.month

    def until(self, month: Period) -> Panel:
        """Return the panel up to and with `month`: what was known then."""
        columns = self.index_of(month) + 1
        if not 0 < columns <= self.months:
            raise ValueError(f"{month} lies outside the panel {self.start} to {self.end}")
        return replace(self, counts=self.counts[:, :columns])

    def observed(self, first: Period, months: int) -> Floats:
        """Return counts (units × months) from `first` on, NaN for what the panel does not hold."""
        columns = self.index_of(first) + np.arange(months)
        held = (columns >= 0) & (columns < self.months)
        values = np.full((len(self.units), months), np.nan)
        values[:, held] = self.counts[:, columns[held]]
        return values

    def rows(self, names: tuple[str, ...]) -> list[int]:
        """Return the rows of the named units that the panel has, in the order asked for."""
        place = {name: row for row, name in enumerate(self.units)}
        return [place[name] for name in names if name in place]


def views_month(month_id: int) -> Period:
    """Return the month of a VIEWS `month_id` (1 is January 1980)."""
    return Period(FIRST_VIEWS_YEAR, 1).plus(int(month_id) - 1)


def views_month_id(month: Period) -> int:
    """Return the VIEWS `month_id` of a month."""
    return (month.year - FIRST_VIEWS_YEAR) * 12 + month.month
