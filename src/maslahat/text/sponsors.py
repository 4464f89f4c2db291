"""Who proposes a draft, as its cover says it: “Kazakhstan, Kyrgyzstan and Tajikistan: draft resolution” (DESIGN §10)."""

from __future__ import annotations

import re

# The official short names that hold a comma's worth of “and”; no other State's does.
_JOINED = re.compile(
    r"(Antigua and Barbuda|Bosnia and Herzegovina|Saint Kitts and Nevis|Saint Vincent and the Grenadines|Sao Tome and Principe"
    r"|Trinidad and Tobago|Great Britain and Northern Ireland|Serbia and Montenegro|\([^()]*\))",
    re.I,
)
_BETWEEN = re.compile(r", (?:and |et |y |и )?|、|، ?")
_LAST = re.compile(r" (?:and|et|y|и) (?=\0|[^\W\d_a-zà-ÿа-я])")
_OFFICE = re.compile(
    r"^(?:submitted |proposed |prepared |on the basis |the (?!\w+ Republic|Gambia|Bahamas))", re.I
)
SPONSORED = re.compile(
    r"^(?P<sponsors>[^\W\d_].*?) ?[:：]\*{0,2} ?(?:(?:revised )?draft (?:resolution|decision|statement)s?(?: [IVX]+)?"
    r"|amendments? to draft (?:resolution|decision) \S+|projet de (?:résolution|décision)(?: révisé)?"
    r"|(?:пересмотренный )?проект (?:резолюции|решения)|proyecto de (?:resolución|decisión)(?: revisado)?"
    r"|مشروع (?:قرار|مقرر)(?: منقح)?|(?:订正)?(?:决议|决定)草案)\*{0,2}$",
    re.I,
)
SUBMITTED = re.compile(
    r"^(?:Revised )?draft (?:resolution|decision|statement)s? (?:submitted|proposed|prepared) by (?P<sponsors>.+?)\*{0,2}$",
    re.I,
)


def stated_sponsors(proponent: str) -> tuple[str, ...]:
    """Return the sponsors that a line of the cover names, in its order; none where it names none."""
    found = SPONSORED.match(proponent) or SUBMITTED.match(proponent)
    return listed_sponsors(found["sponsors"]) if found else ()


def proposes(line: str) -> bool:
    """Tell whether a line of a cover says who proposes the draft."""
    return bool(SPONSORED.match(line) or SUBMITTED.match(line))


def listed_sponsors(words: str) -> tuple[str, ...]:
    """Return the names of a list: States, or one office; what stands in brackets belongs to its name."""
    words = words.strip()
    if not words or _OFFICE.match(words):
        return (words,) if words else ()
    kept = _JOINED.split(words)  # every second piece is one that is never split
    text = "".join(piece if n % 2 == 0 else f"\0{n}\0" for n, piece in enumerate(kept))
    head, *rest = _BETWEEN.split(text)
    names = [head, *rest]
    names[-1:] = _LAST.split(names[-1])
    whole = (re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], name).strip() for name in names)
    return tuple(name for name in whole if name)
