"""A panel from records of events: by country, first-level unit or PRIO-GRID cell, and month (DESIGN §9).

A month that the records' coverage does not hold stays NaN: not observed is never zero. An event is counted once an
id and dated by the month it ended in, as VIEWS does; one without a date, a number or a place on the level asked for
is left out and said. PRIO-GRID: half a degree, cell 1 at the south-west corner (Tollefsen, Strand and Buhaug, 2012).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from maslahat.core import Fault, InputError, Period
from maslahat.evidence import Coverage, Reading
from maslahat.outlook.events.panel import Panel

LEVELS = ("country", "unit", "grid")
PRECISE = ("exact", "near", "second-level unit", "first-level unit")
CELLS_ACROSS = 720
DEGREES = 0.5


def build_panel(
    readings: Sequence[Reading],
    level: str = "country",
    kind: str = "state-based",
    states: Sequence[str] = (),
    watched: tuple[Period, Period] | None = None,
) -> Panel:
    """Return deaths (best) of `kind` by unit and month, from the first to the last month that was covered.

    `states` keeps some states; each has a row on the country level even without an event, where `watched` (first and
    last month that the source looked at the whole world, as UCDP does) says that none is an observation. Without
    `watched`, a state is observed from its first to its last record alone. Raises InputError for an unknown level,
    records of more than one measure, and where nothing is left.
    """
    if level not in LEVELS:
        raise InputError(Fault("level", repr(level), "one of " + ", ".join(LEVELS)))
    table = pl.concat([reading.table for reading in readings])
    measures = sorted(set(table["measure"].drop_nulls()))
    if len(measures) > 1:
        raise InputError(
            Fault("records", f"measures {', '.join(measures)}", "one measure", "Build one panel each.")
        )
    table = table.filter(pl.col("kind") == kind)
    if states:
        table = table.filter(pl.col("state").is_in(list(states)))
    whole, notes = _whole(table.unique("record_id", keep="last", maintain_order=True), level)
    if not whole.height and not (states and watched):
        raise InputError(Fault("records", f"no {kind} event to count", "one at least"))
    first, last = watched or _span(readings)
    units = sorted({*whole["unit_of"], *(states if level == "country" else ())})
    seen = _observed(
        units, dict(whole.select("unit_of", "state").iter_rows()), readings, first, last, watched is not None
    )
    row = {unit: place for place, unit in enumerate(units)}
    counts = np.where(seen, 0.0, np.nan)
    for unit, day, deaths in whole.select("unit_of", "date_end", "best").iter_rows():
        month = (day.year - first.year) * 12 + day.month - first.month
        if 0 <= month < counts.shape[1]:
            counts[row[unit], month] = np.nan_to_num(counts[row[unit], month]) + deaths
    release = " + ".join(dict.fromkeys(f"{reading.source} {reading.release}" for reading in readings))
    return Panel(tuple(units), first, counts, notes=tuple(notes), release=release)


def grid_cell(latitude: float, longitude: float) -> int:
    """Return the PRIO-GRID id of a place in degrees north and east."""
    row = min(int((latitude + 90.0) // DEGREES), 359)
    column = min(int((longitude + 180.0) // DEGREES), CELLS_ACROSS - 1)
    return row * CELLS_ACROSS + column + 1


def _whole(table: pl.DataFrame, level: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Return the records that can be counted, with `unit_of`, and a note on those left out."""
    countable = pl.col("date_end").is_not_null() & (pl.col("best") >= 0) & pl.col("state").is_not_null()
    placed = {
        "country": pl.lit(True),
        "unit": pl.col("unit").is_not_null() & pl.col("place_precision").is_in(PRECISE),
        "grid": pl.col("latitude").is_not_null() & pl.col("place_precision").is_in(PRECISE[:3]),
    }[level]
    whole = table.filter(countable & placed)
    notes = []
    if whole.height < table.height:
        notes.append(
            Fault(
                "records",
                f"{table.height - whole.height} of {table.height} without date, number or a place precise enough",
                f"records that can be counted by {level}",
                "They are left out: the counts of their places are too low by them.",
            )
        )
    if level == "grid":
        cells = [
            str(grid_cell(north, east)) for north, east in whole.select("latitude", "longitude").iter_rows()
        ]
        return whole.with_columns(pl.Series("unit_of", cells, dtype=pl.String)), notes
    name = pl.col("state") if level == "country" else pl.concat_str("state", "unit", separator=", ")
    return whole.with_columns(name.alias("unit_of")), notes


def _span(readings: Sequence[Reading]) -> tuple[Period, Period]:
    """Return the first and last month of all coverage."""
    rows: list[Coverage] = [row for reading in readings for row in reading.coverage]
    if not rows:
        raise InputError(Fault("records", "no coverage", "records with a state and a date"))
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    return Period(first.year, first.month), Period(last.year, last.month)


def _observed(
    units: Sequence[str],
    state_of: dict[str, str],
    readings: Sequence[Reading],
    first: Period,
    last: Period,
    everywhere: bool,
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return whether each unit was observed in each month: by the coverage of its state, or everywhere."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    seen = np.full((len(units), months), everywhere)
    for reading in readings:
        for row in reading.coverage:
            begin = (row.first.year - first.year) * 12 + row.first.month - first.month
            end = (row.last.year - first.year) * 12 + row.last.month - first.month
            for place, unit in enumerate(units):
                if state_of.get(unit, unit) == row.state:
                    seen[place, max(begin, 0) : end + 1] = True
    return seen
