"""What the layout adds to a text without emphasis: italic openings, links, the word on lost notes (§10)."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from maslahat import text as t
from maslahat.text.cited import cited
from maslahat.text.convert import invalid, read_bytes, written
from maslahat.text.document import BlockKind, Document, Mark, MarkKind, Note, Organ
from maslahat.text.openings import opening
from maslahat.text.pdf_writer import typst_source
from maslahat.text.structure import structure

RECALLS = "Recalling its resolutions 72/7 of 17 November 2017 and 75/272 of 24 March 2021,"
ASKS = "Takes note with appreciation of resolution 1325 (2000) and of S/PRST/2015/22;"
PLAIN = Document(
    kind=t.DocumentKind.RESOLUTION,
    organ=Organ.GENERAL_ASSEMBLY,
    number="80/1.",
    title="Water",
    cover=t.Cover("General Assembly", "A/RES/80/1"),
    blocks=(
        t.Block(BlockKind.FORMULA, "The General Assembly,"),
        t.preambular(RECALLS, (t.call(RECALLS, "1"),)),
        t.paragraph(ASKS, "1."),
        t.paragraph("To report to it;", "(a)", level=1),
    ),
    notes=(Note("1", ""),),
)
LINKS = ["A/RES/72/7", "A/RES/75/272", "S/RES/1325(2000)", "S/PRST/2015/22"]


def marks(doc: Document) -> list[Mark]:
    return [mark for block in doc.all_blocks() for mark in block.marks]


@pytest.mark.parametrize("form", ["akn", "docx", "html"])
def test_what_the_layout_adds_is_no_part_of_the_document_read_again(form: str) -> None:
    again = read_bytes(written(PLAIN, form), "it")
    assert structure(again) == structure(PLAIN)
    assert marks(again) == marks(PLAIN)
    assert again.notes == PLAIN.notes
    assert written(read_bytes(written(again, form), "it"), form) == written(again, form)


def test_openings_are_italic_and_citations_links_in_every_form() -> None:
    akn, html = written(PLAIN, "akn").decode(), written(PLAIN, "html").decode()
    assert re.findall(r'<span class="italic opening">([^<]*)', akn) == re.findall(
        r'<em class="opening">([^<]*)', html
    )
    assert re.findall(r'<em class="opening">([^<]*)', html) == [
        "The General Assembly", "Recalling", "Takes note with appreciation"
    ]  # fmt: skip
    for made in (akn, html):
        assert re.findall(r'class="cited" href="https://undocs.org/en/([^"]*)"', made) == LINKS
    with zipfile.ZipFile(io.BytesIO(written(PLAIN, "docx"))) as package:
        word, rels = (package.read(f"word/{n}").decode() for n in ("document.xml", "_rels/document.xml.rels"))
    assert word.count('<w:rStyle w:val="Opening"/>') == 3
    assert re.findall(r'Target="https://undocs.org/en/([^"]*)"', rels) == LINKS


def test_a_document_with_emphasis_or_links_of_its_own_stays_as_it_is() -> None:
    own = (Mark(10, 13, MarkKind.ITALIC), Mark(26, 30, MarkKind.LINK, "https://x.org"))
    doc = replace(PLAIN, blocks=(PLAIN.blocks[0], t.preambular(RECALLS, own)), notes=())
    made = written(doc, "html").decode()
    assert "opening" not in made.replace(".opening", "")
    assert "cited" not in made
    assert marks(read_bytes(made.encode(), "it")) == list(own)


def test_italics_an_editor_sets_in_the_word_file_are_the_documents_own() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(PLAIN, "docx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            content = content.replace(
                '<w:r><w:tab/><w:t xml:space="preserve">(a)', "<w:r><w:rPr><w:i/></w:rPr><w:tab/><w:t>(a)"
            )
            new.writestr(name, content)
    found = [mark for mark in marks(read_bytes(out.getvalue(), "it")) if mark.kind is MarkKind.ITALIC]
    assert found == [Mark(0, 16, MarkKind.ITALIC)]


@pytest.mark.parametrize("form", ["docx", "html", "akn"])
def test_a_lost_note_is_told_and_read_as_lost(form: str) -> None:
    made = written(PLAIN, form)
    assert read_bytes(made, "it").notes == (Note("1", ""),)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            made = package.read("word/footnotes.xml")
    assert form == "akn" or b"(the note is missing)" in made


@pytest.mark.parametrize(
    ("kind", "text", "words", "language"),
    [
        ("preamble", "Noting with great concern that water is short,", "Noting with great concern", "eng"),
        ("preamble", "Deeply concerned about it,", "Deeply concerned", "eng"),
        ("preamble", "The rivers being shared,", "", "eng"),
        ("paragraph", "Also calls upon Member States to report;", "Also calls upon", "eng"),
        ("paragraph", "Expresses its deep appreciation to the Centre;", "Expresses its deep appreciation", "eng"),
        ("paragraph", "States parties shall meet;", "", "eng"),
        ("preamble", "Rappelant également sa résolution 72/7,", "Rappelant également", "fra"),
        ("paragraph", "с удовлетворением отмечает усилия;", "с удовлетворением отмечает", "rus"),
        ("preamble", "принимая во внимание его роль,", "принимая во внимание", "rus"),
        ("preamble", "Acogiendo con beneplácito también los esfuerzos,", "Acogiendo con beneplácito también", "spa"),
    ],
)  # fmt: skip
def test_opening_words(kind: str, text: str, words: str, language: str) -> None:
    assert text[: opening(BlockKind(kind), text, language)] == words


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Recalling Human Rights Council resolution 51/4 of 6 October 2022,", []),
        ("the Human Rights Council in its resolution 17/4 of 16 June 2011,", []),
        ("its resolutions 55/180 B and 60/1 of 16 September 2005,", ["A/RES/60/1"]),
        ("Economic and Social Council resolution 1999/65 and decision 2000/3,", ["E/RES/1999/65"]),
        ("in the ratio 72/7 of the flow in 2000 (1999),", []),
        ("the letter (A/70/357-S/2015/682)", ["A/70/357"]),
        ("resolutions 1514 (XV) of 14 December 1960 and ES-11/6,", ["A/RES/1514(XV)", "A/RES/ES-11/6"]),
    ],
)
def test_only_sure_citations_are_linked(text: str, addresses: list[str]) -> None:
    found = cited(text, Organ.GENERAL_ASSEMBLY)
    assert [mark.value.removeprefix("https://undocs.org/en/") for mark in found] == addresses


@pytest.mark.data
def test_laid_out_akn_is_valid(texts: Path) -> None:
    assert invalid(written(PLAIN, "akn"), texts / "schema" / "akomantoso30.xsd") == []


def test_small_lines_of_the_masthead_read_well_in_every_language() -> None:
    french = t.Cover("Assemblée générale", "A/RES/80/1", "Distr. générale", issued_text="2 mars 2026")
    for form in ("html", "md"):
        made = written(replace(PLAIN, cover=french, language="fra"), form).decode()
        assert "Distr. générale" in made
        assert "Distr.: Distr." not in made
    arabic = replace(PLAIN, language="ara", cover=replace(french, distribution="General"))
    assert 'align(left, text(dir: ltr, "2 mars 2026"))' in typst_source(arabic)
    with zipfile.ZipFile(io.BytesIO(written(arabic, "docx"))) as package:
        head = package.read("word/header2.xml").decode()
    assert '<w:pStyle w:val="Small"/><w:bidi w:val="0"/>' in head


def test_a_long_title_is_cut_after_a_word_in_the_running_head() -> None:
    title = "Role of the United Nations Regional Centre for Preventive Diplomacy for Central Asia and of its neighbours"
    made = typst_source(replace(PLAIN, title=f"{title}, {title}"))
    assert f'{title}, Role of the United Nations Regional Centre for Preventive …"' in made
