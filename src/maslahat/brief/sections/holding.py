"""Will it hold: the month in which keeping the word hurts most, and what makes a state keep it."""

from __future__ import annotations

from maslahat.brief.page import Block, Column, Paragraph, Section, Table
from maslahat.brief.reading import Reading
from maslahat.brief.sections.agreed import sentence
from maslahat.brief.words import NOTHING, capital, decimals, figure, in_years, money, month, years_of
from maslahat.options.result import Package, PartyOutcome

EXPLAINED = (
    "What a state would gain by breaking its word in one month is set against what the agreement is worth to"
    " it in the years after. How much next year counts against this year is written as a weight between 0 and"
    " 1: at 0.9, a dollar next year counts 90 cents today."
)


def holding_section(reading: Reading) -> Section:
    """Return the section on whether the offered packages hold, the chosen one in words."""
    if not reading.offered or reading.chosen is None:
        return Section(
            "holding",
            "Will it hold",
            (Paragraph("Nothing is offered, so that nothing has to hold.", "lead"),),
        )
    blocks: list[Block] = [Paragraph(hardest_sentence(reading, reading.chosen), "lead")]
    blocks += [Paragraph(EXPLAINED, "note"), Paragraph(_kept(reading, reading.chosen))]
    blocks += [_party_table(reading, reading.chosen)]
    blocks += [_package_table(reading)] if len(reading.offered) > 1 else []
    blocks += [Paragraph(sentence(reading.result.keeping.sentence), "note")]
    return Section("holding", "Will it hold", tuple(blocks))


def hardest_sentence(reading: Reading, package: Package) -> str:
    """Return who is tempted most under the package, when, by how much, and what makes it keep its word."""
    outcome = max(package.outcomes, key=lambda outcome: outcome.temptation_usd_m)
    if outcome.temptation_usd_m < 0.05:
        return f"Under “{package.title}” no state gains in any month by breaking its word."
    when = month(outcome.tightest_month) if outcome.tightest_month else "one month"
    name = reading.name(outcome.party)
    return (
        f"Under “{package.title}” the hardest month is {when}: {name} would gain"
        f" {money(outcome.temptation_usd_m)} by breaking its word in it. {_condition(reading, outcome)}"
    )


def deposits(package: Package) -> list[PartyOutcome]:
    """Return the states that keep their word only with a deposit."""
    return [outcome for outcome in package.outcomes if outcome.escrow_usd_m >= 0.05]


def _condition(reading: Reading, outcome: PartyOutcome) -> str:
    discount = decimals(reading.result.keeping.discount, 2)
    if outcome.critical_discount is None:
        start = "No weight on the years to come makes it keep its word by itself"
    else:
        start = (
            f"It keeps its word if it weighs next year’s agreement at {_weight(outcome)} or more of this"
            " year’s"
        )
    if outcome.escrow_usd_m < 0.05:
        return f"{start}; at the weight assumed here, {discount}, no deposit is needed."
    return (
        f"{start}; at the weight assumed here, {discount}, a deposit of {money(outcome.escrow_usd_m)} closes"
        " the gap."
    )


def _weight(outcome: PartyOutcome) -> str:
    return "none" if outcome.critical_discount is None else decimals(outcome.critical_discount, 2)


def _kept(reading: Reading, package: Package) -> str:
    schedules = [schedule for schedule in package.schedules if schedule.scheduled]
    years = max((schedule.deviation_share for schedule in schedules), default=0.0)
    kept = _releases_kept(reading, years) if schedules else ""
    if package.regret_any_share <= 0:
        return f"{kept} No state regrets signing in any of the {reading.traces} years.".strip()
    often = in_years(package.regret_any_share, reading.traces)
    return f"{kept} At least one state regrets signing {often}.".strip()


def _releases_kept(reading: Reading, share: float) -> str:
    if share <= 0:
        return f"The agreed releases can be met in each of the {reading.traces} possible years."
    return f"The agreed releases cannot be met in some month {in_years(share, reading.traces)}."


def _party_table(reading: Reading, package: Package) -> Table:
    columns = (
        Column("State", figures=False),
        Column("Hardest month", figures=False),
        Column("Gain by breaking", "million USD"),
        Column("Keeps from weight"),
        Column("Deposit needed", "million USD"),
        Column("Regrets signing in"),
    )
    rows = tuple(_party_row(reading, outcome) for outcome in package.outcomes)
    note = (
        "Deposit: the smallest that makes the state keep its word at a weight of"
        f" {decimals(reading.result.keeping.discount, 2)}."
    )
    return Table("keeping", f"What makes each state keep “{package.title}”", columns, rows, note)


def _party_row(reading: Reading, outcome: PartyOutcome) -> tuple[str, ...]:
    tempted = outcome.temptation_usd_m >= 0.05
    return (
        reading.name(outcome.party),
        month(outcome.tightest_month) if outcome.tightest_month and tempted else NOTHING,
        figure(outcome.temptation_usd_m),
        capital(_weight(outcome)) if tempted else "any",
        figure(outcome.escrow_usd_m),
        years_of(outcome.regret_share, reading.traces),
    )


def _package_table(reading: Reading) -> Table:
    columns = (
        Column("Package", figures=False),
        Column("Most tempted", figures=False),
        Column("Hardest month", figures=False),
        Column("Keeps from weight"),
        Column("Deposits, all", "million USD"),
    )
    rows = tuple(_package_row(reading, package) for package in reading.offered)
    return Table("keeping-packages", "The packages offered, side by side", columns, rows)


def _package_row(reading: Reading, package: Package) -> tuple[str, ...]:
    hardest = max(package.outcomes, key=lambda outcome: outcome.temptation_usd_m)
    total = sum(outcome.escrow_usd_m for outcome in package.outcomes)
    if hardest.temptation_usd_m < 0.05:
        return (package.title, NOTHING, NOTHING, "any", figure(total))
    when = month(hardest.tightest_month) if hardest.tightest_month else NOTHING
    return (package.title, reading.name(hardest.party), when, capital(_weight(hardest)), figure(total))
