"""Does any of you hold this? Private set intersection between two nodes, with limits (§12).

Takes records that the policy lets take part; gives back how many keys both sides hold, then which, where both
consent. Also the normal forms of names, documents, plates, phones and places that keys are made of.
"""

from maslahat.exchange.matching.names import likeness, romanised, skeleton
from maslahat.exchange.matching.normalise import match_keys, matchable

__all__ = ["likeness", "match_keys", "matchable", "romanised", "skeleton"]
