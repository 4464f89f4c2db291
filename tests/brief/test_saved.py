"""A saved brief: its page is made again from its result, and any changed number in it is found (§4)."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from maslahat.brief import compose, to_json
from maslahat.brief.figures import as_saved, read_result
from maslahat.brief.saved import page_faults
from maslahat.core import dumps
from maslahat.options.check import seal_faults
from maslahat.regions import Region, load_region

from . import factory


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region()


@pytest.fixture(scope="module")
def saved(region: Region) -> dict[str, Any]:
    result = factory.result()
    document: dict[str, Any] = json.loads(dumps(to_json(result, compose(result, region))))
    return document


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every number."""
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in places(item, (*path, key))]
    if isinstance(value, list):
        return [found for k, item in enumerate(value) for found in places(item, (*path, k))]
    return [path] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_a_result_reads_back_as_it_was(saved: dict[str, Any]) -> None:
    again = read_result(saved["result"])
    assert dumps(again.to_json()) == dumps(factory.result().to_json())
    assert again.parties == factory.PARTIES
    assert again.season.classes[0].low_mm3 is None


def test_an_untouched_brief_holds(saved: dict[str, Any], region: Region) -> None:
    assert page_faults(saved, region) == []
    assert seal_faults(saved) == []


def test_a_brief_of_another_package_holds(region: Region) -> None:
    result = factory.result()
    document = json.loads(dumps(to_json(result, compose(result, region, "shapley"))))
    assert page_faults(document, region) == []


def test_a_changed_number_on_the_page_is_found_also_under_a_new_digest(
    saved: dict[str, Any], region: Region
) -> None:
    rng = np.random.default_rng(1)
    found = places(saved["page"])
    for path in [found[k] for k in rng.integers(len(found), size=6)]:
        changed = copy.deepcopy(saved)
        place = changed["page"]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] += 1
        assert seal_faults(changed), path
        assert page_faults(changed, region), path


def test_a_changed_word_on_the_page_is_found(saved: dict[str, Any], region: Region) -> None:
    changed = copy.deepcopy(saved)
    changed["page"]["answer"][0] = "Toktogul holds 9 km³."
    assert page_faults(changed, region)[0].startswith("page.answer[0]")


def test_a_page_that_cannot_be_made_is_said_so(saved: dict[str, Any], region: Region) -> None:
    broken = copy.deepcopy(saved)
    del broken["result"]["season"]
    assert "no page can be made" in page_faults(broken, region)[0]
    gone = copy.deepcopy(saved)
    gone["page"]["asked"] = "nothing"
    assert "no page can be made" in page_faults(gone, region)[0]


def test_a_figure_on_the_edge_of_rounding_reads_the_same_from_the_file(region: Region) -> None:
    edge = [
        replace(head, growing_season_norm_mm3=4664.99999999999999 + 3e-10)
        for head in factory.season().inflows
    ]
    result = factory.result(season=replace(factory.season(), inflows=tuple(edge)))
    document = json.loads(dumps(to_json(result, compose(result, region))))
    assert page_faults(document, region) == []
    assert as_saved(result).season.inflows[0].growing_season_norm_mm3 == 4665.0
