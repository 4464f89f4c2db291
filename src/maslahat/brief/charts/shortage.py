"""Who runs short of what, and when, if every state goes alone."""

from __future__ import annotations

from typing import Any

import altair as alt

from maslahat.brief import sketch
from maslahat.brief.charts import style
from maslahat.brief.page import Chart, Column, Table
from maslahat.brief.reading import Reading, runs_short
from maslahat.brief.words import months, quantity, quantity_range
from maslahat.options.result import PartyOutcome, Shortage

THING = {"irrigation": "irrigation water", "power": "electricity"}
SHORT = "Short of need, %"


def shortage_chart(reading: Reading) -> Chart | None:
    """Return the shortages by month as a share of the month's need; None where nobody runs short."""
    panels = _panels(reading)
    if not panels:
        return None
    rows = [row for outcome, shortage in panels for row in _rows(reading, outcome, shortage)]
    title = _title(reading, panels)
    wide, narrow = style.specifications(lambda width: _draw(reading, rows, width), title)
    how = (
        "Bar: the mean of all possible years, as a share of what the state needs in that month. "
        "Line: 8 years in 10 lie on it. A state and a thing that is never short has no panel."
    )
    return Chart("shortage", title, how, wide, narrow, _table(reading, panels), _sketch(reading, panels))


def _panels(reading: Reading) -> list[tuple[PartyOutcome, Shortage]]:
    found = [
        (outcome, s)
        for outcome in reading.result.alone
        for s in (outcome.irrigation_short, outcome.power_short)
    ]
    found = [(outcome, shortage) for outcome, shortage in found if runs_short(shortage)]
    return sorted(found, key=lambda pair: pair[1].kind)


def _rows(reading: Reading, outcome: PartyOutcome, shortage: Shortage) -> list[dict[str, Any]]:
    rows = []
    for k, label in enumerate(reading.month_labels):
        need, month = shortage.need_monthly[k], shortage.monthly[k]
        part = 100 / need if need > 0 else 0.0
        rows.append(
            {
                "panel": _panel_name(reading, outcome, shortage),
                "state": reading.name(outcome.party),
                "month": label,
                "mean": month.mean * part,
                "low": month.low * part,
                "high": month.high * part,
            }
        )
    return rows


def _panel_name(reading: Reading, outcome: PartyOutcome, shortage: Shortage) -> str:
    return f"{reading.name(outcome.party)}: {THING[shortage.kind]}"


def _title(reading: Reading, panels: list[tuple[PartyOutcome, Shortage]]) -> str:
    """Return who is hit hardest, of water and of electricity, and when."""
    parts: list[str] = []
    for kind, thing in THING.items():
        of_kind = [pair for pair in panels if pair[1].kind == kind]
        if of_kind:
            outcome, worst = max(of_kind, key=lambda pair: pair[1].share_of_need)
            when = f", mostly in {months(worst.months)}" if worst.months else ""
            verb = "runs short " if not parts else ""
            parts.append(f"{reading.name(outcome.party)} {verb}of {thing}{when}")
    return f"Alone, {'; '.join(parts)}" + (": the largest shares of need" if len(panels) > len(parts) else "")


def _draw(reading: Reading, rows: list[dict[str, Any]], width: int) -> style.Specification:
    names = list(dict.fromkeys(row["panel"] for row in rows))
    columns = 1 if width < 400 or len(names) == 1 else 2
    inner = style.panel_width(width, columns)
    scale = style.extent(row["high"] for row in rows)
    base = alt.Chart().encode(x=style.month_axis(reading.month_labels, inner))
    axis = alt.Y("mean:Q", title=SHORT, scale=scale, axis=alt.Axis(tickCount=4))
    bars = base.mark_bar(size=inner // 20).encode(y=axis, color=style.state_colour(reading.parties))
    lines = base.mark_rule(color=style.INK, strokeWidth=1.5).encode(y="low:Q", y2="high:Q")
    layered = alt.layer(bars, lines).properties(width=inner, height=90)
    return style.grid(layered, rows, "panel", columns)


def _table(reading: Reading, panels: list[tuple[PartyOutcome, Shortage]]) -> Table:
    columns = (Column("Month", figures=False), *(Column(_panel_name(reading, o, s)) for o, s in panels))
    rows = tuple(
        (label, *(_cell(shortage, k) for _, shortage in panels))
        for k, label in enumerate(reading.month_labels)
    )
    return Table(
        "shortage-table",
        "Shortage by month, going alone",
        columns,
        rows,
        "The mean, and below it where 8 years in 10 lie.",
    )


def _cell(shortage: Shortage, k: int) -> str:
    spread = shortage.monthly[k]
    if spread.mean <= 0 and spread.high <= 0:
        return "0"
    return f"{quantity(spread.mean, shortage.unit)}\n{quantity_range(spread.low, spread.high, shortage.unit)}"


def _sketch(reading: Reading, panels: list[tuple[PartyOutcome, Shortage]]) -> tuple[str, ...]:
    lines = []
    for outcome, shortage in panels:
        shares = [
            100 * s.mean / n if n > 0 else 0.0
            for s, n in zip(shortage.monthly, shortage.need_monthly, strict=True)
        ]
        lines.append(sketch.months_line(_panel_name(reading, outcome, shortage), shares, "% of need"))
    return (sketch.months_head(reading.month_labels), *lines)
