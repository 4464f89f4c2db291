"""The tables of one year of a challenge (DESIGN §9): what was observed, and what somebody drew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maslahat.core import Fault, InputError, Period
from maslahat.evidence.table import open_table
from maslahat.outlook.events.panel import Panel, views_month_id
from maslahat.outlook.events.panel_read import FLOAT_NOISE

Floats = NDArray[np.float64]

ACTUALS = ("month_id", "country_id", "ged_sb")
MONTHS = 12


def read_actuals(path: Path, panel: Panel, year: int, notes: list[Fault]) -> Floats:
    """Return what was observed in a year (units × 12), NaN for cells the file does not hold; adds a note on
    those.
    """
    table = checked_columns(path, ACTUALS)
    first = views_month_id(Period(year, 1))
    column = table["month_id"].to_numpy() - first
    faults = _cell_faults(path, table)
    if column.min() < 0 or column.max() >= MONTHS:
        low, high = int(column.min()) + first, int(column.max()) + first
        faults.append(
            Fault(
                f"{path}, month_id",
                f"months {low} to {high}",
                f"{first} to {first + 11}, the year {year} of the file's name",
                "The labels or the name carry the wrong year.",
            )
        )
    if faults:
        raise InputError(faults)
    row = {unit: place for place, unit in enumerate(panel.unit_ids)}
    result = np.full((len(panel.units), MONTHS), np.nan)
    for month, unit, deaths in zip(column, table["country_id"], table["ged_sb"], strict=True):
        if unit in row and deaths is not None:
            result[row[unit], month] = np.round(deaths)
    gone = np.isnan(result)
    if gone.any():
        names = [name for name, blank in zip(panel.units, gone, strict=True) if blank.any()]
        notes.append(
            Fault(
                path.name,
                f"{int(gone.sum())} of {gone.size} country-months without a count ({', '.join(names[:6])}"
                f"{f' and {len(names) - 6} more' if len(names) > 6 else ''})",
                "every country and month",
                "They are not observed: not scored, never counted as zero.",
            )
        )
    return result


def read_draws(path: Path, panel: Panel, year: int) -> Floats:
    """Return one file of draws (units × 12 × samples); raises InputError where cells or draws are missing."""
    table = checked_columns(path, ("month_id", "country_id", "draw", "outcome"))
    first = views_month_id(Period(year, 1))
    table = table.filter(
        pl.col("country_id").is_in(list(panel.unit_ids)), pl.col("month_id").is_between(first, first + 11)
    ).sort("country_id", "month_id", "draw")
    cells = len(panel.units) * MONTHS
    if (
        table.height == 0
        or table.height % cells
        or table.select("country_id", "month_id").n_unique() != cells
    ):
        raise InputError(
            Fault(
                str(path),
                f"{table.height} draws for {cells} cells of {year}",
                "the same number of draws for every country and month",
            )
        )
    order = np.argsort(np.argsort(np.array(panel.unit_ids)))
    cube = table["outcome"].to_numpy().astype(float).reshape(len(panel.units), MONTHS, -1)
    return np.asarray(cube[order])


def _cell_faults(path: Path, table: pl.DataFrame) -> list[Fault]:
    """Return faults for cells that appear twice and for counts that are negative or not whole."""
    deaths = table["ged_sb"].to_numpy()
    off = np.abs(np.nan_to_num(deaths) - np.round(np.nan_to_num(deaths))) > FLOAT_NOISE
    tests = {
        "country-months that appear more than once": table.select("month_id", "country_id")
        .is_duplicated()
        .to_numpy(),
        "counts below zero": np.nan_to_num(deaths) < -FLOAT_NOISE,
        "counts that are not whole": off,
    }
    faults = []
    for what, bad in tests.items():
        if bad.any():
            place = table.row(int(np.argmax(bad)), named=True)
            where = f"month {place['month_id']}, country {place['country_id']}"
            faults.append(
                Fault(
                    f"{path}, {where}",
                    f"{int(bad.sum())} {what} (here {place['ged_sb']:g})",
                    "one whole count a cell",
                )
            )
    return faults


def checked_columns(path: Path, wanted: tuple[str, ...]) -> pl.DataFrame:
    """Open a table that must have the columns `wanted`, all numbers."""
    table = open_table(path)
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise InputError(
            Fault(f"{path}, header", f"no column {', '.join(missing)}", ", ".join(wanted), "Was it renamed?")
        )
    whole = [pl.col(name).cast(pl.Float64).cast(pl.Int64) for name in wanted if name != "ged_sb"]
    rest = [pl.col(name).cast(pl.Float64) for name in wanted if name == "ged_sb"]
    try:
        chosen = table.select(*whole, *rest)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            Fault(str(path), f"values that are not numbers ({str(error)[:80]})", "numbers")
        ) from error
    if not chosen.height or chosen.select(whole).null_count().sum_horizontal()[0]:
        raise InputError(
            Fault(str(path), "no rows or blank labels", "a row a month and country, all labelled")
        )
    return chosen
