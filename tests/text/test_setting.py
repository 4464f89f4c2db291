"""What the setting of a plain text says where its words leave it open (DESIGN §10): underlines, parts set apart."""

from __future__ import annotations

import pytest

from maslahat import text as t
from maslahat.core import InputError
from maslahat.text.plain.reader import read_text
from maslahat.text.structure import structure

HEAD = "United Nations\n\nS/RES/9999 (2031)\n\nResolution 9999 (2031)\n\n\n"
FORMULA = "The Security Council,\n\n"
AMBIGUOUS = "Remaining committed to lasting stability in the basin,\n\n"
NUMBERED = "1. Decides to remain seized of the matter.\n"


def kinds(text: str) -> list[str]:
    return [str(block.kind) for block in read_text(text).blocks]


def test_two_blank_lines_before_it_open_the_operative_part() -> None:
    recital = "Recalling its resolution 1 (1946),\n\n"
    assert kinds(HEAD + FORMULA + recital + AMBIGUOUS + NUMBERED)[1:3] == ["preamble", "preamble"]
    told = HEAD + FORMULA + recital + "\n" + AMBIGUOUS + NUMBERED
    assert kinds(told) == ["formula", "preamble", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "Recalling its resolution 1 (1946),\n\n\nNoting the report,\n\n\n",  # twice between formula and paragraph
        "Recalling its resolution 1 (1946),\n\n\n\nNoting the report,\n\n",  # three blank lines
    ],
)
def test_blank_lines_that_keep_no_custom_say_nothing(elsewhere: str) -> None:
    assert kinds(HEAD + FORMULA + elsewhere + NUMBERED) == ["formula", "preamble", "preamble", "paragraph"]


def test_without_blank_lines_before_the_formula_those_within_say_nothing() -> None:
    text = (
        HEAD.rstrip() + "\n\n" + FORMULA + "Recalling its resolution 1 (1946),\n\n\n" + AMBIGUOUS + NUMBERED
    )
    assert kinds(text) == ["formula", "preamble", "preamble", "paragraph"]


def test_an_underlined_line_is_a_heading_and_then_no_other_is() -> None:
    text = (
        HEAD
        + FORMULA
        + "1. Notes the report;\n\nReporting\n---------\n\n2. Asks for another;\n\nIraq\n\n3. Ends.\n"
    )
    doc = read_text(text)
    assert [(str(b.kind), b.text) for b in doc.blocks if not b.number][1:] == [
        ("heading", "Reporting"),
        ("paragraph", "Iraq"),
    ]
    assert [(d.text, d.reason) for d in doc.dropped if set(d.text) == {"-"}] == [
        ("---------", "line under a heading")
    ]


def test_a_rule_of_another_width_is_no_underline() -> None:
    doc = read_text(HEAD + FORMULA + "1. Notes the report;\n\nIraq\n--------------\n\n2. Ends.\n")
    assert any(d.reason == "rule between text and notes" for d in doc.dropped)


def test_what_the_words_leave_open_survives_as_text() -> None:
    doc = t.Document(
        kind=t.DocumentKind.RESOLUTION,
        organ=t.Organ.SECURITY_COUNCIL,
        title="The basin",
        blocks=(
            t.Block(t.BlockKind.FORMULA, "The Security Council,"),
            t.preambular("Recalling its resolution 1 (1946),"),
            t.Block(t.BlockKind.PARAGRAPH, "Remaining committed to lasting stability in the basin,"),
            t.Block(t.BlockKind.PARAGRAPH, "Decides to remain seized of the matter."),
        ),
        annexes=(
            t.Annex(
                "Annex",
                "Benchmarks of the mission and of those who work with it in all the districts of the basin",
                (
                    t.heading("1. Nuclear"),
                    t.Block(t.BlockKind.PARAGRAPH, "Indicators"),
                    t.Block(t.BlockKind.PARAGRAPH, "Ambassador Heidi Example"),
                ),
            ),
        ),
    )
    for width in (0, 60, 80):
        assert structure(read_text(t.write_text(doc, width))) == structure(doc)


def test_a_note_called_in_a_table_keeps_its_place() -> None:
    note = t.Note("1", "As of 2031.")
    cell = t.Cell("Share", marks=(t.Mark(5, 5, t.MarkKind.NOTE, "1"),))
    doc = t.Document(
        kind=t.DocumentKind.RESOLUTION,
        blocks=(
            t.Block(t.BlockKind.FORMULA, "The General Assembly,"),
            t.paragraph("Adopts the table:", "1."),
            t.Block(t.BlockKind.TABLE, table=t.Table(((cell, t.Cell("km²")), (t.Cell("a"), t.Cell("7"))))),
        ),
        notes=(note,),
    )
    table = read_text(t.write_text(doc)).blocks[-1].table
    assert table is not None
    assert [(c.text, [m.value for m in c.marks]) for c in table.rows[0]] == [("Share", ["1"]), ("km²", [])]


def test_no_line_ends_with_a_hyphen_that_a_space_follows() -> None:
    words = "Welcomes more regular briefings by the Under-Secretary-General/ Executive Director and the pre- and post-war"
    doc = t.Document(kind=t.DocumentKind.RESOLUTION, blocks=(t.paragraph(f"{words} offices.", "1."),))
    for width in range(30, 100):
        assert not [line for line in t.write_text(doc, width).splitlines() if line.endswith(("-", "/"))]


def test_two_notes_of_one_number_are_both_kept() -> None:
    """A number that stood twice once ended the notes, and those before it became paragraphs."""
    text = (
        HEAD
        + FORMULA
        + "Recalling its resolution 1 (1946),¹ and the report,²\n\n\n1. Notes the report² and the plan;³\n\n2. Ends.\n"
        + "\n\n_______________\n\n¹ S/1.\n\n² S/2.\n\n² S/3.\n\n³ S/4.\n"
    )
    doc = read_text(text)
    assert [(note.marker, note.text) for note in doc.notes] == [
        ("1", "S/1."),
        ("2", "S/2."),
        ("2", "S/3."),
        ("3", "S/4."),
    ]
    assert doc.blocks[-1].text == "Ends."


@pytest.mark.parametrize("text", ["1/2\n---\n", "Page 1 of 2\n-----------\n"])
def test_an_underlined_line_that_is_set_aside_leaves_no_text_and_a_sentence(text: str) -> None:
    """The head of a page and a line under it, and nothing more, once broke the reader."""
    with pytest.raises(InputError, match="no text"):
        read_text(text)
