"""Normal noise with little chance in it: even in the directions that matter (DESIGN §9).

A Latin hypercube (McKay, Beckman, Conover 1979) of mirrored pairs, whose columns along the directions that
matter are uncorrelated in the sample, as in Iman and Conover 1982. Few traces then have the quantiles and
the spread of many.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from maslahat.outlook.inflow_marginal import Floats

TRACES_PER_AXIS = 4  # fewer leave too little freedom to the rest
LEAST_TO_DECORRELATE = 8
_SAME_DIRECTION = 1e-9


def even_noise(count: int, directions: Floats, rng: np.random.Generator) -> Floats:
    """Return `count` draws of standard normal noise, as many columns as `directions` has rows.

    The columns of `directions` are what matters, most important first: along the first the draws are
    stratified, along as many as there are traces for they are of variance one and uncorrelated. Every draw
    has its mirror image; with an odd count one draw comes from the middle.
    """
    axes = _orthonormal(directions, max(count // TRACES_PER_AXIS, 1))
    rest = mirrored_hypercube(count, directions.shape[0], rng)
    along = mirrored_hypercube(count, axes.shape[1], rng)
    if count >= LEAST_TO_DECORRELATE:
        root = np.linalg.cholesky(along.T @ along / count)
        along = np.linalg.solve(root, along.T).T
    return np.asarray(rest + (along - rest @ axes) @ axes.T)


def mirrored_hypercube(count: int, width: int, rng: np.random.Generator) -> Floats:
    """Return count x width standard normal numbers: each column stratified, every row with its mirror
    image.
    """
    half = count // 2
    strata = rng.permuted(np.tile(np.arange(half)[:, None], (1, width)), axis=0)
    lower = (strata + rng.random((half, width))) / max(count, 1)
    sign = np.where(rng.random((half, width)) < 0.5, 1.0, -1.0)
    pairs = sign * special.ndtri(np.maximum(lower, 1e-12))
    middle = special.ndtri((half + rng.random((count % 2, width))) / max(count, 1))
    return np.concatenate([pairs, -pairs, middle])


def _orthonormal(directions: Floats, most: int) -> Floats:
    """Return at most `most` orthonormal columns that span the first directions, in their order (Gram-
    Schmidt).
    """
    found: list[Floats] = []
    for column in directions.T:
        length = float(np.linalg.norm(column))
        rest = column.copy()
        for _ in range(2):  # once more, for rounding
            for axis in found:
                rest = rest - (axis @ rest) * axis
        left = float(np.linalg.norm(rest))
        if length > 0 and left > _SAME_DIRECTION * length and len(found) < most:
            found.append(rest / left)
    return np.stack(found, axis=1) if found else np.zeros((len(directions), 0))
