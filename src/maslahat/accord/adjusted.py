"""Adjusted Winner for two parties (Brams & Taylor 1996): envy-free, equitable and efficient (DESIGN §7).

Each party lays points on items; each item first goes to the one who values it more; then items pass from the
one ahead to the one behind in order of the smallest ratio of values until both hold the same share of their
own points. At most one item is divided. All arithmetic in fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from maslahat.accord.figure import figure
from maslahat.accord.table_rows import short
from maslahat.core import Fault, InputError

CLOSE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Points:
    """Items and what each of two parties lays on them, as shares of its total (they sum to one)."""

    items: tuple[str, ...]
    parties: tuple[str, str]
    shares: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Division:
    """`parts[item]` is the part of each item that the first party receives; `totals` what each then holds.

    `divided` names the item cut, if one is; `moved` the items in the order in which they passed over.
    """

    points: Points
    parts: tuple[Fraction, ...]
    totals: tuple[Fraction, Fraction]
    divided: str | None
    moved: tuple[str, ...]


def adjusted_winner(points: Points) -> Division:
    """Return the division of the items."""
    first, second = points.shares
    parts = [Fraction(1) if a >= b else Fraction(0) for a, b in zip(first, second, strict=True)]
    totals = _totals(points, parts)
    ahead = 0 if totals[0] >= totals[1] else 1
    own, other = points.shares[ahead], points.shares[1 - ahead]
    held = [k for k, part in enumerate(parts) if part == 1 - ahead]
    order = sorted(held, key=lambda k: (not other[k], own[k] / (other[k] or 1), k))
    moved: list[str] = []
    divided = None
    for item in order:
        lead = abs(totals[0] - totals[1])
        if lead == 0:
            break
        share = min(Fraction(1), lead / (own[item] + other[item])) if own[item] + other[item] else Fraction(0)
        parts[item] += -share if ahead == 0 else share
        totals = _totals(points, parts)
        if share:
            moved.append(points.items[item])
        if 0 < share < 1:
            divided = points.items[item]
    return Division(points, tuple(parts), totals, divided, tuple(moved))


def read_points(path: Path) -> Points:
    """Read a table (item or option, then the points of two parties). Raises InputError with every fault."""
    from maslahat.accord.table import read_sheet  # noqa: PLC0415 - a table is one way in, not the only one

    sheet = read_sheet(path)
    faults: list[Fault] = []
    if len(sheet.parties) != 2:
        faults.append(Fault(str(path), f"{len(sheet.parties)} parties", "two", "Adjusted Winner is for two."))
    faults += [
        Fault(row.where, f"a row {row.what!r}", "items and points alone")
        for row in sheet.rows
        if row.what != "score"
    ]
    faults += [Fault(row.where, "a row without an item", "its name") for row in sheet.rows if not row.option]
    items = tuple(row.option for row in sheet.rows)
    for item in sorted({item for item in items if items.count(item) > 1}):
        faults.append(Fault(str(path), f"item {item!r} twice", "each once"))
    columns = []
    for party in sheet.parties:
        values = []
        for row in sheet.rows:
            cell = row.values.get(party)
            values.append(
                _number(
                    cell.where if cell else f"{row.where}, party {party}", cell.text if cell else None, faults
                )
            )
        total = sum(values, Fraction(0))
        if not any(abs(total - good) <= CLOSE * good for good in (1, 100)):
            faults.append(
                Fault(f"{path}, points of {party}", f"points that sum to {float(total):g}", "100 (or 1)")
            )
        columns.append(tuple(value / (total or 1) for value in values))
    if faults:
        raise InputError(faults)
    return Points(items, (sheet.parties[0], sheet.parties[1]), (columns[0], columns[1]))


def _totals(points: Points, parts: list[Fraction]) -> tuple[Fraction, Fraction]:
    first = sum((p * v for p, v in zip(parts, points.shares[0], strict=True)), Fraction(0))
    second = sum(((1 - p) * v for p, v in zip(parts, points.shares[1], strict=True)), Fraction(0))
    return first, second


def _number(where: str, text: str | None, faults: list[Fault]) -> Fraction:
    value = figure(text or "")
    if value is None or value < 0:
        faults.append(Fault(where, short(text or ""), "a number of points, zero or more"))
    return value or Fraction(0)
