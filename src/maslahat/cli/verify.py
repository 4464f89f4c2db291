"""`maslahat verify FILE`: does a saved answer hold, for somebody who does not trust us."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

DOES_NOT_HOLD = 1


def register(app: typer.Typer) -> None:
    """Add the verb `verify`."""
    app.command("verify")(verify)


def verify(
    file: Annotated[Path, typer.Argument(help="A JSON file that `brief --json` or `options --json` wrote.")],
    region: Annotated[Path | None, typer.Option(help="The region it was computed from, if your own.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Do not compute the figures again.")] = False,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Compute again even where the file alone is already shown to be wrong."),
    ] = False,
) -> None:
    """Check digest and certificates with the standard library alone, then compute every figure again.

    Exit code 0 when all holds, 1 with the list of what does not, 2 where the file cannot be read.
    """
    from maslahat.cli._progress import progress_bar
    from maslahat.options.verify import (
        differences_with,
        faults_without_us,
        read_document,
        works_of,
    )
    from maslahat.regions import load_region

    document = read_document(file)
    faults = faults_without_us(document) + _page_faults(document, region)
    skipped = bool(faults) and not everything
    if not quick and not skipped:
        with progress_bar() as report:
            faults += differences_with(document, load_region(region, works_of(document)), report)
    if faults:
        _list(file, faults, skipped=skipped and not quick)
        raise typer.Exit(DOES_NOT_HOLD)
    again = "" if quick else " Every figure was computed again and is the same."
    print(f"{file}: the digest and all certificates hold.{again}")


def _page_faults(document: dict[str, Any], region: Path | None) -> list[str]:
    """Return where the page of a brief does not say what its result says; nothing for other files."""
    from maslahat.brief.saved import page_faults
    from maslahat.options.verify import BRIEF, works_of
    from maslahat.regions import load_region

    if document["schema"] != BRIEF:
        return []
    works = works_of(document) if isinstance(document.get("result"), dict) else ()
    return page_faults(document, load_region(region, works))


def _list(file: Path, faults: list[str], *, skipped: bool) -> None:
    from maslahat.options.verify import MOST_NAMED

    print(f"{file} does not hold:")
    for fault in faults[:MOST_NAMED]:
        print(f"  - {fault}")
    if len(faults) > MOST_NAMED:
        print(f"  … and {len(faults) - MOST_NAMED} more")
    if skipped:
        print("The figures were not computed again, since the file is shown to be changed; --all does so.")
