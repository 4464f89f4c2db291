"""Consent: signed by an authorised person of the originator, bound to a version, an action, a recipient, a
purpose (§12).

requested → granted / refused / no answer (= no) → used (each use is an event) → withdrawn / expired. A
changed record makes it void. Pure values and functions; the node keeps and sends them.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from maslahat.core import Fault, InputError
from maslahat.exchange.policy import ACTIONS, ConsentFact

_NAME = re.compile(r"[A-Za-z0-9.:-]{1,100}")


class Status(StrEnum):
    """How a consent stands."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    NO_ANSWER = "no answer"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for: exactly this version, action, recipient and purpose, in this time."""

    consent_id: str
    object_id: str
    digest: str
    originator: str
    requester: str
    recipient: str
    action: str
    purpose: str
    from_at: int
    to_at: int
    answer_by: int
    conditions: str = ""
    revocable: bool = True

    def __post_init__(self) -> None:
        """Refuse terms that cannot be consented to."""
        faults = []
        where = f"consent {self.consent_id}"
        if self.action not in ACTIONS:
            faults.append(Fault(where, f"action {self.action!r}", f"one of {', '.join(ACTIONS)}"))
        if not self.from_at < self.to_at:
            faults.append(Fault(where, f"from {self.from_at} to {self.to_at}", "an end after the beginning"))
        if not self.recipient or not self.purpose or not self.digest:
            faults.append(Fault(where, "a recipient, purpose or version missing", "all three"))
        if not _NAME.fullmatch(self.consent_id):
            # The name stands before a slash in the names of what the consent covers.
            faults.append(
                Fault("consent", f"the name {self.consent_id!a:.80}", "letters, digits, `.`, `:`, `-`")
            )
        if faults:
            raise InputError(faults)


@dataclass(frozen=True, slots=True)
class Event:
    """One step, signed by a person: kind, person, time, a note, and the signature over terms and step."""

    kind: str
    by: str
    at: int
    note: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """A person who may sign for a party, from and to a time, with which key."""

    person: str
    party: str
    public: bytes
    from_at: int
    to_at: int


@dataclass(frozen=True, slots=True)
class Consent:
    """Terms and what has happened to them."""

    terms: Terms
    events: tuple[Event, ...]

    @property
    def uses(self) -> int:
        """How often it has been used."""
        return sum(event.kind == "used" for event in self.events)

    def status(self, now: int, digest: str | None = None) -> Status:
        """Return how it stands at a time, for a record whose version is `digest` (None: unchanged)."""
        kinds = {event.kind for event in self.events}
        if "refused" in kinds:
            return Status.REFUSED
        if "withdrawn" in kinds:
            return Status.WITHDRAWN
        if digest is not None and digest != self.terms.digest:
            return Status.VOID
        if "granted" not in kinds:
            return Status.REQUESTED if now < self.terms.answer_by else Status.NO_ANSWER
        return Status.GRANTED if now < self.terms.to_at else Status.EXPIRED

    def fact(self, now: int) -> ConsentFact:
        """Return what of it the policy looks at."""
        t = self.terms
        return ConsentFact(
            t.consent_id,
            t.digest,
            t.recipient,
            t.action,
            t.purpose,
            t.from_at,
            t.to_at,
            str(self.status(now)),
        )


# From which status a step may be taken, and whose person takes it: the requester's or the originator's.
_STEPS: dict[str, tuple[frozenset[Status], str]] = {
    "granted": (frozenset({Status.REQUESTED}), "originator"),
    "refused": (frozenset({Status.REQUESTED}), "originator"),
    "used": (frozenset({Status.GRANTED}), "requester"),
    "withdrawn": (frozenset({Status.GRANTED, Status.EXPIRED}), "originator"),
}


def request(terms: Terms, person: str, key: Ed25519PrivateKey, at: int) -> Consent:
    """Return a consent that has been asked for and not yet answered."""
    return Consent(terms, (_signed(terms, Event("requested", person, at), key),))


def step(
    consent: Consent, kind: str, person: str, key: Ed25519PrivateKey, at: int, note: str = ""
) -> Consent:
    """Return the consent with one signed step more; raise InputError where the step may not be taken."""
    event = _signed(consent.terms, Event(kind, person, at, note), key)
    faults = step_faults(consent, event)
    if faults:
        raise InputError(faults)
    return replace(consent, events=(*consent.events, event))


