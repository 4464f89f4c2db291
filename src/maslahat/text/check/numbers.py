"""Rules on numbers: paragraphs, subparagraphs, headings count on without gap (DESIGN §10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslahat.text.check.finding import Finding, is_top
from maslahat.text.document import Block, BlockKind, Document
from maslahat.text.labels import readings, roman

_ADDED = re.compile(r"\b(?:bis|ter|quater|quinquies)\b")
_ADDED_WORDS = ("bis", "ter", "quater", "quinquies")
_LETTERED = re.compile(r"^(?P<label>[A-Z]|[IVX]{1,5})\.?$")
_HEADED = re.compile(r"^(?P<label>[A-Z]|[IVX]{1,5})\. \S")


def check_numbering(doc: Document) -> Iterator[Finding]:
    """Operative paragraphs count up from 1 without gap, again from 1 in a new section; 3 bis counts as none."""
    for blocks in (doc.blocks, *(part.blocks for part in doc.parts)):
        expected, opened, added = 1, True, ""
        for block in blocks:
            if block.kind in {BlockKind.HEADING, BlockKind.FORMULA, BlockKind.ARTICLE}:
                opened = True
            if not is_top(block):
                continue
            if _ADDED.search(block.number):
                yield from _added(block, expected - 1, added)
                added = block.number
                continue
            added = ""
            value = int(block.number.strip("[]."))
            if value != expected and not (opened and value == 1):
                yield Finding(
                    "numbering", f"paragraph {block.number}", block.number, f"Number it {expected}."
                )
            expected, opened = value + 1, False


def _added(block: Block, last: int, before: str) -> Iterator[Finding]:
    """3 bis stands after 3, 3 ter after 3 bis."""
    value, _, word = block.number.rstrip(".").partition(" ")
    order = ["", *_ADDED_WORDS]
    rank = order.index(word) if word in order else 0
    known = order.index(before.rstrip(".").partition(" ")[2]) if before else 0
    if not value.isdigit() or not rank or (int(value) == last and rank == known + 1):
        return
    wanted = f"{last} {order[known + 1]}" if known + 1 < len(order) else f"{last + 1}"
    yield Finding("numbering.added", f"paragraph {block.number}", block.number, f"{wanted}.")


def check_letters(doc: Document) -> Iterator[Finding]:
    """Subparagraphs count on: (a), (b), (c); (i), (ii), (iii) under one of them."""
    last: dict[int, int] = {}
    over = ""
    for block in doc.blocks:
        if block.kind is not BlockKind.PARAGRAPH or is_top(block) or not block.number:
            if block.kind is not BlockKind.PARAGRAPH or block.number:
                last, over = {}, block.number
            continue
        if _ADDED.search(block.number):
            continue
        last = {level: value for level, value in last.items() if level <= block.level}
        options = [value for kind, value in readings(block.number) if kind.startswith("paren")]
        if not options:
            continue
        expected = last.get(block.level, 0) + 1
        if expected not in options and _tells(block, options, expected):
            place = f"paragraph {over} {block.number}"
            yield Finding("numbering.letters", place, block.number, f"Make it item {expected} of its list.")
        last[block.level] = expected if expected in options else options[0]


def _tells(block: Block, options: list[int], expected: int) -> bool:
    """Tell whether a label that does not count on is a fault, and not one of a list that began elsewhere."""
    near = expected + 1 in options or expected - 1 in options
    return block.number.startswith("(") and 1 < expected <= 26 and (len(options) == 1 or near)


def check_headings(doc: Document) -> Iterator[Finding]:
    """Headings with a letter or a Roman figure count on: I, II, III; A, B, C."""
    last: dict[str, int] = {}
    for block in doc.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        found = _LETTERED.match(block.number or block.text) or _HEADED.match(block.text)
        if not found:
            continue
        label = found["label"]
        values = {"roman": roman(label.lower()) or 0, "letter": ord(label) - 64 if len(label) == 1 else 0}
        kind = _kind(values, last)
        value = values[kind]
        expected = last.get(kind, 0) + 1
        if expected > 1 and (value > expected or (value == expected - 1 and kind == "roman")):
            place = f"heading {label}"
            yield Finding("headings.number", place, label, f"Make it number {expected} of its kind.")
        last[kind] = value
        if kind == "roman":
            last.pop("letter", None)


def _kind(values: dict[str, int], last: dict[str, int]) -> str:
    """Return which kind of label it is: the one that counts on, else Roman where it can be read so."""
    for kind in ("letter", "roman"):
        if values[kind] and values[kind] == last.get(kind, 0) + 1 and (kind in last or values[kind] == 1):
            return kind
    if values["letter"] and "letter" in last:
        return "letter"
    return "roman" if values["roman"] else "letter"
