"""The guided demonstration: five states and a Centre in six folders, everything real but the people and
the lists (§12).

Names, numbers and consignments are invented. Nothing is shown that was not done by the nodes themselves.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from maslahat.core import Fault, InputError
from maslahat.exchange import sharing, witnessing
from maslahat.exchange.desk import Desk
from maslahat.exchange.keys import write_key_file
from maslahat.exchange.log import sign, write_tiles
from maslahat.exchange.matching import psi, session
from maslahat.exchange.node import CENTRE, Ambient, Node, create
from maslahat.exchange.office import post_of
from maslahat.exchange.policy import Principal
from maslahat.exchange.post import Outcome, Post
from maslahat.exchange.verify import verify_folder

PURPOSE = "counter-narcotics"
NAMES = {
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "UZB": "Uzbekistan",
    CENTRE: "Centre",
}
START = 1_790_000_000
SEED = 727  # resolution 72/7
EACH = 30  # consignments in each state's list
GUESSES = 10_000
Say = Callable[[str], None]


@dataclass(slots=True)
class Demo:
    """The six nodes, the stick that goes between them, and the clock on the wall."""

    folder: Path
    say: Say
    posts: dict[str, Post] = field(default_factory=dict)
    seconds: int = START
    figures: dict[str, Any] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)
    carried: int = 0

    def tell(self, text: str) -> None:
        """Add a sentence to the story and show it."""
        self.story.append(text)
        self.say(text)

    def clock(self) -> int:
        """The time of the demonstration: a second later at every look."""
        self.seconds += 1
        return self.seconds

    def node(self, party: str) -> Node:
        """One of the six."""
        return self.posts[party].node

    def desk(self, party: str, role: str = "officer") -> Desk:
        """The desk of a state's officer or approver."""
        return Desk(self.node(party), f"{party.lower()}.{role}", PURPOSE)

    def carry(self) -> None:
        """Carry envelopes between all folders on a stick until nobody has anything to say."""
        stick = self.folder / "stick"
        accepted = 1
        while accepted:
            for post in self.posts.values():
                post.write(stick)
            found = [one for post in self.posts.values() for one in post.collect(stick)]
            refused = [one for one in found if one.outcome is Outcome.REFUSED]
            if refused:
                faults = [
                    Fault(f"envelope {r.number} of {r.sender}", r.detail, "one accepted") for r in refused
                ]
                raise InputError(faults)
            accepted = sum(one.outcome is Outcome.ACCEPTED for one in found)
            self.carried += accepted
            shutil.rmtree(stick)


