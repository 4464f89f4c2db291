"""What all pictures share: widths, lines, the axis of months, and the way to an SVG without a network."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import altair as alt
import vl_convert

from maslahat.options.result import PartyInfo

WIDE = 780
NARROW = 330
INK = "#222222"
PALE = "#8a8a8a"
WATER = "#2f6f9f"
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "stroke")
SPACING = 22
DASHES = ((6, 3), (1, 0), (2, 2), (8, 3, 2, 3), (4, 4), (1, 3), (10, 4), (3, 1))
VEGA_LITE = "6.1"  # drawn offline: the address of the schema is a name

Specification = dict[str, Any]
Layered = alt.LayerChart | alt.FacetChart
Rows = Sequence[dict[str, Any]]
Maker = Callable[[int], Specification]


def specifications(make: Maker, title: str) -> tuple[Specification, Specification]:
    """Return the specification at the two widths, with the title wrapped to each."""
    return _specification(make, title, WIDE), _specification(make, title, NARROW)


def svg(specification: Specification, name: str, description: str) -> str:
    """Draw a specification as SVG text to be set in a page: without its title, ids made its own by `name`.

    Drawn offline by vl-convert; the title is left to the page, where it wraps and can be read aloud.
    """
    untitled = {key: value for key, value in specification.items() if key != "title"}
    drawn: str = vl_convert.vegalite_to_svg(untitled, vl_version=VEGA_LITE)
    drawn = re.sub(r'id="([^"]+)"', rf'id="{name}-\1"', drawn)
    drawn = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", drawn)
    label = description.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{label}" ', drawn, count=1)


def state_colour(parties: Sequence[PartyInfo]) -> alt.Color:
    """Return the colour of the states, the same in every picture."""
    scale = alt.Scale(domain=[party.name for party in parties], range=[party.colour for party in parties])
    return alt.Color("state:N", scale=scale, legend=None)


def month_axis(labels: Sequence[str], width: int) -> alt.X:
    """Return the axis of months; where there is little room a month is its first letter."""
    label = "slice(datum.label, 0, 1)" if width < 300 else "datum.label"
    axis = alt.Axis(labelAngle=0, title=None, grid=False, labelOverlap=False, labelExpr=label)
    return alt.X("month:O", sort=list(labels), axis=axis)


def grid(chart: Layered, rows: Rows, by: str, columns: int) -> Specification:
    """Return small multiples of one chart: a panel for each value of `by`, named above it, with own axes.

    The rows are set into the finished specification, in the place of the empty ones that altair puts there:
    it would copy them many times over.
    """
    made: Specification = chart.to_dict(validate=False)
    inner = {key: value for key, value in made.items() if key not in {"$schema", "config", "datasets"}}
    inner["layer"] = [
        {key: value for key, value in layer.items() if key != "data"} for layer in inner["layer"]
    ]
    names = list(dict.fromkeys(row[by] for row in rows))
    panels = [
        {**inner, "title": _name(name), "data": {"values": [row for row in rows if row[by] == name]}}
        for name in names
    ]
    schema = f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json"
    return {"$schema": schema, "columns": columns, "spacing": SPACING, "concat": panels}


def panel_width(width: int, columns: int, labels: int = 62) -> int:
    """Return the inner width of one of so many panels side by side, the axis labels of each taken off."""
    return max((width - 12 - SPACING * (columns - 1)) // columns - labels, 90)


def extent(numbers: Iterable[float], room: float = 0.0) -> alt.Scale:
    """Return one scale for all panels: from the least to the greatest number with zero among them.

    `room` is the share of the whole that is added at an end that is not zero, for the labels there.
    """
    known = [0.0, *numbers]
    low, high = min(known), max(known)
    more = room * (high - low)
    return alt.Scale(domain=[low - more * (low < 0), high + more * (high > 0)], nice=True)


def _name(text: str) -> Specification:
    return {"text": text, "anchor": "start", "fontSize": 13, "fontWeight": "bold", "offset": 6}


def _specification(make: Maker, title: str, width: int) -> Specification:
    spec = make(width)
    wrapped = textwrap.wrap(title, width // 8)
    spec["title"] = {"text": wrapped, "anchor": "start", "fontSize": 15, "offset": 12}
    spec["background"] = "#ffffff"
    spec["config"] = _config()
    spec["padding"] = 6
    return spec


def _config() -> Specification:
    return {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#e4e4e4",
            "domainColor": PALE,
            "tickColor": PALE,
        },
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 300, "labelColor": INK},
        "header": {"labelColor": INK},
        "title": {"color": INK},
        "facet": {"spacing": 18},
    }
