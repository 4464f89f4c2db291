"""The water of a block's problem: balances, reservoirs, users, beds and gauges (DESIGN §6.1)."""

from __future__ import annotations

import numpy as np

from maslahat.basin.hydropower import area_line
from maslahat.basin.month import Expression, Month, add, add_all
from maslahat.basin.network import UNBOUNDED, Array, DemandSpec, Network, ReservoirSpec
from maslahat.basin.program import DEVIATION_PRICE, FLOOD_PRICE, GAUGE_PRICE, LOW_STORAGE_PRICE, Block

# While best responses are sought, others' takings may be stale; never used once they have settled.
DRY_PRICE = 5.0


def state_water(month: Month, network: Network, block: Block) -> list[Expression]:
    """Add columns and rows of the water; return each node's outflow as an expression in the columns."""
    river = _River(month, network, block)
    for n in range(len(network.nodes)):
        river.pass_node(n)
    return river.outflow


def dry_column(month: Month, n: int) -> int:
    """Return a column that makes up for water that others were last seen to take and that is not there."""
    name = f"dry:{n}"
    if name in month.column_names:
        return month.column_names.index(name)
    column = month.column(name)
    month.courtesy.append((column, month.over_months(-DRY_PRICE)))
    return column


class _River:
    """The nodes being passed one by one, upstream first."""

    def __init__(self, month: Month, network: Network, block: Block) -> None:
        self.month, self.network, self.block = month, network, block
        self.outflow: list[Expression] = []
        self.returns: dict[int, Expression] = {}
        self.side_columns: dict[int, int] = {}

    def pass_node(self, n: int) -> None:
        node, active = self.network.nodes[n], bool(self.block.active[n])
        into = self.into(n)
        sides = self.sides(n)
        reservoir = self.network.reservoir_at(n)
        if reservoir is not None and active:
            spec = self.network.reservoirs[reservoir]
            self.outflow.append(_reservoir(self.month, spec, reservoir, into, sides, node.owner))
        else:
            self.outflow.append(self.run(n, into, sides))
        if active:
            _gauges(self.month, self.network, n, self.passing(n, into), node.owner)

    def into(self, n: int) -> Expression:
        """Return what comes to a node."""
        into: Expression = dict(self.returns.get(n, {}))
        for entry in self.network.nodes[n].entries:
            if not entry.side:
                add_all(into, self.outflow[entry.origin], entry.kept_share)
            elif entry.origin in self.side_columns:
                add(into, self.side_columns[entry.origin], entry.kept_share)
        return into

    def sides(self, n: int) -> list[int]:
        """Add the side ways of a node on which the block decides."""
        columns = []
        for s, side in enumerate(self.network.sides):
            if side.node == n and self.block.active[side.control]:
                column = self.month.column(f"side:{s}", side.capacity_mm3, side.owner, -side.cost_usd_per_m3)
                self.side_columns[s] = column
                columns.append(column)
        return columns

    def run(self, n: int, into: Expression, sides: list[int]) -> Expression:
        """Let a node without a reservoir of the block run; return its outflow."""
        node, out = self.network.nodes[n], dict(into)
        for column in sides:
            add(out, column, -1.0)
        for d, demand in enumerate(self.network.demands):
            if demand.node == n and self.block.active[n]:
                _demand(self.month, demand, d, out, self.returns)
        if out != into:
            _stay_wet(self.month, n, out)
        if self.block.active[n]:
            _bed(self.month, node.capacity_mm3, n, out, node.owner)
        return out

    def passing(self, n: int, into: Expression) -> Expression:
        """Return what a gauge counts: what comes, less what the gauge's own state draws off there."""
        passing = dict(into)
        for s, side in enumerate(self.network.sides):
            if side.node == n and side.owner == self.network.nodes[n].owner and s in self.side_columns:
                add(passing, self.side_columns[s], -1.0)
        return passing


