"""Faults (issue table): killed at any moment, nothing promised is lost, nothing is sent twice, the state
is whole.

MASLAHAT_KILLS sets how often the node is killed (6 where it is not set; 200 in a nightly run), MASLAHAT_KILLS_SEED
when: so that 200 can be had in chunks that differ.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from exchange_house import CONSIGNMENT, SECRET, carry, desk, houses, node

from maslahat.exchange import sharing
from maslahat.exchange.log import audit
from maslahat.exchange.node import open_node
from maslahat.exchange.office import post_of
from maslahat.exchange.post import Outcome, Post

KILLS = int(os.environ.get("MASLAHAT_KILLS", "6"))
SEED = int(os.environ.get("MASLAHAT_KILLS_SEED", "9"))


def test_killed_at_random_points_the_node_is_whole_and_keeps_its_promises(tmp_path: Path) -> None:
    rng = np.random.default_rng(SEED)
    home, partner = node("KAZ", folder=tmp_path / "KAZ"), node("KGZ", folder=tmp_path / "KGZ")
    home.add_partner(partner.card, ["counter-narcotics"])
    partner.add_partner(home.card, ["counter-narcotics"])
    for made in (home, partner):
        made.close()
    partner = open_node(tmp_path / "KGZ", SECRET)  # by the true clock, as the process that is killed
    receiving = post_of(partner)
    promises, stick = tmp_path / "promises", tmp_path / "stick"
    promises.touch()
    accepted: list[int] = []
    for _ in range(KILLS):
        _work_until_killed(tmp_path / "KAZ", promises, float(rng.uniform(0.0, 0.25)))
        post = post_of(open_node(tmp_path / "KAZ", SECRET))
        _whole(post.node, promises)
        post.write(stick)
        accepted += [d.number for d in receiving.collect(stick) if d.outcome is Outcome.ACCEPTED]
        receiving.write(stick)
        post.collect(stick)
        post.node.close()
    lines = promises.read_text().split("\n")
    assert len(lines) > KILLS, "the node must have got some work done"
    assert accepted == list(range(1, len(accepted) + 1)), "each envelope once and in order"
    shared = {line.split()[1] for line in lines if line.startswith("shared")}
    gone = {line.split()[1] for line in lines if line.startswith("withdrawn")}
    assert shared - gone <= set(desk(partner).ids()) | _withdrawn_unpromised(partner)
    assert not gone & set(desk(partner).ids())


def _work_until_killed(folder: Path, promises: Path, seconds: float) -> None:
    script = Path(__file__).with_name("exchange_killed.py")
    before = promises.stat().st_size
    process = subprocess.Popen([sys.executable, str(script), str(folder), str(promises)])
    deadline = time.monotonic() + 30
    # The first promise shows that the work has begun; the kill comes at a random moment after it.
    while promises.stat().st_size == before and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def _whole(home, promises: Path) -> None:  # type: ignore[no-untyped-def]
    assert home.store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert audit(home.log.entries(), home.log.checkpoints(), home.card.log_key) == []
    openings = home.events()
    assert all(one.commitment() == home.log.entry(k) for k, one in openings.items())
    done = {(one.event["kind"], one.event["object"]) for one in openings.values()}
    for line in promises.read_text().split("\n"):
        kind, _, name = line.partition(" ")
        assert not name or (kind, name) in done
    states = dict(home.store.db.execute("SELECT object_id, state FROM objects"))
    for kind, name in done:
        if kind in ("created", "shared", "withdrawn"):
            assert home.store.record(name) is not None
        if kind == "withdrawn":
            assert states[name] == "withdrawn"


def _withdrawn_unpromised(partner) -> set[str]:  # type: ignore[no-untyped-def]
    """Records whose withdrawal was committed, and sent, but killed before it could be promised."""
    rows = partner.store.db.execute("SELECT object_id FROM objects WHERE state = 'withdrawn'")
    return {row[0] for row in rows}


def test_of_five_nodes_one_is_cut_off_and_comes_back() -> None:
    posts = houses("KAZ", "KGZ", "TJK", "TKM", "UZB")
    codes = {"tlp": "amber", "pap": "green", "handling": "H2"}
    names = {}
    for party, post in posts.items():
        names[party] = desk(post).create("consignment", CONSIGNMENT, **codes)
        others = [other for other in posts if other != party]
        sharing.share(post, desk(post, "approver"), names[party], others, {"read"})
    # The post of Turkmenistan stays where it is, both ways; everybody else goes on, and takes something back.
    reachable = {party: post for party, post in posts.items() if party != "TKM"}
    _carry_among(reachable)
    sharing.withdraw(posts["KAZ"], desk(posts["KAZ"], "approver"), names["KAZ"])
    _carry_among(reachable)
    assert {party: desk(post).count() for party, post in reachable.items()} == {
        "KAZ": 4,
        "KGZ": 3,
        "TJK": 3,
        "UZB": 3,
    }
    assert desk(posts["TKM"]).count() == 1
    found = carry(posts)
    assert not [one for one in found if one.outcome is Outcome.REFUSED]
    for party, post in posts.items():
        kept = set(desk(post).ids())
        gone = {names["KAZ"]} if party != "KAZ" else set()
        assert kept == set(names.values()) - gone, party
    assert set(sharing.recalls(posts["KAZ"]).values()) == {"receipt"}


def _carry_among(posts: dict[str, Post]) -> None:
    accepted = True
    while accepted:
        sent = [one for post in posts.values() for one in post.pending() if one.recipient in posts]
        found = [d for one in sent for d in posts[one.recipient].accept(one)]
        for post in posts.values():
            post.acknowledge()
        accepted = any(one.outcome is Outcome.ACCEPTED for one in found)
