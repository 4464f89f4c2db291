"""What happens elsewhere when the originator changes a record: the old version goes back, consents are void (§12)."""

from __future__ import annotations

import pytest
from exchange_house import CONSIGNMENT, carry, desk, houses

from maslahat.core import InputError
from maslahat.exchange import copies, duplicates, sharing
from maslahat.exchange.consent import Status
from maslahat.exchange.desk import Desk
from maslahat.exchange.office import post_of
from maslahat.exchange.post import Outcome, Post

CODES = {"tlp": "amber", "pap": "green", "handling": "H2"}
KEY = "key:consignment:1234567"


def given(
    posts: dict[str, Post], what: str = KEY, action: str = "read", *, draft: bool = True
) -> tuple[str, str]:
    """Kazakhstan consents to reading by Kyrgyzstan; return the record and the consent."""
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CODES)
    if not draft:
        sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ"], {"read"})
        carry(posts)
    name = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), what or one, action, "KAZ")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), name, "granted")
    carry(posts)
    return one, name


def correct(posts: dict[str, Post], one: str, value: str = "300") -> None:
    desk(posts["KAZ"]).edit(one, "quantity", value, "weighed")


def test_a_correction_ends_the_reading_under_a_consent_to_a_class() -> None:
    posts = houses("KAZ", "KGZ")
    one, name = given(posts)
    assert desk(posts["KGZ"]).read(one).value("quantity") == "200"
    correct(posts, one)
    carry(posts)
    assert desk(posts["KGZ"]).ids() == []
    assert posts["KGZ"].node.store.record(one) is None
    for post in posts.values():
        assert sharing.standing(post.node, post.node.consent(name)) is Status.VOID
    assert list(copies.recalls(posts["KAZ"]).values()) == ["receipt"]
    assert copies.holders(posts["KAZ"], one) == set()


def test_the_new_version_needs_a_new_yes_and_then_is_read() -> None:
    posts = houses("KAZ", "KGZ")
    one, first = given(posts)
    correct(posts, one)
    sharing.report_uses(posts["KGZ"])
    carry(posts)
    # Neither a use told late nor a correction back to the old value brings the old consent to life.
    correct(posts, one, "200")
    carry(posts)
    assert desk(posts["KGZ"]).ids() == []
    again = sharing.ask(posts["KGZ"], desk(posts["KGZ"]), KEY, "read", "KAZ")
    carry(posts)
    sharing.answer(posts["KAZ"], desk(posts["KAZ"], "approver"), again, "granted")
    carry(posts)
    assert desk(posts["KGZ"]).read(one).value("quantity") == "200"
    states = {n: sharing.standing(posts["KGZ"].node, posts["KGZ"].node.consent(n)) for n in (first, again)}
    assert states == {first: Status.VOID, again: Status.GRANTED}


def test_a_class_of_two_stays_granted_for_the_one_that_did_not_change() -> None:
    posts = houses("KAZ", "KGZ")
    other = desk(posts["KAZ"]).create("consignment", {**CONSIGNMENT, "unit": "l"}, **CODES)
    one, name = given(posts)
    correct(posts, one)
    carry(posts)
    assert desk(posts["KGZ"]).ids() == [other]
    assert sharing.standing(posts["KGZ"].node, posts["KGZ"].node.consent(name)) is Status.GRANTED


def test_a_correction_follows_to_an_audience_and_the_rights_by_consent_do_not() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one, _ = given(posts, "", "export", draft=False)
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["UZB"], {"match"})
    assert desk(posts["KGZ"]).ids("export") == [one]
    correct(posts, one)
    carry(posts)
    assert desk(posts["KGZ"]).read(one).value("quantity") == "300"
    assert desk(posts["KGZ"]).ids("export") == []
    assert posts["UZB"].node.store.facts(one) is None
    assert copies.holders(posts["KAZ"], one) == {"KGZ"}


