"""Problems that fall apart, solved part by part, against the same problem in one piece (§7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import block_diag

from maslahat.accord import (
    LinearProblem,
    Solution,
    block_sample,
    blocks,
    kalai_smorodinsky,
    leximin,
    nash,
    parts,
    utilitarian,
)
from maslahat.accord.blocks import Blocks, blocks_if_many
from maslahat.accord.certificate import convex_certificate
from maslahat.accord.check import check
from maslahat.accord.parts import SideBySide, parts_of
from maslahat.accord.program import support
from maslahat.core import InputError

Rule = Callable[[LinearProblem], Solution]
RULES: tuple[Rule, ...] = (utilitarian, nash, kalai_smorodinsky, leximin)
PARTS, ROWS, COLUMNS, PARTIES = 12, 4, 6, 3


def years(seed: int, cap: float = 0.0, alone: float = 6.0) -> LinearProblem:
    """Return a problem of twelve years that only the parties' gains link, and money up to `cap` among them."""
    rng = np.random.default_rng(seed)
    own = [rng.uniform(0.1, 1, (ROWS, COLUMNS)) for _ in range(PARTS)]
    width = PARTS * COLUMNS
    utility = np.hstack([rng.uniform(-0.3, 1, (PARTIES, width)), np.eye(PARTIES)])
    return LinearProblem(
        block_diag([*own, np.ones((1, PARTIES))]),
        np.append(np.full(PARTS * ROWS, -np.inf), 0.0),
        np.append(rng.uniform(2, 6, PARTS * ROWS), 0.0),
        np.append(np.zeros(width), np.full(PARTIES, -cap)),
        np.append(rng.uniform(1, 5, width), np.full(PARTIES, cap)),
        utility,
        np.full(PARTIES, alone),
        constant=rng.uniform(-1, 1, PARTIES),
    )


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rule, LinearProblem], Solution]:
    """Return a way to apply a rule part by part, however small the problem."""

    def apply(rule: Rule, problem: LinearProblem) -> Solution:
        with monkeypatch.context() as small:
            small.setattr(blocks, "LARGE", 1)
            small.setattr(parts, "SMALL", PARTIES)
            assert blocks_if_many(problem) is not None
            return rule(problem)

    return apply


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("seed", "cap"), [(1, 0.0), (2, 0.0), (3, 1.0), (4, np.inf)])
def test_the_same_answer_as_in_one_piece_and_proved(
    apart: Callable[[Rule, LinearProblem], Solution], rule: Rule, seed: int, cap: float
) -> None:
    problem = years(seed, cap)
    found, whole = apart(rule, problem), rule(problem)
    if rule is utilitarian:
        assert found.gains.sum() == pytest.approx(whole.gains.sum(), rel=1e-9)
    else:
        assert found.gains == pytest.approx(whole.gains, rel=1e-5, abs=1e-5)
    assert found.gap <= 1e-9 * max(1.0, float(np.abs(found.gains).max()))
    assert problem.violation(found.outcome) < 1e-7
    assert check(convex_certificate(problem, [found])) == []


def test_where_nobody_gains_by_the_largest_sum_the_others_are_found_all_the_same(
    apart: Callable[[Rule, LinearProblem], Solution],
) -> None:
    problem = years(5, alone=0.0)
    unequal = replace(problem, utility=problem.utility.toarray() * np.array([[20.0], [1.0], [1.0]]))
    hard = replace(unequal, disagreement=0.9 * leximin(unequal).gains + np.array([0.0, 3.0, 3.0]))
    assert utilitarian(hard).gains.min() < 0
    assert apart(nash, hard).gains == pytest.approx(nash(hard).gains, rel=1e-5)


def test_a_gain_that_nobody_can_have_is_told_as_in_one_piece(
    apart: Callable[[Rule, LinearProblem], Solution],
) -> None:
    problem = years(6, alone=1e4)
    for rule in (nash, kalai_smorodinsky):
        with pytest.raises(InputError, match="at least as well off"):
            apart(rule, problem)
    assert apart(leximin, problem).gains.max() < 0


