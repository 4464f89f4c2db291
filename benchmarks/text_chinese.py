"""Structure read from wrapped Chinese; by how the lines were counted and what stands between blocks.

    python benchmarks/text_chinese.py FOLDER

FOLDER holds Chinese AKN files. Each is wrapped at eleven widths from 56 to 96 cells, counted in cells (two a character; figures
and Latin words stay whole, closing marks hang out) or in characters (half as many, broken anywhere), with a blank line between
blocks or none. A text counts as right when every item is equal to the gold of `text_structure.py`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from text_flatten import flatten
from text_structure import bare

from maslahat.text.akn.reader import read_akn
from maslahat.text.plain.reader import read_text
from maslahat.text.safe_xml import parse_xml
from maslahat.text.structure import structure

HANGING = frozenset("，。；、：》”）")


def in_cells(block: str, width: int) -> list[str]:
    """Wrap a block at a width in cells."""
    lines, line, used = [], "", 0
    for token in re.findall(r"[\x21-\x7e]+| |.", block):
        size = sum(1 + (ord(letter) > 0x2E80) for letter in token)
        if line and used + size > width and token not in HANGING:
            lines.append(line.rstrip())
            line, used = "", 0
            if token == " ":
                continue
        line, used = line + token, used + size
    return [*lines, line]


def in_characters(block: str, width: int) -> list[str]:
    """Wrap a block at half a width in characters."""
    return [block[at : at + width // 2] for at in range(0, len(block), width // 2)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for path in sorted(parser.parse_args().folder.glob("*.xml")):
        data = path.read_bytes()
        lines, notes = flatten(parse_xml(data, str(path))[0])
        gold = bare(structure(read_akn(data)), True)
        for way, wrap in (("cells", in_cells), ("characters", in_characters)):
            for between, gap in (("nothing", "\n"), ("a blank line", "\n\n")):
                for width in range(56, 100, 4):
                    text = gap.join("\n".join(wrap(line, width)) for line in [*lines, *notes])
                    asked[way, between] += 1
                    right[way, between] += bare(structure(read_text(text, repairs=False)), True) == gold
    print("| counted in | between blocks | texts | all right |\n|---|---|---|---|")
    for key, count in asked.items():
        print(f"| {key[0]} | {key[1]} | {count} | {right[key]} |")


if __name__ == "__main__":
    main()
