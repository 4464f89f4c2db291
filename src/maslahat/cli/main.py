"""The entry point `maslahat`: collects the verbs and turns faults into sentences."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import Annotated

import typer

import maslahat.cli
from maslahat import __version__
from maslahat.core import InputError

OWN_MODULES = {"main", "common"}
BAD_INPUT = 2
INTERNAL_ERROR = 70
INTERRUPTED = 130


def main() -> None:
    """Run the command line; bad input ends with exit code 2, a fault of ours with 70."""
    # Work is spread over processes: threads of the linear algebra, read at its import, would stand in their way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        build_app()(prog_name="maslahat")
    except InputError as error:
        for fault in error.faults:
            print(f"maslahat: {fault}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            print(
                "maslahat: stopped. Files already written are whole; what was not finished is not there.",
                file=sys.stderr,
            )
        raise
    except Exception as error:
        if os.environ.get("MASLAHAT_DEBUG"):
            raise
        print(
            f"maslahat: a fault of the program itself ({type(error).__name__}: {error}). "
            "Set MASLAHAT_DEBUG=1 to see where, and report it.",
            file=sys.stderr,
        )
        sys.exit(INTERNAL_ERROR)


def build_app() -> typer.Typer:
    """Return the application with every verb of this folder registered, in alphabetical order."""
    app = typer.Typer(
        name="maslahat",
        help="From evidence to an agreement that every state gains from and keeps.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_root)
    for module in sorted(info.name for info in pkgutil.iter_modules(maslahat.cli.__path__)):
        if module not in OWN_MODULES and not module.startswith("_"):
            importlib.import_module(f"maslahat.cli.{module}").register(app)
    return app


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """From evidence to an agreement that every state gains from and keeps."""


def _print_version(asked: bool) -> None:
    if asked:
        print(f"maslahat {__version__}")
        raise typer.Exit
