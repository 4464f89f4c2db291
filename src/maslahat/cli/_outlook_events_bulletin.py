"""`maslahat outlook bulletin`: the monthly page, in the terminal, as HTML and as JSON."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.core import Fault, InputError, Period, write_json
from maslahat.core.canonical import write_text

if TYPE_CHECKING:
    from maslahat.outlook.season import SeasonStatement

HISTORIES = ("events/sb_history/*.csv", "sb_history/*.csv", "*history*.csv", "ged_sb_cm_*.csv")
EVENTS = (
    "events/ucdp_candidate/GEDEvent_*[0-9].csv",
    "ucdp_candidate/GEDEvent_*[0-9].csv",
    "GEDEvent_*[0-9].csv",
)
SEIZURES = ("platform/unodc_ids/*.csv", "unodc_ids/*.csv", "ids_*.csv")
BOUNDARIES = (
    "platform/natural_earth/countries-50m.json",
    "natural_earth/countries-50m.json",
    "countries-50m.json",
)
LAST_MONTH_OF_SEASON = 9
FOLDERS = ("MASLAHAT_DATA", "MASLAHAT_TEST_DATA")


def register(group: typer.Typer) -> None:
    """Add the verb."""
    group.command("bulletin")(bulletin)


def bulletin(
    data: Annotated[
        Path | None, typer.Option(help="Folder with the data; default: $MASLAHAT_DATA, then ../shared/data.")
    ] = None,
    history: Annotated[Path | None, typer.Option(help="Month × country table of deaths.")] = None,
    events: Annotated[Path | None, typer.Option(help="File of UCDP Candidate events.")] = None,
    seizures: Annotated[Path | None, typer.Option(help="File of individual drug seizures.")] = None,
    start: Annotated[
        str | None,
        typer.Option(help="First month of the river outlook, YYYY-MM; default: the season's April."),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", help="Day of issue, YYYY-MM-DD; default: today.")
    ] = None,
    budget: Annotated[float, typer.Option(help="False alarms a state and year that you bear.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Seed of the river ensemble.")] = 1,
    html: Annotated[Path | None, typer.Option(help="Write the page here.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the bulletin as JSON here.")] = None,
) -> None:
    """The month for the region and its neighbours: violence, both rivers, seizures; each with its limits."""
    from maslahat.evidence import read_evidence
    from maslahat.outlook.events import read_panel
    from maslahat.outlook.events.bulletin import Sources, build_bulletin
    from maslahat.outlook.events.bulletin_page import bulletin_html

    issued = _issued(day)
    folder = data_folder(data)
    history, events = history or _first(folder, HISTORIES), events or _first(folder, EVENTS)
    seizures = seizures or _first(folder, SEIZURES)
    made = build_bulletin(
        Sources(
            panel=read_panel(history) if history else None,
            events=read_evidence(events) if events else None,
            seizures=read_evidence(seizures) if seizures else None,
            rivers=_rivers(start or _season(issued), seed),
        ),
        budget,
        issued,
    )
    _show(made)
    if html is not None:
        write_text(html, bulletin_html(made, _first(folder, BOUNDARIES)))
    if json is not None:
        write_json(json, made)


def data_folder(given: Path | None) -> Path | None:
    """Return the folder of data: the one given, of the environment, or beside the working folder."""
    if given is not None:
        if not given.is_dir():
            raise InputError(Fault("--data", f"no folder {given}", "a folder with the data"))
        return given
    named = [Path(os.environ[key]) for key in FOLDERS if os.environ.get(key)]
    return next((p for p in [*named, Path("shared/data"), Path("../shared/data")] if p.is_dir()), None)


def _issued(text: str | None) -> date:
    """Return the day of issue."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise InputError(Fault("--date", repr(text), "a day as 2026-11-01")) from error


def _season(issued: date) -> str:
    """Return the April of the season that runs (April to September) or comes next."""
    return f"{issued.year + (issued.month > LAST_MONTH_OF_SEASON)}-04"


def _first(folder: Path | None, patterns: tuple[str, ...]) -> Path | None:
    """Return the last file by name of the first pattern that has one."""
    if folder is None:
        return None
    return next((sorted(found)[-1] for p in patterns if (found := list(folder.glob(p)))), None)


