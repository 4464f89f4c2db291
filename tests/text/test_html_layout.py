"""What a person sees and hears of a page: tables in a box of their own, ways to notes and back, the dark (DESIGN §10)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from maslahat import text as t
from maslahat.text.convert import read_bytes, written
from maslahat.text.document import Cell, Cover, Document, Mark, MarkKind, Note, Organ, Table

BRACKETED = "[without reference to a Main Committee (A/72/L.4 and A/72/L.4/Add.1)]"
SPONSORED = "Kazakhstan, Kyrgyzstan and Uzbekistan: draft resolution"
WORDS = "Recalling the exchange of letters,"
COSTS = Table(
    (
        (Cell("Item", head=True, rows=2), Cell("Dollars", head=True, columns=2)),
        (Cell("Gross", head=True), Cell("Net", head=True)),
        (Cell("Pay", head=True), Cell("1 450"), Cell("(20.5)")),
        (Cell("Rent"), Cell("–"), Cell("7")),
    )
)


def article(doc: Document) -> html.HtmlElement:
    return html.fromstring(written(doc, "html").decode())


def with_table(table: Table, caption: str = "") -> Document:
    return Document(title="Costs", blocks=(replace(t.table((), (), caption), table=table),))


def test_a_table_stands_in_a_box_that_is_reached_by_the_keyboard() -> None:
    page = article(with_table(COSTS, "Table 1"))
    (box,) = page.find_class("table-box")
    assert (box.get("tabindex"), box.get("role"), box.get("aria-label")) == ("0", "region", "Table 1")
    assert [child.tag for child in box] == ["table"]
    assert ".table-box{overflow-x:auto" in written(with_table(COSTS), "html").decode()


def test_heads_are_heads_of_columns_or_rows_and_figures_stand_at_the_right() -> None:
    page = article(with_table(COSTS))
    assert [len(group.findall("tr")) for group in page.iter("thead", "tbody")] == [2, 2]
    scopes = [(th.text_content(), th.get("scope")) for th in page.iter("th")]
    assert scopes == [(name, "col") for name in ("Item", "Dollars", "Gross", "Net")] + [("Pay", "row")]
    assert [cell.text_content() for cell in page.find_class("figure")] == [
        "Gross",
        "Net",
        "1 450",
        "(20.5)",
        "–",
        "7",
    ]


@pytest.mark.parametrize("rows", [COSTS.rows, COSTS.rows[:2], COSTS.rows[2:], ((),), ()])
def test_a_table_comes_back_whatever_rows_it_has(rows: tuple[tuple[Cell, ...], ...]) -> None:
    doc = with_table(Table(rows), "Table 1")
    again = read_bytes(written(doc, "html"), "x")
    assert again.blocks == doc.blocks
    text = written(doc, "html").decode()
    for name in ("thead", "tbody", "tr", "table", "div"):
        assert len(re.findall(f"<{name}[ >]", text)) == text.count(f"</{name}>"), name


def test_every_note_leads_back_to_its_own_call() -> None:
    marks = tuple(Mark(at, at, MarkKind.NOTE, "*") for at in (9, len(WORDS)))
    notes = (Note("*", "First."), Note("*", "Second."), Note("*", "Called by nothing."))
    page = article(Document(title="Notes", blocks=(t.preambular(WORDS, marks),), notes=notes))
    calls = [(sup.get("id"), sup[0].get("href")) for sup in page.find_class("call")]
    assert calls == [("call-*", "#note-*"), ("call-*-2", "#note-*-2")]
    feet = [
        (p.get("id"), [a.get("href") for a in p.iter("a")])
        for p in page.iter("p")
        if "note-" in p.get("id", "")
    ]
    assert feet == [("note-*", ["#call-*"]), ("note-*-2", ["#call-*-2"]), ("note-*-3", [])]


@pytest.mark.parametrize(
    ("said", "name", "tag"), [(BRACKETED, "proponent", "em"), (SPONSORED, "proponent sponsors", None)]
)
def test_who_put_a_text_forward_is_set_as_the_un_does_and_comes_back(
    said: str, name: str, tag: str | None
) -> None:
    cover = Cover("General Assembly", "A/RES/72/7", proponent=said)
    doc = Document(title="Rivers", organ=Organ.GENERAL_ASSEMBLY, cover=cover)
    (line,) = [p for p in article(doc).iter("p") if p.get("class") == name]
    assert [one.text for one in line.iter("em")][:1] == ([said[1:40]] if tag else [])
    assert read_bytes(written(doc, "html"), "x").cover.proponent == said


def test_the_page_has_colours_for_the_dark_and_the_fragment_has_none() -> None:
    doc = with_table(COSTS)
    whole = written(doc, "html").decode()
    assert "@media(prefers-color-scheme:dark)" in whole
    assert "prefers-color-scheme" not in t.write_html(doc)
    assert whole.index("<main>") < whole.index("<article") < whole.index("</main>")
