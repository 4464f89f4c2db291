"""The JSON schemas (2020-12) of what `maslahat text compare | check | search | chain` save."""

from __future__ import annotations

from typing import Any

from maslahat.text.compare import ChangeKind
from maslahat.text.document import BlockKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMPARISON, CHECK, SEARCH, CHAIN = (
    "maslahat-comparison/1",
    "maslahat-check/1",
    "maslahat-search/3",
    "maslahat-chain/2",
)
_TEXT, _TRUTH, _COUNT = {"type": "string"}, {"type": "boolean"}, {"type": "integer", "minimum": 0}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_DAY = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(description: str, **fields: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has just these keys, all of them."""
    return {
        "type": "object",
        "description": description,
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _map(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "additionalProperties": items}


def _whole(name: str, description: str, **fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "title": name,
        **_object(description, format={"const": name}, **fields),
    }


def comparison_schema() -> dict[str, Any]:
    """Return the schema of `text compare --to json`."""
    edit = {
        "type": "array",
        "description": "One step from the old words to the new: its kind, the old words, the new words.",
        "prefixItems": [{"enum": ["equal", "replace", "insert", "delete"]}, _TEXT, _TEXT],
        "items": False,
        "minItems": 3,
    }
    change = _object(
        "What became of blocks of the old text, in the order of the new one. Places count from 0 over all blocks.",
        kind={"enum": [str(kind) for kind in ChangeKind]},
        moved=_TRUTH,
        renumbered=_TRUTH,
        old_places=_list(_COUNT),
        new_places=_list(_COUNT),
        old_numbers=_list(_TEXT),
        new_numbers=_list(_TEXT),
        old=_list(_TEXT),
        new=_list(_TEXT),
        similarity=_SHARE,
        verb={"type": "string", "description": "“stronger: Encourages → Requests”, or nothing."},
        edits=_list(edit),
    )
    return _whole(COMPARISON, "Two texts compared block by block.", changes=_list(change))


def check_schema() -> dict[str, Any]:
    """Return the schema of `text check --json`."""
    fields = ("rule", "place", "found", "mend", "manual")
    finding = _object(
        "A finding: its rule, its place, what was found, the mend proposed, the part of the Editorial Manual.",
        **dict.fromkeys(fields, _TEXT),
    )
    return _whole(
        CHECK,
        "The findings on the form of drafts.",
        documents=_map(_list(finding), "The findings of each file."),
    )


def search_schema() -> dict[str, Any]:
    """Return the schema of `text search --json`."""
    name: dict[str, Any] = {
        **dict.fromkeys(("symbol", "title", "paragraph"), _TEXT),
        "kind": {"enum": ["title", *(str(kind) for kind in BlockKind)]},
        "year": {"type": "integer"},
        "path": _TEXT,
        "block": {
            "type": "integer",
            "minimum": -1,
            "description": "The place of the block; -1 is the title.",
        },
    }
    hit = _object(
        "A paragraph found. Those of one place say nearly the same and name one another in `also`.",
        **name,
        text=_TEXT,
        score={"type": "number"},
        place={"type": "integer"},
        also=_list(_object("A paragraph that says nearly the same.", **name)),
    )
    return _whole(
        SEARCH,
        "The paragraphs found, the best first.",
        mended=_map(_TEXT, "Words typed and how they were read."),
        hits=_list(hit),
    )


def chain_schema() -> dict[str, Any]:
    """Return the schema of `text chain --json`."""
    pair = {"type": "array", "prefixItems": [_TEXT, {"type": "number"}], "items": False, "minItems": 2}
    changes = _object(
        "How many blocks became what against the link before.",
        **{str(kind): _COUNT for kind in ChangeKind},
        moved=_COUNT,
    )
    link = _object(
        "A text of a chain, and what ties it to the link before.",
        symbol=_TEXT,
        title=_TEXT,
        date=_DAY,
        alike=_SHARE,
        read={"type": "boolean", "description": "False for a text that is recalled and not in the library."},
        path=_TEXT,
        body={"type": "string", "description": "The body whose mandate it extends."},
        until=_DAY,
        why=_list(_TEXT),
        others={**_list(pair), "description": "The next likely predecessors with their scores."},
        changes={"anyOf": [changes, {"type": "null"}]},
    )
    links = _list(link)
    return _whole(
        CHAIN,
        "The chains of renewals of each file.",
        chains=_map(links, "What leads to each text, the oldest first, the text itself last."),
        later=_map(links, "What renews each text, the next first."),
    )
