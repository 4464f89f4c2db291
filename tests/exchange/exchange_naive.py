"""The rules of §12 once more, as plain as they can be said: no language of rules, no early exit, no sharing.

Written from the prose of docs/exchange.md, not from the package; the package and its SQL are tested
against it.
"""

from __future__ import annotations

from maslahat.exchange.policy import Ask, ObjectFacts, Principal

ROLE_TABLE = {
    "analyst": ["read", "match"],
    "officer": ["read", "match", "export", "pass_on", "court", "act", "edit"],
    "approver": ["read", "export", "pass_on", "court", "share"],
    "administrator": [],
}


def named(who: Principal, names: list[str], tlp: str) -> bool:
    for name in names:
        if name == who.principal_id:
            return True
        if tlp != "red":
            if name == who.party:
                return True
            if who.unit != "" and name == who.unit:
                return True
    return False


def in_an_audience(who: Principal, ask: Ask, thing: ObjectFacts) -> bool:
    found = False
    for audience in thing.audiences:
        in_time = audience.from_at <= ask.now and not audience.to_at <= ask.now
        if (
            in_time
            and ask.action in list(audience.actions)
            and ask.purpose in list(audience.purposes)
            and named(who, list(audience.members), thing.tlp)
        ):
            found = True
    return found


def consented_to(who: Principal, ask: Ask, thing: ObjectFacts) -> bool:
    found = False
    for consent in thing.consents:
        if consent.status != "granted" or consent.digest != thing.digest:
            continue
        if ask.now < consent.from_at or ask.now >= consent.to_at:
            continue
        if consent.action != ask.action or consent.purpose != ask.purpose:
            continue
        if named(who, [consent.recipient], thing.tlp):
            found = True
    return found


def naive(who: Principal, ask: Ask, thing: ObjectFacts) -> bool:
    ours = who.party == thing.originator
    in_audience = in_an_audience(who, ask, thing)
    consented = consented_to(who, ask, thing)

    answers = []
    answers.append(who.active == 1)
    answers.append(ask.action in ROLE_TABLE.get(who.role, []))
    answers.append(not who.clearance < thing.level)
    answers.append(len([m for m in thing.markings if m not in who.markings]) == 0)
    answers.append(thing.created <= ask.now)
    answers.append(ask.now < thing.expires)
    answers.append(thing.state == "active" or (ours and ask.action in ["read", "edit", "share"]))
    answers.append(ask.purpose in thing.purposes)
    answers.append(ask.purpose in who.purposes)
    if ask.action in ["edit", "share"]:
        answers.append(ours)
    answers.append(ours or in_audience or consented)
    if not ours and not consented:
        if ask.action == "pass_on":
            answers.append(thing.tlp == "clear" and thing.handling == "H0")
        if ask.action == "court":
            answers.append(thing.handling not in ["H1", "H3"])
        if ask.action in ["export", "act", "match"]:
            answers.append(thing.handling != "H3")
    if not ours:
        if thing.pap == "red":
            answers.append(ask.action not in ["match", "act", "court"])
        if thing.pap == "amber":
            answers.append(ask.action != "act")
    return all(answers)
