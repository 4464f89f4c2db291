"""Commitments out of operative paragraphs, against paragraphs labelled by hand (§11)."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maslahat.commitments import Status, extract, to_rows, write_xlsx
from maslahat.commitments.actors import read_asked
from maslahat.commitments.deadlines import ordinal, period, read_deadlines
from maslahat.commitments.extract import read_paragraph, references
from maslahat.core import dumps
from maslahat.text import Block, Cover, Document, paragraph
from maslahat.text.akn_reader import read_akn

GOLD = Path(__file__).resolve().parents[1] / "text" / "gold" / "commitments.jsonl"
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
    ],
)
def test_deadlines_become_dates_sessions_and_periods(words: str, expected: set[str]) -> None:
    assert {str(deadline) for deadline in read_deadlines(words, session=77)} == expected


def test_ordinals_and_periods() -> None:
    assert [ordinal(word) for word in ("first", "seventy-seventh", "eightieth", "2024", "plenary")] == [
        1,
        77,
        80,
        2024,
        None,
    ]
    assert period("twelve", "months") == "P12M"


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


@pytest.mark.data
@pytest.mark.slow
def test_the_labelled_paragraphs(shared_data: Path, tmp_path: Path) -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts = _texts(shared_data / "text", tmp_path, {row["symbol"] for row in gold})
    counts = {name: [0, 0, 0] for name in ("reporting", "deadlines", "actors")}
    for row in gold:
        block = _block(texts[row["symbol"]], row["place"], row["opening"])
        session = re.match(r"A/RES/(\d+)/", row["symbol"])
        record = read_paragraph(block.text, session=int(session[1]) if session else 0)
        found = {str(deadline) for deadline in record.deadlines} if record else set()
        _count(counts["deadlines"], found, set(row["deadlines"]))
        _count(
            counts["reporting"],
            {"R"} if record and record.reporting else set(),
            {"R"} if row["reporting"] else set(),
        )
        names = _paired(list(record.obligors) if record else [], row["actors"])
        _count(counts["actors"], names, set(row["actors"]))
    scores = {name: _scores(*values) for name, values in counts.items()}
    assert scores["reporting"][0] >= 0.95
    assert scores["reporting"][1] >= 0.97
    assert scores["deadlines"][1] >= 0.97
    assert scores["actors"][2] >= 0.93


def _block(docs: list[Document], place: int, opening: str) -> Block:
    """Return the block at `place` in the one document where it opens as labelled."""
    blocks = [doc.blocks[place] for doc in docs if doc.blocks[place:]]
    return next(block for block in blocks if block.text.startswith(opening))


def _count(tally: list[int], found: set[str], gold: set[str]) -> None:
    tally[0] += len(found & gold)
    tally[1] += len(found - gold)
    tally[2] += len(gold - found)


def _scores(true: int, false: int, missed: int) -> tuple[float, float, float]:
    return true / (true + false), true / (true + missed), 2 * true / (2 * true + false + missed)


def _paired(found: list[str], gold: list[str]) -> set[str]:
    """Give every name found the label whose words it holds; a name without one stays as it is."""
    names = set()
    for label in gold:
        hit = next(
            (
                name
                for name in found
                if _bare(label) <= _bare(name) and len(_bare(name)) <= len(_bare(label)) + 12
            ),
            "",
        )
        if hit:
            found.remove(hit)
            names.add(label)
    return names | {f"extra {name}" for name in found}


def _bare(name: str) -> set[str]:
    words = {word.strip(".,").lower() for word in name.replace("-", " ").split()}
    return words - {"the", "of", "all", "and", "for", "other", "relevant"}


def _texts(folder: Path, unpacked: Path, symbols: set[str]) -> dict[str, list[Document]]:
    for archive in folder.glob("unxml_*.tar.xz"):
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked / archive.name[:8], filter="data")
    found: dict[str, list[Document]] = {}
    for path in sorted(unpacked.rglob("*.xml")):
        symbol = re.search(rb'#symbol"[^>]*>([^<]+)<', path.read_bytes())
        if symbol and symbol[1].decode() in symbols:
            doc = read_akn(path.read_bytes())
            found.setdefault(doc.cover.symbol, []).append(doc)
    return found
