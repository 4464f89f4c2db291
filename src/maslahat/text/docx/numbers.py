"""Automatic numbering of a Word file, turned into the labels a reader sees."""

from __future__ import annotations

from lxml.etree import _Element

from maslahat.text.docx.ooxml import WQ
from maslahat.text.labels import to_roman
from maslahat.text.numerals import numeral

_BULLET = "•"
_DEEPEST = 8  # Word has nine levels of a list


class Numbering:
    """Counts every list of a document as Word does."""

    def __init__(self, root: _Element | None) -> None:
        """Read the definitions of `numbering.xml`; None where a file has no such part."""
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstract = {item.get(f"{WQ}abstractNumId"): item for item in root.iterfind(f"{WQ}abstractNum")}
        for num in root.iterfind(f"{WQ}num"):
            link = num.find(f"{WQ}abstractNumId")
            body = abstract.get(link.get(f"{WQ}val")) if link is not None else None
            for level in body.iterfind(f"{WQ}lvl") if body is not None else ():
                key = (num.get(f"{WQ}numId", ""), numeral(level.get(f"{WQ}ilvl")))
                start = numeral(_value(level, "start"), otherwise=1)
                self.levels[key] = (_value(level, "numFmt"), _value(level, "lvlText"), start)

    def label(self, properties: _Element) -> tuple[str, int]:
        """Return the label of the next paragraph of a list, and the depth it stands at."""
        number, depth = _value(properties, "numId"), numeral(_value(properties, "ilvl"), most=_DEEPEST)
        known = self.levels.get((number, depth))
        if not known or number == "0":
            return "", 0
        style, pattern, start = known
        self.counts[number, depth] = self.counts.get((number, depth), start - 1) + 1
        for key in [key for key in self.counts if key[0] == number and key[1] > depth]:
            del self.counts[key]
        if style == "bullet":
            return _BULLET, depth
        for level in range(depth + 1):
            shown = self._shown(number, level)
            pattern = pattern.replace(f"%{level + 1}", shown)
        return pattern.strip(), depth

    def _shown(self, number: str, level: int) -> str:
        style, _, start = self.levels.get((number, level), ("decimal", "", 1))
        value = self.counts.get((number, level), start)
        if style in {"lowerLetter", "upperLetter"}:
            letter = chr(97 + (value - 1) % 26) * (1 + (value - 1) // 26)
            return letter if style == "lowerLetter" else letter.upper()
        if style in {"lowerRoman", "upperRoman"}:
            return to_roman(value) if style == "lowerRoman" else to_roman(value).upper()
        return str(value)


def _value(element: _Element, name: str) -> str:
    found = element.find(f"{WQ}{name}")
    return "" if found is None else found.get(f"{WQ}val") or ""
