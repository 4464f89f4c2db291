"""Records that may be about one thing: proposed with a score and a reason, merged only by a person, undone
at will (§12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maslahat.core import Fault, InputError
from maslahat.exchange import records as record_forms
from maslahat.exchange.desk import Desk
from maslahat.exchange.matching.names import likeness, skeleton
from maslahat.exchange.matching.normalise import day, match_keys, matchable, quantity
from maslahat.exchange.records import Record

THRESHOLD = 0.9
LARGEST_BLOCK = 200  # records that share a blocking key; beyond it the key says nothing


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that may be one, how sure (0 to 1) and why."""

    one: str
    other: str
    score: float
    reason: str


def propose(records: Sequence[Record], threshold: float = THRESHOLD) -> list[Proposal]:
    """Return pairs of records of one kind that score at least `threshold`, the surest first."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in set(_blocking(record)):
            blocks[record.kind, key].append(place)
    pairs = {
        (a, b)
        for block in blocks.values()
        if len(block) <= LARGEST_BLOCK
        for a in block
        for b in block
        if a < b
    }
    scored = [(a, b, *score(records[a], records[b])) for a, b in sorted(pairs)]
    found = [
        Proposal(records[a].record_id, records[b].record_id, s, why)
        for a, b, s, why in scored
        if s >= threshold
    ]
    return sorted(found, key=lambda p: (-p.score, p.one, p.other))


def score(one: Record, other: Record) -> tuple[float, str]:
    """Return how sure it is that two records of one kind are about one thing, and why."""
    if one.kind != other.kind:
        return 0.0, "of different kinds"
    if one.kind == "person":
        return _persons(one, other)
    if one.kind == "seizure":
        return _seizures(one, other)
    shared = _shared_keys(one, other)
    if shared:
        return 0.98, f"the same {shared[0].partition(':')[0]}"
    same = [name for name, value in one.fields if value and other.value(name) == value]
    differing = [name for name, value in one.fields if value and other.value(name) not in ("", value)]
    return (0.8 if same and not differing else 0.0), f"same {', '.join(same) or 'nothing'}"


def merge(desk: Desk, keep: str, other: str, reason: str) -> None:
    """Put what `other` knows and `keep` does not into `keep`, and set `other` aside; a person does it, for
    a reason."""
    store = desk.node.store
    with desk.node.change() as now:
        first, second = desk.must(keep, "edit"), desk.must(other, "edit")
        if first.kind != second.kind or keep == other:
            raise InputError(
                Fault(f"records {keep} and {other}", "not two of one kind", "two records of one kind")
            )
        desk.must_not_widen(keep, other)
        facts = store.facts(other)
        before = {
            "keep": record_forms.to_json(first),
            "other": other,
            "state": facts.state if facts else "draft",
        }
        whole = first
        for name, value in second.fields:
            if value and not first.value(name):
                by = desk.who.principal_id
                whole = record_forms.corrected(whole, name, value, at=now, by=by, reason=f"merged: {reason}")
        desk.replace_record(whole)
        store.set_state(other, "withdrawn")
        store.put("merged", f"{keep} {other}", before)
        desk.node.note("merged", keep, party=desk.who.party, by=desk.who.principal_id, detail=reason)


def unmerge(desk: Desk, keep: str, other: str) -> None:
    """Undo a merge: both records are as they were before it."""
    store = desk.node.store
    with desk.node.change():
        desk.must(keep, "edit")
        before = store.get("merged", f"{keep} {other}")
        if before is None:
            raise InputError(
                Fault(f"records {keep} and {other}", "no merge of these two", "one that was made")
            )
        desk.replace_record(record_forms.from_json(before["keep"]))
        store.set_state(other, before["state"])
        store.drop("merged", f"{keep} {other}")
        desk.node.note("unmerged", keep, party=desk.who.party, by=desk.who.principal_id)


def _blocking(record: Record) -> Iterable[str]:
    yield from matchable(match_keys(record))
    if record.kind == "person":
        # Half a name is enough to be compared; the score decides.
        yield from (
            f"word {word}" for word in {skeleton(w) for w in record.value("name").split()} if len(word) > 2
        )
        yield from (f"born {day(record.value('birth_date'))}" for _ in [0] if day(record.value("birth_date")))
    if record.kind == "seizure":
        yield f"{record.value('date')} {record.value('drug')} {_amount(record)}"


def _persons(one: Record, other: Record) -> tuple[float, str]:
    names = likeness(one.value("name"), other.value("name"))
    born, theirs = day(one.value("birth_date")), day(other.value("birth_date"))
    documents = [key for key in _shared_keys(one, other) if key.startswith("document:")]
    if documents and names.score >= 0.75:
        return 0.99, f"the same document; names {names.score:.2f}: {names.reason}"
    if born and theirs and born != theirs:
        return min(names.score, 0.5), "born on different days"
    if born and theirs:
        return (
            0.97 if names.score >= 0.93 else names.score * 0.95
        ), f"the same day of birth; names: {names.reason}"
    if _shared_keys(one, other) and names.score >= 0.93:
        return 0.95, f"a number in common; names: {names.reason}"
    return min(names.score, 0.85), "nothing but the name"


def _seizures(one: Record, other: Record) -> tuple[float, str]:
    if (one.value("date"), one.value("drug")) != (other.value("date"), other.value("drug")):
        return 0.0, "another day or drug"
    if not _amount(one) or _amount(one) != _amount(other):
        return 0.0, "another quantity"
    if one.value("country") != other.value("country"):
        return 0.0, "another country"
    names = ("division", "place", "hiding", "transport", "route")
    both = [(one.value(name), other.value(name)) for name in names if one.value(name) and other.value(name)]
    same = [a == b or likeness(a, b).score >= 0.93 for a, b in both]
    if not all(same):
        return 0.5, "the same day, drug and quantity, but another place or way"
    # A round small quantity on one day in one country is often met twice by chance.
    told = len(set(_amount(one)) & set("123456789"))
    return min(
        0.99, 0.7 + 0.07 * len(both) + 0.03 * min(told, 3)
    ), f"same day, drug, quantity and {len(both)} more"


def _amount(record: Record) -> str:
    return quantity(record.value("quantity"), record.value("unit"))


def _shared_keys(one: Record, other: Record) -> list[str]:
    return sorted(set(matchable(match_keys(one))) & set(matchable(match_keys(other))))
