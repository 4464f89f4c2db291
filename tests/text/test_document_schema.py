"""The published schema of a document holds what is written, and nothing else (§4)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from maslahat.text.akn.reader import read_akn
from maslahat.text.convert import written
from maslahat.text.document import Document
from maslahat.text.document_schema import document_json_schema

CHECK = Draft202012Validator(document_json_schema())


def test_a_written_document_keeps_the_schema_and_a_changed_one_does_not(protocol: Document) -> None:
    made = json.loads(written(protocol, "json"))
    assert list(CHECK.iter_errors(made)) == []
    for change in (
        {"format": "x"},
        {"kind": "song"},
        {"more": 1},
        {"blocks": [{"text": "no kind"}]},
        {"adoption": {"date": 5}},
    ):
        assert list(CHECK.iter_errors({**made, **change})), change


@pytest.mark.data
def test_official_documents_keep_the_schema(texts: Path) -> None:
    for path in sorted((texts / "multilang").glob("*/*.xml"))[::3]:
        assert list(CHECK.iter_errors(json.loads(written(read_akn(path.read_bytes()), "json")))) == [], (
            path.name
        )
