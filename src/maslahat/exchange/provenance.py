"""What of a record that a partner sends may be believed: whose it is, who may have passed it on, to whom it is
open (§12).

A partner's node may have been changed. So nothing that its message merely claims gives a right: a record of a third
state must carry that state's signature (its stamp, or a consent bound to this very version), nobody is told about
his own records, and consents count as they were signed, not as they are retold.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidSignature

from maslahat.core import Fault, InputError
from maslahat.exchange import consent as consents
from maslahat.exchange.card import Card
from maslahat.exchange.consent import Consent, Status
from maslahat.exchange.node import Node
from maslahat.exchange.policy import Audience, ConsentFact
from maslahat.exchange.post import parties_of
from maslahat.exchange.records import Record

KEY_CLASS = "key:"


def stamp(node: Node, record: Record) -> str:
    """Return the signature of the originator's node over this version of its record."""
    return base64.b64encode(node.identity.signing_key.sign(_stamped_text(record))).decode()


def taken_back(originator: str, record_id: str, version: str) -> str:
    """Return the name under which a node keeps that a record (with `version`: that version of it) was taken back."""
    return f"{originator} {record_id} {version}".rstrip()


def check_sender(node: Node, partner: Card, record: Record, message: Mapping[str, Any]) -> list[Consent]:
    """Return the consents to pass on that the sender rests on; raise InputError where it may not send the record."""
    where = f"record {record.record_id}"
    if record.originator == node.party:
        raise InputError(
            Fault(where, f"a record of {node.party} sent by {partner.party}", "one of another state")
        )
    held = node.store.facts(record.record_id)
    if held is not None and held.originator != record.originator:
        raise InputError(Fault(where, "another originator", held.originator))
    if record.originator == partner.party:
        return []
    if held is not None and (held.state == "withdrawn" or held.digest != record.digest):
        found = f"one that {partner.party} passes on, but it was taken back or is held in another version"
        raise InputError(Fault(where, found, f"a new version from {record.originator} itself"))
    versions = ("", record.digest)
    if any(
        node.store.get("taken back", taken_back(record.originator, record.record_id, v)) for v in versions
    ):
        found = f"one that {partner.party} passes on, but {record.originator} has taken it back"
        raise InputError(Fault(where, found, f"a new version from {record.originator} itself"))
    chain = [
        one
        for one in map(consents.from_json, message.get("chain", []))
        if _covers(node, partner, record, one)
    ]
    if not chain and not _open_and_stamped(node, record, message):
        found = f"a record of {record.originator} sent by {partner.party}"
        raise InputError(Fault(where, found, f"{record.originator}'s consent to pass it on"))
    return chain


def audience_of(
    node: Node, partner: Card, record: Record, message: Mapping[str, Any], chain: list[Consent]
) -> Audience | None:
    """Return the audience a message opens the record to. Who passes on gives no more than he was given: reading,
    for the purpose and the time consented to, to persons of this state."""
    value = message.get("audience")
    if not value:
        return None
    sets = {name: frozenset(map(str, value[name])) for name in ("members", "actions", "purposes")}
    # Named by sender and record: a partner's choice of name must not replace an audience of anyone else.
    name = f"{partner.party}/{record.record_id}/{value['audience_id']}"
    given = Audience(name, int(value["from_at"]), int(value["to_at"]), **sets)
    if record.originator == partner.party:
        return given
    purposes = frozenset(one.terms.purpose for one in chain) or record.purposes
    until = max((one.terms.to_at for one in chain), default=record.expires)
    return replace(
        given,
        to_at=min(given.to_at, until),
        members=frozenset(member for member in given.members if parties_of([member]) == {node.party}),
        actions=given.actions & {"read"},
        purposes=given.purposes & purposes,
    )


def facts_of(node: Node, partner: Card, record: Record, message: Mapping[str, Any]) -> list[ConsentFact]:
    """Return what the consents named in a message allow, as they were signed and are kept here."""
    found = []
    for told in message.get("consents", []) if record.originator == partner.party else []:
        name, _, covered = str(told["consent_id"]).partition("/")
        value = node.store.get("consent", name)
        one = None if value is None else consents.from_json(value)
        if one is None or covered != record.record_id or one.terms.originator != record.originator:
            continue
        whole_class = one.terms.object_id.startswith(KEY_CLASS)
        if whole_class or (one.terms.object_id, one.terms.digest) == (record.record_id, record.digest):
            fact = replace(one.fact(node.now()), consent_id=f"{name}/{covered}", digest=record.digest)
            found.append(fact)
    return found


def _covers(node: Node, partner: Card, record: Record, one: Consent) -> bool:
    t, now = one.terms, node.now()
    return (
        (t.originator, t.requester, t.action) == (record.originator, partner.party, "pass_on")
        and t.object_id == record.record_id
        and t.from_at <= now
        and one.status(now, record.digest) is Status.GRANTED
        and not consents.verify(one, node.authorities())
    )


def _open_and_stamped(node: Node, record: Record, message: Mapping[str, Any]) -> bool:
    """Is it TLP:CLEAR without restriction, and is it the originator who says so?"""
    if not (record.tlp == "clear" and record.handling == "H0"):
        return False
    card = node.partners().get(record.originator)
    if card is None:
        return False
    try:
        signature = base64.b64decode(str(message.get("stamp", "")), validate=True)
        card.signing_key.verify(signature, _stamped_text(record))
    except (InvalidSignature, ValueError):
        return False
    return True


def _stamped_text(record: Record) -> bytes:
    return f"maslahat record/v1 {record.originator} {record.record_id} {record.digest}".encode()
