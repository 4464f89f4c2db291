"""Labels of paragraphs, and the level each stands at (DESIGN §10).

`1.` opens a paragraph of its own, `(a)`, `(i)`, `a.`, a dash or a bullet stand under the one before. `(i)` is
a letter after `(h)` and a Roman figure elsewhere; which one it is follows from the labels before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LABEL = re.compile(
    r"(?:(?P<decimal>(?:\d{1,3}|[a-z])(?:\.(?:\d{1,3}|[a-zA-Z](?=\.))){1,4}\.?(?!\w))"
    r"|(?P<arabic>\d{1,3}(?: ?(?:bis|ter|quater|quinquies|alt))?\.)(?=[\s\u200e\u200f“‘«\"\[(A-ZА-Яа-яÀ-Þ"
    r"\u0600-\u06ff\u4e00-\u9fff]|[a-z]{3}|\d{1,2}(?:st|nd|rd|th)\b|$)"
    r"|(?P<arab>\d{1,3} ?[-–](?=\s*[\u0600-\u06ff]))"
    r"|(?P<paren>\((?:[a-z]{1,3}|[ivxlc]{1,6}|[а-яё]{1,2})(?: bis| ter)?\)|(?<![\w(])(?:[ivx]{1,6}|"
    r"[a-zа-яё]{1,2})\))"
    r"|(?P<figure>\(\d{1,2}\)|\d{1,2}\))"
    r"|(?P<lower>(?:[a-z]|[ivx]{1,5})\.)"
    r"|(?P<upper>(?:[A-Z]|[IVXL]{1,7})\.)"
    r"|(?P<dash>[–—-](?=\s))"
    r"|(?P<bullet>[•·▪●◦]))"
)
# The label of a paragraph of a draft that stands in brackets, or in brackets with its paragraph.
BRACKETED = re.compile(
    r"\[+(?:\d{1,3}(?: ?(?:bis|ter|quater|quinquies|alt))?\.|\((?:[a-z]{1,3}|[ivx]{1,5})(?: bis| ter)?\))\]?(?=\s)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
TOP = "arabic"


def may_be_labelled(text: str) -> bool:
    """Tell fast whether `LABEL` can match at all: words begin with letters and no stop or bracket near."""
    return not text[:1].isalpha() or "." in text[:8] or ")" in text[:8]


def roman(text: str) -> int | None:
    """Return the value of a Roman figure in lower case, or None where it is not one."""
    if not text or any(char not in _ROMAN for char in text):
        return None
    values = [_ROMAN[char] for char in text]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return total if to_roman(total) == text else None


def to_roman(value: int) -> str:
    """Return a number as a Roman figure in lower case."""
    pairs = (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    out = ""
    for number, letters in pairs:
        while value >= number:
            out += letters
            value -= number
    return out


_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"


def letters(text: str) -> int | None:
    """Return the place of a letter label: a 1, z 26, aa 27, bb 28; Cyrillic а 1, б 2."""
    if not text or text != text[0] * len(text):
        return None
    if "a" <= text[0] <= "z":
        return ord(text[0]) - 96 + 26 * (len(text) - 1)
    place = _CYRILLIC.find(text[0])
    return place + 1 + len(_CYRILLIC) * (len(text) - 1) if place >= 0 else None


def readings(label: str) -> list[tuple[str, int]]:
    """Return what a label may mean: (kind, value), the kinds being those of the `LABEL` groups."""
    found = LABEL.match(label)
    if not found:
        return []
    kind = found.lastgroup or ""
    if kind == "arab":
        kind = TOP
    body = label.strip("()., -–").split(" ")[0]
    if kind in {"dash", "bullet"}:
        return [(kind, 0)]
    if kind in {"arabic", "figure"}:
        return [(kind, int(body))]
    if kind == "decimal":
        steps = body.split(".")
        last = steps[-1].lower()
        return [(f"decimal{len(steps)}", int(last) if last.isdigit() else letters(last) or 0)]
    low = body.lower()
    found_letters, found_roman = letters(low), roman(low)
    result = [(kind, found_letters)] if found_letters else []
    return result + ([(f"{kind}-roman", found_roman)] if found_roman else [])


@dataclass(slots=True)
class Levels:
    """Gives every label in turn its level."""

    stack: list[tuple[str, int]] = field(default_factory=list)

    def reset(self) -> None:
        """Forget the labels before: a heading or an annex begins."""
        self.stack.clear()

    def goes_on(self, value: int) -> bool:
        """Tell whether the numbered paragraph before, that a list may stand under, bears the number before `value`."""
        return bool(self.stack) and self.stack[0] == (TOP, value - 1)

    def place(self, label: str, after_colon: bool = False) -> int:
        """Return the level of `label` and remember it. `after_colon`: the block before ends with a colon."""
        options = readings(label)
        if not options:
            return 0
        depth = self._continued(options, exact=True)
        if depth is None:
            opener = next((option for option in options[::-1] if option[1] in {0, 1}), None)
            if opener:
                return self._opened(opener, after_colon)
            depth = self._continued(options, exact=False)
        if depth is None:
            return self._opened(options[0], after_colon)
        return depth

    @staticmethod
    def _flush(kind: str) -> bool:
        return kind == TOP or kind.startswith("upper")

    def _continued(self, options: list[tuple[str, int]], exact: bool) -> int | None:
        for depth in range(len(self.stack) - 1, -1, -1):
            kind, value = self.stack[depth]
            for option in options:
                follows = option[1] == value + 1 or option[1] == value == 0
                if option[0] == kind and (follows or (not exact and option[1] >= value)):
                    self.stack[depth:] = [option]
                    return self._shift(depth)
        return None

    def _opened(self, option: tuple[str, int], after_colon: bool) -> int:
        kind = option[0]
        if self._flush(kind) and not (after_colon and self.stack and option[1] == 1):
            self.stack[:] = [option]
            return 0
        known = [depth for depth, entry in enumerate(self.stack) if entry[0] == kind]
        if known:
            del self.stack[known[-1] :]
        self.stack.append(option)
        return self._shift(len(self.stack) - 1)

    def _shift(self, depth: int) -> int:
        """Return the level of a depth of the stack: a run without numbered paragraph starts at level 1."""
        return depth if self._flush(self.stack[0][0]) else depth + 1
