"""What the setting of a text says where its words leave it open: underlined headings, parts set apart (DESIGN §10).

Plain text has no styles, so that “Reporting” between two paragraphs may be a heading or none, and an unnumbered
paragraph that opens with a participle may still belong to the preamble. Two old customs of the typewriter say it: a
heading is underlined, and two blank lines stand before the enacting formula, before the operative part, before an
annex and before the notes. `writer` keeps both; a text by anybody else is read by them only where it keeps them
throughout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from maslahat.text.document import Dropped
from maslahat.text.plain.raw import RULE, Raw
from maslahat.text.words import ANNEX, FORMULA

LONGEST_FORMULA, BLANKS_BETWEEN_PARTS, SHORTEST_UNDERLINE = 90, 2, 3
_UNDERLINE = re.compile(rf"-{{{SHORTEST_UNDERLINE},}}$")


def underline(heading: str) -> str:
    """Return the line that stands under a heading, as wide as its last line."""
    return "-" * max(len(heading.rpartition("\n")[2]), SHORTEST_UNDERLINE)


@dataclass(slots=True)
class Setting:
    """The lines, from 1, that end an underlined heading; those that open an operative part, with its formula's."""

    underlined: frozenset[int] = frozenset()
    operative: dict[int, int] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)

    def told(self, blocks: list[Raw]) -> list[Raw]:
        """Return the blocks with what the setting says of each."""
        if not blocks or not (self.underlined or self.operative):
            return blocks
        starts = [raw.line for raw in blocks]
        heads = {
            start
            for start, after in zip(starts, [*starts[1:], max([*starts, *self.underlined]) + 1], strict=True)
            if any(line in self.underlined for line in range(start, after))
        } - set(starts[:1])  # a title that is underlined says nothing of headings
        return [self._hinted(raw, heads) for raw in blocks]

    def _hinted(self, raw: Raw, heads: set[int]) -> Raw:
        if raw.line in heads:
            return replace(raw, hint="heading", operative=raw.line in self.operative)
        if raw.line in self.operative:
            return replace(raw, hint="paragraph", operative=True)
        if any(formula < raw.line < start for start, formula in self.operative.items()):
            return replace(raw, hint="preamble")
        return replace(raw, hint="paragraph") if heads else raw


def read_setting(lines: list[str]) -> Setting:
    """Return what the setting of `lines` says; lines under a heading are blanked in place, for they are no text."""
    under = [
        n
        for n, line in enumerate(lines)
        if n and line[:1] == "-" and lines[n - 1].strip() and _is_under(line, lines[n - 1])
    ]
    dropped = [Dropped(lines[n], "line under a heading", n + 1) for n in under]
    for n in under:
        lines[n] = ""
    return Setting(frozenset(under), _operative(lines, set(under)), dropped)


def _is_under(line: str, heading: str) -> bool:
    return _UNDERLINE.match(line) is not None and len(line) == max(len(heading.rstrip()), SHORTEST_UNDERLINE)


def _operative(lines: list[str], under: set[int]) -> dict[int, int]:
    """Return the line, from 1, at which each operative part opens -> that of its formula; none but by the custom."""
    apart, blanks = [], 0
    for n, line in enumerate(lines):
        if not line.strip():
            blanks += n not in under
            continue
        if blanks > BLANKS_BETWEEN_PARTS:
            return {}
        if blanks == BLANKS_BETWEEN_PARTS:
            apart.append(n)
        blanks = 0
    opened: dict[int, int] = {}
    formula = 0  # the line, from 1, of a formula whose operative part is still to come
    for n in apart:
        line = lines[n].strip()
        if len(line) < LONGEST_FORMULA and FORMULA.match(line):
            formula = n + 1
        elif ANNEX.match(line) or RULE.match(line) or n + 1 in under:
            formula = 0
        elif not formula:
            return {}
        else:
            opened[n + 1], formula = formula, 0
    return opened
