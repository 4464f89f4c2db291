"""Time as a month, never as a bare integer (DESIGN §4)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import Self

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One calendar month. Written `2026-04`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse a month that no calendar has."""
        if not 1 <= self.month <= 12:
            raise ValueError(f"month {self.month}: expected 1 to 12")

    def __str__(self) -> str:
        """Return `YYYY-MM`."""
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM`; raise ValueError with what was found otherwise."""
        year, sep, month = text.strip().partition("-")
        if not (sep and year.isdigit() and month.isdigit()):
            raise ValueError(f"period {text!r}: expected YYYY-MM, as in 2026-04")
        return cls(int(year), int(month))

    @property
    def days(self) -> int:
        """Days in the month."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def seconds(self) -> int:
        """Seconds in the month."""
        return self.days * SECONDS_PER_DAY

    @property
    def hours(self) -> int:
        """Hours in the month."""
        return self.days * 24

    @property
    def label(self) -> str:
        """Short English name, `Apr`."""
        return calendar.month_abbr[self.month]

    def plus(self, months: int) -> Period:
        """Return the month that many months later."""
        index = self.year * 12 + self.month - 1 + months
        return Period(index // 12, index % 12 + 1)

    def mm3(self, flow_m3s: float) -> float:
        """Volume in million m³ that a mean flow in m³/s carries in this month."""
        return flow_m3s * self.seconds / 1e6

    def gwh(self, power_mw: float) -> float:
        """Energy in GWh of a mean power in MW over this month."""
        return power_mw * self.hours / 1e3


def months_from(start: Period, count: int) -> tuple[Period, ...]:
    """Return `count` months in a row, the first being `start`."""
    return tuple(start.plus(k) for k in range(count))
