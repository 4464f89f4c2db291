"""Rules over regions with a smooth rim against closed forms (issue 3, closed forms)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from maslahat.accord.certificate import convex_certificate
from maslahat.accord.check import check
from maslahat.accord.smooth import SmoothRegion, kalai_smorodinsky_concave, nash_concave
from maslahat.core import InputError


def parabola(u: np.ndarray) -> tuple[float, np.ndarray]:
    return float(u[0] ** 2 + u[1] - 1), np.array([2 * u[0], 1.0])


def ball(u: np.ndarray) -> tuple[float, np.ndarray]:
    return float(u @ u - 1), 2 * u


PARABOLA = SmoothRegion(parabola, np.zeros(2), np.array([2.0, 2.0]))


def test_nash_under_a_parabola() -> None:
    solution = nash_concave(PARABOLA)
    assert solution.gains == pytest.approx([1 / math.sqrt(3), 2 / 3], abs=1e-12)
    assert solution.gap <= 1e-12
    assert solution.gains.prod() == pytest.approx(2 / 3 / math.sqrt(3), rel=1e-9)
    assert check(convex_certificate(solution.problem, [solution])) == []


def test_kalai_smorodinsky_under_a_parabola() -> None:
    golden = (math.sqrt(5) - 1) / 2
    solution = kalai_smorodinsky_concave(PARABOLA)
    assert solution.gains == pytest.approx([golden, golden], abs=1e-9)
    assert [ideal.value for ideal in solution.ideals] == pytest.approx([1, 1], abs=1e-9)


def test_three_parties_in_a_ball_share_alike() -> None:
    region = SmoothRegion(ball, np.zeros(3), np.full(3, 1.0))
    assert nash_concave(region, tolerance=1e-8).gains == pytest.approx([1 / math.sqrt(3)] * 3, abs=1e-12)


def test_a_point_is_taken_to_the_rim() -> None:
    assert PARABOLA.on_rim(np.array([1.0, 1.0])) == pytest.approx([(math.sqrt(5) - 1) / 2] * 2)


def test_nothing_to_gain_is_a_sentence() -> None:
    with pytest.raises(InputError, match="not inside"):
        SmoothRegion(parabola, np.array([1.0, 0.0]), np.array([2.0, 2.0]))
    with pytest.raises(InputError, match="not inside"):
        SmoothRegion(parabola, np.array([0.0, 0.0]), np.array([0.0, 2.0]))


def test_a_bound_on_a_party_that_the_sharpened_point_would_pass_is_kept() -> None:
    region = SmoothRegion(ball, np.zeros(2), np.array([0.3, 1.0]))
    solution = nash_concave(region, tolerance=1e-8)
    assert solution.gains == pytest.approx([0.3, math.sqrt(1 - 0.09)], abs=1e-4)
