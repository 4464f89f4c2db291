"""`maslahat schema NAME`: the JSON schema of what the program saves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from maslahat.core import Fault, InputError

NAMES = (
    "brief",
    "certificate",
    "chain",
    "check",
    "comparison",
    "document",
    "options",
    "score",
    "search",
)


def register(app: typer.Typer) -> None:
    """Add the verb `schema`."""
    app.command("schema")(schema)


def schema(name: Annotated[str, typer.Argument(help=f"One of: {', '.join(NAMES)}.")]) -> None:
    """Print the JSON schema (2020-12) of what is saved: a brief, answer, score, certificate, document, or answer about texts."""
    import json

    found = schemas().get(name)
    if found is None:
        raise InputError(Fault("schema", name, "one of: " + ", ".join(NAMES)))
    print(json.dumps(found(), ensure_ascii=False, indent=2))


def schemas() -> dict[str, Callable[[], dict[str, Any]]]:
    """Return what states each schema, by its name."""
    from maslahat.accord.certificate import certificate_schema
    from maslahat.brief.schema import brief_schema
    from maslahat.cli import _text_schemas as texts
    from maslahat.options.schema import result_schema, score_schema
    from maslahat.text.document_schema import document_json_schema

    return {
        "brief": brief_schema,
        "certificate": certificate_schema,
        "chain": texts.chain_schema,
        "check": texts.check_schema,
        "comparison": texts.comparison_schema,
        "document": document_json_schema,
        "options": result_schema,
        "score": score_schema,
        "search": texts.search_schema,
    }
