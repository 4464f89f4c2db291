"""Honest certificates of every kind, drawn at random, and small lies put into them (issue 3: 1,000 of 1,000)."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from fractions import Fraction as F
from typing import Any

import numpy as np
from accord_finite_cases import every_outcome, random_problem

from maslahat.accord import LinearProblem, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.adjusted import Points, adjusted_winner
from maslahat.accord.adjusted_report import adjusted_json
from maslahat.accord.certificate import convex_certificate, keeping_certificate, split_certificate
from maslahat.accord.check import digest_of
from maslahat.accord.finite import FiniteProblem, Issue, Scores
from maslahat.accord.finite_answer import Answer
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_json import bargain_json
from maslahat.accord.finite_solve import solve
from maslahat.accord.form_certificate import (
    airport_certificate,
    claims_certificate,
    interval_certificate,
    partition_certificate,
    voting_certificate,
)
from maslahat.accord.form_file import Form
from maslahat.accord.game import Game
from maslahat.accord.game_file import NamedGame
from maslahat.accord.game_report import game_report, report_document
from maslahat.accord.interval import IntervalGame
from maslahat.accord.keeping import Promise, keeping
from maslahat.accord.partition import PartitionGame
from maslahat.accord.ranking import Rankings, rank_answer
from maslahat.accord.ranking_report import ranking_json
from maslahat.accord.voting import VotingBody
from maslahat.core import InputError

Document = dict[str, Any]
Place = tuple[Any, ...]
INF = np.inf
# What states the case and not the answer: who changes it, and makes the digest anew, has written another case.
CASE = {
    "parties",
    "party",
    "v_by_mask",
    "problem",
    "cooperate",
    "deviate_now",
    "punish",
    "periods_per_year",
    "discount",
    "total",
    "weights",
    "quotas",
    "estate",
    "claims",
    "costs",
    "worth",
    "bounds_by_mask",
    "options",
    "ranks",
    "accepts",
    "item",
    "source",
    "game",
    "name",
    "note",
    "undefined",
    "unions",
    "format",
    "kind",
    "digest",
}
# What may be left out, or be another, and the rest still holds: fewer claims, words, another proof that is one too
# (prices within another reach, other weights of a cut, a gap that is larger than the true one), the rules of a table.
FEWER = {"forms"}
CASE |= {"reach", "gap", "cuts", "notes", "rules", "boxes", "reserved", "power"}


def _letters(n: int) -> list[str]:
    return [chr(ord("A") + i) for i in range(n)]


def _game(rng: random.Random) -> Document:
    n = rng.randrange(2, 6)
    values = [rng.randrange(-10, 30 * mask.bit_count()) for mask in range(1, 1 << n)]
    unions = ((0,), tuple(range(1, n)))
    return report_document([game_report(NamedGame("here", Game.from_masks(values), unions))])


def _with_forms(rng: random.Random) -> Document:
    game = game_report(NamedGame("here", Game.from_masks([rng.randrange(9) for _ in range(7)])))
    return report_document([game], [Form("there", _voting(rng)), Form("yonder", _claims(rng))])


def _convex(rng: random.Random) -> Document:
    draw = np.random.default_rng(rng.randrange(10**9))
    problem = LinearProblem(
        draw.uniform(0.2, 1, (4, 6)),
        np.full(4, -INF),
        draw.uniform(5, 9, 4),
        np.zeros(6),
        np.full(6, 4.0),
        draw.uniform(0.1, 1, (3, 6)),
        disagreement=draw.uniform(0.1, 0.3, 3),
        constant=draw.uniform(0.01, 0.1, 3),
    )
    return convex_certificate(
        problem, [rule(problem) for rule in (nash, kalai_smorodinsky, leximin, utilitarian)]
    )


def _keeping(rng: random.Random) -> Document:
    periods = rng.choice([1, 2, 4, 12])
    keep = np.array([rng.randrange(30, 60) / 10 for _ in range(periods)])
    tempted = keep + np.array([rng.randrange(5, 60) / 10 for _ in range(periods)])
    broken = keep - np.array([rng.randrange(5, 30) / 10 for _ in range(periods)])
    return keeping_certificate(
        {"up": keeping(Promise(keep, tempted, broken, periods), rng.choice([0.01, 0.5, 0.9]))}
    )


def _split(rng: random.Random) -> Document:
    weights = [F(rng.randrange(1, 9)) for _ in range(rng.randrange(2, 5))]
    total = F(rng.randrange(10, 99), 7)
    return split_certificate(total, weights, [total * weight / sum(weights) for weight in weights])


def _answer(rng: random.Random) -> Answer:
    while True:
        problem = random_problem(np.random.default_rng(rng.randrange(10**9)))
        if every_outcome(problem):
            return solve(problem)


def _finite(rng: random.Random) -> Document:
    return certify(_answer(rng))


def _finite_weights(rng: random.Random) -> Document:
    """Return a certificate without its frontier: parties that want different things, more points than the limit."""
    while True:
        draw = np.random.default_rng(rng.randrange(10**9))
        issues = tuple(Issue(f"i{k}", tuple("abcdef")) for k in range(7))
        tables = []
        for place in range(len(issues)):
            shares = draw.dirichlet([1, 1], 6) * draw.random(2) + 0.2 * draw.random((6, 2))
            tables.append(Scores((place,), (shares * 1e5).astype(np.int64)))
        problem = FiniteProblem("opposed", ("A", "B"), issues, tuple(tables), reserved=(F(1000), F(1000)))
        try:
            answer = solve(problem, 25)
        except InputError:  # not even one agreement is proved within so few points
            continue
        if answer.frontier is None:
            return certify(answer)


def _bargain(rng: random.Random) -> Document:
    return bargain_json([("here", _answer(rng))])


def _voting(rng: random.Random) -> Document:
    n = rng.randrange(2, 8)
    rules = tuple(tuple(rng.randrange(1, 9) for _ in range(n)) for _ in range(rng.randrange(1, 3)))
    return voting_certificate(
        VotingBody(rules, tuple(rng.randrange(1, sum(rule) + 1) for rule in rules)), _letters(n)
    )


def _claims(rng: random.Random) -> Document:
    claims = [F(rng.randrange(1, 90), rng.randrange(1, 4)) for _ in range(rng.randrange(2, 6))]
    return claims_certificate(sum(claims) * F(rng.randrange(1, 10), 10), claims, _letters(len(claims)))


def _airport(rng: random.Random) -> Document:
    costs = [F(rng.randrange(1, 90), rng.randrange(1, 4)) for _ in range(rng.randrange(2, 7))]
    return airport_certificate(costs, _letters(len(costs)))


def _partition(rng: random.Random) -> Document:
    worth = {
        (part, frozenset(parts)): rng.randrange(9) + (12 if part == 7 else 0)
        for parts in ((1, 2, 4), (3, 4), (5, 2), (6, 1), (7,))
        for part in parts
    }
    return partition_certificate(PartitionGame(("A", "B", "C"), worth))


def _interval(rng: random.Random) -> Document:
    n = rng.randrange(2, 5)
    low = [F(rng.randrange(-5, 20)) for _ in range((1 << n) - 1)]
    return interval_certificate(IntervalGame.of([(0, 0), *((a, a + rng.randrange(9)) for a in low)]))


def _ranking(rng: random.Random) -> Document:
    count, parties = rng.randrange(2, 6), _letters(rng.randrange(2, 5))
    ranks = tuple(tuple(rng.sample(range(1, count + 1), count)) for _ in parties)
    limits = tuple(rng.randrange(1, count + 1) for _ in parties)
    options = tuple(f"option {k}" for k in range(count))
    return ranking_json(rank_answer(Rankings(options, tuple(parties), ranks, limits)))


def _division(rng: random.Random) -> Document:
    count = rng.randrange(2, 7)
    shares = []
    for _ in range(2):
        points = [rng.randrange(1, 40) for _ in range(count)]
        shares.append(tuple(F(one, sum(points)) for one in points))
    items = tuple(f"item {k}" for k in range(count))
    return adjusted_json(adjusted_winner(Points(items, ("A", "B"), (shares[0], shares[1]))))


KINDS: dict[str, Callable[[random.Random], Document]] = {
    "games": _game,
    "games with forms": _with_forms,
    "convex": _convex,
    "keeping": _keeping,
    "split": _split,
    "finite": _finite,
    "finite by weights": _finite_weights,
    "bargain": _bargain,
    "voting": _voting,
    "claims": _claims,
    "airport": _airport,
    "partition": _partition,
    "interval": _interval,
    "ranking": _ranking,
    "division": _division,
}


def honest(kind: str, seed: int) -> Document:
    """Return an honest certificate as it is read back from a file."""
    document: Document = json.loads(json.dumps(KINDS[kind](random.Random(f"{kind} {seed}"))))
    return document


def lies(kind: str, count: int, seed: int = 0, *, each: int = 10) -> Iterator[tuple[Document, Place, str]]:
    """Yield documents in which one thing of the answer was changed, every digest made anew, and what it was."""
    rng, made, number = random.Random(f"{kind} lies {seed}"), 0, seed
    while made < count:
        document = honest(kind, number)
        number += 1
        changes = list(_changes(document))
        for place, how in rng.sample(changes, min(each, len(changes), count - made)):
            made += 1
            yield _changed(document, place, how, rng), place, how


def sealed_again(value: Any) -> Any:
    """Make every digest anew, the innermost first."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        sealed_again(part)
    if isinstance(value, dict) and "digest" in value:
        value["digest"] = digest_of(value)
    return value


