"""Drafts, records of votes, agreements and declarations, as they are laid before states (DESIGN §10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maslahat.text.akn.meta import work_iri
from maslahat.text.check.rules import check
from maslahat.text.convert import read_bytes, written
from maslahat.text.document import BlockKind, Document, Organ
from maslahat.text.plain.reader import read_text
from maslahat.text.sponsors import listed_sponsors, stated_sponsors

FIVE = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan")
LIMITED = """\
United Nations                                   A/80/L.15
General Assembly                                 Distr.: Limited
                                                 12 November 2025

                                                 Original: English

Eightieth session
Third Committee
Agenda item 36
Elimination of racism, racial discrimination, xenophobia and related
intolerance: comprehensive implementation of the Durban Declaration

            Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and
            Uzbekistan: draft resolution

            Role of the United Nations Regional Centre for Preventive
            Diplomacy for Central Asia

     The General Assembly,
     Recalling its resolutions 72/7 of 17 November 2017 and 77/273 of 3 April 2023, and
the importance of preventive diplomacy,
     1. Encourages the States of Central Asia to deepen their dialogue and to use the
good offices of the Regional Centre;
     [2. Invites donors to make voluntary contributions to the activities of the Centre,
in particular on water;]
     3. Decides to include in the provisional agenda of its eighty-second session the
item entitled “Role of the Centre”.
"""
VOLUME = """\
RESOLUTION 76/300

Adopted at the 97th plenary meeting, on 28 July 2022, by a recorded vote of 161 to none, with 8 abstentions,* on the \
basis of draft resolution A/76/L.75, sponsored by Antigua and Barbuda, Bolivia (Plurinational State of) and Maldives

* In favour: Afghanistan, Trinidad and Tobago, United Kingdom of Great Britain and Northern Ireland, Uzbekistan
Against: None
Abstaining: Belarus, Iran (Islamic Republic of),
Kyrgyzstan

76/300. The human right to a clean, healthy and sustainable environment

The General Assembly,

Recalling all its resolutions,

1. Recognizes the right to a clean, healthy and sustainable environment as a human right;

2. Calls upon States to adopt policies.
"""
AGREEMENT = """\
AGREEMENT
between the Government of the Republic of Kazakhstan and the Government of the Kyrgyz Republic on the Use of Water \
Facilities of Intergovernmental Status on the Rivers Chu and Talas

