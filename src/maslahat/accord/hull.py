"""The largest Nash product among mixtures of a few outcomes: a small interior-point method."""

from __future__ import annotations

import numpy as np

from maslahat.accord.problem import Floats

MOST_STEPS = 80
NEARLY = 0.995
DONE = 1e-15


def best_mixture(share: Floats, points: Floats) -> Floats:
    """Return the mixture (K,) of the gains `points` (K, n) that maximises Σ share log gain.

    Only parties with share > 0 count; at least one point must give each of them something. Mehrotra's step to
    the boundary on the conditions of optimality (α z = μ, Σα = 1); the answer is feasible whatever happens.
    """
    on = share > 0
    weight, gains = share[on] / share[on].sum(), points[:, on]
    gains = gains / np.maximum(gains.max(axis=0), 1e-300)
    count = len(gains)
    mixture, price = np.full(count, 1 / count), np.full(count, 1.0)
    level = 1.0
    best, value = mixture, -np.inf
    for _ in range(MOST_STEPS):
        mixture, price, level = _step(weight, gains, mixture, price, level)
        mixture = mixture / mixture.sum()
        now = float(weight @ np.log(np.maximum(mixture @ gains, 1e-300)))
        best, value = (mixture, now) if now >= value else (best, value)
        if mixture @ price < DONE:
            break
    trimmed = np.where(best > 1e-12, best, 0)
    return np.asarray(trimmed / trimmed.sum())


def _step(
    weight: Floats, gains: Floats, mixture: Floats, price: Floats, level: float
) -> tuple[Floats, Floats, float]:
    total = mixture @ gains
    gradient = gains @ (weight / total)
    target = 0.1 * float(mixture @ price) / len(mixture)
    bent = (gains * (weight / total**2)) @ gains.T + np.diag(price / mixture)
    right = gradient - level + target / mixture
    solved = np.linalg.solve(bent, np.column_stack([right, np.ones(len(mixture))]))
    shift = solved[:, 0].sum() / solved[:, 1].sum()
    move = solved[:, 0] - shift * solved[:, 1]
    rise = (target - price * move) / mixture - price
    length = min(_length(mixture, move), _length(price, rise))
    return mixture + length * move, price + length * rise, level + length * shift


def _length(values: Floats, move: Floats) -> float:
    down = move < 0
    return min(1.0, NEARLY * float((values[down] / -move[down]).min(initial=np.inf)))
