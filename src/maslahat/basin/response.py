"""What some owners do on a river when the conduct of the others is given (DESIGN §6.3).

Two ways: `follow` solves trace by trace, a schedule of the shared reservoirs being given (or free: perfect
foresight); `schedule` plans the releases of the shared reservoirs once for all traces of a kind of year,
which is all that an agreement can depend on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from maslahat.basin.conduct import Conduct
from maslahat.basin.engine import Engine
from maslahat.basin.network import UNBOUNDED, Array, Traces
from maslahat.basin.program import Index, Program
from maslahat.basin.reading import read
from maslahat.basin.stacked import dual_bound, stack
from maslahat.basin.traced import Traced

Engines = dict[tuple[Any, ...], Engine]  # kept by who asks again, so that each answer starts from the last
Schedules = dict[int, Array]  # reservoir -> release (classes, T) in million m³


@dataclass(frozen=True, eq=False, slots=True)
class Response:
    """What the owners do, what it is worth to each, and the prices of their rows.

    `value_usd_m` (K, parties of the block) is each party's own value; `bound_usd_m` bounds the weighted sum
    from above in expectation over the traces (weights of the traces as given, not normalised).
    """

    conduct: Conduct
    value_usd_m: Array
    row_dual: Array
    bound_usd_m: float
    schedules: Schedules


def follow(
    program: Program,
    traces: Traces,
    given: Conduct,
    schedules: Schedules | None = None,
    *,
    certify: bool = False,
    engines: Engines | None = None,
) -> Response:
    """Solve the block's problem on every trace, the heads taken at the storages and turbine flows of
    `given`.

    `schedules` fixes the releases of scheduled reservoirs by kind of year; where it says nothing of a
    reservoir, or is None, every trace has perfect foresight. Raises NotOptimal if a trace cannot be solved
    (priced slack makes every honest problem solvable). The bound is reckoned only where `certify` asks for
    it (it is infinite otherwise).
    """
    fixed = dict(schedules or {})
    traced = Traced(program, traces, given)
    _keep_to(traced, fixed)
    found = _Found(traced, engines)
    col_upper = _without_deviation(program, fixed)
    for _, members in _kinds(traces):
        found.follow(("follow", tuple(fixed)), members, col_upper, certify)
    return found.response(given, fixed, certify)


def schedule(
    program: Program,
    traces: Traces,
    given: Conduct,
    pinned: Schedules | None = None,
    *,
    certify: bool = False,
    engines: Engines | None = None,
) -> Response:
    """Plan the scheduled reservoirs' releases by kind of year, jointly over the traces of each kind.

    `pinned` (classes, T) fixes some of them; nan leaves a month free.

    The actual release of a trace may leave the plan only at a price (DEVIATION_PRICE), so that it does so
    only where the reservoir is at a bound.
    """
    if not program.scheduled:
        return follow(program, traces, given, {}, certify=certify, engines=engines)
    found = _Found(Traced(program, traces, given), engines)
    kinds, months = len(traces.class_names), program.network.months
    planned = {r: np.zeros((kinds, months)) for r in program.scheduled}
    for c, members in _kinds(traces):
        pins = {r: fixed[c] for r, fixed in (pinned or {}).items()}
        for r, release in found.plan(("schedule", len(members)), members, pins, certify).items():
            planned[r][c] = release
    return found.response(given, planned, certify)


class _Found:
    """What has been found on each trace, and the bounds proved so far."""

    def __init__(self, traced: Traced, engines: Engines | None) -> None:
        self.engines: Engines = {} if engines is None else engines
        self.traced, self.program = traced, traced.program
        rows, columns = self.program.matrix.shape
        self.x = np.zeros((traced.traces.count, columns))
        self.dual = np.zeros((traced.traces.count, rows))
        self.bound_usd_m = 0.0

    def follow(self, key: tuple[Any, ...], members: Index, col_upper: Array, certify: bool) -> None:
        """Solve the traces of one kind of year one after the other."""
        program, lower, upper = self.program, self.traced.lower, self.traced.upper
        matrix = self.traced.matrix(members)
        turned = sparse.csr_matrix(matrix.T) if certify else matrix
        columns = (program.objective, program.col_lower, col_upper)
        engine = self.engine(key, matrix, (*columns, lower[members[0]], upper[members[0]]))
        for k in members:
            engine.rows(lower[k], upper[k])
            optimum = engine.run()
            self.x[k], self.dual[k] = optimum.x, optimum.row_dual
            if certify:
                bound = dual_bound(turned, *columns, lower[k], upper[k], optimum.row_dual)
                self.bound_usd_m += self.traced.traces.weights[k] * bound

    def plan(self, key: tuple[Any, ...], members: Index, pins: Schedules, certify: bool) -> Schedules:
        """Solve the traces of one kind of year together; return the releases (T,) planned for them."""
        program, weights = self.program, self.traced.traces.weights[members]
        matrix = self.traced.matrix(members)
        lower, upper = self.traced.lower[members], self.traced.upper[members]
        stacked = stack(program, matrix, weights, lower, upper, pins)
        optimum = self.engine(key, stacked.matrix, stacked.parts).run()
        count, (rows, columns), months = len(members), matrix.shape, program.network.months
        self.x[members] = optimum.x[: columns * count].reshape(count, columns)
        duals = optimum.row_dual[: rows * count].reshape(count, rows)
        self.dual[members] = duals / weights[:, None]
        if certify:
            self.bound_usd_m += stacked.bound(optimum)
        common = optimum.x[columns * count :].reshape(len(program.scheduled), months)
        return dict(zip(program.scheduled, common, strict=True))

    def engine(
        self, key: tuple[Any, ...], matrix: sparse.csr_matrix, parts: tuple[Array, Array, Array, Array, Array]
    ) -> Engine:
        """Return the engine that answered the same question last, brought up to date, or a new one."""
        held = self.engines.get(key)
        if held is None or not held.fits(matrix):
            self.engines[key] = Engine(matrix, *parts)
            return self.engines[key]
        held.coefficients(matrix)
        objective, col_lower, col_upper, row_lower, row_upper = parts
        held.objective(objective)
        held.columns(col_lower, col_upper)
        held.rows(row_lower, row_upper)
        return held

    def response(self, given: Conduct, schedules: Schedules, certify: bool) -> Response:
        return Response(
            conduct=read(self.program, self.x, given),
            value_usd_m=self.x @ self.program.value.T,
            row_dual=self.dual,
            bound_usd_m=self.bound_usd_m if certify else UNBOUNDED,
            schedules=schedules,
        )


def _kinds(traces: Traces) -> Iterator[tuple[int, Index]]:
    """Go through the kinds of year that have traces."""
    for c in range(len(traces.class_names)):
        members = traces.of_class(c)
        if len(members):
            yield c, members


def _keep_to(traced: Traced, fixed: Schedules) -> None:
    """Tie releases to their schedules; leave those free of which nothing is said."""
    for r, rows in traced.program.scheduled.items():
        planned = fixed[r][traced.traces.classes] if r in fixed else None
        traced.lower[:, rows] = -UNBOUNDED if planned is None else planned
        traced.upper[:, rows] = UNBOUNDED if planned is None else planned


def _without_deviation(program: Program, fixed: Schedules) -> Array:
    """Return column bounds with no deviation where there is no schedule to leave."""
    upper = program.col_upper.copy()
    for r in program.scheduled:
        if r not in fixed:
            upper[program.columns[f"up:{r}"]] = 0.0
            upper[program.columns[f"down:{r}"]] = 0.0
    return upper
