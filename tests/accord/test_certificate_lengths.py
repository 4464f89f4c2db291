"""A certificate with a list made longer or shorter proves nothing, though every number in it is right (§7)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from maslahat.accord import LinearProblem, core, kalai_smorodinsky, leximin, nash, nucleolus, shapley
from maslahat.accord.certificate import convex_certificate, game_certificate
from maslahat.accord.check import check, digest_of
from maslahat.accord.finite_certificate import certify
from maslahat.accord.finite_solve import solve
from maslahat.accord.game import Game
from maslahat.accord.table import read_table

REPEATED = {"rules", "solutions", "levels", "balanced", "parties"}  # said twice is the same claim
TABLE = (
    "what,issue,option,A,B,C\n,W,x,1,4,2\n,W,y,3,3,0\n,W,z,2,2,2\n,G,u,1,0,5\n,G,v,2,2,1\n"
    "together,W | G,x | u,1,0,0\nnever with,W | G,z | v,,,\ndraft,W,z,,,\ndraft,G,u,,,\nreserved,,,0,0,1\n"
)


def finite(folder: Path) -> dict[str, Any]:
    (folder / "t.csv").write_text(TABLE)
    return dict(certify(solve(read_table(folder / "t.csv"))))


def game(_: Path) -> dict[str, Any]:
    own = Game([0, 0, 0, 4, 0, 3, 2, 8])
    return dict(
        game_certificate(own, points={"shapley": shapley(own)}, nucleoli=(nucleolus(own),), core=core(own))
    )


def convex(_: Path) -> dict[str, Any]:
    problem = LinearProblem([[1.0, 2.0, 1.0]], [0.0], [6.0], [0] * 3, [4, 3, 1], np.eye(3))
    return dict(convex_certificate(problem, [nash(problem), kalai_smorodinsky(problem), leximin(problem)]))


def lists_in(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(part, list) and part:
        yield path
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(inner, dict | list):
            yield from lists_in(inner, (*path, key))


def spot(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize("make", [finite, game, convex])
def test_no_list_can_be_longer_or_shorter(make: Any, tmp_path: Path) -> None:
    honest = make(tmp_path)
    assert check(honest) == []
    unseen = []
    for path in lists_in(honest):
        for longer in (True, False):
            changed = copy.deepcopy(honest)
            own = spot(changed, path)
            if longer:
                own.append(copy.deepcopy(own[-1]))
            else:
                own.pop()
            changed["digest"] = digest_of(changed)
            repeated = longer and path[-1] in REPEATED
            fewer_claims = not longer and path == ("solutions",)
            if not (check(changed) or repeated or fewer_claims):
                unseen.append((path, longer))
    assert unseen == []
