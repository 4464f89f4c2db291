"""Lines at the edges of pages and of wrapped lines: what is the page's, and what is the text's (DESIGN §10)."""

from __future__ import annotations

import textwrap

from maslahat.text.document import BlockKind
from maslahat.text.plain.reader import read_text

HEAD = "A/RES/78/123\n78/123. International Day of Potato, a Crop of the Poor\n\nThe General Assembly,\n"


def wrapped(*blocks: str, width: int = 66) -> list[str]:
    return [line for block in blocks for line in textwrap.wrap(block, width, break_on_hyphens=False)]


def texts(lines: list[str]) -> list[str]:
    return [b.text for b in read_text("\n".join(lines)).all_blocks() if b.kind is not BlockKind.FORMULA]


def page(number: int, head: str = "International Day of Potato, a Crop of the Poor") -> list[str]:
    return [f"{number}/4 23-10001", "A/RES/78/123", head]


def test_a_line_of_the_text_that_begins_like_the_title_stays_at_the_edge_of_a_page() -> None:
    lines = [
        *HEAD.splitlines(),
        "1. Invites all stakeholders to contribute to and to support the",
        "International Day;",
        *page(1),
        "2. Requests the Secretary-General to bring the present resolution",
        "to the attention of all Member States and of all organizations.",
    ]
    assert texts(lines)[0].endswith("support the International Day;")


def test_a_line_that_stands_elsewhere_in_the_text_too_is_no_running_head() -> None:
    sentence = "1. Takes note of the report of the Secretary-General;"
    lines = HEAD.splitlines()
    for number in range(1, 4):
        lines += [
            "Having considered the report of the Secretary-General on a matter,",
            *page(number),
            sentence,
            "2. Endorses the conclusions;",
            "I" * number,
        ]
    lines += ["Having considered the report of the Secretary-General on a matter,", sentence]
    assert texts(lines).count("Takes note of the report of the Secretary-General;") == 4


def test_half_of_a_cited_title_stays_where_the_heads_of_other_pages_are_without_it() -> None:
    lines = [
        *HEAD.splitlines(),
        *wrapped("1. Welcomes the work that has been done in all the regions of the world so far;"),
        *page(1, "International Day of Potato, a Crop"),
        *wrapped("2. Requests the Secretary-General to report on the work at its next session;"),
        *page(2, "International Day of Potato, a Crop"),
        "3. Decides to include in its agenda the item “International Day of",
        "Potato, a Crop",
        *page(3, "International Day of Potato, a Crop"),
        "of the Poor”.",
    ]
    assert texts(lines)[-1].endswith("the item “International Day of Potato, a Crop of the Poor”.")


def test_a_running_head_that_ends_in_a_bracket_as_its_title_does_takes_the_date_below_with_it() -> None:
    title = "Decade of Healthy Ageing (2021–2030)"
    head = f"A/RES/75/131\n9 March 2021\n75/131. {title}\n\nThe General Assembly,"
    foot = ["2/4 20-17000", "", "A/RES/75/131", title, "9 March 2021", ""]
    lines = [
        *head.splitlines(),
        *wrapped("Recognizing that the prevalence of disabilities increases with age, and the need to"),
        *foot,
        "promote and protect the human rights of older persons,",
    ]
    assert texts(lines)[-1].endswith("the need to promote and protect the human rights of older persons,")


def test_a_title_without_an_enacting_formula_below_it_is_not_a_running_head() -> None:
    title = [
        "78/225. Contributions of the Commission on Crime Prevention and",
        "Criminal Justice to the Agenda",
    ]
    recital = "Recognizing the work of the Commission in the field of the prevention of crime in all regions,"
    lines = [
        "A/RES/78/225",
        "Resolution adopted by the General Assembly on 19 December 2023",
        *title,
        *wrapped(*[recital] * 8),
        *["2/9 07-55686", "A/RES/78/225", title[0]],
        *wrapped("1. Takes note of the report of the Secretary-General;", "2. Decides to remain seized."),
    ]
    found = read_text("\n".join(lines))
    assert (
        found.title
        == "Contributions of the Commission on Crime Prevention and Criminal Justice to the Agenda"
    )
    assert len(found.blocks) == 10


def test_compounds_stay_whole_though_words_are_broken() -> None:
    lines = [
        *HEAD.splitlines(),
        "Welcoming the report of the Committee that was laid be-",
        "fore it and the recommendations made in it by the Sec-",
        "retariat, and taking note of the many views",
        "Secretary-General has on the matter, and of the agree-",
        "ments that were reached under the good offices of his",
        "Special Envoys and of the results of the last confer-",
        "ence of the parties,",
        "1. Takes note also of the statement of the",
        "Secretary-General on cooperation between the United Na-",
        "tions and all the other organizations of the region;",
    ]
    assert texts(lines)[-1].startswith("Takes note also of the statement of the Secretary-General on")
    assert len(texts(lines)) == 2


def test_a_name_in_capitals_that_the_text_has_whole_is_joined() -> None:
    lines = [
        *HEAD.splitlines(),
        "Welcoming the cooperation with INTERPOL and the recommen-",
        "dations made in it, and the products of INTERPOL and the agree-",
        "ments of New Zealand for inclusion in the files of the INTER-",
        "POL databases, and the commitment of the people of New Zea-",
        "land to the requirements of the people, which New Zeal-",
        "and reported,",
    ]
    (found,) = texts(lines)
    assert "INTER-" not in found
    assert "Zeal-" not in found


def test_a_quoted_title_behind_a_comma_goes_on_with_its_sentence() -> None:
    lines = [
        *HEAD.splitlines(),
        "119. Notes the themes for the 2019 and 2020 World Maritime Day,",
        "“Empowering women in the maritime community” and “Sustainable",
        "shipping for a sustainable planet”, respectively;",
    ]
    assert len(texts(lines)) == 1


def test_a_heading_between_two_preambular_paragraphs_stands_by_itself() -> None:
    lines = [
        *HEAD.splitlines(),
        "Recalling the commitments made by the Government and by all other",
        "signatories to the Document and the commission in the region, too,",
        "Operational challenges",
        "Welcoming the improvement in the freedom of movement of the",
        "Mission,",
    ]
    assert texts(lines)[1] == "Operational challenges"
