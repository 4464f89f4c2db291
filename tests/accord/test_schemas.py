"""Every document of the commands keeps the schema that is published for it (issue 3: commands)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from maslahat.accord.schemas import FILES, schema_of
from maslahat.cli.main import main

Run = Callable[..., str]
GAMES = [{"n": 3, "v_by_mask": [0, 0, 1, 0, 1, 1, 1]}, {"n": 1, "v_by_mask": ["7/2"], "parties": ["Аму"]}]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*words: object) -> str:
        monkeypatch.setattr(sys, "argv", ["maslahat", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        return capsys.readouterr().out

    return call


def valid(document: Any, what: str) -> bool:
    return bool(jsonschema.Draft202012Validator(schema_of(what)).is_valid(document))


@pytest.mark.parametrize("what", [*FILES, "game", "check"])
def test_a_schema_is_a_schema_with_a_title(what: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(what))
    assert schema_of(what)["title"]


def test_games_in_and_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.json").write_text(json.dumps(GAMES))
    run("game", tmp_path / "g.json", "--json", tmp_path / "o.json", "-q")
    document = json.loads((tmp_path / "o.json").read_text())
    assert valid(GAMES, "game file")
    assert not valid([{"n": 13, "v_by_mask": [1]}], "game file")
    assert valid(document, "game")
    assert valid(document["games"][0]["certificate"], "check")
    assert not valid({**document, "games": [{}]}, "game")


def test_a_table_and_its_certificate(run: Run, tmp_path: Path) -> None:
    run("bargain", "--new", tmp_path / "t.csv")
    run("bargain", tmp_path / "t.csv", "--json", tmp_path / "o.json", "-q")
    document = json.loads((tmp_path / "o.json").read_text())
    assert valid(document, "bargain")
    assert valid(document["results"][0]["certificate"], "check")
    assert not valid(document["results"][0]["solutions"], "check")


def test_ranks_points_and_votes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("option,A,B\nx,1,2\ny,2,1\n")
    (tmp_path / "s.csv").write_text("item,A,B\nx,70,40\ny,30,60\n")
    rows = "".join(f"{k},x,{s},{k},{1 if (k < 5) == (s < 4) else -1}\n" for k in range(9) for s in range(8))
    (tmp_path / "votes.csv").write_text("timestamp,datetime,comment-id,voter-id,vote\n" + rows)
    commands = {
        "rank": ("bargain", "rank", tmp_path / "r.csv"),
        "split": ("bargain", "split", tmp_path / "s.csv"),
        "consensus": ("consensus", tmp_path),
    }
    for what, words in commands.items():
        run(*words, "--json", tmp_path / f"{what}.json")
        document = json.loads((tmp_path / f"{what}.json").read_text())
        assert valid(document, what)
        document.pop("format")
        assert not valid(document, what)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("bargain", "--schema"), "bargain"),
        (("bargain", "rank", "--schema"), "rank"),
        (("bargain", "split", "--schema"), "split"),
        (("consensus", "--schema"), "consensus"),
        (("game", "--schema"), "game"),
        (("game", "--input-schema"), "game file"),
        (("check", "--schema"), "check"),
    ],
)
def test_every_command_prints_its_schema(run: Run, words: tuple[str, ...], what: str) -> None:
    assert json.loads(run(*words)) == schema_of(what)


def test_a_command_without_a_file_says_what_it_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (("game",), ("check",), ("consensus",), ("bargain", "rank"), ("bargain", "split")):
        monkeypatch.setattr(sys, "argv", ["maslahat", *words])
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 2
        assert "expected a" in capsys.readouterr().err.replace("expected JSON", "expected a")
