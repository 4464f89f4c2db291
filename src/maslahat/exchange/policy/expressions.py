"""A small language for rules: written once, run on values in memory, and compiled to SQL (§12).

Terms: `Of("object" | "who" | "ask" | "row", name)` or a plain value. Tests: `Equal`, `AtMost`, `Below`,
`OneOf`,
`Has` (a set holds a term), `HoldsAll` (everything the object's set holds is in the principal's), `Some` (a
row of
the object's audiences or consents passes a test, all of it in the same row), `All`, `Either`, `No`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Place = Literal["object", "who", "ask", "row"]
Scope = tuple[Any, Any, Any, Any]  # object, who, ask, row
Test = Callable[[Scope], bool]
_INDEX: dict[str, int] = {"object": 0, "who": 1, "ask": 2, "row": 3}


@dataclass(frozen=True, slots=True)
class Of:
    """A named attribute of one of the four things a rule can look at."""

    place: Place
    name: str


Term = Of | str | int


@dataclass(frozen=True, slots=True)
class Equal:
    """Both terms are the same."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class AtMost:
    """left ≤ right."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Below:
    """left < right."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf:
    """The term is one of the values listed."""

    item: Term
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """The set `name` of the object, the principal or the row holds the term."""

    place: Place
    name: str
    item: Term


@dataclass(frozen=True, slots=True)
class HoldsAll:
    """Everything in the object's set `name` is in the principal's set of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Some:
    """One row of the object's `rows` passes the test, alone."""

    rows: Literal["audiences", "consents"]
    test: Expression


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; none listed: it does not hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class No:
    """The part does not hold."""

    part: Expression


Expression = Equal | AtMost | Below | OneOf | Has | HoldsAll | Some | All | Either | No


def in_memory(expression: Expression) -> Test:
    """Return the expression as a function of (object, who, ask, row)."""
    builder: Callable[[Any], Test] = _BUILDERS[type(expression)]
    return builder(expression)


def _term(term: Term) -> Callable[[Scope], Any]:
    if isinstance(term, Of):
        index, name = _INDEX[term.place], term.name
        return lambda scope: getattr(scope[index], name)
    return lambda _scope: term


def _equal(e: Equal) -> Test:
    left, right = _term(e.left), _term(e.right)
    return lambda s: bool(left(s) == right(s))


def _at_most(e: AtMost) -> Test:
    left, right = _term(e.left), _term(e.right)
    return lambda s: bool(left(s) <= right(s))


def _below(e: Below) -> Test:
    left, right = _term(e.left), _term(e.right)
    return lambda s: bool(left(s) < right(s))


def _one_of(e: OneOf) -> Test:
    item, values = _term(e.item), frozenset(e.values)
    return lambda s: item(s) in values


def _has(e: Has) -> Test:
    held, item = _term(Of(e.place, e.name)), _term(e.item)
    return lambda s: item(s) in held(s)


def _holds_all(e: HoldsAll) -> Test:
    asked, held = _term(Of("object", e.name)), _term(Of("who", e.name))
    return lambda s: bool(asked(s) <= held(s))


def _some(e: Some) -> Test:
    rows, test = _term(Of("object", e.rows)), in_memory(e.test)
    return lambda s: any(test((s[0], s[1], s[2], row)) for row in rows(s))


def _all(e: All) -> Test:
    parts = [in_memory(part) for part in e.parts]
    return lambda s: all(part(s) for part in parts)


def _either(e: Either) -> Test:
    parts = [in_memory(part) for part in e.parts]
    return lambda s: any(part(s) for part in parts)


def _no(e: No) -> Test:
    part = in_memory(e.part)
    return lambda s: not part(s)


_BUILDERS: dict[type, Callable[[Any], Test]] = {
    Equal: _equal,
    AtMost: _at_most,
    Below: _below,
    OneOf: _one_of,
    Has: _has,
    HoldsAll: _holds_all,
    Some: _some,
    All: _all,
    Either: _either,
    No: _no,
}
