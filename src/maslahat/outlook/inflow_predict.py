"""A seasonal forecast from what is known at its date: winter precipitation, the flow of the last month
(DESIGN §9).

The logarithm of the season's volume is regressed on the logarithms of the predictors. Which of them are
used, and the error of the forecast, come from leaving out one year at a time (PRESS), so that no year is
judged by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from maslahat.core import Fault, InputError, Period, months_from
from maslahat.outlook.inflow_marginal import Floats

LEAST_YEARS = 12
MOST_PREDICTORS = 6  # every subset of them is tried


@dataclass(frozen=True, slots=True)
class SeasonalRegression:
    """`log(volume / norm) = intercept + slopes · log(predictor / its mean)`, with its left-out-year error.

    `error_log` is the standard error of the logarithm; `explained` the share of its variance that is
    predicted in years left out of the fit (below zero where the mean of the other years does better).
    """

    predictors: tuple[str, ...]
    means: tuple[float, ...]
    intercept: float
    slopes: tuple[float, ...]
    error_log: float
    explained: float
    years: int

    def percent(self, values: Mapping[str, float]) -> tuple[float, float]:
        """Return the expected volume in percent of the norm and its standard error in the same unit.

        KeyError where a predictor is missing.
        """
        scaled = [np.log(values[name] / mean) for name, mean in zip(self.predictors, self.means, strict=True)]
        centre = self.intercept + float(np.dot(self.slopes, scaled))
        mean = 100 * float(np.exp(centre + self.error_log**2 / 2))
        return mean, mean * float(np.sqrt(np.expm1(self.error_log**2)))


def fit_regression(
    volume_mm3: Mapping[int, float], predictors: Mapping[str, Mapping[int, float]]
) -> SeasonalRegression:
    """Fit on the years for which the volume and every predictor are there and above zero.

    InputError with fewer than twelve such years, no predictor, or more than six.
    """
    names = tuple(predictors)
    years = sorted(
        year
        for year in volume_mm3
        if volume_mm3[year] > 0 and all(predictors[name].get(year, 0) > 0 for name in names)
    )
    _enough(names, len(years))
    volume = np.array([volume_mm3[year] for year in years])
    table = np.array([[predictors[name][year] for name in names] for year in years])
    means = table.mean(axis=0)
    target = np.log(volume / volume.mean())
    ranked = sorted(
        (_left_out_error(np.log(table / means)[:, list(subset)], target), subset)
        for subset in _subsets(len(names))
    )
    error, subset = ranked[0]
    chosen = list(subset)
    design = np.column_stack([np.ones(len(years)), np.log(table / means)[:, chosen]])
    weights, *_ = np.linalg.lstsq(design, target, rcond=None)
    return SeasonalRegression(
        predictors=tuple(names[k] for k in chosen),
        means=tuple(means[chosen].tolist()),
        intercept=float(weights[0]),
        slopes=tuple(weights[1:].tolist()),
        error_log=error,
        explained=float(1 - error**2 / target.var()),
        years=len(years),
    )


def season_volumes(series: Mapping[Period, float], start_month: int, months: int) -> dict[int, float]:
    """Return the volume (million m³) of the season that begins in `start_month`, by year, for years without
    a gap.
    """
    found = {}
    for year in sorted({period.year for period in series}):
        ahead = months_from(Period(year, start_month), months)
        if all(period in series for period in ahead):
            found[year] = sum(period.mm3(series[period]) for period in ahead)
    return found


def known_values(
    regression: SeasonalRegression, predictors: Mapping[str, Mapping[int, float]], year: int
) -> dict[str, float]:
    """Return the predictors of one year that the regression uses; InputError names those missing or not
    above zero.
    """
    values = {name: predictors[name].get(year, 0.0) for name in regression.predictors}
    missing = [name for name, value in values.items() if not value > 0]
    if missing:
        raise InputError(
            Fault(f"predictors of {year}", "nothing for " + ", ".join(missing), "a value above zero")
        )
    return values


def mean_of_stations(stations: Mapping[str, Mapping[int, float]], fit_years: range) -> dict[int, float]:
    """Return one index by year: the mean over the stations that reported of value over own mean in
    `fit_years`.

    It carries on where a station has gaps or is closed.
    """
    found: dict[int, list[float]] = {}
    for values in stations.values():
        base = [value for year, value in values.items() if year in fit_years]
        if base and sum(base) > 0:
            for year, value in values.items():
                found.setdefault(year, []).append(value * len(base) / sum(base))
    return {year: sum(shares) / len(shares) for year, shares in sorted(found.items())}


def _subsets(count: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, count + 1):
        yield from itertools.combinations(range(count), size)


def _left_out_error(predictors: Floats, target: Floats) -> float:
    """Root mean square of the residuals of years left out, one at a time (Allen 1974)."""
    design = np.column_stack([np.ones(len(target)), predictors])
    hat = design @ np.linalg.pinv(design)
    return float(np.sqrt(np.mean(((target - hat @ target) / (1 - np.diag(hat))) ** 2)))


def _enough(names: tuple[str, ...], years: int) -> None:
    faults = []
    if not 1 <= len(names) <= MOST_PREDICTORS:
        faults.append(Fault("predictors", str(len(names)), f"1 to {MOST_PREDICTORS}"))
    if years < LEAST_YEARS:
        faults.append(
            Fault(
                "predictors", f"{years} years with the volume and every predictor", f"{LEAST_YEARS} or more"
            )
        )
    if faults:
        raise InputError(faults)
