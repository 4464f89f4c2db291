"""Word, HTML and the draft protocol of an agreement through every form (§10)."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from maslahat import text as t
from maslahat.text.convert import invalid, read_bytes, written
from maslahat.text.document import Cell, Cover, Document, Mark, MarkKind, Note, Part, Table
from maslahat.text.html.writer import page
from maslahat.text.pdf_writer import typst_source
from maslahat.text.structure import structure

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from text_word import gold, read_rows

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("form", ["akn", "docx", "html", "json", "text"])
def test_the_draft_protocol_survives_every_form(protocol: Document, form: str) -> None:
    again = read_bytes(written(protocol, form), "it")
    assert again.kind is t.DocumentKind.PROTOCOL
    assert again.title == protocol.title
    assert again.closing == protocol.closing
    assert [sign.party for sign in again.signatures] == [sign.party for sign in protocol.signatures]
    assert again.signatures[1].name == "A. B."
    if form != "text":
        assert structure(again) == structure(protocol)
        assert [b.text for b in again.blocks if b.table] == ["Table 1"]


@pytest.mark.data
def test_the_draft_protocol_is_valid_akn(protocol: Document, texts: Path) -> None:
    assert invalid(written(protocol, "akn"), texts / "schema" / "akomantoso30.xsd") == []


def test_a_word_file_keeps_spans_links_marks_and_notes_of_any_marker() -> None:
    words = "Recalling its resolution 72/7 and the annexes to it, which stand,"
    marks = (
        Mark(0, 9, MarkKind.ITALIC),
        Mark(25, 29, MarkKind.LINK, "https://undocs.org/en/A/RES/72/7"),
        Mark(len(words), len(words), MarkKind.NOTE, "7"),
    )
    asked = "Requests the Secretary-General to report,"
    table = Table(((Cell("both", rows=2), Cell("wide", columns=2)), (Cell("x"), Cell("y"))))
    doc = Document(
        kind=t.DocumentKind.RESOLUTION,
        title="Water",
        number="80/1.",
        organ=t.Organ.GENERAL_ASSEMBLY,
        cover=Cover(
            "General Assembly", "A/RES/80/1", "General", issued_text="5 May 2026", job_number="26-00001 (E)"
        ),
        blocks=(
            t.Block(t.BlockKind.FORMULA, "The General Assembly,"),
            t.preambular(words, marks),
            t.paragraph(asked, "1.", marks=(t.call(asked, "3"),)),
            t.Block(t.BlockKind.TABLE, table=table),
        ),
        notes=(Note("7", "Out of turn."), Note("3", "Before it."), Note("†", "Called by nothing.")),
    )
    again = read_bytes(written(doc, "docx"), "it")
    assert structure(again) == structure(doc)
    assert again.cover.job_number == "26-00001 (E)"
    assert again.cover.distribution == "General"
    assert again.cover.authority == "General Assembly"
    assert {(m.kind, m.value) for m in again.blocks[1].marks} == {(m.kind, m.value) for m in marks}
    read = again.blocks[3].table
    assert read is not None
    assert [(c.text, c.columns, c.rows) for row in read.rows for c in row] == [
        ("both", 1, 2), ("wide", 2, 1), ("x", 1, 1), ("y", 1, 1)
    ]  # fmt: skip


def test_a_word_file_is_laid_out_as_the_un_does(protocol: Document) -> None:
    doc = replace(protocol, cover=Cover("General Assembly", "A/72/L.4", "Limited"), number="72/7.")
    with zipfile.ZipFile(io.BytesIO(written(doc, "docx"))) as package:
        parts = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
    document, head = parts["word/document.xml"], parts["word/header2.xml"]
    assert document.find(f".//{W}sectPr/{W}titlePg") is not None
    lines = ["".join(x.text or "" for x in p.iter(f"{W}t")) for p in head.iter(f"{W}p")]
    assert [line for line in lines if line] == [
        "United Nations",
        "A/72/L.4",
        "General Assembly",
        "Distr.: Limited",
    ]
    title = next(p for p in document.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "TitleH1")
    assert [local.tag.removeprefix(W) for local in title.iter(f"{W}tab", f"{W}t")] == ["tab", "t", "tab", "t"]
    kinds = {item.get("ContentType") for item in parts["[Content_Types].xml"]}
    assert any("header+xml" in str(kind) for kind in kinds)
    assert parts["word/footnotes.xml"].findall(f"{W}footnote")[2].find(f".//{W}footnoteRef") is not None


@pytest.mark.data
def test_official_word_files_paragraph_by_paragraph(texts: Path) -> None:
    for path in sorted((texts / "docx_ga72").iterdir()):
        assert [row.key() for row in read_rows(path)] == [row.key() for row in gold(path)], path.name
        cover = read_bytes(path.read_bytes(), path.name).cover
        assert cover.authority == "General Assembly"
        assert cover.issued is not None


def test_several_notes_of_one_marker_have_their_own_address_and_pages_their_language() -> None:
    text = "Recalling,"
    part = (t.paragraph(text, "1.", marks=(t.call(text, "1"),)),)
    doc = Document(
        language="ara",
        parts=(Part("A", "x", part), Part("B", "y", part)),
        notes=(Note("1", "a"), Note("1", "b")),
    )
    made = page(doc)
    assert 'lang="ar" dir="rtl"' in made
    assert [made.count(f'{kind}"') for kind in ("#note-1", "#note-1-2", 'id="note-1', 'id="note-1-2')] == [
        1,
        1,
        1,
        1,
    ]
    assert structure(read_bytes(made.encode(), "it")) == structure(doc)


def test_a_foreign_page_is_still_read_by_its_words() -> None:
    foreign = "<html><body><h1>80/1. Water</h1><p>The General Assembly,</p><p>Recalling x,</p><p>1. Requests y;</p></body></html>"
    assert [b.kind.value for b in read_bytes(foreign.encode(), "it").blocks] == [
        "formula",
        "preamble",
        "paragraph",
    ]


def test_a_pdf_keeps_the_spaces_around_what_is_marked_and_the_markers_of_its_notes() -> None:
    words = "Recalling its resolutions and others,"
    marks = (Mark(0, 9, MarkKind.ITALIC), Mark(14, 25, MarkKind.LINK, "https://x.org"), t.call(words, "7"))
    source = typst_source(
        Document(blocks=(t.preambular(words, marks),), notes=(Note("7", "See it."), Note("8", "Lost.")))
    )
    assert 'emph("Recalling")#" its "#link("https://x.org", "resolutions")#" and others,"' in source
    assert '#footnote(numbering: _ => "7")[#h(.3em)#"See it."]' in source
    assert "Lost." in source


def test_a_link_in_a_note_is_that_of_the_notes_and_not_of_the_text() -> None:
    doc = Document(
        blocks=(t.preambular("Recalling it,", (t.call("Recalling it,", "1"),)),),
        notes=(Note("1", "See it."),),
    )
    whole, out = written(doc, "docx"), io.BytesIO()
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="x" Target="https://%s.org/" TargetMode="External"/></Relationships>'
    )
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>See it.</w:t></w:r></w:hyperlink>'
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/footnotes.xml":
                content = content.replace('<w:r><w:t xml:space="preserve">See it.</w:t></w:r>', link)
            new.writestr(name, rels % "text" if name == "word/_rels/document.xml.rels" else content)
        new.writestr("word/_rels/footnotes.xml.rels", rels % "notes")
    note = read_bytes(out.getvalue(), "it").notes[0]
    assert [mark.value for mark in note.marks] == ["https://notes.org/"]


def test_a_cell_over_two_columns_keeps_the_next_in_its_column_in_markdown() -> None:
    table = Table(((Cell("wide", columns=2), Cell("c")), (Cell("a"), Cell("b"), Cell("d"))))
    made = written(Document(blocks=(t.Block(t.BlockKind.TABLE, table=table),)), "md").decode()
    assert "| wide |  | c |" in made
