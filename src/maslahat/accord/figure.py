"""Numbers as people write them in tables and files, read exactly and within bounds (DESIGN §7)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

WRITTEN = re.compile(
    r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?"
    r"|[+-]?[0-9]{1,400}/0*[1-9][0-9]{0,399}"
)
MOST = 10**24  # the product of the gains of a dozen parties is still a double then
EXPECTED = "a number"


def figure(text: str) -> Fraction | None:
    """Return the number a text stands for: `-3`, `0.25`, `1e3`, `1/3`; None where it is none, or beyond 10^24.

    The form is looked at first: `1e999999999` is a short text and a number that no machine holds.
    """
    text = text.strip()
    if not WRITTEN.fullmatch(text):
        return None
    value = Fraction(text)
    return value if abs(value) <= MOST else None


def json_figure(value: Any) -> Fraction | None:
    """Return the number a JSON value stands for, written as a number or as text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int):
        return Fraction(value) if abs(value) <= MOST else None
    return figure(value if isinstance(value, str) else repr(value))
