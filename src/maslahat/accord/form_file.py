"""Other forms a game is written in: votes, claims, costs, partitions, bounds, promises (DESIGN §7).

Each entry of a file that `maslahat game` reads is known by its keys; players are counted from 1 as in v(12).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from maslahat.accord.certificate import Certificate, keeping_certificate
from maslahat.accord.figure import json_figure
from maslahat.accord.form_certificate import (
    airport_certificate,
    claims_certificate,
    interval_certificate,
    partition_certificate,
    voting_certificate,
)
from maslahat.accord.game import MOST_PLAYERS
from maslahat.accord.interval import IntervalGame
from maslahat.accord.keeping import Promise, keeping
from maslahat.accord.partition import PartitionGame
from maslahat.accord.voting import VotingBody
from maslahat.core import Fault, InputError

MOST_TALLIES = 1_000_000
MOST_CLAIMS = 1_000
MOST_WEIGHT = 10**9
MOST_PERIODS = 60  # what the checker can count the roots for
LONGEST = 60
Entry = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """What one entry gave: where it stands, and the certificate with every figure."""

    where: str
    certificate: Certificate


def is_form(entry: Any) -> bool:
    """Say whether an entry is written in one of the other forms."""
    return isinstance(entry, dict) and any(set(keys) <= set(entry) for keys, _ in FORMS)


def read_form(where: str, name: str, entry: Entry) -> Form:
    """Return the solutions of an entry. Raises InputError with every fault, each with its place in the entry."""
    read = next(read for keys, read in FORMS if set(keys) <= set(entry))
    try:
        return Form(name, read(_Reader(where, entry)))
    except InputError as error:
        raise InputError(
            fault if fault.where.startswith(where) else Fault(f"{where}, {fault.where}", *_rest(fault))
            for fault in error.faults
        ) from None


def _rest(fault: Fault) -> tuple[str, str, str]:
    return fault.found, fault.expected, fault.mend


class _Reader:
    """Takes the parts of an entry and keeps the faults until all have been looked at."""

    def __init__(self, where: str, entry: Entry) -> None:
        self.where, self.entry = where, entry
        self.faults: list[Fault] = []

    def fault(self, place: str, value: Any, expected: str) -> None:
        """Keep one fault."""
        text = json.dumps(value, ensure_ascii=False)
        self.faults.append(
            Fault(f"{self.where}, {place}", text if len(text) <= LONGEST else f"{text[:LONGEST]}…", expected)
        )

    def done(self) -> None:
        """Raise what was found to be wrong."""
        if self.faults:
            raise InputError(self.faults)

    def numbers(self, place: str, value: Any, *, least: int = 1, most: int = MOST_CLAIMS) -> list[Fraction]:
        """Return a list of exact numbers."""
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.fault(place, value, f"a list of {least} to {most} numbers")
            return []
        found = []
        for number, one in enumerate(value, start=1):
            exact = json_figure(one)
            if exact is None:
                self.fault(f"{place}, number {number}", one, "a number, or an exact one as text (7/2)")
            found.append(exact or Fraction(0))
        return found

    def whole(self, place: str, value: Any, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(place, value, f"a whole number from {least} to {most:,}")
            return least
        return value

    def parties(self, n: int) -> tuple[str, ...]:
        """Return the names given, or A, B, C … (numbers beyond 26)."""
        names = self.entry.get("parties") or [chr(ord("A") + i) if n <= 26 else str(i + 1) for i in range(n)]
        fine = isinstance(names, list) and all(isinstance(name, str) and name for name in names)
        if not fine or len(names) != n or len(set(names)) != n:
            self.fault("parties", names, f"{n} different names")
            return tuple(map(str, range(n)))
        return tuple(names)


def _voting(reader: _Reader) -> Certificate:
    weights, quotas = reader.entry["weights"], reader.entry.get("quotas", [reader.entry.get("quota")])
    rules = weights if isinstance(weights, list) and weights and isinstance(weights[0], list) else [weights]
    table = [_weights(reader, f"weights of rule {r}", rule) for r, rule in enumerate(rules, start=1)]
    if not isinstance(quotas, list):
        reader.fault("quotas", quotas, "a list with one whole number for each rule")
    limits = [
        reader.whole(f"quota of rule {r}", q, -MOST_WEIGHT, MOST_WEIGHT * 1000)
        for r, q in enumerate(quotas if isinstance(quotas, list) else [], 1)
    ]
    reader.done()
    body = VotingBody(tuple(table), tuple(limits))
    tallies = (body.n + 1) * math.prod(sum(rule) + 1 for rule in body.weights)
    if min(tallies, 1 << body.n) > MOST_TALLIES:
        reader.fault("weights", weights, f"no more than {MOST_TALLIES:,} sums of weights to be counted")
    parties = reader.parties(body.n)
    reader.done()
    return voting_certificate(body, parties)


def _weights(reader: _Reader, place: str, rule: Any) -> tuple[int, ...]:
    if not isinstance(rule, list):
        reader.fault(place, rule, "a list of whole numbers")
        return ()
    return tuple(
        reader.whole(f"{place}, member {i}", one, 0, MOST_WEIGHT) for i, one in enumerate(rule, start=1)
    )


def _claims(reader: _Reader) -> Certificate:
    claims = reader.numbers("claims", reader.entry["claims"])
    estate = reader.numbers("estate", [reader.entry["estate"]])
    parties = reader.parties(len(claims)) if claims else ()
    reader.done()
    return claims_certificate(estate[0], claims, parties)


def _airport(reader: _Reader) -> Certificate:
    costs = reader.numbers("costs", reader.entry["costs"])
    parties = reader.parties(len(costs)) if costs else ()
    reader.done()
    return airport_certificate(costs, parties)


def _interval(reader: _Reader) -> Certificate:
    n = reader.whole("n", reader.entry.get("n"), 1, MOST_PLAYERS)
    pairs, count = reader.entry["bounds_by_mask"], (1 << n) - 1
    if not isinstance(pairs, list) or len(pairs) != count:
        found = len(pairs) if isinstance(pairs, list) else pairs
        reader.fault("bounds_by_mask", found, f"{count} pairs [least, most] for {n} parties")
    parties = reader.parties(n)
    reader.done()
    bounds = [
        reader.numbers(f"bounds_by_mask, pair {mask}", pair, least=2, most=2)
        for mask, pair in enumerate(pairs, 1)
    ]
    reader.done()
    return interval_certificate(
        IntervalGame.of([(Fraction(0), Fraction(0)), *((a, b) for a, b in bounds)], parties)
    )


def _partition(reader: _Reader) -> Certificate:
    n = reader.whole("n", reader.entry.get("n"), 1, MOST_PLAYERS)
    parties, listed = reader.parties(n), reader.entry["partitions"]
    worth: dict[tuple[int, frozenset[int]], Fraction] = {}
    for number, one in enumerate(listed if isinstance(listed, list) else [], start=1):
        place = f"partitions, number {number}"
        parts = _parts(one.get("parts") if isinstance(one, dict) else None, n)
        if parts is None:
            reader.fault(place, one, f'{{"parts": [[1], [2, 3]], "worth": [4, 9]}} of all parties 1 to {n}')
            continue
        values = reader.numbers(f"{place}, worth", one.get("worth"), least=len(parts), most=len(parts))
        for mask, value in zip(parts, values, strict=False):
            if (mask, frozenset(parts)) in worth:
                reader.fault(place, one["parts"], "each partition once")
            worth[mask, frozenset(parts)] = value
    if not worth and not reader.faults:
        reader.fault("partitions", listed, 'a list of {"parts": [[1], [2, 3]], "worth": [4, 9]}')
    reader.done()
    return partition_certificate(PartitionGame(parties, worth))


def _parts(listed: Any, n: int) -> list[int] | None:
    """Return the masks of a partition of 1 … n, or None where it is none."""
    if not isinstance(listed, list) or not all(isinstance(part, list) and part for part in listed):
        return None
    members = [one for part in listed for one in part]
    if any(type(one) is not int for one in members) or sorted(members) != list(range(1, n + 1)):
        return None
    return [sum(1 << (one - 1) for one in part) for part in listed]


def _promises(reader: _Reader) -> Certificate:
    promises, found = reader.entry["promises"], {}
    if not isinstance(promises, dict) or not promises:
        reader.fault(
            "promises", promises, '{"Upstream": {"cooperate": […], "deviate_now": […], "punish": […]}}'
        )
        promises = {}
    for party, one in promises.items():
        try:
            found[party] = _promise(reader, party, one)
        except InputError as error:
            reader.faults += [Fault(f"{reader.where}, {party}, {f.where}", *_rest(f)) for f in error.faults]
    reader.done()
    return keeping_certificate(found)


def _promise(reader: _Reader, party: str, one: Any) -> Any:
    kinds = ("cooperate", "deviate_now", "punish")
    if not isinstance(one, dict) or not set(kinds) <= set(one):
        reader.fault(party, one, "the lists cooperate, deviate_now and punish, a number for each period")
        return None
    before = len(reader.faults)
    keep, deviate, punish = (
        np.array([float(x) for x in reader.numbers(f"{party}, {kind}", one[kind], most=MOST_PERIODS)])
        for kind in kinds
    )
    years = reader.whole(f"{party}, periods_per_year", one.get("periods_per_year", 12), 1, 366)
    discount = json_figure(one.get("discount", 0.9))
    if discount is None or not 0 <= discount < 1:
        reader.fault(f"{party}, discount", one["discount"], "a number from 0 up to, not including, 1")
    if len(reader.faults) > before:
        return None
    return keeping(Promise(keep, deviate, punish, years), float(discount or 0))


FORMS: tuple[tuple[tuple[str, ...], Callable[[_Reader], Certificate]], ...] = (
    (("weights",), _voting),
    (("estate", "claims"), _claims),
    (("costs",), _airport),
    (("bounds_by_mask",), _interval),
    (("partitions",), _partition),
    (("promises",), _promises),
)
