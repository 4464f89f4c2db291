"""What the model must show of the Syr Darya without having been tuned to it (OPTIONS "Sanity", DESIGN §6.5).

The question is the one a reader asks by default: April 2026 to March 2027, Toktogul at 6.8 km³, 100 traces. Where the
model does not show what it should, the test says so with the figure, and fails as soon as that is no longer true.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from maslahat.basin import (
    EndValue,
    audit,
    build_network,
    flows,
    follow,
    joint,
    requested,
    schedule,
    valuation,
    value_usd_m,
    water,
)
from maslahat.basin.hydropower import area_km2, gwh_per_mm3, head_m, level_m
from maslahat.options import Request, play
from maslahat.options.coalitions import coalition_values, partitions, played
from maslahat.options.dossier import open_dossier
from maslahat.options.packages import PRIORITY, weighed, work_out_basis
from maslahat.options.play import Table
from maslahat.options.zone import closes_at, zone_points
from maslahat.regions import load_region

NARYN = ("toktogul", "kurpsai", "tash-kumyr", "shamaldy-sai", "uch-kurgan")
MEAN_FLOW_MM3 = 12_300.0  # a year, 1974-2007
PUBLISHED_USD_M = (35.0, 67.0)
STATES = ("KGZ", "UZB", "TJK", "KAZ")


@pytest.fixture(scope="module")
def region():
    return load_region()


@pytest.fixture(scope="module")
def dossier(region):
    return open_dossier(region, Request("syr-darya", sensitivity=False))


@pytest.fixture(scope="module")
def basis(dossier):
    return work_out_basis(dossier)


@pytest.fixture(scope="module")
def irrigation(dossier, basis):
    """Toktogul's releases where irrigation comes first, as in the package of that name."""
    table = weighed(dossier, PRIORITY).table(dossier.plan)
    return table.play(dossier.together, start=basis.together_planned.conduct).schedules


@pytest.fixture(scope="module")
def network(dossier):
    return dossier.network


@pytest.fixture(scope="module")
def program(dossier):
    return joint(dossier.network, dossier.signatories, (1.0,) * 4, dossier.ends)


@pytest.fixture(scope="module")
def toktogul(network):
    return network.reservoirs[network.reservoir_at(network.index("toktogul"))]


def plant(network, key):
    return next(p for p in network.plants if p.key == key)


# Energy, level and area (§6.5)


def yearly_gwh(network, key, storage_mm3):
    p = plant(network, key)
    position = network.reservoir_at(p.node)
    reservoir = None if position is None else network.reservoirs[position]
    return float(gwh_per_mm3(p, reservoir, np.asarray(storage_mm3))) * MEAN_FLOW_MM3


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(
            key,
            marks=pytest.mark.xfail(strict=True, reason="914 GWh against 820: 31 m of head give 11 % more"),
        )
        if key == "uch-kurgan"
        else key
        for key in NARYN
    ],
)
def test_each_naryn_plant_makes_its_published_energy_of_the_mean_flow(network, toktogul, key):
    half = (toktogul.dead_mm3 + toktogul.full_mm3) / 2
    assert yearly_gwh(network, key, half) == pytest.approx(plant(network, key).published_gwh, rel=0.10)


@pytest.mark.parametrize("storage_mm3", [9_000.0, 12_500.0, 16_000.0, 19_500.0])
def test_the_naryn_cascade_makes_its_published_energy_of_the_mean_flow(network, storage_mm3):
    made = sum(yearly_gwh(network, key, storage_mm3) for key in NARYN)
    assert {plant(network, key).efficiency for key in NARYN} == {0.88}
    assert made == pytest.approx(sum(plant(network, key).published_gwh for key in NARYN), rel=0.10)
    assert made / MEAN_FLOW_MM3 == pytest.approx(0.84, rel=0.10)  # kWh for each m³ let out


