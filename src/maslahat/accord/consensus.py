"""Agreement among many people (DESIGN §7): statements nobody blocks, opinion groups, group-aware consensus.

Takes votes (agree, disagree, pass) of people on statements, gives back for each statement how everyone and
every opinion group stands to it, and the statements in order of how far they carry all groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maslahat.accord.consensus_groups import opinion_groups
from maslahat.accord.consensus_read import NO_VOTE, Votes

FEWEST_VOTES = 7  # of a person to be placed in a group, as in Polis
HEARD = 5  # votes on a statement before it counts as unblocked


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes on one statement: by everyone, or by one group."""

    agree: int
    disagree: int
    passed: int

    @property
    def votes(self) -> int:
        """Number of people who voted."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its votes, those of each group, and what they come to.

    `consensus` is the product over groups of (agree + 1) / (votes + 2), the group-aware consensus of Polis;
    `dissent` the same with disagreement. `unblocked`: enough people voted and nobody disagreed. `carried`: in
    every group more voted to agree than to disagree. `represents` names the group it sets apart most, if one.
    """

    number: int
    text: str
    tally: Tally
    groups: tuple[Tally, ...]
    consensus: float
    dissent: float
    unblocked: bool
    carried: bool
    represents: int | None
    distinctness: float


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """Statements in order of group-aware consensus; the group of each person placed (None where too few
    votes).
    """

    votes: Votes
    statements: tuple[Statement, ...]
    group_sizes: tuple[int, ...]
    groups: tuple[int | None, ...]
    places: tuple[tuple[float, float] | None, ...]
    silhouettes: dict[int, float]

    @property
    def unblocked(self) -> tuple[Statement, ...]:
        """Statements nobody disagreed with, the most heard first."""
        return tuple(
            sorted((s for s in self.statements if s.unblocked), key=lambda s: (-s.tally.agree, s.number))
        )


def find_consensus(votes: Votes, fewest: int = FEWEST_VOTES) -> Consensus:
    """Return how everyone and every opinion group stands to each statement the moderator kept."""
    table = votes.votes[:, votes.kept]
    cast = table != NO_VOTE
    placed = cast.sum(axis=1) >= fewest
    if np.count_nonzero(placed) >= 3 and table.shape[1] >= 2:
        found = opinion_groups(np.where(cast, table, np.nan)[placed].astype(np.float64))
        labels, places, silhouettes = found.labels, found.places, found.silhouettes
    else:
        labels, places, silhouettes = (
            np.zeros(int(placed.sum()), np.intp),
            np.zeros((int(placed.sum()), 2)),
            {},
        )
    group = np.full(len(table), -1)
    group[placed] = labels
    spots = iter(places.tolist())
    sizes = tuple(np.bincount(labels).tolist()) if len(labels) else ()
    return Consensus(
        votes,
        _statements(votes, table, group, len(sizes)),
        sizes,
        tuple(None if own < 0 else int(own) for own in group),
        tuple(_pair(next(spots)) if own else None for own in placed),
        silhouettes,
    )


def _pair(spot: list[float]) -> tuple[float, float]:
    return spot[0], spot[1]


def _statements(
    votes: Votes, table: NDArray[np.int8], group: NDArray[np.intp], groups: int
) -> tuple[Statement, ...]:
    counts = np.stack([(table == value).sum(axis=0) for value in (1, -1, 0)], axis=1)
    by_group = (
        np.stack(
            [
                np.stack([((table == v) & (group == g)[:, None]).sum(axis=0) for v in (1, -1, 0)], axis=1)
                for g in range(groups)
            ]
        )
        if groups
        else np.zeros((0, *counts.shape), np.intp)
    )
    agree, disagree, cast = by_group[..., 0], by_group[..., 1], by_group.sum(axis=2)
    consensus = ((agree + 1) / (cast + 2)).prod(axis=0)
    dissent = ((disagree + 1) / (cast + 2)).prod(axis=0)
    distinct = _distinctness(agree, cast)
    numbers = np.array(votes.statements)[votes.kept].tolist()
    texts = [text for text, kept in zip(votes.texts, votes.kept, strict=True) if kept]
    rows = [
        Statement(
            number=int(numbers[k]),
            text=texts[k],
            tally=Tally(*counts[k].tolist()),
            groups=tuple(Tally(*own[k].tolist()) for own in by_group),
            consensus=float(consensus[k]),
            dissent=float(dissent[k]),
            unblocked=bool(counts[k].sum() >= HEARD and counts[k, 1] == 0 and counts[k, 0] > 0),
            carried=bool(groups > 0 and (agree[:, k] > disagree[:, k]).all()),
            represents=int(distinct[:, k].argmax()) if groups > 1 and distinct[:, k].max() > 1.64 else None,
            distinctness=float(distinct[:, k].max()) if groups > 1 else 0.0,
        )
        for k in range(len(numbers))
    ]
    return tuple(sorted(rows, key=lambda row: (-row.consensus, row.number)))


def _distinctness(agree: NDArray[np.intp], cast: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return, by group and statement, the two-proportion z of agreeing within the group against all
    others.
    """
    rest_agree, rest = agree.sum(axis=0) - agree, cast.sum(axis=0) - cast
    inside, outside = (agree + 1) / (cast + 2), (rest_agree + 1) / (rest + 2)
    pooled = (agree + rest_agree + 2) / (cast + rest + 4)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / (cast + 2) + 1 / (rest + 2)))
    scores: NDArray[np.float64] = (inside - outside) / np.maximum(spread, 1e-12)
    return scores
