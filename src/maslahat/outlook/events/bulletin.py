"""The monthly bulletin: violence, rivers, seizures, each with its release and its limits (DESIGN §9).

Everything is optional. A part whose data is not at hand is named as missing, never shown as calm.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from maslahat.core import Period
from maslahat.evidence.records import Reading
from maslahat.outlook.events import binary
from maslahat.outlook.events.alerts import FIRST_YEARS, alert_records, alerts_now, outside_definition
from maslahat.outlook.events.anydeath import CENTRAL_ASIA, Hindcast, rolling_any_death
from maslahat.outlook.events.combination import combined
from maslahat.outlook.events.grid import quantiles_of
from maslahat.outlook.events.panel import Panel
from maslahat.outlook.season import SeasonStatement

SCHEMA = "maslahat/outlook-bulletin/1"
NEIGHBOURS = ("Afghanistan", "Iran", "Pakistan", "China", "Russia", "Azerbaijan")
ALIASES = {
    "Russian Federation": "Russia",
    "Iran, Islamic Republic of": "Iran",
    "Russia (Soviet Union)": "Russia",
}
FRESH_MONTHS = 2
MONTHS_SHOWN = 3
RECORDS_SHOWN = 12
VIOLENCE_LIMITS = (
    "State-based deaths by the definition of UCDP: battles of two organised sides. Protest and its "
    "suppression, and communities against each other, are not in it (see what the definition missed).",
    "The five states have almost no such months: nobody can promise to predict war there. A probability near "
    "the base rate says little; it is never 0.",
)
RIVER_LIMITS = ("Inflow drawn around the norm of the region's tables where no seasonal forecast was given.",)
SEIZURE_LIMITS = (
    "Seizures that states chose to report: they show police work and reporting, not the flow of drugs.",
    "Not reported is not nothing seized.",
)


@dataclass(frozen=True)
class Sources:
    """What is at hand; None where it is not."""

    panel: Panel | None = None
    events: Reading | None = None
    seizures: Reading | None = None
    rivers: tuple[tuple[str, SeasonStatement], ...] = ()


def build_bulletin(
    sources: Sources, budget_a_year: float = 1.0, issued: date | None = None
) -> dict[str, Any]:
    """Return the bulletin as a JSON value: one part each for violence, records, rivers and seizures.

    `issued` is the day it is made for; what the data does not reach up to it is said.
    """
    missing = [
        name
        for name, value in (
            ("violence: no history of deaths", sources.panel),
            ("events: no file of events", sources.events),
            ("seizures: no file of seizures", sources.seizures),
            ("rivers: no season statement", sources.rivers or None),
        )
        if value is None
    ]
    return {
        "schema": SCHEMA,
        "issued": issued and issued.isoformat(),
        "age": _age(sources, issued),
        "missing": [f"{name} was given; nothing is said of it, and that is not calm." for name in missing],
        "violence": None
        if sources.panel is None
        else violence_json(sources.panel, sources.events, budget_a_year),
        "records": None if sources.events is None else records_json(sources.events),
        "rivers": [river_json(river, statement) for river, statement in sources.rivers],
        "seizures": None if sources.seizures is None else seizures_json(sources.seizures),
    }


def _age(sources: Sources, issued: date | None) -> list[str]:
    """Return a sentence for each part whose data ends more than two months before the day of issue."""
    if issued is None:
        return []
    ends = []
    if sources.panel is not None:
        ends.append(("History of deaths", sources.panel.release, sources.panel.end))
    for what, reading in (("Events", sources.events), ("Seizures", sources.seizures)):
        days = [row.last for row in reading.coverage] if reading is not None else []
        if reading is not None and days:
            ends.append((what, reading.release, Period(max(days).year, max(days).month)))
    lines = []
    for what, release, end in ends:
        months = (issued.year - end.year) * 12 + issued.month - end.month
        if months > FRESH_MONTHS:
            lines.append(
                f"{what} ({release}) ends in {end}, {months} months before this bulletin: it says what was expected "
                "then, not what is expected now."
                if what.startswith("History")
                else f"{what} ({release}) ends in {end}, {months} months before this bulletin."
            )
    return lines


def violence_json(panel: Panel, events: Reading | None, budget_a_year: float) -> dict[str, Any]:
    """Return the part on violence: the five states, neighbours, the record, notes on the data."""
    found = states_json(rolling_any_death(panel), budget_a_year)
    forecast = combined(panel, tuple(range(1, MONTHS_SHOWN + 1)))
    for row in found["next_month"]:
        unit = panel.units.index(row["state"])
        row["release"] = panel.release
        for name, member in forecast.members.items():
            row["views"][name] = float(1.0 - member[unit, 0, 0])
        row["evidence"] = [] if events is None else recent_records(events, row["state"])
    return {
        "release": panel.release,
        "data_until": str(panel.end),
        "limits": list(VIOLENCE_LIMITS),
        "notes": [str(note) for note in panel.notes],
        **found,
        "neighbours": [
            _neighbour(panel, forecast.cdf, forecast.months, name)
            for name in NEIGHBOURS
            if name in panel.units
        ],
        "weights": forecast.weights,
    }


def states_json(hindcast: Hindcast, budget_a_year: float) -> dict[str, Any]:
    """Return next month's probabilities and alerts, the record since the first month, hits and misses."""
    said, came = hindcast.known()
    mixed = 0 < came.sum() < len(came)
    return {
        "budget_false_alarms_a_year": budget_a_year,
        "next_month": [
            asdict(alert) | {"month": str(alert.month), "would_change_it": would_change(hindcast, row)}
            for row, alert in enumerate(alerts_now(hindcast, budget_a_year))
        ],
        "record": {
            "state_months": len(came),
            "with_deaths": int(came.sum()),
            "brier": binary.brier(said, came),
            "brier_of_zero": binary.brier(np.zeros_like(said), came),
            "auc": binary.auc(said, came) if mixed else None,
            "calibration_error": binary.calibration_error(said, came),
            "lowest": float(said.min()),
            "highest": float(said.max()),
            "reliability": [asdict(row) for row in binary.reliability(said, came)],
        },
        "alerts_in_the_past": [
            asdict(record)
            | {
                "missed_months": [str(month) for month in record.missed_months],
                "false_alarms_a_year": record.false_alarms_a_year,
                "since": str(hindcast.first.plus(FIRST_YEARS * 12)),
            }
            for record in alert_records(hindcast, budget_a_year)
        ],
        "hindcast": [
            {
                "state": state,
                "month": str(month),
                "probability": said,
                "came": int(came) if came in (0.0, 1.0) else None,
            }
            for state, row, outcome in zip(
                hindcast.states, hindcast.probability.tolist(), hindcast.came.tolist(), strict=True
            )
            for month, said, came in zip(hindcast.months, row, outcome, strict=True)
        ],
        "missed_by_the_definition": [
            asdict(item) | {"month": str(item.month)} for item in outside_definition(hindcast)
        ],
    }


