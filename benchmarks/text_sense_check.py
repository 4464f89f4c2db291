"""Faults put into adopted texts at random, and how many of them the check finds (DESIGN §10).

    python benchmarks/text_sense_check.py FOLDER [--each 60] [--seed 5] [--forms akn,text,docx]
        [--sets first,more,third] [--show]

A fault is found where the check says something new under the rule that the fault breaks. `akn` puts the fault into
the model; `text` and `docx` write the faulty text in that form and read it again, the reader in between. False alarms:
findings on the texts as adopted, for a hundred paragraphs. The set `more` was thought of when the rules
for the `first` stood, the `third` when those for both did.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from text_sense_faults import FAULTS, Fault
from text_sense_faults_more import MORE, THIRD
from text_structure import CORPORA

from maslahat.text.akn.reader import read_akn
from maslahat.text.check.rules import Finding, check
from maslahat.text.document import Document, DocumentKind, Organ
from maslahat.text.docx.reader import read_docx
from maslahat.text.docx.writer import write_docx
from maslahat.text.plain.reader import read_text
from maslahat.text.plain.writer import write_text

NUMBERED_BY_WORD = {
    "footnotes.uncalled",
    "footnotes.missing",
    "footnotes.order",
    "footnotes.twice",
}  # a Word file cannot hold these
MOST_TRIES = 200000  # some faults fit few texts
NOT_SECURITY_COUNCIL = {"terms.abbreviation"}


def through(doc: Document, form: str) -> Document:
    if form == "text":
        return read_text(write_text(doc, 0))
    return read_docx(write_docx(doc)) if form == "docx" else doc


def fresh(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> list[str]:
    old = Counter((finding.rule, finding.found) for finding in before)
    return [finding.rule for finding in after if (Counter([(finding.rule, finding.found)]) - old)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--forms", default="akn,text,docx")
    parser.add_argument("--sets", default="first,more,third")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    documents: list[Document] = []
    for name, pattern in CORPORA.items():
        read = [read_akn(path.read_bytes()) for path in sorted(options.folder.glob(pattern))]
        alarms = sum(len(check(doc)) for doc in read)
        paragraphs = sum(1 for doc in read for _ in doc.all_blocks())
        print(
            f"{name}: {alarms} findings on {paragraphs} paragraphs as adopted "
            f"({100 * alarms / paragraphs:.2f} %)"
        )
        documents += [doc for doc in read if doc.kind is DocumentKind.RESOLUTION and not doc.parts]
    for name, faults in {"first": FAULTS, "more": MORE, "third": THIRD}.items():
        if name in options.sets.split(","):
            measure(f"{name} set", faults, documents, options)


def measure(
    title: str, faults: dict[str, tuple[str, Fault]], documents: list[Document], options: argparse.Namespace
) -> None:
    total = Counter[str]()
    for name, (rule, fault) in faults.items():
        shown = []
        for form in options.forms.split(","):
            if form == "docx" and rule in NUMBERED_BY_WORD:
                continue
            found, made = seeded(documents, rule, fault, form, options, name)
            total[form] += found
            total[f"{form} made"] += made
            shown.append(f"{form} {found}" + (f" of {made}" if made < options.each else ""))
        print(f"{name} ({rule}): of {options.each}: {', '.join(shown)}", flush=True)
    for form in options.forms.split(","):
        print(
            f"{title}, {form}: {100 * total[form] / total[f'{form} made']:.2f} % of {total[f'{form} made']}"
            f" faults found"
        )


def seeded(
    documents: list[Document], rule: str, fault: Fault, form: str, options: argparse.Namespace, name: str
) -> tuple[int, int]:
    generator = random.Random(f"{options.seed} {name} {form}")
    made = found = 0
    for _ in range(MOST_TRIES):
        if made == options.each:
            break
        doc = generator.choice(documents)
        if rule in NOT_SECURITY_COUNCIL and doc.organ is Organ.SECURITY_COUNCIL:
            continue
        faulty = fault(doc, generator)
        if faulty is None:
            continue
        made += 1
        hit = rule in fresh(check(through(doc, form)), check(through(faulty, form)))
        found += hit
        if options.show and not hit:
            changed = [b.text[-100:] for a, b in zip(doc.blocks, faulty.blocks, strict=False) if a != b][:1]
            print("   ", name, form, doc.cover.symbol, changed)
    return found, made


if __name__ == "__main__":
    main()