def run(folder: Path, say: Say) -> dict[str, Any]:
    """Play the demonstration in an empty folder; return what happened, the same every time."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError(Fault(str(folder), "a folder that is not empty", "an empty or a new one"))
    demo = Demo(folder, say)
    for chapter in (_found, _fill, _match, _consent, _withdraw, _guess, _witness, _tamper, _close):
        chapter(demo)
    return {
        "folders": {party: name.lower() for party, name in NAMES.items()},
        "story": demo.story,
        "figures": demo.figures,
    }


def _found(demo: Demo) -> None:
    demo.tell("1. Six houses. Five states and a Centre each set up a node: a folder with its own keys.")
    ambient = Ambient(clock=demo.clock)
    for party, name in NAMES.items():
        (demo.folder / "keys").mkdir(parents=True, exist_ok=True)
        secret = write_key_file(demo.folder / "keys" / f"{name.lower()}.key")
        node = create(demo.folder / name.lower(), party, name, secret, ambient)
        purposes = frozenset({PURPOSE})
        for role in ("officer", "approver") if party != CENTRE else ():
            person = Principal(f"{party.lower()}.{role}", party, "", role, 2, 1, frozenset(), purposes)
            node.add_person(person, signs=True)
        demo.posts[party] = post_of(node)
    for post in demo.posts.values():
        for other in demo.posts.values():
            if other is not post:
                post.node.add_partner(other.node.card, [PURPOSE] if other.node.party != CENTRE else [])
    demo.tell(
        "   They exchange cards with their public keys. There is no common database, at the Centre or "
        "elsewhere."
    )


def _fill(demo: Demo) -> None:
    rng = np.random.default_rng(SEED)
    states = [party for party in NAMES if party != CENTRE]
    for party in states:
        officer, approver = demo.desk(party), demo.desk(party, "approver")
        for fields in _consignments(rng, party):
            record_id = officer.create("consignment", fields, tlp="amber", pap="green", handling="H2")
            others = [other for other in states if other != party]
            sharing.share(demo.posts[party], approver, record_id, others, {"match"})
    demo.figures["records"] = {party: demo.desk(party).count() for party in states}
    demo.tell(
        f"2. Each state enters {EACH} and more consignments of precursors that it has seen. They are "
        f"sealed at home. "
        "The approver lets them take part in private matching, and in nothing else."
    )


def _match(demo: Demo) -> None:
    demo.tell("3. Kyrgyzstan asks the other four: does any of you hold what I hold? No list leaves its home.")
    post, desk = demo.posts["KGZ"], demo.desk("KGZ")
    asked = {
        party: session.ask(post, desk, party, ["consignment", "lot"])
        for party in ("KAZ", "TJK", "TKM", "UZB")
    }
    demo.carry()
    counts = {party: session.sessions(post)[name]["size"] for party, name in asked.items()}
    demo.figures["matching counts"] = counts
    answers = ", ".join(f"{NAMES[party]} {count}" for party, count in counts.items())
    demo.tell(f"   The answers are numbers only: {answers}.")
    name = asked["TJK"]
    session.reveal(post, desk, name)
    demo.carry()
    demo.tell("   An officer of Kyrgyzstan signs the wish to know which. An approver of Tajikistan agrees.")
    session.consent(demo.posts["TJK"], demo.desk("TJK", "approver"), name, granted=True)
    demo.carry()
    mine, theirs = (session.sessions(demo.posts[party])[name]["hits"] for party in ("KGZ", "TJK"))
    demo.figures["hits"] = {"KGZ": mine, "TJK": theirs}
    keys = " and ".join(key.replace(":", " ", 1) for key in mine)
    demo.tell(
        f"   Both now know, and only they: {keys}. Kyrgyz customs wrote the number and the exporter in "
        f"Latin letters, "
        "the Tajik railway wrote them in Cyrillic."
    )


def _consent(demo: Demo) -> None:
    key = next(key for key in demo.figures["hits"]["KGZ"] if key.startswith("consignment:"))
    consent_id = sharing.ask(demo.posts["KGZ"], demo.desk("KGZ"), f"key:{key}", "read", "TJK", days=10,
                             conditions="not to be copied into a case file")  # fmt: skip
    demo.carry()
    demo.tell(
        "4. A person asks a person: may Kyrgyzstan read Tajikistan's record, for this purpose, for ten days?"
    )
    before = demo.desk("KGZ").count()
    sharing.answer(demo.posts["TJK"], demo.desk("TJK", "approver"), consent_id, "granted")
    demo.carry()
    desk = demo.desk("KGZ")
    record_id = next(one.record_id for one in desk.records() if one.originator == "TJK")
    record = desk.read(record_id)
    sharing.report_uses(demo.posts["KGZ"])
    demo.carry()
    uses = demo.node("TJK").consent(consent_id).uses
    demo.figures["consent"] = {
        "read before": desk.count() - 1 - before,
        "read after": 1,
        "uses known to TJK": uses,
    }
    demo.tell(
        f"   The approver of Tajikistan signs yes. One record arrives: {record.value('quantity')} "
        f"{record.value('unit')} of "
        f"{record.value('substance')}, {record.value('route')}. The reading is logged, and Tajikistan is "
        f"told of {uses} use."
    )
    demo.figures["_consent"], demo.figures["_record"] = consent_id, record_id


def _withdraw(demo: Demo) -> None:
    consent_id, record_id = demo.figures.pop("_consent"), demo.figures.pop("_record")
    tjk = demo.posts["TJK"]
    sharing.answer(tjk, demo.desk("TJK", "approver"), consent_id, "withdrawn", "the source is in danger")
    demo.carry()
    held = demo.node("KGZ").store.record(record_id) is not None
    readable = record_id in demo.desk("KGZ").ids()
    receipts = [state for name, state in sharing.recalls(tjk).items() if name.startswith(record_id)]
    demo.figures["withdrawal"] = {"still held": held, "still readable": readable, "receipts": receipts}
    if held or readable or receipts != ["receipt"]:
        raise InputError(Fault("the recall", str(demo.figures["withdrawal"]), "nothing held, one receipt"))
    demo.tell(
        "5. Tajikistan takes its consent back. Kyrgyzstan's copy is deleted, and its receipt has come in."
    )


def _guess(demo: Demo) -> None:
    """Turkmenistan's node leaves its own check out and asks about ten thousand numbers in a row."""
    guesses = [f"consignment:CMR{number:07d}" for number in range(GUESSES)]
    question = psi.query(guesses, reveal=False)
    post = demo.posts["TKM"]
    name = "a list of guesses"
    post.node.store.put(
        "match",
        name,
        {"mine": True, "party": "UZB", "purpose": PURPOSE, "keys": [], "key": "", "status": "asked"},
    )
    post.send("UZB", "match request", session=name, purpose=PURPOSE, attachment=question.request)
    demo.carry()
    told = {party: len(witnessing.alarms(demo.node(party))) for party in ("TKM", "UZB")}
    demo.figures["guessing"] = {
        "guesses": GUESSES,
        "status": session.sessions(post)[name]["status"],
        "alarms": told,
    }
    demo.tell(
        f"6. Someone at the node of Turkmenistan tries {GUESSES:,} numbers in a row against Uzbekistan. "
        f"The quota stops the "
        "question before anything is computed, and both sides have an alarm."
    )


