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
from itertools import permutations

from rapidfuzz.distance import JaroWinkler

from maslahat.exchange.matching.sounds import same_word, strain

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "gh", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "h", "і": "i", "ў": "u", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "җ": "j", "є": "ye", "ї": "yi",
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
# Uzbek oʻ (ў) is written u in Russian and on older papers; a plain o is written a.
_O_TURNED = re.compile(r"o['’‘ʻʼ`´′]")
_APOSTROPHES = re.compile(r"['’‘ʻʼ`´′“”\"]")
_SOUNDS = (
    ("shch", "S"), ("dzh", "j"), ("sch", "S"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"),
    ("sh", "S"), ("ch", "C"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("q", "k"), ("x", "h"),
    ("w", "v"), ("ck", "k"),
)  # fmt: skip
_ALIASES = {"mgmd": "mhmd", "mgmt": "mhmd", "mhmt": "mhmd", "mmd": "mhmd"}
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovna|evna|ich|ichna)$")
_FATHER = re.compile(r"(?:(?:ov|ev|yev)(?:ich|na)|ich|ichna)$")
_WOMAN = re.compile(r"(?:ov|ev|in|iev|ow|ew)a$")  # the ending of a woman's family name
_SON = r"o?gl[iyu]|u?gl[iyu]|ul[yi]|uulu|ulu|ul|[kqg][iy]z[iy]"
_CHILD_OF = re.compile(rf"^(?:{_SON}|bin|ibn|bint)$")
# Grown into the father's name, as Serikuly; -guly and -kuly (servant of) are part of a given name.
_GROWN = re.compile(r"(?<=...)(?:(?<![gq])(?<!(?<!be)k)ul[yi]|uulu|ogl[iy]|ugl[iy]|[kqg][iy]z[iy])$")
_FAMILY_OF = re.compile(r"(?:zod[ae]?h?|zad[ae]h?|[yi]?[oe][vw])$")


MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, 0 to 1, and why."""

    score: float
    reason: str


@lru_cache(maxsize=65_536)
def romanised(text: str) -> str:
    """Return the name in plain small Latin letters, one space between words."""
    folded = _O_TURNED.sub("u", unicodedata.normalize("NFC", text).casefold())
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
    """Return the class of the vowel that a word begins with: a (and o: Olim, Alim), u, e (and i); glides before
    it left out."""
    match = re.match(r"[aeiouy]+", sound)
    if match is None:
        return ""
    vowels = match[0].lstrip("yi")[:1] or "e"
    return {"o": "a", "i": "e", "y": "e"}.get(vowels, vowels)


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart: its words (given and family name, in any order) and the father's name, if told."""

    words: tuple[str, ...]
    father: str


@lru_cache(maxsize=65_536)
def parts(name: str) -> Parts:
    """Take a name apart. A patronymic that is all there is beside one name stands for the family name."""
    words = romanised(name).split()
    kept: list[str] = []
    father = ""
    for word in words:
        if _CHILD_OF.match(word):
            # `Karim ogli`: the name before it is the father's, unless it is all there is.
            if len(kept) > 2:
                father = kept.pop()
        elif len(words) > 2 and _PATRONYMIC.search(word):
            father = _FATHER.sub("", word)
        elif len(words) > 2 and _GROWN.search(word):
            father = _GROWN.sub("", word)
        else:
            kept.append(word)
    return Parts(tuple(kept), father)


def name_words(name: str) -> tuple[str, ...]:
    """Return given and family name as skeletons, sorted; patronymics and their words (oglu, uulu, kyzy)
    left out."""
    kept = parts(name).words
    return tuple(
        sorted({skeleton(word) + ("+a" if _WOMAN.search(word) else "") for word in kept if len(word) > 1})
    )


def likeness(one: str, other: str) -> Likeness:
    """Return how alike two names are, in any script and order of words.

    1.0: the same letters; 0.93 and more: the same name in other spellings, with a patronymic or an initial on
    one side, or with one slip; below: the mean of the best pairings of words by Jaro-Winkler, for the eye.
    """
    left, right = romanised(one), romanised(other)
    if not left or not right:
        return Likeness(0.0, "one of them is empty")
    if left == right:
        return Likeness(1.0, "the same letters")
    if sorted(left.split()) == sorted(right.split()):
        return Likeness(0.99, "the same words in another order")
    mine, theirs = parts(one), parts(other)
    if mine.father and theirs.father and not _same_father(mine.father, theirs.father):
        return Likeness(0.5, "the fathers' names differ")
    cost = _joined(mine.words, theirs.words)
    if cost is not None:
        return _told(cost, mine, theirs)
    score = min(0.9, _paired(left.split(), right.split()))
    return Likeness(
        round(score, 4), "words that are close in their letters" if score > 0.8 else "few letters in common"
    )


def _told(cost: float, mine: Parts, theirs: Parts) -> Likeness:
    initials = any(len(word) == 1 for word in (*mine.words, *theirs.words))
    if initials:
        return Likeness(0.93, "the same family name, and an initial that fits")
    if cost == 0:
        return Likeness(0.97, "the same sounds in another spelling, or a patronymic on one side")
    return Likeness(
        round(max(0.93, 0.96 - 0.02 * cost), 4), "the same name in another spelling or with a slip"
    )


def _same_father(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return same_word(one, other) or skeleton(one) == skeleton(other)


def _joined(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float | None:
    """Return what it costs to take two lists of words for one name, None where they are not; two words that
    stand together may be one on the other side (Abdul Rahim, Abdulrahim)."""
    if len(mine) > len(theirs):
        mine, theirs = theirs, mine
    if len(mine) == len(theirs):
        found = [_cost(mine, theirs)]
    elif len(mine) + 1 == len(theirs) and len(mine) > 1:
        ways = (
            (*theirs[:k], theirs[k] + theirs[k + 1], *theirs[k + 2 :])
            for k in range(len(theirs) - 1)
            if len(theirs[k]) > 1 and len(theirs[k + 1]) > 1
        )
        found = [_cost(mine, way) for way in ways]
        found.append(_cost_of_initials(mine, theirs))
    else:
        return None
    costs = [cost for cost in found if cost is not None]
    return min(costs, default=None)


def _cost(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float | None:
    """Return the least cost of pairing all words, None where one finds no partner; one whole word at least."""
    if len(mine) < 2 or len(mine) > MOST_WORDS:
        return None
    found = []
    for order in permutations(theirs):
        pairs = list(zip(mine, order, strict=True))
        whole = any(min(len(a), len(b)) > 1 for a, b in pairs)
        if whole and all(_same(a, b) for a, b in pairs):
            found.append(sum(strain(a, b) for a, b in pairs if min(len(a), len(b)) > 1))
    return min(found, default=None)


def _cost_of_initials(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float | None:
    """`Shcherbakov S I` and `Sergei Shcherbakov`: the second initial is of a patronymic that is not told."""
    initials = [word for word in theirs if len(word) == 1]
    if len(initials) != 2:
        return None
    rest = list(theirs)
    rest.remove(initials[1])
    return _cost(mine, tuple(rest))


def _same(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    if (_WOMAN.search(one) is None) != (_WOMAN.search(other) is None) and not _zoda(one, other):
        return False
    if skeleton(one) in _ALIASES.values() and skeleton(one) == skeleton(other):
        return True
    return same_word(one, other) or _zoda(one, other)


def _zoda(one: str, other: str) -> bool:
    """Tajik family names in -ov became names in -zoda: Usmonov, Usmonzoda."""
    ends = [re.search(r"z[oa]d[ae]$", word) is not None for word in (one, other)]
    stems = [_FAMILY_OF.sub("", re.sub(r"(?<=[oe][vw])a$", "", word)) for word in (one, other)]
    return (
        sum(ends) == 1
        and all(_FAMILY_OF.search(re.sub(r"(?<=[oe][vw])a$", "", w)) for w in (one, other))
        and same_word(*stems)
    )


def _paired(left: list[str], right: list[str]) -> float:
    """Return the mean over the words of the shorter name of the best partner in the longer, less 0.05 a
    word left."""
    short, long = sorted((left, right), key=lambda words: (len(words), words))
    scored = sorted(
        ((_word_likeness(a, b), a, b, i, j) for i, a in enumerate(short) for j, b in enumerate(long)),
        key=lambda pair: (-pair[0], sorted(pair[1:3]), pair[3:]),
    )
    mine, theirs = set(range(len(short))), set(range(len(long)))
    total = 0.0
    for score, _, _, i, j in scored:
        if i in mine and j in theirs:
            total += score
            mine.remove(i)
            theirs.remove(j)
    rest = [long[j] for j in theirs]
    lonely = sum(not (_PATRONYMIC.search(word) or _CHILD_OF.match(word)) for word in rest)
    return max(0.0, total / len(short) - 0.05 * lonely - (0.1 if len(short) == 1 and lonely else 0.0))


def _word_likeness(one: str, other: str) -> float:
    if (_WOMAN.search(one) is None) != (_WOMAN.search(other) is None):
        return 0.75 * JaroWinkler.similarity(one, other)
    if skeleton(one) == skeleton(other) and len(skeleton(one)) > 1:
        return max(0.9, JaroWinkler.similarity(one, other))
    # Letters alone are weaker evidence than sounds: most family names end alike.
    return 0.9 * JaroWinkler.similarity(one, other)
