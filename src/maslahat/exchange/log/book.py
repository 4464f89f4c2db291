"""The log of one node, in its SQLite database: entries, complete subtrees, checkpoints (§12).

An entry is a commitment of 32 bytes and tells nothing by itself; what it commits to stays with the node
(`events`)
and is opened to whom it concerns. Appending takes part in the caller's transaction: an action and its
entry are
written together or not at all.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from maslahat.exchange.log import merkle
from maslahat.exchange.log.note import Checkpoint, read_checkpoint

SCHEMA = """
CREATE TABLE IF NOT EXISTS log_entries (position INTEGER PRIMARY KEY, entry BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS log_nodes (
  level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS log_checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a commitment is opened with: the event and its nonce. `event` has `kind` and `at` at least."""

    nonce: bytes
    event: dict[str, Any]

    def commitment(self) -> bytes:
        """Return SHA-256(nonce ‖ canonical JSON of the event)."""
        text = json.dumps(self.event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(self.nonce + text.encode()).digest()


def opening(event: dict[str, Any]) -> Opening:
    """Return an opening with a fresh nonce of 32 bytes, so that a guess at the event cannot be tried."""
    return Opening(secrets.token_bytes(32), event)


class LogBook:
    """Append-only log over a connection that its owner opens, commits and closes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make the tables where they are not there."""
        self._db = connection
        for statement in SCHEMA.split(";"):
            connection.execute(statement)

    @property
    def size(self) -> int:
        """Number of entries."""
        row = self._db.execute("SELECT max(position) FROM log_entries").fetchone()
        return 0 if row[0] is None else int(row[0]) + 1

    def append(self, entries: Sequence[bytes]) -> int:
        """Append entries in the order given; return the position of the first."""
        first = self.size
        rows = merkle.grown(first, [merkle.leaf_hash(entry) for entry in entries], self.read)
        self._db.executemany("INSERT INTO log_entries VALUES (?,?)", enumerate(entries, start=first))
        self._db.executemany("INSERT INTO log_nodes VALUES (?,?,?)", rows)
        return first

    def read(self, level: int, position: int) -> bytes:
        """Return the hash of a complete subtree; raise KeyError where it is not there."""
        row = self._db.execute(
            "SELECT hash FROM log_nodes WHERE level = ? AND position = ?", (level, position)
        ).fetchone()
        if row is None:
            raise KeyError(f"subtree {position} of level {level} is missing")
        return bytes(row[0])

    def entry(self, position: int) -> bytes:
        """Return one entry; raise KeyError where it is not there."""
        row = self._db.execute("SELECT entry FROM log_entries WHERE position = ?", (position,)).fetchone()
        if row is None:
            raise KeyError(f"entry {position} is missing")
        return bytes(row[0])

    def entries(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """Return the entries first … last-1."""
        rows = self._db.execute(
            "SELECT entry FROM log_entries WHERE position >= ? AND position < ? ORDER BY position",
            (first, self.size if last is None else last),
        )
        return [bytes(row[0]) for row in rows]

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` entries (all, where none is given)."""
        return merkle.root(self.size if size is None else size, self.read)

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """Return the proof that an entry is in the tree of `size`."""
        return merkle.inclusion_proof(position, size, self.read)

    def consistency(self, old: int, size: int) -> list[bytes]:
        """Return the proof that the tree of `old` entries is a prefix of that of `size`."""
        return merkle.consistency_proof(old, size, self.read)

    def head(self, origin: str) -> Checkpoint:
        """Return the unsigned checkpoint over all entries."""
        size = self.size
        return Checkpoint(origin, size, self.root(size))

    def keep(self, checkpoint: Checkpoint) -> None:
        """Store a checkpoint; one of the same size is replaced (it has gained signatures)."""
        self._db.execute(
            "INSERT OR REPLACE INTO log_checkpoints VALUES (?,?)", (checkpoint.size, checkpoint.text())
        )

    def checkpoints(self) -> list[Checkpoint]:
        """Return the stored checkpoints, oldest first."""
        rows = self._db.execute("SELECT note FROM log_checkpoints ORDER BY size")
        return [read_checkpoint(row[0]) for row in rows]

    def last_checkpoint(self) -> Checkpoint | None:
        """Return the newest stored checkpoint."""
        row = self._db.execute("SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1").fetchone()
        return read_checkpoint(row[0]) if row else None
