"""The tables that `maslahat region` prints; they fit 80 columns."""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table

from maslahat.core import Period
from maslahat.regions import Region
from maslahat.regions.layout import ANY_YEAR
from maslahat.regions.sketch import river_text

WIDTH = 80
CONFIDENCE = {
    "A": "official or primary",
    "B": "press or secondary",
    "C": "assumed or derived",
}


def print_river(region: Region, river: str) -> None:
    """Print the drawing and the tables of a river."""
    console = _console()
    rows = region.only(river)
    head = region.river(river)
    states = ", ".join(region.party(key).name for key in region.signatories(river))
    console.print(f"{head.name}: {states}", style="bold", highlight=False)
    console.print(river_text(region, river), highlight=False, soft_wrap=True)
    for table in (
        _reservoirs(rows),
        _plants(rows),
        _inflows(rows),
        _users(rows),
        _power(rows, region.signatories(river)),
        _lines(rows),
        _limits(rows),
        _assumptions(rows),
        _confidence(rows),
    ):
        if table.row_count:
            console.print()
            console.print(table)
    console.print(f"\n{len(_cited(rows))} sources; the region is {region.digest[:23]}…", highlight=False)


def print_summary(region: Region) -> None:
    """Say what a region holds that has no fault."""
    console = _console()
    table = _table(f"{region.path}: no fault", "table", "rows", "A", "B", "C")
    for name, rows in region.tables():
        grades = Counter(getattr(row, "confidence", "") for row in rows)
        if rows:
            table.add_row(name, str(len(rows)), *(str(grades[grade] or "") for grade in CONFIDENCE))
    console.print(table)
    console.print(f"rivers: {', '.join(row.river for row in region.rivers)}", highlight=False)
    console.print(region.digest, highlight=False)


def _console() -> Console:
    width = None if sys.stdout.isatty() and "COLUMNS" not in os.environ else WIDTH
    console = Console(width=width)
    return console if console.width <= WIDTH or width is None else Console(width=WIDTH)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, title_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 or column in ("state", "note") else "right")
    return table


def _km3(mm3: float) -> str:
    return f"{mm3 / 1e3:.2f}"


def _reservoirs(rows: Region) -> Table:
    owner = {node.node: node for node in rows.nodes}
    table = _table("Reservoirs, km³", "reservoir", "state", "dead", "full", "at start", "level, m", "conf.")
    for row in rows.reservoirs:
        node = owner[row.node]
        levels = f"{row.dead_level_m:g}-{row.full_level_m:g}"
        storages = (_km3(row.dead_mm3), _km3(row.full_mm3), _km3(row.initial_mm3))
        table.add_row(node.name, node.owner, *storages, levels, row.confidence)
    return table


def _plants(rows: Region) -> Table:
    table = _table("Plants", "plant", "state", "MW", "m³/s", "head, m", "published GWh", "conf.")
    lakes = {row.node: row for row in rows.reservoirs}
    for row in rows.plants:
        if row.head_m is not None:
            head = f"{row.head_m:g}"
        else:
            lake, tail = lakes[row.node], row.tailwater_m or 0.0
            head = f"{lake.dead_level_m - tail:.0f}-{lake.full_level_m - tail:.0f}"
        energy = f"{row.published_gwh:,.0f}" if row.published_gwh else ""
        cells = (f"{row.capacity_mw:,.0f}", f"{row.turbine_m3s:,.0f}", head, energy)
        table.add_row(row.name, row.owner, *cells, row.confidence)
    return table


def _volumes(entries: Iterable[tuple[str, int, float]]) -> dict[str, tuple[float, float, float]]:
    """Year and growing half (April to September) in km³ and the greatest flow, by node."""
    flows: dict[str, dict[int, float]] = defaultdict(dict)
    for node, month, flow in entries:
        flows[node][month] = flow
    result = {}
    for node, months in flows.items():
        volume = {month: Period(ANY_YEAR, month).mm3(flow) / 1e3 for month, flow in months.items()}
        summer = sum(value for month, value in volume.items() if 4 <= month <= 9)
        result[node] = (sum(volume.values()), summer, max(months.values()))
    return result


