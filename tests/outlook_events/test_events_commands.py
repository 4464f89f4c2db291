"""The commands, on a made challenge and history (DESIGN §9)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from maslahat.cli._outlook_events import models_without, parse_words
from maslahat.cli.main import build_app
from maslahat.core import InputError, Period
from maslahat.outlook.events.backtest import backtest, partial_notes
from maslahat.outlook.events.challenge import read_challenge
from maslahat.outlook.events.panel import views_month_id
from maslahat.outlook.events.window import score_window

from .panels import made_panel, write_wide

FAST = ("zero", "last-12-months")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A challenge of one window, 2018, in the layout of the real one."""
    panel = made_panel()
    write_wide(tmp_path / "history.csv", panel)
    rows = "".join(f"{k},{k},{name}\n" for k, name in enumerate(panel.units, start=1))
    (tmp_path / "country_list.csv").write_text("country_id,id,name\n" + rows, encoding="utf-8")
    seen = panel.observed(Period(2018, 1), 12)
    first = views_month_id(Period(2018, 1))
    cells = [(u + 1, first + m, seen[u, m]) for u in range(8) for m in range(12)]
    actuals = pl.DataFrame(cells, schema=["country_id", "month_id", "ged_sb"], orient="row")
    actuals.with_columns(pl.col("ged_sb") - 1e-13).write_parquet(tmp_path / "cm_actuals_2018.parquet")
    (tmp_path / "draws").mkdir()
    drawn = [(u, m, d, int(y)) for u, m, y in cells for d in range(3)]
    table = pl.DataFrame(drawn, schema=["country_id", "month_id", "draw", "outcome"], orient="row")
    table.write_parquet(tmp_path / "draws" / "oracle_2018.parquet")
    table.head(30).write_parquet(tmp_path / "draws" / "broken_2018.parquet")
    return tmp_path


def _run(*words: object):
    return CliRunner().invoke(build_app(), [str(word) for word in words], catch_exceptions=True)


def test_challenge_scores_every_model_and_other_people_s_draws(folder: Path):
    result = _run("outlook", "challenge", folder, "--without", "boosted", "--json", folder / "out.json")
    assert result.exit_code == 0, result.output
    written = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    window = written["windows"][0]
    models = {row["model"]: row for row in window["models"]}
    assert {"maslahat", "zero", "last-value", "last-12-months", "window-mix", "analogs", "oracle"} <= set(
        models
    )
    assert models["oracle"]["crps"] == 0.0
    assert models["oracle"]["coverage_nonzero"] == 1.0
    assert models["maslahat"]["crps"] < models["zero"]["crps"]
    assert window["cutoff"] == "2017-10"
    assert 0 < window["any_death"]["lowest"] <= window["any_death"]["highest"] < 1
    assert any("left out of the scores" in note for note in written["notes"])
    assert "maslahat" in result.output


def test_files_that_disagree_are_named(folder: Path):
    panel = made_panel()
    shifted = [str(panel.start.plus(k + 12)) for k in range(panel.months)]
    write_wide(folder / "history.csv", panel, shifted)
    with pytest.raises(InputError, match="12 months too late"):
        read_challenge(folder)
    write_wide(folder / "history.csv", replace(panel, counts=panel.counts * 2))
    with pytest.raises(InputError, match="of another kind"):
        read_challenge(folder)
    panel.counts[6, 12 * 18] += 1
    write_wide(folder / "history.csv", panel)
    assert any("Two releases" in str(note) for note in read_challenge(folder).notes)


def test_the_history_is_found_by_what_it_holds(folder: Path):
    (folder / "history.csv").rename(folder / "sb_to_2019.csv")
    assert read_challenge(folder).panel.release == "sb_to_2019.csv"
    (folder / "sb_to_2019.csv").unlink()
    with pytest.raises(InputError, match="no history file"):
        read_challenge(folder)


