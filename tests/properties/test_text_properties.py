"""Properties of the text package that hold for any input (§10)."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maslahat.core import InputError
from maslahat.text.akn.reader import read_akn
from maslahat.text.akn.writer import write_akn
from maslahat.text.compare import compare_blocks, word_edits
from maslahat.text.convert import FORMS, read_bytes, written
from maslahat.text.document import Block, BlockKind, Document, Mark, MarkKind, Note, paragraph
from maslahat.text.html.writer import inline_html
from maslahat.text.json_form import from_json, to_json
from maslahat.text.labels import roman, to_roman
from maslahat.text.plain.reader import read_text
from maslahat.text.structure import structure

LINES = st.sampled_from(
    [
        "The General Assembly,",
        "Recalling its resolution 72/7,1",
        "1. Requests the Secretary-General:",
        "(a) To report;",
        "(i) In writing;",
        "Annex",
        "I",
        "“The Security Council,",
        "72/7. Title of the text",
        "55th plenary meeting",
        "17 November 2017",
        "1 Resolution 70/1.",
        "Article 3",
        "A\tB\tC",
        "| a | b |",
        "_____",
        "12-34567 2/3",
        "",
        "1.",
        "* * *",
    ]
)
WORDS = st.lists(
    st.sampled_from(
        ["the", "water", "of", "a", "river", "shall", "be", "shared", "by", "all", "States", "300", "million"]
    ),
    min_size=1,
    max_size=12,
)


@given(st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused_and_every_form_can_be_written(parts: list[str]) -> None:
    with contextlib.suppress(InputError):
        doc = read_text("\n".join(parts))
        assert from_json(to_json(doc)) == doc
        for form in FORMS.keys() - {"pdf"}:
            assert written(doc, form)


@given(st.lists(LINES, min_size=3, max_size=30))
@settings(max_examples=50, deadline=None)
def test_akn_gives_the_same_structure_back(parts: list[str]) -> None:
    with contextlib.suppress(InputError):
        doc = read_akn(write_akn(read_text("\n".join(parts))).encode())
        assert structure(read_akn(write_akn(doc).encode())) == structure(doc)


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    for prefix in (b"", b"<?xml version='1.0'?><akomaNtoso>", b"PK\x03\x04", b"<html><body>", b"{"):
        with contextlib.suppress(InputError):
            read_bytes(prefix + data, "case")


@given(st.text(max_size=60), st.text(max_size=60))
def test_word_edits_give_both_texts_back(old: str, new: str) -> None:
    edits = word_edits(old, new)
    assert "".join(edit.old for edit in edits) == old
    assert "".join(edit.new for edit in edits) == new


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_block_is_in_one_change_and_the_comparison_is_symmetric(
    first: list[list[str]], second: list[list[str]]
) -> None:
    old, new = ([paragraph(" ".join(words)) for words in side] for side in (first, second))
    there, back = compare_blocks(old, new), compare_blocks(new, old)
    assert sorted(i for change in there.changes for i in change.old) == list(range(len(old)))
    assert sorted(j for change in there.changes for j in change.new) == list(range(len(new)))
    assert sorted((c.old, c.new, c.moved) for c in there.changes) == sorted(
        (c.new, c.old, c.moved) for c in back.changes
    )


@given(st.integers(1, 300))
def test_roman_figures_return(value: int) -> None:
    assert roman(to_roman(value)) == value


@given(
    st.text(max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from(MarkKind)), max_size=5),
)
def test_marks_never_lose_a_character(text: str, spans: list[tuple[int, int, MarkKind]]) -> None:
    marks = tuple(Mark(min(a, b, len(text)), min(max(a, b), len(text)), kind, "1") for a, b, kind in spans)
    doc = Document(blocks=(Block(BlockKind.PARAGRAPH, text, "1.", marks=marks),), notes=(Note("1", "n"),))
    assert inline_html(text, marks).count("<em") == inline_html(text, marks).count("</em>")
    again = read_akn(write_akn(doc).encode())
    printable = "".join(char for char in text if char >= " " or char in "\t\n\r")
    words = [item.text for item in structure(again) if item.kind == "paragraph"]
    assert "".join("".join(words).split()) == "".join("".join(printable.split()).split("\ufffe"))
