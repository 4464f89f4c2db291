"""Check games in partition form and games of bounds: part of `check`, standard library alone (DESIGN §7).

Both stand on certificates of plain games inside them, which the checker finds and checks by themselves; here it
is held against the document whether those games are the ones that follow from it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

from maslahat.accord.check_game import MOST_PLAYERS, decimal_faults, vector

Parts = frozenset[int]
Worth = dict[tuple[int, Parts], Fraction]


def partition_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `partition`."""
    parties = document["parties"]
    n = len(parties)
    if not 1 <= n <= MOST_PLAYERS or len(set(parties)) != n:
        return ["no parties, or one named twice"]
    worth: Worth = {}
    for mask, parts, value in document["worth"]:
        key = (mask, frozenset(parts))
        if mask not in parts or sum(parts) != (1 << n) - 1 or _overlap(parts) or key in worth:
            return [f"coalition {mask} in {parts}: no partition of all parties, or given twice"]
        worth[key] = Fraction(value)
    wrong = []
    games = {name: found for name in CONVENTIONS if (found := _game(name, worth, n)) is not None}
    if not games or set(document["conventions"]) != set(games):
        wrong.append(
            f"the conventions whose values are all given are {', '.join(games) or 'none'}, and not those stated"
        )
    for name, certificate in document["conventions"].items():
        expected = games.get(name)
        if certificate["parties"] != parties or vector(certificate["v_by_mask"]) != expected:
            wrong.append(f"{name}: the game is not that of the convention")
        if certificate["kind"] != "game":
            wrong.append(f"{name}: no certificate of a game")
    return wrong


def interval_faults(document: dict[str, Any]) -> list[str]:
    """Return what does not hold of a certificate of kind `interval`."""
    parties, bounds = document["parties"], [tuple(vector(pair)) for pair in document["bounds_by_mask"]]
    n = len(parties)
    if len(bounds) != (1 << n) - 1 or len(set(parties)) != n or not 1 <= n <= MOST_PLAYERS:
        return [f"{len(bounds)} pairs of bounds for {n} parties"]
    if any(len(pair) != 2 or pair[0] > pair[1] for pair in bounds):
        return ["bounds the wrong way round"]
    low, high = [pair[0] for pair in bounds], [pair[1] for pair in bounds]
    wrong = []
    for name, values in (("kindest", [*low[:-1], high[-1]]), ("harshest", [*high[:-1], low[-1]])):
        game = document[name]
        cores = [solution for solution in game["solutions"] if solution["rule"] == "core"]
        if game["kind"] != "game" or game["parties"] != parties or vector(game["v_by_mask"]) != values:
            wrong.append(f"the {name} game is not the one within the bounds")
        if len(cores) != 1:
            wrong.append(f"the {name} game says nothing of its core")
            continue
        claim = ("core_surely_empty", True) if name == "kindest" else ("core_surely_nonempty", False)
        if document[claim[0]] is not (cores[0]["empty"] is claim[1]):
            wrong.append(f"{claim[0]} does not follow from the {name} game")
    return wrong + _band_faults(n, low, high, document["shapley_bands"])


def _band_faults(n: int, low: list[Fraction], high: list[Fraction], bands: list[dict[str, Any]]) -> list[str]:
    if len(bands) != n:
        return ["no band of the Shapley value for each party"]
    wrong = []
    for i, band in enumerate(bands):
        found = [_extreme(n, i, low, high), _extreme(n, i, high, low)]
        if vector(band["payoff"]) != found:
            wrong.append(
                f"party {i}: the band is not from the least to the most that the Shapley value can be"
            )
        wrong += [f"party {i}: {fault}" for fault in decimal_faults(band)]
    return wrong


def _extreme(n: int, i: int, inside: list[Fraction], outside: list[Fraction]) -> Fraction:
    """Return a Shapley value: coalitions with the party at one bound, those without it at the other."""
    total = Fraction(0)
    for mask in range(1 << n):
        if mask >> i & 1:
            size = mask.bit_count()
            rest = outside[(mask ^ 1 << i) - 1] if size > 1 else Fraction(0)
            total += Fraction(factorial(size - 1) * factorial(n - size), factorial(n)) * (
                inside[mask - 1] - rest
            )
    return total


def _game(name: str, worth: Worth, n: int) -> list[Fraction] | None:
    """Return the values of the plain game by a convention, or None where one that it asks for is not given."""
    try:
        return [CONVENTIONS[name](worth, mask, (1 << n) - 1) for mask in range(1, 1 << n)]
    except (KeyError, ValueError):
        return None


def _overlap(parts: list[int]) -> bool:
    seen = 0
    for part in parts:
        if part <= 0 or seen & part:
            return True
        seen |= part
    return False


def _split_up(worth: Worth, mask: int, whole: int) -> Fraction:
    rest = whole ^ mask
    return worth[mask, frozenset([mask, *(1 << i for i in range(rest.bit_length()) if rest >> i & 1)])]


def _united(worth: Worth, mask: int, whole: int) -> Fraction:
    return worth[mask, frozenset([mask, whole ^ mask] if mask != whole else [mask])]


def _worst(worth: Worth, mask: int, _: int) -> Fraction:
    return min(value for (own, _), value in worth.items() if own == mask)


def _best(worth: Worth, mask: int, _: int) -> Fraction:
    return max(value for (own, _), value in worth.items() if own == mask)


CONVENTIONS: dict[str, Callable[[Worth, int, int], Fraction]] = {
    "split_up": _split_up,
    "united": _united,
    "worst": _worst,
    "best": _best,
}
