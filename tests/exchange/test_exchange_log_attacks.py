"""Eight attacks on a log, sixty trials each (issue table): found with two honest witnesses, not found with
none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from maslahat.exchange.log import (
    Caught,
    Checkpoint,
    LogBook,
    Opening,
    VerifierKey,
    Witness,
    audit,
    audit_openings,
    fresh,
    gossip,
    opening,
    sign,
)
from maslahat.exchange.log.audit import tree_of
from maslahat.exchange.log.merkle import consistency_proof

TRIALS = 60
HOUR = 3600
ORIGIN = "maslahat.example/kgz"


@dataclass
class Scene:
    """A log that two witnesses have followed for a while."""

    rng: np.random.Generator
    witnesses: list[Witness]
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    openings: list[Opening] = field(default_factory=list)
    heads: list[Checkpoint] = field(default_factory=list)
    now: int = 1_700_000_000

    @property
    def entries(self) -> list[bytes]:
        return [one.commitment() for one in self.openings]

    @property
    def log_key(self) -> VerifierKey:
        return VerifierKey(ORIGIN, self.key.public_key().public_bytes_raw())

    @property
    def witness_keys(self) -> list[VerifierKey]:
        return [witness.verifier for witness in self.witnesses]

    def grow(self, count: int, offset: int = 0) -> None:
        for _ in range(count):
            self.now += int(self.rng.integers(60, 600))
            event = {"kind": "use", "at": self.now + offset, "n": int(self.rng.integers(1 << 30))}
            self.openings.append(opening(event))

    def head(self, entries: list[bytes] | None = None) -> Checkpoint:
        log = LogBook(sqlite3.connect(":memory:"))
        log.append(self.entries if entries is None else entries)
        return sign(log.head(ORIGIN), ORIGIN, self.key)

    def publish(
        self, head: Checkpoint, entries: list[bytes], to: list[Witness] | None = None
    ) -> list[Caught]:
        """Show a head to the witnesses; return what they find."""
        read = tree_of(entries)
        found: list[Caught] = []
        for witness in self.witnesses if to is None else to:
            answer = witness.consider(head, lambda a, b: consistency_proof(a, b, read), self.now)
            if isinstance(answer, Caught):
                found.append(answer)
            else:
                self.heads.append(answer)
        return found


def scene(seed: int, honest: int) -> Scene:
    rng = np.random.default_rng(seed)
    s = Scene(rng, [])
    s.witnesses = [
        Witness(f"witness-{k}", Ed25519PrivateKey.generate(), {ORIGIN: s.log_key}, {}) for k in range(honest)
    ]
    for _ in range(int(rng.integers(2, 5))):
        s.grow(int(rng.integers(2, 12)))
        assert s.publish(s.head(), s.entries) == []
    return s


def rewrite(s: Scene) -> list[Caught]:
    """Someone without the key changes an entry in the file."""
    entries = s.entries
    entries[int(s.rng.integers(len(entries)))] = s.rng.bytes(32)
    kept = s.heads or [s.head()]
    return audit(entries, kept, s.log_key) if s.witnesses else []


def delete(s: Scene) -> list[Caught]:
    entries = s.entries
    del entries[int(s.rng.integers(len(entries) - 1))]
    s.grow(0)
    return s.publish(s.head([*entries, s.rng.bytes(32)]), [*entries, s.rng.bytes(32)])


def truncate(s: Scene) -> list[Caught]:
    entries = s.entries[: -int(s.rng.integers(1, 4))]
    return s.publish(s.head(entries), entries)


def reorder(s: Scene) -> list[Caught]:
    entries = s.entries
    i, j = s.rng.choice(len(entries), 2, replace=False)
    entries[i], entries[j] = entries[j], entries[i]
    return s.publish(s.head([*entries, b"next"]), [*entries, b"next"])


def fork(s: Scene) -> list[Caught]:
    """Each witness is shown a story of its own; they compare what they signed."""
    found: list[Caught] = []
    for k, witness in enumerate(s.witnesses):
        story = [*s.entries, *[s.rng.bytes(32) for _ in range(1 + k)]]
        assert s.publish(s.head(story), story, [witness]) == []
    if len(s.witnesses) > 1:
        mine, theirs = s.witnesses[0].seen[ORIGIN], s.witnesses[1].seen[ORIGIN]
        read = tree_of(story)  # the best proof the log can give: out of the longer story
        wrong = gossip(mine, theirs, lambda a, b: consistency_proof(a, b, read))
        found += [wrong] if wrong else []
    return found


def backdate(s: Scene) -> list[Caught]:
    """An entry written now says that it happened before the last witnessed head."""
    s.now += HOUR
    s.openings.append(opening({"kind": "grant", "at": s.now - 40 * HOUR, "n": 1}))
    assert s.publish(s.head(), s.entries) == []
    position = len(s.openings) - 1
    heads = s.heads or [s.head()]
    return audit_openings(s.entries, {position: s.openings[position]}, heads, s.witness_keys)


def key_holder_edit(s: Scene) -> list[Caught]:
    """The holder of the key changes an event, computes everything again and signs it."""
    k = int(s.rng.integers(len(s.openings)))
    s.openings[k] = opening({"kind": "use", "at": s.openings[k].event["at"], "n": -1})
    s.grow(int(s.rng.integers(0, 3)))
    return s.publish(s.head(), s.entries)


def withhold(s: Scene) -> list[Caught]:
    """A partner is shown an old head while the witnesses hold a newer one, or nothing new for days."""
    old = s.heads[-1] if s.heads else s.head()
    s.now += 60
    if s.rng.random() < 0.5:
        s.grow(3)
        s.publish(s.head(), s.entries)
    else:
        s.now += 48 * HOUR
    held = [witness.seen[ORIGIN] for witness in s.witnesses]
    if not s.witnesses:
        return []
    wrong = fresh(old, held, s.witness_keys, s.now)
    return [wrong] if wrong else []


ATTACKS: list[Callable[[Scene], list[Caught]]] = [
    rewrite,
    delete,
    truncate,
    reorder,
    fork,
    backdate,
    key_holder_edit,
    withhold,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_attack_is_found_by_two_witnesses_in_every_trial(attack: Callable[[Scene], list[Caught]]) -> None:
    caught = sum(bool(attack(scene(1000 + trial, honest=2))) for trial in range(TRIALS))
    assert caught == TRIALS


@pytest.mark.parametrize("attack", [key_holder_edit, truncate, delete, reorder], ids=lambda a: a.__name__)
def test_the_holder_of_the_key_is_not_found_without_a_witness(
    attack: Callable[[Scene], list[Caught]],
) -> None:
    assert sum(bool(attack(scene(trial, honest=0))) for trial in range(10)) == 0


def test_honest_growth_raises_no_alarm() -> None:
    for seed in range(20):
        s = scene(seed, honest=2)
        s.grow(4)
        assert s.publish(s.head(), s.entries) == []
        last = s.heads[-1]
        assert fresh(last, [w.seen[ORIGIN] for w in s.witnesses], s.witness_keys, s.now + HOUR) is None
        everything = dict(enumerate(s.openings))
        assert audit_openings(s.entries, everything, s.heads, s.witness_keys) == []
        assert audit(s.entries, s.heads[-1:], s.log_key, s.witness_keys, needed=1) == []
