"""What stored water is worth at the end (OPTIONS "End of horizon")."""

import numpy as np
import pytest
from basin_toy import river, traces

from maslahat.basin import class_means, end_values, horizon

YEARS = traces(
    [(60.0, 80.0, 20.0, 20.0), (200.0, 220.0, 50.0, 40.0), (260.0, 180.0, 60.0, 50.0)],
    classes=[0, 2, 2],
    weights=[0.4, 0.2, 0.4],
)
WINTER = river(load=(30.0, 30.0, 200.0, 200.0), initial=400.0)


def test_one_mean_trace_for_each_kind_of_year():
    means = class_means(YEARS)
    assert means.classes.tolist() == [0, 2]
    assert means.weights == pytest.approx([0.4, 0.6])
    assert means.inflow_mm3[1, :, 0] == pytest.approx([240, (220 + 360) / 3, 170 / 3, 140 / 3])
    assert means.class_names == YEARS.class_names


def test_a_seasonal_reservoir_is_to_end_as_it_began():
    (value,) = end_values(river(scheduled=False, initial=400.0), YEARS)
    assert value.width_mm3 == pytest.approx([400, 600])
    assert value.usd_per_m3 == pytest.approx([0.3, 0.0])


def test_the_worth_of_one_more_cubic_metre_falls_with_storage():
    (value,) = end_values(WINTER, YEARS)
    assert value.width_mm3 == pytest.approx([100] + [150] * 6)
    price = value.usd_per_m3
    assert (np.diff(price) <= 1e-12).all()
    assert price[0] == price[1]
    unserved = 0.1 * 0.24525
    assert 0.06 * 0.245 * 0.95**2 < price[1] <= 0.95 * unserved + 1e-6
    assert price[-1] < price[1]


def test_what_no_season_needs_is_worth_nothing():
    (value,) = end_values(river(load=(0.0, 0.0, 1.0, 1.0)), YEARS)
    assert value.usd_per_m3 == pytest.approx(np.zeros(7), abs=1e-9)


def test_a_season_further_on_counts_for_less(monkeypatch):
    (patient,) = end_values(WINTER, YEARS)
    monkeypatch.setattr(horizon, "DISCOUNT", 0.5)
    (hasty,) = end_values(WINTER, YEARS)
    assert hasty.width_mm3 @ hasty.usd_per_m3 < 0.6 * (patient.width_mm3 @ patient.usd_per_m3)


def test_more_seasons_change_little(monkeypatch):
    (seven,) = end_values(WINTER, YEARS)
    monkeypatch.setattr(horizon, "SEASONS", 20)
    (twenty,) = end_values(WINTER, YEARS)
    total = seven.width_mm3 @ seven.usd_per_m3
    assert twenty.width_mm3 @ twenty.usd_per_m3 == pytest.approx(total, rel=0.05)


def test_the_sentence_says_what_is_done():
    assert f"{100 * (1 - horizon.DISCOUNT):.0f} % a year" in horizon.SENTENCE
