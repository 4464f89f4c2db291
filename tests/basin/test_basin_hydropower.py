"""Levels, areas and energy (§6.1, §6.3), by hand."""

import dataclasses

import numpy as np
import pytest
from basin_toy import river

from maslahat.basin.hydropower import (
    GWH_PER_MM3_M,
    area_km2,
    area_line,
    gwh_per_mm3,
    gwh_slope,
    head_m,
    level_m,
    linear_area_table,
)


def test_a_million_cubic_metres_falling_a_hundred_metres():
    # 1e9 kg · 9.81 m/s² · 100 m = 9.81e11 J; 3.6e12 J are a GWh.
    assert pytest.approx(0.2725, rel=1e-12) == GWH_PER_MM3_M * 100


def test_the_linear_area_law_is_a_prism_and_a_wedge():
    # 20 km² at the bottom, 40 at 30 m: 900 million m³, which is what there is between dead and full.
    table = linear_area_table(100.0, 1000.0, 0.0, 30.0, 20.0, 40.0)
    assert table[0] == pytest.approx([100.0, 0.0, 20.0])
    assert table[-1] == pytest.approx([1000.0, 30.0, 40.0])
    half = table[100]  # at 15 m: 20·15 + (20/30)·15²/2 = 375
    assert half == pytest.approx([475.0, 15.0, 30.0])


def test_storage_is_scaled_to_what_is_published():
    table = linear_area_table(100.0, 1900.0, 0.0, 30.0, 20.0, 40.0)
    assert table[100] == pytest.approx([100.0 + 2 * 375.0, 15.0, 30.0])


def test_level_and_area_at_a_storage():
    dam = river().reservoirs[0]
    assert level_m(dam, np.array([0.0, 475.0, 2000.0])) == pytest.approx([0.0, 15.0, 30.0], abs=1e-9)
    assert area_km2(dam, np.array([0.0, 475.0, 2000.0])) == pytest.approx([20.0, 30.0, 40.0])


def test_the_line_of_evaporation_meets_the_area_at_dead_and_full():
    constant, slope = area_line(river().reservoirs[0])
    assert slope == pytest.approx(20 / 900)
    assert constant + slope * 100 == pytest.approx(20.0)


def test_heads_follow_the_level_or_stay():
    network = river(head_m=None)
    plant, dam = network.plants[0], network.reservoirs[0]
    assert head_m(plant, dam, np.array([475.0])) == pytest.approx([95.0])  # 15 m over a tailwater at -80
    above = dataclasses.replace(plant, tailwater_m=20.0)
    assert head_m(above, dam, np.array([475.0, 1000.0])) == pytest.approx([0.0, 10.0])
    fixed = dataclasses.replace(plant, head_m=60.0)
    assert head_m(fixed, dam, np.array([475.0])) == pytest.approx([60.0])
    assert head_m(fixed, None, np.array([475.0])) == pytest.approx([60.0])
    assert head_m(plant, None, np.array([475.0])) == pytest.approx([0.0])


def test_energy_of_water_and_how_it_grows_with_storage():
    network = river(head_m=None)
    plant, dam = network.plants[0], network.reservoirs[0]
    assert gwh_per_mm3(plant, dam, np.array([475.0])) == pytest.approx([GWH_PER_MM3_M * 0.9 * 95])
    # dh/dV = 1 / area: at 475 million m³ a metre takes 30 million m³.
    assert gwh_slope(plant, dam, np.array([475.0])) == pytest.approx([GWH_PER_MM3_M * 0.9 / 30], rel=1e-3)


def test_the_slope_is_a_difference_over_a_hundredth_of_the_active_storage():
    network = river(head_m=None)
    plant, dam = network.plants[0], network.reservoirs[0]
    kinked = dataclasses.replace(dam, table=np.array([[100, 0, 20], [995, 0, 30], [1000, 5, 40.0]]))
    # From 991 to 1000 (and beyond, where nothing rises) the level rises by 5 m in all.
    assert gwh_slope(plant, kinked, np.array([995.5])) == pytest.approx([GWH_PER_MM3_M * 0.9 * 5 / 9.0])
