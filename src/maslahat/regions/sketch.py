"""The schematic drawing of a river in box characters, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from maslahat.regions.layout import Place, Way, place_river
from maslahat.regions.region import Region

SIGNS = {"inflow": "▼", "reservoir": "■", "junction": "●", "gauge": "┼", "demand": "◆", "terminal": "▲"}


def river_text(region: Region, river: str, storages: Mapping[str, float] | None = None) -> str:
    """Return the drawing of a river in box characters, at most 78 characters wide."""
    layout = place_river(region, river, storages)
    canvas = [[" "] * (2 * layout.columns) for _ in layout.places]
    for way in sorted(layout.ways, key=lambda way: not way.main):
        _trace(canvas, way)
    for place in layout.places:
        canvas[place.row][2 * place.column] = SIGNS[place.node.kind]
    lines = ["".join(cells) + _text_label(place) for cells, place in zip(canvas, layout.places, strict=True)]
    key = "  ".join(f"{sign} {kind}" for kind, sign in SIGNS.items())
    return "\n".join([*lines, "", key])


def _trace(canvas: list[list[str]], way: Way) -> None:
    """Draw down the column of the start, then across to the end."""
    start, end = 2 * way.start.column, 2 * way.end.column
    for row in range(way.start.row + 1, way.end.row):
        canvas[row][start] = "│"
    row = way.end.row
    if start == end or row <= way.start.row:
        return
    through = canvas[row][start] in "│├┤"
    canvas[row][start] = ("├" if through else "╰") if end > start else ("┤" if through else "╯")
    for column in range(min(start, end) + 1, max(start, end)):
        canvas[row][column] = "┼" if canvas[row][column] == "│" else "─"


def _text_label(place: Place) -> str:
    figure = ""
    if place.full_mm3 and place.storage_mm3 is not None:
        blocks = round(10 * place.storage_mm3 / place.full_mm3)
        bar = "█" * blocks + "░" * (10 - blocks)
        figure = f"{bar} {place.storage_mm3 / 1e3:.1f} of {place.full_mm3 / 1e3:.1f} km³"
    elif place.annual_km3 is not None:
        figure = f"{place.annual_km3:.1f} km³ a year"
    return f" {place.node.owner} {place.label[:34]:<34} {figure}".rstrip()
