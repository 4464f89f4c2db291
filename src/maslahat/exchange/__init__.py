"""Sharing without giving away, between a Centre and national nodes (§12).

Takes records that a state keeps to itself; gives back hit or no hit, copies under consent, and a log that
the other
states witness. One folder a node; no web in it. What needs no cryptography is exported here; a node at
work is in
`node` (create, open_node), `desk` (what one person sees and does), `office` (its post), `sharing`,
`witnessing`,
`matching` and `verify`, which need the extra `exchange`.
"""

from maslahat.exchange.policy import Ask, Decision, ObjectFacts, Principal, decide, permitted
from maslahat.exchange.records import Record, new_record
from maslahat.exchange.scales import Grading, Handling, Pap, Scale, Tlp, convert

__all__ = [
    "Ask",
    "Decision",
    "Grading",
    "Handling",
    "ObjectFacts",
    "Pap",
    "Principal",
    "Record",
    "Scale",
    "Tlp",
    "convert",
    "decide",
    "new_record",
    "permitted",
]
