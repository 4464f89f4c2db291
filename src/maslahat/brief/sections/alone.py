"""If every state goes alone: who runs short of what, when, how likely."""

from __future__ import annotations

from maslahat.brief.charts import shortage_chart
from maslahat.brief.page import Block, Column, Paragraph, Section, Table
from maslahat.brief.reading import Reading, runs_short
from maslahat.brief.words import NOTHING, in_years, listed, months, percent, quantity, quantity_range
from maslahat.options.result import PartyOutcome, Shortage

THING = {"irrigation": "irrigation water", "power": "electricity"}


def alone_section(reading: Reading) -> Section:
    """Return the section on going alone."""
    blocks: list[Block] = [Paragraph(_meaning(reading), "note")]
    blocks.append(Paragraph(short_sentence(reading), "lead"))
    short = [outcome for outcome in reading.result.alone if _any_short(outcome)]
    if short:
        blocks.append(_table(reading))
        blocks += [Paragraph(" ".join(_state_sentences(reading, outcome))) for outcome in short]
    chart = shortage_chart(reading)
    blocks += [chart] if chart else []
    winter = _winter_sentence(reading)
    blocks += [Paragraph(winter)] if winter else []
    return Section("alone", "If every state goes alone", tuple(blocks))


def short_sentence(reading: Reading) -> str:
    """Return who runs short of what, by how much and how often, in one sentence; or that nobody does."""
    parts = [part for kind in THING if (part := _short_of(reading, kind))]
    if not parts:
        return (
            "Going alone, no state runs short of irrigation water or electricity in any of the "
            f"{reading.traces} possible years."
        )
    return f"Going alone, {'; '.join(parts)}."


def _short_of(reading: Reading, kind: str) -> str:
    """Return the states that run short of one thing, the mean shortage and its chance behind each."""
    found = [
        (reading.name(outcome.party), shortage)
        for outcome in reading.result.alone
        for shortage in (outcome.irrigation_short, outcome.power_short)
        if shortage.kind == kind and runs_short(shortage)
    ]
    states = [
        f"{name} ({quantity(s.size.mean, s.unit)} on average, {in_years(s.probability, reading.traces)})"
        for name, s in found
    ]
    verb = "runs" if len(found) == 1 else "run"
    return f"{listed(states)} {verb} short of {THING[kind]}" if states else ""


def _meaning(reading: Reading) -> str:
    names = [party.name for party in reading.parties]
    order = f" ({listed(names)}, in this order)" if len(names) > 1 else ""
    return (
        "Going alone means: each state runs its own reservoirs and power plants for its own users, upstream"
        f" first{order}, and those below make the best of the water that reaches them. Power is bought and"
        " sold at the price without an agreement. A state is counted as short in a year in which more than 1"
        " % of what it asks for is missing."
    )


def _any_short(outcome: PartyOutcome) -> bool:
    return runs_short(outcome.irrigation_short) or runs_short(outcome.power_short)


def _table(reading: Reading) -> Table:
    columns = (
        Column("State", figures=False),
        Column("Short of irrigation water"),
        Column("Short of electricity"),
        Column("When", figures=False),
        Column("How likely"),
    )
    rows = tuple(_row(reading, outcome) for outcome in reading.result.alone)
    note = (
        "The mean of all possible years, and below it where 8 years in 10 lie. Two entries: water first, then"
        " electricity."
    )
    return Table("alone-table", "Shortage if every state goes alone", columns, rows, note)


def _row(reading: Reading, outcome: PartyOutcome) -> tuple[str, ...]:
    both = (outcome.irrigation_short, outcome.power_short)
    short = [shortage for shortage in both if runs_short(shortage)]
    when = "; ".join(months(shortage.months) for shortage in short if shortage.months)
    likely = "; ".join(percent(shortage.probability) for shortage in short)
    return (reading.name(outcome.party), *(_size(s) for s in both), when or NOTHING, likely or NOTHING)


def _size(shortage: Shortage) -> str:
    if not runs_short(shortage):
        return NOTHING
    size = shortage.size
    return f"{quantity(size.mean, shortage.unit)}\n{quantity_range(size.low, size.high, shortage.unit)}"


def _state_sentences(reading: Reading, outcome: PartyOutcome) -> list[str]:
    shortages = [s for s in (outcome.irrigation_short, outcome.power_short) if runs_short(s)]
    return [_sentence(reading, outcome, shortage, k > 0) for k, shortage in enumerate(shortages)]


def _sentence(reading: Reading, outcome: PartyOutcome, shortage: Shortage, again: bool) -> str:
    who = "It also" if again else reading.name(outcome.party)
    often = in_years(shortage.probability, reading.traces)
    size = shortage.size
    parts = [
        f"{who} is short of {THING[shortage.kind]} {often}",
        (
            f"on average by {quantity(size.mean, shortage.unit)} ({percent(shortage.share_of_need)} of what"
            " it needs in the season)"
        ),
        f"in one year of ten by more than {quantity(size.high, shortage.unit)}",
    ]
    when = f". Most of it falls in {months(shortage.months)}" if shortage.months else ""
    return f"{', '.join(parts)}{when}."


def _winter_sentence(reading: Reading) -> str:
    schedule = reading.head_schedule(reading.result.alone_schedules)
    if schedule is None or not reading.winter_months or not reading.growing_months:
        return ""
    weights = [kind.probability for kind in reading.classes]
    year = sum(w * sum(row) for w, row in zip(weights, schedule.release_mm3, strict=True))
    winter = sum(
        w * sum(row[k] for k in reading.winter_months)
        for w, row in zip(weights, schedule.release_mm3, strict=True)
    )
    if year <= 0:
        return ""
    return (
        f"Alone, {percent(winter / year)} of what {schedule.name} releases in the year flows from "
        f"{reading.winter_words}, outside the growing season."
    )
