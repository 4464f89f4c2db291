"""What every reader gives back: records, coverage, faults (DESIGN §4, §9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from maslahat.core import Fault

SCHEMA: dict[str, Any] = {
    "record_id": pl.String,
    "kind": pl.String,
    "state": pl.String,
    "unit": pl.String,
    "place": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "place_precision": pl.String,
    "date_start": pl.Date,
    "date_end": pl.Date,
    "date_precision": pl.String,
    "low": pl.Float64,
    "best": pl.Float64,
    "high": pl.Float64,
    "measure": pl.String,
    "reference": pl.String,
}


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One record of a source: what, where, when, how many (low ≤ best ≤ high, in `measure`), and who
    says so.
    """

    source: str
    release: str
    retrieved: date | None
    record_id: str
    kind: str
    state: str
    unit: str | None
    place: str | None
    latitude: float | None
    longitude: float | None
    place_precision: str
    date_start: date
    date_end: date
    date_precision: str
    low: float | None
    best: float | None
    high: float | None
    measure: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source looked at: a state from one day to another. Outside it nothing was observed."""

    source: str
    release: str
    state: str
    first: date
    last: date
    records: int
    basis: str


@dataclass(frozen=True)
class Reading:
    """One file or answer of one source. `retrieved` is the day it was fetched where that is known."""

    source: str
    release: str
    origin: str
    sha256: str
    retrieved: date | None
    table: pl.DataFrame
    coverage: tuple[Coverage, ...]
    faults: tuple[Fault, ...] = ()
    proposals: tuple[tuple[str, str], ...] = field(default=())

    def records(self) -> Iterator[EventRecord]:
        """Yield the records one by one."""
        for row in self.table.iter_rows(named=True):
            yield EventRecord(source=self.source, release=self.release, retrieved=self.retrieved, **row)


def shaped(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with all columns of `SCHEMA`, in order and type; those not given are null."""
    given = [
        pl.col(name).cast(kind) if name in table.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in SCHEMA.items()
    ]
    return table.select(given)


def coverage_of(source: str, release: str, table: pl.DataFrame, basis: str) -> tuple[Coverage, ...]:
    """Return the coverage that the records themselves prove: first to last day of each state, and no more."""
    rows = (
        table.drop_nulls(["state", "date_start"])
        .group_by("state")
        .agg(pl.col("date_start").min().alias("first"), pl.col("date_end").max().alias("last"), pl.len())
        .sort("state")
    )
    return tuple(
        Coverage(source, release, s, first, last, n, basis) for s, first, last, n in rows.iter_rows()
    )
