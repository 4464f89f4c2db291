"""Random worlds for the policy: parties, persons, objects with audiences and consents, and questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from maslahat.exchange.policy import ACTIONS, Ask, Audience, ConsentFact, ObjectFacts, Principal

PARTIES = ("KAZ", "KGZ", "TJK")
UNITS = ("", "KAZ/customs", "KGZ/police", "shared/desk")
PURPOSES = ("counter-narcotics", "counter-terrorism")
MARKINGS = ("source-protected", "operation-a", "operation-b")
ROLES = ("analyst", "officer", "officer", "officer", "approver", "administrator")
NOW = 1_000


@dataclass(frozen=True)
class World:
    people: tuple[Principal, ...]
    objects: tuple[ObjectFacts, ...]
    asks: tuple[Ask, ...]


def subset(rng: np.random.Generator, values: tuple[str, ...], p: float) -> frozenset[str]:
    return frozenset(value for value in values if rng.random() < p)


def pick(rng: np.random.Generator, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def near(rng: np.random.Generator) -> int:
    """A time close to the edges, so that < and <= differ."""
    return NOW + int(rng.choice([-500, -1, 0, 1, 500], p=[0.3, 0.1, 0.2, 0.1, 0.3]))


def after(rng: np.random.Generator) -> int:
    return NOW + int(rng.choice([-1, 0, 1, 500], p=[0.05, 0.05, 0.1, 0.8]))


def before(rng: np.random.Generator) -> int:
    return NOW + int(rng.choice([-500, -1, 0, 1], p=[0.75, 0.1, 0.1, 0.05]))


def person(rng: np.random.Generator, k: int) -> Principal:
    return Principal(
        f"p{k}",
        pick(rng, PARTIES),
        pick(rng, UNITS),
        pick(rng, ROLES),
        int(rng.integers(1, 4)),
        int(rng.random() < 0.95),
        subset(rng, MARKINGS, 0.8),
        subset(rng, PURPOSES, 0.85),
    )


def thing(rng: np.random.Generator, k: int, people: tuple[str, ...]) -> ObjectFacts:
    digest = f"d{int(rng.integers(3))}"
    names = PARTIES + UNITS[1:] + people
    audiences = tuple(
        Audience(
            f"a{k}.{n}",
            before(rng),
            after(rng),
            subset(rng, PARTIES, 0.3) | subset(rng, UNITS[1:], 0.2) | subset(rng, people, 0.1),
            subset(rng, ACTIONS, 0.6),
            subset(rng, PURPOSES, 0.7),
        )
        for n in range(int(rng.integers(0, 3)))
    )
    consents = tuple(
        ConsentFact(
            f"c{k}.{n}",
            f"d{int(rng.integers(3))}" if rng.random() < 0.3 else digest,
            pick(rng, names),
            pick(rng, ACTIONS),
            pick(rng, PURPOSES),
            before(rng),
            after(rng),
            pick(rng, ("granted", "granted", "granted", "requested", "withdrawn")),
        )
        for n in range(int(rng.integers(0, 4)))
    )
    return ObjectFacts(
        f"o{k}",
        pick(rng, PARTIES),
        before(rng),
        after(rng),
        pick(rng, ("active", "active", "active", "draft", "withdrawn")),
        int(rng.integers(0, 3)),
        pick(rng, ("H0", "H1", "H2", "H3")),
        pick(rng, ("red", "amber+strict", "amber", "green", "clear", "clear")),
        pick(rng, ("red", "amber", "green", "clear")),
        digest,
        subset(rng, PURPOSES, 0.8),
        subset(rng, MARKINGS, 0.15),
        audiences,
        consents,
    )


def world(seed: int, people: int = 20, objects: int = 50, asks: int = 20) -> World:
    rng = np.random.default_rng(seed)
    persons = tuple(person(rng, k) for k in range(people))
    names = tuple(p.principal_id for p in persons)
    return World(
        persons,
        tuple(thing(rng, k, names) for k in range(objects)),
        tuple(Ask(pick(rng, ACTIONS), pick(rng, PURPOSES), near(rng)) for _ in range(asks)),
    )


def rows(w: World) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The world as INSERTs with `?` for parameters."""
    for p in w.people:
        yield (
            "INSERT INTO principals VALUES (?,?,?,?,?,?)",
            (p.principal_id, p.party, p.unit, p.role, p.clearance, p.active),
        )
        for name in ("markings", "purposes"):
            for value in getattr(p, name):
                yield "INSERT INTO principal_values VALUES (?,?,?)", (p.principal_id, name, value)
    for o in w.objects:
        yield from object_rows(o)


