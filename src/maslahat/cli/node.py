"""`maslahat node`: sharing without giving away, between a Centre and national nodes (§12)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from maslahat.cli import _node_files, _node_log, _node_records, _node_work
from maslahat.cli._node_common import (
    Folder,
    Json,
    KeyFile,
    Person,
    Purpose,
    at_desk,
    give,
    need_extra,
    opened,
)
from maslahat.cli._output import writing
from maslahat.core import Fault, InputError


def register(app: typer.Typer) -> None:
    """Add the group `node` with its commands."""
    group = typer.Typer(
        help=(
            "Share without giving away: each state keeps its own records; partners learn hit or no hit; a "
            "person asks "
            "a person; five witnesses hold the log. Start with `maslahat node demo --dir D`."
        ),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for command in (demo, init, person, card, partner, doctor, rotate, why):
        group.command(command.__name__)(command)
    _node_files.register(group)
    _node_records.register(group)
    _node_work.register(group)
    _node_log.register(group)
    app.add_typer(group, name="node")


def demo(
    folder: Annotated[
        Path, typer.Option("--dir", metavar="D", help="New or empty folder for the six nodes.")
    ],
    json_file: Json = None,
) -> None:
    """Play the guided demonstration: five states and a Centre in six folders.

    A precursor consignment seen in two states is found without either list leaving its home; a consent is
    given,
    used and withdrawn; ten thousand guesses are stopped; one state tampers with its log and is caught.
    Everything
    is done by the nodes themselves; the lists are invented. Each chapter says what was shown and what was not.

    D then holds six folders, their keys in keys/, every envelope that was carried in carried/ and the forged log in
    evidence/. F holds the story, the figures, every claim that was checked, and commands to look further with.
    Afterwards: maslahat node log verify D. A claim that does not hold ends it with exit code 2.
    """
    need_extra()
    from maslahat.exchange import demo as play

    with writing(folder):
        result = play.run(folder, typer.echo)
    give(json_file, result)


def init(
    folder: Folder,
    party: Annotated[str, typer.Option(help="ISO 3166 code of the state (KGZ), or CENTRE.")],
    name: Annotated[str, typer.Option(help="Name of the node, as partners see it.")],
    key_file: KeyFile = None,
    address: Annotated[str, typer.Option(help="HTTPS address where partners reach it, if any.")] = "",
) -> None:
    """Make a node in DIR. With --key-file a key file is made there (keep it apart); else a passphrase is
    asked for."""
    need_extra()
    from maslahat.cli._node_common import secret_of
    from maslahat.exchange.keys import write_key_file
    from maslahat.exchange.node import create

    made = key_file is not None and not key_file.exists()
    secret = write_key_file(key_file) if made and key_file is not None else secret_of(folder, key_file)
    with writing(folder):
        node = create(folder, party.upper(), name, secret, address=address)
    typer.echo(f"Node of {node.party} made in {folder}. Fingerprint of its card: {node.card.fingerprint}")
    node.close()


def person(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Name of the person, as kgz.officer.")],
    role: Annotated[str, typer.Option(help="analyst, officer, approver or administrator.")] = "officer",
    clearance: Annotated[int, typer.Option(min=0, max=3, help="Level of records the person may see.")] = 1,
    purpose: Annotated[
        list[str] | None, typer.Option(help="A purpose the person works for; may be repeated.")
    ] = None,
    marking: Annotated[
        list[str] | None, typer.Option(help="A marking the person holds; may be repeated.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Unit, as KGZ/customs.")] = "",
    signs: Annotated[bool, typer.Option("--signs", help="May sign consents for the state.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Strike the person off the list.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Put a person on the node's list, change the entry, or strike the person off."""
    from maslahat.exchange.policy import ROLES, Principal

    if role not in ROLES:
        raise InputError(Fault("--role", repr(role), f"one of {', '.join(ROLES)}"))
    with opened(folder, key_file) as post:
        sets = frozenset(marking or ()), frozenset(purpose or ())
        who = Principal(name, post.node.party, unit, role, clearance, int(not off), *sets)
        post.node.add_person(who, signs=signs)
        typer.echo(f"{name}: {role} of {post.node.party}{', struck off' if off else ''}.")


