"""Records on their way: sharing, asking for consent, answering, passing on, taking back (§12).

A person acts through a desk; what follows is sent to the partners concerned, each told only of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from maslahat.core import Fault, InputError, digest
from maslahat.exchange import consent as consents
from maslahat.exchange import copies, correlation
from maslahat.exchange import records as record_forms
from maslahat.exchange.card import Card
from maslahat.exchange.consent import Consent, Status, Terms
from maslahat.exchange.desk import DEFAULT_ACTIONS, Desk
from maslahat.exchange.matching.normalise import index_words, match_keys
from maslahat.exchange.node import FOREVER, Node
from maslahat.exchange.policy import Audience
from maslahat.exchange.post import Post, parties_of
from maslahat.exchange.provenance import KEY_CLASS, audience_of, check_sender, facts_of
from maslahat.exchange.records import DAY, Record

ANSWER_DAYS = 14


# --- what a person does
# ---------------------------------------------------------------------------------------


def share(
    post: Post,
    desk: Desk,
    record_id: str,
    members: Iterable[str],
    actions: Iterable[str] = DEFAULT_ACTIONS,
    until: int = FOREVER,
) -> None:
    """Open a record to one audience and send it to each party in it; no party learns of another."""
    names = frozenset(members)
    with post.node.change():
        audience_id = desk.share(record_id, names, actions, until=until)
        facts = post.node.store.facts(record_id)
        assert facts is not None
        audience = next(a for a in facts.audiences if a.audience_id == audience_id)
        copies.send_to_audience(post, record_id, audience)


def withdraw(post: Post, desk: Desk, record_id: str) -> list[str]:
    """Take a record back from everyone who has it; return the parties that are asked to delete it."""
    with post.node.change():
        holders = sorted(copies.holders(post, record_id))
        desk.withdraw(record_id)
        for party in holders:
            copies.take_back(post, party, record_id)
    return holders


def ask(
    post: Post, desk: Desk, what: str, action: str, originator: str, *, days: int = 30, conditions: str = ""
) -> str:
    """Ask the originator for consent to an action on a record one holds, or on what stands behind a key
    that hit.

    `what` is the name of a record, or `key:` and the key. Return the name of the consent.
    """
    with post.node.change() as now:
        version = digest({"class": what})
        if not what.startswith(KEY_CLASS):
            record = desk.must(what, "read")
            version, originator = record.digest, record.originator
        terms = Terms(
            post.node.fresh_id(), what, version, originator, post.node.party, post.node.party, action,
            desk.purpose, now, now + days * DAY, now + ANSWER_DAYS * DAY, conditions,
        )  # fmt: skip
        person = desk.who.principal_id
        asked = consents.request(terms, person, post.node.person_key(person), now)
        _keep_consent(post, asked)
        post.node.note(
            "requested", what, party=post.node.party, by=person, detail=f"{action} of {originator}"
        )
        post.send(originator, "consent", consent=consents.to_json(asked))
    return terms.consent_id


def answer(post: Post, desk: Desk, consent_id: str, kind: str, note: str = "") -> Consent:
    """Grant, refuse or withdraw; return the consent as it stands. A grant sends what it covers, a
    withdrawal recalls it."""
    with post.node.change() as now:
        before = post.node.consent(consent_id)
        if before.terms.originator != post.node.party or desk.who.role != "approver":
            found = f"{desk.who.role} of {post.node.party}"
            raise InputError(
                Fault(f"consent {consent_id}", found, f"an approver of {before.terms.originator}")
            )
        covered = _covered(post, desk, before.terms) if kind == "granted" else []
        person = desk.who.principal_id
        after = consents.step(before, kind, person, post.node.person_key(person), now, note)
        _keep_consent(post, after)
        post.node.note(
            kind, before.terms.object_id, party=post.node.party, by=person, detail=after.terms.action
        )
        for record in covered:
            _cover(post, after, record, now)
        post.send(after.terms.requester, "consent", consent=consents.to_json(after))
        for record in covered:
            copies.send_copy(post, after.terms.requester, record.record_id, None)
        if kind == "withdrawn":
            _withdraw_covered(post, after)
    return after


def pass_on(post: Post, desk: Desk, record_id: str, party: str) -> None:
    """Pass a record of another state on, where its originator consented for this purpose; the originator
    is told."""
    with post.node.change():
        record = desk.must(record_id, "pass_on")
        covering = _covering(post, record, desk)
        until = max((c.terms.to_at for c in covering), default=record.expires)
        audience = Audience(
            post.node.fresh_id(), post.node.now(), min(until, record.expires), frozenset({party}), frozenset({"read"}),
            frozenset({desk.purpose}),
        )  # fmt: skip
        post.node.note("passed on", record_id, party=post.node.party, by=desk.who.principal_id, detail=party)
        copies.send_copy(post, party, record_id, audience, [consents.to_json(c) for c in covering])
        if record.originator != post.node.party:
            message = {"object_id": record_id, "to": party, "digest": record.digest}
            post.send(record.originator, "passed on", **message)
            report_uses(post)


def standing(node: Node, one: Consent) -> Status:
    """Return how a consent stands at a node: void, where all that it covered there has been changed since."""
    status, start = one.status(node.now()), one.terms.consent_id + "/"
    statement = "SELECT DISTINCT status FROM consents WHERE substr(consent_id, 1, ?) = ?"
    kinds = {row[0] for row in node.store.db.execute(statement, (len(start), start))}
    return Status.VOID if status is Status.GRANTED and kinds == {"void"} else status


def report_uses(post: Post) -> int:
    """Send every consent that was used here since it was last reported to its originator; return how many."""
    reported = 0
    with post.node.change():
        for name, value in post.node.store.all("consent").items():
            one = consents.from_json(value)
            told = int(post.node.store.get("uses reported", name) or 0)
            if one.terms.requester == post.node.party and one.uses > told:
                post.send(one.terms.originator, "consent", consent=consents.to_json(one))
                post.node.store.put("uses reported", name, one.uses)
                reported += 1
    return reported


# --- what a message does
# --------------------------------------------------------------------------------------


def take_record(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Keep a record that a partner shared: its own, or one it may pass on with the originator's consent."""
    record = record_forms.from_json(message["record"])
    chain = check_sender(post.node, partner, record, message)
    audience = audience_of(post.node, partner, record, message, chain)
    facts = facts_of(post.node, partner, record, message)
    _keep(post, record)
    post.node.store.put("stamp", record.record_id, str(message.get("stamp", "")))
    if audience is not None:
        post.node.store.put_audience(record.record_id, audience)
    for fact in facts:
        post.node.store.put_consent(record.record_id, fact)
    post.node.note("received", record.record_id, party=post.node.party, detail=f"from {partner.party}")


