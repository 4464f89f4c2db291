"""Names of Akoma Ntoso for the UN that the reader and the writer share."""

from __future__ import annotations

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
UN = "http://un.org/akn4un"
UNKNOWN_DATE = "0001-01-01"  # what the UN writes where it knows no date
Q = f"{{{AKN}}}"


def local(tag: object) -> str:
    """Return an element's name without its namespace; nothing for a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
