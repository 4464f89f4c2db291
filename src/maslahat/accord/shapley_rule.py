"""The Shapley value and its kin with a priori unions, exactly (Shapley 1953, Owen 1977)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.game import Game, membership
from maslahat.accord.rational import exact
from maslahat.core import Fault, InputError


def shapley(game: Game) -> tuple[Fraction, ...]:
    """Return what each party adds on average, over all orders in which the parties may arrive."""
    n = game.n
    orders = [math.factorial(size) * math.factorial(n - 1 - size) for size in range(n)]
    return _mean_marginals(game, orders, math.factorial(n))


def banzhaf(game: Game) -> tuple[Fraction, ...]:
    """Return what each party adds on average, over all coalitions of the others (Banzhaf 1965.

    Not efficient).
    """
    return _mean_marginals(game, [1] * game.n, 1 << (game.n - 1))


def owen(game: Game, unions: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """Return the Owen value: orders in which each union of parties arrives together.

    `unions` parts the positions 0 … n-1; raises InputError where it does not.
    """
    if sorted(i for union in unions for i in union) != list(range(game.n)):
        raise InputError(Fault("unions", str([list(u) for u in unions]), "every party in exactly one union"))
    wholes = [sum(1 << i for i in union) for union in unions]
    return tuple(_owen_share(game, wholes, i) for i in range(game.n))


def shapley_matrix(n: int) -> NDArray[np.float64]:
    """Return the (2**n, n) matrix that turns values of coalitions into Shapley values: `values @ matrix`."""
    inside = membership(n)
    size = inside.sum(axis=1).astype(int)
    fact = np.array([math.factorial(k) for k in range(n + 1)], dtype=float)
    joined = fact[np.maximum(size - 1, 0)] * fact[n - size] / fact[n]
    left = -fact[size] * fact[np.maximum(n - 1 - size, 0)] / fact[n]
    return np.asarray(np.where(inside > 0, joined[:, None], left[:, None]), dtype=np.float64)


def shapley_weights(n: int) -> list[list[Fraction]]:
    """Return by party the exact weight of every coalition's value in its Shapley value."""
    fact, whole = [math.factorial(k) for k in range(n + 1)], math.factorial(n)
    joined = [
        Fraction(fact[size - 1] * fact[n - size], whole) if size else Fraction(0) for size in range(n + 1)
    ]
    left = [
        Fraction(-fact[size] * fact[n - 1 - size], whole) if size < n else Fraction(0)
        for size in range(n + 1)
    ]
    sizes = [mask.bit_count() for mask in range(1 << n)]
    return [[joined[k] if mask >> i & 1 else left[k] for mask, k in enumerate(sizes)] for i in range(n)]


def weighted_shapley(game: Game, weights: Sequence[int | float | Fraction]) -> tuple[Fraction, ...]:
    """Return the weighted Shapley value: each coalition's dividend is shared in proportion to `weights`.

    (> 0).
    """
    shares = [exact(weight) for weight in weights]
    if len(shares) != game.n or min(shares) <= 0:
        raise InputError(Fault("weights", str(list(weights)), f"{game.n} positive numbers"))
    payoff = [Fraction(0)] * game.n
    for mask, dividend in enumerate(dividends(game)):
        inside = [i for i in range(game.n) if mask >> i & 1]
        together = sum((shares[i] for i in inside), Fraction(0))
        for i in inside if dividend else ():
            payoff[i] += dividend * shares[i] / together
    return tuple(payoff)


def dividends(game: Game) -> tuple[Fraction, ...]:
    """Return the Harsanyi dividend of every coalition: what it adds beyond all that is smaller than it."""
    whole, under = game.scaled_values
    whole = list(whole)
    for i in range(game.n):
        for mask in range(len(whole)):
            if mask >> i & 1:
                whole[mask] -= whole[mask ^ 1 << i]
    return tuple(Fraction(value, under) for value in whole)


def _mean_marginals(game: Game, orders: list[int], total: int) -> tuple[Fraction, ...]:
    whole, under = game.scaled_values
    payoff = [0] * game.n
    for mask, value in enumerate(whole):
        size = mask.bit_count()
        for i in range(game.n):
            if mask >> i & 1:
                payoff[i] += orders[size - 1] * value
            else:
                payoff[i] -= orders[size] * value
    return tuple(Fraction(share, total * under) for share in payoff)


def _owen_share(game: Game, wholes: list[int], i: int) -> Fraction:
    home = next(k for k, whole in enumerate(wholes) if whole >> i & 1)
    others = [whole for k, whole in enumerate(wholes) if k != home]
    mates = [1 << j for j in range(game.n) if wholes[home] >> j & 1 and j != i]
    share = Fraction(0)
    for outer, outer_chance in _arrivals(others):
        for inner, inner_chance in _arrivals(mates):
            before = outer | inner
            gain = game.exact_values[before | 1 << i] - game.exact_values[before]
            share += outer_chance * inner_chance * gain
    return share


def _arrivals(blocks: list[int]) -> list[tuple[int, Fraction]]:
    """Return every union of blocks that may be there before one more, with the chance that it is."""
    count = len(blocks)
    found = []
    for chosen in range(1 << count):
        size = chosen.bit_count()
        mask = sum(block for k, block in enumerate(blocks) if chosen >> k & 1)
        orders = math.factorial(size) * math.factorial(count - size)
        found.append((mask, Fraction(orders, math.factorial(count + 1))))
    return found
