"""The model as JSON, and back (DESIGN §4)."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from enum import StrEnum
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.text import document
from maslahat.text.document import Document
from maslahat.text.json_bounds import bounds

FORMAT = "maslahat-document/1"


def to_json(doc: Document) -> dict[str, Any]:
    """Return the document as plain values; fields that hold their default are left out."""
    return {"format": FORMAT, **_plain(doc)}


def from_json(value: Any, where: str = "the JSON file") -> Document:
    """Return the document `to_json` gave. Raises InputError where the value is none."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InputError(Fault(where, "JSON of another kind", f'a document with "format": "{FORMAT}"'))
    try:
        rest = {key: item for key, item in value.items() if key != "format"}
        doc = typing.cast(Document, _built(Document, rest))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(
            Fault(where, f"a field that does not fit ({error})", "the fields of a document")
        ) from error
    faults = list(bounds(doc, where))
    if faults:
        raise InputError(faults)
    return doc


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        out = {}
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if item != _default(field):
                out[field.name] = _plain(item)
        return out
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _built(kind: Any, value: Any) -> Any:  # noqa: PLR0911  one return a kind of value
    origin = typing.get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _built(typing.get_args(kind)[0], value)
    if origin is tuple:
        inner = typing.get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_built(inner[0], item) for item in value)
        return tuple(_built(one, item) for one, item in zip(inner, value, strict=True))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind, localns=vars(document))
        return kind(**{name: _built(hints[name], item) for name, item in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"found {value!r}, expected {kind.__name__}")
    return value
