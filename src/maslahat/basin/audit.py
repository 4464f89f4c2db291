"""Do water and energy balance, and is everything within its bounds (DESIGN §6.4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maslahat.basin.conduct import Conduct, evaporation_mm3, flows, gauge_flow_mm3, mean_storage_mm3
from maslahat.basin.hydropower import gwh_per_mm3
from maslahat.basin.network import Array, Network

SMALL_MM3 = 1e-4  # slack below this is rounding, not giving way


@dataclass(frozen=True, slots=True)
class Audit:
    """What does not add up, as shares of throughput, and where the model had to give way, as sentences.

    `bound_residual` is the largest breach of any bound, as a share of the season's inflow.
    `energy_error_percent` compares the energy that the linear laws gave with the energy of the true heads,
    over the year.
    """

    water_residual: float
    energy_residual: float
    bound_residual: float
    energy_error_percent: float
    gave_way: tuple[str, ...]


def audit(network: Network, inflow_mm3: Array, weights: Array, conduct: Conduct) -> Audit:
    """Check a conduct on every trace; (K, T, nodes) inflow, (K,) weights."""
    return Audit(
        water_residual=_water(network, inflow_mm3, conduct),
        energy_residual=_energy(network, conduct),
        bound_residual=_bounds(network, inflow_mm3, conduct),
        energy_error_percent=energy_error_percent(network, weights, conduct),
        gave_way=_gave_way(network, inflow_mm3, weights, conduct),
    )


def energy_error_percent(network: Network, weights: Array, conduct: Conduct) -> float:
    """Return the largest, over plants whose head varies, of |linear - true| expected yearly energy, in
    percent.

    The true energy is head at the month's mean storage times turbine flow, up to the plant's capacity; a
    plant that is told to give less than its water allows is not in error.
    """
    mean = mean_storage_mm3(network, conduct.storage_mm3)
    wrong, whole = 0.0, 0.0
    for p, plant in enumerate(network.plants):
        r = network.reservoir_at(plant.node)
        if r is None or plant.head_m is not None:
            continue
        made = conduct.energy_gwh[:, :, p]
        possible = gwh_per_mm3(plant, network.reservoirs[r], mean[:, :, r]) * conduct.turbine_mm3[:, :, p]
        true = np.minimum(possible, plant.capacity_gwh)
        wrong += float(weights @ np.abs(np.where(made > true, made - true, 0.0)).sum(axis=1))
        whole += float(weights @ true.sum(axis=1))
    return 100 * wrong / whole if whole > 0 else 0.0


def _water(network: Network, inflow_mm3: Array, conduct: Conduct) -> float:
    """Return |in - out - stored| over the river and season, as a share of inflow, on the worst trace."""
    flow = flows(network, inflow_mm3, conduct)
    gained = inflow_mm3.sum(axis=(1, 2))
    lost = evaporation_mm3(network, conduct.storage_mm3).sum(axis=(1, 2))
    for d, demand in enumerate(network.demands):
        kept = 1 - demand.return_share if demand.return_to is not None else 1.0
        lost = lost + kept * conduct.withdrawal_mm3[:, :, d].sum(axis=1)
    for n, node in enumerate(network.nodes):
        if node.terminal:
            lost = lost + flow.out_mm3[:, :, n].sum(axis=1)
        for entry in node.entries:
            sent = conduct.side_mm3[:, :, entry.origin] if entry.side else flow.out_mm3[:, :, entry.origin]
            lost = lost + (1 - entry.kept_share) * sent.sum(axis=1)
    start = sum(r.initial_mm3 for r in network.reservoirs)
    stored = conduct.storage_mm3[:, -1].sum(axis=1) - start
    return float(np.max(np.abs(gained - lost - stored) / np.maximum(gained, 1.0)))


def _energy(network: Network, conduct: Conduct) -> float:
    """Return the largest gap of any party's power balance in any month, as a share of its load."""
    worst = 0.0
    for i, spec in enumerate(network.power):
        made = conduct.thermal_gwh[:, :, i].sum(axis=-1) + conduct.import_gwh[:, :, i] + spec.other_gwh
        made = made + conduct.unserved_gwh[:, :, i] + conduct.delivered_gwh[:, :, i]
        for p, plant in enumerate(network.plants):
            if plant.owner == spec.party:
                made = made + conduct.energy_gwh[:, :, p]
        for k, line in enumerate(network.lines):
            there, back = conduct.line_gwh[:, :, k, 0], conduct.line_gwh[:, :, k, 1]
            if line.from_party == spec.party:
                made = made - there + line.kept_share * back
            elif line.to_party == spec.party:
                made = made + line.kept_share * there - back
        used = spec.load_gwh + conduct.export_gwh[:, :, i] + conduct.spare_gwh[:, :, i]
        worst = max(worst, float(np.max(np.abs(made - used) / np.maximum(spec.load_gwh, 1.0))))
    return worst