def step_faults(consent: Consent, event: Event) -> list[Fault]:
    """Return why a step may not be taken now (its signature is checked by `verify`)."""
    where = f"consent {consent.terms.consent_id}"
    if event.kind not in _STEPS:
        return [Fault(where, f"step {event.kind!r}", f"one of {', '.join(_STEPS)}")]
    before = consent.status(event.at)
    if before not in _STEPS[event.kind][0]:
        allowed = " or ".join(sorted(_STEPS[event.kind][0]))
        return [Fault(where, f"status {before}", f"{allowed} before it is {event.kind}")]
    if event.kind == "withdrawn" and not consent.terms.revocable:
        return [Fault(where, "an irrevocable consent", "a revocable one")]
    if event.kind == "used" and event.at < consent.terms.from_at:
        return [Fault(where, f"a use at {event.at}", f"none before {consent.terms.from_at}")]
    return []


def verify(consent: Consent, authorities: Iterable[Authority]) -> list[Fault]:
    """Return everything wrong with the history: order, signatures, persons without authority."""
    where = f"consent {consent.terms.consent_id}"
    known = list(authorities)
    first = consent.events[:1]
    faults = [] if first and first[0].kind == "requested" else [Fault(where, "no request", "a request first")]
    for count, event in enumerate(consent.events):
        if count and not _late_use(consent.events[:count], event):
            faults += step_faults(Consent(consent.terms, consent.events[:count]), event)
        party = _party(consent.terms, event)
        if not any(_vouches(a, party, consent.terms, event) for a in known):
            found = f"{event.kind} by {event.by} without a good signature"
            faults.append(Fault(where, found, f"an authorised person of {party}"))
    return faults


def to_json(consent: Consent) -> dict[str, Any]:
    """Return the consent as plain values."""
    return {"terms": asdict(consent.terms), "events": [asdict(event) for event in consent.events]}


def from_json(value: Mapping[str, Any]) -> Consent:
    """Read what `to_json` wrote; raise InputError where it is no consent."""
    try:
        for part in (value["terms"], *value["events"]):
            _check_types(part)
        return Consent(Terms(**value["terms"]), tuple(Event(**event) for event in value["events"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(Fault("consent", str(error), "terms and events")) from None


_NUMBERS = frozenset({"from_at", "to_at", "answer_by", "at"})
_LATEST = 2**62  # of a time, so that SQLite holds it


def _check_types(part: Mapping[str, Any]) -> None:
    """Times are whole numbers, `revocable` is yes or no, all else is text that can be written again."""
    for name, one in part.items():
        wanted = int if name in _NUMBERS else bool if name == "revocable" else str
        if type(one) is not wanted:
            raise TypeError(f"{name} is {type(one).__name__}, not {wanted.__name__}")
        if isinstance(one, str):
            one.encode()
        elif not -_LATEST < one < _LATEST:
            raise ValueError(f"{name} is out of all bounds")


def _late_use(before: tuple[Event, ...], event: Event) -> bool:
    """Is it a use of a consent once granted, made before the user could know that it was withdrawn?

    It gives no right to anything; but the originator must hear of it, and it is evidence.
    """
    return event.kind == "used" and {"granted", "withdrawn"} <= {earlier.kind for earlier in before}


def house_name(party: str) -> str:
    """Return the name under which a node signs for uses by persons who sign nothing themselves."""
    return f"{party.lower()}.node"


def _party(terms: Terms, event: Event) -> str:
    asked = event.kind == "requested" or _STEPS.get(event.kind, (frozenset(), ""))[1] == "requester"
    return terms.requester if asked else terms.originator


def _vouches(authority: Authority, party: str, terms: Terms, event: Event) -> bool:
    if (authority.person, authority.party) != (event.by, party):
        return False
    if event.by == house_name(party) and event.kind != "used":
        return False  # the node itself tells of uses; it asks for nothing and grants nothing
    if not authority.from_at <= event.at < authority.to_at:
        return False
    try:
        signature = base64.b64decode(event.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(authority.public).verify(signature, _message(terms, event))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(terms: Terms, event: Event, key: Ed25519PrivateKey) -> Event:
    return replace(event, signature=base64.b64encode(key.sign(_message(terms, event))).decode())


def _message(terms: Terms, event: Event) -> bytes:
    step_taken = {k: v for k, v in asdict(event).items() if k != "signature"}
    text = {"maslahat": "consent/v1", "terms": asdict(terms), "step": step_taken}
    return json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
