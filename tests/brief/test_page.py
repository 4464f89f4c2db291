"""The page says what the result holds, in the order of the brief, also where there is little (§8)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from maslahat.brief import compose
from maslahat.brief.compose import default_package, named_package
from maslahat.brief.page import Items, Page, Paragraph, Table
from maslahat.core import InputError
from maslahat.options.result import OptionsResult

from . import factory


def texts(page: Page, key: str) -> str:
    """Return every word of a section."""
    parts: list[str] = []
    for block in page.section(key).blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Items):
            parts += [f"{item.term}: {item.text}" for item in block.entries]
        elif isinstance(block, Table):
            parts += [block.title, block.note, *(cell for row in block.rows for cell in row)]
        else:
            parts.append(getattr(block, "title", "") or getattr(block, "text", ""))
    return "\n".join(parts)


def table(page: Page, key: str) -> Table:
    """Return the table of that key, wherever it stands."""
    found = [b for s in page.sections for b in s.blocks if isinstance(b, Table) and b.key == key]
    return found[0]


@pytest.fixture(scope="module")
def page() -> Page:
    return compose(factory.result())


def no_offer() -> OptionsResult:
    refused = tuple(replace(p, offered=False, why_not="") for p in factory.packages())
    return factory.result(packages=refused, rules=())


def nobody_short() -> OptionsResult:
    water, power = (
        factory.shortage("irrigation", 0.0, 3, 0.0, 9.0),
        factory.shortage("power", 0.0, 9, 0.0, 9.0),
    )
    calm = tuple(replace(o, irrigation_short=water, power_short=power) for o in factory.result().alone)
    return factory.result(alone=calm)


def test_the_sections_stand_in_the_order_of_the_brief(page: Page) -> None:
    order = ["season", "alone", "agreed", "fairness", "holding", "draft", "watching", "basis", "checking"]
    assert [section.key for section in page.sections] == order
    with pytest.raises(KeyError):
        page.section("nothing")


def test_the_season_says_storage_rank_and_critical_level(page: Page) -> None:
    text = texts(page, "season")
    assert "Toktogul holds 6.8 km³ on 1 April 2026, of 19.5 km³ when full." in text
    assert "1.3 km³ can be released" in text
    assert "two were lower" in text
    assert "Below 9 km³ its operator speaks of a critical level; that is 2.2 km³ more than is stored." in text


@pytest.mark.parametrize(
    ("storage", "words"), [(6000.0, "none was lower"), (6500.0, "one was lower"), (9999.0, "two were")]
)
def test_the_rank_is_right_for_none_one_and_many(storage: float, words: str) -> None:
    season = replace(factory.season(), head_storage_mm3=storage)
    assert words in texts(compose(factory.result(season=season)), "season")


def test_a_season_without_a_past_or_a_critical_level_says_less() -> None:
    season = replace(factory.season(), observed=(), head_critical_mm3=None, inflows=())
    text = texts(compose(factory.result(season=season)), "season")
    assert "No earlier volume" in text
    assert "critical" not in text
    assert "No inflow was given." in text


def test_one_observation_of_the_same_year_is_no_past() -> None:
    season = replace(factory.season(), observed=(factory.ObservedStorage(2026, 6800.0),))
    assert "No earlier volume" in texts(compose(factory.result(season=season)), "season")
    season = replace(factory.season(), observed=(factory.ObservedStorage(2008, 6000.0),))
    assert "that of 2008, was lower" in texts(compose(factory.result(season=season)), "season")


def test_who_is_short_alone_is_said_with_size_chance_and_months(page: Page) -> None:
    text = texts(page, "alone")
    assert "Uzbekistan is short of irrigation water in 83 of 100 years, on average by 1.24 km³" in text
    assert "Most of it falls in June to August." in text
    assert "Kyrgyzstan is short of irrigation" not in text
    row = next(row for row in table(page, "alone-table").rows if row[0] == "Tajikistan")
    assert row[-1] == "31 %; 44 %"


def test_nobody_short_is_said_and_nothing_is_drawn() -> None:
    page = compose(nobody_short())
    assert "no state runs short of irrigation water or electricity in any of the 100" in texts(page, "alone")
    assert "shortage" not in [chart.key for chart in page.charts()]


def test_the_winter_share_is_computed_from_the_releases(page: Page) -> None:
    schedule = factory.result().alone_schedules[0]
    weights = (0.3, 0.4, 0.3)
    winter = sum(w * sum(row[6:]) for w, row in zip(weights, schedule.release_mm3, strict=True))
    year = sum(w * sum(row) for w, row in zip(weights, schedule.release_mm3, strict=True))
    assert f"Alone, {100 * winter / year:.0f} % of what Toktogul releases" in texts(page, "alone")


def test_packages_are_counted_and_a_refused_one_says_why(page: Page) -> None:
    text = texts(page, "agreed")
    assert "Four packages leave every state better off" in text
    assert "As in 1998: Kyrgyzstan loses 7 million USD in expectation." in text
    gains = {row[0]: row for row in table(page, "gains").rows}
    assert gains["Equal gain"][1] == "+31\n+17 to +45"
    assert "As in 1998 (not offered)" in gains


def test_a_side_that_would_pay_nothing_is_said_so() -> None:
    zone = (factory.Zone(0.02, 166.0, -23.0),)
    page = compose(factory.result(zone=zone, zone_closes_usd_per_m3=None))
    assert table(page, "zone").rows == (("0.02", "166", "nothing", "no, 189 apart"),)
    assert "At none of the values below does any sum satisfy both." in texts(page, "agreed")


def test_packages_with_equal_releases_share_a_row(page: Page) -> None:
    names = [row[0] for row in table(page, "season-releases").rows]
    assert names == ["No agreement", "Equal gain, Shapley and Nucleolus", "Irrigation first"]


def test_one_package_is_said_in_the_singular() -> None:
    page = compose(factory.result(packages=factory.packages()[:1]))
    assert "One package leaves every state better off" in texts(page, "agreed")
    assert "in the one package offered" in page.charts()[2].title


def test_no_offer_is_said_everywhere_in_whole_sentences() -> None:
    page = compose(no_offer())
    assert "None of the 5 packages worked out leaves every state better off" in texts(page, "agreed")
    assert "Kyrgyzstan loses 7 million USD a year in the mean" in texts(page, "agreed")
    assert "Nothing is offered, so that nothing has to hold." in texts(page, "holding")
    assert "there is nothing to draft" in texts(page, "draft")
    assert "Nothing is offered" in texts(page, "watching")
    assert "No rule was worked out" in texts(page, "fairness")
    one = compose(replace(no_offer(), packages=no_offer().packages[:1]))
    assert "The one package worked out does not leave every state better off" in texts(one, "agreed")


def test_no_package_at_all_is_said() -> None:
    page = compose(factory.result(packages=(), rules=(), zone=(), sensitivity=(), coalitions=()))
    assert "No package was worked out" in texts(page, "agreed")
    assert "No assumption was varied" in texts(page, "basis")


def test_the_rules_say_which_are_stable(page: Page) -> None:
    assert "Only under “Shapley” and “Nucleolus” can no set of states do better by itself." in texts(
        page, "fairness"
    )
    every = tuple(replace(rule, in_core=True) for rule in factory.rules())
    assert "Every one of them leaves no set" in texts(compose(factory.result(rules=every)), "fairness")
    none = tuple(replace(rule, in_core=False) for rule in factory.rules())
    assert "Under each of them some set of states" in texts(compose(factory.result(rules=none)), "fairness")


def test_coalitions_are_shown_as_gains_over_going_alone(page: Page) -> None:
    rows = {row[0]: row[1:] for row in table(page, "coalitions").rows}
    assert rows["Kyrgyzstan and Uzbekistan"] == ("+71", "+67")
    assert rows["All"] == ("+124", "–")


def test_the_hardest_month_and_the_deposit_are_named(page: Page) -> None:
    text = texts(page, "holding")
    assert "the hardest month is January: Kyrgyzstan would gain 21 million USD" in text
    assert "at 0.95 or more of this year’s" in text
    assert "a deposit of 12 million USD closes the gap" in text


def test_a_state_that_no_future_binds_is_said_so() -> None:
    packages = factory.packages()
    first = packages[0]
    loose = replace(first.outcomes[0], critical_discount=None)
    calm = tuple(replace(o, temptation_usd_m=0.0) for o in first.outcomes)
    page = compose(factory.result(packages=(replace(first, outcomes=(loose, *first.outcomes[1:])),)))
    assert "No weight on the years to come makes it keep its word" in texts(page, "holding")
    page = compose(factory.result(packages=(replace(first, outcomes=calm),)))
    assert "no state gains in any month by breaking its word" in texts(page, "holding")


def test_the_draft_is_of_the_package_whose_least_gain_is_largest() -> None:
    result = factory.result()
    chosen = default_package(result)
    assert chosen is not None
    assert chosen.key == "equal-gain"
    assert "Written from “Equal gain”" in texts(compose(result), "draft")
    assert "Written from “Shapley”, which was asked for" in texts(
        compose(result, protocol="shapley"), "draft"
    )
    assert "not offered as an agreement" in texts(compose(result, protocol="as-1998"), "draft")
    assert default_package(no_offer()) is None


def test_an_unknown_package_names_the_keys_there_are() -> None:
    with pytest.raises(InputError, match="equal-gain, shapley"):
        named_package(factory.result(), "nash")


def test_what_to_watch_has_place_month_reporter_and_meaning(page: Page) -> None:
    rows = table(page, "watch").rows
    assert rows[0][0] == "Inflow of the whole river"
    assert "below 20.4 km³" in rows[0][2]
    release = next(row for row in rows if row[0] == "Toktogul, release")
    assert release[1] == "August"
    assert release[3] == "Kyrgyzstan"
    assert any(
        row[0] == "Electricity: Uzbekistan to Kyrgyzstan" and row[1] == "November to March" for row in rows
    )


def test_without_an_offer_the_coming_shortages_are_watched() -> None:
    rows = table(compose(no_offer()), "watch").rows
    assert any(row[0] == "Uzbekistan" and row[1] == "June to August" for row in rows)


def test_assumptions_stand_by_their_weight(page: Page) -> None:
    rows = table(page, "sensitivity").rows
    assert [row[0] for row in rows] == [
        "Worth of a cubic metre of irrigation water *",
        "Share of water lost in canals",
    ]
    text = texts(page, "basis")
    assert "131 of them (32 %) are assumed" in text
    assert "0.02 to 0.1 USD per m³" in text
    assert "One of them takes the gain away" in text


def test_light_assumptions_beyond_the_first_dozen_are_summed_up() -> None:
    light = tuple(replace(factory.sensitivities()[0], assumption=f"a{k}") for k in range(15))
    page = compose(factory.result(sensitivity=light))
    assert len(table(page, "sensitivity").rows) == 12
    assert "The three other assumptions move the gain of all states by at most 6 million USD" in texts(
        page, "basis"
    )


def test_the_page_says_how_to_check_it(page: Page) -> None:
    text = texts(page, "checking")
    assert "maslahat verify brief.json" in text
    assert "--storage toktogul=6800 --forecast naryn=92%" in text
    assert "sha256:abab" in text
    certified = compose(factory.result(certificates=({"kind": "core"},)))
    assert "One proof is stored with the result" in texts(certified, "checking")


def test_every_sentence_ends_and_no_word_is_doubled(page: Page) -> None:
    for source in (page, compose(no_offer()), compose(nobody_short())):
        for section in source.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.role in {"plain", "lead", "note"}:
                    assert block.text.rstrip().endswith((".", ":", ",")), block.text
                    assert not re.search(r"\b(\w+) \1\b", block.text), block.text
                    assert "  " not in block.text


def test_the_answer_on_top_is_of_the_sections(page: Page) -> None:
    assert page.answer[0].startswith("Toktogul holds 6.8 km³")
    assert (
        page.answer[1]
        == "Going alone, Uzbekistan (1.24 km³ on average, in 83 of 100 years), Tajikistan (85 million m³ on"
        " average, in 31 of 100 years) and Kazakhstan (0.43 km³ on average, in 56 of 100 years) run short"
        " of irrigation water; Kyrgyzstan (640 GWh on average, in 62 of 100 years) and Tajikistan (210 GWh"
        " on average, in 44 of 100 years) run short of electricity."
    )
    assert (
        "gives Kyrgyzstan +31, Uzbekistan +31, Tajikistan +31 and Kazakhstan +31 million USD."
        in page.answer[3]
    )
    assert len(page.answer) == 5
    assert len(compose(no_offer()).answer) == 3


def test_the_same_result_makes_the_same_page(page: Page) -> None:
    assert compose(factory.result()) == page
