"""Tables of other offices (§12): code pages, separators, forms of dates and amounts, sheets to fill in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exchange_house import PURPOSE
from typer.testing import CliRunner

from maslahat.cli.main import build_app
from maslahat.core import InputError
from maslahat.exchange.formats.ids import read_ids
from maslahat.exchange.formats.readings import DayReader, amount
from maslahat.exchange.formats.result import Origin
from maslahat.exchange.formats.sheet import read_sheet, write_sheet, write_template
from maslahat.exchange.formats.stix import from_records, read_bundle, read_stix, write_bundle
from maslahat.exchange.matching.places import country_code, resolve
from maslahat.exchange.records import new_record

ORIGIN = Origin("UZB", PURPOSE, 1_790_000_000)
HEAD = ["COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT", "DRUG_UNIT"]
ROW = ["Узбекистан", "Сурхандарьинская область", "Термез", "16.11.2016", "Героин", "1 234,5", "кг"]


def written(path: Path, encoding: str, separator: str, *rows: list[str], head: list[str] = HEAD) -> Path:
    path.write_bytes("\n".join(separator.join(row) for row in (head, *rows)).encode(encoding))
    return path


def book(path: Path, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_table_is_read_in_any_code_page_and_with_any_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    read = read_ids(written(tmp_path / "s.csv", encoding, separator, ROW), ORIGIN)
    fields = dict(read.records[0].fields)
    assert (fields["division_code"], fields["date"], fields["quantity"]) == ("UZ-SU", "2016-11-16", "1234.5")
    assert fields["drug"] == "Героин"


def test_accents_of_western_europe_are_read_where_it_is_not_utf_8(tmp_path: Path) -> None:
    row = ["Kazakhstan", "", "Café Müller", "2016-11-16", "Heroin", "1", "Gram"]
    read = read_ids(written(tmp_path / "s.csv", "cp1252", ",", row), ORIGIN)
    assert read.records[0].value("place") == "Café Müller"
    assert "cp1252" in read.summary["read as"]


def test_a_workbook_is_a_table_too(tmp_path: Path) -> None:
    row = ["Uzbekistan", "Toshkent viloyati", "", datetime(2016, 11, 16), "Heroin", 1.5, "Kilogram"]
    read = read_ids(book(tmp_path / "s.xlsx", HEAD, row, [None] * 7), ORIGIN)
    assert [(r.value("division_code"), r.value("date")) for r in read.records] == [("UZ-TO", "2016-11-16")]


def test_headings_are_known_in_other_forms_and_what_is_not_taken_is_named(tmp_path: Path) -> None:
    head = ["Country", "Seizure date", "Drug", "Quantity", "Unit", "Remarks"]
    read = read_ids(written(tmp_path / "s.csv", "utf-8", ",", ["Uzbekistan", "2016-11-16", "Opium", "2", "Gram", "x"],
                            head=head), ORIGIN)  # fmt: skip
    assert read.records[0].value("quantity") == "2"
    assert [(one.what, one.why) for one in read.left] == [("column Remarks", "no field takes it")]
    with pytest.raises(InputError, match="no column AMOUNT"):
        read_ids(
            written(tmp_path / "s.csv", "utf-8", ",", head=[name for name in HEAD if name != "AMOUNT"]),
            ORIGIN,
        )


def test_bad_rows_are_faults_or_left_out_by_name(tmp_path: Path) -> None:
    bad = ["Uzbekistan", "", "", "3/4/2016", "Opium", "1,234", "Gram"]
    path = written(tmp_path / "s.csv", "utf-8", ";", ROW, bad, [*bad, "more", "cells"])
    with pytest.raises(InputError) as error:
        read_ids(path, ORIGIN)
    assert len(error.value.faults) == 5
    read = read_ids(path, ORIGIN, leave_bad=True)
    assert len(read.records) == 1
    assert sum(one.what.startswith("the row") for one in read.left) == 5
    known = read_ids(path, ORIGIN, leave_bad=True, day_first=True)
    assert sum(one.what.startswith("the row") for one in known.left) == 3


def test_faults_that_are_not_shown_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", "utf-8", ";", *([*ROW[:3], "yesterday", *ROW[4:]] for _ in range(150)))
    with pytest.raises(InputError, match="50 more faults"):
        read_ids(path, ORIGIN)


def test_rows_that_are_the_same_in_every_cell_are_named(tmp_path: Path) -> None:
    read = read_ids(written(tmp_path / "s.csv", "utf-8", ";", ROW, [*ROW[:2], "Osh", *ROW[3:]], ROW), ORIGIN)
    assert read.summary["identical rows"] == [[2, 4]]
    assert len(read.records) == 3


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-11-16", "2016-11-16"),
        ("2016-11-16 00:00:00", "2016-11-16"),
        ("2016-11-16T10:20:30Z", "2016-11-16"),
        ("20161116", "2016-11-16"),
        ("16.11.2016", "2016-11-16"),
        ("16-Nov-2016", "2016-11-16"),
        ("16 ноября 2016", "2016-11-16"),
        ("42690", "2016-11-16"),
        ("4/4/2016", "2016-04-04"),
        ("3/4/2016", "None"),
        ("31.02.2016", "None"),
        ("16.11.16", "None"),
        ("yesterday", "None"),
        ("", "None"),
    ],
)
def test_a_day_has_one_reading_or_none(text: str, day: str) -> None:
    assert str(DayReader([]).read(text)) == day


def test_the_column_says_which_comes_first() -> None:
    assert str(DayReader(["3/4/2016", "25/4/2016"]).read("3/4/2016")) == "2016-04-03"
    assert str(DayReader(["3/4/2016", "4/25/2016"]).read("3/4/2016")) == "2016-03-04"
    assert DayReader(["25/4/2016", "4/25/2016"]).read("3/4/2016") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1234.5", "1234.5"), ("1 234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("0,125", "0.125"),
     ("1,234,567", "1234567"), ("1,234", None), ("-1", None), ("", None), ("1e3", "1e3"), ("about 5", None)],
)  # fmt: skip
def test_an_amount_has_one_reading_or_none(text: str, value: str | None) -> None:
    assert amount(text) == value


def test_countries_and_provinces_under_other_names() -> None:
    names = ("Uzbekistan", "Republic of Uzbekistan", "UZB", "Узбекистан", "Oʻzbekiston Respublikasi")
    assert {country_code(name) for name in names} == {"UZ"}
    assert country_code("Kyrgyz Republic") == country_code("Кыргызская Республика") == "KG"
    assert country_code("Pakistan") == country_code("") == ""
    found = resolve("هلمند", "Afghanistan")
    assert found is not None
    assert found.code == "AF-HEL"


def test_all_bad_cells_of_a_sheet_come_at_once(tmp_path: Path) -> None:
    head = ["number", "cas", "quantity", "date", "handling", "grading", "keep_until"]
    path = book(tmp_path / "a.xlsx", head, ["CMR 1", "108-24-8", "many", "31.02.2026", "H9", "Z1", "later"],
                ["CMR 2", "108-24-7", "5", "2026-02-01", "h1", "B2", "2020-01-01"])  # fmt: skip
    with pytest.raises(InputError) as error:
        read_sheet(path, ORIGIN, "consignment")
    assert len(error.value.faults) == 7
    assert {fault.where.rpartition("column ")[2] for fault in error.value.faults[:6]} == {*head} - {"number"}


def test_a_template_is_filled_in_and_comes_back_with_its_codes(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, "consignment")
    made = openpyxl.load_workbook(path)
    sheet = made.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    filled = {"number": "CMR 1234567", "quantity": "1.5", "unit": "kg", "grading": "B2", "tlp": "TLP:AMBER",
              "handling": "h1", "legal_basis": "Law 12", "keep_until": "2026-12-31"}  # fmt: skip
    sheet.append([filled.get(head, "") for head in heads])
    made.save(path)
    one = read_sheet(path, ORIGIN, "consignment").records[0]
    assert (str(one.grading), str(one.handling), str(one.tlp)) == ("B2 (admiralty)", "H1", "amber")
    assert (one.legal_basis, one.expires) == ("Law 12", 1_798_761_599)
    write_sheet(tmp_path / "again.xlsx", [one])
    again = read_sheet(tmp_path / "again.xlsx", ORIGIN, "consignment").records[0]
    assert (again.fields, again.grading, again.handling, again.expires) == (
        one.fields, one.grading, one.handling, one.expires)  # fmt: skip
    with pytest.raises(InputError, match="kind"):
        write_template(path, "nonsense")


def test_two_columns_for_one_field_are_a_fault(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["A", "B"], ["1", "2"])
    with pytest.raises(InputError, match="2 columns for it"):
        read_sheet(path, ORIGIN, "consignment", {"A": "number", "B": "number"})


def test_a_bare_list_of_objects_goes_round_as_one(tmp_path: Path) -> None:
    value = [
        {
            "type": "url",
            "id": "url--11111111-1111-5111-8111-111111111111",
            "value": "x",
            "ключ": [1, {"a": None}],
        }
    ]
    (tmp_path / "a.json").write_text(json.dumps(value))
    write_bundle(tmp_path / "b.json", read_bundle(tmp_path / "a.json"))
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8")) == value
    (tmp_path / "a.json").write_text('[{"x": NaN}]')
    with pytest.raises(InputError, match="NaN"):
        read_bundle(tmp_path / "a.json")


def test_what_no_record_may_hold_is_not_smuggled_in_by_stix(tmp_path: Path) -> None:
    one = new_record(
        "r", "person", "UZB", {"name": "A B"}, 0, purposes=frozenset({PURPOSE}), legal_basis="law"
    )
    bundle = from_records([one])
    kept = bundle.objects[-1]["extensions"]
    next(iter(kept.values()))["record"]["more"] = {"Вероисповедание": "x"}
    write_bundle(tmp_path / "a.json", bundle)
    with pytest.raises(InputError, match=r"object .*Вероисповедание"):
        read_stix(tmp_path / "a.json", ORIGIN)


def test_a_template_is_written_by_the_command_and_nothing_is_overwritten(tmp_path: Path) -> None:
    words = ["node", "import", str(tmp_path / "t.xlsx"), "--layout", "xlsx", "--kind", "person", "--template"]
    assert CliRunner().invoke(build_app(), words).exit_code == 0
    assert isinstance(CliRunner().invoke(build_app(), words).exception, InputError)
    words[2] = str(tmp_path / "no" / "t.xlsx")
    assert isinstance(CliRunner().invoke(build_app(), words).exception, InputError)
