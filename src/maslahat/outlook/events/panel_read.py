"""Read a month × unit table of deaths, wide or long, and say everything that is odd about it (DESIGN §9,
§13).

Wide: a first column with the month (a VIEWS month id, `YYYY-MM` or a date) and a column a country, as in the
PaCE and VIEWS histories. Long: `month_id`, `country_id` and a column of counts. What makes the table unusable
is an InputError with every fault at once; what was mended or left out is a note on the panel.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from maslahat.core import Fault, InputError, Period
from maslahat.evidence.table import cut_short, open_table
from maslahat.outlook.events.countries import missing_countries
from maslahat.outlook.events.panel import Panel, views_month
from maslahat.outlook.events.statehood import label_faults

Floats = NDArray[np.float64]

FLOAT_NOISE = 1e-6
COUNT_COLUMNS = ("ged_sb", "ged_sb_best", "sb_best", "best", "deaths", "fatalities", "outcome")
MONTH_COLUMNS = ("month_id", "month", "date", "period", "time")
UNIT_COLUMNS = ("country_id", "country", "unit", "unit_id", "name", "isoab", "priogrid_gid", "priogrid_id")
MISSING = ("", "nan", "na", "null", "none")
UNLABELLED = ("", "index", "unnamed: 0", "column_1")


def read_panel(path: Path, names: dict[int, str] | None = None) -> Panel:
    """Return the panel in `path`; `names` turns the ids of a long table into names of units.

    Raises InputError for a web page, half a file, missing or repeated columns, months that repeat or leave
    gaps, labels whose year cannot be right, counts that are negative, not numbers or not whole.
    """
    table = open_table(path)
    broken = cut_short(path, table)
    if broken:
        raise InputError(broken)
    lowered = {name.lower().strip(): name for name in table.columns}
    count_column = next((lowered[c] for c in COUNT_COLUMNS if c in lowered), None)
    unit_column = next((lowered[c] for c in UNIT_COLUMNS if c in lowered), None)
    if unit_column is not None:
        panel = _read_long(path, table, unit_column, count_column, names or {})
    else:
        panel = _read_wide(path, table)
    if names is not None:
        return panel
    return replace(panel, notes=(*missing_countries(path.name, panel.units), *panel.notes))


def _read_long(path: Path, table: pl.DataFrame, unit: str, count: str | None, names: dict[int, str]) -> Panel:
    """Turn a long table into a wide one and read that."""
    month = next((c for c in table.columns if c.lower() in MONTH_COLUMNS), None)
    missing = [("month", MONTH_COLUMNS)] * (month is None) + [("count", COUNT_COLUMNS)] * (count is None)
    if month is None or count is None:
        raise InputError(
            [
                Fault(f"{path}, header", f"no column of the {what}", "one of " + ", ".join(known))
                for what, known in missing
            ]
        )
    repeated = table.select(month, unit).is_duplicated()
    if repeated.any():
        row = table.row(int(repeated.arg_true()[0]), named=True)
        raise InputError(
            Fault(
                f"{path}, {month} {row[month]}, {unit} {row[unit]}",
                f"{int(repeated.sum())} rows that share month and unit",
                "one row a unit and month",
            )
        )
    wide = table.pivot(on=unit, index=month, values=count, sort_columns=False)
    wide = wide[np.argsort([_month_order(label) for label in wide[month]], kind="stable")]
    ids = tuple(_whole(column) for column in wide.columns[1:])
    renamed = {c: names.get(i, c) for c, i in zip(wide.columns[1:], ids, strict=True) if i in names}
    panel = _read_wide(path, wide.rename(renamed))
    if all(i > 0 for i in ids):
        return Panel(panel.units, panel.start, panel.counts, ids, panel.notes, panel.release)
    return panel


def _month_order(label: object) -> int:
    """Return a number that sorts labels of months; one that cannot be read comes first, and is named later."""
    period = parse_month(str(label))
    return 0 if period is None else period.year * 12 + period.month


def _whole(text: str) -> int:
    """Return the whole number in `text`, or 0 where there is none."""
    return int(float(text)) if re.fullmatch(r"\d+(\.0*)?", text) else 0


def _read_wide(path: Path, table: pl.DataFrame) -> Panel:
    """Read months down and units across."""
    months, units = _months(path, table)
    counts, faults, notes = _counts(path, table.select(units), months)
    start = months[0] if months else Period(1, 1)
    if not faults:
        faults = _month_faults(path, months) + label_faults(path, tuple(units), start, counts)
    if faults:
        raise InputError(faults)
    return Panel(tuple(units), start, counts, notes=tuple(notes), release=path.name)


def _months(path: Path, table: pl.DataFrame) -> tuple[list[Period], list[str]]:
    """Return the month of every row and the names of the columns that are units."""
    lowered = [name.lower().strip() for name in table.columns]
    if "year" in lowered and "month" in lowered:
        year, month = (table.columns[lowered.index(key)] for key in ("year", "month"))
        labels = [f"{y}-{m}" for y, m in zip(table[year], table[month], strict=True)]
        used = {year, month}
    else:
        place = next((k for k, name in enumerate(lowered) if name in MONTH_COLUMNS), 0)
        labels = [str(value) for value in table[table.columns[place]]]
        used = {table.columns[place]}
    units = [name for name in table.columns if name not in used and name.lower().strip() not in UNLABELLED]
    faults = []
    periods = []
    for row, label in enumerate(labels, start=2):
        period = parse_month(label)
        if period is None:
            shown = label if len(label) <= 40 else f"{label[:40]}…"
            faults.append(
                Fault(f"{path}, row {row}, first column", repr(shown), "a VIEWS month id, YYYY-MM or a date")
            )
        else:
            periods.append(period)
    if not units:
        faults.append(Fault(f"{path}, header", "no column of a country", "a column a country"))
    if not labels:
        faults.append(Fault(str(path), "a header and no rows", "a row a month"))
    if faults:
        raise InputError(faults[:20])
    return periods, units


def parse_month(label: str) -> Period | None:
    """Return the month that a label means: a VIEWS id (1 is 1980-01), `YYYY-MM`, a date; None if none."""
    label = label.strip()
    if re.fullmatch(r"\d{1,3}(\.0*)?", label) and float(label) >= 1:
        return views_month(int(float(label)))
    match = re.match(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2}.*)?$", label) or re.fullmatch(
        r"(\d{4})(\d{2})(?:\d{2})?", label
    )
    if match and 1 <= int(match[2]) <= 12:
        return Period(int(match[1]), int(match[2]))
    return None


def _month_faults(path: Path, months: Sequence[Period]) -> list[Fault]:
    """Name months that repeat, run backwards or leave a gap, and years that the file's own name denies."""
    faults = []
    for row, (before, after) in enumerate(itertools.pairwise(months), start=3):
        if after != before.plus(1):
            faults.append(
                Fault(
                    f"{path}, row {row}",
                    f"{after} after {before}",
                    f"{before.plus(1)}",
                    "Labels must run month by month; put missing months in as rows of blanks.",
                )
            )
    named = re.search(r"(?<!\d)((?:19|20)\d{2})[_-]((?:19|20)\d{2})(?!\d)", path.stem)
    if named and (months[0].year, months[-1].year) != (int(named[1]), int(named[2])):
        faults.append(
            Fault(
                f"{path}, first column",
                f"months {months[0]} to {months[-1]}",
                f"{named[1]}-01 to {named[2]}-12, as the file's own name says",
                "Either the labels carry the wrong year or rows are missing.",
            )
        )
    return faults[:20]


