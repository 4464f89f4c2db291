"""The two directions in which people's votes differ most, found without the threads of the linear algebra.

A whole decomposition of a 120 x 120 matrix wakes the threads of the linear algebra library; on a machine with
other work they wait for each other, up to a second. Two directions of it need a few hundred small products.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALL, LARGE = 24, 400  # below and above, the whole decomposition is as quick
WIDTH = 16  # directions carried along: what is beyond them dies out
BETWEEN = 4  # products between two looks at the residual
LOOKS = 60
RESIDUAL = 1e-13  # of the largest eigenvalue


def gram(rows: Floats) -> Floats:
    """Return rowsᵀ · rows for `rows` of shape (people, statements), in one thread."""
    product: Floats = np.einsum("ij,ik->jk", rows, rows)
    return product


def two_leading(matrix: Floats) -> Floats:
    """Return the eigenvectors of the two largest eigenvalues of a symmetric matrix without negative ones.

    Shape (size, 2), fewer columns where the matrix is smaller. Orthogonal iteration with Rayleigh–Ritz
    (Golub & Van Loan 2013, §8.2.4 and §8.3.7) from a fixed start until ‖Av - λv‖ is below `RESIDUAL`; where it
    does not get there (no gap behind the directions carried along) the whole decomposition is taken.
    """
    size = len(matrix)
    if not SMALL < size < LARGE:
        return _whole(matrix)
    basis = np.linalg.qr(np.random.default_rng(0).standard_normal((size, WIDTH)))[0]
    for _ in range(LOOKS):
        for _ in range(BETWEEN):
            basis = np.linalg.qr(_times(matrix, basis))[0]
        image = _times(matrix, basis)
        values, turn = np.linalg.eigh(_times(basis.T, image))
        top = turn[:, :-3:-1]
        axes, moved = _times(basis, top), _times(image, top)
        if np.abs(moved - axes * values[:-3:-1]).max() <= RESIDUAL * max(float(values[-1]), 1e-300):
            return axes
    return _whole(matrix)


def _whole(matrix: Floats) -> Floats:
    vectors: Floats = np.linalg.eigh(matrix)[1][:, :-3:-1]
    return vectors


def _times(left: Floats, right: Floats) -> Floats:
    product: Floats = np.einsum("ij,jk->ik", left, right)
    return product
