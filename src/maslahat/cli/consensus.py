"""`maslahat consensus`: what many people agree on, from a Polis export as it comes (DESIGN §7)."""

# What a verb needs is imported inside it, so that `maslahat --help` stays quick.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maslahat.cli._asked import SchemaFlag
from maslahat.core import Fault, InputError


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(consensus)


def consensus(
    path: Annotated[
        Path | None,
        typer.Argument(help="A Polis export: the folder, its votes.csv or participants-votes.csv."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write everything found to this file.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page.")] = None,
    fewest: Annotated[
        int, typer.Option("--fewest", min=1, help="Votes a person needs to be placed in a group.")
    ] = 7,
    schema: SchemaFlag = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on the terminal.")] = False,
) -> None:
    """Find the statements nobody blocks, the opinion groups, and what carries all of them."""
    if schema:
        from maslahat.accord.schemas import printed

        print(printed("consensus"))
        return
    if path is None:
        raise InputError(Fault("consensus", "no path", "a Polis export"))
    from maslahat.accord.consensus import find_consensus
    from maslahat.accord.consensus_read import read_polis
    from maslahat.accord.consensus_report import consensus_json, consensus_page, show_consensus
    from maslahat.accord.finite_json import dumps
    from maslahat.core.canonical import write_text

    found = find_consensus(read_polis(path), fewest)
    if json_file is not None:
        write_text(json_file, dumps(consensus_json(found)))
    if html is not None:
        write_text(html, consensus_page(found))
    if not quiet:
        show_consensus(found)
