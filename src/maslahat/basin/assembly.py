"""From one month's columns and rows to the program of a season, with the value of what is stored at its
end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from maslahat.basin.month import Month
from maslahat.basin.network import UNBOUNDED, Array, Network
from maslahat.basin.program import Block, EndValue, Index, Program

Cells = tuple[Index, Index, Array]  # rows, columns and values of the matrix


def assemble(month: Month, network: Network, block: Block, end_values: Sequence[EndValue]) -> Program:
    """Repeat the month over the season, and add the value of what is stored at its end."""
    width, height, steps = len(month.column_names), len(month.row_names), np.arange(month.months)
    ends = _ends(month, network, block, end_values)
    value, objective = _worth(month, block, ends)
    rows = month.months * height + ends.rows
    row_index, column_index, numbers = _joined([*_month_cells(month, width, height), *ends.cells])
    return Program(
        network=network,
        block=block,
        matrix=sparse.csr_matrix((numbers, (row_index, column_index)), shape=(rows, len(objective))),
        col_lower=np.concatenate([_over_season(month.lower), np.zeros(len(ends.width_mm3))]),
        col_upper=np.concatenate([_over_season(month.upper), ends.width_mm3]),
        row_lower=np.concatenate([_over_season(month.row_lower), np.zeros(ends.rows)]),
        row_upper=np.concatenate([_over_season(month.row_upper), np.full(ends.rows, UNBOUNDED)]),
        value=value,
        objective=objective,
        columns={name: steps * width + c for c, name in enumerate(month.column_names)},
        rows={name: steps * height + r for r, name in enumerate(month.row_names)},
        row_shifts=tuple((steps * height + row, what, node, sign) for row, what, node, sign in month.shifts),
        names=tuple(f"{month.column_names[c]}@{t}" for t in range(month.months) for c in range(width)),
    )


def revalued(program: Program, end_values: Sequence[EndValue]) -> Program:
    """Return the program with other prices of what is stored at the end; the pieces are as wide as before."""
    block, network = program.block, program.network
    held = [r for r, spec in enumerate(network.reservoirs) if block.active[spec.node]]
    if not held:
        return program
    prices = np.concatenate([end_values[r].usd_per_m3 for r in held])
    owner = [network.nodes[network.reservoirs[r].node].owner for r in held]
    party = np.repeat(
        [block.parties.index(name) for name in owner], [len(end_values[r].width_mm3) for r in held]
    )
    pieces = np.arange(len(program.objective) - len(prices), len(program.objective))
    value, objective = program.value.copy(), program.objective.copy()
    value[party, pieces] = prices
    objective[pieces] = np.asarray(block.weights)[party] * prices
    return replace(program, value=value, objective=objective)


@dataclass(slots=True)
class _Ends:
    """Pieces of stored water when the season ends: their widths, prices and owners, and a row a reservoir."""

    rows: int = 0
    width_mm3: Array = field(default_factory=lambda: np.zeros(0))
    usd_per_m3: Array = field(default_factory=lambda: np.zeros(0))
    party: list[int] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)


def _ends(month: Month, network: Network, block: Block, end_values: Sequence[EndValue]) -> _Ends:
    """Return the pieces of the block's reservoirs; a row keeps them within the storage of the last month."""
    width, height = len(month.column_names), len(month.row_names)
    ends = _Ends()
    for r, spec in enumerate(network.reservoirs):
        if not block.active[spec.node]:
            continue
        end, row = end_values[r], month.months * height + ends.rows
        pieces = month.months * width + len(ends.width_mm3) + np.arange(len(end.width_mm3))
        storage = (month.months - 1) * width + month.column_names.index(f"storage:{r}")
        ends.cells.append((np.full(len(pieces), row), pieces, -np.ones(len(pieces))))
        ends.cells.append((np.array([row]), np.array([storage]), np.ones(1)))
        ends.width_mm3 = np.concatenate([ends.width_mm3, end.width_mm3])
        ends.usd_per_m3 = np.concatenate([ends.usd_per_m3, end.usd_per_m3])
        ends.party += [block.parties.index(network.nodes[spec.node].owner)] * len(pieces)
        ends.rows += 1
    return ends


def _worth(month: Month, block: Block, ends: _Ends) -> tuple[Array, Array]:
    """Return what each column is worth to each party, and the weighted objective with its courtesies."""
    width, months = len(month.column_names), month.months
    pieces = months * width + np.arange(len(ends.width_mm3))
    value = np.zeros((len(block.parties), months * width + len(pieces)))
    for column, party, worth in month.value:
        value[party, column : months * width : width] += worth
    value[ends.party, pieces] = ends.usd_per_m3
    objective = np.asarray(block.weights) @ value
    for column, price in month.courtesy:
        objective[column : months * width : width] += price
    return value, objective


def _joined(cells: Sequence[Cells]) -> Cells:
    """Return all cells as one; who owns nothing but places that water passes has none."""
    none = np.zeros(0, dtype=np.intp)
    rows, columns, numbers = zip((none, none, np.zeros(0)), *cells, strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(numbers)


def _over_season(bounds: list[Array]) -> Array:
    """Return one month's bounds over the season: all columns of the first month, then of the second."""
    return np.array(bounds, dtype=float).T.ravel()


def _month_cells(month: Month, width: int, height: int) -> list[Cells]:
    """Return the matrix cells of all months."""
    steps = np.arange(month.months)
    cells = [(steps * height + row, steps * width + column, value) for row, column, value in month.cells]
    later = steps[1:]
    cells += [
        (later * height + row, (later - 1) * width + column, value[1:])
        for row, column, value in month.previous_cells
    ]
    return cells
