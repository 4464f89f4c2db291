"""What `options` gives back: one value that can be saved as JSON, shown, and computed again (DESIGN §4, §8).

Money is in million USD of `Settings.price_year`; a gain is always against no agreement. Arrays over months run along
`Season.periods`; arrays over kinds of year run along `Season.classes`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from maslahat.core import Provenance, dumps
from maslahat.options.check import sealed

SCHEMA = "maslahat/options/1"
DUST = 1e-7


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantity that is not known for sure: its mean and the middle 80 % of it, with the extremes."""

    mean: float
    low: float  # one year in ten lies below
    high: float  # one year in ten lies above
    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked: everything that, with the region, determines the result."""

    river: str
    start: str  # first month, `2026-04`
    months: int
    traces: int
    plan_traces: int  # planned on so many, weighted; evaluated on `traces`
    seed: int
    water_value_usd_per_m3: float
    price_year: int
    storage_mm3: dict[str, float] = field(default_factory=dict)
    forecast_percent: dict[str, float] = field(default_factory=dict)
    assumptions: dict[str, float] = field(default_factory=dict)  # varied from their row, by key
    plan_per_class: int = 4
    works: tuple[str, ...] = ()  # planned works taken as built
    discount: float = 0.9
    sensitivity: bool = True
    rounds: int = 8


@dataclass(frozen=True, slots=True)
class YearClass:
    """A kind of year that both sides can see when the clause bites."""

    name: str  # dry, normal, wet
    probability: float
    low_mm3: float | None  # growing-season inflow of the whole river: from
    high_mm3: float | None  # to
    mean_mm3: float


@dataclass(frozen=True, slots=True)
class HeadInflow:
    """Inflow at one head of the river."""

    node: str
    name: str
    growing_season_mm3: Spread
    growing_season_norm_mm3: float
    monthly_mm3: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class ObservedStorage:
    """A storage seen in the past at about the date on which the season starts."""

    year: int
    storage_mm3: float


@dataclass(frozen=True, slots=True)
class Season:
    """The season before anyone decides anything."""

    periods: tuple[str, ...]  # `2026-04`, ...
    growing: tuple[bool, ...]  # is the month in the growing season
    head: str
    head_name: str
    head_storage_mm3: float
    head_critical_mm3: float | None
    head_full_mm3: float
    head_dead_mm3: float
    rank: int  # of the storage among the observed, 1 = lowest
    observed: tuple[ObservedStorage, ...]
    inflows: tuple[HeadInflow, ...]
    classes: tuple[YearClass, ...]
    storages_mm3: dict[str, float]  # every reservoir at the start


@dataclass(frozen=True, slots=True)
class PartyInfo:
    """A state as it is shown."""

    party: str  # ISO 3166 alpha-3
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """How short a state runs of one thing, by month, over all traces."""

    kind: str  # `irrigation` (mm3) or `power` (GWh)
    unit: str
    probability: float  # of being short by more than 1 % of what it asks for
    size: Spread
    share_of_need: float  # mean shortage as a share of the season's need
    months: tuple[str, ...]  # where most of it falls, named; empty where there is none
    monthly: tuple[Spread, ...]
    need_monthly: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is released from one reservoir, by month and kind of year, and what it holds at the month's end."""

    node: str
    name: str
    owner: str
    release_mm3: tuple[tuple[float, ...], ...]  # class x month
    release_m3s: tuple[tuple[float, ...], ...]
    storage_mm3: tuple[tuple[float, ...], ...]  # class x month, mean over the class
    scheduled: bool  # True: agreed by month and kind of year; False: mean of what is expected
    deviation_share: float  # share of traces in which the schedule cannot be met in some month
    deviation_months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Energy or fuel that one state gives another, by kind of year and month."""

    from_party: str
    to_party: str
    item: str  # `electricity` or `fuel`
    gwh: tuple[tuple[float, ...], ...]  # class x month


@dataclass(frozen=True, slots=True)
class PartyOutcome:
    """What one state has under one package."""

    party: str
    gain_usd_m: Spread
    gain_by_class_usd_m: tuple[float, ...]
    payment_usd_m: tuple[float, ...]  # received, by class (negative: paid)
    regret_share: float  # share of traces in which it would rather not have signed
    irrigation_short: Shortage
    power_short: Shortage
    tightest_month: str
    temptation_usd_m: float  # what it would gain by breaking its word in that month
    critical_discount: float | None  # None: no weight on the future makes it keep its word
    escrow_usd_m: float  # smallest deposit that makes it keep its word at `Keeping.discount`


@dataclass(frozen=True, slots=True)
class Package:
    """One agreement, fully worked out."""

    key: str
    title: str
    summary: str  # one sentence for a diplomat
    payments: str  # `free`, `capped`, `in kind`, `none`
    offered: bool
    why_not: str  # a sentence where it is not offered
    joint_gain_usd_m: Spread
    joint_optimum_usd_m: float  # the most that all together can gain in expectation
    least_margin_usd_m: float  # smallest expected gain, and whose
    least_margin_party: str
    regret_any_share: float  # share of traces in which someone regrets signing
    outcomes: tuple[PartyOutcome, ...]
    schedules: tuple[Schedule, ...]
    deliveries: tuple[Delivery, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoalitionValue:
    """What a set of states can reach together, in expectation, when the others answer along the river."""

    members: tuple[str, ...]
    outsiders_apart_usd_m: float  # v(S), outsiders each for themselves
    outsiders_united_usd_m: float  # v(S), outsiders together
    bound_usd_m: float  # dual bound of the members' last problem
    sweeps: int  # best responses until nothing moved
    residual_mm3: float  # largest flow that still moved


@dataclass(frozen=True, slots=True)
class RuleView:
    """How one rule shares the gain where payments are free, and why it differs from the others."""

    rule: str
    title: str
    gains_usd_m: dict[str, float]
    payments_usd_m: dict[str, float]
    in_core: bool
    why: str


@dataclass(frozen=True, slots=True)
class Zone:
    """The yearly compensation at which both sides are indifferent, over the band of water values."""

    water_value_usd_per_m3: float
    least_accepted_usd_m: float  # upstream is indifferent
    most_offered_usd_m: float  # downstream is indifferent


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The answer when one assumption is wrong."""

    assumption: str
    title: str
    unit: str
    source: str
    low: float
    value: float
    high: float
    joint_gain_low_usd_m: float
    joint_gain_value_usd_m: float
    joint_gain_high_usd_m: float
    least_margin_low_usd_m: float
    least_margin_high_usd_m: float
    changes_answer: bool  # at one end the gain disappears for someone