def test_every_part_that_is_broken_is_named_at_once(folder: Path):
    (folder / "country_list.csv").write_text("<html>", encoding="utf-8")
    (folder / "cm_actuals_2018.parquet").write_text("<html>", encoding="utf-8")
    (folder / "history.csv").write_text("<html>", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_challenge(folder)
    assert len(caught.value.faults) == 3


def test_cells_twice_below_zero_or_broken_are_faults_and_missing_ones_are_named(folder: Path):
    path = folder / "cm_actuals_2018.parquet"
    table = pl.read_parquet(path)
    broken = pl.when(pl.col("country_id") == 3).then(-2.0).otherwise(pl.col("ged_sb") + 0.5)
    bad = table.with_columns(broken.alias("ged_sb"))
    pl.concat([bad, bad.head(1)]).write_parquet(path)
    with pytest.raises(InputError) as caught:
        read_challenge(folder)
    said = str(caught.value)
    assert "more than once" in said
    assert "12 counts below zero" in said
    assert "not whole" in said
    table.filter(pl.col("country_id") != 3).write_parquet(path)
    read = read_challenge(folder)
    assert any("(Kyrgyzstan)" in str(note) and "never counted as zero" in str(note) for note in read.notes)
    assert np.isnan(read.actuals[2018][2]).all()


def test_a_short_history_goes_on_with_the_actuals_or_is_a_fault(folder: Path):
    whole = made_panel()
    for year in (2018, 2019):
        seen, first = whole.observed(Period(year, 1), 12), views_month_id(Period(year, 1))
        cells = [(u + 1, first + m, seen[u, m]) for u in range(8) for m in range(12)]
        table = pl.DataFrame(cells, schema=["country_id", "month_id", "ged_sb"], orient="row")
        table.write_parquet(folder / f"cm_actuals_{year}.parquet")
    write_wide(folder / "history.csv", whole.until(Period(2017, 12)))
    read = read_challenge(folder)
    assert read.panel.end == Period(2018, 12)
    assert np.array_equal(read.panel.counts, whole.until(Period(2018, 12)).counts)
    assert any("Continued with the actuals of 2018" in str(note) for note in read.notes)
    write_wide(folder / "history.csv", whole.until(Period(2016, 12)))
    with pytest.raises(InputError, match=r"window 2018.*months to 2017-10"):
        read_challenge(folder)


def test_a_missing_country_is_named_and_not_scored(folder: Path):
    panel = made_panel()
    write_wide(
        folder / "history.csv", replace(panel, units=panel.units[:7], counts=panel.counts[:7], unit_ids=())
    )
    read = read_challenge(folder)
    assert any("(Calm)" in str(note) for note in read.notes)
    assert read.actuals[2018].shape == (7, 12)


def test_wrong_actuals_stop_with_all_faults(folder: Path):
    table = pl.read_parquet(folder / "cm_actuals_2018.parquet")
    table.with_columns(pl.col("month_id") + 12).write_parquet(folder / "cm_actuals_2018.parquet")
    table.drop("ged_sb").write_parquet(folder / "cm_actuals_2019.parquet")
    with pytest.raises(InputError) as caught:
        read_challenge(folder)
    assert "wrong year" in str(caught.value)
    assert "no column ged_sb" in str(caught.value)


def test_backtest_takes_years_as_people_write_them(tmp_path: Path):
    path = write_wide(tmp_path / "h.csv", made_panel())
    words = ("backtest", path, "--windows", "2017", "2018", "--without", "boosted")
    result = _run("outlook", *words, "--json", tmp_path / "b.json")
    assert result.exit_code == 0, result.output
    written = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert [window["year"] for window in written["windows"]] == [2017, 2018]
    mean = {row["model"]: row["crps"] for row in written["mean"]}
    assert mean["maslahat"] < mean["zero"]
    assert parse_words(["2022,2023", "h.csv"]) == (Path("h.csv"), [2022, 2023])
    with pytest.raises(InputError, match="magic"):
        models_without(["magic"])
    with pytest.raises(InputError, match="no file"):
        parse_words(["2022"])


def test_a_window_that_cannot_be_scored_is_named():
    with pytest.raises(InputError) as caught:
        backtest(made_panel(), [2003, 2025])
    assert len(caught.value.faults) == 2
    assert "10 months of 12" in str(partial_notes(made_panel(238), [2019])[0])


def test_units_not_observed_at_the_cut_off_are_not_scored():
    panel = made_panel()
    panel.counts[5, :] = np.nan
    window = score_window(panel, 2018, panel.observed(Period(2018, 1), 12), models=FAST)
    assert 5 not in window.unit
    assert len(window.outcome) == 7 * 12
    assert [m.model for m in window.models] == ["maslahat", *FAST]
    with pytest.raises(KeyError):
        window.model("boosted")


def test_states_freeze_and_score(tmp_path: Path):
    path = write_wide(tmp_path / "h.csv", replace(made_panel(300), start=Period(1990, 1)))
    assert "state-months since 2000" in _run("outlook", "states", path, "--json", tmp_path / "s.json").output
    written = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert len(written["next_month"]) == 5
    frozen = _run(
        "outlook", "freeze", path, "--ledger", tmp_path / "l", "--months", "2", "--date", "2015-01-01"
    )
    assert frozen.exit_code == 0, frozen.output
    assert "nothing known yet" in _run("outlook", "score", path, "--ledger", tmp_path / "l").output


def test_the_bulletin_says_what_is_missing_and_draws_what_is_there(tmp_path: Path):
    write_wide(tmp_path / "history.csv", replace(made_panel(300), start=Period(1990, 1)))
    result = _run(
        "outlook",
        "bulletin",
        "--data",
        tmp_path,
        "--html",
        tmp_path / "b.html",
        "--json",
        tmp_path / "b.json",
    )
    assert result.exit_code == 0, result.output
    made = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert len(made["missing"]) == 2
    assert "not calm" in made["missing"][0]
    assert [river["river"] for river in made["rivers"]] == ["Syr Darya", "Amu Darya"]
    assert made["violence"]["next_month"][2]["views"].keys() >= {"regression", "own rate", "analogs"}
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "January unrest" in page
    assert "{{" not in page
