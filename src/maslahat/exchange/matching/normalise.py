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
    "vin": 56.0,  # 33¹¹ and more
    "vessel": 20.0,  # seven digits of which one checks
    "name": 12.0,
    "place": 8.0,
    "substance": 8.0,
}
BITS_FLOOR = 24.0
_LOOKALIKE = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_UNITS = {
    "kg": ("kg", 1.0), "kilogram": ("kg", 1.0), "g": ("kg", 1e-3), "gram": ("kg", 1e-3), "t": ("kg", 1e3),
    "tonne": ("kg", 1e3), "ton": ("kg", 1e3), "l": ("l", 1.0), "litre": ("l", 1.0), "liter": ("l", 1.0),
    "кг": ("kg", 1.0), "г": ("kg", 1e-3), "т": ("kg", 1e3), "л": ("l", 1.0),
}  # fmt: skip


def match_keys(record: Record) -> list[str]:
    """Return the keys of a record, those under the floor included, sorted and each once."""
    keys: list[str] = []
    for name, value in record.fields:
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
    """Return the digits of a consignment note (`CMR 045-87731`, `СМР 04587731`), or its code where it has
    few."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))
    return digits if len(digits) >= 7 else document(value)


def phone(value: str) -> str:
    """Return a telephone number as country code and digits, or nothing where it is too short to name a
    line."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))
    digits = digits.removeprefix("00")
    if len(digits) == 11 and digits.startswith("8"):
        digits = "7" + digits[1:]  # the trunk prefix of Kazakhstan and Russia
    return digits if 10 <= len(digits) <= 15 else ""


def quantity(value: str, unit: str) -> str:
    """Return a quantity in kilograms or litres to three significant digits, or nothing."""
    match = re.fullmatch(
        r"([0-9]{1,15}(?:[.,][0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?)", value.strip().replace(" ", "")
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
    when, exporter = day(record.value("date")), name_words(record.value("exporter"))
    what = re.sub(r"\D", "", record.value("cas")) or skeleton(record.value("substance"))
    if record.kind == "consignment" and amount and when and exporter and what:
        yield f"lot:{what}|{amount}|{when}|{'/'.join(exporter)}"


def _code(value: str) -> str:
    return re.sub(r"[^0-9A-ZА-ЯЁІ]", "", unicodedata.normalize("NFKC", value).upper())


def _no_key(_value: str) -> list[str]:
    return []


def _one(kind: str, value: str) -> list[str]:
    return [f"{kind}:{value}"] if value else []


def _name_key(value: str) -> list[str]:
    return _one("name", "/".join(name_words(value)))


_FIELD_KEYS: dict[tuple[str, str], Callable[[str], list[str]]] = {
    ("", "phone"): lambda v: _one("phone", phone(v)),
    ("phone", "number"): lambda v: _one("phone", phone(v)),
    ("", "document"): lambda v: _one("document", document(v)),
    ("document", "number"): lambda v: _one("document", document(v)),
    ("", "plate"): lambda v: _one("plate", plate(v)),
    ("vehicle", "vin"): lambda v: _one("vin", document(v)),
    ("vessel", "imo"): lambda v: _one("vessel", re.sub(r"\D", "", v)),
    ("account", "number"): lambda v: _one("account", document(v)),
    ("consignment", "number"): lambda v: _one("consignment", consignment(v)),
    ("person", "name"): _name_key,
    ("organisation", "name"): _name_key,
    ("", "exporter"): _name_key,
    ("", "importer"): _name_key,
    ("", "place"): lambda v: _one("place", skeleton(v)),
    ("", "cas"): lambda v: _one("substance", re.sub(r"\D", "", v)),
}
