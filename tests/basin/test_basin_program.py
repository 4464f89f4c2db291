"""The program of a block against answers worked out by hand (§6.3)."""

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import DOWN, UP, both, end, nothing, river, settled, traces, wide_river

from maslahat.basin import EndValue, flows, follow, idle, joint, requested, value_usd_m
from maslahat.basin.hydropower import GWH_PER_MM3_M
from maslahat.basin.network import GaugeSpec, LineSpec

GWH_PER_MM3 = GWH_PER_MM3_M * 0.9 * 100  # of the toy's plant
UNSERVED_USD_PER_M3 = GWH_PER_MM3 * 0.1  # 100 USD per MWh


def test_together_water_goes_to_fields_first_then_to_unserved_load():
    # 500 + 500 - 100 = 900 million m³ can be used. Fields: 600, worth 22.5 + 7.5; the plant turns the last
    # 300 in winter, against 80 GWh of unserved load beside 80 of thermal plant at 60; LOW burns 200 GWh at 30.
    answer = follow(both(river()), traces(), requested(river(), 1))
    winter = 300 * GWH_PER_MM3
    assert answer.value_usd_m[0] == pytest.approx([-4.8 - (80 - winter) * 0.1, 30 - 6.0])
    assert answer.conduct.withdrawal_mm3[0, :, 0] == pytest.approx([300, 300, 0, 0])
    assert answer.conduct.unserved_gwh[0, :, 0].sum() == pytest.approx(80 - winter)
    assert answer.conduct.energy_gwh[0, 2:, 0].sum() == pytest.approx(winter)
    assert answer.conduct.storage_mm3[0, -1, 0] == pytest.approx(100)


def test_alone_the_upper_state_keeps_all_water_for_winter():
    network = river()
    program = joint(network, (UP,), (1.0,), nothing(network))
    answer = follow(program, traces(), requested(network, 1))
    assert answer.value_usd_m[0] == pytest.approx([0.0])
    released = flows(network, traces().inflow_mm3, answer.conduct).out_mm3[0, :, 1]
    assert released[2:].min() >= 80 / GWH_PER_MM3 - 1e-6


def test_a_price_of_a_cubic_metre_is_what_one_more_is_worth():
    program, years = both(river()), traces()
    answer = follow(program, years, requested(river(), 1))
    more = traces([(200.0, 201.0, 50.0, 50.0)])
    gain = follow(program, more, requested(river(), 1)).value_usd_m.sum() - answer.value_usd_m.sum()
    price = answer.row_dual[0, program.rows["balance:0"]]
    assert gain == pytest.approx(UNSERVED_USD_PER_M3)
    assert price[1] == pytest.approx(gain)


def test_weights_move_water_to_the_state_that_counts_more():
    answer = follow(both(river(), weights=(3.0, 1.0)), traces(), requested(river(), 1))
    # 3 · 0.0245 and then 3 · 0.0147 USD (thermal) against 0.075 and 0.025: the second step goes dry.
    assert answer.conduct.unserved_gwh[0, :, 0].sum() == pytest.approx(0.0)
    assert answer.conduct.withdrawal_mm3[0, :, 0].sum() == pytest.approx(300.0)


def test_stored_water_is_kept_where_it_is_worth_more_than_use():
    network = river()
    rich = (EndValue(np.array([300.0, 700.0]), np.array([0.2, 0.03])),)
    answer = follow(both(network, rich), traces(), requested(network, 1))
    # The first 300 of storage are worth most, then fields at 0.075, then storage at 0.03.
    assert answer.conduct.withdrawal_mm3[0, :, 0].sum() == pytest.approx(300.0)
    assert answer.conduct.storage_mm3[0, -1, 0] == pytest.approx(700.0)
    assert answer.value_usd_m[0, 0] == pytest.approx(300 * 0.2 + 400 * 0.03 - 4.8 - 8.0)


