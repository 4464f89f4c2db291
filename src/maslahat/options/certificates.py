"""What proves the answer, for a checker that trusts nobody (DESIGN §7).

Two documents of `accord`: the game of the coalitions with its Shapley value, nucleolus and core; and the joint problem
of the mean traces written out in full, with the optimum of all together and what the rules without money pick on its
frontier, each with the prices that prove it.
"""

from __future__ import annotations

from typing import Any

from maslahat.accord import core, kalai_smorodinsky, nash, nucleolus, shapley, utilitarian
from maslahat.accord.certificate import convex_certificate, game_certificate
from maslahat.options.coalitions import Coalitions
from maslahat.options.dossier import Dossier
from maslahat.options.in_kind import frontier
from maslahat.options.packages import Basis
from maslahat.options.workers import in_parallel


def certificates(dossier: Dossier, basis: Basis, found: Coalitions) -> tuple[dict[str, Any], ...]:
    """Return the certificates of an answer, as plain JSON values."""
    tasks = [(what, dossier, basis, found) for what in ("convex", "apart", "united")]
    return tuple(in_parallel(_certificate, tasks))


def _certificate(task: tuple[str, Dossier, Basis, Coalitions]) -> dict[str, Any]:
    what, dossier, basis, found = task
    if what == "convex":
        problem = frontier(dossier, basis.apart_mean, basis.together_mean)
        picked = [utilitarian(problem), nash(problem), kalai_smorodinsky(problem)]
        return convex_certificate(problem, picked)
    game = found.apart if what == "apart" else found.united
    return game_certificate(
        game, points={"shapley": shapley(game)}, nucleoli=[nucleolus(game)], core=core(game)
    )
