"""The published schema of commitments holds what is written, and nothing else (§4)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from maslahat.commitments import extract, to_rows
from maslahat.commitments.schema import FORMAT, commitments_schema
from maslahat.core import dumps
from maslahat.text import Document, paragraph
from maslahat.text.akn.reader import read_akn

CHECK = Draft202012Validator(commitments_schema())
TEXT = (
    "Requests UNMIL to report by 30 June 2031, at its next session, within 48 hours, every year and regularly, for a period of "
    "six months, until May 2032;"
)


def _made(doc: Document) -> dict[str, object]:
    return json.loads(dumps({"format": FORMAT, "commitments": to_rows(extract(doc))}))  # type: ignore[no-any-return]


def test_what_is_written_keeps_the_schema_and_a_changed_one_does_not() -> None:
    made = _made(Document(blocks=(paragraph(TEXT, "1."),)))
    assert list(CHECK.iter_errors(made)) == []
    row = made["commitments"][0]  # type: ignore[index]
    assert {one["kind"] for one in row["deadlines"]} >= {
        "by",
        "session",
        "within",
        "every",
        "regular",
        "for",
        "until",
    }
    for change in (
        {"obligors": "UNMIL"},
        {"strength": 9},
        {"pillar": 5},
        {"status": 4},
        {"more": 1},
        {"deadlines": [{"when": "by:soon", "kind": "by", "value": "soon", "words": "soon"}]},
        {"deadlines": [{"when": "every:2031", "kind": "every", "value": "2031", "words": "in 2031"}]},
    ):
        assert list(CHECK.iter_errors({"format": FORMAT, "commitments": [{**row, **change}]})), change
    assert list(CHECK.iter_errors({"format": "x", "commitments": []}))
    assert list(CHECK.iter_errors({"format": FORMAT, "commitments": [{"source": ""}]}))


@pytest.mark.data
def test_commitments_of_official_documents_keep_the_schema(shared_data: Path) -> None:
    for path in sorted((shared_data / "text" / "multilang").glob("*/*.xml"))[::3]:
        assert list(CHECK.iter_errors(_made(read_akn(path.read_bytes())))) == [], path.name