def test_lines_carry_the_cheaper_power_less_its_losses():
    network = river(line_mw=100 / 7.2, load=(0.0, 0.0, 200.0, 0.0))  # 10 GWh a month
    answer = follow(both(network), traces(), requested(network, 1))
    # LOW has 10 GWh of thermal plant to spare at 30; UPP is short: 10 leave, 9.5 arrive. In the other
    # months UPP turns water that has to come down anyway, and 9.5 GWh of it save LOW fuel.
    assert answer.conduct.line_gwh[0, 2, 0] == pytest.approx([0.0, 10.0])
    assert answer.value_usd_m[0, 1] == pytest.approx(30 - 6.0 - 0.3 + 3 * 9.5 * 0.03)
    apart = LineSpec("AAA", UP, np.full(4, 10.0), 0.95)
    alone = follow(both(replace(network, lines=(apart,))), traces(), requested(network, 1))
    assert not alone.conduct.line_gwh.any()
    assert alone.conduct.unserved_gwh[0, 2, 0] == pytest.approx(answer.conduct.unserved_gwh[0, 2, 0] + 9.5)


def test_a_line_to_a_state_outside_carries_nothing():
    network = river(line_mw=50.0)
    given = requested(network, 1)
    given.line_gwh[:] = 7.0
    alone = follow(joint(network, (UP,), (1.0,), nothing(network)), traces(), given)
    assert not alone.conduct.line_gwh.any()


def test_imports_exports_and_deliveries_enter_the_balance():
    network = river(load=(10.0, 10.0, 10.0, 10.0))
    upper = replace(
        network.power[0],
        tier_capacity_gwh=np.zeros((1, 4)),
        other_gwh=np.full(4, 2.0),
        import_gwh=np.full(4, 3.0),
        import_usd_per_mwh=np.full(4, 70.0),
        export_gwh=np.full(4, 5.0),
        export_usd_per_mwh=np.full(4, 20.0),
    )
    network = replace(network, power=(upper, network.power[1]), plants=())
    given = requested(network, 1)
    given.delivered_gwh[0, :, 0] = [0.0, 4.0, 8.0, 20.0]
    answer = follow(joint(network, (UP,), (1.0,), nothing(network)), traces(), given)
    conduct = answer.conduct
    assert conduct.import_gwh[0, :, 0] == pytest.approx([3, 3, 0, 0])
    assert conduct.unserved_gwh[0, :, 0] == pytest.approx([5, 1, 0, 0])
    assert conduct.export_gwh[0, :, 0] == pytest.approx([0, 0, 0, 5])
    assert conduct.spare_gwh[0, :, 0] == pytest.approx([0, 0, 0, 7])
    assert answer.value_usd_m[0, 0] == pytest.approx(-(6 * 70 + 6 * 100 - 5 * 20) / 1e3)


def test_turbines_and_capacity_bound_energy():
    network = river(load=(0.0, 0.0, 900.0, 0.0))
    tight = replace(network.plants[0], turbine_mm3=np.full(4, 150.0))
    answer = follow(both(replace(network, plants=(tight,))), traces(), requested(network, 1))
    assert answer.conduct.energy_gwh[0, 2, 0] == pytest.approx(150 * GWH_PER_MM3)
    small = replace(network.plants[0], capacity_gwh=np.full(4, 20.0))
    answer = follow(both(replace(network, plants=(small,))), traces(), requested(network, 1))
    assert answer.conduct.energy_gwh[0, 2, 0] == pytest.approx(20.0)
    level = replace(river(head_m=None), power=network.power)
    small = replace(level.plants[0], capacity_gwh=np.full(4, 20.0))
    answer = settled(both(replace(level, plants=(small,))), traces())
    assert answer.conduct.energy_gwh[0, 2, 0] == pytest.approx(20.0)


def test_what_spills_over_the_dam_turns_nothing():
    network = river(load=(900.0, 0.0, 0.0, 0.0), initial=1000.0)
    tight = replace(network.reservoirs[0], max_release_mm3=np.full(4, 100.0), max_mm3=np.full(4, 900.0))
    network = replace(network, reservoirs=(tight,))
    answer = follow(both(network), traces(), requested(network, 1))
    out = flows(network, traces().inflow_mm3, answer.conduct).out_mm3[0, 0, 1]
    assert out >= 300.0 - 1e-6
    assert answer.conduct.turbine_mm3[0, 0, 0] == pytest.approx(100.0)


def test_a_limit_on_taking_holds():
    network = river()
    limited = replace(network.demands[0], limit_mm3=np.array([200.0, 300.0, 0.0, 0.0]))
    answer = follow(both(replace(network, demands=(limited,))), traces(), requested(network, 1))
    assert answer.conduct.withdrawal_mm3[0, :, 0] == pytest.approx([200, 300, 0, 0])


