"""What leaves the reservoir at the head of the river, month by month: each package against no agreement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from maslahat.brief import sketch
from maslahat.brief.charts import style
from maslahat.brief.page import Chart, Column, Table
from maslahat.brief.reading import Reading
from maslahat.brief.words import decimals, listed, number, volume
from maslahat.options.result import Package, Schedule

ALONE = "No agreement"
FLOW = "Release, m³/s"
SHADES = [style.INK, style.WATER, "#b0562b", "#5f8f3f", "#7a5ca8", "#a8892b", "#3f8f8f", "#9a4b6b"]


@dataclass(frozen=True, slots=True)
class Plan:
    """One schedule and the titles of the packages that share it."""

    titles: tuple[str, ...]
    schedule: Schedule

    @property
    def name(self) -> str:
        """One name for several titles, short enough for a line; `releases_chart` says whose it is."""
        if len(self.titles) < 3:
            return listed(self.titles)
        return f"{self.titles[0]} and {number(len(self.titles) - 1)} others"


def releases_chart(reading: Reading) -> Chart | None:
    """Return the releases by month and kind of year; None where no package has a schedule."""
    plans = plans_of(reading)
    alone = reading.head_schedule(reading.result.alone_schedules)
    if not plans or alone is None:
        return None
    shown = [Plan((ALONE,), alone), *plans]
    rows = [row for plan in shown for row in _rows(reading, plan)]
    title = _title(reading, alone, plans)
    wide, narrow = style.specifications(lambda width: _draw(reading, rows, width), title)
    return Chart(
        "releases", title, _reading(plans), wide, narrow, _table(reading, shown), _sketch(reading, shown)
    )


def plans_of(reading: Reading) -> list[Plan]:
    """Return the different schedules of the head reservoir among the packages offered, with their titles."""
    plans: list[Plan] = []
    for package in reading.offered:
        schedule = reading.head_schedule(package.schedules)
        if schedule is None:
            continue
        same = [k for k, plan in enumerate(plans) if same_releases(plan.schedule, schedule)]
        if same:
            plans[same[0]] = replace(plans[same[0]], titles=(*plans[same[0]].titles, package.title))
        else:
            plans.append(Plan((package.title,), schedule))
    return plans


def same_releases(one: Schedule, other: Schedule) -> bool:
    """Say whether two schedules of one reservoir release the same to within 1 m³/s in every month."""
    pairs = zip(one.release_m3s, other.release_m3s, strict=True)
    return one.node == other.node and all(
        abs(a - b) < 1.0 for left, right in pairs for a, b in zip(left, right, strict=True)
    )


def season_release_mm3(reading: Reading, package: Package | None, year_class: int) -> float:
    """Return what the head reservoir releases in a growing season; going alone where no package is given."""
    schedules = package.schedules if package else reading.result.alone_schedules
    schedule = reading.head_schedule(schedules)
    return sum(schedule.release_mm3[year_class][k] for k in reading.growing_months) if schedule else 0.0


def _reading(plans: list[Plan]) -> str:
    shared = [f"{listed(plan.titles)} share one line" for plan in plans if len(plan.titles) > 1]
    if not shared:
        return "One panel a kind of year, one line a package."
    return f"One panel a kind of year. {'; '.join(shared)}: the same releases, other payments."


def _rows(reading: Reading, plan: Plan) -> list[dict[str, Any]]:
    schedule = plan.schedule
    return [
        {"plan": plan.name, "kind": _kind(reading, c), "month": label, "flow": schedule.release_m3s[c][k]}
        for c in range(len(reading.classes))
        for k, label in enumerate(reading.month_labels)
    ]


def _kind(reading: Reading, index: int) -> str:
    return reading.class_words(index).capitalize()


def _title(reading: Reading, alone: Schedule, plans: list[Plan]) -> str:
    chosen = reading.head_schedule(reading.chosen.schedules) if reading.chosen else None
    agreed = chosen or plans[0].schedule
    difference = sum(agreed.release_mm3[0][k] - alone.release_mm3[0][k] for k in reading.growing_months)
    season = f"in the growing season of {reading.class_words(0)}"
    under = f"Under “{reading.chosen.title}” " if reading.chosen else ""
    if abs(difference) < 1:
        return f"{under}{agreed.name} releases as much {season} as without agreement"
    word = "more" if difference > 0 else "less"
    return f"{under}{agreed.name} releases {volume(abs(difference))} {word} {season} than without agreement"


def _draw(reading: Reading, rows: list[dict[str, Any]], width: int) -> style.Specification:
    plans = list(dict.fromkeys(row["plan"] for row in rows))
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    columns = 1 if width < 400 else min(len(kinds), 3)
    inner = style.panel_width(width, columns)
    key = alt.Legend(
        title=None, orient="top", direction="vertical", columns=1, symbolType="stroke", symbolSize=700,
        symbolStrokeWidth=2.5, labelLimit=width - 80,
    )  # fmt: skip
    scale = style.extent(row["flow"] for row in rows)

    def ranked(values: list[Any]) -> alt.Scale:
        return alt.Scale(domain=plans, range=[values[k % len(values)] for k in range(len(plans))])

    lines = (
        alt.Chart()
        .mark_line(strokeWidth=2.2)
        .encode(
            x=style.month_axis(reading.month_labels, inner),
            y=alt.Y("flow:Q", title=FLOW, scale=scale, axis=alt.Axis(tickCount=5)),
            color=alt.Color("plan:N", scale=ranked(SHADES), legend=key),
            strokeDash=alt.StrokeDash(
                "plan:N", scale=ranked([list(dash) for dash in style.DASHES]), legend=key
            ),
        )
    )
    layered = alt.layer(lines).properties(width=inner, height=150)
    return style.grid(layered, rows, "kind", columns)


def _table(reading: Reading, shown: list[Plan]) -> Table:
    kinds = range(len(reading.classes))
    columns = [Column("Month", figures=False)]
    columns += [Column(f"{plan.name}: {reading.classes[c].name}", "m³/s") for plan in shown for c in kinds]
    rows = tuple(
        (label, *(decimals(plan.schedule.release_m3s[c][k], 0) for plan in shown for c in kinds))
        for k, label in enumerate(reading.month_labels)
    )
    title = f"Releases from {shown[0].schedule.name} by month and kind of year"
    return Table("releases-table", title, tuple(columns), rows)


def _sketch(reading: Reading, shown: list[Plan]) -> tuple[str, ...]:
    top = max(flow for plan in shown for flow in plan.schedule.release_m3s[0])
    head = f"{sketch.months_head(reading.month_labels)}  in {reading.class_words(0)}"
    lines = [sketch.months_line(plan.name, plan.schedule.release_m3s[0], "m³/s", top) for plan in shown]
    return (head, *lines)
