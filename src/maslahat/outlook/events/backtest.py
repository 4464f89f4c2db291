"""Forecast years that a history already holds, from what was known in October before each (DESIGN §9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from maslahat.core import Fault, InputError, Period
from maslahat.outlook.events.panel import Panel
from maslahat.outlook.events.window import CUTOFF_MONTH, FEWEST_MONTHS, Window, score_window


def backtest(
    panel: Panel,
    years: Sequence[int],
    seed: int = 0,
    tick: Callable[[int], None] | None = None,
    models: tuple[str, ...] | None = None,
) -> tuple[Window, ...]:
    """Return every year scored; `tick` is called with each year done, `models` is as in `score_window`.

    Raises InputError, with every fault at once, for a year whose cut-off or months the panel does not hold.
    A year that is held in part is scored on the months it has.
    """
    faults = [fault for year in years for fault in window_faults(panel, year)]
    if faults:
        raise InputError(faults)
    windows = []
    for year in years:
        windows.append(
            score_window(panel, year, panel.observed(Period(year, 1), 12), seed=seed, models=models)
        )
        if tick:
            tick(year)
    return tuple(windows)


def window_faults(panel: Panel, year: int) -> list[Fault]:
    """Return why a year cannot be scored from the panel; empty where it can."""
    where = f"{panel.release or 'history'}, window {year}"
    held = f"{panel.start} to {panel.end}"
    known = panel.index_of(Period(year - 1, CUTOFF_MONTH)) + 1
    if known < FEWEST_MONTHS:
        return [Fault(where, f"months {held}", f"{FEWEST_MONTHS} months before {year - 1}-10 at least")]
    if np.isnan(panel.observed(Period(year, 1), 12)).all():
        return [Fault(where, f"months {held}", f"months of {year} to score against")]
    return []


def partial_notes(panel: Panel, years: Sequence[int]) -> list[Fault]:
    """Return a note for each year of which the panel holds less than twelve months."""
    notes = []
    for year in years:
        months = int((~np.isnan(panel.observed(Period(year, 1), 12))).any(axis=0).sum())
        if months < 12:
            notes.append(
                Fault(
                    f"{panel.release}, window {year}",
                    f"{months} months of 12",
                    "the whole year",
                    "It is scored on the months it has.",
                )
            )
    return notes
