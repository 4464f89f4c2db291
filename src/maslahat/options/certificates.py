"""What proves the answer, for a checker that trusts nobody (DESIGN §7).

Two documents of `accord`: the game of the coalitions with its Shapley value, nucleolus and core; and the joint problem
of the mean traces written out in full, with the optimum of all together and what the rules without free payments pick
on its frontier, each with the prices that prove it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from maslahat.accord import Game, Solution, core, nucleolus, shapley, utilitarian
from maslahat.accord.certificate import convex_certificate, game_certificate
from maslahat.options.dossier import Dossier
from maslahat.options.in_kind import frontier
from maslahat.options.packages import Basis


def barter_certificate(
    dossier: Dossier, basis: Basis, cap_usd_m: float, picked: Sequence[Solution]
) -> dict[str, Any]:
    """Return the certificate of what rules `picked` on the frontier where at most `cap_usd_m` of money passes."""
    problem = frontier(dossier, basis.apart_few, basis.together_few, cap_usd_m)
    best = [utilitarian(problem)] if cap_usd_m == 0 else []  # money moves nothing in the sum of gains
    return convex_certificate(problem, [*best, *picked])


def coalition_certificate(game: Game) -> dict[str, Any]:
    """Return the certificate of a game of coalitions: its Shapley value, its nucleolus and its core."""
    return game_certificate(
        game, points={"shapley": shapley(game)}, nucleoli=[nucleolus(game)], core=core(game)
    )
