"""Balances and bounds are checked, and a conduct that breaks them is found (§6.4)."""

from dataclasses import replace

import numpy as np
import pytest
from basin_toy import both, end, river, settled, traces, wide_river

from maslahat.basin import audit, idle
from maslahat.basin.audit import energy_error_percent

YEARS = traces([(200.0, 200.0, 50.0, 50.0), (90.0, 100.0, 20.0, 30.0)], weights=[0.25, 0.75], nodes=7)


@pytest.fixture
def played():
    network = wide_river()
    return network, settled(both(network, end()), YEARS, passes=5).conduct


def checked(network, conduct, years=YEARS):
    return audit(network, years.inflow_mm3, years.weights, conduct)


def test_an_honest_conduct_balances(played):
    found = checked(*played)
    assert found.water_residual < 1e-12
    assert found.energy_residual < 1e-9
    assert found.bound_residual < 1e-9
    assert found.energy_error_percent < 0.1


@pytest.mark.parametrize("name", ["thermal_gwh", "import_gwh", "unserved_gwh", "energy_gwh", "line_gwh"])
@pytest.mark.parametrize("amount", [1.0, -1.0])
def test_power_from_nowhere_is_found(played, name, amount):
    network, conduct = played
    moved = getattr(conduct, name).copy()
    moved[1, 2] += 1.5 * amount
    moved[1, 2, ..., 0] += amount
    found = checked(network, replace(conduct, **{name: moved}))
    assert found.energy_residual > 1e-3


@pytest.mark.parametrize("name", ["export_gwh", "spare_gwh", "delivered_gwh"])
def test_power_to_nowhere_is_found(played, name):
    network, conduct = played
    moved = getattr(conduct, name).copy()
    moved[0, 3, 1] += 5.0
    found = checked(network, replace(conduct, **{name: moved}))
    assert found.energy_residual == pytest.approx(5.0 / 50.0)


def test_breaches_of_bounds_are_measured_by_the_inflow(played):
    network, conduct = played
    least = 240.0  # inflow of the drier trace
    asked = conduct.withdrawal_mm3.copy()
    asked[0, 2, 1] = network.demands[1].request_mm3[2] + 24.0
    assert checked(network, replace(conduct, withdrawal_mm3=asked)).bound_residual >= 24.0 / least - 1e-9
    full = conduct.storage_mm3.copy()
    full[:, :, 0] = 1048.0
    assert checked(network, replace(conduct, storage_mm3=full)).bound_residual > 48.0 / least
    turned = conduct.turbine_mm3.copy()
    turned[0, 0, 0] = 848.0
    assert checked(network, replace(conduct, turbine_mm3=turned)).bound_residual > 47.0 / least
    taken = conduct.withdrawal_mm3.copy()
    taken[0, 3, 1] = -12.0
    assert checked(network, replace(conduct, withdrawal_mm3=taken)).bound_residual == pytest.approx(
        12 / least
    )
    empty = conduct.storage_mm3.copy()
    empty[0, :, 0] = -12.0
    assert checked(network, replace(conduct, storage_mm3=empty)).bound_residual >= 12 / least


def test_a_limit_of_an_agreement_is_a_bound(played):
    network, conduct = played
    most = conduct.withdrawal_mm3[:, :, 0].max()
    tight = replace(network.demands[0], limit_mm3=np.full(4, most - 24.0))
    tight_river = replace(network, demands=(tight, network.demands[1]))
    assert checked(tight_river, conduct).bound_residual == pytest.approx(24 / 240)


def test_too_much_energy_is_an_error_and_too_little_is_not(played):
    network, conduct = played
    honest = conduct.energy_gwh[:, :, 0]
    right = energy_error_percent(network, YEARS.weights, conduct)
    more = replace(conduct, energy_gwh=conduct.energy_gwh * 1.05)
    less = replace(conduct, energy_gwh=conduct.energy_gwh * 0.9)
    assert honest.sum() > 0
    assert energy_error_percent(network, YEARS.weights, less) <= right
    assert energy_error_percent(network, YEARS.weights, more) > 1.0


