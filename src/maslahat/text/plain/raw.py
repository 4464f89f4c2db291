"""A block of characters, before it is known what part it plays; rows of tables (DESIGN §10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maslahat.text.labels import LABEL
from maslahat.text.plain.furniture import FURNITURE

LONGEST_CELL = 90
RULES = "_‗─—-"
RULE = re.compile(rf"^\s*[{RULES}]{{5,}}\s*$")


@dataclass(frozen=True, slots=True)
class Raw:
    """A block of characters and the line it starts on.

    `cells` where the line is a row of a table; `hint` where the source itself says `heading`, `paragraph` or
    `preamble`; `operative` where it says that the operative part opens here.
    """

    text: str
    line: int
    cells: tuple[str, ...] = ()
    hint: str = ""
    operative: bool = False


def table_lines(lines: list[str]) -> set[int]:
    """Return the lines that are rows of a table because a row with as many cells stands right beside them.

    A blank line between two rows is none of the table; behind it a label starts a paragraph.
    """
    if not any("\t" in line for line in lines):
        return set()
    tabs = [line.count("\t") for line in lines]
    rows = {n for n, count in enumerate(tabs) if count > 1 or (count and cells_of(lines[n], False))}
    if not rows:
        return rows
    grown = set(rows)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        before, gap = None, False
        for n in order:
            if not lines[n]:
                gap = True
                continue
            beside = tabs[n] and before is not None and tabs[n] == tabs[before] and before in grown
            if beside and not (gap and _labelled(lines[n].split("\t", 1)[0].strip())):
                grown.add(n)
            before, gap = n, False
    filled = [n for n, line in enumerate(lines) if line]
    return grown | {
        n
        for before, n, after in zip(filled, filled[1:], filled[2:], strict=False)
        if before in grown and after in grown and n not in grown and _inside(lines, before, n, after)
    }


def _inside(lines: list[str], before: int, n: int, after: int) -> bool:
    """Tell whether a line between two rows of a table is a row: a first cell is empty, or one spans all columns."""
    line = lines[n].strip()
    if lines[n][0] == "\t":
        return True
    if after - before > 2 or not line or len(line) > LONGEST_CELL:
        return False
    return not (LABEL.match(line) or line.endswith((".", ";", ":", ",")) or FURNITURE.match(line))


def _labelled(cell: str) -> bool:
    """Tell whether the first of two cells is nothing but the label of a paragraph."""
    label = LABEL.match(cell + " ")
    return label is not None and label.end() >= len(cell)


def cells_of(line: str, row: bool = False) -> tuple[str, ...]:
    """Return the cells of a table's row: between bars, or between tabs where no label stands first."""
    if line.startswith("| ") and line.rstrip().endswith("|"):
        return tuple(cell.strip() for cell in line.strip()[1:-1].split("|"))
    if "\t" not in line:
        return (line.strip(),) if row else ()
    cells = tuple(cell.strip() for cell in line.split("\t"))
    if row:
        return cells
    if len(cells) < 2 or not cells[0] or (len(cells) == 2 and _one_paragraph(*cells)):
        return () if not (len(cells) > 2 and sum(map(bool, cells)) > 1) else cells
    return cells


def _one_paragraph(first: str, second: str) -> bool:
    """Tell whether a tab stands inside a numbered paragraph: behind its label, or before a sentence."""
    if not LABEL.match(first + " "):
        return False
    return _labelled(first) or len(second) > LONGEST_CELL or second.endswith((".", ";", ":", ","))


def beyond(text: str, *held: str) -> str:
    """Return what of `text` stands before, between and after the pieces that are held, in their order."""
    out, at = [], 0
    for piece in held:
        found = text.find(piece, at) if piece else -1
        if found >= 0:
            out.append(text[at:found])
            at = found + len(piece)
    return " ".join(" ".join([*out, text[at:]]).split())
