"""How good the outlook of inflow is: a model fitted on early years, scored on later ones against
climatology (§9).

The score is the continuous ranked probability score (CRPS, Gneiting and Raftery 2007), in the unit of the
quantity; climatology is the empirical distribution of the fitted years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from maslahat.core import Fault, InputError, Period, months_from
from maslahat.outlook.inflow import InflowModel, InflowModels
from maslahat.outlook.inflow_draw import traces
from maslahat.outlook.inflow_fit import fit
from maslahat.outlook.inflow_marginal import Floats
from maslahat.outlook.inflow_memory import STATE_MONTHS
from maslahat.outlook.inflow_predict import SeasonalRegression, fit_regression, season_volumes

LOW, HIGH = 0.1, 0.9
SEASON = "season"
HEAD = "head"
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class LeadScore:
    """Scores of one quantity over the years: `what` is a lead in months (`1` ...) or `season` for the whole
    volume.

    CRPS in m³/s for a month, million m³ for the season. `skill` is one less the ratio to climatology, with
    the middle 90 % of what resampling the years gives. `coverage` is the share of years inside the middle
    80 % of the forecast.
    """

    what: str
    years: int
    crps: float
    crps_climatology: float
    skill: float
    skill_low: float
    skill_high: float
    coverage: float
    coverage_climatology: float


@dataclass(frozen=True, slots=True)
class Hindcast:
    """Scores by lead and for the season, the fitted model and the seasonal regression if there is one."""

    scores: tuple[LeadScore, ...]
    model: InflowModel
    regression: SeasonalRegression | None

    def of(self, what: str) -> LeadScore:
        """Return the scores of one lead or of the season."""
        return next(score for score in self.scores if score.what == what)


def hindcast(
    series: Mapping[Period, float],
    fit_years: range,
    score_years: range,
    start_month: int,
    months: int,
    rng: np.random.Generator,
    predictors: Mapping[str, Mapping[int, float]] | None = None,
    count: int = 500,
    window: int | None = None,
) -> Hindcast:
    """Fit on the months of `fit_years`, forecast each of `score_years` from `start_month`, and score.

    Each forecast knows the flows before its date; with `predictors` (by name and year, known at that date)
    it is the regression on them. With `window` the model, the regression and climatology are those of the
    `window` years before each forecast instead, as a service that fits anew each year would have it. Years
    with a gap in the season or a predictor are left out. InputError where nothing is left to score.
    """
    case = _Case(series, predictors or {}, start_month, months)
    bases = {year: case.base(range(year - window, year)) for year in score_years} if window else {}
    fixed = case.base(fit_years)
    seen = {
        year: flows
        for year, flows in case.observed(score_years).items()
        if bases.get(year, fixed).knows(case, year)
    }
    if not seen:
        raise InputError(
            Fault("years to score", "no full season among them", "at least one year without gaps")
        )
    forecasts = [
        _Forecast(flows, *case.forecast(bases.get(year, fixed), year, count, rng))
        for year, flows in seen.items()
    ]
    return Hindcast(_scored(forecasts), fixed.model, fixed.regression)


def crps(observed: float, members: Floats) -> float:
    """Return the CRPS of an ensemble of equal weights, in the unit of the quantity (the quantile form)."""
    import scoringrules  # noqa: PLC0415  slow to import

    return float(scoringrules.crps_ensemble(observed, np.asarray(members, float), estimator="qd"))


@dataclass(frozen=True, slots=True)
class _Base:
    """What a forecast is made from: model, regression, and the seasons of the fitted years (year x month,
    m³/s).
    """

    model: InflowModel
    regression: SeasonalRegression | None
    seasons: Floats

    def knows(self, case: _Case, year: int) -> bool:
        """Tell whether every predictor of that year is there."""
        names = self.regression.predictors if self.regression else ()
        return all(case.predictors[name].get(year, 0.0) > 0 for name in names)


@dataclass(frozen=True, slots=True)
class _Forecast:
    """One season: what was seen, what was expected, what climatology expected (m³/s) and the length of the
    months.
    """

    seen: Floats
    drawn: Floats  # trace x month
    climate: Floats  # year x month
    mega_seconds: Floats


@dataclass(frozen=True, slots=True)
class _Case:
    """A series, its predictors and the season that is forecast."""

    series: Mapping[Period, float]
    predictors: Mapping[str, Mapping[int, float]]
    start_month: int
    months: int

    def base(self, years: range) -> _Base:
        """Fit on the calendar years given."""
        model = fit(HEAD, {period: flow for period, flow in self.series.items() if period.year in years})
        past = self.observed(years)
        regression = None
        if self.predictors:
            early = season_volumes(self.series, self.start_month, self.months)
            volumes = {year: early[year] for year in past}
            regression = fit_regression(
                volumes,
                {
                    name: {year: value for year, value in values.items() if year in years}
                    for name, values in self.predictors.items()
                },
            )
        return _Base(model, regression, np.array(list(past.values())))

    def observed(self, years: range) -> dict[int, Floats]:
        """Return the flows of the season by year, for years without a gap in it."""
        ahead = {year: months_from(Period(year, self.start_month), self.months) for year in years}
        return {
            year: np.array([self.series[period] for period in periods])
            for year, periods in ahead.items()
            if all(period in self.series for period in periods)
        }

    def mega_seconds(self, year: int) -> Floats:
        """Return the lengths of the months of the season, in million seconds."""
        return np.array(
            [period.seconds / 1e6 for period in months_from(Period(year, self.start_month), self.months)]
        )

    def forecast(
        self, base: _Base, year: int, count: int, rng: np.random.Generator
    ) -> tuple[Floats, Floats, Floats]:
        """Return the ensemble of one season, the climatology beside it, and the lengths of the months."""
        start = Period(year, self.start_month)
        before = [start.plus(k - STATE_MONTHS) for k in range(STATE_MONTHS)]
        known = tuple((period, self.series[period]) for period in before if period in self.series)
        season = tuple(period.month for period in months_from(start, self.months))
        models = InflowModels("river", season, (replace(base.model, history=known),))
        said, error = {}, {}
        if base.regression is not None:
            row = {name: self.predictors[name][year] for name in base.regression.predictors}
            said[HEAD], error[HEAD] = base.regression.percent(row)
        drawn = traces(models, start, self.months, count, rng, said, error)
        return drawn.flow_m3s[:, :, 0], base.seasons, self.mega_seconds(year)


def _scored(forecasts: list[_Forecast]) -> tuple[LeadScore, ...]:
    months = len(forecasts[0].seen)
    scores = [
        _score(
            str(k + 1), [(float(item.seen[k]), item.drawn[:, k], item.climate[:, k]) for item in forecasts]
        )
        for k in range(months)
    ]
    sums = [
        (
            float(item.seen @ item.mega_seconds),
            item.drawn @ item.mega_seconds,
            item.climate @ item.mega_seconds,
        )
        for item in forecasts
    ]
    return (*scores, _score(SEASON, sums))


def _score(what: str, cases: list[tuple[float, Floats, Floats]]) -> LeadScore:
    """Score one quantity: for each year what was seen, the ensemble, and climatology."""
    model = np.array([crps(seen, members) for seen, members, _ in cases])
    base = np.array([crps(seen, climate) for seen, _, climate in cases])
    picks = np.random.default_rng(0).integers(0, len(cases), (_RESAMPLES, len(cases)))
    resampled = 1 - model[picks].sum(axis=1) / base[picks].sum(axis=1)
    low, high = np.quantile(resampled, [0.05, 0.95])
    return LeadScore(
        what=what,
        years=len(cases),
        crps=float(model.mean()),
        crps_climatology=float(base.mean()),
        skill=float(1 - model.mean() / base.mean()),
        skill_low=float(low),
        skill_high=float(high),
        coverage=_covered([(seen, members) for seen, members, _ in cases]),
        coverage_climatology=_covered([(seen, climate) for seen, _, climate in cases]),
    )


def _covered(cases: list[tuple[float, Floats]]) -> float:
    """Return the share of years inside the middle 80 %."""
    inside = [np.quantile(members, LOW) <= seen <= np.quantile(members, HIGH) for seen, members in cases]
    return float(np.mean(inside))
