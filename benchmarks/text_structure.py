"""Structure read from flattened official texts, against a gold taken from the AKN files; per corpus.

    python benchmarks/text_structure.py FOLDER [--forms abc] [--every 1] [--tags]

FOLDER holds the unpacked corpora. A document counts as right when every item (kind, number, level, words
without white space, markers of the notes called) is equal to the gold; for form (c), whose notes are removed,
without them. The gold is the model read from the AKN file; the flattened text is made from the XML itself
(`text_flatten.py`). Even and odd files are told apart: rules were first made on the even ones. A miss all of whose
differences lie in how the UN tagged a block, which its words cannot tell, is counted as a miss and its cause shown.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from text_flatten import form as flattened

from maslahat.text.akn import elements
from maslahat.text.akn.reader import read_akn
from maslahat.text.plain.reader import read_text
from maslahat.text.safe_xml import parse_xml
from maslahat.text.structure import Item, structure

CORPORA = {
    "General Assembly": "7*session/English/*.xml",
    "Security Council": "Pre-2020/*/*.xml",
    "Presidential statements": "20??/*.xml",
    "ECOSOC": "20??/English/*.xml",
}

READER = "the reader"


def bare(items: list[Item], notes: bool) -> list[tuple[object, ...]]:
    kept = [item for item in items if notes or item.kind != "note"]
    return [(i.kind, i.number, i.level, "".join(i.text.split()), i.calls) for i in kept]


def measure(paths: list[Path], form: str) -> tuple[list[bool], Counter[str], float]:
    """Return for each document whether all is right, the causes of the misses, and CPU seconds."""
    right: list[bool] = []
    causes: Counter[str] = Counter()
    seconds = 0.0
    for path in paths:
        data = path.read_bytes()
        root, _ = parse_xml(data, str(path))
        text = flattened(form, root, path.name)
        start = time.process_time()
        found = read_text(text, repairs=False)
        seconds += time.process_time() - start
        gold, read = (bare(structure(doc), form != "c") for doc in (read_akn(data), found))
        right.append(gold == read)
        if gold != read:
            causes[cause(gold, read)] += 1
    return right, causes, seconds


def cause(gold: list[tuple[object, ...]], read: list[tuple[object, ...]]) -> str:
    """Return why a document misses: the one cause of all its differences, or the reader."""
    found = set()
    for kind, a, b, c, d in SequenceMatcher(None, gold, read, autojunk=False).get_opcodes():
        if kind != "equal":
            found |= (
                {_one(x, y) for x, y in zip(gold[a:b], read[c:d], strict=True)}
                if b - a == d - c
                else {READER}
            )
    return found.pop() if len(found) == 1 else READER if READER in found else "several of these"


def _one(gold: tuple[object, ...], read: tuple[object, ...]) -> str:
    words = [f"{item[1]}{item[3]}" for item in (gold, read)]
    if words[0] != words[1] or gold[4] != read[4]:
        return READER
    kinds = (gold[0], read[0])
    text = str(read[3])
    if kinds == ("paragraph", "preamble") and (text.endswith(",") or text[:1] in "(="):
        return "a preambular paragraph tagged as operative"
    if kinds in {("paragraph", "heading"), ("preamble", "heading")}:
        return "a line without end mark, tagged as a paragraph"
    if kinds[0] == "heading" and text.endswith((".", ":", ";", "?", ",")):
        return "a sentence or entry tagged as a heading"
    return "a row of a table in one cell" if kinds[0] == "row" else READER


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", default="abc")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--tags", action="store_true", help="gold by tags alone, without headings by type")
    options = parser.parse_args()
    if options.tags:
        elements.set_as_heading = lambda _: False
    print(
        "| corpus | form | documents | all right | even | odd | documents/s (CPU) |\n|---|---|---|---|---|---|---|"
    )
    misses: list[str] = []
    for name, pattern in CORPORA.items():
        paths = sorted(options.folder.glob(pattern))[:: options.every]
        for form in options.forms:
            right, causes, seconds = measure(paths, form)
            shares = [100 * sum(part) / len(part) for part in (right, right[::2], right[1::2])]
            shown = " | ".join(f"{share:.1f} %" for share in shares)
            print(f"| {name} | {form} | {len(paths)} | {shown} | {len(paths) / seconds:.0f} |", flush=True)
            misses += [f"| {name} | {form} | {why} | {count} |" for why, count in causes.most_common()]
    print("\n| corpus | form | cause | documents |\n|---|---|---|---|", *misses, sep="\n")


if __name__ == "__main__":
    main()
