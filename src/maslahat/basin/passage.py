"""How water passes through a river: a linear map from what comes in, is taken and is stored (DESIGN §6.1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maslahat.basin.network import Array, Network


def passage(network: Network, undecided: NDArray[np.bool_]) -> Array:
    """Return the map (inputs, 2·nodes) to the flows into every node, then out of it by the main way.

    Inputs are, in this order, the inflow at every node, every demand's withdrawal, every side way's flow and what
    every reservoir keeps (its rise and evaporation). Where `undecided` (nodes,) a reservoir lets nothing out, a demand
    takes nothing and a side way carries nothing. Stated once for each pattern and kept.
    """
    key = undecided.tobytes()
    if key not in network.passages:
        network.passages[key] = _stated(network, undecided)
    return network.passages[key]


def _stated(network: Network, undecided: NDArray[np.bool_]) -> Array:
    nodes, demands, sides = len(network.nodes), len(network.demands), len(network.sides)
    unit = np.eye(nodes + demands + sides + len(network.reservoirs))
    withdrawal, side, kept = unit[nodes:], unit[nodes + demands :], unit[nodes + demands + sides :]
    taken, into = _aside(network, undecided, withdrawal, side)
    into += unit[:nodes]
    out = np.zeros_like(into)
    for n, node in enumerate(network.nodes):
        for entry in node.entries:
            if not entry.side:
                into[n] += entry.kept_share * out[entry.origin]
        reservoir = network.reservoir_at(n)
        if reservoir is None:
            out[n] = into[n] - taken[n]
        elif not undecided[n]:
            out[n] = into[n] - taken[n] - kept[reservoir]
    return np.ascontiguousarray(np.vstack([into, out]).T)


def _aside(
    network: Network, undecided: NDArray[np.bool_], withdrawal: Array, side: Array
) -> tuple[Array, Array]:
    """Return what leaves each node besides its main way, and what comes to it by side ways and returns."""
    taken = np.zeros((len(network.nodes), withdrawal.shape[1]))
    comes = np.zeros_like(taken)
    for d, demand in enumerate(network.demands):
        if not undecided[demand.node]:
            taken[demand.node] += withdrawal[d]
            if demand.return_to is not None:
                comes[demand.return_to] += demand.return_share * withdrawal[d]
    for s, spec in enumerate(network.sides):
        if not undecided[spec.control]:
            taken[spec.node] += side[s]
    for n, node in enumerate(network.nodes):
        for entry in node.entries:
            if entry.side and not undecided[network.sides[entry.origin].control]:
                comes[n] += entry.kept_share * side[entry.origin]
    return taken, comes
