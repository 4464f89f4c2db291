"""The append-only log that the other states witness (§12).

Takes commitments of 32 bytes; gives back RFC 6962 / 9162 proofs, C2SP checkpoints and tiles, and findings
where a
log was rewritten, shortened, forked, backdated or withheld. Nothing secret is in it.
"""

from maslahat.exchange.log.audit import audit, audit_openings
from maslahat.exchange.log.book import LogBook, Opening, opening
from maslahat.exchange.log.note import Checkpoint, VerifierKey, cosign, read_checkpoint, sign
from maslahat.exchange.log.tiles import TileTree, read_entries, read_head, write_tiles
from maslahat.exchange.log.witness import Alarm, Caught, Witness, compare, fresh, gossip, quorum

__all__ = [
    "Alarm",
    "Caught",
    "Checkpoint",
    "LogBook",
    "Opening",
    "TileTree",
    "VerifierKey",
    "Witness",
    "audit",
    "audit_openings",
    "compare",
    "cosign",
    "fresh",
    "gossip",
    "opening",
    "quorum",
    "read_checkpoint",
    "read_entries",
    "read_head",
    "sign",
    "write_tiles",
]
