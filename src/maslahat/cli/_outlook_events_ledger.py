"""`maslahat outlook freeze`, `score`, `import`: the ledger of forecasts; `states`: the nearly event-
less ones.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from maslahat.core import Fault, InputError, Period, write_json


def register(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("freeze")(freeze)
    group.command("import")(import_)
    group.command("states")(states)


def freeze(
    history: Annotated[Path, typer.Argument(help="Month × country table of deaths.")],
    ledger: Annotated[Path, typer.Option(help="Folder of frozen forecasts.")] = Path("ledger"),
    months: Annotated[int, typer.Option(help="How many months ahead.", min=1, max=14)] = 12,
    day: Annotated[str | None, typer.Option("--date", help="Day of freezing; default: today.")] = None,
) -> None:
    """Forecast the months after the history and freeze it, with the baselines, under hash and date."""
    from maslahat.outlook.events import combined, read_panel
    from maslahat.outlook.events.ledger import entries_of
    from maslahat.outlook.events.ledger import freeze as seal

    panel = read_panel(history)
    forecast = combined(panel, tuple(range(1, months + 1)))
    for entry in entries_of(forecast, panel, _day(day)):
        typer.echo(f"{entry.model}, known to {entry.cutoff}: {seal(ledger, entry)}")


def score(
    history: Annotated[Path, typer.Argument(help="Month × country table of deaths, as known now.")],
    ledger: Annotated[Path, typer.Option(help="Folder of frozen forecasts.")] = Path("ledger"),
    json: Annotated[Path | None, typer.Option(help="Write the scores here.")] = None,
) -> None:
    """Score every frozen forecast on the months that are known now."""
    from maslahat.outlook.events import read_panel
    from maslahat.outlook.events.ledger import read_ledger, score_entries

    scores = score_entries(read_ledger(ledger), read_panel(history))
    for row in scores:
        means = (
            "nothing known yet"
            if row.crps is None
            else f"CRPS {row.crps:.2f}, IGN {row.ign:.3f}, MIS {row.mis:.1f}"
        )
        late = "; frozen after its first month had begun" if row.after_the_fact else ""
        typer.echo(
            f"{row.model}, known to {row.cutoff}: {means} ({row.cells} cells, {row.open_cells} open{late})"
        )
    if json is not None:
        write_json(
            json, {"schema": "maslahat/outlook-scores/1", "entries": [_plain(asdict(s)) for s in scores]}
        )


def import_(
    file: Annotated[Path, typer.Argument(help="VIEWS draws or points, or a PaCE month × country table.")],
    model: Annotated[str, typer.Option(help="Whose forecast it is.")],
    cutoff: Annotated[str, typer.Option(help="Last month it knew, YYYY-MM.")],
    frozen: Annotated[str, typer.Option(help="Day it was made, YYYY-MM-DD.")],
    countries: Annotated[Path | None, typer.Option(help="country_id,name: names of the ids.")] = None,
    ledger: Annotated[Path, typer.Option(help="Folder of frozen forecasts.")] = Path("ledger"),
) -> None:
    """Take another's forecast into the same ledger."""
    from maslahat.evidence.table import open_table
    from maslahat.outlook.events.ledger import freeze as seal
    from maslahat.outlook.events.ledger import import_forecast

    names = {}
    if countries is not None:
        table = open_table(countries)
        names = {int(i): str(n) for i, n in zip(table["country_id"], table["name"], strict=True)}
    try:
        known = Period.parse(cutoff)
    except ValueError as error:
        raise InputError(Fault("--cutoff", repr(cutoff), "a month as 2021-10")) from error
    entry = import_forecast(file, model, known, _day(frozen), names)
    typer.echo(f"{entry.model}, {len(entry.draws)} cells: {seal(ledger, entry)}")


def states(
    history: Annotated[Path, typer.Argument(help="Month × country table of deaths.")],
    budget: Annotated[float, typer.Option(help="False alarms a state and year that you bear.")] = 1.0,
    json: Annotated[Path | None, typer.Option(help="Write probabilities, scores and alerts here.")] = None,
) -> None:
    """The five states: probability of any death next month, its record since 2000, alerts at your budget."""
    from maslahat.outlook.events import read_panel
    from maslahat.outlook.events.anydeath import rolling_any_death
    from maslahat.outlook.events.bulletin import states_json

    found = states_json(rolling_any_death(read_panel(history)), budget)
    record = found["record"]
    typer.echo(
        f"{record['state_months']} state-months since 2000, {record['with_deaths']} with deaths: "
        f"Brier {record['brier']:.4f} (zero {record['brier_of_zero']:.4f}), AUC {record['auc']:.3f}, "
        f"calibration error {record['calibration_error']:.4f}, "
        f"probabilities {record['lowest']:.4f} to {record['highest']:.4f}"
    )
    for row in found["next_month"]:
        mark = "AMBER" if row["raised"] else "  –  "
        typer.echo(
            f"{mark} {row['state']:<13} {row['month']}: {row['probability']:.2%} "
            f"(base rate {row['base_rate']:.2%}, threshold {row['threshold']:.2%})"
        )
    if json is not None:
        write_json(json, {"schema": "maslahat/outlook-states/1"} | found)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise InputError(Fault("date", repr(text), "a day as 2026-11-01")) from error


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v if isinstance(v, int | float | str) or v is None else str(v) for k, v in row.items()}
