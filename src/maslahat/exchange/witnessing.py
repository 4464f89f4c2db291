"""Heads of logs between nodes: shown, checked, cosigned, mirrored (§12).

A node sends every partner its head with the new entries and the proof that the old ones are in it. The
partner
keeps a copy (nothing secret is in it), cosigns, or raises an alarm. A copy brings back a log that was
damaged.

With its own head a node tells which heads it has seen of everyone else's logs. So two witnesses that were shown
different stories find it out without meeting, and one that is kept from the newest head learns that there is one.
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
    Alarm,
    Caught,
    Checkpoint,
    fresh,
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

QUIET_SECONDS = 7 * 24 * 3600  # ours (confidence C): heads may travel by stick


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
            others = {name: text for name, text in heads_seen(post.node).items() if name != party}
            told = {"old": seen, "proof": proof, "entries": entries, "seen": others}
            post.send(party, "head", head=head.text(), **told)
            post.node.store.put("shown", party, head.size)
    return head


def take_head(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Check a partner's head against what was seen; cosign it, or raise the alarm with everyone."""
    for party, text in dict(message.get("seen", {})).items():
        hear_of_head(post, str(party), str(text), partner.party)
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
    told = post.node.store.get("told head", partner.party)
    if told is not None and (forked := _fork(read_checkpoint(told["head"]), entries, told["by"])):
        post.node.store.drop("told head", partner.party)
        raise_alarm(post, forked)
        return
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
    key = partner.witness_key
    for signature in signed.signatures:
        if (signature.name, signature.key_hash) == (key.name, key.key_hash):
            mine = mine.signed(signature)
    post.node.log.keep(mine)
    last = post.node.log.last_checkpoint()
    if last is not None and last.size == mine.size:
        post.node.write_log(mine)


def heads_seen(node: Node) -> dict[str, str]:
    """Return the last head this node has seen of every partner's log, by party."""
    return {party: str(text) for party, text in node.store.all("seen head").items()}


def hear_of_head(post: Post, party: str, text: str, by: str) -> None:
    """Compare a head of somebody's log that another witness has seen with what is known here.

    A head that its log did not sign is nobody's story; a longer one than was seen here is kept until the log
    itself shows that much.
    """
    own = party == post.node.party
    card = post.node.card if own else post.node.partners().get(party)
    head = read_checkpoint(text)
    if card is None or head.origin != card.origin or not signed_by(head, card.log_key):
        return
    entries = post.node.log.entries() if own else mirrored(post.node, party)
    if forked := _fork(head, entries, by, whole=own):
        raise_alarm(post, forked)
    elif head.size > len(entries):
        known = post.node.store.get("told head", party)
        if known is None or read_checkpoint(known["head"]).size < head.size:
            value = {"head": head.text(), "by": by, "at": post.node.now()}
            post.node.store.put("told head", party, value)


def _fork(head: Checkpoint, entries: list[bytes], by: str, *, whole: bool = False) -> Caught | None:
    """Return a fork, where the head is not one of the log that holds these entries (`whole`: it holds no more)."""
    if head.size > len(entries):
        text = f"{by} has seen {head.size} entries, there are {len(entries)}"
        return Caught(Alarm.FORKED, head.origin, text) if whole else None
    if root(head.size, tree_of(entries)) == head.root:
        return None
    return Caught(Alarm.FORKED, head.origin, f"{by} has seen another history of {head.size} entries")


def withheld(node: Node, stale: int = QUIET_SECONDS) -> list[Caught]:
    """Return the logs of which others have known a newer head than was shown here, for `stale` seconds."""
    found = []
    seen, told = node.witness().seen, node.store.all("told head")
    for party, card in node.partners().items():
        rumour, shown = told.get(party), seen.get(card.origin)
        if rumour is None or rumour["at"] + stale >= node.now():
            continue
        size, here = read_checkpoint(rumour["head"]).size, 0 if shown is None else shown.size
        if size > here:
            text = f"shown {here} entries, {rumour['by']} has seen {size}"
            found.append(Caught(Alarm.WITHHELD, card.origin, text))
    return found


def quiet(node: Node, stale: int = QUIET_SECONDS) -> list[str]:
    """Return the parties whose last head was shown here more than `stale` seconds ago: a stick may be on its way."""
    key, seen = node.card.witness_key, node.witness().seen
    heads = {party: seen.get(card.origin) for party, card in node.partners().items()}
    return [party for party, head in heads.items() if head and fresh(head, [head], [key], node.now(), stale)]


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
    text = plain(str(message["text"]))
    value = {"at": post.node.now(), "text": text, "from": partner.party}
    post.node.store.put("alarm", post.node.fresh_id(), value)
    post.node.note("alarm", party=partner.party, detail=text)


def alarms(node: Node) -> list[str]:
    """Return the alarms kept, oldest first."""
    found = sorted(node.store.all("alarm").values(), key=lambda value: int(value["at"]))
    return [f"{value['from']}: {value['text']}" for value in found]


def plain(text: str, most: int = 500) -> str:
    """Return a partner's words as they may be shown: no control characters, and not without end."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:most])


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
