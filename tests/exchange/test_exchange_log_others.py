"""Our heads and proofs as another's program reads them (issue table): `sigstore`, whose verifier of inclusion proofs comes
from Trillian and whose notes are those of the Go checksum database. Consistency proofs: `tlog-scales`
(test_exchange_log_tiles.py) and pymerkle (test_exchange_log.py; it is GPL and therefore no dependency), where installed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from exchange_house import houses
from test_exchange_log import book, texts

from maslahat.exchange.log import LogBook, VerifierKey, cosign, sign

merkle = pytest.importorskip("sigstore._internal.merkle", reason="sigstore is of the development environment")
checkpoint = pytest.importorskip("sigstore._internal.rekor.checkpoint")
errors = pytest.importorskip("sigstore.errors")


def accepted(log: LogBook, entry: bytes, index: int, size: int, root: bytes) -> bool:
    proof = SimpleNamespace(
        log_index=index, tree_size=size, root_hash=root, hashes=log.inclusion(index, size)
    )
    theirs = SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=entry))
    try:
        merkle.verify_merkle_inclusion(theirs)
    except errors.VerificationError:
        return False
    return True


def test_every_inclusion_proof_of_small_trees_and_no_false_one_is_accepted() -> None:
    entries = texts(70)
    log = book(entries)
    for size in range(1, 71):
        for index in range(size):
            assert accepted(log, entries[index], index, size, log.root(size))
            assert not accepted(log, b"another", index, size, log.root(size))


def test_the_log_of_a_node_is_accepted_event_by_event() -> None:
    node = houses("KAZ", "KGZ")["KAZ"].node
    head, log = node.publish_head(), node.log
    for position, one in node.events().items():
        assert accepted(log, one.commitment(), position, head.size, head.root)
    changed = next(iter(node.events().values()))
    changed.event["at"] += 1
    assert not accepted(log, changed.commitment(), 0, head.size, head.root)


class Keyring:
    """What sigstore asks to check a signature with; the check itself is that of `cryptography`."""

    def __init__(self, public: bytes) -> None:
        self.public = public

    def verify(self, *, key_id: bytes, signature: bytes, data: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except InvalidSignature as error:
            raise errors.VerificationError("bad") from error


def test_a_head_is_a_signed_note_with_cosignatures() -> None:
    key, witness = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    head = cosign(sign(book(texts(9)).head("example.int/kgz"), "example.int/kgz", key), "kaz", witness, 5)
    mine = VerifierKey("example.int/kgz", key.public_key().public_bytes_raw())
    note = checkpoint.SignedNote.from_text(head.text())
    note.verify(Keyring(mine.public), mine.key_hash)
    assert [s.name for s in note.signatures] == ["example.int/kgz", "kaz"]
    read = checkpoint.LogCheckpoint.from_text(note.note)
    assert (read.origin, read.log_size, read.log_hash) == ("example.int/kgz", 9, head.root.hex())
    with pytest.raises(errors.VerificationError):
        checkpoint.SignedNote.from_text(head.text().replace("\n9\n", "\n8\n")).verify(
            Keyring(mine.public), mine.key_hash
        )
