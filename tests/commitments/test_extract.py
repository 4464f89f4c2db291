"""Commitments out of operative paragraphs, against paragraphs labelled by hand (§11)."""

from __future__ import annotations

import json
import re
import tarfile
from datetime import date
from pathlib import Path

import pytest
from gold_scores import Tally, block_of, session_of
from openpyxl import load_workbook

from maslahat.commitments import Status, extract, to_rows, write_xlsx
from maslahat.commitments.actors import read_asked
from maslahat.commitments.deadlines import ordinal, period, read_deadlines
from maslahat.commitments.extract import read_paragraph, references
from maslahat.core import dumps
from maslahat.text import Cover, Document, paragraph
from maslahat.text.akn.reader import read_akn

GOLD = Path(__file__).resolve().parents[1] / "text" / "gold"
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
    ("words", "expected"),
    [
        ("to report within 90 days of the adoption of this resolution", {"within:P90D"}),
        ("to report annually to the Council", {"every:P1Y"}),
        ("Decides to extend the mandate until 31 August 2013", {"until:2013-08-31"}),
        ("to submit a report no later than 30 June 2011", {"by:2011-06-30"}),
        ("to renew it for a further period of six months", {"for:P6M"}),
        ("to consider it at its seventy-fifth session", set()),
        ("to observe 21 September each year as a day of peace", set()),
        ("to report every six months", {"every:P6M"}),
        ("to report in six months’ time", {"within:P6M"}),
        ("to report after 180 days", {"within:P180D"}),
        ("to report no later than 30 days before its expiry", {"before:P30D"}),
        ("to report at its seventy-ninth and eighty-first sessions", {"session:79", "session:81"}),
        ("to report at the first part of its resumed seventy-ninth session", {"session:79"}),
        ("to transmit the records of the seventy-eighth session", set()),
        ("Decides that it will be held from 10 to 13 December 2024", {"on:2024-12-10"}),
        ("Decides to extend it for six months from 30 March 2030", {"for:P6M"}),
        ("Decides to extend it for a period terminating on 15 February 2029", {"until:2029-02-15"}),
        ("to report on a semi-annual basis", {"every:P6M"}),
        ("Decides to hold regular meetings", {"regular"}),
        ("to draw on the periodic report of the Secretary-General", set()),
        ("Décide de l’inscrire à l’ordre du jour de sa soixante-dix-huitième session", {"session:78"}),
    ],
)
def test_deadlines_become_dates_sessions_and_periods(words: str, expected: set[str]) -> None:
    assert {str(deadline) for deadline in read_deadlines(words, session=77)} == expected


