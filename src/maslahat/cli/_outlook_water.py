"""`maslahat outlook water`: the season on a river."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.core import Fault, InputError, Period, write_json

if TYPE_CHECKING:
    from maslahat.outlook import InflowTraces, YearClasses
    from maslahat.outlook.season import SeasonStatement
    from maslahat.regions import Region

SCHEMA = "maslahat/outlook-water/1"
_FORECAST = re.compile(r"^([a-z0-9-]+)=(\d+(?:\.\d+)?)%?(?:(?:±|\+-)(\d+(?:\.\d+)?)%?)?$")


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("water")(water)


def water(
    river: Annotated[str, typer.Argument(help="Key of the river, as in `maslahat region show`.")],
    start: Annotated[str, typer.Option(help="First month, YYYY-MM.")] = "2026-04",
    months: Annotated[int, typer.Option(help="How many months.")] = 12,
    forecast: Annotated[
        list[str] | None,
        typer.Option(help="NODE=PCT% of the growing-season norm, or NODE=PCT%±ERROR; once a head."),
    ] = None,
    traces: Annotated[int, typer.Option(help="How many traces.")] = 100,
    seed: Annotated[int, typer.Option(help="Seed of the ensemble.")] = 1,
    region: Annotated[
        Path | None, typer.Option(help="Folder or workbook of a region; default: Central Asia.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the ensemble and the statement here.")] = None,
) -> None:
    """Inflow expected at every head of a river, with the range of 8 years in 10 and the kinds of year."""
    import numpy as np

    from maslahat.outlook import classify, models_from_region
    from maslahat.outlook import traces as draw
    from maslahat.outlook.season import season_statement
    from maslahat.regions import load_region

    said, errors = parse_forecasts(forecast or [])
    loaded = load_region(region)
    models = models_from_region(loaded, loaded.river(river).river)
    drawn = draw(models, parse_start(start), months, traces, np.random.default_rng(seed), said, errors)
    statement, kinds = season_statement(drawn), classify(drawn)
    names = {row.node: row.name for row in loaded.nodes}
    _show(statement, kinds, names, _storage_sentence(loaded, river, parse_start(start), names))
    if json is not None:
        settings = {"start": start, "months": months, "traces": traces, "seed": seed, "forecast": said}
        write_json(json, _saved(river, loaded.digest, settings, drawn, statement, kinds))


def parse_start(text: str) -> Period:
    """Read a month; InputError otherwise."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise InputError(Fault("--start", repr(text), "a month as 2026-04")) from error


def parse_forecasts(given: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Return percent of the norm and standard error by head; InputError with all that cannot be read."""
    percents: dict[str, float] = {}
    errors: dict[str, float] = {}
    faults = []
    for text in given:
        found = _FORECAST.match(text.replace(" ", ""))
        if found is None:
            faults.append(Fault("--forecast", repr(text), "NODE=PCT%, as naryn=85% or naryn=85%±12"))
        elif found[1] in percents:
            faults.append(
                Fault("--forecast", f"a second forecast for {found[1]}", "one forecast for each head")
            )
        else:
            percents[found[1]] = float(found[2])
            if found[3]:
                errors[found[1]] = float(found[3])
    if faults:
        raise InputError(faults)
    return percents, errors


def _show(statement: SeasonStatement, kinds: YearClasses, names: dict[str, str], storage: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title=f"Inflow {statement.first} to {statement.last}, km³", title_justify="left")
    table.add_column("Head")
    for title in ("Expected", "8 years in 10", "Norm", "% of norm"):
        table.add_column(title, justify="right")
    for head in (*statement.heads, statement.river):
        low, high = head.low_mm3 / 1000, head.high_mm3 / 1000
        table.add_row(
            "All heads" if head.node == "all" else names.get(head.node, head.node),
            f"{head.expected_mm3 / 1000:.2f}",
            f"{low:.2f} to {high:.2f}",
            f"{head.norm_mm3 / 1000:.2f}",
            f"{head.percent:.0f}",
        )
    console.print(table)
    for note in statement.forecasts:
        name = names.get(note.node, note.node)
        console.print(
            f"The forecast of {note.percent:g} % for {name} leaves a standard error of "
            f"{note.error_percent:.0f} % of the norm ({note.error_without_percent:.0f} % without a forecast)."
        )
    for kind, name in enumerate(kinds.names):
        console.print(
            f"A {name} year: {_limits(kinds, kind)}, {100 * kinds.probability[kind]:.0f} years in 100."
        )
    console.print(storage)


def _storage_sentence(region: Region, river: str, start: Period, names: dict[str, str]) -> str:
    """Say how full the head reservoir is, and how that compares with earlier years."""
    from maslahat.outlook.season import storage_rank

    head = region.river(river).head
    row = next(row for row in region.reservoirs if row.river == river and row.node == head)
    holds = f"{names.get(head, head)} holds {row.initial_mm3 / 1000:.2f} km³ on {row.initial_date}"
    try:
        rank = storage_rank(region.observations, head, start, row.initial_mm3)
    except InputError:
        return f"{holds}; no earlier year is on record for about that day."
    lower, count = rank.rank - 1, len(rank.observed)
    return f"{holds}; {lower} of the {count} volumes on record for about that day were lower."


def _limits(kinds: YearClasses, kind: int) -> str:
    low, high = ((value / 1000 if value is not None else None) for value in kinds.limits_mm3(kind))
    if low is None:
        return f"up to {high:.1f} km³ at all heads"
    return f"more than {low:.1f} km³" if high is None else f"{low:.1f} to {high:.1f} km³"


def _saved(
    river: str,
    digest: str,
    settings: dict[str, Any],
    drawn: InflowTraces,
    statement: SeasonStatement,
    kinds: YearClasses,
) -> dict[str, Any]:
    from maslahat import __version__

    return {
        "schema": SCHEMA,
        "river": river,
        "settings": settings,
        "provenance": {"inputs": {"region": digest}, "version": __version__},
        "statement": [asdict(head) for head in (*statement.heads, statement.river)],
        "forecasts": [asdict(note) for note in statement.forecasts],
        "classes": [
            {"name": name, "limits_mm3": kinds.limits_mm3(k), "probability": kinds.probability[k]}
            for k, name in enumerate(kinds.names)
        ],
        "periods": [str(period) for period in drawn.periods],
        "nodes": drawn.nodes,
        "class_of_trace": kinds.member,
        "flow_m3s": drawn.flow_m3s,
    }
