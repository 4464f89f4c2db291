"""The label a block of characters opens with, and the words behind it, though no space stands between (DESIGN §10)."""

from __future__ import annotations

import re
from typing import NamedTuple

from maslahat.text.labels import TOP, Levels

_OPENS = frozenset('“"[(‘«')
_INITIAL = re.compile(r"(\d{1,3}\.)[A-ZÀ-Þ]\.$")


class Labelled(NamedTuple):
    """A label, its kind, the words behind it, and whether they are glued to it."""

    kind: str
    number: str
    rest: str
    glued: bool


def labelled(text: str, label: re.Match[str], levels: Levels) -> Labelled | None:
    """Return the parts of a block that opens with a label, or None where the label is none after all.

    Words in lower case, and figures, are glued to a label only where it counts on (“10.emphasizes” after 9); so is an
    initial (“8.M. Babaie” is no label 8.M.).
    """
    kind, number = label.lastgroup or "", label[0]
    kind = TOP if kind == "arab" else kind
    end = label.end()
    initial = _INITIAL.match(number) if kind == "decimal" else None
    if initial and levels.goes_on(int(initial[1][:-1])):
        kind, number, end = TOP, initial[1], label.start() + len(initial[1])
    rest = text[end:].strip()
    glued = text[end : end + 1] not in {"", " ", "\t"}
    if not rest:
        return Labelled(kind, number, rest, glued) if kind in {TOP, "paren"} else None
    first = rest.lstrip("\u200e\u200f")[:1]
    counted = kind == TOP and levels.goes_on(int(re.match(r"\d+", number)[0]))  # type: ignore[index]
    lower = kind != TOP or first <= "z"  # Russian paragraphs begin in lower case
    if not first or (glued and lower and not (first.isupper() or first in _OPENS or counted)):
        return None
    return None if kind in {"upper", "lower"} and glued else Labelled(kind, number, rest, glued)
