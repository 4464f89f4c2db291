"""The seed and the six official languages, read from plain text (DESIGN §10)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.text.accounting import unaccounted
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.text.akn.reader import read_akn
from maslahat.text.convert import read
from maslahat.text.plain.reader import read_text
from maslahat.text.plain.writer import write_text
from maslahat.text.structure import Item, structure

pytestmark = pytest.mark.data
CORRUPT = {"Peace building": "Peacebuilding", "peace building": "peacebuilding"}


def without_white(items: list[Item]) -> list[tuple[object, ...]]:
    return [(item.kind, item.number, item.level, "".join(item.text.split()), item.calls) for item in items]


def test_the_seed_has_the_structure_of_the_official_file(texts: Path, tmp_path: Path) -> None:
    seed = texts.parent / "seed" / "un_ga_72_7.txt"
    official = texts / "docx_ga72" / "N1738914.DOC"
    if not (seed.is_file() and official.is_file()):
        pytest.skip("the seed or its official file is not among the data")
    done = CliRunner().invoke(
        build_app(), ["text", "convert", str(seed), "--to", "json", "-o", str(tmp_path / "seed.json")]
    )
    assert done.exit_code == 0
    found = json.loads((tmp_path / "seed.json").read_text("utf-8"))
    repairs = [(repair["kind"], repair["found"], repair["offered"]) for repair in found["repairs"]]
    lost = [repair for repair in found["repairs"] if repair["kind"] == "lost footnote"]
    assert [repair["where"].split(",")[0] for repair in lost] == ["footnote 1", "footnote 2", "footnote 3"]
    tokens = {(found, offered) for kind, found, offered in repairs if kind != "lost footnote"}
    assert tokens == {
        *CORRUPT.items(),
        ("on17 November", "on 17 November"),
        ("1.Encourages", "1. Encourages"),
        ("2.Welcomes", "2. Welcomes"),
        ("3.Encourages", "3. Encourages"),
    }
    assert {dropped["reason"] for dropped in found["dropped"]} == {"text before the document"}
    doc = read(seed)
    assert unaccounted(seed.read_text("utf-8"), doc) == ({}, {})
    ours = [item for item in without_white(structure(doc)) if item[0] != "note"]
    gold = [item for item in without_white(structure(read(official))) if item[0] != "note"]
    assert ours == gold  # white space apart, in which alone the split words differ


@pytest.mark.parametrize("language", ["Arabic", "Chinese", "English", "French", "Russian", "Spanish"])
def test_a_text_in_any_official_language_returns_from_plain_text(texts: Path, language: str) -> None:
    files = sorted((texts / "multilang" / language).glob("*.xml"))
    if not files:
        pytest.skip("the texts in six languages are not among the data")
    for path in files:
        doc = read_akn(path.read_bytes())
        for width in (0, 80) if language != "Chinese" else (0,):
            again = read_text(write_text(doc, width))
            assert without_white(structure(again)) == without_white(structure(doc)), (path.name, width)