def object_rows(o: ObjectFacts) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield (
        "INSERT INTO objects VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            o.object_id,
            o.originator,
            o.created,
            o.expires,
            o.state,
            o.level,
            o.handling,
            o.tlp,
            o.pap,
            o.digest,
        ),
    )
    for name in ("markings", "purposes"):
        for value in getattr(o, name):
            yield "INSERT INTO object_values VALUES (?,?,?)", (o.object_id, name, value)
    for a in o.audiences:
        yield "INSERT INTO audiences VALUES (?,?,?,?)", (a.audience_id, o.object_id, a.from_at, a.to_at)
        for name in ("members", "actions", "purposes"):
            for value in getattr(a, name):
                yield "INSERT INTO audience_values VALUES (?,?,?)", (a.audience_id, name, value)
    for c in o.consents:
        yield (
            "INSERT INTO consents VALUES (?,?,?,?,?,?,?,?,?)",
            (
                c.consent_id,
                o.object_id,
                c.digest,
                c.recipient,
                c.action,
                c.purpose,
                c.from_at,
                c.to_at,
                c.status,
            ),
        )


def near_world(seed: int, people: int = 20, objects: int = 50, asks: int = 20) -> World:
    """A world in which nearly everything is allowed, so that one condition decides."""
    rng = np.random.default_rng(seed)
    rough = world(seed, people, objects, asks)

    def mostly(chance: float = 0.85) -> bool:
        return bool(rng.random() < chance)

    persons = tuple(
        replace(
            p,
            role="officer" if mostly() else p.role,
            clearance=3 if mostly() else p.clearance,
            active=int(mostly(0.95)),
            markings=frozenset(MARKINGS) if mostly() else p.markings,
            purposes=frozenset(PURPOSES) if mostly() else p.purposes,
        )
        for p in rough.people
    )
    things = tuple(
        replace(
            o,
            state="active" if mostly() else o.state,
            created=0 if mostly() else o.created,
            expires=5_000 if mostly() else o.expires,
            purposes=frozenset(PURPOSES) if mostly() else o.purposes,
            markings=frozenset() if mostly() else o.markings,
            tlp=pick(rng, ("clear", "clear", "amber", "red")),
            pap=pick(rng, ("clear", "clear", "green", "amber", "red")),
            audiences=tuple(_wide(rng, a, mostly) for a in o.audiences),
            consents=tuple(_granted(rng, c, o.digest) if mostly(0.7) else c for c in o.consents),
        )
        for o in rough.objects
    )
    return World(persons, things, rough.asks)


def _granted(rng: np.random.Generator, c: ConsentFact, digest: str) -> ConsentFact:
    """A consent that holds but for one thing at most: its end, its version, or whom it is for."""
    return replace(
        c,
        from_at=0,
        to_at=pick(rng, (5_000, 5_000, 5_000, NOW)),
        status="granted",
        digest=pick(rng, (digest, digest, digest, "of another version")),
        recipient=pick(rng, (*PARTIES, *UNITS, c.recipient)),
        action=pick(rng, ("pass_on", "court", "match", c.action)),
    )


def _wide(rng: np.random.Generator, a: Audience, mostly: Callable[[float], bool]) -> Audience:
    # Beside a state: a person by name (who counts under TLP:RED), and a name that is empty, like a unit left out.
    members = a.members | {pick(rng, PARTIES), f"p{int(rng.integers(20))}"} if mostly(0.6) else a.members
    members = members | {""} if mostly(0.15) else members
    actions = frozenset(ACTIONS) if mostly(0.6) else a.actions
    purposes = frozenset(PURPOSES) if mostly(0.8) else a.purposes
    times = (0, 5_000) if mostly(0.7) else (a.from_at, a.to_at)
    return Audience(a.audience_id, *times, members, actions, purposes)
