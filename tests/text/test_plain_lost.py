"""Calls of notes whose texts are lost (DESIGN §10): what the words tell, and what they do not."""

from __future__ import annotations

import pytest

from maslahat.text.document import Document, MarkKind
from maslahat.text.plain.reader import read_text

COVER = "A/RES/77/1\n77/1. A title\nThe General Assembly,\n"


def calls(words: str) -> list[str]:
    """The calls of a text of one preambular paragraph, each with the word before it."""
    doc: Document = read_text(f"{COVER}{words}\n1.Decides to remain seized of the matter.\n")
    return [
        f"{block.text[: mark.start].split()[-1]}|{mark.value}"
        for block in doc.blocks
        for mark in block.marks
        if mark.kind is MarkKind.NOTE
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Recalling the Treaty on the Prohibition of Nuclear Weapons1 of that year,", ["Weapons|1"]),
        ("Having received the report of the Agency for 20221 and its annex,", ["2022|1"]),
        ("Recalling the Memorandum of 5 December 1994,1in which obligations are set out,", ["1994,|1"]),
        (
            "Noting the plan,1 the reports of 2010, 20132 and 20153 of the Group,",
            ["plan,|1", "2013|2", "2015|3"],
        ),
        ("Noting the plan,1 the Outcome t2he Council set out in the text,", ["plan,|1", "t|2"]),
        ("Reaffirming the Agreement1and its parties, and the agreement as amended,", ["Agreement|1"]),
        ("Noting the Conventions1 and Additional Protocol I2 to them,", ["Conventions|1", "I|2"]),
        ("Noting the effects of COVID‑191 and its causes,", ["COVID‑19|1"]),
    ],
)
def test_a_call_is_found_where_its_note_is_lost(words: str, found: list[str]) -> None:
    assert calls(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "Noting the request of the Secretary-Genera1 to keep the matter in view,",
        "Noting that article1 of the Convention stands,",
        "Noting a volume of more than 0.100 m3 in each case,",
        "Noting the spread of COVID-l9 in such places,",
        "Noting the entry a.5. Equipment of the list,",
        "Noting the alloy Nr.6 and the gas CO2 in it,",
        "Noting the entry CAS 20062-22-0 of the list,",
        "Noting the document GOV/2011/65 of the Agency,",
    ],
)
def test_a_figure_of_a_name_a_label_or_a_mistyped_word_is_no_call(words: str) -> None:
    assert calls(words) == []


def test_a_call_that_others_count_up_to_may_stand_behind_a_word_that_bears_figures() -> None:
    assert calls("Noting the plan,1 and that a draft resolution2 was not adopted,3 as was said,") == [
        "plan,|1",
        "resolution|2",
        "adopted,|3",
    ]


def test_a_missing_call_is_sought_behind_capitals_before_it_is_sought_in_figures() -> None:
    found = calls(
        "Noting the plan,1 the parties to the NPT2 and paragraph 187 (32) of it, and the text,3 also,"
    )
    assert found == ["plan,|1", "NPT|2", "text,|3"]


def test_a_rule_of_asterisks_at_the_end_is_no_note() -> None:
    assert (
        read_text(f"{COVER}Recalling its resolution 72/7,1\n* * *\n1 Resolution 70/1.\n").notes[0].marker
        == "1"
    )
    assert not read_text(f"{COVER}Recalling its resolution 72/7,\n* * *\n").notes
