"""AKN → model → AKN, equal under canonical XML but for the declared list (§10)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from maslahat.text.akn.canonical import canonical
from maslahat.text.akn.meta import work_iri
from maslahat.text.akn.reader import read_akn
from maslahat.text.akn.writer import write_akn
from maslahat.text.convert import invalid, read
from maslahat.text.document import Adoption, Cover, Document, DocumentKind, Organ, Part, paragraph
from maslahat.text.json_form import from_json, to_json

HEAD = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">'
TAIL = "</statement></akomaNtoso>"


def akn(body: str, before: str = "") -> bytes:
    return f"{HEAD}{before}<mainBody>{body}</mainBody>{TAIL}".encode()


def line(inner: str, number: str = "1.") -> str:
    return f'<paragraph class="SingleTxt"><num>{number}</num><content><p>{inner}</p></content></paragraph>'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (line("Requests  the <b/>Parties"), line("Requests the\n Parties").replace("<num>", '<num eId="n_7">')),
        (line('<span class="italic">Re</span><span class="italic">quests</span> it'),
         line('<span class="italic">Requests </span>it')),
        (line("Welcomes it"), f"<section>{line('Welcomes it')}</section>"),
        (line("Welcomes it"), '<paragraph class="SingleTxt"><content><p>1.\tWelcomes it</p></content></paragraph>'),
    ],
)  # fmt: skip
def test_what_is_on_the_list_is_no_difference(one: str, other: str) -> None:
    assert canonical(akn(one.replace("<b/>", ""))) == canonical(akn(other))


@pytest.mark.parametrize(
    "other",
    [
        line("Requests the Party"),
        line("Requests the Parties", "2."),
        line('<span class="italic">Requests</span> the Parties'),
        line('Requests the <a href="http://x">Parties</a>'),
        line('Requests the Parties<authorialNote marker="1"><p>See x.</p></authorialNote>'),
        line("Requests the Parties").replace("SingleTxt", "H1"),
        line("Requests the Parties") + line("Decides", "2."),
        f"<p><embeddedStructure>{line('Requests the Parties')}</embeddedStructure></p>",
    ],
)
def test_what_is_not_on_the_list_is_a_difference(other: str) -> None:
    assert canonical(akn(line("Requests the Parties"))) != canonical(akn(other))


def test_metadata_and_cover_are_compared_whole() -> None:
    meta = (
        '<meta><workflow source="#un"><step outcome="adopted" date="2020-01-01" by="%s"/></workflow></meta>'
    )
    one, other = (canonical(akn(line("x y"), meta % by)) for by in ("A", "B"))
    assert one != other
    missing = '<meta><workflow source="#un"><step outcome="adopted"/></workflow></meta>'
    filled = (
        '<meta><workflow source="#un"><step outcome="adopted" date="0001-01-01" by=""/></workflow></meta>'
    )
    assert canonical(akn(line("x y"), missing)) == canonical(akn(line("x y"), filled))


def test_a_list_keeps_the_form_its_source_gave_it_and_a_number_over_a_list_is_not_lost() -> None:
    flat = line("to consult:") + line("the Parties;", "(a)")
    nested = (
        '<paragraph class="SingleTxt"><num>4.</num><list><point><num>(a)</num><content><p>Decides it;</p></content>'
        "</point><point><num>(b)</num><content><p>Decides more.</p></content></point></list></paragraph>"
    )
    for body in (flat, nested):
        doc = read_akn(akn(body))
        assert canonical(write_akn(doc).encode()).count(b"point") == canonical(akn(body)).count(b"point")
    first = read_akn(akn(nested)).blocks[0]
    assert (first.number, first.text) == ("4.", "")


def test_a_carried_cover_is_written_only_while_it_says_what_the_document_says() -> None:
    cover = '<coverPage><p><docNumber refersTo="#symbol">A/RES/75/1</docNumber></p><p><img src="x"/></p></coverPage>'
    doc = read_akn(akn(line("Requests it"), cover))
    assert '<img src="x"' in write_akn(doc)
    changed = write_akn(replace(doc, cover=replace(doc.cover, symbol="A/RES/75/2")))
    assert '<img src="x"' not in changed
    assert "A/RES/75/2" in changed


@pytest.mark.parametrize(
    ("organ", "symbol", "number"),
    [
        (Organ.GENERAL_ASSEMBLY, "A/RES/72/7", "72-7"),
        (Organ.GENERAL_ASSEMBLY, "A/RES/ES-11/1", "ES-11-1"),
        (Organ.GENERAL_ASSEMBLY, "A/RES/S-32/1", "S-32-1"),
        (Organ.GENERAL_ASSEMBLY, "A/RES/75/101 A-B", "75-101A-B"),
        (Organ.GENERAL_ASSEMBLY, "A/RES/75/253 B", "75-253"),
        (Organ.GENERAL_ASSEMBLY, "A/RES/77/253 B", "77-253B"),
        (Organ.GENERAL_ASSEMBLY, "A/RES/78/254 A-C", "78-254"),
        (Organ.SECURITY_COUNCIL, "S/RES/2339 (2017)", "2339-2017"),
        (Organ.ECOSOC, "E/RES/2021/2 B", "2021-2B"),
    ],
)
def test_iris_are_those_of_the_un(organ: Organ, symbol: str, number: str) -> None:
    assert work_iri(Document(organ=organ, cover=Cover(symbol=symbol))).split("/")[-2] == number


def test_a_part_bears_its_letter_and_a_statement_the_day_it_came_out() -> None:
    parts = (
        Part("A", "One", (paragraph("Requests it.", "1."),)),
        Part("B", "Two", (paragraph("Decides.", "1."),)),
    )
    doc = Document(
        DocumentKind.RESOLUTION, "Both", organ=Organ.GENERAL_ASSEMBLY, number="75/101.", parts=parts
    )
    assert "/75-101A/!main/" in write_akn(doc)
    assert [part.number for part in read_akn(write_akn(doc).encode()).parts] == ["A", "B"]
    from datetime import date

    cover = Cover(symbol="S/PRST/2005/46", issued=date(2005, 10, 5))
    said = Document(
        DocumentKind.STATEMENT,
        organ=Organ.SECURITY_COUNCIL,
        cover=cover,
        adoption=Adoption(date=date(2005, 10, 4)),
    )
    assert work_iri(said) == "/akn/un/statement/deliberation/unsc/2005-10-05/2005-46/"


@pytest.mark.data
def test_whole_corpora_come_back_equal_and_valid(
    ecosoc: list[Path], statements: list[Path], texts: Path
) -> None:
    schema = texts / "schema" / "akomantoso30.xsd"
    for path in [*ecosoc[::4], *statements[::14], *sorted((texts / "multilang" / "French").iterdir())]:
        data = path.read_bytes()
        written = write_akn(from_json(to_json(read(path)))).encode()
        assert canonical(data) == canonical(written), path.name
        assert invalid(written, schema) == [], path.name
        etree.fromstring(written)
