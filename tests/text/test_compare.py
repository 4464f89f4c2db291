"""Comparing texts: optimal, symmetric, with moves and splits (§10)."""

from __future__ import annotations

import itertools
import random

import pytest
from lxml import html

from maslahat.text.compare import Change, ChangeKind, compare, compare_blocks, word_edits
from maslahat.text.compare_html import write_comparison
from maslahat.text.document import Block, BlockKind, Document, paragraph
from maslahat.text.verbs import strength

VOCABULARY = ["".join(parts) for parts in itertools.product(("ka", "mo", "ri", "tu", "le"), repeat=4)]


def blocks(count: int, generator: random.Random) -> list[Block]:
    return [
        paragraph(" ".join(generator.choices(VOCABULARY, k=24)) + f" {n};", f"{n + 1}.") for n in range(count)
    ]


def test_a_moved_an_edited_an_added_and_a_removed_block_are_told_apart() -> None:
    old = blocks(8, random.Random(1))
    edited = Block(
        BlockKind.PARAGRAPH, old[2].text.replace(old[2].text.split()[3], "changed", 1), old[2].number
    )
    new = [
        old[0],
        old[6],
        old[1],
        edited,
        old[3],
        paragraph("Something that stood nowhere before", "9."),
        old[5],
        old[7],
    ]
    found = {(c.kind, c.old, c.new, c.moved) for c in compare_blocks(old, new).changes}
    assert (ChangeKind.KEPT, (6,), (1,), True) in found
    assert (ChangeKind.EDITED, (2,), (3,), False) in found
    assert (ChangeKind.ADDED, (), (5,), False) in found
    assert (ChangeKind.REMOVED, (4,), (), False) in found
    assert sum(moved for *_, moved in found) == 1


@pytest.mark.parametrize("seed", range(8))
def test_synthetic_changes_are_recovered_exactly(seed: int) -> None:
    generator = random.Random(seed)
    old = blocks(40, generator)
    words = old[20].text.split()
    halves = [paragraph(" ".join(words[:12])), paragraph(" ".join(words[12:]))]
    joined = paragraph(f"{old[30].text} {old[31].text}")
    renumbered = Block(BlockKind.PARAGRAPH, old[10].text, "99.")
    new = [
        *old[:5],
        *old[6:10],
        renumbered,
        *old[11:20],
        *halves,
        *old[21:30],
        joined,
        *old[32:],
        *blocks(1, generator),
    ]
    comparison = compare_blocks(old, new)
    by_kind: dict[ChangeKind, list[Change]] = {}
    for change in comparison.changes:
        by_kind.setdefault(change.kind, []).append(change)
    assert [change.old for change in by_kind[ChangeKind.SPLIT]] == [(20,)]
    assert [change.old for change in by_kind[ChangeKind.MERGED]] == [(30, 31)]
    assert [change.old for change in by_kind[ChangeKind.REMOVED]] == [(5,)]
    assert [change.new for change in by_kind[ChangeKind.ADDED]] == [(len(new) - 1,)]
    assert [change.old for change in by_kind[ChangeKind.KEPT] if change.renumbered] == [(10,)]
    assert len(by_kind[ChangeKind.KEPT]) == 36


def test_a_short_part_and_a_part_like_another_block_are_still_joined() -> None:
    words = VOCABULARY
    short = paragraph(" ".join(words[60:66]), "2.")
    whole = paragraph(" ".join(words[:30]), "1.")
    old = [whole, short, paragraph(" ".join(words[100:130]), "3.")]
    joined = paragraph(f"{whole.text} {short.text}", "1.")
    kinds = [(c.kind, c.old, c.new) for c in compare_blocks(old, [joined, old[2]]).changes]
    assert kinds == [(ChangeKind.MERGED, (0, 1), (0,)), (ChangeKind.KEPT, (2,), (1,))]
    # the second half of what was split is a little like a paragraph that was taken out
    like = paragraph(" ".join([*words[20:28], *words[200:210]]), "4.")
    halves = [paragraph(" ".join(words[:18]), "1."), paragraph(" ".join(words[18:30]))]
    kinds = [(c.kind, c.old, c.new) for c in compare_blocks([*old, like], [*halves, *old[1:]]).changes]
    assert (ChangeKind.SPLIT, (0,), (0, 1)) in kinds
    assert (ChangeKind.REMOVED, (3,), ()) in kinds


