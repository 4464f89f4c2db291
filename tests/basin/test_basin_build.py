"""From rows to a network (§5, §6.1): every figure by hand, on a river with one of everything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from maslahat.basin import build_network
from maslahat.basin.hydropower import level_m
from maslahat.core import Period
from maslahat.regions import rows
from maslahat.regions.region import Region

SOURCE = {"source": "hand", "confidence": "C"}
DAYS = np.array([30, 31, 30])  # April, May, June
MM3 = DAYS * 0.0864  # of one m³/s
GWH = DAYS * 0.024  # of one MW
EVERY = range(1, 13)


def row(model, **cells):
    if "river" in model.model_fields:
        cells = {"river": "brook", **cells}
    return model(**SOURCE, **cells)


def node(key, kind, owner, **more):
    return row(rows.Node, node=key, name=key.title(), kind=kind, owner=owner, x=0, y=0, **more)


def reach(origin, end, **more):
    return row(rows.Reach, from_node=origin, to_node=end, **more)


def reservoir(key, **more):
    cells = {
        "dead_mm3": 100,
        "full_mm3": 1000,
        "dead_level_m": 0,
        "full_level_m": 30,
        "dead_area_km2": 20,
        "full_area_km2": 40,
        "max_release_m3s": 500,
        "initial_mm3": 400,
        "initial_date": date(2026, 4, 1),
        "scheduled": "yes",
    }
    return row(rows.Reservoir, node=key, **{**cells, **more})


def plant(key, at, owner, **more):
    cells = {"capacity_mw": 50, "turbine_m3s": 80, "efficiency": 0.9, "status": "existing"}
    return row(rows.Plant, plant=key, name=key.title(), node=at, owner=owner, **{**cells, **more})


def party(key):
    return rows.Party(party=key, name=key, name_ru=key, adjective=key, colour="#000000", **SOURCE)


def brook(**changed):
    """spring -> dam (AAA) -> split (BBB) -> fields (BBB) -> pond (CCC, planned) -> sea; canal and sink off the split."""
    other = {"river": "creek"}
    tables = {
        "rivers": (
            row(
                rows.River,
                name="Brook",
                signatories="AAA;BBB;CCC",
                season_start=4,
                growing_season="4;5;6",
                head="dam",
                head_inflow="spring",
                terminal="sea",
            ),
        ),
        "parties": (party("AAA"), party("BBB"), party("CCC")),
        "nodes": (
            node("sea", "terminal", "BBB"),
            node("fields", "demand", "BBB"),
            node("split", "gauge", "BBB"),
            node("dam", "reservoir", "AAA"),
            node("sink", "terminal", "BBB"),
            node("pond", "reservoir", "CCC", status="option"),
            node("canal", "demand", "CCC"),
            node("spring", "inflow", "AAA"),
            node("elsewhere", "inflow", "AAA", **other),
        ),
        "reaches": (
            reach("split", "canal", order=2, capacity_m3s=40, loss_share=0.25),
            reach("split", "sink", order=3, spill_cost_usd_per_m3=0.01),
            reach("spring", "dam", loss_share=0.02),
            reach("dam", "split", capacity_m3s=300, loss_share=0.05),
            reach("split", "fields"),
            reach("fields", "pond"),
            reach("pond", "sea"),
        ),
        "reservoirs": (reservoir("pond", scheduled="no"), reservoir("dam")),
        "storage_rules": (
            row(rows.StorageRule, node="dam", month=4, min_mm3=200, max_mm3=900, applies="always"),
            row(rows.StorageRule, node="dam", month=5, min_mm3=50, max_mm3=1200, applies="always"),
            row(rows.StorageRule, node="dam", month=6, min_mm3=700, max_mm3=700, applies="treaty"),
            row(rows.StorageRule, node="pond", month=6, min_mm3=300, applies="always"),
        ),
        "evaporation": (
            row(rows.Evaporation, node="dam", month=5, depth_mm=120),
            row(rows.Evaporation, node="pond", month=4, depth_mm=70),
        ),
        "plants": (
            plant("big", "dam", "AAA", tailwater_m=-50, published_gwh=333),
            plant("small", "split", "BBB", head_m=12),
            plant("dark", "split", "CCC", head_m=9),
        ),
        "demand_uses": (
            row(rows.DemandUse, node="fields", return_share=0.4, return_to="sea"),
            row(rows.DemandUse, node="canal", return_share=0.0),
        ),
        "demands": (
            row(rows.Demand, node="fields", month=4, request_m3s=100),
            row(rows.Demand, node="fields", month=6, request_m3s=50),
            row(rows.Demand, node="canal", month=5, request_m3s=7),
        ),
        "demand_values": (
            row(rows.DemandValue, node="fields", step=2, share=0.4, relative_value=0.5),
            row(rows.DemandValue, node="fields", step=1, share=0.6, relative_value=1.5),
            row(rows.DemandValue, node="canal", step=1, share=1, relative_value=2),
        ),
        "gauge_rules": (
            row(rows.GaugeRule, node="split", month=5, min_m3s=10),
            row(rows.GaugeRule, node="split", month=6, max_m3s=200),
            row(rows.GaugeRule, node="sea", month=4, min_m3s=1),
        ),
        "loads": tuple(
            rows.Load(party=p, month=m, load_gwh=100 + m, **SOURCE) for p in ("BBB", "AAA") for m in EVERY
        ),
        "thermal_tiers": (
            _tier("AAA", "oil", 10, 50, 4),
            _tier("AAA", "coal", 200, 2, 3),
            _tier("BBB", "gas", 30, 15, 0),
        ),
        "lines": (
            rows.Line(from_party="AAA", to_party="BBB", capacity_mw=25, loss_share=0.04, **SOURCE),
            rows.Line(from_party="BBB", to_party="CCC", capacity_mw=99, loss_share=0.04, **SOURCE),
        ),
        "outside_prices": (
            rows.OutsidePrice(
                party="AAA",
                month=5,
                import_usd_per_mwh=40,
                import_mw=10,
                export_usd_per_mwh=20,
                export_mw=5,
                **SOURCE,
            ),
        ),
        "other_generation": (
            rows.OtherGeneration(party="AAA", kind="sun", month=5, generation_gwh=3, **SOURCE),
            rows.OtherGeneration(party="AAA", kind="wind", month=5, generation_gwh=4, **SOURCE),
            rows.OtherGeneration(party="BBB", kind="wind", month=6, generation_gwh=9, **SOURCE),
        ),
        "unserved": (rows.Unserved(party="AAA", usd_per_mwh=300, **SOURCE),),
    }
    return Region(Path()).with_tables({**tables, **changed})


def _tier(party_key, fuel, capacity, price, other):
    return rows.ThermalTier(
        party=party_key,
        tier=fuel,
        fuel=fuel,
        capacity_mw=capacity,
        availability=0.5,
        efficiency=0.4,
        fuel_usd_per_mwh_th=price,
        other_usd_per_mwh=other,
        **SOURCE,
    )


def built(options=(), months=3, **changed):
    return build_network(brook(**changed), "brook", Period(2026, 4), months, 0.05, options)


def at(network, key):
    return network.nodes[network.index(key)]


def test_places_stand_upstream_first_and_what_is_drawn_before_what_goes_on():
    network = built()
    order = [n.key for n in network.nodes]
    assert sorted(order) == ["canal", "dam", "fields", "pond", "sea", "sink", "split", "spring"]
    for before, after in (
        ("spring", "dam"),
        ("dam", "split"),
        ("split", "fields"),
        ("split", "sink"),
        ("canal", "fields"),  # the main way goes on from there
        ("fields", "pond"),
        ("pond", "sea"),
    ):
        assert order.index(before) < order.index(after)
    assert (network.river, network.months, [p.month for p in network.periods]) == ("brook", 3, [4, 5, 6])
    assert built(months=15).periods[-1] == Period(2027, 6)


def test_ties_keep_the_order_of_the_table():
    nodes = [node(key, "inflow", "AAA") for key in ("b", "a", "d", "c")] + [node("end", "terminal", "AAA")]
    ways = tuple(reach(key, "end") for key in "dcba")
    empty = dict.fromkeys(
        ("reservoirs", "plants", "demand_uses", "demands", "gauge_rules", "storage_rules", "evaporation"), ()
    )
    network = built(nodes=tuple(nodes), reaches=ways, **empty)
    assert [n.key for n in network.nodes] == ["b", "a", "d", "c", "end"]


def test_ways_their_losses_and_capacities():
    network = built()
    spring, dam = network.index("spring"), network.index("dam")
    assert at(network, "dam").entries == ((spring, False, 0.98),)
    assert at(network, "split").entries == ((dam, False, 0.95),)
    assert at(network, "canal").entries == ((0, True, 0.75),)
    assert at(network, "sink").entries == ((1, True, 1.0),)
    assert at(network, "dam").capacity_mm3 == pytest.approx(300 * MM3)
    assert np.isinf(at(network, "spring").capacity_mm3).all()
    assert np.isinf(at(network, "sea").capacity_mm3).all()
    assert [n.key for n in network.nodes if n.terminal] == [
        n.key for n in network.nodes if n.key in ("canal", "sink", "sea")
    ]
    assert (at(network, "canal").owner, at(network, "canal").name, at(network, "canal").kind) == (
        "CCC",
        "Canal",
        "demand",
    )


def test_side_ways_are_in_the_hands_of_whoever_draws_on_them():
    network = built()
    canal, sink = network.sides
    split = network.index("split")
    assert (canal.node, canal.to_node, canal.control) == (
        split,
        network.index("canal"),
        network.index("canal"),
    )
    assert (canal.owner, canal.cost_usd_per_m3) == ("CCC", 0.0)
    assert canal.capacity_mm3 == pytest.approx(40 * MM3)
    assert (sink.node, sink.to_node, sink.control) == (split, network.index("sink"), split)
    assert (sink.owner, sink.cost_usd_per_m3) == ("BBB", 0.01)
    assert np.isinf(sink.capacity_mm3).all()


def test_reservoirs_with_their_bounds_by_month():
    network = built(options=("pond",))
    dam, pond = network.reservoirs  # upstream first, whatever the order of the table
    assert (dam.node, pond.node) == (network.index("dam"), network.index("pond"))
    assert (dam.dead_mm3, dam.full_mm3, dam.initial_mm3) == (100, 1000, 400)
    assert dam.min_mm3.tolist() == [
        200,
        100,
        100,
    ]  # not below the dead storage; a treaty's rule does not apply
    assert dam.max_mm3.tolist() == [900, 1000, 1000]
    assert pond.min_mm3.tolist() == [100, 100, 300]
    assert pond.max_mm3.tolist() == [1000, 1000, 1000]
    assert dam.max_release_mm3 == pytest.approx(500 * MM3, rel=1e-12)
    assert dam.evaporation_m == pytest.approx([0, 0.12, 0])
    assert pond.evaporation_m == pytest.approx([0.07, 0, 0])
    assert (dam.scheduled, pond.scheduled) == (True, False)
    assert (network.reservoir_at(dam.node), network.reservoir_at(network.index("sea"))) == (0, None)


def test_planned_works_are_left_out_unless_named():
    assert [r.node for r in built().reservoirs] == [built().index("dam")]
    assert at(built(), "pond").kind == "junction"
    assert at(built(options=("pond",)), "pond").kind == "reservoir"


def table_rows(*storages):
    return tuple(
        row(rows.ReservoirTable, node="dam", storage_mm3=s, level_m=s / 10, area_km2=s / 20) for s in storages
    )


def test_a_measured_table_takes_the_place_of_the_law_where_it_has_two_rows():
    law = built().reservoirs[0]
    assert law.table.shape == (201, 3)
    assert law.table[100] == pytest.approx([475, 15, 30])
    measured = built(reservoir_tables=table_rows(1000, 100)).reservoirs[0]
    assert measured.table == pytest.approx(np.array([[100, 10, 5], [1000, 100, 50]]))
    assert float(level_m(measured, np.array(550.0))) == pytest.approx(55)
    assert built(reservoir_tables=table_rows(500)).reservoirs[0].table.shape == (201, 3)
    pond = built(options=("pond",), reservoir_tables=table_rows(1000, 100)).reservoirs[1]
    assert pond.table.shape == (201, 3)


def test_plants_of_states_with_a_power_system():
    network = built()
    big, small = network.plants  # CCC has no load here, so that its plant has nobody to serve
    assert (big.key, big.name, big.owner, big.node) == ("big", "Big", "AAA", network.index("dam"))
    assert (big.head_m, big.tailwater_m, big.efficiency, big.published_gwh) == (None, -50, 0.9, 333)
    assert (small.head_m, small.tailwater_m, small.published_gwh) == (12, 0.0, None)
    assert big.turbine_mm3 == pytest.approx(80 * MM3)
    assert big.capacity_gwh == pytest.approx(50 * GWH, rel=1e-12)


def test_demands_with_their_steps_and_returns():
    network = built()
    fields, canal = network.demands
    assert (fields.node, fields.owner) == (network.index("fields"), "BBB")
    assert fields.request_mm3 == pytest.approx(np.array([100, 0, 50]) * MM3)
    assert fields.step_shares == (0.6, 0.4)
    assert fields.step_values_usd_per_m3 == pytest.approx((0.075, 0.025))
    assert (fields.return_share, fields.return_to) == (0.4, network.index("sea"))
    assert (canal.node, canal.owner) == (network.index("canal"), "CCC")
    assert canal.request_mm3 == pytest.approx(np.array([0, 7, 0]) * MM3)
    assert canal.step_values_usd_per_m3 == pytest.approx((0.1,))
    assert (canal.return_share, canal.return_to) == (0.0, None)
    assert np.isinf(fields.limit_mm3).all()
    assert fields.limit_mm3.shape == (3,)


def test_water_that_returns_comes_after_where_it_was_taken():
    back = (
        row(rows.DemandUse, node="fields", return_share=0.4, return_to="sea"),
        row(rows.DemandUse, node="canal", return_share=0.5, return_to="fields"),
    )
    order = [n.key for n in built(demand_uses=back).nodes]
    assert order.index("canal") < order.index("fields")
    nothing_back = (row(rows.DemandUse, node="fields", return_share=0.0, return_to="dam"),)
    assert built(demand_uses=nothing_back).demands[0].return_share == 0.0  # no circle: nothing returns


def test_gauges_by_month():
    network = built()
    split, sea = network.gauges
    assert (split.node, sea.node) == (network.index("split"), network.index("sea"))
    assert split.min_mm3 == pytest.approx(np.array([0, 10, 0]) * MM3)
    assert np.isinf(split.max_mm3[:2]).all()
    assert split.max_mm3[2] == pytest.approx(200 * MM3[2])
    assert sea.min_mm3 == pytest.approx(np.array([1, 0, 0]) * MM3)


def test_power_systems():
    network = built()
    a, b = network.power
    assert (a.party, b.party) == ("AAA", "BBB")
    assert a.load_gwh == pytest.approx([104, 105, 106])
    assert a.other_gwh == pytest.approx([0, 7, 0])  # sun and wind
    assert b.other_gwh == pytest.approx([0, 0, 9])
    assert a.tier_names == ("coal", "oil")  # cheapest first
    assert a.tier_cost_usd_per_mwh == pytest.approx((2 / 0.4 + 3, 50 / 0.4 + 4))
    assert a.tier_capacity_gwh == pytest.approx(np.array([100 * GWH, 5 * GWH]))
    assert a.import_usd_per_mwh == pytest.approx([0, 40, 0])
    assert a.import_gwh == pytest.approx(np.array([0, 10, 0]) * GWH)
    assert a.export_usd_per_mwh == pytest.approx([0, 20, 0])
    assert a.export_gwh == pytest.approx(np.array([0, 5, 0]) * GWH)
    assert (a.unserved_usd_per_mwh, b.unserved_usd_per_mwh) == (300, 0)
    none = built(thermal_tiers=()).power[0]
    assert none.tier_capacity_gwh.shape == (0, 3)


def test_a_month_without_a_load_has_none():
    loads = (rows.Load(party="AAA", month=5, load_gwh=12, **SOURCE),)
    (only,) = built(loads=loads).power
    assert only.load_gwh == pytest.approx([0, 12, 0])


def test_lines_join_states_that_both_have_a_power_system():
    (line,) = built().lines
    assert (line.from_party, line.to_party) == ("AAA", "BBB")
    assert line.capacity_gwh == pytest.approx(25 * GWH)
    assert line.kept_share == pytest.approx(0.96)


def test_an_open_way_of_no_size_carries_all_there_is():
    ways = [
        r if r.capacity_m3s != 300 else r.model_copy(update={"capacity_m3s": 0.0}) for r in brook().reaches
    ]
    assert not at(built(reaches=tuple(ways)), "dam").capacity_mm3.any()  # nought is a size