def take_consent(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Keep a request or a step of a consent, where every signature in it holds and nothing known is
    missing."""
    one = consents.from_json(message["consent"])
    faults = consents.verify(one, post.node.authorities())
    where = f"consent {one.terms.consent_id}"
    parties = {one.terms.originator, one.terms.requester}
    if parties != {partner.party, post.node.party}:
        found = f"between {' and '.join(sorted(parties))}, sent by {partner.party}"
        faults.append(Fault(where, found, f"one between {partner.party} and {post.node.party}"))
    if parties_of([one.terms.recipient]) != {one.terms.requester}:
        found = f"{one.terms.requester} asking for {one.terms.recipient}"
        faults.append(Fault(where, found, "a recipient of the state that asks"))
    known = post.node.store.get("consent", one.terms.consent_id)
    before = None if known is None else consents.from_json(known)
    if before is not None and before.terms != one.terms:
        faults.append(Fault(where, "other terms than those known", "the same terms"))
    if faults:
        raise InputError(faults)
    merged = one if before is None else _merged(before, one)
    _keep_consent(post, merged)
    _renew_facts(post, merged)
    status = merged.status(post.node.now())
    post.node.note("consent", one.terms.object_id, party=partner.party, detail=str(status))


def take_passed_on(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Note who holds a record by passing on, so that it can be recalled there too."""
    record_id, party = str(message["object_id"]), str(message["to"])
    facts = post.node.store.facts(record_id)
    if facts is None or facts.originator != post.node.party or party == post.node.party:
        return
    holders = copies.holders(post, record_id)
    asked = copies.asked_back(post, record_id, partner.party)
    if not asked and partner.party not in holders:
        raise InputError(
            Fault(f"record {record_id}", f"passed on by {partner.party}", "someone who holds it")
        )
    post.node.note("passed on", record_id, party=partner.party, detail=party)
    if party not in post.node.partners():
        post.node.note(
            "alarm", record_id, party=partner.party, detail=f"passed on to {party}, who is no partner"
        )
        return
    post.node.store.put("held by", f"{record_id} {party}", True)
    if partner.party not in holders:
        # It was passed on before the recall had arrived there: what is taken back is taken back everywhere.
        copies.take_back(post, party, record_id)
    elif (version := str(message.get("digest", facts.digest))) != facts.digest:
        copies.take_back(post, party, record_id, version)


def due(post: Post) -> list[str]:
    """Delete what has reached the end of its retention; return the records deleted."""
    with post.node.change() as now:
        statement = (
            "SELECT object_id FROM bodies JOIN objects USING (object_id) WHERE expires <= ? ORDER BY 1"
        )
        ended = [row[0] for row in post.node.store.db.execute(statement, (now,))]
        for record_id in ended:
            post.node.store.erase(record_id)
            post.node.note("expired", record_id, party=post.node.party)
    return ended


# --- underneath
# -----------------------------------------------------------------------------------------------


def _keep(post: Post, record: Record) -> None:
    post.node.store.put_record(record, "active")
    words = {word for _, value in record.fields for word in index_words(value)}
    post.node.store.index(record.record_id, words)
    correlation.index(post.node.store, record)


def _keep_consent(post: Post, one: Consent) -> None:
    post.node.store.put("consent", one.terms.consent_id, consents.to_json(one))


def _merged(before: Consent, one: Consent) -> Consent:
    """Return one history out of two that grew apart (a use here, a withdrawal there), in the order of
    time."""
    order = {"requested": 0, "granted": 1, "refused": 1, "used": 2, "withdrawn": 3}
    events = sorted(
        {*before.events, *one.events}, key=lambda e: (e.at, order.get(e.kind, 9), e.by, e.signature)
    )
    return replace(one, events=tuple(events))


def _covered(post: Post, desk: Desk, terms: Terms) -> list[Record]:
    """Return the records a consent would cover; the approver must be allowed to share each."""
    if not terms.object_id.startswith(KEY_CLASS):
        found = [desk.must(terms.object_id, "share")]
        if found[0].digest != terms.digest:
            where = f"consent {terms.consent_id}"
            raise InputError(
                Fault(where, "an older version of the record", "the version that is kept", "Ask again.")
            )
        return found
    key = terms.object_id.removeprefix(KEY_CLASS)
    records = [post.node.store.record(record_id) for record_id in desk.ids("share")]
    return [record for record in records if record is not None and key in match_keys(record)]


def _cover(post: Post, one: Consent, record: Record, now: int) -> None:
    name = f"{one.terms.consent_id}/{record.record_id}"
    fact = replace(one.fact(now), consent_id=name, digest=record.digest)
    post.node.store.put_consent(record.record_id, fact)
    post.node.store.set_state(record.record_id, "active")
    post.node.store.put("covered", name, record.record_id)


def _renew_facts(post: Post, one: Consent) -> None:
    """Bring what the policy looks at into line with how the consent now stands."""
    status = str(one.status(post.node.now()))
    start = one.terms.consent_id + "/"
    # Not LIKE: a name is chosen by the other side, and `%` in it would stand for every consent.
    # What was void by a change stays so, whatever is said of the consent later.
    statement = "UPDATE consents SET status = ? WHERE substr(consent_id, 1, ?) = ? AND status <> 'void'"
    post.node.store.db.execute(statement, (status, len(start), start))


def _withdraw_covered(post: Post, one: Consent) -> None:
    _renew_facts(post, one)
    for name, record_id in post.node.store.all("covered").items():
        facts = post.node.store.facts(record_id)
        if name.startswith(one.terms.consent_id + "/") and facts is not None:
            # Who has an audience of its own keeps what it has; all others had it by this consent.
            still = {p for a in facts.audiences if "read" in a.actions for p in parties_of(a.members)}
            for party in sorted(copies.holders(post, record_id) - still):
                copies.take_back(post, party, record_id)


def _covering(post: Post, record: Record, desk: Desk) -> list[Consent]:
    found = [consents.from_json(value) for value in post.node.store.all("consent").values()]
    now = post.node.now()
    return [
        one
        for one in found
        if (one.terms.action, one.terms.purpose) == ("pass_on", desk.purpose)
        and (one.terms.originator, one.terms.requester) == (record.originator, post.node.party)
        and one.terms.from_at <= now
        and one.status(now, record.digest) is Status.GRANTED
        and standing(post.node, one) is Status.GRANTED
    ]
