"""Structure read from flattened official texts, against a gold taken from the AKN files; per corpus.

    python benchmarks/text_structure.py FOLDER [--forms abc] [--every 1]

FOLDER holds the unpacked corpora. A document counts as right when every item (kind, number, level, words
without white space, markers of the notes called) is equal to the gold; for form (c), whose notes are removed,
without them. The gold is the model read from the AKN file; the flattened text is made from the XML itself
(`text_flatten.py`).
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from text_flatten import form_a, form_b, form_c

from maslahat.text.akn_reader import read_akn
from maslahat.text.plain_reader import read_text
from maslahat.text.safe_xml import parse_xml
from maslahat.text.structure import Item, structure

CORPORA = {
    "General Assembly": "7*session/English/*.xml",
    "Security Council": "Pre-2020/*/*.xml",
    "Presidential statements": "20??/*.xml",
    "ECOSOC": "20??/English/*.xml",
}


def bare(items: list[Item], notes: bool) -> list[tuple[object, ...]]:
    kept = [item for item in items if notes or item.kind != "note"]
    return [(i.kind, i.number, i.level, "".join(i.text.split()), i.calls) for i in kept]


def measure(paths: list[Path], form: str) -> tuple[int, int, float]:
    right = characters = 0
    seconds = 0.0
    for path in paths:
        data = path.read_bytes()
        root, _ = parse_xml(data, str(path))
        text = (
            form_b(root, random.Random(path.name)) if form == "b" else {"a": form_a, "c": form_c}[form](root)
        )
        start = time.process_time()
        found = read_text(text, repairs=False)
        seconds += time.process_time() - start
        right += bare(structure(found), form != "c") == bare(structure(read_akn(data)), form != "c")
        characters += len(text)
    return right, characters, seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", default="abc")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    print("| corpus | form | documents | all right | documents/s (CPU) |\n|---|---|---|---|---|")
    for name, pattern in CORPORA.items():
        paths = sorted(options.folder.glob(pattern))[:: options.every]
        for form in options.forms:
            right, _, seconds = measure(paths, form)
            print(
                f"| {name} | {form} | {len(paths)} | {100 * right / len(paths):.1f} % | "
                f"{len(paths) / seconds:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
