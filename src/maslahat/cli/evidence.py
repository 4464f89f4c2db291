"""`maslahat evidence`: read files of others into records, coverage and faults; keep them side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.core import Fault, InputError, dumps

if TYPE_CHECKING:
    from maslahat.evidence import Reading

SCHEMA = "maslahat/evidence/1"
SHOWN = 20
PIECE = 20_000


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(name="evidence", help="Records of others: read, cover, keep.", no_args_is_help=True)
    group.callback()(lambda: None)
    group.command("read")(read)
    group.command("fetch")(fetch)
    group.command("releases")(releases)
    app.add_typer(group)


def read(
    files: Annotated[
        list[Path], typer.Argument(help="Files of UCDP, ACLED, GDELT, UNODC, GRDC, or your own.")
    ],
    mapping: Annotated[Path | None, typer.Option(help="YAML that says which column is what.")] = None,
    release: Annotated[
        str | None, typer.Option(help="Name of the release; default: the file's name.")
    ] = None,
    retrieved: Annotated[
        str | None, typer.Option(help="Day on which the files were fetched, YYYY-MM-DD.")
    ] = None,
    store: Annotated[Path | None, typer.Option(help="Folder to keep the records in.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write records, coverage and faults here.")] = None,
) -> None:
    """Read files; a file that cannot be read is a named failure (exit code 2), the others are still shown."""
    from maslahat.evidence import read_evidence
    from maslahat.evidence.store import Store

    day = _day(retrieved)
    readings: list[Reading] = []
    failures: list[Fault] = []
    for path in files:
        try:
            reading = read_evidence(path, mapping, release, day)
            if store is not None:
                Store(store).keep(reading)
            readings.append(reading)
        except InputError as error:
            failures += error.faults
    for reading in readings:
        _show(reading)
    if json is not None:
        write_readings(json, readings, failures)
    if failures:
        raise InputError(failures)


def fetch(
    source: Annotated[str, typer.Argument(help="ucdp or acled.")],
    out: Annotated[Path, typer.Argument(help="CSV to write; read it with `evidence read`.")],
    release: Annotated[str, typer.Option(help="UCDP: release, as 25.1 or 25.0.9.")] = "",
    query: Annotated[
        list[str] | None, typer.Option(help="ACLED: NAME=VALUE, as country=Kazakhstan; may repeat.")
    ] = None,
    address: Annotated[str | None, typer.Option(help="Another address of the service.")] = None,
) -> None:
    """Ask UCDP or ACLED for events, page by page, and write them as they came; nothing is written of half.

    Access is taken from the environment: MASLAHAT_UCDP_TOKEN, or MASLAHAT_ACLED_USER and MASLAHAT_ACLED_PASSWORD.
    """
    from maslahat.evidence import service

    if source == "ucdp" and release:
        (token,) = _from_environment("MASLAHAT_UCDP_TOKEN")
        table = service.ask_ucdp(release, token, address=address or service.UCDP_ADDRESS)
    elif source == "acled":
        user, password = _from_environment("MASLAHAT_ACLED_USER", "MASLAHAT_ACLED_PASSWORD")
        words = _query(query or [])
        place = address or service.ACLED_ADDRESS
        table = service.ask_acled(words, service.acled_token(user, password, address=place), address=place)
    else:
        raise InputError(Fault("fetch", source, "ucdp with --release, or acled"))
    out.parent.mkdir(parents=True, exist_ok=True)
    table.write_csv(out)
    typer.echo(f"{out}: {table.height:,} events")


def releases(
    store: Annotated[Path, typer.Argument(help="Folder that `evidence read --store` keeps.")],
    source: Annotated[str | None, typer.Option(help="Show this source's revisions, as 'UCDP GED'.")] = None,
) -> None:
    """Show the releases kept side by side, and which records of a source were revised between them."""
    from maslahat.evidence.store import Store

    kept = Store(store)
    notes = kept.releases()
    if not notes:
        raise InputError(Fault(str(store), "no release", "what `evidence read --store` keeps"))
    for note in notes:
        records = sum(row["records"] for row in note["coverage"])
        first, last = (f(row[k] for row in note["coverage"]) for f, k in ((min, "first"), (max, "last")))
        typer.echo(f"{note['source']} {note['release']}: {records:,} records, {first} to {last}")
    for name in [source] if source else sorted({note["source"] for note in notes}):
        changed = kept.revisions(name)
        typer.echo(f"{name}: {changed['record_id'].n_unique():,} records revised between releases")
        for row in changed.head(2 * SHOWN).iter_rows(named=True):
            typer.echo(f"  {row['record_id']} {row['release']}: {row['best']} ({row['low']}–{row['high']})")


def _from_environment(*names: str) -> tuple[str, ...]:
    """Return variables of the environment; raises InputError for each that is not set."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise InputError(
            [Fault(f"environment, {name}", "nothing", "what the source gave you") for name in missing]
        )
    return tuple(os.environ[name] for name in names)


def _query(words: list[str]) -> dict[str, str]:
    """Return NAME=VALUE pairs; raises InputError for each word that is none."""
    wrong = [word for word in words if "=" not in word]
    if wrong:
        raise InputError(
            [Fault("--query", repr(word), "NAME=VALUE, as country=Kazakhstan") for word in wrong]
        )
    return dict(word.split("=", 1) for word in words)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(Fault("--retrieved", repr(text), "a day as 2026-11-01")) from error


def write_readings(path: Path, readings: list[Reading], failures: list[Fault]) -> None:
    """Write what was read, whole or not at all: records, coverage, faults, proposed duplicates, failures.

    The records of a large file are written piece by piece, so that a million of them need little memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(pieces(readings, failures))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def pieces(readings: list[Reading], failures: list[Fault]) -> Iterator[str]:
    """Yield the JSON text in pieces."""
    yield f'{{"schema":"{SCHEMA}","files":['
    for number, reading in enumerate(readings):
        rest = {
            "coverage": [_plain(asdict(row)) for row in reading.coverage],
            "faults": [str(fault) for fault in reading.faults],
            "proposed_duplicates": [list(pair) for pair in reading.proposals],
        }
        yield ("," if number else "") + dumps(_head(reading)).strip()[:-1] + ',"records":['
        yield from _records(reading)
        yield "]," + dumps(rest).strip()[1:]
    every = [*failures, *(fault for reading in readings for fault in reading.faults)]
    tail = {"failures": [str(fault) for fault in failures], "faults": [str(fault) for fault in every]}
    yield "]," + dumps(tail).strip()[1:] + "\n"


def _head(reading: Reading) -> dict[str, Any]:
    return {
        "source": reading.source,
        "release": reading.release,
        "origin": reading.origin,
        "sha256": reading.sha256,
        "retrieved": reading.retrieved and reading.retrieved.isoformat(),
        "count": reading.table.height,
    }


def _records(reading: Reading) -> Iterator[str]:
    """Yield the records as JSON objects with commas between them."""
    import polars as pl

    retrieved = reading.retrieved and reading.retrieved.isoformat()
    origin = {"source": reading.source, "release": reading.release, "retrieved": retrieved}
    table = reading.table.select(*(pl.lit(value).alias(name) for name, value in origin.items()), pl.all())
    for start in range(0, table.height, PIECE):
        yield ("," if start else "") + table.slice(start, PIECE).write_json()[1:-1]


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
