"""Form feeds in a text file whose notes stand at its end: they are not the notes of the last sheet (DESIGN §10)."""

from __future__ import annotations

import pytest

from maslahat.text.document import MarkKind
from maslahat.text.plain.reader import read_text

HEAD = ["A/RES/75/188", "75/188. Freedom of religion or belief", "", "The General Assembly,"]
FIRST = [
    "    Recalling article 18 of the International Covenant on Civil and",
    "Political Rights,1 article 18 of the Universal Declaration of Human",
    "Rights2 and other relevant human rights provisions,",
]
LAST = [
    "    1. Stresses that everyone has the right to freedom of thought and",
    "of conscience;3",
    "    2. Decides to remain seized of the matter.",
]
NOTES = [
    "    1 See resolution 2200 A (XXI), annex.",
    "    2 Resolution 217 A (III).",
    "    3 A/75/385.",
]


@pytest.mark.parametrize(
    "sheets",
    [
        [HEAD + FIRST, LAST + NOTES],
        [HEAD + FIRST, LAST, NOTES],
        [HEAD + FIRST + LAST, NOTES[:2], NOTES[2:]],
    ],
)
def test_notes_at_the_end_of_a_text_with_form_feeds_keep_their_calls(sheets: list[list[str]]) -> None:
    found = read_text("\n\f".join("\n".join([*sheet, str(n)]) for n, sheet in enumerate(sheets, 1)) + "\n")
    called = [m.value for b in found.all_blocks() for m in b.marks if m.kind is MarkKind.NOTE]
    assert called == ["1", "2", "3"]
    assert [note.marker for note in found.notes] == ["1", "2", "3"]
    assert not any(block.text.startswith("1 See") for block in found.blocks)


def test_an_amount_is_no_call() -> None:
    sheets = [[*HEAD, "    Appropriations totalling 1,121,651,000 dollars are approved;", *NOTES[:1]], LAST]
    found = read_text("\n\f".join("\n".join(sheet) for sheet in sheets))
    assert found.blocks[1].text == "Appropriations totalling 1,121,651,000 dollars are approved;"


def test_indents_of_a_text_file_with_form_feeds_count_in_its_width() -> None:
    blocks = "\n".join([*HEAD, *FIRST, *LAST])
    plain, fed = read_text(blocks), read_text(blocks.replace("    1. Stresses", "\f    1. Stresses"))
    assert [block.text for block in fed.blocks] == [block.text for block in plain.blocks]
