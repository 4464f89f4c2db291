"""The ledger: sealed, checked, scored; other people's layouts (DESIGN §9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from maslahat.core import InputError, Period
from maslahat.outlook.events import combined
from maslahat.outlook.events.ledger import entries_of, freeze, import_forecast, read_ledger, score_entries
from maslahat.outlook.events.scores import crps

from .panels import made_panel

DAY = date(2018, 1, 3)


def test_a_frozen_forecast_is_scored_when_its_months_are_known(tmp_path: Path):
    panel = made_panel()
    past = panel.until(Period(2019, 9))
    for entry in entries_of(combined(past, (1, 2, 3, 4)), past, DAY):
        freeze(tmp_path, entry)
    scores = {s.model: s for s in score_entries(read_ledger(tmp_path), panel)}
    assert set(scores) == {"maslahat", "zero", "last-12-months"}
    ours = scores["maslahat"]
    assert (ours.cells, ours.open_cells, ours.after_the_fact) == (24, 8, False)
    assert ours.crps < scores["zero"].crps
    zero = np.nanmean(panel.observed(Period(2019, 10), 3))
    assert scores["zero"].crps == pytest.approx(zero)


def test_freezing_twice_is_one_file_and_the_same_bytes(tmp_path: Path):
    past = made_panel().until(Period(2019, 9))
    entry = entries_of(combined(past, (1,)), past, DAY)[0]
    first = freeze(tmp_path, entry).read_bytes()
    assert freeze(tmp_path, entry).read_bytes() == first
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_a_changed_entry_is_refused(tmp_path: Path):
    past = made_panel().until(Period(2019, 9))
    path = freeze(tmp_path, entries_of(combined(past, (1,)), past, DAY)[1])
    path.write_text(
        path.read_text(encoding="utf-8").replace('"values":[0', '"values":[1', 1), encoding="utf-8"
    )
    with pytest.raises(InputError, match="changed after"):
        read_ledger(tmp_path)
    with pytest.raises(InputError, match="no frozen forecast"):
        read_ledger(tmp_path / "none")


def test_views_draws_points_and_pace_tables_come_in(tmp_path: Path):
    pl.DataFrame(
        {"month_id": [457] * 4, "country_id": [1] * 4, "draw": [0, 1, 2, 3], "outcome": [0, 0, 5, 9]}
    ).write_parquet(tmp_path / "draws.parquet")
    entry = import_forecast(tmp_path / "draws.parquet", "VIEWS", Period(2017, 10), DAY, {1: "Busy"})
    assert entry.draws["Busy", Period(2018, 1)].tolist() == [0, 0, 5, 9]
    score = score_entries([entry], made_panel())[0]
    seen = made_panel().observed(Period(2018, 1), 1)[6]
    assert score.crps == pytest.approx(crps(np.array([[0.0, 0, 5, 9]]), seen)[0])
    assert score.after_the_fact is False
    (tmp_path / "pace.csv").write_text("date,Busy,Calm\n2018-01,30.5,-0.1\n", encoding="utf-8")
    wide = import_forecast(tmp_path / "pace.csv", "PaCE", Period(2017, 12), date(2018, 2, 1))
    assert wide.draws["Busy", Period(2018, 1)].tolist() == [30.5]
    assert wide.draws["Calm", Period(2018, 1)].tolist() == [0.0]
    assert score_entries([wide], made_panel())[0].after_the_fact
    pl.DataFrame({"name": ["Calm"], "dates": ["2018-02-01"], "predicted": [0.5]}).write_csv(
        tmp_path / "p.csv"
    )
    point = import_forecast(tmp_path / "p.csv", "FAST", Period(2017, 12), DAY)
    assert list(point.draws) == [("Calm", Period(2018, 2))]
    with pytest.raises(InputError, match="months after the cut-off"):
        import_forecast(tmp_path / "p.csv", "FAST", Period(2018, 3), DAY)
