"""The seasonal regression (DESIGN §9)."""

from __future__ import annotations

import numpy as np
import pytest

from maslahat.core import InputError, Period
from maslahat.outlook.inflow_predict import (
    fit_regression,
    known_values,
    mean_of_stations,
    season_volumes,
)

YEARS = range(1950, 1990)


def data(noise=0.1):
    rng = np.random.default_rng(0)
    snow = {year: float(rng.gamma(20)) for year in YEARS}
    idle = {year: float(rng.gamma(5)) for year in YEARS}
    volume = {
        year: 5000 * (snow[year] / 20) ** 0.7 * float(np.exp(noise * rng.standard_normal())) for year in YEARS
    }
    return volume, {"snow": snow, "idle": idle}


def test_it_finds_the_law_and_leaves_out_what_tells_nothing():
    volume, predictors = data()
    found = fit_regression(volume, predictors)
    assert found.predictors == ("snow",)
    assert found.slopes[0] == pytest.approx(0.7, abs=0.15)
    assert found.error_log == pytest.approx(0.1, rel=0.25)
    assert found.explained > 0.5
    assert found.years == 40


def test_percent_and_its_error_are_those_of_a_lognormal():
    volume, predictors = data()
    found = fit_regression(volume, predictors)
    percent, error = found.percent({"snow": found.means[0] * np.e})
    centre = found.intercept + found.slopes[0]
    assert percent == pytest.approx(100 * np.exp(centre + found.error_log**2 / 2))
    assert error / percent == pytest.approx(found.error_log, rel=0.02)
    with pytest.raises(KeyError):
        found.percent({"idle": 1.0})


def test_a_useless_predictor_explains_nothing_in_years_left_out():
    volume, predictors = data()
    assert fit_regression(volume, {"idle": predictors["idle"]}).explained < 0.05


def test_the_left_out_error_is_that_of_leaving_out():
    volume, predictors = data()
    years = sorted(volume)
    misses = []
    for year in years:
        rest = [other for other in years if other != year]
        slope, intercept = np.polyfit(
            np.log([predictors["snow"][other] for other in rest]),
            np.log([volume[other] for other in rest]),
            1,
        )
        misses.append(np.log(volume[year]) - intercept - slope * np.log(predictors["snow"][year]))
    found = fit_regression(volume, {"snow": predictors["snow"]})
    assert found.error_log == pytest.approx(np.sqrt(np.mean(np.square(misses))), rel=1e-9)


def test_too_few_years_or_no_predictor_is_refused():
    volume, predictors = data()
    with pytest.raises(InputError, match="0"):
        fit_regression(volume, {})
    few = {year: predictors["snow"][year] for year in list(YEARS)[:11]}
    with pytest.raises(InputError, match="11 years"):
        fit_regression(volume, {"snow": few})


def test_stations_with_gaps_still_make_one_index():
    index = mean_of_stations(
        {"a": {1: 10.0, 2: 20.0, 3: 30.0}, "b": {2: 1.0, 4: 3.0}, "c": {9: 4.0}}, range(1, 4)
    )
    assert index == pytest.approx({1: 0.5, 2: 1.0, 3: 1.5, 4: 3.0})


def test_season_volumes_leave_out_years_with_a_gap():
    flows = {Period(year, month): 10.0 for year in (1990, 1991) for month in range(1, 13)}
    del flows[Period(1991, 6)]
    assert season_volumes(flows, 4, 6) == pytest.approx({1990: 10 * 183 * 0.0864})
    assert season_volumes(flows, 10, 6) == pytest.approx({1990: 10 * 182 * 0.0864})


def test_a_predictor_that_is_missing_is_named():
    volume, predictors = data()
    found = fit_regression(volume, predictors)
    assert known_values(found, predictors, 1960) == {"snow": predictors["snow"][1960]}
    with pytest.raises(InputError, match="nothing for snow"):
        known_values(found, predictors, 2050)
