"""`maslahat node share|request|consent|match|inbox|outbox|recall|grade`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

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

DAY = 86_400
Record = Annotated[str, typer.Argument(metavar="RECORD", help="Name of the record.")]


def register(group: typer.Typer) -> None:
    """Add the commands of daily work."""
    for command in (grade, share, request, consent, match, inbox, outbox, serve, sync, recall):
        group.command(command.__name__)(command)


def grade(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of the node.")] = None,
    record: Annotated[str, typer.Argument(metavar="[RECORD]", help="Name of the record.")] = "",
    grading: Annotated[
        str, typer.Argument(metavar="[GRADE]", help="As `B2 admiralty`, `A1 4x4`, `1B 3x5x2`.")
    ] = "",
    as_person: Annotated[str, typer.Option("--as", metavar="PERSON", help="Who is grading.")] = "",
    purpose: Purpose = "",
    show: Annotated[
        str, typer.Option("--show", help="Show how a scale maps to the others: admiralty, 4x4 or 3x5x2.")
    ] = "",
    key_file: KeyFile = None,
) -> None:
    """Grade source and information of a record of one's own, or show how the scales map (--show
    admiralty)."""
    from maslahat.exchange.scales import INFORMATION, SOURCE, Grading, Scale, convert, mapping_table

    if show:
        if show not in set(Scale):
            raise InputError(Fault("--show", repr(show), "admiralty, 4x4 or 3x5x2"))
        scale = Scale(show)
        others = [other for other in Scale if other is not scale]
        tables = [mapping_table(scale, other) for other in others]
        words = [*SOURCE[scale].items(), *INFORMATION[scale].items()]
        for row, (sign, meaning) in enumerate(words):
            typer.echo(
                f"{sign}  "
                + "  ".join(f"{o}: {t[row][1]}" for o, t in zip(others, tables, strict=True))
                + f"  {meaning}"
            )
        typer.echo("The mapping never raises a grade; the record keeps the scale it was graded in.")
        return
    if folder is None or not record or not grading:
        raise InputError(Fault("grade", "no record or no grade", "DIR RECORD GRADE, or --show SCALE"))
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        given = Grading.parse(grading)
        desk.reclassify(record, grading=given)
        also = ", ".join(str(convert(given, other)) for other in Scale if other is not given.scale)
        typer.echo(f"{given}: {given.words}. In the other scales: {also}.")


def share(
    folder: Folder,
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD", help="Name of the record, or `drafts`: all that are not yet shared."
        ),
    ],
    to: Annotated[list[str], typer.Option("--to", help="Recipient: state, unit or person; may be repeated.")],
    as_person: Person,
    purpose: Purpose,
    action: Annotated[list[str] | None, typer.Option(help="read, match, export …; may be repeated.")] = None,
    days: Annotated[int, typer.Option(help="For how many days; 0: as long as the record is kept.")] = 0,
    key_file: KeyFile = None,
) -> None:
    """Open a record to one audience. Several audiences do not see each other. Only an approver may."""
    with at_desk(folder, key_file, as_person, purpose) as (post, desk):
        from maslahat.exchange import sharing
        from maslahat.exchange.node import FOREVER

        until = post.node.now() + days * DAY if days else FOREVER
        names = [record]
        if record == "drafts":
            facts = {name: post.node.store.facts(name) for name in desk.ids("share")}
            names = [name for name, fact in facts.items() if fact is not None and fact.state == "draft"]
        with post.node.change():
            for name in names:
                sharing.share(post, desk, name, to, action or ["read", "match"], until)
        what = f"{len(names)} records open" if record == "drafts" else "Open"
        typer.echo(f"{what} to {', '.join(to)}. Write the outbox to send it.")


def request(
    folder: Folder,
    what: Annotated[str, typer.Argument(help="A record one holds, or key:KIND:VALUE after a hit.")],
    as_person: Person,
    purpose: Purpose,
    of: Annotated[str, typer.Option("--of", help="State that is asked (for a key).")] = "",
    action: Annotated[str, typer.Option(help="read, export, pass_on, court or act.")] = "read",
    days: Annotated[int, typer.Option(help="For how many days.")] = 30,
    conditions: Annotated[str, typer.Option(help="What is promised with it.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Ask the originator for consent, with the purpose. No answer within 14 days is no."""
    with at_desk(folder, key_file, as_person, purpose) as (post, desk):
        from maslahat.exchange import sharing

        name = sharing.ask(post, desk, what, action, of.upper(), days=days, conditions=conditions)
        typer.echo(f"Consent {name} requested. Write the outbox to send it.")


