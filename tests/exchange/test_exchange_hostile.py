"""A partner whose node was changed (§12): what it signs and sends gives it no right that it was not given."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from exchange_house import CONSIGNMENT, OTHER, PURPOSE, carry, desk, houses
from test_exchange_sharing import CODES, lent

from maslahat.core import InputError
from maslahat.exchange import consent as consents
from maslahat.exchange import copies, sharing
from maslahat.exchange.consent import Status, Terms
from maslahat.exchange.matching import psi, session
from maslahat.exchange.policy import ConsentFact
from maslahat.exchange.post import Outcome, Post
from maslahat.exchange.records import Record, new_record, to_json

CLEAR = {"tlp": "clear", "pap": "clear", "handling": "H0"}


def record_of(post: Post, name: str) -> Record:
    found = post.node.store.record(name)
    assert found is not None
    return found


def facts_of(post: Post, name: str) -> Any:
    found = post.node.store.facts(name)
    assert found is not None
    return found


def send(post: Post, to: str, record: Record, **rest: Any) -> None:
    """A record as a changed node would send it."""
    post.send(
        to, "record", **{"record": to_json(record), "audience": None, "consents": [], "chain": [], **rest}
    )


def opened(members: list[str], **rest: Any) -> dict[str, Any]:
    sets = {"members": members, "actions": ["read"], "purposes": [PURPOSE], "from_at": 0, "to_at": 2**40}
    return {"audience_id": "a", **sets, **rest}


def refused(posts: dict[str, Post]) -> list[str]:
    return [one.detail for one in carry(posts) if one.outcome is Outcome.REFUSED]


def asked_for(post: Post, name: str, record: str, digest: str, originator: str, **rest: Any) -> Terms:
    """Send a request for consent with terms of one's own choosing."""
    party, now = post.node.party, post.node.now()
    terms = Terms(name, record, digest, originator, party, party, "export", PURPOSE, 0, 2**40, 2**40)
    terms = replace(terms, **rest)
    person = f"{party.lower()}.officer"
    one = consents.request(terms, person, post.node.person_key(person), now)
    post.send(originator, "consent", consent=consents.to_json(one))
    return terms


# --- records ----------------------------------------------------------------------------------------------


def test_a_partner_cannot_overwrite_a_record_of_this_state() -> None:
    posts = houses("KAZ", "KGZ")
    one = lent(posts, codes=CLEAR)
    forged = replace(record_of(posts["KGZ"], one), fields=(("number", "CMR 9999999"),))
    send(posts["KGZ"], "KAZ", forged)
    assert "one of another state" in refused(posts)[0]
    assert record_of(posts["KAZ"], one).value("number") == CONSIGNMENT["number"]


def test_a_record_is_not_forged_in_the_name_of_a_third_state() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    fields = {"number": "CMR 5555555"}
    made = new_record("x", "consignment", "KAZ", fields, 1_790_000_000, legal_basis="law",
                      purposes=frozenset({PURPOSE}), **CLEAR)  # fmt: skip
    send(posts["KGZ"], "UZB", made, audience=opened(["UZB"]))
    assert "consent to pass it on" in refused(posts)[0]
    assert posts["UZB"].node.store.record("x") is None


def test_a_restricted_record_is_not_declared_clear_to_pass_it_on() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    send(posts["KGZ"], "UZB", replace(record_of(posts["KGZ"], one), tlp="clear", handling="H0"))  # type: ignore[arg-type]
    assert "consent to pass it on" in refused(posts)[0]


def test_a_clear_record_is_passed_on_with_the_stamp_of_its_originator_and_only_as_it_was() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CLEAR)
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ"], {"read", "pass_on"})
    carry(posts)
    sharing.pass_on(posts["KGZ"], desk(posts["KGZ"]), one, "UZB")
    assert refused(posts) == []
    assert desk(posts["UZB"]).read(one).value("number") == CONSIGNMENT["number"]
    other = replace(record_of(posts["KGZ"], one), fields=(("number", "CMR 1"),))
    send(posts["KGZ"], "UZB", other, stamp=posts["KGZ"].node.store.get("stamp", one))
    assert "another version" in refused(posts)[0]


