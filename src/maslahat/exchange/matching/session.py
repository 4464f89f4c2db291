"""One question between two nodes: does any of you hold this? First how many, then which, if both consent
(§12).

match request → match answer (count) → reveal, signed by an officer → granted or refused by an approver →
match hits
→ match told. Each step is in both logs. A record takes part where the policy allows `match` for the partner.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from maslahat.core import Fault, InputError
from maslahat.exchange.card import Card
from maslahat.exchange.desk import Desk
from maslahat.exchange.matching import psi
from maslahat.exchange.matching.limits import Asked, Limits, enumeration, refusals
from maslahat.exchange.matching.normalise import match_keys, matchable
from maslahat.exchange.post import Post

LIMITS = Limits()


# --- what a person does
# ---------------------------------------------------------------------------------------


def ask(post: Post, desk: Desk, party: str, kinds: Iterable[str] = (), limits: Limits = LIMITS) -> str:
    """Ask a partner how many of our keys it holds; return the name of the question."""
    keys = own_keys(desk, frozenset(kinds) or None)
    faults = enumeration(limits, keys)
    if len(keys) < limits.least_elements:
        mend = "Let more records take part."
        faults.append(Fault("match set", f"{len(keys)} keys", f"at least {limits.least_elements}", mend))
    if faults:
        with post.node.change():
            post.node.note("match refused", party=post.node.party, detail="; ".join(map(str, faults)))
        raise InputError(faults)
    question = psi.query(keys, reveal=False)
    with post.node.change() as now:
        name = post.node.fresh_id()
        _keep(post, name, mine=True, party=party, purpose=desk.purpose, keys=keys, key=_text(question.key),
              request=_text(question.request), at=now, status="asked")  # fmt: skip
        post.node.note(
            "match asked", party=post.node.party, by=desk.who.principal_id, detail=f"{party} {len(keys)}"
        )
        post.send(party, "match request", session=name, purpose=desk.purpose, attachment=question.request)
    return name


def reveal(post: Post, desk: Desk, name: str) -> None:
    """Ask the partner to let both sides know which keys hit."""
    session = sessions(post)[name]
    _expect(name, session, "counted", mine=True)
    desk_key = post.node.person_key(desk.who.principal_id)
    question = psi.query(session["keys"], reveal=True, key=_bytes(session["key"]))
    signature = desk_key.sign(_reveal_text(name, question.request))
    with post.node.change():
        _keep(post, name, **{**session, "status": "asked for hits"})
        by = desk.who.principal_id
        post.node.note("match reveal asked", party=post.node.party, by=by, detail=session["party"])
        signed = {"by": by, "signature": _text(signature)}
        post.send(session["party"], "match reveal", session=name, **signed, attachment=question.request)


def consent(post: Post, desk: Desk, name: str, granted: bool) -> None:
    """Grant or refuse that both sides learn which keys hit; only an approver may."""
    session = sessions(post)[name]
    _expect(name, session, "asked for hits", mine=False)
    if desk.who.role != "approver":
        raise InputError(Fault(f"match {name}", f"{desk.who.role} {desk.who.principal_id}", "an approver"))
    response = (
        psi.answer(_bytes(session["set key"]), _bytes(session["reveal"]), reveal=True) if granted else b""
    )
    word = "granted" if granted else "refused"
    with post.node.change():
        _keep(post, name, **{**session, "status": word})
        post.node.note(
            f"match {word}", party=post.node.party, by=desk.who.principal_id, detail=session["party"]
        )
        post.send(session["party"], "match hits", session=name, granted=granted, attachment=response)


def sessions(post: Post) -> dict[str, dict[str, Any]]:
    """Return every question of this node, asked or answered, by name."""
    return dict(post.node.store.all("match"))


def own_keys(desk: Desk, kinds: frozenset[str] | None = None) -> list[str]:
    """Return the keys of this state's own records that the person may let take part."""
    records = [record for record in desk.records("match") if record.originator == desk.who.party]
    return sorted({key for record in records for key in matchable(match_keys(record), kinds)})


