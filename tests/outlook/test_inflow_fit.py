"""Models fitted on a series: norm, variability, persistence, order (DESIGN §9)."""

from __future__ import annotations

import numpy as np
import pytest

from maslahat.core import InputError, Period
from maslahat.outlook.inflow import InflowModels
from maslahat.outlook.inflow_draw import traces
from maslahat.outlook.inflow_fit import fit, fit_memory, observed_annual_cv, series_table, skew_ratios
from maslahat.outlook.inflow_marginal import flow_of_score
from maslahat.outlook.inflow_memory import PeriodicMemory, TwoScale, annual_cv_of, two_scale_for


def synthetic(years=300, weight=0.7, seed=0):
    """Flows of a known process: scores AR(1) with `weight`, gamma months."""
    rng = np.random.default_rng(seed)
    score = np.zeros(12 * years)
    for t in range(1, len(score)):
        score[t] = weight * score[t - 1] + np.sqrt(1 - weight**2) * rng.standard_normal()
    mean = 100 + 80 * np.sin(np.arange(12) / 12 * 2 * np.pi)
    flows = flow_of_score(score.reshape(years, 12), mean, 0.3, 2.0)
    return {Period(1000 + y, m + 1): float(flows[y, m]) for y in range(years) for m in range(12)}, mean


def test_a_known_process_is_found_again():
    series, mean = synthetic()
    model = fit("head", series)
    assert np.array(model.mean_m3s) == pytest.approx(mean, rel=0.06)
    assert np.array(model.cv) == pytest.approx(np.full(12, 0.3), rel=0.15)
    first = np.mean([row[0] for row in model.memory.weights])
    assert first == pytest.approx(0.7, abs=0.04)
    assert np.mean([len(row) == 1 for row in model.memory.weights]) > 0.7
    assert model.history[-1] == (Period(1299, 12), series[Period(1299, 12)])
    assert len(model.history) == 12


def test_annual_variability_of_the_series_is_that_of_the_traces():
    series, _ = synthetic()
    observed = observed_annual_cv(series_table(series))
    models = InflowModels("r", (4, 5), (fit("head", series),))
    drawn = traces(models, Period(1310, 1), 12, 3000, np.random.default_rng(0))
    year = drawn.volume_mm3().sum(axis=(1, 2))
    assert models.heads[0].annual_cv == pytest.approx(observed, rel=0.05)
    assert year.std() / year.mean() == pytest.approx(observed, rel=0.06)


def test_a_second_order_process_is_seen_as_one():
    rng = np.random.default_rng(0)
    score = np.zeros(12 * 400)
    for t in range(2, len(score)):
        score[t] = 0.2 * score[t - 1] + 0.6 * score[t - 2] + rng.standard_normal()
    memory = fit_memory((score / score.std()).reshape(-1, 12))
    assert all(len(row) == 2 for row in memory.weights)
    assert np.mean([row[1] for row in memory.weights]) == pytest.approx(0.6, abs=0.05)
    found = memory.correlation(4, 24)
    assert np.diag(found) == pytest.approx(np.ones(24))
    assert found[5, 6] == pytest.approx(0.5, abs=0.06)  # 0.2 / (1 - 0.6)
    assert np.linalg.eigvalsh(found).min() > 0


def test_the_memory_of_a_month_belongs_to_that_month():
    """Only June remembers the month before it."""
    weights = tuple((0.8,) if month == 6 else (0.0,) for month in range(1, 13))
    memory = PeriodicMemory(weights, tuple(0.36 if month == 6 else 1.0 for month in range(1, 13)))
    found = memory.correlation(4, 4)  # April to July
    assert found[1, 2] == pytest.approx(0.8)
    assert found[0, 1] == found[2, 3] == found[0, 2] == pytest.approx(0)


def test_gaps_are_allowed_and_too_few_years_are_named():
    series, mean = synthetic(years=60)
    thinned = {period: flow for k, (period, flow) in enumerate(series.items()) if k % 17}
    assert np.array(fit("head", thinned).mean_m3s) == pytest.approx(mean, rel=0.15)
    short = {period: flow for period, flow in series.items() if period.year < 1009 or period.month == 3}
    with pytest.raises(InputError, match=r"months 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12"):
        fit("head", short)
    with pytest.raises(InputError):
        fit("head", {})


def test_constant_months_and_a_dry_river_do_not_break_the_fit():
    still = {Period(1980 + y, m): 50.0 for y in range(12) for m in range(1, 13)}
    model = fit("head", still)
    assert model.cv == (0.0,) * 12
    drawn = traces(InflowModels("r", (4,), (model,)), Period(2000, 1), 12, 5, np.random.default_rng(0))
    assert drawn.flow_m3s == pytest.approx(np.full((5, 12, 1), 50.0))
    dry = {period: 0.0 if period.month > 9 else flow for period, flow in synthetic(40)[0].items()}
    flows = traces(
        InflowModels("r", (4,), (fit("head", dry),)), Period(2000, 1), 12, 50, np.random.default_rng(0)
    ).flow_m3s
    assert (flows[:, 9:] == 0).all()
    assert (flows[:, :9] > 0).all()


def test_skew_ratio_stays_between_two_and_four():
    rng = np.random.default_rng(0)
    assert skew_ratios(rng.normal(100, 10, (200, 12))) == pytest.approx(np.full(12, 2.0))
    assert skew_ratios(rng.lognormal(0, 0.2, (4000, 12))) == pytest.approx(np.full(12, 3.0), abs=0.5)
    assert (skew_ratios(1 + rng.lognormal(-3, 1, (400, 12))) == 4).all()


def test_table_and_annual_variability():
    series = {Period(2000, 1): 1.0, Period(2002, 12): 3.0}
    table = series_table(series)
    assert table.shape == (3, 12)
    assert table[0, 0] == 1.0
    assert table[2, 11] == 3.0
    assert np.isnan(table[1]).all()
    assert observed_annual_cv(table) is None
    table = np.repeat(np.array([1.0, 2, 3, 4, 5])[:, None], 12, axis=1)
    assert observed_annual_cv(table) == pytest.approx(np.std([1, 2, 3, 4, 5], ddof=1) / 3)


def test_two_scales_meet_persistence_and_annual_variability_where_both_can_be():
    sd, mean = np.full(12, 0.3), 12.0
    memory, reached = two_scale_for(0.6, 0.2, sd, mean)
    assert reached == pytest.approx(0.2, rel=1e-6)
    assert memory.correlation(1, 12)[0, 1] == pytest.approx(0.6, rel=1e-6)
    assert annual_cv_of(memory, sd, mean) == pytest.approx(0.2, rel=1e-6)


@pytest.mark.parametrize("annual_cv", [0.06, 0.12, 0.28])
def test_annual_variability_counts_for_more_than_persistence(annual_cv):
    memory, reached = two_scale_for(0.6, annual_cv, np.full(12, 0.3), 12.0)
    assert reached == pytest.approx(annual_cv, rel=1e-6)
    assert isinstance(memory, TwoScale)


def test_annual_variability_beyond_what_the_months_allow_is_met_as_near_as_can_be():
    _, reached = two_scale_for(0.6, 0.5, np.full(12, 0.3), 12.0)
    assert reached == pytest.approx(0.3, rel=0.01)
    assert annual_cv_of(TwoScale(0.0, 0.0), np.full(12, 0.3), 0.0) == 0.0
