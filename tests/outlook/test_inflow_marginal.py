"""Pearson III by scipy.stats as oracle (DESIGN §9)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from maslahat.outlook.inflow_marginal import expected_flow, flow_of_score, score_of_flow


@pytest.mark.parametrize("ratio", [2.0, 3.0, 4.0])
@pytest.mark.parametrize("cv", [0.1, 0.35, 0.9])
def test_quantiles_are_those_of_pearson_three(cv, ratio):
    score = np.linspace(-3.5, 3.5, 15)
    oracle = stats.pearson3.ppf(stats.norm.cdf(score), ratio * cv, loc=200, scale=200 * cv)
    assert flow_of_score(score, 200, cv, ratio) == pytest.approx(oracle, rel=1e-6, abs=1e-9)


def test_score_is_the_inverse_and_is_cut():
    score = np.linspace(-3.5, 3.5, 15)
    assert score_of_flow(flow_of_score(score, 200, 0.3, 2.5), 200, 0.3, 2.5) == pytest.approx(score)
    assert score_of_flow([0.0, 1e6, np.nan], 200, 0.3, 4.0)[:2] == pytest.approx([-4, 4])
    assert np.isnan(score_of_flow(np.nan, 200, 0.3, 2.0))


def test_a_month_without_variability_flows_at_its_mean():
    assert flow_of_score([-2.0, 3.0], 50, 0, 2) == pytest.approx([50, 50])
    assert score_of_flow(70, 50, 0, 2) == 0
    assert flow_of_score(1.0, 0, 0.3, 2) == 0


def test_expected_flow_is_the_mean_of_a_large_sample():
    score = 0.6 + 0.7 * np.random.default_rng(1).standard_normal(400_000)
    assert expected_flow(0.6, 0.7, 200, 0.3, 2) == pytest.approx(
        flow_of_score(score, 200, 0.3, 2).mean(), rel=2e-3
    )
    assert expected_flow(0.0, 1.0, 200, 0.3, 3) == pytest.approx(200, rel=1e-6)
