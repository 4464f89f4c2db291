"""`maslahat outlook …`: what is expected, and how surely. Its verbs are the modules `_outlook_*` of this
folder.
"""

from __future__ import annotations

import importlib
import pkgutil

import typer

import maslahat.cli

PREFIX = "_outlook_"


def register(app: typer.Typer) -> None:
    """Add the group `outlook` with the verbs of every module beside this one whose name starts with
    `_outlook_`.
    """
    group = typer.Typer(
        name="outlook", help="What is expected: water of the season, events.", no_args_is_help=True
    )
    for module in sorted(info.name for info in pkgutil.iter_modules(maslahat.cli.__path__)):
        if module.startswith(PREFIX):
            importlib.import_module(f"maslahat.cli.{module}").register(group)
    app.add_typer(group)
