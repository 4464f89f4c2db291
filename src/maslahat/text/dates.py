"""Dates as they stand in texts, in the languages read."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january يناير janvier января enero",
            "february فبراير février февраля febrero",
            "march مارس mars марта marzo",
            "april أبريل avril апреля abril",
            "may مايو mai мая mayo",
            "june يونيه juin июня junio",
            "july يوليه juillet июля julio",
            "august أغسطس août августа agosto",
            "september سبتمبر septembre сентября septiembre",
            "october أكتوبر octobre октября octubre",
            "november نوفمبر novembre ноября noviembre",
            "december ديسمبر décembre декабря diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s*(?:de\s+|"
    rf"[\u0600-\u06ff ]+/)?(?P<month>{MONTH})\s*(?:de\s+)?(?P<year>\d{{4}})",
    re.I,
)
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def read_date(text: str) -> date | None:
    """Return the first date in `text`, or None."""
    found = DATE.search(text)
    if found:
        return _date(int(found["year"]), _MONTHS[found["month"].lower()], int(found["day"]))
    found = _CHINESE.search(text)
    return _date(*(int(group) for group in found.groups())) if found else None


def read_iso(text: str | None) -> date | None:
    """Return `YYYY-MM-DD` as a date; None where it is not one, or the UN's `0001-01-01` for not known."""
    try:
        found = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if found.year > 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
