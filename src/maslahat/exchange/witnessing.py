"""Heads of logs between nodes: shown, checked, cosigned, mirrored (§12).

A node sends every partner its head with the new entries and the proof that the old ones are in it. The
partner
keeps a copy (nothing secret is in it), cosigns, or raises an alarm. A copy brings back a log that was
damaged.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange.card import Card
from maslahat.exchange.log import (
    Caught,
    Checkpoint,
    gossip,
    read_checkpoint,
    read_entries,
    read_head,
    write_tiles,
)
from maslahat.exchange.log.audit import tree_of
from maslahat.exchange.log.merkle import consistency_proof, root
from maslahat.exchange.log.note import signed_by
from maslahat.exchange.log.witness import Proof
from maslahat.exchange.node import MIRRORS, Node
from maslahat.exchange.post import Post


def show_head(post: Post, parties: list[str] | None = None) -> Checkpoint:
    """Sign the head of the log and send it to the partners, each with what it has not seen; return the
    head."""
    head = post.node.publish_head()
    with post.node.change():
        for party in parties or sorted(post.node.partners()):
            seen = int(post.node.store.get("shown", party) or 0)
            seen = min(seen, head.size)
            entries = [base64.b64encode(e).decode() for e in post.node.log.entries(seen, head.size)]
            proof = [base64.b64encode(h).decode() for h in post.node.log.consistency(seen, head.size)]
            post.send(party, "head", head=head.text(), old=seen, proof=proof, entries=entries)
            post.node.store.put("shown", party, head.size)
    return head


def take_head(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Check a partner's head against what was seen; cosign it, or raise the alarm with everyone."""
    head = read_checkpoint(str(message["head"]))
    if head.origin != partner.origin:
        raise InputError(Fault("head", head.origin, partner.origin))
    proof = [base64.b64decode(step) for step in message["proof"]]
    witness = post.node.witness()
    answer = witness.consider(head, lambda _old, _new: proof, post.node.now())
    if isinstance(answer, Caught):
        raise_alarm(post, answer)
        return
    entries = mirrored(post.node, partner.party)[: int(message["old"])]
    entries += [base64.b64decode(entry) for entry in message["entries"]]
    if len(entries) != head.size or root(head.size, tree_of(entries)) != head.root:
        raise InputError(
            Fault("head", "entries that do not lead to its root", f"the {head.size} entries of the log")
        )
    post.node.store.put("seen head", partner.party, answer.text())
    post.node.store.put("mirror", partner.party, [base64.b64encode(entry).decode() for entry in entries])
    if not post.node.secretless:
        write_tiles(post.node.folder / MIRRORS / partner.party, entries, answer)
    post.node.note("witnessed", party=partner.party, detail=str(head.size))
    post.send(partner.party, "cosignature", head=answer.text())


def take_cosignature(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Add a partner's cosignature to the head it was given for."""
    signed = read_checkpoint(str(message["head"]))
    mine = {head.size: head for head in post.node.log.checkpoints()}.get(signed.size)
    if mine is None or mine.root != signed.root or not signed_by(signed, partner.witness_key):
        raise InputError(Fault("cosignature", f"one for {signed.size} entries", "one for a head of this log"))
    for signature in signed.signatures:
        if signature.name == partner.witness_key.name:
            mine = mine.signed(signature)
    post.node.log.keep(mine)
    last = post.node.log.last_checkpoint()
    if last is not None and last.size == mine.size:
        post.node.write_log(mine)


def compare_notes(post: Post, other: Node) -> list[Caught]:
    """Compare the heads that two witnesses hold of every log that both follow."""
    found = []
    mine, theirs = post.node.witness().seen, other.witness().seen
    for origin in sorted(set(mine) & set(theirs)):
        longer = max((post.node, other), key=lambda node: node.witness().seen[origin].size)
        party = origin.rpartition("/")[2].upper()
        wrong = gossip(mine[origin], theirs[origin], _proofs(mirrored(longer, party)))
        found += [wrong] if wrong else []
    return found


def _proofs(entries: list[bytes]) -> Proof:
    read = tree_of(entries)
    return lambda old, new: consistency_proof(old, new, read)


def raise_alarm(post: Post, caught: Caught) -> None:
    """Keep an alarm, write it into the log, and tell every partner."""
    text = str(caught)
    post.node.store.put(
        "alarm", post.node.fresh_id(), {"at": post.node.now(), "text": text, "from": post.node.party}
    )
    post.node.note("alarm", detail=text)
    for party in sorted(post.node.partners()):
        post.send(party, "alarm", text=text)


def take_alarm(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Keep an alarm that a partner raised."""
    value = {"at": post.node.now(), "text": str(message["text"]), "from": partner.party}
    post.node.store.put("alarm", post.node.fresh_id(), value)
    post.node.note("alarm", party=partner.party, detail=str(message["text"]))


def alarms(node: Node) -> list[str]:
    """Return the alarms kept, oldest first."""
    found = sorted(node.store.all("alarm").values(), key=lambda value: int(value["at"]))
    return [f"{value['from']}: {value['text']}" for value in found]


def mirrored(node: Node, party: str) -> list[bytes]:
    """Return this node's copy of a partner's log."""
    return [base64.b64decode(entry) for entry in node.store.get("mirror", party) or []]


def restore(node: Node, entries: list[bytes], head: Checkpoint) -> None:
    """Put this node's log back from a partner's copy, where the copy leads to a head this node signed."""
    if not signed_by(head, node.card.log_key) or root(head.size, tree_of(entries)) != head.root:
        raise InputError(
            Fault("copy of the log", "entries that do not lead to a head of this node", "a true copy")
        )
    with node.change():
        known = node.events()
        for table in ("log_entries", "log_nodes", "log_checkpoints"):
            node.store.db.execute(f"DELETE FROM {table}")
        node.log.append(entries)
        node.log.keep(head)
        # What happened here since the copy was made is not in it: it goes in again, at the end.
        for position, one in sorted(known.items()):
            if position >= head.size or one.commitment() != entries[position]:
                node.move_event(position, one)
        node.note("log restored", detail=json.dumps({"entries": head.size}))
    node.write_log(head)


def restore_from(node: Node, folder: Path) -> None:
    """Put this node's log back from a folder of tiles, such as a partner's `mirrors/<party>`."""
    head = read_head(folder)
    restore(node, read_entries(folder, head.size), head)
