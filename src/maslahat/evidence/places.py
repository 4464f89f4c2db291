"""Names of first-level units in Latin, Cyrillic and transliteration, brought to one (DESIGN §9).

A name is folded (Cyrillic to Latin, no marks, no words such as oblast or viloyat) and looked up; what is left
unresolved is named, never guessed. Units and codes: ISO 3166-2; since 2022 Kazakhstan has Abai, Jetisu,
Ulytau.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёқғҳўәіңөұүһ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "sch",
            "~",
            "y",
            "~",
            "e",
            "yu",
            "ya",
            "e",
            "k",
            "g",
            "kh",
            "u",
            "a",
            "i",
            "n",
            "o",
            "u",
            "u",
            "h",
        ],
        strict=True,
    )
)
KINDS = (
    r"\b(oblast|oblasty|oblasti|obl|viloyati|viloyat|welayaty|welayat|oblusu|oblysy|region|province|resp|kr|"
    r"republic|respublika|respublikasi|republic of|autonomous|avtonomnaya|velayat|vilayat|vilayati)\b"
)
CITY = re.compile(r"(^g\b|\bgorod\b|\bcity\b|\bshahri\b|\bshaari\b|\bkalasy\b|\bqalasy\b)")

UNITS: dict[str, dict[str, tuple[str, ...]]] = {
    "Uzbekistan": {
        "UZ-AN Andijan": ("andizhan", "andijan", "andijon"),
        "UZ-BU Bukhara": ("bukhar", "buxoro", "bukhoro"),
        "UZ-FA Fergana": ("fergan", "fargon", "fargona"),
        "UZ-JI Jizzakh": ("dzhizak", "jizzakh", "jizzax", "jizak"),
        "UZ-NG Namangan": ("namangan",),
        "UZ-NW Navoiy": ("navoi", "navoiy", "navoy"),
        "UZ-QA Kashkadarya": ("kashkadar", "qashqadar", "kashkadaryo"),
        "UZ-QR Karakalpakstan": ("karakalpakstan", "qoraqalpogiston", "karakalpakiya"),
        "UZ-SA Samarkand": ("samarkand", "samarqand"),
        "UZ-SI Syrdarya": ("syrdar", "sirdar", "sirdaryo"),
        "UZ-SU Surkhandarya": ("surkhandar", "surxondar", "surkhondar"),
        "UZ-XO Khorezm": ("khorezm", "xorazm", "khorazm"),
    },
    "Kazakhstan": {
        "KZ-10 Abai": ("abai", "abay"),
        "KZ-11 Akmola": ("akmola", "akmolin", "aqmola"),
        "KZ-15 Aktobe": ("aktobe", "aktyubin", "aqtobe"),
        "KZ-23 Atyrau": ("atyrau",),
        "KZ-27 West Kazakhstan": ("zapadno kazakhstan", "west kazakhstan", "batys kazakstan"),
        "KZ-31 Zhambyl": ("zhambyl", "jambyl", "dzhambul"),
        "KZ-33 Jetisu": ("jetisu", "zhetysu", "zhetisu"),
        "KZ-35 Karaganda": ("karagand", "qaragandy"),
        "KZ-39 Kostanay": ("kostanay", "kostanai", "qostanay", "kustanay"),
        "KZ-43 Kyzylorda": ("kyzylord", "kzylord", "qyzylorda"),
        "KZ-47 Mangystau": ("mangystau", "mangistau", "mangyshlak"),
        "KZ-55 Pavlodar": ("pavlodar",),
        "KZ-59 North Kazakhstan": ("severo kazakhstan", "north kazakhstan", "soltustik kazakstan"),
        "KZ-61 Turkistan": ("turkistan", "turkestan", "yuzhno kazakhstan", "south kazakhstan"),
        "KZ-62 Ulytau": ("ulytau",),
        "KZ-63 East Kazakhstan": ("vostochno kazakhstan", "east kazakhstan", "shygys kazakstan"),
        "KZ-71 Astana": ("astana", "nur sultan"),
        "KZ-79 Shymkent": ("shymkent", "chimkent"),
    },
    "Kyrgyzstan": {
        "KG-B Batken": ("batken",),
        "KG-C Chuy": ("chuy", "chu", "chui"),
        "KG-GB Bishkek": ("bishkek", "frunze"),
        "KG-J Jalal-Abad": ("jalal abad", "dzhalal abad", "zhalal abad", "jalalabad"),
        "KG-N Naryn": ("naryn",),
        "KG-T Talas": ("talas",),
        "KG-Y Issyk-Kul": ("issyk kul", "ysyk kol", "yssyk kul"),
    },
    "Tajikistan": {
        "TJ-DU Dushanbe": ("dushanbe",),
        "TJ-GB Gorno-Badakhshan": ("gbao", "gorno badakhshan", "kukhistoni badakhshon", "badakhshan"),
        "TJ-KT Khatlon": ("khatlon",),
        "TJ-RA Districts of Republican Subordination": ("rrp", "drs", "nokhiyakhoi tobei jumkhuri"),
        "TJ-SU Sughd": ("sughd", "sogd", "sogdiy", "leninabad"),
    },
    "Turkmenistan": {
        "TM-A Ahal": ("akhal", "ahal"),
        "TM-B Balkan": ("balkan",),
        "TM-D Dashoguz": ("dashoguz", "dasoguz", "dashkhovuz", "tashauz"),
        "TM-L Lebap": ("lebap",),
        "TM-M Mary": ("mary", "maryy"),
        "TM-S Ashgabat": ("ashgabat", "ashkhabad"),
    },
}
# A city and a region of one name: only the word for city or for region decides.
TWINS: dict[str, dict[str, tuple[str, str]]] = {
    "Uzbekistan": {
        "tashkent": ("UZ-TK Tashkent city", "UZ-TO Tashkent region"),
        "toshkent": ("UZ-TK Tashkent city", "UZ-TO Tashkent region"),
    },
    "Kazakhstan": {"almat": ("KZ-75 Almaty city", "KZ-19 Almaty region")},
    "Kyrgyzstan": {"osh": ("KG-GO Osh city", "KG-O Osh region")},
}
ENDINGS = ("e", "yo", "inskaya", "skaya", "skiy", "inskiy", "ya", "a", "y", "in", "yinskaya")


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved first-level unit (`code` by ISO 3166-2), or why there is none."""

    given: str
    code: str | None
    unit: str | None
    reason: str


