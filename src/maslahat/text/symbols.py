"""The symbol a document is known by, also where its cover was lost and only the number is left (DESIGN §10)."""

from __future__ import annotations

import re

from maslahat.text.document import Document, Organ

_PREFIX = {
    Organ.GENERAL_ASSEMBLY: "A/RES/",
    Organ.SECURITY_COUNCIL: "S/RES/",
    Organ.ECOSOC: "E/RES/",
}
_NUMBER = re.compile(
    r"(?:resolution )?(?P<number>(?:ES-|S-)?\d{1,4}(?:/\d{1,3})?)(?:\. ?| ?)(?P<rest>[A-Z](?:-[A-Z])?|\(\d{4}\))?\.?",
    re.I,
)


def symbol_of(doc: Document) -> str:
    """Return the symbol on the cover, else that of the number and the organ: “72/7.” of the Assembly is A/RES/72/7.

    A number that cannot be read so is returned as printed, and nothing where there is none.
    """
    printed = re.sub(r"(?<=\d)\((?=\d{4}\))", " (", " ".join((doc.cover.symbol or doc.number).split()))
    found = _NUMBER.fullmatch(printed)
    if doc.cover.symbol or not found or doc.organ not in _PREFIX:
        return printed
    rest = f" {found['rest'].upper()}" if found["rest"] else ""
    return f"{_PREFIX[doc.organ]}{found['number'].upper()}{rest}"