def test_a_gauge_is_served_before_the_fields_and_its_miss_is_priced():
    network = river(request=(600.0, 600.0, 0.0, 0.0))
    sea = GaugeSpec(3, np.full(4, 150.0), np.full(4, np.inf))
    network = replace(network, gauges=(sea,))
    answer = follow(both(network), traces(), requested(network, 1))
    assert answer.conduct.withdrawal_mm3.sum() == pytest.approx(900 - 600)
    dry = traces([(0.0, 0.0, 0.0, 0.0)])
    answer = follow(both(network), dry, requested(network, 1))
    assert answer.conduct.gauge_short_mm3.sum() == pytest.approx(200.0)  # 400 of 600 are there
    most = replace(network, gauges=(GaugeSpec(2, np.zeros(4), np.full(4, 60.0)),))
    answer = follow(both(most), traces([(700.0, 700.0, 0.0, 0.0)]), requested(network, 1))
    assert answer.conduct.gauge_over_mm3.sum() == pytest.approx(500 + 1400 - 1000 - 4 * 60 - 0.0, abs=300.0)
    assert answer.conduct.gauge_over_mm3.sum() > 0


def test_storage_gives_way_only_at_a_price():
    network = river(initial=100.0)
    program = both(network)
    answer = follow(program, traces([(0.0, 0.0, 0.0, 0.0)]), requested(network, 1))
    assert answer.conduct.low_mm3.max() == pytest.approx(0.0, abs=1e-6)
    higher = replace(network.reservoirs[0], min_mm3=np.array([100.0, 180.0, 100.0, 100.0]))
    answer = follow(
        both(replace(network, reservoirs=(higher,))), traces([(0.0, 0.0, 0.0, 0.0)]), requested(network, 1)
    )
    assert answer.conduct.low_mm3[0, :, 0] == pytest.approx([0, 80, 0, 0])


def test_evaporation_stays_in_the_balance_of_the_program():
    network = river(evaporation=0.3)
    answer = follow(both(network), traces(), requested(network, 1))
    out = flows(network, traces().inflow_mm3, answer.conduct).out_mm3
    taken = answer.conduct.withdrawal_mm3.sum()
    assert out.min() >= -1e-6
    assert taken + answer.conduct.turbine_mm3[0, 2:, 0].sum() < 900 - 0.3 * 20 * 4  # 20 km² at the least


def test_the_value_of_the_program_is_the_value_of_the_conduct():
    years = traces(
        [(200.0, 200.0, 50.0, 50.0), (20.0, 10.0, 5.0, 0.0), (1500.0, 1200.0, 400.0, 90.0)], nodes=7
    )
    network = wide_river()
    ends = end(price=0.02)
    answer = settled(both(network, ends), years)
    value = value_usd_m(network, years.inflow_mm3, answer.conduct, ends, (UP, DOWN))
    assert value == pytest.approx(answer.value_usd_m, rel=1e-9)


@pytest.mark.parametrize("party", [UP, DOWN])
def test_the_value_of_one_state_is_that_of_its_conduct(party):
    years = traces([(200.0, 200.0, 50.0, 50.0), (20.0, 10.0, 5.0, 0.0)], nodes=7)
    network, ends = wide_river(), end(price=0.02)
    upper = settled(joint(network, (UP,), (1.0,), ends), years)
    program = joint(network, (party,), (1.0,), ends)
    answer = follow(program, years, upper.conduct)
    value = value_usd_m(network, years.inflow_mm3, answer.conduct, ends, (party,))
    assert value == pytest.approx(answer.value_usd_m, rel=1e-9)


def test_a_state_below_decides_only_with_what_the_state_above_lets_through():
    network, years = river(), traces()
    upper = follow(joint(network, (UP,), (1.0,), nothing(network)), years, idle(network, 1))
    lower = follow(joint(network, (DOWN,), (1.0,), nothing(network)), years, upper.conduct)
    released = flows(network, years.inflow_mm3, upper.conduct).out_mm3[0, :, 1]
    assert (lower.conduct.withdrawal_mm3[0, :, 0] <= released + 1e-6).all()
    assert lower.conduct.storage_mm3 == pytest.approx(upper.conduct.storage_mm3)