def _witness(demo: Demo) -> None:
    for post in demo.posts.values():
        witnessing.show_head(post)
    demo.carry()
    report = verify_folder(demo.folder)
    demo.figures["witnessed"] = {"good": report.good, "checks": len(report.checked)}
    demo.tell(
        "7. Every grant, use, refusal, recall and match stands in its node's log, as a sealed commitment. "
        "Each log is shown "
        f"to the other five, who sign what they saw: {len(report.checked)} checks, {len(report.found)} "
        f"findings."
    )


def _tamper(demo: Demo) -> None:
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
    before = {party: len(witnessing.alarms(demo.node(party))) for party in NAMES}
    _show_forged(demo, head.text(), size, forged)
    demo.carry()
    caught = [p for p in NAMES if p != "UZB" and len(witnessing.alarms(demo.node(p))) > before[p]]
    report = verify_folder(demo.folder)
    demo.figures["tampering"] = {
        "caught by": caught,
        "found by log verify": sorted({c.alarm.name for c in report.found}),
    }
    demo.tell(
        "8. At night the administrator of Uzbekistan's node, who has its keys, takes the alarm out of the "
        "log, computes "
        f"everything again and signs it. In the morning {len(caught)} of 5 witnesses refuse to sign and "
        f"raise the alarm: "
        "the log no longer contains what it contained."
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
        "   The true log comes back from the copy that Kazakhstan holds. The forged one is kept in evidence/."
    )


def _close(demo: Demo) -> None:
    report = verify_folder(demo.folder)
    forged = verify_folder(demo.folder / "evidence" / "uzbekistan")
    demo.figures["end"] = {
        "logs good": report.good,
        "envelopes carried": demo.carried,
        "forged copy reads": forged.good,
    }
    for post in demo.posts.values():
        post.node.close()
    demo.tell(
        f"9. At the end all six logs agree with the copies the others hold ({len(report.checked)} checks). "
        f"{demo.carried} envelopes went from hand to hand. Check it yourself: maslahat node log verify "
        f"{demo.folder}"
    )


def _consignments(rng: np.random.Generator, party: str) -> Iterable[dict[str, str]]:
    exporters = ("Alatau Trade", "Ferghana Chem", "Caspian Logistic", "Zarafshon Savdo", "Issyk Impex")
    substances = (
        ("acetic anhydride", "108-24-7"),
        ("acetyl chloride", "75-36-5"),
        ("potassium permanganate", "7722-64-7"),
    )
    for _ in range(EACH):
        name, cas = substances[int(rng.integers(3))]
        yield {
            "number": f"CMR {int(rng.integers(10**6, 10**7))}",
            "substance": name,
            "cas": cas,
            "quantity": str(int(rng.integers(200, 9000))),
            "unit": "kg",
            "exporter": exporters[int(rng.integers(5))],
            "date": f"2026-0{int(rng.integers(1, 9))}-{int(rng.integers(1, 28)):02d}",
            "route": f"seen in {NAMES[party]}",
        }
    yield from _SEEN_TWICE.get(party, ())


_SEEN_TWICE = {
    "KGZ": (
        {
            "number": "CMR 045-87731",
            "substance": "acetic anhydride",
            "cas": "108-24-7",
            "quantity": "1840",
            "unit": "kg",
            "exporter": "Xurshid Savdo",
            "date": "2026-03-14",
            "route": "out of a warehouse in Osh, for a paint factory",
        },
    ),
    "TJK": (
        {
            "number": "СМР 045 87731",
            "substance": "уксусный ангидрид",
            "cas": "108-24-7",
            "quantity": "1.84",
            "unit": "т",
            "exporter": "Хуршид Савдо",
            "date": "14.03.2026",
            "route": "by rail to a consignee that has no paint factory",
        },
    ),
}
