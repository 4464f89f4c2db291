"""The solutions on a finite set of points (DESIGN §7): Nash, Kalai–Smorodinsky, egalitarian, utilitarian.

Each takes the points that give every party at least its disagreement value, as gains in floats (points,
parties) scaled so that a tie is `TIE`, and gives back the rows that solve it: more than one where they tie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

TIE = 1e-12


def nash(gains: Floats, power: Floats) -> Rows:
    """Return the rows with the largest product of gains, each to its party's power (Nash 1950; Kalai 1977).

    Where no row lets every party gain, as many parties as can gain together do, and the product is over them;
    each such set of parties has its own best rows, as products of different parties' gains cannot be
    compared.
    """
    positive = gains > TIE
    count = positive.sum(axis=1)
    most = np.flatnonzero(count == count.max())
    logs = np.log(np.where(positive, gains, 1.0)) @ power
    who = positive @ (1 << np.arange(gains.shape[1]))
    groups = [most[who[most] == gaining] for gaining in np.unique(who[most])]
    return np.sort(np.concatenate([_best(rows, logs[rows]) for rows in groups]))


def leximin(shares: Floats) -> Rows:
    """Return the rows whose worst-off party is best off, then the second worst, and so on (Sen 1970).

    On gains as they stand this is the egalitarian solution (Kalai 1977); on gains as a share of what each
    party could gain at most it is the Kalai–Smorodinsky solution of a finite set (Nagahisa & Tanaka 2002).
    """
    rows = np.arange(len(shares))
    ordered = np.sort(shares, axis=1)
    for level in range(shares.shape[1]):
        rows = _best(rows, ordered[rows, level])
    return rows


def utilitarian(gains: Floats, power: Floats) -> Rows:
    """Return the rows with the largest weighted sum of gains."""
    return _best(np.arange(len(gains)), gains @ power)


def _best(rows: Rows, values: Floats) -> Rows:
    top = values.max()
    return np.asarray(rows[values >= top - TIE * max(1.0, abs(float(top)))])
