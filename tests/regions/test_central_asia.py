"""What the packaged figures have to be: sourced, adding up, and true to physics without tuning (§5, §6.5)."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import pairwise

import pytest

from maslahat.core import Period
from maslahat.regions import load_region
from maslahat.regions.rows import TABLES

NARYN_PLANTS = ("toktogul", "kurpsai", "tash-kumyr", "shamaldy-sai", "uch-kurgan")
GRAVITY = 9.81


@pytest.fixture(scope="module")
def region():
    return load_region(options=None)


def one(rows, **cells):
    return next(row for row in rows if all(getattr(row, key) == value for key, value in cells.items()))


def volume_mm3(reservoir, level_m, steps=2_000):
    """Dead storage plus the integral of the linear area law, by the midpoint rule."""
    slope = (reservoir.full_area_km2 - reservoir.dead_area_km2) / (
        reservoir.full_level_m - reservoir.dead_level_m
    )
    rise = (level_m - reservoir.dead_level_m) / steps
    areas = (reservoir.dead_area_km2 + slope * rise * (step + 0.5) for step in range(steps))
    return reservoir.dead_mm3 + rise * sum(areas)


def level_m(reservoir, storage_mm3):
    low, high = reservoir.dead_level_m, reservoir.full_level_m
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if volume_mm3(reservoir, middle, 200) < storage_mm3 else (low, middle)
    return low


def annual_km3(rows, column):
    totals = defaultdict(float)
    for row in rows:
        totals[row.node] += Period(2026, row.month).mm3(getattr(row, column)) / 1e3
    return totals


def test_the_energy_of_the_naryn_plants_comes_out_within_a_tenth(region):
    plants = [row for row in region.plants if row.plant in NARYN_PLANTS]
    toktogul = one(region.reservoirs, node="toktogul")
    half_full = level_m(toktogul, (toktogul.dead_mm3 + toktogul.full_mm3) / 2)
    flow_mm3 = annual_km3([row for row in region.inflows if row.node == "naryn"], "mean_m3s")["naryn"] * 1e3
    energy = 0.0
    for plant in plants:
        head = plant.head_m or half_full - plant.tailwater_m
        energy += flow_mm3 * GRAVITY * head * plant.efficiency / 3_600
    assert len(plants) == 5
    assert {plant.efficiency for plant in plants} == {0.88}
    published = sum(plant.published_gwh for plant in plants)
    assert published == 10_305
    assert energy == pytest.approx(published, rel=0.10)


def test_the_area_of_toktogul_at_10_9_km3(region):
    toktogul = one(region.reservoirs, node="toktogul")
    share = (level_m(toktogul, 10_900) - toktogul.dead_level_m) / (
        toktogul.full_level_m - toktogul.dead_level_m
    )
    area = toktogul.dead_area_km2 + share * (toktogul.full_area_km2 - toktogul.dead_area_km2)
    assert 214 * 0.97 <= area <= 217 * 1.03


def test_a_level_and_volume_that_the_law_was_not_fitted_to(region):
    observed = one(region.observations, source="energyholding-2016")
    assert volume_mm3(one(region.reservoirs, node="toktogul"), 891.09) == pytest.approx(
        observed.storage_mm3, rel=0.01
    )


def test_every_reservoir_holds_what_its_levels_and_areas_make(region):
    for reservoir in region.reservoirs:
        assert volume_mm3(reservoir, reservoir.full_level_m) == pytest.approx(reservoir.full_mm3, rel=0.005)


def test_inflows_add_up_to_the_published_totals(region):
    syr = annual_km3([row for row in region.inflows if row.river == "syr-darya"], "mean_m3s")
    amu = annual_km3([row for row in region.inflows if row.river == "amu-darya"], "mean_m3s")
    assert sum(syr.values()) == pytest.approx(37.14, rel=0.002)
    assert syr["naryn"] == pytest.approx(12.3, rel=0.002)
    assert syr["charvak-inflow"] == pytest.approx(6.47, rel=0.005)
    assert amu["vakhsh"] + amu["kyzyl-suu"] == pytest.approx(20.0, rel=0.002)
    assert amu["panj"] == pytest.approx(0.51 * 63.6, rel=0.002)
    assert sum(amu.values()) == pytest.approx(63.6, rel=0.02)


def test_requests_add_up_to_the_limits_of_the_states(region):
    summer, winter = (
        annual_km3([row for row in region.demands if (4 <= row.month <= 9) is growing], "request_m3s")
        for growing in (True, False)
    )
    owner = {row.node: row.owner for row in region.nodes}
    amu = {row.node for row in region.nodes if row.river == "amu-darya" and row.kind == "demand"}
    for nodes, growing_km3, winter_km3 in (
        ({"karshi", "amu-bukhara", "khorezm", "karakalpakstan"}, 16.0, 5.98),
        ({node for node in amu if owner[node] == "TKM"}, 15.5, 6.5),
        ({node for node in amu if owner[node] == "TJK"}, 7.0, 2.941),
        ({"fergana-canals", "golodnaya-steppe", "middle-pumps", "andijan-users"}, 8.8, 3.347),
        ({"sughd"}, 1.9, 0.365),
        ({"dustlik"}, 0.909, 0.46),
        ({"kgz-naryn-users"}, 0.27, 0.047),
    ):
        assert sum(summer[node] for node in nodes) == pytest.approx(growing_km3, rel=2e-3)
        assert sum(winter[node] for node in nodes) == pytest.approx(winter_km3, rel=2e-3)


def test_the_river_can_meet_the_requests_of_a_mean_year_but_not_of_a_dry_one(region):
    for river, dry in (("syr-darya", 0.75), ("amu-darya", 0.80)):
        rows = region.only(river)
        inflow = sum(annual_km3(rows.inflows, "mean_m3s").values())
        returned = {row.node: row.return_share for row in rows.demand_uses}
        requests = annual_km3(rows.demands, "request_m3s")
        net = sum(volume * (1 - returned[node]) for node, volume in requests.items())
        assert dry * inflow < net + 4 < inflow + 4


def test_protocol_566_is_whole(region):
    shares = [row for row in region.limits if row.kind == "share" and row.river == "amu-darya"]
    assert {row.party for row in shares} == {"KGZ", "TJK", "TKM", "UZB"}
    assert sum(row.value for row in shares) == pytest.approx(100)


def test_the_season_starts_with_the_reported_storage(region):
    toktogul = one(region.reservoirs, node="toktogul")
    assert (toktogul.initial_mm3, toktogul.initial_date.isoformat()) == (6_800, "2026-04-01")
    assert toktogul.initial_mm3 < toktogul.critical_mm3 == 9_000


def test_no_source_is_unused_and_none_is_anonymous(region):
    used = {row.source for name, table in region.tables() if name != "sources" for row in table}
    assert {row.source for row in region.sources} == used
    for key in used:
        source = region.source(key)
        assert source.title
        assert source.where


def test_loads_peak_in_winter_where_people_heat_with_power(region):
    load = {row.month: row.load_gwh for row in region.loads if row.party == "KGZ"}
    assert sum(load.values()) == pytest.approx(19_000, rel=1e-3)
    assert max(load, key=load.get) in (12, 1)
    assert load[1] / load[7] > 1.6


def test_colours_part_in_grey_within_a_river(region):
    def grey(colour):
        red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert len({row.colour for row in region.parties}) == len(region.parties)
    for river in region.rivers:
        greys = sorted(grey(region.party(key).colour) for key in region.signatories(river.river))
        assert min(b - a for a, b in pairwise(greys)) >= 0.1


def test_each_river_has_a_number_of_assumptions_that_a_person_can_read(region):
    for river in region.rivers:
        rows = region.only(river.river).assumptions
        assert 15 <= len(rows) <= 30
        assert {"water-value", "price-year"} <= {row.assumption for row in rows}


def test_the_outlier_of_the_source_is_not_used(region):
    assert all(row.mean_m3s != pytest.approx(1996.1, rel=0.02) for row in region.inflows)
    assert all(row.source != "message-cas" for row in region.inflows)


@pytest.mark.data
def test_charvak_is_the_mean_of_the_file(region, shared_data):
    sums = defaultdict(lambda: defaultdict(list))
    with (shared_data / "hydro/chirchik/chirchik_river_basin.csv").open() as file:
        for row in csv.DictReader(file):
            if row["station"] == "Lake_Inflow" and row["type"] == "Q" and row["data"] != "NA":
                sums[int(row["date"][5:7])][row["date"][:4]].append(float(row["data"]))
    for month, years in sums.items():
        means = [sum(values) / len(values) for values in years.values()]
        row = one(region.inflows, node="charvak-inflow", month=month)
        assert row.confidence == "A"
        assert row.mean_m3s == pytest.approx(sum(means) / len(means), abs=0.06)


@pytest.mark.data
def test_requests_have_the_monthly_shape_of_the_file(region, shared_data):
    with (shared_data / "hydro/message_cas/water_demand_monthly_m3s_2020.csv").open() as file:
        given = {(r["node"], r["commodity"], int(r["time"])): float(r["m3s"]) for r in csv.DictReader(file)}
    for node, key in (("golodnaya-steppe", ("UZB", "water-siri")), ("karshi", ("UZB", "water-amu"))):
        for months in (range(4, 10), (10, 11, 12, 1, 2, 3)):
            flows = [one(region.demands, node=node, month=month).request_m3s for month in months]
            shape = [given[(*key, month)] for month in months]
            factors = [flow / part for flow, part in zip(flows, shape, strict=True)]
            assert max(factors) == pytest.approx(min(factors), rel=2e-3)


@pytest.mark.data
def test_every_row_of_the_press_is_there(region, shared_data):
    folder = shared_data / "hydro/treaty_press"

    def rows(name):
        with (folder / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    terms = [(row.year, row.quantity) for row in region.exchange_terms]
    for row in rows("interstate_exchange_terms.csv"):
        assert (int(row["year"]), float(row["quantity"])) in terms
    assert (
        len(terms) == 33
    )  # and three rows of the framework of 1998, an assumption, and two published estimates
    limits = [row.value for row in region.limits if row.unit == "mm3"]
    for row in rows("icwc_limits_press.csv"):
        assert float(row["limit_mcm"]) in limits
    seen = {(row.date.isoformat(), row.storage_mm3, row.inflow_m3s) for row in region.observations}
    for row in rows("toktogul_press_observations.csv"):
        cells = (row["volume_mcm"], row["inflow_m3s"])
        assert (row["date"], *(float(cell) if cell else None for cell in cells)) in seen


def test_the_tables_of_the_package_are_those_of_the_model(region):
    assert [name for name, _ in region.tables()] == list(TABLES)


def test_no_band_of_prices_makes_trading_in_a_circle_pay(region):
    bands = {row.assumption: row for row in region.assumptions}
    cheap, dear = bands["import-price"].low, bands["export-market"].high
    for row in region.outside_prices:
        assert row.export_usd_per_mwh * dear < row.import_usd_per_mwh
        assert row.export_usd_per_mwh < row.import_usd_per_mwh * cheap
