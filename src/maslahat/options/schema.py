"""The JSON schema of what `options` saves, read off the types themselves, so that it cannot fall behind them."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from maslahat.core import Provenance
from maslahat.options.result import (
    SCHEMA,
    Accuracy,
    OptionsResult,
    Package,
    PartyInfo,
    PartyOutcome,
    Season,
    Settings,
)
from maslahat.options.score import SCHEMA as SCORE

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DIGEST = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
Json = dict[str, Any]


def result_schema(digest: bool = True) -> Json:
    """Return the schema of an answer; without its `digest` as it stands inside a brief."""
    return document_schema(SCHEMA, TypeAdapter(OptionsResult).json_schema(mode="serialization"), digest)


def score_schema() -> Json:
    """Return the schema of a draft's score."""
    parts: dict[str, Any] = {
        "settings": Settings,
        "provenance": Provenance,
        "draft": dict[str, Any],
        "river_name": str,
        "parties": tuple[PartyInfo, ...],
        "season": Season,
        "alone": tuple[PartyOutcome, ...],
        "packages": tuple[Package, ...],
        "accuracy": Accuracy,
    }
    properties: Json = {}
    definitions: Json = {}
    for name, kind in parts.items():
        stated = TypeAdapter(kind).json_schema(mode="serialization", ref_template="#/$defs/{model}")
        definitions.update(stated.pop("$defs", {}))
        properties[name] = stated
    body = {"type": "object", "properties": properties, "required": list(parts), "$defs": definitions}
    return document_schema(SCORE, body, digest=True)


def document_schema(name: str, body: Json, digest: bool) -> Json:
    """Return the schema of a document: its name first, its digest last, nothing else beside what `body` says."""
    properties = {"schema": {"const": name}, **body["properties"]}
    required = ["schema", *body["required"]]
    if "certificates" in properties and "certificates" not in required:
        required.append("certificates")
    if digest:
        properties["digest"] = DIGEST
        required.append("digest")
    return {
        **body,
        "$schema": DIALECT,
        "title": name,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
