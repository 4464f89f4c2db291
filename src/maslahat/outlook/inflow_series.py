"""A user's own monthly series, read from CSV in long or wide layout, and its model as rows of a region
(DESIGN §5).

Long: columns `year,month,flow_m3s`, or `date,flow_m3s` with dates as `1974-04` or `1974-04-30`; further
columns of flows are further heads, or a column `node` names the head of the row. Wide: a row a year, the
year first, then twelve flows from January to December, with or without a header. An empty cell is a gap.
Ten-day values of one month are averaged.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from maslahat.core import Fault, InputError, Period
from maslahat.outlook.inflow import InflowModel
from maslahat.outlook.inflow_fit import fit, observed_annual_cv, series_table
from maslahat.outlook.inflow_group import common_loadings
from maslahat.outlook.inflow_marginal import score_of_flow

Series = dict[Period, float]
KEYS = frozenset({"year", "month", "date", "node"})
MOST_FAULTS = 50
GROUP = "fitted-together"
WIDTHS = (13, 37)  # a year and its months, or its ten-day periods
_DATE = re.compile(r"^(\d{4})-(\d{1,2})(-\d{1,2})?$")


@dataclass(frozen=True, slots=True)
class FittedSeries:
    """A model fitted on a series, and what a region's tables want to know of it."""

    model: InflowModel
    years: int
    annual_cv_observed: float | None
    lag1_month: float


@dataclass
class _Reading:
    """What was read so far, and every fault."""

    file: str
    sums: dict[str, dict[Period, list[float]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, node: str, period: Period | None, cell: str, where: str) -> None:
        """Take one cell; an empty one is a gap."""
        text = cell.strip()
        if period is None or text in ("", "NA", "NaN", "nan", "-"):
            return
        try:
            flow = float(text)
        except ValueError:
            flow = float("nan")
        if not (np.isfinite(flow) and flow >= 0):
            self.faults.append(Fault(where, repr(text), "a flow in m³/s, nought or more"))
            return
        self.sums.setdefault(node, {}).setdefault(period, []).append(flow)


def read_series(path: Path) -> dict[str, Series]:
    """Return the monthly flows (m³/s) of every head in the file; InputError with every fault (at most 50
    shown).
    """
    table = _cells(path, "a CSV file of monthly flows")
    reading = _Reading(path.name)
    header = [cell.strip().lower() for cell in table[0]]
    if {"year", "month"} <= set(header) or "date" in header:
        _read_long(reading, header, table[1:])
    else:
        _read_wide(reading, table, path.stem.lower())
    if not reading.sums and not reading.faults:
        reading.faults.append(Fault(path.name, "no flows", "columns year, month and a flow, or a row a year"))
    if reading.faults:
        raise InputError(reading.faults[:MOST_FAULTS])
    return {
        node: {period: sum(flows) / len(flows) for period, flows in sorted(months.items())}
        for node, months in reading.sums.items()
    }


def read_predictors(path: Path) -> dict[str, dict[int, float]]:
    """Return predictors by name and year from a CSV file with a column `year` and a column for each of them.

    An empty cell is a gap. InputError with every fault.
    """
    table = _cells(path, "a CSV file with a column `year` and a column for each predictor")
    header = [cell.strip() for cell in table[0]]
    if len(header) < 2 or header[0].lower() != "year":
        shown = ", ".join(header)
        raise InputError(
            Fault(f"{path.name}, header", repr(shown), "`year` first, then the names of predictors")
        )
    found: dict[str, dict[int, float]] = {name: {} for name in header[1:]}
    faults = []
    for number, row in enumerate(table[1:], start=2):
        for name, cell in zip(header[1:], row[1:], strict=False):
            try:
                if cell.strip():
                    found[name][int(row[0])] = float(cell)
            except ValueError:
                where = f"{path.name}, row {number}, column {name}"
                faults.append(Fault(where, repr(f"{row[0]}: {cell}"), "a year and a number"))
    if faults:
        raise InputError(faults[:MOST_FAULTS])
    return found


def fit_series(series: Mapping[str, Mapping[Period, float]]) -> tuple[FittedSeries, ...]:
    """Fit the model of each head; heads of several columns are one group, with what they were seen to
    share.
    """
    models = [fit(node, flows) for node, flows in series.items()]
    loadings = common_loadings(models, series)
    return tuple(
        _described(
            replace(model, group=GROUP if len(models) > 1 else model.node, loading=loading),
            series[model.node],
        )
        for model, loading in zip(models, loadings, strict=True)
    )


def _described(model: InflowModel, flows: Mapping[Period, float]) -> FittedSeries:
    """Return the model with what a row wants: persistence is the correlation of normal scores of
    neighbours.
    """
    table = series_table(flows)
    scores = score_of_flow(table, model.mean_m3s, model.cv, model.skew_ratio).reshape(-1)
    both = ~np.isnan(scores[:-1]) & ~np.isnan(scores[1:])
    varies = bool(scores[:-1][both].std() > 0)
    lag1 = float(np.corrcoef(scores[:-1][both], scores[1:][both])[0, 1]) if varies else 0.0
    return FittedSeries(model, len(table), observed_annual_cv(table), lag1)


def region_rows(river: str, source: str, fitted: Iterable[FittedSeries]) -> tuple[str, str]:
    """Return the text of `inflows.csv` and of `inflow_models.csv` for fitted heads, with confidence A."""
    norms = ["river,node,month,mean_m3s,cv,source,confidence,note"]
    models = ["river,node,annual_cv,lag1_month,group,group_correlation,source,confidence,note"]
    for item in fitted:
        model = item.model
        annual_cv = item.annual_cv_observed if item.annual_cv_observed is not None else model.annual_cv
        rest = f"{source},A,fitted on {item.years} years"
        norms += [
            f"{river},{model.node},{k + 1},{model.mean_m3s[k]:.6g},{model.cv[k]:.4g},{rest}"
            for k in range(12)
        ]
        group = f"{model.group},{model.loading:.3f}"
        models.append(f"{river},{model.node},{annual_cv:.4g},{item.lag1_month:.3f},{group},{rest}")
    return "\n".join(norms) + "\n", "\n".join(models) + "\n"


def _cells(path: Path, wanted: str) -> list[list[str]]:
    """Return the rows of a CSV file that are not empty; InputError where there are none."""
    if not path.is_file():
        raise InputError(Fault(str(path), "no such file", wanted))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Fault(str(path), "bytes that are not UTF-8", "a CSV file in UTF-8")) from None
    table = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if not table:
        raise InputError(Fault(str(path), "an empty file", wanted))
    return table


