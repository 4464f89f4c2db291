"""Duplicates (§12): F1 on two sets labelled by hand, no false proposal at the threshold shipped; merging and undoing."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_house import PURPOSE

from maslahat.exchange import duplicates
from maslahat.exchange.matching.names import likeness, parts
from maslahat.exchange.matching.sounds import same_word, strain
from maslahat.exchange.records import Record, new_record

HERE = Path(__file__).parent
# The first set was labelled before its scores were seen (F1 0.778 with 18 false ones then) and the rules were mended on
# it; the second was labelled afterwards, measured once (0.952) and nothing was mended on it.
SETS = {"labelled_pairs.txt": 0.98, "labelled_pairs_again.txt": 0.95}


def record(name: str, kind: str, text: str) -> Record:
    fields = dict(part.split("=", 1) for part in text.split(" & "))
    return new_record(name, kind, "UZB", fields, 0, purposes=frozenset({PURPOSE}), legal_basis="law")


def pairs(name: str) -> list[tuple[bool, Record, Record, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [
        (label == "same", record(f"{k}a", kind, one), record(f"{k}b", kind, other), note)
        for k, (label, kind, one, other, note) in enumerate(rows)
    ]


@pytest.mark.parametrize("name", SETS)
def test_no_two_things_are_proposed_as_one_and_few_are_missed(name: str) -> None:
    found = [(same, bool(duplicates.propose([a, b])), note) for same, a, b, note in pairs(name)]
    false = [note for same, proposed, note in found if proposed and not same]
    missed = [note for same, proposed, note in found if same and not proposed]
    right = sum(same and proposed for same, proposed, _ in found)
    assert false == []
    assert 2 * right / (2 * right + len(missed)) >= SETS[name], missed


@pytest.mark.parametrize("name", SETS)
def test_the_score_does_not_depend_on_the_order(name: str) -> None:
    for _, a, b, note in pairs(name):
        assert duplicates.score(a, b) == duplicates.score(b, a), note


def test_a_word_is_bent_by_the_alphabets_of_the_region_and_not_further() -> None:
    assert strain("toshmatov", "tashmatov") == 0
    assert strain("bekzod", "bekzot") < 1 < strain("hasan", "husanov")
    assert not same_word("hasan", "husan")
    assert not same_word("aziz", "aziza")
    assert not same_word("olimov", "halimov")
    assert same_word("tohirov", "toirov")
    assert same_word("muxiddinov", "mukhitdinov")


def test_a_name_is_taken_apart() -> None:
    assert parts("Каримов Рустам Ахмедович").father == "akhmed"
    assert parts("Axmedov Ali Karim o‘g‘li").father == "karim"
    assert parts("Ерлан Бекұлы Нұрпейісов").father == "bek"
    assert parts("Серік Оразбайұлы").father == ""
    assert parts("Gurbanguly Ataýew Meredowiç").words == ("gurbanguly", "atayew")


def test_fathers_that_differ_make_two_people() -> None:
    assert likeness("Ахмедов Али Каримович", "Axmedov Ali Rustam o‘g‘li").score == 0.5
    assert likeness("Ахмедов Али Каримович", "Axmedov Ali Karim o‘g‘li").score >= duplicates.SAME_NAME
