"""The published JSON schemas (2020-12) of what the commands read and write (DESIGN §7; issue 3)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

Schema = dict[str, Any]

FILES = {
    "bargain": "finite_schema.json",
    "rank": "ranking_schema.json",
    "split": "adjusted_schema.json",
    "consensus": "consensus_schema.json",
    "game file": "game_file_schema.json",
    "certificate": "certificate_schema.json",
}


def schema_of(what: str) -> Schema:
    """Return a schema: one of `FILES`, `game` (what `maslahat game` writes) or `check` (what it tests)."""
    if what == "game":
        return _game()
    return _check() if what == "check" else _stored(what)


def printed(what: str) -> str:
    """Return a schema as text, for a terminal or a file."""
    return json.dumps(schema_of(what), indent=1, ensure_ascii=False)


def _stored(what: str) -> Schema:
    text = files("maslahat.accord").joinpath(FILES[what]).read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


def _game() -> Schema:
    certificates = _stored("certificate")
    return {
        "$schema": certificates["$schema"],
        "title": "What maslahat game --json writes",
        "description": "What it reads: maslahat game --input-schema",
        "$ref": "#/$defs/games",
        "$defs": certificates["$defs"],
    }


def _check() -> Schema:
    """Return the schema of a certificate of any kind; a file may hold several, at any depth."""
    certificates, bargain = _stored("certificate"), _stored("bargain")
    rank, split = _stored("rank"), _stored("split")
    return {
        "$schema": certificates["$schema"],
        "title": "A certificate that maslahat check tests; a file may hold several, at any depth",
        "anyOf": [
            {"$ref": certificates["$id"]},
            {"$ref": f"{bargain['$id']}#/$defs/certificate"},
            {"$ref": f"{bargain['$id']}#/$defs/result"},
            {"$ref": rank["$id"]},
            {"$ref": split["$id"]},
        ],
        "$defs": {"certificate": certificates, "bargain": bargain, "rank": rank, "split": split},
    }