def _reservoir(
    month: Month, spec: ReservoirSpec, r: int, into: Expression, sides: list[int], owner: str
) -> Expression:
    """Add a reservoir's columns and rows; return its outflow."""
    storage = month.column(f"storage:{r}", spec.max_mm3)
    release = month.column(f"release:{r}", spec.max_release_mm3)
    flood = month.column(f"flood:{r}", UNBOUNDED, owner, -FLOOD_PRICE)
    low = month.column(f"low:{r}", UNBOUNDED, owner, -LOW_STORAGE_PRICE)
    terms: dict[int, float | Array] = {column: -value for column, value in into.items()}
    for column in (release, flood, *sides):
        terms[column] = terms.get(column, 0.0) + 1.0
    _balance(month, spec, r, storage, terms)
    month.row(f"least:{r}", {storage: 1.0, low: 1.0}, lower=spec.min_mm3)
    if spec.scheduled:
        up = month.column(f"up:{r}", UNBOUNDED, owner, -DEVIATION_PRICE)
        down = month.column(f"down:{r}", UNBOUNDED, owner, -DEVIATION_PRICE)
        month.row(f"schedule:{r}", {release: 1.0, up: -1.0, down: 1.0})
    return {release: 1.0, flood: 1.0}


def _balance(
    month: Month, spec: ReservoirSpec, r: int, storage: int, terms: dict[int, float | Array]
) -> None:
    """Tie storage to what comes and goes, less evaporation at the month's mean area."""
    constant, slope = area_line(spec)
    half = spec.evaporation_m * slope / 2
    terms[storage] = 1.0 + half
    terms[dry_column(month, spec.node)] = -1.0
    loss = -spec.evaporation_m * constant
    first = np.zeros(month.months)  # the storage before the first month is a number, not a column
    first[0] = spec.initial_mm3 * (1.0 - half[0])
    balance = month.row(f"balance:{r}", terms, loss + first, loss + first)
    month.previous(balance, storage, -1.0 + half)
    month.shift(balance, "into", spec.node, 1.0)


def _demand(
    month: Month, demand: DemandSpec, d: int, out: Expression, returns: dict[int, Expression]
) -> None:
    taken: dict[int, float | Array] = {}
    for s, (share, worth) in enumerate(zip(demand.step_shares, demand.step_values_usd_per_m3, strict=True)):
        column = month.column(f"take:{d}:{s}", share * demand.request_mm3, demand.owner, worth)
        taken[column] = 1.0
        add(out, column, -1.0)
        if demand.return_to is not None and demand.return_share > 0:
            add(returns.setdefault(demand.return_to, {}), column, demand.return_share)
    if np.isfinite(demand.limit_mm3).any():
        month.row(f"limit:{d}", taken, upper=demand.limit_mm3)


def _stay_wet(month: Month, n: int, out: Expression) -> None:
    """Keep a node's outflow above zero where something is taken."""
    row = month.row(f"flow:{n}", {**out, dry_column(month, n): 1.0}, lower=0.0)
    month.shift(row, "out", n, -1.0)


def _bed(month: Month, capacity_mm3: Array, n: int, out: Expression, owner: str) -> None:
    """Keep a node's outflow within its bed, or pay for what floods."""
    if np.isfinite(capacity_mm3).any():
        over = month.column(f"overbank:{n}", UNBOUNDED, owner, -FLOOD_PRICE)
        row = month.row(f"bed:{n}", {**out, over: -1.0}, upper=capacity_mm3)
        month.shift(row, "out", n, -1.0)


def _gauges(month: Month, network: Network, n: int, passing: Expression, owner: str) -> None:
    for g, gauge in enumerate(network.gauges):
        if gauge.node != n:
            continue
        if gauge.min_mm3.max() > 0:
            short = month.column(f"gauge_short:{g}", UNBOUNDED, owner, -GAUGE_PRICE)
            row = month.row(f"gauge_least:{g}", {**passing, short: 1.0}, lower=gauge.min_mm3)
            month.shift(row, "into", n, -1.0)
        if np.isfinite(gauge.max_mm3).any():
            over = month.column(f"gauge_over:{g}", UNBOUNDED, owner, -GAUGE_PRICE)
            row = month.row(f"gauge_most:{g}", {**passing, over: -1.0}, upper=gauge.max_mm3)
            month.shift(row, "into", n, -1.0)
