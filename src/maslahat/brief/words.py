"""Figures as words: numbers with their unit, signs, chances and lists, right for none, one and many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from maslahat.core import Period
from maslahat.options.result import Spread

MINUS = "−"
NOTHING = "–"
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SPELLED = {name[:3]: name for name in MONTH_NAMES}


def figure(value: float) -> str:
    """Return a number as a reader wants it: one decimal below ten, none above, `0` for what rounds to it."""
    size = abs(value)
    text = f"{size:.1f}" if size < 9.95 else f"{size:,.0f}"
    text = text.removesuffix(".0")
    return text if text == "0" or value > 0 else MINUS + text


def signed(value: float) -> str:
    """Return a number with its sign: `+31`, `−4`, `0`."""
    text = figure(value)
    return text if text == "0" or value < 0 else f"+{text}"


def money(value: float) -> str:
    """Return an amount in million USD."""
    return f"{figure(value)} million USD"


def volume(value_mm3: float) -> str:
    """Return a volume: km³ from 0.1 km³ on, million m³ below."""
    size = abs(value_mm3)
    if size >= 99.5:
        return f"{decimals(value_mm3 / 1000, 1 if size >= 9950 else 2)} km³"
    return f"{decimals(value_mm3, 0 if size >= 9.95 or size < 0.05 else 1)} million m³"


def energy(value_gwh: float) -> str:
    """Return an energy: TWh from 1 TWh on, GWh below."""
    size = abs(value_gwh)
    if size >= 999.5:
        return f"{decimals(value_gwh / 1000, 1 if size >= 9950 else 2)} TWh"
    return f"{decimals(value_gwh, 0 if size >= 9.95 or size < 0.05 else 1)} GWh"


def volume_range(low_mm3: float, high_mm3: float) -> str:
    """Return a range of volumes in one unit, that of its upper end: `0.37 to 2.36 km³`."""
    unit, upper = volume(high_mm3).split(" ", 1)[::-1]
    places = len(upper.partition(".")[2])
    lower = decimals(low_mm3 / 1000 if unit == "km³" else low_mm3, max(places, 1 if unit == "km³" else 0))
    return f"{lower} to {upper} {unit}"


def energy_range(low_gwh: float, high_gwh: float) -> str:
    """Return a range of energies in one unit, that of its upper end: `63 to 399 GWh`."""
    unit, upper = energy(high_gwh).split(" ", 1)[::-1]
    places = len(upper.partition(".")[2])
    lower = decimals(low_gwh / 1000 if unit == "TWh" else low_gwh, max(places, 1 if unit == "TWh" else 0))
    return f"{lower} to {upper} {unit}"


def quantity_range(low: float, high: float, unit: str) -> str:
    """Return a range of volumes or energies by its unit (`mm3` or `GWh`)."""
    return volume_range(low, high) if unit.lower() in {"mm3", "million m³"} else energy_range(low, high)


def quantity(value: float, unit: str) -> str:
    """Return a volume or an energy by its unit (`mm3` or `GWh`)."""
    return volume(value) if unit.lower() in {"mm3", "million m³"} else energy(value)


def decimals(value: float, places: int) -> str:
    """Return a number with so many decimals, trailing zeros cut, a true minus sign, commas in thousands."""
    text = f"{abs(value):,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if float(text.replace(",", "")) == 0 or value > 0 else MINUS + text


def percent(share: float) -> str:
    """Return a share in whole percent, without calling rare never or frequent always."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def number(count: int) -> str:
    """Return a count as a word up to ten: `none`, `one`, `two`, …, `12`."""
    if count == 0:
        return "none"
    return SMALL_NUMBERS[count] if 0 < count < len(SMALL_NUMBERS) else f"{count:,}"


def years_of(share: float, traces: int) -> str:
    """Return a chance as a count: `4 of 100 years`."""
    return f"{count_of(share, traces)} of {traces} years"


def in_years(share: float, traces: int) -> str:
    """Return a chance as it stands in a sentence: `in none of the 100 years`, `in 4 of 100 years`."""
    count = count_of(share, traces)
    if count in {0, traces}:
        return f"in {'none' if count == 0 else 'each'} of the {traces} years"
    return f"in {count} of {traces} years"


def count_of(share: float, traces: int) -> int:
    """Return how many of so many years a share is; a share above nothing is at least one."""
    if share <= 0:
        return 0
    return min(max(round(share * traces), 1), traces if share >= 1 - 1e-9 else max(traces - 1, 1))


def within(spread: Spread) -> str:
    """Return the middle 80 % of an amount with signs: `+12 to +48`."""
    return f"{signed(spread.low)} to {signed(spread.high)}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `no states`, `one state`, `two states`, `12 states`."""
    noun = one if number == 1 else (many or one + "s")
    word = SMALL_NUMBERS[number] if 0 <= number < len(SMALL_NUMBERS) else f"{number:,}"
    return f"{word} {noun}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words in a row: `a`, `a and b`, `a, b and c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def month(period: str, with_year: bool = False) -> str:
    """Return the name of a month written `2026-07`; a text that begins with `Jul` has it spelled out."""
    try:
        parsed = Period.parse(period)
    except ValueError:
        first, space, rest = period.partition(" ")
        return SPELLED.get(first, first) + space + rest
    name = MONTH_NAMES[parsed.month - 1]
    return f"{name} {parsed.year}" if with_year else name


def months(periods: Sequence[str]) -> str:
    """Return months in words, runs of three or more shortened: `June to August and January`."""
    names = [month(period) for period in periods]
    if not all(name in MONTH_NAMES for name in names):
        return listed(names)
    runs: list[list[str]] = []
    for name in names:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return listed(part for run in runs for part in _run(run))


def _follows(before: str, after: str) -> bool:
    return (MONTH_NAMES.index(before) + 1) % 12 == MONTH_NAMES.index(after)


def _run(names: list[str]) -> list[str]:
    return [f"{names[0]} to {names[-1]}"] if len(names) > 2 else names
