"""Ensembles of inflow: means, spread, correlation, forecasts, and what is refused (DESIGN §9)."""

from __future__ import annotations

import numpy as np
import pytest
from inflow_fakes import CV, region, river_row

from maslahat.core import InputError, Period
from maslahat.outlook import models_from_region, traces
from maslahat.outlook.inflow import growing_run
from maslahat.outlook.inflow_draw import explained_by_state, resolve_node
from maslahat.outlook.inflow_memory import PeriodicMemory, TwoScale
from maslahat.regions import rows

START = Period(2026, 4)


def draw(count=100, months=12, seed=1, start=START, **kwargs):
    given = {key: kwargs.pop(key) for key in ("annual_cv", "lag1", "loading", "series") if key in kwargs}
    models = models_from_region(region(**given), "test-river")
    return traces(models, start, months, count, np.random.default_rng(seed), **kwargs)


def test_mean_over_the_traces_is_the_norm_and_weights_make_one():
    drawn = draw()
    assert drawn.flow_m3s.shape == (100, 12, 4)
    assert drawn.weights.sum() == pytest.approx(1)
    assert drawn.flow_m3s.mean(axis=0) == pytest.approx(drawn.norm_m3s, rel=1e-12)
    assert drawn.norm_m3s[2, 0] == 935  # June, the third month
    assert (drawn.flow_m3s > 0).all()
    assert drawn.growing == (True,) * 6 + (False,) * 6
    assert [str(period) for period in drawn.periods][::11] == ["2026-04", "2027-03"]


def test_volumes_are_flow_times_seconds():
    drawn = draw(count=3)
    assert drawn.volume_mm3()[0, 1, 0] == pytest.approx(drawn.flow_m3s[0, 1, 0] * 31 * 0.0864)
    assert drawn.norm_mm3()[1, 0] == pytest.approx(648 * 31 * 0.0864)
    assert drawn.season_mm3() == pytest.approx(drawn.volume_mm3()[:, :6].sum(axis=1))


def test_same_seed_same_flows_other_seed_other_flows():
    assert (draw(seed=5).flow_m3s == draw(seed=5).flow_m3s).all()
    assert not np.allclose(draw(seed=5).flow_m3s, draw(seed=6).flow_m3s)


@pytest.mark.parametrize("annual_cv", [0.12, 0.2, 0.24])
@pytest.mark.parametrize("lag1", [0.4, 0.8])
def test_monthly_and_annual_variability_and_skewness_come_out(annual_cv, lag1):
    drawn = draw(count=4000, annual_cv=annual_cv, lag1=lag1, start=Period(2026, 1))
    year = drawn.volume_mm3().sum(axis=1)
    assert year.std(axis=0) / year.mean(axis=0) == pytest.approx(np.full(4, annual_cv), rel=0.05)
    month = drawn.flow_m3s[:, :, 0]
    assert month.std(axis=0) / month.mean(axis=0) == pytest.approx(np.array(CV), rel=0.06)
    skew = ((month[:, 5] / month[:, 5].mean() - 1) ** 3).mean() / CV[5] ** 3
    assert skew == pytest.approx(2 * CV[5], rel=0.25)


def test_heads_of_a_group_vary_together_and_others_do_not():
    year = draw(count=4000, loading=0.8).volume_mm3().sum(axis=1)
    found = np.corrcoef(year.T)
    assert found[0, 1] == pytest.approx(0.64, abs=0.05)
    assert found[0, 3] == pytest.approx(0.0, abs=0.05)


def test_a_hundred_traces_have_the_quantiles_of_ten_thousand():
    """The first axis of the sample is the growing-season volume of the river: its quantiles do not depend
    on the seed.
    """
    many = draw(count=10_000).season_mm3().sum(axis=1)
    for seed in range(5):
        few = draw(count=100, seed=seed).season_mm3().sum(axis=1)
        for share in (0.1, 0.5, 0.9):
            assert np.quantile(few, share) == pytest.approx(np.quantile(many, share), rel=0.025)


def test_a_hundred_traces_spread_as_far_as_ten_thousand_at_every_head():
    many = draw(count=10_000).volume_mm3()
    for seed in range(5):
        few = draw(count=100, seed=seed).volume_mm3()
        for months in (slice(0, 6), slice(6, 12)):
            far = few[:, months].sum(axis=1).std(axis=0)
            assert far == pytest.approx(many[:, months].sum(axis=1).std(axis=0), rel=0.03)


def test_a_forecast_moves_the_growing_season_to_what_it_says_and_narrows_it():
    with_, without = draw(forecast={"naryn-head": 85.0}), draw()
    norm = with_.norm_mm3()[:6].sum(axis=0)
    assert with_.season_mm3().mean(axis=0) / norm == pytest.approx([0.85, 1, 1, 1], rel=1e-9)
    note = with_.forecasts[0]
    assert 0.05 < note.explained < 0.9
    level = draw(forecast={"naryn-head": 100.0}).forecasts[0]
    assert level.error_percent == pytest.approx(
        level.error_without_percent * np.sqrt(1 - level.explained), rel=0.01
    )
    assert note.error_percent < level.error_percent  # the spread of a gamma flow falls with its level
    spread = draw(count=2000, forecast={"naryn-head": 100.0}).season_mm3()[:, 0].std() / norm[0]
    assert 100 * spread == pytest.approx(level.error_percent, rel=0.04)
    assert spread < without.season_mm3()[:, 0].std() / norm[0]


