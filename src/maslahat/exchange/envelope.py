"""Envelopes between two nodes: signed (Ed25519), encrypted to one recipient (HPKE, X25519), numbered and
chained.

HPKE (RFC 9180) comes from `cryptography`. One envelope has one recipient, so that no envelope names
another. The
number and the hash of the envelope before it are under the signature: a replay, a gap or a changed order
shows.
Format `envelope/v1`, see docs/exchange.md; unknown members are kept.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from maslahat.core import Fault, InputError

FORMAT = "envelope/v1"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ATTACHMENT = "attachment"  # the member of a message that is bytes; it travels beside the JSON, as it is
FIRST = ""  # what stands for the hash before the first envelope
LARGEST_BYTES = 256 * 2**20
_MEMBERS = {"maslahat", "from", "to", "number", "before", "sealed", "signature"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed message on its way. `number` counts from 1 in each direction between two nodes."""

    sender: str
    recipient: str
    number: int
    before: str
    sealed: bytes
    signature: bytes = b""
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def head(self) -> bytes:
        """What is bound to the ciphertext: format, who, to whom, number and the hash before."""
        parts = [FORMAT, self.sender, self.recipient, self.number, self.before]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """Hash of head and ciphertext: what the next envelope names as the one before it."""
        return hashlib.sha256(self.head + b"\n" + hashlib.sha256(self.sealed).digest()).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the file."""
        value = {
            **self.extra,
            "maslahat": FORMAT,
            "from": self.sender,
            "to": self.recipient,
            "number": self.number,
            "before": self.before,
            "sealed": base64.b64encode(self.sealed).decode(),
            "signature": base64.b64encode(self.signature).decode(),
        }
        return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    @property
    def file_name(self) -> str:
        """Name of the file on a stick."""
        return f"{self.sender}-{self.recipient}-{self.number:08d}.envelope"


def read_envelope(data: bytes, where: str = "envelope") -> Envelope:
    """Read an envelope file; raise InputError where it is cut off, too large or no envelope."""
    if len(data) > LARGEST_BYTES:
        raise InputError(Fault(where, f"{len(data)} bytes", f"at most {LARGEST_BYTES}"))
    try:
        value = json.loads(data)
        if value["maslahat"] != FORMAT:
            raise InputError(Fault(where, f"format {str(value['maslahat'])[:40]!r}", FORMAT))
        extra = {k: v for k, v in value.items() if k not in _MEMBERS}
        json.dumps(extra, ensure_ascii=False).encode()  # what cannot be written again is not taken
        return Envelope(
            sender=_text(value["from"]),
            recipient=_text(value["to"]),
            number=_count(value["number"]),
            before=_text(value["before"]),
            sealed=base64.b64decode(value["sealed"], validate=True),
            signature=base64.b64decode(value["signature"], validate=True),
            extra=extra,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        found = f"{len(data)} bytes that do not read ({type(error).__name__})"
        raise InputError(
            Fault(where, found, "a whole envelope", "Ask the sender to write it again.")
        ) from None


def seal(
    message: Mapping[str, Any],
    parties: tuple[str, str],
    number: int,
    before: str,
    to: X25519PublicKey,
    key: Ed25519PrivateKey,
) -> Envelope:
    """Return the message sealed from the first of `parties` to the second."""
    sender, recipient = parties
    bare = Envelope(sender, recipient, number, before, b"")
    plain = {name: value for name, value in message.items() if name != ATTACHMENT}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    whole = len(text).to_bytes(8, "big") + text + message.get(ATTACHMENT, b"")
    sealed = SUITE.encrypt(whole, to, bare.head)
    unsigned = Envelope(sender, recipient, number, before, sealed)
    return Envelope(sender, recipient, number, before, sealed, key.sign(unsigned.digest.encode()))


def unseal(envelope: Envelope, sender: Ed25519PublicKey, key: X25519PrivateKey) -> dict[str, Any]:
    """Return the message; raise InputError where signature or encryption do not hold."""
    where = f"envelope {envelope.number} of {envelope.sender}"
    if not signed(envelope, sender):
        raise InputError(
            Fault(where, "a signature that does not hold", f"the signature of {envelope.sender}")
        )
    try:
        whole = SUITE.decrypt(envelope.sealed, key, envelope.head)
        end = 8 + int.from_bytes(whole[:8], "big")
        message = json.loads(whole[8:end])
    except (InvalidTag, ValueError, RecursionError):
        raise InputError(Fault(where, "content that does not open", "one encrypted to this node")) from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise InputError(Fault(where, "no message", "an object with a type"))
    return {**message, ATTACHMENT: whole[end:]}


def signed(envelope: Envelope, sender: Ed25519PublicKey) -> bool:
    """Does the signature of the sender hold?"""
    try:
        sender.verify(envelope.signature, envelope.digest.encode())
    except InvalidSignature:
        return False
    return True


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError("not a short text")
    value.encode()  # a lone surrogate is no text: it can be neither hashed nor stored
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**53:
        raise ValueError("not a number of an envelope")
    return value
