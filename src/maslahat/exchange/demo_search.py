"""Did a list leave its home? Every byte of every other folder and of every carried envelope is searched, and what
each node can open with its own keys (§12)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maslahat.exchange import records as record_forms
from maslahat.exchange.node import Node


def search(
    folders: Mapping[str, Path], carried: Path, lists: Mapping[str, list[dict[str, str]]]
) -> dict[str, Any]:
    """Search for each state's numbers and words in clear in the folders of the others and in the envelopes.

    Return how many values were looked for, in how many bytes, and where which was found.
    """
    found, total = [], 0
    places = {**folders, "carried": carried}
    for place, folder in places.items():
        data = b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
        total += len(data)
        numbers = set(re.findall(rb"\d{7,}", data))
        for party, rows in lists.items():
            if party != place:
                found += [
                    f"{value} of {party} in {place}" for value in _values(rows) if _in(value, data, numbers)
                ]
    values = sum(len(_values(rows)) for rows in lists.values())
    return {"values looked for": values, "bytes searched": total, "found in clear": sorted(found)}


def opened_search(
    nodes: Mapping[str, Node], lists: Mapping[str, list[dict[str, str]]]
) -> dict[str, list[str]]:
    """Return for each node the numbers of other states' lists that it can read with its own keys."""
    out = {}
    for party, node in nodes.items():
        text = json.dumps(_everything(node), ensure_ascii=False)
        numbers = {number.encode() for number in re.findall(r"\d{7,}", text)}
        mine = {value for row in lists.get(party, []) for value in _digits(row)}
        out[party] = sorted(
            value
            for other, rows in lists.items()
            if other != party
            for row in rows
            for value in _digits(row) - mine
            if value.encode() in numbers
        )
    return out


def _everything(node: Node) -> list[Any]:
    db = node.store.db
    kinds = [row[0] for row in db.execute("SELECT DISTINCT kind FROM documents ORDER BY kind")]
    names = [row[0] for row in db.execute("SELECT object_id FROM bodies ORDER BY object_id")]
    bodies = [node.store.record(name) for name in names]
    documents = [node.store.all(kind) for kind in kinds if kind != "person key"]
    return [*documents, *(record_forms.to_json(one) for one in bodies if one is not None)]


def _values(rows: list[dict[str, str]]) -> list[str]:
    """Numbers of every row, as they are written and as keys; exporter and way of a row that is like no other."""
    rare = [row for row in rows if not row["route"].startswith("seen in ")]
    words = [row[name] for row in rare for name in ("exporter", "route")]
    return [
        *(row["number"] for row in rows),
        *(value for row in rows for value in sorted(_digits(row))),
        *words,
    ]


def _digits(row: dict[str, str]) -> set[str]:
    return {re.sub(r"\D", "", row["number"])}


def _in(value: str, data: bytes, numbers: set[bytes]) -> bool:
    return value.encode() in numbers if value.isdigit() else value.encode() in data
