"""Names of first-level units in three scripts (DESIGN §9)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from maslahat.evidence import resolve_place
from maslahat.evidence.places import UNITS


@pytest.mark.parametrize(
    ("name", "state", "code"),
    [
        ("Сурхандарьинская область", "Uzbekistan", "UZ-SU"),
        ("Surkhandar'inskaya oblast', Termezskiy rayon", "Uzbekistan", "UZ-SU"),
        ("г. Ташкент", "Uzbekistan", "UZ-TK"),
        ("Tashkentskaya oblast'", "Uzbekistan", "UZ-TO"),
        ("Toshkent shahri", "Uzbekistan", "UZ-TK"),
        ("Farg'ona viloyati", "Uzbekistan", "UZ-FA"),
        ("Қашқадарё вилояти", "Uzbekistan", "UZ-QA"),
        ("Qoraqalpogʻiston Respublikasi", "Uzbekistan", "UZ-QR"),
        ("Южно-Казахстанская область", "Kazakhstan", "KZ-61"),
        ("г. Алматы", "Kazakhstan", "KZ-75"),
        ("Алматинская область", "Kazakhstan", "KZ-19"),
        ("Чуйская область КР", "Kyrgyzstan", "KG-C"),
        ("Ошская область", "Kyrgyzstan", "KG-O"),
        ("GBAO", "Tajikistan", "TJ-GB"),
        ("Марыйский велаят", "Turkmenistan", "TM-M"),
    ],
)
def test_spellings_come_to_one_unit(name: str, state: str, code: str):
    assert resolve_place(name, state).code == code


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("Tashkent", "Uzbekistan", "city or region"),
        ("Красноярский край РФ", "Kyrgyzstan", "no unit"),
        ("", "Uzbekistan", "blank"),
        ("Kabul", "Afghanistan", "no list"),
        ("Marydale", "Turkmenistan", "no unit"),
    ],
)
def test_what_is_not_sure_is_not_guessed(name: str, state: str, reason: str):
    place = resolve_place(name, state)
    assert place.code is None
    assert reason in place.reason


def test_every_own_name_resolves_to_its_own_unit():
    for state, units in UNITS.items():
        for label, keys in units.items():
            for key in keys:
                assert resolve_place(key, state).code == label.split(" ")[0], (state, key)
    assert len(UNITS["Uzbekistan"]) + 2 == 14


@pytest.mark.data
def test_the_26_spellings_of_uzbekistan_come_to_its_14_units(shared_data: Path):
    table = pl.read_csv(shared_data / "platform/unodc_ids/ids_central_asia_2011_2016.csv", infer_schema=False)
    given = table.filter(pl.col("COUNTRY") == "Uzbekistan")["ADMINISTRATIVE_DIVISION"].drop_nulls().unique()
    places = [resolve_place(name, "Uzbekistan") for name in given]
    assert len(places) == 26
    assert all(place.code for place in places)
    assert len({place.code for place in places}) == 14