def _counts(
    path: Path, table: pl.DataFrame, months: Sequence[Period]
) -> tuple[Floats, list[Fault], list[Fault]]:
    """Return counts (units × months), faults, and notes on what was mended or is not observed."""
    faults: list[Fault] = []
    columns = []
    for name in table.columns:
        values, wrong = _column(table[name])
        columns.append(values)
        faults += [
            Fault(f"{path}, {months[row]}, {name}", repr(found), "a number of deaths, 0 or more, or a blank")
            for row, found in wrong
        ]
    counts = np.array(columns)
    whole = np.round(counts)
    off = np.abs(counts - whole)
    faults += _broken_counts(path, table.columns, months, counts, off)
    notes = _notes(path, table.columns, months, whole, int((np.nan_to_num(off) > 0).sum()))
    return whole + 0.0, faults[:50], notes


def _broken_counts(
    path: Path, units: Sequence[str], months: Sequence[Period], counts: Floats, off: Floats
) -> list[Fault]:
    """Return a fault a column whose counts are not whole, with its first one."""
    faults = []
    for unit, row in enumerate(np.nan_to_num(off) > FLOAT_NOISE):
        if row.any():
            first = int(row.argmax())
            faults.append(
                Fault(
                    f"{path}, {units[unit]}",
                    f"{int(row.sum())} counts that are not whole, first {counts[unit, first]:g} in {months[first]}",
                    "whole numbers of deaths",
                    "Are these rates, logarithms or means?",
                )
            )
    return faults


