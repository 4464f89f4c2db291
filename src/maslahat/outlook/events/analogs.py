"""Analogs: what came after moments of the past that looked like this one, anywhere in the world (DESIGN §9).

Every (unit, origin, lead) of the past is a lesson: how far the count that came lay from the level of that
moment, on the log scale. A forecast is the distribution of those distances, weighted by how alike the moments
are (level, trend, share of months with deaths, spread, lead, age) and moved to the unit's own level. Partial
pooling by likeness: a busy unit learns from busy ones, its own past among them. Kernel conditional
distribution
estimation after Hall, Wolff and Yao (1999); analog forecasting after Lorenz (1969).

A unit with nothing recorded in ten years has no level to move; it takes the frequency with which units as
quiet as it have seen deaths, which is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.outlook.events.features import Past, past_of
from maslahat.outlook.events.grid import SIZE, SUPPORT, cdf_of, normalised, point_masses
from maslahat.outlook.events.lessons import Lessons, lessons_of
from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Widths of the kernels, chosen on windows before 2018 (`docs/outlook-events.md`)."""

    level: float = 3.0
    trend: float = 1.0
    busy: float = 0.2
    spread: float = 0.5
    lead_months: float = 3.0
    half_life_months: float = 180.0
    cut: float = 1e-5


def analogs(panel: Panel, leads: tuple[int, ...], likeness: Likeness | None = None) -> Floats:
    """Return cumulative probabilities (units × leads × SIZE) after the panel's last month."""
    likeness = likeness or Likeness()
    past = past_of(panel)
    lessons = lessons_of(panel, leads)
    busy = lessons.where(~past.quiet[lessons.unit, lessons.origin])
    result = quiet_units(panel, past, lessons, leads)
    if not len(busy.unit):
        return result
    features = _features(past, busy.unit, busy.origin)
    at_lead = np.exp(-0.5 * ((busy.lead[:, None] - np.array(leads)) / likeness.lead_months) ** 2)
    aged = 0.5 ** (busy.age / likeness.half_life_months)
    widths = np.array([likeness.level, likeness.trend, likeness.busy, likeness.spread])
    now = _features(past, np.arange(len(panel.units)), np.full(len(panel.units), panel.months))
    for unit in np.flatnonzero(~past.quiet[:, panel.months]):
        distance = (((features - now[unit]) / widths) ** 2).sum(axis=1)
        weight = aged * np.exp(-0.5 * (distance - distance.min()))
        near = np.flatnonzero(weight > weight.max() * likeness.cut)
        moved = _moved(busy.outcome[near], features[near, 0], now[unit, 0])
        result[unit] = normalised(point_masses(moved, weight[near, None] * at_lead[near]).T)
    return result


def _features(past: Past, unit: NDArray[np.int64], origin: NDArray[np.int64]) -> Floats:
    """Return level, trend, share of busy months and spread, a row a moment."""
    tables = (past.level, past.trend, past.busy[12], past.spread)
    return np.stack([table[unit, origin] for table in tables], axis=1)


def _moved(outcome: Floats, level: Floats, here: float) -> Floats:
    """Move outcomes from their own level to the level here; none stays none, some stays at least one."""
    counts = np.round(np.expm1(np.log1p(outcome) - level + here))
    return np.asarray(np.minimum(np.where(outcome == 0, 0.0, np.maximum(counts, 1.0)), SUPPORT[-1]))


def quiet_units(panel: Panel, past: Past, lessons: Lessons, leads: tuple[int, ...]) -> Floats:
    """Return the distribution of units as quiet as each: those with deaths long ago and those with none ever.

    One death is added to what was counted, so that the probability is above zero whatever the past.
    """
    calm = lessons.where(past.quiet[lessons.unit, lessons.origin])
    ever = past.ever[calm.unit, calm.origin]
    result = np.empty((len(panel.units), len(leads), SIZE))
    for group in (False, True):
        counted = np.append(calm.outcome[ever == group], 1.0)
        if len(counted) == 1:
            counted = np.append(np.append(calm.outcome, np.zeros(12)), 1.0)
        result[past.ever[:, panel.months] == group] = cdf_of(counted[None])[0]
    return result
