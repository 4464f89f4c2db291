"""Problems that fall apart, solved part by part, against the same problem in one piece (§7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import block_diag

from maslahat.accord import LinearProblem, Solution, blocks, kalai_smorodinsky, leximin, nash, utilitarian
from maslahat.accord.blocks import Blocks, falls_apart, parts_of
from maslahat.accord.certificate import convex_certificate
from maslahat.accord.check import check
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
            small.setattr(blocks, "SMALL", PARTIES)
            assert falls_apart(problem)
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
    monkeypatch.setattr(blocks, "SMALL", PARTIES)
    parts, rest = parts_of(problem)
    assert len(parts) == PARTS
    columns = np.concatenate([rest.columns, *(part.columns for part in parts)])
    rows = np.concatenate([rest.rows, *(part.rows for part in parts)])
    assert sorted(columns.tolist()) == list(range(problem.columns))
    assert sorted(rows.tolist()) == list(range(problem.matrix.shape[0]))
    assert rest.columns.tolist() == [72, 73, 74]


def test_small_problems_stay_whole() -> None:
    assert not falls_apart(years(1))


def test_only_outcomes_in_use_or_new_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SMALL", PARTIES)
    held = Blocks(years(1))
    assert held.master().columns == PARTIES + PARTS
    mixture = np.concatenate([np.zeros(PARTIES), np.ones(PARTS - 1), [0.0]])
    for _ in range(blocks.KEPT):
        held.forget([mixture])
    assert held.master().columns == PARTIES + PARTS
    held.forget([mixture])
    assert held.master().columns == PARTIES + PARTS - 1


def test_a_loose_dual_vector_is_made_sharp_and_a_good_one_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SMALL", PARTIES)
    problem = years(1)
    part = blocks._Asked(problem, parts_of(problem)[0][0])
    weights = np.array([1.0, 2.0, 0.5])
    reply = part.best(weights)
    loose = replace(reply, dual=reply.dual + 0.5)
    assert part._loose(weights, reply) == pytest.approx(0.0, abs=1e-9)
    assert part._loose(weights, loose) > 0.1
    assert part.sharpened(weights, loose, room=1e-9) == pytest.approx(reply.dual)
    assert part.sharpened(weights, loose, room=1e9) is loose.dual
    assert reply.worth == pytest.approx(float(weights @ reply.gains))
