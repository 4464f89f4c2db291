"""Bargaining: from what the parties can reach together and apart to fair, provable solutions (DESIGN §7).

Takes a convex problem (`LinearProblem`: outcomes in a polyhedron, utilities, disagreement point), a coalition
game (`Game`: what every group can secure) or a finite table of issues. Gives back solutions, several rules
side by side, each with the witnesses that prove it. Knows nothing of water.
"""

from maslahat.accord.core import core, least_core
from maslahat.accord.game import Game
from maslahat.accord.kalai_smorodinsky import kalai_smorodinsky
from maslahat.accord.leximin import leximin
from maslahat.accord.nash import nash
from maslahat.accord.nucleolus import nucleolus
from maslahat.accord.problem import LinearProblem
from maslahat.accord.shapley import shapley
from maslahat.accord.solution import Solution
from maslahat.accord.utilitarian import utilitarian

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
