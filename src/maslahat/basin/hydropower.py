"""Levels, areas and the energy of falling water (DESIGN §6.1, §6.3).

Energy of a month: E [GWh] = rho g h eta Q with Q in million m³ and h in m, that is 9.81e9 / 3.6e12 =
0.002725 GWh for each million m³ and metre of head before losses.
"""

from __future__ import annotations

import numpy as np

from maslahat.basin.network import Array, PlantSpec, ReservoirSpec

GWH_PER_MM3_M = 9.81e9 / 3.6e12
TABLE_POINTS = 201


def linear_area_table(
    dead_mm3: float,
    full_mm3: float,
    dead_level_m: float,
    full_level_m: float,
    dead_area_km2: float,
    full_area_km2: float,
) -> Array:
    """Return storage, level and area (n, 3) where area grows linearly with level and storage is its
    integral.

    Four public numbers fix the law: area at the dead and at the full level. Their integral rarely equals
    the published active storage exactly, so level is measured on the published storage: the table's storage
    is scaled to run from `dead_mm3` to `full_mm3`.
    """
    level = np.linspace(dead_level_m, full_level_m, TABLE_POINTS)
    rise = level - dead_level_m
    slope = (full_area_km2 - dead_area_km2) / (full_level_m - dead_level_m)
    area = dead_area_km2 + slope * rise
    volume = dead_area_km2 * rise + slope * rise**2 / 2  # km² m = million m³
    storage = dead_mm3 + volume * (full_mm3 - dead_mm3) / volume[-1]
    return np.column_stack([storage, level, area])


def level_m(reservoir: ReservoirSpec, storage_mm3: Array) -> Array:
    """Return the level at a storage of any shape; outside the table the end values hold."""
    return np.interp(storage_mm3, reservoir.table[:, 0], reservoir.table[:, 1])


def area_km2(reservoir: ReservoirSpec, storage_mm3: Array) -> Array:
    """Return the water surface at a storage of any shape."""
    return np.interp(storage_mm3, reservoir.table[:, 0], reservoir.table[:, 2])


def area_line(reservoir: ReservoirSpec) -> tuple[float, float]:
    """Return (a, b) of area = a + b * storage, through the dead and the full storage.

    Evaporation is taken on this line, so that it stays linear in storage; the water balance is then exact,
    and the error against the curved law is a few percent of evaporation (largest at mid storage).
    """
    table = reservoir.table
    slope = (table[-1, 2] - table[0, 2]) / (table[-1, 0] - table[0, 0])
    return float(table[0, 2] - slope * table[0, 0]), float(slope)


def head_m(plant: PlantSpec, reservoir: ReservoirSpec | None, storage_mm3: Array) -> Array:
    """Return the head of a plant at a storage of its reservoir (mean over the month), any shape."""
    if plant.head_m is not None or reservoir is None:
        return np.full(np.shape(storage_mm3), plant.head_m or 0.0)
    return np.maximum(level_m(reservoir, storage_mm3) - plant.tailwater_m, 0.0)


def gwh_per_mm3(plant: PlantSpec, reservoir: ReservoirSpec | None, storage_mm3: Array) -> Array:
    """Return the energy of a million m³ through a plant at a storage of its reservoir."""
    return GWH_PER_MM3_M * plant.efficiency * head_m(plant, reservoir, storage_mm3)


def gwh_slope(plant: PlantSpec, reservoir: ReservoirSpec, storage_mm3: Array) -> Array:
    """Return d(gwh_per_mm3)/d(storage), by a central difference of 1 % of the active storage."""
    step = 0.005 * (reservoir.full_mm3 - reservoir.dead_mm3)
    up = gwh_per_mm3(plant, reservoir, storage_mm3 + step)
    down = gwh_per_mm3(plant, reservoir, storage_mm3 - step)
    return (up - down) / (2 * step)
