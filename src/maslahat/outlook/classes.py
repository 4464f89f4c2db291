"""Kinds of year, and a smaller ensemble to plan on (DESIGN §8, §9).

A year is dry, normal or wet by the growing-season inflow of the whole river, which every state can see at
the gauges. The shares are 25, 50 and 25 in 100: the region's hydrology calls a year dry (маловодный) where
three years in four bring more, and wet where one in four does. The limits are quantiles of the ensemble at
hand, in million m³, so that each kind has traces whatever the forecast; a clause can quote them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Fault, InputError
from maslahat.outlook.inflow import InflowTraces, growing_run
from maslahat.outlook.inflow_marginal import Floats

NAMES = ("dry", "normal", "wet")
SHARES = (0.25, 0.5, 0.25)
MOST_STRETCH = 2.0


@dataclass(frozen=True, slots=True)
class YearClasses:
    """Kinds of year, driest first. `bounds_mm3` are the limits between them; `member[trace]` numbers the
    kind.
    """

    names: tuple[str, ...]
    bounds_mm3: tuple[float, ...]
    probability: tuple[float, ...]
    mean_mm3: tuple[float, ...]
    member: NDArray[np.int64]

    def limits_mm3(self, kind: int) -> tuple[float | None, float | None]:
        """Return from where to where the growing-season inflow of a kind of year runs; None for no limit."""
        low = self.bounds_mm3[kind - 1] if kind > 0 else None
        high = self.bounds_mm3[kind] if kind < len(self.bounds_mm3) else None
        return low, high


@dataclass(frozen=True, slots=True)
class Reduction:
    """A weighted smaller ensemble, its kinds of year, where its traces came from, and the error it makes.

    Means are kept: of each head, month and kind of year, to rounding. `spread_error` is the standard
    deviation of the growing-season volume of the river in the small ensemble over that in the whole one,
    less one; `winter_spread_error` the same for the other months; `quantile_error` the area between the two
    distribution functions of the growing-season volume (Wasserstein distance) as a share of its mean.
    """

    traces: InflowTraces
    classes: YearClasses
    source: NDArray[np.int64]
    mean_error: float
    spread_error: float
    winter_spread_error: float
    quantile_error: float


def classify(
    traces: InflowTraces, shares: Sequence[float] = SHARES, bounds_mm3: Sequence[float] | None = None
) -> YearClasses:
    """Return the kinds of year in an ensemble, by the shares of probability or by limits that are given.

    A kind that no trace falls into has probability 0 and mean nan. InputError on shares that do not make one.
    """
    volume = traces.season_mm3().sum(axis=1)
    if bounds_mm3 is None:
        bounds, member = _by_shares(volume, traces.weights, shares)
    else:
        bounds = tuple(float(bound) for bound in bounds_mm3)
        if list(bounds) != sorted(bounds):
            raise InputError(
                Fault("limits between kinds of year", f"{bounds}", "rising volumes in million m³")
            )
        member = np.searchsorted(np.array(bounds), volume, side="right")
    count = len(bounds) + 1
    names = NAMES if count == len(NAMES) else tuple(f"class-{k + 1}" for k in range(count))
    probability = np.bincount(member, weights=traces.weights, minlength=count)
    total = np.bincount(member, weights=traces.weights * volume, minlength=count)
    mean = np.divide(total, probability, out=np.full(count, np.nan), where=probability > 0)
    return YearClasses(
        names, bounds, tuple(probability.tolist()), tuple(mean.tolist()), member.astype(np.int64)
    )


def reduce(traces: InflowTraces, per_class: int, classes: YearClasses | None = None) -> Reduction:
    """Return at most `per_class` weighted traces for each kind of year that stand for all of them.

    Traces are chosen by fast forward selection (Heitsch and Römisch 2003) on the growing-season and other
    volumes of each head; the weight of a trace that is left out goes to the nearest that stays. Then the
    flows are scaled so that in each kind of year the mean of each head and month is exactly that of the
    whole ensemble, and the spread of the river's volume too where two traces or more stand for the kind.
    """
    if per_class < 1:
        raise InputError(Fault("traces to plan on in each kind of year", str(per_class), "1 or more"))
    kinds = classes or classify(traces)
    features = _features(traces)
    picked, weights = [], []
    for kind in range(len(kinds.names)):
        inside = np.flatnonzero(kinds.member == kind)
        if len(inside):
            chosen, share = _forward_selection(features[inside], traces.weights[inside], per_class)
            picked.append(inside[chosen])
            weights.append(share)
    source = np.concatenate(picked)
    small = replace(traces, flow_m3s=traces.flow_m3s[source], weights=np.concatenate(weights))
    member = kinds.member[source]
    kept = _moments_kept(traces, small, kinds.member, member)
    small = replace(small, flow_m3s=np.maximum(kept, 0.0))  # rounding may leave a hair below zero
    return _measured(traces, small, replace(kinds, member=member), source)


def _by_shares(
    volume: Floats, weights: Floats, shares: Sequence[float]
) -> tuple[tuple[float, ...], NDArray[np.int64]]:
    """Split the traces, sorted by volume, where the weight so far passes the shares; limits lie half-way
    between two.
    """
    if min(shares) <= 0 or abs(sum(shares) - 1) > 1e-9:
        raise InputError(
            Fault("shares of the kinds of year", f"{tuple(shares)}", "positive shares that make 1")
        )
    order = np.argsort(volume, kind="stable")
    middle = np.cumsum(weights[order]) - weights[order] / 2
    kind = np.searchsorted(np.cumsum(shares)[:-1], middle, side="right")
    member = np.empty(len(volume), dtype=np.int64)
    member[order] = kind
    ranked = volume[order]
    bounds = []
    for k in range(1, len(shares)):
        above = int(np.searchsorted(kind, k))
        low, high = ranked[max(above - 1, 0)], ranked[min(above, len(ranked) - 1)]
        bounds.append(float((low + high) / 2))
    return tuple(bounds), member


def _features(traces: InflowTraces) -> Floats:
    """Return volumes by head inside and outside of the growing season, each in units of the river's
    standard deviation.
    """
    volume = traces.volume_mm3()
    season = np.array(growing_run(traces.growing))
    parts = [volume[:, season, :].sum(axis=1), volume[:, ~season, :].sum(axis=1)]
    scaled = []
    for part in parts:
        spread = (
            float(np.sqrt(np.cov(part.sum(axis=1), aweights=traces.weights, ddof=0)))
            if len(traces) > 1
            else 0.0
        )
        scaled.append(part / spread if spread > 0 else np.zeros_like(part))
        total = part.sum(axis=1, keepdims=True)
        scaled.append(total / spread if spread > 0 else np.zeros_like(total))
    return np.concatenate(scaled, axis=1)


def _forward_selection(features: Floats, weights: Floats, count: int) -> tuple[NDArray[np.int64], Floats]:
    """Return the chosen traces, in rising order, and the weight each stands for."""
    distance = np.linalg.norm(features[:, None, :] - features[None, :, :], axis=2)
    nearest = np.full(len(features), np.inf)
    chosen: list[int] = []
    for _ in range(min(count, len(features))):
        cost = weights @ np.minimum(nearest[:, None], distance)
        cost[chosen] = np.inf
        best = int(np.argmin(cost))
        chosen.append(best)
        nearest = np.minimum(nearest, distance[:, best])
    picked = np.array(sorted(chosen), dtype=np.int64)
    owner = np.argmin(distance[:, picked], axis=1)
    owner[picked] = np.arange(len(picked))
    return picked, np.bincount(owner, weights=weights, minlength=len(picked)).astype(float)


def _moments_kept(
    whole: InflowTraces, small: InflowTraces, member: NDArray[np.int64], small_member: NDArray[np.int64]
) -> Floats:
    """Return the flows of the small ensemble with the moments of each kind of year put right.

    One factor a head and month gives the mean; then departures from it are stretched by one factor for the
    growing season and one for the other months, so that the river's volume varies as much as it does in the
    whole ensemble.
    """
    flows = small.flow_m3s.copy()
    season = np.array(growing_run(whole.growing))
    seconds = np.array([period.seconds for period in whole.periods], dtype=float)[:, None]
    for kind in np.unique(small_member):
        inside, chosen = member == kind, small_member == kind
        share, part = (weights / weights.sum() for weights in (whole.weights[inside], small.weights[chosen]))
        target = np.tensordot(share, whole.flow_m3s[inside], axes=1)
        found = np.tensordot(part, flows[chosen], axes=1)
        kept = flows[chosen] * np.divide(target, found, out=np.ones_like(target), where=found > 0)
        for months in (season, ~season):
            wanted, has = (
                _spread((values[:, months] * seconds[months]).sum(axis=(1, 2)), weights)
                for values, weights in ((whole.flow_m3s[inside], share), (kept, part))
            )
            kept[:, months] = _stretched(kept[:, months], target[months], wanted / has if has > 0 else 1.0)
        flows[chosen] = kept
    return np.asarray(flows)


def _stretched(flows: Floats, mean: Floats, factor: float) -> Floats:
    """Return flows with their departures from the mean multiplied, by less where a flow would fall below
    nought.
    """
    departure = flows - mean
    room = np.divide(mean, -departure, out=np.full_like(flows, np.inf), where=departure < 0)
    return np.asarray(mean + departure * min(factor, float(room.min(initial=np.inf)), MOST_STRETCH))


def _measured(
    whole: InflowTraces, small: InflowTraces, classes: YearClasses, source: NDArray[np.int64]
) -> Reduction:
    season = np.array(growing_run(whole.growing))
    pairs = []
    for mask in (season, ~season):
        pairs.append([part.volume_mm3()[:, mask, :].sum(axis=(1, 2)) for part in (whole, small)])
    (before, after), (winter_before, winter_after) = pairs
    mean = float(whole.weights @ before)
    return Reduction(
        traces=small,
        classes=classes,
        source=source,
        mean_error=float(small.weights @ after) / mean - 1 if mean else 0.0,
        spread_error=_ratio(_spread(after, small.weights), _spread(before, whole.weights)),
        winter_spread_error=_ratio(
            _spread(winter_after, small.weights), _spread(winter_before, whole.weights)
        ),
        quantile_error=_distance(before, whole.weights, after, small.weights) / mean if mean else 0.0,
    )


def _spread(values: Floats, weights: Floats) -> float:
    return float(np.sqrt(weights @ (values - weights @ values) ** 2))


def _ratio(found: float, wanted: float) -> float:
    return found / wanted - 1 if wanted > 0 else 0.0


def _distance(values: Floats, weights: Floats, others: Floats, other_weights: Floats) -> float:
    """Wasserstein distance of order one: the area between the two distribution functions."""
    points = np.sort(np.concatenate([values, others]))
    gaps = np.diff(points)
    steps = []
    for sample, share in ((values, weights), (others, other_weights)):
        order = np.argsort(sample)
        reached = np.concatenate([[0.0], np.cumsum(share[order])])
        steps.append(reached[np.searchsorted(sample[order], points[:-1], side="right")])
    return float(gaps @ np.abs(steps[0] - steps[1]))