def test_a_party_that_cannot_gain_is_silent(apart: Callable[[Rule, LinearProblem], Solution]) -> None:
    problem = years(7)
    utility = problem.utility.toarray()
    utility[2] = 0.0
    idle = replace(
        problem, utility=utility, disagreement=np.array([6.0, 6.0, 0.0]), constant=np.zeros(PARTIES)
    )
    found = apart(nash, idle)
    assert found.silent == (2,)
    assert found.gains == pytest.approx(nash(idle).gains, rel=1e-5, abs=1e-6)


def test_weights_of_the_rules_reach_the_parts(apart: Callable[[Rule, LinearProblem], Solution]) -> None:
    problem = years(8)
    for rule in (lambda p: nash(p, [1, 2, 3]), lambda p: leximin(p, [1, 2, 3])):
        assert apart(rule, problem).gains == pytest.approx(rule(problem).gains, rel=1e-5)
    weighed = apart(lambda p: utilitarian(p, [1, 5, 1]), problem).gains @ [1, 5, 1]
    assert weighed == pytest.approx(utilitarian(problem, [1, 5, 1]).gains @ [1, 5, 1], rel=1e-9)


def test_parts_share_no_row_and_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = years(9)
    monkeypatch.setattr(parts, "SMALL", PARTIES)
    found, rest = parts_of(problem)
    assert len(found) == PARTS
    columns = np.concatenate([rest.columns, *(part.columns for part in found)])
    rows = np.concatenate([rest.rows, *(part.rows for part in found)])
    assert sorted(columns.tolist()) == list(range(problem.columns))
    assert sorted(rows.tolist()) == list(range(problem.matrix.shape[0]))
    assert rest.columns.tolist() == [72, 73, 74]


def test_small_problems_stay_whole() -> None:
    assert blocks_if_many(years(1)) is None


def in_parts(problem: LinearProblem) -> Blocks:
    return Blocks(problem, *parts_of(problem))


def test_only_outcomes_in_use_or_new_are_remembered_where_it_is_crowded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "SMALL", PARTIES)
    held = in_parts(years(1))
    held.ask(np.ones(PARTIES), 0.0)
    assert held.master().columns == PARTIES + PARTS
    mixture = np.concatenate([np.zeros(PARTIES), np.ones(PARTS - 1), [0.0]])
    for _ in range(blocks.KEPT + 1):
        held.forget([mixture])
    assert held.master().columns == PARTIES + PARTS
    monkeypatch.setattr(blocks, "CROWDED", 0)
    held.forget([mixture])
    assert held.master().columns == PARTIES + PARTS - 1


def test_a_part_is_asked_again_only_where_its_last_proof_no_longer_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "SMALL", PARTIES)
    held = in_parts(years(2))
    ones = np.ones(PARTIES)
    held.ask(ones, 0.0)
    first = list(held.seen)
    asked: list[int] = []
    for solver in held._solvers:
        best = solver.best
        monkeypatch.setattr(
            solver, "best", lambda *given, k=solver.part, best=best: asked.append(k) or best(*given)
        )
    held.ask(ones * (1 + 1e-9), 1e-6)
    assert asked == []
    again = held.ask(np.array([1.0, 0.2, 3.0]), 1e-9)
    kept = [k for k in range(PARTS) if k not in asked]
    assert asked
    assert all(again[k] is next(vertex for vertex in first if vertex.part == k) for k in kept)
    fresh = in_parts(years(2)).ask(np.array([1.0, 0.2, 3.0]), 0.0)
    for one, other in zip(again, fresh, strict=True):
        assert one is not None
        assert other is not None
        assert one.gains @ [1, 0.2, 3] == pytest.approx(other.gains @ [1, 0.2, 3], abs=1e-7)


