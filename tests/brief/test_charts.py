"""A chart answers one question, names units, shows the spread, keeps one colour a state (BRIEF)."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from maslahat.brief import compose
from maslahat.brief.charts import (
    gains_chart,
    inflow_chart,
    releases_chart,
    rules_chart,
    shortage_chart,
    style,
)
from maslahat.brief.page import Chart
from maslahat.brief.reading import Reading
from maslahat.options.result import OptionsResult

from . import factory


def reading(result: OptionsResult | None = None) -> Reading:
    made = result or factory.result()
    return Reading(made, (), next((p for p in made.packages if p.offered), None))


@pytest.fixture(scope="module")
def charts() -> dict[str, Chart]:
    return {chart.key: chart for chart in compose(factory.result()).charts()}


def test_the_titles_are_answers_computed_from_the_numbers(charts: dict[str, Chart]) -> None:
    assert (
        charts["inflow"].title
        == "76 % of the season’s water comes in April to September, the most of it in June"
    )
    assert charts["shortage"].title.startswith(
        "Alone, Uzbekistan runs short of irrigation water, mostly in June to August"
    )
    assert (
        charts["rules"].title
        == "The rules differ most on Tajikistan: from 9 (Shapley) to 31 million USD (Equal gain)"
    )
    assert charts["gains"].title.endswith(
        "in one year of ten Kyrgyzstan and Tajikistan can lose by one or more of them"
    )
    result = factory.result()
    more = sum(result.packages[0].schedules[0].release_mm3[0][:6]) - sum(
        result.alone_schedules[0].release_mm3[0][:6]
    )
    assert charts["releases"].title.startswith(
        f"Under “Equal gain” Toktogul releases {more / 1000:.2f}".rstrip("0")
    )


def test_the_titles_change_with_the_numbers() -> None:
    alone = tuple(o for o in factory.result().alone if o.party in {"KGZ", "KAZ"})
    chart = shortage_chart(reading(factory.result(alone=alone)))
    assert chart is not None
    assert chart.title.startswith("Alone, Kazakhstan runs short of irrigation water")
    packages = factory.packages()[:1]
    safe = gains_chart(reading(factory.result(packages=packages)))
    assert safe is not None
    assert (
        safe.title == "On average every state gains in the one package offered, and in at least 9 years of 10"
    )
    equal = tuple(replace(rule, gains_usd_m=factory.rules()[0].gains_usd_m) for rule in factory.rules())
    same = rules_chart(reading(factory.result(rules=equal)))
    assert same is not None
    assert same.title.startswith("All rules give every state the same")


def test_nothing_to_show_is_no_chart() -> None:
    season = replace(factory.season(), inflows=())
    bare = factory.result(packages=(), rules=(), alone=(), season=season)
    for make in (gains_chart, inflow_chart, releases_chart, rules_chart, shortage_chart):
        assert make(reading(bare)) is None


def test_packages_with_the_same_releases_share_a_line(charts: dict[str, Chart]) -> None:
    rows = [row for panel in charts["releases"].wide["concat"] for row in panel["data"]["values"]]
    assert {row["plan"] for row in rows} == {
        "No agreement",
        "Equal gain and two others",
        "Irrigation first",
    }


def test_the_same_specification_has_two_widths(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        wide, narrow = chart.wide["concat"], chart.narrow["concat"]
        assert [panel["data"] for panel in wide] == [panel["data"] for panel in narrow]
        assert wide[0]["layer"][0]["encoding"].keys() == narrow[0]["layer"][0]["encoding"].keys()


def test_every_picture_fits_its_width_and_its_units_are_named(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        for specification, most in ((chart.wide, 800), (chart.narrow, 340)):
            drawn = style.svg(specification, chart.key, chart.title)
            width = float(re.search(r'width="([\d.]+)"', drawn).group(1))  # type: ignore[union-attr]
            assert width <= most, (chart.key, width)
            assert re.search("million USD|m³/s|%", drawn), chart.key


def test_the_marks_are_drawn_where_the_numbers_are() -> None:
    flat = replace(factory.season().inflows[0], name="Dry", monthly_mm3=(factory.spread(0.0, 0.0),) * 12)
    season = replace(factory.season(), inflows=(flat, factory.season().inflows[0]))
    chart = inflow_chart(reading(factory.result(season=season)))
    assert chart is not None
    drawn = style.svg(chart.wide, "x", "")
    lines = re.findall(
        r'aria-roledescription="line mark"[^>]*?d="([^"]+)"|d="([^"]+)"[^>]*stroke="#222222"', drawn
    )
    heights = [{point.split(",")[1] for point in re.split("[ML]", "".join(line)) if point} for line in lines]
    assert sorted(len(points) for points in heights) == [1, len(set(factory.NARYN_M3S))]
    assert drawn.count(">Apr<") == 2


def test_a_state_has_one_colour_throughout(charts: dict[str, Chart]) -> None:
    for key in ("shortage", "gains", "rules"):
        text = json.dumps(charts[key].wide)
        scales = re.findall(r'"range": (\["#[^\]]+\])', text)
        assert scales
        assert all(json.loads(scale) == [party.colour for party in factory.PARTIES] for scale in scales)


def test_the_spread_is_drawn_and_in_the_table(charts: dict[str, Chart]) -> None:
    for key in ("inflow", "shortage", "gains"):
        values = charts[key].wide["concat"][0]["data"]["values"][0]
        assert values["low"] <= values["mean"] <= values["high"]
        assert "\n" in "".join(charts[key].table.rows[3])


def test_flows_are_volumes_over_the_seconds_of_their_month() -> None:
    season = factory.season()
    chart = inflow_chart(reading())
    assert chart is not None
    june = chart.wide["concat"][0]["data"]["values"][2]
    assert june["mean"] == pytest.approx(season.inflows[0].monthly_mm3[2].mean * 1e6 / (30 * 86_400))


def test_shares_of_need_are_percent_of_the_month() -> None:
    chart = shortage_chart(reading())
    assert chart is not None
    short = factory.result().alone[1].irrigation_short
    july = chart.wide["concat"][0]["data"]["values"][3]
    assert july["state"] == "Uzbekistan"
    assert july["mean"] == pytest.approx(100 * short.monthly[3].mean / short.need_monthly[3])


def test_an_svg_has_ids_of_its_own_and_no_title(charts: dict[str, Chart]) -> None:
    chart = charts["gains"]
    drawn = style.svg(chart.wide, "here", 'a "quoted" <name>')
    ids = re.findall(r'id="([^"]+)"', drawn)
    assert all(name.startswith("here-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= set(ids)
    assert 'aria-label="a &quot;quoted&quot; &lt;name>"' in drawn
    assert "On average every state" not in drawn.split("aria-label", 1)[1].split(">", 1)[1]


def test_sketches_fit_eighty_columns(charts: dict[str, Chart]) -> None:
    for chart in charts.values():
        assert chart.sketch
        assert all(len(line) <= 80 for line in chart.sketch)