def test_the_energy_error_by_hand():
    network = river(head_m=None)
    conduct = idle(network, 2)
    conduct.storage_mm3[:] = 500.0
    conduct.turbine_mm3[:, :2] = 100.0
    each = 9.81e9 / 3.6e12 * 0.9 * 100 * (80 + np.interp(500.0, *network.reservoirs[0].table[:, :2].T))
    conduct.energy_gwh[:, 0] = each + 1.0
    conduct.energy_gwh[1, 1] = each + 3.0
    weights = np.array([0.25, 0.75])
    wrong = 0.25 * 1.0 + 0.75 * 4.0
    assert energy_error_percent(network, weights, conduct) == pytest.approx(100 * wrong / (2 * each))
    assert energy_error_percent(river(), weights, conduct) == 0.0


def test_where_the_model_gives_way_it_says_so():
    network = wide_river()
    conduct = idle(network, 2)
    conduct.storage_mm3[0, 1, 0] = 60.0
    conduct.deviation_mm3[1, 2, 0] = -7.0
    tight = replace(network.reservoirs[0], max_release_mm3=np.full(4, 400.0))
    said = checked(replace(network, reservoirs=(tight,)), conduct).gave_way
    assert (
        said[0] == "In 25 of 100 years Dam falls below its least storage, at worst by 40 million m³ in May."
    )
    assert said[1].startswith(
        "In 25 of 100 years Dam must let out more than its outlets are made for, at worst"
    )
    assert said[2] == (
        "In 75 of 100 years the release planned for Dam cannot be kept, at worst by 7 million m³ in Jun."
    )
    assert said[3].startswith("In 100 of 100 years less than the least flow passes Split")
    wet = traces([(900.0, 900.0, 900.0, 900.0)] * 2, weights=[0.25, 0.75], nodes=7)
    said = checked(network, idle(network, 2), wet).gave_way
    assert len(said) == 1
    assert said[0].startswith("In 100 of 100 years more than the greatest flow passes Split")
    calm = traces([(200.0, 200.0, 200.0, 200.0)] * 2, nodes=7)
    assert checked(network, idle(network, 2), calm).gave_way == ()


def test_losses_are_measured_against_a_million_cubic_metres_or_gigawatt_hours_at_least():
    network = river()
    drop = traces([(0.4, 0.0, 0.0, 0.0)])
    conduct = idle(network, 1)
    conduct.storage_mm3[0, :, 0] = 1003.0
    found = checked(network, conduct, drop)
    assert found.bound_residual == pytest.approx(502.6)  # let out 503 less than nothing, of a million m³
    dark = replace(network, power=tuple(replace(p, load_gwh=np.full(4, 0.2)) for p in network.power))
    conduct.spare_gwh[0, 1, 0] = 3.0
    assert checked(dark, conduct, drop).energy_residual == pytest.approx(3.2)


def test_what_is_taken_for_good_is_lost_to_the_river():
    network = river()
    conduct = idle(network, 1)
    conduct.withdrawal_mm3[0, :2, 0] = [100.0, 50.0]
    assert checked(network, conduct, traces()).water_residual < 1e-12
    partly = replace(network.demands[0], return_share=0.25, return_to=3)
    assert checked(replace(network, demands=(partly,)), conduct, traces()).water_residual < 1e-12


def test_weights_need_not_sum_to_one():
    network = river()
    conduct = idle(network, 2)
    conduct.storage_mm3[0, 1, 0] = 60.0
    years = traces([(200.0, 200.0, 50.0, 50.0)] * 2, weights=[0.5, 1.5])
    assert checked(network, conduct, years).gave_way[0].startswith("In 25 of 100 years Dam falls below")


def test_rounding_is_not_giving_way():
    network = river(scheduled=False)
    conduct = idle(network, 1)
    conduct.storage_mm3[0, :, 0] = 100.0 - 5e-5
    conduct.flood_mm3[0, :, 0] = 30.0  # nobody agreed on anything
    assert checked(network, conduct, traces()).gave_way == ()
    conduct.storage_mm3[0, :, 0] = 100.0 - 2e-4
    assert len(checked(network, conduct, traces()).gave_way) == 1
