"""Commitments taken out of paragraphs labelled by hand, against the labels (tests/text/gold).

    python benchmarks/text_sense_extract.py FOLDER MULTILANG [--show]

FOLDER holds the unpacked corpora, MULTILANG the resolutions in six languages. Both sets are scored apart: the rules
were mended on the first one, and on the second after its first figures were written down (docs/text.md).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from maslahat.commitments.extract import read_paragraph
from maslahat.text.akn.reader import read_akn
from maslahat.text.document import Document

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "commitments"))

from gold_scores import Tally, block_of, session_of  # noqa: E402

SETS = (
    "commitments.jsonl",
    "commitments_fresh.jsonl",
    "commitments_third.jsonl",
    "commitments_fourth.jsonl",
    "commitments_fifth.jsonl",
    "commitments_sixth.jsonl",
    "commitments_seventh.jsonl",
    "commitments_eighth.jsonl",
    "commitments_ninth.jsonl",
    "commitments_tenth.jsonl",
    "commitments_eleventh.jsonl",
    "commitments_twelfth.jsonl",
    "commitments_thirteenth.jsonl",
)


def documents(folders: list[Path], wanted: set[str]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.xml")):
        symbol = re.search(rb'#symbol"[^>]*>([^<]+)<', path.read_bytes())
        if symbol and symbol[1].decode() in wanted:
            doc = read_akn(path.read_bytes())
            found.setdefault(doc.cover.symbol, []).append(doc)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true", help="Print every difference.")
    options = parser.parse_args()
    for name in SETS:
        lines = (ROOT / "tests" / "text" / "gold" / name).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        texts = documents(options.folders, {row["symbol"] for row in rows})
        tally = Tally()
        for row in rows:
            block, doc = block_of(texts[row["symbol"]], row)
            record = read_paragraph(
                block.text, session=session_of(doc), adopted=doc.adoption.date or doc.cover.issued
            )
            wrong = tally.add(record, row) + tally.add_asides(record, row)
            if wrong and options.show:
                print(row["symbol"], row["number"], wrong, "|", block.text)
        print(name, len(rows), tally)


if __name__ == "__main__":
    main()
