"""The Frictionless descriptor of a region, made from the models of its tables (DESIGN §5)."""

from __future__ import annotations

import types
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

import yaml

from maslahat.regions.checks.names import ROW_KEYS
from maslahat.regions.describe import choices, column_order, column_unit, column_words, table_words
from maslahat.regions.rows import TABLES

TYPES = {float: "number", int: "integer", date: "date", str: "string"}
REFERENCES = {
    "source": ("sources", "source"),
    "party": ("parties", "party"),
    "owner": ("parties", "party"),
    "river": ("rivers", "river"),
    "node": ("nodes", "node"),
    "from_node": ("nodes", "node"),
    "to_node": ("nodes", "node"),
    "return_to": ("nodes", "node"),
    "head": ("nodes", "node"),
    "head_inflow": ("nodes", "node"),
    "terminal": ("nodes", "node"),
    "stands_for": ("rivers", "river"),
}
FREE = {("limits", "party"), ("assumptions", "river")}
BOUNDS = {"ge": "minimum", "le": "maximum"}


def descriptor(name: str, title: str, description: str, files: Iterable[str]) -> str:
    """Return `datapackage.yaml` for the tables in `files` as YAML text, the same for the same words."""
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "licenses": [
            {
                "name": "Apache-2.0",
                "title": "Apache License 2.0 (the compilation; the figures are facts, each with its source)",
                "path": "https://www.apache.org/licenses/LICENSE-2.0",
            }
        ],
        "resources": [_resource(table) for table in files],
    }
    return yaml.safe_dump(package, sort_keys=False, allow_unicode=True, width=110)


def _resource(name: str) -> dict[str, Any]:
    return {
        "name": name.replace("_", "-"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "description": table_words(name),
        "encoding": "utf-8",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": _schema(name),
    }


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(name, column) for column in column_order(name)],
        "missingValues": [""],
    }
    if name in ROW_KEYS:
        schema["primaryKey"] = list(ROW_KEYS[name])
    keys = [_foreign_key(name, column) for column in column_order(name) if _refers(name, column)]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _refers(name: str, column: str) -> bool:
    target = REFERENCES.get(column)
    return target is not None and (name, column) not in FREE and target != (name, column)


def _foreign_key(name: str, column: str) -> dict[str, Any]:
    table, field = REFERENCES[column]
    resource = "" if table == name else table
    return {"fields": [column], "reference": {"resource": resource, "fields": [field]}}


def _field(name: str, column: str) -> dict[str, Any]:
    info = TABLES[name].model_fields[column]
    field: dict[str, Any] = {
        "name": column,
        "type": TYPES[_plain(info.annotation)],
        "description": column_words(name, column),
    }
    if column_unit(column):
        field["unit"] = column_unit(column)
    constraints: dict[str, Any] = {"required": True} if info.is_required() else {}
    if choices(name, column):
        constraints["enum"] = list(choices(name, column))
    for item in [*info.metadata, *_metadata(info.annotation)]:
        for key, word in BOUNDS.items():
            if getattr(item, key, None) is not None:
                constraints[word] = getattr(item, key)
    if constraints:
        field["constraints"] = constraints
    return field


def _plain(annotation: Any) -> type:
    origin = get_origin(annotation)
    if origin is Literal:
        return str
    if origin in (Union, types.UnionType):
        return _plain(next(item for item in get_args(annotation) if item is not type(None)))
    if hasattr(annotation, "__metadata__"):
        return _plain(get_args(annotation)[0])
    plain: type = annotation
    return plain


def _metadata(annotation: Any) -> list[Any]:
    """Constraints that stand inside an optional or annotated type."""
    found: list[Any] = []
    for item in get_args(annotation):
        found += _metadata(item)
    for item in getattr(annotation, "__metadata__", ()):
        found += getattr(item, "metadata", [item])
    return found
