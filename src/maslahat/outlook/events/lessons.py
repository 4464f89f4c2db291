"""Pairs of a past origin and what came a given number of months later: what every model learns from
(DESIGN §9).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.outlook.events.panel import Panel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ORIGIN_STEP = 3
FIRST_ORIGIN = 24
LEADS_LEARNT = 6


@dataclass(frozen=True, slots=True)
class Lessons:
    """One row a lesson: unit, origin (months known), lead (1 is the next month), what came (deaths), its age.

    `age` is the months between the origin and the end of the panel.
    """

    unit: Ints
    origin: Ints
    lead: Ints
    outcome: Floats
    age: Floats

    def where(self, keep: NDArray[np.bool_]) -> Lessons:
        """Return the lessons where `keep` holds."""
        return Lessons(
            self.unit[keep], self.origin[keep], self.lead[keep], self.outcome[keep], self.age[keep]
        )


def lessons_of(panel: Panel, leads: tuple[int, ...], step: int = ORIGIN_STEP) -> Lessons:
    """Return lessons at every `step`-th origin and at most six of the leads, nothing beyond the panel's end.

    A unit teaches from the month after its first observed one; an outcome that was not observed teaches
    nothing. Raises ValueError where the panel is too short for a single lesson.
    """
    learnt = spaced(leads)
    origins = np.arange(panel.months - max(leads) - 1, FIRST_ORIGIN, -step)
    if not len(origins):
        raise ValueError(f"{panel.months} months are too few to learn {max(leads)} months ahead")
    unit, origin, lead = (
        axis.ravel() for axis in np.meshgrid(np.arange(len(panel.units)), origins, learnt, indexing="ij")
    )
    outcome = panel.counts[unit, origin + lead - 1]
    keep = ~np.isnan(outcome) & (panel.first_observed[unit] < origin)
    every = Lessons(unit, origin, lead, outcome, (panel.months - origin).astype(float))
    return every.where(keep)


def spaced(leads: tuple[int, ...]) -> Ints:
    """Return at most six leads that span the ones asked for."""
    if len(leads) <= LEADS_LEARNT:
        return np.array(leads)
    places = np.round(np.linspace(0, len(leads) - 1, LEADS_LEARNT)).astype(int)
    return np.array([leads[place] for place in places])