@pytest.mark.parametrize(
    ("codes", "readable"),
    [
        ({"tlp": "red"}, False),
        ({"level": 3}, False),
        ({"markings": frozenset({"x"})}, False),
        ({"handling": "H3"}, True),
    ],
)
def test_a_stricter_code_holds_for_copies_already_sent(codes: dict[str, object], readable: bool) -> None:
    posts = houses("KAZ", "KGZ")
    one, _ = given(posts, "", "export", draft=False)
    desk(posts["KAZ"]).reclassify(one, **codes)
    carry(posts)
    assert desk(posts["KGZ"]).ids() == ([one] if readable else [])
    assert desk(posts["KGZ"]).ids("export") == []
    if "tlp" in codes:
        assert posts["KGZ"].node.store.record(one) is None


def test_what_was_passed_on_is_taken_back_too_in_whatever_order_it_arrives() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one, _ = given(posts, "", "pass_on", draft=False)
    correct(posts, one)
    # The correction has not reached Kyrgyzstan yet.
    sharing.pass_on(posts["KGZ"], desk(posts["KGZ"]), one, "UZB")
    for envelope in posts["KGZ"].pending("KAZ"):
        posts["KAZ"].accept(envelope)
    for envelope in posts["KAZ"].pending("UZB"):
        posts["UZB"].accept(envelope)
    late = [d for envelope in posts["KGZ"].pending("UZB") for d in posts["UZB"].accept(envelope)]
    assert [d.outcome for d in late if "taken it back" in d.detail] == [Outcome.REFUSED]
    carry(posts)
    assert posts["UZB"].node.store.record(one) is None
    assert desk(posts["KGZ"]).read(one).value("quantity") == "300"
    assert set(copies.recalls(posts["KAZ"]).values()) == {"receipt"}


def test_a_partner_takes_back_only_what_is_its_own() -> None:
    posts = houses("KAZ", "KGZ", "UZB")
    one, _ = given(posts, "", "export", draft=False)
    record = posts["KGZ"].node.store.record(one)
    assert record is not None
    for version in ("", record.digest):
        posts["UZB"].send("KGZ", "recall", object_id=one, digest=version)
    carry(posts)
    assert desk(posts["KGZ"]).ids("export") == [one]


def test_a_merge_takes_back_what_is_set_aside() -> None:
    posts = houses("KAZ", "KGZ")
    officer = desk(posts["KAZ"])
    keep = officer.create("consignment", {**CONSIGNMENT, "unit": ""}, **CODES)
    other = officer.create("consignment", CONSIGNMENT, **CODES)
    for one in (keep, other):
        sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ"], {"read"})
    facts = [posts["KAZ"].node.store.facts(one) for one in (keep, other)]
    assert all(facts)
    carry(posts)
    duplicates.merge(officer, keep, other, "the same")
    carry(posts)
    assert desk(posts["KGZ"]).ids() == [keep]
    assert desk(posts["KGZ"]).read(keep).value("unit") == "kg"


def test_a_change_made_without_a_post_is_told_by_the_next_one() -> None:
    posts = houses("KAZ", "KGZ")
    one, _ = given(posts)
    home = posts["KAZ"].node
    home.on_change_of_record = lambda: None
    Desk(home, "kaz.officer", "counter-narcotics").edit(one, "quantity", "1", "weighed")
    assert posts["KAZ"].pending("KGZ") == []
    posts["KAZ"] = post_of(home)
    carry(posts)
    assert desk(posts["KGZ"]).ids() == []


def test_nothing_goes_out_for_a_record_that_nobody_holds() -> None:
    posts = houses("KAZ", "KGZ")
    one = desk(posts["KAZ"]).create("consignment", CONSIGNMENT, **CODES)
    sharing.share(posts["KAZ"], desk(posts["KAZ"], "approver"), one, ["KGZ"], {"match"})
    carry(posts)
    correct(posts, one)
    assert posts["KAZ"].pending() == []
    with pytest.raises(InputError, match="recall first"):
        copies.take_recall_receipt(posts["KAZ"], posts["KGZ"].node.card, {"object_id": one, "digest": "x"})
