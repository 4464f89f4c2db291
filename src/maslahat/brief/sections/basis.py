"""What this rests on: assumptions by their weight in the answer, errors of the method, sources."""

from __future__ import annotations

from maslahat.brief.page import Block, Column, Heading, Item, Items, Paragraph, Section, Table
from maslahat.brief.reading import Reading
from maslahat.brief.sections.agreed import sentence
from maslahat.brief.sections.missing import missing_blocks
from maslahat.brief.words import (
    capital,
    counted,
    decimals,
    figure,
    listed,
    money,
    number,
    percent,
    signed,
    volume,
)
from maslahat.options.result import Accuracy, Sensitivity
from maslahat.regions import Region

AT_REST_MM3 = 1.0
CLOSED = 1e-9
SHOWN = 12  # assumptions listed whatever their weight


def basis_section(reading: Reading, region: Region | None = None) -> Section:
    """Return the section on assumptions, accuracy and sources."""
    blocks: list[Block] = [Paragraph(basis_sentence(reading), "lead")]
    blocks += _assumptions(reading)
    blocks += [Heading("How exact the computation is"), _accuracy(reading)]
    blocks += missing_blocks(reading, region)
    blocks += _sources(reading)
    return Section("basis", "What this rests on", tuple(blocks))


def basis_sentence(reading: Reading) -> str:
    """Return how many figures the answer rests on and how many of them are assumed."""
    result = reading.result
    if result.figures <= 0:
        return "The figures that the answer rests on were not counted."
    share = percent(result.assumed_figures / result.figures)
    verb = "is" if result.assumed_figures == 1 else "are"
    return (
        f"The answer rests on {result.figures:,} figures. {result.assumed_figures:,} of them ({share}) {verb}"
        " assumed or derived, not measured or published."
    )


def by_weight(reading: Reading) -> list[Sensitivity]:
    """Return the assumptions, the one that moves the joint gain most first."""
    return sorted(reading.result.sensitivity, key=_swing, reverse=True)


def _swing(row: Sensitivity) -> float:
    return max(
        abs(row.joint_gain_low_usd_m - row.joint_gain_value_usd_m),
        abs(row.joint_gain_high_usd_m - row.joint_gain_value_usd_m),
    )


def _assumptions(reading: Reading) -> list[Block]:
    rows = by_weight(reading)
    if not rows:
        return [Paragraph("No assumption was varied in this run.")]
    shown = [row for k, row in enumerate(rows) if k < SHOWN or row.changes_answer]
    blocks: list[Block] = [
        Heading("Assumptions by their weight in the answer"),
        Paragraph(_weight_sentences(rows)),
    ]
    blocks.append(_table(shown))
    if len(shown) < len(rows):
        most = max(_swing(row) for row in rows if row not in shown)
        left = counted(len(rows) - len(shown), "other assumption")
        blocks.append(
            Paragraph(
                f"The {left} move the gain of all states by at most {money(most)}; the JSON file has them.",
                "note",
            )
        )
    return blocks


def _weight_sentences(rows: list[Sensitivity]) -> str:
    first = rows[0]
    text = (
        f"{capital(counted(len(rows), 'assumption'))} {'was' if len(rows) == 1 else 'were'} varied one at a"
        f" time over the band in which {'it' if len(rows) == 1 else 'each'} may lie. The heaviest is"
        f" “{first.title}”: over its band, {_band(first)}, the gain of all states together goes from"
        f" {money(first.joint_gain_low_usd_m)} to {money(first.joint_gain_high_usd_m)} a year."
    )
    turning = [f"“{row.title}”" for row in rows if row.changes_answer]
    if not turning:
        return f"{text} None of them, alone, takes the gain away from any state."
    which = (
        "One of them" if len(turning) == 1 else f"{capital(number(len(turning)))} of them, each by itself,"
    )
    verb = "takes" if len(turning) == 1 else "take"
    return (
        f"{text} {which} {verb} the gain away from at least one state at an end of the band:"
        f" {listed(turning)}."
    )


def _band(row: Sensitivity) -> str:
    if row.unit in {"factor", "share"}:
        return f"{percent(row.low)} to {percent(row.high)}" + (
            " of the figures used" if row.unit == "factor" else ""
        )
    return f"{_number(row.low)} to {_number(row.high)} {_unit(row)}"


def _unit(row: Sensitivity) -> str:
    return row.unit.replace("m3", "m³").replace("m2", "m²")


def _number(value: float) -> str:
    return decimals(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3)


def _table(rows: list[Sensitivity]) -> Table:
    columns = (
        Column("Assumption", figures=False),
        Column("Value, and its band"),
        Column("Gain of all, low end"),
        Column("Gain of all, high end"),
        Column("Least gain of a state, low and high end"),
    )
    cells = tuple(
        (
            row.title + (" *" if row.changes_answer else ""),
            _value(row),
            figure(row.joint_gain_low_usd_m),
            figure(row.joint_gain_high_usd_m),
            f"{signed(row.least_margin_low_usd_m)} to {signed(row.least_margin_high_usd_m)}",
        )
        for row in rows
    )
    note = (
        "Gains in million USD a year. An asterisk: at one end of the band the gain disappears for some state."
    )
    return Table("sensitivity", "The answer when one assumption is wrong", columns, cells, note)


def _value(row: Sensitivity) -> str:
    if row.unit == "factor":
        return f"as given\n{percent(row.low)} to {percent(row.high)}"
    if row.unit == "share":
        return f"{percent(row.value)}\n{percent(row.low)} to {percent(row.high)}"
    return f"{_number(row.value)} {_unit(row)}\n{_number(row.low)} to {_number(row.high)}"


def _accuracy(reading: Reading) -> Items:
    accuracy, settings = reading.result.accuracy, reading.result.settings
    energy = f"the year’s energy is off by {decimals(accuracy.energy_error_percent, 3)} %"
    planning = (
        f"plans are made on {settings.plan_traces} weighted years and tried out on all {settings.traces};"
        f" that moves the gain of all states by {money(accuracy.planning_error_usd_m)}."
    )
    rest = accuracy.balance_residual
    off = "less than one part in a thousand million" if rest <= CLOSED else f"{rest:.1e}"
    balances = f"water and energy balances are off by {off} of what flows through."
    entries = [
        Item("Energy", f"{energy}, since the head changes with the level."),
        Item("Planning", planning),
        Item("Balances", balances),
        Item("Going alone", _rest(accuracy)),
        Item("End of the season", capital(sentence(accuracy.end_of_horizon))),
    ]
    if accuracy.slack:
        given = " ".join(capital(sentence(text)) for text in accuracy.slack)
        entries.append(Item("Where the model had to give way", given))
    return Items(tuple(entries))


def _rest(accuracy: Accuracy) -> str:
    """Return whether the answers of the states to each other came to rest."""
    rounds, still = counted(accuracy.sweeps, "round"), volume(accuracy.residual_mm3)
    if accuracy.residual_mm3 <= AT_REST_MM3:
        return (
            f"the answers of the states to each other came to rest after {rounds}: no flow moved by more than"
            f" {still}."
        )
    return (
        f"the answers of the states to each other were followed for {rounds}; flows of up to {still} a month"
        " still moved."
    )


def _sources(reading: Reading) -> list[Block]:
    if not reading.sources:
        return []
    entries = tuple(
        Item(source.source, f"{source.author}, {source.title} ({source.year}).", sentence(source.where))
        for source in reading.sources
    )
    return [Heading("Sources"), Items(entries)]
