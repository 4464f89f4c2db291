"""Whatever a file holds, it is read whole or every fault is a sentence; nothing else happens."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from maslahat.core import Fault
from maslahat.regions import load_region
from maslahat.regions.rows import TABLES
from maslahat.regions.save import _csv
from maslahat.regions.tables import Cells, parse_rows, read_csv
from maslahat.regions.template import template_region
from maslahat.regions.vary import vary

REGION = load_region()
SMALL = template_region("small")
NAMES = st.sampled_from(sorted(TABLES))


@given(NAMES, st.binary(max_size=300))
def test_any_bytes_are_cells_or_a_fault(name, content):
    cells = read_csv(name, f"{name}.csv", content)
    assert isinstance(cells, Cells | Fault)
    if isinstance(cells, Cells):
        table = parse_rows(cells, TABLES[name])
        assert len(table.rows) == len(table.lines)
        assert table.readable or not table.rows


@given(NAMES, st.data())
def test_a_table_comes_back_from_its_text(name, data):
    rows = tuple(data.draw(st.lists(st.sampled_from(getattr(REGION, name) or (None,)), max_size=5)))
    rows = tuple(row for row in rows if row is not None)
    cells = read_csv(name, f"{name}.csv", _csv(name, rows).encode())
    assert isinstance(cells, Cells)
    table = parse_rows(cells, TABLES[name])
    assert table.faults == ()
    assert table.rows == rows
    assert table.lines == tuple(range(2, 2 + len(rows)))


@given(NAMES, st.data(), st.text(string.printable, max_size=8))
def test_one_strange_cell_is_read_or_is_one_fault_at_its_place(name, data, strange):
    rows = getattr(SMALL, name)
    if not rows:
        return
    cells = read_csv(name, f"{name}.csv", _csv(name, rows).encode())
    assert isinstance(cells, Cells)
    line = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(cells.header) - 1))
    records = [list(record) for record in cells.records]
    records[line][column] = strange
    changed = Cells(name, cells.file, cells.header, tuple(map(tuple, records)), cells.lines)
    table = parse_rows(changed, TABLES[name])
    wheres = [fault.where for fault in table.faults]
    assert wheres in ([], [f"{name}.csv, row {line + 2}, column {cells.header[column]}"])
    assert len(table.rows) == len(rows) - len(wheres)


@given(st.sampled_from([row.assumption for row in REGION.assumptions if row.target]), st.floats(0.2, 0.99))
def test_a_factor_and_its_inverse_cancel_where_nothing_is_cut(key, factor):
    there = vary(REGION, key, factor)
    back = vary(there, key, 1 / factor)
    clipped = key.endswith("initial-storage")
    for (_, before), (_, after) in zip(REGION.tables(), back.tables(), strict=True):
        for one, other in zip(before, after, strict=True):
            for column, value in one:
                if isinstance(value, float) and column != "value" and not clipped:
                    assert abs(getattr(other, column) - value) <= 1e-9 * max(1, abs(value))