def test_courtesy_breaks_ties_for_those_below_and_is_nobody_s_value():
    network, years = river(load=(0.0, 0.0, 0.0, 0.0)), traces()
    kind = joint(network, (UP,), (1.0,), nothing(network), courtesy_usd_per_m3=1e-4)
    answer = follow(kind, years, idle(network, 1))
    released = flows(network, years.inflow_mm3, answer.conduct).out_mm3[0, :, 1]
    assert released[:2].min() >= 300.0 - 1e-6
    assert answer.value_usd_m[0, 0] == pytest.approx(0.0)
    scarce = follow(kind, traces([(0.0, 0.0, 0.0, 0.0)]), idle(network, 1))
    released = flows(network, traces([(0.0,) * 4]).inflow_mm3, scarce.conduct).out_mm3[0, :, 1]
    # 400 for needs of 600: neither month is left with much less than the other.
    assert released[:2].sum() == pytest.approx(400.0)
    assert released[:2].min() >= 150.0


def test_columns_and_rows_are_named_by_month():
    program = both(river())
    for name, columns in program.columns.items():
        assert [program.names[c] for c in columns] == [f"{name}@{t}" for t in range(4)]
    assert list(program.scheduled) == [0]
    assert list(both(river(scheduled=False)).scheduled) == []


def test_who_counts_a_gauge_that_no_dam_can_serve():
    # Nothing that is decided changes it: its cost is there all the same (joint gains must add up).
    network = river()
    spring = GaugeSpec(0, np.full(4, 100.0), np.full(4, 150.0))
    bed = replace(network.nodes[0], capacity_mm3=np.full(4, 180.0))
    network = replace(network, gauges=(spring,), nodes=(bed, *network.nodes[1:]))
    answer = follow(both(network), traces(), requested(network, 1))
    assert answer.conduct.gauge_short_mm3[0, :, 0] == pytest.approx([0, 0, 50, 50])
    assert answer.conduct.gauge_over_mm3[0, :, 0] == pytest.approx([50, 50, 0, 0])
    value = value_usd_m(network, traces().inflow_mm3, answer.conduct, nothing(network), (UP, DOWN))
    assert value == pytest.approx(answer.value_usd_m)


def test_more_than_the_greatest_flow_is_measured():
    network = river(request=(0.0,) * 4, initial=1000.0)
    most = replace(network, gauges=(GaugeSpec(2, np.zeros(4), np.full(4, 60.0)),), plants=())
    answer = follow(both(most), traces([(700.0, 0.0, 0.0, 0.0)]), requested(most, 1))
    # 1,000 are kept; 700 come and 60 may pass in April, so that 640 are too many, or fewer after emptying.
    assert answer.conduct.gauge_over_mm3[0, :, 0] == pytest.approx([640, 0, 0, 0])


def test_water_that_others_were_seen_to_take_above_a_dam_is_made_up_for():
    network = river()
    taker = replace(network.demands[0], node=0, owner=DOWN)
    network = replace(network, demands=(taker,))
    stale = idle(network, 1)
    stale.withdrawal_mm3[0, :, 0] = [900.0, 0.0, 0.0, 0.0]  # 200 come and 400 can be drawn
    nodes = (replace(network.nodes[0], owner=DOWN), *network.nodes[1:])
    network = replace(network, nodes=nodes)
    answer = follow(joint(network, (UP,), (1.0,), nothing(network)), traces(), stale)
    # The dam gives all it has, below its least storage; what is missing then comes from nowhere.
    assert answer.conduct.storage_mm3[0, :2, 0] == pytest.approx([0.0, 200.0])
    assert answer.conduct.low_mm3[0, 0, 0] == pytest.approx(100.0)


def test_one_month_of_many_things_is_read_whole():
    network = wide_river(months=1, request=(300.0,), load=(90.0,))
    year = traces([(800.0,)], nodes=7)
    answer = follow(both(network), year, requested(network, 1))
    flow = flows(network, year.inflow_mm3, answer.conduct)
    assert answer.conduct.turbine_mm3[0, 0, 1] > 0
    assert answer.conduct.side_mm3[0, 0] == pytest.approx([60 / 0.9, 0.0])
    assert flow.out_mm3.min() >= -1e-6
    value = value_usd_m(network, year.inflow_mm3, answer.conduct, nothing(network), (UP, DOWN))
    assert value == pytest.approx(answer.value_usd_m)


