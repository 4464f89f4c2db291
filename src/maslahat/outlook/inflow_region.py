"""Inflow models out of the tables of a region, and a user's own series where there is one (DESIGN §5, §9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

import numpy as np

from maslahat.core import Fault, InputError, Period
from maslahat.outlook.inflow import MONTH_DAYS, InflowModel, InflowModels
from maslahat.outlook.inflow_fit import fit
from maslahat.outlook.inflow_marginal import LEAST_SKEW_RATIO
from maslahat.outlook.inflow_memory import two_scale_for
from maslahat.regions import rows

FIT_YEARS = 20  # a series of the user's own shorter than this informs the state but not the model


class RegionInflows(Protocol):
    """What is needed of a region: its rivers and inflow tables."""

    @property
    def rivers(self) -> tuple[rows.River, ...]:
        """One row a river."""

    @property
    def inflows(self) -> tuple[rows.Inflow, ...]:
        """Norms by month."""

    @property
    def inflow_models(self) -> tuple[rows.InflowModel, ...]:
        """Variability by head."""

    @property
    def inflow_series(self) -> tuple[rows.InflowSeries, ...]:
        """Series of the user's own."""


def models_from_region(region: RegionInflows, river: str) -> InflowModels:
    """Return the models of all heads of `river`.

    A head with twenty full years of `inflow_series` is fitted on them; any other follows its rows in
    `inflows` and `inflow_models`. KeyError where the region has no such river; InputError where a head
    lacks rows.
    """
    row = next((item for item in region.rivers if item.river == river), None)
    if row is None:
        raise KeyError(f"no river {river!r} in the region")
    norms: dict[str, dict[int, rows.Inflow]] = {}
    for inflow in region.inflows:
        if inflow.river == river:
            norms.setdefault(inflow.node, {})[inflow.month] = inflow
    shapes = {item.node: item for item in region.inflow_models if item.river == river}
    _complete(river, norms, shapes)
    heads = tuple(_from_rows(node, norms[node], shapes[node]) for node in norms)
    months = tuple(int(part) for part in row.growing_season.split(";"))
    series = _series_by_node(item for item in region.inflow_series if item.river == river)
    return InflowModels(river, months, tuple(_with_series(head, series.get(head.node)) for head in heads))


def _complete(
    river: str, norms: Mapping[str, Mapping[int, rows.Inflow]], shapes: Mapping[str, rows.InflowModel]
) -> None:
    """Raise InputError for every head that one of the two tables leaves out, in part or whole."""
    faults = [
        Fault(
            f"inflows of {node} on {river}",
            f"{len(norms.get(node, {}))} months",
            "a row for each of 12 months",
        )
        for node in (*norms, *(node for node in shapes if node not in norms))
        if len(norms.get(node, {})) != 12
    ]
    faults += [
        Fault(f"inflow_models of {river}", f"no row for {node}", "one row for each head")
        for node in norms
        if node not in shapes
    ]
    if faults:
        raise InputError(faults)


def _from_rows(node: str, norm: Mapping[int, rows.Inflow], shape: rows.InflowModel) -> InflowModel:
    mean = np.array([norm[month].mean_m3s for month in range(1, 13)])
    cv = np.array([norm[month].cv for month in range(1, 13)])
    volume = mean * MONTH_DAYS
    memory, reached = two_scale_for(shape.lag1_month, shape.annual_cv, volume * cv, float(volume.sum()))
    return InflowModel(
        node=node,
        mean_m3s=tuple(mean.tolist()),
        cv=tuple(cv.tolist()),
        skew_ratio=(LEAST_SKEW_RATIO,) * 12,
        memory=memory,
        annual_cv=reached,
        group=shape.group,
        loading=shape.group_correlation,
    )


def _series_by_node(series: Iterable[rows.InflowSeries]) -> dict[str, dict[Period, float]]:
    found: dict[str, dict[Period, float]] = {}
    for row in series:
        found.setdefault(row.node, {})[Period(row.year, row.month)] = row.flow_m3s
    return found


def _with_series(head: InflowModel, series: dict[Period, float] | None) -> InflowModel:
    """Return the head with a series of the user's own taken into account."""
    if not series:
        return head
    history = tuple(sorted(series.items()))
    if len(series) < 12 * FIT_YEARS:
        return replace(head, history=history[-12:])
    return replace(fit(head.node, series), group=head.group, loading=head.loading)
