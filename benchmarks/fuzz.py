# ruff: noqa: E402 (Atheris must be there before what it instruments)
"""Damaged and hostile input for every reader of the exchange: only InputError, no hang, nothing else touched.

    python benchmarks/fuzz.py [--seconds 30] [--reader NAME] [--seed 1]

With `atheris` installed (Python 3.11; not a dependency) inputs are guided by coverage; without it, or with
`--plain`, good inputs are damaged at random: bytes, pieces, and values of JSON. One line a reader; an input
that
breaks a reader is shown and ends the run with 1. tests/exchange/test_exchange_fuzz.py runs the same for
moments.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "exchange")]

if "--guided" in sys.argv:
    # Before anything imports them: only what is instrumented guides.
    import atheris

    with atheris.instrument_imports(include=["maslahat.exchange", "openpyxl"]):
        import maslahat.exchange.office
        import maslahat.exchange.verify  # noqa: F401

import openpyxl
from exchange_house import CONSIGNMENT, PURPOSE, START, Clock, desk, houses

from maslahat.core import Fault, InputError
from maslahat.exchange import card, consent, envelope, records, sharing, verify, witnessing
from maslahat.exchange.formats.ids import read_ids
from maslahat.exchange.formats.result import Import, Origin
from maslahat.exchange.formats.sheet import read_sheet
from maslahat.exchange.formats.stix import from_records, read_stix, write_bundle
from maslahat.exchange.keys import Secret
from maslahat.exchange.log import LogBook, VerifierKey, read_checkpoint, read_entries, read_head
from maslahat.exchange.matching import psi
from maslahat.exchange.matching.trial import _keys
from maslahat.exchange.post import Outcome, Post

SLOWEST_SECONDS = 5.0  # of CPU time for one input of at most LARGEST bytes
LARGEST = 4096
INPUT = "input.xlsx"  # openpyxl goes by the ending; the others do not care
ORIGIN = Origin("KAZ", PURPOSE, START)
WRITING = set("wax+")
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove",
             "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate",
             "shutil.", "tempfile.", "urllib.", "ftplib.", "http.")  # fmt: skip


class Touched(BaseException):
    """A reader opened what it was not given. No `except Exception` may hide it."""


class Broke(Exception):
    """A reader failed on an input: reader, input, what happened."""


class _Watch:
    """An audit hook (there is no taking it off) that is awake only while a reader runs."""

    def __init__(self) -> None:
        self.awake, self.allowed, self.seen = False, "", ""
        sys.addaudithook(self)

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.awake:
            return
        if event == "open":
            path, mode, flags = args
            writing = bool(WRITING & set(mode or "")) or bool((flags or 0) & 0x43)  # WRONLY, RDWR, CREAT
            if not writing and (str(path).startswith((self.allowed, sys.prefix, sys.base_prefix))):
                return
            if not writing and Path(str(path)).suffix in (".py", ".pyc"):
                return  # a module imported when first needed
        elif not event.startswith(FORBIDDEN):
            return
        self.seen = f"{event} {args!r}"[:200]
        raise Touched(self.seen)

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """While the harness itself lays an input out as files."""
        before, self.awake = self.awake, False
        try:
            yield
        finally:
            self.awake = before

    @contextmanager
    def over(self, allowed: Path) -> Iterator[None]:
        self.awake, self.allowed, self.seen = True, str(allowed), ""
        try:
            yield
        finally:
            self.awake = False


WATCH = _Watch()


@dataclass(frozen=True)
class Reader:
    """`read` takes the folder where the input lies as `INPUT` and its bytes; `seeds` are good inputs."""

    read: Callable[[Path, bytes], object]
    seeds: Callable[[Path], list[bytes]]


def try_one(name: str, reader: Reader, folder: Path, data: bytes) -> bool:
    """Put one input to a reader; is it taken? Raise Broke where the reader does what no reader may."""
    (folder / INPUT).write_bytes(data)
    started = time.process_time()
    try:
        with WATCH.over(folder):
            reader.read(folder, data)
        taken = True
    except InputError:
        taken = False
    except (Exception, Touched) as error:
        raise Broke(f"{name}: {type(error).__name__}: {error} on {data!r}") from error
    if WATCH.seen:
        raise Broke(f"{name}: touched {WATCH.seen} on {data!r}")
    used = time.process_time() - started
    if used > SLOWEST_SECONDS:
        raise Broke(f"{name}: {used:.1f} s on {data!r}")
    return taken


# --- readers --------------------------------------------------------------------------------------------------


def _refused() -> InputError:
    return InputError(Fault("input", "bytes", "a good input"))


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise _refused() from None


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _record() -> records.Record:
    return records.new_record("r1", "consignment", "KAZ", CONSIGNMENT, START, purposes=frozenset({PURPOSE}),
                              legal_basis="law")  # fmt: skip


def _use_record(_: Path, data: bytes) -> None:
    one = records.from_json(_json(data))
    assert records.from_json(records.to_json(one)) == one
    assert one.digest


def _use_consent(_: Path, data: bytes) -> None:
    one = consent.from_json(_json(data))
    assert consent.from_json(consent.to_json(one)) == one
    consent.verify(one, [])
    one.status(START)


def _use_envelope(_: Path, data: bytes) -> None:
    one = envelope.read_envelope(data)
    again = envelope.read_envelope(one.to_bytes())
    assert (again, again.extra) == (one, one.extra)
    assert one.digest


def _use_checkpoint(_: Path, data: bytes) -> None:
    one = read_checkpoint(data.decode("utf-8", "replace"))
    assert read_checkpoint(one.text()) == one


def _use_key(_: Path, data: bytes) -> None:
    one = VerifierKey.parse(data.decode("utf-8", "replace"))
    assert VerifierKey.parse(str(one)) == one


def _use_tiles(folder: Path) -> None:
    head = read_head(folder / "tiles")
    read_entries(folder / "tiles", head.size)


def _as_tiles(folder: Path, data: bytes) -> None:
    """The input is a checkpoint and, after a zero byte, the only bundle of entries it speaks of."""
    head, _, bundle = data.partition(b"\x00\x00")
    bundles = folder / "tiles" / "tile" / "entries" / "000.p"
    with WATCH.asleep():
        bundles.mkdir(parents=True, exist_ok=True)
        (folder / "tiles" / "checkpoint").write_bytes(head)
        (bundles / "3").write_bytes(bundle)
    _use_tiles(folder)


_STORE: list[Post] = []


def _kept(read: Import) -> None:
    """What a reader of files gives must go into a node and out again."""
    with WATCH.asleep():
        if not _STORE or _STORE[0].node.store.db.total_changes > 20_000:
            _STORE[:] = [houses("KAZ", clock=Clock())["KAZ"]]
    with _STORE[0].node.change():
        for one in read.records:
            sharing._keep(_STORE[0], one)
    _dumped(list(from_records(read.records).objects))


def _as_sheet(folder: Path, data: bytes) -> None:
    """The input is the XML of the sheet; the frame around it is whole."""
    with WATCH.asleep():
        _zip(folder / "book.xlsx", data)
    _kept(read_sheet(folder / "book.xlsx", ORIGIN, "consignment"))


def _zip(target: Path, sheet: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(_workbook())) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, sheet if info.filename.endswith("sheet1.xml") else old.read(info))


_BOOK: list[bytes] = []


def _workbook() -> bytes:
    if not _BOOK:
        book = openpyxl.Workbook()
        for row in (list(CONSIGNMENT), list(CONSIGNMENT.values())):
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        _BOOK.append(file.getvalue())
    return _BOOK[0]


def _sheet_xml() -> bytes:
    with zipfile.ZipFile(io.BytesIO(_workbook())) as book:
        return book.read("xl/worksheets/sheet1.xml")


class _Partner:
    """A node that a partner, whose signature holds, sends whatever it likes."""

    def __init__(self) -> None:
        self.left = 0
        self.home: Post
        self.number, self.before = 0, envelope.FIRST

    def renew(self) -> None:
        self.posts = houses("KAZ", "KGZ", clock=Clock())
        self.home, self.partner = self.posts["KAZ"], self.posts["KGZ"]
        self.number, self.before, self.left = 0, envelope.FIRST, 200

    def __call__(self, _: Path, data: bytes) -> None:
        if self.left == 0:
            with WATCH.asleep():
                self.renew()
        self.left -= 1
        head, _, rest = data.partition(b"\n")
        whole = len(head).to_bytes(8, "big") + head + rest
        bare = envelope.Envelope("KGZ", "KAZ", self.number + 1, self.before, b"")
        sealed = envelope.SUITE.encrypt(whole, self.home.node.card.box_key, bare.head)
        one = replace(bare, sealed=sealed)
        one = replace(one, signature=self.partner.node.identity.signing_key.sign(one.digest.encode()))
        found = self.home.accept(one)
        self.number, self.before = one.number, one.digest
        assert self.home.received_from("KGZ") == one.number, "a message held the stream up"
        self.home.acknowledge()
        if found[0].outcome is not Outcome.ACCEPTED:
            raise _refused()


def _messages(_: Path) -> list[bytes]:
    """One message of every kind that two nodes at work send each other."""
    posts = houses("KAZ", "KGZ", clock=Clock())
    home, other = posts["KGZ"], posts["KAZ"]
    officer, approver = desk(home), desk(home, "approver")
    one = officer.create("consignment", CONSIGNMENT, tlp="amber", pap="green", handling="H2")
    sharing.share(home, approver, one, ["KAZ"], {"read"})
    sharing.ask(home, officer, "key:consignment:1", "read", "KAZ")
    sharing.withdraw(home, approver, one)
    witnessing.show_head(home)
    home.send("KAZ", "alarm", text="fork")
    home.send("KAZ", "passed on", object_id=one, to="KGZ")
    home.send("KAZ", "cosignature", head=home.node.publish_head().text())
    home.send("KAZ", "match request", session="s", purpose=PURPOSE, attachment=_request())
    home.send("KAZ", "match answer", session="s", set="v", cut=0, attachment=b"")
    home.send("KAZ", "match reveal", session="s", by="kgz.officer", signature="", attachment=_request())
    home.send("KAZ", "match hits", session="s", granted=True, attachment=b"")
    home.send("KAZ", "match told", session="s", keys=["phone:1"])
    home.send("KAZ", "match refused", session="s", reason="quota")
    found = []
    for sent in home.pending("KAZ"):
        message = envelope.unseal(sent, home.node.card.signing_key, other.node.identity.box_key)
        rest = message.pop(envelope.ATTACHMENT)
        found.append(_dumped(message) + (b"\n" + rest if rest else b""))
    return found


def _request() -> bytes:
    return psi.query([f"phone:{k}" for k in range(8)], reveal=False).request


def _psi_answer(_: Path, data: bytes) -> None:
    psi.count_of(data)
    psi.answer(_prepared().key, data, reveal=False)


def _psi_size(_: Path, data: bytes) -> None:
    question = psi.query(["phone:1"], reveal=False, key=_prepared().key)
    psi.size(question.key, _prepared().setup, data)


_PREPARED: list[psi.Prepared] = []


def _prepared() -> psi.Prepared:
    if not _PREPARED:
        _PREPARED.append(psi.prepare([f"phone:{k}" for k in range(8)]))
    return _PREPARED[0]


def _terms() -> bytes:
    post = houses("KAZ", "KGZ", clock=Clock())["KAZ"]
    name = sharing.ask(post, desk(post), "key:consignment:1", "read", "KGZ")
    return _dumped(consent.to_json(post.node.consent(name)))


def _stix_seed(folder: Path) -> list[bytes]:
    write_bundle(folder / "seed", from_records([_record()]))
    identity = {"type": "identity", "id": "identity--" + "12345678-1234-4234-8234-123456789012",
                "created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z", "name": "x",
                "identity_class": "individual"}  # fmt: skip
    place = {**identity, "type": "location", "id": identity["id"].replace("identity", "location"),
             "latitude": 41.5}  # fmt: skip
    return [(folder / "seed").read_bytes(), _dumped({"type": "bundle", "objects": [identity, place]})]


def _card() -> bytes:
    return _dumped(card.to_json(houses("KAZ")["KAZ"].node.card))


def _note() -> bytes:
    post = houses("KAZ")["KAZ"]
    return post.node.publish_head().text().encode()


def _public(folder: Path, data: bytes) -> None:
    with WATCH.asleep():
        (folder / "node" / verify.PUBLIC).write_bytes(data)
    verify._open(folder / "node")


def _public_seed(folder: Path) -> list[bytes]:
    (folder / "node").mkdir()
    db = sqlite3.connect(folder / "node" / verify.DATABASE)
    LogBook(db)
    db.close()
    value = json.loads(_card())
    return [_dumped({"card": value, "partners": {"KGZ": value}})]


def _envelope_seed() -> bytes:
    posts = houses("KAZ", "KGZ", clock=Clock())
    posts["KAZ"].send("KGZ", "alarm", text="x")
    return posts["KAZ"].pending()[0].to_bytes()


def _tiles_seed() -> bytes:
    root = base64.b64encode(bytes(32)).decode()
    return f"maslahat\n3\n{root}\n\n— maslahat AAAAAAAA\n".encode() + b"\x00\x00" + (b"\x00\x02ab" * 3)


_IDS = (
    "COUNTRY,ADMINISTRATIVE_DIVISION,PLACE,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT\n"
    "Tajikistan,Khatlon,Kulob,2016-11-16,Heroin,12.5,Kilogram\n"
    'Kazakhstan,,"a ""b""",2016-11-17,Opium,1e3,Gram\n'
)

