"""Certificates of the other forms a game comes in: votes, claims, costs, partitions, bounds (DESIGN §7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from maslahat.accord.airport import airport_nucleolus, airport_shapley
from maslahat.accord.bankruptcy import RULES, random_arrival
from maslahat.accord.certificate import Certificate, game_certificate, sealed
from maslahat.accord.core_rule import core
from maslahat.accord.game import MOST_PLAYERS, Game
from maslahat.accord.interval import IntervalGame
from maslahat.accord.nucleolus_rule import prenucleolus
from maslahat.accord.partition import PartitionGame
from maslahat.accord.rational import exact
from maslahat.accord.shapley_rule import banzhaf, shapley
from maslahat.accord.voting import VotingBody, banzhaf_index, banzhaf_power, shapley_shubik
from maslahat.core import InputError

Shares = tuple[Fraction, ...]
DOUBLE = 17
CONVENTIONS: dict[str, Callable[[PartitionGame], Game]] = {
    "split_up": PartitionGame.gamma,
    "united": PartitionGame.delta,
    "worst": PartitionGame.pessimistic,
    "best": PartitionGame.optimistic,
}


def voting_certificate(body: VotingBody, parties: Sequence[str]) -> Certificate:
    """Return the certificate of the Shapley-Shubik index, of Banzhaf's chance to decide and of his index."""
    found = {
        "shapley_shubik": shapley_shubik(body),
        "banzhaf": banzhaf_power(body),
        "banzhaf_index": banzhaf_index(body),
    }
    weights = [list(rule) for rule in body.weights]
    return _sealed("voting", parties, {"weights": weights, "quotas": list(body.quotas)}, found)


def claims_certificate(estate: Any, claims: Sequence[Any], parties: Sequence[str]) -> Certificate:
    """Return the certificate of an estate divided by every bankruptcy rule (random arrival up to 12 claims)."""
    found = {name.lower().replace(" ", "_"): rule(estate, claims) for name, rule in RULES.items()}
    if len(claims) <= MOST_PLAYERS:
        found["random_arrival"] = random_arrival(estate, claims)
    body = {"estate": str(exact(estate)), "claims": [str(exact(claim)) for claim in claims]}
    return _sealed("claims", parties, body, found)


def airport_certificate(costs: Sequence[Any], parties: Sequence[str]) -> Certificate:
    """Return the certificate of a shared facility's cost: Shapley value and nucleolus."""
    found = {"shapley": airport_shapley(costs), "nucleolus": airport_nucleolus(costs)}
    return _sealed("airport", parties, {"costs": [str(exact(cost)) for cost in costs]}, found)


def partition_certificate(game: PartitionGame) -> Certificate:
    """Return the certificate of a game in partition form: a plain game by each convention that has its values.

    Raises InputError where not even one convention has.
    """
    games: dict[str, Certificate] = {}
    missing: list[InputError] = []
    for name, convention in CONVENTIONS.items():
        try:
            games[name] = plain_certificate(convention(game))
        except InputError as error:
            missing.append(error)
    if not games:
        raise InputError(fault for error in missing[:2] for fault in error.faults)
    worth = sorted((mask, sorted(parts), str(exact(value))) for (mask, parts), value in game.worth.items())
    body = {"parties": list(game.parties), "worth": [list(entry) for entry in worth], "conventions": games}
    return sealed("partition", body, DOUBLE)


def interval_certificate(game: IntervalGame) -> Certificate:
    """Return the certificate of a game of bounds: bands of the Shapley value, what is sure of the core."""
    low, high = game.low.exact_values, game.high.exact_values
    kindest = Game([*low[:-1], high[-1]], game.low.parties)
    harshest = Game([*high[:-1], low[-1]], game.low.parties)
    body = {
        "parties": list(game.low.parties),
        "bounds_by_mask": [[str(a), str(b)] for a, b in zip(low[1:], high[1:], strict=True)],
        "shapley_bands": [_payoff(band) for band in game.shapley_bands()],
        "core_surely_empty": game.core_surely_empty(),
        "core_surely_nonempty": game.core_surely_nonempty(),
        "kindest": game_certificate(kindest, core=core(kindest), digits=DOUBLE),
        "harshest": game_certificate(harshest, core=core(harshest), digits=DOUBLE),
    }
    return sealed("interval", body, DOUBLE)


def plain_certificate(game: Game) -> Certificate:
    """Return the certificate of a game's rules that are defined for every game."""
    points = {"shapley": shapley(game), "banzhaf": banzhaf(game)}
    return game_certificate(
        game, points=points, nucleoli=[prenucleolus(game)], core=core(game), digits=DOUBLE
    )


def _sealed(kind: str, parties: Sequence[str], body: Certificate, found: Mapping[str, Shares]) -> Certificate:
    solutions = [{"rule": rule, **_payoff(payoff)} for rule, payoff in found.items()]
    return sealed(kind, {"parties": list(parties), **body, "solutions": solutions}, DOUBLE)


def _payoff(payoff: Sequence[Fraction]) -> Certificate:
    return {"payoff": [str(share) for share in payoff], "decimal": [float(share) for share in payoff]}
