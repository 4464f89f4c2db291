"""The power of a block's problem: turbines, energy, each state's balance and the lines (DESIGN §6.1)."""

from __future__ import annotations

import numpy as np

from maslahat.basin.hydropower import GWH_PER_MM3_M
from maslahat.basin.month import Expression, Month
from maslahat.basin.network import UNBOUNDED, Array, Network, PlantSpec, PowerSpec
from maslahat.basin.program import Block
from maslahat.basin.water import dry_column

Energy = dict[str, list[tuple[int, float]]]  # party -> columns that make energy, and how much each makes


def state_power(month: Month, network: Network, block: Block, outflow: list[Expression]) -> None:
    """Add turbines at the block's places, power balances of its parties and the lines between them."""
    energy: Energy = {party: [] for party in block.parties}
    for p, plant in enumerate(network.plants):
        if plant.owner in energy and block.active[plant.node]:
            energy[plant.owner].append(_plant(month, network, p, outflow[plant.node]))
    balances = {
        spec.party: _balance(month, i, spec, energy[spec.party])
        for i, spec in enumerate(network.power)
        if spec.party in energy
    }
    _lines(month, network, balances)
    for i, spec in enumerate(network.power):
        if spec.party in balances:
            need = spec.load_gwh - spec.other_gwh
            month.row(f"power:{i}", balances[spec.party], need, need)


def _plant(month: Month, network: Network, p: int, outflow: Expression) -> tuple[int, float]:
    """Add a plant's turbines; return the column that makes energy and how much it makes."""
    plant = network.plants[p]
    turbine = month.column(f"turbine:{p}", _turbine_limit(plant))
    reservoir = network.reservoir_at(plant.node)
    through = dict(outflow)
    if reservoir is not None:  # what spills over the dam turns nothing
        through = {c: v for c, v in through.items() if not month.column_names[c].startswith("flood:")}
    terms = {turbine: 1.0, dry_column(month, plant.node): -1.0, **{c: -v for c, v in through.items()}}
    row = month.row(f"through:{p}", terms, upper=0.0)
    month.shift(row, "out", plant.node, 1.0)
    if plant.head_m is not None or reservoir is None:
        return turbine, GWH_PER_MM3_M * plant.efficiency * (plant.head_m or 0.0)
    made = month.column(f"energy:{p}", plant.capacity_gwh)
    storage = month.column_names.index(f"storage:{reservoir}")
    row = month.row(f"head:{p}", {made: 1.0, turbine: 0.0, storage: 0.0}, upper=0.0)
    month.previous(row, storage, 0.0)
    return made, 1.0


def _turbine_limit(plant: PlantSpec) -> Array:
    if plant.head_m is None:
        return plant.turbine_mm3
    gwh_per_mm3 = GWH_PER_MM3_M * plant.efficiency * plant.head_m
    return np.minimum(plant.turbine_mm3, plant.capacity_gwh / gwh_per_mm3)


def _balance(
    month: Month, i: int, spec: PowerSpec, energy: list[tuple[int, float]]
) -> dict[int, float | Array]:
    """Add what a state can turn to besides its rivers; return the terms of its balance."""
    terms: dict[int, float | Array] = dict(energy)
    for tier, cost in enumerate(spec.tier_cost_usd_per_mwh):
        column = month.column(f"thermal:{i}:{tier}", spec.tier_capacity_gwh[tier], spec.party, -cost / 1e3)
        terms[column] = 1.0
    buy = month.column(f"import:{i}", spec.import_gwh, spec.party, -spec.import_usd_per_mwh / 1e3)
    sell = month.column(f"export:{i}", spec.export_gwh, spec.party, spec.export_usd_per_mwh / 1e3)
    unserved = month.column(f"unserved:{i}", UNBOUNDED, spec.party, -spec.unserved_usd_per_mwh / 1e3)
    spare = month.column(f"spare:{i}", UNBOUNDED)
    terms.update({buy: 1.0, sell: -1.0, unserved: 1.0, spare: -1.0})
    return terms


def _lines(month: Month, network: Network, balances: dict[str, dict[int, float | Array]]) -> None:
    """Let power pass between parties of the block, less what is lost on the way."""
    for k, line in enumerate(network.lines):
        if line.from_party in balances and line.to_party in balances:
            there = month.column(f"line:{k}:0", line.capacity_gwh)
            back = month.column(f"line:{k}:1", line.capacity_gwh)
            balances[line.from_party].update({there: -1.0, back: line.kept_share})
            balances[line.to_party].update({there: line.kept_share, back: -1.0})
