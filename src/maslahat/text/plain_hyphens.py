"""Hyphens at line ends: of a word that has one, or put there by the setting (DESIGN §10)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SHORTEST_PART = 4
FEWEST_BROKEN = 2
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_TAIL = re.compile(r"([^\W\d_]+)[-‑]$")
_HEAD = re.compile(r"[^\W\d_]+")
# First parts of compounds that the United Nations writes with a hyphen, from the General Assembly's and the
# Security Council's own texts.
FIRST_PARTS = frozenset(
    """
    high capacity long gender self follow well post decision confidence health cross nuclear counter
    troop people case anti cost zero medium information conflict evidence country community awareness
    middle money hostage action peace public youth good fact small risk drug large time life science
    data responsibility climate disability results child hard water development deep resilience broad
    socio knowledge mission enrichment nature asylum three five slow disaster military work ecosystem
    quick human diamond institution short faith income clean energy biodiversity proliferation weapons
    rules rights regional fast user resource seventy twenty sixty thirty eighty forty fifty full
    security civil half cash civilian third conference technology conditions content victim grass
    protection impact labour space refugee environment consensus contingent experience dual needs four
    real lower government peer norm treaty scaled market machine sector quality scale truth direct
    economy trauma nutrition trafficking terrorism value source
    """.split()  # noqa: SIM905  a list of words is read and kept in order as words
)


@dataclass(slots=True)
class Hyphens:
    """The words of a text that stand whole, and whether others were broken by the setting."""

    words: set[str] = field(default_factory=set)
    broken: bool = False

    @classmethod
    def of(cls, lines: list[str]) -> Hyphens:
        """Return what `lines` say; words cut by a line end are not taken for whole."""
        ends = [n for n, line in enumerate(lines[:-1]) if _TAIL.search(line) and lines[n + 1][:1].islower()]
        found = cls()
        if not ends:
            return found
        cut = set(ends)
        for n, line in enumerate(lines):
            words = [word.lower().replace("‑", "-") for word in _WORD.findall(line)]
            found.words.update(words[1 if n - 1 in cut else 0 : len(words) - 1 if n in cut else None])
        told = [found._told(lines[n], lines[n + 1]) for n in ends]
        soft = told.count(True)
        found.broken = (soft >= FEWEST_BROKEN and soft > told.count(False)) or len(ends) > len(lines) / 12
        return found

    def at(self, last: str, line: str) -> str:
        """Return `soft`, `hard`, or nothing where no hyphen joins the two lines."""
        if last.endswith("\u00ad"):
            return "soft"
        if not (last.endswith(("-", "‑", "–", "—", "/")) and len(last) > 1 and last[-2].isalnum()):
            return ""
        if not self.broken or last[-1] not in "-‑" or not line[:1].islower():
            return "hard"
        told = self._told(last, line)
        return "soft" if told or told is None else "hard"

    def _told(self, last: str, line: str) -> bool | None:
        """Tell whether the setting broke the word between two lines; None where the words do not say."""
        tail, head = _TAIL.search(last), _HEAD.match(line)
        if not tail or not head:
            return False
        left, right = tail[1].lower(), head[0].lower()
        if f"{left}-{right}" in self.words or left in FIRST_PARTS:
            return False
        if left + right in self.words:
            return True
        whole = left in self.words and right in self.words
        return False if whole and min(len(left), len(right)) >= SHORTEST_PART else None
