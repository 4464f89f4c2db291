"""Panels from records: country, first-level unit, grid cell; what nobody looked at stays blank (DESIGN §9)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError, Period
from maslahat.evidence import read_evidence
from maslahat.outlook.events import combined, read_panel
from maslahat.outlook.events.panel_build import build_panel, grid_cell

BATKEN = {
    "id": "1",
    "type_of_violence": "1",
    "where_prec": "1",
    "where_coordinates": "Batken town",
    "adm_1": "Batken",
    "latitude": "40.06",
    "longitude": "70.82",
    "country": "Kyrgyzstan",
    "date_prec": "1",
    "date_start": "2021-04-28",
    "date_end": "2021-04-30",
    "best": "5",
    "high": "9",
    "low": "3",
}
ROWS = [
    BATKEN,
    BATKEN,
    BATKEN | {"id": "2", "date_end": "2021-06-01", "date_start": "2021-05-30", "best": "2"},
    BATKEN | {"id": "3", "adm_1": "Osh", "where_prec": "6", "best": "4"},
    BATKEN
    | {"id": "4", "country": "Tajikistan", "adm_1": "Sughd", "latitude": "40.3", "date_end": "2021-05-02"},
    BATKEN | {"id": "5", "type_of_violence": "3", "best": "90"},
]


@pytest.fixture
def events(tmp_path: Path) -> Path:
    pl.DataFrame(ROWS).write_csv(tmp_path / "ged.csv")
    return tmp_path / "ged.csv"


def test_countries_are_observed_from_first_to_last_record_alone(events: Path):
    panel = build_panel([read_evidence(events)])
    assert (panel.units, panel.start, panel.end) == (
        ("Kyrgyzstan", "Tajikistan"),
        Period(2021, 4),
        Period(2021, 6),
    )
    assert panel.counts[0].tolist() == [9.0, 0.0, 2.0]
    assert panel.counts[1, :2].tolist() == [0.0, 5.0]
    assert np.isnan(panel.counts[1, 2])


def test_what_was_watched_is_zero_and_a_quiet_state_has_a_row(events: Path):
    watched = (Period(2021, 3), Period(2021, 7))
    states = ("Kazakhstan", "Kyrgyzstan")
    panel = build_panel([read_evidence(events)], states=states, watched=watched)
    assert panel.units == states
    assert panel.counts.tolist() == [[0.0] * 5, [0.0, 9.0, 0.0, 2.0, 0.0]]


def test_first_level_units_and_cells_leave_out_what_is_not_placed(events: Path):
    units = build_panel([read_evidence(events)], level="unit")
    assert units.units == ("Kyrgyzstan, Batken", "Tajikistan, Sughd")
    assert units.counts[0].tolist() == [5.0, 0.0, 2.0]
    assert "1 of 4 without" in str(units.notes[0])
    cells = build_panel([read_evidence(events)], level="grid")
    assert cells.units == (str(grid_cell(40.06, 70.82)),)
    assert cells.known.sum() == 12.0


@pytest.mark.data
def test_cells_are_those_of_prio_grid(shared_data: Path):
    table = pl.read_csv(
        shared_data / "events" / "ucdp_candidate" / "GEDEvent_v23_0_10.csv", infer_schema_length=None
    )
    rows = table.select("latitude", "longitude", "priogrid_gid").rows()
    assert len(rows) > 2000
    assert [grid_cell(north, east) for north, east, _ in rows] == [gid for _, _, gid in rows]


def test_faults_have_names(events: Path):
    reading = read_evidence(events)
    with pytest.raises(InputError, match="one of country, unit, grid"):
        build_panel([reading], level="village")
    with pytest.raises(InputError, match="no non-state event"):
        build_panel([reading], kind="non-state")


def test_the_table_written_is_read_and_forecast_like_any_other(tmp_path: Path):
    rng = np.random.default_rng(3)
    rows = [
        BATKEN
        | {"id": str(k), "adm_1": unit, "date_start": day, "date_end": day, "best": str(rng.poisson(3))}
        for k, (unit, day) in enumerate(
            (unit, f"{year}-{month:02d}-15")
            for unit in ("Batken", "Osh")
            for year in range(2015, 2022)
            for month in (1, 5, 9)
        )
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "ged.csv")
    words = [
        "outlook",
        "panel",
        str(tmp_path / "ged.csv"),
        "--level",
        "unit",
        "--out",
        str(tmp_path / "p.csv"),
    ]
    result = CliRunner().invoke(build_app(), [*words, "--watched", "2014-01:2021-12"])
    assert result.exit_code == 0, result.output
    panel = read_panel(tmp_path / "p.csv")
    assert panel.units == ("Kyrgyzstan, Batken", "Kyrgyzstan, Osh")
    assert (panel.start, panel.end) == (Period(2014, 1), Period(2021, 12))
    forecast = combined(panel, (1, 2, 3))
    assert np.all((forecast.any_death() > 0) & (forecast.any_death() < 1))
    assert "two months" in str(CliRunner().invoke(build_app(), [*words, "--watched", "2014"]).exception)
