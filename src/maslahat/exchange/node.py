"""A node: one state's (or the Centre's) house. Its database, keys, clock, partners, and the log of what it
does (§12)."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from maslahat.core import Fault, InputError
from maslahat.core.canonical import write_text
from maslahat.exchange import card as cards
from maslahat.exchange import consent as consents
from maslahat.exchange import keys
from maslahat.exchange.card import Card, card_of
from maslahat.exchange.certificate import make_certificate
from maslahat.exchange.consent import Authority
from maslahat.exchange.log import LogBook, Opening, Witness, opening, sign, write_tiles
from maslahat.exchange.log.note import Checkpoint, read_checkpoint
from maslahat.exchange.policy import Principal
from maslahat.exchange.store import Store

DATABASE, PUBLIC, LOG, MIRRORS = "node.db", "node.json", "log", "mirrors"
CENTRE = "CENTRE"
FOREVER = 2**40
PADDING = (
    16  # the log is filled up to a multiple of this before a head is signed, so that its length tells little
)
EVENTS = """
CREATE TABLE IF NOT EXISTS event_of (object_id INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY
(object_id, position))
"""


@dataclass(frozen=True, slots=True)
class Ambient:
    """What a node takes from the world: the time, and fresh names. Tests hand in their own."""

    clock: Callable[[], int] = lambda: int(time.time())
    fresh: Callable[[], str] = lambda: str(uuid.uuid4())


class Node:
    """An open node."""

    def __init__(self, folder: Path, store: Store, ambient: Ambient) -> None:
        """Take an open store; use `create` and `open_node`."""
        self.folder, self.store, self._ambient = folder, store, ambient
        self.on_change_of_record: Callable[[], None] = lambda: (
            None
        )  # set by the post, which tells the holders
        with store.change():
            store.db.execute(EVENTS)
            self.log = LogBook(store.db)
        mine = store.get("node", "identity")
        self.identity = keys.Identity.from_bytes(bytes.fromhex(mine["keys"]))
        self.card = cards.from_json(mine["card"])

    @property
    def party(self) -> str:
        """ISO 3166 alpha-3 of the state, or CENTRE."""
        return self.card.party

    @property
    def secretless(self) -> bool:
        """Is the node in memory only (tests)?"""
        return str(self.store.path) == ":memory:"

    def fresh_id(self) -> str:
        """Return a new name that tells nothing about order or number."""
        return self._ambient.fresh()

    def now(self) -> int:
        """Return the time in seconds; it never runs back, so that nothing expired comes alive again."""
        last = int(self.store.meta("latest") or b"0")
        return max(self._ambient.clock(), last)

    @property
    def clock_behind(self) -> int:
        """Seconds by which the machine's clock is behind what this node has already seen."""
        return max(0, self.now() - self._ambient.clock())

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    @contextmanager
    def change(self) -> Iterator[int]:
        """Make a change, whole or not at all; gives the time, which is remembered."""
        with self.store.change():
            now = self.now()
            self.store.db.execute("INSERT OR REPLACE INTO meta VALUES ('latest', ?)", (str(now).encode(),))
            yield now

    def supersede(self, record_id: str, version: str) -> None:
        """Mark that a version of a record of one's own no longer holds: consents to it are void, its copies go back."""
        self.store.void_consents(record_id)
        self.store.put("superseded", f"{record_id} {version}", True)
        self.on_change_of_record()

    # --- the log ------------------------------------------------------------------------------------------

    def note(self, kind: str, object_id: str = "", **detail: Any) -> int:
        """Write an event into the log, as a commitment; keep its opening sealed. Return its position."""
        event = {"kind": kind, "at": self.now(), "object": object_id, **detail}
        one = opening(event)
        position = self.log.append([one.commitment()])
        self.store.put("event", f"{position:012d}", {"nonce": one.nonce.hex(), "event": one.event})
        if object_id:
            # Blinded: the name of a class of records holds the number that was matched.
            self.store.db.execute("INSERT INTO event_of VALUES (?,?)", (self.store.word(object_id), position))
        return position

    def move_event(self, position: int, one: Opening) -> None:
        """Append an event again whose entry was lost, and forget the position it had."""
        moved = self.log.append([one.commitment()])
        self.store.drop("event", f"{position:012d}")
        self.store.put("event", f"{moved:012d}", {"nonce": one.nonce.hex(), "event": one.event})
        self.store.db.execute("UPDATE event_of SET position = ? WHERE position = ?", (moved, position))

    def events(self, object_id: str | None = None) -> dict[int, Opening]:
        """Return the openings of all events, or of those of one object, by position."""
        if object_id is None:
            found = {int(name): value for name, value in self.store.all("event").items()}
        else:
            rows = self.store.db.execute(
                "SELECT position FROM event_of WHERE object_id = ? ORDER BY 1", (self.store.word(object_id),)
            )
            found = {row[0]: self.store.get("event", f"{row[0]:012d}") for row in rows.fetchall()}
        return {k: Opening(bytes.fromhex(v["nonce"]), v["event"]) for k, v in found.items()}

    def publish_head(self) -> Checkpoint:
        """Fill the log up, sign its head and write it out as tiles; return the head."""
        last = self.log.last_checkpoint()
        if last is not None and last.size == self.log.size:
            head = last
        else:
            with self.change():
                filling = -self.log.size % PADDING
                self.log.append([keys.fresh_key() for _ in range(filling)])
                head = sign(self.log.head(self.card.origin), self.card.origin, self.identity.log_key)
                self.log.keep(head)
        self.write_log(head)
        return head

    def write_log(self, head: Checkpoint) -> None:
        """Write the log as tlog-tiles into `log/` of the folder."""
        if not self.secretless:
            write_tiles(self.folder / LOG, self.log.entries(0, head.size), head)

    def witness(self) -> Witness:
        """Return this node's witness, with the last head it has seen of each partner."""
        partners = self.partners()
        seen = {}
        for party, text in self.store.all("seen head").items():
            if party in partners:
                seen[partners[party].origin] = read_checkpoint(text)
        known = {card.origin: card.log_key for card in partners.values()}
        return Witness(self.card.witness_key.name, self.identity.witness_key, known, seen)

    # --- partners and persons -----------------------------------------------------------------------------

    def partners(self) -> dict[str, Card]:
        """Return the cards of the other nodes by party."""
        return {party: cards.from_json(value) for party, value in self.store.all("partner").items()}

    def partner(self, party: str) -> Card:
        """Return the card of one partner; raise InputError where it is not known."""
        value = self.store.get("partner", party)
        if value is None:
            known = ", ".join(self.partners()) or "nobody yet"
            mend = "Exchange cards first: `maslahat node partner`."
            raise InputError(Fault("partner", repr(party), f"one of {known}", mend))
        return cards.from_json(value)

    def add_partner(self, card: Card, purposes: Iterable[str] = ()) -> None:
        """Trust a card (after its fingerprint has been compared), for the purposes the states agreed on."""
        if card.party == self.party:
            raise InputError(Fault("partner", f"a card of {card.party}", "one of another state"))
        with self.change():
            self.store.put("partner", card.party, cards.to_json(card))
            self.store.put_principal(stand_in(card.party, purposes))
            self.note("partner", partner=card.party, fingerprint=card.fingerprint)
        self.write_public()

    def add_person(self, who: Principal, *, signs: bool = False) -> None:
        """Put a person on the node's list; with `signs`, give the person a key to sign consents with."""
        faults = person_faults(who)
        if faults:
            raise InputError(faults)
        with self.change() as now:
            self.store.put_principal(who)
            if signs and self.store.get("person key", who.principal_id) is None:
                self.add_authority(who.principal_id, now)
            self.note("person", person=who.principal_id, role=who.role)
        self.write_public()

    def add_authority(self, name: str, now: int) -> None:
        """Make a key to sign consents with, and put its public half on the card."""
        key = keys.fresh_key()
        self.store.put("person key", name, key.hex())
        public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
        authority = Authority(name, self.party, public, now, FOREVER)
        self._set_card(replace(self.card, authorities=(*self.card.authorities, authority)))

    def person(self, principal_id: str) -> Principal:
        """Return a person; raise InputError where there is none of that name."""
        who = self.store.principal(principal_id)
        if who is None:
            raise InputError(Fault("person", repr(principal_id), "someone on the node's list"))
        return who

    def person_key(self, principal_id: str) -> Ed25519PrivateKey:
        """Return the signing key of a person; raise InputError where the person may not sign."""
        key = self.store.get("person key", principal_id)
        if key is None:
            raise InputError(
                Fault("person", f"{principal_id} without a signing key", "someone who may sign consents")
            )
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))

    def authorities(self) -> list[Authority]:
        """Return everyone who may sign, here and at the partners'; no partner vouches for another's
        person."""
        cards_known = [self.card, *self.partners().values()]
        return [a for card in cards_known for a in card.authorities if a.party == card.party]

    def consent(self, consent_id: str) -> consents.Consent:
        """Return a consent; raise InputError where there is none of that name."""
        value = self.store.get("consent", consent_id)
        if value is None:
            raise InputError(Fault("consent", repr(consent_id), "a consent of this node"))
        return consents.from_json(value)

    def _set_card(self, card: Card) -> None:
        mine = self.store.get("node", "identity")
        self.store.put("node", "identity", {**mine, "card": cards.to_json(card)})
        self.card = card

    def write_public(self) -> None:
        """Write `node.json`: the card and those of the partners; all that `log verify` needs, and nothing
        secret."""
        if self.secretless:
            return
        partners = {party: cards.to_json(card) for party, card in self.partners().items()}
        value = {"card": cards.to_json(self.card), "partners": partners}
        write_text(self.folder / PUBLIC, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def person_faults(who: Principal) -> list[Fault]:
    """Return what is wrong with an entry of the list: a name or a unit by which it would be taken for others."""
    where, faults = f"person {who.principal_id!a:.80}", []
    taken = re.fullmatch(r"[A-Z][A-Z0-9]{1,15}(/.*)?", who.principal_id) or who.principal_id.endswith(".node")
    if taken or not who.principal_id.isprintable():
        # An audience names parties, units and persons in one list.
        faults.append(Fault(where, "the name of a state or unit", "the name of a person, as kgz.officer"))
    if who.unit and not who.unit.startswith(f"{who.party}/"):
        faults.append(
            Fault(f"{where}, unit", repr(who.unit), f"a unit of {who.party}, as {who.party}/customs")
        )
    return faults


def stand_in(party: str, purposes: Iterable[str] = ()) -> Principal:
    """Return the principal that stands for a partner as a whole in private matching: it reads no record
    itself."""
    return Principal(f"partner:{party}", party, "", "officer", 3, 1, frozenset(), frozenset(purposes))


def create(
    folder: Path, party: str, name: str, secret: keys.Secret, ambient: Ambient | None = None, **card: Any
) -> Node:
    """Make a node in a folder that has none."""
    in_memory = str(folder) == ":memory:"
    if not in_memory:
        folder.mkdir(parents=True, exist_ok=True)
    identity = keys.Identity.fresh()
    key, certificate = make_certificate(party)
    mine: Mapping[str, Any] = cards.to_json(card_of(identity, party, name, certificate=certificate, **card))
    store = Store(folder if in_memory else folder / DATABASE, secret, create=True)
    with store.change():
        store.put("node", "tls", key)
        store.put("node", "identity", {"keys": identity.to_bytes().hex(), "card": mine})
    node = Node(folder, store, ambient or Ambient())
    with node.change() as now:
        node.add_authority(consents.house_name(party), now)
        node.note("founded", party=party)
    node.write_public()
    return node


def open_node(folder: Path, secret: keys.Secret, ambient: Ambient | None = None) -> Node:
    """Open the node in a folder; raise InputError where there is none or the secret is wrong."""
    return Node(folder, Store(folder / DATABASE, secret), ambient or Ambient())
