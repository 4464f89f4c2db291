"""The record of a commitment (DESIGN §11)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Status(IntEnum):
    """How far a commitment is implemented, on the scale of the Peace Accords Matrix."""

    NOT_INITIATED = 0
    MINIMAL = 1
    INTERMEDIATE = 2
    FULL = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time set: `kind` is session, by, until, on, within, before, for, every or regular.

    `value` is a session's number (or year), an ISO date or year, or an ISO 8601 period (before: so long
    before an event); `words` as printed.
    """

    kind: str
    value: str
    words: str

    def __str__(self) -> str:
        """Return `kind:value`, or the kind alone where there is no value."""
        return f"{self.kind}:{self.value}" if self.value else self.kind


@dataclass(frozen=True, slots=True)
class Reporting:
    """A duty to report: to whom, how often, and the words it was read from."""

    to: str
    rhythm: str
    words: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who is asked to do what, as one operative paragraph says it.

    `strength` is the rank of the verb from 1 (notes) to 8 (decides); `references` are addresses of documents
    cited, `works` the UN's IRIs of those whose day is given; `pillar` a pillar of the Global
    Counter-Terrorism Strategy (1 to 4) where one applies, else 0;
    `words` the paragraph the record was read from; `confidence`, between 0 and 1, is a judgement of the rule
    that fired, not a measured frequency.
    """

    source: str
    paragraph: str
    obligors: tuple[str, ...]
    action: str
    strength: float
    measure: str
    beneficiary: str = ""
    deadlines: tuple[Deadline, ...] = ()
    reporting: Reporting | None = None
    review: str = ""
    resources: str = ""
    condition: str = ""
    references: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    pillar: int = 0
    words: str = ""
    confidence: float = 0.0
    status: Status = Status.NOT_INITIATED
