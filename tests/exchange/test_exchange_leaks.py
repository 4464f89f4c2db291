"""The leak catalogue (issue table), first half: twelve public access-control failures, none reproduces; the twelve
side channels are in test_exchange_leaks_side.py.

For those with a `faulty` model beside them, the model of the published fault fails the very check the
product passes.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from exchange_careless import Careless
from exchange_house import CONSIGNMENT, OTHER, PURPOSE, desk, visitor

from maslahat.core import InputError
from maslahat.exchange.desk import Desk
from maslahat.exchange.node import Node
from maslahat.exchange.policy import Ask, Audience, ObjectFacts, Principal, allowed, decide
from maslahat.exchange.policy.decide import compiled
from maslahat.exchange.policy.expressions import All, Either, Has, No, Some
from maslahat.exchange.policy.rules import ACTION, AUDIENCE, PARTY, RULES, Rule
from maslahat.exchange.policy.rules import PURPOSE as ASKED

READ = Ask("read", PURPOSE, 50)
KGZ = Principal("kgz.officer", "KGZ", "", "officer", 2, 1, frozenset(), frozenset({PURPOSE}))
THING = ObjectFacts(
    "t", "KAZ", 0, 100, "active", 1, "H0", "amber", "clear", "d", frozenset({PURPOSE}),
    audiences=(Audience("a", 0, 100, frozenset({"KGZ"}), frozenset({"read"}), frozenset({PURPOSE})),),
)  # fmt: skip


def shared(members: set[str], **rest: object) -> ObjectFacts:
    audience = replace(THING.audiences[0], members=frozenset(members))
    return replace(THING, audiences=(audience,), **rest)  # type: ignore[arg-type]


def with_rule(name: str, test: object) -> tuple[Rule, ...]:
    """The shipped rules with one replaced by a faulty one."""
    return tuple(replace(rule, test=test) if rule.name == name else rule for rule in RULES)


def faulty(name: str, test: object, who: Principal, thing: ObjectFacts, ask: Ask = READ) -> bool:
    return allowed(who, ask, thing, compiled(with_rule(name, test)))


# --- twelve failures of access control
# --------------------------------------------------------------------------


def test_01_an_empty_group_is_nobody() -> None:
    assert not allowed(KGZ, READ, shared(set()))
    empty_is_all = Either((AUDIENCE, No(Some("audiences", Has("row", "members", PARTY)))))
    assert faulty("recipient", empty_is_all, KGZ, shared(set()))


def test_02_a_record_cannot_be_pulled_from_outside_its_group(home: Node) -> None:
    outsider = visitor(home, "tjk.visitor", "TJK")
    with pytest.raises(InputError, match="nothing that you may see"):
        outsider.read(desk(home).ids()[0])
    any_group = Some("audiences", Has("row", "actions", ACTION))
    assert faulty("recipient", any_group, replace(KGZ, party="TJK"), THING)


def every_listed_record_opens(guest: Desk) -> bool:
    try:
        return all(guest.read(one) is not None for one in guest.ids())
    except InputError:
        return False


def test_03_the_list_shows_what_the_detail_shows(home: Node, guest: Desk) -> None:
    assert every_listed_record_opens(guest)
    assert not every_listed_record_opens(Careless(home, "kgz.visitor", PURPOSE))
    refused = [r for r in desk(home).ids() if r not in guest.ids()]
    assert refused
    for one in refused:
        with pytest.raises(InputError):
            guest.read(one)


def test_04_a_group_is_not_lost_when_a_record_is_written_again(home: Node, guest: Desk) -> None:
    record_id = guest.ids()[0]
    before = desk(home).audiences(record_id)
    desk(home).edit(record_id, "quantity", "250", "weighed again")
    assert desk(home).audiences(record_id) == before
    assert guest.ids() == [record_id]
    assert visitor(home, "uzb.visitor", "UZB").ids() == []
    # A store that forgets the group when it writes, with a rule that takes no group for everyone.
    lost = replace(THING, audiences=())
    no_group_is_all = Either((AUDIENCE, No(Some("audiences", All(())))))
    assert not allowed(replace(KGZ, party="UZB"), READ, lost)
    assert faulty("recipient", no_group_is_all, replace(KGZ, party="UZB"), lost)


def test_05_members_do_not_see_members(home: Node, guest: Desk) -> None:
    record_id = guest.ids()[0]
    desk(home, "approver").share(record_id, ["TJK", "UZB"], ["read"])
    text = f"{guest.audiences(record_id)} {guest.history(record_id)} {guest.why(record_id)}"
    assert "TJK" not in text
    assert "UZB" not in text
    assert len(desk(home).audiences(record_id)) == 2
    assert "TJK" in str(Careless(home, "kgz.visitor", PURPOSE).audiences(record_id))


def test_06_no_group_holds_a_group(home: Node) -> None:
    nested = shared({"a"})  # the name of another audience
    assert not allowed(KGZ, READ, nested)
    by_name = Either((AUDIENCE, Some("audiences", Has("row", "members", "a"))))
    assert faulty("recipient", by_name, KGZ, nested)


def test_07_of_two_markings_both_must_be_held() -> None:
    two = replace(THING, markings=frozenset({"x", "y"}))
    one_held = replace(KGZ, markings=frozenset({"x"}))
    assert not allowed(one_held, READ, two)
    assert allowed(replace(KGZ, markings=frozenset({"x", "y"})), READ, two)
    any_marking = Either((Has("who", "markings", "x"), Has("who", "markings", "y")))
    assert faulty("markings", any_marking, one_held, two)


def test_08_there_is_no_window_between_create_and_restrict(home: Node, guest: Desk) -> None:
    before = guest.ids()
    one = desk(home).create("consignment", CONSIGNMENT, tlp="clear", handling="H0")
    assert guest.ids() == before
    # Opened to another, then restricted: at no step does a third see it.
    desk(home, "approver").share(one, ["UZB"], ["read"])
    assert guest.ids() == before
    desk(home).reclassify(one, tlp="red", level=2)
    assert guest.ids() == before

    # A step that fails half-way leaves nothing open behind it.
    def half_way() -> None:
        with home.change():
            desk(home, "approver").share(one, ["KGZ"], ["read"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert guest.ids() == before
    born_open = Either((AUDIENCE, No(Some("audiences", All(())))))
    fresh = replace(THING, audiences=())
    assert not allowed(KGZ, READ, fresh)
    assert faulty("recipient", born_open, KGZ, fresh)


def test_09_a_peer_cannot_edit_markings(home: Node, guest: Desk) -> None:
    with pytest.raises(InputError, match="owner"):
        guest.reclassify(guest.ids()[0], tlp="clear")
    readers_edit = All(())
    everything = shared({"KGZ"})
    grant = replace(
        everything, audiences=(replace(everything.audiences[0], actions=frozenset({"read", "edit"})),)
    )
    assert not allowed(KGZ, replace(READ, action="edit"), grant)
    assert faulty("owner", readers_edit, KGZ, grant, replace(READ, action="edit"))


def test_10_history_does_not_name_recipients(home: Node, guest: Desk) -> None:
    record_id = guest.ids()[0]
    desk(home, "approver").share(record_id, ["UZB"], ["read"])
    assert "UZB" in " ".join(desk(home).history(record_id))
    assert "UZB" not in " ".join(guest.history(record_id))
    assert "UZB" in " ".join(Careless(home, "kgz.visitor", PURPOSE).history(record_id))


def test_11_no_setting_turns_segregation_off(home: Node) -> None:
    names = {name for (name,) in home.store.db.execute("SELECT name FROM meta")}
    assert names <= {"version", "salt", "index key", "latest"}
    assert desk(home, "administrator").ids() == []
    admin_sees_all = Either((next(r.test for r in RULES if r.name == "role"), Has("who", "purposes", ASKED)))
    admin = replace(KGZ, role="administrator", party="KAZ")
    assert not allowed(admin, READ, THING)
    assert faulty("role", admin_sees_all, admin, THING)


def test_12_conditions_of_different_kinds_must_hold_together() -> None:
    wrong_purpose = replace(THING, audiences=(replace(THING.audiences[0], purposes=frozenset({OTHER})),))
    assert not allowed(KGZ, READ, wrong_purpose)
    member = Some("audiences", Has("row", "members", PARTY))
    assert faulty("recipient", member, KGZ, wrong_purpose)


def test_the_reasons_of_a_decision_name_no_party() -> None:
    text = str(decide(replace(KGZ, party="TJK"), READ, shared({"UZB", "KGZ/customs"})))
    assert "UZB" not in text
    assert "KGZ" not in text
