"""How much water comes, and when: the fan of possible years at each head of the river."""

from __future__ import annotations

from typing import Any

import altair as alt

from maslahat.brief import sketch
from maslahat.brief.charts import style
from maslahat.brief.page import Chart, Column, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import decimals, percent
from maslahat.options.result import HeadInflow

FLOW = "Inflow, m³/s"


def inflow_chart(reading: Reading) -> Chart | None:
    """Return the inflow of each head by month with its spread; None where no inflow is known."""
    heads = reading.result.season.inflows
    if not heads:
        return None
    rows = [row for head in heads for row in _rows(reading, head)]
    title = _title(reading, heads)
    wide, narrow = style.specifications(lambda width: _draw(reading, rows, width), title)
    how = (
        "Line: the mean of all possible years. Dark band: 8 years in 10 lie in it. "
        "Light band: from the driest to the wettest of them."
    )
    return Chart("inflow", title, how, wide, narrow, _table(reading), _sketch(reading))


def flows_m3s(reading: Reading, head: HeadInflow, which: str) -> list[float]:
    """Return the monthly flow of one line of the fan (`mean`, `low`, `high`, `worst`, `best`) in m³/s."""
    return [
        getattr(spread, which) * 1e6 / period.seconds
        for period, spread in zip(reading.periods, head.monthly_mm3, strict=True)
    ]


def _rows(reading: Reading, head: HeadInflow) -> list[dict[str, Any]]:
    lines = {which: flows_m3s(reading, head, which) for which in ("mean", "low", "high", "worst", "best")}
    return [
        {"head": head.name, "month": label, **{which: line[k] for which, line in lines.items()}}
        for k, label in enumerate(reading.month_labels)
    ]


def _title(reading: Reading, heads: tuple[HeadInflow, ...]) -> str:
    totals = [sum(head.monthly_mm3[k].mean for head in heads) for k in range(len(reading.periods))]
    year = sum(totals)
    if not reading.growing_months or year <= 0:
        return "Inflow by month"
    share = sum(totals[k] for k in reading.growing_months) / year
    peak = max(range(len(totals)), key=lambda k: totals[k] / reading.periods[k].seconds)
    return (
        f"{percent(share)} of the season’s water comes in {reading.growing_words}, "
        f"the most of it in {reading.span((peak,))}"
    )


def _draw(reading: Reading, rows: list[dict[str, Any]], width: int) -> style.Specification:
    names = list(dict.fromkeys(row["head"] for row in rows))
    columns = 1 if width < 400 or len(names) == 1 else 2
    inner = style.panel_width(width, columns)
    scale = style.extent(row[which] for row in rows for which in ("worst", "best"))
    base = alt.Chart().encode(x=style.month_axis(reading.month_labels, inner))
    axis = alt.Y("worst:Q", title=FLOW, scale=scale, axis=alt.Axis(tickCount=4))
    extremes = base.mark_area(color=style.WATER, opacity=0.16).encode(y=axis, y2="best:Q")
    middle = base.mark_area(color=style.WATER, opacity=0.38).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(color=style.INK, strokeWidth=2).encode(y="mean:Q")
    layered = alt.layer(extremes, middle, line).properties(width=inner, height=120)
    return style.grid(layered, rows, "head", columns)


def _table(reading: Reading) -> Table:
    heads = reading.result.season.inflows
    columns = (Column("Month", figures=False), *(Column(head.name, "m³/s") for head in heads))
    fans = [[flows_m3s(reading, head, which) for which in ("mean", "low", "high")] for head in heads]
    rows = tuple(
        (label, *(f"{decimals(m[k], 0)}\n{decimals(lo[k], 0)} to {decimals(hi[k], 0)}" for m, lo, hi in fans))
        for k, label in enumerate(reading.month_labels)
    )
    return Table(
        "inflow-table", "Inflow by month", columns, rows, "The mean, and below it where 8 years in 10 lie."
    )


def _sketch(reading: Reading) -> tuple[str, ...]:
    lines = [
        sketch.months_line(head.name, flows_m3s(reading, head, "mean"), "m³/s")
        for head in reading.result.season.inflows
    ]
    return (sketch.months_head(reading.month_labels), *lines)