READERS: dict[str, Reader] = {
    "stix": Reader(lambda f, _: _kept(read_stix(f / INPUT, ORIGIN)), _stix_seed),
    "ids": Reader(lambda f, _: _kept(read_ids(f / INPUT, ORIGIN)), lambda _: [_IDS.encode()]),
    "xlsx": Reader(lambda f, _: _kept(read_sheet(f / INPUT, ORIGIN, "consignment")), lambda _: [_workbook()]),
    "xlsx sheet": Reader(_as_sheet, lambda _: [_sheet_xml()]),
    "record": Reader(_use_record, lambda _: [_dumped(records.to_json(_record()))]),
    "consent": Reader(_use_consent, lambda _: [_terms()]),
    "envelope": Reader(_use_envelope, lambda _: [_envelope_seed()]),
    "message": Reader(_Partner(), _messages),
    "card": Reader(lambda f, _: card.read_card(f / INPUT), lambda _: [_card()]),
    "node.json": Reader(_public, _public_seed),
    "checkpoint": Reader(_use_checkpoint, lambda _: [_note()]),
    "tiles": Reader(_as_tiles, lambda _: [_tiles_seed()]),
    "verifier key": Reader(_use_key, lambda _: [str(VerifierKey("maslahat", bytes(32))).encode()]),
    "key file": Reader(lambda f, _: Secret.from_file(f / INPUT), lambda _: [b"ab" * 32 + b"\n"]),
    "match request": Reader(_psi_answer, lambda _: [_request()]),
    "match answer": Reader(_psi_size, lambda _: [psi.answer(_prepared().key, _request(), reveal=False)]),
    "values": Reader(lambda f, _: _keys(f / INPUT, "phone"), lambda _: [b"+992 37 221 00 00\n"]),
}


