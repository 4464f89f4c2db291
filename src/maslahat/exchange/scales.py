"""The scales of grading and handling, as facts with their sources, and how they map onto each other (§12).

Sources: Admiralty (NATO) system, TLP 2.0 and PAP as published in MISP taxonomies (commit 7591c55, CC0 /
BSD-2,
after FM 2-22.3 and FIRST); 4×4 and the handling codes H0 to H3: Regulation (EU) 2016/794, article 29, and the
Europol information exchange forms; 3×5×2: Authorised Professional Practice, Intelligence report, College of
Policing (UK).

The mappings are ours (confidence C). They are lossy, never raise a grade, and never replace what was
written: a
record keeps the grade in the scale it was given in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maslahat.core import Fault, InputError


class Scale(StrEnum):
    """A system of grading source and information."""

    ADMIRALTY = "admiralty"
    FOUR = "4x4"
    THREE_FIVE_TWO = "3x5x2"


class Handling(StrEnum):
    """Europol handling code: what the receiver may do without asking again."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0: how far it may travel."""

    RED = "red"
    AMBER_STRICT = "amber+strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"


class Pap(StrEnum):
    """Permissible Actions Protocol: what may be done with it."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"


SOURCE: dict[Scale, dict[str, str]] = {
    Scale.ADMIRALTY: {
        "A": "completely reliable",
        "B": "usually reliable",
        "C": "fairly reliable",
        "D": "not usually reliable",
        "E": "unreliable",
        "F": "reliability cannot be judged",
    },
    Scale.FOUR: {
        "A": "no doubt as to authenticity, trustworthiness and competence",
        "B": "in most cases proved reliable",
        "C": "in most cases proved unreliable",
        "X": "reliability cannot be assessed",
    },
    Scale.THREE_FIVE_TWO: {"1": "reliable", "2": "untested", "3": "not reliable"},
}
INFORMATION: dict[Scale, dict[str, str]] = {
    Scale.ADMIRALTY: {
        "1": "confirmed by other sources",
        "2": "probably true",
        "3": "possibly true",
        "4": "doubtful",
        "5": "improbable",
        "6": "truth cannot be judged",
    },
    Scale.FOUR: {
        "1": "accuracy not in doubt",
        "2": "known personally to the source, not to the official passing it on",
        "3": "not known personally to the source, but corroborated by what is recorded",
        "4": "not known personally to the source, and cannot be corroborated",
    },
    Scale.THREE_FIVE_TWO: {
        "A": "known directly to the source",
        "B": "known indirectly to the source but corroborated",
        "C": "known indirectly to the source",
        "D": "not known",
        "E": "suspected to be false",
    },
}
HANDLING: dict[Handling, str] = {
    Handling.H0: "only for preventing and combating crime",
    Handling.H1: "not to be used in judicial proceedings without the provider's permission",
    Handling.H2: "not to be passed on without the provider's permission",
    Handling.H3: "other restrictions: every use beyond reading needs the provider's permission",
}
TLP: dict[Tlp, str] = {
    Tlp.RED: "for the eyes and ears of individual recipients only",
    Tlp.AMBER_STRICT: "need to know, inside the recipient's organisation only",
    Tlp.AMBER: "need to know, inside the recipient's organisation and its clients",
    Tlp.GREEN: "inside the community",
    Tlp.CLEAR: "no limit on disclosure",
}
PAP: dict[Pap, str] = {
    Pap.RED: "non-detectable actions only, inside the recipient's own house",
    Pap.AMBER: "passive cross check",
    Pap.GREEN: "active actions allowed",
    Pap.CLEAR: "no restriction in use",
}

# 100 the best … 0 the worst; the Admiralty figures are the `numerical_value` of the MISP taxonomy. A sign
# that
# says "cannot be judged" has none: it maps to its like.
_SOURCE_WORTH: dict[Scale, dict[str, int | None]] = {
    Scale.ADMIRALTY: {"A": 100, "B": 75, "C": 50, "D": 25, "E": 0, "F": None},
    Scale.FOUR: {"A": 100, "B": 75, "C": 25, "X": None},
    Scale.THREE_FIVE_TWO: {"1": 75, "2": None, "3": 0},
}
_INFORMATION_WORTH: dict[Scale, dict[str, int | None]] = {
    Scale.ADMIRALTY: {"1": 100, "2": 75, "3": 50, "4": 25, "5": 0, "6": None},
    Scale.FOUR: {"1": 100, "2": 75, "3": 75, "4": 25},
    Scale.THREE_FIVE_TWO: {"A": 75, "B": 75, "C": 50, "D": None, "E": 0},
}
_UNJUDGED_INFORMATION = {Scale.ADMIRALTY: "6", Scale.FOUR: "4", Scale.THREE_FIVE_TWO: "D"}
_UNJUDGED_SOURCE = {Scale.ADMIRALTY: "F", Scale.FOUR: "X", Scale.THREE_FIVE_TWO: "2"}


@dataclass(frozen=True, slots=True)
class Grading:
    """A grade of source and of information in one scale, as written on the report."""

    scale: Scale
    source: str
    information: str

    def __post_init__(self) -> None:
        """Refuse a letter that the scale has not."""
        for name, value, table in (
            ("source", self.source, SOURCE[self.scale]),
            ("information", self.information, INFORMATION[self.scale]),
        ):
            if value not in table:
                letters = ", ".join(table)
                raise InputError(
                    Fault(f"grading {name}", repr(value), f"one of {letters} in the {self.scale} scale")
                )

    def __str__(self) -> str:
        """Return the grade as people write it, `B2 (admiralty)`."""
        return f"{self.source}{self.information} ({self.scale})"

    @classmethod
    def parse(cls, text: str) -> Grading:
        """Read `B2`, `B2 admiralty`, `B2 (4x4)` or `1A 3x5x2`; the scale may be left out for Admiralty."""
        word, _, scale = text.strip().partition(" ")
        name = scale.strip(" ()").lower() or Scale.ADMIRALTY
        if len(word) != 2 or name not in set(Scale):
            raise InputError(
                Fault(
                    "grading", repr(text), "two signs and a scale, as in `B2 admiralty`, `A1 4x4`, `1B 3x5x2`"
                )
            )
        return cls(Scale(name), word[0].upper(), word[1].upper())

    @property
    def words(self) -> str:
        """What the two signs say."""
        source, information = SOURCE[self.scale][self.source], INFORMATION[self.scale][self.information]
        return f"source {source}; information {information}"


def convert(grading: Grading, to: Scale) -> Grading:
    """Return the grade in another scale; never a better one than was given (worths above, ours, confidence
    C)."""
    if grading.scale is to:
        return grading
    source = _nearest(
        _SOURCE_WORTH[grading.scale][grading.source], _SOURCE_WORTH[to], _UNJUDGED_SOURCE[to], source=True
    )
    known, table = _INFORMATION_WORTH[grading.scale][grading.information], _INFORMATION_WORTH[to]
    information = _nearest(known, table, _UNJUDGED_INFORMATION[to], source=False)
    return Grading(to, source, information)


def worth(grading: Grading) -> tuple[int | None, int | None]:
    """Return (source, information) on 0 to 100, None where the scale says that it cannot be judged."""
    return _SOURCE_WORTH[grading.scale][grading.source], _INFORMATION_WORTH[grading.scale][
        grading.information
    ]


def mapping_table(scale: Scale, to: Scale) -> tuple[tuple[str, str], ...]:
    """Return every source and information sign of `scale` beside its sign in `to`, as shown to the person."""
    first_source, first_information = next(iter(SOURCE[scale])), next(iter(INFORMATION[scale]))
    sources = [(s, convert(Grading(scale, s, first_information), to).source) for s in SOURCE[scale]]
    information = [(i, convert(Grading(scale, first_source, i), to).information) for i in INFORMATION[scale]]
    return tuple(sources + information)


UNRELIABLE = 50  # a source worth less was called unreliable


def _nearest(value: int | None, table: dict[str, int | None], unjudged: str, *, source: bool) -> str:
    """Return the sign that claims most without claiming more than `value`; the worst judged sign where
    none does.

    A sign that accuses (a source called unreliable, information called false) is given only to what was accused.
    """
    if value is None:
        return unjudged
    judged = [(known, sign) for sign, known in table.items() if known is not None]
    least = UNRELIABLE if source else 1
    below = [(known, sign) for known, sign in judged if known <= value and (known >= least or value < least)]
    if not below:
        return unjudged if value else min(judged)[1]
    best = max(known for known, _ in below)
    # Of several signs of the same worth the last one claims least.
    return [sign for known, sign in below if known == best][-1]
