"""How records are scored against paragraphs labelled by hand (tests/text/gold/README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from maslahat.commitments import Commitment
from maslahat.text import Block, Document

PARTS = ("reporting", "deadlines", "actors")
ASIDES = ("beneficiary", "condition", "resources", "review")


@dataclass
class Tally:
    """Found and labelled, found alone, labelled alone: for each part of a label."""

    counts: dict[str, list[int]] = field(default_factory=lambda: {part: [0, 0, 0] for part in PARTS})

    def add(self, record: Commitment | None, row: dict[str, Any]) -> list[str]:
        """Count one paragraph; return what differs."""
        found = {
            "reporting": {"report"} if record and record.reporting else set(),
            "deadlines": {str(deadline) for deadline in record.deadlines} if record else set(),
        }
        if "actors" in row:
            found["actors"] = paired(list(record.obligors) if record else [], row["actors"])
        gold = {
            "reporting": {"report"} if row["reporting"] else set(),
            "deadlines": set(row["deadlines"]),
            "actors": set(row.get("actors", ())),
        }
        wrong = []
        for part, names_found in found.items():
            labelled = gold[part]
            for n, names in enumerate(
                (names_found & labelled, names_found - labelled, labelled - names_found)
            ):
                self.counts[part][n] += len(names)
                wrong += [f"{part} {'+' if n == 1 else '-'} {name}" for name in names if n]
        return wrong

    def add_asides(self, record: Commitment | None, row: dict[str, Any]) -> list[str]:
        """Count what stands beside the request, where it was labelled: right where it shares the label's words."""
        wrong = []
        for part in ASIDES if "aside" in row else ():
            found, gold = str(getattr(record, part, "")), str(row["aside"][part])
            same = bool(found and gold) and (bare(gold) <= bare(found) or bare(found) <= bare(gold))
            counts = self.counts.setdefault(part, [0, 0, 0])
            for n, hit in enumerate((same, bool(found) and not same, bool(gold) and not same)):
                counts[n] += hit
            if (found or gold) and not same:
                wrong.append(f"{part} found {found!r}, labelled {gold!r}")
        return wrong

    def scores(self, part: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of a part."""
        true, false, missed = self.counts[part]
        return (
            true / max(true + false, 1),
            true / max(true + missed, 1),
            2 * true / max(2 * true + false + missed, 1),
        )

    def __str__(self) -> str:
        """Return the scores in a line."""
        return "; ".join(
            f"{part} precision {p:.3f} recall {r:.3f} F1 {f:.3f}"
            for part, counts in self.counts.items()
            if any(counts)
            for p, r, f in [self.scores(part)]
        )


def block_of(docs: list[Document], row: dict[str, Any]) -> tuple[Block, Document]:
    """Return the block labelled and its document: the nearest to the place labelled that opens as labelled.

    The place alone would move with every heading that the reader learns to tell apart.
    """
    found = [
        (abs(place - row["place"]), n, block, doc)
        for n, doc in enumerate(docs)
        for place, block in enumerate(doc.blocks)
        if block.text.startswith(row["opening"])
    ]
    _, _, block, doc = min(found, key=lambda item: item[:2])
    return block, doc


def session_of(doc: Document) -> int:
    """Return the session of a General Assembly resolution, by its symbol."""
    found = re.match(r"A/RES/(\d+)/", doc.cover.symbol)
    return int(found[1]) if found else 0


def paired(found: list[str], gold: list[str]) -> set[str]:
    """Give every name found the label whose words it holds; a name without one stays as it is."""
    names = set()
    for label in gold:
        hit = next((n for n in found if bare(label) <= bare(n) and len(bare(n)) <= len(bare(label)) + 12), "")
        if hit:
            found.remove(hit)
            names.add(label)
    return names | {f"extra {name}" for name in found}


def bare(name: str) -> set[str]:
    """Return the words that name somebody, small words apart."""
    words = {word.strip(".,").lower() for word in name.replace("-", " ").split()}
    return words - {"the", "of", "all", "and", "for", "other", "relevant"}
