"""The corpora of official texts, unpacked once into a temporary folder."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def texts(shared_data: Path) -> Path:
    return shared_data / "text"


@pytest.fixture(scope="session")
def ecosoc(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return _unpacked(texts / "unxml_ecosoc_en_2021-2023.tar.xz", tmp_path_factory)


@pytest.fixture(scope="session")
def statements(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return _unpacked(texts / "unxml_prst_2000-2012.tar.xz", tmp_path_factory)


def _unpacked(archive: Path, factory: pytest.TempPathFactory) -> list[Path]:
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not among the data")
    folder = factory.mktemp("corpus")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return sorted(folder.rglob("*.xml"))
