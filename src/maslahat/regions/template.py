"""A small river that loads and checks, for a user to overwrite: one reservoir, one plant, two states.

Every figure in it is made up and says so; the rows show what each table wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from maslahat.regions.region import Region
from maslahat.regions.rows import TABLES

UPPER, LOWER = "XAA", "XBB"  # codes that ISO 3166 leaves to users
MONTHS = range(1, 13)
FLOW = (40, 40, 50, 110, 210, 260, 230, 160, 90, 60, 50, 45)
REQUEST = (5, 5, 15, 60, 110, 150, 160, 120, 50, 15, 5, 5)
LOAD_UPPER = (260, 235, 220, 180, 160, 150, 155, 155, 150, 185, 230, 265)
LOAD_LOWER = (400, 360, 370, 340, 350, 340, 360, 355, 335, 350, 370, 395)
EVAPORATION = (10, 15, 40, 75, 110, 140, 165, 150, 105, 60, 25, 10)
BANDS = (
    ("inflow", "Norm of the inflow", "inflows.mean_m3s + inflow_models.annual_cv", 0.8, 1.2),
    ("reservoir-area", "Area of the full reservoir", "reservoirs.full_area_km2", 0.9, 1.1),
    ("evaporation", "Evaporation", "evaporation.depth_mm", 0.8, 1.2),
    ("efficiency", "Efficiency of the plant", "plants.efficiency", 0.95, 1.05),
    ("requests", "Requests of water", "demands.request_m3s", 0.85, 1.15),
    ("return-flow", "Water that returns", "demand_uses.return_share", 0.6, 1.4),
    ("value-steepness", "Value of the dearest water", "demand_values.relative_value", 0.8, 1.2),
    ("losses", "Losses of river and canals", "reaches.loss_share", 0.5, 2.0),
    ("least-flow", "Least flow to the lake", "gauge_rules.min_m3s", 0.5, 1.5),
    ("loads", "Electricity needed", "loads.load_gwh", 0.9, 1.1),
    ("other-generation", "Other generation", "other_generation.generation_gwh", 0.8, 1.2),
    ("fuel-price", "Price of fuel", "thermal_tiers.fuel_usd_per_mwh_th", 0.7, 1.5),
    ("line-capacity", "Capacity of the line", "lines.capacity_mw", 0.5, 1.2),
    ("import-price", "Price of power bought outside", "outside_prices.import_usd_per_mwh", 0.8, 1.5),
    ("unserved-cost", "Cost of load not served", "unserved.usd_per_mwh", 0.5, 2.0),
)


def template_region(river: str) -> Region:
    """Return a complete small region with one river of that key."""
    tables: dict[str, list[Any]] = {name: [] for name in TABLES}
    for name, cells in _rows(river):
        if name == "sources":
            tables[name].append(TABLES[name].model_validate(cells))
            continue
        made_up = {"source": "example", "confidence": "C", "note": "Made up: overwrite"}
        tables[name].append(TABLES[name].model_validate(made_up | cells))
    return Region(path=Path(river)).with_tables(tables)


def _rows(river: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "sources",
        {
            "source": "example",
            "author": "You",
            "title": "Made-up figures of the template",
            "year": "2026",
            "where": "Overwrite each row and give its real source",
        },
    )
    for code, name, name_ru, colour in (
        (UPPER, "Upland", "Верхняя", "#005F94"),
        (LOWER, "Lowland", "Нижняя", "#D55E00"),
    ):
        party = {"party": code, "name": name, "name_ru": name_ru, "adjective": name, "colour": colour}
        yield "parties", party
    yield (
        "rivers",
        {
            "river": river,
            "name": river.replace("-", " ").title(),
            "signatories": f"{UPPER};{LOWER}",
            "season_start": 4,
            "growing_season": "4;5;6;7;8;9",
            "head": "upper-lake",
            "head_inflow": "spring",
            "terminal": "lake",
        },
    )
    yield from _network(river)
    yield from _water(river)
    yield from _power()
    yield from _assumptions(river)


def _network(river: str) -> Iterator[tuple[str, dict[str, Any]]]:
    nodes = (
        ("spring", "River above the upper lake", "inflow", UPPER, 0, 0),
        ("upper-lake", "Upper reservoir", "reservoir", UPPER, 0, 1),
        ("border", "Gauge at the border", "gauge", UPPER, 0, 2),
        ("fields", "Fields of the lowland", "demand", LOWER, 1, 3),
        ("mouth", "Gauge above the lake", "gauge", LOWER, 0, 4),
        ("lake", "Terminal lake", "terminal", LOWER, 0, 5),
    )
    for node, name, kind, owner, x, y in nodes:
        place = {"river": river, "node": node, "name": name, "kind": kind, "owner": owner, "x": x, "y": y}
        yield "nodes", place
    ways: tuple[tuple[str, str, int, float], ...] = (
        ("spring", "upper-lake", 1, 0.0),
        ("upper-lake", "border", 1, 0.0),
        ("border", "fields", 2, 0.05),
        ("border", "mouth", 1, 0.03),
        ("mouth", "lake", 1, 0.02),
    )
    for start, end, order, loss in ways:
        way = {"river": river, "from_node": start, "to_node": end, "order": order, "loss_share": loss}
        yield "reaches", way


def _water(river: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for month in MONTHS:
        at = {"river": river, "month": month}
        yield "inflows", at | {"node": "spring", "mean_m3s": FLOW[month - 1], "cv": 0.25}
        yield "evaporation", at | {"node": "upper-lake", "depth_mm": EVAPORATION[month - 1]}
        yield "demands", at | {"node": "fields", "request_m3s": REQUEST[month - 1]}
        yield "gauge_rules", at | {"node": "mouth", "min_m3s": 5}
    variation = {"annual_cv": 0.2, "lag1_month": 0.8, "group": "snow-fed", "group_correlation": 0.9}
    yield "inflow_models", {"river": river, "node": "spring"} | variation
    yield (
        "reservoirs",
        {
            "river": river,
            "node": "upper-lake",
            "dead_mm3": 400,
            "full_mm3": 2400,
            "dead_level_m": 800,
            "full_level_m": 850,
            "dead_area_km2": 25,
            "full_area_km2": 55,
            "max_release_m3s": 600,
            "initial_mm3": 1200,
            "initial_date": date(2026, 4, 1),
            "scheduled": "yes",
        },
    )
    yield (
        "plants",
        {
            "river": river,
            "plant": "upper-plant",
            "name": "Upper plant",
            "node": "upper-lake",
            "owner": UPPER,
            "capacity_mw": 300,
            "turbine_m3s": 290,
            "tailwater_m": 720,
            "efficiency": 0.88,
            "status": "existing",
        },
    )
    fields = {"river": river, "node": "fields"}
    yield "demand_uses", fields | {"return_share": 0.2, "return_to": "mouth"}
    for step, share, value in ((1, 0.5, 1.4), (2, 0.3, 0.8), (3, 0.2, 0.3)):
        yield "demand_values", fields | {"step": step, "share": share, "relative_value": value}


def _power() -> Iterator[tuple[str, dict[str, Any]]]:
    for party, load in ((UPPER, LOAD_UPPER), (LOWER, LOAD_LOWER)):
        for month in MONTHS:
            at = {"party": party, "month": month}
            yield "loads", at | {"load_gwh": load[month - 1]}
            yield "other_generation", at | {"kind": "sun", "generation_gwh": 10}
            trade = {"import_usd_per_mwh": 30, "import_mw": 100, "export_usd_per_mwh": 20, "export_mw": 100}
            yield "outside_prices", at | trade
        yield "unserved", {"party": party, "usd_per_mwh": 200}
    yield (
        "thermal_tiers",
        {
            "party": LOWER,
            "tier": "gas",
            "fuel": "gas",
            "capacity_mw": 600,
            "availability": 0.8,
            "efficiency": 0.45,
            "fuel_usd_per_mwh_th": 12,
            "other_usd_per_mwh": 4,
        },
    )
    yield "lines", {"from_party": UPPER, "to_party": LOWER, "capacity_mw": 300, "loss_share": 0.03}


def _assumptions(river: str) -> Iterator[tuple[str, dict[str, Any]]]:
    water = {"assumption": "water-value", "title": "Value of a cubic metre at the field", "river": "all"}
    yield "assumptions", water | {"unit": "USD per m3", "low": 0.02, "value": 0.05, "high": 0.10}
    year = {"assumption": "price-year", "title": "Price year of all money", "river": "all"}
    yield "assumptions", year | {"unit": "year", "low": 2023, "value": 2023, "high": 2023}
    for key, title, target, low, high in BANDS:
        wide = "all" if TABLES[target.partition(".")[0]].model_fields.get("river") is None else river
        row = {"assumption": key, "title": title, "river": wide, "target": target, "unit": "factor"}
        yield "assumptions", row | {"low": low, "value": 1, "high": high}
