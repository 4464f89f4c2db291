"""The guided demonstration: five states and a Centre in six folders, everything real but the people and
the lists (§12).

Names, numbers and consignments are invented. Nothing is told that was not done by the nodes themselves, and every
claim is a check that is made: one that fails ends the demonstration.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from maslahat.core import Fault, InputError
from maslahat.exchange import copies, demo_attacks, sharing, witnessing
from maslahat.exchange.demo_lists import EACH, NAMES, consignments
from maslahat.exchange.demo_search import opened_search, search
from maslahat.exchange.desk import Desk
from maslahat.exchange.keys import write_key_file
from maslahat.exchange.matching import session
from maslahat.exchange.node import CENTRE, Ambient, Node, create
from maslahat.exchange.office import post_of
from maslahat.exchange.policy import Principal
from maslahat.exchange.post import Outcome, Post
from maslahat.exchange.verify import verify_folder

PURPOSE = "counter-narcotics"
START = 1_790_000_000
SEED = 727  # resolution 72/7
STICK, CARRIED = "stick", "carried"
STATES = tuple(party for party in NAMES if party != CENTRE)
Say = Callable[[str], None]


@dataclass(slots=True)
class Demo:
    """The six nodes, the stick that goes between them, and the clock on the wall."""

    folder: Path
    say: Say
    posts: dict[str, Post] = field(default_factory=dict)
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    seconds: int = START
    figures: dict[str, Any] = field(default_factory=dict)
    checks: list[dict[str, Any]] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    carried: int = 0

    def tell(self, text: str) -> None:
        """Add a sentence to the story and show it."""
        self.story.append(text)
        self.say(text)

    def check(self, claim: str, found: Any, expected: Any) -> None:
        """Note that a claim was checked; end the demonstration where it does not hold."""
        if found != expected:
            raise InputError(Fault(f"the demonstration, {claim}", str(found), str(expected)))
        self.checks.append({"claim": claim, "holds": True, "found": found})

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
        """Carry envelopes between all folders on a stick until nobody has anything to say; copies are kept."""
        stick, kept = self.folder / STICK, self.folder / CARRIED
        kept.mkdir(exist_ok=True)
        accepted = 1
        while accepted:
            for post in self.posts.values():
                post.write(stick)
            for path in stick.glob("*.envelope"):
                shutil.copyfile(path, kept / path.name)
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
    """Play the demonstration in an empty folder; return what happened: story, figures, claims that were
    checked, and commands to look further with."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        found = "a folder that is not empty" if folder.is_dir() else "a file"
        mend = "Nothing was touched. Name another folder, or empty this one yourself."
        raise InputError(Fault(str(folder), found, "an empty or a new folder", mend))
    folder.mkdir(parents=True, exist_ok=True)
    demo = Demo(folder, say)
    try:
        for chapter in (_found, _fill, _match, _consent, _withdraw, demo_attacks.guess):
            chapter(demo)
        for chapter in (_witness, demo_attacks.tamper, _home, _close):
            chapter(demo)
    finally:
        for post in demo.posts.values():
            post.node.close()
    return {
        "folders": {party: name.lower() for party, name in NAMES.items()},
        "carried envelopes": CARRIED,
        "story": demo.story,
        "figures": demo.figures,
        "checks": demo.checks,
        "try": _try(demo),
    }


def _found(demo: Demo) -> None:
    demo.tell(
        "1. WHO. Five states and a Centre each set up a node: a folder with its own keys, on its own machine."
    )
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
    demo.tell("   Each state has an officer, who asks, and an approver, who decides and signs for the state.")
    demo.tell(
        "   They exchange cards with public keys. There is no common database. The Centre has no list and no "
        "key to anyone's; it carries post and witnesses."
    )


def _fill(demo: Demo) -> None:
    rng = np.random.default_rng(SEED)
    for party in STATES:
        officer, approver = demo.desk(party), demo.desk(party, "approver")
        demo.lists[party] = list(consignments(rng, party))
        for fields in demo.lists[party]:
            record_id = officer.create("consignment", fields, tlp="amber", pap="green", handling="H2")
            others = [other for other in STATES if other != party]
            sharing.share(demo.posts[party], approver, record_id, others, {"match"})
    demo.figures["a record of TJK"] = demo.desk("TJK").ids()[0]
    demo.figures["records"] = {party: demo.desk(party).count() for party in STATES}
    seen = {party: [one.originator for one in demo.desk(party).records()] for party in STATES}
    demo.check(
        "each state can read its own records and no other's",
        {party: sorted(set(owners)) for party, owners in seen.items()},
        {party: [party] for party in STATES},
    )
    demo.tell(
        f"2. AT HOME. Each state enters the consignments of precursors that it has seen, {EACH} or {EACH + 1}. They "
        "lie encrypted in its own folder."
    )
    demo.tell(
        "   Its approver lets them take part in private matching with the other four, and in nothing else."
    )


