"""Names and readings of the exchange (§12): what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslahat.exchange.formats.readings import DayReader, amount
from maslahat.exchange.matching.names import likeness, romanised, skeleton
from maslahat.exchange.matching.normalise import consignment, document, phone, plate
from maslahat.exchange.matching.sounds import same_word, strain

WORDS = st.text(alphabet="abdeghijklmnoqrstuvxyz", min_size=1, max_size=10)
NAMES = st.text(alphabet="абвгдежзийклмнопрстуфхшъыьюяқғҳўӣabdeghiklmnorstuvz ’'-.", max_size=25)


@given(WORDS, WORDS)
def test_bending_is_the_same_in_both_directions(one: str, other: str) -> None:
    assert strain(one, other) == strain(other, one) >= 0
    assert same_word(one, other) == same_word(other, one)
    assert strain(one, one) == 0


@given(NAMES, NAMES)
def test_likeness_is_a_score_in_both_directions_and_knows_itself(one: str, other: str) -> None:
    found = likeness(one, other)
    assert 0 <= found.score <= 1
    assert found.score == likeness(other, one).score
    assert not romanised(one) or likeness(one, one).score == 1


@given(NAMES)
def test_one_form_stays_as_it_is(text: str) -> None:
    assert romanised(romanised(text)) == romanised(text)
    assert skeleton(romanised(text)) == skeleton(text)


@pytest.mark.parametrize("form", [plate, document, consignment])
@given(text=st.text(max_size=20))
def test_a_number_in_one_form_stays_as_it_is(form, text: str) -> None:  # type: ignore[no-untyped-def]
    assert form(form(text)) == form(text)


@given(st.text(max_size=20))
def test_a_telephone_number_in_full_stays_as_it_is(text: str) -> None:
    full = phone(text)
    assert not full or full.startswith("8") or phone(f"+{full}") == full


@given(st.dates())
def test_days_written_without_doubt_are_read_as_they_are(day) -> None:  # type: ignore[no-untyped-def]
    reader = DayReader([])
    year = f"{day.year:04d}"
    for text in (
        f"{year}-{day:%m-%d}",
        f"{day:%d.%m.}{year}",
        f"{year}/{day:%m/%d}",
        f"{year}-{day:%m-%d} 10:20:30",
    ):
        assert reader.read(text) == day, text


@given(st.text(max_size=20))
def test_an_amount_is_a_number_or_none(text: str) -> None:
    value = amount(text)
    assert value is None or float(value) >= 0
