"""The schematic drawing of a river as one Altair chart, for page, print and telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from maslahat.regions.layout import Layout, Place, place_river
from maslahat.regions.region import Region

WIDTH = 360  # pixels: a telephone
ROW = 17
NETWORK = (10, 84)  # from and to, pixels: the river
LABEL = 100
BAR = (272, 352)
RIVER_COLOUR = "#4f6d8a"
STORED, DEAD = "#bcd4e6", "#7f97ab"
INK = "#222222"
SHAPES = {
    "inflow": "triangle-down",
    "reservoir": "square",
    "junction": "circle",
    "gauge": "cross",
    "demand": "diamond",
    "terminal": "triangle-up",
}


def river_chart(region: Region, river: str, storages: Mapping[str, float] | None = None) -> alt.LayerChart:
    """Return the drawing of a river, 360 pixels wide: one row a node, source at the top.

    `storages` (million m³ by reservoir) fill the bars; without them the storages of the season's start do.
    Colours are those of the parties; kind of node, state and figures are readable without colour too.
    """
    layout = place_river(region, river, storages)
    height = ROW * len(layout.places)
    chart: alt.LayerChart = (
        alt.layer(
            _ways(layout, height),
            *_bars(layout, height),
            _nodes(layout, region, height),
            _labels(layout, height),
            _states(layout, height),
            _figures(layout, height),
        )
        .properties(width=WIDTH, height=height, title=_title(region, river, storages is not None))
        .configure_view(strokeWidth=0)
        .configure_legend(orient="bottom", columns=2, labelFontSize=11, titleFontSize=11, symbolStrokeWidth=1)
    )
    return chart


def _title(region: Region, river: str, stated: bool) -> alt.TitleParams:
    """Name the river and explain the marks; the date is that of the region unless storages were stated."""
    first = next((row.initial_date for row in region.reservoirs if row.river == river), None)
    when = f" on {first.day} {first:%B %Y}" if first and not stated else ""
    return alt.TitleParams(
        f"{region.river(river).name}: source to mouth",
        subtitle=[
            f"Bars: water stored{when} of the full storage, km³;",
            "the dark end cannot be used. Figures: mean inflow and",
            "request, km³ a year. Thick lines: river; thin: canals.",
        ],
        anchor="start",
        fontSize=14,
        subtitleFontSize=11,
    )


def _x(place: Place, layout: Layout) -> float:
    left, right = NETWORK
    return left + (right - left) * place.column / max(layout.columns - 1, 1)


def _data(values: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=values)


def _horizontal(field: str = "x") -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False, zero=False))


def _vertical(height: int, field: str = "y") -> alt.Y:
    return alt.Y(
        f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, height], nice=False, zero=False, reverse=True)
    )


def _y(row: float) -> float:
    return ROW * (row + 0.5)


def _ways(layout: Layout, height: int) -> alt.Chart:
    values = []
    for index, way in enumerate(layout.ways):
        start, end = _x(way.start, layout), _x(way.end, layout)
        bend = max(way.end.row - 1, way.start.row)
        corners = ((start, way.start.row), (start, bend), (end, way.end.row))
        for step, (x, row) in enumerate(corners):
            values.append({"way": index, "step": step, "x": x, "y": _y(row), "main": way.main})
    chart: alt.Chart = (
        alt.Chart(_data(values))
        .mark_line(color=RIVER_COLOUR)
        .encode(
            x=_horizontal(),
            y=_vertical(height),
            detail="way:N",
            order="step:Q",
            strokeWidth=alt.StrokeWidth(
                "main:N", legend=None, scale=alt.Scale(domain=[True, False], range=[3, 1])
            ),
        )
    )
    return chart


def _nodes(layout: Layout, region: Region, height: int) -> alt.Chart:
    values = [
        {"x": _x(place, layout), "y": _y(place.row), "kind": place.node.kind, "state": _name(region, place)}
        for place in layout.places
    ]
    present = {place.node.owner for place in layout.places}
    parties = [row for row in region.parties if row.party in present]
    kinds = [kind for kind in SHAPES if any(place.node.kind == kind for place in layout.places)]
    chart: alt.Chart = (
        alt.Chart(_data(values))
        .mark_point(filled=True, size=85, opacity=1, stroke=INK, strokeWidth=0.8)
        .encode(
            x=_horizontal(),
            y=_vertical(height),
            shape=alt.Shape(
                "kind:N",
                title="Kind",
                scale=alt.Scale(domain=kinds, range=[SHAPES[kind] for kind in kinds]),
            ),
            fill=alt.Fill(
                "state:N",
                title="State",
                scale=alt.Scale(domain=[row.name for row in parties], range=[row.colour for row in parties]),
            ),
        )
    )
    return chart


def _name(region: Region, place: Place) -> str:
    return region.party(place.node.owner).name


def _bars(layout: Layout, height: int) -> list[alt.Chart]:
    left, right = BAR
    values = []
    for place in layout.places:
        if place.full_mm3 and place.storage_mm3 is not None and place.dead_mm3 is not None:
            scale = (right - left) / place.full_mm3
            low, high = _y(place.row) - 6, _y(place.row) + 6
            for part, mm3 in (
                ("full", place.full_mm3),
                ("stored", place.storage_mm3),
                ("dead", place.dead_mm3),
            ):
                end = left + scale * (min(mm3, place.storage_mm3) if part == "dead" else mm3)
                values.append({"part": part, "x": left, "x2": end, "y": low, "y2": high})
    styles = {"full": ("#ffffff", INK), "stored": (STORED, None), "dead": (DEAD, None)}
    return [
        alt.Chart(_data([value for value in values if value["part"] == part]))
        .mark_rect(color=fill, stroke=stroke, strokeWidth=0.8)
        .encode(x=_horizontal(), x2="x2:Q", y=_vertical(height), y2="y2:Q")
        for part, (fill, stroke) in styles.items()
    ]


def _labels(layout: Layout, height: int) -> alt.Chart:
    values = [
        {
            "x": LABEL + 24,
            "y": _y(place.row),
            "text": place.label.replace(" reservoirs", "").replace(" reservoir", ""),
        }
        for place in layout.places
    ]
    return _text(values, height, align="left", fontSize=10.5)


def _states(layout: Layout, height: int) -> alt.Chart:
    values = [{"x": LABEL - 4, "y": _y(place.row), "text": place.node.owner} for place in layout.places]
    return _text(values, height, align="left", fontSize=9, fontWeight="bold")


def _figures(layout: Layout, height: int) -> alt.Chart:
    values = []
    for place in layout.places:
        if place.full_mm3 and place.storage_mm3 is not None:
            text = f"{place.storage_mm3 / 1e3:.1f} of {place.full_mm3 / 1e3:.1f}"
        elif place.annual_km3 is not None:
            text = f"{place.annual_km3:.1f}"
        else:
            continue
        values.append({"x": sum(BAR) / 2, "y": _y(place.row), "text": text})
    return _text(values, height, align="center", fontSize=10)


def _text(values: list[dict[str, Any]], height: int, **style: Any) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(_data(values))
        .mark_text(baseline="middle", color=INK, **style)
        .encode(x=_horizontal(), y=_vertical(height), text="text:N")
    )
    return chart