DAY = date(2020, 5, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("to report by August 31, 2021", ["by:2021-08-31"]),
        (
            "to submit a report by March, 1, 2021 and a final one by 1 July 2021",
            ["by:2021-03-01", "by:2021-07-01"],
        ),
        ("to provide reports by 31 March and 30 September 2021", ["by:2021-03-31", "by:2021-09-30"]),
        ("will be held from 28 November to 2 December 2022", ["on:2022-11-28"]),
        (
            "will be held from Tuesday, 5 July, to Friday, 8 July and Tuesday, 12 July 2022",
            ["on:2022-07-05", "on:2022-07-12"],
        ),
        ("shall meet in Geneva in both 2022 and 2023", ["on:2022", "on:2023"]),
        ("Decides to extend the mandate from 1 July 2020 to 31 December 2020", ["until:2020-12-31"]),
        ("Decides to extend the mandate until the end of June 2021", ["until:2021-06"]),
        ("to complete the deployment by mid-2021", ["by:2021-06"]),
        ("to report no later than the first quarter of 2021", ["by:2021-03"]),
        ("Decides to hold a meeting in the first half of 2021", ["on:2021"]),
        ("to report by June", ["by:2020-06"]),
        ("Requests an assessment in his December report", ["on:2020-12"]),
        ("to submit a programme before the end of each May", ["every:P1Y"]),
        ("to achieve the 2030 Agenda and Agenda 2063", []),
        ("to prepare for the 2021 elections", []),
        ("condolences to the family of those killed on 5 April", []),
        ("the period that was to expire on 30 June 2020", []),
        (
            "to report at its seventy-ninth to eighty-first sessions",
            ["session:79", "session:80", "session:81"],
        ),
        ("to report to the General Assembly at its next session", ["session:75"]),
        ("Requests the Commission to consider it at its next session", ["session:next"]),
        ("the Council to consider it at its session in 2021", ["session:2021"]),
        (
            "the World Health Assembly, by the seventy-third session of the World Health Assembly",
            ["session:73"],
        ),
        ("Takes note of the convening of the seventh session of the Expert Mechanism", []),
        ("adopted by the Committee at its forty-sixth session", []),
        ("to inform the Council within 48 hours", ["within:PT48H"]),
        (
            "within three months of the adoption and every three months thereafter",
            ["within:P3M", "every:P3M"],
        ),
        ("to inform the Council in nine months of the progress made", ["within:P9M"]),
        ("no later than one week before the first day", ["before:P1W"]),
        ("informing it at least five days in advance by letter", ["before:P5D"]),
        ("for a period not exceeding twelve months", ["for:P12M"]),
        ("to hold a session for two weeks", []),
        ("children under 5 years of age", []),
        ("his tireless efforts over four years", []),
        ("to report at three-monthly intervals", ["every:P3M"]),
        ("in his regular 90-day reports", ["every:P90D"]),
        ("at a monthly rate of 5,075,742 dollars", []),
        ("to update the list monthly thereafter", ["every:P1M"]),
        ("Decides that, as of 15 April 2021, the ceiling shall decrease", ["on:2021-04-15"]),
        ("the Council from July 2021 to July 2022 will be held on 23 July 2021", ["on:2021-07-23"]),
        ("Requests the Secretary-General undertake a review in June 2021", ["on:2021-06"]),
        ("the regular budget and the annual session", []),
        ("to implement the recommendations of the universal periodic review", []),
        ("to hold regular and in-depth consultations", ["regular"]),
        ("to interact with them in a regular, transparent and inclusive manner", ["regular"]),
        (
            "shall commence on 1 July 2022 (branch for the ICTR) and 1 July 2023 (branch for the ICTY)",
            ["on:2022-07-01", "on:2023-07-01"],
        ),
        ("to submit under the item entitled “The year 2025 and the seventy-ninth session”", []),
        (
            "Prie le Secrétaire général de lui faire rapport dans un délai de 90 jours, puis tous les six mois",
            ["within:P90D", "every:P6M"],
        ),
        ("Décide de proroger le mandat jusqu’au 30 juin 2021", ["until:2021-06-30"]),
        (
            "просит представить доклад в течение 90 дней, а затем каждые шесть месяцев",
            ["within:P90D", "every:P6M"],
        ),
        ("постановляет продлить мандат до 30 июня 2021 года", ["until:2021-06-30"]),
        ("просит представить доклад до конца июня 2021 года", ["by:2021-06"]),
        ("постановляет продлить мандат на дополнительный шестимесячный период", ["for:P6M"]),
        ("просит докладывать Совету раз в три месяца", ["every:P3M"]),
        ("Prie le Groupe de remettre un rapport final le 15 mars 2021 au plus tard", ["by:2021-03-15"]),
        ("Décide de tenir la conférence du 5 au 9 juin 2023", ["on:2023-06-05"]),
        (
            "Prie le Groupe de présenter un rapport à ses soixante-seizième et soixante-dix-septième sessions",
            ["session:76", "session:77"],
        ),
        ("for a period of three months commencing no later than 10 July 2020", ["for:P3M", "by:2020-07-10"]),
        (
            "to report six months and eleven months after the adoption of this resolution",
            ["within:P6M", "within:P11M"],
        ),
        ("to undertake at least one visiting mission a year", ["every:P1Y"]),
        (
            "the Commission to hold, during its twenty-seventh session, in 2024, and its twenty-eighth session, in 2025, talks",
            ["session:27", "session:28"],
        ),
        ("Welcomes the holding of the fifth session of the Group of Experts", []),
        ("as presented on 5 April in Pristina", []),
        ("Welcomes the intention to maintain an operation from May 2020", ["on:2020-05"]),
        ("to provide an assessment in the next 60 day report", []),
    ],
)
def test_the_grammar_of_time(words: str, expected: list[str]) -> None:
    assert [str(deadline) for deadline in read_deadlines(words, session=74, adopted=DAY)] == expected


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


