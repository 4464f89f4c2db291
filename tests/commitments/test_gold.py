"""Records against paragraphs labelled by hand (tests/text/gold)."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path

import pytest
from gold_scores import Tally, block_of, session_of

from maslahat.commitments.extract import read_paragraph
from maslahat.text import Document
from maslahat.text.akn.reader import read_akn

GOLD = Path(__file__).resolve().parents[1] / "text" / "gold"


LEAST_TIMES = {  # left: years of a sum in a list, of a meeting, of what is noted; two days of one meeting
    "commitments_eleventh.jsonl": 0.93,
    "commitments_twelfth.jsonl": 0.94,
    "commitments_thirteenth.jsonl": 0.91,
}
# left: a name with “and” in it, and a call for cooperation “among” three
LEAST_ACTORS = {"commitments_thirteenth.jsonl": 0.92}
GOLD_SETS = tuple(sorted(path.name for path in GOLD.glob("*.jsonl")))


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("name", GOLD_SETS)
def test_the_labelled_paragraphs(name: str, shared_data: Path, tmp_path: Path) -> None:
    gold = [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]
    texts = _texts(shared_data / "text", tmp_path, {row["symbol"] for row in gold})
    tally = Tally()
    for row in gold:
        block, doc = block_of(texts[row["symbol"]], row)
        day = doc.adoption.date or doc.cover.issued
        tally.add(read_paragraph(block.text, session=session_of(doc), adopted=day), row)
    assert tally.scores("reporting")[0] >= 0.95
    assert tally.scores("reporting")[1] >= 0.97
    assert min(tally.scores("deadlines")[:2]) >= LEAST_TIMES.get(name, 0.95)
    assert "actors" not in gold[0] or tally.scores("actors")[2] >= LEAST_ACTORS.get(name, 0.93)


def _texts(folder: Path, unpacked: Path, symbols: set[str]) -> dict[str, list[Document]]:
    for archive in folder.glob("unxml_*.tar.xz"):
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked / archive.name[:8], filter="data")
    found: dict[str, list[Document]] = {}
    for path in (*sorted(unpacked.rglob("*.xml")), *sorted((folder / "multilang").rglob("*.xml"))):
        symbol = re.search(rb'#symbol"[^>]*>([^<]+)<', path.read_bytes())
        if symbol and symbol[1].decode() in symbols:
            doc = read_akn(path.read_bytes())
            found.setdefault(doc.cover.symbol, []).append(doc)
    return found
