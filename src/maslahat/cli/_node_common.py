"""What the commands of `maslahat node` share: opening a node, secrets, output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maslahat.cli._output import writing
from maslahat.core import Fault, InputError, write_json

if TYPE_CHECKING:
    from maslahat.exchange.desk import Desk
    from maslahat.exchange.keys import Secret
    from maslahat.exchange.post import Post

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the node.")]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        envvar="MASLAHAT_NODE_KEY_FILE",
        help="Key file of the node; else DIR/../keys/NAME.key is tried, then the passphrase is asked for.",
    ),
]
Person = Annotated[
    str, typer.Option("--as", metavar="PERSON", help="Who is asking: a name on the node's list.")
]
Purpose = Annotated[str, typer.Option("--purpose", help="What for, as agreed between the states.")]
Json = Annotated[Path | None, typer.Option("--json", metavar="F", help="Also write the result as JSON to F.")]
PASSPHRASE = "MASLAHAT_NODE_PASSPHRASE"


def need_extra() -> None:
    """Say in a sentence which extra to install where its libraries are missing."""
    missing = [name for name in ("cryptography", "private_set_intersection") if not _there(name)]
    if missing:
        found = f"{' and '.join(missing)} not installed"
        raise InputError(
            Fault("maslahat node", found, "the extra `exchange`", "pip install 'maslahat[exchange]'")
        )


def secret_of(folder: Path, key_file: Path | None) -> Secret:
    """Return what opens the node: key file, the one beside the folder, the environment, or what is typed."""
    from maslahat.exchange.keys import Secret

    beside = folder.resolve().parent / "keys" / f"{folder.resolve().name}.key"
    if key_file is None and beside.exists() and not os.environ.get(PASSPHRASE):
        key_file = beside
    if key_file is not None:
        return Secret.from_file(key_file)
    phrase = os.environ.get(PASSPHRASE, "")
    if not phrase and sys.stdin.isatty():
        phrase = typer.prompt("Passphrase", hide_input=True)
    if not phrase:
        mend = f"Give --key-file, or set {PASSPHRASE}."
        raise InputError(Fault(str(folder), "no key file and no passphrase", "one of them", mend))
    return Secret(passphrase=phrase)


@contextmanager
def opened(folder: Path, key_file: Path | None) -> Iterator[Post]:
    """Open a node with its post, and close it."""
    need_extra()
    from maslahat.exchange.node import DATABASE, open_node
    from maslahat.exchange.office import post_of

    if not (folder / DATABASE).is_file():
        found = "no node" if folder.is_dir() else "no such folder"
        mend = "`maslahat node init` makes one; in a folder of several nodes give one of them."
        raise InputError(Fault(str(folder), found, "the folder of a node", mend))
    node = open_node(folder, secret_of(folder, key_file))
    try:
        yield post_of(node)
    finally:
        node.close()


@contextmanager
def at_desk(folder: Path, key_file: Path | None, person: str, purpose: str) -> Iterator[tuple[Post, Desk]]:
    """Open a node and the desk of one person."""
    given = (("--as", person, "a person on the node's list"), ("--purpose", purpose, "what it is for"))
    missing = [Fault(option, "nothing", expected) for option, value, expected in given if not value]
    if missing:
        raise InputError(missing)
    with opened(folder, key_file) as post:
        from maslahat.exchange.desk import Desk

        yield post, Desk(post.node, person, purpose)


def give(path: Path | None, value: Any) -> None:
    """Write the result as JSON where a file is named."""
    if path is not None:
        with writing(path):
            write_json(path, value)


def _there(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None
