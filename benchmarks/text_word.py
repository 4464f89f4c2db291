"""The official Word files against a gold read from Word's own marks by an independent, simple reader.

    python benchmarks/text_word.py FOLDER [--show]

FOLDER holds the official Word files (`docx_ga72`). The gold uses no line of `maslahat.text`: it takes every
paragraph of `document.xml` with words, its style (`pStyle`), its number in Word (`numPr`) or the label that stands
between its first two tabs, and the footnote calls in it. What each must be follows from those alone:

* from the style: `H*` and `Title*` are headings, everything in `SingleTxt` is text;
* from the label: `1.` is level 0, `(a)` level 1, `(i)` after a letter level 2 (or the letter that is next in turn);
* unlabelled text is preamble until the first labelled operative paragraph, and text after it; the first such
  paragraph, ending in a comma and set in italics but for it, is the enacting formula;
* rows of tables are rows; the title, what stands before it and the closing lines are no part of the structure.

A paragraph is right where kind, label, level, words (without white space) and number of calls are equal, in order.
"""

from __future__ import annotations

import argparse
import difflib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from maslahat.text.convert import read
from maslahat.text.structure import structure

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABEL = re.compile(r"(\d{1,3}\.|\([a-z]{1,5}\)|[A-Z]\.|[•–-])\s+")
MEETING = re.compile(r"\d+(?:st|nd|rd|th) (?:\([a-z]+\) )?plenary meeting")


@dataclass
class Row:
    kind: str
    number: str
    level: int
    words: str
    calls: int

    def key(self) -> tuple[object, ...]:
        return (self.kind, self.number, self.level, "".join(self.words.split()), self.calls)


def words_of(p: etree._Element) -> tuple[str, int]:
    """Return the words of a paragraph, tabs kept, and how many notes it calls."""
    out, calls = [], 0
    for element in p.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if any(above.tag == f"{W}del" for above in element.iterancestors()):
            continue
        if name == "t":
            out.append(element.text or "")
        elif name == "tab" and element.getparent().tag == f"{W}r":
            out.append("\t")
        elif name == "noBreakHyphen":
            out.append("‑")
        elif name in {"br", "cr"}:
            out.append("\n")
        elif name == "footnoteReference":
            calls += 1
    return "".join(out), calls


def style_of(p: etree._Element) -> str:
    style = p.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


class Gold:
    """Reads the main text once, from front to back."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.started = self.operative = self.closed = self.annexed = False
        self.letters = ""

    def table(self, element: etree._Element) -> None:
        for tr in element.iter(f"{W}tr"):
            cells = [" ".join(words_of(p)[0] for p in tc.iter(f"{W}p")) for tc in tr.iterfind(f"{W}tc")]
            if self.started and any(cell.strip() for cell in cells):
                self.rows.append(Row("row", "", 0, " | ".join(" ".join(c.split()) for c in cells), 0))

    def paragraph(self, p: etree._Element) -> None:
        text, calls = words_of(p)
        bare = text.strip()
        if not any(map(str.isalnum, bare)):
            return
        if not self.started:
            self.started = (
                bare.startswith(("The General Assembly", "The Security Council")) and len(bare) < 40
            )
            if self.started:
                self.rows.append(Row("formula", "", 0, bare, calls))
            return
        if re.match(r"Annex(?: [IVX]+)?$", bare):
            self.annexed, self.closed = True, False
        self.closed = self.closed or bool(MEETING.match(" ".join(bare.split())))
        if self.closed:
            return
        if re.match(r"_?(?:Title)?_?H", style_of(p)):
            self.rows.append(Row("heading", "", 0, bare, calls))
        else:
            self.text(bare, calls)

    def text(self, bare: str, calls: int) -> None:
        label = LABEL.match(bare)
        number = label[1] if label else ""
        rest = bare[label.end() :] if label else bare
        self.operative = self.operative or bool(number) or self.annexed
        kind = "paragraph" if self.operative else "preamble"
        self.rows.append(Row(kind, number, self.level(number), rest, calls))

    def level(self, number: str) -> int:
        if not number.startswith("("):
            self.letters = "" if number else self.letters
            return 0
        letter = number[1:-1]
        turn = len(self.letters) == 1 and letter == chr(ord(self.letters) + 1)
        roman = re.fullmatch(r"[ivx]+", letter) and not turn and self.letters
        self.letters = self.letters if roman else letter
        return 2 if roman else 1


def gold(path: Path) -> list[Row]:
    """Return what the paragraphs of a Word file must be, after its own marks."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(f"{W}body")
    reader = Gold()
    for element in body:
        if element.tag == f"{W}tbl":
            reader.table(element)
        elif element.tag == f"{W}p":
            reader.paragraph(element)
    return reader.rows


def read_rows(path: Path) -> list[Row]:
    """Return what the reader made of a Word file."""
    found = []
    for item in structure(read(path)):
        if item.kind != "note":
            found.append(Row(item.kind, item.number, item.level, item.text, len(item.calls)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    right = total = whole = 0
    paths = sorted(p for p in options.folder.iterdir() if p.is_file())
    for path in paths:
        known, found = ([row.key() for row in rows] for rows in (gold(path), read_rows(path)))
        matcher = difflib.SequenceMatcher(None, known, found, autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        right, total, whole = right + same, total + len(known), whole + (known == found)
        print(f"{path.name}: {same} of {len(known)} paragraphs, {len(found)} read")
        if options.show:
            for kind, a, b, c, d in matcher.get_opcodes():
                if kind != "equal":
                    print(*(f"    gold {row}"[:200] for row in known[a:b]), sep="\n")
                    print(*(f"    read {row}"[:200] for row in found[c:d]), sep="\n")
    print(f"{100 * right / total:.2f} % of {total} paragraphs; {whole} of {len(paths)} files whole")


if __name__ == "__main__":
    main()
