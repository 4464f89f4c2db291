"""Noise that is even where it matters (DESIGN §9)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from maslahat.outlook.inflow_noise import even_noise, mirrored_hypercube

WIDTH = 12
DIRECTIONS = np.random.default_rng(5).standard_normal((WIDTH, 4))


@pytest.mark.parametrize("count", [8, 50, 101])
def test_volumes_of_note_vary_as_they_should_and_share_what_they_should(count):
    noise = even_noise(count, DIRECTIONS, np.random.default_rng(0))
    axes = min(count // 4, 4)
    found = (noise @ DIRECTIONS[:, :axes]).T @ (noise @ DIRECTIONS[:, :axes]) / count
    assert found == pytest.approx(DIRECTIONS[:, :axes].T @ DIRECTIONS[:, :axes])


def test_the_first_direction_is_stratified():
    first = (
        even_noise(100, DIRECTIONS, np.random.default_rng(0))
        @ DIRECTIONS[:, 0]
        / np.linalg.norm(DIRECTIONS[:, 0])
    )
    even = special.ndtri((np.arange(100) + 0.5) / 100)
    assert np.sort(first)[3:-3] == pytest.approx(even[3:-3], abs=0.07)


def test_every_draw_has_its_mirror_and_the_rest_stays_normal():
    noise = even_noise(400, DIRECTIONS, np.random.default_rng(0))
    assert noise.mean(axis=0) == pytest.approx(np.zeros(WIDTH), abs=1e-12)
    assert np.sort(noise[:, 7]) == pytest.approx(-np.sort(noise[:, 7])[::-1])
    assert noise.std(axis=0) == pytest.approx(np.ones(WIDTH), abs=0.12)
    assert stats.kstest(noise.ravel(), "norm").pvalue > 0.01


def test_each_column_of_the_hypercube_has_one_number_a_stratum():
    for count in (1, 2, 7, 40):
        drawn = mirrored_hypercube(count, 5, np.random.default_rng(3))
        assert drawn.shape == (count, 5)
        strata = np.floor(special.ndtr(drawn) * count).astype(int)
        assert all(sorted(column) == list(range(count)) for column in strata.T)


def test_directions_that_say_the_same_or_nothing_do_no_harm():
    flat = np.column_stack([DIRECTIONS[:, 0], 2 * DIRECTIONS[:, 0], np.zeros(WIDTH), DIRECTIONS[:, 1]])
    noise = even_noise(40, flat, np.random.default_rng(0))
    assert (noise @ flat[:, 3]).var() == pytest.approx(flat[:, 3] @ flat[:, 3])
    assert even_noise(5, np.zeros((3, 2)), np.random.default_rng(0)).shape == (5, 3)
