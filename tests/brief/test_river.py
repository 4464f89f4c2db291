"""The river drawn with what its reservoirs hold, from the region's own figures (§5, §12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maslahat.brief import compose
from maslahat.brief.charts import storages_chart
from maslahat.brief.reading import Reading
from maslahat.options.result import OptionsResult
from maslahat.regions import load_region

from . import factory


def held(**stored: float) -> OptionsResult:
    names = {key.replace("_", "-"): value for key, value in stored.items()}
    return factory.result(season=replace(factory.season(), storages_mm3=names))


def test_the_title_adds_up_what_the_reservoirs_hold_and_could_hold() -> None:
    region = load_region()
    full = {row.node: row for row in region.only("syr-darya").reservoirs}
    chart = storages_chart(Reading(held(toktogul=6800.0, shardara=4100.0)), region)
    assert chart is not None
    whole = full["toktogul"].full_mm3 + full["shardara"].full_mm3
    usable = 6800.0 + 4100.0 - full["toktogul"].dead_mm3 - full["shardara"].dead_mm3
    assert (
        f"hold 10.9 km³ of {whole / 1000:.1f} km³ ({100 * 10900 / whole:.0f} %) on 1 April 2026"
        in chart.title
    )
    assert f"{usable / 1000:.1f}" in chart.title.split(",")[1]
    assert [row[2] for row in chart.table.rows] == ["6.8 km³", "4.1 km³"]
    assert chart.table.rows[0][1] == "Kyrgyzstan"


def test_the_drawing_fits_a_telephone_and_the_sketch_a_terminal() -> None:
    for river in ("syr-darya", "amu-darya"):
        region = load_region()
        stored = {row.node: row.initial_mm3 for row in region.only(river).reservoirs}
        result = held(**stored)
        result = replace(result, settings=replace(result.settings, river=river))
        chart = storages_chart(Reading(result), region)
        assert chart is not None
        assert chart.narrow["width"] <= 360
        assert all(len(line) <= 80 for line in chart.sketch)


def test_a_river_without_known_storages_is_not_drawn() -> None:
    assert storages_chart(Reading(held()), load_region()) is None


def test_only_the_sources_of_the_river_are_named() -> None:
    region = load_region()
    page = compose(factory.result(), region)
    named = [item.term for block in page.section("basis").blocks for item in getattr(block, "entries", ())]
    assert "24kg-363300" in named
    used = {
        row.source for name, table in region.only("syr-darya").tables() if name != "sources" for row in table
    }
    unused = [source.source for source in region.sources if source.source not in used]
    assert not set(unused) & set(named)


@pytest.mark.parametrize("key", ["river", "inflow", "shortage", "gains", "releases", "rules"])
def test_every_chart_of_the_brief_is_there(key: str) -> None:
    assert key in [chart.key for chart in compose(factory.result(), load_region()).charts()]
