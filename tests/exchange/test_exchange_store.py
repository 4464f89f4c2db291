"""Keys and the store (§12): sealed at rest, whole or not at all, rotated."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_house import CONSIGNMENT, SECRET, Clock, desk, node

from maslahat.core import InputError
from maslahat.exchange import keys
from maslahat.exchange.keys import Secret, seal, unseal, write_key_file
from maslahat.exchange.node import Ambient, open_node


def test_sealed_bytes_open_only_with_key_and_place() -> None:
    key = keys.fresh_key()
    sealed = seal(key, b"text", "here")
    assert unseal(key, sealed, "here") == b"text"
    for wrong in (
        (keys.fresh_key(), sealed, "here"),
        (key, sealed, "there"),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "here"),
    ):
        with pytest.raises(InputError, match="do not open"):
            unseal(*wrong)


def test_nothing_of_a_record_lies_in_clear(tmp_path: Path) -> None:
    home = node("KAZ", folder=tmp_path / "kaz")
    desk(home).create("consignment", {**CONSIGNMENT, "exporter": "Unmistakable Trade"})
    home.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"Unmistakable" not in path.read_bytes()
            assert b"1234567" not in path.read_bytes()


def test_the_wrong_secret_opens_nothing(tmp_path: Path) -> None:
    node("KAZ", folder=tmp_path / "kaz").close()
    with pytest.raises(InputError, match="do not open"):
        open_node(tmp_path / "kaz", Secret(passphrase="wrong"))
    with pytest.raises(InputError, match="no node"):
        open_node(tmp_path / "uzb", SECRET)


def test_rotation_changes_the_key_and_keeps_the_records(tmp_path: Path) -> None:
    home = node("KAZ", folder=tmp_path / "kaz")
    name = desk(home).create("consignment", CONSIGNMENT)
    before = bytes(home.store.db.execute("SELECT data_key FROM bodies").fetchone()[0])
    new = write_key_file(tmp_path / "new.key")
    assert home.store.rotate(SECRET, new) == 1
    assert home.store.house_key == 2
    assert bytes(home.store.db.execute("SELECT data_key FROM bodies").fetchone()[0]) != before
    home.close()
    with pytest.raises(InputError):
        open_node(tmp_path / "kaz", SECRET)
    again = open_node(tmp_path / "kaz", Secret.from_file(tmp_path / "new.key"))
    assert desk(again).read(name).value("quantity") == "200"
    assert desk(again).search("anhydride") == [name]
    again.close()


def test_a_change_that_fails_leaves_nothing() -> None:
    home = node("KAZ")
    size = home.log.size

    def broken_off() -> None:
        with home.change():
            desk(home).create("consignment", CONSIGNMENT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert home.log.size == size
    assert desk(home).ids() == []


def test_a_full_disk_leaves_the_node_as_it_was() -> None:
    home = node("KAZ")
    desk(home).create("consignment", CONSIGNMENT)
    pages = home.store.db.execute("PRAGMA page_count").fetchone()[0]
    home.store.db.execute(f"PRAGMA max_page_count = {pages + 2}")

    def fill() -> None:
        for _ in range(200):
            desk(home).create("consignment", CONSIGNMENT)

    with pytest.raises(InputError, match="no room to write"):
        fill()
    made = desk(home).count()
    home.store.db.execute(f"PRAGMA max_page_count = {pages + 10_000}")
    assert made < 200
    assert len([1 for one in home.events().values() if one.event["kind"] == "created"]) == made
    desk(home).create("consignment", CONSIGNMENT)
    assert desk(home).count() == made + 1


def test_a_clock_set_back_brings_nothing_to_life() -> None:
    clock = Clock()
    home = node("KAZ", clock)
    name = desk(home).create("consignment", CONSIGNMENT, expires=clock.seconds + 400 * 86_400)
    clock.seconds += 500 * 86_400
    with home.change():
        pass
    assert desk(home).ids() == []
    clock.seconds -= 500 * 86_400
    assert desk(home).ids() == []
    assert home.clock_behind == 500 * 86_400
    with pytest.raises(InputError):
        desk(home).read(name)


def test_a_key_file_is_read_by_its_owner_only(tmp_path: Path) -> None:
    write_key_file(tmp_path / "k")
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="file exists"):
        write_key_file(tmp_path / "k")
    (tmp_path / "bad").write_text("zz")
    with pytest.raises(InputError, match="hexadecimal"):
        Secret.from_file(tmp_path / "bad")


def test_real_time_and_names_are_used_by_default() -> None:
    ambient = Ambient()
    assert ambient.fresh() != ambient.fresh()
    assert ambient.clock() > 1_700_000_000
