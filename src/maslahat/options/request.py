"""What is asked of `options`: a river, a season, and everything a reader may state about them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from maslahat.core import Fault, InputError, Period
from maslahat.regions import Region

MOST_TRACES = 5_000
MOST_MONTHS = 60
MOST_USD_PER_M3 = 1.0  # dearer water would be worth more than what the model pays where there is none


@dataclass(frozen=True, slots=True)
class Request:
    """A question. Whatever is left out is taken from the region.

    `storage` (million m³ at the start, by reservoir), `forecast` (growing-season inflow in percent of the norm, by
    head), `assumptions` (by key of the region's table), `works` (planned works taken as built). `plan_per_class`
    traces of each kind of year are planned on; all `traces` are evaluated.
    """

    river: str
    start: Period = field(default_factory=lambda: Period(2026, 4))
    months: int = 12
    traces: int = 100
    plan_per_class: int = 4
    seed: int = 2026
    water_value_usd_per_m3: float | None = None
    storage: dict[str, float] = field(default_factory=dict)
    forecast: dict[str, float] = field(default_factory=dict)
    assumptions: dict[str, float] = field(default_factory=dict)
    works: tuple[str, ...] = ()
    discount: float = 0.9
    sensitivity: bool = True
    rounds: int = 8  # at most, where groups must look at each other

    def check(self, region: Region) -> None:
        """Raise InputError with every fault of the question that the region's own checks do not cover."""
        region.river(self.river)
        faults = [
            *_between("number of traces", self.traces, 6, MOST_TRACES),
            *_between("traces planned on in each kind of year", self.plan_per_class, 1, 50),
            *_between("number of rounds", self.rounds, 1, 100),
            *_between("number of months", self.months, 6, MOST_MONTHS),
            *_between("weight of the next year", self.discount, 0.01, 0.999),
        ]
        if self.water_value_usd_per_m3 is not None:
            faults += _between(
                "water value in USD per m³", self.water_value_usd_per_m3, 0.001, MOST_USD_PER_M3
            )
        for node, percent in self.forecast.items():
            faults += _between(f"forecast of {node} in percent of the norm", percent, 1.0, 400.0)
        if faults:
            raise InputError(faults)


def _between(what: str, value: float, low: float, high: float) -> list[Fault]:
    if math.isfinite(value) and low <= value <= high:
        return []
    return [Fault(what, f"{value:g}", f"{low:g} to {high:g}")]
