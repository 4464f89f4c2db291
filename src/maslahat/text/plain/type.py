"""How wide words are in print: a text out of a PDF was set in letters of different width (DESIGN §10).

Widths are those of Times Roman in thousandths of its size (Adobe's font metrics for the core 14 fonts), in which and in
whose kin the United Nations prints. Only their ratios matter here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from maslahat.text.dates import MONTH

_WIDTHS = {
    250: " .,\u00a0",
    300: "⁰¹²³⁴⁵⁶⁷⁸⁹",
    278: ":;/ijlt",
    333: "()-[]‐‑rfI’‘!'",
    389: "sJ",
    408: '"',
    444: "acez“”?éèàç",
    500: "0123456789bdghknopquvxy–$*_",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYw&",
    778: "m",
    889: "M",
    944: "W",
    1000: "—…",
}
_UNBROKEN = re.compile(rf"\d{{1,2}} {MONTH}\b|(?:Nos?|[Pp]aras?|[Aa]rts?|vol|sect)\. \S+|\S+", re.I)
_CYRILLIC = 520


class _Widths(dict[str, int]):
    """The width of each letter; of those not named, of Cyrillic ones for the most part, their mean."""

    def __missing__(self, letter: str) -> int:
        return _CYRILLIC


_OF = _Widths((letter, width) for width, letters in _WIDTHS.items() for letter in letters)


def _unbroken(line: str) -> str:
    """Return what of a line stays with its first word: the United Nations keeps `5 December` on one line."""
    found = _UNBROKEN.match(line)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Measure:
    """How lines are measured: the width of words, of a space, and of a letter as indents count them."""

    size: Callable[[str], int]
    space: int
    letter: int
    first: Callable[[str], str]  # what of a line cannot be parted

    def length(self, indent: int, text: str) -> int:
        """Return the width of a line."""
        return indent * self.letter + self.size(text)

    def with_next(self, length: int, following: str) -> int:
        """Return the width of a line with the first word of the next line behind it."""
        return length + self.space + self.size(self.first(following))


def _printed(text: str) -> int:
    return sum(map(_OF.__getitem__, text))


def _first(line: str) -> str:
    return line.split(" ", 1)[0]


LETTERS = Measure(len, 1, 1, _first)
PRINT = Measure(_printed, 250, 450, _unbroken)
