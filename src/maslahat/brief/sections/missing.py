"""Where the model and what was seen part: releases on record, published sums, groups that lose by standing together."""

from __future__ import annotations

from maslahat.brief.page import Block, Column, Heading, Item, Items, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import decimals, figure, listed, month
from maslahat.core import Period
from maslahat.options.result import CoalitionValue, Schedule
from maslahat.regions import Region

PUBLISHED = (
    "payment for the irrigation regime, lowest estimate",
    "payment for the irrigation regime, highest estimate",
)
LOSS_USD_M = 0.05


def missing_blocks(reading: Reading, region: Region | None) -> list[Block]:
    """Return what the model says beside what was seen; nothing where neither can be said."""
    table = _releases(reading, region) if region else None
    entries = (*_sums(reading, region), *_groups(reading))
    if table is None and not entries:
        return []
    blocks: list[Block] = [Heading("Where the model and what was seen part")]
    blocks += [table] if table else []
    blocks += [Items(tuple(entries))] if entries else []
    return blocks


def _releases(reading: Reading, region: Region) -> Table | None:
    """Return the head reservoir's releases, alone and under the draft, beside those on record."""
    river = region.river(reading.result.settings.river)
    alone = _schedule(reading.result.alone_schedules, river.head)
    drafted = _schedule(reading.chosen.schedules, river.head) if reading.chosen else None
    seen: dict[int, list[tuple[float, int]]] = {}
    for row in region.observations:
        if row.node == river.head and row.outflow_m3s is not None:
            seen.setdefault(row.date.month, []).append((row.outflow_m3s, row.date.year))
    if alone is None or not seen:
        return None
    columns = (
        Column("Month", figures=False),
        Column("On record", "m³/s"),
        Column("Years", figures=False),
        Column("Alone", "m³/s"),
        *((Column("Draft", "m³/s"),) if drafted else ()),
    )
    rows = []
    for t, text in enumerate(reading.result.season.periods):
        found = seen.get(Period.parse(text).month)
        if found:
            cells = (month(text), _range([flow for flow, _ in found]), _years([year for _, year in found]))
            modelled = tuple(_over_kinds(s, t) for s in (alone, drafted) if s)
            rows.append((*cells, *modelled))
    name = reading.result.season.head_name
    note = (
        "On record: what the press reported on single days, under the agreements of those years. Alone and draft: the"
        " month’s mean, least to most over the kinds of year."
    )
    return Table("seen", f"Releases from {name}, on record and in the model", columns, tuple(rows), note)


def _schedule(schedules: tuple[Schedule, ...], node: str) -> Schedule | None:
    return next((schedule for schedule in schedules if schedule.node == node), None)


def _over_kinds(schedule: Schedule, t: int) -> str:
    return _range([row[t] for row in schedule.release_m3s])


def _range(values: list[float]) -> str:
    low, high = (decimals(value, 0) for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def _years(years: list[int]) -> str:
    return ", ".join(str(year) for year in sorted(set(years)))


def _sums(reading: Reading, region: Region | None) -> list[Item]:
    """Return the published range of payments for the irrigation regime beside what the zone gives."""
    terms = {
        row.item: row
        for row in (region.exchange_terms if region else ())
        if row.river == reading.result.settings.river and row.item in PUBLISHED
    }
    zone = reading.result.zone
    if len(terms) < len(PUBLISHED) or not zone:
        return []
    low, high = (terms[item].quantity for item in PUBLISHED)
    asked = [point.least_accepted_usd_m for point in zone]
    offered = [point.most_offered_usd_m for point in zone]
    verdict = "overlap" if max(asked) <= high and max(offered) >= low else "do not meet"
    text = (
        f"published estimates of the yearly payment run from {figure(low)} to {figure(high)} million USD. Here upstream"
        f" asks {_range(asked)} and downstream could offer {_range(offered)} million USD, depending on the worth of"
        f" water; the two ranges {verdict}."
    )
    return [Item("Payment for the irrigation regime", text)]


def _groups(reading: Reading) -> list[Item]:
    """Return the groups that end below what their members have each for itself, since outsiders answer."""
    values = {frozenset(c.members): c.outsiders_apart_usd_m for c in reading.result.coalitions}
    below = [
        (group, short) for group in reading.result.coalitions if (short := _short(group, values)) > LOSS_USD_M
    ]
    if not below:
        return []
    named = [
        f"{listed(reading.name(party) for party in group.members)} ({decimals(short, 1)} million USD)"
        for group, short in below
    ]
    text = f"some groups end below what their members have each alone, because the others answer: {listed(named)}."
    return [Item("Groups of states", text)]


def _short(group: CoalitionValue, values: dict[frozenset[str], float]) -> float:
    return sum(values[frozenset([party])] for party in group.members) - group.outsiders_apart_usd_m
