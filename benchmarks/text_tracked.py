"""Tracked changes on real pairs: accepting all gives the new file, rejecting all the old (DESIGN §10).

    python benchmarks/text_tracked.py FOLDER [--pairs 560] [--seed 7]

FOLDER holds the unpacked corpora. Up to half of the pairs are renewals (two texts of one title, statements apart,
which all have one), a quarter is any two with tables, an eighth any two with annexes or more than three notes, the rest
any two. The changes are accepted and rejected in the
XML by `tests/text/accepting.py`, which shares no line with the package, and what then stands in the file must equal
the Word file written of the new and of the old text: paragraphs with style, indent, runs and look, tables cell by
cell, the words of every footnote at its call, headers and footers.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "text"))

from accepting import accepted, reading, rejected, untouched

from maslahat.text.akn.reader import read_akn
from maslahat.text.document import Document, DocumentKind
from maslahat.text.docx.tracked import write_tracked
from maslahat.text.docx.writer import write_docx

MANY_NOTES = 3
Pair = tuple[Document, Document]


def pairs_of(documents: list[Document], count: int, generator: random.Random) -> list[Pair]:
    titled = defaultdict(list)
    for doc in documents:
        if doc.title and doc.kind != DocumentKind.STATEMENT:
            titled[doc.title].append(doc)
    renewals = [pair for group in titled.values() for pair in pairwise(group)]
    generator.shuffle(renewals)
    tabled = [doc for doc in documents if any(block.table for block in doc.all_blocks())]
    noted = [doc for doc in documents if doc.annexes or len(doc.notes) > MANY_NOTES]
    print(f"{min(len(renewals), count // 2)} renewals, {len(tabled)} texts with tables to draw from")
    found = renewals[: count // 2]
    found += [two(tabled, generator) for _ in range(count // 4)]
    found += [two(noted, generator) for _ in range(count // 8)]
    return found + [two(documents, generator) for _ in range(count - len(found))]


def two(documents: list[Document], generator: random.Random) -> Pair:
    first, second = generator.sample(documents, 2)
    return first, second


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=560)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    paths = sorted(options.folder.rglob("*.xml"))
    pairs = pairs_of([read_akn(path.read_bytes()) for path in paths], options.pairs, generator)
    right, seconds = 0, 0.0
    for old, new in pairs:
        start = time.process_time()
        data = write_tracked(old, new)
        seconds += time.process_time() - start
        both = [reading(accepted(data)), reading(rejected(data))]
        good = both == [reading(untouched(write_docx(doc))) for doc in (new, old)]
        right += good
        if not good:
            print(f"  not exact: {old.cover.symbol} to {new.cover.symbol}", flush=True)
    print(f"{right} of {len(pairs)} pairs exact both ways; {1000 * seconds / len(pairs):.0f} ms CPU a pair")


if __name__ == "__main__":
    main()
