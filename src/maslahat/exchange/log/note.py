"""Signed notes, checkpoints and cosignatures as C2SP writes them, so that others' tools verify them.

Formats: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature (cosignature/v1).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from maslahat.core import Fault, InputError

ED25519, COSIGNATURE = b"\x01", b"\x04"
SIGNATURE_MARK = "— "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: name of the signer, four bytes of key hash, and the signature itself."""

    name: str
    key_hash: bytes
    blob: bytes

    def line(self) -> str:
        """Return the line as it stands in the note."""
        return f"{SIGNATURE_MARK}{self.name} {base64.b64encode(self.key_hash + self.blob).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: origin, number of entries and root, with the signatures under it."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...] = ()

    @property
    def body(self) -> str:
        """The signed text."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def text(self) -> str:
        """Return the note: body, an empty line, signature lines."""
        return self.body + "\n" + "".join(signature.line() for signature in self.signatures)

    def signed(self, signature: Signature) -> Checkpoint:
        """Return the checkpoint with one signature more; a second one by the same key replaces the first."""
        kept = [s for s in self.signatures if (s.name, s.key_hash) != (signature.name, signature.key_hash)]
        return replace(self, signatures=(*kept, signature))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and an Ed25519 public key, of a log (`cosigner` False) or of a witness (True)."""

    name: str
    public: bytes
    cosigner: bool = False

    @property
    def key_hash(self) -> bytes:
        """First four bytes of SHA-256(name ‖ newline ‖ type ‖ key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed).digest()[:4]

    @property
    def _typed(self) -> bytes:
        return (COSIGNATURE if self.cosigner else ED25519) + self.public

    def __str__(self) -> str:
        """Return the key as C2SP writes it: `name+hash+base64`."""
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(self._typed).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `name+hash+base64`; raise InputError where the parts do not fit together."""
        name, _, rest = text.strip().partition("+")
        digest, _, encoded = rest.partition("+")
        try:
            typed = base64.b64decode(encoded, validate=True)
        except ValueError:
            typed = b""
        key = cls(name, typed[1:], typed[:1] == COSIGNATURE)
        if len(typed) != 33 or typed[:1] not in (ED25519, COSIGNATURE) or key.key_hash.hex() != digest:
            raise InputError(
                Fault("verifier key", repr(text[:60]), "name+8 hexadecimal digits+base64 of 33 bytes")
            )
        return key


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint note; raise InputError that says what is wrong with it."""
    body, separator, tail = text.partition("\n\n")
    lines = body.split("\n")
    if not separator or len(lines) < 3 or not lines[1].isascii() or not lines[1].isdigit():
        raise InputError(
            Fault("checkpoint", repr(text[:80]), "origin, size and root on a line each, then signatures")
        )
    if len(lines) > 3 or (len(lines[1]) > 1 and lines[1][0] == "0") or len(lines[1]) > 18:
        raise InputError(Fault("checkpoint", repr(body[:80]), "three lines, a size without leading zeros"))
    root = _decoded(lines[2], "checkpoint root")
    if len(root) != 32:
        raise InputError(Fault("checkpoint root", f"{len(root)} bytes", "32 bytes"))
    signatures = tuple(_signature(line) for line in tail.split("\n") if line)
    return Checkpoint(lines[0], int(lines[1]), root, signatures)


def sign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> Checkpoint:
    """Return the checkpoint with the log's own signature under it."""
    verifier = VerifierKey(name, key.public_key().public_bytes_raw())
    return checkpoint.signed(Signature(name, verifier.key_hash, key.sign(checkpoint.body.encode())))


def cosign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey, seconds: int) -> Checkpoint:
    """Return the checkpoint with a witness's cosignature/v1 at time `seconds` (since 1970) under it."""
    verifier = VerifierKey(name, key.public_key().public_bytes_raw(), cosigner=True)
    blob = seconds.to_bytes(8, "big") + key.sign(_cosigned(checkpoint.body, seconds))
    return checkpoint.signed(Signature(name, verifier.key_hash, blob))


def signed_by(checkpoint: Checkpoint, verifier: VerifierKey) -> bool:
    """Is there a good signature (or cosignature) of this key under the checkpoint?"""
    return cosigned_at(checkpoint, verifier) is not None


def cosigned_at(checkpoint: Checkpoint, verifier: VerifierKey) -> int | None:
    """Return the time of a good cosignature (0 for a log's own signature), or None where there is none."""
    for signature in checkpoint.signatures:
        if signature.name == verifier.name and signature.key_hash == verifier.key_hash:
            seconds = _checked(checkpoint, signature, verifier)
            if seconds is not None:
                return seconds
    return None


def _checked(checkpoint: Checkpoint, signature: Signature, verifier: VerifierKey) -> int | None:
    seconds, blob, message = 0, signature.blob, checkpoint.body.encode()
    if verifier.cosigner:
        seconds, blob = int.from_bytes(signature.blob[:8], "big"), signature.blob[8:]
        message = _cosigned(checkpoint.body, seconds)
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(blob, message)
    except (InvalidSignature, ValueError):
        return None
    return seconds


def _cosigned(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(SIGNATURE_MARK).rpartition(" ")
    blob = _decoded(encoded, "signature line")
    if not line.startswith(SIGNATURE_MARK) or not name or len(blob) < 5:
        raise InputError(Fault("signature line", repr(line[:60]), "`— name base64`"))
    return Signature(name, blob[:4], blob[4:])


def _decoded(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise InputError(Fault(where, repr(text[:60]), "base64")) from None
