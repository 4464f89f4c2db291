"""Keys of a node: envelope encryption at rest, identities for signing and receiving, rotation (§12).

A master key (from a passphrase by scrypt, or out of a key file) wraps numbered house keys; the newest house
key wraps one data key a record; the data key seals each field. AES-256-GCM throughout, random nonces, the
place of a value bound to it as associated data. Rotation makes a new house key and wraps the data keys again;
the fields stay.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from maslahat.core import Fault, InputError
from maslahat.exchange.reasons import said

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1  # RFC 7914; 32 MiB, about a tenth of a second


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What opens a node: a passphrase, or the bytes of a key file. Its text form tells nothing."""

    passphrase: str = ""
    key: bytes = b""

    @classmethod
    def from_file(cls, path: Path) -> Secret:
        """Read a key file of 32 bytes written in hexadecimal."""
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise InputError(Fault(str(path), _found(error), "a key file: 64 hexadecimal digits")) from None
        if len(key) != KEY_BYTES:
            raise InputError(Fault(str(path), f"{len(key)} bytes", f"{KEY_BYTES} bytes"))
        return cls(key=key)

    def master(self, salt: bytes) -> bytes:
        """Return the master key; a passphrase is stretched with scrypt."""
        if self.key:
            return self.key
        if not self.passphrase:
            raise InputError(Fault("secret", "no passphrase and no key file", "one of them"))
        scrypt = Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P)
        return scrypt.derive(self.passphrase.encode())


def _found(error: OSError | ValueError) -> str:
    # What is no hexadecimal number may be a passphrase put into a file: it is not repeated.
    return said(error) if isinstance(error, OSError) else "other text"


def write_key_file(path: Path) -> Secret:
    """Make a key file that only its owner may read; one that exists is not touched."""
    key = os.urandom(KEY_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(key.hex() + "\n")
    except OSError as error:
        raise InputError(Fault(str(path), said(error), "a new file that can be written")) from None
    return Secret(key=key)


def fresh_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, text: bytes, place: str) -> bytes:
    """Return nonce ‖ ciphertext, bound to `place` (a record, a field, a purpose)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Return the text; raise InputError where the key, the bytes or the place are not the right ones."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        mend = "Is it the right passphrase or key file?"
        raise InputError(Fault(place, "bytes that do not open", "what this key sealed", mend)) from None


def blind(key: bytes, text: str) -> int:
    """Return 63 bits of HMAC-SHA256: a word of the index that tells nothing without the key."""
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(text.encode())
    return int.from_bytes(mac.finalize()[:8], "big") >> 1


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """The private keys of a node: one to sign, one to be written to, one for its log, one as a witness."""

    signing: bytes
    box: bytes
    log: bytes
    witness: bytes

    @classmethod
    def fresh(cls) -> Identity:
        """Return four new keys."""
        return cls(*(os.urandom(KEY_BYTES) for _ in range(4)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Identity:
        """Read the 128 bytes that `to_bytes` gave."""
        return cls(*(data[k : k + KEY_BYTES] for k in range(0, 4 * KEY_BYTES, KEY_BYTES)))

    def to_bytes(self) -> bytes:
        """Return the four keys one after the other; to be sealed before it is stored."""
        return self.signing + self.box + self.log + self.witness

    @property
    def signing_key(self) -> Ed25519PrivateKey:
        """Key that signs envelopes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    @property
    def box_key(self) -> X25519PrivateKey:
        """Key that envelopes are encrypted to."""
        return X25519PrivateKey.from_private_bytes(self.box)

    @property
    def log_key(self) -> Ed25519PrivateKey:
        """Key that signs heads of the log."""
        return Ed25519PrivateKey.from_private_bytes(self.log)

    @property
    def witness_key(self) -> Ed25519PrivateKey:
        """Key that cosigns the heads of others."""
        return Ed25519PrivateKey.from_private_bytes(self.witness)
