"""A node at work: the post with a handler for every type of message this version knows (§12)."""

from __future__ import annotations

from functools import partial

from maslahat.exchange import copies, sharing, witnessing
from maslahat.exchange.matching import session
from maslahat.exchange.node import Node
from maslahat.exchange.post import Handler, Post, received

HANDLERS: dict[str, Handler] = {
    "receipt": received,
    "record": sharing.take_record,
    "consent": sharing.take_consent,
    "passed on": sharing.take_passed_on,
    "recall": copies.take_recall,
    "recall receipt": copies.take_recall_receipt,
    "head": witnessing.take_head,
    "cosignature": witnessing.take_cosignature,
    "alarm": witnessing.take_alarm,
    "match request": session.take_request,
    "match answer": session.take_answer,
    "match reveal": session.take_reveal,
    "match hits": session.take_hits,
    "match told": session.take_told,
    "match refused": session.take_refusal,
}


def post_of(node: Node) -> Post:
    """Return the post of a node with every handler in place; from now on a change of a record is told to its holders."""
    post = Post(node, HANDLERS)
    node.on_change_of_record = partial(copies.follow_changes, post)
    copies.follow_changes(post)  # what was changed while there was no post
    return post