def consent(
    folder: Folder,
    name: Annotated[
        str, typer.Argument(metavar="[CONSENT]", help="Name of the consent; without it all are listed.")
    ] = "",
    grant: Annotated[bool, typer.Option("--grant", help="Say yes (an approver).")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="Say no (an approver).")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take a yes back (an approver).")] = False,
    as_person: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="Who answers: an approver who signs.")
    ] = "",
    purpose: Purpose = "",
    note: Annotated[str, typer.Option(help="A word of reason.")] = "",
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """List the consents of the node, or grant, refuse or withdraw one. A withdrawal stops reads at once."""
    chosen = [word for word, on in (("granted", grant), ("refused", refuse), ("withdrawn", withdraw)) if on]
    if name and len(chosen) == 1:
        with at_desk(folder, key_file, as_person, purpose) as (post, desk):
            from maslahat.exchange import sharing

            after = sharing.answer(post, desk, name, chosen[0], note)
            typer.echo(f"Consent {name}: {after.status(post.node.now())}. Write the outbox to send it.")
        return
    if name or chosen:
        raise InputError(
            Fault(
                "consent",
                "no consent named, or not one answer",
                "CONSENT and --grant, --refuse or --withdraw",
            )
        )
    with opened(folder, key_file) as post:
        from maslahat.exchange import consent as consents
        from maslahat.exchange.sharing import standing

        rows = []
        for key, value in post.node.store.all("consent").items():
            one = consents.from_json(value)
            t = one.terms
            status = str(standing(post.node, one))
            rows.append(
                [key, status, t.requester, t.originator, t.action, t.purpose, t.object_id, str(one.uses)]
            )
            typer.echo(
                f"{key}  {status}: {t.requester} asks {t.originator} to {t.action} {t.object_id} for "
                f"{t.purpose}"
            )
        typer.echo(f"{len(rows)} consents.")
        give(json_file, rows)


def match(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of the node.")] = None,
    party: Annotated[str, typer.Option("--with", help="Ask this state how many of our keys it holds.")] = "",
    kind: Annotated[
        list[str] | None, typer.Option(help="Kind of key: person, document, phone, plate, consignment, lot …")
    ] = None,
    reveal: Annotated[str, typer.Option(help="Ask the partner of this question for the hits.")] = "",
    grant: Annotated[
        str, typer.Option(help="Let both sides of this question know the hits (approver).")
    ] = "",
    refuse: Annotated[str, typer.Option(help="Refuse that for this question (approver).")] = "",
    mine: Annotated[Path | None, typer.Option(help="Trial without nodes: our list, a value a line.")] = None,
    theirs: Annotated[Path | None, typer.Option(help="Trial without nodes: the other list.")] = None,
    quota: Annotated[int, typer.Option(help="Trial: elements a partner may ask about.")] = 2_000,
    as_person: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="Who is asking or answering.")
    ] = "",
    purpose: Purpose = "",
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Private matching: does a partner hold what we hold? First how many, then which, if both sides consent.

    With nodes: `match DIR --with KAZ --as P --purpose W` puts a question into the outbox; after inbox and
    outbox have
    gone round, `match DIR` shows the count; `--reveal Q` asks for the hits; the partner's approver answers
    with
    `--grant Q` or `--refuse Q`. Quota, least sizes and a check against guessing hold on both sides.

    Without nodes, to try it: `match --mine A.txt --theirs B.txt --kind phone` plays both sides here, with
    the same limits.
    Exit code 1: refused by the limits.
    """
    need_extra()
    if mine is not None and theirs is not None:
        _trial(mine, theirs, (kind or ["document"])[0], quota, json_file)
    elif folder is None:
        raise InputError(Fault("match", "no node and no lists", "DIR, or --mine and --theirs"))
    elif party or reveal or grant or refuse:
        _step(
            folder,
            key_file,
            (as_person, purpose),
            {"with": party, "reveal": reveal, "grant": grant, "refuse": refuse},
            kind,
        )
    else:
        _questions(folder, key_file, json_file)


def inbox(
    folder: Folder,
    stick: Annotated[Path, typer.Argument(metavar="FROM", help="Folder with envelopes (a stick).")],
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Take in the envelopes for this node, in whatever order they lie; say what came and what is missing."""
    if not stick.is_dir():
        raise InputError(Fault(str(stick), "no such folder", "the folder the envelopes were written to"))
    with opened(folder, key_file) as post:
        found = post.collect(stick)
        for one in found:
            typer.echo(f"{one.sender} {one.number}: {one.outcome}{f' ({one.detail})' if one.detail else ''}")
        for line in post.missing():
            typer.echo(f"MISSING  {line}")
        typer.echo(f"{len(found)} envelopes.")
        give(json_file, [[one.sender, one.number, one.outcome.name, one.detail] for one in found])


