"""What holds on any river (DESIGN §6.1, §6.3, §6.4): balances, prices, monotonicity, money."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from basin_rivers import random_ends, random_river, random_years
from hypothesis import given, settings
from hypothesis import strategies as st
from money import in_other_money

from maslahat.basin import audit, flows, follow, joint, monthly_value_usd_m, requested, schedule, value_usd_m
from maslahat.basin import valuation as valuation_module
from maslahat.basin import water as water_module
from maslahat.basin.conduct import gauge_flow_mm3
from maslahat.basin.engine import Engine
from maslahat.basin.hydropower import gwh_per_mm3
from maslahat.basin.reading import read
from maslahat.basin.traced import Traced

SEEDS = st.integers(0, 2**32 - 1)
PRICES = ("DEVIATION_PRICE", "FLOOD_PRICE", "GAUGE_PRICE", "LOW_STORAGE_PRICE", "DRY_PRICE")


def drawn(seed, **how):
    rng = np.random.default_rng(seed)
    network = random_river(rng, **how)
    return network, random_years(rng, network), random_ends(rng, network), rng


def together(network, ends):
    return joint(network, network.parties, (1.0,) * len(network.parties), ends)


def total(answer, years):
    return float(years.weights @ answer.value_usd_m.sum(axis=1))


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_water_energy_and_bounds_balance_together_and_as_each_state_answers(seed):
    network, years, ends, _ = drawn(seed)
    conduct = follow(together(network, ends), years, requested(network, years.count)).conduct
    check_balances(network, years, conduct)
    for party in network.parties:  # each in its turn, upstream first
        conduct = follow(joint(network, (party,), (1.0,), ends), years, conduct).conduct
    check_balances(network, years, conduct, answered_apart=True)


def check_balances(network, years, conduct, answered_apart=False):
    found = audit(network, years.inflow_mm3, years.weights, conduct)
    assert found.water_residual < 1e-9
    assert found.energy_residual < 1e-9
    assert found.bound_residual < 1e-9 or answered_apart  # a canal below may be seen to take what is gone
    for p, plant in enumerate(network.plants):
        if plant.head_m is not None:
            each = float(gwh_per_mm3(plant, None, np.zeros(1))[0])
            assert conduct.energy_gwh[:, :, p] == pytest.approx(each * conduct.turbine_mm3[:, :, p], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_program_sees_the_flows_that_follow_from_what_it_decides(seed):
    network, years, ends, rng = drawn(seed)
    start = follow(together(network, ends), years, requested(network, years.count)).conduct
    party = str(rng.choice(network.parties))
    for block in (network.parties, (party,)):
        program = joint(network, block, (1.0,) * len(block), ends)
        for k in range(years.count):
            check_rows(program, years.subset(np.array([k])), start.rows(np.array([k])))


def check_rows(program, year, start):
    """Compare the rows of the program at its optimum with flows, reckoned apart."""
    traced = Traced(program, year, start)
    matrix = traced.matrix(np.array([0]))
    lower, upper = traced.lower[0], traced.upper[0]
    x = Engine(matrix, program.objective, program.col_lower, program.col_upper, lower, upper).run().x
    found = {name: x[columns] for name, columns in program.columns.items()}
    if any(amount.max() > 1e-7 for name, amount in found.items() if name.startswith("dry:")):
        return  # water that is not there was seen to be taken: nothing holds, and it is never used
    conduct = read(program, x[None], start)
    done = {name: (matrix @ x)[rows] for name, rows in program.rows.items()}
    flow = flows(program.network, year.inflow_mm3, conduct)
    held = flows(program.network, year.inflow_mm3, start, program.block.active)
    check_places(program.network, found, done, flow.out_mm3[0], held.out_mm3[0])
    for g, gauge in enumerate(program.network.gauges):
        passing = gauge_flow_mm3(program.network, flow, conduct, gauge)[0]
        short, over = np.maximum(gauge.min_mm3 - passing, 0), np.maximum(passing - gauge.max_mm3, 0)
        assert found.get(f"gauge_short:{g}", short) == pytest.approx(short, abs=1e-6)
        assert found.get(f"gauge_over:{g}", over) == pytest.approx(over, abs=1e-6)


def check_places(network, found, done, out, held):
    for n, node in enumerate(network.nodes):
        decided = out[:, n] - held[:, n]
        assert done.get(f"flow:{n}", decided) == pytest.approx(decided, abs=1e-6)
        over = np.maximum(out[:, n] - node.capacity_mm3, 0)
        assert found.get(f"overbank:{n}", over) == pytest.approx(over, abs=1e-6)
        assert done.get(f"bed:{n}", decided - over) == pytest.approx(decided - over, abs=1e-6)
    for r, spec in enumerate(network.reservoirs):
        if f"balance:{r}" in done:
            let_out = found[f"release:{r}"] + found[f"flood:{r}"]
            assert let_out == pytest.approx(out[:, spec.node], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_what_a_program_says_it_is_worth_is_what_the_conduct_is_worth(seed):
    network, years, ends, _ = drawn(seed)
    answer = follow(together(network, ends), years, requested(network, years.count))
    value = value_usd_m(network, years.inflow_mm3, answer.conduct, ends, network.parties)
    assert value == pytest.approx(answer.value_usd_m, rel=1e-7, abs=1e-6)
    month = monthly_value_usd_m(network, years.inflow_mm3, answer.conduct, ends, network.parties)
    assert month.sum(axis=1) == pytest.approx(value)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(0, 10**6), st.floats(0.1, 300.0))
def test_more_water_anywhere_never_makes_all_together_worse(seed, pick, more):
    network, years, ends, _ = drawn(seed, gentle=True)
    program, start = together(network, ends), requested(network, years.count)
    before = follow(program, years, start).value_usd_m.sum(axis=1)
    inflow = years.inflow_mm3.copy()
    inflow[:, pick % network.months, pick % len(network.nodes)] += more
    after = follow(program, replace(years, inflow_mm3=inflow), start).value_usd_m.sum(axis=1)
    assert (after >= before - 1e-6).all()


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(0, 10**6))
def test_prices_of_water_are_differences_of_the_optimum(seed, pick):
    """The optimum is concave in water: a price lies between the worth of one less and of one more."""
    network, years, ends, _ = drawn(seed)
    if not network.reservoirs:
        return
    program, start = together(network, ends), requested(network, years.count)
    r, t, k = pick % len(network.reservoirs), pick % network.months, pick % years.count
    one = years.subset(np.array([k]))
    given_ = start.rows(np.array([k]))
    base = follow(program, one, given_)
    price = float(base.row_dual[0, program.rows[f"balance:{r}"][t]])
    step = 0.01

    def worth(water):
        inflow = one.inflow_mm3.copy()
        inflow[0, t, network.reservoirs[r].node] += water
        return float(follow(program, replace(one, inflow_mm3=inflow), given_).value_usd_m.sum())

    here, up, down = worth(0.0), (worth(step) - worth(0.0)) / step, (worth(0.0) - worth(-step)) / step
    assert here == pytest.approx(float(base.value_usd_m.sum()))
    assert up - 1e-5 <= price <= down + 1e-5
    if down - up < 1e-6:  # no kink here: the price is the derivative
        assert price == pytest.approx(up, abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.floats(0.2, 5.0))
def test_all_money_scaled_is_the_same_river_and_a_scaled_value(seed, factor):
    network, years, ends, _ = drawn(seed)
    start = requested(network, years.count)
    before = follow(together(network, ends), years, start).value_usd_m.sum(axis=1)
    dearer = tuple(replace(end, usd_per_m3=factor * end.usd_per_m3) for end in ends)
    with pytest.MonkeyPatch.context() as patch:
        for module in (water_module, valuation_module):
            for name in PRICES:
                if hasattr(module, name):
                    patch.setattr(module, name, factor * getattr(module, name))
        answer = follow(together(in_other_money(network, factor), dearer), years, start)
    assert answer.value_usd_m.sum(axis=1) == pytest.approx(factor * before, rel=1e-6, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_a_plan_is_worth_no_more_than_foresight_and_prices_prove_both(seed):
    network, years, ends, _ = drawn(seed)
    years = replace(years, classes=np.zeros(years.count, dtype=np.intp))
    program, start = together(network, ends), requested(network, years.count)
    foresight = follow(program, years, start, certify=True)
    plan = schedule(program, years, start, certify=True)
    scale = 1e-6 * max(1.0, abs(total(foresight, years)))
    if not any(network.plants[p].head_m is None for p in range(len(network.plants))):
        assert total(plan, years) <= total(foresight, years) + scale
    for answer in (foresight, plan):
        if (total(answer, years) > -1e6) and not stale(network, years, answer.conduct):
            assert answer.bound_usd_m >= total(answer, years) - scale
            assert answer.bound_usd_m == pytest.approx(total(answer, years), rel=1e-5, abs=1e-4)


def stale(network, years, conduct):
    """Is more taken somewhere than there is: then the program's objective is not its value."""
    return bool(flows(network, years.inflow_mm3, conduct).out_mm3.min() < -1e-6)
