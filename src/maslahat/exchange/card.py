"""The public card of a node: who it is and which keys speak for it. Cards are exchanged by hand, once
(§12)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from maslahat.core import Fault, InputError
from maslahat.exchange.consent import Authority
from maslahat.exchange.keys import Identity
from maslahat.exchange.log import VerifierKey
from maslahat.exchange.reasons import said

FORMAT = "card/v1"
_PARTY = re.compile(r"[A-Z][A-Z0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Card:
    """What partners know of a node. `authorities` are the persons who may sign consents for it."""

    party: str
    name: str
    signing: bytes
    box: bytes
    log: bytes
    witness: bytes
    address: str = ""
    certificate: str = ""
    authorities: tuple[Authority, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a party that is no code: it names folders, files and streams."""
        if not _PARTY.fullmatch(self.party):
            raise InputError(Fault("card, party", f"{self.party!a:.40}", "a code such as KGZ or CENTRE"))

    @property
    def origin(self) -> str:
        """Name of its log."""
        return f"maslahat.exchange/{self.party.lower()}"

    @property
    def log_key(self) -> VerifierKey:
        """Key that its heads are signed with."""
        return VerifierKey(self.origin, self.log)

    @property
    def witness_key(self) -> VerifierKey:
        """Key that it cosigns with."""
        return VerifierKey(f"{self.origin}/witness", self.witness, cosigner=True)

    @property
    def signing_key(self) -> Ed25519PublicKey:
        """Key that its envelopes are signed with."""
        return Ed25519PublicKey.from_public_bytes(self.signing)

    @property
    def box_key(self) -> X25519PublicKey:
        """Key that envelopes to it are encrypted to."""
        return X25519PublicKey.from_public_bytes(self.box)

    @property
    def fingerprint(self) -> str:
        """Eight groups of four digits to read to each other over the telephone before a card is trusted.

        Over the whole card but the address, which may change: also whose it is, and who may sign until when.
        """
        value = {name: part for name, part in to_json(self).items() if name != "address"}
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        number = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
        return " ".join(number[k : k + 4] for k in range(0, 32, 4))


def card_of(identity: Identity, party: str, name: str, **rest: Any) -> Card:
    """Return the card that goes with the private keys."""
    return Card(
        party,
        name,
        identity.signing_key.public_key().public_bytes_raw(),
        identity.box_key.public_key().public_bytes_raw(),
        identity.log_key.public_key().public_bytes_raw(),
        identity.witness_key.public_key().public_bytes_raw(),
        **rest,
    )


def to_json(card: Card) -> dict[str, Any]:
    """Return the card as plain values."""
    return {
        "maslahat": FORMAT,
        "party": card.party,
        "name": card.name,
        **{
            key: base64.b64encode(getattr(card, key)).decode() for key in ("signing", "box", "log", "witness")
        },
        "address": card.address,
        "certificate": card.certificate,
        "authorities": [
            [a.person, a.party, base64.b64encode(a.public).decode(), a.from_at, a.to_at]
            for a in card.authorities
        ],
    }


def from_json(value: Mapping[str, Any], where: str = "card") -> Card:
    """Read what `to_json` wrote; raise InputError where it is no card."""
    try:
        keys = [base64.b64decode(value[key], validate=True) for key in ("signing", "box", "log", "witness")]
        if value["maslahat"] != FORMAT or any(len(key) != 32 for key in keys):
            raise ValueError("another format, or a key that is not 32 bytes")
        authorities = tuple(
            Authority(str(a[0]), str(a[1]), base64.b64decode(a[2], validate=True), int(a[3]), int(a[4]))
            for a in value["authorities"]
        )
        signing, box, log, witness = keys
        address, certificate = str(value.get("address", "")), str(value.get("certificate", ""))
        party, name = str(value["party"]), str(value["name"])
        return Card(party, name, signing, box, log, witness, address, certificate, authorities)
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise InputError(
            Fault(where, f"{type(error).__name__}: {error}", "a card made by `node card`")
        ) from None


def read_card(path: Path) -> Card:
    """Read a card file."""
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")), str(path))
    except InputError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(Fault(str(path), said(error), "a card made by `node card`")) from None
