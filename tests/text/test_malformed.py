"""Malformed and hostile input: a sentence or a reading with its repairs, never a crash (§10)."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile

import pytest

from maslahat.core import InputError
from maslahat.text.convert import read_bytes, written
from maslahat.text.plain.reader import read_text
from maslahat.text.safe_xml import MOST_BREAKS, parse_xml

RESOLUTION = "74/900. Rivers\nThe General Assembly,\nRecalling its resolution 70/1,\n1. Requests a report;\n2. Decides.\n"
RUSSIAN = (
    "79/1. Вода\nГенеральная Ассамблея,\nссылаясь на свою резолюцию 72/7,\n1. просит представить доклад;\n"
)
NS = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DTD = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = "<!DOCTYPE l [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"


def word(part: str = "", content: bytes | str = b"") -> bytes:
    """Return a Word file, one part of it replaced."""
    whole = written(read_text(RESOLUTION), "docx")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def packed(name: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


REFUSED = {
    "entities": ((DTD + "<akomaNtoso>&x;</akomaNtoso>").encode(), "line 1: found entity"),
    "entities in UTF-16": ((DTD + "<akomaNtoso>&x;</akomaNtoso>").encode("utf-16"), "entity"),
    "entities far down": (b" " * 70_000 + (DTD + "<akomaNtoso>&x;</akomaNtoso>").encode(), "entity"),
    "entities after a comment": (f"<!--{'x' * 70_000}-->{DTD}<akomaNtoso/>".encode(), "entity"),
    "billion laughs": ((LAUGHS + "<akomaNtoso>&a9;</akomaNtoso>").encode(), "entity"),
    "outer DTD": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><akomaNtoso/>', "without the text"),
    "XInclude": (
        b'<akomaNtoso xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/>'
        b"</akomaNtoso>",
        "without the text",
    ),
    "entities in Word": (
        word("word/document.xml", f"{DTD}<w:document {W}>&x;</w:document>"),
        "document.xml, line 1",
    ),
    "laughs in Word styles": (word("word/styles.xml", f"{LAUGHS}<w:styles {W}>&a9;</w:styles>"), "entity"),
    "an empty part": (word("word/document.xml", b""), "cannot be read"),
    "a deep Word file": (word("word/document.xml", f"<w:document {W}>" + "<w:sdt>" * 100_000), "256 deep"),
    "deep XML": (f"<akomaNtoso {NS}>".encode() + b"<section>" * 100_000, "256 deep"),
    "deep HTML": (b"<html><body>" + b"<div>" * 100_000 + b"The General Assembly,", "256 deep"),
    "deep JSON": (b'{"a":' * 100_000, "JSON"),
    "zip bomb": (packed("word/document.xml", b" " * 60_000_000), "unpacks"),
    "zip in a zip": (packed("a.docx", packed("b.docx", word())), "no Word file"),
    "workbook": (packed("xl/workbook.xml"), "Excel"),
    "OpenDocument": (packed("content.xml"), "OpenDocument"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old binary"),
    "password": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "RTF": (rb"{\rtf1\ansi The General Assembly,}", "RTF"),
    "PDF": (b"%PDF-1.7 x", "pdftotext"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(90), "picture"),
    "gzip": (b"\x1f\x8b\x08" + bytes(90), "Unpack"),
    "other XML": (b'<?xml version="1.0"?><rss><item>hi</item></rss>', "<rss>"),
    "nothing": (b"", "no text"),
    "blanks": (b" \r\n\t\n", "no text"),
    "noughts": (bytes(5000), "no text"),
    "long line": (b"a " * 25_000_000, "characters"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_input_gets_a_sentence(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(InputError) as told:
        read_bytes(data, "case")
    assert words in str(told.value)


def test_noise_gets_a_sentence() -> None:
    noise = random.Random(1).randbytes(50_000_000)
    with pytest.raises(InputError, match="no text"):
        read_bytes(noise, "noise")


def test_a_word_file_cut_anywhere_gets_a_sentence() -> None:
    whole = word()
    for end in range(0, len(whole) - 1, 101):
        with pytest.raises(InputError):
            read_bytes(whole[:end], "cut")


@pytest.mark.parametrize("form", ["docx", "akn", "html", "json"])
def test_changed_bytes_are_read_or_get_a_sentence(form: str) -> None:
    whole, generator = written(read_text(RESOLUTION), form), random.Random(5)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(generator.randint(1, 6)):
            data[generator.randrange(len(data))] = generator.randrange(256)
        with contextlib.suppress(InputError):  # any other error fails the test
            read_bytes(bytes(data), "changed")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "utf-16", "utf-8-sig"])
def test_old_encodings_are_read_and_told(encoding: str) -> None:
    doc = read_bytes(RUSSIAN.encode(encoding), "it")
    assert doc.title == "Вода"
    assert doc.language == "rus"
    told = [repair.offered for repair in doc.repairs if repair.kind == "encoding"]
    assert told == ([] if encoding.startswith("utf") else [f"read as {encoding}"])


def test_french_of_an_old_encoding_and_utf_16_without_its_mark() -> None:
    french = "79/1. Eau\nL’Assemblée générale,\nRappelant sa résolution 72/7 à Genève,\n1. Prie de présenter un rapport ;\n"
    assert "Genève" in read_bytes(french.encode("cp1252"), "it").blocks[1].text
    assert read_bytes(RESOLUTION.encode("utf-16-le"), "it").title == "Rivers"


@pytest.mark.parametrize("form", ["akn", "html", "json"])
def test_forms_in_utf_16_are_known(form: str) -> None:
    made = written(read_text(RESOLUTION), form).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert len(read_bytes(made.encode("utf-16"), "it").blocks) == 4


def test_breaks_are_told_with_their_lines_in_time_that_grows_with_the_file() -> None:
    start = time.process_time()
    _, breaks = parse_xml(b"<a>\n" + b"</p>\n" * 200_000 + b"</a>", "it")
    assert breaks[0] == "line 2: </p> closes nothing and was passed over"
    assert len(breaks) == MOST_BREAKS + 1
    assert time.process_time() - start < 60  # it took minutes while lines were counted anew for each


def test_a_part_of_a_word_file_that_is_not_well_formed_is_told() -> None:
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>The General Assembly,</w:t></w:r></p></w:p></w:body></w:document>"
    doc = read_bytes(word("word/document.xml", body), "it")
    assert any("not well formed: word/document.xml" in line.reason for line in doc.dropped)


def test_html_that_is_too_large_for_memory_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maslahat.text.html.reader.MOST_BYTES", 1000)
    with pytest.raises(InputError, match=r"of HTML; expected at most .* Split the file"):
        read_bytes(b"<!doctype html><html><body>" + b"<p>words</p>" * 100, "page.html")


@pytest.mark.parametrize("value", ["x", "²", "-5", "9" * 5000])
def test_attributes_of_word_that_are_no_numbers_are_passed_over(value: str) -> None:
    number = f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{value}"/>'
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
    line = f"<w:p><w:pPr>{number}</w:pPr><w:r><w:t>The General Assembly,</w:t></w:r></w:p>"
    body = f"<w:document {W}><w:body>{line}<w:tbl><w:tr>{cell}</w:tr></w:tbl></w:body></w:document>"
    doc = read_bytes(word("word/document.xml", body), "it")
    assert doc.blocks[-1].table.rows[0][0].columns == 1  # type: ignore[union-attr]


def test_numbers_and_characters_of_json_out_of_bounds_are_told_all_at_once() -> None:
    cell = '{"text":"a","columns":100000000,"rows":0}'
    blocks = f'{{"kind":"paragraph","text":"a\\ud800","level":-5}},{{"kind":"table","table":{{"rows":[[{cell}]]}}}}'
    with pytest.raises(InputError) as told:
        read_bytes(f'{{"format":"maslahat-document/1","blocks":[{blocks}]}}'.encode(), "it")
    sentences = str(told.value)
    for words in ("blocks[0].level: found -5", "U+D800", "columns: found 100000000", "rows: found 0"):
        assert words in sentences


def test_a_reference_to_half_a_character_is_told_and_the_rest_is_read() -> None:
    akn = written(read_text(RESOLUTION), "akn").replace(b"a report", b"a re&#xD800;port&#0;")
    root, told = parse_xml(akn, "it")
    assert "a re\ufffdport\ufffd" in "".join(map(str, root.itertext()))
    assert any("&#xD800; stands for no character" in line for line in told)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_xml_of_a_wide_encoding_is_known_and_its_entities_refused(encoding: str) -> None:
    akn = written(read_text(RESOLUTION), "akn").decode().split("?>", 1)[1].lstrip()
    assert len(read_bytes(akn.encode(encoding), "it").blocks) == 4
    with pytest.raises(InputError, match="entity"):
        read_bytes((DTD + akn).encode(encoding), "it")


def test_a_file_that_only_says_it_is_utf_16_is_read() -> None:
    akn = written(read_text(RESOLUTION), "akn").replace(b"UTF-8", b"UTF-16")
    assert len(read_bytes(akn, "it").blocks) == 4
