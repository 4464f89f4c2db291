"""Following a schedule, planning one by kind of year, and the bounds that prices prove (§6.3)."""

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import UP, both, end, nothing, river, settled, traces, wide_river
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from maslahat.basin import NotOptimal, follow, heads_prepared, idle, joint, requested, schedule
from maslahat.basin.audit import energy_error_percent
from maslahat.basin.conduct import flows
from maslahat.basin.engine import Engine
from maslahat.basin.stacked import dual_bound

YEARS = traces(
    [
        (60.0, 80.0, 20.0, 20.0),
        (90.0, 60.0, 30.0, 10.0),
        (200.0, 220.0, 50.0, 40.0),
        (260.0, 180.0, 60.0, 50.0),
    ],
    classes=[0, 0, 2, 2],
    weights=[0.1, 0.3, 0.2, 0.4],
)


def released(network, years, conduct):
    return flows(network, years.inflow_mm3, conduct).out_mm3[:, :, 1]


def test_a_schedule_is_kept_by_every_trace_of_its_kind():
    network = river()
    plan = np.zeros((3, 4))
    plan[0], plan[2] = (100, 150, 50, 60), (200, 250, 80, 90)
    program = joint(network, (UP,), (1.0,), nothing(network))
    answer = follow(program, YEARS, requested(network, 4), {0: plan})
    assert released(network, YEARS, answer.conduct) == pytest.approx(plan[YEARS.classes])
    assert not answer.conduct.deviation_mm3.any()
    assert answer.schedules[0] is plan


def test_a_schedule_that_cannot_be_kept_is_left_where_the_dam_is_empty():
    network = river()
    plan = np.full((3, 4), 250.0)
    dry = traces([(60.0, 80.0, 20.0, 20.0)])
    answer = follow(both(network), dry, requested(network, 1), {0: plan})
    left = answer.conduct.deviation_mm3[0, :, 0]
    assert left.sum() == pytest.approx(400 + 180 - 1000)
    assert released(network, dry, answer.conduct)[0] == pytest.approx(250.0 + left)
    assert answer.conduct.storage_mm3[0, -1, 0] == pytest.approx(100.0)
    assert answer.value_usd_m[0, 0] < -0.5 * 420  # a price on every m³ that is not let out


def test_without_a_schedule_every_trace_sees_ahead():
    network = river()
    answer = follow(both(network), YEARS, requested(network, 4))
    taken = answer.conduct.withdrawal_mm3.sum(axis=(1, 2))
    assert taken == pytest.approx(
        [540, 550, 600, 600]
    )  # all that is there in summer, up to all that is asked
    assert not answer.conduct.deviation_mm3.any()
    assert answer.bound_usd_m == float("inf")


def test_a_plan_is_the_same_for_all_traces_of_a_kind_but_where_the_dam_is_at_a_bound():
    network = river(evaporation=0.02)
    answer = schedule(both(network, end()), YEARS, requested(network, 4))
    let_out = released(network, YEARS, answer.conduct)
    left = answer.conduct.deviation_mm3[:, :, 0]
    assert let_out == pytest.approx(answer.schedules[0][YEARS.classes] + left)
    assert answer.schedules[0][1] == pytest.approx(0.0)  # there is no normal year among the traces
    storage = answer.conduct.storage_mm3[:, :, 0]
    at_bound = (storage < 100 + 1e-6) | (storage > 1000 - 1e-6)
    assert (np.abs(left[~at_bound]) < 1e-6).all()


def test_a_plan_is_worth_no_more_than_foresight_and_no_less_than_any_schedule():
    network, ends = river(), end()
    program = both(network, ends)
    start = requested(network, 4)
    worth = {
        "foresight": follow(program, YEARS, start),
        "plan": schedule(program, YEARS, start),
        "guess": follow(program, YEARS, start, {0: np.full((3, 4), 120.0)}),
    }
    total = {name: float(YEARS.weights @ answer.value_usd_m.sum(axis=1)) for name, answer in worth.items()}
    assert total["foresight"] > total["plan"] + 1e-3
    assert total["plan"] > total["guess"] + 1e-3
    again = follow(program, YEARS, start, worth["plan"].schedules)
    assert YEARS.weights @ again.value_usd_m.sum(axis=1) == pytest.approx(total["plan"], rel=1e-9)


