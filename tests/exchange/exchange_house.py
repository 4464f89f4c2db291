"""Nodes in memory for tests: a fixed clock, counted names, persons, and post carried by hand."""

from __future__ import annotations

import itertools
from pathlib import Path

from maslahat.exchange.desk import Desk
from maslahat.exchange.keys import Secret
from maslahat.exchange.node import Ambient, Node, create
from maslahat.exchange.office import post_of
from maslahat.exchange.policy import Principal
from maslahat.exchange.post import Delivery, Post

PURPOSE = "counter-narcotics"
OTHER = "counter-terrorism"
SECRET = Secret(key=bytes(range(32)))
START = 1_790_000_000
MEMORY = Path(":memory:")
CONSIGNMENT = {"number": "CMR 1234567", "substance": "acetic anhydride", "quantity": "200", "unit": "kg"}


class Clock:
    def __init__(self, start: int = START) -> None:
        self.seconds = start

    def __call__(self) -> int:
        return self.seconds


def node(party: str, clock: Clock | None = None, folder: Path = MEMORY) -> Node:
    names = (f"{party}-{n}" for n in itertools.count())
    made = create(folder, party, party, SECRET, Ambient(clock or Clock(), lambda: next(names)))
    people(made, party)
    return made


def people(made: Node, party: str) -> None:
    purposes = frozenset({PURPOSE, OTHER})
    for role in ("analyst", "officer", "approver", "administrator"):
        who = Principal(f"{party.lower()}.{role}", party, "", role, 2, 1, frozenset(), purposes)
        made.add_person(who, signs=role in ("officer", "approver"))


def visitor(made: Node, name: str, party: str, **rest: object) -> Desk:
    """A person of another state with a desk at this node (as at the Centre's)."""
    values: dict[str, object] = {"role": "officer", "clearance": 2, "purposes": frozenset({PURPOSE}), **rest}
    made.add_person(Principal(name, party, **values))  # type: ignore[arg-type]
    return Desk(made, name, PURPOSE)


def desk(made: Node | Post, role: str = "officer", purpose: str = PURPOSE) -> Desk:
    home = made.node if isinstance(made, Post) else made
    return Desk(home, f"{home.party.lower()}.{role}", purpose)


def houses(*parties: str, clock: Clock | None = None) -> dict[str, Post]:
    posts = {party: post_of(node(party, clock)) for party in parties}
    for one in posts.values():
        for other in posts.values():
            if one is not other:
                one.node.add_partner(other.node.card, [PURPOSE])
    return posts


def carry(posts: dict[str, Post]) -> list[Delivery]:
    """Bring every pending envelope to where it goes until nothing new is said."""
    found: list[Delivery] = []
    accepted = True
    while accepted:
        now = [
            delivery
            for post in posts.values()
            for one in post.pending()
            for delivery in posts[one.recipient].accept(one)
        ]
        for post in posts.values():
            post.acknowledge()
        accepted = any(one.outcome == "accepted" for one in now)
        found += now
    return found


def home_with_a_secret() -> Node:
    """Kazakhstan's node, with one record for Kyrgyzstan and one that nobody else may see."""
    made = node("KAZ")
    officer, approver = desk(made), desk(made, "approver")
    open_one = officer.create("consignment", CONSIGNMENT, tlp="amber", pap="clear", handling="H0")
    approver.share(open_one, ["KGZ"], ["read", "export", "match"])
    officer.create("consignment", {**CONSIGNMENT, "exporter": "Hidden Trade"})
    return made


def hidden(home: Node) -> str:
    return next(r for r in desk(home).ids() if "exporter" in dict(desk(home).read(r).fields))
