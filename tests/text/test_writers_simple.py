"""The draft protocol of an agreement as text and as HTML (§10)."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from maslahat import text as t


@pytest.fixture
def protocol() -> t.Document:
    words = "The Parties shall release water from Toktogul"
    return t.Document(
        kind=t.DocumentKind.PROTOCOL,
        title="Protocol on releases & energy",
        blocks=(
            t.preambular("Guided by the Agreement of 17 March 1998,"),
            t.article(1, "Releases"),
            t.paragraph(words, "1.", marks=(t.call(words, "1"),)),
            t.paragraph("in April, 300 <million> m³;", "(a)", level=1),
            t.table(("Month", "Release"), (("April", "300"), ("May", "450")), "Table 1"),
        ),
        closing=("Done at Tashkent in three originals.",),
        signatures=(t.Signature("the Kyrgyz Republic"), t.Signature("the Republic of Uzbekistan", "A. B.")),
        annexes=(t.Annex("Annex I", "Figures", (t.paragraph("See the table."),)),),
        notes=(t.Note("1", "As measured at the dam."),),
    )


def test_text_wraps_and_keeps_every_word(protocol: t.Document) -> None:
    written = t.write_text(protocol, width=40)
    assert max(len(line) for line in written.splitlines() if "|" not in line) <= 40
    flat = " ".join(written.split())
    for words in (
        "Article 1 Releases",
        "1. The Parties shall",
        "Toktogul¹",
        "(a) in April",
        "Annex I Figures",
    ):
        assert words in flat
    assert "¹ As measured at the dam." in flat
    assert "For the Republic of Uzbekistan: A. B." in flat


def test_text_of_width_nought_is_one_block_a_line(protocol: t.Document) -> None:
    lines = t.write_text(protocol, width=0).split("\n\n")
    assert "(a) in April, 300 <million> m³;" in lines
    assert "| April | 300     |" in t.write_text(protocol, width=0).splitlines()


def test_html_is_well_formed_and_escaped(protocol: t.Document) -> None:
    written = t.write_html(protocol)
    root = etree.fromstring(re.sub(r"<br>", "<br/>", written))
    assert root.tag == "article"
    assert root.find("h1").text == "Protocol on releases & energy"
    assert "&lt;million&gt;" in written
    assert [cell.text for cell in root.iter("td")] == ["April", "300", "May", "450"]
    assert root.find(".//sup[@class='call']/a").get("href") == "#note-1"


def test_html_marks_nest_even_when_they_cross_and_no_script_link_passes() -> None:
    marks = (
        t.Mark(0, 6, t.MarkKind.ITALIC),
        t.Mark(3, 9, t.MarkKind.BOLD),
        t.Mark(0, 3, t.MarkKind.LINK, "javascript:alert(1)"),
    )
    written = t.write_html(t.Document(blocks=(t.paragraph("abcdefghi", marks=marks),)))
    assert "javascript" not in written
    etree.fromstring(written)
    assert "<em>abc<strong>def</strong></em>ghi" in written
