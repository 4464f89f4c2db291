"""Figures as words: units, signs, chances, lists (BRIEF: every number with its unit)."""

from __future__ import annotations

import pytest

from maslahat.brief import words
from maslahat.options.result import Spread


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.04, "0"),
        (-0.04, "0"),
        (4.25, "4.2"),
        (9.96, "10"),
        (31.4, "31"),
        (-7.0, "−7"),
        (1234.5, "1,234"),
    ],
)
def test_a_figure_has_one_decimal_below_ten(value: float, text: str) -> None:
    assert words.figure(value) == text


@pytest.mark.parametrize(("value", "text"), [(31.0, "+31"), (-4.0, "−4"), (0.01, "0"), (-0.01, "0")])
def test_a_signed_figure_shows_its_sign_unless_it_rounds_to_nothing(value: float, text: str) -> None:
    assert words.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6800.0, "6.8 km³"),
        (12_345.0, "12.3 km³"),
        (340.0, "0.34 km³"),
        (45.2, "45 million m³"),
        (0.0, "0 million m³"),
        (2.5, "2.5 million m³"),
        (-340.0, "−0.34 km³"),
    ],
)
def test_a_volume_is_in_km3_from_a_tenth_on(value: float, text: str) -> None:
    assert words.volume(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(640.0, "640 GWh"), (1220.0, "1.22 TWh"), (11_200.0, "11.2 TWh"), (0.2, "0.2 GWh")]
)
def test_an_energy_is_in_twh_from_one_on(value: float, text: str) -> None:
    assert words.energy(value) == text


def test_a_range_has_one_unit_that_of_its_upper_end() -> None:
    assert words.volume_range(26.0, 162.0) == "0.03 to 0.16 km³"
    assert words.volume_range(370.0, 2360.0) == "0.37 to 2.36 km³"
    assert words.energy_range(63.0, 399.0) == "63 to 399 GWh"
    assert words.quantity_range(192.0, 1220.0, "GWh") == "0.19 to 1.22 TWh"
    assert words.quantity_range(1.0, 20.0, "mm3") == "1 to 20 million m³"


def test_a_quantity_follows_its_unit() -> None:
    assert words.quantity(2000.0, "mm3") == "2 km³"
    assert words.quantity(2000.0, "GWh") == "2 TWh"


def test_rare_is_not_never_and_frequent_is_not_always() -> None:
    assert words.percent(0.001) == "under 1 %"
    assert words.percent(0.999) == "over 99 %"
    assert words.percent(0.0) == "0 %"
    assert words.percent(1.0) == "100 %"
    assert words.count_of(0.001, 100) == 1
    assert words.count_of(0.999, 100) == 99
    assert words.count_of(0.0, 100) == 0
    assert words.years_of(0.04, 100) == "4 of 100 years"


def test_counts_and_lists_are_right_for_none_one_and_many() -> None:
    assert [words.counted(n, "package") for n in (0, 1, 2, 11)] == [
        "no packages",
        "one package",
        "two packages",
        "11 packages",
    ]
    assert [words.number(n) for n in (0, 1, 10, 12)] == ["none", "one", "ten", "12"]
    assert [words.listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert words.listed(["a", "b"], "or") == "a or b"


def test_months_that_follow_each_other_are_a_run() -> None:
    assert words.months(["2026-06", "2026-07", "2026-08", "2027-01"]) == "June to August and January"
    assert words.months(["2026-12", "2027-01"]) == "December and January"
    assert words.months(["2026-12", "2027-01", "2027-02"]) == "December to February"
    assert words.months([]) == ""
    assert words.month("2026-07", True) == "July 2026"
    assert words.months(["July", "summer"]) == "July and summer"


def test_a_spread_is_written_with_both_signs() -> None:
    assert words.within(Spread(31.0, -12.0, 48.0, -30.0, 60.0)) == "−12 to +48"


def test_small_helpers() -> None:
    assert words.money(31.4) == "31 million USD"
    assert words.capital("equal gain") == "Equal gain"
    assert words.decimals(1234.50, 2) == "1,234.5"
    assert words.decimals(-0.001, 1) == "0"
