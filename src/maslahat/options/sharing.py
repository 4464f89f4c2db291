"""How the gain is shared where payments are free: several rules side by side, and why they differ (DESIGN §7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maslahat.accord import Game, nucleolus, shapley
from maslahat.basin import Array
from maslahat.options.dossier import Dossier
from maslahat.options.result import RuleView

EQUAL, SHAPLEY, NUCLEOLUS, PROPORTIONAL = "equal-gain", "shapley", "nucleolus", "proportional"
CONTENT_USD_M = 1e-6
TITLES = {
    EQUAL: "Equal gain",
    SHAPLEY: "Shapley value",
    NUCLEOLUS: "Nucleolus",
    PROPORTIONAL: "In proportion to use",
}


def shares(game: Game, use: Sequence[float]) -> dict[str, tuple[float, ...]]:
    """Return each rule's shares of the joint gain, in the order of the game's parties; they sum to one.

    Equal gain is what Nash, Kalai-Smorodinsky and leximin all come to where payments are free: each party could take
    the whole gain at best, and money moves one for one. `use` weighs the proportional rule (water asked for).
    """
    whole = float(game.exact_values[-1])
    n = game.n
    if whole <= 0:
        return {rule: tuple([1 / n] * n) for rule in TITLES}
    weight = np.asarray(use, dtype=float)
    return {
        EQUAL: tuple([1 / n] * n),
        SHAPLEY: tuple(float(x) / whole for x in shapley(game)),
        NUCLEOLUS: tuple(float(x) / whole for x in nucleolus(game).payoff),
        PROPORTIONAL: tuple((weight / weight.sum()).tolist()),
    }


def payments(
    share: Sequence[float], surplus: Array, weights: Array, classes: NDArray[np.intp], kinds: int
) -> Array:
    """Return what each party receives in each kind of year (kinds, n), so that it keeps its share of that year's gain.

    `surplus` (K, n) is each party's value under the joint plan less its value alone. A kind of year's payments sum to
    zero; a negative joint gain of a kind of year is shared like a gain.
    """
    paid = np.zeros((kinds, surplus.shape[1]))
    for c in range(kinds):
        inside = classes == c
        if inside.any():
            mean = np.average(surplus[inside], axis=0, weights=weights[inside])
            paid[c] = np.asarray(share) * mean.sum() - mean
    return paid


def rule_views(
    dossier: Dossier, game: Game, shared: dict[str, tuple[float, ...]], surplus: Array, weights: Array
) -> tuple[RuleView, ...]:
    """Return each rule's gains and payments in expectation, whether any coalition would rather stand apart, and why."""
    whole = float(game.exact_values[-1])
    mean = weights @ surplus
    views = []
    for rule, share in shared.items():
        gains = np.asarray(share) * whole
        views.append(
            RuleView(
                rule=rule,
                title=TITLES[rule],
                gains_usd_m=dict(zip(dossier.signatories, gains.tolist(), strict=True)),
                payments_usd_m=dict(zip(dossier.signatories, (gains - mean).tolist(), strict=True)),
                in_core=largest_complaint(game, gains) <= CONTENT_USD_M,
                why=_why(dossier, game, rule, gains),
            )
        )
    return tuple(views)


def largest_complaint(game: Game, gains: Array) -> float:
    """Return the most that any group of parties could gain by standing apart from a split of the gain."""
    masks = np.arange(1, len(game.values) - 1)
    held = ((masks[:, None] >> np.arange(game.n)) & 1) @ gains
    return float(np.max(game.values[1:-1] - held, initial=-np.inf))


def _why(dossier: Dossier, game: Game, rule: str, gains: Array) -> str:
    """Say in one sentence what the rule looks at, with the figures of this game."""
    name = {party: dossier.region.party(party).name for party in dossier.signatories}
    values = game.values
    n = game.n
    whole = values[-1]
    without = [whole - values[(1 << n) - 1 - (1 << i)] for i in range(n)]
    most = dossier.signatories[int(np.argmax(gains))]
    if rule == EQUAL:
        return (
            f"Every state gains the same {whole / n:,.0f} million USD, whatever it brings; with free payments Nash, "
            "Kalai-Smorodinsky and leximin say the same."
        )
    if rule == SHAPLEY:
        return (
            f"Each state gains the mean of what it adds as the states join one after another; {name[most]} adds most "
            f"({gains.max():,.0f} million USD on average)."
        )
    if rule == NUCLEOLUS:
        key = int(np.argmax(without))
        return (
            "The group with the strongest complaint is made as content as can be; without "
            f"{name[dossier.signatories[key]]} the others lose {without[key]:,.0f} of the {whole:,.0f} million USD."
        )
    return f"The gain follows the water that each state's users ask for; {name[most]} asks for most."
