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

from maslahat.exchange import copies, sharing
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
    assert set(copies.recalls(posts["KAZ"]).values()) == {"receipt"}


def _carry_among(posts: dict[str, Post]) -> None:
    accepted = True
    while accepted:
        sent = [one for post in posts.values() for one in post.pending() if one.recipient in posts]
        found = [d for one in sent for d in posts[one.recipient].accept(one)]
        for post in posts.values():
            post.acknowledge()
        accepted = any(one.outcome is Outcome.ACCEPTED for one in found)


FULL = """
import resource, sys
from pathlib import Path
from exchange_house import CONSIGNMENT, SECRET, desk
from maslahat.core import InputError
from maslahat.exchange import sharing
from maslahat.exchange.node import open_node
from maslahat.exchange.office import post_of
post = post_of(open_node(Path(sys.argv[1]), SECRET))
size = Path(sys.argv[1], "node.db").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, resource.RLIM_INFINITY))
said = set()
for _ in range(60):
    try:
        one = desk(post).create("consignment", CONSIGNMENT, tlp="amber", pap="green", handling="H2")
        sharing.share(post, desk(post, "approver"), one, ["KGZ"], {"read"})
        print("shared", one)
    except InputError as error:
        said.add("room" if "no room" in str(error) else str(error))
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
try:
    post.write(Path(sys.argv[2]))
except InputError as error:
    said.add("stick" if "Nothing is lost" in str(error) else str(error))
print("said", *sorted(said))
"""


def test_a_full_disk_and_a_full_stick_lose_nothing(tmp_path: Path) -> None:
    """The limit on the size of a file stands for the full disk: the writes of the database itself fail."""
    home, partner = node("KAZ", folder=tmp_path / "KAZ"), node("KGZ")
    home.add_partner(partner.card, ["counter-narcotics"])
    partner.add_partner(home.card, ["counter-narcotics"])
    home.close()
    words = [sys.executable, "-c", FULL, str(tmp_path / "KAZ"), str(tmp_path / "stick")]
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        words,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[-1] == ["said", "room", "stick"]
    shared = {line[1] for line in lines if line[0] == "shared"}
    assert 0 < len(shared) < 60
    assert list((tmp_path / "stick").iterdir()) == [], "no half file is left"
    post = post_of(open_node(tmp_path / "KAZ", SECRET))
    (tmp_path / "promises").write_text("".join(f"shared {name}\n" for name in shared))
    _whole(post.node, tmp_path / "promises")
    assert post.write(tmp_path / "stick") == len(post.pending())
    receiving = post_of(partner)
    assert {d.outcome for d in receiving.collect(tmp_path / "stick")} == {Outcome.ACCEPTED}
    held = {row[0] for row in partner.store.db.execute("SELECT object_id FROM bodies")}
    assert shared <= held
    post.node.close()
