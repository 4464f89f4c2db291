"""The corpora of official texts, unpacked once into a temporary folder; a draft protocol as options write it."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from maslahat import text as t


@pytest.fixture(scope="session")
def texts(shared_data: Path) -> Path:
    return shared_data / "text"


@pytest.fixture(scope="session")
def ecosoc(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return _unpacked(texts / "unxml_ecosoc_en_2021-2023.tar.xz", tmp_path_factory)


@pytest.fixture(scope="session")
def statements(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return _unpacked(texts / "unxml_prst_2000-2012.tar.xz", tmp_path_factory)


@pytest.fixture(scope="session")
def protocol() -> t.Document:
    words = "The Parties shall release water from Toktogul in the months named below, each day alike;"
    return t.Document(
        kind=t.DocumentKind.PROTOCOL,
        title="Protocol on releases & energy",
        blocks=(
            t.preambular("Guided by the Agreement of 17 March 1998,"),
            t.article(1, "Releases"),
            t.paragraph(words, "1.", marks=(t.call(words, "1"),)),
            t.paragraph("in April, 300 <million> m³;", "(a)", level=1),
            t.table(("Month", "Release"), (("April", "300"), ("May", "450")), "Table 1"),
            t.paragraph("This Protocol enters into force on the day of its signature.", "2."),
        ),
        closing=("Done at Tashkent in three originals.",),
        signatures=(
            t.Signature("the Kyrgyz Republic"),
            t.Signature("the Republic of Uzbekistan", "A. B.", "Minister"),
        ),
        annexes=(t.Annex("Annex I", "Figures", (t.paragraph("The figures are those of the table above."),)),),
        notes=(t.Note("1", "As measured at the dam."),),
    )


def _unpacked(archive: Path, factory: pytest.TempPathFactory) -> list[Path]:
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not among the data")
    folder = factory.mktemp("corpus")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return sorted(folder.rglob("*.xml"))
