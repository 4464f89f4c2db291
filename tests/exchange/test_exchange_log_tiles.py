"""Our folder of tiles, heads, cosignatures and proofs as `tlog-scales` reads and checks them (issue table).

An independent reader of C2SP tlog-tiles, Apache-2.0, in plain Python. Where it is not installed the tests are skipped:
`pip install tlog-scales`. It checks consistency proofs too, which `sigstore` does not.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_exchange_log import book, texts

from maslahat.exchange.log import VerifierKey, cosign, merkle, sign, write_tiles

reader = pytest.importorskip(
    "tlog_scales.reader", reason="tlog-scales, an independent reader, is not installed"
)
backend = pytest.importorskip("tlog_scales.backend")
signing = pytest.importorskip("tlog_scales.signing")
tlog = pytest.importorskip("tlog_scales.tlog")
ORIGIN = "example.int/kgz"


def test_the_folder_reads_whole_and_head_and_witness_are_accepted(tmp_path: Path) -> None:
    entries, key, witness = texts(70_000), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    log = book(entries)
    head = cosign(sign(log.head(ORIGIN), ORIGIN, key), "kaz", witness, 5)
    write_tiles(tmp_path, entries, head)
    theirs = reader.TilesReader(backend.LocalBackend(tmp_path))
    read = theirs.get_checkpoint()
    assert theirs.calculate_root_hash() == read.root_hash == head.root
    mine = VerifierKey(ORIGIN, key.public_key().public_bytes_raw())
    cosigner = VerifierKey("kaz", witness.public_key().public_bytes_raw(), cosigner=True)
    for name in (mine, cosigner):
        read.verify(signing.Vkey.from_string(str(name)))
        with pytest.raises(InvalidSignature):
            replace(read, size=read.size - 1).verify(signing.Vkey.from_string(str(name)))
    for k in (0, 255, 256, 65_535, 65_536, 69_999):
        assert theirs.get_entry(k) == entries[k]
        assert theirs.get_inclusion_proof(k, read.size).node_hashes == log.inclusion(k, read.size)


def test_every_consistency_proof_is_accepted_and_no_false_one() -> None:
    log = book(texts(70))
    for size in range(1, 71):
        for old in range(size + 1):
            proof = log.consistency(old, size)
            tlog.ConsistencyProof(old, size, proof).check(log.root(old), log.root(size))
            if 0 < old < size:
                with pytest.raises(tlog.ConsistencyProofInvalid):
                    tlog.ConsistencyProof(old, size, proof).check(bytes(32), log.root(size))
                with pytest.raises(tlog.ConsistencyProofInvalid):
                    tlog.ConsistencyProof(old, size, proof).check(log.root(old), bytes(32))


def test_every_inclusion_proof_is_accepted_and_no_false_one() -> None:
    entries = texts(70)
    log = book(entries)
    for size in range(1, 71):
        for index in range(size):
            proof = tlog.InclusionProof(index, size, log.inclusion(index, size))
            proof.check(merkle.leaf_hash(entries[index]), log.root(size))
            with pytest.raises(tlog.InclusionProofInvalid):
                proof.check(merkle.leaf_hash(b"another"), log.root(size))