def held_keys(post: Post, party: str, purpose: str) -> list[str]:
    """Return the keys of this state's own records that the policy lets take part for a partner and
    purpose."""
    desk = Desk(post.node, f"partner:{party}", purpose)
    records = (post.node.store.record(record_id) for record_id in desk.ids("match"))
    own = [record for record in records if record is not None and record.originator == post.node.party]
    return sorted({key for record in own for key in matchable(match_keys(record))})


# --- what a message does
# --------------------------------------------------------------------------------------


def take_request(post: Post, partner: Card, message: Mapping[str, Any], limits: Limits = LIMITS) -> None:
    """Answer with what it takes to count, or refuse, tell both sides and remember."""
    name, purpose, now = str(message["session"]), str(message["purpose"]), post.node.now()
    if post.node.store.get("match", name) is not None:
        # Else a partner could put another set in the place of the one an approver is looking at.
        raise InputError(Fault(f"match {name}", "a name in use", "a new name for a new question"))
    request = bytes(message["attachment"])
    elements = psi.count_of(request)
    keys = held_keys(post, partner.party, purpose)
    log = f"{partner.party} {purpose}"
    earlier = [Asked(*asked) for asked in post.node.store.get("match quota", log) or []]
    faults = refusals(_agreed(post, partner.party, limits), earlier, elements, len(keys), now)
    if faults:
        _refuse(post, partner, name, faults)
        return
    post.node.store.put("match quota", log, [*((a.at, a.elements) for a in earlier), (now, elements)])
    prepared = prepared_set(post, partner.party, purpose, keys)
    response = psi.answer(prepared.key, request, reveal=False)
    _keep(post, name, mine=False, party=partner.party, purpose=purpose, request=_text(request), at=now,
          status="counted", **{"set key": _text(prepared.key)})  # fmt: skip
    post.node.note("match answered", party=partner.party, detail=f"{elements} elements for {purpose}")
    version = hashlib.sha256(prepared.setup).hexdigest()
    # A partner that has this set already is not sent it again.
    known = post.node.store.get("match set sent", log) == version
    post.node.store.put("match set sent", log, version)
    setup = b"" if known else prepared.setup
    post.send(
        partner.party, "match answer", session=name, set=version, cut=len(setup), attachment=setup + response
    )


