"""STIX 2.1 in and out (OASIS standard of 10 June 2021), with TLP 2.0 and granular markings (§12).

Objects are read, checked and kept whole, unknown properties too: what is written back is what was read.
Those that
are things of ours (identity, location, user-account, file of records written by this program) become records.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange import records as record_forms
from maslahat.exchange.formats.result import Import, Left, Origin
from maslahat.exchange.reasons import said
from maslahat.exchange.records import Record, forbidden_members, new_record
from maslahat.exchange.scales import HANDLING, Tlp

LARGEST_BYTES = 512 * 2**20
MOST_FAULTS = 100
_ID = re.compile(
    r"([a-z][a-z0-9-]{1,249})--[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_OBSERVABLES = frozenset(
    [
        "artifact",
        "autonomous-system",
        "directory",
        "domain-name",
        "email-addr",
        "email-message",
        "file",
        "ipv4-addr",
        "ipv6-addr",
        "mac-addr",
        "mutex",
        "network-traffic",
        "process",
        "software",
        "url",
        "user-account",
        "windows-registry-key",
        "x509-certificate",
    ]
)
_UNDATED = _OBSERVABLES | {"bundle", "extension-definition", "language-content"}
_NAMESPACE = uuid.UUID(
    "00abedb4-aa42-466c-9c01-fed23315a9b7"
)  # the one STIX 2.1 gives for names of observables
EXTENSION = "extension-definition--" + str(uuid.uuid5(_NAMESPACE, "maslahat record/v1"))
# Marking definitions of TLP 2.0 as FIRST and OASIS number them.
TLP_MARKINGS = {
    Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Objects of a bundle, checked and otherwise as they were; `frame` is what stood around them."""

    frame: Mapping[str, Any]
    objects: tuple[dict[str, Any], ...]
    framed: bool = True


