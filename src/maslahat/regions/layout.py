"""Where each node of a river stands in its schematic drawing: one row a node, from source to mouth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from maslahat.core import Period
from maslahat.regions.region import Region
from maslahat.regions.rows import Node

ANY_YEAR = 2026  # months of a year without a leap day, for yearly volumes


@dataclass(frozen=True)
class Place:
    """A node in the drawing. `row` counts from the top, `column` from the left.

    `storage_mm3`, `dead_mm3` and `full_mm3` are given for reservoirs, `annual_km3` for inflows and demands.
    """

    node: Node
    row: int
    column: int
    label: str
    annual_km3: float | None = None
    storage_mm3: float | None = None
    dead_mm3: float | None = None
    full_mm3: float | None = None


@dataclass(frozen=True)
class Way:
    """A reach in the drawing, from place to place below; `main` is the river, else a canal or spillway."""

    start: Place
    end: Place
    main: bool


@dataclass(frozen=True)
class Layout:
    """All places, top to bottom, and the ways between them."""

    places: tuple[Place, ...]
    ways: tuple[Way, ...]
    columns: int


def place_river(region: Region, river: str, storages: Mapping[str, float] | None = None) -> Layout:
    """Lay out a river by the `x` and `y` of its nodes.

    `storages` (million m³ by node) replace the initial storages; a node that is no reservoir is ignored.
    """
    rows = region.only(river)
    xs = sorted({node.x for node in rows.nodes})
    annual = _annual_km3(rows)
    power = _power_mw(rows)
    reservoirs = {row.node: row for row in rows.reservoirs}
    places = []
    for index, node in enumerate(sorted(rows.nodes, key=lambda node: (node.y, node.x))):
        reservoir = reservoirs.get(node.node)
        stored = (storages or {}).get(node.node, reservoir.initial_mm3) if reservoir else None
        places.append(
            Place(
                node,
                index,
                xs.index(node.x),
                node.name + (f" · {power[node.node]:,.0f} MW" if node.node in power else ""),
                annual.get(node.node),
                stored,
                reservoir.dead_mm3 if reservoir else None,
                reservoir.full_mm3 if reservoir else None,
            )
        )
    known = {place.node.node: place for place in places}
    ways = tuple(
        Way(known[reach.from_node], known[reach.to_node], reach.order == 1) for reach in rows.reaches
    )
    return Layout(tuple(places), ways, len(xs))


def _annual_km3(rows: Region) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for row in rows.inflows:
        total[row.node] += Period(ANY_YEAR, row.month).mm3(row.mean_m3s) / 1e3
    for demand in rows.demands:
        total[demand.node] += Period(ANY_YEAR, demand.month).mm3(demand.request_m3s) / 1e3
    return dict(total)


def _power_mw(rows: Region) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for plant in rows.plants:
        total[plant.node] += plant.capacity_mw
    return dict(total)
