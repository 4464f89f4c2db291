"""A river's figures in another money."""

from __future__ import annotations

from dataclasses import replace


def in_other_money(network, factor):
    """Return the network with every price in a money of which `factor` make one of the old."""
    return replace(
        network,
        demands=tuple(
            replace(d, step_values_usd_per_m3=tuple(factor * v for v in d.step_values_usd_per_m3))
            for d in network.demands
        ),
        sides=tuple(replace(s, cost_usd_per_m3=factor * s.cost_usd_per_m3) for s in network.sides),
        power=tuple(
            replace(
                p,
                tier_cost_usd_per_mwh=tuple(factor * c for c in p.tier_cost_usd_per_mwh),
                import_usd_per_mwh=factor * p.import_usd_per_mwh,
                export_usd_per_mwh=factor * p.export_usd_per_mwh,
                unserved_usd_per_mwh=factor * p.unserved_usd_per_mwh,
            )
            for p in network.power
        ),
    )
