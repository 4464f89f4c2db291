"""Hyphens at line ends: of a word that has one, or put there by the setting (DESIGN §10).

The text's own words decide: official texts repeat theirs, and a list of English words told no better
(benchmarks/text.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SHORTEST_PART = 4
_FIRSTS = frozenset(
    {"counter", "cross", "long", "self", "short", "well"}
)  # more often of a compound than a syllable
HYPHENS, _JOINING = frozenset("-‑"), frozenset("-‑–—/\u00ad")
SUSPENDED = re.compile(
    r"(?:and|or|to|et|ou|y|o|и|или)\b"
)  # “short- and long-term”: the hyphen stands before a space
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_TAIL = re.compile(r"([^\W\d_]+)[-‑]$")
_HEAD = re.compile(r"[^\W\d_]+")


def broken_at(line: str, following: str) -> bool:
    """Tell whether a hyphen at the end of `line` joins it to the next, in the word or by the setting."""
    return _small(following) and bool(_TAIL.search(line)) and not SUSPENDED.match(following)


def _small(line: str) -> bool:
    """Tell whether a line begins as the rest of a word does; Arabic has no capitals."""
    return line[:1].islower() or "\u0620" <= line[:1] <= "\u064a"


@dataclass(slots=True)
class Hyphens:
    """The words of a text that stand whole, and whether others were broken by the setting."""

    words: set[str] = field(default_factory=set)
    starts: frozenset[str] = frozenset()  # of compounds; short ones apart: “re-”, “in-” are syllables too
    broken: bool = False

    @classmethod
    def of(cls, lines: list[str], in_print: bool = False) -> Hyphens:
        """Return what `lines` say; words cut by a line end are not taken for whole.

        `in_print`: the United Nations prints without breaking words, so that what is undecided tells of no breaks.
        """
        ends = [
            n for n, line in enumerate(lines[:-1]) if line[-1:] in HYPHENS and broken_at(line, lines[n + 1])
        ]
        found = cls()
        if not ends:
            return found
        cut = set(ends)
        for n, line in enumerate(lines):
            words = [word.lower().replace("‑", "-") for word in _WORD.findall(line)]
            found.words.update(words[1 if n - 1 in cut else 0 : len(words) - 1 if n in cut else None])
        firsts = (word.split("-", 1)[0] for word in found.words if "-" in word)
        found.starts = _FIRSTS.union(first for first in firsts if len(first) > SHORTEST_PART)
        told = [found._told(lines[n], lines[n + 1]) for n in ends]
        found.broken = told.count(True) + (not in_print) * told.count(None) / 2 > told.count(False)
        return found

    def at(self, last: str, line: str) -> str:
        """Return `soft`, `hard`, or nothing where no hyphen joins the two lines."""
        end = last[-1:]
        if end == "\u00ad":
            return "soft"
        if end not in _JOINING or not last[-2:-1].isalnum():
            return ""
        if self.broken and end in HYPHENS and self._one_word(last, line):
            return "soft"
        if SUSPENDED.match(line):
            return ""
        broken = self.broken and end in HYPHENS and _small(line)
        return "soft" if broken and self._told(last, line) is not False else "hard"

    def _one_word(self, last: str, line: str) -> bool:
        """Tell whether both parts stand as one word in the text: a name in capitals, or one that ends in “and”."""
        tail, head = _TAIL.search(last), _HEAD.match(line)
        if not tail or not head:
            return False
        if not SUSPENDED.match(line) and not (tail[1].isupper() and head[0].isupper()):
            return False
        left, right = tail[1].lower(), head[0].lower()
        return left + right in self.words and f"{left}-{right}" not in self.words

    def _told(self, last: str, line: str) -> bool | None:
        """Tell whether the setting broke the word between two lines; None where the words do not say."""
        tail, head = _TAIL.search(last), _HEAD.match(line)
        if not tail or not head:
            return False
        left, right = tail[1].lower(), head[0].lower()
        if f"{left}-{right}" in self.words:
            return False
        if left + right in self.words:
            return True
        if left in self.starts:
            return False
        whole = left in self.words and right in self.words
        return False if whole and min(len(left), len(right)) >= SHORTEST_PART else None
