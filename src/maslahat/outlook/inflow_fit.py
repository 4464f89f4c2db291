"""Inflow models fitted on a monthly series: norm, variability, skewness and memory (DESIGN §9).

The order of the periodic autoregression is chosen for each calendar month by the Bayesian information
criterion. Months are fitted on their normal scores, so that skewness does not leak into the persistence.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from maslahat.core import Fault, InputError, Period
from maslahat.outlook.inflow import MONTH_DAYS, InflowModel
from maslahat.outlook.inflow_marginal import LEAST_SKEW_RATIO, Floats, score_of_flow
from maslahat.outlook.inflow_memory import PeriodicMemory, annual_cv_of

LEAST_YEARS = 10  # with a flow in every calendar month
GREATEST_ORDER = 2
GREATEST_SKEW_RATIO = 4.0  # of a short series; more would put the lower end of the law among what was seen
SCORE_FLOOR = 0.05  # least variance of what is new in a month


def fit(node: str, series: Mapping[Period, float]) -> InflowModel:
    """Return the model of one head fitted on its monthly flows (m³/s); gaps are allowed.

    InputError where a calendar month has fewer than ten values. The last twelve months become its `history`.
    """
    table = series_table(series)
    _enough(node, table)
    mean = np.nanmean(table, axis=0)
    cv = np.divide(np.nanstd(table, axis=0, ddof=1), mean, out=np.zeros(12), where=mean > 0)
    ratio = skew_ratios(table)
    scores = score_of_flow(table, mean, cv, ratio)
    memory = fit_memory(scores)
    sd = mean * cv * MONTH_DAYS
    annual_mean = float(mean @ MONTH_DAYS)
    return InflowModel(
        node=node,
        mean_m3s=tuple(mean.tolist()),
        cv=tuple(cv.tolist()),
        skew_ratio=tuple(ratio.tolist()),
        memory=memory,
        annual_cv=annual_cv_of(memory, sd, annual_mean),
        history=tuple(sorted(series.items()))[-12:],
    )


def series_table(series: Mapping[Period, float]) -> Floats:
    """Return flows as year x calendar month, every year between the first and the last, nan where there is
    none.
    """
    years = [period.year for period in series]
    if not years:
        return np.full((0, 12), np.nan)
    table = np.full((max(years) - min(years) + 1, 12), np.nan)
    for period, flow in series.items():
        table[period.year - min(years), period.month - 1] = flow
    return table


def skew_ratios(table: Floats) -> Floats:
    """Return Cs/Cv by calendar month: the sample's own, smoothed over three months, between 2 and 4."""
    mean, sd = np.nanmean(table, axis=0), np.nanstd(table, axis=0, ddof=1)
    count = np.sum(~np.isnan(table), axis=0)
    third = np.nanmean((table - mean) ** 3, axis=0) * count**2 / ((count - 1) * (count - 2))
    skew = np.divide(third, sd**3, out=np.zeros(12), where=sd > 0)
    ratio = np.divide(skew * mean, sd, out=np.full(12, LEAST_SKEW_RATIO), where=sd > 0)
    smooth = (np.roll(ratio, 1) + ratio + np.roll(ratio, -1)) / 3
    return np.asarray(np.clip(smooth, LEAST_SKEW_RATIO, GREATEST_SKEW_RATIO))


def observed_annual_cv(table: Floats) -> float | None:
    """Return the coefficient of variation of the volume of full calendar years; None with fewer than five."""
    full = table[~np.isnan(table).any(axis=1)]
    if len(full) < 5:
        return None
    volume = full @ MONTH_DAYS
    return float(volume.std(ddof=1) / volume.mean()) if volume.mean() > 0 else None


def fit_memory(scores: Floats) -> PeriodicMemory:
    """Fit a PAR(p) on normal scores, year x calendar month; p is 1 or 2 for each month by the BIC."""
    line = scores.reshape(-1)
    best = [
        min(_regress(line, month, order) for order in range(1, GREATEST_ORDER + 1)) for month in range(12)
    ]
    return PeriodicMemory(tuple(row[2] for row in best), tuple(row[3] for row in best))


def _regress(line: Floats, month: int, order: int) -> tuple[float, int, tuple[float, ...], float]:
    """Return BIC, order, weights (last month first) and variance of what is new, on the years all orders
    share.
    """
    ends = [
        t
        for t in range(month, len(line), 12)
        if t >= GREATEST_ORDER and not np.isnan(line[t - GREATEST_ORDER : t + 1]).any()
    ]
    if len(ends) < 3 * order:
        return float("inf"), order, (0.0,) * order, 1.0
    past = np.array([line[t - order : t][::-1] for t in ends])
    now = line[ends]
    weights, *_ = np.linalg.lstsq(past, now, rcond=None)
    rest = now - past @ weights
    raw = float(np.mean(rest**2))
    criterion = len(ends) * np.log(max(raw, 1e-12)) + order * np.log(len(ends))
    variance = raw * len(ends) / (len(ends) - order)
    return float(criterion), order, tuple(weights.tolist()), max(variance, SCORE_FLOOR)


def _enough(node: str, table: Floats) -> None:
    counts = np.sum(~np.isnan(table), axis=0)
    short = [month + 1 for month in range(12) if counts[month] < LEAST_YEARS]
    if short:
        raise InputError(
            Fault(
                f"series of {node}",
                f"fewer than {LEAST_YEARS} values in months {', '.join(map(str, short))}",
                f"at least {LEAST_YEARS} values in each calendar month",
                "Give a longer series, or leave the head to its rows in `inflows` and `inflow_models`.",
            )
        )
