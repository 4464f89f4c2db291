"""Names across Latin, Cyrillic and the regional spellings, brought to one form (§12).

Two forms: `romanised` keeps the vowels, for people to compare and for fuzzy scores; `skeleton` keeps what
all the
spellings of one name share, for keys that must be equal. The letter tables follow the national alphabets
(Kazakh, Kyrgyz, Tajik, Turkmen, Uzbek, Russian) and the transliterations met in documents (ICAO 9303,
BGN/PCGN,
Uzbek 1995, Turkmen 1999, Kazakh 2021).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "gh", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "h", "і": "i", "ў": "o", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "җ": "j", "є": "ye", "ї": "yi",
}  # fmt: skip
_LATIN = {
    "ş": "sh",
    "ș": "sh",
    "š": "sh",
    "ç": "ch",
    "č": "ch",
    "ž": "zh",
    "ı": "i",
    "ŋ": "n",
    "ß": "ss",
    "ä": "a",
}
_APOSTROPHES = re.compile(r"['’‘ʻʼ`´′“”\"]")
_SOUNDS = (
    ("shch", "S"), ("dzh", "j"), ("sch", "S"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"),
    ("sh", "S"), ("ch", "C"), ("ph", "f"), ("ks", "x"), ("ts", "c"), ("tz", "c"), ("q", "k"), ("x", "h"),
    ("w", "v"), ("ck", "k"),
)  # fmt: skip
_ALIASES = {"mgmd": "mhmd", "mgmt": "mhmd", "mhmt": "mhmd", "mmd": "mhmd"}
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovna|evna|ich|ichna)$")
_WOMAN = re.compile(r"(?:ov|ev|in|iev|ow|ew)a$")  # the ending of a woman's family name
_CHILD_OF = re.compile(r"^(?:o?gl[iy]|u?gl[iy]|uly|uulu|ulu|ul|kyzy|kizi|qizi|gyzy|k[iy]z[iy]|bin|ibn|bint)$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, 0 to 1, and why."""

    score: float
    reason: str


@lru_cache(maxsize=65_536)
def romanised(text: str) -> str:
    """Return the name in plain small Latin letters, one space between words."""
    folded = unicodedata.normalize("NFC", text).casefold()
    letters = "".join(_CYRILLIC.get(c, _LATIN.get(c, c)) for c in folded)
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", letters))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """Return what all spellings of one word share: its consonants by sound, and that it begins with a
    vowel."""
    sound = romanised(word).replace(" ", "")
    for written, said in _SOUNDS:
        sound = sound.replace(written, said)
    start = _opening(sound)
    # A `y` that stands for a glide, and an `h` before a consonant at the end of a word, come and go:
    # vowels and y go.
    bare = start + re.sub(r"[aeiouy]", "", sound)
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return _ALIASES.get(bare, bare)


def _opening(sound: str) -> str:
    """Return the class of the vowel that a word begins with: a, u (and o), e (and i); glides before it
    left out."""
    match = re.match(r"[aeiouy]+", sound)
    if match is None:
        return ""
    vowels = match[0].lstrip("yi")[:1] or "e"
    return {"o": "u", "i": "e", "y": "e"}.get(vowels, vowels)


def name_words(name: str) -> tuple[str, ...]:
    """Return given and family name as skeletons, sorted; patronymics and their words (oglu, uulu, kyzy)
    left out."""
    words = romanised(name).split()
    kept: list[str] = []
    for word in words:
        if _CHILD_OF.match(word):
            # `Karim ogli`: the name before it is the father's, unless it is all there is.
            if len(kept) > 2:
                kept.pop()
        elif not (_PATRONYMIC.search(word) and len(words) > 2):
            kept.append(word)
    return tuple(
        sorted({skeleton(word) + ("+a" if _WOMAN.search(word) else "") for word in kept if len(word) > 1})
    )


def likeness(one: str, other: str) -> Likeness:
    """Return how alike two names are, in any script and order of words.

    1.0: the same letters; 0.97 and more: the same sounds; below: mean of the best pairings of words by
    Jaro-Winkler on the romanised words, less for words that stand on one side only.
    """
    left, right = romanised(one), romanised(other)
    if not left or not right:
        return Likeness(0.0, "one of them is empty")
    if left == right:
        return Likeness(1.0, "the same letters")
    if sorted(left.split()) == sorted(right.split()):
        return Likeness(0.99, "the same words in another order")
    mine, theirs = name_words(one), name_words(other)
    if mine == theirs and len(mine) > 1:
        return Likeness(0.97, "the same sounds in another spelling, or a patronymic on one side")
    score = _paired(left.split(), right.split())
    return Likeness(
        round(score, 4), "words that are close in their letters" if score > 0.8 else "few letters in common"
    )


def _paired(left: list[str], right: list[str]) -> float:
    """Return the mean over the words of the shorter name of the best partner in the longer, less 0.05 a
    word left."""
    short, long = sorted((left, right), key=len)
    rest = list(long)
    total = 0.0
    for word in short:
        scores = [(_word_likeness(word, other), other) for other in rest]
        best, partner = max(scores)
        total += best
        rest.remove(partner)
    lonely = sum(not (_PATRONYMIC.search(word) or _CHILD_OF.match(word)) for word in rest)
    return max(0.0, total / len(short) - 0.05 * lonely - (0.1 if len(short) == 1 and lonely else 0.0))


def _word_likeness(one: str, other: str) -> float:
    if (_WOMAN.search(one) is None) != (_WOMAN.search(other) is None):
        return 0.75 * JaroWinkler.similarity(one, other)
    if skeleton(one) == skeleton(other) and len(skeleton(one)) > 1:
        return max(0.9, JaroWinkler.similarity(one, other))
    # Letters alone are weaker evidence than sounds: most family names end alike.
    return 0.9 * JaroWinkler.similarity(one, other)
