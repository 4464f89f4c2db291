"""What everybody does on a river, and the flows that follow from it (DESIGN §6.1, §6.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from maslahat.basin.hydropower import area_line, gwh_per_mm3
from maslahat.basin.network import Array, GaugeSpec, Network
from maslahat.basin.passage import passage


@dataclass(frozen=True, eq=False, slots=True)
class Conduct:
    """Decisions on every trace k and month t, for all owners together. Volumes in million m³, energy in
    GWh.

    Shapes: storage (K, T, reservoirs), withdrawal (K, T, demands), side (K, T, sides), turbine and energy
    (K, T, plants), thermal (K, T, parties, tiers), the other power arrays (K, T, parties), line (K, T,
    lines, 2: there and back). `deviation` (K, T, reservoirs) is the actual release less the scheduled one.
    """

    storage_mm3: Array
    withdrawal_mm3: Array
    side_mm3: Array
    turbine_mm3: Array
    energy_gwh: Array
    thermal_gwh: Array
    import_gwh: Array
    export_gwh: Array
    unserved_gwh: Array
    spare_gwh: Array
    line_gwh: Array
    deviation_mm3: Array
    low_mm3: Array  # storage below the least allowed
    gauge_short_mm3: Array  # (K, T, gauges) flow below the least allowed
    gauge_over_mm3: Array
    flood_mm3: Array  # (K, T, reservoirs) let out beyond what the outlets, or the schedule, give
    delivered_gwh: Array  # (K, T, parties) power received under a commitment, less what is given

    def rows(self, keep: NDArray[np.intp]) -> Conduct:
        """Return the conduct on some of the traces."""
        return Conduct(*(getattr(self, name)[keep] for name in self.__slots__))


@dataclass(frozen=True, eq=False, slots=True)
class Flows:
    """Water into and out of every node (K, T, nodes) in million m³; out is by the main way."""

    into_mm3: Array
    out_mm3: Array


def idle(network: Network, count: int) -> Conduct:
    """Return the conduct of nobody doing anything: storages stay, nothing is taken or turned, on `count`
    traces.
    """
    months, tiers = network.months, max((len(p.tier_names) for p in network.power), default=0)
    start = np.array([r.initial_mm3 for r in network.reservoirs])

    def zeros(*shape: int) -> Array:
        return np.zeros((count, months, *shape))

    parties = len(network.power)
    return Conduct(
        storage_mm3=zeros(len(start)) + start,
        withdrawal_mm3=zeros(len(network.demands)),
        side_mm3=zeros(len(network.sides)),
        turbine_mm3=zeros(len(network.plants)),
        energy_gwh=zeros(len(network.plants)),
        thermal_gwh=zeros(parties, tiers),
        import_gwh=zeros(parties),
        export_gwh=zeros(parties),
        unserved_gwh=zeros(parties),
        spare_gwh=zeros(parties),
        line_gwh=zeros(len(network.lines), 2),
        deviation_mm3=zeros(len(start)),
        low_mm3=zeros(len(start)),
        gauge_short_mm3=zeros(len(network.gauges)),
        gauge_over_mm3=zeros(len(network.gauges)),
        flood_mm3=zeros(len(start)),
        delivered_gwh=zeros(parties),
    )


def mixed(one: Conduct, other: Conduct, share: float) -> Conduct:
    """Return the conduct `share` of the way from one to the other: flows being linear, it is possible where
    they are.
    """
    return Conduct(
        *((1 - share) * getattr(one, name) + share * getattr(other, name) for name in one.__slots__)
    )


def requested(network: Network, count: int) -> Conduct:
    """Return a first guess of what others do: every demand takes all it asks for, storages stay."""
    asked = np.stack([d.request_mm3 for d in network.demands], axis=-1) if network.demands else None
    start = idle(network, count)
    return start if asked is None else replace(start, withdrawal_mm3=start.withdrawal_mm3 + asked)


def evaporation_mm3(network: Network, storage_mm3: Array) -> Array:
    """Return evaporation (K, T, reservoirs) on the line of area against storage, at the month's mean
    storage.
    """
    lines = [area_line(spec) for spec in network.reservoirs]
    area = mean_storage_mm3(network, storage_mm3)
    area = np.array([constant for constant, _ in lines]) + np.array([slope for _, slope in lines]) * area
    depth = np.array([spec.evaporation_m for spec in network.reservoirs]).reshape(len(lines), network.months)
    return depth.T * area


def flows(
    network: Network,
    inflow_mm3: Array,
    conduct: Conduct,
    free: NDArray[np.bool_] | None = None,
) -> Flows:
    """Return what flows where, given everybody's conduct.

    At nodes where `free` (nodes,) is True nothing is decided yet: a reservoir there lets nothing out, a
    demand takes nothing and a side way carries nothing. That gives the constant part of the flows when
    those decisions are the unknowns of a problem.
    """
    undecided = np.zeros(len(network.nodes), dtype=bool) if free is None else free
    kept = _filled(network, conduct.storage_mm3) + evaporation_mm3(network, conduct.storage_mm3)
    given = np.concatenate([inflow_mm3, conduct.withdrawal_mm3, conduct.side_mm3, kept], axis=2)
    found = given @ passage(network, undecided)
    return Flows(found[:, :, : len(network.nodes)], found[:, :, len(network.nodes) :])


def gauge_flow_mm3(network: Network, flow: Flows, conduct: Conduct, gauge: GaugeSpec) -> Array:
    """Return what a gauge counts (K, T): what comes, less what the gauge's own state draws off there.

    What other states draw at the same place is theirs to answer for.
    """
    passing = flow.into_mm3[:, :, gauge.node].copy()
    for s, side in enumerate(network.sides):
        if side.node == gauge.node and side.owner == network.nodes[gauge.node].owner:
            passing -= conduct.side_mm3[:, :, s]
    return passing


def _filled(network: Network, storage_mm3: Array) -> Array:
    """Return the rise of storage in each month (K, T, reservoirs)."""
    return storage_mm3 - _before(network, storage_mm3)


def _before(network: Network, storage_mm3: Array) -> Array:
    """Return the storage at the beginning of each month (K, T, reservoirs)."""
    start = np.array([r.initial_mm3 for r in network.reservoirs])
    first = np.broadcast_to(start, (len(storage_mm3), 1, len(start)))
    return np.concatenate([first, storage_mm3[:, :-1]], axis=1)


def mean_storage_mm3(network: Network, storage_mm3: Array) -> Array:
    """Return the mean of each month's first and last storage (K, T, reservoirs)."""
    return (_before(network, storage_mm3) + storage_mm3) / 2


def with_true_energy(network: Network, conduct: Conduct) -> Conduct:
    """Return the conduct with every plant making what its water gives at the true head, within capacity."""
    mean = mean_storage_mm3(network, conduct.storage_mm3)
    energy = conduct.energy_gwh.copy()
    for p, plant in enumerate(network.plants):
        r = network.reservoir_at(plant.node)
        if r is not None and plant.head_m is None:
            possible = gwh_per_mm3(plant, network.reservoirs[r], mean[:, :, r]) * conduct.turbine_mm3[:, :, p]
            energy[:, :, p] = np.minimum(possible, plant.capacity_gwh)
    return replace(conduct, energy_gwh=energy)