def read_bundle(path: Path) -> Bundle:
    """Read a bundle (or a list of objects); raise InputError with all faults."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(Fault(path.name, f"{path.stat().st_size} bytes", f"at most {LARGEST_BYTES}"))
        value = json.loads(path.read_bytes(), parse_constant=_no_constant)
    except OSError as error:
        raise InputError(Fault(str(path), said(error), "a file that can be read")) from None
    except (ValueError, RecursionError) as error:
        raise InputError(Fault(path.name, f"{type(error).__name__}: {str(error)[:80]}", "JSON")) from None
    return bundle_of(value, path.name)


def _no_constant(word: str) -> None:
    raise ValueError(f"{word}, which JSON does not know")


def bundle_of(value: Any, where: str) -> Bundle:
    """Check parsed JSON; raise InputError with all faults."""
    framed = not isinstance(value, list)
    if not framed:
        value = {"objects": value}
    if not isinstance(value, dict) or not isinstance(value.get("objects", []), list):
        raise InputError(Fault(where, "no bundle", "a bundle with a list of objects"))
    objects = value.get("objects", [])
    faults = [
        fault
        for number, one in enumerate(objects)
        for fault in object_faults(one, f"{where} object {number}")
    ]
    if faults:
        raise InputError(faults[:MOST_FAULTS])
    frame = {name: one for name, one in value.items() if name != "objects"}
    return Bundle(frame, tuple(objects), framed)


def object_faults(one: Any, where: str) -> list[Fault]:
    """Return what is wrong with one object: type, name, version, times, references, relationships."""
    if not isinstance(one, dict):
        return [Fault(where, type(one).__name__, "an object")]
    name, kind = one.get("id"), one.get("type")
    match = _ID.fullmatch(name) if isinstance(name, str) else None
    if match is None or match[1] != kind:
        return [Fault(where, f"type {str(kind)[:60]!r}, id {str(name)[:80]!r}", "an id of type--UUID")]
    faults = []
    if one.get("spec_version", "2.1") != "2.1":
        faults.append(Fault(where, f"spec_version {str(one['spec_version'])[:20]!r}", "2.1"))
    for key in () if kind in _UNDATED else ("created", "modified"):
        faults += _time_faults(
            one, key, where, needed=not (key == "modified" and kind == "marking-definition")
        )
    for key, reference in one.items():
        if key.startswith("x_"):
            continue  # a custom property may hold anything
        if key.endswith("_ref") and not (isinstance(reference, str) and _ID.fullmatch(reference)):
            faults.append(Fault(f"{where} {key}", repr(reference)[:80], "the id of an object"))
        if key.endswith("_refs") and not _references(reference):
            faults.append(Fault(f"{where} {key}", repr(reference)[:80], "a list of ids"))
    if kind == "relationship" and not {"relationship_type", "source_ref", "target_ref"} <= one.keys():
        faults.append(Fault(where, "a relationship without its ends", "type, source and target"))
    return faults


def write_bundle(path: Path, bundle: Bundle) -> None:
    """Write a bundle, an object a line; what was a bare list of objects is one again."""
    lines = ",\n".join(_written(one) for one in bundle.objects)
    head = _written(dict(bundle.frame))[1:-1]
    text = (
        f'{{{head}{", " if head else ""}"objects": [\n{lines}\n]}}\n' if bundle.framed else f"[\n{lines}\n]\n"
    )
    path.write_text(text, encoding="utf-8")


_written = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def read_stix(path: Path, origin: Origin) -> Import:
    """Read a bundle into records; the objects that are no records are counted by type and stay in the
    bundle."""
    bundle = read_bundle(path)
    records: list[Record] = []
    left: list[Left] = []
    faults: list[Fault] = []
    for number, one in enumerate(bundle.objects):
        where = f"{path.name} object {number}"
        left += [
            Left(where, key, "nationality, religion and ethnicity are not fields")
            for key in forbidden_members(one)
        ]
        try:
            record = _record(one, origin)
        except InputError as error:
            faults += [Fault(f"{where}, {f.where}", f.found, f.expected, f.mend) for f in error.faults]
            continue
        if record is not None:
            records.append(record)
    if faults:
        raise InputError(faults[:MOST_FAULTS])
    types = Counter(str(one["type"]) for one in bundle.objects)
    summary = {"objects": len(bundle.objects), "types": dict(sorted(types.items())), "records": len(records)}
    return Import("stix", tuple(records), tuple(left), summary)


def from_records(records: Sequence[Record]) -> Bundle:
    """Return a bundle: an object for each record, marked as a whole (TLP) and field by field (handling
    code)."""
    objects: list[dict[str, Any]] = [_definition()]
    markings: dict[str, dict[str, Any]] = {}
    for record in records:
        objects.append(_object(record, markings))
    objects[1:1] = [markings[key] for key in sorted(markings)]
    name = uuid.uuid5(_NAMESPACE, " ".join(sorted(record.digest for record in records)))
    return Bundle({"type": "bundle", "id": f"bundle--{name}"}, tuple(objects))


def _record(one: Mapping[str, Any], origin: Origin) -> Record | None:
    kept = one.get("extensions", {}).get(EXTENSION) if isinstance(one.get("extensions"), dict) else None
    if isinstance(kept, dict) and "record" in kept:
        return record_forms.from_json(kept["record"])
    kind, fields = _thing(one)
    if not kind or not fields.get("name", fields.get("number", "")):
        return None
    created = one.get("created")
    at = int(datetime.fromisoformat(created).timestamp()) if isinstance(created, str) else origin.now
    rest = {
        "purposes": frozenset({origin.purpose}),
        "legal_basis": origin.legal_basis,
        "created": min(at, origin.now),
    }
    return new_record(str(one["id"]), kind, origin.originator, fields, origin.now, **rest)


def _thing(one: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    words = {key: value for key, value in one.items() if isinstance(value, str)}
    if one["type"] == "identity":
        kind = "person" if one.get("identity_class") == "individual" else "organisation"
        return kind, {key: words[key] for key in ("name", "description") if key in words}
    if one["type"] == "location":
        place = {
            key: str(one[key]) for key in ("latitude", "longitude") if isinstance(one.get(key), int | float)
        }
        place.update((key, words[key]) for key in ("name", "country", "description") if key in words)
        return "place", place
    if one["type"] == "user-account":
        return "account", {"number": words.get("account_login", words.get("user_id", ""))}
    return "", {}


def _object(record: Record, markings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    created = _time(record.created)
    tlp, handling = _tlp_marking(record, markings), _handling_marking(record, markings)
    kind = f"x-maslahat-{record.kind}"
    selectors = [name for name, _ in record.fields if name not in _RESERVED]
    value = record_forms.to_json(record)
    modified = _time(max((c.at for c in record.corrections), default=record.created))
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{_uuid(record.record_id)}",
        "created": created,
        "modified": modified,
        **{name: text for name, text in record.fields if name not in _RESERVED},
        "object_marking_refs": [tlp],
        "granular_markings": [
            {"marking_ref": handling, "selectors": [s for s in selectors if s not in _RESERVED]}
        ],
        "extensions": {EXTENSION: {"extension_type": "new-sdo", "record": value}},
    }


def _uuid(record_id: str) -> str:
    """The record's own name where it is a UUID, so that both are known as one."""
    given = re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", record_id)
    return record_id if given else str(uuid.uuid5(_NAMESPACE, record_id))


_RESERVED = frozenset({"type", "id", "created", "modified", "spec_version", "extensions", "labels", "lang"})


def _tlp_marking(record: Record, markings: dict[str, dict[str, Any]]) -> str:
    name = TLP_MARKINGS[record.tlp]
    markings[name] = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": name,
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{record.tlp.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": str(record.tlp)}},
    }
    return name


def _handling_marking(record: Record, markings: dict[str, dict[str, Any]]) -> str:
    rules = f"{record.handling}: {HANDLING[record.handling]}"
    text = f"{rules}. PAP:{record.pap.upper()}. Originator {record.originator}."
    name = f"marking-definition--{uuid.uuid5(_NAMESPACE, text)}"
    markings[name] = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": name,
        "created": "2026-01-01T00:00:00.000Z",
        "definition_type": "statement",
        "definition": {"statement": text},
    }
    return name


def _definition() -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "created_by_ref": f"identity--{uuid.uuid5(_NAMESPACE, 'maslahat')}",
        "name": "maslahat record",
        "description": "A record of an exchange between states: who gave it, how good it is, what may be done with it.",
        "schema": "docs/exchange.md",
        "version": "1.0.0",
        "extension_types": ["new-sdo"],
    }


def _time_faults(one: Mapping[str, Any], key: str, where: str, *, needed: bool) -> list[Fault]:
    value = one.get(key)
    if value is None and not needed:
        return []
    if isinstance(value, str) and _TIME.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return []
    return [Fault(f"{where} {key}", repr(value)[:60], "a time as 2026-11-24T03:00:00.000Z")]


def _references(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and _ID.fullmatch(one) for one in value)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
