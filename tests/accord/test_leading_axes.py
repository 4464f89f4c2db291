"""The two leading axes found by orthogonal iteration are those of the whole decomposition (DESIGN §7)."""

from __future__ import annotations

import numpy as np
import pytest

from maslahat.accord.leading_axes import gram, two_leading


@pytest.mark.parametrize(("people", "statements"), [(300, 30), (200, 120), (60, 150), (40, 8), (30, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_same_axes_as_the_whole_decomposition(people: int, statements: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    votes = rng.integers(-1, 2, (people, statements)).astype(np.float64)
    votes[: people // 2, : statements // 3] += seed  # no structure at all where the seed is 0
    votes -= votes.mean(axis=0)
    matrix = gram(votes)
    values, vectors = np.linalg.eigh(votes.T @ votes)
    axes = two_leading(matrix)
    assert np.abs(axes.T @ axes - np.eye(2)).max() < 1e-12
    assert np.diag(axes.T @ matrix @ axes) == pytest.approx(values[:-3:-1], rel=1e-12)
    assert np.abs((axes * vectors[:, :-3:-1]).sum(axis=0)) == pytest.approx([1, 1], abs=1e-9)


def test_two_equal_eigenvalues_give_two_axes() -> None:
    half = np.random.default_rng(1).standard_normal((50, 20))
    matrix = gram(np.kron(np.eye(2), half).astype(np.float64))
    axes = two_leading(matrix)
    largest = np.linalg.eigvalsh(half.T @ half)[-1]
    assert np.abs(axes.T @ axes - np.eye(2)).max() < 1e-12
    assert np.diag(axes.T @ matrix @ axes) == pytest.approx([largest, largest], rel=1e-12)


def test_nothing_to_tell_apart() -> None:
    axes = two_leading(np.zeros((50, 50)))
    assert np.abs(axes.T @ axes - np.eye(2)).max() < 1e-12