def _match(demo: Demo) -> None:
    demo.tell("3. HIT OR NO HIT. Kyrgyzstan asks the other four: does any of you hold what I hold?")
    post, desk = demo.posts["KGZ"], demo.desk("KGZ")
    asked = {
        party: session.ask(post, desk, party, ["consignment", "lot"])
        for party in ("KAZ", "TJK", "TKM", "UZB")
    }
    demo.carry()
    counts = {party: session.sessions(post)[name]["size"] for party, name in asked.items()}
    demo.figures["matching counts"] = counts
    answers = ", ".join(f"{NAMES[party]} {count}" for party, count in counts.items())
    demo.tell(f"   Shown: numbers only. {answers}. Not shown: which, nor anything else of any list.")
    name = asked["TJK"]
    session.reveal(post, desk, name)
    demo.carry()
    demo.tell(
        "   An officer of Kyrgyzstan signs that it wishes to know which. An approver of Tajikistan agrees."
    )
    session.consent(demo.posts["TJK"], demo.desk("TJK", "approver"), name, granted=True)
    demo.carry()
    mine, theirs = (session.sessions(demo.posts[party])[name]["hits"] for party in ("KGZ", "TJK"))
    demo.figures["hits"] = {"KGZ": mine, "TJK": theirs}
    demo.check("both sides learn the same hits", mine == theirs and len(mine) == counts["TJK"], True)
    told = " and ".join(_in_words(key) for key in mine)
    demo.tell(f"   Shown, to these two only: {told}.")
    demo.tell(
        "   It is one consignment. Kyrgyz customs wrote it in Latin letters, the Tajik railway in Cyrillic and in "
        "tonnes; the node brings both to one form before it compares."
    )


def _in_words(key: str) -> str:
    kind, _, value = key.partition(":")
    if kind == "consignment":
        return f"the consignment note {value}"
    if kind == "lot":
        what, amount, when, _ = value.split("|")
        return f"the lot of {amount} of the substance with CAS digits {what}, of {when}, from one exporter"
    return f"{kind} {value}"


def _consent(demo: Demo) -> None:
    key = next(key for key in demo.figures["hits"]["KGZ"] if key.startswith("consignment:"))
    before = demo.desk("KGZ").count()
    conditions = "not to be copied into a case file"
    consent_id = sharing.ask(
        demo.posts["KGZ"], demo.desk("KGZ"), f"key:{key}", "read", "TJK", days=10, conditions=conditions
    )
    demo.carry()
    demo.tell(
        "4. A PERSON ASKS A PERSON. May Kyrgyzstan read Tajikistan's record of it, against drug trafficking, for ten "
        f"days? Promised: {conditions}. Until there is a yes, it is no."
    )
    waiting = demo.desk("KGZ").count()
    sharing.answer(demo.posts["TJK"], demo.desk("TJK", "approver"), consent_id, "granted")
    demo.carry()
    desk = demo.desk("KGZ")
    record_id = next(one.record_id for one in desk.records() if one.originator == "TJK")
    record = desk.read(record_id)
    sharing.report_uses(demo.posts["KGZ"])
    demo.carry()
    uses = demo.node("TJK").consent(consent_id).uses
    demo.figures["consent"] = {
        "read before": waiting - before,
        "read after": desk.count() - before,
        "uses known to TJK": uses,
    }
    others = [
        p for p in STATES if p not in ("KGZ", "TJK") and demo.node(p).store.record(record_id) is not None
    ]
    demo.check("nothing is read before the consent, one record after it", demo.figures["consent"],
               {"read before": 0, "read after": 1, "uses known to TJK": 1})  # fmt: skip
    demo.check("no third state holds the record", others, [])
    demo.tell(
        f"   The approver of Tajikistan signs yes. Shown: one record, {record.value('quantity')} tonnes of acetic "
        f"anhydride, {record.value('route')}. Kyrgyzstan knew it as bound for a paint factory."
    )
    demo.tell(f"   Kyrgyzstan reads it once. The reading is logged, and Tajikistan is told of {uses} use.")
    demo.figures["_consent"], demo.figures["_record"] = consent_id, record_id