def test_pinned_months_are_kept_and_the_others_are_free():
    network = river()
    pins = np.full((3, 4), np.nan)
    pins[2, 1] = 130.0
    answer = schedule(both(network), YEARS, requested(network, 4), {0: pins})
    assert answer.schedules[0][2, 1] == pytest.approx(130.0)
    assert answer.schedules[0][2, 0] > 130.0
    assert answer.schedules[0][0, 1] != pytest.approx(130.0)


def test_nothing_to_plan_is_followed():
    network = river(scheduled=False)
    answer = schedule(both(network), YEARS, requested(network, 4), certify=True)
    assert answer.schedules == {}
    assert answer.value_usd_m == pytest.approx(
        follow(both(network), YEARS, requested(network, 4)).value_usd_m
    )
    assert np.isfinite(answer.bound_usd_m)


@pytest.mark.parametrize("network", [river(), river(head_m=None, evaporation=0.1)])
@pytest.mark.parametrize("how", [follow, schedule])
def test_the_dual_bound_is_the_optimum(network, how):
    answer = how(both(network, end()), YEARS, requested(network, 4), certify=True)
    optimum = float(YEARS.weights @ answer.value_usd_m.sum(axis=1))
    assert answer.bound_usd_m == pytest.approx(optimum, rel=1e-6)


def test_prices_of_a_plan_are_those_of_each_trace_by_itself():
    network = river()
    program = both(network, end())
    plan = schedule(program, YEARS, requested(network, 4))
    more = replace(YEARS, inflow_mm3=YEARS.inflow_mm3.copy())
    more.inflow_mm3[3, 2, 0] += 0.01
    gain = schedule(program, more, requested(network, 4)).value_usd_m - plan.value_usd_m
    price = plan.row_dual[3, program.rows["balance:0"][2]]
    assert YEARS.weights @ gain.sum(axis=1) / 0.01 == pytest.approx(0.4 * price, abs=1e-6)


def test_heads_settle_to_the_true_energy_within_a_thousandth():
    network = river(head_m=None, load=(10.0, 10.0, 90.0, 90.0))
    program = both(network, end())
    first = follow(program, YEARS, requested(network, 4))
    last = settled(program, YEARS, passes=6)
    assert energy_error_percent(network, YEARS.weights, last.conduct) <= 0.1
    assert energy_error_percent(network, YEARS.weights, first.conduct) > 1.0


def test_with_heads_of_one_trace_the_energy_law_is_tangent():
    network = river(head_m=None, load=(90.0, 90.0, 90.0, 90.0))
    one = traces()
    last = settled(both(network, end()), one, passes=8).conduct
    assert energy_error_percent(network, one.weights, last) < 1e-3


def test_problems_of_single_traces_with_their_own_plans_are_foresight():
    network = river(head_m=None)
    program = both(network, end())
    start = settled(program, YEARS).conduct
    parts = heads_prepared(program, YEARS, start)
    optima = [Engine(part.matrix, *part.parts).run() for part in parts]
    found = [optimum.objective for optimum in optima]
    for k in range(4):
        alone = YEARS.subset(np.array([k]))
        answer = follow(program, alone, start.rows(np.array([k])))
        assert found[k] == pytest.approx(answer.value_usd_m.sum(), rel=1e-9)
    dry = [name for name in program.columns if name.startswith("dry:")]
    assert dry
    for name in dry:
        assert not parts[0].col_upper[program.columns[name]].any()
        assert np.isinf(program.col_upper[program.columns[name]]).all()
    assert parts[0].bound(optima[0]) == pytest.approx(found[0], rel=1e-6)


def test_stale_takings_are_made_up_for_at_a_price_that_is_nobody_s():
    network, years = wide_river(), traces([(5.0, 5.0, 5.0, 5.0)], nodes=7)
    stale = idle(network, 1)
    stale.side_mm3[:, :, 1] = 90.0  # LOW is seen to take what is not there
    answer = follow(joint(network, (UP,), (1.0,), nothing(network)), years, stale)
    assert np.isfinite(answer.value_usd_m).all()


def test_a_solver_that_ends_elsewhere_says_so():
    matrix = sparse.csr_matrix(np.array([[1.0]]))
    two = np.array([2.0])
    engine = Engine(matrix, np.ones(1), np.zeros(1), np.ones(1), two, two)
    with pytest.raises(NotOptimal, match="ended as 'Infeasible'") as caught:
        engine.run()
    assert caught.value.status == "Infeasible"


