"""`maslahat evidence`: read files of others into records, coverage and faults; keep them side by side."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.core import Fault, InputError, write_json

if TYPE_CHECKING:
    from maslahat.evidence import Reading

SCHEMA = "maslahat/evidence/1"
SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(name="evidence", help="Records of others: read, cover, keep.", no_args_is_help=True)
    group.callback()(lambda: None)
    group.command("read")(read)
    app.add_typer(group)


def read(
    files: Annotated[
        list[Path], typer.Argument(help="Files of UCDP, ACLED, GDELT, UNODC, GRDC, or your own.")
    ],
    mapping: Annotated[Path | None, typer.Option(help="YAML that says which column is what.")] = None,
    release: Annotated[
        str | None, typer.Option(help="Name of the release; default: the file's name.")
    ] = None,
    store: Annotated[Path | None, typer.Option(help="Folder to keep the records in.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write records, coverage and faults here.")] = None,
) -> None:
    """Read files; a file that cannot be read is a named failure (exit code 2), the others are still shown."""
    from maslahat.evidence import read_evidence
    from maslahat.evidence.store import Store

    readings: list[Reading] = []
    failures: list[Fault] = []
    for path in files:
        try:
            reading = read_evidence(path, mapping, release)
            if store is not None:
                Store(store).keep(reading)
            readings.append(reading)
        except InputError as error:
            failures += error.faults
    for reading in readings:
        _show(reading)
    if json is not None:
        write_json(json, as_json(readings, failures))
    if failures:
        raise InputError(failures)


def as_json(readings: list[Reading], failures: list[Fault]) -> dict[str, Any]:
    """Return what was read, for a file: records, coverage, faults, proposed duplicates, failures."""
    return {
        "schema": SCHEMA,
        "files": [
            {
                "source": reading.source,
                "release": reading.release,
                "origin": reading.origin,
                "sha256": reading.sha256,
                "records": [_plain(asdict(record)) for record in reading.records()],
                "coverage": [_plain(asdict(row)) for row in reading.coverage],
                "faults": [str(fault) for fault in reading.faults],
                "proposed_duplicates": [list(pair) for pair in reading.proposals],
            }
            for reading in readings
        ],
        "failures": [str(fault) for fault in failures],
        "faults": [str(f) for f in failures] + [str(f) for reading in readings for f in reading.faults],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}


def _show(reading: Reading) -> None:
    typer.echo(
        f"{reading.origin}: {reading.source}, release {reading.release}, {reading.table.height:,} records"
    )
    for row in reading.coverage[:SHOWN]:
        typer.echo(
            f"  {row.state}: {row.records:,} records, {row.first} to {row.last}; outside: not observed"
        )
    if len(reading.coverage) > SHOWN:
        typer.echo(f"  … and {len(reading.coverage) - SHOWN} more states")
    if reading.proposals:
        typer.echo(f"  {len(reading.proposals)} pairs proposed as duplicates; none was merged")
    for fault in reading.faults:
        typer.echo(f"  {fault}")