def test_who_passes_on_gives_no_more_than_he_was_given() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "pass_on", "KAZ", days=5)
    carry(posts)
    granted = sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    wide = opened(["UZB", "KGZ"], actions=["read", "export", "court"], purposes=[PURPOSE, OTHER])
    chain = [consents.to_json(granted)]
    forged = ConsentFact(f"{name}/{one}", record_of(posts["KGZ"], one).digest, "UZB", "export", PURPOSE, 0,
                         2**40, "granted")  # fmt: skip
    send(
        posts["KGZ"],
        "UZB",
        record_of(posts["KGZ"], one),
        audience=wide,
        chain=chain,
        consents=[asdict(forged)],
    )
    assert refused(posts) == []
    facts = facts_of(posts["UZB"], one)
    assert facts.consents == ()
    assert [(set(a.members), set(a.actions), set(a.purposes)) for a in facts.audiences] == [
        ({"UZB"}, {"read"}, {PURPOSE})
    ]
    assert facts.audiences[0].to_at == granted.terms.to_at


def test_a_name_chosen_by_a_partner_does_not_replace_an_audience_here() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CODES)
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ", "UZB"], {"read"})
    before = facts_of(posts["KAZ"], one).audiences
    carry(posts)
    theirs = desk(posts["KGZ"]).create("consignment", CONSIGNMENT, **CODES)
    name = before[0].audience_id
    send(posts["KGZ"], "KAZ", record_of(posts["KGZ"], theirs), audience=opened(["KAZ"], audience_id=name))
    carry(posts)
    assert facts_of(posts["KAZ"], one).audiences == before
    assert facts_of(posts["KAZ"], theirs).audiences


def test_the_audiences_of_one_record_have_different_names_at_different_recipients() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CODES)
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ", "UZB"], {"read"})
    carry(posts)
    found = {facts_of(posts[party], one).audiences[0].audience_id for party in ("KAZ", "KGZ", "UZB")}
    assert len(found) == 3


def test_a_record_taken_back_does_not_come_again_by_another_way() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    record = record_of(posts["KGZ"], one)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "pass_on", "KAZ")
    carry(posts)
    chain = [consents.to_json(sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted"))]
    carry(posts)
    sharing.pass_on(posts["KGZ"], desk(posts["KGZ"]), one, "UZB")
    carry(posts)
    sharing.withdraw(posts["KAZ"], desk(posts["KAZ"], "approver"), one)
    carry(posts)
    assert posts["UZB"].node.store.record(one) is None
    send(posts["KGZ"], "UZB", record, audience=opened(["UZB"]), chain=chain)
    assert "taken back" in refused(posts)[0]
    assert posts["UZB"].node.store.record(one) is None


# --- recalls ----------------------------------------------------------------------------------------------


def test_what_was_passed_on_before_the_recall_arrived_is_recalled_too() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "pass_on", "KAZ")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    sharing.pass_on(posts["KGZ"], desk(posts["KGZ"]), one, "UZB")
    # Kazakhstan takes it back before it hears that Uzbekistan has it.
    assert sharing.withdraw(posts["KAZ"], desk(posts["KAZ"], "approver"), one) == ["KGZ"]
    carry(posts)
    assert posts["UZB"].node.store.record(one) is None
    assert copies.recalls(posts["KAZ"]) == {f"{one} KGZ": "receipt", f"{one} UZB": "receipt"}


def test_a_receipt_that_nobody_asked_for_is_refused() -> None:
    posts = houses("KAZ", "KGZ")
    one = lent(posts)
    posts["KGZ"].send("KAZ", "recall receipt", object_id=one, deleted=True)
    assert "never sent" in refused(posts)[0]
    assert copies.recalls(posts["KAZ"]) == {}


def test_who_holds_nothing_cannot_say_that_he_passed_it_on() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    posts["UZB"].send("KAZ", "passed on", object_id=one, to="KGZ")
    assert "someone who holds it" in refused(posts)[0]


def test_a_consent_withdrawn_from_one_does_not_take_from_another_what_is_his() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts, to="UZB")
    record = record_of(posts["KAZ"], one)
    terms = asked_for(posts["KGZ"], "c1", one, record.digest, "KAZ", action="read")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), terms.consent_id, "granted")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), terms.consent_id, "withdrawn")
    carry(posts)
    assert posts["KGZ"].node.store.record(one) is None
    assert desk(posts["UZB"]).ids() == [one]


# --- consents ---------------------------------------------------------------------------------------------


def test_a_name_that_means_every_consent_is_refused_and_changes_none() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    digest = record_of(posts["KAZ"], one).digest
    fact = ConsentFact(f"old/{one}", digest, "UZB", "export", PURPOSE, 0, 2**40, "withdrawn")
    posts["KAZ"].node.store.put_consent(one, fact)
    for name in ("%", "_ld", "old/x", "", "a b"):
        with pytest.raises(InputError, match="the name"):
            Terms(name, one, digest, "KAZ", "KGZ", "KGZ", "export", PURPOSE, 0, 9, 9)
    sharing._renew_facts(posts["KAZ"], consents.Consent(replace_name(one, digest), ()))
    assert facts_of(posts["KAZ"], one).consents[0].status == "withdrawn"