def test_one_paragraph_split_in_three_and_moved() -> None:
    old = blocks(6, random.Random(4))
    words = old[1].text.split()
    parts = [paragraph(" ".join(words[at : at + 9])) for at in (0, 9, 18)]
    new = [old[0], *old[2:], *parts]
    (split,) = [c for c in compare_blocks(old, new).changes if c.kind is ChangeKind.SPLIT]
    assert (split.old, split.new, split.moved) == ((1,), (5, 6, 7), True)


@pytest.mark.parametrize("seed", range(12))
def test_the_alignment_is_the_same_from_either_side(seed: int) -> None:
    generator = random.Random(seed)
    old = blocks(25, generator)
    new = old[:]
    generator.shuffle(new)
    new = [*new[:20], *blocks(4, generator)]
    there, back = compare_blocks(old, new), compare_blocks(new, old)
    assert sorted((c.old, c.new, c.moved) for c in there.changes) == sorted(
        (c.new, c.old, c.moved) for c in back.changes
    )


def test_word_edits_give_both_texts_back() -> None:
    old, new = "Encourages the States to report, in 2020;", "Requests all States to report in 2021;"
    edits = word_edits(old, new)
    assert "".join(edit.old for edit in edits) == old
    assert "".join(edit.new for edit in edits) == new
    assert ("replace", "Encourages the", "Requests all") in [(e.kind, e.old, e.new) for e in edits]


def test_a_stronger_verb_is_told() -> None:
    old = Document(
        blocks=(paragraph("Encourages all States of the region to report on the use of water;", "1."),)
    )
    new = Document(
        blocks=(paragraph("Requests all States of the region to report on the use of water;", "1."),)
    )
    assert compare(old, new).changes[0].verb == "stronger: Encourages → Requests"
    assert compare(new, old).changes[0].verb == "weaker: Requests → Encourages"
    strong, plain = strength("Strongly urges the parties"), strength("Urges the parties")
    assert strong is not None
    assert plain is not None
    assert strong.rank > plain.rank


def test_the_page_is_escaped_and_shows_both_sides() -> None:
    old = Document(blocks=(paragraph("Welcomes the <draft> of the report of the Centre;", "1."),))
    new = Document(blocks=(paragraph("Welcomes the final <report> of the Centre;", "1."),))
    page = write_comparison(compare(old, new), "old & older", "new")
    assert "&lt;" in page
    assert "<draft>" not in page
    assert "old &amp; older" in page
    assert "<ins>" in page
    assert "<del>" in page


def test_brackets_taken_away_do_not_renumber() -> None:
    draft = [paragraph("Requests the Centre to report on the use of water;]", "[2.")]
    settled = [paragraph("Requests the Centre to report on the use of water;", "2.")]
    (change,) = compare_blocks(draft, settled).changes
    assert (change.kind, change.renumbered) == (ChangeKind.EDITED, False)
    (other,) = compare_blocks(draft, [paragraph("Requests the Centre to report on use;", "3.")]).changes
    assert other.renumbered


def test_figures_and_numbers_of_resolutions_change_as_a_whole() -> None:
    old, new = (
        f"Recalling resolution {number}, releases {water} million m³ each year;"
        for number, water in (("72/7", "3,250"), ("75/272", "3,500"))
    )
    replaced = [
        (edit.old, edit.new) for edit in word_edits(old, new) if edit.kind != "same" and edit.old != edit.new
    ]
    assert replaced == [("72/7", "75/272"), ("3,250", "3,500")]


def test_paragraphs_about_other_things_are_no_edit_of_one_another() -> None:
    """The renewal of A/RES/72/7 put a new recital where another one went; the words that they share say nothing."""
    old = paragraph(
        "Welcoming the twenty-fifth anniversary of the membership of the Central Asian countries in the United Nations, "
        "reaffirming the unique role of the United Nations in the system of international relations, and encouraging "
        "political dialogue directed towards collective action to address common challenges,"
    )
    new = paragraph(
        "Noting that preventive diplomacy is a core function of the United Nations and occupies the central place among "
        "the functions of the Secretary-General, and in this regard recognizing the important role of the special "
        "political missions of the United Nations and the good offices of the Secretary-General,"
    )
    kept = [
        paragraph(f"Requests the Centre to report on the river {name};")
        for name in ("Naryn", "Vakhsh", "Chu")
    ]
    kinds = [change.kind for change in compare_blocks([old, *kept], [new, *kept]).changes]
    assert sorted(kinds) == [ChangeKind.ADDED, *[ChangeKind.KEPT] * 3, ChangeKind.REMOVED]