def _read_long(reading: _Reading, header: list[str], table: list[list[str]]) -> None:
    values = [k for k, name in enumerate(header) if name and name not in KEYS]
    if not values:
        reading.faults.append(
            Fault(f"{reading.file}, header", ", ".join(header), "a column of flows, in m³/s")
        )
    for number, row in enumerate(table, start=2):
        cells = [*row, *[""] * (len(header) - len(row))]
        named = dict(zip(header, cells, strict=False))
        period = _period(reading, named, number)
        for k in values:
            node = named.get("node", "").strip() or header[k].removesuffix("_m3s").replace("_", "-")
            reading.add(node, period, cells[k], f"{reading.file}, row {number}, column {header[k]}")


def _period(reading: _Reading, named: dict[str, str], number: int) -> Period | None:
    if "date" in named:
        found = _DATE.match(named["date"].strip())
        year, month = (found[1], found[2]) if found else ("", "")
        shown, wanted = named["date"], "a date as 1974-04 or 1974-04-30"
    else:
        year, month = named["year"].strip(), named["month"].strip()
        shown, wanted = f"{year}-{month}", "a year and a month from 1 to 12"
    try:
        return Period(int(year), int(month))
    except ValueError:
        reading.faults.append(Fault(f"{reading.file}, row {number}", repr(shown), wanted))
        return None


def _read_wide(reading: _Reading, table: list[list[str]], node: str) -> None:
    start = 0 if table[0][0].strip().isdigit() else 1
    width = len(table[start]) if start < len(table) else 0
    for number, row in enumerate(table[start:], start=start + 1):
        year = row[0].strip()
        unfinished = number == len(table) and 1 < len(row) < width
        if width not in WIDTHS or not year.isdigit() or not (len(row) == width or unfinished):
            wanted = "a year and 12 monthly (or 36 ten-day) flows, or a header with year, month or date"
            reading.faults.append(
                Fault(f"{reading.file}, row {number}", f"{len(row)} cells, {year!r} first", wanted)
            )
            continue
        for k, cell in enumerate(row[1:]):
            period = Period(int(year), 1 + k * 12 // (width - 1))
            reading.add(_key(node), period, cell, f"{reading.file}, row {number}, column {k + 2}")


def _key(name: str) -> str:
    """Return a name as a key of a region: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "head"