def _bounds(network: Network, inflow_mm3: Array, conduct: Conduct) -> float:
    flow = flows(network, inflow_mm3, conduct)
    breaches = [-flow.out_mm3.min(), -conduct.withdrawal_mm3.min(initial=0.0)]
    for r, spec in enumerate(network.reservoirs):
        breaches.append((conduct.storage_mm3[:, :, r] - spec.max_mm3).max())
        breaches.append(-conduct.storage_mm3[:, :, r].min())
    for d, demand in enumerate(network.demands):
        most = np.minimum(demand.request_mm3, demand.limit_mm3)
        breaches.append((conduct.withdrawal_mm3[:, :, d] - most).max())
    for p, plant in enumerate(network.plants):
        breaches.append((conduct.turbine_mm3[:, :, p] - flow.out_mm3[:, :, plant.node]).max())
        breaches.append((conduct.turbine_mm3[:, :, p] - plant.turbine_mm3).max())
    return float(max(0.0, *breaches) / max(float(inflow_mm3.sum(axis=(1, 2)).min()), 1.0))


def _gave_way(network: Network, inflow_mm3: Array, weights: Array, conduct: Conduct) -> tuple[str, ...]:
    """Name every place where slack is used, how often and how much."""
    everywhere = flows(network, inflow_mm3, conduct)
    flow = everywhere.out_mm3
    sentences = []
    for r, spec in enumerate(network.reservoirs):
        name = network.nodes[spec.node].name
        low = np.maximum(spec.min_mm3 - conduct.storage_mm3[:, :, r], 0.0)
        flood = np.maximum(flow[:, :, spec.node] - spec.max_release_mm3, 0.0)
        left = np.abs(conduct.deviation_mm3[:, :, r]) + (
            conduct.flood_mm3[:, :, r] if spec.scheduled else 0.0
        )
        sentences += _sentence(network, low, weights, f"{name} falls below its least storage")
        sentences += _sentence(
            network, flood, weights, f"{name} must let out more than its outlets are made for"
        )
        sentences += _sentence(network, left, weights, f"the release planned for {name} cannot be kept")
    for gauge in network.gauges:
        name = network.nodes[gauge.node].name
        passing = gauge_flow_mm3(network, everywhere, conduct, gauge)
        short = np.maximum(gauge.min_mm3 - passing, 0.0)
        over = np.maximum(passing - gauge.max_mm3, 0.0)
        sentences += _sentence(network, short, weights, f"less than the least flow passes {name}")
        sentences += _sentence(network, over, weights, f"more than the greatest flow passes {name}")
    return tuple(sentences)


def _sentence(network: Network, amount_mm3: Array, weights: Array, what: str) -> list[str]:
    """Say in how many of 100 years, in which month most, and by how much at worst (K, T)."""
    hit = (amount_mm3 > SMALL_MM3).any(axis=1)
    if not hit.any():
        return []
    often = 100 * float(weights[hit].sum() / weights.sum())
    worst = np.unravel_index(np.argmax(amount_mm3), amount_mm3.shape)
    month = network.periods[int(worst[1])].label
    return [
        f"In {often:.0f} of 100 years {what}, at worst by {amount_mm3[worst]:,.0f} million m³ in {month}."
    ]
