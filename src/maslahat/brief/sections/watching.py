"""What to watch: where, when, against what, who reports, and what it would mean."""

from __future__ import annotations

from maslahat.brief.page import Block, Column, Paragraph, Section, Table
from maslahat.brief.reading import Reading, runs_short
from maslahat.brief.sections.agreed import delivered
from maslahat.brief.sections.season import bounds
from maslahat.brief.terms import RELEASE_TOLERANCE, declaration_months
from maslahat.brief.words import capital, decimals, energy, in_years, month, months, percent, volume
from maslahat.options.result import Package, Schedule, Shortage

Row = tuple[str, ...]


def watching_section(reading: Reading) -> Section:
    """Return the section on what to watch."""
    package = reading.chosen
    rows = [*_inflow_rows(reading), *_storage_rows(reading)]
    if package is not None:
        rows += (
            _release_rows(reading, package)
            + _hardest_rows(reading, package)
            + _delivery_rows(reading, package)
        )
    else:
        rows += _shortage_rows(reading)
    blocks: list[Block] = [Paragraph(_lead(reading), "note")]
    blocks += [_table(rows)] if rows else []
    return Section("watching", "What to watch", tuple(blocks))


def _lead(reading: Reading) -> str:
    if reading.chosen is None:
        return "Nothing is offered; these are the signs that a shortage is coming."
    return (
        f"For “{reading.chosen.title}”. The tolerance of {percent(RELEASE_TOLERANCE)} is a proposal of the"
        " draft above, to be agreed; so is who reports."
    )


def _table(rows: list[Row]) -> Table:
    columns = (
        Column("Where", figures=False),
        Column("When", figures=False),
        Column("What is seen", figures=False),
        Column("Who reports", figures=False),
        Column("What it would mean", figures=False),
    )
    return Table("watch", "What to watch", columns, tuple(rows), wordy=True)


def _inflow_rows(reading: Reading) -> list[Row]:
    if len(reading.classes) < 2:
        return []
    driest = reading.classes[0]
    first, last = declaration_months(reading)
    return [
        (
            "Inflow of the whole river",
            f"{first}, again {last}" if first != last else first,
            f"forecast for {reading.growing_words} {bounds(driest)}",
            "the hydrometeorological services, jointly",
            f"{reading.class_words(0)} is declared and its column of the release table applies",
        )
    ]


def _storage_rows(reading: Reading) -> list[Row]:
    season = reading.result.season
    if season.head_critical_mm3 is None:
        return []
    return [
        (
            season.head_name,
            "each month",
            f"storage below {volume(season.head_critical_mm3)}",
            f"{reading.name(_owner(reading))}",
            "the operator’s critical level: less head, less energy for the same water",
        )
    ]


def _owner(reading: Reading) -> str:
    schedule = reading.head_schedule(reading.result.alone_schedules)
    return schedule.owner if schedule else "the operator"


def _release_rows(reading: Reading, package: Package) -> list[Row]:
    return [_release_row(reading, schedule) for schedule in package.schedules if schedule.scheduled]


def _release_row(reading: Reading, schedule: Schedule) -> Row:
    when = months(schedule.deviation_months) if schedule.deviation_months else "each month"
    meaning = "the release clause is broken, or cannot be met"
    if schedule.deviation_share > 0:
        often = in_years(schedule.deviation_share, reading.traces)
        meaning = f"the clause cannot be met, as {often}; the clause on that applies"
    return (
        f"{schedule.name}, release",
        when,
        f"mean of the month {percent(RELEASE_TOLERANCE)} or more off the table",
        f"{reading.name(schedule.owner)}",
        meaning,
    )


def _hardest_rows(reading: Reading, package: Package) -> list[Row]:
    found = [o for o in package.outcomes if o.temptation_usd_m >= 0.05 and o.tightest_month]
    rows: list[Row] = []
    for outcome in sorted(found, key=lambda o: -o.temptation_usd_m)[:3]:
        rows.append(
            (
                f"{reading.name(outcome.party)}: its part",
                month(outcome.tightest_month),
                "first sign of a departure from what is due",
                "every other party",
                (
                    "the month in which keeping its word costs it most:"
                    f" {decimals(outcome.temptation_usd_m, 1)} million USD"
                ),
            )
        )
    return rows


def _delivery_rows(reading: Reading, package: Package) -> list[Row]:
    """Return the three largest deliveries."""
    found = sorted((d for d in package.deliveries if delivered(d)), key=lambda d: -max(map(sum, d.gwh)))
    rows: list[Row] = []
    for delivery in found[:3]:
        row = max(delivery.gwh, key=sum)
        due = [reading.result.season.periods[k] for k, value in enumerate(row) if value > 0.5]
        peak = max(range(len(row)), key=lambda k: row[k])
        rows.append(
            (
                (
                    f"{capital(delivery.item)}: {reading.name(delivery.from_party)} to"
                    f" {reading.name(delivery.to_party)}"
                ),
                months(due) if len(due) < len(row) else "each month",
                f"less than the table says; the most is due in {reading.span((peak,))}, {energy(row[peak])}",
                "both, from the meters at the border",
                "the energy clause is broken; what it was to replace is missing",
            )
        )
    return rows


def _shortage_rows(reading: Reading) -> list[Row]:
    rows: list[Row] = []
    for outcome in reading.result.alone:
        for shortage in (outcome.irrigation_short, outcome.power_short):
            if runs_short(shortage) and shortage.months:
                rows.append(_shortage_row(reading.name(outcome.party), shortage))
    return rows


def _shortage_row(name: str, shortage: Shortage) -> Row:
    thing = "irrigation water" if shortage.kind == "irrigation" else "electricity"
    return (
        name,
        months(shortage.months),
        f"{thing} asked for and not received",
        name,
        f"the shortage that comes in {percent(shortage.probability)} of years",
    )