def take_answer(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Count what both hold, and tell the partner that a count was made (not which)."""
    name = str(message["session"])
    session = _mine(post, partner, name, "asked")
    data, cut = bytes(message["attachment"]), int(message["cut"])
    if cut:
        post.node.store.put("match set", f"{partner.party} {message['set']}", _text(data[:cut]))
    setup = post.node.store.get("match set", f"{partner.party} {message['set']}")
    if setup is None:
        raise InputError(Fault(f"match {name}", "a set that was never sent", "the set with its first answer"))
    found = psi.size(_bytes(session["key"]), _bytes(setup), data[cut:])
    _keep(post, name, **{**session, "status": "counted", "size": found, "set": message["set"]})
    post.node.note("match counted", party=partner.party, detail=str(found))


def take_reveal(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Keep the wish to learn the hits for an approver to answer; it must be about the very set that was
    counted."""
    name, request = str(message["session"]), bytes(message["attachment"])
    session = _theirs(post, partner, name, "counted")
    now = post.node.now()
    signers = [
        a.public
        for a in partner.authorities
        if (a.person, a.party) == (message["by"], partner.party) and a.from_at <= now < a.to_at
    ]
    if not any(_signed(public, message, request) for public in signers):
        raise InputError(
            Fault(f"match {name}", f"no good signature of {message['by']}", f"one of {partner.party}")
        )
    if not psi.same_set(request, _bytes(session["request"])):
        raise InputError(Fault(f"match {name}", "another set than was counted", "the same set"))
    _keep(
        post, name, **{**session, "status": "asked for hits", "reveal": _text(request), "by": message["by"]}
    )
    post.node.note("match reveal asked", party=partner.party, by=str(message["by"]))


def take_hits(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Learn which keys hit, and tell the partner, who consented to it."""
    name = str(message["session"])
    session = _mine(post, partner, name, "asked for hits")
    if not message["granted"]:
        _keep(post, name, **{**session, "status": "refused"})
        post.node.note("match refused", party=partner.party)
        return
    setup = post.node.store.get("match set", f"{partner.party} {session['set']}")
    places = psi.hits(_bytes(session["key"]), _bytes(setup), bytes(message["attachment"]))
    keys = [session["keys"][place] for place in places]
    _keep(post, name, **{**session, "status": "known", "hits": keys})
    post.node.note("match known", party=partner.party, detail=str(len(keys)))
    post.send(partner.party, "match told", session=name, keys=keys)


def take_told(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Learn which of one's own keys hit."""
    name = str(message["session"])
    session = _theirs(post, partner, name, "granted")
    held = set(held_keys(post, partner.party, session["purpose"]))
    keys = [str(key) for key in message["keys"]]
    if not set(keys) <= held:
        # A partner that names a key that was not in the set is guessing, or its set has changed since.
        post.node.note("alarm", party=partner.party, detail="keys told that were not in the set")
    _keep(post, name, **{**session, "status": "known", "hits": [key for key in keys if key in held]})
    post.node.note("match known", party=partner.party, detail=str(len(keys)))


def take_refusal(post: Post, partner: Card, message: Mapping[str, Any]) -> None:
    """Keep why a partner did not answer; it is an alarm on this side too."""
    name = str(message["session"])
    session = _mine(post, partner, name, "asked")
    _keep(post, name, **{**session, "status": "refused", "reason": str(message["reason"])})
    _alarm(post, partner.party, str(message["reason"]))


def prepared_set(post: Post, party: str, purpose: str, keys: list[str]) -> psi.Prepared:
    """Return the set prepared for a partner and purpose, from the cache where the keys are the same."""
    version = hashlib.sha256("\n".join(keys).encode()).hexdigest()
    cached = post.node.store.get("match prepared", f"{party} {purpose}")
    if cached is not None and cached["version"] == version:
        return psi.Prepared(_bytes(cached["key"]), _bytes(cached["setup"]), len(keys))
    made = psi.prepare(keys)
    value = {"version": version, "key": _text(made.key), "setup": _text(made.setup)}
    post.node.store.put("match prepared", f"{party} {purpose}", value)
    return made


# --- underneath
# -----------------------------------------------------------------------------------------------


def _refuse(post: Post, partner: Card, name: str, faults: list[Fault]) -> None:
    reason = "; ".join(map(str, faults))
    post.send(partner.party, "match refused", session=name, reason=reason)
    _alarm(post, partner.party, reason)


def _alarm(post: Post, party: str, reason: str) -> None:
    text = f"private matching refused: {reason}"
    post.node.store.put("alarm", post.node.fresh_id(), {"at": post.node.now(), "text": text, "from": party})
    post.node.note("alarm", party=party, detail=text)


def _agreed(post: Post, party: str, limits: Limits) -> Limits:
    agreed = post.node.store.get("match limits", party)
    return limits if agreed is None else Limits(**agreed)


def _keep(post: Post, name: str, **session: Any) -> None:
    post.node.store.put("match", name, session)


def _expect(name: str, session: Mapping[str, Any], status: str, *, mine: bool) -> None:
    if session["status"] != status or session["mine"] != mine:
        side = "asked here" if mine else "asked by a partner"
        raise InputError(Fault(f"match {name}", f"status {session['status']}", f"{status}, {side}"))


def _mine(post: Post, partner: Card, name: str, status: str) -> dict[str, Any]:
    return _found(post, partner, name, status, True)


def _theirs(post: Post, partner: Card, name: str, status: str) -> dict[str, Any]:
    return _found(post, partner, name, status, False)


def _found(post: Post, partner: Card, name: str, status: str, mine: bool) -> dict[str, Any]:
    session = post.node.store.get("match", name)
    if session is None or session["party"] != partner.party:
        raise InputError(
            Fault(f"match {name}", "a question that is not known", f"one between us and {partner.party}")
        )
    _expect(name, session, status, mine=mine)
    return dict(session)


def _reveal_text(name: str, request: bytes) -> bytes:
    return f"maslahat match/v1 reveal {name} {hashlib.sha256(request).hexdigest()}".encode()


def _signed(public: bytes, message: Mapping[str, Any], request: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        text = _reveal_text(str(message["session"]), request)
        Ed25519PublicKey.from_public_bytes(public).verify(_bytes(str(message["signature"])), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
