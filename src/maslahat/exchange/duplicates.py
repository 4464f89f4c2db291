"""Records that may be about one thing: proposed with a score and a reason, merged only by a person, undone
at will (§12)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maslahat.core import Fault, InputError
from maslahat.exchange import records as record_forms
from maslahat.exchange.desk import Desk
from maslahat.exchange.matching.names import Likeness, likeness, parts, skeleton
from maslahat.exchange.matching.normalise import (
    KEY_BITS,
    day,
    document,
    kind_of,
    match_keys,
    quantity,
    same_line,
)
from maslahat.exchange.matching.places import resolve
from maslahat.exchange.records import Record

THRESHOLD = 0.9
SAME_NAME = 0.93  # likeness from which two names are taken for one
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
    blocks = _blocks(records)
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


def crowded(records: Sequence[Record]) -> list[tuple[str, int]]:
    """Return what more than 200 records of one kind have in common, with how many: by it alone no two of them were
    compared."""
    found = [(f"{kind}, {key}", len(block)) for (kind, key), block in _blocks(records).items()]
    return sorted((one for one in found if one[1] > LARGEST_BLOCK), key=lambda one: (-one[1], one[0]))


def score(one: Record, other: Record) -> tuple[float, str]:
    """Return how sure it is that two records of one kind are about one thing, and why."""
    if one.kind != other.kind:
        return 0.0, "of different kinds"
    if one.kind == "person":
        return _persons(one, other)
    if one.kind == "seizure":
        return _seizures(one, other)
    shared = _shared_numbers(one, other)
    against = _against(one, other, shared)
    if shared and against:
        return 0.6, f"the same {shared[0]}, but another {against[0]}"
    if shared:
        return 0.98, f"the same {shared[0]}"
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
        desk.node.supersede(other, second.digest)  # what is set aside here is not read elsewhere either
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


# Numbers that name a thing; a ship's is too short for private matching but not for this.
_NUMBERS = ("document", "phone", "plate", "consignment", "lot", "account", "vin", "vessel", "registration")
# Where one of these is the same, it is still not one thing if one of those differs: plates are moved from car to
# car, and countries number their papers alike.
_CONTRADICTS = {
    "plate": ("country", "vin"),
    "document": ("country", "type"),
    "consignment": ("cas", "date"),
    "registration": ("country",),
}


def _blocks(records: Sequence[Record]) -> dict[tuple[str, str], list[int]]:
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in set(_blocking(record)):
            blocks[record.kind, key].append(place)
    return blocks


def _blocking(record: Record) -> Iterable[str]:
    yield from _numbers(record)
    line = re.sub(r"\D", "", record.value("phone") or (record.value("number") * (record.kind == "phone")))
    if len(line) >= 8:
        yield f"line {line[-8:]}"
    if record.kind == "person":
        # Half a name is enough to be compared; the score decides.
        words = {skeleton(word) for name in _names(record) for word in parts(name).words}
        yield from (f"word {word}" for word in words if len(word) > 2)
        born = day(record.value("birth_date"))
        if born:
            yield f"born {born}"
    if record.kind == "seizure":
        yield f"{record.value('date')} {record.value('drug')} {_amount(record)}"


def _names(record: Record) -> list[str]:
    names = (record.value("name"), *re.split(r"[;\n]", record.value("other_names")))
    return [name for name in names if name.strip()]


def _persons(one: Record, other: Record) -> tuple[float, str]:
    found = [likeness(mine, theirs) for mine in _names(one) for theirs in _names(other)]
    names = max(found, key=lambda like: like.score, default=Likeness(0.0, "no name"))
    born, theirs = day(one.value("birth_date")), day(other.value("birth_date"))
    shared = _shared_numbers(one, other)
    if "document" in shared and names.score >= 0.75:
        return 0.99, f"the same document; names {names.score:.2f}: {names.reason}"
    if born and theirs and born != theirs:
        return min(names.score, 0.5), "born on different days"
    if born and theirs:
        return (
            0.97 if names.score >= SAME_NAME else min(0.85, names.score * 0.95)
        ), f"the same day of birth; names: {names.reason}"
    if shared and names.score >= SAME_NAME:
        return 0.95, f"the same {shared[0]}; names: {names.reason}"
    return min(names.score, 0.85), "nothing but the name"


def _seizures(one: Record, other: Record) -> tuple[float, str]:
    if (one.value("date"), one.value("drug")) != (other.value("date"), other.value("drug")):
        return 0.0, "another day or drug"
    if not _amount(one) or _amount(one) != _amount(other):
        return 0.0, "another quantity"
    if one.value("country") != other.value("country"):
        return 0.0, "another country"
    names = ("division", "place", "hiding", "transport", "route")
    both = [name for name in names if one.value(name) and other.value(name)]
    if not all(_same_place(name, one, other) for name in both):
        return 0.5, "the same day, drug and quantity, but another place or way"
    # A round small quantity on one day in one country is often met twice by chance.
    told = len(set(_amount(one)) & set("123456789"))
    sure = round(min(0.99, 0.7 + 0.07 * len(both) + 0.03 * min(told, 3)), 2)
    return sure, f"same day, drug, quantity and {len(both)} more"


def _same_place(name: str, one: Record, other: Record) -> bool:
    here, there = one.value(name), other.value(name)
    if name == "division":
        codes = [resolve(value, one.value("country")) for value in (here, there)]
        if all(codes):
            return codes[0] is not None and codes[1] is not None and codes[0].code == codes[1].code
    bare = skeleton(here)
    return (
        here == there
        or likeness(here, there).score >= SAME_NAME
        or (len(bare) > 2 and bare == skeleton(there))
    )


def _amount(record: Record) -> str:
    return quantity(record.value("quantity"), record.value("unit"))


def _numbers(record: Record) -> list[str]:
    return [key for key in match_keys(record) if kind_of(key) in _NUMBERS]


def _shared_numbers(one: Record, other: Record) -> list[str]:
    """Return the kinds of number that both have, the weightiest first."""
    shared = {kind_of(key) for key in set(_numbers(one)) & set(_numbers(other))}
    name = "number" if one.kind == "phone" else "phone"
    if one.kind in ("person", "phone") and same_line(one.value(name), other.value(name)):
        shared.add("phone")
    return sorted(shared, key=lambda kind: -KEY_BITS[kind])


def _against(one: Record, other: Record, shared: Sequence[str]) -> list[str]:
    if not shared or len(shared) > 1 or shared[0] not in _CONTRADICTS:
        return []
    names = _CONTRADICTS[shared[0]]
    pairs = ((name, *(_plain(name, record.value(name)) for record in (one, other))) for name in names)
    return [name for name, mine, theirs in pairs if mine and theirs and mine != theirs]


def _plain(name: str, value: str) -> str:
    return day(value) or value if name == "date" else document(value)