def would_change(hindcast: Hindcast, row: int) -> str:
    """Return in words what the probability was after months with deaths and after calm ones, in this
    state.
    """
    said, came = hindcast.probability[row, 1:], hindcast.came[row, :-1]
    after, calm = said[came == 1], said[came == 0]
    if not len(after):
        return (
            f"A month with deaths: there has been none since {hindcast.first}, so by how much is not known."
        )
    return (
        f"A month with deaths: the month after one it stood at {np.median(after):.1%} "
        f"(median of {len(after)}), "
        f"after calm ones at {np.median(calm):.1%}."
    )


def recent_records(events: Reading, state: str, most: int = RECORDS_SHOWN) -> list[dict[str, Any]]:
    """Return the last records of a state with their references, newest first."""
    mine = events.table.filter(pl.col("state").replace(ALIASES) == state).sort("date_start", descending=True)
    columns = ("record_id", "kind", "place", "date_start", "low", "best", "high", "reference")
    return [
        row | {"date_start": str(row["date_start"])}
        for row in mine.select(columns).head(most).iter_rows(named=True)
    ]


def records_json(events: Reading) -> dict[str, Any]:
    """Return the events of the region and its neighbours by state and kind, as the release has them."""
    wanted = [*CENTRAL_ASIA, *NEIGHBOURS]
    mine = events.table.with_columns(pl.col("state").replace(ALIASES)).filter(pl.col("state").is_in(wanted))
    table = mine.group_by("state", "kind").agg(pl.len().alias("events"), pl.col("best").sum().alias("deaths"))
    first, last = events.table["date_start"].min(), events.table["date_end"].max()
    return {
        "source": events.source,
        "release": events.release,
        "first": str(first),
        "last": str(last),
        "by_state": table.sort("state", "kind").to_dicts(),
        "without_a_record": [state for state in wanted if state not in set(mine["state"])],
        "limits": ["A state without a record in this release is one of which none was reported, no more."],
        "faults": [str(fault) for fault in events.faults],
    }


def _neighbour(panel: Panel, cdf: Any, months: tuple[Period, ...], name: str) -> dict[str, Any]:
    """Return a neighbour's expected deaths: any, middle and 80 % range, by month."""
    rows = cdf[panel.units.index(name)]
    low, middle, high = quantiles_of(rows, np.array([0.1, 0.5, 0.9])).T
    return {
        "state": name,
        "last_12_months": float(np.nansum(panel.counts[panel.units.index(name), -12:])),
        "months": [
            {
                "month": str(month),
                "any_death": float(1.0 - row[0]),
                "low": float(a),
                "median": float(b),
                "high": float(c),
            }
            for month, row, a, b, c in zip(months, rows, low, middle, high, strict=True)
        ],
    }


def river_json(river: str, statement: SeasonStatement) -> dict[str, Any]:
    """Return the season of a river: every head and the whole."""
    return {
        "river": river,
        "first": str(statement.first),
        "last": str(statement.last),
        "heads": [
            asdict(head) | {"percent": head.percent, "name": _spoken(head.node)}
            for head in (*statement.heads, statement.river)
        ],
        "limits": list(RIVER_LIMITS),
    }


def _spoken(node: str) -> str:
    """Return a node's name as it is said."""
    return "all heads" if node == "all" else node.replace("_", " ").replace("-", " ").title()


def seizures_json(seizures: Reading) -> dict[str, Any]:
    """Return seizures of the five states by year, as reported, and what is uncertain in the file."""
    mine = seizures.table.filter(pl.col("state").is_in(list(CENTRAL_ASIA))).with_columns(
        pl.col("date_start").dt.year().alias("year")
    )
    table = mine.group_by("state", "year").agg(
        pl.len().alias("seizures"), pl.col("unit").is_not_null().sum().alias("with_unit")
    )
    held = set(mine["record_id"])
    return {
        "source": seizures.source,
        "release": seizures.release,
        "first": str(mine["date_start"].min()),
        "last": str(mine["date_start"].max()),
        "by_state": table.sort("state", "year").to_dicts(),
        "duplicates_proposed": sum(1 for a, b in seizures.proposals if a in held and b in held),
        "limits": list(SEIZURE_LIMITS),
        "faults": [str(f) for f in seizures.faults if any(state in str(f) for state in CENTRAL_ASIA)],
    }
