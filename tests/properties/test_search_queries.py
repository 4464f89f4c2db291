"""Whatever is typed, a search answers or says in a sentence what is missing (DESIGN §10)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslahat.core import InputError
from maslahat.text.document import Adoption, Cover, Document, Organ, paragraph, preambular
from maslahat.text.library.store import Query, answer, build

_PIECES = "\" ' AND OR NOT NEAR( ) * ^ : text - { water report 77/273 2164 resolution (2014) A/RES/ S/RES/2164 вода % _ \\ ; --"
PIECES = st.sampled_from([*_PIECES.split(), "\x00"])
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=8).map("".join),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    doc = Document(
        title="Water",
        organ=Organ.GENERAL_ASSEMBLY,
        cover=Cover(symbol="A/RES/77/273"),
        adoption=Adoption(date=date(2023, 2, 24)),
        blocks=(
            preambular("Recalling resolution 2164 (2014),"),
            paragraph("Requests a report on water;", "1."),
        ),
    )
    made = tmp_path_factory.mktemp("library") / "library.db"
    build([(Path("one"), doc)], made)
    return made


@given(words=ANYTHING, actor=ANYTHING, verb=st.text(max_size=8), subject=ANYTHING, cites=ANYTHING)
def test_any_query_is_answered_or_told(
    place: Path, words: str, actor: str, verb: str, subject: str, cites: str
) -> None:
    for query in (
        Query(words),
        Query("water", actor, verb, subject, 0, cites),
        Query(words, actor, verb, subject),
    ):
        with suppress(InputError):
            assert all(hit.symbol == "A/RES/77/273" for hit in answer(query, place).hits)
