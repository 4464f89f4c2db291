"""One function a source: its table as published -> the table of records, with faults (DESIGN §9).

Columns: UCDP GED codebook 23.1; ACLED codebook (2023); GDELT 2.0 Event codebook; UNODC Individual Drug
Seizures. A column that is missing or renamed is a fault, never a guess.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from maslahat.core import Fault, InputError
from maslahat.evidence.places import resolve_place

UCDP_KINDS = {"1": "state-based", "2": "non-state", "3": "one-sided"}
UCDP_PLACES = {
    "1": "exact",
    "2": "near",
    "3": "second-level unit",
    "4": "first-level unit",
    "5": "line or area",
    "6": "country",
    "7": "sea or air",
}
UCDP_DATES = {"1": "day", "2": "2–6 days", "3": "week", "4": "month", "5": "more than a month"}
UCDP = (
    "id",
    "type_of_violence",
    "where_prec",
    "where_coordinates",
    "adm_1",
    "latitude",
    "longitude",
    "country",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "high",
    "low",
)
ACLED = (
    "event_id_cnty",
    "event_date",
    "time_precision",
    "event_type",
    "country",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "fatalities",
)
SEIZURES = ("COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT", "DRUG_UNIT")
GDELT = (
    "GLOBALEVENTID",
    "SQLDATE",
    "EventCode",
    "QuadClass",
    "NumMentions",
    "ActionGeo_Type",
    "ActionGeo_FullName",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "SOURCEURL",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a source is known (`columns`), named and read."""

    source: str
    columns: tuple[str, ...]
    read: Callable[[pl.DataFrame], tuple[pl.DataFrame, list[Fault]]]
    basis: str
    optional: tuple[str, ...] = ()


def shape_of(where: str, columns: list[str]) -> Shape:
    """Return the source whose columns these are; raises InputError that names the nearest source's
    missing ones.
    """
    known = {name.lower() for name in columns}
    best = max(SHAPES, key=lambda shape: sum(c.lower() in known for c in shape.columns) / len(shape.columns))
    missing = [name for name in best.columns if name.lower() not in known]
    if not missing:
        return best
    if len(missing) > len(best.columns) / 2:
        expected = ", ".join(shape.source for shape in SHAPES) + ", or a ministry's table with --mapping"
        raise InputError(Fault(f"{where}, header", f"columns {', '.join(columns[:6])} …", expected))
    raise InputError(
        Fault(
            f"{where}, header",
            f"no column {', '.join(missing)}",
            f"the columns of {best.source}",
            "The source has changed or the file is not whole: nothing was read from it.",
        )
    )


