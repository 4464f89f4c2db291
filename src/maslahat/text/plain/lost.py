"""Calls of footnotes whose texts are lost: figures glued to words that count up from 1 (DESIGN §10).

Without the notes nothing says how many calls there are, so a figure must look like no name, label or amount.
"""

from __future__ import annotations

import re

from maslahat.text.document import Block

# Behind a year, or behind the one name that ends in figures which resolutions are full of.
_YEAR_CALL = re.compile(r"(?:19|20)[0-9][0-9]\.?([0-9]{1,2})(?![0-9]|[/.–-][0-9])")
_COVID_CALL = re.compile(r"COVID[-‑]19([0-9]{1,2})(?![0-9]|[/.–-][0-9])")
_NO_YEAR = frozenset("0123456789/.,")
# The space behind the call is lost too (“1994,1in which”), or the call slid into the next word (“t6he”).
_INSIDE = re.compile(r"[0-9]{1,3}(?=[a-zà-þ])")
_BEFORE_CALL = frozenset(",;.”")
_BEFORE_INSIDE, _AFTER_INSIDE = re.compile(r"[^\W\d_]*$"), re.compile(r"[^\W\d_]+")
_SHORT_NAME = re.compile(r"(?<![A-Z])[A-Z]{1,3}$")
_ROMAN = re.compile(r"\b[A-Za-z][a-z]{3,} [IVX]{1,5}$")
# A letter that bears a figure (m3, l9), a label (a.5., Nr.6).
_LABELLED = re.compile(r"(?:(?<![^\W\d_])[a-z]|\b[A-Za-z]\.|\bNr\.)$")
# What a figure belongs to whose space is lost (“article1”), unless others count up to it.
_BEARS_FIGURE = re.compile(
    r"\b(?:articles?|paragraphs?|annex|appendix|chapter|part|section|item|phase|goal|target|group|rule|table|figure|note"
    r"|page|volume|category|type|class|step|tier|level|track|pillar|cluster|option|schedule|resolution|No)\.?$",
    re.I,
)
_ORDINARY = re.compile(r"[a-zà-þ]{3}$")
_SHORT_WORDS = frozenset(
    [
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "the",
        "that",
        "to",
        "was",
        "which",
        "with",
    ]
)
_WINDOW, LONGEST_WORD = 14, 40
Span = tuple[int, int]
Candidate = tuple[int, int, int, str]  # block, start, end, figure


class LostCalls:
    """The figures of a text without notes that may be calls."""

    def __init__(self, blocks: list[Block]) -> None:
        """Take the blocks of the text as they were read."""
        self._blocks = blocks
        self._words: frozenset[str] | None = None

    def hidden(self, text: str) -> list[Span]:
        """Return where figures stand behind a year or inside a word that is one without them."""
        found = [
            call.span(1)
            for call in _YEAR_CALL.finditer(text)
            if not call.start() or text[call.start() - 1] not in _NO_YEAR
        ]
        if "COVID" in text:
            found += [call.span(1) for call in _COVID_CALL.finditer(text)]
        return found + [call.span() for call in _INSIDE.finditer(text) if self._parts_words(text, call)]

    def stands_alone(self, text: str, at: int) -> bool:
        """Tell whether the only call of a text is surely one: behind a mark, a year or a word that is whole.

        Behind any other letters it may be a mistyped word (“Genera1”).
        """
        if at == 0 or not text[at - 1].isalpha():
            return at > 0
        if not _ORDINARY.search(text, max(0, at - 3), at):
            return False
        found = _BEFORE_INSIDE.search(text, max(0, at - LONGEST_WORD), at)
        word = found[0].lower() if found else ""
        return self._known(word) or not self._known(f"{word}l")

    def _parts_words(self, text: str, call: re.Match[str]) -> bool:
        """Tell whether a figure inside a word, or before one, leaves words of the text when it is gone."""
        last = text[call.start() - 1 : call.start()]
        if not last or not (last.islower() or last in _BEFORE_CALL):
            return False
        before = _BEFORE_INSIDE.search(text, max(0, call.start() - LONGEST_WORD), call.start())
        after = _AFTER_INSIDE.match(text, call.end())
        left, right = (found[0].lower() if found else "" for found in (before, after))
        if not left:
            return self._known(right)
        return self._known(left + right) or (len(left) > 1 and self._known(left) and self._known(right))

    def _known(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(
                word for block in self._blocks for word in re.findall(r"\b[^\W\d_]+\b", block.text.lower())
            )
        return word in self._words or word in _SHORT_WORDS


def is_named(text: str, start: int, end: int) -> bool:
    """Tell whether a figure belongs to a name, a label or an amount, or stands in a row of figures (2,4,6)."""
    after = text[end : end + 2]
    if text[start - 1] == "," and text[start - 2 : start - 1].isdigit() and after[:1] in {",", "-"}:
        return True
    near = max(0, start - _WINDOW)
    if text[start - 1] == "." and after[:1] == "." and after[1:].isalnum():
        return True
    if _SHORT_NAME.search(text, max(0, start - 4), start):
        return not _ROMAN.search(text, near, start)
    return _LABELLED.search(text, near, start) is not None


def counted_up(figures: list[Candidate], blocks: list[Block]) -> list[Candidate]:
    """Return `figures` without those behind a word that bears one, where no other figure counts up to it."""
    borne = [
        _BEARS_FIGURE.search(blocks[n].text, max(0, start - _WINDOW), start) is not None
        for n, start, _, _ in figures
    ]
    if not any(borne):
        return figures
    firm = {int(figure[3]) for figure, doubtful in zip(figures, borne, strict=True) if not doubtful}
    return [
        figure
        for figure, doubtful in zip(figures, borne, strict=True)
        if not doubtful or int(figure[3]) - 1 in firm
    ]
