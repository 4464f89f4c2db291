"""The post of a node: numbered streams to and from each partner, kept until received, by stick or by wire
(§12).

Sending stores the envelope in the same transaction as the change that caused it. Receiving applies a
message and
moves the stream on in one transaction. So a stop at any moment loses nothing and does nothing twice.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange import envelope as envelopes
from maslahat.exchange.card import Card
from maslahat.exchange.envelope import Envelope
from maslahat.exchange.node import Node
from maslahat.exchange.reasons import said

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
  party TEXT NOT NULL, number INTEGER NOT NULL, file BLOB NOT NULL, digest TEXT NOT NULL,
  received INTEGER NOT NULL, PRIMARY KEY (party, number));
CREATE TABLE IF NOT EXISTS inbox (party TEXT PRIMARY KEY, number INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS waiting (
  party TEXT NOT NULL, number INTEGER NOT NULL, file BLOB NOT NULL, PRIMARY KEY (party, number))
"""
FARTHEST_AHEAD = 10_000  # envelopes held while one before them is missing
_MALFORMED = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError,
    sqlite3.InterfaceError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.IntegrityError,
)  # fmt: skip
Handler = Callable[["Post", Card, Mapping[str, Any]], None]


class Outcome(StrEnum):
    """What became of an envelope that came in."""

    ACCEPTED = "accepted"
    AGAIN = "seen before, nothing done"
    WAITING = "kept until the one before it comes"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One envelope that came in and what became of it."""

    sender: str
    number: int
    outcome: Outcome
    detail: str = ""


class Post:
    """Outbox and inbox of an open node. `handlers` say what each type of message does."""

    def __init__(self, node: Node, handlers: Mapping[str, Handler]) -> None:
        """Take a node; make the tables where they are not there."""
        self.node, self._handlers = node, handlers
        self._db = node.store.db
        for statement in SCHEMA.split(";"):
            self._db.execute(statement)

    # --- out ----------------------------------------------------------------------------------------------

    def send(self, party: str, kind: str, **content: Any) -> int:
        """Seal a message to a partner and keep it until it is received; return its number."""
        partner = self.node.partner(party)
        with self.node.change() as now:
            row = self._db.execute(
                "SELECT number, digest FROM outbox WHERE party = ? ORDER BY number DESC LIMIT 1", (party,)
            ).fetchone()
            number, before = (row[0] + 1, row[1]) if row else (1, envelopes.FIRST)
            message = {"type": kind, "version": 1, "at": now, "received": self._received(party)[0], **content}
            parties = (self.node.party, party)
            key = self.node.identity.signing_key
            sealed = envelopes.seal(message, parties, number, before, partner.box_key, key)
            values = (party, number, sealed.to_bytes(), sealed.digest)
            self._db.execute("INSERT INTO outbox VALUES (?,?,?,?,0)", values)
        return number

    def pending(self, party: str | None = None) -> list[Envelope]:
        """Return the envelopes not yet known to be received, in order."""
        where = "" if party is None else "AND party = ?"
        values = () if party is None else (party,)
        rows = self._db.execute(
            f"SELECT file FROM outbox WHERE received = 0 {where} ORDER BY party, number", values
        )
        return [envelopes.read_envelope(row[0]) for row in rows]

    def write(self, folder: Path, party: str | None = None) -> int:
        """Write pending envelopes as files, whole or not at all; files that are there stay. Return how
        many are new."""
        folder.mkdir(parents=True, exist_ok=True)
        new = 0
        for one in self.pending(party):
            path, data = folder / one.file_name, one.to_bytes()
            if not (path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data):
                _write_whole(path, data)
                new += 1
        return new

    # --- in -----------------------------------------------------------------------------------------------

    def collect(self, folder: Path) -> list[Delivery]:
        """Take in every envelope file for this node out of a folder, in whatever order they lie."""
        found = []
        for path in sorted(folder.glob("*.envelope")):
            try:
                one = _envelope_in(path)
            except InputError as error:
                found.append(Delivery(path.name.partition("-")[0], 0, Outcome.REFUSED, str(error)))
                continue
            if one.recipient == self.node.party:
                found += self.accept(one)
        self.acknowledge()
        return found

    def accept(self, one: Envelope) -> list[Delivery]:
        """Take in one envelope, and those that waited for it."""
        try:
            with self.node.change():
                found = self._accept(one)
                while found[-1].outcome is not Outcome.WAITING and (follower := self._follower(one.sender)):
                    found += self._accept(follower)
                return found
        except InputError as error:
            return [Delivery(one.sender, one.number, Outcome.REFUSED, str(error))]

    def acknowledge(self) -> None:
        """Tell every partner that sent something since the last message to it how far it has been
        received."""
        for party, value in self.node.store.all("unacknowledged").items():
            with self.node.change():
                if value:
                    self.send(party, "receipt")
                self.node.store.drop("unacknowledged", party)

    def received_from(self, party: str) -> int:
        """Return the number of the last envelope taken in from a partner."""
        return self._received(party)[0]

    def missing(self) -> list[str]:
        """Return sentences about gaps in what has come in."""
        rows = self._db.execute("SELECT party, min(number) FROM waiting GROUP BY party").fetchall()
        return [
            f"{party}: envelopes {self._received(party)[0] + 1} to {first - 1} are missing"
            for party, first in rows
        ]

    def ahead(self) -> list[str]:
        """Return sentences about partners that have received more than this node knows to have sent."""
        return [
            f"{party} says that it received {until} envelopes when {last} were known here: this database is an older copy"
            for party, (until, last) in self.node.store.all("ahead").items()
        ]

    def _accept(self, one: Envelope) -> list[Delivery]:
        partner = self.node.partner(one.sender)
        if one.recipient != self.node.party:
            # Else a stranger could use up a number of the stream with an envelope meant for another.
            return [Delivery(one.sender, one.number, Outcome.REFUSED, f"it is for {one.recipient}")]
        number, digest = self._received(one.sender)
        if one.number <= number:
            return [self._again(one, partner, other=one.number == number and one.digest != digest)]
        if not envelopes.signed(one, partner.signing_key):
            return [Delivery(one.sender, one.number, Outcome.REFUSED, "its signature does not hold")]
        if one.number > number + 1:
            return [self._hold(one, number)]
        if one.before != digest:
            self.node.note("alarm", detail=f"stream of {one.sender} broken at {one.number}")
            return [Delivery(one.sender, one.number, Outcome.REFUSED, "it does not follow the one before it")]
        return [self._apply(partner, one)]

    def _again(self, one: Envelope, partner: Card, *, other: bool) -> Delivery:
        """A number that was had: the same envelope does nothing, another one under it is a sign of an older copy."""
        if not (other and envelopes.signed(one, partner.signing_key)):
            return Delivery(one.sender, one.number, Outcome.AGAIN)
        self.node.note("alarm", detail=f"{one.sender} used the number {one.number} twice")
        return Delivery(one.sender, one.number, Outcome.REFUSED, "another envelope had this number")

    def _follower(self, party: str) -> Envelope | None:
        """Take out the envelope that waited for the last one received, if there is one."""
        which = (party, self._received(party)[0] + 1)
        row = self._db.execute("SELECT file FROM waiting WHERE party = ? AND number = ?", which).fetchone()
        self._db.execute("DELETE FROM waiting WHERE party = ? AND number = ?", which)
        return envelopes.read_envelope(row[0]) if row else None

    def _hold(self, one: Envelope, number: int) -> Delivery:
        if one.number > number + FARTHEST_AHEAD:
            return Delivery(one.sender, one.number, Outcome.REFUSED, "it is too far ahead")
        self._db.execute(
            "INSERT OR REPLACE INTO waiting VALUES (?,?,?)", (one.sender, one.number, one.to_bytes())
        )
        return Delivery(one.sender, one.number, Outcome.WAITING)

    def _apply(self, partner: Card, one: Envelope) -> Delivery:
        """Move the stream on and do what the message says; what cannot be done is noted and undone, alone."""
        self._db.execute("INSERT OR REPLACE INTO inbox VALUES (?,?,?)", (one.sender, one.number, one.digest))
        self._db.execute("SAVEPOINT message")
        try:
            message = envelopes.unseal(one, partner.signing_key, self.node.identity.box_key)
            with _well_formed(one, message["type"]):
                self._mark_received(partner.party, message)
                self._handlers.get(message["type"], _keep)(self, partner, message)
            outcome = Delivery(one.sender, one.number, Outcome.ACCEPTED, message["type"])
        except InputError as error:
            self._db.execute("ROLLBACK TO message")
            self.node.note("message refused", party=one.sender, detail=str(error))
            outcome = Delivery(one.sender, one.number, Outcome.REFUSED, str(error))
        self._db.execute("RELEASE message")
        return outcome

    def _mark_received(self, party: str, message: Mapping[str, Any]) -> None:
        until = message.get("received", 0)
        last = self._db.execute("SELECT max(number) FROM outbox WHERE party = ?", (party,)).fetchone()[0] or 0
        if isinstance(until, int) and until <= last:
            self._db.execute("UPDATE outbox SET received = 1 WHERE party = ? AND number <= ?", (party, until))
        elif isinstance(until, int) and self.node.store.get("ahead", party) is None:
            # Numbers would be used twice, and what goes under them taken for a repetition: nothing counts as received.
            self.node.store.put("ahead", party, [min(until, 2**53), last])
            self.node.note("alarm", party=party, detail=f"{party} has received more than was sent")
        if message["type"] != "receipt":
            self.node.store.put("unacknowledged", party, True)

    def _received(self, party: str) -> tuple[int, str]:
        row = self._db.execute("SELECT number, digest FROM inbox WHERE party = ?", (party,)).fetchone()
        return (row[0], row[1]) if row else (0, envelopes.FIRST)


@contextmanager
def _well_formed(one: Envelope, kind: str) -> Iterator[None]:
    """A member that is missing or of another form is the partner's fault and must not stop this node.

    What is wrong with the node itself (`OperationalError`: a full disk) still stops it, and nothing is lost.
    """
    try:
        yield
    except _MALFORMED as error:
        found = f"{kind!r} with {type(error).__name__}: {error}"[:200].encode(errors="replace").decode()
        where = f"envelope {one.number} of {one.sender}"
        raise InputError(Fault(where, found, "a message of `envelope/v1`, see docs/exchange.md")) from None


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, on the medium before its name is there; a link is never followed."""
    part = path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        mend = "Nothing is lost: what was not written is written next time."
        raise InputError(
            Fault(str(path), said(error), "a folder with room that can be written to", mend)
        ) from None


