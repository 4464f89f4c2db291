"""A division by Adjusted Winner, as JSON and on a terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from maslahat.accord.adjusted import Division
from maslahat.accord.check import digest_of
from maslahat.accord.finite_text import plain_console
from maslahat.accord.finite_text_parts import number


def adjusted_json(division: Division) -> dict[str, Any]:
    """Return the division as a JSON value, a certificate of kind `division`; fractions beside doubles."""
    points = division.points
    document = {
        "format": "maslahat-adjusted-winner-1",
        "kind": "division",
        "parties": list(points.parties),
        "items": [
            {
                "item": item,
                "points": [float(100 * own[k]) for own in points.shares],
                "exact_points": [str(100 * own[k]) for own in points.shares],
                "parts": [float(part), float(1 - part)],
                "exact_parts": [str(part), str(1 - part)],
            }
            for k, (item, part) in enumerate(zip(points.items, division.parts, strict=True))
        ],
        "totals": [float(100 * total) for total in division.totals],
        "exact_totals": [str(100 * total) for total in division.totals],
        "divided": division.divided,
        "moved": list(division.moved),
    }
    return {**document, "digest": digest_of(document)}


def show_division(division: Division) -> None:
    """Print the division."""
    points = division.points
    table = Table(title="Adjusted Winner", title_justify="left")
    table.add_column("item")
    for party in points.parties:
        table.add_column(f"{party}: points", justify="right")
        table.add_column(f"{party}: receives", justify="right")
    for place, (item, part) in enumerate(zip(points.items, division.parts, strict=True)):
        cells = []
        for own, received in zip(points.shares, (part, 1 - part), strict=True):
            cells += [number(float(100 * own[place])), f"{number(float(100 * received))} %"]
        table.add_row(item, *cells)
    totals = [cell for total in division.totals for cell in ("", number(float(100 * total)))]
    table.add_row("points received", *totals, style="bold")
    plain_console().print(table)
