"""Values that flow: what cannot be changed, compared by accident, or found by a wrong name (§4, §6.1)."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import numpy as np
import pytest
from basin_toy import DOWN, UP, both, river, traces, wide_river

import maslahat.basin
from maslahat.basin import Traces
from maslahat.basin.network import Entry

UNDER_CONSTRUCTION = {"_Ends"}  # collected piece by piece
COMPARED = {"Audit", "Block"}  # hold nothing but figures, names and marks


def values():
    found = {}
    for item in pkgutil.iter_modules(maslahat.basin.__path__):
        module = importlib.import_module(f"maslahat.basin.{item.name}")
        for name, thing in vars(module).items():
            if (
                isinstance(thing, type)
                and dataclasses.is_dataclass(thing)
                and thing.__module__ == module.__name__
            ):
                found[name] = thing
    return found


VALUES = values()


def test_there_are_values_to_look_at():
    assert {"Network", "Conduct", "Flows", "Program", "Stacked", "Response", "Audit", "Optimum"} <= set(
        VALUES
    )


@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_value_cannot_be_changed_and_takes_no_further_attribute(name):
    kind = VALUES[name]
    blank = object.__new__(kind)
    first = dataclasses.fields(kind)[0].name
    assert not hasattr(blank, "__dict__")
    assert kind.__dataclass_params__.frozen == (name not in UNDER_CONSTRUCTION)
    if name not in UNDER_CONSTRUCTION:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(blank, first, 1)


@pytest.mark.parametrize("name", sorted(set(VALUES) - COMPARED - UNDER_CONSTRUCTION))
def test_arrays_are_not_compared_by_accident(name):
    kind = VALUES[name]
    count = sum(part.init for part in dataclasses.fields(kind))
    one, other = (kind(*[np.zeros(2)] * count) for _ in range(2))
    assert one == one  # noqa: PLR0124 - identity, not content
    assert one != other
    assert len({one, other}) == 2


def test_audits_of_the_same_figures_are_the_same():
    figures = (1e-16, 1e-12, 0.0, 0.01, ())
    assert VALUES["Audit"](*figures) == VALUES["Audit"](*figures)
    marks = np.array([True])
    assert VALUES["Block"]((UP,), marks, (1.0,)) == VALUES["Block"]((UP,), marks, (1.0,))


def test_a_program_does_not_spell_out_its_columns():
    assert "storage:0@3" in both(river()).names
    assert "storage:0@3" not in repr(both(river()))


def test_entries_are_named():
    assert Entry(3, True, 0.9)._asdict() == {"origin": 3, "side": True, "kept_share": 0.9}


def test_a_network_knows_its_months_its_places_and_its_owners():
    network = wide_river(months=2, request=(1.0, 1.0), load=(0.0, 0.0))
    assert network.months == 2
    assert [network.index(n.key) for n in network.nodes] == list(range(7))
    assert [network.reservoir_at(n) for n in range(7)] == [None, 0, None, None, None, None, None]
    assert network.parties == (UP, DOWN)
    swapped = dataclasses.replace(network, nodes=network.nodes[::-1])
    assert swapped.parties == (DOWN, UP)


def test_traces_count_and_pick():
    years = traces([(1, 1, 1, 1), (2, 2, 2, 2)], classes=[1, 2], weights=[0.3, 0.7])
    assert isinstance(years, Traces)
    assert years.count == 2
    assert years.of_class(0).size == 0
    assert years.of_class(2).tolist() == [1]
    assert years.subset(np.array([1])).count == 1