def read_ucdp(table: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """Read UCDP GED or Candidate events: deaths with low, best and high estimate."""
    text = table.select(pl.all().cast(pl.String))
    day = "%Y-%m-%d"
    reference = [pl.col(c) for c in ("source_article", "source_original") if c in text.columns]
    made = text.select(
        record_id=pl.col("id"),
        kind=pl.col("type_of_violence").replace_strict(UCDP_KINDS, default="unknown"),
        state=pl.col("country"),
        unit=pl.col("adm_1"),
        place=pl.col("where_coordinates"),
        latitude=_number("latitude"),
        longitude=_number("longitude"),
        place_precision=pl.col("where_prec").replace_strict(UCDP_PLACES, default="unknown"),
        date_start=pl.col("date_start").str.slice(0, 10).str.to_date(day, strict=False),
        date_end=pl.col("date_end").str.slice(0, 10).str.to_date(day, strict=False),
        date_precision=pl.col("date_prec").replace_strict(UCDP_DATES, default="unknown"),
        low=_number("low"),
        best=_number("best"),
        high=_number("high"),
        measure=pl.lit("deaths"),
        reference=pl.coalesce(reference) if reference else pl.lit(None, dtype=pl.String),
    )
    return made, _record_faults(made)


def read_acled(table: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """Read ACLED events: one reported figure of deaths, so low, best and high are the same."""
    text = table.select(pl.all().cast(pl.String))
    start = pl.coalesce(
        pl.col("event_date").str.to_date("%Y-%m-%d", strict=False),
        pl.col("event_date").str.to_date("%d %B %Y", strict=False),
    )
    deaths = _number("fatalities")
    made = text.select(
        record_id=pl.col("event_id_cnty"),
        kind=pl.col("event_type"),
        state=pl.col("country"),
        unit=pl.col("admin1"),
        place=pl.col("location"),
        latitude=_number("latitude"),
        longitude=_number("longitude"),
        place_precision=pl.col("geo_precision").replace_strict(
            {"1": "exact", "2": "near", "3": "first-level unit"}, default="unknown"
        ),
        date_start=start,
        date_end=start,
        date_precision=pl.col("time_precision").replace_strict(
            {"1": "day", "2": "week", "3": "month"}, default="unknown"
        ),
        low=deaths,
        best=deaths,
        high=deaths,
        measure=pl.lit("deaths"),
        reference=pl.col("source") if "source" in text.columns else pl.lit(None, dtype=pl.String),
    )
    return made, _record_faults(made)


def read_gdelt(table: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """Read GDELT 2.0 events: mentions in the press, counted by machine, not deaths."""
    text = table.select(pl.all().cast(pl.String))
    day = pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False)
    made = text.select(
        record_id=pl.col("GLOBALEVENTID"),
        kind=pl.concat_str(pl.lit("CAMEO "), pl.col("EventCode")),
        state=pl.col("ActionGeo_CountryCode"),
        unit=pl.col("ActionGeo_ADM1Code"),
        place=pl.col("ActionGeo_FullName"),
        latitude=_number("ActionGeo_Lat"),
        longitude=_number("ActionGeo_Long"),
        place_precision=pl.col("ActionGeo_Type").replace_strict(
            {"1": "country", "2": "first-level unit", "3": "town", "4": "town", "5": "first-level unit"},
            default="unknown",
        ),
        date_start=day,
        date_end=day,
        date_precision=pl.lit("day"),
        best=_number("NumMentions"),
        measure=pl.lit("mentions in the press"),
        reference=pl.col("SOURCEURL"),
    )
    return made, _record_faults(made)


def read_seizures(table: pl.DataFrame) -> tuple[pl.DataFrame, list[Fault]]:
    """Read UNODC individual drug seizures; every spelling of a unit is resolved or named as unresolved."""
    text = table.select(pl.all().cast(pl.String)).with_row_index("row", offset=2)
    pairs = text.select("COUNTRY", "ADMINISTRATIVE_DIVISION").unique().rows()
    resolved = {}
    unresolved: dict[tuple[str, str], list[str]] = {}
    for state, given in sorted((s or "", g or "") for s, g in pairs):
        place = resolve_place(given, state)
        resolved[(state, given)] = place.unit
        if given and place.unit is None:
            unresolved.setdefault((state, place.reason), []).append(repr(given))
    faults = [
        Fault(
            f"ADMINISTRATIVE_DIVISION, {state}",
            ", ".join(names),
            "a first-level unit",
            f"Unresolved: {reason}.",
        )
        for (state, reason), names in unresolved.items()
    ]
    units = [
        resolved[(s or "", g or "")] for s, g in text.select("COUNTRY", "ADMINISTRATIVE_DIVISION").iter_rows()
    ]
    day = pl.col("SEIZURE_DATE").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    amount = _number("AMOUNT")
    made = text.with_columns(pl.Series("unit", units, dtype=pl.String)).select(
        record_id=pl.concat_str(pl.lit("row "), pl.col("row")),
        kind=pl.concat_str(pl.lit("seizure of "), pl.col("DRUG_NAME")),
        state=pl.col("COUNTRY"),
        unit=pl.col("unit"),
        place=pl.col("PLACE").str.strip_chars(" ,"),
        place_precision=pl.when(pl.col("unit").is_null())
        .then(pl.lit("country"))
        .otherwise(pl.lit("first-level unit")),
        date_start=day,
        date_end=day,
        date_precision=pl.lit("day"),
        low=amount,
        best=amount,
        high=amount,
        measure=pl.col("DRUG_UNIT"),
    )
    return made, _record_faults(made) + faults


def duplicates(table: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return pairs of records that may be one: same day, state, kind, and amount within 2 %. Proposed,
    not merged.

    Grams and kilograms are compared as kilograms. Each record is paired with the first it resembles.
    """
    weight = pl.when(pl.col("measure").str.to_lowercase().str.starts_with("gram")).then(pl.col("best") / 1000)
    keyed = table.with_columns(weight.otherwise(pl.col("best")).alias("amount")).drop_nulls(
        ["date_start", "state", "kind", "amount"]
    )
    pairs = []
    for _, group in keyed.group_by(["date_start", "state", "kind"], maintain_order=True):
        if group.height > 1:
            ordered = group.sort("amount")
            rows = list(zip(ordered["record_id"], ordered["amount"], strict=True))
            pairs += [
                (first, second) for (first, a), (second, b) in itertools.pairwise(rows) if b - a <= 0.02 * b
            ]
    return tuple(pairs)


def _number(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64, strict=False)


def _record_faults(made: pl.DataFrame) -> list[Fault]:
    """Name records without a date, with estimates out of order or negative: they stay out of any count."""
    checks = {
        "no readable date": pl.col("date_start").is_null(),
        "no state": pl.col("state").is_null() | (pl.col("state") == ""),
        "no number": pl.col("best").is_null(),
        "a negative number": pl.col("best") < 0,
    }
    if "low" in made.columns:
        checks["low, best and high out of order"] = (pl.col("low") > pl.col("best")) | (
            pl.col("best") > pl.col("high")
        )
    faults = []
    for what, test in checks.items():
        bad = made.filter(test)["record_id"]
        if len(bad):
            shown = ", ".join(str(value) for value in bad.head(5))
            faults.append(
                Fault(f"{len(bad)} records ({shown}{' …' if len(bad) > 5 else ''})", what, "a whole record")
            )
    return faults


SHAPES = (
    Shape(
        "UCDP GED",
        UCDP,
        read_ucdp,
        "events with at least one death that the press reported",
        ("source_article", "source_original"),
    ),
    Shape("ACLED", ACLED, read_acled, "events that ACLED's sources reported", ("source",)),
    Shape("UNODC IDS", SEIZURES, read_seizures, "seizures that a state chose to report"),
    Shape("GDELT 2.0", GDELT, read_gdelt, "events coded by machine from the press"),
)