The Government of the Republic of Kazakhstan and the Government of the Kyrgyz Republic,
Guided by the Agreement on cooperation of 18 February 1992,
Have agreed as follows:
Article I
The Parties recognize the use of water facilities.
Article 2
Entry into force
This Agreement enters into force on the date of the last notification.
IN WITNESS WHEREOF the undersigned have signed this Agreement.
DONE at Astana on 21 January 2000 in two originals.
"""


def test_draft_in_two_columns_has_its_cover() -> None:
    doc = read_text(LIMITED)
    cover = doc.cover
    assert (cover.symbol, cover.authority, cover.distribution) == ("A/80/L.15", "General Assembly", "Limited")
    assert (cover.issued_text, cover.original) == ("12 November 2025", "Original: English")
    assert (cover.session, cover.agenda[0].number) == ("Eightieth session", "36")
    assert cover.agenda[0].name.endswith("comprehensive implementation of the Durban Declaration")
    assert cover.proponent == f"{', '.join(FIVE[:4])} and Uzbekistan: draft resolution"
    assert doc.sponsors == FIVE
    assert doc.title == "Role of the United Nations Regional Centre for Preventive Diplomacy for Central Asia"
    assert [block.number for block in doc.operative] == ["1.", "[2.", "3."]
    assert work_iri(doc).endswith("/80-L-15/")


def test_brackets_of_a_draft_are_the_only_fault_of_a_paragraph_in_brackets() -> None:
    found = {(finding.rule, finding.place) for finding in check(read_text(LIMITED))}
    assert found == {("brackets", "paragraph [2.")}


@pytest.mark.parametrize("form", ["akn", "docx", "html", "text", "json"])
@pytest.mark.parametrize("text", [LIMITED, VOLUME, AGREEMENT], ids=["draft", "volume", "agreement"])
def test_comes_back_from_every_form(text: str, form: str) -> None:
    doc = read_text(text)
    back = read_bytes(written(doc, form), "back")
    for name in ("kind", "organ", "title", "sponsors", "adoption", "closing"):
        assert getattr(back, name) == getattr(doc, name), name
    assert _shape(back) == _shape(doc)
    assert replace(back.cover, authority="") == replace(doc.cover, authority="")


def _shape(doc: Document) -> list[tuple[BlockKind, str, int, str]]:
    return [(block.kind, block.number, block.level, block.text) for block in doc.blocks]


def test_recorded_vote_of_official_records() -> None:
    doc = read_text(VOLUME)
    assert doc.vote is not None
    assert doc.vote.counts == (161, 0, 8)
    assert doc.vote.in_favour == (
        "Afghanistan",
        "Trinidad and Tobago",
        "United Kingdom of Great Britain and Northern Ireland",
        "Uzbekistan",
    )
    assert doc.vote.against == ()
    assert doc.vote.abstaining == ("Belarus", "Iran (Islamic Republic of)", "Kyrgyzstan")
    assert doc.sponsors == ("Antigua and Barbuda", "Bolivia (Plurinational State of)", "Maldives")
    assert (doc.number, doc.organ, doc.adoption.meeting) == (
        "76/300.",
        Organ.GENERAL_ASSEMBLY,
        "97th plenary meeting",
    )


def test_vote_of_the_council_stands_behind_its_day() -> None:
    line = "Adopted by the Security Council at its 7853rd meeting, on 23 December 2016"
    text = f"Security Council\n{line}, by 14 votes to none, with 1 abstention\nThe Security Council,\n1. Decides so.\n"
    doc = read_text(text)
    assert doc.vote is not None
    assert doc.vote.counts == (14, 0, 1)
    assert doc.adoption.date_text == "23 December 2016"


def test_title_and_preamble_of_an_agreement() -> None:
    doc = read_text(AGREEMENT)
    assert doc.title.startswith("AGREEMENT between the Government")
    assert doc.title.endswith("Chu and Talas")
    assert [block.text for block in doc.preamble][-1] == "Have agreed as follows:"
    articles = [(block.number, block.text) for block in doc.blocks if block.kind is BlockKind.ARTICLE]
    assert articles == [("Article I", ""), ("Article 2", "Entry into force")]
    assert len(doc.closing) == 2


def test_declaration_without_articles_has_a_preamble_up_to_what_is_declared() -> None:
    doc = read_text(
        "Dushanbe Declaration on Water\nWe, the participants,\nRecalling resolution 71/222,\nHereby declare:\n"
        "We call upon all States to act;\nWe decide to meet again.\n"
    )
    assert [block.kind for block in doc.blocks] == [BlockKind.PREAMBLE] * 3 + [BlockKind.PARAGRAPH] * 2


def test_joint_statement_that_only_tells_has_no_preamble() -> None:
    doc = read_text(
        "Joint communiqué\nThe Presidents met in Tashkent.\nThey agreed to establish a working group, as follows.\n"
    )
    assert {block.kind for block in doc.blocks} == {BlockKind.PARAGRAPH}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Suriname and Trinidad and Tobago", ("Suriname", "Trinidad and Tobago")),
        ("Cuba (on behalf of the Group of 77 and China)", ("Cuba (on behalf of the Group of 77 and China)",)),
        ("submitted by the Vice-Chair, A. B. (Poland)", ("submitted by the Vice-Chair, A. B. (Poland)",)),
        ("", ()),
    ],
)
def test_names_of_sponsors_stay_whole(line: str, names: tuple[str, ...]) -> None:
    assert listed_sponsors(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Казахстан, Кыргызстан и Узбекистан: проект резолюции",
        "Kazakhstan, Kirghizistan et Ouzbékistan : projet de résolution",
        "Kazajstán, Kirguistán y Uzbekistán: proyecto de resolución",
        "Pakistan, Qatar and Peru:* revised draft resolution",
        "Draft resolution submitted by Kazakhstan, Kyrgyzstan and Uzbekistan",
    ],
)
def test_sponsors_are_told_in_other_words(line: str) -> None:
    assert len(stated_sponsors(line)) == 3


def test_no_sponsor_where_the_cover_names_a_committee() -> None:
    assert stated_sponsors("[on the report of the Third Committee (A/72/439)]") == ()