def _withdraw(demo: Demo) -> None:
    consent_id, record_id = demo.figures.pop("_consent"), demo.figures.pop("_record")
    tjk = demo.posts["TJK"]
    sharing.answer(tjk, demo.desk("TJK", "approver"), consent_id, "withdrawn", "the source is in danger")
    demo.carry()
    held = demo.node("KGZ").store.record(record_id) is not None
    readable = record_id in demo.desk("KGZ").ids()
    receipts = [state for name, state in copies.recalls(tjk).items() if name.startswith(record_id)]
    demo.figures["withdrawal"] = {"still held": held, "still readable": readable, "receipts": receipts}
    demo.check("after the withdrawal nothing is held and a receipt is there", demo.figures["withdrawal"],
               {"still held": False, "still readable": False, "receipts": ["receipt"]})  # fmt: skip
    status = {p: str(demo.node(p).consent(consent_id).status(demo.clock())) for p in ("KGZ", "TJK")}
    demo.check("both sides know the consent as withdrawn", status, {"KGZ": "withdrawn", "TJK": "withdrawn"})
    demo.tell(
        "5. TAKEN BACK. Tajikistan withdraws its consent: its source is in danger. Kyrgyzstan's node can no longer "
        "read the record, has deleted its copy, and its signed receipt has come in."
    )


def _home(demo: Demo) -> None:
    """The claim that no list left its home, by looking for it everywhere else."""
    folders = {party: demo.folder / name.lower() for party, name in NAMES.items()}
    clear = search(folders, demo.folder / CARRIED, demo.lists)
    opened = opened_search({party: demo.node(party) for party in NAMES}, demo.lists)
    demo.figures["search"] = {
        **clear,
        "envelopes": len(list((demo.folder / CARRIED).glob("*"))),
        "opened": opened,
    }
    demo.check(
        "no number of a list stands in clear in another folder or an envelope", clear["found in clear"], []
    )
    demo.check("with its own keys no node reads a number of another's list", opened, {p: [] for p in NAMES})
    demo.tell(
        f"9. NO LIST LEFT ITS HOME. Looked for: the {clear['values looked for']} numbers and names of the five lists, in "
        f"all {clear['bytes searched']:,} bytes of the other folders and of the {demo.figures['search']['envelopes']} "
        "envelopes that were carried, and in all that each node can open with its own keys. Found: nothing but the one "
        "consignment that two states held anyway."
    )


def _witness(demo: Demo) -> None:
    for post in demo.posts.values():
        witnessing.show_head(post)
    demo.carry()
    report = verify_folder(demo.folder)
    demo.figures["witnessed"] = {"good": report.good, "checks": len(report.checked)}
    demo.check("all logs hold before the tampering", [str(one) for one in report.found], [])
    demo.tell(
        "7. THE LOG. Every grant, use, refusal, recall and match stands in its node's log, as a number that tells "
        "nothing to others. Each log is shown to the other five, who keep a copy and sign what they saw. "
        f"{len(report.checked)} checks, nothing found."
    )


def _close(demo: Demo) -> None:
    report = verify_folder(demo.folder)
    forged = verify_folder(demo.folder / "evidence" / "uzbekistan")
    demo.figures["end"] = {
        "logs good": report.good,
        "envelopes carried": demo.carried,
        "forged copy reads": forged.good,
    }
    demo.check("all logs hold at the end", [str(one) for one in report.found], [])
    demo.tell(
        f"10. WHAT IT PROVES. States found one consignment in two lists, asked, granted, used and took back, and nobody "
        f"gave a list away; a guesser and a forger were caught by the others. {demo.carried} envelopes went from hand to "
        f"hand, all kept in {demo.folder / CARRIED}."
    )
    demo.tell(
        "    What it does not prove: that a state enters what it knows, that nobody copies a screen by hand, or that "
        "law permits it. See docs/exchange.md."
    )
    demo.tell(f"    Check it yourself: maslahat node log verify {shlex.quote(str(demo.folder))}")


def _try(demo: Demo) -> list[str]:
    places = {party: shlex.quote(str(demo.folder / name.lower())) for party, name in NAMES.items()}
    record, who = demo.figures["a record of TJK"], f"--as tjk.officer --purpose {PURPOSE}"
    return [
        f"maslahat node log verify {shlex.quote(str(demo.folder))}",
        f"maslahat node witness {places['KAZ']}",
        f"maslahat node list {places['TJK']} {who}",
        f"maslahat node why {places['TJK']} {record} {who} --action export",
        f"maslahat node match {places['KGZ']}",
    ]
