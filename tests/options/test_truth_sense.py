"""More water, more members, other money, a state less (OPTIONS "Sanity").

The question is the one a reader asks by default: April 2026 to March 2027, Toktogul at 6.8 km³, 100 traces. Where the
model does not show what it should, the test says so with the figure, and fails as soon as that is no longer true.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from money import in_other_money
from syr_darya import STATES, network_at_rest, region_without

from maslahat.basin import (
    EndValue,
    build_network,
    follow,
    joint,
    requested,
    schedule,
    valuation,
    value_usd_m,
    water,
)
from maslahat.options import play
from maslahat.options.coalitions import coalition_values, partitions, played
from maslahat.options.play import Table

# More water, more members, other money


def joint_value(program, traces, given):
    answer = schedule(program, traces, given)
    return float(traces.weights @ answer.value_usd_m.sum(axis=1))


def test_more_water_at_any_head_never_makes_the_joint_outcome_worse(dossier, basis, program):
    given = basis.together_mean.conduct
    before = joint_value(program, dossier.mean, given)
    for node in dossier.inflows.nodes:
        for share in (0.05, 0.5, 2.0):
            more = dossier.mean.inflow_mm3.copy()
            more[:, :, dossier.network.index(node)] *= 1 + share
            assert joint_value(program, replace(dossier.mean, inflow_mm3=more), given) >= before - 1e-6


def test_one_more_cubic_metre_in_any_reservoir_month_and_year_is_never_a_burden(dossier, basis, program):
    answer = schedule(program, dossier.mean, basis.together_mean.conduct)
    worth = [answer.row_dual[:, program.rows[f"balance:{r}"]] for r in range(len(dossier.network.reservoirs))]
    assert min(float(price.min()) for price in worth) >= -1e-9
    assert max(float(price.max()) for price in worth) > 0.02  # USD a m³


def test_a_fuller_toktogul_is_never_worse_for_all_together(dossier):
    values = []
    for storage in (6_000.0, 6_800.0, 9_000.0, 14_000.0):
        reservoirs = list(dossier.network.reservoirs)
        reservoirs[0] = replace(reservoirs[0], initial_mm3=storage)
        network = replace(dossier.network, reservoirs=tuple(reservoirs))
        program = joint(network, dossier.signatories, (1.0,) * 4, dossier.ends)
        answer = follow(program, dossier.mean, requested(network, dossier.mean.count))
        answer = follow(program, dossier.mean, answer.conduct)
        values.append(float(dossier.mean.weights @ answer.value_usd_m.sum(axis=1)))
    assert (np.diff(values) > 0).all()


@pytest.fixture(scope="module")
def unanswered(dossier, basis):
    """What each coalition reaches where outsiders do not respond: they go on as with no agreement."""
    given = basis.apart_mean.conduct
    return {
        members: schedule(
            joint(dossier.network, members, (1.0,) * len(members), dossier.ends), dossier.mean, given
        )
        for size in range(1, 5)
        for members in combinations(STATES, size)
    }


def test_a_member_more_never_makes_a_coalition_worse_where_outsiders_do_not_respond(dossier, unanswered):
    weights = dossier.mean.weights
    for members, answer in unanswered.items():
        for state in set(STATES) - set(members):
            larger = tuple(s for s in STATES if s in members or s == state)
            value = value_usd_m(
                dossier.network, dossier.mean.inflow_mm3, answer.conduct, dossier.ends, larger
            )
            after = float(weights @ unanswered[larger].value_usd_m.sum(axis=1))
            assert after >= float(weights @ value.sum(axis=1)) - 1e-6, (members, state)


@pytest.fixture(scope="module")
def values(dossier, basis):
    gain = float((dossier.all.weights @ (basis.together.value_usd_m - basis.apart.value_usd_m)).sum())
    outcomes = [played(dossier, partition) for partition in partitions(dossier)]
    return coalition_values(dossier, outcomes, gain).values


def test_all_together_reach_at_least_what_any_split_into_groups_reaches(values):
    apart = {frozenset(v.members): v.outsiders_apart_usd_m for v in values}
    united = {frozenset(v.members): v.outsiders_united_usd_m for v in values}
    everybody = frozenset(STATES)
    whole = apart[everybody]
    assert whole >= sum(apart[frozenset([state])] for state in STATES)
    for group, reached in united.items():
        if group != everybody:
            assert whole >= reached + united[everybody - group] - 1e-6
    for pair in combinations(STATES, 2):
        rest = everybody - set(pair)
        assert whole >= apart[frozenset(pair)] + sum(united[frozenset([s])] for s in rest) - 1e-6


@pytest.mark.xfail(
    strict=True, reason="KGZ and KAZ, with UZB between them answering, end 1.3 million USD below"
)
def test_no_coalition_ends_below_its_members_alone_where_outsiders_respond(values):
    apart = {v.members: v.outsiders_apart_usd_m for v in values}
    for members, reached in apart.items():
        assert reached >= sum(apart[(state,)] for state in members) - 1e-6, members


FACTOR = 2.5


def test_scaling_all_money_scales_every_value_alone_and_together(dossier, monkeypatch):
    before = [_played(dossier, dossier.network, dossier.ends, groups) for groups in _partitions(dossier)]
    for module in (water, valuation):
        for name in ("DEVIATION_PRICE", "FLOOD_PRICE", "GAUGE_PRICE", "LOW_STORAGE_PRICE", "DRY_PRICE"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, FACTOR * getattr(module, name))
    monkeypatch.setattr(play, "COURTESY_USD_PER_M3", FACTOR * play.COURTESY_USD_PER_M3)
    dearer = tuple(replace(end, usd_per_m3=FACTOR * end.usd_per_m3) for end in dossier.ends)
    scaled = in_other_money(dossier.network, FACTOR)
    for groups, values in zip(_partitions(dossier), before, strict=True):
        assert _played(dossier, scaled, dearer, groups) == pytest.approx(FACTOR * values, rel=1e-6, abs=1e-3)


def _partitions(dossier):
    return dossier.apart, dossier.together


def _played(dossier, network, ends, groups):
    found = Table(network, dossier.mean, ends).play(groups, sweeps=2)
    return dossier.mean.weights @ found.value_usd_m


@pytest.mark.parametrize("party", STATES)
def test_a_state_without_assets_is_as_if_it_were_not_there(dossier, party):
    still = network_at_rest(dossier.network, party)
    request = dossier.request
    bare = build_network(
        region_without(dossier.region, party),
        request.river,
        request.start,
        request.months,
        dossier.water_value_usd_per_m3,
    )
    place = {node.key: n for n, node in enumerate(dossier.network.nodes)}
    order = [place[node.key] for node in bare.nodes]
    owner = [dossier.network.nodes[r.node].owner for r in dossier.network.reservoirs]
    worthless = tuple(
        EndValue(end.width_mm3, 0 * end.usd_per_m3) if whose == party else end
        for end, whose in zip(dossier.ends, owner, strict=True)
    )
    ends = tuple(end for end, whose in zip(dossier.ends, owner, strict=True) if whose != party)
    tables = (
        Table(still, dossier.mean, worthless),
        Table(bare, replace(dossier.mean, inflow_mm3=dossier.mean.inflow_mm3[:, :, order]), ends),
    )
    others = tuple(state for state in STATES if state != party)
    found = {}
    for name, groups in (
        ("alone", dossier.apart),
        ("others", (others, (party,))),
        ("all", dossier.together),
    ):
        held, left_out = (table.play(groups, sweeps=8).mean(dossier.mean.weights) for table in tables)
        assert left_out == pytest.approx(held, abs=1e-6), name
        assert held[party] == pytest.approx(0.0, abs=1e-6)
        found[name] = sum(held.values())
    # It brings a group nothing; what is left is the remainder of the rounds (of a gain of some 300 million USD).
    assert found["all"] - found["others"] == pytest.approx(0.0, abs=3.0)
