"""Small pictures made of letters, for a terminal of 80 columns: bars over months, intervals on a line."""

from __future__ import annotations

from collections.abc import Sequence

from maslahat.brief.words import decimals

LABEL_WIDTH = 29
STEPS = " ▁▂▃▄▅▆▇█"
LINE_WIDTH = 34


def months_head(labels: Sequence[str]) -> str:
    """Return the line of month letters that stands over `months_line`."""
    return " " * (LABEL_WIDTH + 1) + " ".join(label[:1] for label in labels)


def months_line(name: str, values: Sequence[float], unit: str, top: float | None = None) -> str:
    """Return one bar a month and what the highest stands for; `top` sets one scale for several lines."""
    highest = max(values, default=0.0)
    scale = top if top else highest
    bars = " ".join(_bar(value, scale) for value in values)
    peak = f"  highest {decimals(highest, 0 if highest >= 10 else 1)} {unit}" if highest > 0 else "  none"
    return f"{_cut(name)} {bars}{peak}"


def interval_line(name: str, low: float, mean: float, high: float, span: tuple[float, float]) -> str:
    """Return an interval on a line over `span`, the mean a dot, zero a bar: `   ├──●───┤ │`."""
    line = [" "] * LINE_WIDTH
    places = [_place(value, span) for value in (low, mean, high)]
    if span[0] <= 0 <= span[1]:
        line[_place(0.0, span)] = "│"
    for k in range(places[0], places[2] + 1):
        line[k] = "─" if line[k] == " " else "┼"
    line[places[0]], line[places[2]] = "├", "┤"
    line[places[1]] = "●"
    return f"{_cut(name)} {''.join(line)}"


def bar_line(name: str, value: float, span: tuple[float, float]) -> str:
    """Return a bar from zero to the value on a line over `span`."""
    line = [" "] * LINE_WIDTH
    start, end = sorted((_place(0.0, span), _place(value, span)))
    for k in range(start, end + 1):
        line[k] = "█"
    return f"{_cut(name)} {''.join(line)}"


def span_of(values: Sequence[float]) -> tuple[float, float]:
    """Return the least and the greatest of the values with zero among them; never of no width."""
    low, high = min([0.0, *values]), max([0.0, *values])
    return (low, high) if high > low else (low, low + 1.0)


def _bar(value: float, scale: float) -> str:
    if value <= 0 or scale <= 0:
        return "·"
    return STEPS[max(1, min(8, round(8 * value / scale)))]


def _place(value: float, span: tuple[float, float]) -> int:
    share = (value - span[0]) / (span[1] - span[0])
    return max(0, min(LINE_WIDTH - 1, round(share * (LINE_WIDTH - 1))))


def _cut(name: str) -> str:
    short = name if len(name) <= LABEL_WIDTH else name[: LABEL_WIDTH - 1] + "…"
    return f"{short:<{LABEL_WIDTH}}"
