"""Properties of scores, the shared support, places and thresholds (DESIGN §9)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from maslahat.evidence.places import fold
from maslahat.outlook.events.alerts import threshold
from maslahat.outlook.events.grid import cdf_of, draws_of, mean_of
from maslahat.outlook.events.scores import crps, ignorance, interval_score

COUNTS = hnp.arrays(float, (3, 20), elements=st.integers(0, 50_000).map(float))
SEEN = hnp.arrays(float, 3, elements=st.integers(0, 50_000).map(float))


@given(COUNTS, SEEN)
@settings(max_examples=60, deadline=None)
def test_crps_lies_between_zero_and_the_mean_distance(draws, seen):
    score = crps(draws, seen)
    assert np.all(score >= -1e-6)
    assert np.all(score <= np.abs(draws - seen[:, None]).mean(axis=1) + 1e-6)


@given(COUNTS, SEEN)
@settings(max_examples=60, deadline=None)
def test_no_forecast_is_infinitely_wrong_and_order_does_not_matter(draws, seen):
    score = ignorance(draws, seen)
    assert np.all((score > 0) & (score <= np.log2(31) + 1e-9))
    assert interval_score(draws[:, ::-1], seen) == pytest.approx(interval_score(draws, seen))


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_the_support_keeps_the_mean_and_order(draws):
    cdf = cdf_of(draws)
    assert mean_of(cdf) == pytest.approx(draws.mean(axis=1), rel=1e-9, abs=1e-9)
    assert np.all(np.diff(draws_of(cdf, 50), axis=1) >= 0)


@given(
    hnp.arrays(float, 60, elements=st.floats(0.001, 0.999)),
    hnp.arrays(float, 60, elements=st.sampled_from([0.0, 1.0])),
    st.floats(0, 5),
)
@settings(max_examples=60, deadline=None)
def test_a_threshold_never_breaks_its_budget(said, came, budget):
    bar = threshold(said, came, budget)
    assert ((said >= bar) & (came == 0)).sum() <= budget * 5 + 1e-6


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
