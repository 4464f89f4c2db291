"""The brief as JSON: the whole result and the page; the same bytes for the same result (§4)."""

from __future__ import annotations

import json
from dataclasses import replace

from maslahat.brief import compose, to_json
from maslahat.core import dumps

from . import factory


def test_the_same_result_is_the_same_bytes() -> None:
    first = dumps(to_json(factory.result(), compose(factory.result())))
    assert dumps(to_json(factory.result(), compose(factory.result()))) == first


def test_rounding_dust_is_zero_in_a_brief_as_in_an_answer() -> None:
    result = factory.result()
    dusty = replace(result, accuracy=replace(result.accuracy, residual_mm3=7.58e-8))
    assert to_json(dusty, compose(dusty))["result"]["accuracy"]["residual_mm3"] == 0.0


def test_the_record_holds_the_whole_result_and_every_text() -> None:
    result = factory.result()
    record = json.loads(dumps(to_json(result, compose(result))))
    assert record["schema"] == "maslahat/brief/1"
    assert record["result"] == json.loads(dumps(result.to_json()))
    page = record["page"]
    assert [section["key"] for section in page["sections"]][:3] == ["season", "alone", "agreed"]
    kinds = {block["kind"] for section in page["sections"] for block in section["blocks"]}
    assert kinds == {"paragraph", "table", "chart", "items", "heading"}
    chart = next(b for s in page["sections"] for b in s["blocks"] if b["kind"] == "chart")
    assert chart["specification"]["concat"]
    assert "narrow" not in chart
    assert page["answer"][0].startswith("Toktogul holds")
