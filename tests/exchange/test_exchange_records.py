"""Records and grading (§12)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from maslahat.core import InputError
from maslahat.exchange.records import corrected, forbidden, from_json, new_record, to_json
from maslahat.exchange.scales import (
    INFORMATION,
    SOURCE,
    Grading,
    Pap,
    Scale,
    Tlp,
    convert,
    mapping_table,
    worth,
)

PURPOSES = frozenset({"counter-narcotics"})


def record(**rest: object):  # type: ignore[no-untyped-def]
    values = {"purposes": PURPOSES, "legal_basis": "law", **rest}
    return new_record("r", "person", "KGZ", {"name": "Karimov Rustam", "phone": ""}, 1000, **values)


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("to", list(Scale))
def test_no_mapping_raises_a_grade(scale: Scale, to: Scale) -> None:
    for given in (Grading(scale, s, i) for s in SOURCE[scale] for i in INFORMATION[scale]):
        after = convert(given, to)
        every = [worth(Grading(to, s, i)) for s in SOURCE[to] for i in INFORMATION[to]]
        lowest = [min(w[k] for w in every if w[k] is not None) for k in (0, 1)]
        for low, before, now in zip(lowest, worth(given), worth(after), strict=True):
            # The worst sign of the other scale is as low as it can say.
            assert now is None or now <= max(low if before is None else before, low)
    assert dict(mapping_table(Scale.FOUR, Scale.ADMIRALTY))["C"] == "D"


def test_nobody_is_called_false_by_a_change_of_scale() -> None:
    assert convert(Grading.parse("A4 4x4"), Scale.THREE_FIVE_TWO).information == "D"
    assert convert(Grading.parse("A5"), Scale.THREE_FIVE_TWO).information == "E"
    assert convert(Grading.parse("E1"), Scale.FOUR).source == "C"


def test_a_fairly_reliable_source_is_not_called_unreliable_by_a_change_of_scale() -> None:
    assert convert(Grading.parse("C3"), Scale.FOUR).source == "X"
    assert convert(Grading.parse("C3"), Scale.THREE_FIVE_TWO).source == "2"
    assert convert(Grading.parse("D3"), Scale.THREE_FIVE_TWO).source == "3"


@pytest.mark.data
def test_scales_and_codes_are_those_that_are_published(shared_data: Path) -> None:
    folder = shared_data / "platform" / "misp_taxonomies"
    tlp, pap, admiralty = (
        json.loads((folder / f"{n}.json").read_bytes()) for n in ("tlp", "PAP", "admiralty-scale")
    )
    assert set(Tlp) <= {one["value"] for one in tlp["predicates"]}
    assert {one.upper() for one in Pap} <= {one["value"] for one in pap["predicates"]}
    for ours, theirs in zip((SOURCE, INFORMATION), admiralty["values"], strict=True):
        words = {one["value"].upper(): one["expanded"].lower() for one in theirs["entry"]}
        assert ours[Scale.ADMIRALTY].items() <= words.items()


def test_a_grade_is_read_as_people_write_it() -> None:
    assert Grading.parse("B2") == Grading(Scale.ADMIRALTY, "B", "2")
    assert str(Grading.parse("a1 4x4")) == "A1 (4x4)"
    assert convert(Grading.parse("B2"), Scale.FOUR) == Grading(Scale.FOUR, "B", "3")
    assert "usually reliable" in Grading.parse("B2").words
    for wrong in ("Z9", "B", "B2 nato", "AA 4x4"):
        with pytest.raises(InputError, match="grading"):
            Grading.parse(wrong)


def test_a_record_comes_back_whole_with_what_it_did_not_know() -> None:
    one = replace(record(), extra={"new_member": [1, 2]})
    again = from_json(to_json(one))
    assert again == one
    assert again.extra == {"new_member": [1, 2]}
    assert again.fields == (("name", "Karimov Rustam"),)


def test_a_correction_is_kept_and_changes_the_version() -> None:
    one = record()
    other = corrected(one, "name", "Karimov R.", at=5, by="kgz.officer", reason="passport")
    assert other.digest != one.digest
    assert other.corrections[0].old == "Karimov Rustam"
    assert replace(other, corrections=()).digest == other.digest


@pytest.mark.parametrize(
    "name",
    [
        "nationality",
        "Nationality_code",
        "ethnic group",
        "religion",
        "Национальность",
        "вероисповедание",
        "millati",
        "ұлты",
        "Citizenship",
        "birthNationality",
        "Гражданство",
        "fuqaroligi",
        "Staatsangehörigkeit",
        "дини",
        "milleti",
        "مذهب",
    ],
)
def test_nationality_religion_and_ethnicity_are_not_fields(name: str) -> None:
    assert forbidden(name)
    with pytest.raises(InputError, match="forbidden"):
        new_record("r", "person", "KGZ", {name: "x"}, 0, purposes=PURPOSES, legal_basis="law")


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "birth_date",
        "country",
        "destination_country",
        "description",
        "region",
        "Dina",
        "sector",
        "international",
    ],
)
def test_other_fields_are(name: str) -> None:
    assert not forbidden(name)


def test_all_faults_of_a_record_come_at_once() -> None:
    with pytest.raises(InputError) as error:
        record(purposes=frozenset(), legal_basis=" ", level=9, review=0)
    assert len(error.value.faults) == 4
    with pytest.raises(InputError, match="members of a record"):
        from_json({"record_id": "x"})
