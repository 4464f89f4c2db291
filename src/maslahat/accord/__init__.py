"""Bargaining: from what the parties can reach together and apart to fair, provable solutions (DESIGN §7).

Takes a convex problem (`LinearProblem`: outcomes in a polyhedron, utilities, disagreement point), a coalition
game (`Game`: what every group can secure) or a finite table of issues. Gives back solutions, several rules
side by side, each with the witnesses that prove it. Knows nothing of water.

A name is loaded when it is first asked for (PEP 562), so that the checker, which needs the standard library
alone, does not wait for a solver it never uses. No module has the name of a function it gives: importing the
module would put it in the function's place.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maslahat.accord.core_rule import core, least_core
    from maslahat.accord.game import Game
    from maslahat.accord.kalai_smorodinsky_rule import kalai_smorodinsky
    from maslahat.accord.leximin_rule import leximin
    from maslahat.accord.nash_rule import nash
    from maslahat.accord.nucleolus_rule import nucleolus
    from maslahat.accord.problem import LinearProblem
    from maslahat.accord.shapley_rule import shapley
    from maslahat.accord.solution import Solution
    from maslahat.accord.utilitarian_rule import utilitarian

__all__ = [
    "Game",
    "LinearProblem",
    "Solution",
    "core",
    "kalai_smorodinsky",
    "least_core",
    "leximin",
    "nash",
    "nucleolus",
    "shapley",
    "utilitarian",
]

_HOMES = {
    "Game": "game",
    "LinearProblem": "problem",
    "Solution": "solution",
    "core": "core_rule",
    "kalai_smorodinsky": "kalai_smorodinsky_rule",
    "least_core": "core_rule",
    "leximin": "leximin_rule",
    "nash": "nash_rule",
    "nucleolus": "nucleolus_rule",
    "shapley": "shapley_rule",
    "utilitarian": "utilitarian_rule",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module and keep it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
