"""What every table and column holds, in words and units: for the data package, workbook and documents."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

from maslahat.regions.rows import TABLES

UNITS = {
    "_mm3": "million m³",
    "_m3s": "m³/s",
    "_gwh": "GWh",
    "_mw": "MW",
    "_km2": "km²",
    "_usd_per_mwh": "USD per MWh",
    "usd_per_mwh": "USD per MWh",
    "_usd_per_mwh_th": "USD per MWh of heat in the fuel",
    "_usd_per_m3": "USD per m³",
    "_level_m": "m above sea level",
    "level_m": "m above sea level",
    "tailwater_m": "m above sea level",
    "head_m": "m",
    "_km": "km",
    "_kha": "thousand hectares",
    "_mm": "mm in the month",
    "_days": "days",
    "share": "share of one",
    "_share": "share of one",
    "cv": "standard deviation by mean",
}
COLUMNS = {
    "source": "Where the figures of the row come from: a key of the table sources",
    "confidence": "A official or primary, B press or secondary, C assumption or derived",
    "note": "How the figure was arrived at, what to know about it; needed for C",
    "author": "Who wrote or published it",
    "title": "Title, in words a reader understands",
    "year": "Year; n.d. where none is given (sources)",
    "where": "Address, page, archive",
    "party": "Three-letter code of the state (ISO 3166)",
    "name": "Name in English",
    "name_ru": "Name in Russian",
    "adjective": "Adjective in English, as in the Kyrgyz side",
    "colour": "Colour of the state in charts, #RRGGBB",
    "river": "Key of the river (all: every river, for assumptions)",
    "signatories": "Codes of the states that bargain, upstream first, with ; between",
    "riparians": "Codes of further states on the river, with ; between",
    "season_start": "First month of the season",
    "growing_season": "Months of the growing season, with ; between",
    "head": "Key of the reservoir that the season is read from",
    "head_inflow": "Key of the inflow that year classes are read from, together with the others",
    "terminal": "Key of the node where the river ends",
    "node": "Key of the place on the river",
    "kind": "Kind of place, limit or generation",
    "owner": "Code of the state that runs it",
    "x": "Place in the schematic drawing, left to right (any unit)",
    "y": "Place in the schematic drawing, downstream (any unit)",
    "status": "existing, or option: left out unless switched on",
    "from_node": "Key of the node that the water leaves",
    "to_node": "Key of the node that the water reaches",
    "order": "1 the river, 2 and more canals and spillways",
    "capacity_m3s": "Greatest flow; empty: no limit",
    "loss_share": "Share lost on the way",
    "travel_days": "Time of travel",
    "length_km": "Length",
    "spill_cost_usd_per_m3": "Price on using the reach, as for spilling into a depression",
    "month": "Calendar month, 1 to 12",
    "mean_m3s": "Mean natural inflow in the month",
    "cv": "Spread of the monthly flow from year to year",
    "annual_cv": "Spread of the yearly flow from year to year",
    "lag1_month": "Persistence of standardised anomalies from month to month, -1 to 1",
    "group": "Inflows of one group vary together",
    "group_correlation": "Correlation with the common factor of the group",
    "flow_m3s": "Observed mean flow in the month",
    "dead_mm3": "Storage that cannot be released",
    "full_mm3": "Storage at the full level",
    "dead_level_m": "Level at dead storage",
    "full_level_m": "Level at full storage",
    "dead_area_km2": "Area at dead storage",
    "full_area_km2": "Area at full storage",
    "critical_mm3": "Storage below which the operator speaks of a critical level",
    "max_release_m3s": "Greatest release through all outlets",
    "initial_mm3": "Storage at the start of the default season",
    "initial_date": "Date of the initial storage",
    "scheduled": "yes: its releases are what the states agree on",
    "storage_mm3": "Storage",
    "level_m": "Level",
    "area_km2": "Area",
    "min_mm3": "Least storage at the end of the month",
    "max_mm3": "Greatest storage at the end of the month",
    "applies": "always, or treaty: only where a package says so",
    "depth_mm": "Net evaporation, rain taken off",
    "plant": "Key of the plant",
    "capacity_mw": "Greatest power",
    "turbine_m3s": "Greatest flow through the turbines",
    "head_m": "Fixed head; empty where the head follows the level of the reservoir",
    "tailwater_m": "Level below the plant, where the head follows the level of the reservoir",
    "efficiency": "Efficiency, 0 to 1",
    "published_gwh": "Energy of a mean year as published",
    "request_m3s": "Withdrawal asked for, at the head of the field canals",
    "return_share": "Share of the withdrawal that comes back to the river",
    "return_to": "Key of the node where it comes back",
    "irrigated_kha": "Irrigated area",
    "step": "Step of the benefit curve, 1 the dearest",
    "share": "Share of the request in this step",
    "relative_value": "Worth of a m³ in this step, as a multiple of the water value",
    "min_m3s": "Least flow",
    "max_m3s": "Greatest flow",
    "season": "Season in words, as growing 2025",
    "value": "Value: of the assumption, or of the limit in its unit",
    "unit": "Unit of the figure",
    "load_gwh": "Electricity needed in the month",
    "stands_for": "River whose plants the row stands for; it counts only where that river is not modelled",
    "generation_gwh": "Electricity made in the month",
    "tier": "Key of the block of plant",
    "fuel": "Fuel",
    "availability": "Share of the capacity that can run",
    "fuel_usd_per_mwh_th": "Price of the fuel",
    "other_usd_per_mwh": "Other costs that grow with generation",
    "from_party": "State at one end, or that promised",
    "to_party": "State at the other end, or that was promised",
    "import_usd_per_mwh": "Price of power bought outside without an agreement",
    "import_mw": "Greatest power bought outside",
    "export_usd_per_mwh": "Price of power sold outside without an agreement",
    "export_mw": "Greatest power sold outside",
    "usd_per_mwh": "Cost of load that is not served",
    "assumption": "Key of the assumption",
    "target": "What it multiplies: table.column or table[key=value].column; empty: a figure read by its key",
    "low": "Low end of the band, a factor where there is a target",
    "high": "High end of the band, a factor where there is a target",
    "item": "What was promised or delivered",
    "quantity": "How much, in the unit given",
    "period": "When, in words",
    "date": "Date",
    "date_precision": "How well the date is known",
    "inflow_m3s": "Inflow on that day",
    "outflow_m3s": "Outflow on that day",
}


def table_words(name: str) -> str:
    """Return what a table holds: the first sentence of its model."""
    return (TABLES[name].__doc__ or "").strip().splitlines()[0].partition(". ")[0].rstrip(".")


def column_words(name: str, column: str) -> str:
    """Return what a column holds, with its unit."""
    unit = column_unit(column)
    words = COLUMNS[column]
    return f"{words} ({unit})" if unit and column in TABLES[name].model_fields else words


def column_unit(column: str) -> str:
    """Return the unit that the name of a column ends in, or nothing."""
    fitting = [end for end in UNITS if column == end or (end.startswith("_") and column.endswith(end))]
    return UNITS[max(fitting, key=len)] if fitting else ""


def column_order(name: str) -> list[str]:
    """Return the columns of a table as its file has them: source, confidence and note last."""
    fields = list(TABLES[name].model_fields)
    last = [column for column in ("source", "confidence", "note") if "confidence" in fields]
    return [column for column in fields if column not in last] + last


def choices(name: str, column: str) -> tuple[str, ...]:
    """Return the words that a cell may hold where they are few, else nothing."""
    annotation = TABLES[name].model_fields[column].annotation
    return tuple(str(word) for word in get_args(annotation)) if get_origin(annotation) is Literal else ()
