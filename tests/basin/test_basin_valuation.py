"""Values reckoned from a conduct alone, by hand (OPTIONS "What a state values")."""

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import DOWN, UP, end, river, traces, wide_river

from maslahat.basin import EndValue, benefit_usd_m, flows, idle, monthly_value_usd_m, value_usd_m
from maslahat.basin.valuation import end_value_usd_m


def test_steps_are_filled_dearest_first():
    demand = river().demands[0]
    taken = np.array([[100.0, 200.0, 0.0, 0.0], [300.0, 310.0, 5.0, -1.0]])
    assert benefit_usd_m(demand, taken) == pytest.approx(
        np.array([[7.5, 11.25 + 1.25, 0, 0], [15.0, 15.0, 0, 0]])
    )


def test_stored_water_is_worth_its_pieces():
    pieces = EndValue(np.array([100.0, 200.0]), np.array([0.5, 0.1]))
    assert end_value_usd_m(pieces, np.array([-5.0, 40.0, 150.0, 900.0])) == pytest.approx([0, 20, 55, 70])


def test_every_part_of_a_value_by_hand():
    network = wide_river()
    conduct = idle(network, 1)
    conduct.withdrawal_mm3[0, 0] = [150.0, 60.0]
    conduct.side_mm3[0, 1] = [0.0, 100.0]
    conduct.thermal_gwh[0, 2, :, 0] = [10.0, 20.0]
    conduct.import_gwh[0, 2, 0] = 4.0
    conduct.export_gwh[0, 3, 1] = 5.0
    conduct.unserved_gwh[0, 3, 0] = 2.0
    conduct.deviation_mm3[0, 3, 0] = -3.0
    conduct.storage_mm3[0, 2, 0] = 90.0  # 10 below the least
    power = tuple(replace(p, export_usd_per_mwh=np.full(4, 25.0)) for p in network.power)
    network = replace(network, power=power, gauges=())
    conduct.flood_mm3[0, 2, 0] = 7.0
    network = replace(
        network, nodes=tuple(replace(n, capacity_mm3=np.full(4, np.inf)) for n in network.nodes)
    )
    years = traces([(0.0, 0.0, 300.0, 900.0)], nodes=7)
    month = monthly_value_usd_m(network, years.inflow_mm3, conduct, end(price=0.01), (UP, DOWN, "XXX"))
    assert month.shape == (1, 4, 3)
    assert month[0, 0] == pytest.approx([0, 150 * 0.075 + 30 * 0.075 + 30 * 0.025, 0])
    assert month[0, 1] == pytest.approx([0, -0.2, 0])
    assert month[0, 2] == pytest.approx([-0.6 - 0.2 - 10 * 1.0 - 7 * 0.02, -0.6, 0])
    assert month[0, 3, 0] == pytest.approx(-0.2 - 3 * 0.5 + 500 * 0.01)
    assert month[0, 3, 1] == pytest.approx(5 * 25 / 1e3)
    whole = value_usd_m(network, years.inflow_mm3, conduct, end(price=0.01), (DOWN,))
    assert whole == pytest.approx(month.sum(axis=1)[:, [1]])


def test_floods_and_missed_gauges_cost_whoever_owns_the_place():
    network = wide_river()
    years = traces([(1500.0, 0.0, 800.0, 100.0)], nodes=7)
    conduct = idle(network, 1)
    out = flows(network, years.inflow_mm3, conduct).out_mm3[0, :, 2]
    over, missed = max(out[0] - 900, 0), (out[0] - 700) + (40 - out[1]) + (out[2] - 700)
    assert over > 0
    value = value_usd_m(network, years.inflow_mm3, conduct, end(price=0.0), (DOWN,))
    assert value[0, 0] == pytest.approx(-0.02 * over - 0.5 * missed)


def test_steps_and_values_must_go_together():
    demand = replace(river().demands[0], step_values_usd_per_m3=(0.1,))
    with pytest.raises(ValueError, match="zip"):
        benefit_usd_m(demand, np.zeros((1, 4)))
    with pytest.raises(ValueError, match="zip"):
        end_value_usd_m(EndValue(np.ones(2), np.ones(1)), np.ones(1))
