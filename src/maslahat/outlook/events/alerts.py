"""Alerts under a false-alarm budget: thresholds from hindcasts, and what they would have done (DESIGN §9).

A threshold is the lowest probability at which a state would have had no more false alarms a year than the
budget allows, over the hindcast before the month in question: never with hindsight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.core import Period
from maslahat.outlook.events.anydeath import Hindcast

Floats = NDArray[np.float64]

FIRST_YEARS = 5


@dataclass(frozen=True, slots=True)
class OutsideDefinition:
    """Violence with many dead that the count of state-based deaths does not hold, and why."""

    state: str
    month: Period
    what: str
    why: str
    source: str


OUTSIDE = (
    OutsideDefinition(
        "Uzbekistan",
        Period(2005, 5),
        "Andijan: 187 dead by the official count",
        "troops and civilians: one-sided violence, not a battle of two organised sides",
        "OSCE/ODIHR, Preliminary Findings on the Events in Andijan, 20 June 2005",
    ),
    OutsideDefinition(
        "Kyrgyzstan",
        Period(2010, 6),
        "Osh and Jalal-Abad: about 470 dead",
        "communities against each other: non-state violence",
        "Kyrgyzstan Inquiry Commission, Report, May 2011",
    ),
    OutsideDefinition(
        "Kazakhstan",
        Period(2022, 1),
        "January unrest: 225 dead by the Prosecutor General's first count, 238 later",
        "protest and its suppression: no organised armed side that the definition knows",
        "Prosecutor General of Kazakhstan, 15 January 2022",
    ),
)


@dataclass(frozen=True)
class AlertRecord:
    """What a budget would have given a state: months with and without alert, with and without deaths."""

    state: str
    hits: int
    misses: int
    false_alarms: int
    quiet: int
    years: float
    missed_months: tuple[Period, ...]

    @property
    def false_alarms_a_year(self) -> float:
        """False alarms a year."""
        return self.false_alarms / self.years if self.years else 0.0


@dataclass(frozen=True)
class Alert:
    """A state over its threshold this month, with what a reader needs to weigh it."""

    state: str
    month: Period
    probability: float
    threshold: float
    base_rate: float
    views: dict[str, float]
    raised: bool


def threshold(probability: Floats, came: Floats, budget_a_year: float) -> float:
    """Return the lowest threshold with at most `budget_a_year` false alarms a year over known months.

    An alert is a probability at or above the threshold. With no known month it is 1: no alert.
    """
    seen = ~np.isnan(came)
    allowed = int(np.floor(budget_a_year * seen.sum() / 12.0 + 1e-9))
    calm = np.sort(probability[seen & (came == 0)])[::-1]
    if not seen.any():
        return 1.0
    if len(calm) <= allowed:
        return 0.0
    return float(np.nextafter(calm[allowed], 1.0))


def alerts_now(hindcast: Hindcast, budget_a_year: float = 1.0) -> tuple[Alert, ...]:
    """Return every state's standing in the last month of the hindcast, raised or not."""
    last = hindcast.probability.shape[1] - 1
    return tuple(
        Alert(
            state=state,
            month=hindcast.months[last],
            probability=float(hindcast.probability[row, last]),
            threshold=(
                bar := threshold(hindcast.probability[row, :last], hindcast.came[row, :last], budget_a_year)
            ),
            base_rate=float(hindcast.rate[row, last]),
            views={name: float(view[row, last]) for name, view in hindcast.views.items()},
            raised=bool(hindcast.probability[row, last] >= bar),
        )
        for row, state in enumerate(hindcast.states)
    )


def alert_records(hindcast: Hindcast, budget_a_year: float = 1.0) -> tuple[AlertRecord, ...]:
    """Return what the budget would have given each state, each month by the threshold of the months
    before it.
    """
    begin = FIRST_YEARS * 12
    records = []
    for row, state in enumerate(hindcast.states):
        said, came = hindcast.probability[row], hindcast.came[row]
        months = [m for m in range(begin, len(said)) if not np.isnan(came[m])]
        raised = np.array(
            [said[m] >= threshold(said[:m], came[:m], budget_a_year) for m in months], dtype=bool
        )
        event = np.array([came[m] > 0 for m in months], dtype=bool)
        records.append(
            AlertRecord(
                state=state,
                hits=int((raised & event).sum()),
                misses=int((~raised & event).sum()),
                false_alarms=int((raised & ~event).sum()),
                quiet=int((~raised & ~event).sum()),
                years=len(months) / 12.0,
                missed_months=tuple(
                    hindcast.months[m] for m, r, e in zip(months, raised, event, strict=True) if e and not r
                ),
            )
        )
    return tuple(records)


def outside_definition(hindcast: Hindcast) -> tuple[OutsideDefinition, ...]:
    """Return the known violence of these states that the data's definition misses."""
    return tuple(item for item in OUTSIDE if item.state in hindcast.states)
