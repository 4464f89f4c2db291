"""Checking a whole log against its heads, its witnesses and the events it commits to (§12)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from maslahat.exchange.log import merkle
from maslahat.exchange.log.book import Opening
from maslahat.exchange.log.note import Checkpoint, VerifierKey, cosigned_at, signed_by
from maslahat.exchange.log.witness import Alarm, Caught, compare, quorum


def tree_of(entries: Sequence[bytes]) -> merkle.Read:
    """Return a reader over the tree built anew from the entries."""
    nodes: dict[tuple[int, int], bytes] = {}

    def read(level: int, position: int) -> bytes:
        return nodes[level, position]

    for level, position, value in merkle.grown(0, [merkle.leaf_hash(entry) for entry in entries], read):
        nodes[level, position] = value
    return read


def audit(
    entries: Sequence[bytes],
    heads: Sequence[Checkpoint],
    log_key: VerifierKey,
    witnesses: Sequence[VerifierKey] = (),
    needed: int = 0,
) -> list[Caught]:
    """Return everything wrong between the entries, the heads (oldest first) and their signatures.

    `heads` are those of the log and any that witnesses kept; `needed` cosignatures are asked of the newest.
    """
    found: list[Caught] = []
    read = tree_of(entries)
    for head in heads:
        found += _head_faults(head, len(entries), read, log_key)
    ordered = sorted(heads, key=lambda head: head.size)
    for old, new in itertools.pairwise(ordered):
        wrong = compare(old, new, lambda a, b: merkle.consistency_proof(a, b, read))
        found += [wrong] if wrong else []
    if needed and ordered:
        lacking = quorum(ordered[-1], witnesses, needed)
        found += [lacking] if lacking else []
    return found


def _head_faults(head: Checkpoint, size: int, read: merkle.Read, log_key: VerifierKey) -> list[Caught]:
    found = []
    if not signed_by(head, log_key):
        found.append(Caught(Alarm.NOT_SIGNED, head.origin, f"size {head.size}"))
    if head.size > size:
        found.append(Caught(Alarm.SHRUNK, head.origin, f"{head.size} entries signed, {size} kept"))
    elif merkle.root(head.size, read) != head.root:
        found.append(Caught(Alarm.DAMAGED, head.origin, f"at {head.size} entries"))
    return found


def audit_openings(
    entries: Sequence[bytes],
    openings: Mapping[int, Opening],
    heads: Sequence[Checkpoint],
    witnesses: Sequence[VerifierKey],
    tolerance: int = 300,
) -> list[Caught]:
    """Return openings that do not fit their commitment, and events dated before the log was that long.

    An event at position n was not in any head of n entries or fewer; had it happened before a witness
    signed such a
    head (less `tolerance` seconds for clocks), it should have been.
    """
    signed = [(head.size, min(times)) for head in heads if (times := _times(head, witnesses))]
    origin = heads[0].origin if heads else "log"
    found = []
    for position, one in sorted(openings.items()):
        if position >= len(entries) or one.commitment() != entries[position]:
            found.append(Caught(Alarm.DAMAGED, origin, f"entry {position} does not open to the event shown"))
            continue
        after = max((at for size, at in signed if size <= position), default=0)
        if int(one.event["at"]) < after - tolerance:
            found.append(Caught(Alarm.BACKDATED, origin, f"entry {position}"))
    return found


def _times(head: Checkpoint, witnesses: Sequence[VerifierKey]) -> list[int]:
    return [at for key in witnesses if (at := cosigned_at(head, key)) is not None]