def test_what_a_forecast_says_fades_after_the_season():
    share = draw(forecast={"naryn-head": 70.0}).flow_m3s.mean(axis=0)[:, 0] / draw().norm_m3s[:, 0]
    assert share[:6].max() < 0.85
    in_deviations = (1 - share[6:]) / np.roll(CV, -3)[
        6:
    ]  # from October, in units of each month's variability
    assert (np.diff(in_deviations) < 0).all()
    assert in_deviations[-1] > 0


@pytest.mark.parametrize("percent", [60, 100, 140])
def test_the_error_that_a_forecaster_states_is_taken(percent):
    drawn = draw(count=2000, forecast={"naryn-head": percent}, error_percent={"naryn-head": 8})
    assert drawn.forecasts[0].error_percent == pytest.approx(8)
    assert 100 * drawn.season_mm3()[:, 0].std() / drawn.norm_mm3()[:6, 0].sum() == pytest.approx(8, rel=0.05)


@pytest.mark.parametrize("percent", [5.0, 30.0, 250.0])
def test_even_a_far_forecast_is_met(percent):
    drawn = draw(forecast={"naryn": percent})
    norm = drawn.norm_mm3()[:6, 0].sum()
    assert drawn.season_mm3()[:, 0].mean() == pytest.approx(percent / 100 * norm, rel=1e-6)
    assert (drawn.flow_m3s >= 0).all()


def test_faults_of_a_request_come_all_at_once():
    with pytest.raises(InputError) as caught:
        draw(count=0, months=0, forecast={"nile": 80, "naryn-head": -5}, error_percent={"lone": 3})
    assert len(caught.value.faults) == 5
    assert "naryn-head" in str(caught.value.faults[2])
    with pytest.raises(InputError, match="second figure"):
        draw(forecast={"naryn": 80, "naryn-head": 85})


def test_a_head_is_named_by_the_beginning_of_its_key():
    models = models_from_region(region(), "test-river")
    assert resolve_node(models, "naryn") == "naryn-head"
    assert resolve_node(models, "lone") == "lone"
    assert resolve_node(models, "x") is None
    assert resolve_node(models, "") is None


def test_last_months_of_a_series_move_what_follows():
    def wet(factor):
        means = {k.month: k.mean_m3s for k in region().inflows if k.node == "naryn-head"}
        return [
            rows.InflowSeries(
                river="test-river", node="naryn-head", year=2026, month=m, flow_m3s=means[m] * factor,
                source="own", confidence="A",
            )
            for m in (1, 2, 3)
        ]  # fmt: skip

    high = draw(series=wet(1.5)).flow_m3s.mean(axis=0)[:, 0]
    low = draw(series=wet(0.7)).flow_m3s.mean(axis=0)[:, 0]
    norm = draw().norm_m3s[:, 0]
    assert (low < norm).all()
    assert (norm < high).all()
    assert high[0] / norm[0] > high[8] / norm[8]
    assert draw(series=wet(1.5)).flow_m3s.mean(axis=0)[:, 1] == pytest.approx(draw().norm_m3s[:, 1])


def test_a_long_series_of_the_users_own_replaces_the_rows():
    rng = np.random.default_rng(3)
    series = [
        rows.InflowSeries(
            river="test-river", node="naryn-head", year=year, month=month, source="own", confidence="A",
            flow_m3s=float(100 * month * rng.gamma(20) / 20),
        )
        for year in range(1990, 2021)
        for month in range(1, 13)
    ]  # fmt: skip
    head = models_from_region(region(series=series), "test-river").heads[0]
    assert isinstance(head.memory, PeriodicMemory)
    assert head.mean_m3s[5] == pytest.approx(600, rel=0.1)
    assert (head.group, head.loading) == ("mountains", 0.85)
    assert head.history[-1][0] == Period(2020, 12)
    assert isinstance(models_from_region(region(series=series[:120]), "test-river").heads[0].memory, TwoScale)


def test_models_from_region_names_a_missing_river():
    with pytest.raises(KeyError, match="nile"):
        models_from_region(region(), "nile")
    assert models_from_region(region(), river_row().river).growing_months == (4, 5, 6, 7, 8, 9)


def test_a_head_without_its_rows_is_named_and_never_left_out():
    made = region()
    made.inflow_models = made.inflow_models[1:]
    made.inflows = made.inflows[:-1]
    with pytest.raises(InputError) as caught:
        models_from_region(made, "test-river")
    said = [str(fault) for fault in caught.value.faults]
    assert len(said) == 2
    assert "lone" in said[0]
    assert "11 months" in said[0]
    assert "naryn-head" in said[1]


def test_the_growing_season_in_sight_is_the_first_unbroken_run():
    assert growing_run((False, True, True, False, True)) == (False, True, True, False, False)
    assert growing_run((False, False)) == (True, True)


def test_state_explains_more_the_longer_the_memory():
    periods = draw().periods
    weight = np.ones(12)
    short, long = (explained_by_state(TwoScale(0.0, decay), periods, weight) for decay in (0.3, 0.9))
    assert 0 < short < long < 1
    assert explained_by_state(TwoScale(0.0, 0.0), periods, weight) == pytest.approx(0, abs=1e-9)