def _envelope_in(path: Path) -> Envelope:
    try:
        kept = path.lstat()
        if not stat.S_ISREG(kept.st_mode):
            # A link may lead anywhere, a pipe or a device never ends.
            raise InputError(Fault(path.name, "no file of its own (a link, a pipe)", "an envelope"))
        size = kept.st_size
        data = path.read_bytes() if size <= envelopes.LARGEST_BYTES else b""
    except OSError as error:
        raise InputError(Fault(path.name, said(error), "a file that can be read")) from None
    if size > envelopes.LARGEST_BYTES:
        raise InputError(Fault(path.name, f"{size} bytes", f"at most {envelopes.LARGEST_BYTES}"))
    return envelopes.read_envelope(data, path.name)


def _keep(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Keep a message of a type this version does not know, for the version that does."""
    post.node.store.put(
        "unread",
        f"{partner.party} {post.node.fresh_id()}",
        {k: v for k, v in message.items() if k != envelopes.ATTACHMENT},
    )


def received(_post: Post, _partner: Card, _message: Mapping[str, Any]) -> None:
    """Do nothing more: a receipt is all in its head."""


def parties_of(members: Iterable[str]) -> set[str]:
    """Return the parties that members of an audience belong to (`KGZ`, `KGZ/customs`, `kgz.officer`)."""
    return {member.replace(".", "/").split("/")[0].upper() for member in members}
