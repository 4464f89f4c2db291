"""What one person sees and does at a node, for one purpose: every way to a record goes through the policy
(§12).

Lists, counts, pages, searches, suggestions, correlations, exports and notices are all computed from the
one set
that the policy permits, so that none of them can show what another refuses. A record that may not be read
and a
record that does not exist get the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange import consent as consents
from maslahat.exchange import correlation
from maslahat.exchange.consent import Status
from maslahat.exchange.matching.normalise import index_words
from maslahat.exchange.node import FOREVER, Node
from maslahat.exchange.policy import (
    ACTION_WORDS,
    Ask,
    Audience,
    Decision,
    ObjectFacts,
    Principal,
    allowed,
    decide,
    permitted,
)
from maslahat.exchange.records import Record, corrected, new_record
from maslahat.exchange.widening import widened

_PERMITTED = permitted("sqlite")
_CODES = frozenset({"grading", "handling", "tlp", "pap", "level", "markings"})
_KEEPING = frozenset({"review", "expires", "legal_basis"})
DEFAULT_ACTIONS = frozenset({"read", "match"})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and how many there are for this person."""

    ids: tuple[str, ...]
    total: int


class Desk:
    """A person at a node, working for one purpose."""

    def __init__(self, node: Node, principal_id: str, purpose: str) -> None:
        """Take an open node and a person on its list."""
        self.node, self.purpose = node, purpose
        self._name = node.person(principal_id).principal_id
        self.opened = 0  # records opened; tests see by it that no work is done on what is not permitted

    @property
    def who(self) -> Principal:
        """The person as the list now says: who is struck off, or given another role, is so at once."""
        return self.node.person(self._name)

    # --- looking ------------------------------------------------------------------------------------------

    def ids(self, action: str = "read") -> list[str]:
        """Return the records this person may act on, oldest first."""
        statement = (
            f"SELECT object_id FROM objects WHERE object_id IN ({_PERMITTED}) ORDER BY created, object_id"
        )
        return [row[0] for row in self.node.store.db.execute(statement, self._asked(action))]

    def count(self) -> int:
        """Return how many records this person may read."""
        return len(self.ids())

    def page(self, number: int, size: int = 20) -> Page:
        """Return page `number` (from 0) of the records, with the total."""
        ids = self.ids()
        return Page(tuple(ids[number * size : (number + 1) * size]), len(ids))

    def read(self, record_id: str) -> Record:
        """Return a record; the reading is written into the log."""
        record = self._opened(record_id, "read")
        self._use(record_id, "read")
        return record

    def search(self, text: str) -> list[str]:
        """Return the records that hold every word of the text, in any of its spellings; a hit in a record of another
        state says what it holds, and is a use of it."""
        words = [self.node.store.word(word) for word in sorted(index_words(text))]
        if not words:
            return []
        marks = ", ".join(f":word{k}" for k in range(len(words)))
        statement = (
            f"SELECT w.object_id FROM words w JOIN objects o USING (object_id) WHERE w.word IN ({marks}) "
            f"AND w.object_id IN ({_PERMITTED}) GROUP BY w.object_id HAVING count(*) = :count "
            "ORDER BY min(o.created), w.object_id"
        )
        values = {**self._asked("read"), "count": len(words), **{f"word{k}": w for k, w in enumerate(words)}}
        found = [row[0] for row in self.node.store.db.execute(statement, values)]
        self._use_foreign(found)
        return found

    def suggest(self, prefix: str, limit: int = 10) -> list[str]:
        """Return values that begin with the prefix, out of the records this person may read; a value of another
        state's record that is shown is a use of it."""
        start = prefix.casefold()
        values: dict[str, set[str]] = defaultdict(set)
        for record in self.records():
            for _, value in record.fields:
                if value.casefold().startswith(start):
                    values[value].add(record.record_id)
        shown = sorted(values)[:limit]
        self._use_foreign({record_id for value in shown for record_id in values[value]})
        return shown

    def records(self, action: str = "read") -> list[Record]:
        """Return the records this person may act on, opened. Nothing is logged: who shows a person what they say logs
        that."""
        return [self._opened(record_id, action) for record_id in self.ids(action)]

    def correlations(self, record_id: str) -> list[correlation.Link]:
        """Return the readable records that share values with this one, weighed among readable records
        only."""
        record = self._opened(record_id, "read")
        found = correlation.links(self.node.store, record, _PERMITTED, self._asked("read"))
        if found:
            self._use_foreign({record_id, *(link.record_id for link in found)})
        return found

    def history(self, record_id: str) -> list[str]:
        """Return what happened to a record as lines; who else received it is for the originator only."""
        self._opened(record_id, "read")
        facts = self._facts(record_id)
        events = [one.event for _, one in sorted(self.node.events(record_id).items())]
        if facts.originator != self.who.party:
            events = [event for event in events if event.get("party") == self.who.party]
        return [f"{event['at']} {event['kind']} {event.get('detail', '')}".rstrip() for event in events]

    def audiences(self, record_id: str) -> tuple[Audience, ...]:
        """Return the audiences of a record: all to its originator, to others only their own name in their
        own."""
        self._opened(record_id, "read")
        facts = self._facts(record_id)
        if facts.originator == self.who.party:
            return facts.audiences
        mine = {self.who.principal_id, self.who.party, self.who.unit}
        return tuple(
            replace(a, audience_id="", members=a.members & mine) for a in facts.audiences if a.members & mine
        )

    def notices(self) -> list[str]:
        """Return what has come in for this person, newest last."""
        return [
            f"{record_id} received"
            for record_id in self.ids()
            if self._facts(record_id).originator != self.who.party
        ]

    def why(self, record_id: str, action: str = "read", now: int | None = None) -> Decision:
        """Return the decision with its reasons; for a record this person may not read, as if it did not
        exist."""
        facts = self.node.store.facts(record_id)
        at = self.node.now() if now is None else now
        if facts is None or not self._may_know(facts, at):
            raise _nothing(record_id)
        return decide(self.who, Ask(action, self.purpose, at), facts)

    # --- doing --------------------------------------------------------------------------------------------

    def create(self, kind: str, fields: Mapping[str, str], **rest: Any) -> str:
        """Make a record of this person's state, seen by nobody else; return its name."""
        with self.node.change() as now:
            purposes = frozenset({self.purpose})
            rest = {"legal_basis": "national law", "purposes": purposes, **rest}
            record = new_record("new", kind, self.who.party, fields, now, **rest)
            return self.add(record)

    def add(self, record: Record) -> str:
        """Store a finished record of this person's own state as a draft, under a fresh name; return the name."""
        if record.originator != self.who.party or "edit" not in self._role_actions():
            raise InputError(
                Fault(
                    "record", f"of {record.originator}", f"an officer of {self.who.party} and its own record"
                )
            )
        with self.node.change():
            # A name chosen outside is never taken over: whether it is given or changed would tell that it was free.
            record = replace(record, record_id=self.node.fresh_id())
            self._keep(record, "draft")
            self.node.note("created", record.record_id, party=self.who.party, by=self.who.principal_id)
        return record.record_id

    def edit(self, record_id: str, name: str, new: str, reason: str) -> None:
        """Correct one field; the correction is recorded and every consent to the old version is void."""
        with self.node.change() as now:
            before = self._opened(record_id, "edit")
            by = self.who.principal_id
            record = corrected(before, name, new, at=now, by=by, reason=reason)
            self._keep(record, self._facts(record_id).state)
            self.node.note("corrected", record_id, party=self.who.party, by=by, detail=name)

    def reclassify(self, record_id: str, **codes: Any) -> None:
        """Change grading, handling, tlp, pap, level, markings, or how a record of one's own is kept: review, expires,
        legal_basis."""
        known = _CODES | _KEEPING
        if not codes.keys() <= known:
            raise InputError(Fault("codes", ", ".join(sorted(codes)), f"some of {', '.join(sorted(known))}"))
        with self.node.change():
            record = replace(self._opened(record_id, "edit"), **codes)
            self._keep(record, self._facts(record_id).state)
            detail = ", ".join(sorted(codes))
            kind = "graded" if codes.keys() <= _CODES else "kept"
            self.node.note(kind, record_id, party=self.who.party, by=self.who.principal_id, detail=detail)

    def must_not_widen(self, keep: str, other: str) -> None:
        """Raise InputError where a reader of `keep` would learn from it what `other` says and he may not read."""
        reasons = widened(self._facts(keep), self._facts(other))
        if reasons:
            found = f"{keep} has {'; '.join(reasons)}"
            mend = f"Take {keep} back or bring its codes into line, merge, and share again."
            raise InputError(
                Fault(f"records {keep} and {other}", found, "one no more open than the other", mend)
            )

    def replace_record(self, record: Record) -> None:
        """Store another version of a record of one's own; consents to the old version are void."""
        with self.node.change():
            self._must(record.record_id, "edit")
            self._keep(record, self._facts(record.record_id).state)

    def share(
        self,
        record_id: str,
        members: Iterable[str],
        actions: Iterable[str] = DEFAULT_ACTIONS,
        *,
        until: int = FOREVER,
    ) -> str:
        """Open a record to one audience for this purpose; audiences do not see each other. Return its
        name."""
        with self.node.change() as now:
            facts = self._must(record_id, "share")
            audience = Audience(
                self.node.fresh_id(),
                now,
                min(until, facts.expires),
                frozenset(members),
                frozenset(actions),
                frozenset({self.purpose}),
            )
            self.node.store.put_audience(record_id, audience)
            self.node.store.set_state(record_id, "active")
            detail = ", ".join(sorted(audience.members)) or "nobody"
            self.node.note("shared", record_id, party=self.who.party, by=self.who.principal_id, detail=detail)
        return audience.audience_id

    def withdraw(self, record_id: str) -> None:
        """Take a record back from everyone: reads stop at once."""
        with self.node.change():
            self._must(record_id, "share")
            self.node.store.set_state(record_id, "withdrawn")
            self.node.store.drop_audiences(record_id)
            self.node.note("withdrawn", record_id, party=self.who.party, by=self.who.principal_id)

    def export(self) -> list[Record]:
        """Return the records this person may take out; each is logged."""
        with self.node.change():
            found = self.records("export")
            for record in found:
                self._use(record.record_id, "export")
        return found

    def must(self, record_id: str, action: str) -> Record:
        """Return the record where the action is allowed, logging the use; raise InputError where it is
        not."""
        with self.node.change():
            record = self._opened(record_id, action)
            self._use(record_id, action)
        return record

    # --- underneath ---------------------------------------------------------------------------------------

    def _may_know(self, facts: ObjectFacts, at: int) -> bool:
        """May this person know that there is such a record: who may read it, and, at its originator, who is cleared
        for it and holds its markings (the other rules are about what for and when)."""
        decision = decide(self.who, Ask("read", self.purpose, at), facts)
        secret = {"person", "clearance", "markings"} & {finding.rule for finding in decision.failed}
        return decision.allowed or (facts.originator == self.who.party and not secret)

    def _asked(self, action: str) -> dict[str, Any]:
        return {
            "who": self.who.principal_id,
            "action": action,
            "purpose": self.purpose,
            "now": self.node.now(),
        }

    def _facts(self, record_id: str) -> ObjectFacts:
        facts = self.node.store.facts(record_id)
        if facts is None:
            raise _nothing(record_id)
        return facts

    def _must(self, record_id: str, action: str) -> ObjectFacts:
        facts = self.node.store.facts(record_id)
        now = self.node.now()
        if facts is None:
            raise _nothing(record_id)
        if not allowed(self.who, Ask(action, self.purpose, now), facts):
            readable = allowed(self.who, Ask("read", self.purpose, now), facts)
            raise self._refusal(facts, action) if readable else _nothing(record_id)
        return facts

    def _refusal(self, facts: ObjectFacts, action: str) -> InputError:
        decision = decide(self.who, Ask(action, self.purpose, self.node.now()), facts)
        rules = ", ".join(finding.rule for finding in decision.failed)
        mend = f"Who could grant it: {'; '.join(decision.who_could_grant)}."
        found = f"you may read it but not {ACTION_WORDS[action]}"
        return InputError(Fault(f"record {facts.object_id}", found, f"the rules {rules}", mend))

    def _opened(self, record_id: str, action: str) -> Record:
        self._must(record_id, action)
        record = self.node.store.record(record_id)
        if record is None:
            raise _nothing(record_id)
        self.opened += 1
        return record

    def _keep(self, record: Record, state: str) -> None:
        before = self.node.store.facts(record.record_id)
        self.node.store.put_record(record, state)
        words = {word for _, value in record.fields for word in index_words(value)}
        self.node.store.index(record.record_id, words)
        correlation.index(self.node.store, record)
        if before is not None and before.digest != record.digest:
            self.node.supersede(record.record_id, before.digest)

    def _use(self, record_id: str, action: str) -> None:
        """Write the use into the log, and into every consent that it rests on."""
        with self.node.change() as now:
            by = self.who.principal_id
            self.node.note("used", record_id, party=self.who.party, by=by, detail=action)
            names = {self.who.principal_id, self.who.party, self.who.unit}
            for fact in self._facts(record_id).consents:
                fits = (fact.action, fact.purpose, fact.status) == (action, self.purpose, "granted")
                if fits and fact.recipient in names and fact.from_at <= now < fact.to_at:
                    self._use_consent(fact.consent_id.partition("/")[0], record_id, now)

    def _use_foreign(self, record_ids: Iterable[str]) -> None:
        """Log that something of these records was shown, where they are another state's: its consent says each use."""
        for record_id in sorted(set(record_ids)):
            if self._facts(record_id).originator != self.who.party:
                self._use(record_id, "read")

    def _use_consent(self, consent_id: str, record_id: str, now: int) -> None:
        consent = self.node.consent(consent_id)
        if consent.status(now) is Status.GRANTED and consent.terms.requester == self.node.party:
            # Who signs nothing himself uses it all the same: his node tells the originator.
            name = self.who.principal_id
            name = name if self.node.store.get("person key", name) else consents.house_name(self.node.party)
            # Numbered, so that two uses in one second are two where histories are joined.
            note = f"{record_id}, use {consent.uses + 1}"
            used = consents.step(consent, "used", name, self.node.person_key(name), now, note)
            self.node.store.put("consent", consent_id, consents.to_json(used))

    def _role_actions(self) -> set[str]:
        if self.who.role == "officer" and self.who.active:
            return {"edit"}
        return set()


def _nothing(record_id: str) -> InputError:
    return InputError(
        Fault(f"record {record_id}", "nothing that you may see under this name", "a record that you may read")
    )
