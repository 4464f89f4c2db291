"""`maslahat outlook fit`, `score` and `predict`: a monthly series of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from maslahat.outlook.water_scores import Hindcast

LEAST_ERROR = 0.1  # percent of the norm: no forecast is certain


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("fit")(fit)
    app.command("score")(score)
    app.command("predict")(predict)


def fit(
    series: Annotated[
        Path, typer.Argument(help="CSV of monthly flows: year,month,flow_m3s; or a row a year.")
    ],
    river: Annotated[str, typer.Option(help="Key of the river in the rows that are written.")] = "my-river",
    source: Annotated[str, typer.Option(help="Key of the source in these rows.")] = "own-series",
    out: Annotated[
        Path | None, typer.Option(help="Folder for inflows.csv and inflow_models.csv; default: printed.")
    ] = None,
) -> None:
    """Fit the inflow model on a monthly series, and write it as rows of a region."""
    from maslahat.core.canonical import write_text
    from maslahat.outlook.inflow_series import fit_series, read_series, region_rows

    fitted = fit_series(read_series(series))
    norms, models = region_rows(river, source, fitted)
    for item in fitted:
        seen = "unknown" if item.annual_cv_observed is None else f"{item.annual_cv_observed:.3f}"
        typer.echo(
            f"{item.model.node}: {item.years} years, mean {item.model.annual_mean_mm3():,.0f} million m³ "
            f"a year, annual CV {item.model.annual_cv:.3f} in the model, {seen} in the series",
            err=True,
        )
    if out is None:
        typer.echo(f"# inflows.csv\n{norms}\n# inflow_models.csv\n{models}", nl=False)
        return
    write_text(out / "inflows.csv", norms)
    write_text(out / "inflow_models.csv", models)
    typer.echo(f"Written: {out / 'inflows.csv'}, {out / 'inflow_models.csv'}", err=True)


def score(
    series: Annotated[Path, typer.Argument(help="CSV of monthly flows, as for `outlook fit`.")],
    fit_until: Annotated[int, typer.Option(help="Last year to fit on; later years are scored.")],
    start: Annotated[
        int, typer.Option(min=1, max=12, help="Calendar month in which forecasts are made.")
    ] = 4,
    months: Annotated[int, typer.Option(min=1, max=12, help="Months ahead.")] = 6,
    window: Annotated[
        int | None, typer.Option(min=10, help="Fit anew for each year, on so many years before it.")
    ] = None,
    predictors: Annotated[
        Path | None,
        typer.Option(help="CSV with `year` and what is known each year at the date of the forecast."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the ensembles.")] = 1,
) -> None:
    """Score the model on later years against climatology: CRPS skill, and how often the 80 % range holds."""
    import numpy as np

    from maslahat.outlook.inflow_series import read_predictors, read_series
    from maslahat.outlook.water_scores import hindcast

    known = read_predictors(predictors) if predictors else None
    for node, flows in read_series(series).items():
        years = [period.year for period in flows]
        early, late = range(min(years), fit_until + 1), range(fit_until + 1, max(years) + 1)
        typer.echo(f"{node}: fitted {early.start}-{fit_until}, scored {late.start}-{max(years)}")
        rng = np.random.default_rng(seed)
        _show_scores(hindcast(flows, early, late, start, months, rng, known, window=window))


def predict(
    series: Annotated[Path, typer.Argument(help="CSV of monthly flows, as for `outlook fit`.")],
    predictors: Annotated[
        Path, typer.Argument(help="CSV with `year` and what is known each year at the date of the forecast.")
    ],
    year: Annotated[int, typer.Option(help="Year to forecast; its predictors stand in the file.")],
    start: Annotated[int, typer.Option(min=1, max=12, help="First month of the season.")] = 4,
    months: Annotated[int, typer.Option(min=1, max=12, help="Months of the season.")] = 6,
) -> None:
    """Forecast a season by regression on what is known before it, in percent of the norm."""
    from maslahat.outlook.inflow_predict import (
        fit_regression,
        known_values,
        season_volumes,
    )
    from maslahat.outlook.inflow_series import read_predictors, read_series

    known = read_predictors(predictors)
    for node, flows in read_series(series).items():
        past = {when: volume for when, volume in season_volumes(flows, start, months).items() if when != year}
        found = fit_regression(past, known)
        percent, error = found.percent(known_values(found, known, year))
        error = max(error, LEAST_ERROR)
        explained = 100 * max(found.explained, 0.0)
        typer.echo(
            f"{node}: {percent:.0f} % of the norm of {found.years} years, standard error {error:.1f} %; from "
            f"{', '.join(found.predictors)}, which explain {explained:.0f} % in years left out."
        )
        typer.echo(f"--forecast {node}={percent:.1f}%±{error:.1f}")


def _show_scores(result: Hindcast) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("ahead")
    for title in ("years", "CRPS", "of climate", "skill", "90 % range", "in 80 %", "climate"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in result.scores:
        table.add_row(
            row.what,
            str(row.years),
            f"{row.crps:.3g}",
            f"{row.crps_climatology:.3g}",
            f"{row.skill:.2f}",
            f"{row.skill_low:.2f}…{row.skill_high:.2f}",
            f"{100 * row.coverage:.0f} %",
            f"{100 * row.coverage_climatology:.0f} %",
        )
    console = Console()
    console.print(table)
    console.print(
        "CRPS in m³/s by month ahead, in million m³ for the season; skill 0 is no better than climatology. "
        "In 80 %: share of years inside the range of 8 years in 10, and the same for climatology."
    )
