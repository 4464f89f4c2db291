"""How a river is run when some states decide together and the others for themselves (OPTIONS "No agreement").

Players act along the river, upstream first. Each group maximises its own value given what reaches it; the water that
passes through another's stretch is expected to be changed there as it was last seen. Rounds are repeated until nothing
moves; then the river is walked once more, stretch by stretch from the top, so that every flow is exactly what the
stretches above let through. Ties are broken in the neighbours' favour, so that no agreement is credited with what costs
nobody anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from maslahat.basin import (
    Array,
    Conduct,
    EndValue,
    Engines,
    Flows,
    Network,
    Program,
    Response,
    Schedules,
    Traces,
    flows,
    follow,
    idle,
    joint,
    mixed,
    schedule,
    value_usd_m,
    with_true_energy,
)

COURTESY_USD_PER_M3 = 1e-4
MAX_SWEEPS = 8
SETTLED_MM3 = 0.01
SAME_MM3 = 1e-9
HEAD_PASSES = 3  # each takes heads at the storages of the one before
FREE_SWEEPS = (
    1  # from then on answers are averaged with those before (fictitious play), so that cycles die out
)

Partition = tuple[tuple[str, ...], ...]
Programs = dict[tuple[tuple[str, ...], tuple[float, ...], bytes], Program]


@dataclass(frozen=True, eq=False, slots=True)
class Play:
    """One way of running the river, over a set of traces.

    `value_usd_m` is (K, parties) in the order of `parties`; `bounds` the dual bound of each group's last problem.
    """

    parties: tuple[str, ...]
    partition: Partition
    conduct: Conduct
    value_usd_m: Array
    schedules: Schedules
    bounds: dict[tuple[str, ...], float]
    sweeps: int
    residual_mm3: float
    duals: dict[tuple[str, ...], tuple[Program, Array]] = field(repr=False)

    def mean(self, weights: Array) -> dict[str, float]:
        """Return each party's expected value."""
        return dict(zip(self.parties, (weights @ self.value_usd_m).tolist(), strict=True))


class Table:
    """A river, its traces and the worth of its stored water: where partitions are played.

    Programs are stated once for each group and kept.
    """

    def __init__(
        self,
        network: Network,
        traces: Traces,
        ends: Sequence[EndValue],
        programs: Programs | None = None,
        served_first: Sequence[str] = (),
    ) -> None:
        """Take a network, the traces to decide on, and the end values of its reservoirs.

        Owners in `served_first` do not play: they take what they ask for from the natural flow, before anybody else.
        `programs` may hold what was already stated for the same network; solvers are never shared, so that an answer
        does not depend on what was asked elsewhere.
        """
        self.network, self.traces, self.ends = network, traces, tuple(ends)
        self.served_first = frozenset(served_first)
        self.parties = network.parties
        self._programs: Programs = {} if programs is None else programs
        self._engines: dict[int, Engines] = {}

    def play(
        self,
        partition: Partition,
        schedules: Schedules | None = None,
        start: Conduct | None = None,
        weights: dict[str, float] | None = None,
        sweeps: int = MAX_SWEEPS,
        pinned: Schedules | None = None,
        *,
        passes: int = HEAD_PASSES,
        certify: bool = False,
    ) -> Play:
        """Run the river under a partition of its owners.

        With `schedules` the scheduled reservoirs keep to them; without, their owners' groups plan them by kind of year,
        keeping to what is `pinned` (classes, T; nan where free). `weights` weigh the parties of a group against each
        other; at most `sweeps` rounds are played where groups must look at each other, and heads are
        taken anew `passes` times. `certify` asks for dual bounds.
        """
        rules = _Rules(dict(schedules or {}), schedules is None, dict(pinned or {}), sweeps, passes, certify)
        return _Round(self, partition, weights or {}, rules).run(start)

    def program(
        self, group: tuple[str, ...], weights: tuple[float, ...], active: NDArray[np.bool_]
    ) -> Program:
        """Return the problem of a group at the places where it still decides."""
        key = (group, weights, active.tobytes())
        if key not in self._programs:
            courtesy = 0.0 if len(group) == len(self.parties) else COURTESY_USD_PER_M3
            self._programs[key] = joint(self.network, group, weights, self.ends, active, courtesy)
        return self._programs[key]

    def engines(self, program: Program) -> Engines:
        """Return the solvers that have answered for a program, kept as long as the table."""
        return self._engines.setdefault(id(program), {})


