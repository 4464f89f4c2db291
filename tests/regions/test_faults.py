"""Seeded faults: each is found by file, row, column, value found and value expected (issue 2, section 2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from maslahat.core import Fault, InputError
from maslahat.regions.load import read_region

SIGNS = "KAZ, KGZ, TJK, TKM, UZB"
PARTIES = "one of: AFG, KAZ, KGZ, TJK, TKM, UZB"
RIVERS = "one of: amu-darya, syr-darya"


def faults_of(sheet) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_region(sheet.folder)
    return list(caught.value.faults)


def cell(file, line, column, found, expected):
    return f"{file}.csv, row {line}, column {column}", found, expected


def not_a_number(sheet):
    line = sheet.set("reservoirs", "full_mm3", "19,5", node="toktogul")
    return cell("reservoirs", line, "full_mm3", "'19,5'", "a number, above 0")


def infinite(sheet):
    line = sheet.set("reaches", "capacity_m3s", "inf", from_node="farkhad-dam", to_node="dustlik")
    return cell("reaches", line, "capacity_m3s", "'inf'", "a number, at least 0, or empty")


def negative_flow(sheet):
    line = sheet.set("inflows", "mean_m3s", "-164", node="naryn", month="1")
    return cell("inflows", line, "mean_m3s", "'-164'", "a number, at least 0")


def month_thirteen(sheet):
    line = sheet.set("loads", "month", "13", party="KGZ", month="12")
    return cell("loads", line, "month", "'13'", "a whole number, at least 1, at most 12")


def unknown_word(sheet):
    line = sheet.set("nodes", "kind", "lake", node="kazaly")
    expected = "one of: inflow, reservoir, demand, junction, gauge, terminal"
    return cell("nodes", line, "kind", "'lake'", expected)


def bad_confidence(sheet):
    line = sheet.set("plants", "confidence", "D", plant="kurpsai")
    return cell("plants", line, "confidence", "'D'", "one of: A, B, C")


def bad_date(sheet):
    line = sheet.set("reservoirs", "initial_date", "01.04.2026", node="nurek")
    return cell("reservoirs", line, "initial_date", "'01.04.2026'", "a date as 2026-04-01")


def bad_colour(sheet):
    line = sheet.set("parties", "colour", "blue", party="UZB")
    return cell("parties", line, "colour", "'blue'", "text, a colour such as #0072B2")


def no_source(sheet):
    line = sheet.set("evaporation", "source", "", node="charvak", month="7")
    return cell(
        "evaporation", line, "source", "an empty cell", "text, a key of small letters, digits and hyphens"
    )


def unknown_source(sheet):
    line = sheet.set("demands", "source", "hearsay", node="sughd", month="3")
    return cell("demands", line, "source", "'hearsay'", "a key of the table sources")


def unknown_party(sheet):
    line = sheet.set("plants", "owner", "RUS", plant="nurek")
    return cell("plants", line, "owner", "'RUS'", PARTIES)


def unknown_signatory(sheet):
    line = sheet.set("rivers", "signatories", "KGZ;UZB;TJK;KAZ;CHN", river="syr-darya")
    return cell("rivers", line, "signatories", "'CHN'", PARTIES)


def unknown_river(sheet):
    line = sheet.set("limits", "river", "zeravshan", river="amu-darya", party="TJK")
    return cell("limits", line, "river", "'zeravshan'", RIVERS)


def unknown_node(sheet):
    line = sheet.set("observations", "node", "toktogull", date="2006-04-01")
    return cell("observations", line, "node", "'toktogull'", "a node of syr-darya")


def node_of_another_kind(sheet):
    line = sheet.set("rivers", "head", "uchkurgan", river="syr-darya")
    found, expected = "'uchkurgan', of kind gauge", "a node of syr-darya of kind reservoir"
    return cell("rivers", line, "head", found, expected)


def a_row_twice(sheet):
    first = sheet.row("unserved", party="TKM")
    line = sheet.add("unserved", party="TKM")
    return cell("unserved", line, "party", "a second row for TKM", f"one row (the first is row {first})")


def a_cycle(sheet):
    grid = sheet.read("reaches")
    record = dict.fromkeys(grid[0], "")
    record |= {"river": "syr-darya", "from_node": "akjar", "to_node": "uchkurgan", "order": "2"}
    record |= {"source": "maslahat-assumption", "confidence": "C", "note": "x", "loss_share": "0"}
    line = sheet.add("reaches", **record)
    ring = "the cycle uchkurgan -> fergana-canals -> akjar -> uchkurgan"
    return cell("reaches", line, "to_node", ring, "water that never comes back")


def a_return_flow_upstream(sheet):
    line = sheet.set("demand_uses", "return_to", "toktogul", node="fergana-canals")
    found = (
        "the cycle toktogul -> kurpsai -> tash-kumyr -> shamaldy-sai -> uch-kurgan -> uchkurgan"
        " -> fergana-canals -> toktogul"
    )
    return cell("demand_uses", line, "return_to", found, "water that never comes back")


def an_unreachable_demand(sheet):
    sheet.drop("reaches", from_node="akjar", to_node="sughd")
    line = sheet.row("nodes", node="sughd")
    found = "demand 'sughd' that no inflow reaches"
    return cell("nodes", line, "node", found, "a way from an inflow to it in the table reaches")


def water_that_goes_nowhere(sheet):
    sheet.drop("reaches", from_node="arys", to_node="koksarai")
    line = sheet.row("nodes", node="arys")
    return cell(
        "nodes",
        line,
        "node",
        "inflow 'arys' whose water goes nowhere",
        "a way from it to a terminal or a demand",
    )


def water_out_of_a_field(sheet):
    line = sheet.set("reaches", "from_node", "turkistan", from_node="arys", to_node="koksarai")
    sheet.set("nodes", "kind", "junction", node="arys")
    found = "water flowing out of 'turkistan', of kind demand"
    return cell("reaches", line, "from_node", found, "an inflow, reservoir, junction or gauge")


def into_itself(sheet):
    line = sheet.set("reaches", "to_node", "farkhad", from_node="farkhad", to_node="middle-pumps")
    return cell("reaches", line, "to_node", "'farkhad' flowing into itself", "another node")


def a_storage_above_full(sheet):
    line = sheet.set("reservoirs", "initial_mm3", "21000", node="toktogul")
    return cell(
        "reservoirs", line, "initial_mm3", "21000 million m3", "5500 (dead) to 19500 million m3 (full)"
    )


def a_storage_below_dead(sheet):
    line = sheet.set("reservoirs", "initial_mm3", "6.8", node="toktogul")
    return cell("reservoirs", line, "initial_mm3", "6.8 million m3", "5500 (dead) to 19500 million m3 (full)")


def a_storage_in_km3(sheet):
    for column, value in (("dead_mm3", "5.5"), ("initial_mm3", "6.8"), ("critical_mm3", "9")):
        sheet.set("reservoirs", column, value, node="toktogul")
    line = sheet.set("reservoirs", "full_mm3", "19.5", node="toktogul")
    sheet.write("observations", sheet.read("observations")[:1])
    return cell("reservoirs", line, "full_mm3", "19.5", "about 14004 million m3, from areas and levels")


def levels_upside_down(sheet):
    line = sheet.set("reservoirs", "dead_level_m", "905", node="toktogul")
    sheet.drop("plants", plant="toktogul")
    return cell("reservoirs", line, "dead_level_m", "905 m", "less than full_level_m, 900 m")


def an_observation_above_full(sheet):
    line = sheet.set("observations", "storage_mm3", "171650", date="2012-08-17")
    return cell("observations", line, "storage_mm3", "171650 million m3", "at most 19500 million m3 (full)")


def a_rule_above_full(sheet):
    line = sheet.set("storage_rules", "min_mm3", "4030", node="bahri-tojik")
    return cell("storage_rules", line, "min_mm3", "4030 million m3", "868 (dead) to 3418 million m3 (full)")


def a_month_missing(sheet):
    sheet.drop("evaporation", node="nurek", month="5")
    line = sheet.row("evaporation", node="nurek")
    return cell("evaporation", line, "month", "nurek without month 5", "the months 1 to 12, once each")


def a_flow_in_litres(sheet):
    line = sheet.set("inflows", "mean_m3s", "935000", node="naryn", month="6")
    return cell("inflows", line, "mean_m3s", "935000", "at most 30,000 (m3/s)")


def a_cv_in_percent(sheet):
    line = sheet.set("inflow_models", "annual_cv", "20", node="naryn")
    return cell("inflow_models", line, "annual_cv", "20", "at most 3 (as a share)")


def a_load_in_mwh(sheet):
    line = sheet.set("loads", "load_gwh", "2204000", party="KGZ", month="1")
    return cell("loads", line, "load_gwh", "2.204e+06", "at most 300,000 (GWh in a month)")


def a_share_in_percent(sheet):
    line = sheet.set("demand_uses", "return_share", "35", node="fergana-canals")
    return cell("demand_uses", line, "return_share", "'35'", "a number, at least 0, at most 1")


def shares_that_do_not_sum(sheet):
    line = sheet.set("demand_values", "share", "0.6", node="karshi", step="1")
    return cell(
        "demand_values", line, "share", "shares of 'karshi' that add up to 1.1", "shares that add up to 1"
    )


def values_not_concave(sheet):
    line = sheet.set("demand_values", "relative_value", "1.6", node="karshi", step="2")
    return cell("demand_values", line, "relative_value", "1.6", "at most 1.4, the value of step 1")


def a_gauge_crossed(sheet):
    line = sheet.set("gauge_rules", "max_m3s", "60", node="uchkurgan", month="1")
    return cell("gauge_rules", line, "min_m3s", "100", "at most max_m3s, 60")


def a_plant_too_strong(sheet):
    line = sheet.set("plants", "capacity_mw", "8000", plant="kurpsai")
    return cell(
        "plants", line, "capacity_mw", "8000 MW", "about 799.8 MW, from head, turbine flow and efficiency"
    )


def a_plant_without_head(sheet):
    line = sheet.set("plants", "head_m", "", plant="kurpsai")
    return cell("plants", line, "head_m", "two empty cells", "either a fixed head_m or a tailwater_m")


def a_tailwater_without_level(sheet):
    sheet.set("plants", "head_m", "", plant="kurpsai")
    line = sheet.set("plants", "tailwater_m", "620", plant="kurpsai")
    return cell("plants", line, "tailwater_m", "620 at 'kurpsai'", "a head_m: only a reservoir has a level")


def a_tailwater_above_the_lake(sheet):
    line = sheet.set("plants", "tailwater_m", "840", plant="toktogul")
    return cell("plants", line, "tailwater_m", "840 m", "less than the dead level of 'toktogul', 837 m")


def more_energy_than_hours(sheet):
    line = sheet.set("plants", "published_gwh", "26300", plant="kurpsai")
    return cell("plants", line, "published_gwh", "26300 GWh", "at most 7013 GWh, all hours at full capacity")


def a_river_without_end(sheet):
    sheet.set("nodes", "kind", "junction", node="aral-south")
    sheet.drop("reaches", from_node="samanbay", to_node="aral-south")
    line = sheet.row("rivers", river="amu-darya")
    return cell(
        "rivers", line, "terminal", "no terminal node of amu-darya", "at least one node of kind terminal"
    )


def a_season_of_names(sheet):
    line = sheet.set("rivers", "growing_season", "Apr;5;6;7;8;9", river="syr-darya")
    return cell(
        "rivers", line, "growing_season", "'Apr'", "months from 1 to 12 with ; between, as 4;5;6;7;8;9"
    )


def a_state_without_power(sheet):
    sheet.drop("unserved", party="KAZ")
    line = sheet.row("rivers", river="syr-darya")
    return cell(
        "rivers", line, "signatories", "KAZ without a row in unserved", "rows for KAZ in the table unserved"
    )


def a_node_without_figures(sheet):
    sheet.drop("demand_uses", node="sughd")
    line = sheet.row("nodes", node="sughd")
    found = "demand 'sughd' without a row in demand_uses"
    return cell("nodes", line, "kind", found, "rows for 'sughd' in the table demand_uses")


def an_assumption_unvaried(sheet):
    sheet.drop("assumptions", assumption="unserved-cost")
    line = sheet.row("unserved", party="KGZ")
    found = "C on 1 row of KGZ that no assumption varies"
    return cell("unserved", line, "confidence", found, "an assumption with a target in unserved")


def a_target_misspelt(sheet):
    line = sheet.set("assumptions", "target", "lines.capacity", assumption="line-capacity")
    found = "'lines.capacity' (the table lines has no column 'capacity')"
    return cell("assumptions", line, "target", found, "table.column or table[key=value].column")


def a_target_that_meets_nothing(sheet):
    line = sheet.set("assumptions", "target", "loads[party=RUS].load_gwh", assumption="load-tjk")
    found = "'loads[party=RUS].load_gwh', which no row of loads meets"
    return cell("assumptions", line, "target", found, "a target with rows")


def a_band_that_misses(sheet):
    line = sheet.set("assumptions", "high", "0.04", assumption="water-value")
    return cell("assumptions", line, "value", "0.05", "between low 0.02 and high 0.04")


def an_unexplained_assumption(sheet):
    line = sheet.set("plants", "note", "", plant="farkhad")
    return cell("plants", line, "note", "an empty cell", "how a figure of confidence C was arrived at")


def one_month_in_litres(sheet):
    line = sheet.set("inflows", "mean_m3s", "17300", node="naryn-side", month="1")
    middle = "a figure near the other months, whose median is 32.2"
    return cell("inflows", line, "mean_m3s", "17300", middle)


def one_month_in_terawatt_hours(sheet):
    line = sheet.set("loads", "load_gwh", "2.204", party="KGZ", month="1")
    return cell("loads", line, "load_gwh", "2.204", "a figure near the other months, whose median is 1311")


def evaporation_in_metres(sheet):
    line = sheet.set("evaporation", "depth_mm", "0.165", node="toktogul", month="7")
    return cell(
        "evaporation", line, "depth_mm", "0.165", "a figure near the other months, whose median is 50"
    )


def a_gauge_beyond_the_river(sheet):
    line = sheet.set("gauge_rules", "min_m3s", "100000", node="uchkurgan", month="2")
    found, expected = "100000 m3/s", "less than the river carries: its inflows are 567 m3/s in month 2"
    return cell("gauge_rules", line, "min_m3s", found, expected)


def a_limit_in_km3(sheet):
    line = sheet.set("limits", "value", "8.8", season="growing 2025", party="UZB", river="syr-darya")
    return cell("limits", line, "value", "8.8 million m3", "at least 10 million m3")


def a_share_above_all(sheet):
    line = sheet.set("limits", "value", "482", season="standing", party="UZB")
    return cell("limits", line, "value", "482 percent", "at most 100 percent")


def money_from_nothing(sheet):
    line = sheet.set("outside_prices", "export_usd_per_mwh", "35", party="KGZ", month="1")
    return cell("outside_prices", line, "export_usd_per_mwh", "35", "at most import_usd_per_mwh, 30")


def water_per_thousand_cubic_metres(sheet):
    line = sheet.set("assumptions", "high", "100", assumption="water-value")
    return cell("assumptions", line, "high", "100", "at most 5 USD per m3")


def a_line_twice(sheet):
    first = sheet.row("lines", from_party="KAZ", to_party="KGZ")
    line = sheet.add("lines", from_party="KGZ", to_party="KAZ")
    found = f"KGZ-KAZ, the line of row {first} the other way"
    return cell("lines", line, "to_party", found, "each line once: it carries power either way")


def a_line_to_itself(sheet):
    line = sheet.set("lines", "to_party", "TJK", from_party="TJK", to_party="UZB")
    return cell("lines", line, "to_party", "'TJK' at both ends", "two states")


def a_line_in_gigawatts(sheet):
    line = sheet.set("lines", "capacity_mw", "1.395", from_party="KAZ", to_party="KGZ")
    return cell("lines", line, "capacity_mw", "1.395 MW", "at least 5 MW, or 0")


def a_stranger_on_the_river(sheet):
    line = sheet.set("nodes", "owner", "TKM", node="akjar")
    return cell("nodes", line, "owner", "'TKM'", "a state on the syr-darya: KGZ, UZB, TJK, KAZ")


def storage_of_another_day(sheet):
    line = sheet.set("reservoirs", "initial_date", "2026-10-01", node="toktogul")
    expected = "the first day of the season, 2026-04-01"
    return cell("reservoirs", line, "initial_date", "2026-10-01", expected)


def an_observation_in_km3(sheet):
    line = sheet.set("observations", "storage_mm3", "14.13", date="2006-04-01")
    found, expected = "14.13 million m3", "about 5500 million m3 (dead) or more"
    return cell("observations", line, "storage_mm3", found, expected)


def levels_that_fall(sheet):
    grid = sheet.read("reservoir_tables")
    for mm3, level in (("5500", "837"), ("19500", "830")):
        cells = {
            "river": "syr-darya",
            "node": "toktogul",
            "storage_mm3": mm3,
            "level_m": level,
            "area_km2": "200",
        }
        cells |= {"source": "maslahat-assumption", "confidence": "B"}
        grid.append([cells.get(column, "") for column in grid[0]])
    sheet.write("reservoir_tables", grid)
    return cell("reservoir_tables", 3, "level_m", "830", "at least 837, the value at 5500 million m3")


SEEDED: tuple[Callable, ...] = (
    not_a_number, infinite, negative_flow, month_thirteen, unknown_word, bad_confidence, bad_date, bad_colour,
    no_source, unknown_source, unknown_party, unknown_signatory, unknown_river, unknown_node,
    node_of_another_kind, a_row_twice, a_cycle, a_return_flow_upstream, an_unreachable_demand,
    water_that_goes_nowhere, water_out_of_a_field, into_itself, a_storage_above_full, a_storage_below_dead,
    a_storage_in_km3, levels_upside_down, an_observation_above_full, a_rule_above_full, a_month_missing,
    a_flow_in_litres, a_cv_in_percent, a_load_in_mwh, a_share_in_percent, shares_that_do_not_sum,
    values_not_concave, a_gauge_crossed, a_plant_too_strong, a_plant_without_head, a_tailwater_without_level,
    a_tailwater_above_the_lake, more_energy_than_hours, a_river_without_end, a_season_of_names,
    a_state_without_power, a_node_without_figures, an_assumption_unvaried, a_target_misspelt,
    a_target_that_meets_nothing, a_band_that_misses, an_unexplained_assumption, one_month_in_litres,
    one_month_in_terawatt_hours, evaporation_in_metres, a_gauge_beyond_the_river, a_limit_in_km3,
    a_share_above_all, money_from_nothing, water_per_thousand_cubic_metres, a_line_twice, a_line_to_itself,
    a_line_in_gigawatts, a_stranger_on_the_river, storage_of_another_day, an_observation_in_km3,
    levels_that_fall,
)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDED, ids=lambda seed: seed.__name__)
def test_a_seeded_fault_is_named(sheet, seed):
    where, found, expected = seed(sheet)
    faults = faults_of(sheet)
    assert (where, found, expected) in [(fault.where, fault.found, fault.expected) for fault in faults]


ONLY_ONE = (
    not_a_number, infinite, negative_flow, bad_confidence, no_source, unknown_source, unknown_party,
    unknown_node,
    a_cycle, a_return_flow_upstream, an_unreachable_demand, water_that_goes_nowhere, a_storage_above_full,
    a_storage_in_km3, a_month_missing, a_flow_in_litres, values_not_concave, a_plant_too_strong,
    a_plant_without_head, a_state_without_power, a_band_that_misses,
    a_line_twice, a_line_to_itself, a_line_in_gigawatts, a_stranger_on_the_river, one_month_in_litres,
    an_observation_in_km3, a_limit_in_km3,
)  # fmt: skip


@pytest.mark.parametrize("seed", ONLY_ONE, ids=lambda seed: seed.__name__)
def test_a_single_fault_causes_no_second_one(sheet, seed):
    seed(sheet)
    assert len(faults_of(sheet)) == 1


def test_several_faults_are_all_named(sheet):
    seeds = (
        a_storage_above_full,
        unknown_source,
        a_plant_too_strong,
        a_month_missing,
        values_not_concave,
        no_source,
    )
    wanted = [seed(sheet) for seed in seeds]
    found = [(fault.where, fault.found, fault.expected) for fault in faults_of(sheet)]
    assert [fault for fault in wanted if fault not in found] == []


def test_the_hint_tells_the_unit(sheet):
    a_storage_in_km3(sheet)
    assert "km3" in faults_of(sheet)[0].mend
