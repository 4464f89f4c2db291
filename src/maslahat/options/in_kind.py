"""Agreements without money: the rules act on the frontier itself (OPTIONS "Agreements").

Water, power over the lines and a capped sum of money are the only things that change hands. The frontier is that of the
signatories' joint problem on a few traces of each kind of year, with releases and deliveries common to a kind: what is
agreed must do for its drier and its wetter years alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from maslahat.accord import LinearProblem, Solution, kalai_smorodinsky, nash
from maslahat.basin import Array, Conduct, Program, Schedules, Stacked, Traces, heads_prepared
from maslahat.options.dossier import PAYMENT_CAP, Dossier, expected
from maslahat.options.play import Play
from maslahat.options.result import Delivery
from maslahat.regions.vary import assumption

GAP = 1e-7  # how near its proven bound the product of gains has to be; the gap reached is in the certificate


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
    """Return the convex problem of the signatories: their joint program on the few traces, and their values in it.

    `apart` and `together` are played on the few traces; heads are those of `together`. `cap_usd_m` bounds what any
    state may pay or receive in money.
    """
    program, traces = _joint_program(dossier), dossier.few
    groups = _groups(dossier)
    parts = heads_prepared(program, traces, together.conduct, groups)
    ties = [_same_deliveries(dossier, program, part, len(g)) for part, g in zip(parts, groups, strict=True)]
    values = [_values(program, part, traces.weights[g]) for part, g in zip(parts, groups, strict=True)]
    money = np.ones((1, len(dossier.signatories)))
    whole = [sparse.vstack([part.matrix, tie]) for part, tie in zip(parts, ties, strict=True)]
    rows = [np.zeros(tie.shape[0]) for tie in ties]
    lower = [np.append(part.row_lower, zero) for part, zero in zip(parts, rows, strict=True)]
    upper = [np.append(part.row_upper, zero) for part, zero in zip(parts, rows, strict=True)]
    cap = np.full(len(dossier.signatories), cap_usd_m)
    return LinearProblem(
        matrix=sparse.block_diag([*whole, money], format="csr"),
        row_lower=np.append(np.concatenate(lower), 0.0),
        row_upper=np.append(np.concatenate(upper), 0.0),
        col_lower=np.concatenate([*(part.col_lower for part in parts), -cap]),
        col_upper=np.concatenate([*(part.col_upper for part in parts), cap]),
        utility=sparse.hstack([*values, sparse.identity(len(cap))], format="csr"),
        disagreement=expected(apart, traces.weights, dossier.signatories),
        parties=dossier.signatories,
    )


def payment_cap_usd_m(dossier: Dossier) -> float:
    """Return the most that a state pays or receives in a year where payments are capped."""
    return assumption(dossier.region, PAYMENT_CAP).value


def barter(dossier: Dossier, problem: LinearProblem, rule: str) -> Barter:
    """Return what `nash` or `kalai-smorodinsky` picks; InputError where no exchange leaves everybody better off."""
    solution = nash(problem, gap=GAP) if rule == "nash" else kalai_smorodinsky(problem)
    network, kinds = dossier.network, len(dossier.few.class_names)
    months, money = network.months, len(dossier.signatories)
    program = _joint_program(dossier)
    scheduled, width = list(program.scheduled), len(program.objective)
    planned = {r: np.zeros((kinds, months)) for r in scheduled}
    lines = np.zeros((len(network.lines), 2, kinds, months))
    begin = 0
    for members in _groups(dossier):
        c = int(dossier.few.classes[members[0]])
        for k in range(len(network.lines)):
            for way in range(2):
                lines[k, way, c] = solution.outcome[begin + program.columns[f"line:{k}:{way}"]]
        begin += width * len(members)
        for r in scheduled:
            planned[r][c] = solution.outcome[begin : begin + months]
            begin += months
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
    return dossier.table(dossier.few).program(group, (1.0,) * len(group), owned)


def _groups(dossier: Dossier) -> list[NDArray[np.intp]]:
    """Return the few traces of each kind of year that has any."""
    kinds = (dossier.few.of_class(c) for c in range(len(dossier.few.class_names)))
    return [members for members in kinds if len(members)]


def _same_deliveries(dossier: Dossier, program: Program, part: Stacked, count: int) -> sparse.csr_matrix:
    """Return the rows by which power over the lines is in every trace of a kind what it is in the first."""
    lines = range(len(dossier.network.lines))
    columns = np.array([program.columns[f"line:{k}:{way}"] for k in lines for way in range(2)]).ravel()
    height, width = len(columns) * (count - 1), len(program.objective)
    row = np.arange(height)
    other = np.concatenate([columns[:0], *(columns + j * width for j in range(1, count))])
    first = np.tile(columns, count - 1)
    numbers = np.concatenate([np.ones(height), -np.ones(height)])
    places = (np.concatenate([row, row]), np.concatenate([other, first]).astype(np.intp))
    return sparse.csr_matrix((numbers, places), shape=(height, part.matrix.shape[1]))


def _values(program: Program, part: Stacked, weights: Array) -> sparse.csr_matrix:
    """Return each party's expected value in the columns of one kind of year."""
    value = sparse.hstack([sparse.csr_matrix(weight * program.value) for weight in weights])
    common = part.matrix.shape[1] - value.shape[1]
    return sparse.hstack([value, sparse.csr_matrix((len(program.value), common))], format="csr")
