"""The words of the command line that acceptance calls (§10)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from maslahat.cli import text as verb
from maslahat.core import InputError

RUNNER = CliRunner()
DRAFT = (
    "Eightieth session\nAgenda item 20\nWater\n80/1. Water\nThe General Assembly,\nRecalling its resolution 72/7,\n"
    "1. Requests the Secretary-General to report at its eighty-first session;\n2. Decides to remain "
    "seized of the matter.\n"
)


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    verb.register(app)
    app.command("other")(lambda: None)
    return app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(DRAFT, encoding="utf-8")
    (folder / "two.txt").write_text(
        DRAFT.replace("Requests", "Urges").replace("80/1", "80/2"), encoding="utf-8"
    )
    return folder


def call(app: typer.Typer, *words: object) -> int:
    return RUNNER.invoke(app, ["text", *map(str, words)]).exit_code


def test_a_folder_is_converted_to_every_form(app: typer.Typer, folder: Path, tmp_path: Path) -> None:
    for form, suffix in {
        "akn": ".xml",
        "docx": ".docx",
        "html": ".html",
        "pdf": ".pdf",
        "text": ".txt",
        "md": ".md",
        "json": ".json",
    }.items():
        assert call(app, "convert", folder, "--to", form, "-o", tmp_path / form) == 0
        assert sorted(p.name for p in (tmp_path / form).iterdir()) == [f"one{suffix}", f"two{suffix}"]


def test_one_faulty_file_stops_nothing_and_is_told(app: typer.Typer, folder: Path, tmp_path: Path) -> None:
    (folder / "bad.docx").write_bytes(b"PK not a package")
    result = RUNNER.invoke(app, ["text", "convert", str(folder), "--to", "md", "-o", str(tmp_path / "out")])
    assert isinstance(result.exception, InputError)
    assert "bad.docx" in str(result.exception)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_compare_writes_json_html_and_tracked_word(app: typer.Typer, folder: Path, tmp_path: Path) -> None:
    for form in ("json", "html", "docx"):
        out = tmp_path / f"out.{form}"
        assert call(app, "compare", folder / "one.txt", folder / "two.txt", "--to", form, "-o", out) == 0
        assert out.stat().st_size > 100
    changes = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["changes"]
    assert [change["kind"] for change in changes].count("edited") == 1


def test_compare_reads_one_text_from_a_pipe_and_writes_to_standard_output(
    app: typer.Typer, folder: Path
) -> None:
    words = ["text", "compare", "-", str(folder / "two.txt"), "--to", "json"]
    result = RUNNER.invoke(app, words, input=DRAFT)
    assert result.exit_code == 0
    kinds = [change["kind"] for change in json.loads(result.stdout)["changes"]]
    assert kinds.count("edited") == 1
    assert isinstance(RUNNER.invoke(app, ["text", "compare", "-", "-"]).exception, InputError)


def test_check_tells_by_its_exit_code(app: typer.Typer, folder: Path, tmp_path: Path) -> None:
    (folder / "two.txt").write_text(DRAFT.replace("report", "report [annually]"), encoding="utf-8")
    out = tmp_path / "check.json"
    assert call(app, "check", folder / "one.txt") == 0
    assert call(app, "check", folder, "--json", out) == 1
    found = json.loads(out.read_text(encoding="utf-8"))["documents"]
    assert [finding["rule"] for finding in found[str(folder / "two.txt")]] == ["brackets"]


def test_extract_index_search_and_chain(app: typer.Typer, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert call(app, "extract", folder, "--json", out, "--xlsx", tmp_path / "out.xlsx") == 0
    rows = json.loads(out.read_text(encoding="utf-8"))["commitments"]
    assert rows[0]["deadlines"][0]["when"] == "session:81"
    library = tmp_path / "library.db"
    assert call(app, "index", folder, "--library", library) == 0
    assert call(app, "search", "remain", "seized", "--json", out, "--library", library) == 0
    hit, *others = json.loads(out.read_text(encoding="utf-8"))["hits"]
    assert {one["place"] for one in (hit, *others)} == {1}
    assert {hit["symbol"], hit["also"][0]["symbol"]} == {"A/RES/80/1", "A/RES/80/2"}
    assert call(app, "search", "zebra", "--library", library) == 1
    assert call(app, "chain", folder / "one.txt", "--library", folder, "--json", out) == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["chains"]) == 1


def test_two_inputs_of_one_name_and_kinds_without_a_suffix(app: typer.Typer, tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "deeper").mkdir(parents=True)
    for name in ("x.txt", "X.TEXT", "deeper/x.txt", "noname"):
        (source / name).write_text(DRAFT, encoding="utf-8")
    (source / "logo.png").write_bytes(b"\x89PNG")
    assert call(app, "convert", source, "--to", "akn", "-o", tmp_path / "out") == 0
    assert len(list((tmp_path / "out").iterdir())) == 4
    assert (tmp_path / "out" / "noname.xml").is_file()


def test_a_result_never_takes_the_place_of_an_input(app: typer.Typer, folder: Path) -> None:
    before = (folder / "one.txt").read_bytes()
    assert call(app, "convert", folder / "one.txt", "--to", "text", "-o", folder / "one.txt") != 0
    assert (folder / "one.txt").read_bytes() == before
    assert call(app, "convert", folder, "--to", "text", "-o", folder) != 0
    assert (folder / "one.txt").read_bytes() == before


def test_where_results_go(app: typer.Typer, folder: Path, tmp_path: Path) -> None:
    assert call(app, "convert", folder / "one.txt", "--to", "md", "-o", tmp_path / "a" / "b.md") == 0
    assert (tmp_path / "a" / "b.md").is_file()
    assert call(app, "convert", folder / "one.txt", "--to", "md", "-o", tmp_path / "a") == 0
    assert (tmp_path / "a" / "one.md").is_file()
    for words in (["-o", tmp_path / "a" / "b.md"], []):  # several inputs need a folder
        result = RUNNER.invoke(app, ["text", "convert", str(folder), "--to", "md", *map(str, words)])
        assert "several inputs" in str(result.exception)
    piped = RUNNER.invoke(app, ["text", "convert", "-", "--to", "md"], input=DRAFT)
    assert "# 80/1\\. Water" in piped.stdout or "80/1. Water" in piped.stdout


def test_compare_never_writes_over_an_input_and_tells_both_faults(app: typer.Typer, folder: Path) -> None:
    one, two = folder / "one.txt", folder / "two.txt"
    before = one.read_bytes()
    asked = ["text", "compare", str(one), str(two), "--to", "json", "-o", str(one)]
    with pytest.raises(InputError, match="which is an input"):
        RUNNER.invoke(app, asked, catch_exceptions=False)
    assert one.read_bytes() == before
    one.write_bytes(b"")
    two.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError) as told:
        RUNNER.invoke(app, ["text", "compare", str(one), str(two)], catch_exceptions=False)
    assert len(told.value.faults) == 2


@pytest.mark.parametrize("words", [["check"], ["extract"], ["index"], ["extract", "--xlsx"], ["chain"]])
def test_a_place_that_cannot_be_written_gets_a_sentence(
    app: typer.Typer, folder: Path, words: list[str]
) -> None:
    place = str(folder / "one.txt" / "answer")
    option = {"index": "--library", "extract": words[-1]}.get(words[0], "--json")
    option = "--json" if option == "extract" else option
    rest = ["--library", str(folder)] if words[0] == "chain" else []
    with pytest.raises(InputError, match="cannot be written"):
        RUNNER.invoke(app, ["text", words[0], str(folder), option, place, *rest], catch_exceptions=False)
