"""The database of a node: one SQLite file; what is said in a record is sealed field by field (§12).

In clear are only what the policy must select on (originator, codes, times, recipients) and blinded index
words.
Every change happens inside `Store.change()`: whole or not at all, also when the machine stops half-way.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange import keys, policy
from maslahat.exchange.policy import Audience, ConsentFact, ObjectFacts, Principal
from maslahat.exchange.records import Record, from_json, to_json

VERSION = 1
SCHEMA = (
    policy.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS house_keys (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bodies (
  object_id TEXT PRIMARY KEY, house_key INTEGER NOT NULL, data_key BLOB NOT NULL, frame BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sealed_fields (
  object_id TEXT NOT NULL, position INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (object_id,
  position));
CREATE TABLE IF NOT EXISTS words (
  word INTEGER NOT NULL, object_id TEXT NOT NULL, PRIMARY KEY (word, object_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS words_of ON words (object_id);
CREATE TABLE IF NOT EXISTS values_held (
  value INTEGER NOT NULL, object_id TEXT NOT NULL, PRIMARY KEY (value, object_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS values_of ON values_held (object_id);
CREATE TABLE IF NOT EXISTS documents (
  kind TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (kind, name));
"""
)


class Store:
    """An open database and the keys to it."""

    def __init__(self, path: Path, secret: keys.Secret, *, create: bool = False) -> None:
        """Open (or create) the database; raise InputError where it is missing, exists, or the secret is
        wrong."""
        if create == path.exists():
            found = "a node" if path.exists() else "no node"
            raise InputError(
                Fault(str(path), found, "a folder without one" if create else "a node made by `init`")
            )
        if create and str(path) != ":memory:":
            # Codes, times and names lie in it in clear: for its owner alone, as the key file.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        self.path = path
        # Transactions are opened by `change`, never by the driver.
        self.db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("PRAGMA secure_delete = ON")
        if create:
            self._create(secret)
        self._open(secret)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make a transaction; nested ones belong to the outermost."""
        if self.db.in_transaction:
            yield
            return
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield
            self.db.execute("COMMIT")
        except BaseException as error:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError) and (fault := self._room(error)):
                raise InputError(fault) from None
            raise

    def _room(self, error: sqlite3.OperationalError) -> Fault | None:
        """Return what to tell a person where the disk is full or the node is in use; None for all else."""
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
            mend = "Nothing was changed: make room, and do it again."
            return Fault(str(self.path), f"no room to write ({error})", "a disk with room", mend)
        if name.startswith("SQLITE_BUSY"):
            return Fault(str(self.path), "a node at work in another process", "one at a time", "Try again.")
        return None

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    # --- keys ---------------------------------------------------------------------------------------------

    def _create(self, secret: keys.Secret) -> None:
        salt = keys.fresh_key()[: keys.SALT_BYTES]
        master = secret.master(salt)
        with self.change():
            for statement in SCHEMA.split(";"):
                self.db.execute(statement)
            self.db.execute("INSERT INTO meta VALUES ('version', ?)", (str(VERSION).encode(),))
            self.db.execute("INSERT INTO meta VALUES ('salt', ?)", (salt,))
            self._add_house_key(master, 1)
            index_key = keys.seal(master, keys.fresh_key(), "index key")
            self.db.execute("INSERT INTO meta VALUES ('index key', ?)", (index_key,))

    def _open(self, secret: keys.Secret) -> None:
        version = self.meta("version")
        if version != str(VERSION).encode():
            raise InputError(Fault(str(self.path), f"version {version!r}", f"a node of version {VERSION}"))
        master = secret.master(self.meta("salt"))
        rows = self.db.execute("SELECT number, sealed FROM house_keys ORDER BY number")
        self._house: dict[int, bytes] = {
            int(number): keys.unseal(master, sealed, f"house key {number}") for number, sealed in rows
        }
        self._index_key = keys.unseal(master, self.meta("index key"), "index key")

    def _add_house_key(self, master: bytes, number: int) -> bytes:
        key = keys.fresh_key()
        sealed = keys.seal(master, key, f"house key {number}")
        self.db.execute("INSERT INTO house_keys VALUES (?,?)", (number, sealed))
        return key

    @property
    def house_key(self) -> int:
        """Number of the house key in use."""
        return max(self._house)

    def rotate(self, old: keys.Secret, new: keys.Secret | None = None) -> int:
        """Make a new house key and wrap every data key again; with `new`, also change the secret. Return
        how many."""
        master = old.master(self.meta("salt"))
        keys.unseal(master, self.meta("index key"), "index key")
        salt = keys.fresh_key()[: keys.SALT_BYTES] if new else self.meta("salt")
        master = new.master(salt) if new else master
        number = self.house_key + 1
        with self.change():
            fresh = self._add_house_key(master, number)
            self._put_meta("salt", salt)
            self._put_meta("index key", keys.seal(master, self._index_key, "index key"))
            rows = self.db.execute("SELECT object_id, house_key, data_key FROM bodies").fetchall()
            for object_id, house, wrapped in rows:
                key = keys.unseal(self._house[house], wrapped, f"data key {object_id}")
                again = keys.seal(fresh, key, f"data key {object_id}")
                self.db.execute(
                    "UPDATE bodies SET house_key = ?, data_key = ? WHERE object_id = ?",
                    (number, again, object_id),
                )
            self._reseal_documents(fresh, number)
            self.db.execute("DELETE FROM house_keys WHERE number < ?", (number,))
        self._house = {number: fresh}
        return len(rows)

    def _reseal_documents(self, fresh: bytes, number: int) -> None:
        for kind, name, sealed in self.db.execute("SELECT kind, name, sealed FROM documents").fetchall():
            text = self._unseal_document(kind, name, sealed)
            again = number.to_bytes(4, "big") + keys.seal(fresh, text, f"{kind}/{name}")
            self.db.execute(
                "UPDATE documents SET sealed = ? WHERE kind = ? AND name = ?", (again, kind, name)
            )

    # --- small things -------------------------------------------------------------------------------------

    def meta(self, name: str) -> bytes:
        """Return a setting of the node; raise InputError where the file is no node."""
        try:
            row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        except sqlite3.DatabaseError as error:
            raise InputError(Fault(str(self.path), str(error), "a node's database")) from None
        return b"" if row is None else bytes(row[0])

    def _put_meta(self, name: str, value: bytes) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (name, value))

    def put(self, kind: str, name: str, value: Any) -> None:
        """Store a sealed document (JSON) under (kind, name)."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        sealed = self.house_key.to_bytes(4, "big") + keys.seal(
            self._house[self.house_key], text, f"{kind}/{name}"
        )
        self.db.execute("INSERT OR REPLACE INTO documents VALUES (?,?,?)", (kind, name, sealed))

    def get(self, kind: str, name: str) -> Any:
        """Return a document, or None."""
        row = self.db.execute(
            "SELECT sealed FROM documents WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        return None if row is None else json.loads(self._unseal_document(kind, name, row[0]))

    def drop(self, kind: str, name: str) -> None:
        """Delete a document."""
        self.db.execute("DELETE FROM documents WHERE kind = ? AND name = ?", (kind, name))

    def all(self, kind: str) -> dict[str, Any]:
        """Return every document of a kind by name, in the order of the names."""
        rows = self.db.execute(
            "SELECT name, sealed FROM documents WHERE kind = ? ORDER BY name", (kind,)
        ).fetchall()
        return {name: json.loads(self._unseal_document(kind, name, sealed)) for name, sealed in rows}

    def _unseal_document(self, kind: str, name: str, sealed: bytes) -> bytes:
        number = int.from_bytes(sealed[:4], "big")
        return keys.unseal(self._house[number], sealed[4:], f"{kind}/{name}")

    # --- records ------------------------------------------------------------------------------------------

    def put_record(self, record: Record, state: str) -> None:
        """Store a record, sealed; its audiences and consents stay as they are."""
        record_id = record.record_id
        row = (record_id, record.originator, record.created, record.expires, state, record.level)
        codes = (record.handling, record.tlp, record.pap, record.digest)
        self.db.execute(
            "INSERT OR REPLACE INTO objects VALUES (?,?,?,?,?,?,?,?,?,?)", (*row, *map(str, codes))
        )
        self.db.execute("DELETE FROM object_values WHERE object_id = ?", (record_id,))
        values = [(record_id, "markings", value) for value in record.markings]
        values += [(record_id, "purposes", value) for value in record.purposes]
        self.db.executemany("INSERT INTO object_values VALUES (?,?,?)", values)
        self._seal_body(record)

    def _seal_body(self, record: Record) -> None:
        record_id, data_key = record.record_id, keys.fresh_key()
        frame = to_json(record)
        fields = frame.pop("fields")
        place = f"data key {record_id}"
        wrapped = keys.seal(self._house[self.house_key], data_key, place)
        sealed = keys.seal(data_key, json.dumps(frame, ensure_ascii=False).encode(), f"{record_id}/frame")
        self.db.execute(
            "INSERT OR REPLACE INTO bodies VALUES (?,?,?,?)", (record_id, self.house_key, wrapped, sealed)
        )
        self.db.execute("DELETE FROM sealed_fields WHERE object_id = ?", (record_id,))
        for position, pair in enumerate(fields.items()):
            text = json.dumps(pair, ensure_ascii=False).encode()
            value = keys.seal(data_key, text, f"{record_id}/{position}")
            self.db.execute("INSERT INTO sealed_fields VALUES (?,?,?)", (record_id, position, value))

    def record(self, record_id: str) -> Record | None:
        """Return a record opened, or None. Asks no policy: only `Desk` is for people."""
        row = self.db.execute(
            "SELECT house_key, data_key, frame FROM bodies WHERE object_id = ?", (record_id,)
        ).fetchone()
        if row is None:
            return None
        data_key = keys.unseal(self._house[row[0]], row[1], f"data key {record_id}")
        frame = json.loads(keys.unseal(data_key, row[2], f"{record_id}/frame"))
        rows = self.db.execute(
            "SELECT position, sealed FROM sealed_fields WHERE object_id = ? ORDER BY 1", (record_id,)
        )
        pairs = [json.loads(keys.unseal(data_key, sealed, f"{record_id}/{place}")) for place, sealed in rows]
        return from_json({**frame, "fields": dict(pairs)})

    def erase(self, record_id: str) -> None:
        """Delete what a record says, and its data key; what the policy knew of it stays for the log."""
        for table in ("bodies", "sealed_fields", "words", "values_held", "object_values"):
            self.db.execute(f"DELETE FROM {table} WHERE object_id = ?", (record_id,))

    def index(self, record_id: str, words: set[str]) -> None:
        """Replace the blinded index words of a record."""
        self.db.execute("DELETE FROM words WHERE object_id = ?", (record_id,))
        rows = [(self.word(word), record_id) for word in words]
        self.db.executemany("INSERT OR IGNORE INTO words VALUES (?,?)", rows)

    def word(self, text: str) -> int:
        """Return the blinded form of an index word."""
        return keys.blind(self._index_key, text)

    # --- what the policy looks at -------------------------------------------------------------------------

    def put_principal(self, who: Principal) -> None:
        """Add or replace a person."""
        row = (who.principal_id, who.party, who.unit, who.role, who.clearance, who.active)
        self.db.execute("INSERT OR REPLACE INTO principals VALUES (?,?,?,?,?,?)", row)
        self.db.execute("DELETE FROM principal_values WHERE principal_id = ?", (who.principal_id,))
        values = [(who.principal_id, "markings", v) for v in who.markings]
        values += [(who.principal_id, "purposes", v) for v in who.purposes]
        self.db.executemany("INSERT INTO principal_values VALUES (?,?,?)", values)

    def principal(self, principal_id: str) -> Principal | None:
        """Return a person, or None."""
        row = self.db.execute("SELECT * FROM principals WHERE principal_id = ?", (principal_id,)).fetchone()
        if row is None:
            return None
        return Principal(
            *row, *(self._set("principal", principal_id, name) for name in ("markings", "purposes"))
        )

    def put_audience(self, object_id: str, audience: Audience) -> None:
        """Add an audience to an object."""
        row = (audience.audience_id, object_id, audience.from_at, audience.to_at)
        self.db.execute("INSERT OR REPLACE INTO audiences VALUES (?,?,?,?)", row)
        self.db.execute("DELETE FROM audience_values WHERE audience_id = ?", (audience.audience_id,))
        for name in ("members", "actions", "purposes"):
            rows = [(audience.audience_id, name, value) for value in getattr(audience, name)]
            self.db.executemany("INSERT INTO audience_values VALUES (?,?,?)", rows)

    def drop_audiences(self, object_id: str) -> None:
        """Take every audience from an object."""
        which = "(SELECT audience_id FROM audiences WHERE object_id = ?)"
        self.db.execute(f"DELETE FROM audience_values WHERE audience_id IN {which}", (object_id,))
        self.db.execute("DELETE FROM audiences WHERE object_id = ?", (object_id,))

    def put_consent(self, object_id: str, fact: ConsentFact) -> None:
        """Store how a consent stands."""
        row = (fact.consent_id, object_id, fact.digest, fact.recipient, fact.action, fact.purpose)
        times = (fact.from_at, fact.to_at, fact.status)
        self.db.execute("INSERT OR REPLACE INTO consents VALUES (?,?,?,?,?,?,?,?,?)", (*row, *times))

    def void_consents(self, object_id: str) -> None:
        """Make every consent to an object that was granted void for it, for good."""
        self.db.execute(
            "UPDATE consents SET status = 'void' WHERE object_id = ? AND status = 'granted'", (object_id,)
        )

    def facts(self, object_id: str) -> ObjectFacts | None:
        """Return what the policy looks at of an object, or None."""
        row = self.db.execute("SELECT * FROM objects WHERE object_id = ?", (object_id,)).fetchone()
        if row is None:
            return None
        values = [self._set("object", object_id, name) for name in ("purposes", "markings")]
        found = self.db.execute(
            "SELECT * FROM audiences WHERE object_id = ? ORDER BY 1", (object_id,)
        ).fetchall()
        audiences = tuple(
            Audience(
                a[0],
                a[2],
                a[3],
                *(self._set("audience", a[0], n) for n in ("members", "actions", "purposes")),
            )
            for a in found
        )
        rows = self.db.execute("SELECT * FROM consents WHERE object_id = ? ORDER BY 1", (object_id,))
        consents = tuple(ConsentFact(c[0], *c[2:]) for c in rows)
        facts = ObjectFacts(*row)
        return replace(facts, purposes=values[0], markings=values[1], audiences=audiences, consents=consents)

    def set_state(self, object_id: str, state: str) -> None:
        """Set draft, active or withdrawn."""
        self.db.execute("UPDATE objects SET state = ? WHERE object_id = ?", (state, object_id))

    def _set(self, what: str, owner: str, name: str) -> frozenset[str]:
        rows = self.db.execute(
            f"SELECT value FROM {what}_values WHERE {what}_id = ? AND name = ?", (owner, name)
        )
        return frozenset(row[0] for row in rows)