def test_the_cascade_makes_what_its_water_gives_in_the_answer_itself(dossier, network, basis):
    """Energy of the whole season, turbines and capacities counted in, for each m³ from Toktogul."""
    conduct, weights = basis.together.conduct, dossier.all.weights
    places = [n for n, p in enumerate(network.plants) if p.key in NARYN]
    made = weights @ conduct.energy_gwh[:, :, places].sum(axis=(1, 2))
    let_out = flows(network, dossier.all.inflow_mm3, conduct).out_mm3[:, :, network.index("toktogul")]
    assert made / (weights @ let_out.sum(axis=1)) == pytest.approx(0.84, rel=0.10)


def test_the_area_of_toktogul(toktogul):
    assert 214 * 0.97 <= float(area_km2(toktogul, np.array(10_900.0))) <= 217 * 1.03


def test_the_level_of_toktogul_on_a_day_that_the_law_was_not_fitted_to(toktogul):
    assert float(level_m(toktogul, np.array(17_005.0))) == pytest.approx(891.09, abs=0.2)  # 2 September 2016


def test_a_day_s_rise_of_toktogul_in_june_2021(toktogul):
    rise = np.diff(level_m(toktogul, np.array([10_846.0, 10_876.0])))[0]  # the 30 million m³ of the press
    assert rise == pytest.approx(0.14, abs=0.005)


def test_the_head_of_toktogul_is_that_of_its_published_energy(network, toktogul):
    head = float(head_m(plant(network, "toktogul"), toktogul, np.array(12_500.0)))
    assert 4_100 <= MEAN_FLOW_MM3 * 9.81 / 3_600 * 0.88 * head <= 4_400


@pytest.mark.parametrize(
    ("before_mm3", "after_mm3", "inflow_m3s", "release_m3s", "days", "error_m3s"),
    [
        (12_001, 12_008, [340], [262], 1, 1e6 / 86_400),  # 2021; storages are told to a million m³
        (14_411, 15_024, [739, 539, 511], [345, 309, 280], 26, 5),  # 12 August to 7 September 2020
    ],
)
def test_press_mass_balances(network, before_mm3, after_mm3, inflow_m3s, release_m3s, days, error_m3s):
    """The inflow that the operator tells is net: it is reckoned from the storage."""
    at = network.index("toktogul")
    calm = tuple(replace(r, evaporation_m=np.zeros(1)) for r in network.reservoirs)
    river = replace(network, periods=network.periods[:1], reservoirs=calm)
    started = replace(river.reservoirs[0], initial_mm3=float(before_mm3))
    river = replace(river, reservoirs=(started, *river.reservoirs[1:]))
    inflow = np.zeros((1, 1, len(river.nodes)))
    inflow[0, 0, at] = mean(inflow_m3s) * days * 0.0864
    conduct = requested(replace(river, demands=()), 1)
    conduct = replace(conduct, withdrawal_mm3=np.zeros((1, 1, len(river.demands))))
    conduct.storage_mm3[0, 0, 0] = after_mm3
    out = flows(river, inflow, conduct).out_mm3[0, 0, at] / (days * 0.0864)
    assert out == pytest.approx(mean(release_m3s), abs=error_m3s)


def mean(readings):
    """Return the mean of readings, straight between them: the days between are 14 and 12 where there are three."""
    return (
        float(np.interp(np.linspace(0, 26, 2601), [0, 14, 26], readings).mean())
        if len(readings) == 3
        else readings[0]
    )


# No agreement


def shares_in_winter(dossier, schedules):
    growing = np.array([4 <= period.month <= 9 for period in dossier.network.periods])
    return [float(row[~growing].sum() / row.sum()) for row in schedules[0]]


def test_alone_toktogul_lets_out_half_or_more_in_winter(dossier, basis):
    assert min(shares_in_winter(dossier, basis.apart.schedules)) >= 0.5  # 0.74 to 0.79


@pytest.mark.xfail(strict=True, reason="0.63 of a dry year's release falls in winter, more in other years")
def test_run_for_irrigation_toktogul_lets_out_about_a_quarter_in_winter(dossier, irrigation):
    assert min(shares_in_winter(dossier, irrigation)) <= 0.35


