"""`maslahat check`: test the certificates in a file with the standard library alone (DESIGN §7)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from maslahat.core import Fault, InputError

DOES_NOT_HOLD = 1


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(name="check")(check)


def check(
    file: Annotated[Path | None, typer.Argument(help="A JSON file that holds certificates.")] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of certificates and stop.")
    ] = False,
) -> None:
    """Check every certificate in a file: exit code 0 if all hold, 1 with the list if not, 2 if unreadable."""
    if schema:
        from maslahat.accord.schemas import printed

        print(printed("check"))
        return
    if file is None:
        raise InputError(Fault("check", "no file", "a JSON file with certificates"))
    from maslahat.accord.check import certificates_in
    from maslahat.accord.check import check as faults_of
    from maslahat.cli._progress import progress_bar

    document = _read(file)
    with progress_bar("Checking") as progress:
        faults = faults_of(document, lambda where, share: progress(f"Checking {where}", share))
    count = len(list(certificates_in(document)))
    if faults:
        print(f"{file}: {len(faults)} things do not hold" if len(faults) > 1 else f"{file}: does not hold")
        for fault in faults:
            print(f"  - {fault}")
        raise typer.Exit(DOES_NOT_HOLD)
    print(f"{file}: all holds ({count} certificate{'s' if count > 1 else ''}).")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        found = f"no file that opens ({error.strerror})"
        raise InputError(Fault(str(file), found, "a JSON file with certificates")) from error
    except (ValueError, RecursionError) as error:
        raise InputError(Fault(str(file), f"no JSON ({error})", "a JSON file with certificates")) from error
