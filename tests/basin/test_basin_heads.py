"""Energy of plants whose head follows the level, about a path of storages (§6.3)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import DOWN, UP, both, end, idle_at, river, traces, wide_river

from maslahat.basin import follow, idle, joint, requested
from maslahat.basin.conduct import mean_storage_mm3
from maslahat.basin.heads import heads_about, with_heads
from maslahat.basin.hydropower import gwh_per_mm3, gwh_slope
from maslahat.basin.traced import Traced

YEARS = traces([(200.0, 200.0, 50.0, 50.0), (90.0, 100.0, 20.0, 30.0)], weights=[0.25, 0.75])
STORAGE = np.array([[450.0, 700.0, 640.0, 300.0], [480.0, 520.0, 410.0, 150.0]])
TURBINE = np.array([[250.0, 10.0, 110.0, 390.0], [110.0, 60.0, 130.0, 290.0]])


@pytest.fixture
def path():
    network = river(head_m=None)
    return network, idle_at(network, STORAGE, TURBINE)


def energy(network, storage, turbine):
    mean = (storage + np.concatenate([np.full((len(storage), 1), 500.0), storage[:, :-1]], axis=1)) / 2
    return gwh_per_mm3(network.plants[0], network.reservoirs[0], mean) * turbine


def law(network, conduct, storage, turbine, k):
    """Return what the rows of one trace allow for the energy of each month."""
    program = both(network)
    traced = Traced(program, YEARS, conduct)
    matrix = traced.matrix(np.arange(YEARS.count))
    x = np.zeros(matrix.shape[1])
    x[program.columns["storage:0"]], x[program.columns["turbine:0"]] = storage, turbine
    rows = program.rows["head:0"]
    return traced.upper[k][rows] - matrix[rows] @ x


def test_the_law_is_exact_at_the_path_it_was_taken_at(path):
    network, conduct = path
    for k in range(2):
        allowed = law(network, conduct, STORAGE[k], TURBINE[k], k)
        assert allowed == pytest.approx(energy(network, STORAGE, TURBINE)[k], rel=1e-9)


def test_the_law_of_a_trace_by_itself_is_tangent(path):
    network, conduct = path
    one = conduct.rows(np.array([0]))
    program, year = both(network), YEARS.subset(np.array([0]))
    heads = heads_about(program, one, year.weights)
    mean = mean_storage_mm3(network, one.storage_mm3)[:, :, 0]
    plant, dam = network.plants[0], network.reservoirs[0]
    assert heads.kappa[0] == pytest.approx(gwh_per_mm3(plant, dam, mean)[0])
    assert heads.gamma[0] == pytest.approx(gwh_slope(plant, dam, mean)[0] * TURBINE[0])


def test_traces_share_the_weighted_mean_of_their_laws(path):
    network, conduct = path
    program = both(network)
    both_laws = heads_about(program, conduct, np.array([0.5, 1.5]))  # weights need not sum to one
    alone = [heads_about(program, conduct.rows(np.array([k])), np.ones(1)) for k in range(2)]
    for name in ("kappa", "gamma"):
        apart = [getattr(found, name)[0] for found in alone]
        assert getattr(both_laws, name)[0] == pytest.approx(0.25 * apart[0] + 0.75 * apart[1])
    assert both_laws.rest[0].shape == (2, 4)


def test_only_the_numbers_of_the_energy_law_are_written(path):
    network, conduct = path
    program = both(network)
    heads = heads_about(program, conduct, YEARS.weights)
    written = with_heads(program, heads)
    moved = (written - program.matrix).tocoo()
    assert set(moved.row) <= set(program.rows["head:0"])
    row = written[program.rows["head:0"][2]].toarray()[0]
    assert row[program.columns["turbine:0"][2]] == pytest.approx(-heads.kappa[0][2])
    assert row[program.columns["storage:0"][2]] == pytest.approx(-heads.gamma[0][2] / 2)
    assert row[program.columns["storage:0"][1]] == pytest.approx(-heads.gamma[0][2] / 2)
    assert row[program.columns["energy:0"][2]] == 1.0


def test_plants_with_a_fixed_head_or_in_other_hands_have_no_law():
    assert heads_about(both(river()), idle(river(), 2), YEARS.weights).kappa == {}
    network = wide_river()
    below = joint(network, (DOWN,), (1.0,), end())
    assert heads_about(below, idle(network, 2), YEARS.weights).kappa == {}
    assert list(heads_about(both(network), idle(network, 2), YEARS.weights).kappa) == [0]


def test_a_plant_with_neither_head_nor_reservoir_makes_nothing():
    network = river(load=(90.0,) * 4)
    lost = replace(network.plants[0], node=2, head_m=None, owner=UP)
    network = replace(network, plants=(lost,))
    answer = follow(both(network), YEARS, requested(network, 2))
    assert not answer.conduct.energy_gwh.any()
    assert answer.conduct.unserved_gwh[0, 0, 0] == pytest.approx(90.0 - 40.0)


def test_energy_made_where_others_decide_counts_for_its_owner():
    network = wide_river()
    given = requested(network, 2)
    given.energy_gwh[:, :, 1] = 7.0  # LOW's weir
    places = np.array([n.key == "fields" for n in network.nodes])
    wide = replace(YEARS, inflow_mm3=np.pad(YEARS.inflow_mm3, ((0, 0), (0, 0), (0, 3))))
    answer = follow(joint(network, (DOWN,), (1.0,), end(), places), wide, given)
    assert answer.conduct.energy_gwh[:, :, 1] == pytest.approx(np.full((2, 4), 7.0))
    assert answer.conduct.thermal_gwh[:, :, 1, 0] == pytest.approx(np.full((2, 4), 43.0))  # of 50
