"""Permission: one pure function with reasons, and the same rules as SQL (§12).

Takes a principal, a question and the facts of an object; gives back a decision with every rule that holds or
fails, or the SQL that selects all objects a principal may act on. Knows no store and no clock.
"""

from maslahat.exchange.policy.decide import allowed, decide
from maslahat.exchange.policy.model import (
    ACTION_WORDS,
    ACTIONS,
    ROLES,
    Ask,
    Audience,
    ConsentFact,
    Decision,
    ObjectFacts,
    Principal,
)
from maslahat.exchange.policy.sql import SCHEMA, permitted

__all__ = [
    "ACTIONS",
    "ACTION_WORDS",
    "ROLES",
    "SCHEMA",
    "Ask",
    "Audience",
    "ConsentFact",
    "Decision",
    "ObjectFacts",
    "Principal",
    "allowed",
    "decide",
    "permitted",
]
