"""The rules themselves, each once (§12). All must hold; there is no switch that turns any of them off.

An action is allowed only where every rule holds: default deny. The sentence of a rule says what is asked
for; it
names no recipient and no other party's audience, so a refusal may be shown to the person refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from maslahat.exchange.policy.expressions import (
    All,
    AtMost,
    Below,
    Either,
    Equal,
    Expression,
    Has,
    HoldsAll,
    No,
    Of,
    OneOf,
    Some,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, what it asks for in words, the test, and who could grant it where it fails."""

    name: str
    asks: str
    test: Expression
    granted_by: str


ACTION, PURPOSE, NOW = Of("ask", "action"), Of("ask", "purpose"), Of("ask", "now")
WHO, PARTY, UNIT = Of("who", "principal_id"), Of("who", "party"), Of("who", "unit")
TLP, PAP, CODE = Of("object", "tlp"), Of("object", "pap"), Of("object", "handling")

OWN = Equal(PARTY, Of("object", "originator"))
NOT_RED = No(Equal(TLP, "red"))
HAS_UNIT = No(Equal(UNIT, ""))


def doing(*actions: str) -> OneOf:
    """Return the test that the action asked about is one of these."""
    return OneOf(ACTION, actions)


AUDIENCE = Some(
    "audiences",
    All(
        (
            AtMost(Of("row", "from_at"), NOW),
            Below(NOW, Of("row", "to_at")),
            Has("row", "actions", ACTION),
            Has("row", "purposes", PURPOSE),
            Either(
                (
                    Has("row", "members", WHO),
                    All((NOT_RED, Has("row", "members", PARTY))),
                    All((NOT_RED, HAS_UNIT, Has("row", "members", UNIT))),
                )
            ),
        )
    ),
)

CONSENT = Some(
    "consents",
    All(
        (
            Equal(Of("row", "status"), "granted"),
            Equal(Of("row", "digest"), Of("object", "digest")),
            AtMost(Of("row", "from_at"), NOW),
            Below(NOW, Of("row", "to_at")),
            Equal(Of("row", "action"), ACTION),
            Equal(Of("row", "purpose"), PURPOSE),
            Either(
                (
                    Equal(Of("row", "recipient"), WHO),
                    All((NOT_RED, Equal(Of("row", "recipient"), PARTY))),
                    All((NOT_RED, HAS_UNIT, Equal(Of("row", "recipient"), UNIT))),
                )
            ),
        )
    ),
)

RULES: tuple[Rule, ...] = (
    Rule(
        "person",
        "the person is on the node's list and not struck off it",
        Equal(Of("who", "active"), 1),
        "the head of the node",
    ),
    Rule(
        "role",
        "the person's role includes this action (an administrator of the machine reads nothing)",
        Either(
            (
                All((Equal(Of("who", "role"), "analyst"), doing("read", "match"))),
                All(
                    (
                        Equal(Of("who", "role"), "officer"),
                        doing("read", "match", "export", "pass_on", "court", "act", "edit"),
                    )
                ),
                All(
                    (
                        Equal(Of("who", "role"), "approver"),
                        doing("read", "export", "pass_on", "court", "share"),
                    )
                ),
            )
        ),
        "the head of the node",
    ),
    Rule(
        "clearance",
        "the person is cleared for the level of the record",
        AtMost(Of("object", "level"), Of("who", "clearance")),
        "the person's own security authority",
    ),
    Rule(
        "markings",
        "the person holds every marking of the record, not one of them",
        HoldsAll("markings"),
        "the person's own security authority",
    ),
    Rule(
        "time",
        "the record exists at this time and its retention has not ended",
        All((AtMost(Of("object", "created"), NOW), Below(NOW, Of("object", "expires")))),
        "nobody: what has expired is deleted",
    ),
    Rule(
        "state",
        "the record is released, not a draft and not withdrawn (its originator may still read and edit it)",
        Either((Equal(Of("object", "state"), "active"), All((OWN, doing("read", "edit", "share"))))),
        "the originator",
    ),
    Rule(
        "purpose",
        "the purpose is one the record was collected for and one the person works for",
        All((Has("object", "purposes", PURPOSE), Has("who", "purposes", PURPOSE))),
        "the originator, by a new request that states the purpose",
    ),
    Rule(
        "owner",
        "changing a record, its markings or its recipients is for the originator alone",
        Either((No(doing("edit", "share")), OWN)),
        "nobody: ask the originator to do it",
    ),
    Rule(
        "recipient",
        "the person is of the originator, or one audience or consent names person, action and purpose now",
        Either((OWN, AUDIENCE, CONSENT)),
        "the originator",
    ),
    Rule(
        "passing on",
        "passing on needs the originator's consent, unless the record is TLP:CLEAR with no restriction (H0)",
        Either((No(doing("pass_on")), OWN, All((Equal(TLP, "clear"), Equal(CODE, "H0"))), CONSENT)),
        "the originator, by a new request",
    ),
    Rule(
        "handling code",
        "the handling code allows this use, or the originator consented to it",
        Either(
            (
                OWN,
                CONSENT,
                All(
                    (
                        No(All((OneOf(CODE, ("H1", "H3")), doing("court")))),
                        No(All((Equal(CODE, "H3"), doing("export", "act", "match")))),
                    )
                ),
            )
        ),
        "the originator, by a new request",
    ),
    Rule(
        "permissible actions",
        "PAP allows the action: none that others could notice under RED, nothing active under AMBER",
        Either(
            (
                OWN,
                All(
                    (
                        No(All((Equal(PAP, "red"), doing("match", "act", "court")))),
                        No(All((Equal(PAP, "amber"), doing("act")))),
                    )
                ),
            )
        ),
        "the originator, by lowering the PAP of the record",
    ),
)
