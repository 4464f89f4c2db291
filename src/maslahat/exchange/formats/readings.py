"""Dates and amounts as different offices write them, brought to one form or refused (§12)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв", "feb фев", "mar мар", "apr апр", "may май мая", "jun июн", "jul июл", "aug авг", "sep сен",
            "oct окт", "nov ноя", "dec дек",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_EXCEL_ZERO, _EXCEL_FIRST, _EXCEL_LAST = date(1899, 12, 30), 25_569, 73_050  # 1970 to 2099


class DayReader:
    """Reads the days of one column. `3/4/2016` has two readings: the rest of the column decides, or nobody."""

    def __init__(self, values: Iterable[str], *, day_first: bool | None = None) -> None:
        """Take all values of the column, and what a person knows about them."""
        pairs = [(int(m[1]), int(m[2])) for value in values if (m := _SLASHED.match(value.strip()))]
        first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
        self.day_first = day_first if day_first is not None else first if first != second else None

    def read(self, value: str) -> date | None:
        """Return the day, or None where the value is none or could be two."""
        text = re.sub(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$", "", value.strip())
        if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text) or re.fullmatch(
            r"((?:19|20)\d{2})(\d{2})(\d{2})", text
        ):
            return _date(match[1], match[2], match[3])
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            return _date(match[3], match[2], match[1])
        if match := _SLASHED.fullmatch(text):
            return self._slashed(match[1], match[2], match[3])
        if match := re.fullmatch(r"(\d{1,2})[- ]([^\W\d]{3,})[- ,]+(\d{4})", text):
            return _date(match[3], str(_MONTHS.get(match[2].lower()[:3], 0)), match[1])
        if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and _EXCEL_FIRST <= int(text[:5]) <= _EXCEL_LAST:
            return _EXCEL_ZERO + timedelta(days=int(text[:5]))
        return None

    def _slashed(self, one: str, other: str, year: str) -> date | None:
        if self.day_first is None:
            return _date(year, one, other) if one == other else None
        return _date(year, other, one) if self.day_first else _date(year, one, other)


def amount(value: str) -> str | None:
    """Return a number of 0 or more with a point, from `1234.5`, `1 234,5`, `1,234.5`; None where it is none,
    or where it could be two (`1,234`)."""
    text = re.sub(r"[\s']", "", value)
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?", text):
        return text
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){2,5}", text):
        return text.replace(",", "")
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,30}|[0-9]{1,3}(?:\.[0-9]{3}){2,5}", text):
        return text.replace(".", "").replace(",", ".")
    match = re.fullmatch(r"([0-9]{1,15}),([0-9]{1,30})", text)
    if match and (len(match[2]) != 3 or match[1] == "0" or len(match[1]) > 3):
        return f"{match[1]}.{match[2]}"
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