@dataclass(frozen=True, slots=True)
class _Rules:
    """How a partition is played: schedules kept, or planned with some releases pinned; how long, how finely."""

    schedules: Schedules
    planning: bool
    pinned: Schedules
    sweeps: int
    passes: int
    certify: bool


class _Round:
    """One partition being played."""

    def __init__(self, table: Table, partition: Partition, weights: dict[str, float], rules: _Rules) -> None:
        self.table, self.rules = table, rules
        self.network = table.network
        self.groups = _upstream_first(self.network, partition)
        self.weights = {group: tuple(weights.get(party, 1.0) for party in group) for group in self.groups}
        self.ways = _ways(self.network)
        self.served = [group for group in self.groups if table.served_first.issuperset(group)]
        self.groups = [group for group in self.groups if group not in self.served]
        self.depth = _depths(self.network, self.groups, self.ways)
        self.seen: dict[tuple[tuple[str, ...], int], tuple[Flows, Conduct]] = {}
        self.passes: dict[tuple[tuple[str, ...], int], int] = {}
        self.answers: dict[tuple[str, ...], Response] = {}
        self.programs: dict[tuple[str, ...], Program] = {}
        self.planned: Schedules = rules.schedules

    def run(self, start: Conduct | None) -> Play:
        table = self.table
        conduct = start or idle(self.network, table.traces.count)
        for group in self.served:
            natural = self.answer(group, idle(self.network, table.traces.count), 0)
            conduct = self.take_over(group, natural, conduct)
        first, looped = self.order()
        for group in first:
            for _ in range(self.rules.passes):
                conduct = self.answer(group, conduct, 0)
        conduct, sweeps, residual = self.rounds(looped, conduct)
        conduct = self.settle(with_true_energy(self.network, conduct) if looped else conduct)
        value = value_usd_m(self.network, table.traces.inflow_mm3, conduct, table.ends, table.parties)
        return Play(
            parties=table.parties,
            partition=(*self.served, *self.groups),
            conduct=conduct,
            value_usd_m=value,
            schedules=self.planned,
            bounds={group: answer.bound_usd_m for group, answer in self.answers.items()},
            sweeps=sweeps,
            residual_mm3=residual,
            duals={group: (self.programs[group], answer.row_dual) for group, answer in self.answers.items()},
        )

    def take_over(self, group: tuple[str, ...], answered: Conduct, conduct: Conduct) -> Conduct:
        """Return the conduct with the withdrawals and canals of a group as answered."""
        withdrawal, side = conduct.withdrawal_mm3.copy(), conduct.side_mm3.copy()
        for d, demand in enumerate(self.network.demands):
            if demand.owner in group:
                withdrawal[:, :, d] = answered.withdrawal_mm3[:, :, d]
        for s, spec in enumerate(self.network.sides):
            if spec.owner in group:
                side[:, :, s] = answered.side_mm3[:, :, s]
        return replace(conduct, withdrawal_mm3=withdrawal, side_mm3=side)

    def order(self) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """Return the groups that nobody above can touch, in order, and those that must look at each other.

        A group that only water of groups already settled reaches can be settled in its turn.
        """
        first: list[tuple[str, ...]] = []
        rest = list(self.groups)
        while rest:
            settled = {party for group in first for party in group}
            free = [g for g in rest if self.above(g) <= settled | set(g) | self.table.served_first]
            if not free:
                break
            first.append(free[0])
            rest.remove(free[0])
        return first, rest

    def above(self, group: tuple[str, ...]) -> set[str]:
        """Return the owners of all places from which water comes to the group."""
        owners: list[set[str]] = []
        for n, node in enumerate(self.network.nodes):
            owners.append({node.owner}.union(*(owners[above] for above in self.ways[n])))
        return set().union(*(owners[n] for n in np.flatnonzero(self.owned(group))))

    def rounds(self, looped: list[tuple[str, ...]], conduct: Conduct) -> tuple[Conduct, int, float]:
        """Let groups that look at each other answer in turn until nothing moves, averaging over the rounds."""
        if not looped:
            return conduct, self.rules.passes, 0.0
        sweeps, residual = 0, float("inf")
        while sweeps < self.rules.sweeps and residual > SETTLED_MM3:
            before, planned = conduct, dict(self.planned)
            for group in looped:
                conduct = self.answer(group, conduct, 0)
            sweeps += 1
            if sweeps > FREE_SWEEPS:
                share = 1 / (sweeps - FREE_SWEEPS + 1)
                conduct = mixed(before, conduct, share)
                self.planned = {r: (1 - share) * planned[r] + share * new for r, new in self.planned.items()}
            residual = _moved(before, conduct)
        return conduct, sweeps, residual

    def settle(self, conduct: Conduct) -> Conduct:
        """Walk the river once from the top, so that every flow is exactly what the stretches above let through.

        Above the place where water comes back to a group that had it before, what the groups did in the rounds is kept
        where there is water for it: the others' answers were in sight there. Below, groups decide anew.
        """
        first = {group: int(self.depth[self.owned(group)].min()) for group in self.groups}
        back = [level for level in map(self.below, self.groups) if level]
        kept_above = min(back, default=0)
        decided = set()
        for level in range(int(self.depth.max()) + 1):
            for group in self.groups:
                if not np.any(self.depth[self.owned(group)] == level):
                    continue
                if level >= kept_above or not self.possible(group, level, conduct):
                    decided.add(group)
                    for _ in range(self.rules.passes):
                        conduct = self.answer(group, conduct, level if level > first[group] else 0)
        powered = {spec.party for spec in self.network.power}
        for group in self.groups:
            if group not in decided and powered.intersection(group):
                conduct = self.dispatch(group, conduct)
        return conduct

    def dispatch(self, group: tuple[str, ...], conduct: Conduct) -> Conduct:
        """Let a group run its power system with the water decided."""
        nowhere = np.zeros(len(self.network.nodes), dtype=bool)
        program = self.table.program(group, self.weights[group], nowhere)
        answer = follow(program, self.table.traces, conduct, self.planned)
        self.answers.setdefault(group, answer)
        self.programs.setdefault(group, program)
        return answer.conduct

    def possible(self, group: tuple[str, ...], level: int, conduct: Conduct) -> bool:
        """Is there water for what the group does at one level."""
        here = self.owned(group) & (self.depth == level)
        places = here.copy()
        for side in self.network.sides:
            places[side.node] |= here[side.control]
        out = flows(self.network, self.table.traces.inflow_mm3, conduct).out_mm3
        return bool(out[:, :, places].min() > -SETTLED_MM3)

    def below(self, group: tuple[str, ...]) -> int:
        """Return the first level at which the group gets water that it had before; 0 where it never does."""
        had = np.zeros(len(self.network.nodes), dtype=bool)  # has passed the group and then another
        passed = np.zeros(len(self.network.nodes), dtype=bool)
        mine = self.owned(group)
        others = ~mine & np.array([node.owner not in self.table.served_first for node in self.network.nodes])
        levels = []
        for n in range(len(self.network.nodes)):
            for above in self.ways[n]:
                passed[n] |= passed[above] or mine[above]
                had[n] |= had[above] or (others[n] and (mine[above] or passed[above]))
            if mine[n] and had[n]:
                levels.append(int(self.depth[n]))
        return min(levels, default=0)

    def owned(self, group: tuple[str, ...]) -> NDArray[np.bool_]:
        return np.array([node.owner in group for node in self.network.nodes])

    def answer(self, group: tuple[str, ...], conduct: Conduct, level: int) -> Conduct:
        """Let a group decide at its stretches from `level` on; the same question is not asked twice."""
        active = self.owned(group) & (self.depth >= level)
        if not active.any():
            return conduct
        constant = flows(self.network, self.table.traces.inflow_mm3, conduct, active)
        key = (group, int(self.depth[active].min()))
        if key in self.seen and self.unchanged(key, active, constant, conduct):
            return conduct
        program = self.table.program(group, self.weights[group], active)
        traces, certify, warm = self.table.traces, self.rules.certify, self.table.engines(program)
        if self.rules.planning and level == 0:
            pinned = self.rules.pinned
            answer = schedule(program, traces, conduct, pinned, certify=certify, engines=warm)
            self.planned.update(answer.schedules)
        else:
            answer = follow(program, traces, conduct, self.planned, certify=certify, engines=warm)
        self.seen[key] = (constant, answer.conduct)
        self.passes[key] = self.passes.get(key, 0) + 1
        self.answers[group], self.programs[group] = answer, program
        return answer.conduct

    def unchanged(
        self,
        key: tuple[tuple[str, ...], int],
        active: NDArray[np.bool_],
        constant: Flows,
        conduct: Conduct,
    ) -> bool:
        """Is what reaches the group, and what it turns its turbines at, as when it last answered."""
        old, answered = self.seen[key]
        reaches = np.abs(old.into_mm3 - constant.into_mm3)[:, :, active].max()
        passes = np.abs(old.out_mm3 - constant.out_mm3)[:, :, active].max()
        levels = [
            self.network.reservoir_at(plant.node)
            for plant in self.network.plants
            if plant.head_m is None and active[plant.node]
        ]
        mine = [r for r in levels if r is not None]
        if reaches > SAME_MM3 or passes > SAME_MM3:
            return False
        if not mine:
            return True
        moved = np.abs(answered.storage_mm3 - conduct.storage_mm3)[:, :, mine].max()
        return self.passes[key] >= self.rules.passes and bool(moved <= SAME_MM3)


