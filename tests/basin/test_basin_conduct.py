"""What flows where, evaporation, mixtures (§6.1)."""

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import DOWN, UP, river, traces, wide_river

from maslahat.basin import flows, idle, mixed, requested, with_true_energy
from maslahat.basin.conduct import evaporation_mm3, gauge_flow_mm3, mean_storage_mm3
from maslahat.basin.hydropower import GWH_PER_MM3_M


def one_month(**changes):
    """Return the wide river in one month, and what everybody does, by hand."""
    network = wide_river(months=1, request=(300.0,), load=(0.0,), **changes)
    conduct = idle(network, 1)
    conduct = replace(
        conduct,
        storage_mm3=np.array([[[475.0]]]),  # 25 less than at the start
        side_mm3=np.array([[[50.0, 30.0]]]),
        withdrawal_mm3=np.array([[[100.0, 40.0]]]),
    )
    inflow = np.zeros((1, 1, 7))
    inflow[0, 0, 0], inflow[0, 0, 5] = 400.0, 10.0
    return network, conduct, inflow


def test_flows_by_hand():
    network, conduct, inflow = one_month()
    # area at the mean of 500 and 475 on the line: 20 + 20/900 · 387.5 km²; 0.05 m of it evaporates.
    loss = 0.05 * (20 + 20 / 900 * 387.5)
    out_dam = 0.98 * 400 + 25 - loss
    at_split = 0.95 * out_dam
    to_fields = 0.97 * (at_split - 80.0)
    flow = flows(network, inflow, conduct)
    assert evaporation_mm3(network, conduct.storage_mm3) == pytest.approx(np.array([[[loss]]]))
    assert flow.out_mm3[0, 0, :3] == pytest.approx([400.0, out_dam, at_split - 80.0])
    assert flow.into_mm3[0, 0, 3:5] == pytest.approx([45.0, 30.0])
    assert flow.out_mm3[0, 0, 3] == pytest.approx(5.0)
    assert flow.into_mm3[0, 0, 5] == pytest.approx(10.0 + to_fields)
    assert flow.into_mm3[0, 0, 6] == pytest.approx(20.0 + 0.9 * (to_fields - 90.0))  # a fifth comes back


def test_undecided_places_let_nothing_out_and_take_nothing():
    network, conduct, inflow = one_month()
    free = np.array([n.owner == DOWN for n in network.nodes])
    flow = flows(network, inflow, conduct, free)
    settled = flows(network, inflow, conduct)
    assert flow.out_mm3[0, 0, 1] == pytest.approx(settled.out_mm3[0, 0, 1])
    assert flow.out_mm3[0, 0, 2] == pytest.approx(0.95 * settled.out_mm3[0, 0, 1])  # no side way carries
    assert flow.into_mm3[0, 0, 3] == 0.0
    dam_free = flows(network, inflow, conduct, np.array([n.owner == UP for n in network.nodes]))
    assert dam_free.out_mm3[0, 0, 1] == 0.0
    assert dam_free.out_mm3[0, 0, 2] == pytest.approx(-80.0)


def test_a_gauge_counts_what_comes_less_what_its_own_state_draws():
    network, conduct, inflow = one_month()
    flow = flows(network, inflow, conduct)
    assert gauge_flow_mm3(network, flow, conduct, network.gauges[0]) == pytest.approx(
        flow.into_mm3[:, :, 2] - 80.0
    )
    foreign = replace(network, sides=(replace(network.sides[0], owner=UP), network.sides[1]))
    assert gauge_flow_mm3(foreign, flow, conduct, network.gauges[0]) == pytest.approx(
        flow.into_mm3[:, :, 2] - 30.0
    )
    elsewhere = replace(network.gauges[0], node=1)
    assert gauge_flow_mm3(network, flow, conduct, elsewhere) == pytest.approx(flow.into_mm3[:, :, 1])


def test_idle_keeps_storage_and_requested_asks_for_everything():
    network = river()
    start, asked = idle(network, 3), requested(network, 3)
    assert start.storage_mm3 == pytest.approx(np.full((3, 4, 1), 500.0))
    assert start.thermal_gwh.shape == (3, 4, 2, 1)
    assert start.line_gwh.shape == (3, 4, 0, 2)
    assert not start.withdrawal_mm3.any()
    assert asked.withdrawal_mm3[2, :, 0] == pytest.approx([300.0, 300.0, 0.0, 0.0])
    nobody = replace(network, demands=())
    assert requested(nobody, 2).withdrawal_mm3.shape == (2, 4, 0)


def test_a_mixture_lies_between_and_rows_picks_traces():
    network = river()
    low, high = idle(network, 2), requested(network, 2)
    assert mixed(low, high, 0.25).withdrawal_mm3[1, 0, 0] == pytest.approx(75.0)
    assert high.rows(np.array([1])).withdrawal_mm3.shape == (1, 4, 1)


def test_mean_storage_counts_the_start_of_the_month():
    network = river()
    storage = np.array([[[500.0], [300.0], [100.0], [900.0]]])
    assert mean_storage_mm3(network, storage)[0, :, 0] == pytest.approx([500.0, 400.0, 200.0, 500.0])


def test_true_energy_is_head_times_flow_up_to_capacity():
    network = river(head_m=None)
    start = idle(network, 1)
    turned = replace(
        start,
        storage_mm3=np.full((1, 4, 1), 475.0),
        turbine_mm3=np.array([[[100.0], [200.0], [0.0], [5000.0]]]),
    )
    made = with_true_energy(network, turned).energy_gwh[0, :, 0]
    assert made[1:] == pytest.approx([GWH_PER_MM3_M * 0.9 * 95 * 200, 0.0, 400.0])
    fixed = with_true_energy(river(), turned).energy_gwh
    assert not fixed.any()  # a fixed head is exact in the program already: nothing to mend


def test_traces_pick_by_kind_of_year():
    years = traces([(1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3)], classes=[0, 2, 0], weights=[0.2, 0.5, 0.3])
    assert years.of_class(0).tolist() == [0, 2]
    part = years.subset(np.array([1, 2]))
    assert part.weights.tolist() == [0.5, 0.3]
    assert part.classes.tolist() == [2, 0]
    assert part.inflow_mm3[1, 0, 0] == 3


def test_nodes_are_found_by_key_and_parties_along_the_river():
    network = wide_river()
    assert network.index("fields") == 5
    assert network.parties == (UP, DOWN)
    assert (network.reservoir_at(1), network.reservoir_at(2)) == (0, None)
    with pytest.raises(KeyError, match="no node 'lake' on toy; there are spring, dam"):
        network.index("lake")
