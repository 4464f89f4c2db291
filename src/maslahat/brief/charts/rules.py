"""The rules of fairness side by side: what each gives each state."""

from __future__ import annotations

from typing import Any

import altair as alt

from maslahat.brief import sketch
from maslahat.brief.charts import style
from maslahat.brief.page import Chart, Column, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import figure, money, signed
from maslahat.options.result import RuleView

GAIN = "Expected gain, million USD a year"


def rules_chart(reading: Reading) -> Chart | None:
    """Return what each rule gives each state; None where no rule was worked out."""
    rules = reading.result.rules
    if not rules:
        return None
    rows = [_row(rule, party.party, party.name) for party in reading.parties for rule in rules]
    title = _title(reading)
    wide, narrow = style.specifications(lambda width: _draw(reading, rows, width), title)
    how = "One panel a state, one bar a rule. The bars of one rule add up to the gain of all states together."
    return Chart("rules", title, how, wide, narrow, _table(reading), _sketch(reading))


def _row(rule: RuleView, party: str, name: str) -> dict[str, Any]:
    gain = rule.gains_usd_m.get(party, 0.0)
    return {"rule": rule.title, "state": name, "gain": gain, "label": signed(gain)}


def _title(reading: Reading) -> str:
    rules = reading.result.rules

    def extent(party: str) -> float:
        gains = [rule.gains_usd_m.get(party, 0.0) for rule in rules]
        return max(gains) - min(gains)

    widest = max(reading.parties, key=lambda party: extent(party.party))
    if extent(widest.party) < 0.5:
        return "All rules give every state the same, to within half a million USD"
    low = min(rules, key=lambda rule: rule.gains_usd_m.get(widest.party, 0.0))
    high = max(rules, key=lambda rule: rule.gains_usd_m.get(widest.party, 0.0))
    return (
        f"The rules differ most on {widest.name}: from {figure(low.gains_usd_m[widest.party])} ({low.title}) "
        f"to {money(high.gains_usd_m[widest.party])} ({high.title})"
    )


def _draw(reading: Reading, rows: list[dict[str, Any]], width: int) -> style.Specification:
    rules = list(dict.fromkeys(row["rule"] for row in rows))
    states = [party.name for party in reading.parties]
    columns = 1 if width < 400 or len(states) == 1 else 2
    inner = style.panel_width(width, columns, 128)
    colour = style.state_colour(reading.parties)
    axis = alt.Axis(title=None, ticks=False, domain=False, labelPadding=6, labelLimit=110)
    scale = style.extent((row["gain"] for row in rows), 0.15)
    base = alt.Chart().encode(
        y=alt.Y("rule:N", sort=rules, axis=axis),
        x=alt.X("gain:Q", title=GAIN, scale=scale, axis=alt.Axis(tickCount=5)),
    )
    bars = base.mark_bar(size=13).encode(color=colour)
    above, below = base.transform_filter("datum.gain >= 0"), base.transform_filter("datum.gain < 0")
    right = above.mark_text(align="left", dx=4, fontSize=11).encode(text="label:N")
    left = below.mark_text(align="right", dx=-4, fontSize=11).encode(text="label:N")
    layered = alt.layer(bars, right, left).properties(width=inner, height=20 * len(rules))
    return style.grid(layered, rows, "state", columns)


def _table(reading: Reading) -> Table:
    columns = (
        Column("Rule", figures=False),
        *(Column(party.name, "million USD") for party in reading.parties),
    )
    rows = tuple(
        (rule.title, *(signed(rule.gains_usd_m.get(party.party, 0.0)) for party in reading.parties))
        for rule in reading.result.rules
    )
    return Table("rules-chart-table", "Expected gain by rule and state", columns, rows)


def _sketch(reading: Reading) -> tuple[str, ...]:
    rows = [(rule.title, rule.gains_usd_m) for rule in reading.result.rules]
    widest = max(
        reading.parties,
        key=lambda p: max(g.get(p.party, 0.0) for _, g in rows) - min(g.get(p.party, 0.0) for _, g in rows),
    )
    gains = [gain.get(widest.party, 0.0) for _, gain in rows]
    span = sketch.span_of(gains)
    lines = [
        f"{sketch.bar_line(title, gain, span)} {signed(gain)}"
        for (title, _), gain in zip(rows, gains, strict=True)
    ]
    return (f"{widest.name}, expected gain in million USD a year:", *lines)