def _column(column: pl.Series) -> tuple[Floats, list[tuple[int, str]]]:
    """Return one column as floats, and the rows that hold something else."""
    if column.dtype.is_numeric():
        values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
        return values, [
            (int(r), str(values[r])) for r in np.flatnonzero((values < -FLOAT_NOISE) | np.isinf(values))
        ]
    text = column.cast(pl.String).fill_null("").str.strip_chars()
    numbers = text.cast(pl.Float64, strict=False)
    values = numbers.fill_null(float("nan")).to_numpy().copy()
    blank = text.str.to_lowercase().is_in(MISSING).to_numpy()
    wrong = np.flatnonzero((np.isnan(values) & ~blank) | (values < -FLOAT_NOISE) | np.isinf(values))
    return values, [(int(row), text[int(row)]) for row in wrong]


def _notes(
    path: Path, units: Sequence[str], months: Sequence[Period], counts: Floats, noisy: int
) -> list[Fault]:
    """Say what was rounded and what is not observed: before statehood, in between, at the end."""
    notes = []
    if noisy:
        notes.append(
            Fault(
                path.name,
                f"{noisy} counts a hair off whole (float noise)",
                "whole numbers",
                "They were rounded.",
            )
        )
    gone = np.isnan(counts)
    seen = ~gone
    first = np.where(seen.any(axis=1), seen.argmax(axis=1), len(months))
    last = np.where(seen.any(axis=1), len(months) - 1 - seen[:, ::-1].argmax(axis=1), -1)
    late = [unit for unit, begin in zip(units, first, strict=True) if 0 < begin < len(months)]
    if late:
        notes.append(
            Fault(
                path.name,
                f"{len(late)} units blank before their first month ({_some(late)})",
                "counts from the first month on",
                "Blank is kept as not observed (before statehood), never as zero.",
            )
        )
    place = np.arange(len(months))
    for unit, begin, finish, row in zip(units, first, last, gone, strict=True):
        missing = row & (place > begin)
        if begin == len(months):
            notes.append(
                Fault(f"{path.name}, {unit}", "no count at all", "counts", "Nothing is forecast for it.")
            )
        elif missing.any():
            at = [str(months[int(k)]) for k in np.flatnonzero(missing)]
            where = "at the end" if missing.sum() == len(months) - 1 - finish else "after its first count"
            notes.append(
                Fault(
                    f"{path.name}, {unit}",
                    f"{int(missing.sum())} blank months {where} ({_some(at)})",
                    "a count every month",
                    "They are not observed: not scored, and no forecast reads them as peace.",
                )
            )
    return notes


def _some(names: Sequence[str], most: int = 6) -> str:
    """Return the first names and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
