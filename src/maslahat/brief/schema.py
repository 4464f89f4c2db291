"""The JSON schema of a saved brief: the answer it stands on, and the page as it reads."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from maslahat.brief.page import Block, Heading, Items, Paragraph, Table
from maslahat.brief.record import KINDS, SCHEMA
from maslahat.options.schema import document_schema, result_schema

Json = dict[str, Any]


def brief_schema() -> Json:
    """Return the schema of a brief."""
    result = result_schema(digest=False)
    definitions = result.pop("$defs")
    page = _page(definitions)
    body = {
        "type": "object",
        "properties": {"result": result, "page": page},
        "required": ["result", "page"],
        "$defs": definitions,
    }
    return document_schema(SCHEMA, body, digest=True)


def _page(definitions: Json) -> Json:
    text = {"type": "string"}
    section = _object(
        key=text,
        title=text,
        blocks={"type": "array", "items": {"anyOf": [*_blocks(definitions), _chart(definitions)]}},
    )
    return _object(
        title=text,
        season=text,
        basis=text,
        asked=text,
        answer={"type": "array", "items": text},
        sections={"type": "array", "items": section},
    )


def _blocks(definitions: Json) -> list[Json]:
    return [_block(kind, _stated(kind, definitions)) for kind in (Paragraph, Items, Heading, Table)]


def _chart(definitions: Json) -> Json:
    text = {"type": "string"}
    return _object(
        kind={"const": "chart"},
        key=text,
        title=text,
        reading=text,
        table=_stated(Table, definitions),
        sketch={"type": "array", "items": text},
        specification={"type": "object", "description": "Vega-Lite, with its data"},
    )


def _block(kind: type[Block], stated: Json) -> Json:
    return _object(kind={"const": KINDS[kind]}, **stated["properties"])


def _stated(kind: Any, definitions: Json) -> Json:
    stated = TypeAdapter(kind).json_schema(mode="serialization")
    definitions.update(stated.pop("$defs", {}))
    return stated


def _object(**properties: Any) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
