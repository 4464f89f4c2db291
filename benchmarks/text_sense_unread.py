"""Words of time in operative paragraphs that no deadline was read from, by the shape of what stands around them.

    python benchmarks/text_sense_unread.py FOLDER [--kind day|span|session|rhythm] [--top 40]

FOLDER holds the unpacked corpora. A broad net catches whatever may be a time; left out is what the rules read, and days
and years before the text. What is left should name documents, titles, past events and things that only have a rhythm;
a shape that sets a time and stands near the top is a rule that is missing.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from maslahat.commitments.extract import read_paragraph
from maslahat.commitments.foreign import language_of
from maslahat.text.akn.reader import read_akn
from maslahat.text.document import BlockKind

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_MONTH = f"(?:{'|'.join(MONTHS)})"
NETS = {
    "day": re.compile(
        rf"\b(?:\d{{1,2}} )?{_MONTH}\b(?: \d{{4}})?|(?<![/\d(–-])\b20\d\d\b(?![)/])(?! Agenda)"
    ),
    "span": re.compile(r"\b[a-z\d-]+(?: \(\w+\))?[ -](?:days?|weeks?|months?|years?|decades?|hours?)\b"),
    "session": re.compile(r"\b[\w-]+ [\w-]+ sessions?\b"),
    "rhythm": re.compile(
        r"\b(?:\w*annual(?:ly)?|\w*ennial(?:ly)?|quarterly|monthly|weekly|regular(?:ly)?|periodic(?:ally)?|intervals?)\b"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=NETS, default="day")
    parser.add_argument("--top", type=int, default=40)
    options = parser.parse_args()
    shapes: Counter[str] = Counter()
    caught = 0
    for text, adopted, session in paragraphs(options.folder):
        found, left = unread(text, adopted, session, options.kind)
        caught += found
        shapes.update(left)
    print(f"{options.kind}: {caught} caught, {sum(shapes.values())} of them unread and not before the text")
    for shape, count in shapes.most_common(options.top):
        print(f"{count:6} {shape}")


def paragraphs(folder: Path) -> Iterator[tuple[str, date | None, int]]:
    for path in sorted(folder.rglob("*.xml")):
        try:
            doc = read_akn(path.read_bytes())
        except Exception as error:  # some are malformed as published
            print(f"{path.name}: {error}")
            continue
        symbol = re.match(r"A/RES/(\d+)/", doc.cover.symbol)
        day = doc.adoption.date or doc.cover.issued
        for block in doc.blocks:
            if block.kind is BlockKind.PARAGRAPH and language_of(block.text) == "eng":
                yield block.text, day, int(symbol[1]) if symbol else 0


def unread(text: str, adopted: date | None, session: int, kind: str) -> tuple[int, list[str]]:
    """Return how many words of time a paragraph holds, and the shapes of those that nothing was read from."""
    record = read_paragraph(text, session=session, adopted=adopted)
    if record is None:
        return 0, []
    spans = [match.span() for one in record.deadlines for match in re.finditer(re.escape(one.words), text)]
    matches = list(NETS[kind].finditer(text))
    left = []
    for match in matches:
        read = any(start <= match.start() < end or start < match.end() <= end for start, end in spans)
        if not read and not (kind == "day" and _before(match[0], adopted)):
            before = " ".join(text[: match.start()].split()[-2:])
            shape = re.sub(
                rf"\b{_MONTH}\b",
                "MONTH",
                f"{before} [{match[0]}] {' '.join(text[match.end() :].split()[:1])}",
            )
            left.append(re.sub(r"\d+", "N", shape))
    return len(matches), left


def _before(words: str, adopted: date | None) -> bool:
    """Tell whether a day or year lies before the text."""
    year = re.search(r"\d{4}", words)
    month = re.search(_MONTH, words)
    if not year or adopted is None:
        return False
    if int(year[0]) != adopted.year or not month:
        return int(year[0]) < adopted.year
    return MONTHS.index(month[0]) + 1 < adopted.month


if __name__ == "__main__":
    main()
