"""The page says where the model and what was seen part (DESIGN §8, OPTIONS "Sanity")."""

from __future__ import annotations

from dataclasses import replace

from maslahat.brief import compose
from maslahat.brief.page import Items, Table
from maslahat.regions import load_region

from . import factory


def blocks(result, region):
    return compose(result, region).section("basis").blocks


def test_releases_on_record_stand_beside_those_of_the_model():
    result = factory.result()
    seen = next(b for b in blocks(result, load_region()) if isinstance(b, Table) and b.key == "seen")
    august = next(row for row in seen.rows if row[0] == "August")
    assert august[1:3] == ("309 to 918", "2010, 2012, 2020, 2022")
    t = next(t for t, period in enumerate(result.season.periods) if period.endswith("-08"))
    alone = next(s for s in result.alone_schedules if s.node == "toktogul")
    flows = [round(row[t]) for row in alone.release_m3s]
    assert august[3] in (f"{min(flows)} to {max(flows)}", str(min(flows)))
    assert "January" not in [row[0] for row in seen.rows]  # nobody reported a release in January


def test_published_sums_and_groups_that_lose_are_told():
    result = factory.result()
    group = next(c for c in result.coalitions if len(c.members) == 2)
    others = tuple(c for c in result.coalitions if c is not group)
    result = replace(result, coalitions=(*others, replace(group, outsiders_apart_usd_m=-1e4)))
    told = [b for b in blocks(result, load_region()) if isinstance(b, Items)]
    text = {item.term: item.text for items in told for item in items.entries}
    assert "from 35 to 67 million USD" in text["Payment for the irrigation regime"]
    assert all(result_name(result, party) in text["Groups of states"] for party in group.members)


def result_name(result, party):
    return next(entry.name for entry in result.parties if entry.party == party)


def test_without_a_region_nothing_is_said_of_records():
    told = [b for b in blocks(factory.result(), None) if isinstance(b, Table)]
    assert "seen" not in [table.key for table in told]
