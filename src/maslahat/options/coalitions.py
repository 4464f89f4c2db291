"""What every set of states can reach together, outsiders split up or united (DESIGN §7, partition form)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from maslahat.accord import Game
from maslahat.options.dossier import Dossier
from maslahat.options.play import Partition
from maslahat.options.result import CoalitionValue

GAME_DIGITS = 6  # a game is stated to the dollar, so that its exact solution has numbers a person can read


@dataclass(frozen=True, slots=True)
class Coalitions:
    """Values of all coalitions, and the games of gains over no agreement that follow.

    `apart` is the game where outsiders split up (the one the rules use), `united` where they stand together.
    """

    values: tuple[CoalitionValue, ...]
    apart: Game
    united: Game


@dataclass(frozen=True, slots=True)
class Played:
    """What one partition gives, on the mean traces."""

    partition: Partition
    mean: dict[str, float]
    bounds: dict[tuple[str, ...], float]
    sweeps: int
    residual_mm3: float


def partitions(dossier: Dossier) -> tuple[Partition, ...]:
    """Return every partition into one coalition and its outsiders, split up and united."""
    states = dossier.signatories
    wanted: dict[frozenset[frozenset[str]], Partition] = {}
    for members in _coalitions(states):
        rest = tuple(state for state in states if state not in members)
        for partition in (dossier.partition(members), dossier.partition(members, *([rest] if rest else []))):
            wanted.setdefault(_key(partition), partition)
    return tuple(wanted.values())


def played(dossier: Dossier, partition: Partition) -> Played:
    """Play a partition on the mean trace of each kind of year."""
    play = dossier.table(dossier.mean).play(partition, sweeps=dossier.request.rounds, certify=True)
    mean = play.mean(dossier.mean.weights)
    return Played(partition, mean, dict(play.bounds), play.sweeps, play.residual_mm3)


def coalition_values(dossier: Dossier, found: Sequence[Played], gain_usd_m: float) -> Coalitions:
    """Return the values of all coalitions from every partition as it was played.

    `gain_usd_m` is what all gain together on all traces: the coalitions' gains, found on the mean trace of each kind of
    year, are scaled to it, so that the rules share what there is.
    """
    states = dossier.signatories
    known = {_key(outcome.partition): outcome for outcome in found}
    alone = known[_key(dossier.apart)].mean
    values = []
    for members in _coalitions(states):
        rest = tuple(state for state in states if state not in members)
        split = known[_key(dossier.partition(members))]
        united = known[_key(dossier.partition(members, *([rest] if rest else [])))]
        values.append(
            CoalitionValue(
                members=members,
                outsiders_apart_usd_m=sum(split.mean[state] for state in members),
                outsiders_united_usd_m=sum(united.mean[state] for state in members),
                bound_usd_m=float(split.bounds[next(g for g in split.bounds if set(g) == set(members))]),
                sweeps=split.sweeps,
                residual_mm3=split.residual_mm3,
            )
        )
    return Coalitions(
        values=tuple(values),
        apart=_game(states, {v.members: v.outsiders_apart_usd_m for v in values}, alone, gain_usd_m),
        united=_game(states, {v.members: v.outsiders_united_usd_m for v in values}, alone, gain_usd_m),
    )


def _game(
    states: tuple[str, ...], value: dict[tuple[str, ...], float], alone: dict[str, float], gain: float
) -> Game:
    """Return the game of gains over no agreement, scaled so that all together gain `gain`."""
    surplus = {members: v - sum(alone[state] for state in members) for members, v in value.items()}
    whole = surplus[states]
    factor = gain / whole if whole > 1e-9 else 0.0
    worth = [0.0] * (1 << len(states))
    for members, amount in surplus.items():
        mask = sum(1 << states.index(state) for state in members)
        worth[mask] = round(amount * factor, GAME_DIGITS)
    worth[-1] = round(gain, GAME_DIGITS)
    return Game(tuple(worth), states)


def _coalitions(states: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(states) + 1):
        yield from combinations(states, size)


def _key(partition: Partition) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(group) for group in partition)
