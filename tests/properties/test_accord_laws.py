"""Laws of issue 3 that the other property files leave open, and brute force without any program (DESIGN §7)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maslahat.accord import LinearProblem, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.adjusted import Points, adjusted_winner
from maslahat.accord.core_rule import core
from maslahat.accord.game import Game
from maslahat.accord.interval import IntervalGame
from maslahat.accord.keeping import Promise, keeping, shortfall
from maslahat.accord.nucleolus_rule import nucleolus, per_capita_nucleolus, prenucleolus
from maslahat.accord.ranking import Rankings, rank_answer
from maslahat.accord.shapley_rule import banzhaf, owen, shapley
from maslahat.accord.tau import tau_value
from maslahat.core import InputError

SEEDS = st.integers(0, 10**6)
WORTH = st.integers(-20, 60)
some = settings(max_examples=25, deadline=None)


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> Game:
    n = draw(st.integers(2, most))
    return Game.from_masks(draw(st.lists(WORTH, min_size=(1 << n) - 1, max_size=(1 << n) - 1)))


def convex(seed: int) -> LinearProblem:
    rng = np.random.default_rng(seed)
    return LinearProblem(
        rng.uniform(0.1, 1, (4, 6)),
        np.full(4, -np.inf),
        rng.uniform(2, 6, 4),
        np.zeros(6),
        rng.uniform(1, 5, 6),
        rng.uniform(0, 1, (3, 6)) + np.eye(3, 6),
    )


def dense(matrix: object) -> np.ndarray:
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix)


@some
@given(SEEDS, st.permutations(range(6)), st.permutations(range(4)))
def test_the_order_of_columns_and_rows_does_not_matter(
    seed: int, columns: list[int], rows: list[int]
) -> None:
    problem = convex(seed)
    other = LinearProblem(
        dense(problem.matrix)[np.ix_(rows, columns)],
        problem.row_lower[rows],
        problem.row_upper[rows],
        problem.col_lower[columns],
        problem.col_upper[columns],
        dense(problem.utility)[:, columns],
    )
    for rule in (nash, kalai_smorodinsky, leximin):
        assert rule(other).gains == pytest.approx(rule(problem).gains, abs=1e-6)
    assert sum(utilitarian(other).gains) == pytest.approx(sum(utilitarian(problem).gains), abs=1e-6)


@some
@given(SEEDS)
def test_parties_in_the_same_place_gain_the_same(seed: int) -> None:
    """The problem joined with its own mirror image, in which the first two parties have changed places."""
    problem = convex(seed)
    matrix, utility = dense(problem.matrix), dense(problem.utility)
    mirror = utility[[1, 0, 2]]
    both = LinearProblem(
        np.block([[matrix, np.zeros_like(matrix)], [np.zeros_like(matrix), matrix]]),
        np.tile(problem.row_lower, 2),
        np.tile(problem.row_upper, 2),
        np.tile(problem.col_lower, 2),
        np.tile(problem.col_upper, 2),
        np.hstack([utility, mirror]),
    )
    for rule in (nash, kalai_smorodinsky, leximin):
        gains = rule(both).gains
        assert gains[0] == pytest.approx(gains[1], rel=1e-6)


@some
@given(SEEDS, st.floats(0.05, 0.9))
def test_leximin_is_independent_of_irrelevant_alternatives(seed: int, cut: float) -> None:
    problem = convex(seed)
    first = leximin(problem)
    room = problem.col_upper - first.outcome
    smaller = leximin(replace(problem, col_upper=first.outcome + cut * room))
    assert smaller.gains == pytest.approx(first.gains, abs=1e-6)


@some
@given(SEEDS, st.floats(1.1, 3))
def test_more_of_everything_hurts_nobody_by_kalai_smorodinsky_with_the_same_ideals(
    seed: int, more: float
) -> None:
    """Two parties; room is added where neither alone can use it: the ideals stay, nobody loses (Kalai 1975)."""
    rng = np.random.default_rng(seed)
    caps, joint = rng.uniform(1, 3, 2), 0.0
    joint = float(rng.uniform(caps.max(), caps.sum()))
    small = LinearProblem([[1.0, 1.0]], [-np.inf], [joint], [0, 0], caps, np.eye(2))
    large = replace(small, row_upper=np.array([joint * more]))
    before, after = kalai_smorodinsky(small).gains, kalai_smorodinsky(large).gains
    assert all(b >= a - 1e-9 for a, b in zip(before, after, strict=True))


@some
@given(games())
def test_shapley_banzhaf_and_owen_by_counting_every_order(game: Game) -> None:
    n, worth = game.n, game.exact_values
    unions = ((0,), tuple(range(1, n)))
    shares: dict[str, list[F]] = {"shapley": [F(0)] * n, "owen": [F(0)] * n}
    counts = {"shapley": 0, "owen": 0}
    for order in permutations(range(n)):
        kinds = ["shapley", "owen"] if order.index(0) in (0, n - 1) else ["shapley"]
        for kind in kinds:
            counts[kind] += 1
            before = 0
            for i in order:
                shares[kind][i] += worth[before | 1 << i] - worth[before]
                before |= 1 << i
    assert shapley(game) == tuple(share / counts["shapley"] for share in shares["shapley"])
    assert owen(game, unions) == tuple(share / counts["owen"] for share in shares["owen"])
    swings = [[worth[m | 1 << i] - worth[m] for m in range(1 << n) if not m >> i & 1] for i in range(n)]
    assert banzhaf(game) == tuple(sum(own) / len(own) for own in swings)


@some
@given(games(), SEEDS)
def test_no_other_split_has_smaller_complaints(game: Game, seed: int) -> None:
    """Complaints sorted from the largest: none of many other splits comes before the nucleolus (Schmeidler 1969)."""
    rng = np.random.default_rng(seed)

    def complaints(payoff: tuple[F, ...], per_head: bool) -> list[F]:
        proper = enumerate(game.excesses(payoff)[1:-1], start=1)
        return sorted((e / (mask.bit_count() if per_head else 1) for mask, e in proper), reverse=True)

    for rule, per_head in ((prenucleolus, False), (per_capita_nucleolus, True), (nucleolus, False)):
        try:
            best = rule(game).payoff
        except InputError:
            continue
        least = complaints(best, per_head)
        for size in (1, 10, 1000):
            for _ in range(10):
                step = [F(int(x), size) for x in rng.integers(-9, 10, game.n)]
                other = tuple(x + d - sum(step) / game.n for x, d in zip(best, step, strict=True))
                alone = all(x >= game.exact_values[1 << i] for i, x in enumerate(other))
                if rule is not nucleolus or alone:
                    assert complaints(other, per_head) >= least
    slack = core(game)
    assert slack.epsilon == max(game.excesses(prenucleolus(game).payoff)[1:-1])
    assert slack.empty is (slack.epsilon > 0)


@some
@given(games())
def test_substitutes_have_the_same(game: Game) -> None:
    """The game and the one with the first two parties' names exchanged, added up."""
    worth = game.exact_values
    exchanged = [(mask & ~3) | (mask & 1) << 1 | (mask & 2) >> 1 for mask in range(1 << game.n)]
    even = Game([worth[mask] + worth[other] for mask, other in enumerate(exchanged)])
    rules = [shapley, banzhaf, lambda g: prenucleolus(g).payoff, lambda g: per_capita_nucleolus(g).payoff]
    rules += [lambda g: owen(g, [[0, 1], list(range(2, g.n))][: 1 + (g.n > 2)])]
    for rule in rules:
        payoff = rule(even)
        assert payoff[0] == payoff[1]
    try:
        payoff = tau_value(even)
    except InputError:
        return
    assert payoff[0] == payoff[1]


