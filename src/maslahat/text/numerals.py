"""Numbers that the attributes of a file give: anybody may have written them, so they are read within bounds."""

from __future__ import annotations

MOST_SPANNED = 999  # columns or rows that one cell covers
MOST_DEEP = 99  # levels of a paragraph, and texts quoted in one another
_MOST_DIGITS = 9


def numeral(text: str | None, otherwise: int = 0, least: int = 0, most: int = 10**_MOST_DIGITS) -> int:
    """Return the number that plain digits give, `otherwise` where they are none or it is out of bounds.

    Superscript digits (`²`) are digits for `str.isdigit` and none for `int`, so only those of ASCII are taken.
    """
    text = (text or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        return otherwise
    value = int(text)
    return value if least <= value <= most else otherwise


def span(text: str | None) -> int:
    """Return how many columns or rows a cell covers; one where the attribute makes no sense."""
    return numeral(text, otherwise=1, least=1, most=MOST_SPANNED)
