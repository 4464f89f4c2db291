"""The schematic drawing: every node on its own row, storages as given, no text outside the picture."""

from __future__ import annotations

import json

import pytest

from maslahat.regions import load_region
from maslahat.regions.draw import BAR, LABEL, river_chart
from maslahat.regions.layout import place_river
from maslahat.regions.sketch import river_text


@pytest.fixture(scope="module")
def region():
    return load_region()


def marks(chart, kind):
    """The values behind every layer of a kind of mark."""
    picture = chart.to_dict()
    for layer in picture["layer"]:
        if layer["mark"]["type"] == kind:
            yield from layer["data"].get("values") or picture["datasets"][layer["data"]["name"]]


def texts(chart):
    return list(marks(chart, "text"))


@pytest.mark.parametrize("river", ["syr-darya", "amu-darya"])
def test_water_runs_down_the_page(region, river):
    layout = place_river(region, river)
    rows = region.only(river)
    assert [place.row for place in layout.places] == list(range(len(rows.nodes)))
    assert len(layout.ways) == len(rows.reaches)
    assert all(way.start.row < way.end.row for way in layout.ways)
    assert {way.main for way in layout.ways} == {True, False}


def test_places_carry_their_figures(region):
    places = {place.node.node: place for place in place_river(region, "syr-darya").places}
    assert places["naryn"].annual_km3 == pytest.approx(12.3, abs=0.05)
    assert (places["toktogul"].storage_mm3, places["toktogul"].full_mm3) == (6_800, 19_500)
    assert places["kurpsai"].label == "Kurpsai · 800 MW"
    assert places["kurpsai"].storage_mm3 is None


def test_storages_given_fill_the_bars(region):
    chart = river_chart(region, "syr-darya", {"toktogul": 9_750.0, "kurpsai": 1.0})
    assert "9.8 of 19.5" in {value["text"] for value in texts(chart)}
    assert "1 April" not in json.dumps(chart.to_dict())
    bars = list(marks(chart, "rect"))
    stored = next(value for value in bars if value["part"] == "stored")
    assert stored["x2"] - stored["x"] == pytest.approx((BAR[1] - BAR[0]) / 2)


@pytest.mark.parametrize("river", ["syr-darya", "amu-darya"])
def test_no_label_runs_into_the_figures(region, river):
    room = BAR[0] - (LABEL + 24)
    for value in texts(river_chart(region, river)):
        if value["x"] == LABEL + 24:
            assert 5.0 * len(value["text"]) <= room + 22, value["text"]


def test_states_and_kinds_have_a_legend(region):
    text = json.dumps(river_chart(region, "amu-darya").to_dict(), ensure_ascii=False)
    for word in ("Afghanistan", "Turkmenistan", "reservoir", "km³", "1 April 2026"):
        assert word in text


@pytest.mark.parametrize("river", ["syr-darya", "amu-darya"])
def test_the_text_drawing_fits_a_terminal(region, river):
    lines = river_text(region, river).splitlines()
    assert max(len(line) for line in lines) <= 80
    nodes = region.only(river).nodes
    assert len(lines) == len(nodes) + 2
    for node in nodes:
        assert sum(node.name[:30] in line for line in lines) >= 1


def test_the_text_drawing_shows_the_way_of_the_water(region):
    lines = river_text(region, "syr-darya").splitlines()
    mouth = next(line for line in lines if "Mouth of the Naryn" in line)
    assert "╰───●" in mouth
    toktogul = next(line for line in lines if "Toktogul" in line and "■" in line)
    assert "███░░░░░░░ 6.8 of 19.5 km³" in toktogul
