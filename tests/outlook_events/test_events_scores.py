"""Scores: by hand, against a library, and the published cells of the challenge (DESIGN §9)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scoringrules

from maslahat.outlook.events import binary
from maslahat.outlook.events.challenge import _countries, _history
from maslahat.outlook.events.challenge_tables import read_actuals, read_draws
from maslahat.outlook.events.panel_read import read_panel
from maslahat.outlook.events.scores import (
    crps,
    ignorance,
    inside,
    interval_score,
    paired_bootstrap,
    score_cells,
)

# benchmark_boostrap_yearly.tex and benchmark_last_historical_poisson_yearly.tex of
# fif911/prediction_competition_2023: CRPS, IGN, MIS of 2018 to 2021. (The row "Mean 2018-2021" there is the
# mean of the first three years.)
PUBLISHED = {
    ("bm_cm_bootstrap_expanded", 2018): (23.49, 1.11, 453.29),
    ("bm_cm_bootstrap_expanded", 2019): (22.07, 1.09, 419.32),
    ("bm_cm_bootstrap_expanded", 2020): (21.27, 1.09, 402.35),
    ("bm_cm_bootstrap_expanded", 2021): (36.05, 1.13, 694.49),
    ("bm_cm_last_historical_poisson_expanded", 2018): (20.04, 1.19, 378.08),
    ("bm_cm_last_historical_poisson_expanded", 2019): (9.64, 1.04, 175.83),
    ("bm_cm_last_historical_poisson_expanded", 2020): (13.70, 1.08, 256.18),
    ("bm_cm_last_historical_poisson_expanded", 2021): (37.13, 1.23, 722.67),
}


def test_crps_agrees_with_scoringrules():
    rng = np.random.default_rng(1)
    draws, seen = rng.poisson(3.0, (40, 25)).astype(float), rng.poisson(3.0, 40).astype(float)
    assert crps(draws, seen) == pytest.approx(
        scoringrules.crps_ensemble(seen, draws, estimator="nrg"), abs=1e-12
    )


def test_crps_of_one_draw_is_the_distance():
    assert crps(np.array([[4.0]]), np.array([7.0])) == pytest.approx([3.0])


def test_ignorance_counts_one_draw_more_in_every_bin():
    draws = np.array([[0.0] * 7 + [1.0] * 3])
    assert ignorance(draws, np.array([2.0])) == pytest.approx([-np.log2(4 / 21)])
    assert ignorance(draws, np.array([5000.0])) == pytest.approx([-np.log2(1 / 21)])


def test_interval_score_pays_twenty_for_each_death_outside():
    draws = np.tile(np.arange(0.0, 101.0), (3, 1))
    assert interval_score(draws, np.array([50.0, 97.0, 3.0])) == pytest.approx([90.0, 130.0, 130.0])
    assert inside(draws, np.array([50.0, 97.0, 3.0])).tolist() == [True, False, False]


def test_paired_bootstrap_resamples_countries():
    groups = np.repeat(np.arange(30), 12)
    ours = np.zeros(360)
    theirs = np.where(groups < 29, 0.0, 12.0)
    found = paired_bootstrap(ours, theirs, groups, np.random.default_rng(2))
    assert found.mean == pytest.approx(-0.4)
    assert found.high == 0.0  # one country carries it all, so some resamples show no difference
    assert 0.5 < found.share_better < 0.75


def test_brier_auc_and_calibration_by_hand():
    said, came = np.array([0.1, 0.1, 0.8, 0.6]), np.array([0.0, 1.0, 1.0, 0.0])
    assert binary.brier(said, came) == pytest.approx((0.01 + 0.81 + 0.04 + 0.36) / 4)
    assert binary.auc(said, came) == pytest.approx((0.5 + 0.0 + 1.0 + 1.0) / 4)
    assert binary.calibration_error(np.full(10, 0.3), np.r_[np.ones(3), np.zeros(7)]) == pytest.approx(0.0)
    assert sum(row.cells for row in binary.reliability(said, came)) == 4


def test_auc_needs_both_kinds():
    with pytest.raises(ValueError, match="one without"):
        binary.auc(np.array([0.1, 0.2]), np.array([1.0, 1.0]))


@pytest.mark.data
@pytest.mark.parametrize(("name", "year"), list(PUBLISHED))
def test_published_cells_are_reproduced(shared_data: Path, name: str, year: int):
    folder = shared_data / "events" / "views_challenge_2023"
    panel = _panel(folder)
    draws = read_draws(folder / "draws" / f"{name}_{year}.parquet", panel, year)
    actual = read_actuals(folder / f"cm_actuals_{year}.parquet", panel, year, [])
    found = score_cells(draws.reshape(-1, draws.shape[-1]), actual.ravel()).means()
    for value, published, tolerance in zip(found, PUBLISHED[name, year], (0.01, 0.005, 0.1), strict=True):
        assert value == pytest.approx(published, abs=tolerance)


def _panel(folder: Path):
    countries = _countries(folder)
    panel = read_panel(_history(folder, countries), countries)
    ids = {name: i for i, name in countries.items()}
    return replace(panel, unit_ids=tuple(ids[name] for name in panel.units))
