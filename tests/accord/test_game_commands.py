"""`maslahat game` and `maslahat check` as a user calls them (issue 3: commands that acceptance calls)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from maslahat.accord.game_file import read_games
from maslahat.accord.game_report import game_report, report_document
from maslahat.core import InputError

Run = Callable[..., tuple[int, str, str]]

MAJORITY = {"n": 3, "v_by_mask": [0, 0, 1, 0, 1, 1, 1]}
GLOVE = {"n": 3, "v_by_mask": [0, 0, 0, 0, 1, 1, 1], "parties": ["left", "other left", "right"]}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps(MAJORITY))
    many.write_text(json.dumps([GLOVE, MAJORITY]))
    return one, many


def test_game_writes_what_check_accepts(
    files: tuple[Path, Path],
    tmp_path: Path,
    run: Run,
) -> None:
    out = tmp_path / "out.json"
    code, text, _ = run("game", str(files[0]), str(files[1]), "--json", str(out))
    assert code == 0
    assert "The core is empty" in text
    assert "other left" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    document = json.loads(out.read_text())
    assert [entry["game"] for entry in document["games"]] == [
        "one.json",
        "many.json, game 1",
        "many.json, game 2",
    ]
    assert document["games"][0]["solutions"]["nucleolus"] == [1 / 3] * 3
    assert document["games"][1]["solutions"]["shapley"] == [1 / 6, 1 / 6, 2 / 3]
    assert document["games"][0]["core_empty"] is True
    assert "tau" in document["games"][0]["undefined"]
    code, text, _ = run("check", str(out))
    assert code == 0
    assert "all holds (4 certificates)" in text
    first = out.read_bytes()
    run("game", str(files[0]), str(files[1]), "--json", str(out))
    assert out.read_bytes() == first


def test_check_lists_what_does_not_hold(
    files: tuple[Path, Path],
    tmp_path: Path,
    run: Run,
) -> None:
    document = report_document([game_report(each) for each in read_games([files[1]])])
    document["games"][0]["solutions"]["shapley"][0] = 0.2
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document))
    code, text, _ = run("check", str(changed))
    assert code == 1
    assert "game 1, shapley: the figures are not those of the certificate" in text
    assert "digest" in text


@pytest.mark.parametrize("content", ["", "{", "\x00"])
def test_check_of_what_is_no_json(content: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "f.json"
    file.write_text(content)
    code, _, err = run("check", str(file))
    assert code == 2
    assert "no JSON" in err
    code, _, err = run("check", str(tmp_path / "none.json"))
    assert code == 2
    assert "no file that opens" in err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", ["no JSON"]),
        ("[]", ["an empty list"]),
        ("3", ["no object with n and v_by_mask"]),
        ('{"n": 3}', ["no object with n and v_by_mask"]),
        ('{"n": 0, "v_by_mask": []}', ["n: found 0", "a whole number from 1 to 12"]),
        ('{"n": true, "v_by_mask": [1]}', ["found True"]),
        ('{"n": 13, "v_by_mask": []}', ["found 13"]),
        ('{"n": 2, "v_by_mask": 3}', ["a list of 3 numbers"]),
        ('{"n": 3, "v_by_mask": [0, "x", null]}', ["v(2), value 2", '"x"', "v(1,2)", "null", "v(3)"]),
        ('{"n": 2, "v_by_mask": [1, 2, 3, 4]}', ["4 values; expected 3", "surplus"]),
        ('{"n": 2, "v_by_mask": [1, 2, Infinity]}', ["v(1,2)", "a finite number"]),
        ('{"n": 2, "v_by_mask": [1, 2, 3], "parties": ["a", "a"]}', ["parties", "2 different names"]),
    ],
)
def test_every_fault_of_a_game_file_is_a_sentence(content: str, words: list[str], tmp_path: Path) -> None:
    bad, worse = tmp_path / "bad.json", tmp_path / "worse.json"
    bad.write_text(content)
    with pytest.raises(InputError) as error:
        read_games([bad, worse])
    for word in [*words, "bad.json", "worse.json"]:
        assert word in str(error.value)


def test_words_and_figures_fit_odd_games(tmp_path: Path, run: Run) -> None:
    big = {"n": 3, "v_by_mask": [0, 0, 10**30, 0, 10**30 + 7, 3**70, 2 * 10**30]}
    games = [{"n": 1, "v_by_mask": [-5.5]}, {"n": 2, "v_by_mask": ["1/3", "0.5", "5/6"]}, big]
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(games), encoding="utf-8-sig")
    code, out, _ = run("game", str(path))
    assert code == 0
    assert "One party: it has all there is." in out
    assert "no group has less than alone" in out
    assert "…" not in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_value_that_is_no_number_is_told(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({"n": 2, "v_by_mask": ["1/0", "1e999999999", "half"]}))
    code, _, err = run("game", str(path))
    assert code == 2
    assert err.count("expected a finite number") == 3
