"""The whole answer on the Syr Darya with few traces: gains, sums, certificates, mutations (DESIGN §7, §8)."""

from __future__ import annotations

import copy
import json
import random

import numpy as np
import pytest

from maslahat.basin import audit
from maslahat.core import InputError
from maslahat.options import Request, compute
from maslahat.options.check import result_faults, sealed
from maslahat.options.dossier import open_dossier
from maslahat.options.in_kind import payment_cap_usd_m
from maslahat.options.packages import four_plays, own_way, work_out_basis
from maslahat.options.verify import differences, faults_without_us, request_of
from maslahat.options.zone import zone_points
from maslahat.regions import load_region

QUICK = {"traces": 12, "plan_per_class": 1, "rounds": 2, "sensitivity": False}


@pytest.fixture(scope="module")
def region():
    return load_region()


@pytest.fixture(scope="module")
def document(region):
    return compute(region, Request("syr-darya", **QUICK)).to_document()


def numbers(value, path=()):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbers(part, (*path, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from numbers(part, (*path, i))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def changed(document, path, rng):
    other = copy.deepcopy(document)
    place = other
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    place[path[-1]] = value * rng.choice([0.5, 0.9, 1.1, 2.0]) if value else rng.choice([-1.0, 0.5, 3.0])
    return other


def test_an_honest_answer_holds(document):
    assert faults_without_us(document) == []


def test_every_offered_package_leaves_every_state_better_off(document):
    offered = [package for package in document["packages"] if package["offered"]]
    assert offered
    for package in offered:
        assert min(o["gain_usd_m"]["mean"] for o in package["outcomes"]) >= -1e-6


def test_free_payments_reach_the_joint_optimum(document):
    for package in document["packages"]:
        if package["key"] in ("equal-gain", "shapley", "nucleolus", "least-regret"):
            assert package["joint_gain_usd_m"]["mean"] == pytest.approx(
                package["joint_optimum_usd_m"], abs=1e-5
            )


def test_rules_differ_and_equal_gain_is_equal(document):
    rules = {view["rule"]: list(view["gains_usd_m"].values()) for view in document["rules"]}
    assert np.ptp(rules["equal-gain"]) < 1e-6
    assert np.ptp(rules["nucleolus"]) > 1.0
    assert sum(rules["shapley"]) == pytest.approx(sum(rules["equal-gain"]), abs=1e-5)


def test_balances_and_the_error_of_heads(document):
    accuracy = document["accuracy"]
    assert accuracy["balance_residual"] < 1e-9
    assert accuracy["energy_error_percent"] < 0.1


def test_winter_share_of_toktogul_alone_is_a_half_or_more(document):
    schedule = next(s for s in document["alone_schedules"] if s["node"] == "toktogul")
    growing = np.array(document["season"]["growing"])
    for row in schedule["release_mm3"]:
        assert np.array(row)[~growing].sum() / sum(row) >= 0.5


def test_the_zone_meets_the_published_one(ground):
    dossier, basis = ground
    irrigation = own_way(dossier, basis, "irrigation-first")
    points = [point() for point in zone_points(dossier, irrigation.on_all.schedules, basis.apart_mean)]
    assert min(point.least_accepted_usd_m for point in points) <= 67
    assert max(point.most_offered_usd_m for point in points) >= 35
    offered = [point.most_offered_usd_m for point in points]
    assert offered == sorted(offered)  # dearer water: more to offer


@pytest.fixture(scope="module")
def ground(region):
    dossier = open_dossier(region, Request("syr-darya", **QUICK))
    return dossier, work_out_basis(dossier)


def test_what_is_paid_under_a_cap_is_within_it_and_adds_up(ground):
    dossier, basis = ground
    deal = own_way(dossier, basis, "nash-capped")
    cap = payment_cap_usd_m(dossier)
    assert deal.payments == "capped"
    assert 1.0 < np.abs(deal.payments_usd_m).max() <= cap + 1e-6
    assert deal.payments_usd_m.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-6)


@pytest.mark.parametrize("key", ["nash-in-kind", "kalai-smorodinsky", "nash-capped"])
def test_exchanges_leave_everybody_better_off_on_the_years_they_were_planned_on(ground, key):
    dossier, basis = ground
    solution = own_way(dossier, basis, key).solution
    assert solution.gap <= 1e-7
    assert solution.gains.min() > 0


def test_deliveries_in_kind_are_the_same_in_every_year_of_a_kind(ground):
    dossier, basis = ground
    conduct = own_way(dossier, basis, "nash-in-kind").on_all.conduct
    for c in range(len(dossier.all.class_names)):
        given = conduct.delivered_gwh[dossier.all.of_class(c)]
        assert np.ptp(given, axis=0).max() < 1e-9
    assert np.abs(conduct.delivered_gwh).max() > 1.0


def test_the_same_question_gives_the_same_bytes(region, document):
    again = compute(region, request_of(document)).to_document()
    assert json.dumps(again) == json.dumps(document)


def test_a_thousand_changed_numbers_are_found_by_the_digest(document):
    rng = random.Random(1)
    light = sealed({key: value for key, value in document.items() if key != "certificates"})
    paths = list(numbers(light))
    for path in rng.choices(paths, k=1000):
        other = changed(light, path, rng)
        assert other["digest"] != sealed(other)["digest"], path


def test_changed_numbers_are_found_also_under_a_new_digest(region, document):
    rng = random.Random(2)
    again = {key: value for key, value in document.items() if key not in ("certificates", "digest")}
    paths = [path for path in numbers(again) if path[0] != "settings"]
    for path in rng.choices(paths, k=1000):
        other = sealed(changed(again, path, rng))
        body = {key: value for key, value in other.items() if key != "digest"}
        assert any(True for _ in differences(body, again)), path


def test_figures_that_contradict_each_other_are_named(document):
    other = copy.deepcopy(document)
    other["packages"][0]["joint_gain_usd_m"]["mean"] += 5
    assert any("add up" in fault for fault in result_faults(other))


def test_faults_of_a_question_come_all_at_once(region):
    with pytest.raises(InputError) as error:
        compute(region, Request("syr-darya", traces=1, months=100, forecast={"naryn": 900.0}))
    assert len(error.value.faults) == 3


def test_an_unknown_river_is_a_sentence(region):
    with pytest.raises(InputError, match="syr-darya"):
        compute(region, Request("volga"))


def test_who_is_served_first_takes_no_more_than_there_is_on_any_year(region):
    dossier = open_dossier(region, Request("amu-darya", traces=30, plan_per_class=4, rounds=1))
    network = dossier.network
    for play in four_plays(dossier, dossier.apart)[:2]:
        traces = dossier.all if play.conduct.storage_mm3.shape[0] == dossier.all.count else dossier.plan
        checked = audit(network, traces.inflow_mm3, traces.weights, play.conduct)
        assert max(checked.water_residual, checked.energy_residual, checked.bound_residual) < 1e-9
