"""The tables of a region, a model for each: what a row holds, in which unit (DESIGN §5, §6.1).

The name of a table is the name of its CSV file. Every row of figures carries `source` (a key into `sources`)
and `confidence` (A official or primary, B press or secondary, C assumption or derived).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
PartyKey = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Month = Annotated[int, Field(ge=1, le=12)]
Share = Annotated[float, Field(ge=0, le=1)]
NonNegative = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]
Confidence = Literal["A", "B", "C"]
NodeKind = Literal["inflow", "reservoir", "demand", "junction", "gauge", "terminal"]


class Row(BaseModel):
    """A row as a person wrote it: unknown columns are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class Sourced(Row):
    """A row of figures, with where they come from."""

    source: Key
    confidence: Confidence
    note: str = ""


class Source(Row):
    """One work or page that figures come from."""

    source: Key
    author: str = Field(min_length=1)
    title: str = Field(min_length=1)
    year: str = Field(min_length=1)
    where: str = Field(min_length=1)


class Party(Sourced):
    """A state: signatory or riparian."""

    party: PartyKey
    name: str
    name_ru: str
    adjective: str
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class River(Sourced):
    """One river system. `signatories` are the states that bargain, upstream first, with `;` between."""

    river: Key
    name: str
    signatories: str
    riparians: str = ""
    season_start: Month
    growing_season: str  # months as "4;5;6;7;8;9"
    head: Key  # the reservoir that the season is read from
    head_inflow: Key  # the inflow node that year classes are read from, together with the others
    terminal: Key


class Node(Sourced):
    """A place on a river. `x` and `y` place it in the schematic drawing (any unit, y grows downstream).

    A node with status `option` is not built: it is a plain junction unless the option is switched on.
    """

    river: Key
    node: Key
    name: str
    kind: NodeKind
    owner: PartyKey
    x: float
    y: float
    status: Literal["existing", "option"] = "existing"


class Reach(Sourced):
    """Water flows from one node to another. `order` 1 is the river; 2 and more are spillways and canals."""

    river: Key
    from_node: Key
    to_node: Key
    order: Annotated[int, Field(ge=1, le=9)] = 1
    capacity_m3s: NonNegative | None = None
    loss_share: Share = 0.0
    travel_days: NonNegative = 0.0
    length_km: NonNegative | None = None
    spill_cost_usd_per_m3: NonNegative = 0.0  # a price on using this reach (spill into a depression)


class Inflow(Sourced):
    """Mean natural inflow at an inflow node in a calendar month."""

    river: Key
    node: Key
    month: Month
    mean_m3s: NonNegative
    cv: NonNegative  # of the monthly flow from year to year


class InflowModel(Sourced):
    """How an inflow varies from year to year. `group`: inflows of one group vary together."""

    river: Key
    node: Key
    annual_cv: NonNegative
    lag1_month: Annotated[float, Field(ge=-1, le=1)]  # persistence of standardised anomalies month to month
    group: Key
    group_correlation: Annotated[float, Field(ge=0, le=1)]  # with the common factor of the group


class InflowSeries(Sourced):
    """An observed monthly flow that a user has. None is public for the Naryn."""

    river: Key
    node: Key
    year: int
    month: Month
    flow_m3s: NonNegative


class Reservoir(Sourced):
    """A reservoir and its levels. Area follows the linear law between the dead and the full level."""

    river: Key
    node: Key
    dead_mm3: NonNegative
    full_mm3: Positive
    dead_level_m: float
    full_level_m: float
    dead_area_km2: Positive
    full_area_km2: Positive
    critical_mm3: NonNegative | None = None  # below it the operator speaks of a critical level
    max_release_m3s: Positive
    initial_mm3: NonNegative  # at the start of the default season
    initial_date: date
    scheduled: Literal["yes", "no"]  # its releases are what the states agree on, by month and kind of year


class ReservoirTable(Sourced):
    """A level-volume-area table that a user has; where rows exist for a node they replace the linear law."""

    river: Key
    node: Key
    storage_mm3: NonNegative
    level_m: float
    area_km2: Positive


class StorageRule(Sourced):
    """Bounds of storage at the end of a month. `applies`: always, or by `treaty` (packages only)."""

    river: Key
    node: Key
    month: Month
    min_mm3: NonNegative | None = None
    max_mm3: NonNegative | None = None
    applies: Literal["always", "treaty"]


class Evaporation(Sourced):
    """Net evaporation depth from a reservoir in a month."""

    river: Key
    node: Key
    month: Month
    depth_mm: float


class Plant(Sourced):
    """A hydropower plant at a node: it turns the water that leaves the node.

    With `head_m` the head is fixed; without it the head is the level of `node` less `tailwater_m`.
    """

    river: Key
    plant: Key
    name: str
    node: Key
    owner: PartyKey
    capacity_mw: Positive
    turbine_m3s: Positive
    head_m: Positive | None = None
    tailwater_m: float | None = None
    efficiency: Annotated[float, Field(gt=0, le=1)]
    published_gwh: NonNegative | None = None
    status: Literal["existing", "option"]