def test_an_engine_moves_its_bounds_and_prices():
    matrix = sparse.csr_matrix(np.array([[1.0, 1.0]]))
    wide, zero = np.full(2, np.inf), np.zeros(2)
    engine = Engine(matrix, np.array([1.0, 3.0]), zero, wide, np.array([-np.inf]), np.array([4.0]))
    first = engine.run()
    assert (first.objective, first.row_dual[0]) == (12.0, 3.0)
    assert first.x == pytest.approx([0, 4])
    assert first.col_dual == pytest.approx([-2, 0])
    engine.columns(zero, np.array([9.0, 1.0]))
    assert engine.run().objective == pytest.approx(6.0)
    engine.rows(np.array([-np.inf]), np.array([0.5]))
    assert engine.run().objective == pytest.approx(1.5)
    engine.objective(np.array([-1.0, -1.0]))
    assert engine.run().objective == pytest.approx(0.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.integers(0, 2**31))
def test_any_prices_bound_the_maximum_from_above(prices, seed):
    rng = np.random.default_rng(seed)
    matrix = sparse.csr_matrix(rng.uniform(0, 2, (3, 4)))
    objective = rng.uniform(-1, 3, 4)
    lower, upper = np.array([-np.inf, -3.0, 1.0]), np.array([5.0, 6.0, np.inf])
    box = (np.zeros(4), np.array([2.0, 2.0, 2.0, 2.0]))
    try:
        best = Engine(matrix, objective, *box, lower, upper).run().objective
    except NotOptimal:
        return
    turned = sparse.csr_matrix(matrix.T)
    assert dual_bound(turned, objective, *box, lower, upper, np.array(prices)) >= best - 1e-9


def test_a_bound_by_hand():
    # max x + y, x + y <= 3, x <= 2, y free above: price 1 proves 3, price 0.5 proves nothing for y.
    turned = sparse.csr_matrix(np.array([[1.0], [1.0]]))
    program = (turned, np.ones(2), np.zeros(2), np.array([2.0, np.inf]), np.array([-np.inf]), np.array([3.0]))
    assert dual_bound(*program, np.array([1.0])) == pytest.approx(3.0)
    assert dual_bound(*program, np.array([2.0])) == pytest.approx(6.0)
    assert dual_bound(*program, np.array([0.5])) == float("inf")
    assert dual_bound(*program, np.array([1.0 - 5e-8])) == pytest.approx(3.0, abs=1e-6)
    least = (turned, -np.ones(2), np.full(2, 1.0), np.full(2, 9.0), np.array([4.0]), np.array([np.inf]))
    assert dual_bound(*least, np.array([-1.0])) == pytest.approx(-4.0)
    assert dual_bound(*least, np.array([1.0])) == pytest.approx(-2.0)  # no price of that sign: the box alone


def test_who_owns_only_places_that_water_passes_has_nothing_to_decide():
    network = river()
    through = [replace(spec, owner="MID") if spec.key == "spring" else spec for spec in network.nodes]
    network = replace(network, nodes=tuple(through))
    program = joint(network, ("MID",), (1.0,), nothing(network))
    assert program.matrix.shape == (0, 0)
    start = requested(network, 4)
    for answer in (follow(program, YEARS, start, certify=True), schedule(program, YEARS, start)):
        assert answer.value_usd_m == pytest.approx(np.zeros((4, 1)))
        assert answer.conduct.withdrawal_mm3 is not start.withdrawal_mm3
        assert answer.conduct.withdrawal_mm3 == pytest.approx(start.withdrawal_mm3)


def test_an_engine_moves_the_numbers_of_its_matrix_where_they_stand():
    dense = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [3.0, 0.0, 1.0]])
    box = (np.array([1.0, 1.0, 1.5]), np.zeros(3), np.full(3, 10.0))
    limits = (np.full(3, -np.inf), np.array([4.0, 3.0, 6.0]))
    engine = Engine(sparse.csr_matrix(dense), *box, *limits)
    engine.run()
    dense[0, 1], dense[1, 2], dense[2, 0] = 0.5, 4.0, 0.25
    moved = sparse.csr_matrix(dense)
    assert engine.fits(moved)
    engine.coefficients(moved)
    fresh = Engine(moved, *box, *limits).run()
    again = engine.run()
    assert again.objective == pytest.approx(fresh.objective)
    assert again.x == pytest.approx(fresh.x)
    assert not engine.fits(sparse.csr_matrix(np.ones((3, 3))))
    assert not engine.fits(sparse.csr_matrix(np.ones((2, 3))))
