"""What keeps private matching from being used to guess: quota, least sizes, a floor on what a key is worth
(§12).

Cryptography hides what does not match; it does not stop a partner from asking about everything there is. All
figures are ours (confidence C); a treaty may set others for each partner and purpose.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maslahat.core import Fault
from maslahat.exchange.records import DAY


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one partner may ask for one purpose."""

    elements: int = 2_000  # in the window, all questions together
    sessions: int = 20  # in the window; sets that differ by one element are still questions
    window_seconds: int = 30 * DAY
    least_elements: int = 8  # on either side: the answer to a small set points at persons
    least_spare_bits: float = 6.0  # by which a set must be sparser than the space its values span


@dataclass(frozen=True, slots=True)
class Asked:
    """One earlier question."""

    at: int
    elements: int


def refusals(limits: Limits, earlier: Sequence[Asked], elements: int, held: int, now: int) -> list[Fault]:
    """Return why a question must not be answered: the quota, the number of questions, a set too small."""
    recent = [asked for asked in earlier if now - asked.at < limits.window_seconds]
    used = sum(asked.elements for asked in recent)
    faults = []
    if used + elements > limits.elements:
        found = f"{elements} elements after {used} in the last {limits.window_seconds // DAY} days"
        faults.append(Fault("match quota", found, f"at most {limits.elements}"))
    if len(recent) >= limits.sessions:
        faults.append(Fault("match quota", f"{len(recent) + 1} questions", f"at most {limits.sessions}"))
    if elements < limits.least_elements:
        faults.append(
            Fault("match set", f"{elements} elements asked about", f"at least {limits.least_elements}")
        )
    if held < limits.least_elements:
        # The asker is not told whether the set is empty or only small.
        faults.append(Fault("match set", "a set that is too small to match against", "a larger one"))
    return faults


def enumeration(limits: Limits, keys: Sequence[str]) -> list[Fault]:
    """Return a fault where a set looks like a list of all values rather than a list of things known.

    The entropy of each character position, summed, says how large a space the values span. A list of all
    numbers
    of a range fills that space; things that were seen are a sparse part of it.
    """
    faults = []
    for kind in sorted({key.partition(":")[0] for key in keys}):
        values = [key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")]
        spare = spanned_bits(values) - math.log2(len(values))
        if len(values) >= limits.least_elements and spare < limits.least_spare_bits:
            found = f"{len(values)} values of kind {kind} in a space of {spanned_bits(values):.1f} bits"
            expected = f"a space at least {limits.least_spare_bits:g} bits wider than the list"
            faults.append(Fault("match set", found, expected, "This looks like guessing; it is logged."))
    return faults


def spanned_bits(values: Sequence[str]) -> float:
    """Return the sum over the character positions of the entropy of what stands there, in bits."""
    width = max(map(len, values), default=0)
    total = 0.0
    for place in range(width):
        counts = Counter(value[place : place + 1] for value in values)
        total -= sum(n / len(values) * math.log2(n / len(values)) for n in counts.values())
    return total
