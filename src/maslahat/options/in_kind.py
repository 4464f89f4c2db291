"""Agreements without money: the rules act on the frontier itself (OPTIONS "Agreements").

Water, power over the lines and a capped sum of money are the only things that change hands. The frontier is that of the
signatories' joint problem on the mean trace of each kind of year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from maslahat.accord import LinearProblem, Solution, kalai_smorodinsky, nash
from maslahat.basin import Array, Conduct, Program, Schedules, Stacked, Traces, heads_prepared
from maslahat.options.dossier import PAYMENT_CAP, Dossier, expected
from maslahat.options.play import Play
from maslahat.options.result import Delivery
from maslahat.regions.vary import assumption

GAP = 1e-7  # of the product of gains: what the certificate, written with twelve digits, claims


@dataclass(frozen=True, eq=False, slots=True)
class Barter:
    """What a rule picks on the frontier.

    Releases and power over the lines (lines, 2, kinds, T) by kind of year, and how much each state's value counts.
    `money_usd_m` is what each signatory receives.
    """

    solution: Solution
    schedules: Schedules
    lines_gwh: Array
    weights: dict[str, float]
    money_usd_m: Array


def frontier(dossier: Dossier, apart: Play, together: Play, cap_usd_m: float = 0.0) -> LinearProblem:
    """Return the convex problem of the signatories: their joint program on the mean traces, and their values in it.

    `apart` and `together` are played on the mean traces; heads are those of `together`. `cap_usd_m` bounds what any
    state may pay or receive in money.
    """
    program = _joint_program(dossier)
    parts = heads_prepared(program, dossier.mean, together.conduct)
    whole, values = _side_by_side(parts, program.value, dossier.mean.weights)
    money = len(dossier.signatories)
    matrix = sparse.block_diag([whole.matrix, np.ones((1, money))], format="csr")
    return LinearProblem(
        matrix=matrix,
        row_lower=np.append(whole.row_lower, 0.0),
        row_upper=np.append(whole.row_upper, 0.0),
        col_lower=np.append(whole.col_lower, np.full(money, -cap_usd_m)),
        col_upper=np.append(whole.col_upper, np.full(money, cap_usd_m)),
        utility=sparse.hstack([values, sparse.identity(money)], format="csr"),
        disagreement=expected(apart, dossier.mean.weights, dossier.signatories),
        parties=dossier.signatories,
    )


def payment_cap_usd_m(dossier: Dossier) -> float:
    """Return the most that a state pays or receives in a year where payments are capped."""
    return assumption(dossier.region, PAYMENT_CAP).value


def barter(dossier: Dossier, problem: LinearProblem, rule: str) -> Barter:
    """Return what `nash` or `kalai-smorodinsky` picks; InputError where no exchange leaves everybody better off."""
    solution = nash(problem, gap=GAP) if rule == "nash" else kalai_smorodinsky(problem)
    network, kinds = dossier.network, len(dossier.mean.class_names)
    months, money = network.months, len(dossier.signatories)
    scheduled = [r for r, spec in enumerate(network.reservoirs) if spec.scheduled]
    program = _joint_program(dossier)
    parts = solution.outcome[:-money].reshape(dossier.mean.count, -1)
    planned = {r: np.zeros((kinds, months)) for r in scheduled}
    lines = np.zeros((len(network.lines), 2, kinds, months))
    for part, c in zip(parts, dossier.mean.classes, strict=True):
        common = part[len(program.objective) :].reshape(len(scheduled), months)
        for j, r in enumerate(scheduled):
            planned[r][c] = common[j]
        for k in range(len(network.lines)):
            for way in range(2):
                lines[k, way, c] = part[program.columns[f"line:{k}:{way}"]]
    counts = np.maximum(solution.multipliers, 0.0)
    weights = dict(zip(dossier.signatories, (counts / counts.mean()).tolist(), strict=True))
    return Barter(solution, planned, lines, weights, solution.outcome[-money:])


def keep_to(dossier: Dossier, picked: Barter, which: Traces, start: Conduct) -> Play:
    """Play a barter on some traces: releases and power over the lines are as agreed, water is shared by the weights."""
    network = dossier.network
    received = np.zeros((which.count, network.months, len(network.power)))
    place = {spec.party: i for i, spec in enumerate(network.power)}
    for k, line in enumerate(network.lines):
        there, back = picked.lines_gwh[k, 0][which.classes], picked.lines_gwh[k, 1][which.classes]
        received[:, :, place[line.from_party]] += line.kept_share * back - there
        received[:, :, place[line.to_party]] += line.kept_share * there - back
    apart = dossier.with_network(replace(network, lines=()))
    begin = replace(start, delivered_gwh=received, line_gwh=np.zeros((which.count, network.months, 0, 2)))
    return apart.table(which).play(dossier.together, picked.schedules, begin, picked.weights, passes=2)


def agreed_deliveries(dossier: Dossier, picked: Barter) -> tuple[Delivery, ...]:
    """Return what passes over the lines under a barter."""
    found = []
    for k, line in enumerate(dossier.network.lines):
        net = picked.lines_gwh[k, 0] - picked.lines_gwh[k, 1]
        for one, other, amount in (
            (line.from_party, line.to_party, np.maximum(net, 0.0)),
            (line.to_party, line.from_party, np.maximum(-net, 0.0)),
        ):
            if amount.sum() > 1.0:
                rows = tuple(tuple(float(v) for v in row) for row in amount)
                found.append(Delivery(one, other, "electricity", rows))
    return tuple(found)


def _joint_program(dossier: Dossier) -> Program:
    group = dossier.signatories
    owned = np.array([node.owner in group for node in dossier.network.nodes])
    return dossier.table(dossier.mean).program(group, (1.0,) * len(group), owned)


def _side_by_side(parts: list[Stacked], value: Array, weights: Array) -> tuple[Stacked, sparse.csr_matrix]:
    """Put the kinds of year side by side; return the whole and each party's expected value in its columns."""
    common = parts[0].matrix.shape[1] - value.shape[1]
    values = sparse.hstack(
        [
            sparse.hstack([sparse.csr_matrix(w * value), sparse.csr_matrix((len(value), common))])
            for w in weights
        ],
        format="csr",
    )
    whole = Stacked(
        matrix=sparse.block_diag([part.matrix for part in parts], format="csr"),
        objective=np.concatenate([part.objective for part in parts]),
        col_lower=np.concatenate([part.col_lower for part in parts]),
        col_upper=np.concatenate([part.col_upper for part in parts]),
        row_lower=np.concatenate([part.row_lower for part in parts]),
        row_upper=np.concatenate([part.row_upper for part in parts]),
    )
    return whole, values
