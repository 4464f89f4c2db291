"""What a reader gives back (§12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from maslahat.exchange.records import Record


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was not taken over, and why."""

    where: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Import:
    """Records read, things left out, and a summary of the file for a person."""

    layout: str
    records: tuple[Record, ...]
    left: tuple[Left, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file does not say and a record must: whose it is, why it is held, when it was read."""

    originator: str
    purpose: str
    now: int
    legal_basis: str = "national law"
