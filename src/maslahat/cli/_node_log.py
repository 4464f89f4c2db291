"""`maslahat node log …` and `maslahat node witness`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from maslahat.cli._node_common import Folder, Json, KeyFile, give, need_extra, opened


def register(group: typer.Typer) -> None:
    """Add `log` with its commands, and `witness`."""
    log = typer.Typer(
        help="The append-only log that the other states witness.", no_args_is_help=True, rich_markup_mode=None
    )
    for command in (verify, head, prove, restore):
        log.command(command.__name__)(command)
    group.add_typer(log, name="log")
    group.command("witness")(witness)


def verify(
    folder: Annotated[
        Path, typer.Argument(metavar="D", help="A node, a folder of tiles, or a folder of several nodes.")
    ],
    elsewhere: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PARTY", help="Its own folder lies elsewhere: its log is not missing; may be repeated."
        ),
    ] = None,
    json_file: Json = None,
) -> None:
    """Check a log without any secret: entries, tree, signatures, witnesses, and the copies that others hold.

    D is the folder of a node, a folder of tlog-tiles (`log/`, `mirrors/KAZ/`), or a folder with several
    nodes, which are then also compared with each other's copies. Exit code 0: nothing found; 1: rewritten,
    shortened, forked, damaged, not signed or not witnessed, or not there though several nodes are and hold
    copies of it (unless --elsewhere names it); each finding says which file and which entry.
    """
    need_extra()
    from maslahat.exchange.verify import verify_folder

    report = verify_folder(folder, [party.upper() for party in elsewhere or ()])
    for line in report.checked:
        typer.echo(f"checked  {line}")
    for caught in report.found:
        typer.echo(f"FOUND    {caught}")
    typer.echo("The log holds." if report.good else f"The log does not hold: {len(report.found)} findings.")
    found = [{"alarm": one.alarm.name, "origin": one.origin, "detail": one.detail} for one in report.found]
    give(json_file, {"good": report.good, "checked": report.checked, "found": found})
    raise typer.Exit(0 if report.good else 1)


def head(folder: Folder, key_file: KeyFile = None) -> None:
    """Sign the head of the log and put it into the outbox for every partner to witness."""
    from maslahat.exchange.witnessing import show_head

    with opened(folder, key_file) as post:
        typer.echo(show_head(post).text(), nl=False)


def prove(
    folder: Folder,
    position: Annotated[int, typer.Argument(help="Position of the entry.")],
    json_file: Json = None,
    key_file: KeyFile = None,
) -> None:
    """Open one entry and prove that it is in the log, for someone whom it concerns."""
    from maslahat.core import Fault, InputError

    with opened(folder, key_file) as post:
        last = post.node.log.last_checkpoint()
        openings = post.node.events()
        if last is None or position >= last.size or position not in openings:
            raise InputError(
                Fault(f"entry {position}", "no event under a signed head", "the position of an event")
            )
        one = openings[position]
        path = [step.hex() for step in post.node.log.inclusion(position, last.size)]
        for name, value in one.event.items():
            typer.echo(f"  {name}: {value}")
        typer.echo(f"is entry {position} of {last.size}, {len(path)} hashes from the root.")
        proof = {"event": one.event, "nonce": one.nonce.hex(), "position": position, "size": last.size}
        give(json_file, {**proof, "proof": path, "checkpoint": last.text()})


def restore(
    folder: Folder,
    copy: Annotated[Path, typer.Argument(help="A partner's copy of this log, such as mirrors/UZB.")],
    key_file: KeyFile = None,
) -> None:
    """Put a damaged log back from a partner's copy, where the copy leads to a head this node signed."""
    from maslahat.exchange.witnessing import restore_from

    with opened(folder, key_file) as post:
        restore_from(post.node, copy)
        typer.echo(f"{post.node.log.size} entries.")


def witness(folder: Folder, key_file: KeyFile = None, json_file: Json = None) -> None:
    """Show what this node has witnessed of the others' logs, and every alarm."""
    from maslahat.exchange.witnessing import alarms

    with opened(folder, key_file) as post:
        seen = {origin: one.size for origin, one in sorted(post.node.witness().seen.items())}
        found = alarms(post.node)
    for origin, size in seen.items():
        typer.echo(f"{origin}: cosigned up to {size} entries")
    for text in found:
        typer.echo(f"ALARM  {text}")
    typer.echo(f"{len(seen)} logs witnessed, {len(found)} alarms.")
    give(json_file, {"seen": seen, "alarms": found})