def _changes(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield what can be changed: numbers, truth values, lists of numbers, keys taken away."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in CASE | FEWER and part not in ([], {}):
                yield (*place, key), "key"
            if key not in CASE or (key == "parties" and part and isinstance(part[0], dict)):
                yield from _changes(part, (*place, key))
    elif isinstance(value, list):
        yield from ((place, how) for how in _list_changes(value))
        for i, part in enumerate(value):
            yield from _changes(part, (*place, i))
    elif isinstance(value, bool) or value is None:
        yield place, "filled" if value is None else "flip"
    elif _is_number(value):
        yield place, "number"


def _list_changes(value: list[Any]) -> tuple[str, ...]:
    """Return how a list of numbers can be another: shorter, longer, or turned where its numbers differ."""
    if not value or not all(_is_number(one) for one in value):
        return ()
    turned = zip(value, [*value[1:], value[0]], strict=True)
    apart = any(abs(F(a) - F(b)) > F(1, 10**6) * abs(F(a)) for a, b in turned)
    return ("cut", "doubled", "turned") if apart else ("cut", "doubled")


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        try:
            F(value)
        except ValueError:
            return False
        return True
    return isinstance(value, int | float) and not isinstance(value, bool)


def _changed(document: Document, place: Place, how: str, rng: random.Random) -> Document:
    changed = copy.deepcopy(document)
    spot: Any = changed
    for step in place[:-1]:
        spot = spot[step]
    last, old = place[-1], spot[place[-1]]
    if how == "key":
        del spot[last]
    elif how == "flip":
        spot[last] = not old
    elif how == "filled":
        spot[last] = 1
    elif how == "cut":
        spot[last] = old[:-1]
    elif how == "doubled":
        spot[last] = [*old, old[-1]]
    elif how == "turned":
        spot[last] = [*old[1:], old[0]]
    else:
        spot[last] = other_number(old, rng)
    return sealed_again(changed)


def other_number(old: Any, rng: random.Random) -> Any:
    """Return another number of the same kind: by a millionth, a tenth, of another sign, or one more or less."""
    if isinstance(old, str) and "." not in old and "e" not in old:
        return str(F(old) + F(rng.choice([-1, 1]) * rng.randrange(1, 900), 1000))
    if isinstance(old, int):
        return old + rng.choice([-2, -1, 1, 2])
    value = float(old)
    other = value * rng.choice([0.5, 0.999, 1.0001, 1.1, -1, 3]) if abs(value) > 1e-9 else 0.25
    return repr(other) if isinstance(old, str) else other
