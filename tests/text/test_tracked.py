"""Tracked changes give both texts back, notes, tables, moves and masthead included (§10)."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from maslahat.text.document import (
    Block,
    BlockKind,
    Cell,
    Cover,
    Document,
    Mark,
    MarkKind,
    Note,
    Signature,
    Table,
    call,
    paragraph,
    preambular,
    table,
)
from maslahat.text.docx.reader import read_docx
from maslahat.text.docx.tracked import write_tracked
from maslahat.text.docx.writer import write_docx

from .accepting import accepted, reading, rejected, untouched
from .test_compare import blocks

HEAD = ("State", "Share")
WORDS = "Requests the Secretary-General to report on the use of the waters of the region"


def exact(old: Document, new: Document) -> str:
    """Check that a tracked file gives both texts back; return its main part."""
    data = write_tracked(old, new)
    assert reading(accepted(data)) == plain(new)
    assert reading(rejected(data)) == plain(old)
    assert data == write_tracked(old, new)
    return part(data, "document")


def plain(doc: Document) -> Any:
    return reading(untouched(write_docx(doc)))


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml").decode()


def noted(*notes: str, words: str = WORDS) -> Document:
    made = [
        paragraph(f"{words} {n};", f"{n}.", marks=(call(f"{words} {n}", str(n)),))
        for n in range(1, len(notes) + 1)
    ]
    found = tuple(Note(str(n), text) for n, text in enumerate(notes, 1))
    return Document(title="Rivers", number="72/7.", blocks=tuple(made), notes=found)


@pytest.mark.parametrize("seed", range(6))
def test_paragraphs_that_moved_came_and_went(seed: int) -> None:
    generator = random.Random(seed)
    first = blocks(12, generator)
    second = [*first[3:9], *blocks(2, generator), *first[:3]]
    old = Document(title="Old title", number="1/1.", blocks=tuple(first))
    new = Document(title="New title", number="1/2.", blocks=tuple(second))
    main = exact(old, new)
    names = re.findall(r'<w:move(From|To)RangeStart [^>]*w:name="(\w+)"', main)
    assert {name for side, name in names if side == "From"} == {name for side, name in names if side == "To"}
    assert len(names) == 6


def test_a_note_that_stays_is_edited_in_its_place() -> None:
    old, new = noted("See A/72/33, annex.", "Ibid."), noted("See A/75/33, annex.", "Ibid.")
    exact(old, new)
    notes = part(write_tracked(old, new), "footnotes")
    assert re.search(r"<w:del [^>]*><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:delText[^>]*>72/33<", notes)
    assert re.search(r"<w:ins [^>]*><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>75/33<", notes)


def test_a_note_that_came_or_went_is_tracked_with_its_call() -> None:
    one = noted("See A/72/33, annex.")
    none = replace(one, blocks=(replace(one.blocks[0], marks=()),), notes=())
    assert re.search(r"<w:ins [^>]*><w:r><w:rPr>[^>]*></w:rPr><w:footnoteReference", exact(none, one))
    assert re.search(r"<w:del [^>]*><w:r><w:rPr>[^>]*></w:rPr><w:footnoteReference", exact(one, none))


def test_a_note_in_the_place_of_another_keeps_its_call() -> None:
    old, new = noted("A/74/366."), noted("Official Records of the Council, Supplement No. 20.")
    main = exact(old, new)
    assert not re.search(r"<w:(?:ins|del) [^>]*><w:r><w:rPr>[^/]*/></w:rPr><w:footnoteReference", main)
    notes = part(write_tracked(old, new), "footnotes")
    assert "<w:del " in notes
    assert "<w:ins " in notes
    exact(new, old)


def test_notes_are_numbered_in_the_order_of_their_calls_also_where_paragraphs_moved() -> None:
    words = ("rivers and canals", "dams and reservoirs", "wells and springs", "rain and snow")
    made = [f"{WORDS}, {word}, as told in the report on {word}" for word in words]

    def ordered(*places: int) -> Document:
        blocks = [
            paragraph(made[at], f"{n}.", marks=(call(made[at], str(n)),)) for n, at in enumerate(places, 1)
        ]
        found = tuple(Note(str(n), f"See the report on {words[at]}.") for n, at in enumerate(places, 1))
        return Document(title="Rivers", number="72/7.", blocks=tuple(blocks), notes=found)

    old, new = ordered(0, 1, 2, 3), ordered(1, 2, 3, 0)
    main = exact(old, new)
    assert "<w:moveFrom " in main
    calls = [int(found) for found in re.findall(r'footnoteReference w:id="(\d+)"', main)]
    assert calls == list(range(1, len(calls) + 1))
    notes = re.findall(r'<w:footnote w:id="(\d+)"', part(write_tracked(old, new), "footnotes"))
    assert [int(found) for found in notes] == calls


def test_notes_keep_apart_from_those_with_marks_of_their_own() -> None:
    old = noted("The same words in either note.")
    own = replace(old.blocks[0], marks=(call(WORDS, "*"),))
    exact(old, replace(old, blocks=(own,), notes=(Note("*", "The same words in either note."),)))


def test_rows_and_cells_of_a_table_are_tracked() -> None:
    rows = (("Kazakhstan", "10"), ("Kyrgyzstan", "20"), ("Tajikistan", "30"), ("Uzbekistan", "40"))
    old = Document(title="Shares", blocks=(table(HEAD, rows, "Shares of the water"),))
    changed = (rows[0], ("Turkmenistan, from 2026", "25"), ("Tajikistan", "31"), rows[3])
    main = exact(old, Document(title="Shares", blocks=(table(HEAD, changed, "Shares of the water"),)))
    assert main.count("<w:tbl>") == 1
    assert len(re.findall(r"</w:cantSplit>|<w:cantSplit/><w:ins ", main)) == 1
    assert len(re.findall(r"<w:cantSplit/><w:del ", main)) == 1


def test_a_table_of_another_frame_goes_and_comes_whole() -> None:
    old = Document(title="Shares", blocks=(table(HEAD, (("Kazakhstan", "10"),)), paragraph(WORDS, "1.")))
    wide = table((*HEAD, "Year"), (("Kazakhstan", "10", "2020"),))
    assert exact(old, Document(title="Shares", blocks=(wide, paragraph(WORDS, "1.")))).count("<w:tbl>") == 2


def test_cells_over_several_rows_keep_the_table_whole() -> None:
    def tall(last: str, rows: int) -> Block:
        made = table(HEAD, (("Kazakhstan", "10"), *(((last,),) * rows)))
        grid = made.table
        assert grid is not None
        first = replace(grid.rows[1][0], rows=rows + 1)
        return replace(
            made, table=replace(grid, rows=(grid.rows[0], (first, grid.rows[1][1]), *grid.rows[2:]))
        )

    old = Document(title="Shares", blocks=(tall("20", 1),))
    assert exact(old, Document(title="Shares", blocks=(tall("21", 1),))).count("<w:tbl>") == 1
    assert exact(old, Document(title="Shares", blocks=(tall("21", 2),))).count("<w:tbl>") == 2


def test_rows_under_tied_heads_are_tracked_one_by_one() -> None:
    heads = (
        (Cell("Item", head=True, rows=2), Cell("Dollars", head=True, columns=2)),
        (Cell("Gross", head=True), Cell("Net", head=True)),
    )

    def tabled(*rows: tuple[str, ...]) -> Document:
        body = tuple(tuple(Cell(word) for word in row) for row in rows)
        return Document(title="Costs", blocks=(Block(BlockKind.TABLE, table=Table((*heads, *body))),))

    old = tabled(("Pay", "100", "90"), ("Travel", "20", "20"))
    new = tabled(("Pay", "120", "90"), ("Rent of offices", "7", "7"), ("Travel", "20", "20"))
    main = exact(old, new)
    assert main.count("<w:tbl>") == 1
    exact(new, old)


def test_a_column_that_becomes_one_of_figures_changes_its_style_in_both_ways() -> None:
    def tabled(*cells: str) -> Document:
        rows = tuple((name, cell) for name, cell in zip("ab", cells, strict=True))
        return Document(title="Costs", blocks=(table(("Item", "Due"), rows),))

    main = exact(tabled("1 450 dollars in April", "none"), tabled("1 450", "–"))
    assert '<w:pStyle w:val="CellFigure"/>' in main
    exact(tabled("1 450", "–"), tabled("1 450 dollars in April", "none"))


def test_lines_to_sign_on_are_tracked() -> None:
    def signed(*parties: str) -> Document:
        return Document(title="Protocol", signatures=tuple(Signature(party) for party in parties))

    exact(
        signed("the Kyrgyz Republic", "Uzbekistan"), signed("the Kyrgyz Republic", "Uzbekistan", "Kazakhstan")
    )
    exact(signed("the Kyrgyz Republic"), Document(title="Protocol"))


def test_looks_levels_and_the_masthead_are_tracked() -> None:
    words = paragraph(WORDS, "(a)", 1)
    old = Document(
        title="Rivers", cover=Cover(symbol="A/RES/72/7", issued_text="1 May 2017"), blocks=(words,)
    )
    deeper = replace(words, level=2, marks=(Mark(0, 8, MarkKind.ITALIC),))
    new = Document(title="Rivers", cover=Cover(symbol="A/RES/75/272"), blocks=(deeper,))
    main = exact(old, new)
    assert "<w:pPrChange " in main
    assert "<w:rPrChange " in main
    assert "<w:del " in part(write_tracked(old, new), "header2")
    exact(replace(old, cover=Cover()), new)
    exact(old, replace(new, cover=Cover()))


def test_a_tracked_file_is_read_as_accepted() -> None:
    first, second = (
        noted("See A/72/33.", "Ibid."),
        noted("See A/75/33.", words=WORDS.replace("report", "speak")),
    )
    new = replace(second, blocks=(preambular("Recalling its resolution 70/1,"), *second.blocks))
    assert read_docx(write_tracked(first, new)).blocks == read_docx(write_docx(new)).blocks
    assert read_docx(write_tracked(first, new)).notes == new.notes