# --- damage -----------------------------------------------------------------------------------------------

ODD: list[Any] = [None, True, 0, -1, 2**63, 10**400, 1e400, 0.5, "", "\ud800", "\x00", "x" * 500, [], {}, [[]],
                  {"": {}}, ["a"], [None], "2026-01-01T00:00:00Z", "9999-12-31T23:59:59.9Z"]  # fmt: skip
PIECES = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b'"', b"[" * 2000, b"NaN", b"1e999", b"-" * 9,
          b"\xe2\x80\xa8", b"9" * 20, b"=", b"{}", b"\xed\xa0\x80"]  # fmt: skip


def damaged(rng: random.Random, seed: bytes) -> bytes:
    """Return a seed with one to four hurts: of a JSON value where it is JSON, else of bytes."""
    head, gap, rest = seed.partition(b"\n")
    for text, tail in ((seed, b""), (head, gap + rest)):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict | list) and rng.random() < 0.75:
            for _ in range(rng.randint(1, 3)):
                value = _hurt(rng, value)
            return json.dumps(value).encode() + tail
    data = bytearray(seed)
    for _ in range(rng.randint(1, 4)):
        _bite(rng, data)
    return bytes(data)


def _hurt(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        if rng.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: _hurt(rng, value[key])}
    if isinstance(value, list) and value and rng.random() < 0.9:
        place = rng.randrange(len(value))
        return [*value[:place], _hurt(rng, value[place]), *value[place + 1 :]]
    return rng.choice(ODD)


