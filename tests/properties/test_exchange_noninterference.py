"""What a person sees is the same whether or not what it may not see exists (§12).

Two nodes live through the same steps: create, share, reshare (what another state sent), edit, grade, withdraw, merge
and undo, search, export, match, hear that a holder passed on. One of them never has the records that the observer may
not see. After every step everything the observer can look at, and the number and size of everything sent to its state,
is compared.

MASLAHAT_SEQUENCES sets how many sequences are played (500 where it is not set), MASLAHAT_SEED another beginning of
the random numbers; a nightly run plays 1,000,000 steps. The steps played are printed at the end with `-s`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from maslahat.core import InputError
from maslahat.exchange import duplicates, envelope, sharing
from maslahat.exchange.card import Card, card_of
from maslahat.exchange.desk import Desk
from maslahat.exchange.keys import Identity, Secret
from maslahat.exchange.matching import psi, session
from maslahat.exchange.matching.limits import Limits
from maslahat.exchange.matching.session import held_keys
from maslahat.exchange.node import FOREVER, Ambient, Node, create
from maslahat.exchange.office import post_of
from maslahat.exchange.policy import ConsentFact, Principal
from maslahat.exchange.records import KINDS, new_record, to_json
from maslahat.exchange.store import Store

SEQUENCES = int(os.environ.get("MASLAHAT_SEQUENCES", "500"))
SEED = os.environ.get("MASLAHAT_SEED")
STEPS = 25
PURPOSE = "counter-narcotics"
SECRET = Secret(key=bytes(range(32)))
NUMBERS = ["CMR 1000001", "CMR 1000002", "CMR 1000003"]
TRADERS = ["Alatau Trade", "Ferghana Chem", "Xurshid Savdo"]
START = 1_790_000_000
WIDE = Limits(elements=10**9, sessions=10**9, least_elements=1)
IDENTITIES = {party: Identity.fresh() for party in ("KGZ", "UZB", "TJK")}
CARDS: dict[str, Card] = {party: card_of(one, party, party) for party, one in IDENTITIES.items()}
QUESTION = psi.query([f"consignment:{1_000_000 + k}" for k in range(1, 11)], reveal=False)
OPEN = ("read", "export", "match")
PLAYED = {"steps": 0}


class Step:
    """Time and names, the same for both worlds at the same step."""

    def __init__(self) -> None:
        self.number, self.count = 0, 0

    def begin(self, number: int) -> None:
        self.number, self.count = number, 0

    def fresh(self) -> str:
        self.count += 1
        # Names that tell nothing of order, as in the product.
        return f"{(self.number * 7919 + self.count * 104729) % 1_000_003:07d}"

    def clock(self) -> int:
        return START + self.number


def template() -> sqlite3.Connection:
    from pathlib import Path

    made = create(Path(":memory:"), "KAZ", "Kazakhstan", SECRET, Ambient(lambda: START))
    purposes = frozenset({PURPOSE})
    for name, party, role in (
        ("kaz.officer", "KAZ", "officer"),
        ("kaz.approver", "KAZ", "approver"),
        ("kgz.observer", "KGZ", "officer"),
    ):
        made.add_person(Principal(name, party, "", role, 3, 1, frozenset(), purposes))
    for card in CARDS.values():
        made.add_partner(card, purposes)
    post_of(made)
    return made.store.db


_TEMPLATE = template()


class World:
    """One node and the desks at it."""

    def __init__(self) -> None:
        from pathlib import Path

        self.step = Step()
        store = Store.__new__(Store)
        store.path, store.db = Path(":memory:"), sqlite3.connect(":memory:", isolation_level=None)
        _TEMPLATE.backup(store.db)
        store._open(SECRET)
        self.node = Node(Path(":memory:"), store, Ambient(self.step.clock, self.step.fresh))
        self.post = post_of(self.node)
        self.officer = Desk(self.node, "kaz.officer", PURPOSE)
        self.approver = Desk(self.node, "kaz.approver", PURPOSE)
        self.observer = Desk(self.node, "kgz.observer", PURPOSE)
        self.setup = b""

    def view(self) -> list[Any]:
        """Everything the observer can look at."""
        see = self.observer
        ids = see.ids()
        seen: list[Any] = [ids, see.count(), see.page(0, 2), see.page(1, 2), see.notices(), see.ids("export")]
        seen += [see.search(word) for word in ("Alatau", "Ferghana", "1000001", "Savdo")]
        seen += [see.suggest("C"), see.suggest("A"), held_keys(self.post, "KGZ", PURPOSE)]
        for one in ids[:3]:
            seen += [see.history(one), see.audiences(one), see.correlations(one), str(see.why(one, "export"))]
        # Who carries the post to the observer's state counts and weighs it.
        seen += self.node.store.db.execute(
            "SELECT number, length(file) FROM outbox WHERE party = 'KGZ' ORDER BY number"
        ).fetchall()
        return seen

    def receive(self, number: str, trader: str, tlp: str) -> str:
        """Take in a record of UZB, open to everyone here."""
        fields = {"number": number, "exporter": trader}
        purposes, codes = frozenset({PURPOSE}), {"tlp": tlp, "pap": "clear", "handling": "H0"}
        made = new_record(
            self.node.fresh_id(), "consignment", "UZB", fields, self.step.clock(), purposes=purposes,
            legal_basis="national law", **codes,
        )  # fmt: skip
        audience = {"audience_id": self.node.fresh_id(), "from_at": 0, "to_at": FOREVER, "members": ["KAZ"],
                    "actions": ["read", "pass_on"], "purposes": [PURPOSE]}  # fmt: skip
        with self.node.change():
            sharing.take_record(self.post, CARDS["UZB"], {"record": to_json(made), "audience": audience})
        return made.record_id

    def match(self, limits: Limits) -> list[Any]:
        """Put KGZ's question; return everything its node then holds: the answer opened, and the count."""
        name = self.node.fresh_id()
        message = {"session": name, "purpose": PURPOSE, "attachment": QUESTION.request}
        with self.node.change():
            session.take_request(self.post, CARDS["KGZ"], message, limits)
        sealed = self.post.pending("KGZ")[-1]
        said = envelope.unseal(sealed, self.node.card.signing_key, IDENTITIES["KGZ"].box_key)
        if said["type"] == "match refused":
            return [said["type"], said["reason"]]
        data, cut = said["attachment"], said["cut"]
        self.setup = data[:cut] or self.setup
        return [said["type"], cut, len(data), psi.size(QUESTION.key, self.setup, data[cut:])]


