"""What each state gains in each package, with the middle 80 % of it."""

from __future__ import annotations

from typing import Any

import altair as alt

from maslahat.brief import sketch
from maslahat.brief.charts import style
from maslahat.brief.page import Chart, Column, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import counted, listed, signed, within
from maslahat.options.result import Package, PartyOutcome

GAIN = "Gain, million USD a year"
FEW = 4  # packages; more stand three in a row, so that the chart fits a printed page


def gains_chart(reading: Reading) -> Chart | None:
    """Return the gains by package and state, offered packages first; None where no package was worked out."""
    packages = (*reading.offered, *reading.refused)
    if not packages:
        return None
    rows = [_row(reading, package, outcome) for package in packages for outcome in package.outcomes]
    title = _title(reading)
    wide, narrow = style.specifications(lambda width: _draw(reading, rows, width), title)
    how = (
        "Mark: the mean of all possible years, its shape and colour the state’s. Line: 8 years in 10 lie on"
        " it. Left of zero a state would have done better alone."
    )
    return Chart("gains", title, how, wide, narrow, _table(reading, packages), _sketch(reading, packages))


def package_name(package: Package) -> str:
    """Return the package's title, marked where it is not offered."""
    return package.title if package.offered else f"{package.title} (not offered)"


def _row(reading: Reading, package: Package, outcome: PartyOutcome) -> dict[str, Any]:
    gain = outcome.gain_usd_m
    return {
        "package": package_name(package),
        "state": reading.name(outcome.party),
        "mean": gain.mean,
        "low": gain.low,
        "high": gain.high,
        "label": signed(gain.mean),
    }


def _title(reading: Reading) -> str:
    if not reading.offered:
        return "No package leaves every state better off than going alone"
    exposed = [
        party.name
        for party in reading.parties
        if any(reading.outcome(package, party.party).gain_usd_m.low < 0 for package in reading.offered)
    ]
    start = f"On average every state gains in the {counted(len(reading.offered), 'package')} offered"
    if len(reading.offered) == 1:
        start = "On average every state gains in the one package offered"
    if not exposed:
        return f"{start}, and in at least 9 years of 10"
    return f"{start}; in one year of ten {listed(exposed)} can lose by one or more of them"


def _draw(reading: Reading, rows: list[dict[str, Any]], width: int) -> style.Specification:
    packages = list(dict.fromkeys(row["package"] for row in rows))
    columns = 1 if width < 400 else min(len(packages), 2 if len(packages) <= FEW else 3)
    states = [party.name for party in reading.parties]
    inner = style.panel_width(width, columns, 92)
    colour = style.state_colour(reading.parties)
    shape = alt.Shape(
        "state:N", scale=alt.Scale(domain=states, range=list(style.SHAPES[: len(states)])), legend=None
    )
    names = alt.Y(
        "state:N", sort=states, axis=alt.Axis(title=None, ticks=False, domain=False, labelPadding=6)
    )
    scale = style.extent((row[which] for row in rows for which in ("low", "high", "mean")), 0.04)
    axis = alt.X("low:Q", title=GAIN, scale=scale, axis=alt.Axis(tickCount=5))
    base = alt.Chart().encode(y=names)
    line = base.mark_rule(strokeWidth=2.5).encode(x=axis, x2="high:Q", color=colour)
    point = base.mark_point(filled=True, size=80, opacity=1).encode(x="mean:Q", color=colour, shape=shape)
    text = base.mark_text(dy=-10, fontSize=11, color=style.INK).encode(x="mean:Q", text="label:N")
    zero = alt.Chart().mark_rule(color=style.INK, strokeWidth=1).encode(x=alt.datum(0))
    layered = alt.layer(zero, line, point, text).properties(width=inner, height=28 * len(states))
    return style.grid(layered, rows, "package", columns)


def _table(reading: Reading, packages: tuple[Package, ...]) -> Table:
    columns = (
        Column("Package", figures=False),
        *(Column(party.name, "million USD") for party in reading.parties),
    )
    rows = tuple(
        (package_name(package), *(_cell(reading.outcome(package, party.party)) for party in reading.parties))
        for package in packages
    )
    return Table(
        "gains-chart-table",
        "Gain over no agreement, by package and state",
        columns,
        rows,
        "The mean, and below it where 8 years in 10 lie.",
    )


def _cell(outcome: PartyOutcome) -> str:
    return f"{signed(outcome.gain_usd_m.mean)}\n{within(outcome.gain_usd_m)}"


def _sketch(reading: Reading, packages: tuple[Package, ...]) -> tuple[str, ...]:
    shown = reading.chosen or packages[0]
    gains = [(reading.name(o.party), o.gain_usd_m) for o in shown.outcomes]
    span = sketch.span_of([end for _, gain in gains for end in (gain.low, gain.high)])
    lines = [
        f"{sketch.interval_line(name, gain.low, gain.mean, gain.high, span)} {signed(gain.mean):>5}"
        for name, gain in gains
    ]
    return (f"{package_name(shown)}, from {signed(span[0])} to {signed(span[1])} million USD a year:", *lines)
