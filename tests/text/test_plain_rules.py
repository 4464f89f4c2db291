"""Rules of the plain-text reader found on the official texts (DESIGN §10), each on a small example."""

from __future__ import annotations

import textwrap

from maslahat.text.akn.reader import read_akn
from maslahat.text.document import BlockKind, Document, MarkKind
from maslahat.text.plain.reader import read_text

COVER = "United Nations\nA/RES/77/1\nGeneral Assembly\n77/1. A title\nThe General Assembly,\n"


def calls(doc: Document) -> list[str]:
    return [mark.value for block in doc.blocks for mark in block.marks if mark.kind is MarkKind.NOTE]


def test_a_call_behind_a_year_is_told_from_an_amount() -> None:
    text = (
        COVER
        + "Recalling the Convention of 2004,1 and an amount of 20,641,500 dollars,\n1. Decides so.\n1 See A/1.\n"
    )
    doc = read_text(text)
    assert calls(doc) == ["1"]
    assert "20,641,500" in doc.preamble[0].text
    assert doc.preamble[0].text.startswith("Recalling the Convention of 2004, and")


def test_figures_of_names_and_rows_are_no_lost_notes() -> None:
    text = COVER + "Noting OP4 of that text and 2,4,6-Trinitrotoluene,\n1. Decides so.\n"
    assert calls(read_text(text)) == []


def test_a_preambular_paragraph_whose_comma_is_forgotten_is_no_heading() -> None:
    text = (
        COVER
        + "Acting under the Charter of the United Nations and its own rules of procedure\n1. Decides so.\n"
    )
    assert [block.kind for block in read_text(text).blocks][1] is BlockKind.PREAMBLE


def test_a_cell_over_all_columns_is_a_row() -> None:
    text = COVER + "1. Approves:\nOffice\tPosts\tLevel\nDepartment of Support\nFirst\t1\tP-4\n"
    tables = [block.table for block in read_text(text).blocks if block.table]
    assert len(tables) == 1
    assert [len(row) for row in tables[0].rows] == [3, 1, 3]


def test_a_text_without_its_formula_is_still_a_resolution() -> None:
    cover = "A/RES/78/225\nResolution adopted by the General Assembly on 19 December 2023\n78/225. A title\n"
    doc = read_text(cover + "Reaffirming its resolution 70/1,\n1. Recalls the commitment made by States.\n")
    assert [block.kind for block in doc.blocks] == [BlockKind.PREAMBLE, BlockKind.PARAGRAPH]
    assert doc.title == "A title"


def test_a_wrapped_heading_before_a_numbered_paragraph_is_apart() -> None:
    body = [
        "1. Requests the Secretary-General to keep the Council informed before any such change to the mission;",
        "Sanctions measures",
        "2. Calls upon all States to implement the measures and to report to the Council within ninety days.",
    ]
    lines = [part for line in body for part in textwrap.wrap(line, 62)]
    doc = read_text(COVER + "\n".join(lines) + "\n")
    found = [(block.kind, block.number) for block in doc.blocks[1:]]
    assert found == [
        (BlockKind.PARAGRAPH, "1."),
        (BlockKind.HEADING, ""),
        (BlockKind.PARAGRAPH, "2."),
    ]


def test_a_french_statement_has_its_opening_sentence() -> None:
    opening = "À la 4174e séance du Conseil de sécurité, le Président a fait la déclaration suivante :"
    text = f"S/PRST/2000/25\nDéclaration du Président du Conseil de sécurité\n{opening}\n« Le Conseil prie les États. »\n"
    assert read_text(text).blocks[0].kind is BlockKind.INTRO


def test_a_paragraph_all_in_bold_is_read_as_a_heading_from_akn() -> None:
    p = '<paragraph class="SingleTxt"><content><p>{}</p></content></paragraph>'
    body = p.format('<span class="bold">Human rights</span>') + p.format("Human rights matter.")
    head = (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">'
    )
    doc = read_akn(f"{head}<mainBody>{body}</mainBody></statement></akomaNtoso>".encode())
    assert [block.kind for block in doc.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]
