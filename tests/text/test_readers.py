"""Reading plain text, clean and damaged, AKN, DOCX and HTML into one structure (§10)."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from maslahat.core import InputError
from maslahat.text.akn.reader import read_akn
from maslahat.text.akn.writer import write_akn
from maslahat.text.convert import FORMS, invalid, read, read_bytes, written
from maslahat.text.document import BlockKind, DocumentKind
from maslahat.text.docx.reader import read_docx
from maslahat.text.docx.writer import write_docx
from maslahat.text.labels import Levels, letters, readings, roman, to_roman
from maslahat.text.plain.reader import read_text
from maslahat.text.structure import structure

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from text_flatten import form_a, form_b, form_c

RESOLUTION = """Seventy-fourth session
Agenda item 12 (a)
Rivers and lakes
Resolution adopted by the General Assembly on 5 May 2020
74/900. Rivers of the region
The General Assembly,
Recalling its resolution 70/1 of 25 September 2015,1
Noting with concern the drought of 2019,2
I
1. Requests the Secretary-General:
(a) To report to the Assembly at its seventy-fifth session;
(b) To consult:
(i) The States of the region;
(ii) The river-basin organizations;
2. Decides to remain seized of the matter.
30th plenary meeting
5 May 2020
1 Resolution 70/1.
2 See A/74/1.
"""


def test_levels_sections_and_notes_of_a_plain_resolution() -> None:
    doc = read_text(RESOLUTION)
    rows = [(item.kind, item.number, item.level, item.calls) for item in structure(doc)]
    assert rows == [
        ("formula", "", 0, ()),
        ("preamble", "", 0, ("1",)),
        ("preamble", "", 0, ("2",)),
        ("heading", "", 0, ()),
        ("paragraph", "1.", 0, ()),
        ("paragraph", "(a)", 1, ()),
        ("paragraph", "(b)", 1, ()),
        ("paragraph", "(i)", 2, ()),
        ("paragraph", "(ii)", 2, ()),
        ("paragraph", "2.", 0, ()),
        ("note", "1", 0, ()),
        ("note", "2", 0, ()),
    ]
    assert (doc.number, doc.title) == ("74/900.", "Rivers of the region")
    assert doc.adoption.meeting == "30th plenary meeting"
    assert doc.adoption.date == date(2020, 5, 5)
    assert doc.cover.agenda[0].number == "12 (a)"
    assert doc.cover.agenda[0].name == "Rivers and lakes"


def test_a_letter_i_after_h_is_a_letter_and_elsewhere_a_figure() -> None:
    levels = Levels()
    placed = [levels.place(label) for label in ("1.", "(h)", "(i)", "(j)", "(i)", "(ii)", "2.")]
    assert placed == [0, 1, 1, 1, 2, 2, 0]
    assert readings("(i)") == [("paren", 9), ("paren-roman", 1)]
    assert roman("xiv") == 14
    assert roman("iiii") is None
    assert to_roman(49) == "xlix"
    assert letters("bb") == 28


def test_an_agreement_with_articles_is_read_and_returns() -> None:
    text = (
        "Protocol on the use of water\nThe Government of A and the Government of B,\nHave agreed as "
        "follows:\n"
        "Article 1. Releases\n1. The Parties shall release 300 million m³ in April.\n(a) By "
        "day;\n(b) By night.\n"
        "Article 2\nEntry into force\nThis Protocol enters into force on signature.\n"
        "Done at Tashkent on 5 May 2020 in two originals.\nFor the Government of A:\n"
    )
    doc = read_text(text)
    assert doc.kind is DocumentKind.PROTOCOL
    heads = [(block.number, block.text) for block in doc.blocks if block.kind is BlockKind.ARTICLE]
    assert heads == [("Article 1.", "Releases"), ("Article 2", "Entry into force")]
    assert doc.closing[0].startswith("Done at Tashkent")
    assert doc.signatures[0].party == "the Government of A"
    again = read_akn(write_akn(doc).encode())
    assert [item.text for item in structure(again)] == [item.text for item in structure(doc)]


def test_every_word_is_in_the_model_or_told_as_dropped() -> None:
    text = "News of the day\n\n" + RESOLUTION + "74/900\n12-34567 2/3\n"
    doc = read_text(text)
    held = " ".join(item.number + " " + item.text + " ".join(item.calls) for item in structure(doc))
    held += " ".join(line.text for line in doc.dropped)
    held += " ".join(
        [doc.number, doc.title, doc.cover.session, *doc.cover.agenda_text, doc.cover.status_line]
    )
    held += doc.adoption.meeting + doc.adoption.date_text
    missing = [word for word in text.split() if word.rstrip("12") not in held and word not in held]
    assert missing == []


@pytest.mark.data
def test_the_seed_equals_the_official_word_file(shared_data: Path) -> None:
    official = read(shared_data / "text" / "docx_ga72" / "N1738914.DOC")
    seed = read(shared_data / "seed" / "un_ga_72_7.txt")
    body = [item for item in structure(official) if item.kind != "note"]
    found = [item for item in structure(seed) if item.kind != "note"]
    assert [(i.kind, i.number, i.level, i.calls) for i in found] == [
        (i.kind, i.number, i.level, i.calls) for i in body
    ]
    differ = [a.text for a, b in zip(found, body, strict=True) if a.text != b.text.replace("\u00a0", " ")]
    assert len(differ) == 1
    assert "Peace building Fund" in differ[0]
    lost = [repair for repair in seed.repairs if repair.kind == "lost footnote"]
    assert [repair.offered.split(";")[0][-1] for repair in lost] == ["1", "2", "3"]
    offered = {(repair.found, repair.offered) for repair in seed.repairs if repair.kind != "lost footnote"}
    assert offered == {
        ("1.Encourages", "1. Encourages"),
        ("2.Welcomes", "2. Welcomes"),
        ("3.Encourages", "3. Encourages"),
        ("on17 November", "on 17 November"),
        ("Peace building", "Peacebuilding"),
        ("peace building", "peacebuilding"),
    }
    assert sum(line.reason == "text before the document" for line in seed.dropped) == 6


@pytest.mark.data
def test_economic_and_social_council_from_its_flattened_forms(ecosoc: list[Path]) -> None:
    right = dict.fromkeys("abc", 0)
    ecosoc = ecosoc[::3]
    for path in ecosoc:
        data = path.read_bytes()
        root = etree.fromstring(data)
        gold = _bare(structure(read_akn(data)))
        forms = {"a": form_a(root), "b": form_b(root, random.Random(path.name)), "c": form_c(root)}
        for name, text in forms.items():
            found = _bare(structure(read_text(text, repairs=False)))
            keep = [item for item in gold if name != "c" or item[0] != "note"]
            right[name] += [item for item in found if name != "c" or item[0] != "note"] == keep
    assert right["a"] >= 0.95 * len(ecosoc)
    assert right["b"] >= 0.85 * len(ecosoc)


def _bare(items: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [(*item[:3], "".join(str(item[3]).split()), item[4]) for item in items]


@pytest.mark.data
def test_malformed_statements_are_read_and_written_valid(statements: list[Path], texts: Path) -> None:
    told = 0
    for path in statements[::9]:
        doc = read(path)
        told += any("not well formed" in line.reason for line in doc.dropped)
        assert doc.blocks
        assert invalid(write_akn(doc).encode(), texts / "schema" / "akomantoso30.xsd") == []
    assert told > 5


@pytest.mark.data
def test_six_languages_round_through_akn_and_word(texts: Path) -> None:
    for path in sorted((texts / "multilang").rglob("*77_273*.xml")):
        doc = read(path)
        assert len(doc.notes) == 7
        assert structure(read_bytes(write_akn(doc).encode(), "akn")) == structure(doc)
        if path.parent.name in {"English", "Russian", "French"}:
            assert structure(read_docx(write_docx(doc))) == structure(doc)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_document_gives_the_same_bytes(form: str) -> None:
    doc = read_text(RESOLUTION)
    assert written(doc, form) == written(doc, form)


@pytest.mark.parametrize("form", ["akn", "docx", "html", "text", "json"])
def test_what_is_written_reads_back(form: str) -> None:
    doc = read_text(RESOLUTION)
    assert structure(read_bytes(written(doc, form), form)) == structure(doc)


def test_external_entities_zip_bombs_and_noise_are_refused_with_a_sentence(tmp_path: Path) -> None:
    xxe = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><akomaNtoso>&x;</akomaNtoso>'
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w>" + b" " * 60_000_000 + b"</w>")
    whole = write_docx(read_text(RESOLUTION))
    cases = {
        b"": "no text",
        xxe: "entity",
        bomb.getvalue(): "unpacks",
        whole[: len(whole) // 2]: "cannot be opened",
    }
    cases |= {bytes(range(256)) * 4000: "no text", b"\xd0\xcf\x11\xe0abc": "binary Word", b"%PDF-1.7": "PDF"}
    for data, word in cases.items():
        with pytest.raises(InputError, match=word):
            read_bytes(data, "case")
    random_bytes = random.Random(1).randbytes(200_000)
    with pytest.raises(InputError):
        read_bytes(random_bytes, "noise")
