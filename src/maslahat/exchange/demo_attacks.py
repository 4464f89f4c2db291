"""The two attacks of the demonstration: a state that guesses, and a state that rewrites its log (§12)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import numpy as np

from maslahat.exchange import witnessing
from maslahat.exchange.demo_lists import NAMES
from maslahat.exchange.log import sign, write_tiles
from maslahat.exchange.matching import psi, session
from maslahat.exchange.matching.limits import Limits, enumeration
from maslahat.exchange.verify import verify_folder

if TYPE_CHECKING:
    from maslahat.exchange.demo import Demo

PURPOSE = "counter-narcotics"
GUESSES = 10_000
SEED = 727


def guess(demo: Demo) -> None:
    """Turkmenistan's node leaves its own check out and asks about ten thousand numbers in a row."""
    guesses = [f"consignment:{number:07d}" for number in range(GUESSES)]
    own = enumeration(Limits(), guesses)
    question = psi.query(guesses, reveal=False)
    post = demo.posts["TKM"]
    name = "a list of guesses"
    asked = {"mine": True, "party": "UZB", "purpose": PURPOSE, "keys": [], "key": "", "status": "asked"}
    post.node.store.put("match", name, asked)
    post.send("UZB", "match request", session=name, purpose=PURPOSE, attachment=question.request)
    demo.carry()
    told = {party: len(witnessing.alarms(demo.node(party))) for party in ("TKM", "UZB")}
    after = session.sessions(post)[name]
    demo.figures["guessing"] = {
        "guesses": GUESSES,
        "by": "TKM",
        "against": "UZB",
        "status": after["status"],
        "answered": "size" in after or "hits" in after,
        "alarms": told,
        "alarm texts": {party: witnessing.alarms(demo.node(party)) for party in told},
    }
    demo.check("an unchanged node refuses such a list itself", bool(own), True)
    demo.check(
        "the guesses are refused and nothing is answered",
        (after["status"], "size" in after),
        ("refused", False),
    )
    demo.check("both sides have an alarm", told, {"TKM": 1, "UZB": 1})
    demo.tell(
        f"6. A GUESSER. Someone at the node of Turkmenistan has switched off its own check and tries {GUESSES:,} numbers "
        "in a row against Uzbekistan. Uzbekistan's node refuses at its quota before anything is compared. Shown: "
        "nothing. Both sides have an alarm, and it stands in both logs."
    )


def tamper(demo: Demo) -> None:
    """Uzbekistan's administrator, who has the keys, takes the alarm out of the log and signs again."""
    victim = demo.node("UZB")
    alarms = [k for k, one in victim.events().items() if one.event["kind"] == "alarm"]
    store, size = victim.store, victim.log.size
    entries = victim.log.entries()
    with store.change():
        for table in ("log_entries", "log_nodes", "log_checkpoints"):
            store.db.execute(f"DELETE FROM {table}")
        victim.log.append([e for k, e in enumerate(entries) if k not in alarms])
        victim.log.append([np.random.default_rng(SEED).bytes(32) for _ in range(size - victim.log.size + 16)])
        head = sign(victim.log.head(victim.card.origin), victim.card.origin, victim.identity.log_key)
        victim.log.keep(head)
    forged = victim.log.entries()
    write_tiles(
        demo.folder / "evidence" / "uzbekistan",
        forged,
        head,
    )
    before = {party: set(witnessing.alarms(demo.node(party))) for party in NAMES}
    _show_forged(demo, head.text(), size, forged)
    demo.carry()
    raised = {p: sorted(set(witnessing.alarms(demo.node(p))) - before[p]) for p in NAMES if p != "UZB"}
    # What the others tell it does not count: each must have seen it itself.
    caught = [party for party, texts in raised.items() if any(t.startswith(f"{party}:") for t in texts)]
    report = verify_folder(demo.folder)
    demo.figures["tampering"] = {
        "by": "UZB",
        "what": "the alarm taken out of the log, everything computed again and signed",
        "caught by": caught,
        "alarms": raised,
        "found by log verify": sorted({c.alarm.name for c in report.found}),
        "findings": [str(c) for c in report.found],
    }
    demo.check("all five others refuse the forged log", caught, [party for party in NAMES if party != "UZB"])
    demo.check("the alarms name Uzbekistan's log and no other", _accused(demo, raised), [victim.card.origin])
    demo.tell(
        "8. A FORGER. At night the administrator of Uzbekistan's node, who has its keys, takes the alarm out of the log, "
        f"computes everything again and signs it. In the morning all {len(caught)} others refuse to sign, "
        f"{', '.join(NAMES[party] for party in caught)}: the log no longer contains what they signed before."
    )
    witnessing.restore_from(victim, demo.folder / "kazakhstan" / "mirrors" / "UZB")
    _show_again(demo)


def _show_forged(demo: Demo, head: str, old: int, entries: list[bytes]) -> None:
    post = demo.posts["UZB"]
    steps = [base64.b64encode(step).decode() for step in post.node.log.consistency(old, len(entries))]
    new = [base64.b64encode(entry).decode() for entry in entries[old:]]
    for party in sorted(post.node.partners()):
        post.send(party, "head", head=head, old=old, proof=steps, entries=new)


def _show_again(demo: Demo) -> None:
    for post in demo.posts.values():
        witnessing.show_head(post)
    demo.carry()
    demo.tell(
        "   The true log comes back from the copy that Kazakhstan holds. The forged one is kept in evidence/: by itself "
        "it is in perfect order, which is why the others keep copies."
    )


def _accused(demo: Demo, raised: dict[str, list[str]]) -> list[str]:
    origins = [demo.node(party).card.origin for party in NAMES]
    return [
        origin for origin in origins if any(origin in text for texts in raised.values() for text in texts)
    ]