def replace_name(record: str, digest: str) -> Terms:
    """Terms named `%`, past the check that refuses them."""
    made = Terms("c", record, digest, "KAZ", "KGZ", "KGZ", "export", PURPOSE, 0, 2**40, 2**40)
    object.__setattr__(made, "consent_id", "%")
    return made


def test_a_consent_between_others_or_for_a_person_of_another_state_is_not_kept() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    digest = record_of(posts["KAZ"], one).digest
    asked_for(posts["KGZ"], "c1", one, digest, "KAZ", recipient="UZB")
    assert "a recipient of the state that asks" in refused(posts)[0]
    terms = Terms("c2", one, digest, "UZB", "KGZ", "KGZ", "export", PURPOSE, 0, 2**40, 2**40)
    key = posts["KGZ"].node.person_key("kgz.officer")
    value = consents.to_json(consents.request(terms, "kgz.officer", key, 1_790_000_000))
    posts["KGZ"].send("KAZ", "consent", consent=value)
    assert "one between KGZ and KAZ" in refused(posts)[0]
    assert posts["KAZ"].node.store.all("consent") == {}


def test_facts_retold_otherwise_than_signed_do_not_count() -> None:
    posts = houses("KAZ", "KGZ")
    one = lent(posts)
    record = record_of(posts["KAZ"], one)
    terms = asked_for(posts["KGZ"], "c1", one, record.digest, "KAZ")
    posts["KGZ"].node.store.put("consent", "c1", {"terms": asdict(terms), "events": []})
    forged = ConsentFact(f"c1/{one}", record.digest, "KGZ", "court", PURPOSE, 0, 2**40, "granted")
    send(posts["KAZ"], "KGZ", record, audience=opened(["KGZ"]), consents=[asdict(forged)])
    carry(posts)
    assert [(c.action, c.status) for c in facts_of(posts["KGZ"], one).consents] == [("export", "requested")]


def test_a_use_made_before_the_withdrawal_arrived_is_told_to_the_originator() -> None:
    posts = houses("KAZ", "KGZ")
    one = lent(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "export", "KAZ")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    posts["KAZ"].node._ambient.clock.seconds += 10  # type: ignore[attr-defined]
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "withdrawn")
    posts["KGZ"].node._ambient.clock.seconds += 20  # type: ignore[attr-defined]
    assert [r.record_id for r in desk(posts["KGZ"]).export()] == [one]
    carry(posts)
    sharing.report_uses(posts["KGZ"])
    assert refused(posts) == []
    told = posts["KAZ"].node.consent(name)
    assert told.uses == 1
    assert told.status(0) is Status.WITHDRAWN


# --- matching ---------------------------------------------------------------------------------------------


def test_a_partner_cannot_put_another_question_under_a_name_in_use() -> None:
    posts = houses("KAZ", "KGZ")
    for party in posts:
        for k in range(10):
            fields = {**CONSIGNMENT, "number": f"CMR {k * k * 7919 + 1_000_003:07d}"}
            one = desk(posts[party]).create("consignment", fields, tlp="amber", pap="clear", handling="H0")
            desk(posts[party], "approver").share(one, ["KAZ", "KGZ"], {"match"})
    name = session.ask(posts["KAZ"], desk(posts["KAZ"]), "KGZ")
    mine = session.sessions(posts["KAZ"])[name]
    request = psi.query([f"phone:{k}" for k in range(9)], reveal=False).request
    posts["KGZ"].send("KAZ", "match request", session=name, purpose=PURPOSE, attachment=request)
    assert any("a name in use" in text for text in refused(posts))
    assert session.sessions(posts["KAZ"])[name]["keys"] == mine["keys"]


def test_a_use_by_someone_who_signs_nothing_is_told_too_and_his_node_grants_nothing() -> None:
    posts = houses("KAZ", "KGZ")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CODES)
    terms = asked_for(posts["KGZ"], "c1", one, record_of(posts["KAZ"], one).digest, "KAZ", action="read")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), "c1", "granted")
    carry(posts)
    assert desk(posts["KGZ"], "analyst").read(one).record_id == one
    assert sharing.report_uses(posts["KGZ"]) == 1
    assert refused(posts) == []
    assert posts["KAZ"].node.consent("c1").uses == 1
    asked = consents.Consent(terms, posts["KAZ"].node.consent("c1").events[:1])
    by_node = consents.step(
        asked, "granted", "kaz.node", posts["KAZ"].node.person_key("kaz.node"), 1_790_000_000
    )
    assert any(
        "without a good signature" in str(f)
        for f in consents.verify(by_node, posts["KAZ"].node.authorities())
    )