def outbox(
    folder: Folder,
    stick: Annotated[Path, typer.Argument(metavar="TO", help="Folder to write envelopes to (a stick).")],
    party: Annotated[str, typer.Option("--to", help="Only those to this partner.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Write the envelopes not yet known to be received. Doing it again changes nothing; a broken-off copy
    is made whole."""
    from maslahat.exchange.sharing import report_uses

    with opened(folder, key_file) as post:
        report_uses(post)
        with writing(stick):
            new = post.write(stick, party.upper() or None)
        typer.echo(f"{new} envelopes written to {stick}; {len(post.pending())} not yet receipted.")


def serve(
    folder: Folder,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8443,
    seconds: Annotated[int, typer.Option(min=0, help="End after so many seconds; 0: when interrupted.")] = 0,
    key_file: KeyFile = None,
) -> None:
    """Listen for partners over HTTPS with mutual TLS, until interrupted or for --seconds. Only partners'
    certificates are let in."""
    with opened(folder, key_file) as post:
        import time

        from maslahat.exchange.wire import Server

        until = time.monotonic() + seconds if seconds else float("inf")

        server = Server(post, host, port)
        typer.echo(f"{post.node.party} listens on https://{host}:{server.port}. Ctrl-C ends it.")
        try:
            server.serve(lambda: time.monotonic() < until)
        except KeyboardInterrupt:
            typer.echo("Ended.")
        finally:
            server.close()


def sync(
    folder: Folder,
    party: Annotated[str, typer.Option("--with", help="Partner to call.")],
    address: Annotated[str, typer.Option(help="https://host:port, where it is not on the card.")] = "",
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Call a partner over HTTPS with mutual TLS: push what is pending, fetch what waits."""
    with opened(folder, key_file) as post:
        from maslahat.exchange.sharing import report_uses
        from maslahat.exchange.wire import sync as call

        report_uses(post)
        found = call(post, party.upper(), address)
        for one in found:
            typer.echo(f"{one.sender} {one.number}: {one.outcome}{f' ({one.detail})' if one.detail else ''}")
        typer.echo(f"{len(found)} envelopes came in; {len(post.pending(party.upper()))} not yet receipted.")
        give(json_file, [[one.sender, one.number, one.outcome.name, one.detail] for one in found])


def recall(
    folder: Folder,
    record: Annotated[
        str, typer.Argument(metavar="[RECORD]", help="Record to take back; without it recalls are listed.")
    ] = "",
    as_person: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="An approver of the originator.")
    ] = "",
    purpose: Purpose = "",
    key_file: KeyFile = None,
) -> None:
    """Take a record back from everyone: reads stop at once, copies are deleted against a receipt."""
    from maslahat.exchange import copies, sharing

    if record:
        with at_desk(folder, key_file, as_person, purpose) as (post, desk):
            holders = sharing.withdraw(post, desk, record)
            typer.echo(f"Withdrawn. Recall queued for: {', '.join(holders) or 'nobody'}.")
        return
    with opened(folder, key_file) as post:
        for name, state in copies.recalls(post).items():
            typer.echo(f"{name}: {state}")


def _step(
    folder: Path, key_file: Path | None, who: tuple[str, str], steps: dict[str, str], kind: list[str] | None
) -> None:
    from maslahat.exchange.matching import session

    with at_desk(folder, key_file, *who) as (post, desk):
        if steps["with"]:
            name = session.ask(post, desk, steps["with"].upper(), kind or ())
            typer.echo(f"Question {name} to {steps['with'].upper()}. Write the outbox to send it.")
            return
        name = steps["reveal"] or steps["grant"] or steps["refuse"]
        if name not in session.sessions(post):
            raise InputError(Fault("match", f"question {name!r}", "a question of this node"))
        if steps["reveal"]:
            session.reveal(post, desk, name)
        else:
            session.consent(post, desk, name, granted=bool(steps["grant"]))
        typer.echo("Done. Write the outbox to send it.")


_SHOWN = ("party", "purpose", "status", "size", "hits", "reason", "mine")


def _questions(folder: Path, key_file: Path | None, json_file: Path | None) -> None:
    from maslahat.exchange.matching import session

    with opened(folder, key_file) as post:
        rows: list[dict[str, Any]] = []
        for name, one in session.sessions(post).items():
            row = {k: one[k] for k in _SHOWN if k in one}
            rows.append({"question": name, **row})
            side = f"we asked {one['party']}" if one["mine"] else f"{one['party']} asked"
            count = f", {one['size']} in common" if "size" in one else ""
            typer.echo(
                f"{name}  {side}: "
                f"{one['status']}{count}{', ' + '; '.join(one['hits']) if one.get('hits') else ''}"
            )
        typer.echo(f"{len(rows)} questions.")
        give(json_file, rows)


def _trial(mine: Path, theirs: Path, kind: str, quota: int, json_file: Path | None) -> None:
    from maslahat.exchange.matching import trial

    result = trial.play(mine, theirs, kind, quota)
    for line in result.lines:
        typer.echo(line)
    give(json_file, result.figures)
    raise typer.Exit(1 if result.refused else 0)