@pytest.mark.parametrize("weights", [[1.0, 1.0, 1.0], [2.0, 0.1, 1.0]])
def test_slack_of_the_parts_is_the_bound_of_their_duals_less_their_worth(
    monkeypatch: pytest.MonkeyPatch, weights: list[float]
) -> None:
    monkeypatch.setattr(parts, "SMALL", PARTIES)
    problem = years(3)
    held = in_parts(problem)
    best = [vertex for vertex in held.ask(np.ones(PARTIES), 0.0) if vertex]
    weighed = np.array(weights)
    dual = np.concatenate([vertex.prices @ weighed for vertex in best])
    outcome = np.concatenate([vertex.outcome for vertex in best])
    loose, _ = held.parts.slack(weighed, dual, outcome, 0.0, 1e-9)
    whole = np.zeros(problem.matrix.shape[0])
    whole[held.parts.rows] = dual
    at = np.zeros(problem.columns)
    at[held.parts.columns] = outcome
    proved = support(problem, weighed, whole, 0.0)
    assert loose.sum() == pytest.approx(proved.bound - weighed @ problem.gains(at), abs=1e-9)
    assert loose.min() >= -1e-9


def test_neighbours_have_the_same_pattern_and_come_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL", PARTIES)
    problem = years(4)
    matrix = problem.matrix.tolil()
    matrix[0, 1] = 0.0  # the first part is no longer like the others
    other = replace(problem, matrix=matrix.tocsr())
    side = SideBySide(other, parts_of(other)[0])
    order, nearest = side.nearest
    assert sorted(order) == list(range(PARTS))
    assert nearest[0] == -1
    assert sum(nearest < 0) == 2
    for place, k in enumerate(order):
        assert nearest[k] < 0 or int(nearest[k]) in order[:place]


@pytest.mark.parametrize("rule", RULES)
def test_a_start_on_a_sample_of_the_parts_changes_no_answer(
    apart: Callable[[Rule, LinearProblem], Solution], rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = years(11)
    monkeypatch.setattr(block_sample, "ENOUGH", 8)
    monkeypatch.setattr(block_sample, "SAMPLES", ((5, 1e-2, 1), (3, 1e-3, 1), (2, 1e-4, 2)))
    found, whole = apart(rule, problem), rule(problem)
    assert found.gains == pytest.approx(whole.gains, rel=1e-5, abs=1e-5)
    assert found.gap <= 1e-9 * max(1.0, float(np.abs(found.gains).max()))
    assert check(convex_certificate(problem, [found])) == []


def test_shares_that_do_not_add_up_to_one_are_made_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL", PARTIES)
    held = in_parts(years(1))
    held.ask(np.ones(PARTIES), 0.0)
    exact = held.outcome(np.concatenate([np.zeros(PARTIES), np.ones(PARTS)]))
    off = held.outcome(np.concatenate([np.zeros(PARTIES), np.full(PARTS, 1 - 1e-6)]))
    assert off == pytest.approx(exact, abs=1e-12)


def shifting(seed: int, free: float = np.inf) -> LinearProblem:
    """Return twelve years in each of which the parties may pass on what they have without bound."""
    rng = np.random.default_rng(seed)
    own = np.zeros((PARTS, ROWS + 1, COLUMNS + PARTIES))
    own[:, :ROWS, :COLUMNS] = rng.uniform(0.1, 1, (PARTS, ROWS, COLUMNS))
    own[:, ROWS, COLUMNS:] = 1  # what is passed on in a year sums to nothing
    own[:, ROWS, 0] = 1e-3  # but for a small charge, which ties it to the rest of the year
    gains = [np.hstack([rng.uniform(0, 1, (PARTIES, COLUMNS)), np.eye(PARTIES)]) for _ in range(PARTS)]
    return LinearProblem(
        block_diag(list(own)),
        np.tile(np.append(np.full(ROWS, -np.inf), 0.0), PARTS),
        np.tile(np.append(np.full(ROWS, 4.0), 0.0), PARTS),
        np.tile(np.append(np.zeros(COLUMNS), np.full(PARTIES, -free)), PARTS),
        np.tile(np.append(np.full(COLUMNS, 3.0), np.full(PARTIES, free)), PARTS),
        np.hstack(gains),
        np.full(PARTIES, 2.0),
    )


@pytest.mark.parametrize("rule", [nash, kalai_smorodinsky, leximin])
def test_parts_without_an_optimum_of_their_own_are_taken_in_one_piece(
    apart: Callable[[Rule, LinearProblem], Solution], rule: Rule
) -> None:
    problem = shifting(1)
    found, whole = apart(rule, problem), rule(problem)
    assert found.gains == pytest.approx(whole.gains, rel=1e-6)
    assert check(convex_certificate(problem, [found])) == []
