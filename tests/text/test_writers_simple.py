"""The draft protocol of an agreement as text and as HTML (§10)."""

from __future__ import annotations

import re

from lxml import etree

from maslahat import text as t


def test_text_wraps_and_keeps_every_word(protocol: t.Document) -> None:
    written = t.write_text(protocol, width=40)
    whole = ("|", "For ")  # rows of tables and signatures stand on a line each
    assert max(len(line) for line in written.splitlines() if not line.startswith(whole)) <= 40
    flat = " ".join(written.split())
    for words in (
        "Article 1 Releases",
        "1. The Parties shall",
        "each day alike;¹",
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
