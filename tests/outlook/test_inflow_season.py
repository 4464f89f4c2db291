"""The statement of the season and the rank of a storage (DESIGN §9)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from inflow_fakes import SOURCE, region

from maslahat.core import InputError, Period
from maslahat.outlook import models_from_region, traces
from maslahat.outlook.season import season_statement, storage_rank, weighted_quantile
from maslahat.regions import rows


def seen(day, volume, node="toktogul"):
    return rows.Observation(
        river="test-river",
        node=node,
        date=date.fromisoformat(day),
        date_precision="day",
        storage_mm3=volume,
        **SOURCE,
    )


def test_statement_holds_eight_years_in_ten():
    models = models_from_region(region(), "test-river")
    drawn = traces(models, Period(2026, 4), 12, 100, np.random.default_rng(0), {"naryn-head": 85})
    said = season_statement(drawn)
    assert (str(said.first), str(said.last)) == ("2026-04", "2026-09")
    naryn = said.heads[0]
    assert naryn.percent == pytest.approx(85)
    volume = drawn.season_mm3()[:, 0]
    assert np.mean((volume >= naryn.low_mm3) & (volume <= naryn.high_mm3)) == pytest.approx(0.8, abs=0.02)
    assert said.river.expected_mm3 == pytest.approx(sum(head.expected_mm3 for head in said.heads))
    assert said.river.high_mm3 < sum(head.high_mm3 for head in said.heads)
    assert said.forecasts[0].percent == 85


def test_rank_counts_one_volume_a_year_near_the_day():
    observations = [
        seen("2008-04-01", 6560.0),
        seen("2009-04-09", 6420.0),
        seen("2009-03-30", 6400.0),
        seen("2010-08-09", 1.0),
        seen("2011-04-01", 15400.0),
        seen("2026-04-01", 3.0),
        seen("2012-04-01", 2.0, node="other"),
    ]
    rank = storage_rank(observations, "toktogul", Period(2026, 4), 6500.0)
    assert rank.observed == ((2008, 6560.0), (2009, 6400.0), (2011, 15400.0))
    assert rank.rank == 2
    with pytest.raises(InputError, match="1 Dec"):
        storage_rank(observations, "toktogul", Period(2026, 12), 6500.0)


def test_a_day_before_new_year_belongs_to_the_season_after_it():
    rank = storage_rank([seen("2007-12-25", 9.0)], "toktogul", Period(2026, 1), 10.0)
    assert rank.observed == ((2008, 9.0),)
    assert rank.rank == 2


def test_weighted_quantile_of_equal_weights_and_of_copies():
    values = np.array([3.0, 1.0, 2.0, 4.0])
    equal = np.full(4, 0.25)
    assert weighted_quantile(values, equal, 0.5) == pytest.approx(2.5)
    assert weighted_quantile(values, equal, 0.0) == 1.0
    assert weighted_quantile(values, np.array([0.0, 0.0, 0.0, 1.0]), 0.5) == pytest.approx(4.0)