def observed_m3s(region, months):
    return [
        row.outflow_m3s
        for row in region.observations
        if row.node == "toktogul" and row.outflow_m3s and row.date.month in months
    ]


def alone_m3s(dossier, basis, month):
    t = next(t for t, period in enumerate(dossier.network.periods) if period.month == month)
    kinds = dossier.mean.weights @ basis.apart.schedules[0][dossier.mean.classes]
    return float(kinds[t] * 1e6 / dossier.network.periods[t].seconds)


def test_alone_the_release_in_december_is_that_of_the_press(region, dossier, basis):
    seen = observed_m3s(region, [12])
    assert min(seen) * 0.9 <= alone_m3s(dossier, basis, 12) <= max(seen) * 1.1  # 587 against 490 to 588


@pytest.mark.xfail(strict=True, reason="116 m³/s in August; 309 to 416 were let out, under yearly agreements")
def test_alone_the_release_in_august_is_that_of_the_press(region, dossier, basis):
    assert alone_m3s(dossier, basis, 8) >= 0.9 * min(observed_m3s(region, [8]))


# The zone


@pytest.fixture(scope="module")
def zone(dossier, basis, irrigation):
    points = [point() for point in zone_points(dossier, irrigation, basis.apart_mean)]
    return points, closes_at(points)


def test_the_sums_at_which_a_side_is_indifferent_run_over_the_published_ones(zone):
    sums = [usd_m for point in zone[0] for usd_m in (point.least_accepted_usd_m, point.most_offered_usd_m)]
    assert min(sums) <= PUBLISHED_USD_M[0]
    assert max(sums) >= PUBLISHED_USD_M[1]  # 30 to 68


@pytest.mark.xfail(
    strict=True, reason="both sides would sign for 62 to 68 million USD: the least accepted is 62"
)
def test_the_sums_that_both_sides_would_sign_for_run_over_the_published_ones(zone):
    open_ = [p for p in zone[0] if p.least_accepted_usd_m <= p.most_offered_usd_m]
    assert min(p.least_accepted_usd_m for p in open_) <= PUBLISHED_USD_M[0]
    assert max(p.most_offered_usd_m for p in open_) >= PUBLISHED_USD_M[1]


def test_what_the_owner_asks_lies_within_the_published_sums(zone):
    for point in zone[0]:
        assert PUBLISHED_USD_M[0] <= point.least_accepted_usd_m <= PUBLISHED_USD_M[1]  # 62


def test_the_zone_closes_within_the_band_and_where_offer_meets_ask(zone):
    points, closes = zone
    values = [p.water_value_usd_per_m3 for p in points]
    assert values[0] < closes < values[-1]  # 0.086 USD a m³
    room = np.interp(closes, values, [p.most_offered_usd_m - p.least_accepted_usd_m for p in points])
    assert room == pytest.approx(0.0, abs=1e-6)
    assert (np.diff([p.most_offered_usd_m for p in points]) > 0).all()  # dearer water, higher offer


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
    scaled = _in_other_money(dossier.network)
    for groups, values in zip(_partitions(dossier), before, strict=True):
        assert _played(dossier, scaled, dearer, groups) == pytest.approx(FACTOR * values, rel=1e-6, abs=1e-3)


def _partitions(dossier):
    return dossier.apart, dossier.together


def _played(dossier, network, ends, groups):
    found = Table(network, dossier.mean, ends).play(groups, sweeps=2)
    return dossier.mean.weights @ found.value_usd_m


def _in_other_money(network):
    return replace(
        network,
        demands=tuple(
            replace(d, step_values_usd_per_m3=tuple(FACTOR * v for v in d.step_values_usd_per_m3))
            for d in network.demands
        ),
        sides=tuple(replace(s, cost_usd_per_m3=FACTOR * s.cost_usd_per_m3) for s in network.sides),
        power=tuple(
            replace(
                p,
                tier_cost_usd_per_mwh=tuple(FACTOR * cost for cost in p.tier_cost_usd_per_mwh),
                import_usd_per_mwh=FACTOR * p.import_usd_per_mwh,
                export_usd_per_mwh=FACTOR * p.export_usd_per_mwh,
                unserved_usd_per_mwh=FACTOR * p.unserved_usd_per_mwh,
            )
            for p in network.power
        ),
    )


