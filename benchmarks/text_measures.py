"""Other measures of the text package on the corpora: comparison, search, renewals, checks (forms: `text_forms.py`).

python benchmarks/text_measures.py FOLDER [--pairs 500]
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

from text_structure import CORPORA

from maslahat.text.akn.reader import read_akn
from maslahat.text.chain import Entry, Shelf, entry, predecessors
from maslahat.text.check.rules import check
from maslahat.text.compare import compare
from maslahat.text.document import BlockKind, Document
from maslahat.text.library.store import Query, build, search


def symmetric(documents: list[Document], pairs: int) -> None:
    generator = random.Random(7)
    same = 0
    for _ in range(pairs):
        old, new = generator.sample(documents, 2)
        there, back = compare(old, new), compare(new, old)
        same += sorted((c.old, c.new) for c in there.changes) == sorted((c.new, c.old) for c in back.changes)
    print(f"  compared from either side: the same on {same} of {pairs}", flush=True)


def memory(documents: list[tuple[Path, Document]]) -> None:
    generator = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "library.db"
        start = time.process_time()
        print(
            f"  index: {build(documents, place)} in {time.process_time() - start:.1f} s CPU (reading apart)"
        )
        times, found, named, asked = [], 0, 0, 200
        for _ in range(asked):
            _, doc = generator.choice(documents)
            symbol = doc.cover.symbol
            texts = [b.text for b in doc.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) > 80]
            if not texts:
                asked -= 1
                continue
            text = generator.choice(texts)
            known = sorted(set(re.findall(r"[A-Za-z]{5,}", text)))
            words = generator.sample(known, k=min(7, len(known)))
            start = time.process_time()
            hits = search(Query(" ".join(words), limit=20), place)
            times.append(time.process_time() - start)
            exact = any(hit.text == text for hit in hits[:3])
            found += exact
            named += exact or any(also.symbol == symbol for hit in hits[:3] for also in hit.also)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"  search: known item in the top 3 {100 * found / asked:.1f} % of {asked}, or named there as saying "
            f"nearly the same {100 * named / asked:.1f} %; p95 "
            f"{1000 * p95:.1f} ms CPU",
            flush=True,
        )


def renewals(entries: list[Entry]) -> None:
    """Chains: a resolution the preamble cites by number bears the same title in the library."""
    known = {one.symbol: one for one in entries}
    shelf = Shelf(entries)
    asked = right = 0
    for one in entries:
        twins = [
            known[symbol] for symbol in one.cited if symbol in known and known[symbol].title == one.title
        ]
        if not twins or not one.title:
            continue
        latest = max(twins, key=lambda twin: str(twin.date))
        asked += 1
        best = predecessors(one, shelf)
        right += bool(best) and best[0].entry.symbol == latest.symbol
    print(f"  predecessor: top-1 {100 * right / max(asked, 1):.1f} % of {asked}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=500)
    options = parser.parse_args()
    everything: list[tuple[Path, Document]] = []
    for name, pattern in CORPORA.items():
        paths = sorted(options.folder.glob(pattern))
        print(name)
        documents = [(path, read_akn(path.read_bytes())) for path in paths]
        findings = sum(len(check(doc)) for _, doc in documents)
        blocks = sum(1 for _, doc in documents for _ in doc.all_blocks())
        print(
            f"  check: {findings} findings on {blocks} paragraphs of adopted texts "
            f"({100 * findings / blocks:.2f} %)"
        )
        everything += documents
        if name == "General Assembly":
            renewals([entry(doc) for _, doc in documents])
    symmetric([doc for _, doc in everything], options.pairs)
    memory(everything)


if __name__ == "__main__":
    main()
