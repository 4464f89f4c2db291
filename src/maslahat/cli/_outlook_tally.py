"""`maslahat outlook score`: frozen forecasts in a ledger, or with --fit-until a river's own series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(group: typer.Typer) -> None:
    """Add the verb in place of the two that it calls; this module's name makes it the last one found."""
    group.command("score")(score)


def score(
    file: Annotated[
        Path, typer.Argument(help="Month × country table of deaths; with --fit-until, monthly flows.")
    ],
    ledger: Annotated[Path, typer.Option(help="Folder of frozen forecasts.")] = Path("ledger"),
    json: Annotated[Path | None, typer.Option(help="Write the ledger's scores here.")] = None,
    fit_until: Annotated[
        int | None, typer.Option(help="Flows: last year to fit on; later years are scored.")
    ] = None,
    start: Annotated[
        int, typer.Option(min=1, max=12, help="Flows: calendar month in which forecasts are made.")
    ] = 4,
    months: Annotated[int, typer.Option(min=1, max=12, help="Flows: months ahead.")] = 6,
    window: Annotated[
        int | None, typer.Option(min=10, help="Flows: fit anew for each year, on so many years before it.")
    ] = None,
    predictors: Annotated[
        Path | None, typer.Option(help="Flows: CSV with `year` and what is known at the forecast's date.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Flows: seed of the ensembles.")] = 1,
) -> None:
    """Score every frozen forecast that the history now allows; with --fit-until, the model of a river."""
    if fit_until is not None:
        from maslahat.cli._outlook_series import score as score_flows

        score_flows(file, fit_until, start, months, window, predictors, seed)
        return
    from maslahat.cli._outlook_events_ledger import score as score_ledger

    score_ledger(file, ledger, json)