def test_ordinals_and_periods() -> None:
    assert [ordinal(word) for word in ("first", "seventy-seventh", "eightieth", "2024", "plenary")] == [
        1,
        77,
        80,
        2024,
        None,
    ]
    assert period("twelve", "months") == "P12M"


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


def test_rhythms_that_come_equally_often_are_one() -> None:
    found = read_deadlines("to brief the Council every twelve months within his annual briefing")
    assert [str(one) for one in found] == ["every:P12M"]


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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Invites Member States, foundations and the private sector to help",
            ["Member States", "foundations", "private sector"],
        ),
        (
            "Encourages multilateral, international and regional financial institutions and development banks to help",
            ["multilateral, international and regional financial institutions", "development banks"],
        ),
        ("Invites the Food and Agriculture Organization to help", ["Food and Agriculture Organization"]),
        ("Welcomes the support of donors and urges them once again to help", ["donors"]),
        ("Encourages the involvement of media in peace, with regard to children", []),
        ("Encourages efforts by all States parties to elaborate measures", ["States parties"]),
        ("Stresses the need for funds, inviting new donors to join", ["new donors"]),
        ("Reiterates its demand that all parties ensure access", ["parties"]),
        (
            "Appeals to Member States that are able to do so, as well as to foundations, to give",
            ["Member States", "foundations"],
        ),
        ("Encourages States in a position to do so to help", ["States"]),
        ("Encourages the Government of Liberia and UNMIL to help", ["Government of Liberia", "UNMIL"]),
        ("Requests that the Secretary-General deploy a mission", ["Secretary-General"]),
        ("Urges that the perpetrators be brought to justice", []),
        ("Encourages exploring innovative ways to help", []),
        (
            "Invites the Economic Commission for Latin America and the Caribbean to help",
            ["Economic Commission for Latin America and the Caribbean"],
        ),
        (
            "Requests the International, Impartial and Independent Mechanism to report",
            ["International, Impartial and Independent Mechanism"],
        ),
        ("Calls for all parties to cease fire", ["parties"]),
        ("Requests the Territory and the administering Power to help", ["Territory", "administering Power"]),
        (
            "Calls upon the Government of Liberia and Liberian officials at all levels to help",
            ["Government of Liberia", "Liberian officials"],
        ),
        (
            "Urges troop- and police-contributing countries to help",
            ["troop- and police-contributing countries"],
        ),
        ("Calls on the government of Chad for further action", ["government of Chad"]),
        (
            "Invites the Rule of Law Coordination and Resource Group to help",
            ["Rule of Law Coordination and Resource Group"],
        ),
        (
            "Requests the Secretary-General, in his capacity as depositary of the Convention and the Protocols, to help",
            ["Secretary-General"],
        ),
        (
            "Requires any Member State when it inspects pursuant to paragraph 11, to submit a report",
            ["Member State"],
        ),
        ("Calls upon Chad to help, calls upon UNMIL to train, and calls upon both to act", ["Chad", "UNMIL"]),
        ("Requests regular reviews of deployment to ensure progress", []),
        ("Requests the Secretary-General submit a report", ["Secretary-General"]),
        (
            "Reiterates its request, made in paragraph 4 of its resolution 68/268, that the Secretary-General submit a report",
            ["Secretary-General"],
        ),
        ("Calls for support to help the victims", []),
    ],
)
def test_lists_of_names(words: str, expected: list[str]) -> None:
    assert [name for clause in read_asked(words) for name in clause.actors] == expected


