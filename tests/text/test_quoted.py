"""Resolutions as press releases quote them, and pages that hold one (DESIGN §10)."""

from __future__ import annotations

import pytest

from maslahat.text.convert import read_bytes
from maslahat.text.document import BlockKind, Document
from maslahat.text.plain.reader import read_text

PARAGRAPHS = (
    "The Security Council,",
    "Recalling all its relevant resolutions, including “the first”, on the situation,",
    "1.   Takes positive note of the independent assessment;",
    "2.   Requests the Secretary-General to:",
    "(a)  Appoint a Special Envoy;",
    "(b)  Report within 60 days of the adoption of the present resolution;",
    "3.   Decides to remain seized of the matter.",
)
SHAPE = [
    (BlockKind.FORMULA, "", 0),
    (BlockKind.PREAMBLE, "", 0),
    (BlockKind.PARAGRAPH, "1.", 0),
    (BlockKind.PARAGRAPH, "2.", 0),
    (BlockKind.PARAGRAPH, "(a)", 1),
    (BlockKind.PARAGRAPH, "(b)", 1),
    (BlockKind.PARAGRAPH, "3.", 0),
]


def _release(mark: str, closer: str, number: str = "2721 (2023)") -> str:
    body = "\n\n".join(f"{mark}{text}" for text in PARAGRAPHS)
    head = "SC/15556\n29 DECEMBER 2023\n\nThe Council met today.\n\n"
    told = f"The full text of resolution {number} reads as follows:\n\n"
    return f"{head}{told}{body}{closer}\n\nFor information media. Not an official record.\n"


def _shape(doc: Document) -> list[tuple[BlockKind, str, int]]:
    return [(block.kind, block.number, block.level) for block in doc.blocks]


@pytest.mark.parametrize(("mark", "closer"), [("“", "”"), ("«", "»"), ('"', '"')])
def test_quotation_marks_before_every_paragraph_are_set_aside(mark: str, closer: str) -> None:
    doc = read_text(_release(mark, closer))
    assert _shape(doc) == SHAPE
    assert doc.blocks[-1].text == "Decides to remain seized of the matter."
    assert "“the first”" in doc.blocks[1].text
    assert (doc.number, doc.title) == ("Resolution 2721 (2023)", "")
    told = {dropped.reason: dropped.text for dropped in doc.dropped}
    assert told["quotation marks around each paragraph"] == mark * 7 + closer
    assert told["text after the document"] == "For information media. Not an official record."


def test_number_of_an_assembly_resolution_is_told_by_the_report() -> None:
    assert read_text(_release("“", "”", number="77/273")).number == "77/273."


def test_text_quoted_once_keeps_its_marks() -> None:
    text = "“The Security Council,\nRecalling its resolutions,\n1. Decides so;\n2. Decides more.”\n"
    assert read_text(text).blocks[0].text == "“The Security Council,"


def test_title_of_a_bare_draft_is_no_text_before_it() -> None:
    doc = read_text(
        "Role of the Regional Centre\nThe General Assembly,\nRecalling its resolutions,\n1. Decides so.\n"
    )
    assert doc.title == "Role of the Regional Centre"
    assert doc.dropped == ()


def test_page_is_read_from_its_main_part() -> None:
    inside = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = (
        "<html><body><header><h1>News</h1></header><nav>Home</nav>"
        f"<main><article>{inside}</article></main><aside><p>Related</p></aside><footer>© UN</footer></body></html>"
    )
    doc = read_bytes(page.encode(), "page")
    assert _shape(doc) == SHAPE
    around = [dropped.text for dropped in doc.dropped if dropped.reason == "around the main part of the page"]
    assert around == ["News", "Home", "Related", "© UN"]


def test_page_whose_main_part_holds_little_is_read_whole() -> None:
    inside = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    doc = read_bytes(f"<html><body><main>Menu</main>{inside}</body></html>".encode(), "page")
    assert _shape(doc) == SHAPE


def test_words_to_mend_are_looked_for_where_they_are_shown() -> None:
    glued = b"The General Assembly,\nRecalling the exchange of letters on17 November 2017,\n1. Decides so.\n"
    assert read_bytes(glued, "it").repairs
    assert read_bytes(glued, "it", repairs=False).repairs == ()