def card(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; without it the card is printed.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Show the public card of the node, to be given to the partners."""
    from maslahat.exchange import card as cards

    with opened(folder, key_file) as post:
        text = json.dumps(cards.to_json(post.node.card), ensure_ascii=False, indent=1)
        if out is None:
            typer.echo(text)
        else:
            with writing(out):
                out.write_text(text + "\n", encoding="utf-8")
            typer.echo(f"Card in {out}. Fingerprint to read out: {post.node.card.fingerprint}")


def partner(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="CARD", help="Card of the partner.")],
    fingerprint: Annotated[str, typer.Option(help="Fingerprint heard from the partner by telephone.")],
    purpose: Annotated[
        list[str] | None, typer.Option(help="Purpose agreed with the partner; may be repeated.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Trust a partner's card, after its fingerprint has been compared by voice."""
    from maslahat.exchange.card import read_card

    with opened(folder, key_file) as post:
        one = read_card(file)
        if fingerprint.replace(" ", "").lower() != one.fingerprint.replace(" ", ""):
            raise InputError(
                Fault(str(file), f"fingerprint {one.fingerprint}", fingerprint, "Do not trust this card.")
            )
        post.node.add_partner(one, purpose or ())
        typer.echo(
            f"{one.party} ({one.name}) is a partner for {', '.join(purpose or ()) or 'witnessing only'}."
        )


def why(
    folder: Folder,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Name of the record.")],
    as_person: Person,
    purpose: Purpose,
    action: Annotated[
        str, typer.Option(help="read, match, export, pass_on, court, act, edit or share.")
    ] = "read",
    at: Annotated[
        int | None, typer.Option(help="At this time (seconds since 1970); now, where none is given.")
    ] = None,
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Say whether PERSON may do ACTION on RECORD for PURPOSE, and why: every rule that holds or fails.

    Exit code 0 is yes, 1 is no. A record that PERSON may not know of gets the same answer as one that does
    not
    exist. Example: maslahat node why D/kyrgyzstan RECORD --as kgz.officer --purpose counter-narcotics
    --action export
    """
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        decision = desk.why(record, action, at)
    typer.echo(str(decision))
    rules = [{"rule": f.rule, "holds": f.holds, "asks": f.sentence} for f in decision.findings]
    granting = list(decision.who_could_grant)
    give(json_file, {"allowed": decision.allowed, "rules": rules, "who could grant": granting})
    raise typer.Exit(0 if decision.allowed else 1)


def doctor(folder: Folder, key_file: KeyFile = None, json_file: Json = None) -> None:
    """Check a node: database, keys, clock, log, post, consents without answer, records at the end of their
    time."""
    from maslahat.exchange import doctor as checks

    with opened(folder, key_file) as post:
        found = checks.examine(post)
    for one in found:
        typer.echo(f"{'well ' if one.well else 'ILL  '} {one.what}: {one.detail}")
    give(json_file, [{"what": one.what, "well": one.well, "detail": one.detail} for one in found])
    raise typer.Exit(0 if all(one.well for one in found) else 1)


def rotate(
    folder: Folder,
    key_file: KeyFile = None,
    new_key_file: Annotated[
        Path | None, typer.Option(help="Also change the secret: a key file to be made here.")
    ] = None,
) -> None:
    """Make a new house key and wrap every data key again; the old house keys are destroyed."""
    from maslahat.cli._node_common import secret_of
    from maslahat.exchange.keys import write_key_file

    with opened(folder, key_file) as post:
        new = None if new_key_file is None else write_key_file(new_key_file)
        count = post.node.store.rotate(secret_of(folder, key_file), new)
        with post.node.change():
            post.node.note("keys rotated", detail=str(count))
        typer.echo(f"{count} data keys wrapped under house key {post.node.store.house_key}.")
