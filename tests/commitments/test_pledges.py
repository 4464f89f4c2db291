"""Commitments out of agreements, protocols, declarations and joint statements (DESIGN §11)."""

from __future__ import annotations

import pytest

from maslahat.commitments import Commitment, extract
from maslahat.text.document import Block, BlockKind, Cell, Document, DocumentKind, Table, article, paragraph
from maslahat.text.plain.reader import read_text

AGREEMENT = """\
AGREEMENT
between the Government of the Republic of Kazakhstan and the Government of the Kyrgyz Republic on Water and Energy
The Government of the Republic of Kazakhstan and the Government of the Kyrgyz Republic, hereinafter the Parties,
Have agreed as follows:
Article 1
The Parties recognize that water has a value.
Article 2
1. In the vegetation period the Kyrgyz Republic shall release 3,250 million m³ of water, and the Republic of \
Uzbekistan shall supply 400 million kWh to the Kyrgyz Republic within 60 days.
2. The additional energy shall be transferred to Kazakhstan and Uzbekistan in equal portions.
3. Compensation shall be made by the Parties in equivalent amounts of coal.
Article 3
The Parties undertake to:
(a) exchange data every ten days;
(b) notify each other of accidents.
A Party that cannot meet a provision shall notify the others. It shall then release what it can.
The basin organization BWO will submit to the Parties an annual report on the regime.
Article 4
This Agreement shall enter into force on signature.
If a dispute arises, the Parties shall settle it. They shall meet within 30 days.
"""


def _told(commitment: Commitment) -> tuple[str, tuple[str, ...], str]:
    return commitment.paragraph, commitment.obligors, commitment.measure


def test_each_party_of_a_sentence_is_bound_by_its_own_words() -> None:
    found = [_told(one) for one in extract(read_text(AGREEMENT))]
    assert found[:2] == [
        ("Article 2 1.", ("Kyrgyz Republic",), "release 3,250 million m³ of water"),
        (
            "Article 2 1.",
            ("Republic of Uzbekistan",),
            "supply 400 million kWh to the Kyrgyz Republic within 60 days",
        ),
    ]


def test_passive_duties_name_who_gets_and_by_whom() -> None:
    found = {one.paragraph: one for one in extract(read_text(AGREEMENT))}
    assert found["Article 2 2."].obligors == ()
    assert found["Article 2 2."].beneficiary == "Kazakhstan and Uzbekistan"
    assert found["Article 2 2."].confidence == 0.5
    assert found["Article 2 3."].obligors == ("Parties",)


def test_points_take_the_words_over_them_and_pronouns_the_party_before() -> None:
    found = [_told(one) for one in extract(read_text(AGREEMENT)) if one.paragraph.startswith("Article 3")]
    assert found[:2] == [
        ("Article 3 (a)", ("Parties",), "exchange data every ten days"),
        ("Article 3 (b)", ("Parties",), "notify each other of accidents"),
    ]
    assert found[2][1:] == (("A Party",), "notify the others")
    assert found[3][1:] == (("A Party",), "then release what it can")


def test_report_of_another_body_is_a_duty_to_report() -> None:
    report = next(one for one in extract(read_text(AGREEMENT)) if one.action == "will")
    assert report.reporting is not None
    assert report.reporting.rhythm == "every:P1Y"


def test_recognizing_and_entering_into_force_bind_nobody() -> None:
    places = [one.paragraph for one in extract(read_text(AGREEMENT))]
    assert "Article 1" not in places
    last = [one for one in extract(read_text(AGREEMENT)) if one.paragraph == "Article 4"]
    assert [one.obligors for one in last] == [("Parties",), ("Parties",)]
    assert [str(deadline) for deadline in last[1].deadlines] == ["within:P30D"]


def test_rows_of_a_table_bind_who_stands_in_them() -> None:
    cells = (
        ("", "From", "To", "dry, GWh"),
        ("(a)", "Kazakhstan", "Kyrgyzstan", "2,518"),
        ("(b)", "Kyrgyzstan", "Uzbekistan", "9"),
    )
    table = Table(tuple(tuple(Cell(text) for text in row) for row in cells))
    blocks = (
        article(5, "Energy"),
        paragraph("The following shall be delivered in the season:", "1."),
        Block(BlockKind.TABLE, "Deliveries", table=table),
    )
    found = extract(Document(kind=DocumentKind.PROTOCOL, title="Protocol", blocks=blocks))
    assert [(one.paragraph, one.obligors, one.beneficiary) for one in found] == [
        ("Article 5 1. (a)", ("Kazakhstan",), "Kyrgyzstan"),
        ("Article 5 1. (b)", ("Kyrgyzstan",), "Uzbekistan"),
    ]
    assert found[0].measure.endswith("dry, GWh: 2,518")


@pytest.mark.parametrize(
    ("sentence", "obligors", "action", "deadlines"),
    [
        (
            "We call upon the Governments to prepare a plan by 1 March 2024.",
            ("Governments",),
            "Calls upon",
            ["by:2024-03-01"],
        ),
        ("We agree to meet every six months.", ("self",), "agree to", ["every:P6M"]),
        (
            "The Presidents instructed the ministers of water to meet every six months.",
            ("ministers of water",),
            "Instructs",
            ["every:P6M"],
        ),
        (
            "The Heads of State noted the work. They agreed to meet within 60 days.",
            ("Heads of State",),
            "agreed to",
            ["within:P60D"],
        ),
    ],
)
def test_statements_of_those_who_met(
    sentence: str, obligors: tuple[str, ...], action: str, deadlines: list[str]
) -> None:
    (found,) = extract(read_text(f"Joint statement of the Presidents\n{sentence}\n"))
    assert (found.obligors, found.action) == (obligors, action)
    assert [str(deadline) for deadline in found.deadlines] == deadlines
    assert found.words in sentence


def test_russian_and_french_parties_act_in_the_present() -> None:
    text = (
        "СОГЛАШЕНИЕ\nмежду Правительством Республики Казахстан и Правительством Кыргызской Республики\nСтатья 1\n"
        "Стороны признают ценность воды.\nСтатья 2\nСтороны обеспечивают обмен данными ежемесячно.\n"
        "Кыргызская Сторона осуществляет попуски 3 250 млн. м³ воды до 1 октября 2025 года.\n"
    )
    found = [(one.paragraph, one.obligors, one.action) for one in extract(read_text(text))]
    assert found == [
        ("Статья 2", ("Стороны",), "обеспечивают"),
        ("Статья 2", ("Кыргызская Сторона",), "осуществляет"),
    ]
    french = (
        "ACCORD entre le Kazakhstan et le Kirghizistan\nArticle 1\nLes Parties reconnaissent la valeur de l’eau.\n"
        "Article 2\nLes Parties échangent des données chaque mois.\n"
    )
    assert [one.paragraph for one in extract(read_text(french))] == ["Article 2"]
