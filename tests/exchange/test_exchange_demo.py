"""The guided demonstration (§12): what it claims is true, and the logs it leaves check, until someone
changes them."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from maslahat.core import InputError
from maslahat.exchange import demo
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
    assert guessing == {"guesses": 10_000, "status": "refused", "alarms": {"TKM": 1, "UZB": 1}}


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
    for path in played[0].rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"Xurshid" not in data
            assert "Хуршид".encode() not in data


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


def test_a_folder_without_a_log_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no log"):
        verify_folder(tmp_path)


def test_the_demo_does_not_write_into_a_used_folder(played: tuple[Path, dict[str, Any]]) -> None:
    with pytest.raises(InputError, match="not empty"):
        demo.run(played[0], print)
