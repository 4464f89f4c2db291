"""Kinds of year and the smaller ensemble (DESIGN §8, §9)."""

from __future__ import annotations

import numpy as np
import pytest
from inflow_fakes import region
from scipy import stats

from maslahat.core import InputError, Period
from maslahat.outlook import classify, models_from_region, reduce, traces


@pytest.fixture(scope="module")
def drawn():
    models = models_from_region(region(), "test-river")
    return traces(models, Period(2026, 4), 12, 100, np.random.default_rng(2), {"naryn-head": 85})


def test_kinds_of_year_split_the_growing_season_inflow_of_the_whole_river(drawn):
    kinds = classify(drawn)
    volume = drawn.season_mm3().sum(axis=1)
    assert kinds.names == ("dry", "normal", "wet")
    assert kinds.probability == pytest.approx((0.25, 0.5, 0.25))
    low, high = kinds.bounds_mm3
    assert (kinds.member == np.where(volume < low, 0, np.where(volume < high, 1, 2))).all()
    assert kinds.mean_mm3[0] == pytest.approx(volume[volume < low].mean())
    assert kinds.limits_mm3(0) == (None, low)
    assert kinds.limits_mm3(1) == (low, high)
    assert kinds.limits_mm3(2) == (high, None)


def test_limits_and_shares_may_be_given(drawn):
    kinds = classify(drawn, bounds_mm3=[1.0, 1e9])
    assert kinds.probability == pytest.approx((0, 1, 0))
    assert np.isnan(kinds.mean_mm3[0])
    assert classify(drawn, shares=(0.2,) * 5).names[-1] == "class-5"
    with pytest.raises(InputError):
        classify(drawn, shares=(0.5, 0.6))
    with pytest.raises(InputError):
        classify(drawn, bounds_mm3=[2.0, 1.0])


@pytest.mark.parametrize("per_class", [1, 3, 8])
def test_means_of_each_kind_head_and_month_are_kept_exactly(drawn, per_class):
    small = reduce(drawn, per_class)
    assert len(small.traces) == 3 * per_class
    kinds = classify(drawn)
    for kind in range(3):
        inside, chosen = kinds.member == kind, small.classes.member == kind
        whole = np.tensordot(drawn.weights[inside], drawn.flow_m3s[inside], axes=1)
        part = np.tensordot(small.traces.weights[chosen], small.traces.flow_m3s[chosen], axes=1)
        assert part == pytest.approx(whole, rel=1e-12)
        assert small.traces.weights[chosen].sum() == pytest.approx(kinds.probability[kind])
    assert abs(small.mean_error) < 1e-12
    assert (kinds.member[small.source] == small.classes.member).all()


def test_the_error_printed_is_the_error_made_and_falls_with_size(drawn):
    small, large = reduce(drawn, 2), reduce(drawn, 16)
    before = drawn.season_mm3().sum(axis=1)
    after = small.traces.season_mm3().sum(axis=1)
    weights = small.traces.weights
    spread = np.sqrt(weights @ (after - weights @ after) ** 2)
    assert small.spread_error == pytest.approx(spread / before.std() - 1)
    assert large.quantile_error < 0.5 * small.quantile_error
    apart = stats.wasserstein_distance(before, after, u_weights=drawn.weights, v_weights=weights)
    assert small.quantile_error == pytest.approx(apart / before.mean())
    assert abs(large.spread_error) < 1e-9  # the spread of each kind of year is put right
    assert abs(large.winter_spread_error) < 1e-9
    assert reduce(drawn, 1).spread_error < -0.05  # one trace a kind has none


def test_both_seasons_count_in_what_is_chosen(drawn):
    """Two traces of a kind stand for its volumes of summer and of winter better than chance picks do."""
    small = reduce(drawn, 2)
    volume = drawn.volume_mm3()
    parts = np.stack([volume[:, :6].sum(axis=(1, 2)), volume[:, 6:].sum(axis=(1, 2))], axis=1)
    parts = parts / parts.std(axis=0)

    def cost(chosen):
        return np.linalg.norm(parts[:, None] - parts[None, chosen], axis=2).min(axis=1).mean()

    rng = np.random.default_rng(0)
    chance = [cost(rng.choice(100, 6, replace=False)) for _ in range(200)]
    assert cost(small.source) < np.quantile(chance, 0.2)


def test_taking_all_traces_changes_nothing(drawn):
    whole = reduce(drawn, 1000)
    order = np.argsort(whole.source)
    assert whole.traces.flow_m3s[order] == pytest.approx(drawn.flow_m3s)
    assert whole.quantile_error == pytest.approx(0, abs=1e-12)
    assert whole.spread_error == pytest.approx(0, abs=1e-12)


def test_no_traces_is_refused(drawn):
    with pytest.raises(InputError):
        reduce(drawn, 0)
