"""First months of states that appear within the data: a check on the years a table's labels carry (DESIGN
§9).

A table whose labels are shifted by whole years parses without complaint; South Sudan before 2011 gives it
away. First months: Gleditsch and Ward (1999), "Interstate System Membership", as VIEWS applies it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Fault, Period

FIRST_MONTHS = {
    "Turkmenistan": Period(1991, 10),
    "Kazakhstan": Period(1991, 12),
    "Ukraine": Period(1991, 12),
    "Armenia": Period(1991, 12),
    "Azerbaijan": Period(1991, 12),
    "Croatia": Period(1992, 4),
    "Czech Republic": Period(1993, 1),
    "Slovakia": Period(1993, 1),
    "Eritrea": Period(1993, 5),
    "Palau": Period(1994, 10),
    "Timor Leste": Period(2002, 5),
    "Montenegro": Period(2006, 6),
    "Kosovo": Period(2008, 3),
    "South Sudan": Period(2011, 7),
}
ENOUGH = 3


def label_faults(
    path: Path, units: tuple[str, ...], start: Period, counts: NDArray[np.float64]
) -> list[Fault]:
    """Return a fault where most states that appear within the table do so the same whole years off."""
    shifts = [
        months
        for unit, row in zip(units, counts, strict=True)
        if (months := _shift(unit, start, row)) is not None
    ]
    if len(shifts) < ENOUGH:
        return []
    values, times = np.unique(shifts, return_counts=True)
    usual = int(values[times.argmax()])
    if times.max() < 0.6 * len(shifts) or usual == 0 or usual % 12:
        return []
    years = abs(usual) // 12
    return [
        Fault(
            f"{path}, first column",
            f"{int(times.max())} states that first appear {years} year{'s' * (years > 1)} too "
            f"{'late' if usual > 0 else 'early'}",
            "the first month of each state where history has it",
            f"The labels carry the wrong year: subtract {usual} months."
            if usual > 0
            else f"The labels carry the wrong year: add {-usual} months.",
        )
    ]


def _shift(unit: str, start: Period, row: NDArray[np.float64]) -> int | None:
    """Return by how many months a state appears too late, None where it does not first appear in the
    table.
    """
    seen = ~np.isnan(row)
    if unit not in FIRST_MONTHS or not seen.any() or seen[0]:
        return None
    first = start.plus(int(seen.argmax()))
    due = FIRST_MONTHS[unit]
    return (first.year - due.year) * 12 + first.month - due.month
