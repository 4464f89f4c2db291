"""How a text was adopted: the recorded vote and the sponsors, as official records print them (DESIGN §10).

The Official Records of the General Assembly say over a resolution “Adopted at the 97th plenary meeting, on 28 July
2022, by a recorded vote of 161 to none, with 8 abstentions,* on the basis of draft resolution A/76/L.75, sponsored
by Costa Rica and Maldives”, and under it who voted how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from maslahat.text.document import Vote
from maslahat.text.sponsors import listed_sponsors

SIDES = ("in favour", "against", "abstaining")
_NUMBERS = {"no": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_NUMBERS |= {"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14}
_COUNT = r"(\d{1,3}|[a-z]{2,8})"
_COUNTED = re.compile(
    rf"\bby (?:a (?:recorded )?vote of )?{_COUNT}(?: votes?)?(?: in favour)? to {_COUNT}(?: against)?"
    rf"(?:,? with {_COUNT} abstentions?)?"
)
_SIDE = re.compile(r"^\*?\s*(?P<side>In favour|Against|Abstaining|Abstentions?) ?: ?(?P<states>.*)$", re.I)
_SPONSORED_BY = re.compile(r"\bsponsored by (?P<sponsors>.+?)\.?$")
_NOBODY = frozenset(["none", "none."])
RECORDED = re.compile(
    r"^Adopted at the (?P<meeting>\d{1,4}(?:st|nd|rd|th) (?:\(?resumed\)? )?plenary meeting),? on "
    r"(?P<date>\d{1,2} [A-Z][a-z]+ \d{4})\b.*$"
)


def side_of(line: str) -> tuple[str, str] | None:
    """Return the side that a line lists, one of `SIDES`, and the names after it; None where it lists none."""
    found = _SIDE.match(line)
    if not found:
        return None
    side = found["side"].lower()
    return ("abstaining" if side.startswith("abst") else side), found["states"]


def stated_vote(line: str, listed: Mapping[str, str]) -> Vote | None:
    """Return the vote: its counts from the line of adoption, its States from the lists of sides."""
    found = _COUNTED.search(line)
    states = [_states(listed.get(side, "")) for side in SIDES]
    counts = tuple(_number(group) for group in found.groups(default="none")) if found else ()
    if not any(states) and (not counts or None in counts):
        return None
    known = [count for count in counts if count is not None] if found else []
    favour, against, abstaining = known if len(known) == len(SIDES) else map(len, states)
    return Vote(states[0], states[1], states[2], counts=(favour, against, abstaining))


def recorded_sponsors(line: str) -> tuple[str, ...]:
    """Return who sponsored a text by its line of adoption: “… A/76/L.75, sponsored by Costa Rica and Maldives”."""
    found = _SPONSORED_BY.search(line)
    return listed_sponsors(found["sponsors"]) if found else ()


def _states(words: str) -> tuple[str, ...]:
    words = words.strip().rstrip(".")
    return () if words.lower() in _NOBODY else listed_sponsors(words)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word)
