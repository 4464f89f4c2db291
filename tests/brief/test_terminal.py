"""The page in a terminal: exactly 80 columns, plain in a pipe, nothing lost."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from maslahat.brief import compose, print_page
from maslahat.brief.page import Column, Page, Section, Table

from . import factory


def printed(page: Page, width: int | None = None, date: str = "") -> str:
    out = io.StringIO()
    print_page(page, out, width, date)
    return out.getvalue()


@pytest.fixture(scope="module")
def text() -> str:
    return printed(compose(factory.result()))


def one(table: Table) -> Page:
    return Page("River", "2026", "Basis.", (), (Section("s", "Section", (table,)),))


def test_no_line_is_wider_than_eighty_and_some_are_as_wide(text: str) -> None:
    widths = [len(line) for line in text.splitlines()]
    assert max(widths) == 80


def test_a_pipe_gets_no_colour_codes(text: str) -> None:
    assert "\x1b" not in text


def test_every_table_keeps_its_figures_whole(text: str) -> None:
    gains = text.split("Gain by package and state")[1].split("Looked at", maxsplit=1)[0]
    assert "+17 to +45" in gains
    assert "Kyrgyzstan  Uzbekistan  Tajikistan  Kazakhstan" in gains
    assert "…" not in gains


def test_figures_in_the_thousands_still_fit() -> None:
    wide = factory.spread(1500.0, 900.0)
    first = factory.packages()[0]
    outcomes = tuple(replace(outcome, gain_usd_m=wide) for outcome in first.outcomes)
    packages = (replace(first, outcomes=outcomes, joint_gain_usd_m=factory.spread(6000.0, 4000.0)),)
    lines = printed(compose(factory.result(packages=packages))).splitlines()
    assert max(map(len, lines)) == 80
    assert any("+600…+2,400" in line or "+600 to +2,400" in line for line in lines)


def test_a_table_too_wide_becomes_a_list_a_row() -> None:
    columns = (Column("State", figures=False), *(Column(f"Column{k}", "unit") for k in range(12)))
    row = ("Kyrgyzstan", *(f"{k},000,000" for k in range(12)))
    text = printed(one(Table("t", "Wide", columns, (row,))))
    assert "• Column3, unit: 3,000,000" in text


def test_a_long_word_is_broken_rather_than_cut() -> None:
    address = "https://example.org/" + "a" * 120
    text = printed(
        one(Table("t", "T", (Column("A", figures=False), Column("B", figures=False)), (("x", address),)))
    )
    assert text.replace("\n", "").replace(" ", "").count("a") >= 120


def test_the_date_is_printed_where_it_is_given() -> None:
    assert "Printed 24 November 2026." in printed(compose(factory.result()), date="24 November 2026")


def test_every_section_and_article_is_there(text: str) -> None:
    for title in (
        "THE SEASON",
        "IF EVERY STATE GOES ALONE",
        "WHAT COULD BE AGREED",
        "WILL IT HOLD",
        "WHAT TO WATCH",
    ):
        assert title in text
    assert re.search(r"^Article 12\. Entry into force and term$", text, re.M)


def test_a_narrow_terminal_is_kept_to() -> None:
    lines = printed(compose(factory.result()), width=60).splitlines()
    assert max(map(len, lines)) <= 80
