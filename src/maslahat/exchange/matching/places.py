"""First-level divisions of the region under any of their spellings, resolved to ISO 3166-2 or named as
unresolved.

Codes and names: ISO 3166-2 (KZ after the changes of 2022). `also` gives names that no rule of spelling
leads to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from maslahat.exchange.matching.names import romanised, skeleton

# code, name, other names with `;` between. A city that shares its name with a region has `city` before it.
_TABLE = """
UZ-AN|Andijon|Andizhan
UZ-BU|Buxoro|Bukhara
UZ-FA|Fargona|Fergana;Ferghana
UZ-JI|Jizzax|Dzhizak;Djizak
UZ-NG|Namangan|
UZ-NW|Navoiy|Navoi
UZ-QA|Qashqadaryo|Kashkadarya;Kashkadarinskaya
UZ-QR|Qoraqalpogiston|Karakalpakstan;Karakalpakiya
UZ-SA|Samarqand|Samarkand
UZ-SI|Sirdaryo|Syrdarya;Syrdarinskaya
UZ-SU|Surxondaryo|Surkhandarya;Surkhandarinskaya
UZ-TO|Toshkent|Tashkent;Tashkentskaya
UZ-TK|city Toshkent|city Tashkent
UZ-XO|Xorazm|Khorezm;Khwarazm
KZ-10|Abay|Abai
KZ-11|Aqmola|Akmola;Akmolinskaya
KZ-15|Aqtobe|Aktobe;Aktyubinsk
KZ-19|Almaty|Almatinskaya
KZ-75|city Almaty|city Alma-Ata
KZ-71|city Astana|city Nur-Sultan
KZ-23|Atyrau|Guryev
KZ-63|Shyghys Qazaqstan|East Kazakhstan;Eastern Kazakhstan;VKO;Vostochno-Kazakhstanskaya
KZ-31|Zhambyl|Jambyl;Dzhambul
KZ-33|Zhetisu|Jetisu;Jetysu
KZ-35|Qaraghandy|Karaganda
KZ-39|Qostanay|Kostanay;Kustanay
KZ-43|Qyzylorda|Kyzylorda
KZ-47|Mangghystau|Mangistau;Mangystau
KZ-55|Pavlodar|
KZ-59|Soltustik Qazaqstan|North Kazakhstan;Northern Kazakhstan;SKO;Severo-Kazakhstanskaya
KZ-61|Turkistan|Turkestan;South Kazakhstan;Yuzhno-Kazakhstanskaya
KZ-62|Ulytau|
KZ-27|Batys Qazaqstan|West Kazakhstan;Western Kazakhstan;ZKO;Zapadno-Kazakhstanskaya
KZ-79|city Shymkent|Shymkent
KG-B|Batken|
KG-C|Chuy|Chui;Chuyskaya
KG-J|Jalal-Abad|Dzhalal-Abad
KG-N|Naryn|
KG-O|Osh|Oshskaya
KG-T|Talas|
KG-Y|Ysyk-Kol|Issyk-Kul
KG-GB|city Bishkek|Bishkek
KG-GO|city Osh|
TJ-DU|city Dushanbe|Dushanbe
TJ-GB|Kuhistoni Badakhshon|Gorno-Badakhshan;GBAO;Gorno-Badakhshanskaya
TJ-KT|Khatlon|Xatlon
TJ-RA|nohiyahoi tobei jumhuri|Districts of Republican Subordination;Districts Republican Subordination;RRP;DRS
TJ-SU|Sughd|Sogd;Sogdiyskaya;Leninabad
TM-A|Ahal|Akhal
TM-B|Balkan|
TM-D|Dasoguz|Dashoguz;Dashkhovuz
TM-L|Lebap|
TM-M|Mary|Maryyskaya
TM-S|city Asgabat|Ashgabat;Ashkhabad
AF-BAL|Balkh|
AF-BAM|Bamyan|Bamian
AF-BDG|Badghis|
AF-BDS|Badakhshan|
AF-BGL|Baghlan|
AF-DAY|Daykundi|Day Kundi
AF-FRA|Farah|
AF-FYB|Faryab|
AF-GHA|Ghazni|
AF-GHO|Ghor|
AF-HEL|Helmand|Hilmand
AF-HER|Herat|Hirat
AF-JOW|Jowzjan|Jawzjan
AF-KAB|Kabul|
AF-KAN|Kandahar|Kandarhar;Qandahar
AF-KAP|Kapisa|
AF-KDZ|Kunduz|Kondoz
AF-KHO|Khost|
AF-KNR|Kunar|Konar
AF-LAG|Laghman|
AF-LOG|Logar|
AF-NAN|Nangarhar|
AF-NIM|Nimroz|Nimruz
AF-NUR|Nuristan|
AF-PAN|Panjshir|
AF-PAR|Parwan|
AF-PIA|Paktia|Paktya
AF-PKA|Paktika|
AF-SAM|Samangan|
AF-SAR|Sar-e Pol|Sari Pul
AF-TAK|Takhar|
AF-URU|Uruzgan|Oruzgan
AF-WAR|Wardak|Maidan Wardak
AF-ZAB|Zabul|
"""
_COUNTRY_NAMES = {
    "UZ": "uzbekistan uzbekiston ozbekiston uzb uz",
    "KZ": "kazakhstan kazakstan qazaqstan kazahstan kaz kz",
    "KG": "kyrgyzstan kirgizstan kirghizstan kirgiziya kgz kg",
    "TJ": "tajikistan tadzhikistan tojikiston tjk tj",
    "TM": "turkmenistan turkmeniston tkm tm",
    "AF": "afghanistan afganistan afg af",
}
# Provinces of Afghanistan as they are written in Dari, without vowels and hence beyond the rules of spelling.
_DARI = {
    "بلخ": "AF-BAL", "بامیان": "AF-BAM", "بادغیس": "AF-BDG", "بدخشان": "AF-BDS", "بغلان": "AF-BGL",
    "دایکندی": "AF-DAY", "فراه": "AF-FRA", "فاریاب": "AF-FYB", "غزنی": "AF-GHA", "غور": "AF-GHO",
    "هلمند": "AF-HEL", "هرات": "AF-HER", "جوزجان": "AF-JOW", "کابل": "AF-KAB", "کندهار": "AF-KAN",
    "قندهار": "AF-KAN", "کاپیسا": "AF-KAP", "کندز": "AF-KDZ", "قندوز": "AF-KDZ", "خوست": "AF-KHO",
    "کنر": "AF-KNR", "لغمان": "AF-LAG", "لوگر": "AF-LOG", "ننگرهار": "AF-NAN", "نیمروز": "AF-NIM",
    "نورستان": "AF-NUR", "پنجشیر": "AF-PAN", "پروان": "AF-PAR", "پکتیا": "AF-PIA", "پکتیکا": "AF-PKA",
    "سمنگان": "AF-SAM", "سرپل": "AF-SAR", "تخار": "AF-TAK", "ارزگان": "AF-URU", "وردک": "AF-WAR", "زابل": "AF-ZAB",
}  # fmt: skip
_GENERIC = re.compile(
    r"\b(?:oblast\w*|region|province|vil+oyat\w*|velayat\w*|welayat\w*|wilayat\w*|respublik\w*|republic|republika|"
    r"of|kr|rk|rt|ruz|obl|vil|avtonomn\w*|autonomous|rayon|raion|district|nohiya\w*|oblysy|oblusu|shaary)\b"
)
_CITY = re.compile(
    r"^(?:g|gor|gorod|city|shahr\w*|shaha\w*|qalasy)\b\s*|\s*\b(?:city|gorod|shahr\w*|shaha\w*|sh)$"
)
_ADJECTIVE = re.compile(r"(?:in)?s?k(?:aya|aia|iy|ii|ij|oye|oy)$")
FUZZY = 0.92


@dataclass(frozen=True, slots=True)
class Division:
    """A division found: its code and name, and how it was found."""

    code: str
    name: str
    how: str


def resolve(spelling: str, country: str = "") -> Division | None:
    """Return the division that a spelling stands for, or None where it stands for none or for several.

    `country` (by any of its names) narrows the search. Of two that fit, neither is taken.
    """
    prefix = country_code(country)
    if country and not prefix:
        return None
    if prefix in ("", "AF"):
        bare = re.sub(r"[\s\u200c]+|ولایت", "", spelling).replace("ي", "ی").replace("ك", "ک")
        if bare in _DARI:
            return Division(_DARI[bare], _names()[_DARI[bare]], "its name in Dari")
    for part in spelling.split(","):
        found = _resolve(romanised(part), prefix)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1024)
def country_code(name: str) -> str:
    """Return the two letters of a country of the region under any of its names, or nothing."""
    for word in (romanised(name).replace(" ", ""), *romanised(name).split()):
        for code, known in _COUNTRY_NAMES.items():
            if word in known.split() and (len(word) > 3 or word == romanised(name)):
                return code
    return "KG" if re.search(r"\bkyrgyz.* (?:republic|respublika)", romanised(name)) else ""


@lru_cache(maxsize=8192)
def _resolve(text: str, prefix: str) -> Division | None:
    is_city = _CITY.search(text) is not None
    bare = " ".join(_CITY.sub("", _GENERIC.sub(" ", text)).split())
    if not bare:
        return None
    units = [(code, name, forms) for code, name, forms in _units() if code.startswith(prefix)]
    for how, wanted in (("the same name", skeleton(bare)), ("its adjective", _stem(bare))):
        # Two letters of skeleton fit too much by chance: for such a name the whole word must be the same.
        hits = {(code, name) for code, name, forms in units for form in forms if _fits(wanted, form, bare)}
        if hits:
            return _chosen(hits, is_city, text, how)
    return _closest(bare, units)


def _chosen(hits: set[tuple[str, str]], is_city: bool, text: str, how: str) -> Division | None:
    """Of a city and a region of one name, take the one the words around it say."""
    named = {hit for hit in hits if hit[1].startswith("city ") == is_city}
    if len(hits) > 1 and not is_city and not _GENERIC.search(text) and not _ADJECTIVE.search(text):
        named = {hit for hit in hits if hit[1].startswith("city ")} or named
    left = named or hits
    if len(left) != 1:
        return None
    code, name = next(iter(left))
    return Division(code, name.removeprefix("city "), how)


def _fits(wanted: str, form: str, bare: str) -> bool:
    return wanted == skeleton(form) and (len(wanted) > 2 or romanised(form)[:2] == bare[:2])


def _closest(bare: str, units: list[tuple[str, str, tuple[str, ...]]]) -> Division | None:
    scored = sorted(
        (
            (max(JaroWinkler.similarity(bare, romanised(form)) for form in forms), code, name)
            for code, name, forms in units
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < FUZZY or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.02):
        return None
    return Division(scored[0][1], scored[0][2].removeprefix("city "), f"letters {scored[0][0]:.2f} alike")


def _stem(bare: str) -> str:
    return skeleton(_ADJECTIVE.sub("", bare))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {line.split("|")[0]: line.split("|")[1] for line in _TABLE.strip().split("\n")}


@lru_cache(maxsize=1)
def _units() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    out = []
    for line in _TABLE.strip().split("\n"):
        code, name, also = line.split("|")
        forms = {form.removeprefix("city ") for form in (name, *also.split(";")) if form}
        # Adjectives of the table are given as they are; their stems must not fit other names.
        out.append((code, name, tuple(sorted({*forms, *(_ADJECTIVE.sub("", form) for form in forms)}))))
    return tuple(out)
