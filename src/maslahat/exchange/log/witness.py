"""Witnesses: each state keeps the last head it saw of every other log, and signs only what grows out of it.

After c2sp.org/tlog-witness. A witness never signs two heads that are not prefixes of each other; two
witnesses
that compare what they signed find a log that tells them different stories.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from maslahat.exchange.log import merkle
from maslahat.exchange.log.note import Checkpoint, VerifierKey, cosign, cosigned_at, signed_by

STALE_SECONDS = 24 * 3600
Proof = Callable[[int, int], Sequence[bytes]]


class Alarm(StrEnum):
    """What a witness or an auditor can find wrong."""

    NOT_SIGNED = "the head is not signed with the key of the log"
    SHRUNK = "the log is shorter than it was"
    REWRITTEN = "the log no longer contains what it contained"
    FORKED = "the log shows different heads to different states"
    BACKDATED = "an entry says that it happened before the log was that long"
    WITHHELD = "a newer head exists than the one shown, or none was shown in time"
    DAMAGED = "the entries do not lead to the signed root"
    UNWITNESSED = "too few witnesses have signed the head"
    MISSING = "the log is not there, though others hold copies of it"


@dataclass(frozen=True, slots=True)
class Caught:
    """One finding, with what was compared."""

    alarm: Alarm
    origin: str
    detail: str

    def __str__(self) -> str:
        """Return the finding as a sentence."""
        return f"{self.origin}: {self.alarm} ({self.detail})."


@dataclass(slots=True)
class Witness:
    """One state's witness: its key, the logs it knows, and the last head of each."""

    name: str
    key: Ed25519PrivateKey
    logs: dict[str, VerifierKey]
    seen: dict[str, Checkpoint]

    @property
    def verifier(self) -> VerifierKey:
        """The public key that others check its cosignatures with."""
        return VerifierKey(self.name, self.key.public_key().public_bytes_raw(), cosigner=True)

    def consider(self, head: Checkpoint, proof: Proof, seconds: int) -> Checkpoint | Caught:
        """Return the head with our cosignature, or what is wrong with it. `proof(old, size)` is the log's
        answer."""
        wrong = self.check(head, proof)
        if wrong is not None:
            return wrong
        signed = cosign(head, self.name, self.key, seconds)
        self.seen[head.origin] = signed
        return signed

    def check(self, head: Checkpoint, proof: Proof) -> Caught | None:
        """Return what is wrong with a head, compared with the last one seen, or None."""
        known = self.logs.get(head.origin)
        if known is None or not signed_by(head, known):
            return Caught(Alarm.NOT_SIGNED, head.origin, f"size {head.size}")
        last = self.seen.get(head.origin)
        return None if last is None else compare(last, head, proof)


def compare(old: Checkpoint, new: Checkpoint, proof: Proof) -> Caught | None:
    """Return what is wrong between an older and a newer head of one log, or None."""
    if new.size < old.size:
        return Caught(Alarm.SHRUNK, new.origin, f"{old.size} entries before, {new.size} now")
    if new.size == old.size:
        same = new.root == old.root
        return None if same else Caught(Alarm.FORKED, new.origin, f"two roots at {new.size} entries")
    try:
        steps = proof(old.size, new.size)
    except (KeyError, ValueError) as error:
        return Caught(Alarm.REWRITTEN, new.origin, f"no proof from {old.size} to {new.size}: {error}")
    if merkle.verify_consistency(old.size, new.size, old.root, new.root, steps):
        return None
    return Caught(Alarm.REWRITTEN, new.origin, f"the {old.size} entries seen are not a prefix of {new.size}")


def gossip(mine: Checkpoint, theirs: Checkpoint, proof: Proof) -> Caught | None:
    """Compare the heads two witnesses hold of one log. A log that cannot join them has forked."""
    old, new = sorted((mine, theirs), key=lambda head: head.size)
    wrong = compare(old, new, proof)
    return None if wrong is None else Caught(Alarm.FORKED, mine.origin, wrong.detail)


def fresh(
    shown: Checkpoint,
    held: Sequence[Checkpoint],
    witnesses: Sequence[VerifierKey],
    now: int,
    stale: int = STALE_SECONDS,
) -> Caught | None:
    """Is the head shown the newest the witnesses hold, and signed by one of them within `stale` seconds?"""
    newest = max((head.size for head in held if head.origin == shown.origin), default=0)
    if newest > shown.size:
        return Caught(Alarm.WITHHELD, shown.origin, f"shown {shown.size} entries, a witness holds {newest}")
    times = [at for key in witnesses if (at := cosigned_at(shown, key)) is not None]
    if not times or now - max(times) > stale:
        return Caught(Alarm.WITHHELD, shown.origin, f"no witness has signed it in the last {stale} seconds")
    return None


def quorum(head: Checkpoint, witnesses: Sequence[VerifierKey], needed: int) -> Caught | None:
    """Have at least `needed` of the witnesses signed this head?"""
    names = [key.name for key in witnesses if signed_by(head, key)]
    if len(names) >= needed:
        return None
    return Caught(Alarm.UNWITNESSED, head.origin, f"{len(names)} of {needed}: {', '.join(names) or 'none'}")