@cache
def resolve_place(name: str, state: str) -> Place:
    """Return the first-level unit of `state` that a name means; `code` is None with the reason where none
    is sure.

    Only the part before the first comma is read: what follows is a district or a town.
    """
    folded = fold(name.split(",", maxsplit=1)[0])
    if not folded:
        return Place(name, None, None, "a script that is not read here" if name.strip(" ,.-") else "blank")
    if state not in UNITS:
        return Place(name, None, None, f"no list of units for {state}")
    stem = re.sub(r"\s+", " ", re.sub(KINDS, " ", folded)).strip()
    twin = next((pair for key, pair in TWINS.get(state, {}).items() if _means(_no_city(stem), key)), None)
    if twin:
        return _twin(name, folded, twin)
    found = [
        label for label, keys in UNITS[state].items() if any(_means(_no_city(stem), key) for key in keys)
    ]
    if len(found) == 1:
        code, unit = found[0].split(" ", 1)
        return Place(name, code, unit, "name")
    return Place(name, None, None, "no unit of that name" if not found else "more than one unit")


def fold(text: str) -> str:
    """Return lower-case Latin without marks: Cyrillic transliterated, apostrophes dropped, hyphens as
    blanks.
    """
    lowered = text.lower().strip()
    latin = "".join(CYRILLIC.get(letter, letter) for letter in lowered).replace("~", "")
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    plain = re.sub(r"['’ʻʼ`´]", "", plain)
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def _no_city(stem: str) -> str:
    """Return the name without the word for city."""
    return re.sub(r"\s+", " ", CITY.sub(" ", stem)).strip()


def _means(stem: str, key: str) -> bool:
    """Return whether a stem is the key, or the key with an ending of an adjective."""
    if not stem.startswith(key):
        return False
    rest = stem[len(key) :]
    return (
        rest == ""
        or any(rest == ending for ending in ENDINGS)
        or bool(re.fullmatch(r"(y?in)?sk\w{1,3}|yo|in\w{0,2}", rest))
    )


def _twin(name: str, folded: str, twin: tuple[str, str]) -> Place:
    """Tell a city from the region of its name, or say that the name does not."""
    city = bool(CITY.search(folded))
    region = bool(re.search(KINDS, folded)) or bool(re.search(r"skaya$|skaya ", folded))
    if city == region:
        return Place(name, None, None, f"city or region: {twin[0]} or {twin[1]}")
    code, unit = twin[0 if city else 1].split(" ", 1)
    return Place(name, code, unit, "name")
