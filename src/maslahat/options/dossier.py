"""One issue of common concern, made ready: the river, its season, the traces to plan on and to judge by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from maslahat.basin import Array, EndValue, Network, Traces, build_network, class_means, end_values
from maslahat.core import Fault, InputError
from maslahat.options.play import Partition, Play, Programs, Table
from maslahat.options.request import Request
from maslahat.outlook import InflowTraces, YearClasses, classify, models_from_region, reduce, traces
from maslahat.regions import Region
from maslahat.regions.vary import assumption, override, vary

WATER_VALUE = "water-value"
PRICE_YEAR = "price-year"
PAYMENT_CAP = "payment-cap"
FEW_PER_CLASS = 2  # the problem of an exchange in kind grows faster than its traces


@dataclass(frozen=True, eq=False, slots=True)
class Dossier:
    """A question with everything that is needed to answer it.

    `all` are the traces that results are judged by, `plan` the fewer ones that schedules are planned on, `mean` one
    trace for each kind of year; `few` those on which exchanges in kind are planned. `near` gives each of `all` its
    nearest of `plan` in its own kind of year.
    """

    request: Request
    region: Region  # as the request states it
    region_digest: str  # before
    river_name: str
    signatories: tuple[str, ...]
    others: tuple[str, ...]  # owners on the river who do not bargain
    water_value_usd_per_m3: float
    price_year: int
    inflows: InflowTraces
    classes: YearClasses
    network: Network
    all: Traces
    plan: Traces
    mean: Traces
    few: Traces
    near: NDArray[np.intp]
    ends: tuple[EndValue, ...]
    programs: Programs = field(default_factory=dict, repr=False)

    def partition(self, *groups: tuple[str, ...]) -> Partition:
        """Return a partition of all owners: the groups given, everybody else alone, outsiders of the treaty alone."""
        grouped = {party for group in groups for party in group}
        alone = [(party,) for party in (*self.signatories, *self.others) if party not in grouped]
        return (*groups, *alone)

    @property
    def apart(self) -> Partition:
        """Everybody alone."""
        return self.partition()

    @property
    def together(self) -> Partition:
        """All signatories together."""
        return self.partition(self.signatories)

    def with_network(self, network: Network) -> Dossier:
        """Return the dossier on a changed network (limits of a package, other values), the end values kept."""
        return replace(self, network=network, programs={})

    def table(self, which: Traces) -> Table:
        """Return the table on which partitions of some traces are played."""
        return Table(self.network, which, self.ends, self.programs, self.others)

    def on_all(self, planned: Play, *, certify: bool = False) -> Play:
        """Play a planned partition on all traces, the schedules kept; `certify` asks for dual bounds."""
        start = planned.conduct.rows(self.near)
        return self.table(self.all).play(
            planned.partition, planned.schedules, start, sweeps=3, passes=2, certify=certify
        )

    def party_index(self, party: str) -> int:
        """Return a party's place among the owners of the network."""
        return self.network.parties.index(party)


def open_dossier(region: Region, request: Request) -> Dossier:
    """Return the dossier of a request on a region; InputError with every fault of the request."""
    request.check(region)
    stated = _stated(region, request)
    water_value = request.water_value_usd_per_m3 or assumption(stated, WATER_VALUE).value
    if WATER_VALUE in request.assumptions and request.water_value_usd_per_m3 is None:
        water_value = request.assumptions[WATER_VALUE]
    network = build_network(stated, request.river, request.start, request.months, water_value, request.works)
    inflows = traces(
        models_from_region(stated, request.river),
        request.start,
        request.months,
        request.traces,
        np.random.default_rng(request.seed),
        request.forecast,
    )
    classes = classify(inflows)
    reduced = reduce(inflows, request.plan_per_class, classes)
    everything = _on_network(network, inflows, classes)
    plan = _on_network(network, reduced.traces, reduced.classes)
    signatories = stated.signatories(request.river)
    return Dossier(
        request=request,
        region=stated,
        region_digest=region.digest,
        river_name=stated.river(request.river).name,
        signatories=signatories,
        others=tuple(party for party in network.parties if party not in signatories),
        water_value_usd_per_m3=water_value,
        price_year=int(assumption(stated, PRICE_YEAR).value),
        inflows=inflows,
        classes=classes,
        network=network,
        all=everything,
        plan=plan,
        mean=class_means(plan),
        few=_few(network, inflows, classes, plan, request.plan_per_class),
        near=nearest(everything, plan),
        ends=end_values(network, plan),
    )


