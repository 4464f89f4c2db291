"""The ledger: forecasts frozen with a hash and a date before the outcome, scored when it is known (DESIGN
§9).

One JSON file a forecast; a file whose content no longer has its hash is refused. Draws are kept as values
with
how many of the draws have them, so that every score can be computed exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maslahat.core import Fault, InputError, Period, digest, write_json
from maslahat.evidence.table import open_table
from maslahat.outlook.events.combination import BASELINES, Forecast
from maslahat.outlook.events.grid import draws_of
from maslahat.outlook.events.panel import Panel, views_month
from maslahat.outlook.events.panel_read import parse_month
from maslahat.outlook.events.scores import score_cells

Floats = NDArray[np.float64]

SCHEMA = "maslahat/outlook-ledger/1"
FROZEN_BASELINES = ("zero", "last-12-months")


@dataclass(frozen=True)
class Entry:
    """One frozen forecast: whose, when it was frozen, up to which month it knew, and draws by unit and
    month.
    """

    model: str
    frozen: date
    cutoff: Period
    release: str
    origin: str
    draws: dict[tuple[str, Period], Floats]

    def content(self) -> dict[str, Any]:
        """Return the entry as JSON without its hash."""
        cells = [
            {"unit": unit, "month": str(month), "values": values, "times": times}
            for (unit, month), drawn in sorted(self.draws.items(), key=lambda item: (item[0][0], item[0][1]))
            for values, times in [_counted(drawn)]
        ]
        return {
            "schema": SCHEMA,
            "model": self.model,
            "frozen": self.frozen.isoformat(),
            "cutoff": str(self.cutoff),
            "release": self.release,
            "origin": self.origin,
            "cells": cells,
        }


@dataclass(frozen=True, slots=True)
class EntryScore:
    """Mean scores of one entry over the cells that are known now; `open_cells` wait for their outcome."""

    model: str
    cutoff: Period
    frozen: date
    cells: int
    open_cells: int
    crps: float | None
    ign: float | None
    mis: float | None
    after_the_fact: bool


def entries_of(forecast: Forecast, panel: Panel, frozen: date) -> tuple[Entry, ...]:
    """Return the forecast and the simple baselines as entries, all of the same day and knowledge."""
    leads = tuple(panel.index_of(month) - panel.months + 1 for month in forecast.months)
    tables = {forecast.model: forecast.cdf} | {
        name: BASELINES[name](panel, leads) for name in FROZEN_BASELINES
    }
    return tuple(
        Entry(
            model=name,
            frozen=frozen,
            cutoff=forecast.cutoff,
            release=panel.release,
            origin="maslahat outlook freeze",
            draws={
                (unit, month): row
                for unit, cells in zip(forecast.units, table, strict=True)
                for month, row in zip(forecast.months, draws_of(cells), strict=True)
            },
        )
        for name, table in tables.items()
    )


def freeze(folder: Path, entry: Entry) -> Path:
    """Write an entry under its model, cut-off and hash; the same entry twice is the same file."""
    content = entry.content()
    sealed = digest(content)
    name = re.sub(r"[^\w.-]+", "-", f"{entry.cutoff}_{entry.model}_{sealed.split(':')[1][:12]}")
    path = folder / f"{name}.json"
    write_json(path, content | {"digest": sealed})
    return path


def read_ledger(folder: Path) -> tuple[Entry, ...]:
    """Return every entry; raises InputError for each file that is broken or was changed after it was
    sealed.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.json")):
        try:
            entries.append(_entry(path))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    if not entries:
        raise InputError(Fault(str(folder), "no frozen forecast", "files that `outlook freeze` wrote"))
    return tuple(entries)


