"""Texts as `pdftotext` gives them: sheets with heads, feet and notes, letters of different width (DESIGN §10)."""

from __future__ import annotations

import random
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest
from tests.text.accounting import unaccounted

from maslahat.text.convert import read, read_bytes, written
from maslahat.text.document import BlockKind, Document
from maslahat.text.plain.reader import read_text
from maslahat.text.plain.sheets import read_sheets
from maslahat.text.plain.type import LETTERS, PRINT
from maslahat.text.structure import structure

COVER = """\
United Nations                                        A/RES/80/1

General Assembly                                      Distr.: General
                                                      20 November 2025

Eightieth session
Agenda item 65

Resolution adopted by the General Assembly on 17 November 2025
[without reference to a Main Committee (A/80/L.4 and A/80/L.4/Add.1)]

80/1. Role of a regional centre for preventive diplomacy for the
valley
The General Assembly,
"""
LAYOUT = (
    COVER
    + """\
                   Recalling the exchange of letters on the establishment of a
              regional centre in the valley, 1
                   Welcoming the membership of the countries of the valley in the
              organization, and encouraging dialogue directed towards

        1
                   See S/2025/279 and S/2025/280.


25-20520 (E)     201125
*2520520*
\f                                 Role of a regional centre for preventive diplomacy for
A/RES/80/1                                                             the valley

            collective action on water and on the integrated use of energy
            resources,
                 Recalling its Strategy 2 in the region and the declaration adopted
            on 13 June 2024, 3

                 1.   Encourages the centre to continue to liaise with the
            Governments of the region and, with their concurrence, with other
            parties concerned;
        2
                   Resolution 60/288.
        3
                   A/78/982, annex, of which the second part was issued in
              the autumn.

2/2                                                            25-20520
"""
)
PLAIN = (
    COVER
    + """\
Recalling the exchange of letters on the establishment of a
regional centre in the valley, 1
Welcoming the membership of the countries of the valley in the
organization, and encouraging dialogue directed towards

1

25-20520 (E)

*2520520*

See S/2025/279 and S/2025/280.

201125

\fA/RES/80/1

Role of a regional centre for preventive diplomacy for
the valley

collective action on water and on the integrated use of energy
resources,
Recalling its Strategy 2 in the region and the declaration adopted
on 13 June 2024,3

1.
Encourages the centre to continue to liaise with the
Governments of the region and, with their concurrence, with other
parties concerned;
2
3

2/2

Resolution 60/288.
A/78/982, annex, of which the second part was issued in
the autumn.

25-20520
"""
)
RAW = (
    COVER
    + """\
Recalling the exchange of letters on the establishment of a
regional centre in the valley,1
Welcoming the membership of the countries of the valley in the
organization, and encouraging dialogue directed towards
1
See S/2025/279 and S/2025/280.
25-20520 (E) 201125
*2520520*
\fA/RES/80/1
Role of a regional centre for preventive diplomacy for
the valley
collective action on water and on the integrated use of energy
resources,
Recalling its Strategy2
in the region and the declaration adopted
on 13 June 2024,3
1. Encourages the centre to continue to liaise with the
Governments of the region and, with their concurrence, with other
parties concerned;
2
Resolution 60/288.
3
A/78/982, annex, of which the second part was issued in
the autumn.
2/2 25-20520
"""
)
PREAMBLE = [
    ("Recalling the exchange of letters on the establishment of a regional centre in the valley,", ["1"]),
    (
        "Welcoming the membership of the countries of the valley in the organization, and encouraging dialogue "
        "directed towards collective action on water and on the integrated use of energy resources,",
        [],
    ),
    ("Recalling its Strategy in the region and the declaration adopted on 13 June 2024,", ["2", "3"]),
]
NOTES = [
    ("1", "See S/2025/279 and S/2025/280."),
    ("2", "Resolution 60/288."),
    ("3", "A/78/982, annex, of which the second part was issued in the autumn."),
]
WAYS = {"plain": PLAIN, "layout": LAYOUT, "raw": RAW}


@pytest.mark.parametrize("way", WAYS)
def test_notes_at_the_foot_of_sheets_are_taken_out_of_the_sentence(way: str) -> None:
    doc = read_text(WAYS[way])
    found = [(block.text, [mark.value for mark in block.marks]) for block in doc.preamble]
    assert found == PREAMBLE
    assert [(note.marker, note.text) for note in doc.notes] == NOTES
    assert [(block.number, block.text[:10]) for block in doc.operative] == [("1.", "Encourages")]
    assert doc.title == "Role of a regional centre for preventive diplomacy for the valley"
    assert (doc.cover.symbol, doc.cover.distribution) == ("A/RES/80/1", "General")


@pytest.mark.parametrize("way", WAYS)
def test_every_character_of_a_sheet_is_held_or_listed(way: str) -> None:
    lost, invented = unaccounted(WAYS[way], read_text(WAYS[way]))
    assert not lost
    assert not invented


def test_note_goes_on_overleaf() -> None:
    text = LAYOUT.replace(
        "See S/2025/279 and S/2025/280.", "See the letters of the Secretary-General of 7 May"
    ).replace(
        "        2\n                   Resolution 60/288.",
        "\n              and of 15 May 2025.\n        2\n                   Resolution 60/288.",
    )
    assert (
        read_text(text).notes[0].text
        == "See the letters of the Secretary-General of 7 May and of 15 May 2025."
    )