@pytest.mark.parametrize("party", [UP, DOWN])
def test_lines_of_a_state_alone_carry_nothing_and_those_of_others_go_on(party):
    network = river(line_mw=50.0)
    others = LineSpec("AAA", "BBB", np.full(4, 10.0), 0.95)
    network = replace(network, lines=(*network.lines, others))
    given = requested(network, 1)
    given.line_gwh[:] = 7.0
    alone = follow(joint(network, (party,), (1.0,), nothing(network)), traces(), given).conduct
    assert not alone.line_gwh[:, :, 0].any()
    assert (alone.line_gwh[:, :, 1] == 7.0).all()


def test_a_program_has_a_row_for_every_name_and_one_for_each_stored_value():
    for program in (both(river()), both(wide_river())):
        assert program.matrix.shape[0] == 4 * len(program.rows) + 1
        assert program.matrix.shape[1] == 4 * len(program.columns) + 1
        assert len(program.names) == 4 * len(program.columns)
    apart = joint(river(), (DOWN,), (1.0,), nothing(river()))
    assert apart.matrix.shape[0] == 4 * len(apart.rows)


def test_kindness_counts_what_is_let_through_up_to_what_is_needed():
    network = river(load=(0.0,) * 4)
    program = joint(network, (UP,), (1.0,), nothing(network), courtesy_usd_per_m3=1e-4)
    pieces = [name for name in program.columns if name.startswith("kind:1:")]
    width = np.array([program.col_upper[program.columns[name]] for name in pieces])
    price = np.array([program.objective[program.columns[name]] for name in pieces])
    assert width.sum(axis=0) == pytest.approx([300, 300, 0, 0])
    assert width[:3, 0] == pytest.approx([15, 15, 15])
    assert price[0] == pytest.approx(np.full(4, 1e-4))
    assert (np.diff(price, axis=0) < 0).all()
    assert price.min() > 0
    row = program.matrix[program.rows["kindness:1"][0]].toarray()[0]
    for name in pieces:
        assert row[program.columns[name][0]] == 1.0
    assert row[program.columns["release:0"][0]] == row[program.columns["flood:0"][0]] == -1.0
    assert not program.value[:, program.columns["kind:1:0"]].any()


def test_no_kindness_where_nobody_below_needs_water():
    network = river(request=(0.0,) * 4)
    program = joint(network, (UP,), (1.0,), nothing(network), courtesy_usd_per_m3=1e-4)
    assert not any(name.startswith("kind") for name in program.columns)
    network = river()
    below = joint(network, (DOWN,), (1.0,), nothing(network), courtesy_usd_per_m3=1e-4)
    assert not any(name.startswith("kind") for name in below.columns)


def test_need_below_counts_canals_and_what_lies_beyond():
    network = wide_river()
    program = joint(network, (UP,), (1.0,), end(), courtesy_usd_per_m3=1e-4)
    width = sum(program.col_upper[program.columns[f"kind:1:{piece}"]] for piece in range(10))
    assert width == pytest.approx(np.array([360.0, 360.0, 60.0, 60.0]))


def test_what_returns_from_fields_above_serves_those_below():
    network = river(request=(300.0,) * 4, load=(0.0,) * 4)
    upper = replace(network.demands[0], return_share=0.5, return_to=3)
    lower = replace(network.demands[0], node=3, request_mm3=np.full(4, 100.0))
    network = replace(network, demands=(upper, lower))
    scarce = traces([(0.0, 0.0, 0.0, 0.0)])
    answer = follow(both(network), scarce, requested(network, 1))
    # 400 can be drawn: what the upper fields take counts half again below, so that 400 there bring 200 more.
    taken = answer.conduct.withdrawal_mm3[0].sum(axis=0)
    assert taken[0] == pytest.approx(400.0)
    assert taken[1] == pytest.approx(200.0)
    without = replace(network, demands=(replace(upper, return_share=0.0), lower))
    assert follow(both(without), scarce, requested(network, 1)).conduct.withdrawal_mm3.sum() == pytest.approx(
        400
    )


def test_the_smallest_of_least_flows_counts():
    network = river(request=(300.0,) * 4)
    network = replace(network, gauges=(GaugeSpec(3, np.full(4, 0.5), np.full(4, np.inf)),))
    answer = follow(both(network), traces([(0.0,) * 4]), requested(network, 1))
    passed = flows(network, traces([(0.0,) * 4]).inflow_mm3, answer.conduct).into_mm3[0, :, 3]
    assert passed.min() >= 0.5 - 1e-9
