"""The log (§12): RFC 9162 hashes and proofs, C2SP notes and tiles, checked also by a package of others."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from maslahat.core import InputError
from maslahat.exchange.log import (
    Alarm,
    LogBook,
    TileTree,
    VerifierKey,
    audit,
    cosign,
    merkle,
    opening,
    read_checkpoint,
    read_entries,
    read_head,
    sign,
    write_tiles,
)
from maslahat.exchange.log.note import cosigned_at, signed_by
from maslahat.exchange.log.tiles import tile_path

# The seven leaves of the known tree of RFC 6962 implementations (certificate-transparency test data).
KNOWN = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", bytes(range(0x50, 0x58))]
KNOWN_ROOT_7 = "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
KNOWN_ROOT_2 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"


def book(entries: list[bytes]) -> LogBook:
    log = LogBook(sqlite3.connect(":memory:"))
    log.append(entries)
    return log


def texts(count: int) -> list[bytes]:
    return [b"entry %d" % k for k in range(count)]


def test_roots_are_those_of_the_published_tree() -> None:
    log = book(KNOWN)
    assert log.root().hex() == KNOWN_ROOT_7
    assert log.root(2).hex() == KNOWN_ROOT_2
    assert log.root(0) == hashlib.sha256(b"").digest()


def test_appending_in_pieces_gives_the_same_tree() -> None:
    whole = book(texts(77))
    pieces = LogBook(sqlite3.connect(":memory:"))
    for start, stop in [(0, 1), (1, 2), (2, 7), (7, 40), (40, 77)]:
        assert pieces.append(texts(77)[start:stop]) == start
    assert pieces.root() == whole.root()
    assert pieces.entries(3, 5) == texts(5)[3:]
    assert pieces.entry(76) == b"entry 76"


def test_every_proof_of_small_trees_verifies_and_no_false_one_does() -> None:
    log = book(texts(20))
    for size in range(1, 21):
        for index in range(size):
            proof, root = log.inclusion(index, size), log.root(size)
            right = merkle.leaf_hash(b"entry %d" % index)
            assert merkle.verify_inclusion(right, index, size, proof, root)
            assert not merkle.verify_inclusion(merkle.leaf_hash(b"other"), index, size, proof, root)
            assert not merkle.verify_inclusion(right, index + 1, size, proof, root)
            assert not merkle.verify_inclusion(right, index, size, [*proof, root], root)
        for old in range(size + 1):
            proof, roots = log.consistency(old, size), (log.root(old), log.root(size))
            assert merkle.verify_consistency(old, size, *roots, proof)
            assert not merkle.verify_consistency(old, size, *roots, [*proof, roots[1]])
            if 0 < old < size:
                assert not merkle.verify_consistency(old, size, merkle.EMPTY_ROOT, roots[1], proof)
                assert not merkle.verify_consistency(old, size, *roots, proof[:-1])


def test_proofs_are_accepted_by_pymerkle() -> None:
    pymerkle = pytest.importorskip("pymerkle", reason="pymerkle, the independent verifier, is not installed")
    core = pytest.importorskip("pymerkle.core")
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    theirs.append_entries(texts(70))
    log = book(texts(70))
    for size in (1, 2, 3, 8, 33, 64, 70):
        assert theirs.get_root(size) == log.root(size)
        for index in {0, size // 2, size - 1}:
            leaf = merkle.leaf_hash(b"entry %d" % index)
            rule, _ = core._inclusion_path_layout(index + 1, size)
            proof = pymerkle.InclusionProof(
                "sha256", True, size, index + 1, rule, [leaf, *log.inclusion(index, size)]
            )
            pymerkle.verify_inclusion(leaf, theirs.get_root(size), proof)
        for old in {1, size // 2 or 1, size}:
            proof = theirs.prove_consistency(old, size)
            pymerkle.verify_consistency(log.root(old), log.root(size), proof)
            roots = theirs.get_root(old), theirs.get_root(size)
            assert merkle.verify_consistency(old, size, *roots, log.consistency(old, size))


def test_asking_for_a_proof_that_cannot_be_raises() -> None:
    log = book(texts(4))
    with pytest.raises(ValueError, match="not in a tree"):
        log.inclusion(4, 4)
    with pytest.raises(ValueError, match="not older"):
        log.consistency(5, 4)
    with pytest.raises(KeyError, match="missing"):
        log.read(5, 0)
    with pytest.raises(KeyError, match="missing"):
        log.entry(4)


def test_checkpoint_is_written_and_read_as_c2sp_says() -> None:
    key, witness = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    head = sign(book(texts(5)).head("example.int/kgz"), "example.int/kgz", key)
    text = cosign(head, "kaz", witness, 1_700_000_000).text()
    lines = text.split("\n")
    assert lines[:2] == ["example.int/kgz", "5"]
    assert len(base64.b64decode(lines[2])) == 32
    assert lines[3] == ""
    assert lines[4].startswith("— example.int/kgz ")
    again = read_checkpoint(text)
    assert again.text() == text
    log_key = VerifierKey("example.int/kgz", key.public_key().public_bytes_raw())
    witness_key = VerifierKey("kaz", witness.public_key().public_bytes_raw(), cosigner=True)
    assert cosigned_at(again, witness_key) == 1_700_000_000
    assert signed_by(again, log_key)
    blob = base64.b64decode(lines[4].split(" ")[2])
    typed = b"example.int/kgz\n\x01" + log_key.public
    assert blob[:4] == hashlib.sha256(typed).digest()[:4]
    assert VerifierKey.parse(str(log_key)) == log_key
    assert VerifierKey.parse(str(witness_key)) == witness_key


def test_a_changed_checkpoint_has_no_good_signature() -> None:
    key = Ed25519PrivateKey.generate()
    verifier = VerifierKey("log", key.public_key().public_bytes_raw())
    head = sign(book(texts(5)).head("log"), "log", key)
    changed = read_checkpoint(head.text().replace("\n5\n", "\n6\n"))
    assert signed_by(head, verifier)
    assert not signed_by(changed, verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n5\n",
        "log\nfive\nAAAA\n\n",
        "log\n05\n" + "A" * 43 + "=\n\n",
        "log\n5\nAAAA\n\n",
        "log\n5\n%%\n\n",
    ],
)
def test_a_damaged_checkpoint_is_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="checkpoint"):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "text", ["", "a+b+c", "log+00000000+" + base64.b64encode(b"\x01" + bytes(32)).decode()]
)
def test_a_damaged_key_is_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match="verifier key"):
        VerifierKey.parse(text)


def test_paths_of_tiles_are_those_of_the_specification() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 5, 17) == "tile/entries/005.p/17"


@pytest.mark.parametrize("count", [1, 255, 256, 257, 700])
def test_tiles_hold_the_whole_log(tmp_path: Path, count: int) -> None:
    key = Ed25519PrivateKey.generate()
    log = book(texts(count))
    head = sign(log.head("log"), "log", key)
    write_tiles(tmp_path, log.entries(), head)
    assert read_head(tmp_path) == head
    assert read_entries(tmp_path, count) == texts(count)
    tree = TileTree(tmp_path, count)
    assert merkle.root(count, tree.read) == head.root
    assert merkle.inclusion_proof(count // 2, count, tree.read) == log.inclusion(count // 2, count)


def test_damaged_tiles_are_named(tmp_path: Path) -> None:
    log = book(texts(300))
    write_tiles(tmp_path, log.entries(), sign(log.head("log"), "log", Ed25519PrivateKey.generate()))
    bundle = tmp_path / "tile/entries/000"
    bundle.write_bytes(bundle.read_bytes()[:-1])
    with pytest.raises(InputError, match="entries with their lengths"):
        read_entries(tmp_path, 300)
    (tmp_path / "tile/1/000.p/1").unlink()
    with pytest.raises(InputError, match="a hash tile"):
        merkle.root(300, TileTree(tmp_path, 300).read)


def test_commitments_hide_and_bind() -> None:
    event = {"kind": "grant", "at": 5}
    one, two = opening(event), opening(event)
    assert one.commitment() != two.commitment()
    assert len(one.commitment()) == 32


def test_an_honest_log_has_no_findings() -> None:
    key = Ed25519PrivateKey.generate()
    verifier = VerifierKey("log", key.public_key().public_bytes_raw())
    log = LogBook(sqlite3.connect(":memory:"))
    for k in range(3):
        log.append(texts(10)[k * 3 : k * 3 + 3])
        log.keep(sign(log.head("log"), "log", key))
    assert [head.size for head in log.checkpoints()] == [3, 6, 9]
    assert audit(log.entries(), log.checkpoints(), verifier) == []
    changed = [b"x", *log.entries()[1:]]
    assert {c.alarm for c in audit(changed, log.checkpoints(), verifier)} >= {Alarm.DAMAGED}
    last = log.last_checkpoint()
    assert last is not None
    assert last.size == 9
