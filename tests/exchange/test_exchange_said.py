"""What a person is told: files that are not there, logs that are gone, what was not compared, what is a use (§12)."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from exchange_house import CONSIGNMENT, carry, desk, houses, node, visitor
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.exchange import duplicates, sharing, witnessing
from maslahat.exchange.card import read_card
from maslahat.exchange.formats import ids, sheet, stix
from maslahat.exchange.formats.result import Origin
from maslahat.exchange.keys import Secret, write_key_file
from maslahat.exchange.log import Alarm, read_head
from maslahat.exchange.matching import trial
from maslahat.exchange.office import post_of
from maslahat.exchange.records import new_record
from maslahat.exchange.verify import verify_folder
from maslahat.exchange.wire import Server

ORIGIN = Origin("KAZ", "counter-narcotics", 1_790_000_000, "national law")


@pytest.mark.parametrize(
    "read",
    [
        Secret.from_file,
        read_card,
        read_head,
        stix.read_bundle,
        lambda path: ids.read_ids(path, ORIGIN),
        lambda path: sheet.read_sheet(path, ORIGIN, "person"),
        lambda path: sheet.read_sheet(path.with_suffix(".csv"), ORIGIN, "person"),
        lambda path: trial.play(path, path, "phone", 10),
        lambda path: write_key_file(path / "new.key"),
        lambda path: Server(post_of(node("KAZ")), "127.0.0.1", 70_000),
        lambda path: Server(post_of(node("KAZ")), "203.0.113.9", 1),
    ],
)
@pytest.mark.parametrize("name", ["none.xlsx", "."])
def test_what_cannot_be_opened_is_told_in_words(tmp_path: Path, read, name: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as error:
        read(tmp_path / "empty" / name)
    assert "Errno" not in str(error.value)
    assert "Error:" not in str(error.value)


def test_what_is_in_a_file_that_is_no_key_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.write_text("a passphrase", encoding="utf-8")
    with pytest.raises(InputError) as error:
        Secret.from_file(path)
    assert "passphrase" not in str(error.value)


def test_a_log_that_is_gone_is_found_by_the_copies(tmp_path: Path) -> None:
    parties = ("KAZ", "KGZ", "UZB")
    posts = {party: post_of(node(party, folder=tmp_path / party.lower())) for party in parties}
    for one in posts.values():
        for other in posts.values():
            if one is not other:
                one.node.add_partner(other.node.card)
    for one in posts.values():
        witnessing.show_head(one)
    carry(posts)
    for one in posts.values():
        one.node.close()
    assert verify_folder(tmp_path).good
    shutil.rmtree(tmp_path / "uzb")
    (caught,) = verify_folder(tmp_path).found
    assert (caught.alarm, caught.origin) == (Alarm.MISSING, "maslahat.exchange/uzb")
    assert "copies at KAZ, KGZ" in caught.detail
    assert verify_folder(tmp_path, ["UZB"]).good
    app = build_app()
    assert CliRunner().invoke(app, ["node", "log", "verify", str(tmp_path)]).exit_code == 1
    words = ["node", "log", "verify", str(tmp_path), "--elsewhere", "uzb"]
    assert CliRunner().invoke(app, words).exit_code == 0
    # One node's folder alone in another folder is how a state keeps it: the others' folders are never there.
    shutil.rmtree(tmp_path / "kgz")
    assert verify_folder(tmp_path).good


def test_what_shows_the_inside_of_anothers_record_is_a_use() -> None:
    posts = houses("KAZ", "KGZ")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, tlp="amber", pap="green", handling="H2")
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), "key:consignment:1234567", "read", "KAZ")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    officer = desk(posts["KGZ"])
    mine = officer.create("consignment", {**CONSIGNMENT, "unit": "l"}, tlp="amber")

    def uses() -> int:
        return posts["KGZ"].node.consent(name).uses

    assert officer.ids() == [mine, one] or officer.ids() == [one, mine]
    assert officer.page(0).total == 2
    assert officer.search("nothing") == []
    assert officer.suggest("nothing") == []
    assert uses() == 0
    assert one in officer.search("acetic")
    assert uses() == 1
    assert officer.suggest("CMR") == ["CMR 1234567"]
    assert uses() == 2
    assert [link.record_id for link in officer.correlations(mine)] == [one]
    assert uses() == 3
    sharing.report_uses(posts["KGZ"])
    carry(posts)
    assert posts["KAZ"].node.consent(name).uses == 3


def test_looking_through_ones_own_records_is_not_logged() -> None:
    home = node("KAZ")
    officer = desk(home)
    one = officer.create("consignment", CONSIGNMENT)
    size = home.log.size
    assert officer.search("acetic") == [one]
    assert officer.suggest("CMR") == ["CMR 1234567"]
    assert home.log.size == size
    guest = visitor(home, "kgz.guest", "KGZ")
    assert guest.search("acetic") == []


def test_what_too_many_records_share_is_named_with_the_number() -> None:
    records = [
        new_record(f"r{k}", "person", "KAZ", {"name": f"Ivan N{k}", "birth_date": "1990-01-01"}, 1_790_000_000,
                   legal_basis="law", purposes=frozenset({"w"}))
        for k in range(duplicates.LARGEST_BLOCK + 1)
    ]  # fmt: skip
    found = dict(duplicates.crowded(records))
    assert found["person, born 1990-01-01"] == duplicates.LARGEST_BLOCK + 1
    assert duplicates.crowded(records[1:]) == []


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "cp1251"), ("\t", "utf-16")])
def test_a_sheet_may_be_a_csv_file(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [
        ["number", "substance", "quantity", "nationality"],
        ["CMR 1234567", "уксусный ангидрид", "200", "x"],
    ]
    path = tmp_path / "s.csv"
    path.write_text("\n".join(separator.join(line) for line in lines), encoding=encoding)
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(tmp_path / "s.xlsx")
    read = sheet.read_sheet(path, ORIGIN, "consignment")
    same = sheet.read_sheet(tmp_path / "s.xlsx", ORIGIN, "consignment")
    assert [record.fields for record in read.records] == [record.fields for record in same.records]
    assert read.records[0].value("substance") == "уксусный ангидрид"
    assert any("nationality" in one.what for one in read.left)
