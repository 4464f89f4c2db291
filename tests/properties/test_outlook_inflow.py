"""What holds for every inflow model, ensemble and reduction (DESIGN §9)."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from maslahat.core import Period
from maslahat.outlook import classify, reduce, traces
from maslahat.outlook.inflow import InflowModel, InflowModels
from maslahat.outlook.inflow_marginal import flow_of_score, score_of_flow
from maslahat.outlook.inflow_memory import TwoScale

SHARE = st.floats(0.0, 0.95)


@st.composite
def models(draw):
    heads = []
    for k in range(draw(st.integers(1, 3))):
        mean = draw(st.lists(st.floats(0.0, 1000.0), min_size=12, max_size=12))
        cv = draw(st.lists(st.floats(0.0, 1.0), min_size=12, max_size=12))
        heads.append(
            InflowModel(
                node=f"head-{k}",
                mean_m3s=tuple(mean),
                cv=tuple(cv),
                skew_ratio=(draw(st.floats(2.0, 4.0)),) * 12,
                memory=TwoScale(draw(SHARE), draw(SHARE)),
                annual_cv=0.2,
                group=draw(st.sampled_from(("a", "b"))),
                loading=draw(SHARE),
            )
        )
    return InflowModels("river", (4, 5, 6, 7, 8, 9), tuple(heads))


@settings(max_examples=25, deadline=None)
@given(models(), st.integers(1, 12), st.integers(1, 15), st.integers(1, 41), st.integers(0, 2**32 - 1))
def test_an_ensemble_is_never_negative_keeps_its_norm_and_its_seed(given_models, month, months, count, seed):
    first, again = (
        traces(given_models, Period(2026, month), months, count, np.random.default_rng(seed))
        for _ in range(2)
    )
    assert (first.flow_m3s == again.flow_m3s).all()
    assert (first.flow_m3s >= 0).all()
    assert np.allclose(first.flow_m3s.mean(axis=0), first.norm_m3s, rtol=1e-6)
    assert np.isclose(first.weights.sum(), 1)


@settings(max_examples=20, deadline=None)
@given(models(), st.integers(3, 30), st.integers(1, 6), st.integers(0, 100))
def test_a_reduction_keeps_means_and_weights(given_models, count, per_class, seed):
    drawn = traces(given_models, Period(2026, 4), 12, count, np.random.default_rng(seed))
    kinds, small = classify(drawn), reduce(drawn, per_class)
    assert np.isclose(small.traces.weights.sum(), 1)
    assert (small.traces.weights > 0).all()
    assert (small.traces.flow_m3s >= 0).all()
    whole = np.tensordot(drawn.weights, drawn.flow_m3s, axes=1)
    kept = np.tensordot(small.traces.weights, small.traces.flow_m3s, axes=1)
    dry = np.zeros_like(
        whole, dtype=bool
    )  # a kind of year whose chosen traces are all dry cannot be scaled up
    for kind in range(len(kinds.names)):
        chosen = small.traces.flow_m3s[small.classes.member == kind]
        if len(chosen):
            dry |= (chosen <= 0).all(axis=0)
    assert np.allclose(kept[~dry], whole[~dry], rtol=1e-9, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.floats(-3.5, 3.5), st.floats(-3.5, 3.5), st.floats(0.02, 1.0), st.floats(2.0, 4.0))
def test_flow_rises_with_its_score_and_the_score_comes_back(one, other, cv, ratio):
    low, high = sorted((one, other))
    flows = flow_of_score(np.array([low, high]), 100.0, cv, ratio)
    assert flows[0] <= flows[1] * (1 + 1e-12)  # equal but for rounding where the scores are
    assert (flows >= 0).all()
    back = score_of_flow(flows, 100.0, cv, ratio)
    assert np.allclose(flow_of_score(back, 100.0, cv, ratio), flows, rtol=1e-6, atol=1e-6)
