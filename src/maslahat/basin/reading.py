"""From the columns of solved problems to what the block does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from maslahat.basin.conduct import Conduct
from maslahat.basin.hydropower import gwh_per_mm3
from maslahat.basin.network import Array
from maslahat.basin.program import Program

ALIKE = {  # name of columns -> field of a conduct
    "side": "side_mm3",
    "turbine": "turbine_mm3",
    "import": "import_gwh",
    "export": "export_gwh",
    "unserved": "unserved_gwh",
    "spare": "spare_gwh",
    "gauge_short": "gauge_short_mm3",
    "gauge_over": "gauge_over_mm3",
}


def read(program: Program, x: Array, given: Conduct) -> Conduct:
    """Write the block's decisions, columns (K, columns), into the given conduct."""
    fields = {name: getattr(given, name).copy() for name in given.__slots__}
    _read_reservoirs(program, x, fields)
    _read_withdrawals(program, x, fields)
    _read_alike(program, x, fields)
    _read_energy(program, x, fields)
    _read_power(program, x, fields)
    return replace(given, **fields)


def _read_reservoirs(program: Program, x: Array, fields: dict[str, Array]) -> None:
    for r in range(len(program.network.reservoirs)):
        if f"storage:{r}" not in program.columns:
            continue
        fields["storage_mm3"][:, :, r] = x[:, program.columns[f"storage:{r}"]]
        fields["low_mm3"][:, :, r] = x[:, program.columns[f"low:{r}"]]
        fields["flood_mm3"][:, :, r] = x[:, program.columns[f"flood:{r}"]]
        if r in program.scheduled:
            up, down = x[:, program.columns[f"up:{r}"]], x[:, program.columns[f"down:{r}"]]
            fields["deviation_mm3"][:, :, r] = up - down


def _read_withdrawals(program: Program, x: Array, fields: dict[str, Array]) -> None:
    for d, demand in enumerate(program.network.demands):
        if program.block.active[demand.node]:
            steps = [x[:, program.columns[f"take:{d}:{s}"]] for s in range(len(demand.step_shares))]
            fields["withdrawal_mm3"][:, :, d] = np.sum(steps, axis=0)


def _read_alike(program: Program, x: Array, fields: dict[str, Array]) -> None:
    """Read what stands in columns of one name and a number."""
    for name, field in ALIKE.items():
        for i in range(fields[field].shape[-1]):
            if f"{name}:{i}" in program.columns:
                fields[field][:, :, i] = x[:, program.columns[f"{name}:{i}"]]


def _read_energy(program: Program, x: Array, fields: dict[str, Array]) -> None:
    network = program.network
    for p, plant in enumerate(network.plants):
        if f"energy:{p}" in program.columns:
            fields["energy_gwh"][:, :, p] = x[:, program.columns[f"energy:{p}"]]
        elif f"turbine:{p}" in program.columns:
            factor = gwh_per_mm3(plant, None, np.zeros(1))[0]
            fields["energy_gwh"][:, :, p] = factor * x[:, program.columns[f"turbine:{p}"]]


def _read_power(program: Program, x: Array, fields: dict[str, Array]) -> None:
    for i, spec in enumerate(program.network.power):
        for tier in range(len(spec.tier_names)):
            if f"thermal:{i}:{tier}" in program.columns:
                fields["thermal_gwh"][:, :, i, tier] = x[:, program.columns[f"thermal:{i}:{tier}"]]
    for k, line in enumerate(program.network.lines):
        inside = line.from_party in program.block.parties and line.to_party in program.block.parties
        for way in range(2):
            if inside:
                fields["line_gwh"][:, :, k, way] = x[:, program.columns[f"line:{k}:{way}"]]
            elif line.from_party in program.block.parties or line.to_party in program.block.parties:
                fields["line_gwh"][:, :, k, way] = 0.0
