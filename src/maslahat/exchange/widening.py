"""Would putting what one record says into another show it to someone who may not read the first? (§12)

Used before a merge: the one way in which the contents of two records with different recipients come together.
"""

from __future__ import annotations

from maslahat.exchange.policy import Audience, ObjectFacts

# From open to strict; what is not listed is stricter than all.
_TLP = ("clear", "green", "amber", "amber+strict", "red")
_PAP = ("clear", "green", "amber", "red")
_HANDLING = (("H0",), ("H1", "H2"), ("H3",))  # H1 and H2 restrict different things


def widened(keep: ObjectFacts, other: ObjectFacts) -> list[str]:
    """Return in what `keep` is more open than `other`; nothing, where whoever may read `keep` may read `other`."""
    found = []
    if keep.level < other.level or not other.markings <= keep.markings:
        found.append("a lower level or fewer markings")
    if _rank(_TLP, keep.tlp) < _rank(_TLP, other.tlp) or _rank(_PAP, keep.pap) < _rank(_PAP, other.pap):
        found.append("a more open TLP or PAP")
    if keep.handling != other.handling and _strict(keep.handling) <= _strict(other.handling):
        found.append("a more open handling code")
    if not keep.purposes <= other.purposes:
        found.append("other purposes")
    if any(not any(_within(one, wide) for wide in other.audiences) for one in keep.audiences if one.members):
        found.append("recipients that the other does not have")
    if keep.consents:
        found.append("consents to it")
    return found


def _within(one: Audience, wide: Audience) -> bool:
    return (
        wide.from_at <= one.from_at
        and one.to_at <= wide.to_at
        and one.members <= wide.members
        and one.actions <= wide.actions
        and one.purposes <= wide.purposes
    )


def _rank(scale: tuple[str, ...], code: str) -> int:
    return scale.index(code) if code in scale else len(scale)


def _strict(code: str) -> int:
    return next((k for k, codes in enumerate(_HANDLING) if code in codes), len(_HANDLING))