def _inflows(rows: Region) -> Table:
    names = {node.node: node for node in rows.nodes}
    spread = {row.node: row.annual_cv for row in rows.inflow_models}
    grade = {row.node: row.confidence for row in rows.inflows}
    table = _table(
        "Inflows, mean year", "inflow", "state", "km³", "Apr-Sep", "peak m³/s", "yearly CV", "conf."
    )
    entries = ((row.node, row.month, row.mean_m3s) for row in rows.inflows)
    for node, (year, summer, peak) in _volumes(entries).items():
        cells = (f"{year:.2f}", f"{summer:.2f}", f"{peak:,.0f}", f"{spread[node]:.2f}")
        table.add_row(names[node].name, names[node].owner, *cells, grade[node])
    return table


def _users(rows: Region) -> Table:
    names = {node.node: node for node in rows.nodes}
    uses = {row.node: row for row in rows.demand_uses}
    grade = {row.node: row.confidence for row in rows.demands}
    table = _table("Users of water", "user", "state", "km³", "Apr-Sep", "peak m³/s", "returns", "conf.")
    entries = ((row.node, row.month, row.request_m3s) for row in rows.demands)
    for node, (year, summer, peak) in _volumes(entries).items():
        cells = (f"{year:.2f}", f"{summer:.2f}", f"{peak:,.0f}", f"{uses[node].return_share:.0%}")
        table.add_row(names[node].name, names[node].owner, *cells, grade[node])
    return table


def _power(rows: Region, parties: Iterable[str]) -> Table:
    table = _table(
        "Power systems", "state", "load TWh", "Jan GWh", "Jul GWh", "other TWh", "thermal MW", "import MW"
    )
    for party in parties:
        load = {row.month: row.load_gwh for row in rows.loads if row.party == party}
        other = sum(row.generation_gwh for row in rows.other_generation if row.party == party)
        thermal = sum(row.capacity_mw * row.availability for row in rows.thermal_tiers if row.party == party)
        imports = max(row.import_mw for row in rows.outside_prices if row.party == party)
        cells = (f"{sum(load.values()) / 1e3:.1f}", f"{load[1]:,.0f}", f"{load[7]:,.0f}")
        table.add_row(party, *cells, f"{other / 1e3:.1f}", f"{thermal:,.0f}", f"{imports:,.0f}")
    return table


def _lines(rows: Region) -> Table:
    table = _table("Power lines between the states", "line", "MW", "loss", "conf.")
    for row in rows.lines:
        name = f"{row.from_party} - {row.to_party}"
        table.add_row(name, f"{row.capacity_mw:,.0f}", f"{row.loss_share:.0%}", row.confidence)
    return table


def _limits(rows: Region) -> Table:
    table = _table("Limits, shares and use as published", "season", "who", "kind", "value", "conf.")
    for row in rows.limits:
        value = f"{row.value:,.1f} %" if row.unit == "percent" else f"{row.value / 1e3:,.2f} km³"
        table.add_row(row.season, row.party, row.kind, value, row.confidence)
    return table


def _assumptions(rows: Region) -> Table:
    table = _table("Assumptions and their bands", "assumption", "low", "value", "high", "unit")
    table.columns[0].overflow = "fold"
    for row in rows.assumptions:
        table.add_row(row.title, f"{row.low:g}", f"{row.value:g}", f"{row.high:g}", row.unit)
    return table


def _confidence(rows: Region) -> Table:
    grades = Counter(
        row.confidence for name, table in rows.tables() for row in table if hasattr(row, "confidence")
    )
    table = _table("Confidence of the rows", "grade", "rows")
    for grade, words in CONFIDENCE.items():
        table.add_row(f"{grade} {words}", str(grades[grade]))
    return table


def _cited(rows: Region) -> set[str]:
    return {row.source for name, table in rows.tables() if name != "sources" for row in table}
