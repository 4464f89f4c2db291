"""Numbers in words: ordinals of sessions and counts of days, in English, French and Russian."""

from __future__ import annotations

import re

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen"
)
_COUNTS = {word: n for n, word in enumerate(f"{_ONES} eighteen nineteen".split(), start=1)}
_FIRSTS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINALS = {word: n for n, word in enumerate(_FIRSTS.split(), start=1)}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_ORDINALS |= {re.sub("y$", "ieth", word): n for word, n in _TENS.items()} | {"hundredth": 100}
_ORDINALS |= {f"{ten}-{one}": n + _ORDINALS[one] for ten, n in _TENS.items() for one in _FIRSTS.split()[:9]}
_ORDINALS |= {f"one hundred and {one}": 100 + n for one, n in list(_ORDINALS.items()) if n < 100}
_COUNTS |= _TENS | {f"{ten}-{one}": n + _COUNTS[one] for ten, n in _TENS.items() for one in _ONES.split()[:9]}
_COUNTS |= {"a": 1, "an": 1, "each": 1}

_FRENCH = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
    " dix-huit "
    "dix-neuf"
)
_FRENCH_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}


def _french() -> dict[str, int]:
    """Return French cardinals up to 99, with hyphens as the reform and the UN write them."""
    small = {word: n for n, word in enumerate(_FRENCH.split(), start=1)}
    found = dict(small) | _FRENCH_TENS | {"quatre-vingts": 80, "quatre-vingt": 80}
    for word, n in _FRENCH_TENS.items():
        reach = 19 if word == "soixante" else 9
        for one, value in small.items():
            if value <= reach:
                found[f"{word}-{one}"] = found[f"{word} et {one}"] = found[f"{word}-et-{one}"] = n + value
    return found | {f"quatre-vingt-{one}": 80 + value for one, value in small.items()}


def _french_ordinals() -> dict[str, int]:
    found = {"première": 1, "premier": 1, "seconde": 2}
    for word, n in _french().items():
        stem = re.sub("cinq$", "cinqu", re.sub("neuf$", "neuv", word.removesuffix("s") if n == 80 else word))
        found[re.sub("e$", "", stem) + "ième"] = n
    return found


_RUSSIAN_ORDINALS = {
    stem: n
    for n, stem in enumerate(
        [
            "перв",
            "втор",
            "треть",
            "четверт",
            "пят",
            "шест",
            "седьм",
            "восьм",
            "девят",
            "десят",
            "одиннадцат",
            "двенадцат",
            "тринадцат",
            "четырнадцат",
            "пятнадцат",
            "шестнадцат",
            "семнадцат",
            "восемнадцат",
            "девятнадцат",
        ],
        start=1,
    )
}
_RUSSIAN_TENS = {
    "двадцат": 20,
    "тридцат": 30,
    "сороков": 40,
    "пятидесят": 50,
    "шестидесят": 60,
    "семидесят": 70,
    "восьмидесят": 80,
    "девяност": 90,
    "сот": 100,
}
_RUSSIAN_CARDINALS = {
    "двадцать": 20,
    "тридцать": 30,
    "сорок": 40,
    "пятьдесят": 50,
    "шестьдесят": 60,
    "семьдесят": 70,
    "восемьдесят": 80,
    "девяносто": 90,
}
_RUSSIAN_COUNTS = {
    word: n
    for n, words in enumerate(
        (
            "один одного одному одну одной",
            "два двух две двум",
            "три трех трёх",
            "четыре четырех четырёх",
            "пять пяти",
            "шесть шести",
            "семь семи",
            "восемь восьми",
            "девять девяти",
            "десять десяти",
            "одиннадцать одиннадцати",
            "двенадцать двенадцати",
        ),
        start=1,
    )
    for word in words.split()
}
COUNTS = _COUNTS | _french() | _RUSSIAN_COUNTS
ORDINALS = _ORDINALS | _french_ordinals()
_LONGEST = 10  # digits; what is longer counts nothing


def ordinal(word: str) -> int | None:
    """Return 77 for `seventy-seventh`, `soixante-dix-septième` or `семьдесят седьмой`, else None.

    A number in figures is itself.
    """
    word = " ".join(word.lower().replace("‑", "-").split())
    if word.isdecimal() and len(word) < _LONGEST:
        return int(word)
    return ORDINALS.get(word) or _russian_ordinal(word)


def _russian_ordinal(word: str) -> int | None:
    tens, _, last = word.rpartition(" ")
    stem = re.sub(r"(?:ой|ей|ый|ий|ая|ую|ом|ем|ого|ему|ому|ье|ья|ьей)$", "", last)
    stem = "треть" if stem in {"трет", "треть"} else stem
    if tens:
        ten, one = _RUSSIAN_CARDINALS.get(tens), _RUSSIAN_ORDINALS.get(stem)
        return ten + one if ten and one else None
    return _RUSSIAN_ORDINALS.get(stem) or _RUSSIAN_TENS.get(stem)


_HUNDRED = 100


def count(word: str) -> int | None:
    """Return 90 for `90` or `ninety`, 120 for `one hundred and twenty`, 24 for `twenty four`, else None."""
    word = word.lower().replace("‑", "-").strip()
    hundred = re.fullmatch(r"one hundred(?: and ([a-z-]+))?", word)
    if hundred:
        return _HUNDRED + (COUNTS.get(hundred[1], 0) if hundred[1] else 0)
    if word.isdecimal() and len(word) < _LONGEST:
        return int(word)
    return COUNTS.get(word) or COUNTS.get(word.replace(" ", "-"))
