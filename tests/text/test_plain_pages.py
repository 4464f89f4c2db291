"""Wrapped texts with what pages add to them (DESIGN §10): each way of setting gives the same structure."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from maslahat.text.document import BlockKind
from maslahat.text.plain.reader import read_text
from maslahat.text.structure import structure

TITLE = "Cooperative measures on the transparency and sharing of the waters of the region"
BLOCKS = [
    "United Nations",
    "A/RES/76/135",
    "General Assembly",
    "Resolution adopted by the General Assembly on 16 December 2021",
    f"76/135. {TITLE}",
    "The General Assembly,",
    "Recalling its resolution 986 (1995) and the outcome of the meeting of the Heads of State held in Dubai, United "
    "Arab Emirates, which was devoted to the Second World War, and to what States have learned since,",
    "Noting the session that was held from Tuesday, 18 May, to Thursday, 20 May 2021, and the decision-making there,",
    "1. Requests the Secretary-General, in close consultation with the Governments of the region, to report on short- "
    "and long-term measures, and on counter-terrorism, to the General Assembly at its seventy-eighth session;",
    "2. Encourages the States of the region to deepen their cooperation in the following fields, among others:",
    "(a) The monitoring of glaciers, of snow and of river flow, and the timely publication of measurements;",
    "(b) The joint operation of reservoirs in the interest of energy in winter and of irrigation in summer;",
    "3. Decides to remain seized of the matter and to consider it again at the seventy-eighth session of the Assembly.",
    "53rd plenary meeting",
    "16 December 2021",
]
FURNITURE = {
    "none": [],
    "number": ["{n}"],
    "number and blank lines": ["", "{n}", "", ""],
    "page": ["", "Page {n}"],
    "dashes": ["- {n} -"],
    "of": ["{n}/9"],
    "job and symbol": ["22-12345 {n}/9", "", "A/RES/76/135", ""],
    "bar code": ["*2119160*", "{n}/9 21-19160"],
    "symbol and title": ["", "{n}", "", f"A/RES/76/135  {TITLE}", ""],
    "title cut": ["{n}/4", TITLE[:38], ""],
    "date": ["A/RES/76/135", "4 January 2022", ""],
    "form feed": ["\f"],
}


def paged(width: int, blank: bool, furniture: list[str], every: int = 9) -> str:
    """The blocks wrapped, `furniture` after each so many lines of the text."""
    out: list[str] = []
    left, page = every + 7, 1
    for block in BLOCKS:
        for line in textwrap.wrap(block, width, break_long_words=False, break_on_hyphens=False):
            out.append(line)
            left -= 1
            if not left:
                out += [part.format(n=page) for part in furniture]
                left, page = max(every, 12), page + 1
        if blank:
            out.append("")
    return "\n".join(out) + "\n"


WANTED = structure(read_text("\n".join(BLOCKS) + "\n"))


@pytest.mark.parametrize("kind", FURNITURE)
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_every_way_of_setting_gives_the_same_structure(width: int, blank: bool, kind: str) -> None:
    assert structure(read_text(paged(width, blank, FURNITURE[kind]))) == WANTED


def test_the_whole_text_is_read_from_one_block_a_line() -> None:
    kinds = [item.kind for item in WANTED]
    assert kinds == ["formula", *["preamble"] * 2, *["paragraph"] * 5]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: textwrap.indent(text, " " * 8),
        lambda text: text.replace("\n", "\n\n"),
    ],
)
def test_line_ends_margins_and_double_spacing_change_nothing(change: Callable[[str], str]) -> None:
    assert structure(read_text(change(paged(72, False, [])))) == WANTED


def test_first_lines_that_are_indented_begin_paragraphs() -> None:
    lines = [
        line
        for block in BLOCKS
        for line in textwrap.wrap(
            block, 70, initial_indent="    ", break_long_words=False, break_on_hyphens=False
        )
    ]
    assert structure(read_text("\n".join(lines))) == WANTED


def test_a_word_broken_by_the_setting_is_joined_and_a_compound_keeps_its_hyphen() -> None:
    text = (
        "The Security Council,\nRecalling the report of the Secretary-General on the imple-\nmentation of the counter-\n"
        "terrorism strategy and on the coop-\neration of the Governments of the region with the organi-\nzations,\n"
        "1. Requests the Secretary-General to report on short-\nand long-term measures for the implementation;\n"
    )
    doc = read_text(text)
    words = " ".join(block.text for block in doc.blocks)
    assert "implementation of the counter-terrorism strategy" in words
    assert "cooperation of the Governments" in words
    assert "organizations" in words
    assert "short- and long-term" in words
    assert [dropped.reason for dropped in doc.dropped] == ["hyphen of a word broken at a line end"] * 3


def test_the_title_cited_in_the_text_is_no_running_head() -> None:
    text = "\n".join(
        [
            "77/1. Implementation of the Declaration",
            "The General Assembly,",
            "Having examined the report on the",
            "Implementation of the Declaration",
            "for 2021, and its annex,",
            "1. Decides so.",
            "",
        ]
    )
    blocks = read_text("A/RES/77/1\n" + text).blocks
    assert blocks[1].text == (
        "Having examined the report on the Implementation of the Declaration for 2021, and its annex,"
    )


def test_a_paragraph_of_a_draft_keeps_its_brackets_with_its_label() -> None:
    text = "\n".join(
        [
            "Draft resolution",
            "The General Assembly,",
            "[Noting the concern of [some] States,]",
            "1. Encourages the parties to share data;",
            "[1 bis. Requests a report;]",
            "2 ter. Invites the parties:",
            "[(a) To release water;]",
            "(a bis) To deliver [300] [350] million m3;",
            "[5 bis.] Requests a review.",
        ]
    )
    found = [(block.kind, block.number, block.level) for block in read_text(text).blocks[1:]]
    paragraph = BlockKind.PARAGRAPH
    assert found == [
        (BlockKind.PREAMBLE, "", 0),
        (paragraph, "1.", 0),
        (paragraph, "[1 bis.", 0),
        (paragraph, "2 ter.", 0),
        (paragraph, "[(a)", 1),
        (paragraph, "(a bis)", 1),
        (paragraph, "[5 bis.]", 0),
    ]


def test_a_protocol_has_articles_closing_words_and_lines_to_sign_on() -> None:
    text = "\n".join(
        [
            "Protocol on the Use of Water",
            "The Parties,",
            "Recognizing the need for joint use of water,",
            "Article 1",
            "Purpose",
            "1. The Parties share the releases of the reservoir.",
            "(a) in summer, 6.5 billion m3;",
            "Done at Bishkek on 17 March 1998, in two originals.",
            "For the Kyrgyz Republic: ______",
            "Annex",
            "Volumes",
            "Month\tVolume",
            "June\t650",
        ]
    )
    doc = read_text(text)
    assert [str(block.kind) for block in doc.blocks] == [
        "preamble",
        "preamble",
        "article",
        "paragraph",
        "paragraph",
    ]
    assert doc.closing
    assert doc.signatures[0].party == "the Kyrgyz Republic"
    assert doc.annexes[0].title == "Volumes"
    assert doc.annexes[0].blocks[0].table
    assert doc.dropped[-1].text == "For : ______"


def test_a_sticking_out_cover_line_does_not_tear_a_paragraph_that_stands_apart() -> None:
    """Where blank lines stand between blocks, a line that is short for its width ends none."""
    doc = read_text(
        "A/RES/77/125\n\nGeneral Assembly\n\n"
        + "Resolution adopted by the General Assembly on 12 December 2022, on the report of the Special Political and "
        "Decolonization Committee (Fourth Committee) (A/77/402)\n\n77/125. The occupied Syrian Golan\n\n"
        "The General Assembly,\n\nHaving considered the report of the Special Committee to Investigate Israeli\n"
        "Practices Affecting the Human Rights of the Palestinian People,\n\n"
        "1. Requests the Secretary-General to report to the General Assembly thereon at\nits next session;\n\n"
        "2. Calls upon all the States to take the measures that are needed so that the\n"
        "resolution be implemented, and to inform the Secretary-General of those that\nthey have taken.\n"
    )
    assert len(doc.blocks) == 4
    assert "Israeli Practices" in doc.blocks[1].text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Recalling its resolutions 1547 (2004) of 11 June 2004, 1556 (2004) of 30 July",
            "2004 and 1574 (2004),",
        ),
        (
            "Recalling the mandate of the United Nations Advance Mission in the Sudan",
            "(UNAMIS), as extended,",
        ),
        ("Having considered the question of the recommendation for the post of the", "Secretary-General,"),
    ],
)
def test_a_text_whose_only_broken_line_goes_on_without_lower_case_is_wrapped(first: str, second: str) -> None:
    doc = read_text(f"S/RES/1585 (2005)\n\nThe Security Council,\n\n{first}\n{second}\n\n1. Decides so.\n")
    assert [block.text for block in doc.blocks] == [
        "The Security Council,",
        f"{first} {second}",
        "Decides so.",
    ]


def test_dates_and_symbols_after_a_full_line_are_lines_of_their_own() -> None:
    doc = read_text(
        "S/RES/1 (2004)\nThe Security Council,\nDecides to remain seized of the matter under its agenda\n"
        "Statement of the parties meeting in the capital of the State\n5 June 2004\n"
    )
    assert "5 June 2004" not in " ".join(block.text for block in doc.blocks[:-1])


def test_labels_that_count_on_past_a_heading_open_blocks() -> None:
    """A label after the one before the heading opens a block, though the line before is full."""
    text = (
        "S/RES/1856 (2008)\nThe Security Council,\n1. Decides that the mission shall have this mandate for the whole of\n"
        "its time:\n(l) Monitor the movements of armed groups in the territory of the State, as\nfar as it can;\n"
        "Territorial security of the Democratic Republic of the Congo and such\n"
        "(m) Observe and report in a timely manner on the position of armed groups;\n"
        "2. Welcomes the decisions of the African Union at its 644th meeting and its\n"
        "647th meeting held on 13 January 2017, and the steps that followed after;\n"
        "3. Decides to remain seized of the matter.\n"
    )
    doc = read_text(text)
    assert [block.number for block in doc.blocks] == ["", "1.", "(l)", "", "(m)", "2.", "3."]
    assert "647th meeting held on" in doc.blocks[5].text


def test_a_closed_meeting_is_the_meeting() -> None:
    doc = read_text(
        "S/RES/1715 (2006)\n\nThe Security Council,\n\n1. Decides so.\n\n5547th (closed) meeting\n9 October 2006\n"
    )
    assert (doc.adoption.meeting, len(doc.blocks)) == ("5547th (closed) meeting", 2)


def test_a_long_number_that_a_line_asks_for_is_no_bar_code() -> None:
    doc = read_text(
        "S/RES/2371 (2017)\n\nThe Security Council,\n\n1. Designates the person whose passport, issued in the capital,\n"
        "bears no other mark than its number, which is passport no.:\n472234895\n\n2. Decides to remain seized.\n"
    )
    assert doc.blocks[1].text.endswith("no.: 472234895")


def test_status_over_two_lines_gives_its_meeting_and_the_bars_of_old_pages_go() -> None:
    doc = read_text(
        "Security Council\nResolution 1325 (2000)\nAdopted by the Security Council at its 4213th meeting, on\n31 October 2000\n"
        "The Security Council,\nRecalling its resolutions 1261 (1999) of 25 August 1999, 1265 (1999) of 17\nSeptember 1999,\n"
        "00-72018 (E)\n`````````\nS/RES/1325 (2000)\nExpressing concern that civilians account for the vast majority of those\n"
        "affected by armed conflict,\n1. Decides to remain actively seized of the matter.\n"
    )
    assert (doc.adoption.meeting, doc.adoption.date_text) == ("4213th meeting", "31 October 2000")
    assert [block.text[:10] for block in doc.preamble] == ["Recalling ", "Expressing"]
    assert "`````````" in [dropped.text for dropped in doc.dropped]


@pytest.mark.parametrize("indent", ["    ", ""])
def test_notes_at_the_end_stay_there_where_form_feeds_part_the_sheets_of_even_letters(indent: str) -> None:
    notes = [
        "1 Resolution 70/1.",
        "2 See A/71/10, which was issued under the same title in the year before that one.",
    ]
    called = [
        block.replace("(1995) and", "(1995)1 and").replace("learned since,", "learned since,2")
        for block in BLOCKS
    ]
    lines = [
        line
        for block in [*called, *notes]
        for line in textwrap.wrap(
            block, 66, initial_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    ]
    lines[16] = "\f" + lines[16]  # the calls stand on the sheet before
    found = structure(read_text("\n".join(lines)))
    assert [item.text for item in found if item.kind == "note"] == [note.split(" ", 1)[1] for note in notes]
    assert found[1].calls == ("1", "2")
    assert [(item.kind, item.number, item.text) for item in found[:8]] == [
        (item.kind, item.number, item.text) for item in WANTED
    ]
