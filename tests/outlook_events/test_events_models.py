"""Members, combination, conformal band: distributions that are whole, positive, and blind to the
future (§9).
"""

from __future__ import annotations

import numpy as np
import pytest

from maslahat.core import Period
from maslahat.outlook.events import Panel, combined
from maslahat.outlook.events.combination import BASELINES, MEMBERS, available, pool
from maslahat.outlook.events.conformal import calibrated_band
from maslahat.outlook.events.features import past_of
from maslahat.outlook.events.grid import (
    EXACT_TO,
    SUPPORT,
    cdf_of,
    draws_of,
    mean_of,
    normalised,
    point_masses,
    quantiles_of,
)
from maslahat.outlook.events.lessons import lessons_of, spaced
from maslahat.outlook.events.windows import last_year, plain_draws

from .panels import made_panel

LEADS = (1, 3, 6)


@pytest.mark.parametrize("name", sorted(BASELINES | MEMBERS))
def test_every_model_gives_whole_distributions(name: str):
    cdf = available()[name](made_panel(), LEADS)
    assert cdf.shape == (8, 3, len(SUPPORT))
    assert np.all(np.diff(cdf, axis=-1) > -1e-9)
    assert cdf[..., -1] == pytest.approx(1.0)
    assert cdf.min() >= -1e-12


@pytest.mark.parametrize("name", ["analogs", "regression", "boosted"])
def test_members_know_the_busy_from_the_calm(name: str):
    cdf = available()[name](made_panel(), LEADS)
    mean = mean_of(cdf)[:, 0]
    assert 60 < mean[0] < 600  # a rate of 200 with a wave
    assert mean[7] < 1.0
    assert np.all(cdf[:, :, 0] < 1.0), "no unit is certain to stay calm"


def test_the_forecast_does_not_see_past_its_cut_off():
    panel = made_panel()
    early = panel.until(Period(2015, 10))
    changed = Panel(panel.units, panel.start, panel.counts.copy())
    changed.counts[:, early.months :] = 9999.0
    a, b = combined(early, LEADS), combined(changed.until(Period(2015, 10)), LEADS)
    assert np.array_equal(a.cdf, b.cdf)
    assert a.months == (Period(2015, 11), Period(2016, 1), Period(2016, 4))
    assert np.array_equal(combined(panel, LEADS).cdf, combined(panel, LEADS).cdf)


def test_the_pool_is_the_weighted_mean_of_its_members():
    one, two = np.zeros((1, 1, 3)), np.ones((1, 1, 3))
    assert pool({"a": one, "b": two}, {"a": 3.0, "b": 1.0})[0, 0, 0] == pytest.approx(0.25)
    forecast = combined(made_panel(), (1,))
    assert forecast.any_death() == pytest.approx(1 - forecast.cdf[..., 0])
    assert set(forecast.members) == set(forecast.weights)


def test_last_year_is_the_last_twelve_months():
    panel = made_panel()
    draws = draws_of(last_year(panel, (1,))[:, 0], 12)
    small = panel.counts[3, -12:].max() <= EXACT_TO
    assert small
    assert sorted(draws[3]) == sorted(panel.counts[3, -12:])
    assert np.array_equal(plain_draws(panel, "last-value")[:, 0], panel.counts[:, -1])
    assert plain_draws(panel, "analogs") is None


def test_the_support_keeps_means_and_gives_quantiles():
    samples = np.array([[0.0, 7.0, 777.0, 7777.0]])
    cdf = cdf_of(samples)
    assert mean_of(cdf) == pytest.approx([samples.mean()])
    assert quantiles_of(cdf, np.array([0.1, 0.4])).tolist() == [[0.0, 7.0]]
    masses = point_masses(np.array([3.0, 5.0]), np.array([[1.0, 0.0], [1.0, 4.0]]))
    assert normalised(masses.T)[1, 4] == 0.0
    assert normalised(masses.T)[0, 4] == pytest.approx(0.5)


def test_features_know_only_the_months_before():
    panel = made_panel(60)
    past = past_of(panel)
    assert past.log_means[12][0, 40] == pytest.approx(np.log1p(panel.counts[0, 28:40].mean()))
    assert past.busy[12][3, 40] == pytest.approx((panel.counts[3, 28:40] > 0).mean())
    assert past.since[0, 40] == 0
    assert past.quiet[7].all()
    assert past.event_count[0, 40] == (panel.counts[0, :40] > 0).sum()


def test_lessons_end_with_the_panel():
    panel = made_panel(60)
    lessons = lessons_of(panel, (1, 2, 12))
    assert (lessons.origin + lessons.lead - 1).max() < 60
    row = np.flatnonzero((lessons.unit == 0) & (lessons.lead == 2))[0]
    assert lessons.outcome[row] == panel.counts[0, lessons.origin[row] + 1]
    assert spaced(tuple(range(3, 15))).tolist() == [3, 5, 7, 10, 12, 14]
    with pytest.raises(ValueError, match="too few"):
        lessons_of(made_panel(24), (12,))


def test_the_conformal_band_holds_what_it_promises():
    panel = made_panel(360, seed=9)
    past, leads = panel.until(Period(2021, 12)), (1, 2, 3)
    band = calibrated_band(past, leads, last_year, windows=15)
    held, some = [], 0
    for back in range(0, 84, 3):
        cut = panel.end.plus(-back - 3)
        seen = np.stack([panel.observed(cut.plus(h), 1)[:, 0] for h in leads], axis=1)
        busy = seen > 0
        low, high = band.interval(last_year(panel.until(cut), leads)[busy])
        held.append((low <= seen[busy]) & (seen[busy] <= high))
        some += int(busy.sum())
    assert some > 150
    assert 0.8 < np.concatenate(held).mean() <= 1.0
    assert band.cells.sum() > 100