def _upstream_first(network: Network, partition: Partition) -> list[tuple[str, ...]]:
    """Return the groups by their uppermost place."""
    first = {
        group: next((n for n, node in enumerate(network.nodes) if node.owner in group), len(network.nodes))
        for group in partition
    }
    return sorted((g for g in partition if first[g] < len(network.nodes)), key=lambda g: first[g])


def _ways(network: Network) -> list[list[int]]:
    """Return for each node the nodes from which water comes to it."""
    ways: list[list[int]] = [[] for _ in network.nodes]
    for n, node in enumerate(network.nodes):
        for entry in node.entries:
            ways[n].append(network.sides[entry.origin].node if entry.side else entry.origin)
    for demand in network.demands:
        if demand.return_to is not None:
            ways[demand.return_to].append(demand.node)
    for side in network.sides:  # what is drawn off at a place decides what goes on from there
        for n, node in enumerate(network.nodes):
            if any(not entry.side and entry.origin == side.node for entry in node.entries):
                ways[n].append(side.control)
    return ways


def _depths(network: Network, groups: Sequence[tuple[str, ...]], ways: list[list[int]]) -> NDArray[np.intp]:
    """Return for each node how often the water has changed hands on its way there."""
    group_of = {party: g for g, group in enumerate(groups) for party in group}
    depth = np.zeros(len(network.nodes), dtype=np.intp)
    holder: list[int | None] = [None] * len(
        network.nodes
    )  # who last had the water; who is served first never does
    for n, node in enumerate(network.nodes):
        for above in ways[n]:
            giver = holder[above]
            taker = group_of.get(node.owner, giver)
            holder[n] = taker
            changed = giver is not None and taker != giver
            depth[n] = max(depth[n], depth[above] + int(changed))
        if not ways[n]:
            holder[n] = group_of.get(node.owner)
    return depth


def _moved(before: Conduct, after: Conduct) -> float:
    """Return the largest change of any storage or withdrawal, million m³."""
    changes = [
        np.abs(before.storage_mm3 - after.storage_mm3),
        np.abs(before.withdrawal_mm3 - after.withdrawal_mm3),
    ]
    return max((float(change.max()) for change in changes if change.size), default=0.0)
