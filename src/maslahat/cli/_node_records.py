"""`maslahat node list|show|correct|keep|duplicates|merge|links`: the records of one's own house."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from maslahat.cli._node_common import Folder, Json, KeyFile, Person, Purpose, at_desk, give
from maslahat.core import Fault, InputError

Record = Annotated[str, typer.Argument(metavar="RECORD", help="Name of the record.")]
VOID = "Consents to the version before are void and its copies are taken back. Write the outbox to send it."
Reason = Annotated[str, typer.Option(help="Why, in a few words; it is kept with the record.")]


def register(group: typer.Typer) -> None:
    """Add the commands on records."""
    group.command("list")(list_records)
    for command in (show, correct, keep, duplicates, merge, links):
        group.command(command.__name__)(command)


def list_records(
    folder: Folder,
    as_person: Person,
    purpose: Purpose,
    search: Annotated[str, typer.Option(help="Only records with these words, in any spelling.")] = "",
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """List the records that PERSON may read for this purpose, or those a search finds among them.

    Of other states' records the list shows name, state, kind: no use. A hit of --search in one of them is logged as a
    use, since it tells what the record holds.
    """
    with at_desk(folder, key_file, as_person, purpose) as (post, desk):
        ids = desk.search(search) if search else desk.ids()
        rows = []
        for record_id in ids:
            facts = post.node.store.facts(record_id)
            record = post.node.store.record(record_id)
            if facts is not None and record is not None:
                # Of another state's record only that it is there: what it says, its grade too, is read with `show`.
                grade = str(record.grading) if facts.originator == desk.who.party else "-"
                rows.append([record_id, facts.originator, record.kind, facts.state, grade])
        for row in rows:
            typer.echo("  ".join(row))
        typer.echo(f"{len(rows)} records.")
        give(json_file, rows)


def show(
    folder: Folder,
    record: Record,
    as_person: Person,
    purpose: Purpose,
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Read one record; the reading is written into the log, and told to the originator where it is another
    state's."""
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        from maslahat.exchange import records as record_forms

        one = desk.read(record)
        typer.echo(f"{one.kind} of {one.originator}, {one.grading}: {one.grading.words}")
        for name, value in one.fields:
            typer.echo(f"  {name}: {value}")
        codes = f"{one.handling}, TLP:{one.tlp.upper()}, PAP:{one.pap.upper()}, level {one.level}"
        typer.echo(f"  {codes}; for {', '.join(sorted(one.purposes))}; held under {one.legal_basis}")
        typer.echo(f"  looked at again {_day(one.review)}, kept until {_day(one.expires)}")
        for change in one.corrections:
            typer.echo(f"  {_day(change.at)} {change.by} changed {change.name}: {change.reason}")
        give(json_file, record_forms.to_json(one))


def correct(
    folder: Folder,
    record: Record,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="Name of the field.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What is right; empty takes the field away.")],
    as_person: Person,
    purpose: Purpose,
    reason: Reason,
    key_file: KeyFile = None,
) -> None:
    """Correct one field of a record of one's own. The old value is kept here; every consent to the old version is void,
    its copies are taken back with receipts, and the new version goes to the audiences the record is still open to."""
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        from maslahat.exchange.records import KINDS

        known = KINDS[desk.must(record, "edit").kind]
        if field not in known:
            raise InputError(Fault("FIELD", repr(field), f"one of {', '.join(known)}"))
        if not reason.strip():
            raise InputError(Fault("--reason", "nothing", "why the field is changed"))
        desk.edit(record, field, value, reason)
        typer.echo(f"{field} corrected. {VOID}")


def keep(
    folder: Folder,
    record: Record,
    as_person: Person,
    purpose: Purpose,
    review: Annotated[
        str, typer.Option(metavar="DAY", help="Look at it again on this day (2027-01-31).")
    ] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Delete it at the end of this day.")] = "",
    legal_basis: Annotated[str, typer.Option(help="The law or agreement it is held under.")] = "",
    key_file: KeyFile = None,
) -> None:
    """Set the review date, the end of retention or the legal basis of a record of one's own."""
    changes: dict[str, Any] = {}
    for name, option, text in (("review", "--review", review), ("expires", "--until", until)):
        if text:
            changes[name] = _end_of(option, text)
    if legal_basis:
        changes["legal_basis"] = legal_basis
    if not changes:
        raise InputError(Fault("keep", "nothing to set", "--review, --until or --legal-basis"))
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        desk.reclassify(record, **changes)
        typer.echo(f"Set: {', '.join(sorted(changes))}. {VOID}")


def duplicates(
    folder: Folder,
    as_person: Person,
    purpose: Purpose,
    threshold: Annotated[float, typer.Option(min=0.0, max=1.0, help="Least score of a proposal.")] = 0.9,
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Propose pairs of records that may be about one thing, with a score and a reason. Nothing is merged."""
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        from maslahat.exchange.duplicates import crowded, propose

        own = [one for one in desk.records() if one.originator == desk.who.party]
        found, skipped = propose(own, threshold), crowded(own)
    for one in found:
        typer.echo(f"{one.score:.2f}  {one.one}  {one.other}  {one.reason}")
    for key, count in skipped:
        typer.echo(f"not compared by `{key}` alone: {count} records have it")
    typer.echo(f"{len(found)} proposals among {len(own)} records of one's own.")
    give(json_file, [{"one": p.one, "other": p.other, "score": p.score, "reason": p.reason} for p in found])


def merge(
    folder: Folder,
    kept: Annotated[str, typer.Argument(metavar="KEEP", help="Record that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Record that is set aside.")],
    as_person: Person,
    purpose: Purpose,
    reason: Reason = "",
    undo: Annotated[bool, typer.Option("--undo", help="Undo a merge: both are as they were.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Merge two records of one's own into the first, for a reason, or undo it."""
    if not undo and not reason.strip():
        raise InputError(Fault("--reason", "nothing", "why the two are one thing"))
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        from maslahat.exchange import duplicates as pairs

        if undo:
            pairs.unmerge(desk, kept, other)
        else:
            pairs.merge(desk, kept, other, reason)
        typer.echo("As they were." if undo else f"{other} is set aside, {kept} holds what both knew.")


def links(
    folder: Folder,
    record: Record,
    as_person: Person,
    purpose: Purpose,
    key_file: KeyFile = None,
    json_file: Json = None,
) -> None:
    """Show the readable records that share values with this one, the rarest value first."""
    with at_desk(folder, key_file, as_person, purpose) as (_, desk):
        found = desk.correlations(record)
    for one in found:
        typer.echo(f"{one.weight:6.2f}  {one.record_id}  {', '.join(one.shared)}")
    typer.echo(f"{len(found)} records share a value.")
    give(json_file, [{"record": o.record_id, "weight": o.weight, "shared": list(o.shared)} for o in found])


def _day(seconds: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _end_of(option: str, text: str) -> int:
    from datetime import UTC, datetime

    try:
        return int(datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) + 86_399
    except ValueError:
        raise InputError(Fault(option, repr(text), "a day as 2027-01-31")) from None
