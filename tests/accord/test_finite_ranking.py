"""Rankings and Adjusted Winner against worked examples and brute force."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from maslahat.accord.adjusted import Points, adjusted_winner, read_points
from maslahat.accord.adjusted_report import adjusted_json
from maslahat.accord.ranking import Rankings, fallback, rank_answer, rank_table
from maslahat.accord.ranking_report import ranking_json
from maslahat.core import InputError


def rankings(*orders, limits=None):
    options = tuple(sorted(orders[0]))
    ranks = tuple(tuple(order.index(option) + 1 for option in options) for order in orders)
    parties = tuple(f"p{k}" for k in range(len(orders)))
    return Rankings(options, parties, ranks, limits or (len(options),) * len(orders))


def test_fallback_stops_where_all_support():
    answer = rank_answer(rankings("abcd", "bcad", "cabd"))
    assert answer.unanimous.depth == 3
    assert answer.unanimous.winners == ("a", "b", "c")
    assert answer.majority.depth == 2
    assert answer.borda == (6, 6, 6, 0)


def test_fallback_ends_in_impasse_where_accepted_ranks_do():
    found = fallback(rankings("abc", "cba", limits=(1, 1)), 2)
    assert found.depth is None
    assert found.winners == ()


def test_unanimous_fallback_minimises_the_worst_rank():
    rng = np.random.default_rng(5)
    for _ in range(300):
        orders = ["".join(rng.permutation(list("abcdef"))) for _ in range(int(rng.integers(2, 6)))]
        table = rankings(*orders)
        worst = [max(own[k] for own in table.ranks) for k in range(6)]
        found = fallback(table, len(orders))
        assert found.depth == min(worst)
        assert set(found.winners) == {o for o, w in zip(table.options, worst, strict=True) if w == min(worst)}


def test_rank_table_and_its_faults(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("what,option,A,B\n,x,1,2\n,y,2,1\naccepts,,1,2\n")
    answer = rank_table(path)
    assert answer.approved == ("x",)
    assert ranking_json(answer)["fallback"]["unanimity"]["winners"] == ["x"]
    path.write_text("option,A,B\nx,1,\nx,3,one\n")
    with pytest.raises(InputError) as caught:
        rank_table(path)
    assert len(caught.value.faults) == 4


def points(first, second):
    shares = tuple(tuple(Fraction(v, sum(own)) for v in own) for own in (first, second))
    return Points(tuple(f"i{k}" for k in range(len(first))), ("A", "B"), shares)


def test_an_item_is_cut_where_the_shares_meet():
    division = adjusted_winner(points((60, 25, 15), (30, 20, 50)))
    assert division.parts == (1, Fraction(2, 9), 0)  # 85 - 25 t = 50 + 20 t at t = 7/9
    assert division.divided == "i1"
    assert division.totals == (Fraction(59, 90), Fraction(59, 90))


def test_adjusted_winner_is_equitable_envy_free_and_efficient():
    rng = np.random.default_rng(3)
    for _ in range(300):
        first, second = (rng.integers(0, 30, 6).tolist() for _ in range(2))
        if not sum(first) or not sum(second):
            continue
        division = adjusted_winner(points(first, second))
        a, b = division.totals
        assert a == b
        assert a >= Fraction(1, 2)
        assert sum(1 for part in division.parts if 0 < part < 1) <= 1
        assert efficient(division)


def efficient(division):
    """No item the first holds may have a lower ratio of values than one the second holds."""
    first, second = division.points.shares
    held = [k for k, part in enumerate(division.parts) if part > 0]
    other = [k for k, part in enumerate(division.parts) if part < 1]
    return all(first[k] * second[m] >= first[m] * second[k] for k in held for m in other)


def test_points_are_read_and_faults_told(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("item,A,B\nwater,60,40\ngas,40,60\n")
    division = adjusted_winner(read_points(path))
    assert adjusted_json(division)["exact_totals"] == ["60", "60"]
    path.write_text("item,A,B\nwater,60,40\nwater,-1,x\n")
    with pytest.raises(InputError) as caught:
        read_points(path)
    assert len(caught.value.faults) == 5


def test_ranks_of_one_party_are_refused(tmp_path):
    (tmp_path / "r.csv").write_text("option,A\nx,1\ny,2\n")
    with pytest.raises(InputError):
        rank_table(tmp_path / "r.csv")
