"""What a conduct is worth to each party, reckoned from the conduct alone (DESIGN §6, OPTIONS "What a state
values").

Independent of any linear program: what a program says of its own value is checked against it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from maslahat.basin.conduct import Conduct, flows, gauge_flow_mm3
from maslahat.basin.network import Array, DemandSpec, Network
from maslahat.basin.program import (
    DEVIATION_PRICE,
    FLOOD_PRICE,
    GAUGE_PRICE,
    LOW_STORAGE_PRICE,
    EndValue,
)


def value_usd_m(
    network: Network,
    inflow_mm3: Array,
    conduct: Conduct,
    end_values: Sequence[EndValue],
    parties: Sequence[str],
) -> Array:
    """Return the value of a season to each party on each trace (K, parties), million USD, before any
    payment.

    Irrigation benefit, less fuel, imports and unserved load, plus exports and the value of what is stored
    at the end, less what giving way costs (storage too low, gauges missed, a schedule left).
    """
    value: Array = monthly_value_usd_m(network, inflow_mm3, conduct, end_values, parties).sum(axis=1)
    return value


def monthly_value_usd_m(
    network: Network,
    inflow_mm3: Array,
    conduct: Conduct,
    end_values: Sequence[EndValue],
    parties: Sequence[str],
) -> Array:
    """Return the same month by month (K, T, parties); the value of stored water falls to the last month."""
    place = {party: i for i, party in enumerate(parties)}
    value = np.zeros((*inflow_mm3.shape[:2], len(parties)))
    for amounts, owner in (
        *_water(network, conduct),
        *_giving_way(network, inflow_mm3, conduct),
        *_power(network, conduct),
    ):
        if owner in place:
            value[:, :, place[owner]] += amounts
    for r, spec in enumerate(network.reservoirs):
        owner = network.nodes[spec.node].owner
        if owner in place:
            value[:, -1, place[owner]] += end_value_usd_m(end_values[r], conduct.storage_mm3[:, -1, r])
    return value


def benefit_usd_m(demand: DemandSpec, withdrawal_mm3: Array) -> Array:
    """Return the benefit of a withdrawal (..., T) month by month: its steps are filled, the dearest first."""
    left = withdrawal_mm3.astype(float)
    benefit = np.zeros_like(left)
    for share, worth in zip(demand.step_shares, demand.step_values_usd_per_m3, strict=True):
        taken = np.clip(left, 0.0, share * demand.request_mm3)
        benefit += worth * taken
        left = left - taken
    return benefit


def end_value_usd_m(end: EndValue, storage_mm3: Array) -> Array:
    """Return the value of what is stored when the season ends, any shape."""
    left = np.maximum(storage_mm3, 0.0)
    value = np.zeros_like(left)
    for width, price in zip(end.width_mm3, end.usd_per_m3, strict=True):
        piece = np.minimum(left, width)
        value += price * piece
        left = left - piece
    return value


def _water(network: Network, conduct: Conduct) -> list[tuple[Array, str]]:
    parts = [
        (benefit_usd_m(demand, conduct.withdrawal_mm3[:, :, d]), demand.owner)
        for d, demand in enumerate(network.demands)
    ]
    parts += [
        (-side.cost_usd_per_m3 * conduct.side_mm3[:, :, s], side.owner)
        for s, side in enumerate(network.sides)
    ]
    return parts


def _giving_way(network: Network, inflow_mm3: Array, conduct: Conduct) -> list[tuple[Array, str]]:
    everywhere = flows(network, inflow_mm3, conduct)
    out = everywhere.out_mm3
    parts = []
    for r, spec in enumerate(network.reservoirs):
        owner = network.nodes[spec.node].owner
        flood = conduct.flood_mm3[:, :, r]
        low = np.maximum(spec.min_mm3 - conduct.storage_mm3[:, :, r], 0.0)
        left = np.abs(conduct.deviation_mm3[:, :, r])
        cost = FLOOD_PRICE * flood + LOW_STORAGE_PRICE * low + DEVIATION_PRICE * left
        parts.append((-cost, owner))
    for n, node in enumerate(network.nodes):
        if network.reservoir_at(n) is None and np.isfinite(node.capacity_mm3).any():
            over = np.maximum(out[:, :, n] - node.capacity_mm3, 0.0)
            parts.append((-FLOOD_PRICE * over, node.owner))
    for gauge in network.gauges:
        flow = gauge_flow_mm3(network, everywhere, conduct, gauge)
        missed = np.maximum(gauge.min_mm3 - flow, 0.0) + np.maximum(flow - gauge.max_mm3, 0.0)
        parts.append((-GAUGE_PRICE * missed, network.nodes[gauge.node].owner))
    return parts


def _power(network: Network, conduct: Conduct) -> list[tuple[Array, str]]:
    parts = []
    for i, spec in enumerate(network.power):
        cost = (
            spec.import_usd_per_mwh * conduct.import_gwh[:, :, i]
            - spec.export_usd_per_mwh * conduct.export_gwh[:, :, i]
            + spec.unserved_usd_per_mwh * conduct.unserved_gwh[:, :, i]
        )
        for tier, price in enumerate(spec.tier_cost_usd_per_mwh):
            cost = cost + price * conduct.thermal_gwh[:, :, i, tier]
        parts.append((-cost / 1e3, spec.party))
    return parts
