"""Wrapped Chinese and broken Arabic words; where and when a statement was made; options in brackets (DESIGN §10)."""

from __future__ import annotations

import re

import pytest

from maslahat.text.document import BlockKind
from maslahat.text.plain.cells import cells, chinese_measure, first_word, has_wide, one_width
from maslahat.text.plain.reader import read_text

CHINESE = [
    "大会，",
    "回顾其2017年11月17日第72/7号决议和2021年4月16日第75/272号决议，",
    "注意到预防外交是联合国的核心职能之一，而且在秘书长的职能中居于核心位置，为此确认联合国特别政治任务和秘书长斡旋在建立和平、维持和平和建设和平方面发挥重要作用，",
    "欢迎区域中心努力加强中亚各国与阿富汗的合作，并深信中亚各国的活动应考虑到该区域所有国家的利益和需要，",
    "1. 欢迎区域中心协助执行中亚各国为建设一个稳定、和平、繁荣区域采取的举措，并鼓励区域中心继续同各国政府密切合作；",
    "2. 请秘书长在现有资源范围内继续向区域中心提供必要的支助，并向大会第七十九届会议报告本决议的执行情况。",
]


def wrapped(block: str, width: int) -> list[str]:
    lines, line = [], ""
    for letter in re.findall(r"[!-~]+|.", block):
        if cells(line + letter) > width and letter not in "，。；、：":
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


@pytest.mark.parametrize("width", [40, 50, 60, 72])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_wrapped_chinese_is_read_as_the_same_text_a_block_a_line(width: int, gap: str) -> None:
    text = gap.join("\n".join(wrapped(block, width)) for block in CHINESE)
    assert [b.text for b in read_text(text).blocks] == [b.text for b in read_text("\n".join(CHINESE)).blocks]


def test_blocks_of_chinese_of_any_length_are_not_taken_for_wrapped_lines() -> None:
    assert not one_width(CHINESE)
    assert [b.number for b in read_text("\n".join(CHINESE)).blocks] == ["", "", "", "", "1.", "2."]


def test_no_space_comes_into_chinese_at_a_line_end() -> None:
    text = "\n".join("\n".join(wrapped(block, 40)) for block in CHINESE)
    assert all(" " not in block.text for block in read_text(text).blocks)


def test_the_first_word_of_a_chinese_line_keeps_its_marks() -> None:
    assert first_word("《宪章》及其宗旨") == "《宪"
    assert first_word("作，并") == "作，"
    assert first_word("COVID-19大流行") == "COVID-19"
    assert first_word(" ") == " "
    assert cells("第72/7号") == 8
    assert not has_wide("Naïve “quotes” and — dashes")


def test_a_closing_mark_that_hangs_out_is_not_counted() -> None:
    measure = chinese_measure(["中" * 20, "中" * 19 + "7", "中" * 20 + "，"])
    assert measure is not None
    assert measure.length(0, "中" * 20 + "，") == measure.length(0, "中" * 20)
    assert chinese_measure(["The General Assembly,"]) is None


def test_arabic_words_broken_at_a_hyphen_are_joined() -> None:
    lines = [
        "إن الجمعية العامة،",
        "إذ تحيط علما مع الارتياح بتقرير الأمين العام عن التعاون بين الأمم المت-",
        "حدة والمنظمات الإقليمية والمنظمات الأخرى وجميع الدول الأعضاء في المن-",
        "طقة،",
    ]
    assert read_text("\n".join(lines)).blocks[1].text.endswith("وجميع الدول الأعضاء في المنطقة،")


@pytest.mark.parametrize(
    "line",
    [
        "Tashkent, 15 March 2023",
        "Dushanbe, Tajikistan, 6 August 2023",
        "г. Душанбе, 14 сентября 2023 года",
        "Madrid — 10 April 2002.",
    ],
)
def test_where_and_when_a_statement_was_made_closes_it(line: str) -> None:
    found = read_text(
        f"Joint statement of the Heads of State\n\n1. We welcome the progress.\n\n2. We meet again.\n\n{line}\n"
    )
    assert found.closing == (line,)
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH] * 2


def test_a_place_and_a_date_within_a_statement_stay_where_they_are() -> None:
    text = "Joint statement of the Heads of State\n\nTashkent, 15 March 2023\n\n1. We welcome the progress.\n"
    assert read_text(text).closing == ()
    text = "Joint statement\n\n1. We met in\n\nTashkent, 15 March 2023\n\n2. We meet again.\n"
    assert "Tashkent, 15 March 2023" in [block.text for block in read_text(text).blocks]


def test_options_in_brackets_are_paragraphs_and_keep_their_brackets() -> None:
    text = (
        "Protocol on the sharing of water\n\nArticle 1\nScope\n1. The parties shall share the water.\n"
        "[Option A: The parties shall meet each year.]\n[Option B: The parties shall meet twice a year.]\n"
        "2. [Option A: By consensus.] [Option B: By a majority.]\n"
    )
    found = [(block.kind, block.number, block.text) for block in read_text(text).blocks[1:]]
    assert found == [
        (BlockKind.PARAGRAPH, "1.", "The parties shall share the water."),
        (BlockKind.PARAGRAPH, "", "[Option A: The parties shall meet each year.]"),
        (BlockKind.PARAGRAPH, "", "[Option B: The parties shall meet twice a year.]"),
        (BlockKind.PARAGRAPH, "2.", "[Option A: By consensus.] [Option B: By a majority.]"),
    ]