def _bite(rng: random.Random, data: bytearray) -> None:
    place, until = rng.randint(0, len(data)), rng.randint(0, 8)
    kind = rng.randrange(5)
    if kind == 0 and data:
        data[place % len(data)] ^= 1 << rng.randrange(8)
    elif kind == 1:
        del data[place : place + until]
    elif kind == 2:
        data[place:place] = rng.choice(PIECES)
    elif kind == 3:
        data[place:place] = data[place : place + 8 * until]
    else:
        del data[place:]


def plain(name: str, seconds: float, seed: int, most: int = 10**9) -> tuple[int, int]:
    """Damage good inputs for a time or `most` times; return how many were tried and how many taken."""
    rng, reader = random.Random(f"{name} {seed}"), READERS[name]
    with tempfile.TemporaryDirectory() as place:
        folder, tried, taken = Path(place), 0, 0
        seeds = reader.seeds(folder)
        if not any(try_one(name, reader, folder, one) for one in seeds):
            raise Broke(f"{name}: not one of its own seeds is taken")
        until = time.monotonic() + seconds
        while time.monotonic() < until and tried < most:
            taken += try_one(name, reader, folder, damaged(rng, rng.choice(seeds)))
            tried += 1
    return tried, taken


def guided(name: str, seconds: float, seed: int) -> bool:
    """Run Atheris on one reader in a process of its own (libFuzzer never returns); did the reader hold?"""
    words = ["--guided", "--reader", name, "--seconds", str(seconds), "--seed", str(seed)]
    done = subprocess.run(
        [sys.executable, __file__, *words], check=False, capture_output=True, text=True, errors="replace"
    )
    count = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    if done.returncode == 0 and count:
        print(f"{name}: {int(count[1]):,} inputs guided by coverage, none breaks it", flush=True)
        return True
    said = [line for line in (done.stdout + done.stderr).splitlines() if "Broke" in line or "ERROR" in line]
    print(f"{name}: BROKEN", *(line[:2000] for line in said), sep="\n  ", flush=True)
    return False


