"""A table of text out of a CSV file or the first sheet of a workbook, whatever its encoding and separator (§12)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from maslahat.core import Fault, InputError
from maslahat.exchange.formats import workbook
from maslahat.exchange.reasons import said

LARGEST_BYTES = 512 * 2**20
MOST_FAULTS = 100
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """Names of columns and rows of cells with their numbers (the head is row 1); `how` the file was read."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    how: str


def read_table(path: Path, known: Iterable[str]) -> Table:
    """Read a CSV file or a workbook; `known` names of columns decide between separators.

    Text is UTF-8 or UTF-16 where it says so or reads so, else the Windows code page of Russian or of Western
    Europe, whichever its letters look like; `how` says what was taken. Raise InputError where it is no table.
    """
    return _table(*read_lines(path, known))


def read_lines(path: Path, known: Iterable[str]) -> tuple[list[list[str]], str]:
    """Return the lines of a CSV file or a workbook as cells of text, and how it was read."""
    data = _bytes(path)
    if data[:4] == b"PK\x03\x04":
        lines = [[workbook.cell_text(value) for value in row] for row in workbook.sheet_rows(path)]
        return lines, "workbook, first sheet"
    text, encoding = _decoded(path, data)
    separator = _separator(text, set(known))
    try:
        lines = [[_clean(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise InputError(Fault(path.name, str(error), "a CSV file")) from None
    return lines, f"{encoding}, cells parted by {_WORDS[separator]}"


_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def at_most(faults: Sequence[Fault], where: str) -> list[Fault]:
    """Return the faults that are shown, the last of them saying how many are not."""
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    rest = Fault(where, f"{len(faults) - MOST_FAULTS} more faults of the same kinds", "none")
    return [*faults[:MOST_FAULTS], rest]


def _table(lines: list[list[str]], how: str) -> Table:
    names = tuple(lines[0]) if lines else ()
    while names and not names[-1]:
        names = names[:-1]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = list(line)
        while len(cells) > len(names) and not cells[-1]:
            cells.pop()
        if any(cells):
            rows.append((number, tuple(cells + [""] * (len(names) - len(cells)))))
    return Table(names, tuple(rows), how)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(Fault(path.name, f"{path.stat().st_size} bytes", f"at most {LARGEST_BYTES}"))
        return path.read_bytes()
    except OSError as error:
        raise InputError(Fault(str(path), said(error), "a file that can be read")) from None


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tries = ["utf-16"]
    else:
        # Letters of Cyrillic stand side by side; accents of Western Europe stand among plain letters.
        high = re.findall(rb"[\xc0-\xff]+", data)
        together = sum(len(run) for run in high if len(run) > 1)
        pages = ["cp1251", "cp1252"] if 2 * together > sum(map(len, high)) else ["cp1252", "cp1251"]
        tries = ["utf-8-sig", *([] if b"\0" in data else pages)]
    for encoding in tries:
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise InputError(
        Fault(path.name, "bytes that are no text", "text in UTF-8, UTF-16 or a Windows code page")
    )


def _separator(text: str, known: set[str]) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    counts = {}
    for one in _SEPARATORS:
        cells = next(csv.reader([head[:100_000]], delimiter=one), []) if head else []
        counts[one] = (len({column_name(cell) for cell in cells} & known), one == ",")
    return max(_SEPARATORS, key=lambda one: counts[one])


def column_name(head: str) -> str:
    """Return the heading of a column in capitals with `_` between words."""
    return re.sub(r"\W+", "_", head.strip().upper()).strip("_")


def _clean(cell: str) -> str:
    return " ".join(cell.split())