@pytest.mark.parametrize(
    ("words", "reports"),
    [
        ("Requests the Secretary-General to establish the Office, as recommended in his report;", False),
        ("Calls upon States to share what may inform the Committee’s decision;", False),
        ("Requests the Secretary-General to make recommendations in this regard to the Council;", True),
        (
            "Requests the Secretary-General to submit to the Council within ten days his views on the matter;",
            True,
        ),
        ("Requests the Secretary-General to brief the Special Committee at its next session;", True),
        ("Requests the Committee to revert to the Council on the outcome of the consultations;", True),
        (
            "Encourages the Kimberley Process to inform, as appropriate, the Security Council about its assessment;",
            True,
        ),
        ("The Working Group is tasked to consider all proposals and to report to the Council;", True),
        ("Decides to establish a Committee of the Council, and to report on its work to the Council;", True),
        ("To collate, assess, monitor and report on the measures;", True),
        ("Requests that the Panel of Experts report to the Council on its observations;", True),
        (
            "Requests the Secretary-General to submit, as soon as possible, recommendations to the Council;",
            True,
        ),
        ("Requests the Committee to provide it with the facilities necessary for its work;", False),
        ("Encourages delegations to adhere to the structured work programme;", False),
        ("Takes note of the progress, and requests to be updated on it by May;", True),
        ("Requests UNMIL to ensure that the report on investment includes information on plans;", True),
        ("Encourages States to help others in the preparation of national reports;", False),
        ("Invites Governments to take steps and to keep them updated;", False),
        ("Requests the Secretary-General to act, and looks forward to a report;", False),
        (
            "Requests the Secretary-General, in his final 90-day report due in May, to provide benchmarks;",
            True,
        ),
    ],
)
def test_a_duty_to_report(words: str, reports: bool) -> None:
    record = read_paragraph(words)
    assert record is not None
    assert (record.reporting is not None) is reports


def test_a_time_that_is_welcomed_or_decided_later_is_read() -> None:
    words = "Welcomes the offer of Botswana, and decides that the Conference will be held on 10 May 2029;"
    record = read_paragraph(words)
    assert record is not None
    assert [str(one) for one in record.deadlines] == ["on:2029-05-10"]


def test_days_after_adoption_are_set_and_days_before_are_past() -> None:
    day = date(2020, 5, 1)

    def found(words: str) -> list[str]:
        return [str(deadline) for deadline in read_deadlines(words, 74, day)]

    assert found("to restore the position prior to 30 June 2000") == []
    assert found("to complete the case by the end of March 2021") == ["by:2021-03"]
    assert found("to report at the end of March 2021") == ["on:2021-03"]
    assert found("to report before the end of the year") == ["by:2020"]
    assert found("a conference to be held on 14 June") == ["on:2020-06-14"]
    assert found("Decides that the meeting shall be held in New York in 2022") == ["on:2022"]
    assert found("to report to the Commission at its thirty-first session") == ["session:31"]
    assert found("recalls the report to the General Assembly at its sixty-first session") == []
    assert found("in the past five years") == []


LEAST_TIMES = {  # left: years of a sum in a list, of a meeting, of what is noted; two days of one meeting
    "commitments_eleventh.jsonl": 0.93,
    "commitments_twelfth.jsonl": 0.94,
}
GOLD_SETS = tuple(sorted(path.name for path in GOLD.glob("*.jsonl")))


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("name", GOLD_SETS)
def test_the_labelled_paragraphs(name: str, shared_data: Path, tmp_path: Path) -> None:
    gold = [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]
    texts = _texts(shared_data / "text", tmp_path, {row["symbol"] for row in gold})
    tally = Tally()
    for row in gold:
        block, doc = block_of(texts[row["symbol"]], row)
        day = doc.adoption.date or doc.cover.issued
        tally.add(read_paragraph(block.text, session=session_of(doc), adopted=day), row)
    assert tally.scores("reporting")[0] >= 0.95
    assert tally.scores("reporting")[1] >= 0.97
    assert min(tally.scores("deadlines")[:2]) >= LEAST_TIMES.get(name, 0.95)
    assert "actors" not in gold[0] or tally.scores("actors")[2] >= 0.93


def _texts(folder: Path, unpacked: Path, symbols: set[str]) -> dict[str, list[Document]]:
    for archive in folder.glob("unxml_*.tar.xz"):
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked / archive.name[:8], filter="data")
    found: dict[str, list[Document]] = {}
    for path in (*sorted(unpacked.rglob("*.xml")), *sorted((folder / "multilang").rglob("*.xml"))):
        symbol = re.search(rb'#symbol"[^>]*>([^<]+)<', path.read_bytes())
        if symbol and symbol[1].decode() in symbols:
            doc = read_akn(path.read_bytes())
            found.setdefault(doc.cover.symbol, []).append(doc)
    return found
