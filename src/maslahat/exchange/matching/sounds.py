"""How much one word must be bent to be the spelling of another: an edit distance that knows the region's
alphabets (§12).

Spellings of one name differ in ways that have a cause (Uzbek o is Russian a, ө and ў are written o and u,
Turkmen
g is Russian k, a consonant at the end loses its voice); those cost nothing or little. Any other letter is a
slip of the pen or another name, and costs a whole letter. The costs are ours (confidence C).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

SLIP_LENGTH = 8  # letters of a word in which one slip is still the same word
LITTLE = 0.3
BEND = 0.1  # of its letters a word may be bent and still be the same
_VOWELS = frozenset("aeiou")
_SPOKEN = (
    (re.compile(r"^(al)ex|^(ma)x(?=im)"), lambda m: (m[1] and "aleks") or "maks"),
    (re.compile(r"shch|sch"), "S"),
    (re.compile(r"dzh|zh|dj"), "j"),
    (re.compile(r"sh"), "S"),
    (re.compile(r"ch"), "C"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"kh|x"), "h"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"oo|ou"), "u"),
    # ad-din after any vowel and with any of its assimilations: Muhiddin, Mukhitdin, Zaynuddin.
    (re.compile(r"[aeiouy]?[dt]{1,2}[iy]n(?=(?:ov|ev)?a?$)"), "din"),
    (re.compile(r"(?<=[SC])y?[oe]v(?=a?$)"), "ev"),  # Khrushchev, Khrushchyov
    (re.compile(r"y"), "i"),
    (re.compile(r"i+(?=[aeou])"), ""),  # glides come and go: baev, bayev, Iusupov
    (re.compile(r"(.)\1+"), r"\1"),
)
_FREE = frozenset(map(frozenset, ("ao", "ou")))
_NEAR = frozenset(map(frozenset, ("ei", "ea", "kg", "hg", "CS", "kh")))
_UNVOICED = frozenset(map(frozenset, ("dt", "bp", "zs", "gk", "vf", "jS")))  # at the end of a word


@lru_cache(maxsize=65_536)
def spoken(word: str) -> str:
    """Return a romanised word with a letter for each sound and without glides."""
    for pattern, said in _SPOKEN:
        word = pattern.sub(said, word)
    return word


@lru_cache(maxsize=65_536)
def strain(one: str, other: str) -> float:
    """Return the cost of taking one romanised word for a spelling of another, in letters; 0 is the same
    sound.

    An edit distance with neighbours exchanged (Damerau 1964), weighed by the tables above.
    """
    left, right = spoken(one), spoken(other)
    if left == right:
        return 0.0
    rows = [list(accumulate((_lost(right, k) for k in range(len(right))), initial=0.0))]
    for i, here in enumerate(left, start=1):
        row = [rows[i - 1][0] + _lost(left, i - 1)]
        for j, there in enumerate(right, start=1):
            ends = i == len(left) and j == len(right)
            best = min(
                rows[i - 1][j] + _lost(left, i - 1),
                row[j - 1] + _lost(right, j - 1),
                rows[i - 1][j - 1] + _bent(here, there, ends=ends),
            )
            if i > 1 and j > 1 and here == right[j - 2] and left[i - 2] == there:
                best = min(best, rows[i - 2][j - 2] + 1.0)
            row.append(best)
        rows.append(row)
    return round(rows[-1][-1], 6)


def same_word(one: str, other: str) -> bool:
    """May the two be one word in two spellings, or with one slip in a long word?"""
    left, right = spoken(one), spoken(other)
    shorter = min(len(left), len(right))
    cost = strain(one, other)
    if cost <= BEND * shorter:
        return True
    # One letter lost, added or exchanged with its neighbour; another letter in its place is another name.
    slip = len(left) != len(right) or sorted(left) == sorted(right)
    return slip and max(len(left), len(right)) >= SLIP_LENGTH and cost <= 1.0


def _lost(word: str, place: int) -> float:
    """The cost of a letter that stands on one side only. An h inside is often not written (Tohirov, Toirov); a
    vowel at the end makes a woman's name of a man's."""
    if word[place] == "h" and place:
        return LITTLE
    return 2.0 if place == len(word) - 1 and word[place] in _VOWELS else 1.0


def _bent(here: str, there: str, *, ends: bool) -> float:
    pair = frozenset((here, there))
    if here == there or pair in _FREE:
        return 0.0
    return LITTLE if pair in _NEAR or (ends and pair in _UNVOICED) else 1.0