@dataclass(frozen=True, slots=True)
class WaterWorth:
    """The value of one more m³ at a place, by month (dual of its balance in the joint plan), USD per m³."""

    node: str
    name: str
    usd_per_m3: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The errors the method makes, measured on this run."""

    energy_error_percent: float  # linearised against true energy, of the year's
    planning_error_usd_m: float  # planned on few traces, evaluated on all
    balance_residual: float  # water and energy, share of throughput
    sweeps: int
    residual_mm3: float
    end_of_horizon: str  # a sentence: how stored water is valued
    slack: tuple[str, ...]  # sentences: where the model had to give way


@dataclass(frozen=True, slots=True)
class Keeping:
    """Under which assumptions `PartyOutcome.critical_discount` and `escrow_usd_m` are computed."""

    discount: float
    sentence: str


@dataclass(frozen=True, slots=True)
class OptionsResult:
    """Everything that was computed for one river and one season."""

    settings: Settings
    provenance: Provenance
    river_name: str
    parties: tuple[PartyInfo, ...]
    season: Season
    alone: tuple[PartyOutcome, ...]  # under no agreement: gains are zero, shortages are what matters
    alone_value_usd_m: dict[str, Spread]  # the disagreement point
    alone_schedules: tuple[Schedule, ...]
    coalitions: tuple[CoalitionValue, ...]
    packages: tuple[Package, ...]
    rules: tuple[RuleView, ...]
    zone: tuple[Zone, ...]
    zone_closes_usd_per_m3: float | None
    sensitivity: tuple[Sensitivity, ...]
    water_worth: tuple[WaterWorth, ...]
    keeping: Keeping
    accuracy: Accuracy
    figures: int  # figures of the region that the result rests on
    assumed_figures: int  # of them with confidence C
    certificates: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the result as it is saved, its schema named first: floats cut to twelve digits, dust as zero."""
        plain = asdict(
            replace(self, certificates=())
        )  # which are plain values, hundreds of thousands of them
        plain.pop("certificates")
        saved: dict[str, Any] = _without_dust(json.loads(dumps({"schema": SCHEMA, **plain})))
        return {**saved, "certificates": list(self.certificates)}

    def to_document(self) -> dict[str, Any]:
        """Return the same with the digest of the content at the end."""
        return sealed(self.to_json())


def _without_dust(value: Any) -> Any:
    """Return the values with rounding dust (far below a dollar, a cubic metre or a kilowatt-hour) as zero."""
    if isinstance(value, dict):
        return {key: _without_dust(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_dust(part) for part in value]
    return 0.0 if isinstance(value, float) and abs(value) < DUST else value
