"""Consent, envelopes and post between nodes (§12): signed, in order, once; used, withdrawn, passed on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from exchange_house import CONSIGNMENT, PURPOSE, Clock, carry, desk, houses

from maslahat.core import InputError
from maslahat.exchange import consent as consents
from maslahat.exchange import copies, doctor, sharing, witnessing
from maslahat.exchange.consent import Status
from maslahat.exchange.envelope import Envelope, read_envelope
from maslahat.exchange.post import Outcome, Post

CODES = {"tlp": "amber", "pap": "green", "handling": "H2"}


def lent(posts: dict[str, Post], *, codes: dict[str, str] | None = None, to: str = "KGZ") -> str:
    """Kazakhstan shares a record with Kyrgyzstan for reading."""
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **(codes or CODES))
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, [to], {"read"})
    carry(posts)
    return one


def test_a_shared_record_arrives_and_names_no_other_recipient() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CODES)
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ", "UZB"], {"read"})
    carry(posts)
    for party in ("KGZ", "UZB"):
        assert desk(posts[party]).read(one).value("number") == CONSIGNMENT["number"]
        facts = posts[party].node.store.facts(one)
        assert facts is not None
        assert [set(a.members) for a in facts.audiences] == [{party}]


def test_passing_on_asks_the_originator_and_can_be_recalled_everywhere() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    officer = desk(posts["KGZ"])
    with pytest.raises(InputError, match="passing on"):
        sharing.pass_on(posts["KGZ"], officer, one, "UZB")
    name = sharing.ask(posts["KGZ"], officer, one, "pass_on", "KAZ")
    carry(posts)
    assert posts["KAZ"].node.consent(name).status(0) is Status.REQUESTED
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    sharing.pass_on(posts["KGZ"], officer, one, "UZB")
    carry(posts)
    assert desk(posts["UZB"]).read(one).originator == "KAZ"
    assert posts["KAZ"].node.consent(name).uses == 1
    assert sharing.withdraw(posts["KAZ"], desk(posts["KAZ"], "approver"), one) == ["KGZ", "UZB"]
    carry(posts)
    for party in ("KGZ", "UZB"):
        assert posts[party].node.store.record(one) is None
        assert desk(posts[party]).ids() == []
    assert set(copies.recalls(posts["KAZ"]).values()) == {"receipt"}


def test_a_record_of_another_state_without_a_chain_is_refused() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one = lent(posts)
    record = posts["KGZ"].node.store.record(one)
    assert record is not None
    value = sharing.record_forms.to_json(record)
    posts["KGZ"].send("UZB", "record", record=value, audience=None, consents=[], chain=[])
    found = [d for d in carry(posts) if d.outcome is Outcome.REFUSED]
    assert "consent to pass it on" in found[0].detail
    assert posts["UZB"].node.store.record(one) is None


def test_an_edit_voids_a_consent() -> None:
    posts = houses("KAZ", "KGZ")
    one = lent(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "export", "KAZ")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    assert desk(posts["KGZ"]).ids("export") == [one]
    desk(posts["KAZ"]).edit(one, "quantity", "300", "weighed")
    record = posts["KAZ"].node.store.record(one)
    assert record is not None
    assert posts["KAZ"].node.consent(name).status(0, record.digest) is Status.VOID


def test_no_answer_is_no_and_only_an_approver_answers() -> None:
    clock = Clock()
    posts = houses("KAZ", "KGZ", clock=clock)
    one = lent(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "export", "KAZ")
    carry(posts)
    with pytest.raises(InputError, match="an approver"):
        sharing.answer(posts["KAZ"], desk(posts["KAZ"]), name, "granted")
    clock.seconds += 15 * 86_400
    assert posts["KAZ"].node.consent(name).status(clock.seconds) is Status.NO_ANSWER
    with pytest.raises(InputError, match="status no answer"):
        sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")


def test_refused_stays_refused_and_forged_steps_do_not_count() -> None:
    posts = houses("KAZ", "KGZ")
    one = lent(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), one, "export", "KAZ")
    carry(posts)
    refused = sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "refused", "no")
    carry(posts)
    assert posts["KGZ"].node.consent(name).status(0) is Status.REFUSED
    assert consents.verify(refused, posts["KGZ"].node.authorities()) == []
    event = replace(refused.events[1], kind="granted")
    forged = replace(refused, events=(refused.events[0], event))
    assert any("good signature" in str(f) for f in consents.verify(forged, posts["KGZ"].node.authorities()))
    other = replace(refused, terms=replace(refused.terms, purpose="anything"))
    assert consents.verify(other, posts["KGZ"].node.authorities())


def test_an_irrevocable_consent_is_not_withdrawn() -> None:
    posts = houses("KAZ", "KGZ")
    terms = consents.Terms("c", "o", "d", "KAZ", "KGZ", "KGZ", "read", PURPOSE, 0, 100, 50, "", False)
    mine, theirs = posts["KGZ"].node.person_key("kgz.officer"), posts["KAZ"].node.person_key("kaz.approver")
    asked = consents.request(terms, "kgz.officer", mine, 1)
    granted = consents.step(asked, "granted", "kaz.approver", theirs, 2)
    assert granted.status(99) is Status.GRANTED
    assert granted.status(100) is Status.EXPIRED
    with pytest.raises(InputError, match="irrevocable"):
        consents.step(granted, "withdrawn", "kaz.approver", theirs, 3)
    assert consents.from_json(consents.to_json(granted)) == granted
    with pytest.raises(InputError, match="terms and events"):
        consents.from_json({"terms": {}})


def test_terms_without_end_or_recipient_are_refused() -> None:
    with pytest.raises(InputError) as error:
        consents.Terms("c", "o", "", "KAZ", "KGZ", "", "fly", PURPOSE, 5, 5, 5)
    assert len(error.value.faults) == 3


@pytest.mark.parametrize("seed", range(10))
def test_any_order_and_any_repetition_end_in_the_same_state(seed: int) -> None:
    rng = np.random.default_rng(seed)
    posts = houses("KAZ", "KGZ")
    for k in range(4):
        one = desk(posts["KAZ"]).create("consignment", {**CONSIGNMENT, "number": f"CMR 900000{k}"}, **CODES)
        sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ"], {"read"})
    sent = posts["KAZ"].pending("KGZ")
    order = [sent[k] for k in rng.permutation(np.repeat(np.arange(len(sent)), 2))]
    outcomes = [d.outcome for one in order for d in posts["KGZ"].accept(one)]
    assert outcomes.count(Outcome.ACCEPTED) == len(sent)
    assert desk(posts["KGZ"]).count() == 4
    assert posts["KGZ"].missing() == []


def test_a_gap_is_named_and_filled() -> None:
    posts = houses("KAZ", "KGZ")
    for _ in range(3):
        posts["KAZ"].send("KGZ", "alarm", text="x")
    first, second, third = posts["KAZ"].pending("KGZ")
    posts["KGZ"].accept(first)
    assert posts["KGZ"].accept(third)[0].outcome is Outcome.WAITING
    assert posts["KGZ"].missing() == ["KAZ: envelopes 2 to 2 are missing"]
    assert [d.outcome for d in posts["KGZ"].accept(second)] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert posts["KGZ"].accept(second)[0].outcome is Outcome.AGAIN


def test_a_changed_or_misdirected_envelope_does_nothing() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    posts["KAZ"].send("KGZ", "alarm", text="x")
    one = posts["KAZ"].pending("KGZ")[0]
    changed = Envelope(
        one.sender,
        one.recipient,
        one.number,
        one.before,
        one.sealed[:-1] + bytes([one.sealed[-1] ^ 1]),
        one.signature,
    )
    assert posts["KGZ"].accept(changed)[0].outcome is Outcome.REFUSED
    moved = replace(one, recipient="UZB")
    assert posts["UZB"].accept(moved)[0].outcome is Outcome.REFUSED
    other = replace(one, sender="UZB")
    assert posts["KGZ"].accept(other)[0].outcome is Outcome.REFUSED
    assert posts["KGZ"].accept(one)[0].outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("cut", [0, 1, 40, -3])
def test_half_an_envelope_is_named_and_the_whole_one_taken_later(tmp_path: Path, cut: int) -> None:
    posts = houses("KAZ", "KGZ")
    posts["KAZ"].send("KGZ", "alarm", text="x")
    assert posts["KAZ"].write(tmp_path) == 1
    path = next(tmp_path.glob("*.envelope"))
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    assert posts["KGZ"].collect(tmp_path)[0].outcome is Outcome.REFUSED
    assert posts["KAZ"].write(tmp_path) == 1
    assert path.read_bytes() == whole
    assert posts["KGZ"].collect(tmp_path)[0].outcome is Outcome.ACCEPTED


def test_unknown_members_and_types_are_kept() -> None:
    posts = houses("KAZ", "KGZ")
    posts["KAZ"].send("KGZ", "message of a later version", new=[1])
    one = posts["KAZ"].pending("KGZ")[0]
    later = replace(one, extra={"colour": "blue"})
    assert read_envelope(later.to_bytes()).to_bytes() == later.to_bytes()
    posts["KGZ"].accept(later)
    kept = list(posts["KGZ"].node.store.all("unread").values())
    assert kept[0]["new"] == [1]


def test_heads_are_witnessed_and_a_rewritten_log_is_refused() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    for post in posts.values():
        witnessing.show_head(post)
    carry(posts)
    head = posts["KAZ"].node.log.last_checkpoint()
    assert head is not None
    assert len(head.signatures) == 3
    assert witnessing.compare_notes(posts["KGZ"], posts["UZB"].node) == []
    home = posts["KAZ"].node
    copy = witnessing.mirrored(posts["KGZ"].node, "KAZ")
    with home.change():
        for table in ("log_entries", "log_nodes", "log_checkpoints"):
            home.store.db.execute(f"DELETE FROM {table}")
        home.log.append([bytes(32), *copy[1:], *copy[:16]])
    witnessing.show_head(posts["KAZ"])
    carry(posts)
    assert any("no longer contains" in text for text in witnessing.alarms(posts["KGZ"].node))
    witnessing.restore(home, copy, head)
    assert home.log.entries(0, head.size) == copy
    assert all(home.log.entry(k) == one.commitment() for k, one in home.events().items())


def test_the_doctor_finds_a_healthy_node_well_and_a_gap_ill() -> None:
    posts = houses("KAZ", "KGZ")
    lent(posts)
    assert [f.what for f in doctor.examine(posts["KGZ"]) if not f.well] == []
    for _ in range(2):
        posts["KAZ"].send("KGZ", "alarm", text="x")
    posts["KGZ"].accept(posts["KAZ"].pending("KGZ")[-1])
    assert [f.what for f in doctor.examine(posts["KGZ"]) if not f.well] == ["post"]


def test_what_has_expired_is_deleted() -> None:
    clock = Clock()
    posts = houses("KAZ", "KGZ", clock=clock)
    one = lent(posts)
    assert sharing.due(posts["KGZ"]) == []
    clock.seconds += 4 * 365 * 86_400
    for post in posts.values():
        assert sharing.due(post) == [one]
        assert post.node.store.record(one) is None
