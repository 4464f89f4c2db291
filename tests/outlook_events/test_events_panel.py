"""Reading the panel: what is odd is named, what is unusable stops (DESIGN §9, §13)."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from maslahat.core import InputError, Period
from maslahat.outlook.events import read_panel
from maslahat.outlook.events.countries import VIEWS_COUNTRIES
from maslahat.outlook.events.panel import views_month, views_month_id
from maslahat.outlook.events.panel_read import parse_month

from .panels import made_panel, write_wide


def test_a_table_comes_back_as_written(tmp_path: Path):
    panel = made_panel(36)
    read = read_panel(write_wide(tmp_path / "h.csv", panel))
    assert read.units == panel.units
    assert read.start == Period(2000, 1)
    assert np.array_equal(read.counts, panel.counts)
    assert read.notes == ()


@pytest.mark.parametrize(
    ("label", "month"),
    [
        ("121", Period(1990, 1)),
        ("504", Period(2021, 12)),
        ("2021-03", Period(2021, 3)),
        ("2021-03-01", Period(2021, 3)),
        ("2021-03-01 00:00:00", Period(2021, 3)),
        ("202103", Period(2021, 3)),
        ("spring", None),
        ("2021-13", None),
    ],
)
def test_labels_of_months(label: str, month: Period | None):
    assert parse_month(label) == month


def test_views_month_ids_go_both_ways():
    assert views_month(457) == Period(2018, 1)
    assert views_month_id(Period(2018, 1)) == 457


def test_long_tables_are_read_too(tmp_path: Path):
    panel = made_panel(30)
    rows = [
        {"month_id": views_month_id(panel.start.plus(m)), "country_id": u + 1, "ged_sb": panel.counts[u, m]}
        for m in range(30)
        for u in range(8)
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "long.parquet")
    read = read_panel(tmp_path / "long.parquet", {k + 1: name for k, name in enumerate(panel.units)})
    assert read.units == panel.units
    assert np.array_equal(read.counts, panel.counts)


def test_float_noise_is_rounded_and_said(tmp_path: Path):
    panel = made_panel(36)
    noisy = replace(panel, counts=panel.counts * (1 - 1e-14))
    read = read_panel(write_wide(tmp_path / "h.csv", noisy))
    assert np.array_equal(read.counts, panel.counts)
    assert "float noise" in str(read.notes[0])


def test_blank_before_statehood_is_not_zero(tmp_path: Path):
    panel = made_panel(36)
    panel.counts[2, :5] = np.nan
    read = read_panel(write_wide(tmp_path / "h.csv", panel))
    assert np.isnan(read.counts[2, :5]).all()
    assert "before statehood" in str(read.notes[0])


def test_blank_in_between_is_named_with_its_months(tmp_path: Path):
    panel = made_panel(36)
    panel.counts[3, 20] = np.nan
    panel.counts[4, 34:] = np.nan
    notes = [str(note) for note in read_panel(write_wide(tmp_path / "h.csv", panel)).notes]
    assert any("Tajikistan" in note and "2001-09" in note for note in notes)
    assert any("Turkmenistan" in note and "at the end" in note for note in notes)


def _faults(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_panel(path)
    return str(caught.value)


def test_a_web_page_is_named(tmp_path: Path):
    (tmp_path / "h.csv").write_text("<!DOCTYPE html><html><body>Sign in</body></html>", encoding="utf-8")
    assert "web page (HTML)" in _faults(tmp_path / "h.csv")


def test_half_a_csv_is_named(tmp_path: Path):
    path = write_wide(tmp_path / "h.csv", made_panel(36))
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert "half a file" in _faults(path)


def test_half_a_parquet_is_named(tmp_path: Path):
    pl.DataFrame({"month_id": [1], "country_id": [1], "ged_sb": [0.0]}).write_parquet(tmp_path / "h.parquet")
    content = (tmp_path / "h.parquet").read_bytes()
    (tmp_path / "h.parquet").write_bytes(content[:-9])
    assert "half a Parquet file" in _faults(tmp_path / "h.parquet")


def test_a_gap_a_repeat_and_a_wrong_name_are_named(tmp_path: Path):
    panel = made_panel(36)
    labels = [str(panel.start.plus(k)) for k in range(36)]
    gap = [*labels[:10], *(str(panel.start.plus(k + 12)) for k in range(10, 36))]
    assert "2001-11 after 2000-10" in _faults(write_wide(tmp_path / "gap.csv", panel, gap))
    assert "2000-03 after 2000-03" in _faults(
        write_wide(tmp_path / "twice.csv", panel, [*labels[:3], labels[2], *labels[4:]])
    )
    assert "own name" in _faults(write_wide(tmp_path / "history_1999_2001.csv", panel))


def test_bad_cells_are_named_all_at_once(tmp_path: Path):
    path = write_wide(tmp_path / "h.csv", made_panel(36))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].rsplit(",", 1)[0] + ",many"
    lines[7] = lines[7].rsplit(",", 1)[0] + ",-4"
    lines[9] = lines[9].rsplit(",", 1)[0] + ",1.5"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = _faults(path)
    assert "'many'" in said
    assert "-4" in said
    assert "first 1.5 in 2000-09" in said
    assert len(said.splitlines()) == 3


def test_a_missing_count_column_is_named(tmp_path: Path):
    (tmp_path / "h.csv").write_text("month_id,country_id,renamed\n121,1,0\n", encoding="utf-8")
    assert "no column of the count" in _faults(tmp_path / "h.csv")


def test_a_country_that_a_world_table_lacks_is_named(tmp_path: Path):
    names = sorted(VIEWS_COUNTRIES)
    assert len(names) == 191
    assert "Congo, DRC" in names
    whole = ["month_id,country,best", *(f'121,"{name}",0' for name in names)]
    (tmp_path / "h.csv").write_text(
        "\n".join(line for line in whole if "Syria" not in line), encoding="utf-8"
    )
    note = str(read_panel(tmp_path / "h.csv").notes[0])
    assert "1 of 191 countries (Syria)" in note
    assert "Nothing is forecast" in note
    (tmp_path / "h.csv").write_text("\n".join(whole), encoding="utf-8")
    assert not read_panel(tmp_path / "h.csv").notes


def test_two_columns_of_one_name_are_a_fault(tmp_path: Path):
    path = write_wide(tmp_path / "h.csv", made_panel(36))
    path.write_text(path.read_text(encoding="utf-8").replace("Calm", "Busy"), encoding="utf-8")
    assert "more than one column Busy" in _faults(path)


def test_a_zip_semicolons_and_any_name_are_read(tmp_path: Path):
    panel = made_panel(36)
    text = write_wide(tmp_path / "h.csv", panel).read_text(encoding="utf-8")
    (tmp_path / "s.csv").write_text(text.replace(",", ";"), encoding="utf-8")
    assert np.array_equal(read_panel(tmp_path / "s.csv").counts, panel.counts)
    with zipfile.ZipFile(tmp_path / "h.zip", "w") as archive:
        archive.writestr("h.csv", text)
    assert np.array_equal(read_panel(tmp_path / "h.zip").counts, panel.counts)
    (tmp_path / "half.zip").write_bytes((tmp_path / "h.zip").read_bytes()[:200])
    assert "half a ZIP" in _faults(tmp_path / "half.zip")
    assert "found a folder" in _faults(tmp_path)


def test_long_tables_are_sorted_by_month_not_by_letters(tmp_path: Path):
    rows = ["month_id,country_id,ged_sb", *(f"{m},1,{m}" for m in (101, 100, 99))]
    (tmp_path / "h.csv").write_text("\n".join(rows), encoding="utf-8")
    assert read_panel(tmp_path / "h.csv").counts.tolist() == [[99.0, 100.0, 101.0]]


@pytest.mark.data
def test_labels_a_year_off_are_found_by_the_states_that_appear(shared_data: Path, tmp_path: Path):
    source = shared_data / "events" / "sb_history" / "ged_sb_cm_1990_2021_views.csv"
    lines = source.read_text(encoding="utf-8").splitlines()
    moved = [lines[0]] + [f"{int(line.split(',', 1)[0]) + 12},{line.split(',', 1)[1]}" for line in lines[1:]]
    (tmp_path / "h.csv").write_text("\n".join(moved) + "\n", encoding="utf-8")
    assert "subtract 12 months" in _faults(tmp_path / "h.csv")
    assert read_panel(source).end == Period(2021, 12)
