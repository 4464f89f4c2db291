"""A river and its power system over one season, ready to be computed with (DESIGN §6.1).

Volumes are million m³ a month, energy GWh a month, money million USD. Nodes stand in topological order,
upstream first. Arrays over months have shape (T,).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Period

Array = NDArray[np.float64]

UNBOUNDED = float("inf")


class Entry(NamedTuple):
    """Water that comes into a node from another: by its main way out, or by a side way."""

    origin: int  # node index for a main way, index into `Network.sides` for a side way
    side: bool
    kept_share: float  # 1 less the losses on the way


@dataclass(frozen=True, eq=False, slots=True)
class NodeSpec:
    """A place; `capacity_mm3` bounds its main way out (a terminal keeps what comes)."""

    key: str
    name: str
    kind: str
    owner: str
    entries: tuple[Entry, ...]
    capacity_mm3: Array
    terminal: bool


@dataclass(frozen=True, eq=False, slots=True)
class SideSpec:
    """A second way out of a node: a spillway into a depression, a canal. Using it costs `cost_usd_per_m3`.

    Whoever holds `control` decides: the user at the canal's end, or the node it leaves where nobody draws
    on it.
    """

    node: int
    to_node: int
    control: int
    owner: str
    capacity_mm3: Array
    cost_usd_per_m3: float


@dataclass(frozen=True, eq=False, slots=True)
class ReservoirSpec:
    """A reservoir: bounds of its storage at each month's end, and the law of its level and area.

    `table` has columns storage_mm3, level_m, area_km2, rising.
    """

    node: int
    dead_mm3: float
    full_mm3: float
    initial_mm3: float
    min_mm3: Array
    max_mm3: Array
    max_release_mm3: Array
    evaporation_m: Array
    table: Array
    scheduled: bool


@dataclass(frozen=True, eq=False, slots=True)
class PlantSpec:
    """A hydropower plant on the main way out of a node. `head_m` None: the head follows the reservoir's
    level.
    """

    key: str
    name: str
    node: int
    owner: str
    turbine_mm3: Array
    capacity_gwh: Array
    head_m: float | None
    tailwater_m: float
    efficiency: float
    published_gwh: float | None


@dataclass(frozen=True, eq=False, slots=True)
class DemandSpec:
    """A user of water: what it asks for and what each part of it is worth, dearest first.

    `limit_mm3` is the most it may take, where an agreement says so.
    """

    node: int
    owner: str
    request_mm3: Array
    step_shares: tuple[float, ...]
    step_values_usd_per_m3: tuple[float, ...]
    return_share: float
    return_to: int | None
    limit_mm3: Array


@dataclass(frozen=True, eq=False, slots=True)
class GaugeSpec:
    """Least and greatest flow through a node."""

    node: int
    min_mm3: Array
    max_mm3: Array


@dataclass(frozen=True, eq=False, slots=True)
class PowerSpec:
    """One state's power system: what it needs, and what it can turn to besides its rivers."""

    party: str
    load_gwh: Array
    other_gwh: Array
    tier_names: tuple[str, ...]
    tier_capacity_gwh: Array  # (tiers, T)
    tier_cost_usd_per_mwh: tuple[float, ...]
    import_usd_per_mwh: Array
    import_gwh: Array
    export_usd_per_mwh: Array
    export_gwh: Array
    unserved_usd_per_mwh: float


@dataclass(frozen=True, eq=False, slots=True)
class LineSpec:
    """A power line between two states, either way; `kept_share` arrives."""

    from_party: str
    to_party: str
    capacity_gwh: Array
    kept_share: float


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """A river over a season."""

    river: str
    periods: tuple[Period, ...]
    nodes: tuple[NodeSpec, ...]
    sides: tuple[SideSpec, ...]
    reservoirs: tuple[ReservoirSpec, ...]
    plants: tuple[PlantSpec, ...]
    demands: tuple[DemandSpec, ...]
    gauges: tuple[GaugeSpec, ...]
    power: tuple[PowerSpec, ...]
    lines: tuple[LineSpec, ...]
    passages: dict[bytes, Array] = field(default_factory=dict, init=False, repr=False)  # kept by `passage`

    @property
    def months(self) -> int:
        """Number of months T."""
        return len(self.periods)

    def index(self, key: str) -> int:
        """Return the position of a node; raise KeyError with what there is otherwise."""
        for position, node in enumerate(self.nodes):
            if node.key == key:
                return position
        raise KeyError(f"no node {key!r} on {self.river}; there are {', '.join(n.key for n in self.nodes)}")

    def reservoir_at(self, node: int) -> int | None:
        """Return the position of the reservoir at a node, or None."""
        return next((r for r, spec in enumerate(self.reservoirs) if spec.node == node), None)

    @property
    def parties(self) -> tuple[str, ...]:
        """Owners of anything on the river, in the order in which the river meets them."""
        seen: dict[str, None] = {}
        for node in self.nodes:
            seen.setdefault(node.owner)
        return tuple(seen)


@dataclass(frozen=True, eq=False, slots=True)
class Traces:
    """Inflow at every node of a network: (K, T, nodes) in million m³, with weights that sum to one.

    `classes` gives each trace the index of its kind of year.
    """

    inflow_mm3: Array
    weights: Array
    classes: NDArray[np.intp]
    class_names: tuple[str, ...]

    @property
    def count(self) -> int:
        """Number of traces K."""
        return int(self.weights.shape[0])

    def of_class(self, c: int) -> NDArray[np.intp]:
        """Return the indices of the traces of one kind of year."""
        return np.flatnonzero(self.classes == c)

    def subset(self, rows: NDArray[np.intp]) -> Traces:
        """Return some of the traces, their weights as they are."""
        return Traces(self.inflow_mm3[rows], self.weights[rows], self.classes[rows], self.class_names)
