"""The bulletin as one HTML page that stands alone: tables, a map, a reliability diagram (DESIGN §9)."""

from __future__ import annotations

import json
import math
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment

MAP_BOX = (44.0, 88.0, 23.0, 56.0)
MAP_WIDTH, MAP_HEIGHT = 640, 480
# Where a state's name stands, and a mark when no boundaries are at hand: degrees east and north.
LABELS = {
    "Kazakhstan": (68.0, 48.5),
    "Kyrgyzstan": (75.0, 41.8),
    "Tajikistan": (70.5, 38.3),
    "Turkmenistan": (58.8, 39.2),
    "Uzbekistan": (63.8, 42.2),
    "Afghanistan": (65.0, 33.4),
    "Iran": (54.5, 32.0),
    "Pakistan": (68.0, 28.3),
    "China": (82.5, 40.5),
    "Russia": (64.0, 54.6),
    "Azerbaijan": (48.6, 41.6),
}
TEMPLATE = "bulletin.html.j2"


def bulletin_html(bulletin: dict[str, Any], boundaries: Path | None = None) -> str:
    """Return the page; `boundaries` is Natural Earth's countries as TopoJSON, else each state is a mark."""
    from markupsafe import Markup  # noqa: PLC0415

    text = resources.files("maslahat.outlook.events").joinpath(TEMPLATE).read_text(encoding="utf-8")
    page = Environment(autoescape=True, trim_blocks=True).from_string(text)
    page.globals.update(pct=_percent, num=lambda v: f"{v:,.0f}", km3=lambda v: f"{v / 1000:.2f}")
    violence = bulletin["violence"]
    # Both drawings are made of numbers and of the names in this file alone.
    drawings = {
        "map": Markup(map_svg(violence, boundaries)) if violence else "",
        "diagram": Markup(reliability_svg(violence["record"]["reliability"])) if violence else "",
    }
    return page.render(b=bulletin, **drawings)


def _percent(value: float) -> str:
    return f"{value:.2%}" if value < 0.1 else f"{value:.1%}"


def map_svg(violence: dict[str, Any], boundaries: Path | None) -> str:
    """Return the map: the five states and neighbours shaded by the probability of any death next month."""
    shade = {row["state"]: row["probability"] for row in violence["next_month"]}
    shade |= {row["state"]: row["months"][0]["any_death"] for row in violence["neighbours"]}
    shapes = country_rings(boundaries) if boundaries and boundaries.is_file() else {}
    parts = []
    for name, rings in shapes.items():
        path = " ".join("M" + "L".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in ring) + "Z" for ring in rings)
        fill = _colour(shade[name]) if name in shade else "#eef1f4"
        parts.append(f'<path d="{path}" fill="{fill}" stroke="#8a97a5" stroke-width=".7"/>')
    for name, (east, north) in LABELS.items():
        if name in shade:
            x, y = _x(east), _y(north)
            dot = (
                ""
                if shapes
                else f'<circle cx="{x:.0f}" cy="{y:.0f}" r="16" fill="{_colour(shade[name])}" stroke="#555"/>'
            )
            words = f"{name} {_percent(shade[name])}"
            label = f'<text class="name" x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{words}</text>'
            parts.append(dot + label)
    title = "Probability of any state-based death next month"
    return (
        f'<svg viewBox="0 0 {MAP_WIDTH} {MAP_HEIGHT + 24}" width="{MAP_WIDTH}" role="img" '
        f'aria-label="{title}" '
        f'font-size="12" font-family="system-ui,sans-serif"><clipPath id="box"><rect width="{MAP_WIDTH}" '
        f'height="{MAP_HEIGHT}"/></clipPath><g clip-path="url(#box)">{"".join(parts)}</g>'
        f'<text x="0" y="{MAP_HEIGHT + 18}" fill="#53606d">{title}</text>{_key()}</svg>'
    )


def _key() -> str:
    """Return the colours' key: one in a thousand to certain."""
    parts = []
    for place, (level, words) in enumerate(((0.001, "0.1%"), (0.01, "1%"), (0.1, "10%"), (1.0, "100%"))):
        x = MAP_WIDTH - 260 + place * 65
        parts.append(
            f'<rect x="{x}" y="{MAP_HEIGHT + 8}" width="16" height="12" fill="{_colour(level)}" stroke="#8a97a5"/>'
            f'<text x="{x + 21}" y="{MAP_HEIGHT + 18}" fill="#53606d">{words}</text>'
        )
    return "".join(parts)


def country_rings(path: Path) -> dict[str, list[list[tuple[float, float]]]]:
    """Return the rings (degrees) of each country that touches the map, from a quantized TopoJSON."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    found = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"], [])
        rings = [_joined(arcs, ring) for polygon in polygons for ring in polygon]
        near = [ring for ring in rings if any(_inside(x, y) for x, y in ring)]
        if near:
            found[shape["properties"]["name"]] = near
    return found


def _joined(arcs: list[list[tuple[float, float]]], ring: list[int]) -> list[tuple[float, float]]:
    """Join the arcs of a ring; a negative number is an arc run backwards."""
    points: list[tuple[float, float]] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _inside(x: float, y: float) -> bool:
    west, east, south, north = MAP_BOX
    return west <= x <= east and south <= y <= north


def _x(east: float) -> float:
    return (east - MAP_BOX[0]) / (MAP_BOX[1] - MAP_BOX[0]) * MAP_WIDTH


def _y(north: float) -> float:
    return (MAP_BOX[3] - north) / (MAP_BOX[3] - MAP_BOX[2]) * MAP_HEIGHT


def _colour(probability: float) -> str:
    """Return a shade from pale (one in a thousand) to dark (certain), on the log scale."""
    share = min(max((math.log10(max(probability, 1e-4)) + 3) / 3, 0.0), 1.0)
    low, high = (255, 246, 225), (201, 84, 61)
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(low, high, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def reliability_svg(bins: list[dict[str, Any]]) -> str:
    """Return the reliability diagram: what was said against how often it came, with the diagonal."""
    side, left, top = 260, 46, 14
    most = max([0.05, *(max(row["said"], row["came"]) for row in bins)]) * 1.15

    def at(said: float, came: float) -> tuple[float, float]:
        return left + said / most * side, top + side - came / most * side

    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + math.sqrt(row["cells"]) / 3:.1f}" '
        f'fill="#2f6f9f" fill-opacity=".55"/>'
        for row in bins
        for x, y in [at(row["said"], row["came"])]
    )
    ticks = "".join(
        f'<text x="{at(v, 0)[0]:.0f}" y="{top + side + 16}" text-anchor="middle">{v:.0%}</text>'
        f'<text x="{left - 6}" y="{at(0, v)[1] + 4:.0f}" text-anchor="end">{v:.0%}</text>'
        for v in (0.0, most / 2, most)
    )
    (x0, y0), (x1, y1) = at(0, 0), at(most, most)
    return (
        f'<svg viewBox="0 0 {side + 66} {side + 58}" width="{side + 66}" role="img" '
        f'aria-label="Reliability diagram" font-size="12" font-family="system-ui,sans-serif">'
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="none" stroke="#c6d0d9"/>'
        f'<path d="M{x0},{y0}L{x1},{y1}" stroke="#8a97a5" stroke-dasharray="4 4"/>{dots}{ticks}'
        f'<text x="{left}" y="{top + side + 36}" fill="#53606d">said (across), came true (up)</text></svg>'
    )
