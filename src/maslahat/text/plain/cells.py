"""Lines of Chinese: how wide they are, where they may break, whether they were wrapped (DESIGN §10).

Chinese sets no spaces between words, so that a line may end at any character but before a closing mark or behind an
opening one. A character is two cells wide; some programs that wrap count characters instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from maslahat.text.plain.type import Measure

_WIDE = re.compile("[\u2e80-\uff60]")
_FIRST = re.compile(
    "[“‘（《〈「『〔(]*(?:[\u2e80-\uff60]|[^\\s\u2e80-\uff60]+)?[”’）》〉」』〕，。；：、！？)]*"
)
_MARKS = frozenset("”’）》〉」』〕，。；：、！？")
HEAD = 60  # lines
SHORTEST_FULL = 40
NEAR = 4  # cells that a closing mark or a figure kept whole leaves free
HANGING = 2  # cells that a closing mark stands out by
FEWEST_FULL, SHARE_FULL = 3, 0.4


def has_wide(text: str) -> bool:
    """Tell whether a text has Chinese characters or marks of their width."""
    return not text.isascii() and _WIDE.search(text) is not None


def cells(text: str) -> int:
    """Return how many letters wide a text is."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def first_word(line: str) -> str:
    """Return what of a line cannot be parted: in Chinese a character with the marks around it."""
    found = _FIRST.match(line)
    return found[0] if found and found[0] else line[:1]


def is_chinese(lines: Sequence[str]) -> bool:
    """Tell whether most lines have Chinese in them; the first lines say fast where none has."""
    if not any(map(has_wide, lines[:HEAD])):
        return False
    return 2 * sum(map(has_wide, lines)) > sum(map(bool, lines))


def chinese_measure(lines: Sequence[str]) -> Measure | None:
    """Return how the lines of a Chinese text are measured, in cells or in characters; None where it is none.

    A closing mark that hangs out behind the width of all other lines is not counted.
    """
    if not is_chinese(lines):
        return None
    size = _counted(lines)
    inside = max((size(line) for line in lines if line[-1:] not in _MARKS), default=0)

    def hung(text: str) -> int:
        length = size(text)
        return inside if inside < length <= inside + HANGING else length

    return Measure(hung, 0, 1, first_word)


def one_width(lines: Sequence[str]) -> bool:
    """Tell whether lines of Chinese were wrapped: many are as long as the longest, or one so long ends without a mark."""
    chinese = [line for line in lines if has_wide(line)]
    size = _counted(chinese)
    lengths = [size(line) for line in chinese]
    long = sum(cells(line) >= SHORTEST_FULL for line in chinese)
    longest, full = max(lengths, default=0), _full(lengths)
    broken = any(
        length >= longest - NEAR and cells(line) >= SHORTEST_FULL and "\u4e00" <= line[-1] <= "\u9fff"
        for line, length in zip(chinese[:-1], lengths, strict=False)
    )
    return broken or (full >= FEWEST_FULL and full >= SHARE_FULL * long)


def _counted(lines: Sequence[str]) -> Callable[[str], int]:
    """Return how lines were counted when they were wrapped: more of them are then as long as the longest."""
    return max((cells, len), key=lambda size: _full([size(line) for line in lines if has_wide(line)]))


def _full(lengths: list[int]) -> int:
    longest = max(lengths, default=0)
    return sum(length >= longest - NEAR for length in lengths)
