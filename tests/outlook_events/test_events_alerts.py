"""The five states: probabilities, alerts under a budget, what they would have done (DESIGN §9)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from maslahat.core import InputError, Period
from maslahat.outlook.events import binary, read_panel
from maslahat.outlook.events.alerts import alert_records, alerts_now, outside_definition, threshold
from maslahat.outlook.events.anydeath import CENTRAL_ASIA, rolling_any_death
from maslahat.outlook.events.bulletin import would_change

from .panels import made_panel

FIRST = Period(2008, 1)


@pytest.fixture(scope="module")
def hindcast():
    return rolling_any_death(made_panel(), CENTRAL_ASIA, FIRST)


def test_probabilities_are_never_certain_and_end_one_month_ahead(hindcast):
    assert hindcast.months[-1] == made_panel().end.plus(1)
    assert hindcast.probability.min() > 0.0
    assert hindcast.probability.max() < 1.0
    assert np.isnan(hindcast.came[:, -1]).all()
    said, came = hindcast.known()
    assert said.mean() == pytest.approx(came.mean(), abs=0.05)
    assert binary.auc(said, came) > 0.6


def test_a_probability_does_not_see_its_own_month():
    panel = made_panel()
    cut = Period(2014, 6)
    early = rolling_any_death(panel.until(cut), CENTRAL_ASIA, FIRST)
    late = rolling_any_death(panel, CENTRAL_ASIA, FIRST)
    assert np.array_equal(early.probability, late.probability[:, : early.probability.shape[1]])


def test_a_state_that_is_not_there_is_named():
    with pytest.raises(InputError, match="no column Atlantis"):
        rolling_any_death(made_panel(), ("Atlantis",), FIRST)


def test_the_threshold_keeps_the_budget():
    rng = np.random.default_rng(3)
    said, came = rng.uniform(size=240), (rng.uniform(size=240) < 0.1).astype(float)
    bar = threshold(said, came, 1.0)
    assert ((said >= bar) & (came == 0)).sum() == 20
    assert threshold(said, came, 0.0) > said[came == 0].max()
    assert threshold(said[:1], np.array([np.nan]), 1.0) == 1.0


def test_records_add_up(hindcast):
    records = alert_records(hindcast, 1.0)
    for record, row in zip(records, hindcast.came, strict=True):
        assert record.hits + record.misses == np.nansum(row[60:])
        assert record.hits + record.misses + record.false_alarms + record.quiet == round(12 * record.years)
        assert len(record.missed_months) == record.misses
    assert alert_records(hindcast, 3.0)[2].hits >= records[2].hits


def test_alerts_show_threshold_base_rate_and_views(hindcast):
    now = alerts_now(hindcast, 1.0)
    assert [alert.state for alert in now] == list(CENTRAL_ASIA)
    assert all(alert.raised == (alert.probability >= alert.threshold) for alert in now)
    assert set(now[0].views) == {"regression", "own rate"}
    assert "there has been none" in would_change(hindcast, 0)
    assert "stood at" in would_change(hindcast, 2)


def test_what_the_definition_misses_is_told(hindcast):
    assert Period(2022, 1) in [item.month for item in outside_definition(hindcast)]


@pytest.mark.data
@pytest.mark.slow
def test_the_five_states_since_2000(shared_data: Path):
    panel = read_panel(shared_data / "events" / "sb_history" / "ged_sb_cm_1990_2021_views.csv")
    said, came = rolling_any_death(panel).known()
    assert len(said) == 1320
    assert binary.brier(said, came) <= 0.0310
    assert binary.brier(said, came) < binary.brier(np.zeros_like(said), came)
    assert binary.auc(said, came) >= 0.85
    assert binary.calibration_error(said, came) <= 0.01
