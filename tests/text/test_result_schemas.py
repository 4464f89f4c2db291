"""What compare, check, search and chain save keeps the published schemas, and nothing else does (§4)."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from maslahat.cli import text as verb
from maslahat.cli._text_schemas import chain_schema, check_schema, comparison_schema, search_schema
from maslahat.text.convert import written
from maslahat.text.document import Document, DocumentKind

from .test_library import resolution

SCHEMAS = {
    "compare": Draft202012Validator(comparison_schema()),
    "check": Draft202012Validator(check_schema()),
    "search": Draft202012Validator(search_schema()),
    "chain": Draft202012Validator(chain_schema()),
}


def saved(tmp_path: Path, files: list[Path], library: list[Path]) -> dict[str, Any]:
    """Return what the four commands save about the files, by the command."""
    app = typer.Typer()
    verb.register(app)
    app.command("other")(lambda: None)
    base, shelf = tmp_path / "library.db", [word for path in library for word in ("--library", str(path))]
    commands = {
        "index": ["index", *map(str, library), "--library", str(base)],
        "compare": ["compare", *map(str, files[:2]), "--to", "json", "-o"],
        "check": ["check", *map(str, files), "--json"],
        "search": ["search", "report", "--library", str(base), "--json"],
        "chain": ["chain", *map(str, files), *shelf, "--json"],
    }
    found = {}
    for name, words in commands.items():
        out = tmp_path / f"{name}.json"
        result = CliRunner().invoke(app, ["text", *words, *([] if name == "index" else [str(out)])])
        assert result.exit_code in {0, 1}, result.output
        assert not isinstance(result.exception, (ValueError, KeyError, TypeError)), result.exception
        if name != "index":
            found[name] = json.loads(out.read_text(encoding="utf-8"))
    return found


def hold(found: dict[str, Any]) -> None:
    for name, value in found.items():
        assert [error.message for error in SCHEMAS[name].iter_errors(value)] == [], name


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every object inside a value."""
    if isinstance(value, dict):
        return [path, *(way for key, one in value.items() for way in places(one, (*path, key)))]
    if isinstance(value, list):
        return [way for key, one in enumerate(value) for way in places(one, (*path, key))]
    return []


def test_what_is_saved_keeps_its_schema_and_a_changed_one_does_not(
    tmp_path: Path, protocol: Document
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    words = "Requests the Secretary-General to report at its {} session on rivers"
    documents = [
        resolution("75/1", 2020, "Rivers", words.format("seventy-sixth")),
        resolution("76/1", 2021, "Rivers", words.format("seventy-seventh"), "its resolution 75/1"),
        protocol,
    ]
    files = [folder / f"{n}.xml" for n in range(3)]
    for path, doc in zip(files, documents, strict=True):
        path.write_bytes(
            written(replace(doc, kind=DocumentKind.RESOLUTION) if doc.cover.symbol else doc, "akn")
        )
    found = saved(tmp_path, files[:2], [folder])
    hold(found)
    assert all(found["check"]["documents"].values())
    assert any(hit["also"] for hit in found["search"]["hits"])
    assert len(found["chain"]["chains"][str(files[1])]) == 2
    mapped = {"documents", "mended", "chains", "later"}
    for name, value in found.items():
        for way in places(value):
            if way and way[-1] in mapped:
                continue
            changed = copy.deepcopy(value)
            inner: Any = changed
            for key in way:
                inner = inner[key]
            inner["more"] = 1
            assert list(SCHEMAS[name].iter_errors(changed)), (name, way)


@pytest.mark.data
def test_official_texts_keep_the_schemas(texts: Path, tmp_path: Path) -> None:
    english = texts / "multilang" / "English"
    hold(saved(tmp_path, sorted(english.glob("*.xml"))[:3], [english, texts / "docx_ga72"]))
