"""Cutting a region, switching on what is not built, varying an assumption."""

from __future__ import annotations

import shutil

import pytest

from maslahat.core import InputError
from maslahat.regions import load_region
from maslahat.regions.load import CENTRAL_ASIA, read_region
from maslahat.regions.region import split_list
from maslahat.regions.vary import assumption, override, targets, vary


@pytest.fixture(scope="module")
def region():
    return load_region()


def test_the_digest_is_of_the_content(region, sheet, tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(CENTRAL_ASIA, copy)
    assert load_region(copy).digest == region.digest
    sheet.set("unserved", "usd_per_mwh", "201", party="KGZ")
    assert load_region(sheet.folder).digest != region.digest


def test_only_one_river_keeps_its_rows_and_its_states(region):
    syr = region.only("syr-darya")
    assert {row.river for row in syr.nodes} == {"syr-darya"}
    assert {row.party for row in syr.parties} == {"KGZ", "UZB", "TJK", "KAZ"}
    assert {row.party for row in syr.loads} == {"KGZ", "UZB", "TJK", "KAZ"}
    assert all("TKM" not in (row.from_party, row.to_party) for row in syr.lines)
    assert {row.river for row in syr.assumptions} == {"syr-darya", "all"}
    assert syr.sources == region.sources


def test_plants_of_the_other_river_stand_in_as_generation(region):
    def kinds(river, party):
        return {row.kind for row in region.only(river).other_generation if row.party == party}

    assert kinds("syr-darya", "TJK") == {"small-hydro", "vakhsh-cascade"}
    assert kinds("amu-darya", "TJK") == {"small-hydro", "bahri-tojik"}
    assert kinds("amu-darya", "KGZ") == {"small-hydro", "naryn-cascade"}


def test_a_riparian_has_a_colour_but_no_power_system(region):
    amu = region.only("amu-darya")
    assert "AFG" in {row.party for row in amu.parties}
    assert "AFG" not in {row.party for row in amu.loads}


def test_rogun_is_left_out_unless_asked_for(region):
    plain = region.only("amu-darya")
    assert {row.node: row.kind for row in plain.nodes}["rogun"] == "junction"
    assert "rogun" not in {row.node for row in (*plain.reservoirs, *plain.evaporation, *plain.plants)}
    built = load_region(options=["rogun"]).only("amu-darya")
    assert {row.node: row.kind for row in built.nodes}["rogun"] == "reservoir"
    assert {row.status for row in built.plants} == {"existing"}
    assert "rogun" in {row.plant for row in built.plants}


def test_an_option_can_be_built_when_a_river_is_cut(region):
    everything = load_region(options=None)
    assert "rogun" in {row.node for row in everything.only("amu-darya", options=["rogun"]).reservoirs}
    assert "rogun" not in {row.node for row in everything.only("amu-darya").reservoirs}


def test_an_unknown_option_or_river_is_a_sentence(region):
    with pytest.raises(InputError, match="kambarata-1"):
        region.with_options(["kambarata-1"])
    with pytest.raises(InputError, match="one of: syr-darya, amu-darya"):
        region.only("oxus")


def test_lookups(region):
    assert region.river("syr-darya").head == "toktogul"
    assert region.signatories("syr-darya") == ("KGZ", "UZB", "TJK", "KAZ")
    assert region.party("TKM").name_ru == "Туркменистан"
    assert region.source("un-m49").year
    with pytest.raises(KeyError):
        region.party("RUS")
    with pytest.raises(KeyError):
        region.source("hearsay")
    assert split_list(" a; b ;;c") == ("a", "b", "c")


def test_vary_multiplies_the_target_and_nothing_else(region):
    varied = vary(region, "syr-head-inflow", 1.1)
    for before, after in zip(region.inflows, varied.inflows, strict=True):
        factor = 1.1 if before.node == "naryn" else 1.0
        assert after.mean_m3s == pytest.approx(before.mean_m3s * factor)
        assert after.cv == before.cv
    unchanged = [name for name, table in region.tables() if name not in ("inflows", "assumptions")]
    assert all(getattr(varied, name) == getattr(region, name) for name in unchanged)
    assert assumption(varied, "syr-head-inflow").value == 1.1


def test_vary_keeps_to_the_river_of_the_assumption(region):
    varied = vary(region, "syr-return-flow", 0.5)
    for before, after in zip(region.demand_uses, varied.demand_uses, strict=True):
        factor = 0.5 if before.river == "syr-darya" else 1.0
        assert after.return_share == pytest.approx(before.return_share * factor)


def test_vary_reaches_every_part_of_a_joined_target(region):
    varied = vary(region, "amu-losses", 1.5)
    for name, column in (("reaches", "loss_share"), ("evaporation", "depth_mm")):
        pairs = zip(getattr(region, name), getattr(varied, name), strict=True)
        changed = [b for b, a in pairs if getattr(a, column) != getattr(b, column)]
        assert changed
        assert {row.river for row in changed} == {"amu-darya"}


def test_vary_stops_at_what_can_be(region):
    assert max(row.availability for row in vary(region, "thermal-availability", 9).thermal_tiers) == 1
    for row in vary(region, "syr-initial-storage", 9).reservoirs:
        assert row.dead_mm3 <= row.initial_mm3 <= row.full_mm3


def test_vary_sets_a_figure_without_a_target(region):
    varied = vary(region, "water-value", 0.08)
    assert assumption(varied, "water-value").value == 0.08
    with pytest.raises(InputError, match="water-value"):
        vary(region, "price-of-tea", 2)


def test_vary_moves_every_assumption_that_has_a_target(region):
    for row in region.assumptions:
        if row.target:
            varied = vary(region, row.assumption, row.high)
            parts = {part.table for part in targets(row.target)}
            assert all(getattr(varied, name) != getattr(region, name) for name in parts), row.assumption


def test_targets_are_read_in_all_their_forms():
    first, second = targets("demand_values[step=2|3,node=karshi].relative_value + lines.loss_share")
    assert (first.table, first.column) == ("demand_values", "relative_value")
    assert dict(first.where) == {"step": frozenset("23"), "node": frozenset({"karshi"})}
    assert (second.table, second.column, second.where) == ("lines", "loss_share", ())
    assert targets("") == ()
    for wrong in (
        "lines",
        "lakes.level",
        "lines.level",
        "lines[colour=red].loss_share",
        "lines[].loss_share",
    ):
        with pytest.raises(ValueError, match=r"is not of the form|no table|no column|no condition"):
            targets(wrong)


def test_override_states_the_storage(region):
    stated = override(region, {"toktogul": 9_000, "charvak": 1_000})
    assert {row.node: row.initial_mm3 for row in stated.reservoirs}["toktogul"] == 9_000
    assert {row.node: row.initial_mm3 for row in stated.reservoirs}["charvak"] == 1_000
    assert override(region) == region


def test_override_names_every_fault(region):
    with pytest.raises(InputError) as caught:
        override(region, {"toktogul": 6.8, "baikal": 100, "charvak": 5_000})
    assert [fault.found for fault in caught.value.faults] == [
        "6.8 million m3",
        "no reservoir 'baikal'",
        "5000 million m3",
    ]
    assert "6.8 km3 is 6800" in caught.value.faults[0].mend


def test_read_region_keeps_the_options():
    assert "option" in {row.status for row in read_region(CENTRAL_ASIA).nodes}
