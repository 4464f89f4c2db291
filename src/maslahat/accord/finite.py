"""A bargaining problem with finitely many outcomes (DESIGN §7 b): issues, options, what each is worth to
whom.

The worth of an outcome to a party is the sum of the score tables (each over one issue, or over several named
issues that interact) and of the boxes whose conditions the outcome meets. Rules leave outcomes out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.check_finite_notes import broken_note, taken_note

Outcome = tuple[int, ...]
Utilities = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to be settled and the ways to settle it."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the joint options of some issues are worth.

    `table` has one axis for each of `issues` and a last axis for the parties; its entries are `Fraction`
    (dtype object), int64 or float64. A float stands for the shortest decimal that reads back as it.
    """

    issues: tuple[int, ...]
    table: NDArray[Any]

    def at(self, outcome: Outcome) -> list[Fraction]:
        """Return the worth to each party of this table's part of the outcome."""
        return [exact(value) for value in self.table[tuple(outcome[issue] for issue in self.issues)]]


@dataclass(frozen=True, slots=True)
class Box:
    """A bonus (or a loss) to each party where every named issue takes one of the named options."""

    sides: tuple[tuple[int, tuple[int, ...]], ...]
    worth: tuple[Fraction, ...]

    def holds(self, outcome: Outcome) -> bool:
        """Say whether the outcome meets every condition."""
        return all(outcome[issue] in options for issue, options in self.sides)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A hard constraint: `allowed` is true for the joint options of `issues` that may stand together.

    `where` says on which line or in which cell it was written.
    """

    issues: tuple[int, ...]
    allowed: NDArray[np.bool_]
    text: str
    where: str = ""

    def holds(self, outcome: Outcome) -> bool:
        """Say whether the outcome obeys the rule."""
        return bool(self.allowed[tuple(outcome[issue] for issue in self.issues)])


@dataclass(frozen=True, slots=True, eq=False)
class FiniteProblem:
    """Parties, issues and worth; `reserved` is what each party has with no agreement.

    `status_quo` and `draft` are outcomes. The disagreement point is the reserved value; for a party that
    declares none, what the status quo is worth to it; with neither, zero: `assumed` says so. `power` holds
    whole bargaining weights of the parties for the Nash product and the weighted sum (equal if not given).
    """

    name: str
    parties: tuple[str, ...]
    issues: tuple[Issue, ...]
    scores: tuple[Scores, ...]
    boxes: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    reserved: tuple[Fraction | None, ...] = ()
    status_quo: Outcome | None = None
    draft: Outcome | None = None
    power: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def outcomes(self) -> int:
        """Number of outcomes before the rules leave any out."""
        return math.prod(len(issue.options) for issue in self.issues)

    @property
    def disagreement(self) -> Utilities:
        """What each party has with no agreement."""
        fallback = self.utilities(self.status_quo) if self.status_quo else (Fraction(0),) * len(self.parties)
        reserved = self.reserved or (None,) * len(self.parties)
        return tuple(base if own is None else own for own, base in zip(reserved, fallback, strict=True))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Sentences on what the problem leaves open and how it is closed here."""
        reserved = self.reserved or (None,) * len(self.parties)
        silent = [party for party, own in zip(self.parties, reserved, strict=True) if own is None]
        return (*self.notes, *taken_note(silent, self.status_quo is not None), *self._broken())

    def _broken(self) -> tuple[str, ...]:
        """Return a sentence where the draft, or the status quo in its place, breaks a rule."""
        start = self.draft if self.draft is not None else self.status_quo
        texts = [rule.text for rule in self.rules if start is not None and not rule.holds(start)]
        return tuple(broken_note("draft" if self.draft is not None else "status quo", texts))

    def utilities(self, outcome: Outcome) -> Utilities:
        """Return the exact worth of an outcome to each party."""
        total = [Fraction(0)] * len(self.parties)
        for table in self.scores:
            total = [have + more for have, more in zip(total, table.at(outcome), strict=True)]
        for box in self.boxes:
            if box.holds(outcome):
                total = [have + more for have, more in zip(total, box.worth, strict=True)]
        return tuple(total)

    def allows(self, outcome: Outcome) -> bool:
        """Say whether the outcome obeys every rule."""
        return all(rule.holds(outcome) for rule in self.rules)

    def named(self, outcome: Outcome) -> dict[str, str]:
        """Return the outcome as issue name -> option name."""
        return {issue.name: issue.options[chosen] for issue, chosen in zip(self.issues, outcome, strict=True)}

    def with_draft(self, draft: Outcome) -> FiniteProblem:
        """Return the same problem with another draft on the table."""
        return replace(self, draft=draft)


def exact(value: Any) -> Fraction:
    """Return a score as a fraction; a float is taken as the decimal it is written as."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, float | np.floating):
        return Fraction(repr(float(value)))
    return Fraction(int(value))