def test_a_changed_phrase_reads_as_one_across_small_words() -> None:
    old = "Welcoming the inauguration on 29 September of the new President of Afghanistan,"
    new = "Welcoming the start of the second year of the Government of Afghanistan,"
    edits = word_edits(old, new)
    assert "".join(edit.old for edit in edits) == old
    assert "".join(edit.new for edit in edits) == new
    assert [edit.kind for edit in edits] == ["equal", "replace", "equal"]


def test_praise_and_blame_are_not_measured_against_one_another() -> None:
    def verb(old: str, new: str) -> str:
        rest = " the report of the Centre on the use of the water of the region;"
        (change,) = compare_blocks([paragraph(old + rest)], [paragraph(new + rest)]).changes
        return change.verb

    assert verb("Supports", "Condemns") == ""
    assert verb("Regrets", "Condemns") == "stronger: Regrets → Condemns"
    assert verb("Endorses", "Takes note of") == "weaker: Endorses → Takes note"


def test_the_page_hides_what_was_kept_and_counts_verbs() -> None:
    old = [paragraph("Encourages the Centre to report on water;", "1."), paragraph("Notes the rivers;", "2.")]
    new = [paragraph("Requests the Centre to report on water;", "1."), paragraph("Notes the rivers;", "2.")]
    page = write_comparison(compare_blocks(old, new), "A/RES/75/1", "A/RES/76/1", "Water")
    assert "kept 1, edited 1, verb stronger 1" in page
    assert '<input type="checkbox" id="hide">' in page
    assert '<p dir="auto">Water</p>' in page


def test_the_page_tells_moves_and_leads_from_change_to_change() -> None:
    words = ("rivers and canals", "dams and reservoirs", "wells and springs", "rain and snow")
    old = [
        paragraph(f"Requests the Centre to report on the {word} of the region;", f"{n}.")
        for n, word in enumerate(words, 1)
    ]
    new = [*old[1:3], old[0], old[3]]
    page = html.fromstring(write_comparison(compare_blocks(old, new), "Old", "New"))
    rows = page.find("body/main/table/tbody").findall("tr")
    assert [row[0].tag + str(row[0].get("scope")) for row in rows] == ["throw"] * 4
    (moved,) = [row for row in rows if "moved" in row[0].text_content()]
    assert "from place 1 to 3" in moved[0].text_content()
    changed = [row for row in rows if row.get("id")]
    assert [row.get("id") for row in changed] == [f"c{n}" for n in range(1, len(changed) + 1)]
    targets = [link.get("href").removeprefix("#") for link in page.iter("a") if link.get("aria-label")]
    assert set(targets) <= {row.get("id") for row in changed}
    assert all("kept" not in row.get("class").split() for row in changed)
    assert [th.get("scope") for th in page.iter("thead").__next__().iter("th")] == ["col"] * 3
    assert page.find("body/main/details/dl") is not None


def test_either_side_of_the_page_has_its_own_language_and_direction() -> None:
    old, new = ([paragraph(words, "1.")] for words in ("إذ تشير إلى القرار", "Recalling the resolution;"))
    page = html.fromstring(write_comparison(compare_blocks(old, new), "Old", "New", languages=("ara", "eng")))
    sides = {(td.get("class"), td.get("lang"), td.get("dir")) for td in page.iter("td")}
    assert sides == {("old", "ar", "rtl"), ("new", None, None)}


def test_figures_in_groups_of_three_change_as_a_whole() -> None:
    def changed(old: str, new: str) -> list[tuple[str, str]]:
        return [(edit.old, edit.new) for edit in word_edits(old, new) if edit.kind != "equal"]

    assert changed("3 704 800", "64 930 800") == [("3 704 800", "64 930 800")]
    assert changed("of 2 500 dollars", "of 2 600 dollars") == [("2 500", "2 600")]
    assert changed("in 2020 100 States", "in 2021 100 States") == [("2020", "2021")]
