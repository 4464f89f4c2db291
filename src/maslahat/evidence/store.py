"""The store of evidence: one Parquet file a release, side by side; DuckDB over all of them (DESIGN §9)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from maslahat.core import Fault, InputError, write_json
from maslahat.evidence.records import Reading

if TYPE_CHECKING:
    import duckdb


class Store:
    """A folder with `records/*.parquet` and a note on each release; nothing in it is ever overwritten."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is first kept."""
        self.folder = folder

    def keep(self, reading: Reading) -> Path:
        """Write a reading; the same file a second time changes nothing, another under its name is an
        InputError.
        """
        name = re.sub(r"[^\w.-]+", "-", f"{reading.source}_{reading.release}")
        path = self.folder / "records" / f"{name}.parquet"
        note = path.with_suffix(".json")
        if note.exists():
            if json.loads(note.read_text(encoding="utf-8"))["sha256"] == reading.sha256:
                return path
            raise InputError(
                Fault(
                    str(path),
                    "another file under this release",
                    "one file a release",
                    "Give it a release name of its own.",
                )
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        origin = {"source": reading.source, "release": reading.release}
        reading.table.select(
            *(pl.lit(value).alias(key) for key, value in origin.items()), pl.all()
        ).write_parquet(path)
        write_json(
            note,
            origin
            | {
                "origin": reading.origin,
                "sha256": reading.sha256,
                "retrieved": reading.retrieved and reading.retrieved.isoformat(),
                "coverage": [
                    asdict(c) | {"first": c.first.isoformat(), "last": c.last.isoformat()}
                    for c in reading.coverage
                ],
                "faults": [str(fault) for fault in reading.faults],
            },
        )
        return path

    def releases(self) -> list[dict[str, Any]]:
        """Return the notes of every release kept, in order of name."""
        return [
            json.loads(p.read_text(encoding="utf-8"))
            for p in sorted((self.folder / "records").glob("*.json"))
        ]

    def table(self) -> pl.LazyFrame:
        """Return all records of all releases."""
        return pl.scan_parquet(self.folder / "records" / "*.parquet")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return DuckDB with the view `records` over every release; needs the extra `events`."""
        try:
            import duckdb  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise InputError(
                Fault("store", "no duckdb", "the extra `events`", "pip install 'maslahat[events]'")
            ) from error
        connection = duckdb.connect()
        pattern = str(self.folder / "records" / "*.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW records AS SELECT * FROM read_parquet('{pattern}')")
        return connection

    def revisions(self, source: str) -> pl.DataFrame:
        """Return records of a source whose best figure differs between releases, one row a record and
        release.
        """
        mine = (
            self.table()
            .filter(pl.col("source") == source)
            .select("record_id", "release", "low", "best", "high")
        )
        changed = (
            mine.group_by("record_id")
            .agg(pl.col("best").n_unique().alias("figures"))
            .filter(pl.col("figures") > 1)
        )
        return mine.join(changed.select("record_id"), on="record_id").sort("record_id", "release").collect()


def monthly_deaths(path: Path, kinds: tuple[int, ...] = (1,)) -> pl.DataFrame:
    """Return deaths (best) by country and month of a UCDP GED file, for files of millions of events.

    Events are counted once an id, dated by their end as VIEWS does; columns country, month, deaths, events.
    """
    wanted = [text for kind in kinds for text in (str(kind), f"{kind}.0")]
    scan = pl.scan_csv(path, infer_schema=False).select(
        "id", "country", "type_of_violence", pl.col("date_end").str.slice(0, 7).alias("month"), "best"
    )
    # Text is compared and hashed before anything is cast: most of a large file's time goes into casts and into
    # keeping strings. Two of a million different ids share a 64-bit hash once in thirty million files.
    return (
        scan.filter(pl.col("type_of_violence").is_in(wanted))
        .with_columns(pl.col("best").cast(pl.Int64, strict=False), pl.col("id").hash())
        .filter(pl.col("best") >= 0)
        .filter(pl.col("id").is_first_distinct())
        .group_by("country", "month")
        .agg(pl.col("best").sum().alias("deaths"), pl.len().alias("events"))
        .sort("country", "month")
        .collect()
    )