def test_numbers_of_resolutions_lend_no_digit_to_a_call() -> None:
    text = LAYOUT.replace(
        "its Strategy 2 in the region", "resolution 71/22 of 30 November 2016 and its Strategy in it"
    )
    found = next(block for block in read_text(text).preamble if "71/22" in block.text)
    assert [mark.value for mark in found.marks] == ["3"]


def test_day_at_the_end_is_no_note() -> None:
    text = LAYOUT.replace(
        "            parties concerned;\n",
        "            parties concerned;\n\n55th plenary meeting\n4 December 2025\n",
    )
    doc = read_text(text)
    assert doc.adoption.date_text == "4 December 2025"
    assert len(doc.notes) == 3


def test_lines_set_in_print_are_told_by_the_width_of_their_letters() -> None:
    words = random.Random(5).choices(
        [
            "illicit",
            "will",
            "fill",
            "with",
            "little",
            "memory",
            "commonwealth",
            "women",
            "move",
            "William",
            "Mongolia",
            "in",
            "it",
            "of",
            "the",
            "and",
            "mammoth",
            "lift",
            "jointly",
            "Assembly",
            "international",
            "dialogue",
        ],
        k=400,
    )
    paragraphs = [
        ["Recalling", *(word.lower() for word in words[n : n + 60]), "dialogue,"] for n in range(0, 360, 60)
    ]
    lines = [line for paragraph in paragraphs for line in _set(paragraph, 30_000)]
    text = "The General Assembly,\n" + "\n".join(lines) + "\n1. Decides so.\n"
    doc = read_text(text)
    assert [block.text for block in doc.preamble] == [" ".join(paragraph) for paragraph in paragraphs]


def _set(words: list[str], width: int) -> list[str]:
    """Break words into lines as print does, the first a little shorter."""
    lines, line, room = [], words[0], width - 2_000
    for word in words[1:]:
        if PRINT.size(f"{line} {word}") > room:
            lines.append(line)
            line, room = word, width
        else:
            line += f" {word}"
    return [*lines, line]


def test_measures() -> None:
    assert LETTERS.with_next(LETTERS.length(4, "of"), "the Council") == 4 + 2 + 1 + 3
    assert PRINT.size("W") > PRINT.size("i") * 3
    assert PRINT.first("5 December 2013, the Assembly") == "5 December"


def test_monospaced_text_is_measured_in_letters() -> None:
    paragraph = (
        "Recalling that " + "the women of the commonwealth will fill in the little illicit memory " * 8
    )
    lines = textwrap.wrap(paragraph.strip() + ",", 70)
    doc = read_text("The General Assembly,\n" + "\n".join(lines * 3) + "\n1. Decides so.\n")
    assert len(doc.preamble) == 3


def _shape(doc: Document) -> list[tuple[object, ...]]:
    return [
        (i.kind, i.number, i.level, "".join(i.text.split()).replace("‑", "-"), i.calls)
        for i in structure(doc)
    ]


@pytest.mark.data
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="soffice and pdftotext are not installed",
)
def test_official_word_file_comes_back_from_its_pdf(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "text" / "docx_ga72" / "N1738914.DOC"
    gold = read(source)
    (tmp_path / "official.docx").write_bytes(written(gold, "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "official.docx")], check=True, capture_output=True)
    for option in ("-layout", "-raw"):
        text = subprocess.run(
            ["pdftotext", option, str(tmp_path / "official.pdf"), "-"], check=True, capture_output=True
        ).stdout
        found = read_bytes(text, option)
        assert _shape(found) == _shape(gold), option
        assert found.blocks[0].kind is BlockKind.FORMULA


def test_call_before_its_mark_and_a_house_over_two_lines() -> None:
    text = RAW.replace("Strategy2\nin the region", "Strategy2\n, in the region").replace(
        "United Nations                                        A/RES/80/1", "United\nNations A/RES/80/1"
    )
    doc = read_text(text)
    assert doc.preamble[2].text.startswith("Recalling its Strategy, in the region")
    assert doc.cover.symbol == "A/RES/80/1"
    assert [dropped.text for dropped in doc.dropped if dropped.reason == "letterhead"] == ["United"]


def test_notes_of_the_whole_text_are_not_those_of_its_last_sheet() -> None:
    raw = [
        "Recalling the plan,1 which it",
        "adopted,2 and which",
        "\fgoes on,3 also.",
        "1 Resolution 70/1.",
        "2 Ibid.",
        "3 See A/1.",
    ]
    assert not read_sheets(raw, [line.strip() for line in raw], "", "").notes
    on_one = ["Recalling the plan, which it", "\fadopted,1 and which goes on.", "1 Resolution 70/1."]
    assert [note.text for note in read_sheets(on_one, [line.strip() for line in on_one], "", "").notes] == [
        "1 Resolution 70/1."
    ]


def test_the_formula_at_the_top_of_a_sheet_is_no_running_head_though_the_title_names_the_organ() -> None:
    raw = ["A/RES/77/1", "Work of the General Assembly", "\fA/RES/77/1", "The General Assembly,"]
    title = "Reports of the General Assembly, and work of it"
    found = read_sheets(raw, [line.strip() for line in raw], "A/RES/77/1", title)
    assert 2 in found.away
    assert 3 not in found.away
