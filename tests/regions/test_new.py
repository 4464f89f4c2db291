"""A region of one's own: the template, the folder, the workbook."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from maslahat.core import InputError
from maslahat.regions.load import load_region
from maslahat.regions.new import start_region
from maslahat.regions.rows import TABLES
from maslahat.regions.template import template_region
from maslahat.regions.workbook import read_workbook, write_workbook


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "small.xlsx"
    write_workbook(template_region("small"), path)
    return path


def edit(path, sheet, cell, value):
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def column_of(path, sheet, column):
    book = openpyxl.load_workbook(path)
    return next(cell.column_letter for cell in book[sheet][1] if cell.value == column)


def test_folder_and_workbook_hold_the_same_region(tmp_path):
    folder, book = start_region("chu-talas", tmp_path)
    assert load_region(folder).digest == load_region(book).digest == template_region("chu-talas").digest
    assert load_region(folder).river("chu-talas").name == "Chu Talas"


def test_the_template_has_a_row_in_every_table_the_model_needs():
    region = template_region("small")
    empty = {name for name, rows in region.tables() if not rows}
    assert empty == {
        "inflow_series",
        "reservoir_tables",
        "storage_rules",
        "limits",
        "exchange_terms",
        "observations",
    }
    assert all(row.confidence == "C" for name, rows in region.tables() if name != "sources" for row in rows)


def test_nothing_is_overwritten(tmp_path):
    start_region("small", tmp_path)
    with pytest.raises(InputError) as caught:
        start_region("small", tmp_path)
    assert [fault.found for fault in caught.value.faults] == ["something there already"] * 2


@pytest.mark.parametrize("name", ["Chu", "chu talas", "-chu", "../chu", ""])
def test_a_name_has_to_be_a_key(tmp_path, name):
    with pytest.raises(InputError, match="small letters, digits and hyphens"):
        start_region(name, tmp_path)


def test_headings_explain_themselves(book):
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == ["read me", *TABLES]
    heads = {cell.value: cell for cell in sheets["reservoirs"][1]}
    assert "million m³" in heads["full_mm3"].comment.text
    assert "a number, above 0" in heads["full_mm3"].comment.text
    for name in TABLES:
        assert all(cell.comment for cell in sheets[name][1])


def test_cells_offer_lists_to_pick_from(book):
    sheets = openpyxl.load_workbook(book)
    letter = column_of(book, "nodes", "kind")
    rules = {str(rule.sqref): rule.formula1 for rule in sheets["nodes"].data_validations.dataValidation}
    assert rules[f"{letter}2:{letter}5000"] == '"inflow,reservoir,demand,junction,gauge,terminal"'
    owner = column_of(book, "nodes", "owner")
    assert rules[f"{owner}2:{owner}5000"] == "parties!$A$2:$A$5000"


def test_a_faulty_cell_of_a_sheet_is_named(book):
    letter = column_of(book, "reservoirs", "full_mm3")
    edit(book, "reservoirs", f"{letter}2", "2,4")
    with pytest.raises(InputError) as caught:
        load_region(book)
    (fault,) = caught.value.faults
    assert fault.where == "small.xlsx, sheet reservoirs, row 2, column full_mm3"
    assert (fault.found, fault.expected) == ("'2,4'", "a number, above 0")


def test_a_fault_between_sheets_is_named(book):
    letter = column_of(book, "nodes", "owner")
    edit(book, "nodes", f"{letter}3", "XCC")
    with pytest.raises(InputError) as caught:
        load_region(book)
    assert caught.value.faults[0].where == "small.xlsx, sheet nodes, row 3, column owner"


def test_a_missing_sheet_is_named_where_it_is_needed(book):
    sheets = openpyxl.load_workbook(book)
    del sheets["plants"]
    del sheets["observations"]
    sheets.save(book)
    with pytest.raises(InputError) as caught:
        load_region(book)
    assert [fault.where for fault in caught.value.faults] == ["small.xlsx, sheet plants"]


def test_a_sheet_that_is_no_table_is_not_passed_over(book):
    sheets = openpyxl.load_workbook(book)
    sheets["limits"].title = "limit"
    sheets.create_sheet("_mine")
    sheets.save(book)
    with pytest.raises(InputError) as caught:
        load_region(book)
    (fault,) = caught.value.faults
    assert (fault.where, fault.expected) == ("small.xlsx, sheet limit", "perhaps limits")


def test_a_stray_cell_beside_the_table_is_a_fault(book):
    edit(book, "unserved", "H2", "my remark")
    with pytest.raises(InputError) as caught:
        load_region(book)
    assert caught.value.faults[0].found == "8 cells"


def test_dates_numbers_and_empty_rows_are_read_as_a_person_sees_them(book):
    letter = column_of(book, "reservoirs", "initial_date")
    edit(book, "reservoirs", f"{letter}2", datetime.datetime(2027, 4, 1))
    edit(book, "unserved", "A9", " ")
    cells = read_workbook(book)["reservoirs"]
    assert "2027-04-01" in cells.records[0]
    assert "2400" in cells.records[0]
    assert load_region(book).reservoirs[0].initial_date == datetime.date(2027, 4, 1)


def test_an_empty_sheet_is_named(book):
    sheets = openpyxl.load_workbook(book)
    sheets["lines"].delete_rows(1, 10)
    sheets.save(book)
    with pytest.raises(InputError) as caught:
        load_region(book)
    assert caught.value.faults[0].found == "an empty sheet"
