"""Which records of one node share a value: an inverted index with weights, never stored pairs (§12).

The index holds blinded values and the record they stand in. A look-up counts each value among the records the
asker may read, so that neither a link nor a weight tells of any other. A value in more than `CAP` readable
records
is common: it makes no link and is named as such.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from maslahat.exchange.matching.normalise import match_keys
from maslahat.exchange.records import Record
from maslahat.exchange.store import Store

CAP = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A record that shares values, with a weight in bits (rare values weigh more) and what is shared."""

    record_id: str
    weight: float
    shared: tuple[str, ...]


def index(store: Store, record: Record) -> None:
    """Put the values of a record into the index, replacing those it had."""
    keys = list(match_keys(record))
    store.db.execute("DELETE FROM values_held WHERE object_id = ?", (record.record_id,))
    rows = [(store.word(key), record.record_id) for key in keys]
    store.db.executemany("INSERT OR IGNORE INTO values_held VALUES (?,?)", rows)


def links(
    store: Store, record: Record, permitted: str, asked: Mapping[str, Any], cap: int = CAP
) -> list[Link]:
    """Return the records that share values with this one, the heaviest first.

    `permitted` is the SELECT of the policy with its parameters `asked`: the only records that count.
    """
    held = list(_held(store, record, permitted, asked, cap))
    found: dict[str, list[tuple[str, float]]] = {}
    for key, ids in held:
        if len(ids) <= cap:
            weight = math.log2(1 + cap / len(ids))
            for other in ids:
                found.setdefault(other, []).append((key, weight))
    found.pop(record.record_id, None)
    made = [
        Link(other, round(sum(w for _, w in shared), 6), tuple(key for key, _ in shared))
        for other, shared in found.items()
    ]
    return sorted(made, key=lambda link: (-link.weight, link.record_id))


def _held(
    store: Store, record: Record, permitted: str, asked: Mapping[str, Any], cap: int
) -> Iterator[tuple[str, list[str]]]:
    statement = (
        f"SELECT object_id FROM values_held h WHERE h.value = :value AND h.object_id IN ({permitted}"
        " AND o.object_id = h.object_id) LIMIT :most"
    )
    for key in match_keys(record):
        values = {**asked, "value": store.word(key), "most": cap + 1}
        yield key, [row[0] for row in store.db.execute(statement, values)]