def _stated(region: Region, request: Request) -> Region:
    """Return the region as the request states it: storages, assumptions."""
    stated = override(region, storage=request.storage) if request.storage else region
    known = {row.assumption for row in stated.assumptions}
    unknown = [key for key in request.assumptions if key not in known]
    if unknown:
        raise InputError(
            Fault("assumption", repr(key), "one of: " + ", ".join(sorted(known))) for key in unknown
        )
    for key, value in request.assumptions.items():
        stated = vary(stated, key, value)
    return stated


def _on_network(network: Network, inflows: InflowTraces, classes: YearClasses) -> Traces:
    inflow = np.zeros((len(inflows), network.months, len(network.nodes)))
    inflow[:, :, [network.index(node) for node in inflows.nodes]] = inflows.volume_mm3()
    return Traces(inflow, inflows.weights, np.asarray(classes.member, dtype=np.intp), classes.names)


def _few(
    network: Network, inflows: InflowTraces, classes: YearClasses, plan: Traces, per_class: int
) -> Traces:
    """Return few traces of each kind of year: the planned ones where they are no more."""
    if per_class <= FEW_PER_CLASS:
        return plan
    reduced = reduce(inflows, FEW_PER_CLASS, classes)
    return _on_network(network, reduced.traces, reduced.classes)


def nearest(everything: Traces, plan: Traces) -> NDArray[np.intp]:
    """Return for each trace the nearest planned one of its kind of year, by all flows."""
    near = np.zeros(everything.count, dtype=np.intp)
    for k in range(everything.count):
        same = plan.of_class(int(everything.classes[k]))
        gaps = np.abs(plan.inflow_mm3[same] - everything.inflow_mm3[k]).sum(axis=(1, 2))
        near[k] = same[int(np.argmin(gaps))]
    return near


def expected(play: Play, weights: Array, parties: tuple[str, ...]) -> Array:
    """Return the expected value of some parties, in their order, million USD."""
    mean = play.mean(weights)
    return np.array([mean[party] for party in parties])


def mean_inflow(changed: Dossier, before: Dossier) -> Traces:
    """Return the mean traces of a dossier whose inflow norms or spread were changed.

    Each head's flow is moved like its norm, and its distance from the norm like its spread (month's cv), so that the
    traces stay those of the same years.
    """
    inflow = before.mean.inflow_mm3.copy()
    old, new = (_norms(d) for d in (before, changed))
    for node, position in ((node, before.network.index(node)) for node in before.inflows.nodes):
        (mean, cv), (other, other_cv) = old[node], new[node]
        anomaly = inflow[:, :, position] / np.maximum(mean, 1e-9) - 1.0
        widened = 1.0 + anomaly * np.where(cv > 0, other_cv / np.maximum(cv, 1e-9), 1.0)
        inflow[:, :, position] = other * np.maximum(widened, 0.0)
    return replace(before.mean, inflow_mm3=inflow)


def _norms(dossier: Dossier) -> dict[str, tuple[Array, Array]]:
    """Return norm (million m³) and variation of every head in each month of the season."""
    found = {}
    for node in dossier.inflows.nodes:
        rows = {row.month: row for row in dossier.region.inflows if row.node == node}
        periods = dossier.network.periods
        found[node] = (
            np.array([period.mm3(rows[period.month].mean_m3s) for period in periods]),
            np.array([rows[period.month].cv for period in periods]),
        )
    return found
