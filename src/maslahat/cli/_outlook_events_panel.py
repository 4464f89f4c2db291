"""`maslahat outlook panel`: a month × unit table of deaths from files of events."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from maslahat.core import Fault, InputError, Period


def register(group: typer.Typer) -> None:
    """Add the verb."""
    group.command("panel")(panel)


def panel(
    files: Annotated[list[Path], typer.Argument(help="Files of events, as `evidence read` takes them.")],
    out: Annotated[Path, typer.Option(help="CSV to write: a row a month, a column a unit.")],
    level: Annotated[
        str, typer.Option(help="country, unit (first-level) or grid (PRIO-GRID cell).")
    ] = "country",
    kind: Annotated[str, typer.Option(help="Kind of event, as the source names it.")] = "state-based",
    state: Annotated[list[str] | None, typer.Option(help="Keep this state; may repeat.")] = None,
    watched: Annotated[
        str | None,
        typer.Option(
            help="YYYY-MM:YYYY-MM in which the source watched everything: no record is then a zero."
        ),
    ] = None,
) -> None:
    """Count deaths by unit and month; a month that nobody looked at stays blank. The other verbs read the table."""
    from maslahat.core.canonical import write_text
    from maslahat.evidence import Reading, read_evidence
    from maslahat.outlook.events.panel_build import build_panel

    readings: list[Reading] = []
    faults: list[Fault] = []
    for path in files:
        try:
            readings.append(read_evidence(path))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    made = build_panel(readings, level, kind, state or (), _span(watched))
    names = ",".join('"' + unit.replace('"', '""') + '"' for unit in made.units)
    rows = [
        f"{made.start.plus(month)},"
        + ",".join("" if math.isnan(value) else f"{value:.12g}" for value in column)
        for month, column in enumerate(made.counts.T)
    ]
    write_text(out, "\n".join([f"month,{names}", *rows]) + "\n")
    typer.echo(f"{out}: {len(made.units)} units, {made.start} to {made.end}, {made.known.sum():,.0f} deaths")
    for note in made.notes:
        typer.echo(f"note: {note}", err=True)


def _span(text: str | None) -> tuple[Period, Period] | None:
    if text is None:
        return None
    try:
        first, last = (Period.parse(part) for part in text.split(":"))
    except ValueError as error:
        raise InputError(Fault("--watched", repr(text), "two months as 1989-01:2024-12")) from error
    if last < first:
        raise InputError(Fault("--watched", repr(text), "the first month before the last"))
    return first, last
