"""Labels whose space is lost, and rows of tables that begin with one (DESIGN §10)."""

from __future__ import annotations

import pytest

from maslahat.text.document import BlockKind, Document
from maslahat.text.plain.reader import read_text

COVER = "A/RES/77/1\n77/1. A title\nThe General Assembly,\nRecalling its resolutions,\n"


def numbered(doc: Document) -> list[tuple[str, str]]:
    return [(block.number, block.text) for block in doc.blocks if block.kind is BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    "words",
    [
        "(a) If the Committee so decides, the request shall be forwarded;",
        "(1) Koang (2) Rambang (3) Chol;",
        "‘Vessels’ designed for such use;",
        "\u200eReaffirms its decision of that year;",
        "emphasizes that the efforts go on;",
        "7th of Tir, a company;",
    ],
)
def test_a_label_without_its_space_is_one_whatever_stands_behind_it(words: str) -> None:
    doc = read_text(f"{COVER}1.Decides so;\n2.{words}\n")
    assert numbered(doc) == [("1.", "Decides so;"), ("2.", words)]


def test_lower_case_behind_a_figure_that_does_not_count_on_is_no_label() -> None:
    doc = read_text(f"{COVER}1.Decides so;\n9.emphasizes that the efforts go on;\n")
    assert numbered(doc)[1] == ("", "9.emphasizes that the efforts go on;")


def test_an_initial_glued_to_a_label_is_no_part_of_it() -> None:
    doc = read_text(f"{COVER}1.Decides so;\n2.M. Babaie Industries, which is designated;\n")
    assert numbered(doc)[1] == ("2.", "M. Babaie Industries, which is designated;")


def test_a_label_set_twice_is_that_of_a_heading() -> None:
    doc = read_text(f"{COVER}1. Decides so:\nA. A. Pension Administration\n2. Decides more.\n")
    assert [block.kind for block in doc.blocks][-2:] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_rows_of_a_table_may_begin_with_a_figure_and_stand_apart(gap: str) -> None:
    rows = [
        "Income section\tAmount (United States dollars)",
        "\t",
        "1.Income from staff assessment\t283 437 900",
        "2.General income\t19 265 100",
        "Total\t302 703 000",
    ]
    text = f"\n{gap}".join([*COVER.splitlines(), "1.Decides so:", *rows, "2.Decides more."])
    tables = [block.table for block in read_text(text).blocks if block.table]
    assert [len(row) for row in tables[0].rows] == [2] * 4


def test_a_first_cell_may_be_empty_between_rows_that_stand_apart() -> None:
    rows = [
        "\tGross\tNet of staff assessment",
        "\t(United States dollars)",
        "Estimates\t97 194 000\t88 029 600",
    ]
    text = "\n\n".join([*COVER.splitlines(), "1.Decides so:", *rows, "2.Decides more."])
    tables = [block.table for block in read_text(text).blocks if block.table]
    assert [len(row) for row in tables[0].rows] == [3, 2, 3]


def test_a_numbered_paragraph_with_a_tab_behind_a_table_is_none_of_its_rows() -> None:
    text = "\n\n".join(
        [*COVER.splitlines(), "1.\tDecides so:", "Office\tPosts", "First\t2", "2.\tDecides more."]
    )
    assert numbered(read_text(text))[1] == ("2.", "Decides more.")
