"""The guided demonstration (§12): what it claims is true, and the logs it leaves check, until someone
changes them."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from exchange_house import desk, node
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.exchange import demo
from maslahat.exchange.demo_search import opened_search, search
from maslahat.exchange.log import Alarm
from maslahat.exchange.verify import verify_folder


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo") / "d"
    return folder, demo.run(folder, lambda _text: None)


def test_the_match_is_found_and_only_between_the_two(played: tuple[Path, dict[str, Any]]) -> None:
    figures = played[1]["figures"]
    assert figures["matching counts"] == {"KAZ": 0, "TJK": 2, "TKM": 0, "UZB": 0}
    assert figures["hits"]["KGZ"] == figures["hits"]["TJK"]
    assert "consignment:04587731" in figures["hits"]["KGZ"]


def test_consent_is_used_and_withdrawn(played: tuple[Path, dict[str, Any]]) -> None:
    figures = played[1]["figures"]
    assert figures["consent"] == {"read before": 0, "read after": 1, "uses known to TJK": 1}
    assert figures["withdrawal"] == {"still held": False, "still readable": False, "receipts": ["receipt"]}


def test_guesses_are_stopped_and_both_told(played: tuple[Path, dict[str, Any]]) -> None:
    guessing = played[1]["figures"]["guessing"]
    assert (guessing["guesses"], guessing["status"], guessing["answered"]) == (10_000, "refused", False)
    assert guessing["alarms"] == {"TKM": 1, "UZB": 1}


def test_the_tampering_state_is_caught_by_all_others(played: tuple[Path, dict[str, Any]]) -> None:
    tampering = played[1]["figures"]["tampering"]
    assert tampering["caught by"] == ["KAZ", "KGZ", "TJK", "TKM", "CENTRE"]
    assert "REWRITTEN" in tampering["found by log verify"]


def test_the_folders_check_at_the_end(played: tuple[Path, dict[str, Any]]) -> None:
    report = verify_folder(played[0])
    assert report.found == []
    assert len(report.checked) >= 6 * (1 + 5)
    assert verify_folder(played[0] / "kyrgyzstan").good


def test_nothing_of_a_list_is_in_another_folder_or_in_clear(played: tuple[Path, dict[str, Any]]) -> None:
    folder, value = played
    envelopes = list((folder / value["carried envelopes"]).glob("*.envelope"))
    assert len(envelopes) == value["figures"]["search"]["envelopes"] > 100
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for text in (
                *("Xurshid", "Хуршид"),
                "04587731",
                "045-87731",
                "045 87731",
                "seen in",
                "paint factory",
            ):
                assert text.encode() not in data, (path, text)


def test_the_search_finds_what_lies_in_the_wrong_place(tmp_path: Path) -> None:
    row = {"number": "CMR 7654321", "exporter": "Xurshid Savdo", "route": "out of a warehouse"}
    home, other, carried = (tmp_path / name for name in ("home", "other", "carried"))
    for path in (home, other, carried):
        path.mkdir()
    (home / "db").write_text("CMR 7654321")
    folders, lists = {"KAZ": home, "KGZ": other}, {"KAZ": [row]}
    assert search(folders, carried, lists)["found in clear"] == []
    (other / "db").write_bytes(b"\0key:7654321\0")
    (carried / "1.envelope").write_text("Xurshid Savdo")
    found = search(folders, carried, lists)["found in clear"]
    assert found == ["7654321 of KAZ in KGZ", "Xurshid Savdo of KAZ in carried"]


def test_what_a_node_can_open_is_searched_too() -> None:
    mine, theirs = node("KAZ"), node("KGZ")
    row = {"number": "CMR 7654321"}
    desk(theirs).create("consignment", row)
    lists = {"KAZ": [row]}
    assert opened_search({"KAZ": mine, "KGZ": theirs}, lists) == {"KAZ": [], "KGZ": ["7654321"]}


def test_every_claim_is_a_check_and_a_story_tells_it(played: tuple[Path, dict[str, Any]]) -> None:
    value = played[1]
    assert len(value["checks"]) >= 12
    assert all(one["holds"] for one in value["checks"])
    heads = [line.split(".")[0] for line in value["story"] if line[0].isdigit()]
    assert heads == [str(k) for k in range(1, 11)]


def test_the_commands_it_names_run(played: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    shutil.copytree(played[0], tmp_path / "a copy")
    for line in played[1]["try"]:
        words = [word.replace(str(played[0]), str(tmp_path / "a copy")) for word in shlex.split(line)]
        assert CliRunner().invoke(build_app(), words[1:]).exit_code == 0, line


def test_a_claim_that_does_not_hold_ends_it() -> None:
    with pytest.raises(InputError, match="the demonstration, a claim"):
        demo.Demo(Path("x"), print).check("a claim", 1, 2)


@pytest.mark.parametrize("change", ["entry", "delete", "tile", "checkpoint"])
def test_a_change_by_hand_is_found(played: tuple[Path, dict[str, Any]], tmp_path: Path, change: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(played[0], folder)
    victim = folder / "tajikistan"
    if change in ("entry", "delete"):
        db = sqlite3.connect(victim / "node.db")
        if change == "entry":
            db.execute("UPDATE log_entries SET entry = ? WHERE position = 3", (bytes(32),))
        else:
            db.execute("DELETE FROM log_entries WHERE position = 3")
        db.commit()
        db.close()
    elif change == "tile":
        path = next((victim / "log" / "tile" / "entries").rglob("*.p/*"))
        data = bytearray(path.read_bytes())
        data[10] ^= 1
        path.write_bytes(data)
    else:
        path = victim / "log" / "checkpoint"
        path.write_text(path.read_text().replace("maslahat.exchange/tjk\n", "maslahat.exchange/uzb\n", 1))
    assert not verify_folder(victim).good
    assert {caught.alarm for caught in verify_folder(folder).found} & {
        Alarm.DAMAGED,
        Alarm.REWRITTEN,
        Alarm.NOT_SIGNED,
    }


def _first(folder: Path, pattern: str) -> Path:
    return next(path for path in sorted(folder.rglob(pattern)) if path.is_file())


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)


def _sql(folder: Path, statement: str) -> None:
    db = sqlite3.connect(folder / "node.db")
    db.execute(statement)
    db.commit()
    db.close()


BY_HAND: dict[str, tuple[Any, str]] = {
    "hash tile": (lambda d: _flip(_first(d / "kazakhstan/log/tile/0", "*")), "kazakhstan/log"),
    "mirror": (lambda d: _flip(_first(d / "kazakhstan/mirrors/UZB/tile/entries", "*")), "kazakhstan/mirrors/UZB"),
    "mirror's hashes": (lambda d: _flip(_first(d / "kazakhstan/mirrors/UZB/tile/0", "*")), "kazakhstan/mirrors/UZB"),
    "mirror's entries gone": (lambda d: _first(d / "kazakhstan/mirrors/UZB/tile/entries", "*").unlink(), "mirrors/UZB"),
    "mirror gone": (lambda d: shutil.rmtree(d / "kazakhstan/mirrors/UZB"), "kazakhstan/mirrors/UZB: missing"),
    "log gone": (lambda d: shutil.rmtree(d / "kazakhstan/log"), "kazakhstan/log"),
    "database gone": (lambda d: (d / "kazakhstan/node.db").unlink(), "kazakhstan"),
    "database empty": (lambda d: (d / "kazakhstan/node.db").write_bytes(b""), "kazakhstan"),
    "public file gone": (lambda d: (d / "kazakhstan/node.json").unlink(), "kazakhstan"),
    "shorter": (lambda d: _sql(d / "uzbekistan", "DELETE FROM log_entries WHERE position > 60"), "KAZ holds"),
    "heads gone": (lambda d: _sql(d / "uzbekistan", "DELETE FROM log_checkpoints"), "uzbekistan/node.db"),
    "another's head": (lambda d: shutil.copy(d / "kazakhstan/log/checkpoint", d / "uzbekistan/log/checkpoint"),
                       "uzbekistan/log"),
    "forged log": (lambda d: shutil.copytree(d / "evidence/uzbekistan", d / "uzbekistan/log", dirs_exist_ok=True),
                   "uzbekistan/log"),
}  # fmt: skip


@pytest.mark.parametrize("change", BY_HAND)
def test_what_was_changed_by_hand_is_named_with_its_place(
    played: tuple[Path, dict[str, Any]], tmp_path: Path, change: str
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(played[0], folder)
    do, place = BY_HAND[change]
    do(folder)
    found = [str(one) for one in verify_folder(folder).found]
    assert any(place in text for text in found), found


def test_a_folder_without_a_log_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no log"):
        verify_folder(tmp_path)


def test_the_demo_does_not_write_into_a_used_folder(played: tuple[Path, dict[str, Any]]) -> None:
    with pytest.raises(InputError, match="not empty"):
        demo.run(played[0], print)
