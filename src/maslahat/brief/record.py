"""The brief as JSON: the whole result, so that it can be verified, and the page, so that it can be read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from maslahat.brief.page import Block, Chart, Heading, Items, Page, Paragraph, Section, Table
from maslahat.core import dumps
from maslahat.options.check import sealed
from maslahat.options.result import OptionsResult

SCHEMA = "maslahat/brief/1"
KINDS: dict[type[Any], str] = {
    Paragraph: "paragraph",
    Items: "items",
    Heading: "heading",
    Table: "table",
    Chart: "chart",
}


def to_json(result: OptionsResult, page: Page) -> dict[str, Any]:
    """Return the brief as JSON values with a digest of them: the same for the same result."""
    return sealed({"schema": SCHEMA, "result": result.to_json(), "page": json.loads(dumps(page_json(page)))})


def page_json(page: Page) -> dict[str, Any]:
    """Return the page as plain values."""
    return {
        "title": page.title,
        "season": page.season,
        "basis": page.basis,
        "asked": page.asked,
        "answer": list(page.answer),
        "sections": [_section(section) for section in page.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"key": section.key, "title": section.title, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    """Return a block with its kind; a chart carries its wide specification, which holds its data."""
    values = asdict(block)
    if isinstance(block, Chart):
        values.pop("narrow")
        values["specification"] = values.pop("wide")
    return {"kind": KINDS[type(block)], **values}
