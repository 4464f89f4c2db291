"""Commitments out of operative paragraphs, against paragraphs labelled by hand (§11)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maslahat.commitments import Status, extract, to_rows, write_xlsx
from maslahat.commitments.actors import read_asked
from maslahat.commitments.extract import read_paragraph, references
from maslahat.core import dumps
from maslahat.text import Cover, Document, paragraph

REPORT = (
    "Requests the Secretary-General, within existing resources, to submit to the General Assembly at its "
    "seventy-ninth session a report on the implementation of resolution 60/288;"
)


def test_a_request_for_a_report_is_read_whole() -> None:
    record = read_paragraph(REPORT, "A/RES/78/1", "4.", 78)
    assert record is not None
    assert record.obligors == ("Secretary-General",)
    assert [str(deadline) for deadline in record.deadlines] == ["session:79"]
    assert record.reporting is not None
    assert record.reporting.to == "General Assembly"
    assert record.resources == "within existing resources"
    assert record.references == ("https://undocs.org/en/A/RES/60/288",)
    assert record.strength == 6
    assert record.words == REPORT
    assert record.status is Status.NOT_INITIATED


@pytest.mark.parametrize(
    ("words", "part", "expected"),
    [
        ("Encourages States to assist developing countries in this;", "beneficiary", "developing countries"),
        (
            "Requests UNMIL to help, where appropriate, the Government of Liberia;",
            "condition",
            "where appropriate",
        ),
        (
            "Invites States to give, within existing resources, advice;",
            "resources",
            "within existing resources",
        ),
        (
            "Decides to keep the matter under review;",
            "review",
            "keep the matter under review",
        ),
        ("Decides to include the item entitled “Review of the situation”;", "review", ""),
        ("Calls upon Governments to expand the use of renewable energy;", "review", ""),
        ("Notes that it helps, as appropriate, and requests UNMIL to write;", "condition", ""),
    ],
)
def test_what_stands_beside_a_request(words: str, part: str, expected: str) -> None:
    assert getattr(read_paragraph(words), part).startswith(expected)
    assert bool(getattr(read_paragraph(words), part)) is bool(expected)


def test_the_verb_that_asks_is_the_action_where_the_paragraph_opens_by_noting() -> None:
    record = read_paragraph("Takes note of the report, and requests the Secretary-General to report again;")
    assert record is not None
    assert (record.action, record.strength) == ("requests", 6)
    assert read_paragraph("Decides to act, and encourages States to help;").action == "Decides"  # type: ignore[union-attr]


def test_several_actors_and_a_condition() -> None:
    text = (
        "Calls upon Israel and the Palestinian Authority, with their consent, to cooperate, and "
        "requests UNAMA to help;"
    )
    record = read_paragraph(text)
    assert record is not None
    assert record.obligors == ("Israel", "Palestinian Authority", "UNAMA")
    assert record.condition == "with their consent"
    assert read_paragraph("Recognizes the importance of water;") is None
    assert read_asked("Calls for urgent measures to protect civilians;") == []


def test_references_become_addresses() -> None:
    found = references(
        "Recalling resolutions 1325 (2000) and 72/7 of 17 November 2017, and document A/72/10,"
    )
    assert found == (
        "https://undocs.org/en/A/RES/72/7",
        "https://undocs.org/en/S/RES/1325(2000)",
        "https://undocs.org/en/A/72/10",
    )


def test_sub_paragraphs_are_read_with_their_opening_words(tmp_path: Path) -> None:
    blocks = (
        paragraph("Requests the Secretary-General:", "1."),
        paragraph("To report to the Assembly at its eightieth session;", "(a)", 1),
        paragraph("To consult the States of the region;", "(b)", 1),
    )
    doc = Document(cover=Cover(symbol="A/RES/79/1", session="Seventy-ninth session"), blocks=blocks)
    found = extract(doc)
    assert [record.paragraph for record in found] == ["1. (a)", "1. (b)"]
    rows = to_rows(found)
    assert json.loads(dumps(rows))[0]["deadlines"][0]["when"] == "session:80"
    write_xlsx(found, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    doc = Document(blocks=(paragraph("Requests the Secretary-General to report;", "=1+1"),))
    write_xlsx(extract(doc), tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet["B2"].value == "'=1+1"


def test_a_row_is_high_enough_for_its_words(tmp_path: Path) -> None:
    long = "Requests the Secretary-General to report on " + "the rivers and " * 40 + "the seas;"
    write_xlsx(extract(Document(blocks=(paragraph(long, "1."),))), tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet.row_dimensions[2].height >= 90
    assert sheet.print_title_cols == "$A:$B"
    assert (
        sheet.sheet_properties.pageSetUpPr.fitToPage
    )  # a record stands in one line, however many pages long
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_a_cell_names_documents_by_their_symbols(tmp_path: Path) -> None:
    text = "Requests UNMIL to act on resolution 72/7 of 17 November 2017;"
    write_xlsx(extract(Document(blocks=(paragraph(text, "1."),))), tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("References") + 1).value == "A/RES/72/7"


def test_a_sub_paragraph_is_told_by_its_own_words() -> None:
    blocks = (
        paragraph("Requests UNMIL to help, in particular:", "1."),
        paragraph("To train the police;", "(a)", 1),
        paragraph("To guard the port, and", "(b)", 1),
    )
    found = extract(Document(blocks=blocks))
    assert [record.measure for record in found] == ["To train the police", "To guard the port"]
    assert found[1].words == "Requests UNMIL to help, in particular: To guard the port, and"


def test_items_on_the_level_of_what_opens_them_are_read_with_it() -> None:
    blocks = (
        paragraph("Requests the Monitoring Group:", "7."),
        paragraph("To report to the Council by 10 July 2031;", "(a)"),
        paragraph("To train the police;", "(b)"),
        paragraph("Urges UNMIL to help;", "8."),
    )
    found = extract(Document(blocks=blocks))
    assert [(record.paragraph, record.obligors) for record in found] == [
        ("7. (a)", ("Monitoring Group",)),
        ("7. (b)", ("Monitoring Group",)),
        ("8.", ("UNMIL",)),
    ]
    assert [record.reporting is not None for record in found] == [True, False, False]


def test_adverbs_before_a_russian_infinitive_are_no_name() -> None:
    record = read_paragraph("просит Верховного комиссара ежегодно представлять доклад Генеральной Ассамблее;")
    assert record is not None
    assert record.obligors == ("Верховного комиссара",)


def test_what_is_decided_after_an_endorsement_is_a_record() -> None:
    record = read_paragraph(
        "Endorses the recommendation and decides that MINUSTAH will consist of 7,060 troops;"
    )
    assert record is not None
    assert record.obligors == ()


def test_a_request_renewed_is_a_request() -> None:
    record = read_paragraph("Renews its call to all parties to cease fire;")
    assert record is not None
    assert (record.action, record.strength) == ("calls upon", 5)


FRENCH = (
    "Prie le Secrétaire général et les États Membres de lui présenter un rapport à sa soixante-dix-septième session, "
    "au plus tard le 30 juin 2030 ;"
)
RUSSIAN = (
    "просит Генерального секретаря представить Генеральной Ассамблее на ее восемьдесят первой сессии доклад об "
    "осуществлении настоящей резолюции с их согласия;"
)


def test_french_and_russian_are_read() -> None:
    record = read_paragraph(FRENCH, session=76)
    assert record is not None
    assert record.obligors == ("Secrétaire général", "États Membres")
    assert [str(deadline) for deadline in record.deadlines] == ["session:77", "by:2030-06-30"]
    assert record.reporting is not None
    assert record.strength == 6
    record = read_paragraph(RUSSIAN, session=79)
    assert record is not None
    assert record.obligors == ("Генерального секретаря",)
    assert [str(deadline) for deadline in record.deadlines] == ["session:81"]
    assert record.reporting is not None
    assert record.reporting.to == "Генеральной Ассамблее"
    assert record.condition == "с их согласия"
    assert (
        read_paragraph("Encourage les activités de recherche visant à préserver la mer d’Aral ;").obligors
        == ()
    )  # type: ignore[union-attr]
