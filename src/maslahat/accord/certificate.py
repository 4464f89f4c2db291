"""Certificates: a solution and what proves it as plain JSON, for `check` to test without us (DESIGN §7).

Exact numbers are written as text (`7/2`), numbers of a linear program as JSON numbers, or as text where
twelve digits are not the whole of them; every document carries the SHA-256 of its own content.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from maslahat.accord.check import digest_of
from maslahat.accord.check_keeping import LONGEST
from maslahat.accord.core_rule import Core
from maslahat.accord.game import Game
from maslahat.accord.ideal import Ideal
from maslahat.accord.keeping import Keeping
from maslahat.accord.nucleolus_rule import Nucleolus
from maslahat.accord.problem import LinearProblem
from maslahat.accord.program import Support
from maslahat.accord.schemas import schema_of
from maslahat.accord.solution import Solution, Stage
from maslahat.core import Fault, InputError, rounded

FORMAT = "maslahat-certificate/1"

Certificate = dict[str, Any]


def game_certificate(
    game: Game,
    *,
    points: Mapping[str, Sequence[Fraction]] | None = None,
    nucleoli: Iterable[Nucleolus] = (),
    core: Core | None = None,
    digits: int = 12,
    unions: Sequence[Sequence[int]] = (),
) -> Certificate:
    """Return the certificate of solutions of one game.

    `points` are rules that the checker computes again by itself: `shapley`, `banzhaf`, `tau`, and `owen` for
    `unions` of positions from 0.
    """
    parts = {"owen": {"unions": [list(union) for union in unions]}}
    solutions = [
        {"rule": rule, **parts.get(rule, {}), **_payoff(payoff)} for rule, payoff in (points or {}).items()
    ]
    solutions += [_nucleolus(solution) for solution in nucleoli]
    if core is not None:
        solutions.append(_core(core))
    body = {
        "parties": list(game.parties),
        "v_by_mask": [str(value) for value in game.exact_values[1:]],
        "solutions": solutions,
    }
    return sealed("game", body, digits)


def convex_certificate(problem: LinearProblem, solutions: Iterable[Solution]) -> Certificate:
    """Return the certificate of solutions of one convex problem, the problem written out in it."""
    body = {"parties": list(problem.parties), "problem": _problem(problem)}
    return sealed("convex", {**body, "solutions": [_solution(solution) for solution in solutions]})


def keeping_certificate(found: Mapping[str, Keeping]) -> Certificate:
    """Return the certificate of what makes each party keep its word, by the party's name.

    Raises InputError for a season longer than the checker takes: a certificate it rejects proves nothing.
    """
    expected, mend = (
        f"at most {LONGEST}, as many as the checker counts roots for",
        "Join periods: weeks to months.",
    )
    lengths = {name: len(each.promise.cooperate) for name, each in found.items()}
    faults = [
        Fault(f"promise of {name}", f"a season of {length} periods", expected, mend)
        for name, length in lengths.items()
        if length > LONGEST
    ]
    if faults:
        raise InputError(faults)
    return sealed("keeping", {"parties": [{"party": name, **_keeping(each)} for name, each in found.items()]})


def split_certificate(
    total: Fraction, weights: Sequence[Fraction], payoff: Sequence[Fraction]
) -> Certificate:
    """Return the certificate that `payoff` splits `total` in proportion to `weights`."""
    body = {"total": str(total), "weights": [str(w) for w in weights], **_payoff(payoff)}
    return sealed("split", body)


def certificate_schema() -> Certificate:
    """Return the JSON schema (2020-12) that every certificate of this package keeps."""
    return schema_of("certificate")


def sealed(kind: str, body: Certificate, digits: int = 12) -> Certificate:
    """Return the document with format, kind and digest, floats cut to so many digits."""
    document: Certificate = {"format": FORMAT, "kind": kind, **rounded(body, digits)}
    return {**document, "digest": digest_of(document)}


def _payoff(payoff: Sequence[Fraction]) -> Certificate:
    return {"payoff": [str(share) for share in payoff], "decimal": [float(share) for share in payoff]}


def _weights(weights: Mapping[int, Fraction]) -> list[list[Any]]:
    return [[mask, str(weight)] for mask, weight in sorted(weights.items())]


def _nucleolus(solution: Nucleolus) -> Certificate:
    levels = [
        {
            "epsilon": str(level.epsilon),
            "coalitions": _weights(level.coalitions),
            "held": _weights(level.held),
            "settled": _weights(level.settled),
        }
        for level in solution.levels
    ]
    return {"rule": solution.kind, **_payoff(solution.payoff), "levels": levels}


def _core(found: Core) -> Certificate:
    excesses = found.game.excesses(found.point)[1:-1]
    return {
        "rule": "core",
        "empty": found.empty,
        "epsilon": str(found.epsilon),
        **_payoff(found.point),
        "excesses": [str(excess) for excess in excesses],
        "balanced": _weights(found.balanced),
    }


def _figure(value: Any) -> float | str:
    """Return a number of a linear program: as text where twelve digits are not the whole of it."""
    number = float(value)
    return number if rounded(number) == number else repr(number)


def _figures(values: Any) -> list[float | str]:
    return [_figure(value) for value in np.asarray(values).tolist()]


def _bounds(values: Any) -> list[float | str | None]:
    return [_figure(value) if math.isfinite(value) else None for value in values]


def _sparse(matrix: Any) -> Certificate:
    return {
        "start": matrix.indptr.tolist(),
        "index": matrix.indices.tolist(),
        "value": _figures(matrix.data),
    }


def _problem(problem: LinearProblem) -> Certificate:
    return {
        "matrix": _sparse(problem.matrix),
        "row_lower": _bounds(problem.row_lower),
        "row_upper": _bounds(problem.row_upper),
        "col_lower": _bounds(problem.col_lower),
        "col_upper": _bounds(problem.col_upper),
        "utility": _sparse(problem.utility),
        "constant": _figures(problem.constant),
        "disagreement": _figures(problem.disagreement),
    }


def _support(support: Support) -> Certificate:
    return {
        "weights": _figures(support.weights),
        "dual": _figures(support.dual),
        "bound": _figure(support.bound),
        "reach": support.reach,
    }


def _stage(stage: Stage) -> Certificate:
    return {"level": _figure(stage.level), "parties": list(stage.parties), "support": _support(stage.support)}


def _ideal(ideal: Ideal) -> Certificate:
    return {
        "value": _figure(ideal.value),
        "outcome": _figures(ideal.outcome),
        "support": _support(ideal.support),
    }


def _solution(solution: Solution) -> Certificate:
    return {
        "rule": solution.rule,
        "outcome": _figures(solution.outcome),
        "utilities": _figures(solution.utilities),
        "gains": _figures(solution.gains),
        "weights": _figures(solution.weights),
        "silent": list(solution.silent),
        "gap": solution.gap,
        "support": _support(solution.support),
        "stages": [_stage(stage) for stage in solution.stages],
        "ideals": [_ideal(ideal) for ideal in solution.ideals],
    }


def _keeping(found: Keeping) -> Certificate:
    promise = found.promise
    return {
        "cooperate": promise.cooperate.tolist(),
        "deviate_now": promise.deviate_now.tolist(),
        "punish": promise.punish.tolist(),
        "periods_per_year": promise.periods_per_year,
        "critical_discount": found.critical_discount,
        "tightest": found.tightest,
        "discount": found.discount,
        "escrow": found.escrow,
        "escrow_period": found.escrow_period,
    }
