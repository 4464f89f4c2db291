"""Footnote calls as superscript characters, so that plain text keeps them apart from figures."""

from __future__ import annotations

import re

_PLAIN = "0123456789abcdefghijklmnoprstuvwxyz"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_UP = str.maketrans(_PLAIN, _RAISED)
_DOWN = str.maketrans(_RAISED, _PLAIN)

RAISED = re.compile(f"[{_RAISED}]")
# A raised 2 or 3 behind a unit of length (m³, km², м³, км²) is a power and no call.
RAISED_CALL = re.compile(rf"(?<!\b[mм])(?<!\b[kcmdhкcсмдг][mм])(?<![{_RAISED}])[{_RAISED}]+")


def raised(marker: str) -> str:
    """Return a footnote marker in superscript characters; a marker that has none stands in brackets."""
    if marker and all(char in _PLAIN for char in marker):
        return marker.translate(_UP)
    return marker if set(marker) <= {"*", "†", "‡"} else f"[{marker}]"


def lowered(call: str) -> str:
    """Return the plain marker of a superscript call."""
    return call.translate(_DOWN)
