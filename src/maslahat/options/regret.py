"""Payments that leave as little to regret as can be (DESIGN §8, least regret)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from maslahat.basin import UNBOUNDED, Array, Engine

EVEN = 1e-3  # of the objective: among payments of equal regret, those that lift the least gain


def least_regret_payments(surplus: Array, weights: Array, classes: NDArray[np.intp], kinds: int) -> Array:
    """Return payments (kinds, n) by kind of year that make expected regret smallest, every expected gain at least 0.

    `surplus` (K, n) is the gain of each party on each trace before payments. Regret is what a party falls short of no
    agreement on a trace. A linear program: variables are the payments, the regrets and the least expected gain.
    """
    count, n = surplus.shape
    paid, regrets = kinds * n, count * n
    columns = paid + regrets + 1
    objective = np.concatenate([np.zeros(paid), np.repeat(weights, n), [-EVEN]])
    picks = sparse.lil_matrix((regrets, columns))
    for k in range(count):
        for i in range(n):
            row = k * n + i
            picks[row, classes[k] * n + i] = -1.0
            picks[row, paid + row] = -1.0
    share = np.array([weights[classes == c].sum() for c in range(kinds)])
    least = sparse.lil_matrix((n, columns))
    for i in range(n):
        for c in range(kinds):
            least[i, c * n + i] = -share[c]
        least[i, columns - 1] = 1.0
    sums = sparse.lil_matrix((kinds, columns))
    for c in range(kinds):
        sums[c, c * n : (c + 1) * n] = 1.0
    free = np.full(columns, UNBOUNDED)
    at_most = np.concatenate([surplus.ravel(), weights @ surplus])
    engine = Engine(
        sparse.vstack([picks, least, sums]).tocsr(),
        -objective,
        col_lower=np.concatenate([-free[:paid], np.zeros(regrets), -free[-1:]]),
        col_upper=free,
        row_lower=np.concatenate([np.full(len(at_most), -UNBOUNDED), np.zeros(kinds)]),
        row_upper=np.concatenate([at_most, np.zeros(kinds)]),
    )
    return engine.run().x[:paid].reshape(kinds, n)
