"""Why a requested release cannot be met: the few figures that clash, not a solver's code (DESIGN §6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maslahat.basin.conduct import Conduct, evaporation_mm3, flows
from maslahat.basin.network import Array, Network, ReservoirSpec, Traces

ROUNDING_MM3 = 0.5


def explain_releases(
    network: Network,
    traces: Traces,
    conduct: Conduct,
    reservoir: int,
    release_mm3: Array,
) -> tuple[str, ...]:
    """Say where releases (classes, T) asked of a reservoir cannot be met, a sentence a kind of year and
    clash.

    Inflow is the mean of each kind of year as `conduct` lets it reach the reservoir. Three things can
    clash: more is asked than inflow and the storage above the least level give; more than the outlets let
    through; or so little that the reservoir would overflow. Empty where all can be met.
    """
    reaching = flows(network, traces.inflow_mm3, conduct).into_mm3[:, :, network.reservoirs[reservoir].node]
    reaching = reaching - evaporation_mm3(network, conduct.storage_mm3)[:, :, reservoir]
    sentences: list[str] = []
    for c, name in enumerate(traces.class_names):
        members = traces.of_class(c)
        if not len(members):
            continue
        weights = traces.weights[members] / traces.weights[members].sum()
        sentences += _clashes(network, reservoir, name, weights @ reaching[members], release_mm3[c])
    return tuple(sentences)


def _clashes(network: Network, reservoir: int, year: str, inflow: Array, asked: Array) -> list[str]:
    spec = network.reservoirs[reservoir]
    asking = _Asking(network, spec, network.nodes[spec.node].name, year, inflow, asked)
    empty = asking.too_much()
    return [*asking.past_the_outlets(), *(empty or asking.too_little())]


@dataclass(frozen=True, eq=False, slots=True)
class _Asking:
    """What is asked of a reservoir in a kind of year: releases and inflow less evaporation (T,)."""

    network: Network
    spec: ReservoirSpec
    name: str
    year: str
    inflow: Array
    asked: Array

    @property
    def storage(self) -> Array:
        """Return the storage at each month's end if all were released as asked (T,)."""
        return self.spec.initial_mm3 + np.cumsum(self.inflow - self.asked)

    def until(self, month: int) -> tuple[str, float, float]:
        """Return the name of the months up to one, what is asked and what comes in them."""
        through = slice(month + 1)
        span = _span([period.label for period in self.network.periods[through]])
        return span, float(self.asked[through].sum()), float(self.inflow[through].sum())

    def past_the_outlets(self) -> list[str]:
        most = self.spec.max_release_mm3
        return [
            f"{_km3(self.asked[t])} from {self.name} in {self.network.periods[t].label} of a "
            f"{self.year} year cannot be met: its outlets let through {_km3(most[t])} in that month."
            for t in np.flatnonzero(self.asked > most + ROUNDING_MM3)
        ]

    def too_much(self) -> list[str]:
        least = self.spec.min_mm3
        empty = np.flatnonzero(self.storage < least - ROUNDING_MM3)
        if not len(empty):
            return []
        last = int(empty[np.argmin((self.storage - least)[empty])])
        months, asked, inflow = self.until(last)
        there = self.spec.initial_mm3 - least[last]
        return [
            f"{_km3(asked)} from {self.name} in {months} of a {self.year} year cannot be met: "
            f"inflow less evaporation {_km3(inflow)} and storage above "
            f"{_km3(least[last])} of {_km3(there)} leave {_km3(asked - inflow - there)} missing."
        ]

    def too_little(self) -> list[str]:
        most = self.spec.max_mm3
        full = np.flatnonzero(self.storage > most + ROUNDING_MM3)
        if not len(full):
            return []
        first = int(full[0])
        months, asked, inflow = self.until(first)
        return [
            f"{_km3(asked)} from {self.name} in {months} of a {self.year} year is too little: "
            f"with an inflow of {_km3(inflow)} it would hold {_km3(self.storage[first])}, and "
            f"{_km3(most[first])} is all it may."
        ]


def _km3(volume_mm3: float) -> str:
    return f"{volume_mm3 / 1e3:.2f} km³"


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"
