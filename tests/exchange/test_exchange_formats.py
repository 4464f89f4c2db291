"""Files in and out (§12), and the commands that acceptance calls."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exchange_house import CONSIGNMENT, PURPOSE, SECRET, desk, node
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.exchange.card import read_card
from maslahat.exchange.envelope import read_envelope
from maslahat.exchange.formats.ids import read_ids
from maslahat.exchange.formats.result import Origin
from maslahat.exchange.formats.sheet import read_sheet, write_sheet
from maslahat.exchange.formats.stix import (
    TLP_MARKINGS,
    bundle_of,
    from_records,
    object_faults,
    read_bundle,
    read_stix,
    write_bundle,
)
from maslahat.exchange.log import read_checkpoint
from maslahat.exchange.records import new_record
from maslahat.exchange.scales import Tlp

ORIGIN = Origin("UZB", PURPOSE, 1_790_000_000)
HEAD = "COUNTRY,ADMINISTRATIVE_DIVISION,PLACE,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT\n"


def table(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def record(**rest: Any) -> Any:
    return new_record("r1", "consignment", "KAZ", CONSIGNMENT, 1_790_000_000, purposes=frozenset({PURPOSE}),
                      legal_basis="law", **rest)  # fmt: skip


def test_seizures_are_read_with_divisions_resolved_or_named(tmp_path: Path) -> None:
    path = table(
        tmp_path / "s.csv",
        "Uzbekistan,г. Ташкент,X,2026-01-02,Heroin,1.5,Kilogram",
        "Tajikistan,Atlantis,,2026-01-03,Opium,2,",
    )
    read = read_ids(path, ORIGIN)
    assert [r.value("division_code") for r in read.records] == ["UZ-TK", ""]
    assert [e["spelling"] for e in read.summary["divisions unresolved"]] == ["Atlantis"]
    assert [one.what for one in read.left] == ["DRUG_UNIT"]
    assert read_ids(path, ORIGIN).records == read.records


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    path = table(tmp_path / "s.csv", "Uzbekistan,,,31.02.2026,Heroin,-1,Kilogram", ",,,2026-01-03,,2,Gram")
    with pytest.raises(InputError) as error:
        read_ids(path, ORIGIN)
    assert len(error.value.faults) == 4
    assert "row 2 column SEIZURE_DATE" in str(error.value)


def test_a_column_of_nationality_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(HEAD.replace("PLACE", "NATIONALITY"))
    with pytest.raises(InputError, match="forbidden"):
        read_ids(path, ORIGIN)


@pytest.mark.data
def test_the_seizure_data_is_read_whole(shared_data: Path) -> None:
    read = read_ids(shared_data / "platform" / "unodc_ids" / "ids_central_asia_2011_2016.csv", ORIGIN)
    assert len(read.records) == 11_818
    assert len([e for e in read.summary["divisions resolved"] if e["country"] == "Uzbekistan"]) == 26


@pytest.mark.data
def test_the_ics_bundle_goes_round_whole(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "platform" / "stix" / "mitre-ics-attack-stix21.json"
    write_bundle(tmp_path / "out.json", read_bundle(source))
    before, after = json.loads(source.read_bytes()), json.loads((tmp_path / "out.json").read_bytes())
    assert len(before["objects"]) == 1826
    assert after == before


def test_records_go_out_as_stix_with_markings_and_come_back(tmp_path: Path) -> None:
    one = record(tlp=Tlp.AMBER)
    bundle = from_records([one])
    write_bundle(tmp_path / "b.json", bundle)
    out = bundle.objects[-1]
    assert out["object_marking_refs"] == [TLP_MARKINGS[Tlp.AMBER]]
    assert out["granular_markings"][0]["selectors"] == [name for name, _ in one.fields]
    names = {o["id"] for o in bundle.objects}
    assert out["granular_markings"][0]["marking_ref"] in names
    assert read_stix(tmp_path / "b.json", ORIGIN).records == (one,)


def test_identities_and_places_become_records(tmp_path: Path) -> None:
    uid, at = "11111111-1111-4111-8111-111111111111", "2026-01-01T00:00:00.000Z"
    common = {"spec_version": "2.1", "created": at, "modified": at}
    person = {
        **common,
        "type": "identity",
        "id": f"identity--{uid}",
        "name": "A B",
        "identity_class": "individual",
    }
    place = {
        **common,
        "type": "location",
        "id": f"location--{uid}",
        "name": "Osh",
        "latitude": 40.5,
        "x_religion": "?",
    }
    (tmp_path / "b.json").write_text(json.dumps({"type": "bundle", "objects": [person, place]}))
    read = read_stix(tmp_path / "b.json", ORIGIN)
    assert [(r.kind, r.value("name")) for r in read.records] == [("person", "A B"), ("place", "Osh")]
    assert [one.what for one in read.left] == ["x_religion"]


@pytest.mark.parametrize(
    "value",
    [
        5,
        {"type": "identity", "id": "identity--5"},
        {"type": "malware", "id": "identity--11111111-1111-4111-8111-111111111111"},
        {"type": "identity", "id": "identity--11111111-1111-4111-8111-111111111111", "created": "yesterday"},
        {"type": "url", "id": "url--11111111-1111-5111-8111-111111111111", "object_ref": "x", "a_refs": [1]},
    ],
)
def test_an_object_that_is_none_is_named(value: Any) -> None:
    assert object_faults(value, "here")
    with pytest.raises(InputError):
        bundle_of([value], "here")


def test_a_sheet_goes_out_and_comes_in(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", [record(), record(tlp=Tlp.CLEAR)])
    read = read_sheet(tmp_path / "a.xlsx", ORIGIN, "consignment")
    assert [r.value("number") for r in read.records] == [CONSIGNMENT["number"]] * 2
    assert "column record_id" in {one.what for one in read.left}


def test_a_formula_is_written_as_text(tmp_path: Path) -> None:
    evil = new_record(
        "r", "consignment", "KAZ", {"number": "=1+1"}, 0, purposes=frozenset({PURPOSE}), legal_basis="l"
    )
    write_sheet(tmp_path / "a.xlsx", [evil])
    cells = [c for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows() for c in row]
    assert {c.data_type for c in cells} == {"s"}


def test_a_sheet_with_a_mapping(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Номер", "Вес", "Национальность"])
    sheet.append(["CMR 1", 5.0, "x"])
    book.save(tmp_path / "a.xlsx")
    read = read_sheet(tmp_path / "a.xlsx", ORIGIN, "consignment", {"Номер": "number", "Вес": "quantity"})
    assert dict(read.records[0].fields) == {"number": "CMR 1", "quantity": "5"}
    assert "not fields" in read.left[0].why
    for mapping in ({"Национальность": "number"}, {"Вес": "religion"}, {"Вес": "colour"}, {"Нет": "number"}):
        with pytest.raises(InputError):
            read_sheet(tmp_path / "a.xlsx", ORIGIN, "consignment", mapping)


READERS: dict[str, Callable[[Path], Any]] = {
    "ids": lambda p: read_ids(p, ORIGIN),
    "stix": lambda p: read_stix(p, ORIGIN),
    "xlsx": lambda p: read_sheet(p, ORIGIN, "consignment"),
    "envelope": lambda p: read_envelope(p.read_bytes()),
    "card": read_card,
    "checkpoint": lambda p: read_checkpoint(p.read_bytes().decode("latin-1")),
}


@pytest.mark.parametrize("reader", READERS)
def test_damaged_files_are_sentences_and_never_crash(reader: str, tmp_path: Path) -> None:
    """Bytes of good files, cut, flipped and mixed: a result or an InputError, nothing else."""
    rng = random.Random(reader)
    table(tmp_path / "ids", "Uzbekistan,x,y,2026-01-02,Heroin,1.5,Kilogram")
    write_bundle(tmp_path / "stix", from_records([record()]))
    write_sheet(tmp_path / "xlsx", [record()])
    (tmp_path / "envelope").write_text('{"maslahat":"envelope/v1","from":"A","to":"B","number":1,"before":"",'
                                       '"sealed":"AAAA","signature":"AAAA"}')  # fmt: skip
    (tmp_path / "card").write_text(
        '{"maslahat":"card/v1","party":"A","name":"B","authorities":[[1,2,3,4,5]]}'
    )
    (tmp_path / "checkpoint").write_text("log\n5\nAAAA\n\n— a AAAAAAAA\n", encoding="utf-8")
    good = (tmp_path / reader).read_bytes()
    for _ in range(150 if reader == "xlsx" else 600):
        data = bytearray(good)
        for _ in range(rng.randint(1, 6)):
            place = rng.randrange(len(data) + 1)
            kind = rng.randrange(4)
            if kind == 0:
                del data[place:]
                data += b" "
            elif kind == 1:
                data[place : place + 1] = bytes([rng.randrange(256)])
            elif kind == 2:
                data[place:place] = rng.choice(
                    [b'"', b"{", b"[[", b"null", b"\n", b",", b"\xff\xfe", b"1e999", b"-"]
                )
            else:
                data[place:place] = data[: rng.randrange(40)]
        (tmp_path / "damaged").write_bytes(bytes(data))
        with contextlib.suppress(InputError):
            READERS[reader](tmp_path / "damaged")


# --- the command line
# ----------------------------------------------------------------------------------------------


def call(*words: Any, code: int = 0) -> str:
    result = CliRunner().invoke(build_app(), ["node", *map(str, words)])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("demo",),
        ("why",),
        ("log", "verify"),
        ("match",),
        ("import",),
        ("consent",),
        ("outbox",),
        ("grade",),
        ("recall",),
    ],
)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    assert len(call(*words, "--help")) > 200


def test_import_writes_the_result(tmp_path: Path) -> None:
    path = table(tmp_path / "s.csv", "Uzbekistan,г. Ташкент,X,2026-01-02,Heroin,1.5,Kilogram")
    text = call("import", path, "--layout", "ids", "--json", tmp_path / "f.json")
    assert "1 records read (ids)" in text
    value = json.loads((tmp_path / "f.json").read_text())
    assert value["records"][0]["fields"]["division_code"] == "UZ-TK"


def test_from_init_to_a_record_in_another_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keys").mkdir()
    for party in ("kaz", "kgz"):
        call("init", party, "--party", party, "--name", party, "--key-file", f"keys/{party}.key")
        for role in ("officer", "approver"):
            call("person", party, f"{party}.{role}", "--role", role, "--purpose", PURPOSE, "--signs")
        call("card", party, "--out", f"{party}.card")
    for mine, theirs in (("kaz", "kgz"), ("kgz", "kaz")):
        number = read_card(tmp_path / f"{theirs}.card").fingerprint
        call("partner", mine, f"{theirs}.card", "--fingerprint", number, "--purpose", PURPOSE)
    path = table(tmp_path / "s.csv", "Uzbekistan,г. Ташкент,X,2026-01-02,Heroin,1.5,Kilogram")
    who = ("--as", "kaz.officer", "--purpose", PURPOSE)
    call("import", path, "--layout", "ids", "--into", "kaz", *who)
    name = call("list", "kaz", *who).split()[0]
    assert "B2" in call("grade", "kaz", name, "B2", *who)
    call(
        "share", "kaz", name, "--to", "KGZ", "--action", "read", "--as", "kaz.approver", "--purpose", PURPOSE
    )
    assert "1 envelopes written" in call("outbox", "kaz", "stick")
    assert "KAZ 1: accepted (record)" in call("inbox", "kgz", "stick")
    theirs_who = ("--as", "kgz.officer", "--purpose", PURPOSE)
    assert call("why", "kgz", name, *theirs_who).startswith("Yes.")
    assert "FAILS  owner" in call("why", "kgz", name, *theirs_who, "--action", "edit", code=1)
    call("log", "head", "kaz")
    call("outbox", "kaz", "stick")
    call("inbox", "kgz", "stick")
    call("outbox", "kgz", "stick")
    call("inbox", "kaz", "stick")
    assert "The log holds" in call("log", "verify", "kaz")
    assert "1 logs witnessed" in call("witness", "kgz")
    call("recall", "kaz", name, "--as", "kaz.approver", "--purpose", PURPOSE)
    call("doctor", "kgz")
    call("rotate", "kgz")
    assert "0 records" in call("export", "kgz", "out.json", *theirs_who)


def test_a_trial_of_matching_and_its_limits(tmp_path: Path) -> None:
    rng = random.Random(5)
    numbers = [f"+99655{rng.randrange(10**7):07d}" for _ in range(40)]
    (tmp_path / "a").write_text("\n".join(numbers[:25]))
    (tmp_path / "b").write_text("\n".join(numbers[15:]))
    lists = ("--mine", tmp_path / "a", "--theirs", tmp_path / "b", "--kind", "phone")
    call("match", *lists, "--json", tmp_path / "f")
    assert json.loads((tmp_path / "f").read_text())["size"] == 10
    (tmp_path / "a").write_text("\n".join(f"+99655{k:07d}" for k in range(10_000)))
    assert "Both sides have an alarm" in call("match", *lists, code=1)


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    home = node("KAZ", folder=tmp_path / "kaz")
    desk(home).create("consignment", CONSIGNMENT)
    home.close()
    (tmp_path / "k").write_text(SECRET.key.hex())
    words = ["node", "list", str(tmp_path / "kaz"), "--as", "nobody", "--purpose", "x"]
    result = CliRunner().invoke(build_app(), [*words, "--key-file", str(tmp_path / "k")])
    assert isinstance(result.exception, InputError)
    assert "nobody" in str(result.exception)
    assert "MASLAHAT_NODE_PASSPHRASE" not in os.environ
