"""`maslahat outlook water`, `fit`, `score` as a person types them (DESIGN §13)."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from maslahat.cli._outlook_water import parse_forecasts, parse_start
from maslahat.cli.main import build_app
from maslahat.core import InputError, Period


def run(*words):
    return CliRunner().invoke(build_app(), ["outlook", *map(str, words)], env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def series(tmp_path_factory):
    rng = np.random.default_rng(0)
    path = tmp_path_factory.mktemp("series") / "own.csv"
    lines = [f"{y},{m},{100 * m * rng.gamma(16) / 16:.3f}" for y in range(1960, 2000) for m in range(1, 13)]
    path.write_text("year,month,my_head\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_water_prints_heads_kinds_of_year_and_what_the_forecast_leaves(tmp_path):
    out = tmp_path / "water.json"
    done = run("water", "syr-darya", "--forecast", "naryn=85%", "--json", out)
    assert done.exit_code == 0, done.output
    assert "Naryn above Toktogul" in done.output
    assert "leaves a standard error of" in done.output
    assert "A dry year: up to" in done.output
    assert "2 of the 11 volumes on record" in " ".join(done.output.split())
    assert max(map(len, done.output.splitlines())) <= 80
    assert "no earlier year is on record" in " ".join(run("water", "amu-darya").output.split())
    saved = json.loads(out.read_text())
    naryn = saved["statement"][saved["nodes"].index("naryn")]
    assert naryn["expected_mm3"] == pytest.approx(0.85 * naryn["norm_mm3"])
    assert np.array(saved["flow_m3s"]).shape == (100, 12, len(saved["nodes"]))
    run("water", "syr-darya", "--forecast", "naryn=85%", "--json", tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == out.read_bytes()


def test_fit_writes_rows_and_score_prints_skill(series, tmp_path):
    done = run("fit", series, "--out", tmp_path / "rows", "--river", "my-river")
    assert done.exit_code == 0, done.output
    with (tmp_path / "rows" / "inflows.csv").open() as file:
        table = list(csv.DictReader(file))
    assert len(table) == 12
    assert float(table[9]["mean_m3s"]) == pytest.approx(1000, rel=0.15)
    printed = run("fit", series)
    assert "# inflow_models.csv" in printed.output
    scored = run("score", series, "--fit-until", 1980)
    assert scored.exit_code == 0, scored.output
    assert "season" in scored.output
    assert max(map(len, scored.output.splitlines())) <= 80


def test_predict_gives_a_forecast_that_water_takes(series, tmp_path):
    path = tmp_path / "known.csv"
    with series.open() as file:
        flows = {(int(row["year"]), int(row["month"])): float(row["my_head"]) for row in csv.DictReader(file)}
    lines = [f"{year},{sum(flows[year, month] for month in range(4, 10)):.1f}" for year in range(1960, 2000)]
    path.write_text("year,snow\n" + "\n".join([*lines, "2000,3000"]) + "\n")
    done = run("predict", series, path, "--year", 2000)
    assert done.exit_code == 0, done.output
    forecast = done.output.splitlines()[-1].removeprefix("--forecast ")
    percents, errors = parse_forecasts([forecast])
    norm = np.mean([sum(flows[year, month] for month in range(4, 10)) for year in range(1960, 2000)])
    assert 0 < errors["my-head"] < 5
    assert percents["my-head"] == pytest.approx(100 * 3000 / norm, abs=1.5)
    assert run("score", series, "--fit-until", 1980, "--predictors", path).exit_code == 0
    assert isinstance(run("predict", series, path, "--year", 2050).exception, InputError)


@pytest.mark.parametrize(
    "words",
    [
        ("water", "nile"),
        ("water", "syr-darya", "--start", "April"),
        ("water", "syr-darya", "--forecast", "naryn"),
        ("water", "syr-darya", "--forecast", "nile=85%"),
        ("water", "syr-darya", "--traces", "0"),
        ("water", "syr-darya", "--months", "-1"),
        ("fit", "nothing.csv"),
        ("score", "nothing.csv", "--fit-until", "1980"),
    ],
)
def test_wrong_words_are_input_errors(words):
    assert isinstance(run(*words).exception, InputError)


def test_forecasts_are_read_with_and_without_an_error():
    assert parse_forecasts(["naryn=85%", "karadarya = 110 ± 12%", "x=90+-5"]) == (
        {"naryn": 85.0, "karadarya": 110.0, "x": 90.0},
        {"karadarya": 12.0, "x": 5.0},
    )
    with pytest.raises(InputError) as caught:
        parse_forecasts(["a=1", "a=2", "b"])
    assert len(caught.value.faults) == 2
    assert parse_start("2026-04") == Period(2026, 4)
