"""Changes made on purpose in real documents, and whether a comparison tells them exactly (DESIGN §10).

    python benchmarks/text_sense_compare.py FOLDER [--documents 300] [--seed 3] [--show]

Every document gets several changes of all kinds at once, in random places: paragraphs put in (from another document),
taken out, moved, joined, split, edited, renumbered. A change is recovered where the comparison has it with the very
same places on both sides; `the rest` are the paragraphs that nothing was done to. Also measured: that turning the two
texts around turns the answer around, and CPU seconds on texts of about 160 paragraphs.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from maslahat.text.akn.reader import read_akn
from maslahat.text.compare import Change, ChangeKind, comparable, compare_blocks
from maslahat.text.document import Block, BlockKind

FEWEST = 16  # blocks of a document that is changed
KINDS = ("insert", "delete", "move", "merge", "split", "edit", "renumber")
Told = tuple[ChangeKind, tuple[int, ...], tuple[int, ...], bool]


@dataclass
class Plan:
    """The new text as it grows, each block with the old places it came from and what was done to it."""

    blocks: list[Block] = field(default_factory=list)
    origins: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def put(self, block: Block, olds: tuple[int, ...], what: str = "the rest") -> None:
        self.blocks.append(block)
        self.origins.append((olds, what))


def fit(block: Block) -> bool:
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.PREAMBLE} and len(block.text.split()) >= 12


def edited(text: str, generator: random.Random) -> str:
    words = text.split(" ")
    for _ in range(max(1, len(words) // 8)):
        words[generator.randrange(len(words))] = generator.choice(
            ("regional", "annually", "States", "new", "of")
        )
    return " ".join(words)


def chosen(old: list[Block], generator: random.Random) -> dict[int, str]:
    """Return what is done to which block: every fifth at most, neighbours never."""
    places = [n for n, block in enumerate(old) if fit(block)]
    generator.shuffle(places)
    found: dict[int, str] = {}
    for n in places:
        if len(found) >= min(len(old) // 5, 14):
            break
        kind = KINDS[len(found) % len(KINDS)]
        joins = n + 1 < len(old) and (kind != "merge" or fit(old[n + 1]))
        if joins and all(abs(n - other) > 2 for other in found):
            found[n] = kind
    return found


def changed(old: list[Block], foreign: list[Block], generator: random.Random) -> Plan:
    """Return the new text."""
    what = chosen(old, generator)
    joined = {n + 1 for n, kind in what.items() if kind == "merge"}
    plan = Plan()
    for n in range(len(old)):
        if n not in joined:
            put_changed(plan, n, what.get(n, ""), old, foreign, generator)
    for n in (n for n, kind in what.items() if kind == "move"):
        far = [at for at in range(len(plan.blocks)) if abs(at - n) >= 4 and _between(plan, at)]
        at = generator.choice(far)
        plan.blocks.insert(at, old[n])
        plan.origins.insert(at, ((n,), "move"))
    return plan


def put_changed(
    plan: Plan, n: int, kind: str, old: list[Block], foreign: list[Block], generator: random.Random
) -> None:
    """Put a block into the new text as its kind of change says; one that moves waits."""
    block, words = old[n], old[n].text.split(" ")
    if kind == "insert":
        plan.put(block, (n,))
        plan.put(replace(generator.choice(foreign), number=block.number), (), kind)
    elif kind == "delete":
        plan.gone.append(n)
    elif kind == "merge":
        text = f"{block.text.rstrip(';,.')} {old[n + 1].text}"
        plan.put(replace(block, text=text), (n, n + 1), kind)
    elif kind == "split":
        at = generator.randint(max(4, len(words) // 3), max(4, 2 * len(words) // 3))
        plan.put(replace(block, text=" ".join(words[:at])), (n,), kind)
        plan.put(replace(block, text=" ".join(words[at:]), number=""), (n,), kind)
    elif kind == "edit":
        plan.put(replace(block, text=edited(block.text, generator)), (n,), kind)
    elif kind == "renumber":
        plan.put(replace(block, number=f"{generator.randint(200, 300)}."), (n,), kind)
    elif kind != "move":
        plan.put(block, (n,))


def _between(plan: Plan, at: int) -> bool:
    """Tell whether a place is not inside a split pair."""
    return at == 0 or plan.origins[at - 1] != plan.origins[at] or plan.origins[at][1] != "split"


def expected(old: list[Block], plan: Plan) -> list[tuple[str, Told]]:
    """Return every change that was made, by kind, as a comparison should tell it."""
    found: list[tuple[str, Told]] = [("delete", (ChangeKind.REMOVED, (n,), (), False)) for n in plan.gone]
    at = 0
    while at < len(plan.blocks):
        olds, what = plan.origins[at]
        if what == "insert":
            found.append((what, (ChangeKind.ADDED, (), (at,), False)))
        elif what == "merge":
            found.append((what, (ChangeKind.MERGED, olds, (at,), False)))
        elif what == "split":
            found.append((what, (ChangeKind.SPLIT, olds, (at, at + 1), False)))
            at += 1
        else:
            same = old[olds[0]].text == plan.blocks[at].text
            kind = ChangeKind.KEPT if same else ChangeKind.EDITED
            found.append((what, (kind, olds, (at,), what == "move")))
        at += 1
    return found


def told(change: Change) -> Told:
    return change.kind, change.old, change.new, change.moved


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    generator = random.Random(options.seed)
    paths = sorted(options.folder.rglob("*.xml"))
    generator.shuffle(paths)
    texts: list[list[Block]] = []
    for path in paths:
        text = list(comparable(read_akn(path.read_bytes())))
        if len(text) >= FEWEST:
            texts.append(text)
        if len(texts) == options.documents:
            break
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    mirrored = 0
    for n, old in enumerate(texts):
        plan = changed(
            old,
            [block for block in texts[n - 1] if fit(block)] or [Block(BlockKind.PARAGRAPH, "New words")],
            generator,
        )
        comparison = compare_blocks(old, plan.blocks)
        found = {told(change) for change in comparison.changes}
        for kind, wanted in expected(old, plan):
            made[kind] += 1
            right[kind] += wanted in found
            if options.show and wanted not in found:
                show(kind, wanted, old, plan, comparison.changes)
        numbers = {(c.old, c.new) for c in comparison.changes if c.renumbered}
        right["renumber"] -= sum(
            wanted in found and (wanted[1], wanted[2]) not in numbers
            for kind, wanted in expected(old, plan)
            if kind == "renumber"
        )
        back = compare_blocks(plan.blocks, old)
        mirrored += sorted((c.old, c.new, c.moved) for c in comparison.changes) == sorted(
            (c.new, c.old, c.moved) for c in back.changes
        )
    for kind in (*KINDS, "the rest"):
        print(f"{kind}: {100 * right[kind] / made[kind]:.2f} % of {made[kind]}")
    print(f"all seeded: {100 * sum(right[k] for k in KINDS) / sum(made[k] for k in KINDS):.2f} %")
    print(f"the same from either side: {mirrored} of {len(texts)}")
    timed(options.folder)


def show(kind: str, wanted: Told, old: list[Block], plan: Plan, changes: tuple[Change, ...]) -> None:
    near = [c for c in changes if set(c.old) & set(wanted[1]) or set(c.new) & set(wanted[2])]
    print(kind, wanted[1:], [told(c) for c in near])
    print("   ", [old[i].text[:140] for i in wanted[1]], "|", [plan.blocks[j].text[:140] for j in wanted[2]])


def timed(folder: Path) -> None:
    """Print the time of a comparison of two real texts of about 160 paragraphs each."""
    docs = {}
    for path in sorted(folder.rglob("*.xml")):
        if re.search(r"7[5-8]session", str(path)):
            doc = read_akn(path.read_bytes())
            blocks = comparable(doc)
            if 140 <= len(blocks) <= 190:
                docs.setdefault(doc.title, []).append(blocks)
    pairs = [found[:2] for found in docs.values() if len(found) > 1]
    times = []
    for old, new in pairs:
        start = time.process_time()
        compare_blocks(old, new)
        times.append(time.process_time() - start)
    if times:
        print(
            f"{len(times)} renewals of 140 to 190 blocks: median {statistics.median(times):.3f} s, "
            f"longest {max(times):.3f} s (CPU)"
        )


if __name__ == "__main__":
    main()
