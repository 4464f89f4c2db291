"""The JSON schema of a document as `maslahat text convert --to json` writes it, read off the model itself."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from enum import StrEnum
from typing import Any

from maslahat.text import document
from maslahat.text.document import Document
from maslahat.text.json_form import FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", bool: "boolean"}


def document_json_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12): fields that hold their default may be left out."""
    parts: dict[str, Any] = {}
    whole = _object(Document, parts)
    whole["properties"] = {"format": {"const": FORMAT}, **whole["properties"]}
    whole["required"] = ["format", *whole.get("required", [])]
    return {"$schema": DIALECT, "title": FORMAT, **whole, "$defs": dict(sorted(parts.items()))}


def _object(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, localns=vars(document))
    fields = dataclasses.fields(kind)
    missing = dataclasses.MISSING
    required = [f.name for f in fields if f.default is missing and f.default_factory is missing]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {field.name: _stated(hints[field.name], parts) for field in fields},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _stated(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911  one return a kind of type
    """Return the schema of one type; the classes of the model are put into `parts` and referred to."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return {"anyOf": [_stated(inner[0], parts), {"type": "null"}]}
    if origin is tuple and inner[-1] is Ellipsis:
        return {"type": "array", "items": _stated(inner[0], parts)}
    if origin is tuple:
        each = [_stated(one, parts) for one in inner]
        return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in parts:
            parts[kind.__name__] = {}
            parts[kind.__name__] = _object(kind, parts)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if kind is date:
        return {"type": "string", "format": "date"}
    if issubclass(kind, StrEnum):
        return {"enum": [str(one) for one in kind]}
    return {"type": _PLAIN[kind]}
