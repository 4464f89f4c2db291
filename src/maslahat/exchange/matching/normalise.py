"""Values of records brought to keys that are equal where the thing is the same (§12).

A key is `kind:value`. `KEY_BITS` says how many bits a guesser must guess for a kind (ours, confidence C):
kinds under
`BITS_FLOOR` take no part in private matching, since a list of all their values could be tried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from maslahat.exchange.matching.names import name_words, romanised, skeleton
from maslahat.exchange.records import Record

KEY_BITS: dict[str, float] = {
    "document": 32.0,  # two letters and seven digits: 26² · 10⁷
    "phone": 29.0,  # nine national digits
    "plate": 27.0,  # three digits, three letters, two digits of region
    "person": 27.0,  # about 12 bits of name, 15 of a date of birth in a hundred years
    "consignment": 33.0,  # ten digits
    "lot": 30.0,  # substance, quantity to the kilogram, day, exporter
    "account": 53.0,  # sixteen digits
    "registration": 29.0,  # nine digits of a taxpayer's number
    "vin": 56.0,  # 33¹¹ and more
    "vessel": 20.0,  # seven digits of which one checks
    "name": 12.0,
    "place": 8.0,
    "substance": 8.0,
}
BITS_FLOOR = 24.0
_LOOKALIKE = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_PAPERS = re.compile(r"^(?:CMR|CMP|SMGS|CMГC|TIR|MДП|AWB|TTN|TTH)")  # СМР, СМГС and ТТН after the lookalikes
_DIAL = {"AFG": "93", "KAZ": "7", "KGZ": "996", "RUS": "7", "TJK": "992", "TKM": "993", "UZB": "998"}
_NATIONAL = {"7": 10, "93": 9, "992": 9, "993": 8, "996": 9, "998": 9}  # digits after the country's code
_FIRM = frozenset(  # legal forms of firms in the languages of the region, romanised
    [
        *(
            "ooo",
            "too",
            "ao",
            "oao",
            "zao",
            "pao",
            "ip",
            "chp",
            "osoo",
            "sp",
            "jv",
            "gup",
            "mchj",
            "qmj",
            "aj",
        ),
        *(
            "xk",
            "hk",
            "hj",
            "hususy",
            "mas",
            "llc",
            "llp",
            "ltd",
            "limited",
            "jsc",
            "ojsc",
            "cjsc",
            "inc",
            "co",
        ),
        *("company", "gmbh", "kompaniya", "kompaniyasy", "firma", "jshq", "zhshs", "jshs", "jsk"),
    ]
)
_UNITS = {
    "kg": ("kg", 1.0), "kilogram": ("kg", 1.0), "g": ("kg", 1e-3), "gram": ("kg", 1e-3), "t": ("kg", 1e3),
    "tonne": ("kg", 1e3), "ton": ("kg", 1e3), "l": ("l", 1.0), "litre": ("l", 1.0), "liter": ("l", 1.0),
    "кг": ("kg", 1.0), "г": ("kg", 1e-3), "т": ("kg", 1e3), "л": ("l", 1.0),
}  # fmt: skip


def match_keys(record: Record) -> list[str]:
    """Return the keys of a record, those under the floor included, sorted and each once."""
    keys: list[str] = []
    for name, value in record.fields:
        if name == "phone" or (record.kind, name) == ("phone", "number"):
            keys += _one("phone", phone(value, record.originator))
        else:
            keys += _FIELD_KEYS.get((record.kind, name), _FIELD_KEYS.get(("", name), _no_key))(value)
    keys += _composed(record)
    return sorted(set(keys))


def matchable(keys: list[str], kinds: frozenset[str] | None = None) -> list[str]:
    """Return the keys that may take part in private matching: of the kinds asked for and above the floor."""
    return [
        key
        for key in keys
        if KEY_BITS.get(kind_of(key), 0.0) >= BITS_FLOOR and (kinds is None or kind_of(key) in kinds)
    ]


def kind_of(key: str) -> str:
    """Return the kind of a key."""
    return key.partition(":")[0]


def index_words(text: str) -> set[str]:
    """Return the words of a text as the search index keeps them: by sound, and numbers as they are."""
    words = romanised(text).split()
    return {word if any(c.isdigit() for c in word) else skeleton(word) or word for word in words}


def plate(value: str) -> str:
    """Return a number plate in Latin capitals and digits, Cyrillic letters that look alike replaced."""
    return _code(value).translate(_LOOKALIKE)


def document(value: str) -> str:
    """Return a document number in Latin capitals and digits."""
    return _code(value).translate(_LOOKALIKE)


def consignment(value: str) -> str:
    """Return the number of a consignment note without the word for the paper (`CMR 045-87731` and
    `СМР 04587731` are `04587731`); the letters of a series or a country stay."""
    return _PAPERS.sub("", document(value))


def phone(value: str, state: str = "") -> str:
    """Return a telephone number as country code and digits, or nothing where it is too short to name a
    line.

    A number in national form (`8 90 123-45-67`, `0555 123456`, `90 123 45 67`) is of the state that wrote it.
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))
    if digits.startswith("00"):
        return _long_enough(digits[2:])
    code = _DIAL.get(state, "")
    if "+" not in value and code:
        bare = digits[1:] if digits[:1] in ("0", "8") and len(digits) == _NATIONAL[code] + 1 else digits
        if len(bare) == _NATIONAL[code]:
            return code + bare
    if len(digits) == 11 and digits.startswith("8"):
        digits = "7" + digits[1:]  # the trunk prefix of Kazakhstan and Russia
    return _long_enough(digits)


