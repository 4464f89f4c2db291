"""The same rules compiled to SQL: the set of objects a principal may act on, in one statement (§12).

Tables (see `schema`): `objects`, `principals`, `audiences`, `consents` with the columns of the model, and the
sets as rows (`object_values`, `principal_values`, `audience_values`: id, name, value).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from maslahat.exchange.policy.expressions import (
    All,
    AtMost,
    Below,
    Either,
    Equal,
    Expression,
    Has,
    HoldsAll,
    No,
    Of,
    OneOf,
    Some,
    Term,
)
from maslahat.exchange.policy.rules import RULES, Rule

Dialect = Literal["sqlite", "postgresql"]
_ALIAS = {"object": "o", "who": "w", "row": "r"}
_SET_TABLE = {
    "object": ("object_values", "object_id"),
    "who": ("principal_values", "principal_id"),
    "row": ("audience_values", "audience_id"),
}

SCHEMA = """
CREATE TABLE IF NOT EXISTS principals (
  principal_id TEXT PRIMARY KEY, party TEXT NOT NULL, unit TEXT NOT NULL, role TEXT NOT NULL,
  clearance INTEGER NOT NULL, active INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS principal_values (
  principal_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (principal_id, name,
  value));
CREATE TABLE IF NOT EXISTS objects (
  object_id TEXT PRIMARY KEY, originator TEXT NOT NULL, created BIGINT NOT NULL, expires BIGINT NOT NULL,
  state TEXT NOT NULL, level INTEGER NOT NULL, handling TEXT NOT NULL, tlp TEXT NOT NULL, pap TEXT NOT NULL,
  digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS object_values (
  object_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (object_id, name, value));
CREATE TABLE IF NOT EXISTS audiences (
  audience_id TEXT PRIMARY KEY, object_id TEXT NOT NULL, from_at BIGINT NOT NULL, to_at BIGINT NOT NULL);
CREATE INDEX IF NOT EXISTS audiences_of ON audiences (object_id);
CREATE TABLE IF NOT EXISTS audience_values (
  audience_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (audience_id, name, value));
CREATE TABLE IF NOT EXISTS consents (
  consent_id TEXT PRIMARY KEY, object_id TEXT NOT NULL, digest TEXT NOT NULL, recipient TEXT NOT NULL,
  action TEXT NOT NULL, purpose TEXT NOT NULL, from_at BIGINT NOT NULL, to_at BIGINT NOT NULL, status TEXT
  NOT NULL);
CREATE INDEX IF NOT EXISTS consents_of ON consents (object_id);
"""


def may(dialect: Dialect = "sqlite", rules: tuple[Rule, ...] = RULES) -> str:
    """Return the condition over `objects o` and `principals w`, with parameters action, purpose and now.

    `dialect` decides how a parameter is written: `:now` for SQLite, `%(now)s` for PostgreSQL (psycopg).
    """
    return "\n  AND ".join(_Writer(dialect).write(rule.test) for rule in rules)


def permitted(dialect: Dialect = "sqlite", rules: tuple[Rule, ...] = RULES) -> str:
    """Return a SELECT of the `object_id`s that principal `who` may act on; parameters who, action,
    purpose, now."""
    who = _Writer(dialect).parameter("who")
    return (
        "SELECT o.object_id FROM objects o JOIN principals w "
        f"ON w.principal_id = {who}\nWHERE {may(dialect, rules)}"
    )


class _Writer:
    """Writes expressions as SQL in one dialect. Values of rules are ours, never a user's; quotes are
    doubled."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.writers: dict[type, Callable[[Any], str]] = {
            Equal: lambda e: f"{self.term(e.left)} = {self.term(e.right)}",
            AtMost: lambda e: f"{self.term(e.left)} <= {self.term(e.right)}",
            Below: lambda e: f"{self.term(e.left)} < {self.term(e.right)}",
            OneOf: self.one_of,
            Has: self.has,
            HoldsAll: self.holds_all,
            Some: self.some,
            All: lambda e: self.join(e.parts, " AND ", "1 = 1"),
            Either: lambda e: self.join(e.parts, " OR ", "1 = 0"),
            No: lambda e: f"NOT ({self.write(e.part)})",
        }

    def write(self, expression: Expression) -> str:
        return self.writers[type(expression)](expression)

    def parameter(self, name: str) -> str:
        return f":{name}" if self.dialect == "sqlite" else f"%({name})s"

    def term(self, term: Term) -> str:
        if isinstance(term, Of):
            return self.parameter(term.name) if term.place == "ask" else f"{_ALIAS[term.place]}.{term.name}"
        return str(term) if isinstance(term, int) else _quoted(term)

    def one_of(self, e: OneOf) -> str:
        return f"{self.term(e.item)} IN ({', '.join(_quoted(value) for value in e.values)})"

    def has(self, e: Has) -> str:
        table, key = _SET_TABLE[e.place]
        owner = f"{_ALIAS[e.place]}.{key}"
        return (
            f"EXISTS (SELECT 1 FROM {table} v WHERE v.{key} = {owner} "
            f"AND v.name = {_quoted(e.name)} AND v.value = {self.term(e.item)})"
        )

    def holds_all(self, e: HoldsAll) -> str:
        name = _quoted(e.name)
        return (
            f"NOT EXISTS (SELECT 1 FROM object_values m WHERE m.object_id = o.object_id AND m.name = {name} "
            "AND NOT EXISTS (SELECT 1 FROM principal_values h WHERE h.principal_id = w.principal_id "
            f"AND h.name = {name} AND h.value = m.value))"
        )

    def some(self, e: Some) -> str:
        return f"EXISTS (SELECT 1 FROM {e.rows} r WHERE r.object_id = o.object_id AND {self.write(e.test)})"

    def join(self, parts: tuple[Expression, ...], word: str, empty: str) -> str:
        return f"({word.join(self.write(part) for part in parts)})" if parts else empty


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
