"""The health of a node: what is well, what is ill, in sentences (§12)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from maslahat.core import InputError
from maslahat.exchange import consent as consents
from maslahat.exchange.consent import Status
from maslahat.exchange.log import audit, audit_openings
from maslahat.exchange.post import Post
from maslahat.exchange.verify import verify_folder
from maslahat.exchange.witnessing import heads_seen, quiet, withheld

CLOCK_TOLERANCE = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined."""

    what: str
    well: bool
    detail: str


def examine(post: Post) -> list[Finding]:
    """Examine database, records, clock, log, post, the logs of others, consents and retention."""
    return [
        _database(post),
        _records(post),
        _clock(post),
        _log(post),
        _post(post),
        _witnesses(post),
        _consents(post),
        _retention(post),
    ]


def _database(post: Post) -> Finding:
    try:
        answer = post.node.store.db.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        answer = str(error)
    return Finding("database", answer == "ok", str(answer))


def _records(post: Post) -> Finding:
    ids = [row[0] for row in post.node.store.db.execute("SELECT object_id FROM bodies ORDER BY 1")]
    broken = []
    for record_id in ids:
        try:
            post.node.store.record(record_id)
        except InputError as error:
            broken.append(str(error))
    return Finding(
        "records", not broken, f"{len(ids)} open with their keys" if not broken else "; ".join(broken[:3])
    )


def _clock(post: Post) -> Finding:
    behind = post.node.clock_behind
    well = behind <= CLOCK_TOLERANCE
    return Finding(
        "clock",
        well,
        "in step" if well else f"{behind} seconds behind what this node has already seen; set it",
    )


def _log(post: Post) -> Finding:
    node = post.node
    found = audit(node.log.entries(), node.log.checkpoints(), node.card.log_key)
    if not node.secretless and (node.folder / "log").exists():
        found += verify_folder(node.folder).found
    openings = node.events()
    lost = [k for k, one in openings.items() if k >= node.log.size or one.commitment() != node.log.entry(k)]
    witnesses = [card.witness_key for card in node.partners().values()]
    dated = {k: one for k, one in openings.items() if k not in lost}
    found += audit_openings(node.log.entries(), dated, node.log.checkpoints(), witnesses)
    text = [str(one) for one in found] + [f"entry {k} does not open" for k in lost]
    return Finding(
        "log", not text, "; ".join(text[:3]) or f"{node.log.size} entries, {len(openings)} of them events"
    )


def _post(post: Post) -> Finding:
    missing = post.missing() + post.ahead()
    return Finding(
        "post", not missing, "; ".join(missing) or f"{len(post.pending())} envelopes not yet receipted"
    )


def _witnesses(post: Post) -> Finding:
    found = [str(one) for one in withheld(post.node)]
    text = f"{len(heads_seen(post.node))} logs of others followed"
    if silent := quiet(post.node):
        text += f"; no new head for a week of {', '.join(silent)}"
    return Finding("witnesses", not found, "; ".join(found[:3]) or text)


def _consents(post: Post) -> Finding:
    now = post.node.now()
    found = [consents.from_json(value) for value in post.node.store.all("consent").values()]
    waiting = sum(one.status(now) is Status.REQUESTED for one in found)
    faults = [fault for one in found for fault in consents.verify(one, post.node.authorities())]
    return Finding(
        "consents",
        not faults,
        "; ".join(map(str, faults[:3])) or f"{len(found)}, {waiting} without an answer",
    )


def _retention(post: Post) -> Finding:
    statement = "SELECT count(*) FROM bodies JOIN objects USING (object_id) WHERE expires <= ?"
    ended = int(post.node.store.db.execute(statement, (post.node.now(),)).fetchone()[0])
    return Finding(
        "retention",
        not ended,
        f"{ended} records past the end of their time" if ended else "nothing past its time",
    )