# A state without its assets


def region_without(region, party):
    """Return the region without a state's works, users, canals, rules and power system; its places stay."""
    mine = {row.node for row in region.nodes if row.owner == party}
    used = {row.node for row in region.demand_uses} & mine
    placed = (
        "reservoirs",
        "demand_uses",
        "demands",
        "demand_values",
        "gauge_rules",
        "storage_rules",
        "plants",
    )
    tables = {
        name: tuple(r for r in rows if r.node not in mine) for name, rows in region.tables() if name in placed
    }
    tables["loads"] = tuple(row for row in region.loads if row.party != party)
    tables["reaches"] = tuple(row for row in region.reaches if row.to_node not in used or row.order == 1)
    return region.with_tables(tables)


def network_at_rest(network, party):
    """Return the network with everything a state owns held still: dams pass what comes, nothing is taken or made."""
    mine = {n for n, node in enumerate(network.nodes) if node.owner == party}
    nothing, all_of_it = np.zeros(network.months), np.full(network.months, np.inf)

    def held(r):
        still = np.full(network.months, r.initial_mm3)
        return replace(
            r, min_mm3=still, max_mm3=still, max_release_mm3=all_of_it, evaporation_m=nothing, scheduled=False
        )

    def off(p):
        tiers = np.zeros_like(p.tier_capacity_gwh)
        unused = dict.fromkeys(("load_gwh", "other_gwh", "import_gwh", "export_gwh"), nothing)
        return replace(p, tier_capacity_gwh=tiers, **unused)

    def cut(line):
        return replace(line, capacity_gwh=nothing) if party in (line.from_party, line.to_party) else line

    return replace(
        network,
        reservoirs=tuple(held(r) if r.node in mine else r for r in network.reservoirs),
        sides=tuple(replace(s, capacity_mm3=nothing) if s.owner == party else s for s in network.sides),
        plants=tuple(replace(p, turbine_mm3=nothing) if p.owner == party else p for p in network.plants),
        demands=tuple(replace(d, request_mm3=nothing) if d.node in mine else d for d in network.demands),
        gauges=tuple(g for g in network.gauges if g.node not in mine),
        power=tuple(off(p) if p.party == party else p for p in network.power),
        lines=tuple(cut(line) for line in network.lines),
    )


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


# What is printed of the method itself


def test_balances_and_heads_are_within_what_is_promised(dossier, basis):
    for way in (basis.apart, basis.together):
        found = audit(dossier.network, dossier.all.inflow_mm3, dossier.all.weights, way.conduct)
        assert max(found.water_residual, found.energy_residual, found.bound_residual) < 1e-9
        assert found.energy_error_percent <= 0.1


def test_the_value_of_stored_water_is_concave(dossier):
    for end in dossier.ends:
        assert (np.diff(end.usd_per_m3) <= 1e-12).all()
        assert end.usd_per_m3.min() >= 0


def _left(dossier, played):
    left = np.abs(played.conduct.deviation_mm3[:, :, 0]) > 1e-3
    storage, spec = played.conduct.storage_mm3[:, :, 0], dossier.network.reservoirs[0]
    return left, (storage <= spec.min_mm3 + 1e-3) | (storage >= spec.max_mm3 - 1e-3)


def test_a_release_is_left_only_in_years_in_which_toktogul_reaches_a_bound(dossier, basis):
    for way in (basis.apart, basis.together):
        left, at_bound = _left(dossier, way)
        assert left.any()
        assert at_bound[left.any(axis=1)].any(axis=1).all()


@pytest.mark.xfail(
    strict=True, reason="it is left before: in 26 of 29 months of the joint plan there is still water"
)
def test_a_release_is_left_only_in_the_month_in_which_toktogul_is_at_a_bound(dossier, basis):
    left, at_bound = _left(dossier, basis.together)
    assert at_bound[left].all()
