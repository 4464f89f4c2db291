"""The problem of some owners on a river, stated for one trace; the others' conduct is given (DESIGN §6.3).

A trace, a storage path to take heads from, or a schedule only moves right-hand sides, so that solving trace
after trace starts from the basis of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maslahat.basin.assembly import assemble
from maslahat.basin.courtesy import state_courtesy
from maslahat.basin.month import Month
from maslahat.basin.network import Network
from maslahat.basin.power import state_power
from maslahat.basin.program import Block, EndValue, Program
from maslahat.basin.water import state_water


def compile_program(
    network: Network,
    block: Block,
    end_values: Sequence[EndValue],
    courtesy_usd_per_m3: float = 0.0,
) -> Program:
    """State the problem of `block` on `network`, for one trace.

    `courtesy_usd_per_m3` is a tiny price on what leaves the block's last places downstream: it breaks ties
    in the neighbours' favour and is no part of anybody's value.
    """
    month = Month(network.months, block.parties)
    outflow = state_water(month, network, block)
    state_power(month, network, block, outflow)
    if courtesy_usd_per_m3 > 0:
        state_courtesy(month, network, block, outflow, courtesy_usd_per_m3)
    return assemble(month, network, block, end_values)


def joint(
    network: Network,
    parties: Sequence[str],
    weights: Sequence[float],
    end_values: Sequence[EndValue],
    active: NDArray[np.bool_] | None = None,
    courtesy_usd_per_m3: float = 0.0,
) -> Program:
    """Return the program of some parties at all places that they own, or only at those `active` (nodes,)."""
    owned = np.array([node.owner in parties for node in network.nodes])
    block = Block(tuple(parties), owned if active is None else active, tuple(weights))
    return compile_program(network, block, end_values, courtesy_usd_per_m3)
