"""Opinion groups: people placed by how they voted, and the number of groups that parts them best.

The method of Polis (Small, Bjorkegren, Erkkilä, Shaw & Megill 2021): votes not cast count as the mean of the
statement, two principal components, people with few votes moved outward by sqrt(statements / votes), k-means
for two to five groups, the number chosen by the mean silhouette.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.leading_axes import gram, two_leading

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

MOST_GROUPS = 5
ROUNDS = 60
COMPARED = 2000  # people, evenly picked, between whom all distances are taken for the silhouette


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """`places` (people, 2); `labels` the group of each, the largest group being 0; the silhouette by
    group count.
    """

    places: Floats
    labels: Labels
    silhouettes: dict[int, float]


def opinion_groups(votes: Floats) -> Groups:
    """Return the groups among people (rows) by their votes on statements (columns, NaN where not cast)."""
    places = _places(votes)
    best: Labels = np.zeros(len(votes), np.intp)
    silhouettes: dict[int, float] = {}
    step = -(-len(places) // COMPARED)
    distances = _distances(places[::step])
    for count in range(2, min(MOST_GROUPS, len(np.unique(places, axis=0)) - 1) + 1):
        labels = _by_size(_k_means(places, count))
        silhouettes[count] = _silhouette(distances, labels[::step])
        if silhouettes[count] >= max(silhouettes.values()) and silhouettes[count] > 0:
            best = labels
    return Groups(places, best, silhouettes)


def _places(votes: Floats) -> Floats:
    cast = ~np.isnan(votes)
    counts = cast.sum(axis=0)
    means = np.where(counts, np.nansum(votes, axis=0) / np.maximum(counts, 1), 0.0)
    centred = np.where(cast, votes - means, 0.0)
    axes = _two_axes(centred)
    stretch = np.sqrt(votes.shape[1] / np.maximum(cast.sum(axis=1), 1))
    placed: Floats = np.einsum("ij,jk->ik", centred, axes) * stretch[:, None]
    return placed


def _two_axes(centred: Floats) -> Floats:
    """Return the two leading principal axes (columns), each with its largest entry positive."""
    axes = two_leading(gram(centred))
    if axes.shape[1] < 2:
        axes = np.column_stack([axes, np.zeros(len(axes))])
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    oriented: Floats = axes * np.where(signs == 0, 1.0, signs)
    return oriented


def _k_means(places: Floats, count: int) -> Labels:
    """Return the best of several runs of Lloyd's method, each begun from people far apart."""
    spread = np.square(places - places.mean(axis=0)).sum(axis=1)
    order = np.argsort(-spread, kind="stable")
    starts = dict.fromkeys([int(order[0]), int(order[len(order) // 4]), int(order[-1])])
    runs = [_lloyd(places, _far_apart(places, start, count)) for start in starts]
    return min(runs, key=lambda run: run[1])[0]


def _far_apart(places: Floats, start: int, count: int) -> Floats:
    chosen = [start]
    nearest = np.square(places - places[start]).sum(axis=1)
    while len(chosen) < count:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.square(places - places[chosen[-1]]).sum(axis=1))
    return places[chosen]


def _lloyd(places: Floats, centres: Floats) -> tuple[Labels, float]:
    labels = np.full(len(places), -1, np.intp)
    across, up = np.ascontiguousarray(places.T)
    for _ in range(ROUNDS):
        away = [np.square(across - c) + np.square(up - d) for c, d in centres.tolist()]
        nearest = np.argmin(away, axis=0)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        sizes = np.bincount(labels, minlength=len(centres))
        sums = np.stack([np.bincount(labels, column, len(centres)) for column in places.T], axis=1)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres)
    distances = ((places - centres[labels]) ** 2).sum()
    return labels, float(distances)


def _by_size(labels: Labels) -> Labels:
    """Number the groups from the largest down, the one with the earliest member first where they tie."""
    found, firsts, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((firsts, -sizes))
    number = np.empty(int(found.max()) + 1, np.intp)
    number[found[order]] = np.arange(len(found))
    return number[labels]


def _distances(places: Floats) -> Floats:
    across, up = np.ascontiguousarray(places.T)
    distances: Floats = np.square(across[:, None] - across)
    distances += np.square(up[:, None] - up)
    return np.sqrt(distances, out=distances)


def _silhouette(distances: Floats, own: Labels) -> float:
    """Return the mean silhouette (Rousseeuw 1987) of people between whom all distances are known."""
    count = int(own.max()) + 1
    sizes = np.bincount(own, minlength=count)
    sums = distances @ np.eye(count)[own]
    rows = np.arange(len(own))
    within = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    others = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    others[rows, own] = np.inf
    without = others.min(axis=1)
    widths = np.where(
        sizes[own] > 1, (without - within) / np.maximum(np.maximum(without, within), 1e-300), 0.0
    )
    return float(widths.mean())
