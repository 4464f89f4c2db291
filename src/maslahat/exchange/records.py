"""A record: what a state knows about one thing, with who gave it, how good it is and what may be done with it
(§12).

Nationality, religion and ethnicity are not fields, under whatever name; a reader that meets them says so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from datetime import UTC, datetime, timedelta
from typing import Any

from maslahat.core import Fault, InputError, digest
from maslahat.exchange.scales import Grading, Handling, Pap, Scale, Tlp

KINDS: dict[str, tuple[str, ...]] = {
    "person": ("name", "other_names", "birth_date", "sex", "document", "phone", "role", "description"),
    "vehicle": ("plate", "country", "vin", "make", "colour", "description"),
    "vessel": ("name", "imo", "mmsi", "flag", "description"),
    "phone": ("number", "operator", "description"),
    "document": ("number", "type", "country", "holder", "expires", "description"),
    "organisation": ("name", "registration", "country", "address", "description"),
    "substance": ("name", "cas", "group", "description"),
    "precursor": ("name", "cas", "quantity", "unit", "description"),
    "seizure": (
        "date",
        "country",
        "division",
        "place",
        "drug",
        "quantity",
        "unit",
        "hiding",
        "transport",
        "route",
    ),
    "consignment": (
        "number",
        "substance",
        "cas",
        "quantity",
        "unit",
        "exporter",
        "importer",
        "date",
        "route",
        "plate",
    ),
    "account": ("number", "bank", "holder", "description"),
    "place": ("name", "country", "division", "latitude", "longitude", "description"),
}
# Words for nationality (citizenship is one), ethnicity and religion in the languages of the region and of its papers:
# English, German, French, Russian in both scripts, Uzbek, Tajik, Turkmen, Kazakh, Kyrgyz, Dari.
_FORBIDDEN = re.compile(
    r"nationalit|citizenship|ethnic|ethnie|religi|relijion|\bfaith\b|\bcreed\b|denomination|\brace\b|\bracial\b"
    r"|\btribe\b|\btribal\b|\bclan\b|\bcaste\b|\bsect\b|\bconfession|staatsangeh|staatsburger|volkszugeh|konfession"
    r"|nationalite|citoyennete|национальн|гражданств|этнич|этнос|религи|вероисп|конфесси|народност|племя\b|подданств"
    r"|natsionaln|nacionaln|grazhdanstv|veroispoved|narodnost|etnich|etnik|etnos|millat|millet|milliy|миллат|миллий"
    r"|fuqaro|фуқаро|raýat|rayatl|шаҳрванд|shahrvand|\bazamattyg|азаматты|жарандык|жарандыг|jarandyk"
    r"|\bulty\b|\bulti\b|\bulut[iu]?\b|ұлты|\bұлт\b|улуту|\bулут\b|\bdin(?:i|iy|y)?\b|\bд[иі]н(?:и|і|ий|ӣ)?\b|мазҳаб|мазхаб|mazhab|mezhep"
    r"|қавмият|qavmiyat|ملیت|تابعیت|قومیت|\bقوم\b|\bدین\b|مذهب"
)
DAY = 86_400
EARLIEST, LATEST = -62_135_596_800, 253_402_300_799  # what a calendar of years 1 to 9999 can write
REVIEW_DAYS, RETENTION_DAYS = 365, 3 * 365  # ours (confidence C); what law asks is still to be settled


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed, when, by whom and why; the old value is kept in the originator's house only."""

    at: int
    by: str
    name: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """One thing known. Times are seconds since 1970; `level` is the clearance needed (0 to 3)."""

    record_id: str
    kind: str
    originator: str
    fields: tuple[tuple[str, str], ...]
    grading: Grading
    legal_basis: str
    purposes: frozenset[str]
    created: int
    review: int
    expires: int
    handling: Handling = Handling.H2
    tlp: Tlp = Tlp.AMBER_STRICT
    pap: Pap = Pap.AMBER
    level: int = 1
    markings: frozenset[str] = frozenset()
    corrections: tuple[Correction, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def __post_init__(self) -> None:
        """Refuse what no record may be; all faults at once."""
        faults = list(record_faults(self))
        if faults:
            raise InputError(faults)

    def value(self, name: str) -> str:
        """Return the value of a field, or the empty string."""
        return dict(self.fields).get(name, "")

    @property
    def digest(self) -> str:
        """The hash that a consent is bound to: everything but the record of corrections."""
        content = to_json(self)
        content.pop("corrections")
        return digest(content)


def record_faults(record: Record) -> list[Fault]:
    """Return all that is wrong with a record, as sentences."""
    where = (
        f"record {record.record_id!a}" if not record.record_id.isprintable() else f"record {record.record_id}"
    )
    faults = []
    if record.kind not in KINDS:
        faults.append(Fault(f"{where}, kind", repr(record.kind), f"one of {', '.join(KINDS)}"))
    if not record.legal_basis.strip():
        faults.append(Fault(f"{where}, legal basis", "nothing", "the law or agreement it is held under"))
    if not record.purposes:
        faults.append(Fault(f"{where}, purposes", "none", "at least one purpose"))
    if not EARLIEST <= record.created <= record.review <= record.expires <= LATEST:
        moments = (
            ("entered", record.created),
            ("looked at again", record.review),
            ("kept until", record.expires),
        )
        times = ", ".join(f"{name} {_day(at)}" for name, at in moments)
        expected = "first entered, then looked at again, then the end of keeping, in the years 1 to 9999"
        faults.append(Fault(f"{where}, times", times, expected))
    if not 0 <= record.level <= 3:
        faults.append(Fault(f"{where}, level", str(record.level), "0 to 3"))
    if not _is_text(to_json(record)):
        faults.append(Fault(where, "half of a surrogate pair", "Unicode text"))
    names = [name for name, _ in record.fields if forbidden(name)]
    faults += [
        Fault(f"{where}, field {name}", "a forbidden field", "no nationality, religion or ethnicity")
        for name in [*names, *forbidden_members(record.extra)]
    ]
    return faults


def _day(at: int) -> str:
    if not EARLIEST <= at <= LATEST:
        return f"{at} seconds from 1970"
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).date().isoformat()


