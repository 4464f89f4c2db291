"""`maslahat brief RIVER` as a person types it: the page, the files, a sentence for every bad line (§13)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import maslahat.options
from maslahat.brief import draft_of
from maslahat.cli.brief import parse_amounts
from maslahat.cli.main import build_app, main
from maslahat.core import InputError
from maslahat.text.convert import read
from maslahat.text.document import BlockKind
from maslahat.text.structure import structure

from . import factory


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stand the fixture in for the engine; what was asked of it is kept."""
    requests: list[Any] = []

    def compute(region: object, request: Any, progress: Callable[[str, float], None] | None = None) -> object:
        requests.append(request)
        if progress:
            progress("Half of it", 0.5)
        return factory.result()

    monkeypatch.setattr(maslahat.options, "compute", compute)
    return requests


def run(*words: object) -> Result:
    return CliRunner().invoke(build_app(), ["brief", *map(str, words)], env={"SOURCE_DATE_EPOCH": "0"})


def test_the_page_is_printed_and_the_files_are_written(asked: list[Any], tmp_path: Path) -> None:
    html, saved = tmp_path / "new" / "brief.html", tmp_path / "brief.json"
    done = run("syr-darya", "--html", html, "--json", saved)
    assert done.exit_code == 0, done.output
    assert "SYR DARYA · season April 2026 – March 2027" in done.stdout
    assert "Printed 1 January 1970." in done.stdout
    assert f"Written: {html}" in done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert html.read_text().startswith("<!DOCTYPE html>")
    assert json.loads(saved.read_text())["schema"] == "maslahat/brief/1"


def test_the_same_command_twice_writes_the_same_bytes(asked: list[Any], tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("syr-darya", "--json", tmp_path / name).exit_code == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_is_asked_reaches_the_engine(asked: list[Any]) -> None:
    words = ["--storage", "toktogul=6800", "--forecast", "naryn=85%", "--forecast", "karadarya=90"]
    done = run("syr-darya", *words, "--water-value", "0.08", "--traces", 30, "--seed", 7)
    assert done.exit_code == 0, done.output
    request = asked[0]
    assert request.river == "syr-darya"
    assert request.storage == {"toktogul": 6800.0}
    assert request.forecast == {"naryn": 85.0, "karadarya": 90.0}
    assert (request.water_value_usd_per_m3, request.traces, request.seed) == (0.08, 30, 7)


def test_what_is_not_asked_is_left_to_the_engine(asked: list[Any]) -> None:
    run("syr-darya")
    assert (asked[0].traces, asked[0].storage, asked[0].water_value_usd_per_m3) == (100, {}, None)


def test_another_package_can_be_drafted(asked: list[Any]) -> None:
    assert "Written from “Shapley”" in run("syr-darya", "--protocol", "shapley").stdout


@pytest.mark.parametrize("suffix", ["docx", "xml", "html", "txt", "json", "md", "pdf"])
def test_the_draft_protocol_is_written_as_a_document(asked: list[Any], tmp_path: Path, suffix: str) -> None:
    place = tmp_path / f"draft.{suffix}"
    done = run("syr-darya", "--protocol", "shapley", "--draft", place)
    assert done.exit_code == 0, done.output
    assert f"Written: {place}" in done.stderr
    if suffix in {"md", "pdf"}:
        assert place.stat().st_size > 1000
        return
    again, made = read(place), draft_of(factory.result(), "shapley")
    assert made is not None
    assert (again.title, again.kind) == (made.title, made.kind)
    assert [one.party for one in again.signatures] == [one.party for one in made.signatures]
    articles = [block.text for block in made.blocks if block.kind is BlockKind.ARTICLE]
    if suffix != "txt":
        assert structure(again) == structure(made)
    assert all(title in " ".join(block.text for block in again.blocks) for title in articles)


def test_a_draft_of_an_unknown_form_is_refused_before_anything_is_computed(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = bad(monkeypatch, capsys, "syr-darya", "--draft", "draft.odt")
    assert "one of .xml .docx .html .pdf .txt .md .json" in said
    assert asked == []


def bad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Return what a bad line says; it must end with 2, in sentences, without a traceback or a page."""
    monkeypatch.setattr(sys, "argv", ["maslahat", "brief", *map(str, words)])
    with pytest.raises(SystemExit) as stopped:
        main()
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert "Traceback" not in shown.err
    assert shown.out == ""
    return shown.err


def test_bad_lines_end_with_a_sentence(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    cases = {
        ("danube",): "syr-darya",
        ("syr-darya", "--html", tmp_path): "a folder",
        ("syr-darya", "--json", tmp_path / "file" / "x.json"): "is a file",
        ("syr-darya", "--storage", "toktogul"): "NODE=NUMBER",
        ("syr-darya", "--storage", "toktogul=much"): "toktogul=6800",
        ("syr-darya", "--storage", "toktogul=1", "--storage", "toktogul=2"): "twice",
        ("syr-darya", "--forecast", "naryn=nan%"): "naryn=85%",
        ("syr-darya", "--region", tmp_path / "nowhere"): "nothing there",
        ("syr-darya", "--works", "atlantis"): "atlantis",
        ("syr-darya", "--traces", "many"): "valid integer",
        (): "Missing argument",
    }
    for words, said in cases.items():
        assert said in bad(monkeypatch, capsys, *words), words
    assert asked == []


def test_an_unknown_package_ends_with_its_keys(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "equal-gain" in bad(monkeypatch, capsys, "syr-darya", "--protocol", "nothing")


def test_every_pair_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError) as error:
        parse_amounts("--storage", ["a=b", "=3", "ok=1"])
    assert len(error.value.faults) == 2
    assert parse_amounts("--forecast", ["naryn = 85 %"], "%") == {"naryn": 85.0}
