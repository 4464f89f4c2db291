"""A ministry's own CSV or XLSX, read by a mapping file that says which column is what (DESIGN §9)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from maslahat.core import Fault, InputError
from maslahat.evidence.places import resolve_place


class Columns(BaseModel):
    """Names of the columns in the file; `best` is the number in `measure`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str
    best: str
    id: str | None = None
    kind: str | None = None
    unit: str | None = None
    place: str | None = None
    low: str | None = None
    high: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    reference: str | None = None


class Mapping(BaseModel):
    """What a mapping file (YAML) holds: source, release, state, measure, date format, columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    release: str = Field(min_length=1)
    state: str = Field(min_length=1)
    measure: str = Field(min_length=1)
    kind: str = "record"
    date_format: str = "%Y-%m-%d"
    columns: Columns


def read_mapping(path: Path) -> Mapping:
    """Return the mapping; raises InputError with every field that is wrong."""
    try:
        return Mapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise InputError(Fault(str(path), "no such file", "a mapping in YAML")) from error
    except yaml.YAMLError as error:
        raise InputError(Fault(str(path), "text that is not YAML", "a mapping in YAML")) from error
    except ValidationError as error:
        raise InputError(
            [
                Fault(
                    f"{path}, {'.'.join(str(k) for k in e['loc']) or 'file'}", str(e["input"])[:60], e["msg"]
                )
                for e in error.errors()
            ]
        ) from error


def read_ministry(path: Path, table: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, list[Fault]]:
    """Return the records and faults; raises InputError where a mapped column is not in the file."""
    wanted = mapping.columns.model_dump(exclude_none=True)
    missing = [f"{field} → {name}" for field, name in wanted.items() if name not in table.columns]
    if missing:
        raise InputError(
            Fault(
                f"{path}, header",
                f"no column for {', '.join(missing)}",
                f"one of {', '.join(table.columns[:12])}",
            )
        )
    text = table.select(pl.all().cast(pl.String)).with_row_index("row", offset=2)
    day = pl.col(wanted["date"]).str.strip_chars().str.to_date(mapping.date_format, strict=False)
    given = {name: pl.col(wanted[name]) for name in ("kind", "place", "reference") if name in wanted}
    numbers = {
        name: pl.col(wanted[name]).str.replace(",", ".").cast(pl.Float64, strict=False)
        for name in ("low", "best", "high", "latitude", "longitude")
        if name in wanted
    }
    base = {
        "record_id": pl.col(wanted["id"]) if "id" in wanted else pl.concat_str(pl.lit("row "), pl.col("row")),
        "kind": pl.lit(mapping.kind),
        "state": pl.lit(mapping.state),
        "date_start": day,
        "date_end": day,
        "date_precision": pl.lit("day"),
        "place_precision": pl.lit("first-level unit" if "unit" in wanted else "country"),
        "measure": pl.lit(mapping.measure),
    }
    made = text.select(**(base | given | numbers))
    faults = []
    if "unit" in wanted:
        places = [resolve_place(value or "", mapping.state) for value in text[wanted["unit"]]]
        made = made.with_columns(pl.Series("unit", [place.unit for place in places], dtype=pl.String))
        unresolved = sorted({p.given for p in places if p.unit is None and p.given})
        faults = [
            Fault(f"{path}, {wanted['unit']}", repr(u), "a first-level unit", "Unresolved.")
            for u in unresolved
        ]
    for name in ("date_start", "best"):
        bad = text["row"].filter(made[name].is_null())
        if len(bad):
            rows = ", ".join(str(r) for r in bad.head(5))
            what = f"a date as {mapping.date_format}" if name == "date_start" else "a number"
            faults.append(Fault(f"{path}, rows {rows}", f"{len(bad)} cells that do not read", what))
    return made, faults