def _is_text(value: dict[str, Any]) -> bool:
    """Can it be written as UTF-8? JSON can spell half a surrogate pair, which no file or hash can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def forbidden(name: str) -> bool:
    """Is this the name of something that no record may hold (nationality, religion, ethnicity)?"""
    plain = unicodedata.normalize("NFKC", name)
    # `birthNationality`, `x_ethnic-group` and `Staatsangehörigkeit` are read as words without their marks.
    spaced = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", plain).casefold()
    spaced = re.sub(r"[_\-./:]+", " ", spaced)
    bare = "".join(c for c in unicodedata.normalize("NFD", spaced) if not unicodedata.combining(c))
    return any(_FORBIDDEN.search(text) for text in (spaced, bare))


def forbidden_members(value: Any) -> list[str]:
    """Return the names in nested plain values that no record may hold."""
    if isinstance(value, Mapping):
        mine = [str(name) for name in value if forbidden(str(name))]
        return mine + [name for one in value.values() for name in forbidden_members(one)]
    if isinstance(value, list | tuple):
        return [name for one in value for name in forbidden_members(one)]
    return []


def corrected(record: Record, name: str, new: str, *, at: int, by: str, reason: str) -> Record:
    """Return the record with one field changed and the change recorded; consents to the old version are
    void."""
    old = record.value(name)
    fields = tuple((key, value) for key, value in record.fields if key != name)
    fields = (*fields, (name, new)) if new else fields
    correction = Correction(at, by, name, old, new, reason)
    return replace(record, fields=fields, corrections=(*record.corrections, correction))


def to_json(record: Record) -> dict[str, Any]:
    """Return the record as plain values; unknown members it came with are put back where they were."""
    return {
        **record.extra,
        "record_id": record.record_id,
        "kind": record.kind,
        "originator": record.originator,
        "fields": dict(record.fields),
        "grading": str(record.grading),
        "handling": str(record.handling),
        "tlp": str(record.tlp),
        "pap": str(record.pap),
        "level": record.level,
        "legal_basis": record.legal_basis,
        "purposes": sorted(record.purposes),
        "markings": sorted(record.markings),
        "created": record.created,
        "review": record.review,
        "expires": record.expires,
        "corrections": [[c.at, c.by, c.name, c.old, c.new, c.reason] for c in record.corrections],
    }


_MEMBERS = frozenset(f.name for f in fields_of(Record)) - {"extra"}


def from_json(value: Mapping[str, Any]) -> Record:
    """Read what `to_json` wrote; unknown members are kept. Raise InputError where it is no record."""
    try:
        return Record(
            record_id=str(value["record_id"]),
            kind=str(value["kind"]),
            originator=str(value["originator"]),
            fields=tuple((str(k), str(v)) for k, v in value["fields"].items()),
            grading=Grading.parse(value["grading"]),
            legal_basis=str(value["legal_basis"]),
            purposes=frozenset(map(str, value["purposes"])),
            created=int(value["created"]),
            review=int(value["review"]),
            expires=int(value["expires"]),
            handling=Handling(value["handling"]),
            tlp=Tlp(value["tlp"]),
            pap=Pap(value["pap"]),
            level=int(value["level"]),
            markings=frozenset(map(str, value["markings"])),
            corrections=tuple(Correction(int(c[0]), *map(str, c[1:6])) for c in value.get("corrections", [])),
            extra={k: v for k, v in value.items() if k not in _MEMBERS},
        )
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(
            Fault("record", f"{type(error).__name__}: {error}", "the members of a record")
        ) from None


def new_record(
    record_id: str, kind: str, originator: str, fields: Mapping[str, str], now: int, **rest: Any
) -> Record:
    """Return a record with the shipped defaults (H2, TLP:AMBER+STRICT, PAP:AMBER, ungraded F6) where `rest`
    is silent.
    """
    kept = tuple((name, value) for name, value in fields.items() if value)
    defaults: dict[str, Any] = {
        "grading": Grading(Scale.ADMIRALTY, "F", "6"),
        "review": now + REVIEW_DAYS * DAY,
        "expires": now + RETENTION_DAYS * DAY,
        "created": now,
    }
    return Record(record_id, kind, originator, kept, **{**defaults, **rest})
