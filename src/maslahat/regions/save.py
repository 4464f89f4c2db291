"""Writes a region as a folder of CSV files with its descriptor, as `load` reads it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from maslahat.core.canonical import write_text
from maslahat.regions.describe import column_order
from maslahat.regions.package import descriptor
from maslahat.regions.region import Region


def write_folder(region: Region, folder: Path, name: str, title: str, description: str) -> None:
    """Write every table of `region` and `datapackage.yaml` into `folder`; the same region, the same bytes."""
    tables = region.tables()
    for table, rows in tables:
        write_text(folder / f"{table}.csv", _csv(table, rows))
    names = [table for table, _ in tables]
    write_text(folder / "datapackage.yaml", descriptor(name, title, description, names))


def cell_text(value: Any) -> str:
    """Return a value as it stands in a cell; whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _csv(table: str, rows: tuple[Any, ...]) -> str:
    columns = column_order(table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_text(getattr(row, column)) for column in columns] for row in rows)
    return text.getvalue()