def _rivers(start: str, seed: int) -> tuple[tuple[str, SeasonStatement], ...]:
    """Return the season statement of every river of the region."""
    import numpy as np

    from maslahat.outlook import models_from_region, traces
    from maslahat.outlook.season import season_statement
    from maslahat.regions import load_region

    try:
        first = Period.parse(start)
    except ValueError as error:
        raise InputError(Fault("--start", repr(start), "a month as 2026-04")) from error
    region = load_region(None)
    statements = []
    for river in region.rivers:
        drawn = traces(
            models_from_region(region, river.river), first, 12, 100, np.random.default_rng(seed), {}, {}
        )
        statements.append((river.name, season_statement(drawn)))
    return tuple(statements)


def _show(made: dict[str, Any]) -> None:
    """Print the bulletin's main lines."""
    typer.echo(f"Outlook bulletin, issued {made['issued']}")
    for line in made["age"]:
        typer.echo(f"old data: {line}")
    for line in made["missing"]:
        typer.echo(f"missing: {line}")
    if made["violence"]:
        _show_violence(made["violence"])
    if made["records"]:
        rows = made["records"]
        typer.echo(
            f"\nEvents recorded, {rows['source']} {rows['release']}, {rows['first']} to {rows['last']}"
        )
        for row in rows["by_state"]:
            typer.echo(
                f"  {row['state']:<13} {row['kind']:<12} {row['events']:>4} events, "
                f"{row['deaths']:,.0f} deaths (best)"
            )
        typer.echo(f"  no record: {', '.join(rows['without_a_record']) or 'none'}")
    for river in made["rivers"]:
        whole = river["heads"][-1]
        typer.echo(
            f"\n{river['river']}, {river['first']} to {river['last']}: "
            f"{whole['expected_mm3'] / 1000:.1f} km³ expected, "
            f"8 years in 10 from {whole['low_mm3'] / 1000:.1f} to {whole['high_mm3'] / 1000:.1f} "
            f"({whole['percent']:.0f} % of the norm)"
        )
    if made["seizures"]:
        part = made["seizures"]
        typer.echo(f"\nSeizures as reported, {part['source']}, {part['first']} to {part['last']}")
        for row in part["by_state"]:
            typer.echo(f"  {row['state']:<13} {row['year']} {row['seizures']:>5}")
    parts = [p for p in (made["violence"], made["records"], *made["rivers"], made["seizures"]) if p]
    typer.echo("\nLimits")
    for line in dict.fromkeys(line for part in parts for line in part["limits"]):
        typer.echo(f"  {line}")


def _show_violence(part: dict[str, Any]) -> None:
    typer.echo(
        f"Any state-based death in {part['next_month'][0]['month']} "
        f"(known to {part['data_until']}, {part['release']})"
    )
    for row in part["next_month"]:
        mark = "AMBER" if row["raised"] else "     "
        views = ", ".join(f"{name} {value:.2%}" for name, value in row["views"].items())
        typer.echo(
            f"  {mark} {row['state']:<13} {row['probability']:>7.2%}  "
            f"base rate {row['base_rate']:>7.2%}  ({views})"
        )
        if row["raised"]:
            typer.echo(
                f"        {row['would_change_it']} Threshold {row['threshold']:.2%}, release {row['release']}."
            )
            typer.echo(f"        records at hand: {len(row['evidence'])}")
            for item in row["evidence"][:3]:
                typer.echo(
                    f"          {item['date_start']} {item['place']}, {item['best']:.0f} dead ({item['record_id']})"
                )
    since, budget = part["alerts_in_the_past"][0]["since"], part["budget_false_alarms_a_year"]
    typer.echo(f"  alerts since {since}, at most {budget:g} false a state and year")
    for row in part["alerts_in_the_past"]:
        missed = f"; missed {', '.join(row['missed_months'])}" if row["missed_months"] else ""
        typer.echo(
            f"    {row['state']:<13} {row['hits']} hits, {row['misses']} misses, {row['false_alarms']} false alarms{missed}"
        )
    for item in part["missed_by_the_definition"]:
        typer.echo(f"    not in the data: {item['state']} {item['month']}, {item['what']}; {item['why']}")
    record = part["record"]
    typer.echo(
        f"  record: Brier {record['brier']:.4f} (zero {record['brier_of_zero']:.4f}), "
        f"calibration error {record['calibration_error']:.4f}, {record['state_months']} state-months"
    )
    typer.echo("\nNeighbours: deaths a month, middle (8 months in 10)")
    for row in part["neighbours"]:
        cells = "  ".join(
            f"{m['month']} {m['median']:,.0f} ({m['low']:,.0f}–{m['high']:,.0f})" for m in row["months"]
        )
        typer.echo(f"  {row['state']:<13} {cells}")
