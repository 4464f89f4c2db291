"""What the policy speaks about: principals, objects, audiences, consents, and a question (§12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ACTIONS = ("read", "match", "export", "pass_on", "court", "act", "edit", "share")
ROLES = ("analyst", "officer", "approver", "administrator")
State = Literal["draft", "active", "withdrawn"]

ACTION_WORDS = {
    "read": "read it and know that it is there",
    "match": "let it take part in private matching",
    "export": "take it out as a file",
    "pass_on": "pass it on",
    "court": "use it in judicial proceedings",
    "act": "act upon it in the open",
    "edit": "change it",
    "share": "choose who receives it",
}


@dataclass(frozen=True, slots=True)
class Principal:
    """A person at a node. `party` is the state (ISO 3166 alpha-3) or `CENTRE`; `clearance` 0 to 3."""

    principal_id: str
    party: str
    unit: str = ""
    role: str = "officer"
    clearance: int = 0
    active: int = 1
    markings: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Audience:
    """One group of recipients: members are parties, units (`KGZ/customs`) or persons. Empty is nobody."""

    audience_id: str
    from_at: int
    to_at: int
    members: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """What of a consent matters to the policy: which version, for whom, what, why, when, and how it
    stands."""

    consent_id: str
    digest: str
    recipient: str
    action: str
    purpose: str
    from_at: int
    to_at: int
    status: str


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What of a record matters to the policy. Times are seconds since 1970; `digest` names the version."""

    object_id: str
    originator: str
    created: int
    expires: int
    state: State = "draft"
    level: int = 0
    handling: str = "H3"
    tlp: str = "red"
    pap: str = "red"
    digest: str = ""
    purposes: frozenset[str] = frozenset()
    markings: frozenset[str] = frozenset()
    audiences: tuple[Audience, ...] = ()
    consents: tuple[ConsentFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """The question: action, purpose and time (seconds since 1970)."""

    action: str
    purpose: str
    now: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, whether it holds here, and a sentence."""

    rule: str
    holds: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """May it be done, by which rules, and who could grant what is missing."""

    allowed: bool
    findings: tuple[Finding, ...]
    who_could_grant: tuple[str, ...] = field(default=())

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The rules that stand in the way."""
        return tuple(finding for finding in self.findings if not finding.holds)

    def __str__(self) -> str:
        """Return the answer and its reasons as lines a person reads."""
        head = "Yes." if self.allowed else "No."
        lines = [f"  {'holds' if f.holds else 'FAILS'}  {f.rule}: {f.sentence}" for f in self.findings]
        tail = [f"  Who could grant it: {'; '.join(self.who_could_grant)}."] if self.who_could_grant else []
        return "\n".join([head, *lines, *tail])