def same_line(one: str, other: str) -> bool:
    """May two telephone numbers be one line, where one of them is written without its country?"""
    full = [phone(one), phone(other)]
    if all(full) and full[0] == full[1]:
        return True
    for short, long in ((one, full[1]), (other, full[0])):
        digits = re.sub(r"\D", "", short)
        code = next((c for c in _NATIONAL if long.startswith(c) and len(long) == len(c) + _NATIONAL[c]), "")
        if code and "+" not in short and digits.lstrip("0")[:3] not in _NATIONAL:
            bare = digits[1:] if digits[:1] in ("0", "8") and len(digits) == _NATIONAL[code] + 1 else digits
            if len(bare) == _NATIONAL[code] and code + bare == long:
                return True
    return False


def _long_enough(digits: str) -> str:
    return digits if 10 <= len(digits) <= 15 else ""


def quantity(value: str, unit: str) -> str:
    """Return a quantity in kilograms or litres to three significant digits, or nothing."""
    match = re.fullmatch(
        r"([0-9]{1,15}(?:[.,][0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?)", re.sub(r"\s", "", value)
    )
    word = re.sub(r"s$", "", unit.strip().casefold().rstrip("."))
    if not match or word not in _UNITS:
        return ""
    base, factor = _UNITS[word]
    amount = float(match[1].replace(",", ".")) * factor
    return f"{float(f'{amount:.3g}'):g}{base}"


def day(value: str) -> str:
    """Return a date as YYYY-MM-DD from that form or from DD.MM.YYYY, or nothing."""
    text = value.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text[:10]):
        return text[:10]
    match = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
    return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else ""


def _composed(record: Record) -> Iterator[str]:
    """Keys made of several fields: a person with the day of birth, a lot of a precursor."""
    born = day(record.value("birth_date"))
    if record.kind == "person" and born:
        names = [record.value("name"), *record.value("other_names").split(";")]
        for words in {name_words(name) for name in names if name.strip()}:
            if len(words) > 1:
                yield f"person:{'/'.join(words)}|{born}"
    amount = quantity(record.value("quantity"), record.value("unit"))
    when, exporter = day(record.value("date")), firm_words(record.value("exporter"))
    what = re.sub(r"\D", "", record.value("cas")) or skeleton(record.value("substance"))
    if record.kind == "consignment" and amount and when and exporter and what:
        yield f"lot:{what}|{amount}|{when}|{'/'.join(exporter)}"


def firm_words(name: str) -> tuple[str, ...]:
    """Return the words of a firm's name by sound, sorted, without its legal form (LLC, ООО, MChJ)."""
    words = romanised(name).split()
    own = [word for word in words if word not in _FIRM] or words
    return tuple(sorted({skeleton(word) or word for word in own}))


def _code(value: str) -> str:
    """Capitals and digits; the sign of a number and the marks on letters left out, but not those that make
    another Cyrillic letter."""
    bare = unicodedata.normalize("NFKC", value.replace("№", "")).upper()
    plain = "".join(_unmarked(c) for c in bare)
    return re.sub(r"[^0-9A-ZА-ЯЁІҰҮҚҒӘӨҲҶ]", "", plain)


def _unmarked(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def _no_key(_value: str) -> list[str]:
    return []


def _one(kind: str, value: str) -> list[str]:
    return [f"{kind}:{value}"] if value else []


def _name_key(value: str) -> list[str]:
    return _one("name", "/".join(name_words(value)))


def _firm_key(value: str) -> list[str]:
    return _one("name", "/".join(firm_words(value)))


_FIELD_KEYS: dict[tuple[str, str], Callable[[str], list[str]]] = {
    ("", "document"): lambda v: _one("document", document(v)),
    ("document", "number"): lambda v: _one("document", document(v)),
    ("", "plate"): lambda v: _one("plate", plate(v)),
    ("vehicle", "vin"): lambda v: _one("vin", document(v)),
    ("vessel", "imo"): lambda v: _one("vessel", re.sub(r"\D", "", v)),
    ("organisation", "registration"): lambda v: _one("registration", document(v)),
    ("account", "number"): lambda v: _one("account", document(v)),
    ("consignment", "number"): lambda v: _one("consignment", consignment(v)),
    ("person", "name"): _name_key,
    ("organisation", "name"): _firm_key,
    ("", "exporter"): _firm_key,
    ("", "importer"): _firm_key,
    ("", "place"): lambda v: _one("place", skeleton(v)),
    ("", "cas"): lambda v: _one("substance", re.sub(r"\D", "", v)),
}