class NonInterference(RuleBasedStateMachine):
    """Low records may be shared with the observer; high ones never are, and the second world never has
    them."""

    @initialize()
    def begin(self) -> None:
        self.worlds = (World(), World())
        self.low: list[str] = []
        self.high: list[str] = []
        self.received: dict[bool, list[str]] = {True: [], False: []}
        self.count = 0

    def play(self, what: Any, *, high: bool) -> str | None:
        """Do one step in both worlds, a high one in the first alone."""
        self.count += 1
        PLAYED["steps"] += 1
        answers = []
        for k, world in enumerate(self.worlds):
            world.step.begin(self.count)
            if high and k == 1:
                continue
            try:
                answers.append(what(world))
            except InputError as error:
                answers.append(str(error))
        assert len({repr(answer) for answer in answers}) == 1
        return answers[0]

    def one(self, pick: int, high: bool) -> str:
        names = self.high if high else self.low
        return names[pick % len(names)] if names else "none"

    @rule(high=st.booleans(), number=st.sampled_from(NUMBERS), trader=st.sampled_from([*TRADERS, ""]))
    def create(self, high: bool, number: str, trader: str) -> None:
        fields = {"number": number, "exporter": trader}
        codes = {"tlp": "amber", "pap": "clear", "handling": "H0"}
        made = self.play(lambda w: w.officer.create("consignment", fields, **codes), high=high)
        assert made is not None
        (self.high if high else self.low).append(made)

    @precondition(lambda self: self.low)
    @rule(
        pick=st.integers(0, 9), to=st.sampled_from([["KGZ"], ["UZB"], ["KGZ", "UZB"], ["kgz.observer"], []])
    )
    def share(self, pick: int, to: list[str]) -> None:
        one = self.one(pick, False)
        self.play(lambda w: sharing.share(w.post, w.approver, one, to, OPEN), high=False)

    @precondition(lambda self: self.high)
    @rule(pick=st.integers(0, 9), to=st.sampled_from([["UZB"], ["TJK", "UZB"], [], ["uzb.officer"]]))
    def share_high(self, pick: int, to: list[str]) -> None:
        one = self.one(pick, True)
        self.play(lambda w: sharing.share(w.post, w.approver, one, to, OPEN), high=True)

    @rule(high=st.booleans(), number=st.sampled_from(NUMBERS), trader=st.sampled_from([*TRADERS, ""]),
          tlp=st.sampled_from(["clear", "amber"]))  # fmt: skip
    def receive(self, high: bool, number: str, trader: str, tlp: str) -> None:
        made = self.play(lambda w: w.receive(number, trader, tlp), high=high)
        assert made is not None
        self.received[high].append(made)

    @rule(pick=st.integers(0, 9), high=st.booleans())
    def reshare(self, pick: int, high: bool) -> None:
        names, to = self.received[high], "TJK" if high else "KGZ"
        one = names[pick % len(names)] if names else "none"
        self.play(lambda w: sharing.pass_on(w.post, w.officer, one, to), high=high)

    @rule(pick=st.integers(0, 9), high=st.booleans(), number=st.sampled_from(NUMBERS))
    def edit(self, pick: int, high: bool, number: str) -> None:
        one = self.one(pick, high)
        self.play(lambda w: w.officer.edit(one, "number", number, "seen again"), high=high)

    @rule(pick=st.integers(0, 9), high=st.booleans(), tlp=st.sampled_from(["green", "amber", "red"]),
          level=st.integers(1, 3))  # fmt: skip
    def reclassify(self, pick: int, high: bool, tlp: str, level: int) -> None:
        one = self.one(pick, high)
        self.play(lambda w: w.officer.reclassify(one, tlp=tlp, level=level), high=high)

    @rule(
        pick=st.integers(0, 9), high=st.booleans(), party=st.sampled_from(["UZB", "TJK"]), old=st.booleans()
    )
    def a_holder_passes_on(self, pick: int, high: bool, party: str, old: bool) -> None:
        """A holder says that it passed a record on, in the version that is kept or in one that no longer holds."""
        one, to = self.one(pick, high), "TJK" if high or party == "UZB" else "KGZ"

        def tell(w: World) -> None:
            facts = w.node.store.facts(one)
            version = facts.digest if facts is not None and not old else "another"
            message = {"object_id": one, "to": to, "digest": version}
            with w.node.change():
                sharing.take_passed_on(w.post, CARDS[party], message)

        self.play(tell, high=high)

    @rule(a=st.integers(0, 9), b=st.integers(0, 9), high=st.booleans())
    def unmerge(self, a: int, b: int, high: bool) -> None:
        one, other = self.one(a, high), self.one(b, high)
        self.play(lambda w: duplicates.unmerge(w.officer, one, other), high=high)

    @rule(pick=st.integers(0, 9), high=st.booleans())
    def withdraw(self, pick: int, high: bool) -> None:
        one = self.one(pick, high)
        self.play(lambda w: sharing.withdraw(w.post, w.approver, one), high=high)

    @rule(a=st.integers(0, 9), b=st.integers(0, 9), high=st.booleans())
    def merge(self, a: int, b: int, high: bool) -> None:
        one, other = self.one(a, high), self.one(b, high)
        self.play(lambda w: duplicates.merge(w.officer, one, other, "the same"), high=high)

    @precondition(lambda self: self.high and self.low)
    @rule(a=st.integers(0, 9), b=st.integers(0, 9))
    def merge_what_is_secret_into_what_is_shared(self, a: int, b: int) -> None:
        keep, other = self.one(a, False), self.one(b, True)
        facts = self.worlds[0].node.store.facts(keep)
        if facts is not None and any(audience.members for audience in facts.audiences):
            self.play(lambda w: duplicates.merge(w.officer, keep, other, "the same"), high=True)

    @precondition(lambda self: self.high)
    @rule(pick=st.integers(0, 9), action=st.sampled_from(["read", "pass_on", "export"]))
    def consent_high(self, pick: int, action: str) -> None:
        one = self.one(pick, True)

        def give(w: World) -> None:
            facts = w.node.store.facts(one)
            if facts is not None:
                fact = ConsentFact(
                    f"c {one} {action}", facts.digest, "UZB", action, PURPOSE, 0, 2**40, "granted"
                )
                w.node.store.put_consent(one, fact)

        self.play(give, high=True)

    @rule(pick=st.integers(0, 9), high=st.booleans())
    def observer_reads(self, pick: int, high: bool) -> None:
        one = self.one(pick, high)
        self.play(lambda w: w.observer.read(one).fields, high=False)

    @rule(word=st.sampled_from([*NUMBERS, *TRADERS, "Savdo", "CMR", "1000002 Alatau", "nothing"]))
    def search(self, word: str) -> None:
        self.play(lambda w: (w.observer.search(word), w.observer.opened), high=False)

    @rule(limits=st.sampled_from([WIDE, session.LIMITS]))
    def match(self, limits: Limits) -> None:
        self.play(lambda w: w.match(limits), high=False)

    @rule()
    def observer_exports(self) -> None:
        self.play(lambda w: [record.fields for record in w.observer.export()], high=False)

    @invariant()
    def the_observer_sees_the_same(self) -> None:
        if hasattr(self, "worlds"):
            one, other = (world.view() for world in self.worlds)
            assert one == other

    def teardown(self) -> None:
        for world in getattr(self, "worlds", ()):
            world.node.close()


NonInterference.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
TestNonInterference = NonInterference.TestCase
if SEED is not None:
    TestNonInterference = seed(int(SEED))(TestNonInterference)


@pytest.fixture(autouse=True, scope="module")
def _tell_the_steps() -> Iterator[None]:
    yield
    print(f"\n{PLAYED['steps']} steps played")


def test_the_kinds_used_here_exist() -> None:
    assert "consignment" in KINDS


def test_a_count_over_everything_would_be_found() -> None:
    class Leaky(NonInterference):
        @invariant()
        def the_table_is_counted(self) -> None:
            if hasattr(self, "worlds"):
                counts = [
                    w.node.store.db.execute("SELECT count(*) FROM objects").fetchone() for w in self.worlds
                ]
                assert counts[0] == counts[1]

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Leaky, settings=settings(NonInterference.TestCase.settings, max_examples=30)
        )
