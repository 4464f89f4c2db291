"""Small random finite problems with everything in them, and their answers by listing every outcome."""

from __future__ import annotations

import copy
import itertools
from fractions import Fraction

import numpy as np

from maslahat.accord.finite import Box, FiniteProblem, Issue, Rule, Scores

NAMES = {"name", "names", "digest", "kind", "source", "options", "notes", "text"}


def random_problem(rng):
    """Return a problem of two to four parties with ties, interactions, rules, boxes and odd denominators."""
    parties, count = int(rng.integers(2, 5)), int(rng.integers(1, 6))
    issues = tuple(Issue(f"i{k}", tuple(f"o{j}" for j in range(rng.integers(1, 5)))) for k in range(count))
    denominator = int(rng.choice([1, 1, 3, 7, 10**9 + 7]))
    scores = [Scores((k,), _table(rng, (len(issues[k].options), parties), denominator)) for k in range(count)]
    rules = []
    if count >= 2 and rng.random() < 0.5:
        pair = tuple(sorted(rng.choice(count, 2, replace=False).tolist()))
        shape = tuple(len(issues[k].options) for k in pair)
        scores.append(Scores(pair, _table(rng, (*shape, parties), denominator)))
    if count >= 2 and rng.random() < 0.5:
        pair = tuple(sorted(rng.choice(count, 2, replace=False).tolist()))
        shape = tuple(len(issues[k].options) for k in pair)
        rules.append(Rule(pair, rng.random(shape) < 0.7, "some go together"))
    boxes = ()
    if rng.random() < 0.3:
        worth = tuple(Fraction(int(x)) for x in rng.integers(-2, 3, parties))
        boxes = (Box(((int(rng.integers(count)), (0,)),), worth),)
    quo = tuple(int(rng.integers(len(issue.options))) for issue in issues) if rng.random() < 0.6 else None
    reserved = tuple(Fraction(int(rng.integers(4))) if rng.random() < 0.5 else None for _ in range(parties))
    power = tuple(int(x) for x in rng.integers(1, 4, parties)) if rng.random() < 0.3 else ()
    names = tuple(f"p{k}" for k in range(parties))
    return FiniteProblem(
        "case", names, issues, tuple(scores), boxes, tuple(rules), reserved, quo, None, power
    )


def _table(rng, shape, denominator):
    table = np.empty(shape, object)
    flat = table.reshape(-1)
    for k in range(flat.size):
        flat[k] = Fraction(int(rng.integers(6)) * int(rng.integers(1, 4)), denominator)
    return table


def every_outcome(problem):
    """Return worth -> outcomes, over all outcomes that obey the rules."""
    found = {}
    for outcome in itertools.product(*(range(len(issue.options)) for issue in problem.issues)):
        if problem.allows(outcome):
            found.setdefault(problem.utilities(outcome), []).append(outcome)
    return found


def brute_frontier(problem):
    """Return worth -> outcomes, over the Pareto optimal ones."""
    found = every_outcome(problem)
    return {worth: o for worth, o in found.items() if not any(_beats(other, worth) for other in found)}


def _beats(other, one):
    return other != one and all(a >= b for a, b in zip(other, one, strict=True))


def numbers(value, path=()):
    """Yield the path of every number, also of those written as text."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in NAMES:
                yield from numbers(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from numbers(item, (*path, place))
    elif isinstance(value, int):
        yield path
    elif isinstance(value, str):
        try:
            Fraction(value)
        except ValueError:
            return
        yield path


def mutated(certificate, rng):
    copied = copy.deepcopy(certificate)
    paths = list(numbers(certificate))
    *way, last = paths[rng.integers(len(paths))]
    holder = copied
    for step in way:
        holder = holder[step]
    old = holder[last]
    change = int(rng.choice([-3, -1, 1, 2, 10]))
    holder[last] = old + change if isinstance(old, int) else str(Fraction(old) + Fraction(change, 3))
    return copied
