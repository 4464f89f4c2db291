"""Files that are no tables: every way in which a CSV file breaks."""

from __future__ import annotations

import codecs

import pytest

from maslahat.core import InputError
from maslahat.regions.load import CENTRAL_ASIA, load_region, read_region
from maslahat.regions.rows import TABLES, Reservoir
from maslahat.regions.tables import expectation


def only_fault(path):
    with pytest.raises(InputError) as caught:
        read_region(path)
    assert len(caught.value.faults) == 1, caught.value
    return caught.value.faults[0]


def change(sheet, name, old, new, count=1):
    path = sheet.folder / f"{name}.csv"
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, count))


def test_a_file_is_missing(sheet):
    (sheet.folder / "plants.csv").unlink()
    fault = only_fault(sheet.folder)
    assert (fault.where, fault.found, fault.expected) == ("plants.csv", "no such file", "the table plants")


@pytest.mark.parametrize("name", ["inflow_series", "reservoir_tables"])
def test_a_table_that_a_user_may_add_can_be_absent(sheet, name):
    (sheet.folder / f"{name}.csv").unlink()
    assert getattr(read_region(sheet.folder), name) == ()


def test_a_file_is_empty(sheet):
    (sheet.folder / "unserved.csv").write_text("")
    assert only_fault(sheet.folder).found == "an empty file"


def test_a_row_is_too_long(sheet):
    line = sheet.row("lines", from_party="TJK", to_party="UZB")
    change(sheet, "lines", b"TJK,UZB,1000,", b"TJK,UZB,1,000,")
    fault = only_fault(sheet.folder)
    assert (fault.where, fault.found, fault.expected) == (f"lines.csv, row {line}", "8 cells", "7 cells")
    assert "quotation marks" in fault.mend


def test_a_row_is_too_short(sheet):
    change(sheet, "lines", b"TJK,UZB,1000,", b"TJK,UZB,")
    assert only_fault(sheet.folder).found == "6 cells"


@pytest.mark.parametrize(("mark", "shown"), [(b";", "';'"), (b"\t", "tabs")])
def test_the_columns_are_parted_by_something_else(sheet, mark, shown):
    path = sheet.folder / "unserved.csv"
    header, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(header.replace(b",", mark) + b"\n" + rest)
    fault = only_fault(sheet.folder)
    assert (fault.where, fault.found) == ("unserved.csv, row 1", f"columns parted by {shown}")
    assert fault.expected == "columns parted by commas"


def test_the_text_is_not_utf8(sheet):
    line = sheet.row("parties", party="TJK")
    path = sheet.folder / "parties.csv"
    path.write_bytes(path.read_bytes().replace("Таджикистан".encode(), "Таджикистан".encode("cp1251")))
    fault = only_fault(sheet.folder)
    assert (fault.where, fault.found) == (f"parties.csv, row {line}", "the byte 0xD2")
    assert fault.expected == "text in UTF-8"


def test_a_file_of_another_kind(sheet):
    (sheet.folder / "lines.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert only_fault(sheet.folder).found == "a binary file"


def test_an_open_quotation_mark(sheet):
    change(sheet, "unserved", b"KGZ,200,", b'KGZ,"200,')
    assert only_fault(sheet.folder).found.startswith("a broken line")


def test_a_byte_order_mark_is_fine(sheet):
    path = sheet.folder / "rivers.csv"
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert read_region(sheet.folder).digest == read_region(CENTRAL_ASIA).digest


def test_empty_lines_and_windows_line_ends_are_fine(sheet):
    path = sheet.folder / "rivers.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n,,,,,,,,,,,,\r\n")
    assert read_region(sheet.folder).digest == read_region(CENTRAL_ASIA).digest


def test_a_column_is_missing(sheet):
    change(sheet, "unserved", b"usd_per_mwh", b"usd_mwh")
    with pytest.raises(InputError) as caught:
        read_region(sheet.folder)
    found = [(fault.where, fault.found) for fault in caught.value.faults]
    assert found == [
        ("unserved.csv, row 1, column usd_mwh", "an unknown column"),
        ("unserved.csv, row 1, column usd_per_mwh", "no such column"),
    ]
    assert caught.value.faults[1].expected == "a number, above 0"


def test_a_column_stands_twice(sheet):
    change(sheet, "unserved", b"confidence,note", b"confidence,confidence")
    assert only_fault(sheet.folder).found == "the column twice"


def test_a_file_that_is_no_table_is_not_passed_over(sheet):
    (sheet.folder / "observations.csv").rename(sheet.folder / "observation.csv")
    (sheet.folder / "_scratch.csv").write_text("mine")
    fault = only_fault(sheet.folder)
    assert (fault.where, fault.found) == ("observation.csv", "a file that is no table")
    assert fault.expected == "perhaps observations"
    (sheet.folder / "observation.csv").rename(sheet.folder / "zzz.csv")
    assert only_fault(sheet.folder).expected.startswith("one of: sources, parties")


def test_nothing_at_the_path(tmp_path):
    assert only_fault(tmp_path / "nowhere").found == "nothing there"


def test_a_workbook_that_is_none(tmp_path):
    path = tmp_path / "region.xlsx"
    path.write_text("no zip")
    assert "no workbook" in only_fault(path).found


def test_nothing_is_half_loaded(sheet):
    sheet.set("unserved", "usd_per_mwh", "-1", party="KGZ")
    with pytest.raises(InputError):
        load_region(sheet.folder)


def test_every_column_says_what_it_expects():
    for model in TABLES.values():
        for column in model.model_fields:
            assert expectation(model, column)
    assert expectation(Reservoir, "critical_mm3") == "a number, at least 0, or empty"