def _guided(name: str, seconds: float, seed: int) -> None:
    reader = READERS[name]
    with tempfile.TemporaryDirectory() as place:
        folder, corpus = Path(place), Path(place) / "corpus"
        corpus.mkdir()
        rng, seeds = random.Random(seed), reader.seeds(folder)
        for number, one in enumerate(seeds + [damaged(rng, rng.choice(seeds)) for _ in range(50)]):
            (corpus / str(number)).write_bytes(one)

        def once(data: bytes) -> None:
            try_one(name, reader, folder, data)

        def mutate(data: bytes, size: int, number: int) -> bytes:
            if number % 2:
                return damaged(random.Random(number), data)[:size]
            return bytes(atheris.Mutate(data, size))

        words = [f"-max_total_time={int(seconds)}", f"-seed={seed}", f"-max_len={2 * LARGEST}", "-timeout=20",
                 "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={place}/"]  # fmt: skip
        atheris.Setup([sys.argv[0], *words, str(corpus)], once, custom_mutator=mutate)
        atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30.0, help="for each reader")
    parser.add_argument("--reader", choices=list(READERS), help="this one alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="at random even where Atheris is installed")
    parser.add_argument("--guided", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.guided:
        _guided(asked.reader, asked.seconds, asked.seed)
        return 0
    broken = 0
    for name in [asked.reader] if asked.reader else READERS:
        if not asked.plain and _has_atheris():
            broken += not guided(name, asked.seconds, asked.seed)
            continue
        try:
            tried, taken = plain(name, asked.seconds, asked.seed)
            print(
                f"{name}: {tried:,} inputs, {taken:,} taken, the others refused with a sentence", flush=True
            )
        except Broke as error:
            broken += 1
            print(error, flush=True)
    return 1 if broken else 0


def _has_atheris() -> bool:
    import importlib.util  # noqa: PLC0415

    return importlib.util.find_spec("atheris") is not None


if __name__ == "__main__":
    sys.exit(main())
