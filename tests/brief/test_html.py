"""One file, no network, no script; the table behind every chart one click away."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from maslahat.brief import compose, render_html
from maslahat.brief.html import is_dense
from maslahat.brief.page import Column, Table

from . import factory

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Outline(HTMLParser):
    """Collects tags, ids and addresses, and checks that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.addresses += [
            str(values[name]) for name in ("src", "href", "xlink:href", "action") if values.get(name)
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def html() -> str:
    return render_html(compose(factory.result()), "24 November 2026")


@pytest.fixture(scope="module")
def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    return parser


def test_the_file_is_well_formed_and_ids_are_unique(outline: Outline) -> None:
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


def test_the_file_asks_for_nothing_from_anywhere(html: str, outline: Outline) -> None:
    assert all(address.startswith("#") for address in outline.addresses)
    assert not {"script", "link", "img", "iframe", "object"} & set(outline.tags)
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_links_in_the_page_lead_somewhere(outline: Outline) -> None:
    assert {address[1:] for address in outline.addresses} <= set(outline.ids)


def test_every_chart_has_two_widths_a_caption_and_its_table(html: str) -> None:
    figures = html.split("<figure")[1:]
    assert len(figures) == 5
    for figure in figures:
        assert figure.count("<svg") == 2
        assert "<figcaption>" in figure
        assert "<details><summary>" in figure


def test_what_is_written_is_escaped() -> None:
    result = factory.result(river_name="<b>River</b> & Sons")
    html = render_html(compose(result))
    assert "<b>River" not in html
    assert "&lt;b&gt;River&lt;/b&gt; &amp; Sons" in html


def test_a_figure_stays_with_its_unit(html: str) -> None:
    assert "holds 6.8\u00a0km³ on 1 April 2026" in html
    assert not re.search(r"<p[^>]*>[^<]*\d km³", html)


def test_the_second_line_of_a_cell_stands_apart(html: str) -> None:
    assert '+31<span class="second">+17 to +45</span>' in html


def test_the_date_is_there_only_where_given(html: str) -> None:
    assert "Printed 24 November 2026." in html
    assert "Printed" not in render_html(compose(factory.result()))


def test_short_cells_stay_a_table_on_a_telephone() -> None:
    columns = (Column("Month"), Column("Dry"))
    assert is_dense(Table("t", "T", columns, (("Apr", "1,234"),)))
    assert not is_dense(Table("t", "T", columns, (("Apr", "a long sentence"),)))
    assert not is_dense(Table("t", "T", columns * 4, (("Apr", "1") * 4,)))