def _entry(path: Path) -> Entry:
    """Read one entry and check its hash."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        sealed = content.pop("digest")
    except (json.JSONDecodeError, KeyError, AttributeError) as error:
        raise InputError(Fault(str(path), "a file that is no whole entry", "a frozen forecast")) from error
    if digest(content) != sealed:
        raise InputError(
            Fault(
                str(path),
                "content that does not have its hash",
                sealed,
                "It was changed after it was frozen.",
            )
        )
    cells = {
        (cell["unit"], Period.parse(cell["month"])): np.repeat(np.array(cell["values"], float), cell["times"])
        for cell in content["cells"]
    }
    return Entry(
        content["model"],
        date.fromisoformat(content["frozen"]),
        Period.parse(content["cutoff"]),
        content["release"],
        content["origin"],
        cells,
    )


def score_entries(entries: Iterable[Entry], panel: Panel) -> tuple[EntryScore, ...]:
    """Return the scores of every entry on the cells that the panel holds."""
    return tuple(_score(entry, panel) for entry in entries)


def _score(entry: Entry, panel: Panel) -> EntryScore:
    """Score the cells whose outcome is known; ignore none silently: the open ones are counted."""
    row = {unit: place for place, unit in enumerate(panel.units)}
    scores = []
    for (unit, month), draws in entry.draws.items():
        outcome = panel.observed(month, 1)[row[unit], 0] if unit in row else np.nan
        if not np.isnan(outcome):
            scores.append(score_cells(draws[None], np.array([outcome])).means())
    crps, ign, mis = np.mean(scores, axis=0).tolist() if scores else (None, None, None)
    first = min(month for _, month in entry.draws)
    after = (entry.frozen.year, entry.frozen.month) > (first.year, first.month)
    return EntryScore(
        entry.model,
        entry.cutoff,
        entry.frozen,
        len(scores),
        len(entry.draws) - len(scores),
        crps,
        ign,
        mis,
        after_the_fact=after,
    )


def import_forecast(
    path: Path, model: str, cutoff: Period, frozen: date, names: dict[int, str] | None = None
) -> Entry:
    """Return other people's forecast as an entry.

    Layouts: VIEWS draws (month_id, country_id, draw, outcome), VIEWS points (month_id or dates, country_id or
    name, predicted or outcome_n), PaCE (a month × country table of expected deaths). Raises InputError
    where the
    columns are none of these or a forecast month lies in what was known.
    """
    table = open_table(path)
    columns = set(table.columns)
    if {"month_id", "country_id", "draw", "outcome"} <= columns:
        draws = _from_rows(table, "month_id", "country_id", "outcome", names or {})
    elif (
        "predicted" in columns
        and columns & {"name", "country_id"}
        and columns & {"dates", "month_id", "month"}
    ):
        month = next(c for c in ("dates", "month_id", "month") if c in columns)
        draws = _from_rows(
            table, month, "name" if "name" in columns else "country_id", "predicted", names or {}
        )
    else:
        draws = _from_wide(path, table)
    early = sorted({str(month) for _, month in draws if month <= cutoff})
    if early:
        raise InputError(Fault(str(path), f"forecasts of {early[0]}", f"months after the cut-off {cutoff}"))
    return Entry(model, frozen, cutoff, path.name, "import", draws)


def _from_rows(
    table: pl.DataFrame, month: str, unit: str, value: str, names: dict[int, str]
) -> dict[tuple[str, Period], Floats]:
    """Read a long table: one or many rows a unit and month."""
    grouped = table.group_by(unit, month, maintain_order=True).agg(pl.col(value).cast(pl.Float64))
    result = {}
    for who, when, drawn in grouped.iter_rows():
        period = views_month(int(when)) if str(when).isdigit() else parse_month(str(when))
        if period is None:
            raise InputError(Fault(f"column {month}", repr(when), "a VIEWS month id, YYYY-MM or a date"))
        name = names.get(int(who), str(who)) if str(who).isdigit() else str(who)
        result[(name, period)] = np.array(drawn, dtype=float)
    return result


def _from_wide(path: Path, table: pl.DataFrame) -> dict[tuple[str, Period], Floats]:
    """Read a month × country table of expected deaths, one draw a cell."""
    months = [parse_month(str(value)) for value in table[table.columns[0]]]
    values = table.select(pl.col(table.columns[1:]).cast(pl.Float64, strict=False))
    if None in months or values.width == 0 or sum(values.null_count().row(0)):
        raise InputError(
            Fault(
                str(path), "no layout that is known", "VIEWS draws, VIEWS points or a month × country table"
            )
        )
    return {
        (unit, month): np.array([max(value, 0.0)])
        for unit in values.columns
        for month, value in zip(months, values[unit], strict=True)
        if month is not None
    }


def _counted(draws: Floats) -> tuple[list[float], list[int]]:
    """Return the different values and how many draws have each."""
    values, times = np.unique(draws, return_counts=True)
    return values.tolist(), times.tolist()
