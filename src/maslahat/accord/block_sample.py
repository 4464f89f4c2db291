"""At what weights a rule on many parts will end: found on a few of the parts first (§7).

A few parts, each counted several times, curve much as all parts do. They are moved so that at the weights
looked at last they give what all parts give; then the rule on them ends near where it ends on all, and each
move brings it nearer. Only where all parts are asked first depends on it, never what they answer.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import numpy as np

from maslahat.accord.blocks import Blocks
from maslahat.accord.problem import Floats, LinearProblem
from maslahat.accord.solution import Solution
from maslahat.core import InputError

Rule = Callable[[LinearProblem], Solution]

ENOUGH = 40  # parts from which on a sample of them is worth its questions
SAMPLES = ((30, 1e-2, 1), (12, 1e-3, 1), (4, 1e-4, 2))  # parts that one stands for, what it leaves, moves
TURNS = 30
KEPT_BACK = 1e-9
CLOSE = 1e-3  # weights nearer than this are left to the rounds on all parts
ASIDE = 1e-4
GOLDEN = 0.6180339887498949
TRACE = 1e-3  # weight with which a party is asked that has none


def approach(blocks: Blocks, rule: Rule, first: Rule) -> None:
    """Ask all parts near the weights at which `rule` will end.

    `first` is a rule that is defined even where some party loses; it stands in where the other is not.
    """
    with suppress(InputError):  # what the sample has no answer to, all parts are asked
        if blocks.parts.count >= ENOUGH:
            _approach(blocks, rule, first)
    if not blocks.complete:
        blocks.ask(np.ones(blocks.problem.n), 0.0)


def _approach(blocks: Blocks, rule: Rule, first: Rule) -> None:
    for stands_for, nearly, moves in SAMPLES:
        sample = _Sample(blocks, stands_for)
        if not blocks.complete:
            blocks.ask(blocks.at, 0.0, sample.among)
            blocks.ask(sample.ends(first, None, nearly), 0.0)
        _moved(blocks, sample, rule, first, nearly, moves)


def _moved(blocks: Blocks, sample: _Sample, rule: Rule, first: Rule, nearly: float, moves: int) -> None:
    for _ in range(moves):
        last = blocks.at
        shift = sample.shift(last)
        try:
            weights = sample.ends(rule, shift, nearly)
        except InputError:
            weights = sample.ends(first, shift, nearly)
        if float(np.abs(weights - last).max()) < CLOSE:
            return
        blocks.ask(weights, sample.room(weights))


class _Sample:
    """Some of the parts, spread over all."""

    def __init__(self, blocks: Blocks, stands_for: int) -> None:
        self.blocks = blocks
        self.among = tuple(sorted(blocks.parts.nearest[0][::stands_for]))
        self.factor = blocks.parts.count / len(self.among)

    def shift(self, weights: Floats) -> Floats:
        """Return what the sample lacks at these weights of what all parts give."""
        best = self.blocks.best_seen(weights)
        every = np.array([own.gains for own in best if own])
        return np.asarray(every.sum(axis=0) - self.factor * every[list(self.among)].sum(axis=0))

    def room(self, weights: Floats) -> float:
        """Return what a part may keep back at these weights without being asked."""
        best = self.blocks.best_seen(weights)
        sizes = np.abs(np.array([own.gains for own in best if own])).sum(axis=0)
        return KEPT_BACK * float(weights @ sizes) / len(best)

    def ends(self, rule: Rule, shift: Floats | None, nearly: float) -> Floats:
        """Return the weights at which the rule ends on the sample. Raises what the rule raises."""
        blocks, factor, before = self.blocks, self.factor, self.blocks.at
        for _ in range(TURNS):
            found = rule(blocks.master(self.among, factor, shift))
            held = found.stages[0].support if found.stages else found.support
            before = _asked(np.sqrt(before * _asked(held.weights)))
            blocks.ask(before, 0.0, self.among)
            best = [blocks.best_seen(held.weights)[k] for k in self.among]
            weighed = float(held.weights @ np.abs(found.gains))
            if np.maximum(blocks.excess(held, best, factor), 0).sum() <= nearly * weighed:
                break
        return _asked(held.weights)


def _asked(weights: Floats) -> Floats:
    """Return the weights a little to one side: where many parts turn at once, all take the same turn."""
    largest = max(float(weights.max()), 1e-300)
    aside = 1 + ASIDE * (np.arange(1, len(weights) + 1) * GOLDEN % 1 - 0.5)
    return np.asarray(np.maximum(weights / largest, TRACE) * aside)