@some
@given(games(3), st.lists(st.integers(0, 9), min_size=7, max_size=7), SEEDS)
def test_every_game_within_the_bounds_keeps_to_the_bands(game: Game, widths: list[int], seed: int) -> None:
    low = game.exact_values
    bounds = [(a, a + (widths[mask - 1] if mask else 0)) for mask, a in enumerate(low)]
    whole = IntervalGame.of(bounds)
    rng = np.random.default_rng(seed)
    inside = Game([a + F(int(rng.integers(0, 5)), 4) * (b - a) for a, b in bounds])
    for share, (least, most) in zip(shapley(inside), whole.shapley_bands(), strict=True):
        assert least <= share <= most
    if whole.core_surely_empty():
        assert core(inside).empty
    if whole.core_surely_nonempty():
        assert not core(inside).empty


@some
@given(SEEDS, st.integers(1, 6))
def test_above_the_critical_factor_every_promise_is_kept_and_just_below_one_is_not(
    seed: int, periods: int
) -> None:
    rng = np.random.default_rng(seed)
    keep = rng.uniform(2, 5, periods)
    promise = Promise(keep, keep + rng.uniform(0.1, 4, periods), keep - rng.uniform(0.1, 3, periods), periods)
    found = keeping(promise)
    assert found.critical_discount is not None
    critical = found.critical_discount
    for share in (0.01, 0.3, 0.9):
        assert (shortfall(promise, critical + share * (1 - critical)) <= 1e-9).all()
    below = shortfall(promise, critical * (1 - 1e-6))
    assert below[found.tightest] > 0
    assert below.argmax() == found.tightest or below.max() < 1e-3


@some
@given(SEEDS, st.integers(2, 5), st.integers(2, 5))
def test_rankings_do_not_depend_on_the_order_of_parties_and_options(
    seed: int, parties: int, options: int
) -> None:
    rng = np.random.default_rng(seed)
    ranks = [tuple(int(x) + 1 for x in rng.permutation(options)) for _ in range(parties)]
    limits = [int(x) for x in rng.integers(1, options + 1, parties)]
    names, people = [f"o{k}" for k in range(options)], [f"p{k}" for k in range(parties)]
    one = rank_answer(Rankings(tuple(names), tuple(people), tuple(ranks), tuple(limits)))
    order, turn = rng.permutation(options), rng.permutation(parties)
    other = rank_answer(
        Rankings(
            tuple(names[k] for k in order),
            tuple(people[p] for p in turn),
            tuple(tuple(ranks[p][k] for k in order) for p in turn),
            tuple(limits[p] for p in turn),
        )
    )
    for first, second in ((one.unanimous, other.unanimous), (one.majority, other.majority)):
        assert first.depth == second.depth
        assert set(first.winners) == set(second.winners)
    assert set(one.approved) == set(other.approved)
    assert dict(zip(names, one.borda, strict=True)) == {
        names[k]: count for k, count in zip(order, other.borda, strict=True)
    }


@some
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=2, max_size=7), st.randoms())
def test_adjusted_winner_gives_the_same_whoever_comes_first_and_in_any_order(
    pairs: list, random: object
) -> None:
    def totals(listed: list, turned: bool) -> tuple[F, F]:
        sums = [sum(pair[k] for pair in listed) for k in (0, 1)]
        shares = [tuple(F(pair[k], sums[k]) for pair in listed) for k in (0, 1)]
        first, second = shares[::-1] if turned else shares
        items = tuple(f"item {k}" for k in range(len(listed)))
        return adjusted_winner(Points(items, ("A", "B"), (first, second))).totals

    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one = totals(pairs, False)
    assert one[0] == one[1] == totals(mixed, True)[0]
    assert one[0] >= F(1, 2)
