"""Whatever the numbers are, the words about them are whole."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from maslahat.brief import words
from maslahat.brief.sketch import interval_line, months_line, span_of

amounts = st.floats(-1e6, 1e6, allow_nan=False)
NUMBER = r"−?[\d,]+(\.\d+)?"


@given(amounts)
def test_a_figure_reads_back_to_within_its_last_digit(value: float) -> None:
    text = words.figure(value)
    assert re.fullmatch(NUMBER, text)
    read = float(text.replace(",", "").replace("−", "-"))
    assert abs(read - value) <= (0.0500001 if abs(value) < 9.95 else 0.5000001)


@given(amounts)
def test_the_sign_is_that_of_the_value_or_nothing(value: float) -> None:
    text = words.signed(value)
    assert text[0] == ("+" if value > 0 else "−") if text != "0" else abs(value) <= 0.05


@given(amounts)
def test_volumes_and_energies_have_one_unit_and_are_close(value: float) -> None:
    for text, scale in (
        (words.volume(value), {"km³": 1000, "million m³": 1}),
        (words.energy(value), {"TWh": 1000, "GWh": 1}),
    ):
        number, unit = text.split(" ", 1)
        read = float(number.replace(",", "").replace("−", "-")) * scale[unit]
        assert abs(read - value) <= max(0.051 * abs(value), 0.51)


@given(st.floats(0, 1), st.integers(1, 5000))
def test_a_count_of_years_is_none_only_for_never_and_all_only_for_always(share: float, traces: int) -> None:
    count = words.count_of(share, traces)
    assert 0 <= count <= traces
    assert (count == 0) == (share <= 0)
    if traces > 1 and share < 1 - 1e-9:
        assert count < traces


@given(st.lists(st.floats(0, 1e5), min_size=12, max_size=12), st.text(max_size=60))
def test_bars_stay_in_eighty_columns(values: list[float], name: str) -> None:
    assert len(months_line(name, values, "% of need")) <= 80


@given(st.tuples(amounts, amounts, amounts))
def test_an_interval_shows_its_mean_between_its_ends(ends: tuple[float, float, float]) -> None:
    low, mean, high = sorted(ends)
    line = interval_line("x", low, mean, high, span_of([low, high]))
    assert line.count("●") == 1
    assert len(line) <= 80
