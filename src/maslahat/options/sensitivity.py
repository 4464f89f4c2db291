"""Which assumption, if wrong, would change the answer: every C figure, one at a time, over its band (DESIGN §5, §8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from maslahat.basin import Array, Schedules, build_network
from maslahat.options.dossier import PAYMENT_CAP, PRICE_YEAR, WATER_VALUE, Dossier, expected, mean_inflow
from maslahat.options.packages import Basis
from maslahat.options.result import Sensitivity
from maslahat.options.workers import in_parallel
from maslahat.regions.rows import Assumption
from maslahat.regions.vary import vary

VANISHES_USD_M = 0.0
SWEEPS = 2
NOT_VARIED = (PRICE_YEAR, PAYMENT_CAP)  # neither touches an agreement whose payments are fixed


@dataclass(frozen=True, eq=False, slots=True)
class _Answer:
    """Gains on the mean traces under the payments agreed: of all together, and the least of any state."""

    joint_usd_m: float
    least_usd_m: float


@dataclass(frozen=True, eq=False, slots=True)
class _Task:
    dossier: Dossier
    basis: Basis
    schedules: Schedules
    payments_usd_m: Array
    assumption: str
    value: float | None


def sensitivity(
    dossier: Dossier,
    basis: Basis,
    schedules: Schedules,
    payments_usd_m: Array,
    tick: Callable[[float], None],
) -> tuple[Sensitivity, ...]:
    """Return what each assumption does to the gains of an agreement whose releases and payments are already fixed.

    Computed on the mean trace of each kind of year; the worth of water stored at the end is kept. Sorted by weight in
    the answer, the heaviest first.
    """
    rows = [row for row in dossier.region.assumptions if _matters(row, dossier)]
    tasks = [_Task(dossier, _light(basis), schedules, payments_usd_m, "", None)]
    for row in rows:
        for value in (row.low, row.high):
            tasks.append(_Task(dossier, tasks[0].basis, schedules, payments_usd_m, row.assumption, value))
    base, *answers = in_parallel([partial(_answer, task) for task in tasks], tick)
    found = [_row(row, base, answers[2 * i], answers[2 * i + 1], dossier) for i, row in enumerate(rows)]
    return tuple(
        sorted(found, key=lambda s: (-abs(s.joint_gain_high_usd_m - s.joint_gain_low_usd_m), s.assumption))
    )


def _matters(row: Assumption, dossier: Dossier) -> bool:
    return (
        row.assumption not in NOT_VARIED
        and row.river in ("all", dossier.request.river)
        and row.low != row.high
    )


def _light(basis: Basis) -> Basis:
    """Keep what the tasks need: conducts on the mean traces."""
    apart, together = replace(basis.apart_mean, duals={}), replace(basis.together_mean, duals={})
    return Basis.of([apart] * 4, [together] * 4)


def _answer(task: _Task) -> _Answer:
    dossier = task.dossier if task.value is None else _varied(task.dossier, task.assumption, task.value)
    table = dossier.table(dossier.mean)
    apart = table.play(dossier.apart, start=task.basis.apart_mean.conduct, sweeps=SWEEPS, passes=1)
    together = table.play(dossier.together, task.schedules, start=task.basis.together_mean.conduct, passes=1)
    weights = dossier.mean.weights
    gains = expected(together, weights, dossier.signatories) - expected(apart, weights, dossier.signatories)
    paid = weights @ task.payments_usd_m[dossier.mean.classes]
    return _Answer(float(gains.sum()), float(np.min(gains + paid)))


def _varied(dossier: Dossier, key: str, value: float) -> Dossier:
    """Return the dossier with one assumption at another value; inflows keep their traces, scaled like their norms."""
    region = vary(dossier.region, key, value)
    water_value = value if key == WATER_VALUE else dossier.water_value_usd_per_m3
    request = dossier.request
    network = build_network(region, request.river, request.start, request.months, water_value, request.works)
    changed = replace(
        dossier, region=region, network=network, programs={}, water_value_usd_per_m3=water_value
    )
    return replace(changed, mean=mean_inflow(changed, dossier))


def _row(row: Assumption, base: _Answer, low: _Answer, high: _Answer, dossier: Dossier) -> Sensitivity:
    source = dossier.region.source(row.source)
    return Sensitivity(
        assumption=row.assumption,
        title=row.title,
        unit=row.unit,
        source=f"{source.author}: {source.title} ({source.year})",
        low=row.low,
        value=dossier.water_value_usd_per_m3 if row.assumption == WATER_VALUE else row.value,
        high=row.high,
        joint_gain_low_usd_m=low.joint_usd_m,
        joint_gain_value_usd_m=base.joint_usd_m,
        joint_gain_high_usd_m=high.joint_usd_m,
        least_margin_low_usd_m=low.least_usd_m,
        least_margin_high_usd_m=high.least_usd_m,
        changes_answer=min(low.least_usd_m, high.least_usd_m) < VANISHES_USD_M,
    )
