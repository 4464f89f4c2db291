"""Times keep their value however they are written, and nothing a text holds stops their reading (§10)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslahat.commitments.deadlines import read_deadlines
from maslahat.commitments.extract import read_paragraph

ADOPTED = date(2020, 6, 15)
DAYS = st.dates(date(2020, 6, 16), date(2035, 12, 31))
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
RUSSIAN = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
NUMBERS = {
    "one": 1,
    "three": 3,
    "six": 6,
    "twelve": 12,
    "eighteen": 18,
    "thirty": 30,
    "90": 90,
    "120 (one hundred and twenty)": 120,
}
ORDINALS = {"seventy-sixth": 76, "seventy-ninth": 79, "eightieth": 80, "eighty-first": 81, "ninety-ninth": 99}


def found(words: str) -> list[str]:
    return [str(one) for one in read_deadlines(words, 75, ADOPTED)]


@given(
    DAYS,
    st.sampled_from(["by", "before", "no later than", "not later than", "on or before", "at the latest by"]),
)
def test_a_day_by_which_something_is_due_in_every_form(day: date, before: str) -> None:
    month = MONTHS[day.month - 1]
    for written in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%A}, {day.day} {month} {day.year}",
    ):
        assert found(f"Requests UNMIL to report {before} {written} on this matter") == [
            f"by:{day.isoformat()}"
        ], written


@given(DAYS)
def test_a_day_until_which_a_mandate_lasts_in_three_languages(day: date) -> None:
    n = day.month - 1
    for words in (
        f"Decides to extend the mandate until {day.day} {MONTHS[n]} {day.year}",
        f"Décide de proroger le mandat jusqu’au {day.day} {FRENCH[n]} {day.year}",
        f"постановляет продлить мандат до {day.day} {RUSSIAN[n]} {day.year} года",
    ):
        assert found(words) == [f"until:{day.isoformat()}"], words


@given(st.sampled_from(sorted(NUMBERS)), st.sampled_from(["days", "weeks", "months", "years"]))
def test_spans_keep_count_and_unit(number: str, unit: str) -> None:
    value = f"P{NUMBERS[number]}{unit[0].upper()}"
    assert found(f"to report within {number} {unit} of the adoption of this resolution") == [
        f"within:{value}"
    ]
    assert found(f"to renew it for a further period of {number} {unit}") == [f"for:{value}"]
    assert found(f"to report no later than {number} {unit} before the expiry of the mandate") == [
        f"before:{value}"
    ]


@given(st.lists(st.sampled_from(sorted(ORDINALS)), min_size=1, max_size=3, unique=True))
def test_every_session_of_a_list_is_read(ordinals: list[str]) -> None:
    listed = " and ".join(filter(None, [", ".join(ordinals[:-1]), ordinals[-1]]))
    word = "sessions" if len(ordinals) > 1 else "session"
    assert found(f"to report to the Assembly at its {listed} {word}") == [
        f"session:{ORDINALS[one]}" for one in ordinals
    ]


@pytest.mark.parametrize("day", [None, ADOPTED])
@given(
    words=st.text(
        alphabet="Requests to report by in 2030 May, 31 ()–“”six months sessions; until every year à до",
        max_size=200,
    )
)
def test_nothing_stops_the_reading(day: date | None, words: str) -> None:
    read_paragraph(words, session=75, adopted=day)
