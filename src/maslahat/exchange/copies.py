"""Copies of a record in other houses: who holds which version, sending one, taking one back (§12).

A copy is of one version. When the originator changes the record, every copy of the version before is taken back with
receipts, as after a withdrawal, and every consent to it is void for good. An audience is over the record: those it
still covers are sent the new version at once. A consent is over a version, also one to a class: what stood behind
the key when it was granted, as it then was. So the new version needs a new request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange import records as record_forms
from maslahat.exchange.card import Card
from maslahat.exchange.policy import Audience, ObjectFacts
from maslahat.exchange.post import Post, parties_of
from maslahat.exchange.provenance import stamp, taken_back

VOIDED = "superseded"


def holders(post: Post, record_id: str) -> set[str]:
    """Return the parties that hold a copy of a record."""
    return {
        name.partition(" ")[2]
        for name in post.node.store.all("held by")
        if name.partition(" ")[0] == record_id
    }


def send_copy(
    post: Post,
    party: str,
    record_id: str,
    audience: Audience | None,
    chain: list[dict[str, Any]] | None = None,
) -> None:
    """Send the version that is kept, with the consents to this very version that the party has."""
    record, facts = post.node.store.record(record_id), post.node.store.facts(record_id)
    assert record is not None
    assert facts is not None
    # Corrections name persons of the originator and old values; they stay at home.
    value = record_forms.to_json(replace(record, corrections=()))
    shown = (
        None
        if audience is None
        else {k: sorted(v) if isinstance(v, frozenset) else v for k, v in asdict(audience).items()}
    )
    mine = [
        asdict(fact)
        for fact in facts.consents
        if parties_of([fact.recipient]) == {party} and (fact.digest, fact.status) == (facts.digest, "granted")
    ]
    own = record.originator == post.node.party
    signed = stamp(post.node, record) if own else str(post.node.store.get("stamp", record_id) or "")
    post.send(party, "record", record=value, audience=shown, consents=mine, chain=chain or [], stamp=signed)
    post.node.store.put("held by", f"{record_id} {party}", True)


def send_to_audience(post: Post, record_id: str, audience: Audience) -> None:
    """Send a record to each party in an audience that may read; no party learns of another."""
    readers = parties_of(audience.members) if "read" in audience.actions else set()
    for party in sorted(readers & set(post.node.partners())):
        own = frozenset(name for name in audience.members if parties_of([name]) == {party})
        # A name of its own for each: by a common one two recipients could tell that they are two of several.
        theirs = replace(audience, members=own, audience_id=post.node.fresh_id())
        send_copy(post, party, record_id, theirs)


def take_back(post: Post, party: str, record_id: str, version: str = "") -> None:
    """Ask a party to delete its copy, whatever it says, or (with `version`, a digest) the copy of that version."""
    name = f"{record_id} {party} {version}".rstrip()
    post.node.store.put("recall", name, {"asked": post.node.now()})
    post.node.store.drop("held by", f"{record_id} {party}")
    post.send(party, "recall", object_id=record_id, digest=version)


def follow_changes(post: Post) -> None:
    """For every version that no longer holds: take its copies back, and send the new one where an audience covers it."""
    with post.node.change():
        for name in post.node.store.all(VOIDED):
            record_id, _, version = name.rpartition(" ")
            had = sorted(holders(post, record_id))
            for party in had:
                take_back(post, party, record_id, version)
            facts = post.node.store.facts(record_id)
            for audience in _still_open(facts, post.node.now()) if facts is not None else ():
                left = frozenset(m for m in audience.members if parties_of([m]) <= set(had))
                send_to_audience(post, record_id, replace(audience, members=left))
            post.node.store.drop(VOIDED, name)


def take_recall(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Delete what the originator takes back, all of it or one version, and send a receipt."""
    record_id, version = str(message["object_id"]), str(message.get("digest", ""))
    facts = post.node.store.facts(record_id)
    if facts is None or facts.originator == partner.party:
        # It may still be under way from a third state: what is taken back is not taken in afterwards.
        post.node.store.put("taken back", taken_back(partner.party, record_id, version), post.node.now())
    if facts is not None and facts.originator == partner.party and version in ("", facts.digest):
        post.node.store.set_state(record_id, "withdrawn")
        post.node.store.drop_audiences(record_id)
        if version:
            post.node.store.void_consents(record_id)
        post.node.store.erase(record_id)
        what = "the version before" if version else ""
        post.node.note(
            "recalled", record_id, party=post.node.party, detail=f"by {partner.party} {what}".rstrip()
        )
    post.send(partner.party, "recall receipt", object_id=record_id, digest=version, deleted=facts is not None)


def take_recall_receipt(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Note that a partner has deleted what was taken back."""
    record_id, version = str(message["object_id"]), str(message.get("digest", ""))
    name = f"{record_id} {partner.party} {version}".rstrip()
    if post.node.store.get("recall", name) is None:
        raise InputError(Fault(f"record {record_id}", "a receipt for a recall never sent", "a recall first"))
    post.node.store.put("recall", name, {"receipt": post.node.now()})
    post.node.note("recall receipt", record_id, party=post.node.party, detail=partner.party)


def recalls(post: Post) -> dict[str, str]:
    """Return every recall by `record party`, and by `record party version` where a version was taken back after a
    change: `receipt` or `waiting`."""
    found = post.node.store.all("recall")
    return {name: "receipt" if value.get("receipt") else "waiting" for name, value in found.items()}


def asked_back(post: Post, record_id: str, party: str) -> bool:
    """Was a party ever asked to delete this record or a version of it?"""
    return any(name.split(" ")[:2] == [record_id, party] for name in post.node.store.all("recall"))


def _still_open(facts: ObjectFacts, now: int) -> list[Audience]:
    """Return what is left of the audiences of a record under its present codes, whose members could read it."""
    if facts.state != "active" or now >= facts.expires:
        return []
    named = [
        # TLP:RED is for persons named one by one, and a copy that nobody may open has no business elsewhere.
        replace(a, members=frozenset(m for m in a.members if facts.tlp != "red" or "." in m))
        for a in facts.audiences
        if a.from_at <= now < a.to_at and a.purposes & facts.purposes
    ]
    return [audience for audience in named if audience.members]