class Demand(Sourced):
    """A user of water: canal system, delta or town. What returns does so at `return_to`."""

    river: Key
    node: Key
    month: Month
    request_m3s: NonNegative


class DemandUse(Sourced):
    """What becomes of water withdrawn at a demand node."""

    river: Key
    node: Key
    return_share: Share
    return_to: Key | None = None
    irrigated_kha: NonNegative | None = None


class DemandValue(Sourced):
    """Benefit of water at a demand node: steps of a concave curve, dearest first, as shares of the request.

    `relative_value` multiplies the river's water value (assumption `water-value`).
    """

    river: Key
    node: Key
    step: Annotated[int, Field(ge=1, le=9)]
    share: Share
    relative_value: NonNegative


class GaugeRule(Sourced):
    """Least and greatest flow through a gauge or junction in a month."""

    river: Key
    node: Key
    month: Month
    min_m3s: NonNegative | None = None
    max_m3s: NonNegative | None = None


class Limit(Sourced):
    """A limit of withdrawal set or used in a season, as published."""

    river: Key
    season: str
    party: str
    kind: Literal["limit", "used", "share", "total"]
    value: NonNegative
    unit: Literal["mm3", "percent"]


class Load(Sourced):
    """Electricity that a state's system (the part on this river's grid) needs in a month."""

    party: PartyKey
    month: Month
    load_gwh: NonNegative


class OtherGeneration(Sourced):
    """Generation that does not depend on the river at hand (other hydro, sun, wind), by month.

    `stands_for` names a river whose plants a row stands for: the row counts only where that river is not
    modelled.
    """

    party: PartyKey
    kind: Key  # what generates: `sun`, `wind`, `small-hydro`, `naryn-cascade` …
    stands_for: Key | None = None
    month: Month
    generation_gwh: NonNegative


class ThermalTier(Sourced):
    """A block of thermal plant: what it can give and what a MWh of it costs."""

    party: PartyKey
    tier: Key
    fuel: Literal["coal", "gas", "oil", "mixed"]
    capacity_mw: NonNegative
    availability: Share
    efficiency: Annotated[float, Field(gt=0, le=1)]
    fuel_usd_per_mwh_th: NonNegative
    other_usd_per_mwh: NonNegative


class Line(Sourced):
    """A power line between two states of the region, either way."""

    from_party: PartyKey
    to_party: PartyKey
    capacity_mw: NonNegative
    loss_share: Share


class OutsidePrice(Sourced):
    """Power bought from and sold to others without an agreement."""

    party: PartyKey
    month: Month
    import_usd_per_mwh: NonNegative
    import_mw: NonNegative
    export_usd_per_mwh: NonNegative
    export_mw: NonNegative


class Unserved(Sourced):
    """What a MWh that is not served costs a state."""

    party: PartyKey
    usd_per_mwh: Positive


class Assumption(Sourced):
    """A figure of confidence C, or a group of them, and the band over which it is varied.

    `target` names what it multiplies as `table.column` or `table[key=value].column`; `[key=a|b]` takes
    several values, `[key=a,other=b]` several conditions, and ` + ` joins several targets. In a table with a
    `river` only the rows of this row's river are meant. Empty for a figure that the model reads by its key.
    `low`, `value` and `high` are factors where `target` is given, else figures.
    """

    assumption: Key
    title: str
    river: str  # a river, or `all`
    target: str = ""
    unit: str
    low: float
    value: float
    high: float


class ExchangeTerm(Sourced):
    """What states promised or delivered to each other in a year."""

    river: Key
    year: int
    from_party: str
    to_party: str
    item: str
    quantity: NonNegative
    unit: str
    period: str


class Observation(Sourced):
    """An observed state of a reservoir."""

    river: Key
    node: Key
    date: date
    date_precision: Literal["day", "approx", "month"]
    storage_mm3: NonNegative | None = None
    inflow_m3s: NonNegative | None = None
    outflow_m3s: NonNegative | None = None


TABLES: dict[str, type[Row]] = {
    "sources": Source,
    "parties": Party,
    "rivers": River,
    "nodes": Node,
    "reaches": Reach,
    "inflows": Inflow,
    "inflow_models": InflowModel,
    "inflow_series": InflowSeries,
    "reservoirs": Reservoir,
    "reservoir_tables": ReservoirTable,
    "storage_rules": StorageRule,
    "evaporation": Evaporation,
    "plants": Plant,
    "demands": Demand,
    "demand_uses": DemandUse,
    "demand_values": DemandValue,
    "gauge_rules": GaugeRule,
    "limits": Limit,
    "loads": Load,
    "other_generation": OtherGeneration,
    "thermal_tiers": ThermalTier,
    "lines": Line,
    "outside_prices": OutsidePrice,
    "unserved": Unserved,
    "assumptions": Assumption,
    "exchange_terms": ExchangeTerm,
    "observations": Observation,
}
