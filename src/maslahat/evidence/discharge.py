"""GRDC daily or monthly discharge files: a header of `#` lines, then date; time; value (DESIGN §9)."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from maslahat.core import Fault, InputError

MISSING_VALUE = -999.0


def is_grdc(head: str) -> bool:
    """Return whether the text begins as a file of the Global Runoff Data Centre does."""
    return head.lstrip().startswith("#") and "GRDC" in head


def read_grdc(path: Path) -> tuple[pl.DataFrame, list[Fault]]:
    """Return a record a day or month (m³/s) of one station; −999 is not observed and is left out, with
    a note.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    header = dict(re.findall(r"^#\s*([^:\n]+):\s*(.+?)\s*$", text, flags=re.MULTILINE))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if not lines or ";" not in lines[0]:
        raise InputError(Fault(str(path), "no row of data after the header", "YYYY-MM-DD;hh:mm;value"))
    rows = [[cell.strip() for cell in line.split(";")] for line in lines[1:]]
    short = [number for number, row in enumerate(rows, start=2) if len(row) < 3]
    if short:
        raise InputError(
            Fault(f"{path}, data row {short[0]}", "a broken row", "date; time; value", "Half a file?")
        )
    frame = pl.DataFrame({"day": [r[0].replace("-00", "-01") for r in rows], "value": [r[2] for r in rows]})
    station = header.get("Station", path.stem)
    made = frame.select(
        record_id=pl.concat_str(pl.lit(f"{header.get('GRDC-No.', path.stem)} "), pl.col("day")),
        kind=pl.lit("discharge"),
        state=pl.lit(header.get("Country", "")),
        place=pl.lit(f"{header.get('River', '')} at {station}"),
        latitude=pl.lit(_float(header.get("Latitude (DD)"))),
        longitude=pl.lit(_float(header.get("Longitude (DD)"))),
        place_precision=pl.lit("exact"),
        date_start=pl.col("day").str.to_date("%Y-%m-%d", strict=False),
        date_end=pl.col("day").str.to_date("%Y-%m-%d", strict=False),
        date_precision=pl.lit("day" if any("-00" not in r[0] for r in rows) else "month"),
        best=pl.col("value").cast(pl.Float64, strict=False),
        measure=pl.lit("m3/s"),
    )
    gone = made.filter(pl.col("best").is_null() | (pl.col("best") <= MISSING_VALUE))
    faults = []
    if gone.height:
        faults.append(
            Fault(
                f"{gone.height} rows", "no value (-999)", "a discharge", "Not observed: left out, never zero."
            )
        )
    return made.filter(pl.col("best") > MISSING_VALUE), faults


def _float(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
