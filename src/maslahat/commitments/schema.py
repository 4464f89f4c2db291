"""The JSON schema of what `maslahat text extract --json` writes (DESIGN §4, §11)."""

from __future__ import annotations

from typing import Any

from maslahat.commitments.commitment import Status
from maslahat.commitments.tables import COLUMNS

FORMAT = "maslahat-commitments/1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ("session", "by", "until", "on", "within", "before", "for", "every", "regular")
_HIGHEST_RANK, _PILLARS = 8, 4

_TEXTS = {
    "source": "Symbol or number of the document",
    "paragraph": "Numbers of the paragraph and of those above it",
    "action": "The verb that asks or decides, as printed",
    "measure": "What is asked, in the words of the text",
    "beneficiary": "For whom it is done, where the words name somebody",
    "reporting": "Words of the duty to report; empty where there is none",
    "reporting_to": "To whom the report goes",
    "reporting_rhythm": "How often, as `kind:value`",
    "review": "Words on when it is looked at again or ends",
    "resources": "Money or means that are named",
    "condition": "What the duty hangs on: consent, request, need, mandate",
    "words": "The whole paragraph",
}
_LISTS = {
    "obligors": "Who is asked; `self` is the organ that adopted the text",
    "references": "Addresses of the documents cited",
    "works": "The United Nations' IRIs of the resolutions cited with their day",
}


def commitments_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) of a file of commitments; every key is always there."""
    row = {name: _text(said) for name, said in _TEXTS.items()}
    row |= {name: _list(said) for name, said in _LISTS.items()}
    row |= {
        "strength": _number("Rank of the verb, from 1 (notes) to 8 (decides)", 1, _HIGHEST_RANK),
        "confidence": _number("Judgement of the rule that fired, no measured frequency", 0, 1),
        "pillar": _whole(
            "Pillar of the Global Counter-Terrorism Strategy, 0 for none", list(range(_PILLARS + 1))
        ),
        "status": _whole(
            "Implementation on the scale of the Peace Accords Matrix", [int(one) for one in Status]
        ),
        "deadlines": {
            "type": "array",
            "items": _deadline(),
            "description": "Times set, in the order of the text",
        },
    }
    return {
        "$schema": DIALECT,
        "title": FORMAT,
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "commitments": {"type": "array", "items": _object({name: row[name] for name in COLUMNS})},
        },
        "required": ["format", "commitments"],
        "additionalProperties": False,
    }


def _deadline() -> dict[str, Any]:
    """Return the form of a time: the value must be one that its kind can have."""
    date = r"\d{4}(-\d{2}(-\d{2})?)?"
    span = r"P(T\d+H|\d+[DWMY])"
    values = {"session": r"(\d+|next)", "regular": ""} | dict.fromkeys(("by", "until", "on"), date)
    values |= dict.fromkeys(("within", "before", "for", "every"), span)
    told = [
        {"properties": {"kind": {"const": kind}, "value": {"type": "string", "pattern": f"^{values[kind]}$"}}}
        for kind in KINDS
    ]
    fields = {
        "when": _text("`kind:value`, or the kind alone"),
        "kind": {"enum": list(KINDS)},
        "value": _text("Number of a session or its year, ISO 8601 date, month, year or period"),
        "words": _text("As printed"),
    }
    return {**_object(fields), "oneOf": told}


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _text(said: str) -> dict[str, Any]:
    return {"type": "string", "description": said}


def _list(said: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": said}


def _number(said: str, least: float, most: float) -> dict[str, Any]:
    return {"type": "number", "minimum": least, "maximum": most, "description": said}


def _whole(said: str, values: list[int]) -> dict[str, Any]:
    return {"enum": values, "description": said}
