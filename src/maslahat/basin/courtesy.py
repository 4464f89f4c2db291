"""Among plans that are the same to a block, the one that is kindest to those below.

Rewards, by next to nothing, what is let through for others, the more the less of their need is met: evenly
met needs are worth most.
"""

from __future__ import annotations

import numpy as np

from maslahat.basin.month import Expression, Month
from maslahat.basin.network import Array, Network
from maslahat.basin.program import Block
from maslahat.basin.water import dry_column

SHARES_MET = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0)  # of the need below


def state_courtesy(
    month: Month, network: Network, block: Block, outflow: list[Expression], usd_per_m3: float
) -> None:
    """Add the reward for what leaves the block's last places downstream; it is no part of anybody's value."""
    for n, node in enumerate(network.nodes):
        need = _need_below(network, n)
        if block.active[n] or not need.any():
            continue
        for entry in node.entries:
            if not entry.side and block.active[entry.origin] and outflow[entry.origin]:
                _reward(month, entry.origin, outflow[entry.origin], need, usd_per_m3)


def _reward(month: Month, origin: int, outflow: Expression, need_mm3: Array, usd_per_m3: float) -> None:
    terms = {column: -value for column, value in outflow.items()}
    done = 0.0
    for piece, reached in enumerate(SHARES_MET):
        column = month.column(f"kind:{origin}:{piece}", (reached - done) * need_mm3)
        month.courtesy.append((column, month.over_months(usd_per_m3 * (1 - piece / len(SHARES_MET)))))
        terms[column] = 1.0
        done = reached
    row = month.row(f"kindness:{origin}", {**terms, dry_column(month, origin): -1.0}, upper=0.0)
    month.shift(row, "out", origin, 1.0)


def _need_below(network: Network, n: int) -> Array:
    """Return what all users at a place and downstream of it ask for (T,)."""
    reached = np.zeros(len(network.nodes), dtype=bool)
    reached[n] = True
    for m, node in enumerate(network.nodes):
        for entry in node.entries:
            above = network.sides[entry.origin].node if entry.side else entry.origin
            reached[m] |= reached[above]
    need = np.zeros(network.months)
    for demand in network.demands:
        if reached[demand.node]:
            need = need + demand.request_mm3
    return need
